"""Whose workspace it will be."""

from ui.parts.layout import Card
from ui.setup.fields import Line, side_by_side


class OwnerCard(Card):
    """Name and council."""

    def __init__(self) -> None:
        self.name = Line("Your name", "Sam Taylor", "Write your name: the change log says who did what.")
        self.council = Line("Council or partnership", "Example Council", "Write whose plans these are.")
        super().__init__(side_by_side(self.name, self.council), title="You", gap=3, pad=5)

    def check(self) -> tuple[str, str] | None:
        """Name and council, or None with the fields saying what is missing."""
        name, council = self.name.check(), self.council.check()
        return (name, council) if name and council else None
