"""The decision: an answer, why, and for a shortfall its cause and agency; or a question, or later."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from auditor.moderation.queue import Kind
from auditor.moderation.view import Seen, Theirs, offered_reasons
from db.vocabulary import Value
from ui.desk.fields import Choice
from ui.desk.words import AGENCIES, CAUSES
from ui.parts.announce import announce
from ui.parts.answer import AnswerControl
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, SectionTitle, Wrap
from ui.parts.words import Text

CHOOSE = "Choose an answer first."
NO_REASON = "Say in a few words why. The reason stands beside the decision."
TELL_THEM = (
    "The next work pack takes it to each of them, without the other's answer. What they write back comes in their "
    "return packs."
)
SETTLED = "This is settled. To change it, choose Decide otherwise first."
NO_QUESTION = "Write the question that the auditors are asked."


@dataclass(frozen=True)
class Given:
    """What is to be decided."""

    value: Value
    reason: str
    cause: str
    agency: str


class ReasonField(QLineEdit):
    """One line. Down and Up go through reasons used before, Enter decides, Esc goes back to the answers."""

    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._offered: Sequence[str] = ()
        self._at = -1
        self._typed = ""

    def offer(self, reasons: Sequence[str]) -> None:
        """Have these one key away."""
        self._offered, self._at, self._typed = reasons, -1, ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down, Up and Esc, and writing."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step and self._offered:
            if self._at < 0:
                self._typed = self.text()
            self._at = max(-1, min(len(self._offered) - 1, self._at + step))
            self.setText(self._typed if self._at < 0 else self._offered[self._at])
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)


class DecisionCard(Card):
    """`decided` with what is to be kept; `parked` and `asked` with words; `taken_back` for a decision that stands."""

    decided = Signal(object)
    parked = Signal(str)
    asked = Signal(str)
    taken_back = Signal(str)
    reached = Signal(object)  # the part that the keyboard went to

    def __init__(self) -> None:
        self.answer = AnswerControl((Value.MET, Value.PARTLY, Value.NOT_MET), "Your decision")
        self.reason = ReasonField()
        self.reason.setPlaceholderText("Two of five lines have no amount")
        self.reason_row = FormRow("Reason (required)", self.reason)
        self.cause, self.agency = Choice(CAUSES), Choice(AGENCIES)
        self._shortfall = (FormRow("Cause", self.cause), FormRow("Agency best placed to act", self.agency))
        why = Wrap(gap=3)
        for row in self._shortfall:
            why.add(row, 1, 190)
        why.add(self.reason_row, 3, 300)
        self.decide_button = PrimaryButton("Decide and go to next", icon="check")
        self.back_button = PlainButton("Take this decision back", icon="undo-2")
        self.ask_button = PlainButton("Ask the auditors…", icon="send", key="Q")
        self.park_button = QuietButton("Park it", icon="clock", key="P")
        self.question = QLineEdit()
        self.question.setPlaceholderText("Which line of section F did you mean?")
        self.question_row = FormRow("Question to the auditors", self.question, TELL_THEM)
        self._send, self._leave = PlainButton("Keep the question", icon="send"), QuietButton("Leave it")
        self._asking = Column(self.question_row, Wrap(self._send, self._leave, gap=2), gap=2)
        self.doubt = Doubt("Keep it as it is")
        self.title = SectionTitle("Your decision")
        self.last = Text("", "caption", "ink2")
        ways = Wrap(self.decide_button, self.back_button, self.ask_button, self.park_button, gap=3)
        self._deciding = (self.answer, why, ways)
        super().__init__(self.title, self.answer, why, self.doubt, self._asking, ways, self.last, gap=2)
        self._theirs: Sequence[Theirs] = ()
        self._settled = self._closed = False
        self._asking.hide()
        self.last.hide()
        self._connect()

    def _connect(self) -> None:
        self.answer.answer_chosen.connect(self._on_chosen)
        self.answer.answer_cleared.connect(lambda: self._show_shortfall(None))
        self.reason.returnPressed.connect(self.give)
        self.reason.back.connect(self.answer.focus)
        self.reason.textEdited.connect(lambda _text: self.reason_row.set_problem(""))
        self.decide_button.clicked.connect(self._on_decide)
        self.back_button.clicked.connect(self._take_back)
        self.ask_button.clicked.connect(self.ask)
        self.park_button.clicked.connect(self.park)
        self._send.clicked.connect(self._send_question)
        self.question.returnPressed.connect(self._send_question)
        self._leave.clicked.connect(self._stop_asking)

    def show_seen(self, seen: Seen, locked: str, keys: str) -> None:
        """Make ready for a difference; `keys` says in a caption what the letters do."""
        row = seen.difference
        self._theirs = seen.theirs
        self._settled = row.kind == Kind.DECIDED
        self._closed = self._settled and not locked
        self.answer.set_options(seen.question.scale)
        self.answer.set_value(row.decided)
        self.answer.setEnabled(not locked and not self._closed)
        self.reason.setText("")
        self.reason.setEnabled(not locked)
        reasons = offered_reasons(seen.earlier)
        self.reason.offer(reasons)
        self.reason_row.set_help("Used before: Down in the field brings it." if reasons else "")
        self.reason_row.set_problem("")
        was = seen.was if self._settled else None
        self._show_shortfall(row.decided, was.cause if was else "", was.agency if was else "")
        self.question_row.set_problem("")
        self._show_asking(False)
        self.doubt.stop()
        self.title.heading.set_text("Settled" if self._settled else "Your decision")
        self.title.set_caption("" if locked or self._closed else keys)
        self.decide_button.setText("Decide otherwise…" if self._settled else "Decide and go to next")
        self.back_button.setVisible(self._settled)
        self.ask_button.setVisible(not self._settled)
        self.park_button.setVisible(not self._settled and row.kind != Kind.PARKED)
        for button in (self.decide_button, self.back_button, self.ask_button, self.park_button):
            button.setEnabled(not locked)

    def let_change(self) -> None:
        """Open what is settled, to be decided otherwise."""
        self._closed = False
        self.answer.setEnabled(True)
        self._show_shortfall(self.answer.value, self._key(self.cause), self._key(self.agency))
        self.title.heading.set_text("Decide otherwise")
        self.decide_button.setText("Decide otherwise")
        self.answer.focus()

    def take(self, nth: int) -> None:
        """Take an auditor's answer, with its cause and agency."""
        one = self._theirs[nth] if nth < len(self._theirs) else None
        if one is None or one.answer.value is None or not self.answer.isEnabled():
            return
        self.answer.set_value(one.answer.value)
        self._show_shortfall(one.answer.value, one.answer.cause, one.answer.agency)
        self._to_reason(f"{one.label}'s answer is taken.")

    def put_back(self, given: Given) -> None:
        """Show what was decided and taken back at once, to be mended."""
        self.answer.set_value(given.value)
        self._show_shortfall(given.value, given.cause, given.agency)
        self.reason.setText(given.reason)

    def tell_last(self, words: str) -> None:
        """Say what was settled last, and whose the answers were."""
        self.last.set_text(words)
        self.last.setVisible(bool(words))

    def give(self) -> None:
        """Decide, if an answer and a reason are there; asked first where the reason may identify somebody."""
        if self._asking.isVisible():
            self._send_question()
            return
        value, reason = self.answer.value, self.reason.text().strip()
        if self._closed:
            announce(self, SETTLED, assertive=True)
            self.reason_row.set_problem(SETTLED)
            return
        if value is None:
            announce(self, CHOOSE, assertive=True)
            self.reason_row.set_problem(CHOOSE)
            self.answer.focus(CHOOSE)
            return
        if not self._reasoned(reason):
            return
        given = Given(
            value, reason, *((self._key(self.cause), self._key(self.agency)) if value.shortfall else ("", ""))
        )
        if not self.doubt.before(lambda: self.decided.emit(given), self.reason, ("reason", reason)):
            self.reached.emit(self.doubt)

    def park(self) -> None:
        """Leave it for later, where it is not settled."""
        if self.park_button.isVisible() and self.park_button.isEnabled():
            self.parked.emit(self.reason.text())

    def ask(self) -> None:
        """Have a question written to the auditors, where it is not settled."""
        if not (self.ask_button.isVisible() and self.ask_button.isEnabled()):
            return
        self._show_asking(True)
        self.question.setText("")
        self.question.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reached.emit(self._asking)

    def _on_decide(self) -> None:
        if self._closed:
            self.let_change()
        else:
            self.give()

    def _take_back(self) -> None:
        reason = self.reason.text().strip()
        if self._reasoned(reason):
            self.doubt.before(lambda: self.taken_back.emit(reason), self.reason, ("reason", reason))

    def _reasoned(self, reason: str) -> bool:
        if not reason:
            self.reason_row.set_problem(NO_REASON)
            announce(self, NO_REASON, assertive=True)
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(reason)

    def _send_question(self) -> None:
        words = self.question.text().strip()
        if not words:
            self.question_row.set_problem(NO_QUESTION)
            announce(self, NO_QUESTION, assertive=True)
            return
        self.doubt.before(lambda: self.asked.emit(words), self.question, ("question", words))

    def _show_asking(self, on: bool) -> None:
        """The question takes the place of the decision, so that the auditors' answers stay in view while it is put."""
        self._asking.setVisible(on)
        for part in self._deciding:
            part.setVisible(not on)
        self.last.setVisible(not on and bool(self.last.words))

    def _stop_asking(self) -> None:
        self._show_asking(False)
        self.doubt.stop()
        self.answer.focus()

    def _on_chosen(self, value: Value) -> None:
        """Those who gave this answer may have named one cause and one agency: these are the ones to begin with."""
        named = {(t.answer.cause, t.answer.agency) for t in self._theirs if t.answer.value == value}
        cause, agency = named.pop() if len(named) == 1 else ("", "")
        self._show_shortfall(value, cause, agency)
        self._to_reason("")

    def _to_reason(self, said: str) -> None:
        self.reason_row.set_problem("")
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reached.emit(self.decide_button)
        if said:
            announce(self, said)

    def _show_shortfall(self, value: Value | None, cause: str = "", agency: str = "") -> None:
        short = value is not None and value.shortfall
        for row in self._shortfall:
            row.setEnabled(short and not self._closed)
        self.cause.show_key(cause if short else "")
        self.agency.show_key(agency if short else "")

    def _key(self, choice: Choice) -> str:
        return str(choice.currentData() or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves a question unwritten."""
        if event.key() == Qt.Key.Key_Escape and self._asking.isVisible():
            self._stop_asking()
        else:
            super().keyPressEvent(event)
