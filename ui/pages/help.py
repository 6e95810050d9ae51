"""Help: what the program does and how to find one's way, from the wording that comes with it."""

import re
import sys
import tomllib

from PySide6.QtWidgets import QVBoxLayout, QWidget

from resources import read_text
from ui.look import look
from ui.pages.page import Page
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, ScrollColumn
from ui.parts.words import Text

CARD_WIDE = 820  # design px


class HelpPage(Page):
    """Cards to read, in order; the arrows scroll."""

    title = "Help"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ScrollColumn(gap=4, margins=(6, 4, 6, 5), focusable=True)
        self.text.setAccessibleName("Help")
        self._cards: list[Card] = []
        for section in tomllib.loads(read_text("wording", "help.toml"))["sections"]:
            words = [Text(_with_keys(words), markup=True) for words in section["paragraphs"]]
            self._cards.append(Card(*words, title=section["title"], gap=3, pad=5))
            self.text.add(self._cards[-1])
        look().changed.connect(self._fit)
        self._fit()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HeaderBar("Help", "Press ? on any page for its keys."))
        column.addWidget(self.text, 1)

    def focus_main(self) -> None:
        """Put the keyboard on the text, so that the arrows scroll it."""
        self.text.setFocus()

    def _fit(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(look().px(CARD_WIDE))


def _with_keys(words: str) -> str:
    """Keys in square brackets as bold words, as this system writes them."""
    if sys.platform == "darwin":
        words = words.replace("Ctrl+", "⌘").replace("Alt+Left", "⌘[")
    return re.sub(r"\[([^\]]+)\]", r"<b>\1</b>", words)
