"""What comes in place of the checklist before an audit is submitted or reopened: panels, not boxes in the way."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from db.vocabulary import Value
from ui.desk.open_audit import OpenAudit
from ui.desk.sheet_area import WIDEST
from ui.look import look
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text

KINDS = (
    ("unanswered", "Not answered", "Every question needs an answer before the audit can be submitted."),
    ("contradictory", "Answers that do not fit together", "Worth a look. You may leave them as they are."),
    ("incomplete", "Still incomplete", "You may leave them, but the evidence and causes make the report useful."),
)
CODE = 56  # design px: as wide as the codes of criteria
CANNOT_TELL = "Right where papers were not given to you. If they were, and do not show it, the answer is not met."


class Panel(ScrollColumn):
    """What stands in place of the checklist: no line longer than about 75 characters, at any text size."""

    def __init__(self, name: str) -> None:
        super().__init__(gap=4, margins=5)
        self.setAccessibleName(name)
        self._restyle()
        look().changed.connect(self._restyle)

    def _restyle(self) -> None:
        self.column.setMaximumWidth(look().px(WIDEST) + 2 * look().space(5))


class _Found(Row):
    """A code as a link, on one line with the first of its words; words of all rows begin below each other."""

    def __init__(self, link: QuietButton, words: Text) -> None:
        self._link, self._words = link, Column(words, 1, gap=0)
        super().__init__(link, (self._words, 1), gap=2, align=Qt.AlignmentFlag.AlignTop)
        self._restyle()
        look().changed.connect(self._restyle)

    def _restyle(self) -> None:
        line = QFontMetrics(look().font("body")).height()
        self._link.setMinimumWidth(look().px(CODE))
        self._words.setContentsMargins(0, max(0, self._link.sizeHint().height() - line) // 2, 0, 0)


class SubmitPanel(Panel):
    """What is unanswered, contradictory or incomplete, as links; then submit or keep working."""

    submit = Signal()
    keep_working = Signal()
    jump = Signal(str)

    def __init__(self) -> None:
        super().__init__("Submit audit")
        self.submit_button = PrimaryButton("Submit audit", icon="send")
        self.keep_button = PlainButton("Keep working")
        self.submit_button.clicked.connect(self.submit)
        self.keep_button.clicked.connect(self.keep_working)
        self._title, self._words = Heading("", 2), Text("")
        self._found = Column(gap=3)
        self.doubt = Doubt("Submit it as it is", "Go back and mend it")
        self._buttons = Wrap(self.submit_button, self.keep_button, gap=3)
        for part in (self._title, self._words, self._buttons, self.doubt, self._found, 1):
            self.add(part)

    def show_audit(self, audit: OpenAudit) -> None:
        """Show what stands in the way of submitting an audit, and what is worth a look."""
        self.doubt.stop()
        problems = audit.problems()
        unanswered = sum(1 for problem in problems if problem.kind == "unanswered")
        reference = audit.sheet.facts.reference
        self._title.set_text(f"Submit your audit of {reference}?" if not unanswered else f"{reference} is not finished")
        if unanswered:
            them = "it" if unanswered == 1 else "them"
            words = f"{_questions(unanswered)} no answer yet. Answer {them} first; every answer so far is kept."
        else:
            words = "You can no longer change it after that, unless it is reopened with a reason."
        unsure = [key for key in audit.keys if audit.answer(key).value is Value.CANNOT_TELL]
        if unsure:
            words = f"{words} {_cannot_tell(len(unsure))}"
        self._words.set_text(words)
        self.submit_button.setEnabled(not unanswered)
        self.submit_button.setAccessibleDescription(words)
        self._found.clear()
        for kind, title, help_text in KINDS:
            of_kind = [problem for problem in problems if problem.kind == kind]
            if of_kind:
                rows = [(problem.criterion, problem.sentence) for problem in of_kind]
                self._found.add(self._group(audit, f"{title} ({len(rows)})", help_text, rows, kind != "unanswered"))
        if unsure:
            rows = [(key, "Cannot tell.") for key in unsure]
            self._found.add(self._group(audit, f"Cannot tell ({len(rows)})", CANNOT_TELL, rows, False))
        if not problems:
            done = Row(
                Icon("circle-check", "on_track"), (Text("Every question is answered and nothing is missing."), 1)
            )
            self._found.add(done)
        self.verticalScrollBar().setValue(0)

    def first(self) -> QWidget:
        """What takes the keyboard: the first link while something is unanswered, otherwise the button."""
        links = self._found.findChildren(QuietButton)
        return links[0] if links and not self.submit_button.isEnabled() else self.submit_button

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps working."""
        if event.key() == Qt.Key.Key_Escape:
            self.keep_working.emit()
        else:
            super().keyPressEvent(event)

    def _group(
        self, audit: OpenAudit, title: str, help_text: str, rows: Sequence[tuple[str, str]], in_full: bool
    ) -> Card:
        """Links to criteria, each with a sentence that is read out, and shown where it says more than the title."""
        card = Card(Heading(title, 3), Text(help_text, "caption", "ink2"), gap=2)
        for key, sentence in rows:
            criterion = audit.sheet.framework.criterion(key)
            link = QuietButton(key, name=f"Go to {key}, {criterion.short}. {sentence}")
            link.clicked.connect(lambda _=False, key=key: self.jump.emit(key))
            card.add(_Found(link, Text(f"{criterion.short}. {sentence}" if in_full else criterion.short)))
        return card


class ReopenPanel(Panel):
    """Asks for the reason before a submitted audit is opened again."""

    reopen = Signal(str)
    keep = Signal()

    def __init__(self) -> None:
        super().__init__("Reopen audit")
        self._title = Heading("", 2)
        words = "A new revision begins with the same answers. What was submitted stays as it is, and figures go on "
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(look().px(90))
        self.row = FormRow("Reason for reopening", self.reason, "Kept in the log. Name no child and no colleague.")
        reopen, keep = PrimaryButton("Reopen audit", icon="lock-open"), PlainButton("Keep it submitted")
        self.doubt = Doubt("Reopen with these words")
        reopen.clicked.connect(self._ask)
        keep.clicked.connect(self.keep)
        counting = Text(f"{words}counting it until you submit again.")
        parts = (self._title, counting, self.row, self.doubt, Wrap(reopen, keep, gap=3))
        for part in (*parts, 1):
            self.add(part)

    def ask(self, reference: str) -> None:
        """Begin afresh for a plan."""
        self._title.set_text(f"Reopen the audit of {reference}?")
        self.reason.setPlainText("")
        self.row.set_problem("")
        self.doubt.stop()
        self.reason.setFocus()

    def _ask(self) -> None:
        reason = self.reason.toPlainText()
        self.doubt.before(lambda: self.reopen.emit(reason), self.reason, ("the reason", reason))

    def refuse(self, sentence: str) -> None:
        """Say what is wrong with the reason."""
        self.row.set_problem(sentence)
        self.reason.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps it submitted."""
        if event.key() == Qt.Key.Key_Escape:
            self.keep.emit()
        else:
            super().keyPressEvent(event)


def _questions(n: int) -> str:
    return "1 question has" if n == 1 else f"{n} questions have"


def _cannot_tell(n: int) -> str:
    """How many are *cannot tell*, and what that means for the figures."""
    if n == 1:
        return "1 answer is cannot tell: it counts neither as met nor as not met."
    return f"{n} answers are cannot tell: they count neither as met nor as not met."
