"""Auditors: who they are, whether they may score, what they were trained in, what they must not score."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.allocation.allocate import Exclusion
from auditor.changed import Changed
from auditor.people.listed import PersonOnList, take_people
from auditor.people.records import add_exclusion, add_training, remove_exclusion, remove_training
from auditor.people.register import (
    PersonFacts,
    PersonRow,
    Standing,
    TrainingFacts,
    add_person,
    change_person,
    people,
    remove_person,
    standing_of,
    today,
)
from db.errors import UserError
from db.files import read_whole
from ui.ask import Asks
from ui.desk.words import agency_words
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.rows import SORT_ROLE, Index, RowsModel
from ui.parts.table import TableView
from ui.people.detail import PersonDetail
from ui.people.paste import PasteList
from ui.people.words import day_words, newest, yes_or_no
from ui.session import Session

LISTS = "Lists (*.csv *.txt *.tsv);;All files (*)"
HEADS = ("Code", "Name", "May score", "Agency", "Load", "Trained", "Refresher due", "Excluded", "Plans")
NUMERIC = frozenset({4, 7, 8})
STANDING = 2
LEAST_ROWS = 6  # of the register and of what is told of one, where text is large
NOBODY, REGISTER, PASTE = range(3)


class PeopleModel(RowsModel):
    """One row an auditor; their standing has its mark."""

    def __init__(self, listed: Sequence[tuple[PersonRow, Standing]]) -> None:
        self.people = [person for person, _ in listed]
        self._may = [standing.may for _, standing in listed]
        rows: list[tuple[str, ...]] = []
        keys: list[tuple[Any, ...]] = []
        for person, standing in listed:
            facts, course = person.facts, newest(person)
            dues = sorted(t.facts.refresher_due for t in person.trainings if t.facts.refresher_due)
            due = course.refresher_due if course else None
            outside = " · from outside" if facts.outside else ""
            rows.append(
                (
                    facts.code, facts.name, yes_or_no(standing), f"{agency_words(facts.agency)}{outside}",
                    f"{facts.load_share}%", day_words(course.taken_on if course else None), day_words(due),
                    str(len(person.exclusions)), str(person.plans),
                )
            )  # fmt: skip
            keys.append(
                (
                    facts.code, facts.name, standing.why, facts.agency, facts.load_share,
                    str(course.taken_on if course else ""), str(dues[0] if dues else ""), len(person.exclusions),
                    person.plans,
                )
            )  # fmt: skip
        super().__init__(HEADS, rows, NUMERIC, keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark of who may score and who not."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STANDING:
            return look().mark("on_track" if self._may[index.row()] else "delayed", 18)
        return super().data(index, role)


class PeoplePage(Page):
    """The register as a table; the chosen auditor in full beside it."""

    title = "Auditors"

    def __init__(self, session: Session, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._asks = session, asks
        self._chosen: int | None = None
        self._adding = False
        self._build()
        session.changed.connect(self._on_changed)
        look().changed.connect(self._fit_columns)

    def _build(self) -> None:
        self.add, self.paste = PrimaryButton("Add an auditor", "plus"), PlainButton("Paste a list…", "copy")
        self.bring_in = PlainButton("Import a list…", "upload")
        self.header = HeaderBar(self.title, "", self.paste, self.bring_in, primary=self.add)
        self.messages = MessageArea(ON_PAGE)
        self.empty = EmptyState(
            "users", "Everybody who scores plans is listed here, with their training and what they must not score.",
            "Add them one by one, or paste a list from a spreadsheet.", "Paste a list…",
        )  # fmt: skip
        self.table = TableView("Auditors")
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        selecting_moves(self.table)
        self.detail, self.list = PersonDetail(), PasteList()
        self.beside = Beside(Card(self.table, pad=1), self.detail)
        self.stack = QStackedWidget()
        for part in (
            Column(self.empty, 1, margins=6), ScrollColumn((self.beside, 100), margins=(6, 4, 6, 4)), self.list,
        ):  # fmt: skip
            self.stack.addWidget(part)
        self.lay_out(self.header, self.messages, self.stack)
        self._connect()

    def _connect(self) -> None:
        self.add.clicked.connect(self.start_adding)
        self.paste.clicked.connect(lambda: self.start_list())
        self.empty.action.connect(lambda: self.start_list())
        self.bring_in.clicked.connect(self.import_list)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        self.detail.saved.connect(self._save)
        self.detail.left.connect(self._stop)
        self.detail.removal_asked.connect(self._remove)
        self.detail.training_added.connect(self._train)
        self.detail.training_removed.connect(
            lambda key: self._do(lambda: remove_training(self._session.store, key), "The record is gone.")
        )
        self.detail.exclusion_added.connect(self._exclude)
        self.detail.exclusion_removed.connect(
            lambda key: self._do(lambda: remove_exclusion(self._session.store, key), "The exclusion is gone.")
        )
        self.list.taken.connect(self._take)
        self.list.left.connect(self._stop)
        self._commands: list[QAction] = []
        for name, do in (
            ("Add an auditor", self.start_adding), ("Paste a list of auditors…", lambda: self.start_list()),
            ("Import a list of auditors…", self.import_list),
        ):  # fmt: skip
            action = QAction(name, self)
            action.triggered.connect(lambda _=False, do=do: do())
            self._commands.append(action)

    # What the window asks

    def refresh(self) -> None:
        """Read the register again."""
        self._today = today()
        listed = [(person, standing_of(person, self._today)) for person in people(self._session.store)]
        able = sum(1 for _, standing in listed if standing.may)
        self.header.set_title(
            self.title, f"{len(listed)} in the register, {able} may score." if listed else "Nobody is in the register."
        )
        self._model = PeopleModel(listed)
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self._sorted.setSourceModel(self._model)
        selection.blockSignals(False)
        self._fit_columns()
        if self.stack.currentIndex() != PASTE:
            self._show(REGISTER if listed or self._adding else NOBODY)
        if not self._adding and listed:
            self._choose(self._chosen if self._chosen in {p.id for p, _ in listed} else listed[0][0].id)

    def focus_main(self) -> None:
        """Put the keyboard on the table, or on what fills it."""
        where: dict[int, QWidget] = {REGISTER: self.table, PASTE: self.list.box}
        (where.get(self.stack.currentIndex()) or self.empty.button or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The table, the chosen auditor, the buttons of the header."""
        return (self.table, self.detail, self.add) if self.stack.currentIndex() == REGISTER else (self.stack, self.add)

    def commands(self) -> tuple[QAction, ...]:
        """Adding and taking in."""
        return tuple(self._commands)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Copying."""
        return (("Ctrl+C", "in the table: copy rows"),)

    def place(self) -> dict[str, Any]:
        """Who is chosen."""
        return {"person": self._chosen}

    def return_to(self, place: dict[str, Any]) -> None:
        """Choose them again."""
        if place.get("person") is not None:
            self._choose(int(place["person"]))

    # What is done here

    def start_adding(self) -> None:
        """Show an empty form for somebody new."""
        self.messages.dismiss()
        self._adding = True
        self.table.clearSelection()
        self.detail.show_person(None, Standing())
        self._show(REGISTER)
        self.detail.start()

    def start_list(self, content: bytes | None = None) -> None:
        """Show the box for a list, or what a file holds."""
        self.messages.dismiss()
        self._adding = False
        self._show(PASTE)
        self.list.start()
        if content is not None:
            self.list.show_content(content)

    def import_list(self) -> None:
        """Ask for a CSV file and look through it."""
        path = self._asks.open_path(self, "Import a list of auditors", LISTS)
        if path is None:
            return
        try:
            content = read_whole(path)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        self.start_list(content)

    def _take(self, listed: Sequence[PersonOnList]) -> None:
        try:
            taken = take_people(self._session.store, listed)
        except UserError as problem:
            self.messages.say("problem", "The list was not taken in.", str(problem))
            return
        self._show(REGISTER)
        self._session.tell(taken.changed)
        self.focus_main()
        what = f"{taken.added} added" + (f", {taken.updated} brought up to date" if taken.updated else "")
        self.messages.say("done", f"The list is taken in: {what}.")

    def _save(self, facts: PersonFacts) -> None:
        person = self.detail.person
        store = self._session.store
        job = (lambda: add_person(store, facts)) if person is None else (lambda: change_person(store, person.id, facts))
        was_new, self._adding = self._adding, False
        changed = self._do(job, f"{facts.name} is saved.")
        if changed is None:
            self._adding = was_new
        elif person is None:
            self._choose(changed.ids[0])
            announce(self, f"{facts.name} is in the register. Record their training next.")

    def _remove(self) -> None:
        person = self.detail.person
        if person is None:
            return
        name = person.facts.name
        question = f"Remove {name} from the register, with their training and exclusions?"
        if self._asks.sure(self, question, "Remove", "Keep"):
            self._chosen = None
            self._do(lambda: remove_person(self._session.store, person.id), f"{name} is out of the register.")
            self.focus_main()

    def _train(self, facts: TrainingFacts) -> None:
        person = self.detail.person
        if person is not None and self._do(
            lambda: add_training(self._session.store, person.id, facts), f"{facts.course} is recorded."
        ):
            self.detail.trainings.fold()

    def _exclude(self, exclusion: Exclusion) -> None:
        person = self.detail.person
        if person is not None and self._do(
            lambda: add_exclusion(self._session.store, person.id, exclusion), f"{exclusion.value} is excluded."
        ):
            self.detail.exclusions.fold()

    def _do(self, job: Callable[[], Changed], said: str) -> Changed | None:
        """Do one thing and show the outcome; None where it was refused, with the reason on the page."""
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return None
        self._session.tell(changed)
        announce(self, said)
        return changed

    def _stop(self) -> None:
        """Leave the form or the list without doing anything."""
        self._adding = False
        self._show(REGISTER)
        self.refresh()
        self.focus_main()

    # What is shown

    def _show(self, part: int) -> None:
        self.stack.setCurrentIndex(part)
        for button in (self.add, self.paste, self.bring_in):
            button.setVisible(part != PASTE)

    def _choose(self, person: int) -> None:
        at = next((i for i, row in enumerate(self._model.people) if row.id == person), None)
        if at is None:
            return
        self._chosen = person
        index = self._sorted.mapFromSource(self._model.index(at, 0))
        self.table.setCurrentIndex(index)
        row = self._model.people[at]
        self.detail.show_person(row, standing_of(row, self._today))

    def _on_row(self, index: Index) -> None:
        if index.isValid():
            self._adding = False
            person = self._model.people[self._sorted.mapToSource(index).row()]
            self._chosen = person.id
            self.detail.show_person(person, standing_of(person, self._today))

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & {"person", "assignment", "everything"} and self.isVisible():
            self.refresh()

    def _fit_columns(self) -> None:
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(row * LEAST_ROWS)  # where the text is large the page scrolls
        self.detail.setMinimumHeight(row * LEAST_ROWS)
        self.table.resizeColumnsToContents()
        for column, most in ((1, 220), (STANDING, 260)):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), look().px(most)))
