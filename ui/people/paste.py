"""A whole list of auditors: pasted into a box, looked through, and taken in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit

from auditor.people.listed import PeopleList, PersonOnList, read_people
from db.errors import UserError
from ui.desk.words import agency_words
from ui.look import look
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.pictures import Mark
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.people.words import day_words

HELP = (
    "A line each: code, name, agency, trained on, undertaking signed. With column names in the first line they may "
    "stand in any order, and there may be more: load share in percent, outside, course, handbook, result, "
    "refresher due, left, settings, areas, writers, plans (what must not be scored, with semicolons between)."
)
EXAMPLE = "ED1\tEdie Example\tEducation\t14/9/2026\t21/9/2026"
BOX_HIGH = 150  # design px
HEADS = ("Code", "Name", "Agency", "Load", "Trained", "Undertaking", "Must not score")


class _Box(QPlainTextEdit):
    """Tab leaves the box: what is pasted brings its own tabs."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self.setPlaceholderText(EXAMPLE)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is for the page."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class PasteList(ScrollColumn):
    """`taken` carries what is to be taken in; `left` says that nothing is."""

    taken = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        self.box = _Box()
        self._found: PeopleList | None = None
        self._said = Text("", bold=True)
        self._wrong = Text("")
        self._wrong_row = Row(Column(Mark("delayed"), 1), (self._wrong, 1), gap=2, align=Qt.AlignmentFlag.AlignTop)
        self._ignored = Text("", "caption", "ink2")
        self.table = TableView("Auditors on the list")
        self.take = PrimaryButton("Take in")
        cancel = QuietButton("Cancel")
        self._look = PlainButton("Look through", "search")
        self._row = FormRow("The list", self.box, HELP)
        super().__init__(
            Card(
                Text("Copy the cells in your spreadsheet and paste them here."), self._row,
                self._said, self._wrong_row, self._ignored, self.table, Row(self.take, self._look, cancel, 1, gap=2),
                gap=3, pad=5,
            ),
            margins=(6, 4, 6, 5),
        )  # fmt: skip
        # once what was found has its place on the page
        self._later = QTimer(self, singleShot=True, interval=0)
        self._later.timeout.connect(lambda: self.ensureWidgetVisible(self.take))
        self._fit()
        look().changed.connect(self._fit)
        self._look.clicked.connect(self.look_through)
        self.box.textChanged.connect(self._forget)
        self.take.clicked.connect(self._take)
        cancel.clicked.connect(self.left)
        self._forget()

    def start(self, text: str = "") -> None:
        """Show an empty box, or one with this text, with the keyboard in it."""
        self.box.setPlainText(text)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_through(self) -> None:
        """Read what stands in the box and show what would be taken in."""
        self.show_content(self.box.toPlainText().encode())

    def show_content(self, content: bytes) -> None:
        """Show what a list holds: who can be taken in, and each wrong row in a sentence."""
        self._forget()
        try:
            self._found = read_people(content)
        except UserError as problem:
            self._row.set_problem(str(problem))
            return
        found = self._found
        count = len(found.people)
        self._said.set_text(f"{count} {'auditor' if count == 1 else 'auditors'} can be taken in.")
        self._wrong.set_text("\n".join(map(str, found.wrong)))
        self._ignored.set_text(f"Columns not known here, and not used: {', '.join(found.ignored)}.")
        self._show_table(found)
        self._said.setVisible(True)
        self._wrong_row.setVisible(bool(found.wrong))
        self._ignored.setVisible(bool(found.ignored))
        rows = len({problem.row for problem in found.wrong})  # a row may have several
        left_out = f", leave out {rows}" if rows else ""
        self.take.setText(f"Take in {count}{left_out}")
        self.take.setVisible(count > 0)
        if count:
            self.take.setFocus(Qt.FocusReason.OtherFocusReason)
            self._later.start()

    def _show_table(self, found: PeopleList) -> None:
        rows: Sequence[tuple[str, ...]] = [
            (
                person.given["code"], person.given["name"], agency_words(person.given["agency"]), _load(person),
                day_words(person.given.get("trained_on")), day_words(person.given.get("undertaking_on")),
                "; ".join(f"{e.what} {e.value}" for e in person.exclusions),
            )
            for person in found.people
        ]  # fmt: skip
        self.table.setModel(RowsModel(HEADS, rows))
        self.table.resizeColumnsToContents()
        high = self.table.verticalHeader().defaultSectionSize() * (min(len(rows), 8) + 2)
        self.table.setFixedHeight(high)
        self.table.setVisible(bool(rows))

    def _fit(self) -> None:
        self.box.setFixedHeight(look().px(BOX_HIGH))

    def _forget(self) -> None:
        self._found = None
        self._row.set_problem("")
        for part in (self._said, self._wrong_row, self._ignored, self.table, self.take):
            part.setVisible(False)

    def _take(self) -> None:
        if self._found is not None:
            self.taken.emit(self._found.people)


def _load(person: PersonOnList) -> str:
    share = person.given.get("load_share")
    return "" if share is None else f"{share}%"
