"""Icons, marks and charts as widgets: drawn anew at every size, theme and screen, each with its name in words."""

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtSvg import QSvgRenderer
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


class SvgView(Picture):
    """A chart: one focusable picture whose name is its finding. Enter or a double click asks for its table.

    It is as wide as the room it has, up to its own width times the text size, and keeps its shape.
    """

    table_asked = Signal()

    def __init__(self, svg: str = "", finding: str = "") -> None:
        super().__init__()
        self._renderer = QSvgRenderer()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_svg(svg, finding)
        look().changed.connect(self.updateGeometry)

    def set_svg(self, svg: str, finding: str) -> None:
        """Show another drawing with its finding in words."""
        if svg:
            self._renderer.load(QByteArray(svg.encode()))
            self._renderer.setAspectRatioMode(Qt.AspectRatioMode.KeepAspectRatio)
        self.setAccessibleName(finding)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """The drawing's own size times the text size."""
        own = self._renderer.defaultSize()
        return QSize(look().px(own.width()), look().px(own.height()))

    def minimumSizeHint(self) -> QSize:
        """Small: it can shrink."""
        return QSize(look().px(160), look().px(40))

    def heightForWidth(self, width: int) -> int:
        """The height that keeps the drawing's shape."""
        hint = self.sizeHint()
        return round(hint.height() * min(1.0, width / hint.width())) if hint.width() > 0 else 0

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw, at the left."""
        hint = self.sizeHint()
        if hint.width() > 0:
            by = min(1.0, self.width() / hint.width(), self.height() / hint.height())
            self._renderer.render(QPainter(self), QRectF(0, 0, hint.width() * by, hint.height() * by))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.table_asked.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """A double click asks for the table."""
        self.table_asked.emit()
