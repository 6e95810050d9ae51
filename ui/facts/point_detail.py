"""One point of the facts check: what was raised, what stands, and what becomes of it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.facts_check.view import PointLine
from auditor.moderation.view import Seen
from auditor.reports.wording import long_date
from db.vocabulary import FactOutcome
from ui.facts.words import about_words, outcome_words
from ui.look import WORDS
from ui.moderation.answers_side import AnswersPart, QuestionPart
from ui.moderation.decision_card import DecisionCard, Given
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Mark
from ui.parts.reveal import bring_into_view
from ui.parts.words import Heading, Text

NO_REASON = "Say in a few words why. The reason is kept with the point."
DATES = (
    "This line is worked out of the plan's dates. Put them right under Settings and security, Privacy and retention, "
    "and say here that the point is accepted."
)
REASONS = {
    FactOutcome.ACCEPTED: ("Accepted, and the answer stays", "Why the answer stays"),
    FactOutcome.NOT_ACCEPTED: ("Not accepted", "Why it is not accepted"),
}


class PointDetail(ScrollColumn):
    """`settled` carries an outcome and why, `decided` what is decided by a point, `opened` why it opens again."""

    settled = Signal(int, object, str)
    decided = Signal(int, object)  # Given
    opened = Signal(int, str)
    place = Signal(object)

    def __init__(self) -> None:
        self.none = Text("Choose a point to see it, and to say what becomes of it.", tone="ink2")
        self._head, self._meta, self._words = Heading("", 3), Text("", "caption", "ink2"), Text("")
        self._stands = Row(gap=2)
        self._outcome = Card(kind="quiet", pad=3)
        self._dates = Text(DATES, "caption", "ink2")
        self.accept = PrimaryButton("Accept, and decide…", icon="check")
        self.keep_answer = PlainButton("Accept, the answer stays…", icon="check")
        self.refuse = PlainButton("Do not accept…", icon="x")
        self._ways = Wrap(self.accept, self.keep_answer, self.refuse, gap=2)
        self.again = PlainButton("Open it again…", icon="undo-2")
        self.reason = QLineEdit()
        self._reason_row = FormRow("", self.reason, "Kept in the log and with the point. Name no child.")
        self.doubt = Doubt("Keep these words", "Change the words")
        self.give, self._leave = PlainButton("", icon="check"), QuietButton("Leave it")
        self._asking = Column(self._reason_row, self.doubt, Wrap(self.give, self._leave, gap=2), gap=2)
        self.question, self.answers, self.card = QuestionPart(), AnswersPart(), DecisionCard()
        self._deciding = Column(self.question, self.answers, self.card, gap=3)
        self._point_parts = Column(
            self._head, self._meta, Card(self._words, kind="quiet", pad=3), self._stands, self._outcome, self._dates,
            self._ways, Row(self.again, 1), self._asking, self._deciding, gap=3,
        )  # fmt: skip
        super().__init__(self.none, self._point_parts, gap=3, margins=(3, 0, 2, 4))
        self.setAccessibleName("Point")
        self._point: PointLine | None = None
        self._seen: Seen | None = None
        self._asked: FactOutcome | None = None
        self._connect()
        self.show_point(None, None, "")

    def _connect(self) -> None:
        self.accept.clicked.connect(self.decide)
        self.keep_answer.clicked.connect(lambda: self.ask(FactOutcome.ACCEPTED))
        self.refuse.clicked.connect(lambda: self.ask(FactOutcome.NOT_ACCEPTED))
        self.again.clicked.connect(lambda: self.ask(None))
        self.give.clicked.connect(self._give)
        self.reason.returnPressed.connect(self._give)
        self._leave.clicked.connect(self._stop)
        self.answers.taken.connect(self.card.take)
        self.answers.place.connect(self.place)
        self.card.decided.connect(self._decided)

    def show_point(self, point: PointLine | None, seen: Seen | None, locked: str) -> None:
        """Show a point with the question as it is decided; what was being written of the same point stays."""
        same = point is not None and self._point is not None and (point.id, point.outcome) == (
            self._point.id, self._point.outcome,
        )  # fmt: skip
        self._point, self._seen = point, seen
        self.none.setVisible(point is None)
        self._point_parts.setVisible(point is not None)
        if point is None:
            return
        self._head.set_text(about_words(point))
        came = f"Raised on {long_date(point.raised_on)}, from the sheet of {point.sheet_name}."
        self._meta.set_text(came)
        self._words.set_text(point.words)
        self._show_standing(point)
        self._show_outcome(point)
        waits = point.outcome is None
        self._dates.setVisible(waits and bool(point.criterion) and not point.judged)
        self.accept.setVisible(waits and seen is not None)
        self._ways.setVisible(waits)
        self.again.setVisible(not waits)
        for button in (self.accept, self.keep_answer, self.refuse, self.again):
            button.setEnabled(not locked)
        if not same:
            self._stop()

    def ask(self, outcome: FactOutcome | None) -> None:
        """Ask why: for an outcome, or for opening the point again."""
        self._deciding.hide()
        self._asked = outcome
        button, label = REASONS[outcome] if outcome is not None else ("Open it again", "Why it is opened again")
        self._reason_row.label.set_text(label)
        self.reason.setAccessibleName(label)
        self.give.setText(button)
        self.reason.setText("")
        self._reason_row.set_problem("")
        self.doubt.stop()
        self._asking.show()
        bring_into_view(self._asking)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def decide(self) -> None:
        """Show the question with its answers, to be decided by this point."""
        if self._seen is None:
            return
        self._asking.hide()
        self.question.show_seen(self._seen)
        self.answers.show_seen(self._seen, (), True, True)
        self.card.show_seen(self._seen, "", "")
        self.card.let_change()
        self.card.title.heading.set_text("Accept the point, and decide")
        self.card.decide_button.setText("Accept and decide")
        for button in (self.card.back_button, self.card.ask_button, self.card.park_button):
            button.hide()
        self._ways.hide()
        self._deciding.show()
        bring_into_view(self._deciding)
        self.card.answer.focus()

    def _show_standing(self, point: PointLine) -> None:
        """What is agreed there now, where it is below met; a line that is met now says so by the outcome."""
        self._stands.clear()
        self._stands.setVisible(point.value is not None)
        if point.value is not None:
            self._stands.add(Mark(point.value.token, 20, "canvas"))
            self._stands.add((Text(f"It stands as {WORDS[point.value.token].lower()}.", bold=True), 1))

    def _show_outcome(self, point: PointLine) -> None:
        self._outcome.clear()
        self._outcome.setVisible(point.outcome is not None)
        if point.outcome is not None and point.settled_on is not None:
            self._outcome.add(Text(f"{outcome_words(point)}.", bold=True))
            self._outcome.add(Text(point.why))
            by = f"{point.settled_by}, {long_date(point.settled_on)}."
            self._outcome.add(Text(by, "caption", "ink2"))

    def _stop(self) -> None:
        self._ways.setVisible(self._point is not None and self._point.outcome is None)
        self._asking.hide()
        self._deciding.hide()
        self.doubt.stop()

    def _give(self) -> None:
        why, point = self.reason.text().strip(), self._point
        if point is None:
            return
        if not why:
            self._reason_row.set_problem(NO_REASON)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        asked = self._asked

        def on() -> None:
            if asked is None:
                self.opened.emit(point.id, why)
            else:
                self.settled.emit(point.id, asked, why)

        self.doubt.before(on, self.reason, ("the reason", why))

    def _decided(self, given: Given) -> None:
        if self._point is not None:
            self.decided.emit(self._point.id, given)
