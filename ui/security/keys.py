"""Which keys act on their own, and where an answer leads."""

from PySide6.QtWidgets import QCheckBox

from ui.parts.layout import Card, Column
from ui.parts.words import Text
from ui.security.section import SettingsSection
from ui.settings import MOVES_ON, Settings

WHY = "Switch it off if you press keys by accident, or speak to the computer. Arrows and Space still answer."
OTHERWISE = "With the first choice, other answers go to their note. Down always goes to the next question."
NEXT = "After an answer, go to the next question"


class KeysSection(SettingsSection):
    """The single keys, and going on by itself."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.single_keys = QCheckBox("Answer with one key: 2, 1, 0, N and C")
        self.single_keys.toggled.connect(lambda on: setattr(settings, "single_keys", on))
        self._moves = self.choices(MOVES_ON, NEXT, "move_on")
        self.add(Card(
            self.head("Single keys", "single_keys"), self.single_keys, Text(WHY, "caption", "ink2"),
            self.head(NEXT, "move_on"), Column(*self._moves.values(), gap=0), Text(OTHERWISE, "caption", "ink2"),
            title="Keys", gap=2, pad=5,
        ))  # fmt: skip

    def refresh(self) -> None:
        """Show each setting as it is."""
        super().refresh()
        self.single_keys.setChecked(self.settings.single_keys)
        self._moves[self.settings.move_on].setChecked(True)
