"""Above the plan: find, zoom, sections, which page of how many, and a quiet bar for what is to be known of it."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent

from ui.document.find_bar import FindBar
from ui.document.section_tabs import SectionTabs
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.layout import Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import KeyCap, Text

ROOM_FOR_KEY = 520  # design px


class PaneHead(Column):
    """`zoom_stepped` carries 1 or -1; `fit_asked` asks for the width of the pane."""

    zoom_stepped = Signal(int)
    fit_asked = Signal()

    def __init__(self) -> None:
        self.find_bar, self.tabs = FindBar(), SectionTabs()
        self._key = KeyCap("Ctrl+F")
        out, into = (
            QuietButton(icon="zoom-out", name="Smaller", key="Ctrl+-"),
            QuietButton(icon="zoom-in", name="Larger", key="Ctrl++"),
        )
        self._zoom = QuietButton("100%")
        self._zoom.setToolTip("Fit to the width (Ctrl+0)")
        self._where = Text("", "caption", "ink2", wrap=False)
        top = Wrap((self.find_bar, 1), Row(self._key, out, self._zoom, into, gap=1), gap=2, least=220)
        super().__init__(top, Row((self.tabs, 1), self._where), gap=2, margins=(3, 3, 3, 2))
        out.clicked.connect(lambda: self.zoom_stepped.emit(-1))
        into.clicked.connect(lambda: self.zoom_stepped.emit(1))
        self._zoom.clicked.connect(self.fit_asked)

    def show_zoom(self, zoom: float) -> str:
        """Say how large the plan is shown; returns the words."""
        words = f"{zoom:.0%}"
        self._zoom.setText(words)
        self._zoom.setAccessibleName(f"Zoom {words}. Fit to the width")
        return words

    def show_where(self, page: int | None, count: int) -> None:
        """Say which page of how many; nothing where there are none."""
        self._where.set_text(f"Page {page} of {count}" if page and count else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave out the hint to Ctrl+F where there is little room."""
        super().resizeEvent(event)
        self._key.setVisible(self.width() >= look().px(ROOM_FOR_KEY))


class QuietBar(Row):
    """A sentence that stays as long as the plan is open."""

    def __init__(self) -> None:
        self._words = Text("", "caption")
        super().__init__(Icon("info", "ink2", 20), (self._words, 1), gap=2, margins=(3, 2, 3, 2))
        self.setProperty("card", "quiet")
        self.setVisible(False)

    @property
    def sentence(self) -> str:
        """What it says; empty where it is hidden."""
        return "" if self.isHidden() else self._words.words

    def say(self, sentence: str) -> None:
        """Show and read out a sentence, or with an empty one nothing."""
        self._words.set_text(sentence)
        self.setVisible(bool(sentence))
        if sentence:
            announce(self, sentence)
