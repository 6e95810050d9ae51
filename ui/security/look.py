"""Text size, colours and paper, with a sample that shows them."""

from PySide6.QtWidgets import QComboBox

from ui.parts.assist import selecting_picks
from ui.parts.chip import Chip
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.words import Text
from ui.security.section import SettingsSection
from ui.settings import PAPERS, SCALES, THEMES, Settings

SYSTEM = "The system's choice can be light, dark, or contrast colours of its own."
PAPER = "For plans as PDF. Word files and plans shown as text follow the colours above."


class LookSection(SettingsSection):
    """How everything looks."""

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings)
        self.text_size = QComboBox()
        for scale in SCALES:
            self.text_size.addItem(f"{scale}%", scale)
        self.text_size.setAccessibleName("Text size")
        selecting_picks(self.text_size)
        self.text_size.activated.connect(lambda: setattr(settings, "text_size", self.text_size.currentData()))
        self._themes = self.choices(THEMES, "Colours", "theme")
        self._papers = self.choices(PAPERS, "Paper colours", "paper")
        self.add(Card(
            self.head("Text size", "text_size", self.text_size), Row(self.text_size, 1),
            Text("Ctrl with plus, minus and 0 does the same anywhere.", "caption", "ink2"),
            self.head("Colours", "theme"), Column(*self._themes.values(), gap=0), Text(SYSTEM, "caption", "ink2"),
            _sample(),
            self.head("Paper colours", "paper"), Column(*self._papers.values(), gap=0),
            Text(PAPER, "caption", "ink2"),
            title="Text and colours", gap=2, pad=5,
        ))  # fmt: skip

    def refresh(self) -> None:
        """Show each setting as it is."""
        super().refresh()
        self.text_size.setCurrentIndex(self.text_size.findData(self.settings.text_size))
        self._themes[self.settings.theme].setChecked(True)
        self._papers[self.settings.paper].setChecked(True)

    def focus_main(self) -> bool:
        """Put the keyboard on the text size."""
        self.text_size.setFocus()
        return True


def _sample() -> Card:
    words = (("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met"), ("cannot_tell", "Cannot tell"))
    sample = Card(
        Text("Is section F specific: who, what, how often, how long, what expertise?", "question"),
        Text("Nearly all lines answer these, or flexibility is explained by need."),
        Wrap(*(Chip(word, state=state) for state, word in words)),
        kind="quiet", pad=4,
    )  # fmt: skip
    sample.setAccessibleName("Sample")
    return sample
