"""What the desk keeps while a plan is scored."""

from PySide6.QtWidgets import QCheckBox

from ui.parts.layout import Card
from ui.parts.words import Text
from ui.security.section import SettingsSection
from ui.settings import Settings

WHY = "It stops after 5 minutes without a key or the mouse. The minutes are kept with your audit."


class DeskSection(SettingsSection):
    """The timer."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.timer = QCheckBox("Keep how many minutes each plan takes")
        self.timer.toggled.connect(lambda on: setattr(settings, "timer", on))
        self.add(Card(
            self.head("Timer", "timer"), self.timer, Text(WHY, "caption", "ink2"),
            title="While you score", gap=2, pad=5,
        ))  # fmt: skip

    def refresh(self) -> None:
        """Show the setting as it is."""
        super().refresh()
        self.timer.setChecked(self.settings.timer)
