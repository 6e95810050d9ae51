"""The lead's questions about answers of one audit, in place of the checklist: read, write back, or open it again."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from auditor.moderation.questions import Question
from ui.desk.open_audit import OpenAudit
from ui.desk.panels import Panel
from ui.desk.words import answer_words
from ui.look import look
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row, Wrap
from ui.parts.pictures import Mark
from ui.parts.words import Heading, Text

ABOUT = (
    "Another auditor answered otherwise, and your lead asks before they decide. You do not see the other answer, and "
    "they do not see yours. Write back, or reopen the audit and change the answer. Either goes to your lead with your "
    "next return pack."
)
LINES = 72  # design px: three lines to write in


class QuestionsPanel(Panel):
    """`kept` with a question and the words written back; `looked` with the key of a question to go to."""

    kept = Signal(object, str)
    looked = Signal(str)
    reopen_asked = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__("Questions for you")
        self._title, self._about = Heading("", 2), Text(ABOUT, tone="ink2")
        self.cards: list[QuestionCard] = []
        self._listed = Card(kind="quiet", pad=0)
        self._listed.hide()
        self.reopen_button, back = PlainButton("Reopen the audit…", icon="lock-open"), PlainButton("Back to the audit")
        self.reopen_button.clicked.connect(self.reopen_asked)
        back.clicked.connect(self.left)
        self._back = back
        self._foot = Wrap(self.reopen_button, back, gap=3)
        for part in (self._title, self._about, self._foot):
            self.add(part)
        self.add(1)

    def show_audit(self, audit: OpenAudit) -> None:
        """Show the questions about an audit."""
        questions = audit.sheet.questions
        count = "1 question" if len(questions) == 1 else f"{len(questions)} questions"
        self._title.set_text(f"{count} about {audit.sheet.facts.reference}")
        self.reopen_button.setVisible(audit.sheet.may_reopen)
        typed = {card.question.aside: card.field.toPlainText() for card in self.cards if card.unsaved}
        for card in self.cards:
            card.setParent(None)
            card.deleteLater()
        self.cards = [QuestionCard(audit, question, typed.get(question.aside)) for question in questions]
        column = self.column.layout()
        for nth, card in enumerate(self.cards):
            card.kept.connect(partial(self.kept.emit, card.question))
            card.looked.connect(self.looked)
            column.insertWidget(2 + nth, card)  # type: ignore[union-attr]

    def first(self) -> QWidget:
        """What takes the keyboard: the first question that waits."""
        waiting: Sequence[QuestionCard] = [card for card in self.cards if card.question.waits]
        return (waiting or self.cards)[0].field if self.cards else self._back

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the audit."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class QuestionCard(Card):
    """One question, the answer it is about, and the field to write back in."""

    kept = Signal(str)
    looked = Signal(str)

    def __init__(self, audit: OpenAudit, question: Question, typed: str | None) -> None:
        self.question = question
        criterion = audit.sheet.framework.criterion(question.criterion)
        answer = audit.answer(question.criterion)
        link = QuietButton(criterion.id, name=f"Go to {criterion.id}, {criterion.short}")
        link.clicked.connect(lambda: self.looked.emit(criterion.id))
        said = Row(Mark(answer.value.token if answer.value is not None else "unanswered", 18),
                   (Text(f"You answered: {answer_words(answer).lower()}.", "caption", "ink2"), 1), gap=2)  # fmt: skip
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(look().px(LINES))
        self.field.setPlainText(question.reply if typed is None else typed)
        self.row = FormRow("Your reply", self.field, "Name no child and no colleague.")
        self.doubt = Doubt("Keep it as it is")
        self._keep = PrimaryButton("Keep the reply", icon="check")
        self._keep.clicked.connect(self._give)
        super().__init__(
            Wrap(link, (Text(criterion.short, bold=True), 1), gap=2), said, Text(question.words, "question"),
            self.row, self.doubt, Wrap(self._keep, gap=2), Text(_state(question), "caption", "ink2"), gap=2,
        )  # fmt: skip
        self.setAccessibleName(f"{criterion.id}, {criterion.short}. {question.words} {_state(question)}")

    @property
    def unsaved(self) -> bool:
        """Whether something stands in the field that is not kept."""
        return self.field.toPlainText().strip() != self.question.reply

    def refuse(self, sentence: str) -> None:
        """Say why it was not kept."""
        self.row.set_problem(sentence)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        words = self.field.toPlainText().strip()
        self.row.set_problem("")
        self.doubt.before(lambda: self.kept.emit(words), self.field, ("the reply", words))


def _state(question: Question) -> str:
    if question.reply:
        return "Your reply is kept, and can be written anew until it is settled."
    return "The audit was submitted again since." if question.changed else "Waits for you."
