"""Whose workspace it will be, and what they do in it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton

from db.vocabulary import Role
from ui.parts.layout import Card, Column
from ui.parts.words import Text
from ui.setup.fields import Line, side_by_side

ROLES = {
    Role.LEAD: "I run a round with several auditors",
    Role.AUDITOR: "I score every plan myself",
}


class OwnerCard(Card):
    """Name, council and role. `role_chosen` comes when the role changes."""

    role_chosen = Signal()

    def __init__(self) -> None:
        self.name = Line("Your name", "Sam Taylor", "Write your name: the change log says who did what.")
        self.council = Line("Council or partnership", "Example Council", "Write whose plans these are.")
        self.roles = {role: QRadioButton(words) for role, words in ROLES.items()}
        super().__init__(
            side_by_side(self.name, self.council), Text("What you do in it", "caption", "ink2", bold=True),
            Column(*self.roles.values(), gap=0), title="You", gap=3, pad=5,
        )  # fmt: skip
        group = QButtonGroup(self)
        for button in self.roles.values():
            group.addButton(button)
            button.toggled.connect(lambda on: self.role_chosen.emit() if on else None)
        self.roles[Role.LEAD].setChecked(True)

    @property
    def role(self) -> Role:
        """The role that is chosen."""
        return next(role for role, button in self.roles.items() if button.isChecked())

    def check(self) -> tuple[str, str] | None:
        """Name and council, or None with the fields saying what is missing."""
        name, council = self.name.check(), self.council.check()
        return (name, council) if name and council else None
