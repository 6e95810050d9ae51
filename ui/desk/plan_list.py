"""The pane of plans: how many are submitted, a find box, and the list."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QListView

from auditor.scoring import PlanRow
from ui.desk.fields import Choice
from ui.desk.plan_delegate import PlanDelegate
from ui.desk.plan_model import FoundPlans, PlanModel, Role
from ui.desk.words import question_words
from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.form import FormRow
from ui.parts.layout import Column
from ui.parts.words import Heading, Text


class _FindBox(QLineEdit):
    """Down goes on to the list; Esc empties it."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Esc, and writing."""
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)


class PlanList(Column):
    """`chosen` comes as the list is walked through, `entered` when a plan was clicked or Enter was pressed."""

    chosen = Signal(int)
    entered = Signal(int)
    person_picked = Signal(int)

    def __init__(self) -> None:
        self.model = PlanModel()
        self._found = FoundPlans(self.model)
        self._quiet = False
        self._here: int | None = None
        self.heading = Heading("My plans")
        self._count = Text("", "caption", "ink2")
        self.person = Choice({}, blank="Choose an auditor")
        self._person_row = FormRow("Scoring as", self.person)
        self.find_box = _FindBox()
        self.find_box.setPlaceholderText("Find a plan")
        self.find_box.setAccessibleName("Find a plan")
        self.find_box.setAccessibleDescription("Reference, year, need or area")
        self.find_box.setClearButtonEnabled(True)
        self.list = QListView()
        self._none_found = Text("No plan here holds those words.", tone="ink2")
        super().__init__(
            self.heading, self._count, self._person_row, self.find_box, self._none_found, (self.list, 1),
            gap=2, margins=(3, 4, 3, 3),
        )  # fmt: skip
        self.set_ground("surface", "right")
        self._set_up_list()
        self.find_box.textChanged.connect(self._look_for)
        self.find_box.down.connect(self.focus_list)
        self.find_box.returnPressed.connect(self._enter_first)
        self.person.picked.connect(lambda key: self.person_picked.emit(int(key)) if key else None)
        look().changed.connect(self.list.doItemsLayout)

    def _set_up_list(self) -> None:
        self.list.setModel(self._found)
        self.list.setItemDelegate(PlanDelegate(self.list))
        self.list.setUniformItemSizes(True)
        self.list.setAccessibleName("Plans")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.activated.connect(self._entered)
        self.list.clicked.connect(self._entered)
        selecting_moves(self.list)
        self._none_found.hide()

    def show_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these plans and keep the place."""
        self._quietly(lambda: self.model.set_rows(rows))
        self._show_counts()

    def show_row(self, row: PlanRow) -> None:
        """Show one plan's new state."""
        self._quietly(lambda: self.model.set_row(row))
        self._show_counts()

    def show_people(self, people: Sequence[tuple[int, str]], chosen: int | None) -> None:
        """Offer people to score as, as (id, words); nobody to choose from hides the chooser."""
        self._person_row.setVisible(bool(people))
        self.heading.set_text("Plans" if people else "My plans")
        while self.person.count() > 1:
            self.person.removeItem(1)
        for person, words in people:
            self.person.addItem(words, str(person))
        self.person.show_key("" if chosen is None else str(chosen))

    def stand_on(self, assignment: int | None) -> None:
        """Mark the plan that is open, without opening anything."""
        self._here = assignment
        self._quietly(lambda: None)

    def order(self) -> tuple[PlanRow, ...]:
        """The plans in the list as it is shown."""
        return tuple(self._found.index(at, 0).data(Role.ROW) for at in range(self._found.rowCount()))

    @property
    def count_words(self) -> str:
        """How many are submitted: 3 of 8 submitted."""
        return self._count.words

    def words_of(self, assignment: int) -> str:
        """What a plan is read out as."""
        at = self.model.row_of(assignment)
        return "" if at is None else str(self.model.index(at).data(Qt.ItemDataRole.AccessibleTextRole))

    def focus_list(self) -> None:
        """Put the keyboard on the list."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        if not self.list.currentIndex().isValid() and self._found.rowCount():
            self.list.setCurrentIndex(self._found.index(0, 0))

    def _quietly(self, change: Callable[[], None]) -> None:
        """Change what the list holds; the row one is on moves with it and nothing opens."""
        self._quiet = True
        change()
        at = None if self._here is None else self.model.row_of(self._here)
        index = QModelIndex() if at is None else self._found.mapFromSource(self.model.index(at))
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)
        self._quiet = False

    def _show_counts(self) -> None:
        rows = self.model.rows
        done = sum(1 for row in rows if row.state == "submitted")
        asked = sum(row.questions for row in rows)
        told = f" · {question_words(asked)}" if asked else ""
        self._count.set_text(f"{done:,} of {len(rows):,} submitted{told}" if rows else "")
        self._none_found.setVisible(bool(rows) and not self._found.rowCount())

    def _look_for(self, text: str) -> None:
        self._quietly(lambda: self._found.find(text))
        self._show_counts()

    def _moved(self, index: QModelIndex) -> None:
        if not self._quiet and index.isValid():
            self.chosen.emit(index.data(Role.ROW).assignment)

    def _entered(self, index: QModelIndex) -> None:
        self.entered.emit(index.data(Role.ROW).assignment)

    def _enter_first(self) -> None:
        index = self.list.currentIndex() if self.list.currentIndex().isValid() else self._found.index(0, 0)
        if index.isValid():
            self._entered(index)
