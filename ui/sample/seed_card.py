"""The seed: made by the program, changed by whoever wants to, never after the draw."""

from PySide6.QtWidgets import QLineEdit

from auditor.sampling.draw import new_seed
from ui.parts.buttons import QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Wrap

HELP = "With the list and this seed, anybody draws the same plans. It cannot be changed once the sample is drawn."


class SeedCard(Card):
    """A line with the seed, and another one on a press."""

    def __init__(self) -> None:
        self.edit = QLineEdit(new_seed())
        self.edit.setMaxLength(60)
        self.another = QuietButton("Make another", "shuffle")
        self.another.clicked.connect(self.renew)
        line = Wrap(gap=3)
        line.add(FormRow("Seed", self.edit, HELP), stretch=1, least=240)
        line.add(self.another)
        super().__init__(line, title="The lot", gap=3)

    @property
    def seed(self) -> str:
        """The seed as written."""
        return self.edit.text()

    def renew(self) -> None:
        """Put a new seed in place."""
        self.edit.setText(new_seed())
