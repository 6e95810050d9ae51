"""A question asked of every outcome: one row of answers for each, and in words what they come to for the plan."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from db.vocabulary import Value
from ui.desk.group import Group
from ui.look import WORDS
from ui.parts.answer import AnswerControl
from ui.parts.buttons import PlainButton
from ui.parts.layout import Column, Row
from ui.parts.words import Text

NONE_LISTED = "This is asked of every outcome. List the plan's outcomes first; if it has none, answer for the plan."


class OutcomeRow(Column):
    """One outcome and its answers."""

    def __init__(self, number: int) -> None:
        self.number = number
        self._words = Text("")
        self.answers = AnswerControl((Value.MET, Value.NOT_MET, Value.CANNOT_TELL))
        self._offered: tuple[Value, ...] = ()
        super().__init__(self._words, self.answers, gap=1)

    def show_row(self, key: str, words: str, value: Value | None, scale: Sequence[Value]) -> None:
        """Show what was answered for the outcome."""
        self._words.set_text(f"{self.number}. {words}")
        if tuple(scale) != self._offered:
            self._offered = tuple(scale)
            self.answers.set_options(scale)
        self.answers.set_value(value)
        said = "Not answered" if value is None else WORDS[value.token]
        self.answers.setAccessibleName(f"Answer to {key} for outcome {self.number}: {words.rstrip('.')}. {said}")


class OutcomeGrid(Group):
    """`answered` carries the outcome's number and a value or None; `list_asked` when outcomes are to be listed."""

    answered = Signal(int, object)
    list_asked = Signal()
    refused = Signal(str)

    def __init__(self) -> None:
        self._none, self._whole = Text(NONE_LISTED, tone="ink2"), Text("", bold=True)
        self._rows = Column(gap=3)
        self.list_button = PlainButton("List the outcomes…", icon="list-checks")
        self._single_keys, self._read_only = True, False
        super().__init__(Column(self._none, self._rows, self._whole, Row(self.list_button, 1), gap=2))
        self.rows: list[OutcomeRow] = []
        self.list_button.clicked.connect(self.list_asked)
        self.hide()

    def show_parts(
        self, key: str, scale: Sequence[Value], outcomes: Sequence[str], values: Sequence[Value | None],
        whole: Value | None,
    ) -> None:  # fmt: skip
        """Show the outcomes, what was answered for each, and what that comes to."""
        while len(self.rows) > len(outcomes):
            row = self.rows.pop()
            row.hide()
            row.setParent(None)
            row.deleteLater()
        for number in range(len(self.rows) + 1, len(outcomes) + 1):
            row = OutcomeRow(number)
            row.answers.answer_chosen.connect(lambda value, number=number: self.answered.emit(number, value))
            row.answers.answer_cleared.connect(lambda number=number: self.answered.emit(number, None))
            row.answers.refused.connect(self.refused)
            self.rows.append(row)
            self._rows.add(row)
            row.show()
        for row, words, value in zip(self.rows, outcomes, values, strict=True):
            row.show_row(key, words, value, scale)
            row.answers.single_keys, row.answers.read_only = self._single_keys, self._read_only
        self._none.setVisible(not outcomes)
        self._rows.setVisible(bool(outcomes))
        self._whole.setVisible(bool(outcomes))
        self._whole.set_text(_whole_words(whole, values))
        self.list_button.setText("Change the list of outcomes…" if outcomes else "List the outcomes…")
        self.list_button.setVisible(not self._read_only)
        self.setAccessibleName(f"{key}, asked of every outcome. {self._whole.words}")

    def set_single_keys(self, on: bool) -> None:
        """Whether 2, 1, 0, N and C answer on their own."""
        self._single_keys = on
        for row in self.rows:
            row.answers.single_keys = on

    def set_read_only(self, on: bool) -> None:
        """Show answers without letting them be changed."""
        self._read_only = on
        for row in self.rows:
            row.answers.read_only = on
        self.list_button.setVisible(not on)

    def first(self) -> AnswerControl | None:
        """The answers of the first outcome that has none, or of the first; None where no outcome is listed."""
        row = next((row for row in self.rows if row.answers.value is None), next(iter(self.rows), None))
        return row.answers if row is not None else None

    def next_open(self, number: int) -> AnswerControl | None:
        """The answers of the next outcome after this one that has none, round the end; None when all have."""
        turns = self.rows[number:] + self.rows[:number]
        return next((row.answers for row in turns if row.answers.value is None), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down go from outcome to outcome, and past the first and last to the next question."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        at = next((n for n, row in enumerate(self.rows) if row.isAncestorOf(row.window().focusWidget() or row)), None)
        if step is not None and at is not None and 0 <= at + step < len(self.rows):
            part = self.rows[at + step].answers
            part.focus(part.accessibleName())
        else:
            event.ignore()


def _whole_words(whole: Value | None, values: Sequence[Value | None]) -> str:
    done = sum(1 for value in values if value is not None)
    if whole is None:
        return f"For the plan: {done} of {len(values)} outcomes answered so far."
    return f"For the plan: {WORDS[whole.token].lower()}, from {done} of {len(values)} outcomes."
