"""The focus ring: 2 px round whatever has the keyboard, outside it with a gap, above everything."""

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QMenu, QMenuBar, QScrollArea, QTableView, QWidget
from shiboken6 import isValid

from ui.look.tokens import RADIUS

WIDTH = 2
GAP = 2
MOVES = {QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.ParentChange}


class FocusRing(QObject):
    """Puts a ring round the widget with the keyboard, and takes it off for focus given by the mouse.

    Where the mouse opened a page, what gets the focus there has no ring either, until a key is pressed.
    """

    def __init__(self, colour: Callable[[], QColor], parent: QObject) -> None:
        super().__init__(parent)
        self._colour = colour
        self._frame: _Frame | None = None
        self._focused: QWidget | None = None
        self._by_mouse = self._by_tab = False

    def follow(self, old: QWidget | None, new: QWidget | None) -> None:
        """Move the ring to the widget that has just got the focus."""
        if self._frame is not None and isValid(self._frame):
            self._frame.let_go()
        if self._focused is not None and isValid(self._focused):
            self._focused.removeEventFilter(self)
        self._frame, self._focused = None, new
        held = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        self._by_mouse = held or (self._by_mouse and old is not None)  # a window that comes up shows where one is
        if new is None or new.isWindow() or isinstance(new, QMenu | QMenuBar):
            return
        new.installEventFilter(self)
        if self._by_tab:
            _bring_into_view(new)
        self._by_tab = False
        if not self._by_mouse:
            self._frame = _Frame(new, self._colour)

    def redraw(self) -> None:
        """Show the ring in the colour it has now."""
        if self._frame is not None and isValid(self._frame):
            self._frame.update()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Know whether it is keys or the mouse that is used."""
        if event.type() in (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride):
            self._by_mouse = False
            self._by_tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        elif event.type() == QEvent.Type.MouseButtonPress:
            self._by_mouse = True
        return False


class _Frame(QWidget):
    """The ring itself: a see-through widget in the window, or in what scrolls, so that it moves with its target."""

    def __init__(self, target: QWidget, colour: Callable[[], QColor]) -> None:
        self._colour = colour
        watched = [target]
        ground = target.parentWidget() or target
        while not (ground.isWindow() or _scrolls(ground)):
            watched.append(ground)
            ground = ground.parentWidget() or ground.window()
        watched.append(ground)
        if isinstance(target, QTableView):
            watched.append(target.viewport())
        self._watched = watched  # the target first, what it moves in last
        super().__init__(ground)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in watched:
            widget.installEventFilter(self)
        self._place()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep to the target as it moves; and see whether a table shows its cell, which it does by painting."""
        if event.type() in MOVES:
            self._place()
        elif event.type() == QEvent.Type.Paint and self._wanted() == self.isHidden():
            QTimer.singleShot(0, self, self._place)
        return False

    def let_go(self) -> None:
        """Go away; nothing is followed any more, however long it takes until the loop comes round to it."""
        for widget in self._watched:
            if isValid(widget):
                widget.removeEventFilter(self)
        self.hide()
        self.deleteLater()
        # Else the window, if nothing but this refers to it, would go with the ring, and destroy the ring once more
        self._watched = []

    def _place(self) -> None:
        target, ground = self._target, cast(QWidget, self.parentWidget())
        if target is None or not ground.isAncestorOf(target):
            self.hide()  # the target went, or is on its way to another place
            return
        around = QRect(target.mapTo(ground, QPoint(0, 0)), target.size())
        out = WIDTH + GAP
        self.setGeometry(around.adjusted(-out, -out, out, out).intersected(ground.rect()))
        inner = self.rect().adjusted(out, out, -out, -out)
        self.setMask(QRegion(self.rect()) - QRegion(inner.adjusted(2, 2, -2, -2)))
        self.setVisible(self._wanted())
        self.raise_()

    @property
    def _target(self) -> QWidget | None:
        """What the ring is round; None when that is gone, or the ring is about to go."""
        return self._watched[0] if self._watched and isValid(self._watched[0]) else None

    def _wanted(self) -> bool:
        """Not round a table that frames the cell it is on, while that is in view: one frame says where one is."""
        target = self._target
        if target is None or not target.isVisible():
            return False
        if not isinstance(target, QTableView) or not target.currentIndex().isValid():
            return True
        return not target.viewport().rect().intersects(target.visualRect(target.currentIndex()))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ring."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._colour(), WIDTH))
        half = WIDTH / 2
        radius = RADIUS["control"] + GAP
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(half, half, -half, -half), radius, radius)


def _bring_into_view(widget: QWidget) -> None:
    """Scroll to what Tab came to. Qt does so within an area that scrolls, and not on the way into one."""
    above = widget.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea) and widget.visibleRegion().isEmpty():
            above.ensureWidgetVisible(widget)
        above = above.parentWidget()


def _scrolls(widget: QWidget) -> bool:
    """Whether the widget is the content of a scroll area, and so moves under its view."""
    parent = widget.parentWidget()
    return parent is not None and isinstance(parent.parentWidget(), QAbstractScrollArea)
