"""Icons, marks and charts as widgets: drawn anew at every size, theme and screen, each with its name in words."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.look import WORDS, look


class Picture(QLabel):
    """A label that holds a picture, so that assistive tools see a graphic; what shows is painted by a subclass."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        held = QPixmap(1, 1)
        held.fill(Qt.GlobalColor.transparent)
        self.setPixmap(held)


class _Square(Picture):
    def __init__(self, size: int) -> None:
        super().__init__()
        self._size = size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._resize()
        look().changed.connect(self._resize)

    def _resize(self) -> None:
        self.setFixedSize(look().px(self._size), look().px(self._size))
        self.update()


class Icon(_Square):
    """One drawing of resources/icons. Give a `name` in words only where no word stands beside it."""

    def __init__(self, icon: str, token: str = "ink2", size: int = 20, name: str = "") -> None:
        super().__init__(size)
        self._icon, self._token = icon, token
        self.setAccessibleName(name)
        self.setToolTip(name)

    def set_icon(self, icon: str, token: str = "ink2") -> None:
        """Show another drawing."""
        self._icon, self._token = icon, token
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the icon."""
        pixmap = look().icon_pixmap(self._icon, self._token, self._size, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, pixmap)


class Mark(_Square):
    """The mark of an answer or a state; its name is the word for it."""

    def __init__(self, state: str, size: int = 20, paper: str = "surface") -> None:
        super().__init__(size)
        self._paper = paper
        self.set_state(state)

    def set_state(self, state: str) -> None:
        """Show another answer or state."""
        self.state = state
        self.setAccessibleName(WORDS[state])
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the mark."""
        pixmap = look().mark_pixmap(self.state, self._size, self._paper, self.devicePixelRatioF())
        QPainter(self).drawPixmap(0, 0, pixmap)
