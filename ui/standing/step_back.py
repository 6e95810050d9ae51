"""Asks in place why a round goes back a step, or why something else that stands is undone."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row, Wrap
from ui.parts.reveal import bring_into_view


class StepBack(Card):
    """A reason, and two buttons. `asked` carries the reason."""

    asked = Signal(str)

    def __init__(
        self, question: str = "Why does the round go back a step?", example: str = "Two audits came in late",
        name: str = "A step back",
    ) -> None:  # fmt: skip
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(example)
        self._row = FormRow(question, self.reason, "The reason is kept in the change log.")
        self.go = PlainButton("", "undo-2")
        self.keep = QuietButton("Leave it as it is")
        buttons = Row(self.go, self.keep, 1)
        body = Wrap(gap=3)
        body.add(self._row, stretch=1, least=280)
        self.doubt = Doubt("Keep these words", "Change the words")
        super().__init__(body, self.doubt, buttons)
        self.setAccessibleName(name)
        self.go.clicked.connect(self._ask)
        self.reason.returnPressed.connect(self._ask)
        self.keep.clicked.connect(self.hide)
        self.hide()

    def open(self, name: str) -> None:
        """Ask for the reason of this step."""
        self.go.setText(name)
        self.reason.clear()
        self._row.set_problem("")
        self.doubt.stop()
        self.show()
        bring_into_view(self)
        self.reason.setFocus()

    def _ask(self) -> None:
        if not self.reason.text().strip():
            self._row.set_problem("Say in a few words why.")
            self.reason.setFocus()
            return
        reason = self.reason.text()
        self.doubt.before(lambda: self.asked.emit(reason), self.reason, ("the reason", reason))
