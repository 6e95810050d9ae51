"""Help: what the program does and how to find one's way, from the wording that comes with it."""

import re
import sys
import tomllib

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QVBoxLayout, QWidget

from resources import read_text
from ui.look import look
from ui.pages.page import Page
from ui.parts.assist import selecting_moves
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.words import Text

CARD_WIDE, LIST_WIDE = 820, 380  # design px
LIST_FROM = 860  # design px of the page: the list of what there is has room beside the text


class HelpPage(Page):
    """Cards to read, in order, beside the list of them; the arrows scroll."""

    title = "Help"

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ScrollColumn(gap=4, margins=(6, 4, 6, 5), focusable=True)
        self.text.setAccessibleName("Help")
        self._cards: list[Card] = []
        self._places: list[frozenset[str]] = []
        self.contents = QListWidget()
        self.contents.setAccessibleName("What there is help with")
        self.contents.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        for section in tomllib.loads(read_text("wording", "help.toml"))["sections"]:
            words = [Text(_with_keys(words), markup=True) for words in section["paragraphs"]]
            self._cards.append(Card(*words, title=section["title"], gap=3, pad=5))
            self.text.add(self._cards[-1])
            self.contents.addItem(section["title"])
            self.contents.item(self.contents.count() - 1).setToolTip(section["title"])
            self._places.append(frozenset(section.get("places", ())))
        selecting_moves(self.contents)
        self.contents.currentRowChanged.connect(self._show_section)
        self._aside = Column(Card(self.contents, pad=2), margins=(6, 4, 2, 4))
        look().changed.connect(self._fit)
        self._fit()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(HeaderBar("Help", "Press ? on any page for its keys."))
        column.addWidget(Row(self._aside, (self.text, 1), gap=0), 1)

    def show_place(self, key: str) -> None:
        """Bring up what there is to say of a place, if anything is said of it alone or first."""
        of_it = [at for at, places in enumerate(self._places) if key in places]
        if of_it:
            self.contents.setCurrentRow(min(of_it, key=lambda at: (len(self._places[at]), at)))

    def panes(self) -> tuple[QWidget, ...]:
        """The list, where it has room, and the text."""
        return (self.contents, self.text) if self._aside.isVisibleTo(self) else (self.text,)

    def focus_main(self) -> None:
        """Put the keyboard on the text, so that the arrows scroll it."""
        self.text.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list away where the text needs the room."""
        super().resizeEvent(event)
        self._fit()

    def _show_section(self, at: int) -> None:
        if 0 <= at < len(self._cards):
            margin = look().space(4)
            self.text.verticalScrollBar().setValue(self._cards[at].y() - margin)

    def _fit(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(look().px(CARD_WIDE))
        self._aside.setFixedWidth(look().px(LIST_WIDE))
        self.contents.scheduleDelayedItemsLayout()  # rows were measured before they had their style
        self._aside.setVisible(self.width() >= look().px(LIST_FROM))


def _with_keys(words: str) -> str:
    """Keys in square brackets as bold words, as this system writes them."""
    if sys.platform == "darwin":
        words = words.replace("Ctrl+", "⌘").replace("Alt+Left", "⌘[")
    return re.sub(r"\[([^\]]+)\]", r"<b>\1</b>", words)
