"""What stands in place of the plan: nothing open, a password asked for, a refusal."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ui.parts.buttons import PlainButton
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.layout import Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text


def nothing_open() -> EmptyState:
    """No plan is open; its button asks for one."""
    return EmptyState(
        "file-text",
        "No plan is open beside these questions.",
        "Open it from where it lies, as PDF or Word. It is read there and never copied.",
        "Open the plan…",
    )


class PasswordPanel(Column):
    """Asks for a PDF's password in place; `given` carries it. It is kept nowhere."""

    given = Signal(str)

    def __init__(self) -> None:
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = FormRow("Password of this plan", self.field, "It is used to open the plan and kept nowhere.")
        self._words = Text("", bold=True)
        self.button = PlainButton("Open with this password")
        super().__init__(Row(Icon("lock", "ink2", 30), 1), self._words, self._row, Wrap(self.button), 1, margins=5)
        self.button.clicked.connect(self._give)
        self.field.returnPressed.connect(self._give)

    def ask(self, sentence: str, wrong: str = "") -> None:
        """Say why it is asked for, and what was wrong with the last one."""
        self.field.clear()
        self._words.set_text(sentence)
        self._row.set_problem(wrong)

    def _give(self) -> None:
        password = self.field.text()
        self.field.clear()
        if password:
            self.given.emit(password)
        else:
            self._row.set_problem("Type the password first.")


class RefusedPanel(Column):
    """Why a plan could not be shown, and the ways on. `again` tries the same file, `other` asks for another."""

    again = Signal()
    other = Signal()

    def __init__(self) -> None:
        self._words = Text("")
        try_again, choose = PlainButton("Try again"), PlainButton("Choose another file…")
        super().__init__(
            Row(Icon("circle-alert", "delayed", 30), 1),
            Text("This plan could not be opened.", bold=True),
            self._words,
            Wrap(choose, try_again),
            1,
            gap=3,
            margins=5,
        )
        self.main = choose
        try_again.clicked.connect(self.again)
        choose.clicked.connect(self.other)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._words.words

    def say(self, sentence: str) -> None:
        """Show a refusal."""
        self._words.set_text(sentence)
