"""Asks whose plan it is before it is read: a name that is known is found however the plan writes it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from ui.look import look
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, ScrollColumn, Wrap
from ui.parts.words import Heading, Text

CARD_WIDE = 860  # design px
LONGEST = 200  # characters
ABOUT = (
    "The name is looked for whole, in its parts, turned round and with initials, in capitals and in small letters. It "
    "stays in memory, is forgotten with the plan, and is kept nowhere."
)


class NameCard(ScrollColumn):
    """`given` carries first and family name, each perhaps empty; `left` says that no plan is wanted after all."""

    given = Signal(str, str)
    left = Signal()

    def __init__(self) -> None:
        self.file = Text("", "caption", "ink2")
        self.first, self.last = QLineEdit(), QLineEdit()
        self._first = FormRow(
            "First name", self.first, "Other first names, and what they are called at home, may stand beside it."
        )
        self._last = FormRow("Family name", self.last, "As it is usually written, with its hyphen if it has one.")
        for field in (self.first, self.last):
            field.setMaxLength(LONGEST)
            field.returnPressed.connect(self._give)
        self.go_on = PrimaryButton("Read the plan", "eye-off")
        self.unknown = PlainButton("Go on without a name")
        self.leave = PlainButton("Leave it")
        self._card = Card(
            Heading("Whose plan is it?"), self.file, Text(ABOUT), self._first, self._last,
            Wrap(self.go_on, self.unknown, self.leave, gap=2), kind="here", gap=3, pad=5,
        )  # fmt: skip
        self._card.setAccessibleName("Whose plan is it?")
        super().__init__(self._card, margins=(0, 4, 6, 5))
        self.setFocusProxy(self.first)
        self.go_on.clicked.connect(self._give)
        self.unknown.clicked.connect(lambda: self.given.emit("", ""))
        self.leave.clicked.connect(self.left)
        for field, row in ((self.first, self._first), (self.last, self._last)):
            field.textChanged.connect(lambda _text, row=row: row.set_problem(""))
        look().changed.connect(self._fit)
        self._fit()

    def ask(self, file: str) -> None:
        """Ask about a file."""
        self.forget()
        self.file.set_text(file)

    def forget(self) -> None:
        """Nothing of a name stays."""
        for field, row in ((self.first, self._first), (self.last, self._last)):
            field.clear()
            row.set_problem("")
        self.file.set_text("")

    def _give(self) -> None:
        first, last = (" ".join(field.text().split()) for field in (self.first, self.last))
        for field, row, text, other in ((self.first, self._first, first, last), (self.last, self._last, last, first)):
            if not any(map(str.isalpha, text)) and (text or not other):
                row.set_problem("Type at least one letter, or choose “Go on without a name”.")
                field.setFocus()
                return
        self.given.emit(first, last)

    def _fit(self) -> None:
        self._card.setMaximumWidth(look().px(CARD_WIDE))
