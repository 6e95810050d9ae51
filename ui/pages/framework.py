"""The framework of the round, to read: every question with what its answers mean, examples and the lead's notes."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QWidget

from auditor.changed import Changed
from auditor.frameworks import Criterion, Framework
from auditor.guidance import guidance_of, write_guidance
from auditor.handbook.content import places
from auditor.plural import several
from auditor.reports.wording import capital
from auditor.rounds import round_framework
from db.errors import UserError
from ui.desk.card_help import CardHelp
from ui.desk.words import BASES
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, FillColumn, ScrollColumn, Wrap
from ui.parts.list_table import SortedTable
from ui.parts.meanings import Meanings
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.rows import RowsModel
from ui.parts.words import Heading, Text
from ui.session import Session

HEADS = ("Question", "Standard")
LEAST_ROWS = 4  # that stay in view
QUESTION = 280  # design px
EMPTY, SHOWN = range(2)


class FrameworkPage(Page):
    """A list of questions, found by typing, and the one that is chosen.

    `printed` asks for handbook or sheet, or for a lead the workbook.
    """

    printed = Signal(str)

    def __init__(self, session: Session, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self._session = title, session
        self.framework: Framework | None = None
        self._notes: dict[str, str] = {}
        self._listed: list[Criterion] = []
        self._build()
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._on_switched)

    def _build(self) -> None:
        self.handbook = PlainButton("Make the handbook…", "book-open")
        self.sheet = PlainButton("Make a scoring sheet…", "printer")
        self.handbook.clicked.connect(lambda: self.printed.emit("handbook"))
        self.sheet.clicked.connect(lambda: self.printed.emit("sheet"))
        self.excel = QuietButton("Save for Excel…", "file-spreadsheet")
        self.excel.clicked.connect(lambda: self.printed.emit("excel"))
        self.header = HeaderBar(self.title, "", self.excel, self.handbook, self.sheet)
        self.messages = MessageArea(ON_PAGE)
        self.search = QLineEdit()
        self.search.setPlaceholderText("Find a question")
        self.search.setAccessibleName("Find a question by its words or its standard")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_typed)
        self.table = SortedTable("Questions of the framework")
        self.table.moved.connect(self._on_moved)
        self.none = Text("No question has these words.", tone="ink2")
        self.question = QuestionCard()
        self.question.help.set_lead(self._session.lead)
        self.question.help.written.connect(self._on_written)
        self.table.keep_in_view(LEAST_ROWS)
        left = Column(self.search, self.none, (Card(self.table, pad=1), 1), gap=2)
        self.body = ScrollColumn(self.question, margins=0)
        look().changed.connect(self._fit)
        self._fit()
        self.empty = EmptyState(
            "book-open", "There is no round yet.", "What its auditors are asked appears here with a round."
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        self._stack.addWidget(FillColumn((Beside(left, self.body, (1, 1)), 1), margins=(6, 4, 6, 4)))
        self._searching = QAction("Find a question", self)
        self._searching.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
        self._searching.triggered.connect(self.search.setFocus)
        self.lay_out(self.header, self.messages, self._stack)

    def _fit(self) -> None:
        """Enough of a question stays in view where the text is large; the page scrolls then."""
        self.body.setMinimumHeight(look().px(QUESTION))

    # What the window asks

    def refresh(self) -> None:
        """Read the framework, if another is wanted or a note was written."""
        rnd = self._session.round
        self._stack.setCurrentIndex(SHOWN if rnd else EMPTY)
        for button in (self.handbook, self.sheet):
            button.setVisible(rnd is not None)
        self.excel.setVisible(rnd is not None and self._session.lead)
        if rnd is None or self.framework is not None:
            self.header.set_title(self.title, self.header.subtitle.words if rnd else "This workspace has no round yet.")
            return
        self.framework = framework = round_framework(self._session.store, rnd.id)
        self._notes = guidance_of(self._session.store, rnd.id)
        said = f"{framework.title}, version {framework.version} · {several(len(framework.criteria), 'question')}"
        self.header.set_title(self.title, said)
        self._list()

    def focus_main(self) -> None:
        """Put the keyboard on the list."""
        (self.table if self._stack.currentIndex() == SHOWN else self).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The list, and the question."""
        return (self.table, self.question)

    def commands(self) -> tuple[QAction, ...]:
        """Finding a question."""
        return (self._searching,)

    def place(self) -> dict[str, Any]:
        """What was looked for, and which question is up."""
        return {"find": self.search.text(), "question": self.question.key}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that again."""
        self.search.setText(str(place.get("find", "")))
        self._list(str(place.get("question", "")))

    # The list and the question

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & {"guidance", "round", "everything"}:
            self._read_again()

    def _on_switched(self) -> None:
        self._read_again()

    def _read_again(self) -> None:
        self.framework = None
        if self.isVisible():
            self.refresh()

    def _on_typed(self, _typed: str) -> None:
        self._list()

    def _list(self, key: str = "") -> None:
        """List what fits what was typed, and stay on the question that is up where it is among them."""
        framework = self.framework
        if framework is None:
            return
        words = self.search.text().casefold().split()
        standards = {measure.id: measure.short for measure in framework.measures}
        self._listed = [c for c in framework.criteria if _holds(c, standards.get(c.measure or "", ""), words)]
        rows = [(f"{c.id}   {c.short}", standards.get(c.measure or "", "")) for c in self._listed]
        keys = [criterion.id for criterion in self._listed]
        wanted = key or self.question.key
        self.table.show_rows(RowsModel(HEADS, rows), keys.index(wanted) if wanted in keys else 0)
        self.none.setVisible(not rows)
        self._on_moved()

    def _on_moved(self) -> None:
        at = self.table.row
        if 0 <= at < len(self._listed):
            criterion = self._listed[at]
            self.question.show_criterion(criterion, self._notes.get(criterion.id, ""))
            self.body.verticalScrollBar().setValue(0)

    def _on_written(self, words: str) -> None:
        rnd, key = self._session.round, self.question.key
        if rnd is None or not key:
            return
        try:
            changed = write_guidance(self._session.store, rnd.id, key, words)
        except UserError as problem:
            self.question.help.refuse(str(problem))
            return
        self._session.tell(changed)
        self.question.help.write.setFocus()
        announce(self, "Your note is kept." if words.strip() else "Your note is taken away.")


class QuestionCard(Card):
    """One question: what is asked, what each answer means, what helps, and where it comes from."""

    def __init__(self) -> None:
        self.key = ""
        self._id = Text("", "question", bold=True, wrap=False)
        self._critical, self._dates = Chip("Critical", icon="flag"), Chip("From the dates", icon="calendar")
        self._words = Heading("", 3)
        self._meanings = Meanings()
        self._guidance, self._source, self._look = Text("", tone="ink2"), Text("", "caption", "ink2"), Text("")
        self._escalate = Text("")
        self._at_once = Card(Text("What to do at once", bold=True), self._escalate, kind="quiet", gap=0, pad=3)
        self.help = CardHelp()
        self.help.set_open(True)
        super().__init__(
            Wrap(self._id, self._critical, self._dates, gap=2), self._words, self._meanings, self._look, self._guidance,
            self._at_once, self.help, self._source, gap=3,
        )  # fmt: skip

    def show_criterion(self, criterion: Criterion, note: str) -> None:
        """Show another question, with the lead's note on it."""
        self.key = criterion.id
        self.setAccessibleName(f"{criterion.id}{', critical' if criterion.critical else ''}. {criterion.question}")
        self._id.set_text(criterion.id)
        self._critical.setVisible(criterion.critical)
        self._dates.setVisible(criterion.mode == "dates")
        self._words.set_text(criterion.question)
        self._meanings.show_criterion(criterion)
        self._look.set_text(f"Where to look: {places(criterion)}.")
        self._guidance.set_text(criterion.guidance or "")
        self._guidance.setVisible(bool(criterion.guidance))
        self._escalate.set_text(criterion.escalate or "")
        self._at_once.setVisible(bool(criterion.escalate))
        self._source.set_text(f"{capital(BASES[criterion.basis])}: {criterion.source}")
        self.help.show_criterion(criterion, note)


def _holds(criterion: Criterion, standard: str, words: list[str]) -> bool:
    """Whether a question has all these words somewhere."""
    parts = (criterion.id, criterion.short, criterion.question, standard, criterion.guidance or "", criterion.source)
    within = " ".join(parts).casefold()
    return all(word in within for word in words)
