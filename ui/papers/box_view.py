"""The pages of a plan with what goes marked on them, and boxes drawn by mouse or moved by keys."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen

from ui.document.document_thread import DocumentThread
from ui.document.page_canvas import PageCanvas
from ui.document.page_text import Box
from ui.look import look
from ui.parts.announce import announce

NEW = (150.0, 24.0)  # points: a box that is added by key
LEAST = 6.0  # points: what is drawn smaller was a click
STEP, FINE = 6.0, 1.0  # points
_KEY = Qt.Key
_ARROWS = {_KEY.Key_Left: (-1, 0), _KEY.Key_Right: (1, 0), _KEY.Key_Up: (0, -1), _KEY.Key_Down: (0, 1)}
_VEIL = 110  # of 255: what goes can still be read


class BoxView(PageCanvas):
    """Drag to draw a box. B adds one, arrows move the chosen one, with Shift they resize it, Delete takes it away.

    `changed` when boxes are others; `chosen_changed` when another one is chosen, or none.
    """

    changed = Signal()
    chosen_changed = Signal()

    def __init__(self, thread: DocumentThread) -> None:
        super().__init__(thread)
        self.boxes: list[tuple[int, Box]] = []
        """Drawn by hand: page from 1, and place."""
        self.can_draw = True
        self._words: Mapping[int, Sequence[Box]] = {}
        self._chosen = -1
        self._from: tuple[int, float, float] | None = None
        self._drawn: tuple[int, Box] | None = None
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Plan, pages, with what goes marked")
        self.setAccessibleDescription(
            "B adds a box. Arrows move the chosen box, Shift and arrows resize it, with Ctrl in small steps. Enter "
            "goes to the next box, Delete takes the box away."
        )

    def forget(self) -> None:
        """Nothing of a plan stays."""
        self.boxes, self._words, self._chosen, self._from, self._drawn = [], {}, -1, None, None
        self.show_document(())

    def take_boxes(self, boxes: Sequence[tuple[int, Box]] = ()) -> list[tuple[int, Box]]:
        """Show other boxes, none of them chosen; gives those that were there."""
        before, self.boxes = self.boxes, list(boxes)
        self._choose(-1)
        return before

    def show_words(self, words: Mapping[int, Sequence[Box]]) -> None:
        """Mark what is found, by page from 1."""
        self._words = words
        self.viewport().update()

    def show_place(self, page: int, box: Box) -> None:
        """Bring a place of a page, from 1, into view and outline it for a moment."""
        self._show_box(page - 1, box)
        self._set_outline((page - 1, [box]))

    @property
    def chosen(self) -> int:
        """The number of the chosen box; -1 where none is."""
        return self._chosen

    @property
    def by_page(self) -> dict[int, list[Box]]:
        """The boxes by page from 1."""
        pages: dict[int, list[Box]] = {}
        for page, box in self.boxes:
            pages.setdefault(page, []).append(box)
        return pages

    def add_box(self) -> None:
        """Put a box in the middle of what is in view, chosen, to be moved by keys."""
        if not (self.count and self.can_draw):
            return
        middle = QPointF(self.viewport().rect().center())
        page, x, y = self._at(middle)
        wide, high = self._layout.sizes[page - 1]
        box = _within((x - NEW[0] / 2, y - NEW[1] / 2, x + NEW[0] / 2, y + NEW[1] / 2), wide, high)
        self.boxes.append((page, box))
        self._choose(len(self.boxes) - 1)
        self.changed.emit()

    def remove_box(self) -> None:
        """Take the chosen box away."""
        if 0 <= self._chosen < len(self.boxes):
            del self.boxes[self._chosen]
            self._choose(min(self._chosen, len(self.boxes) - 1))
            self.changed.emit()
            announce(self, "Box taken away")

    def choose_next(self) -> None:
        """Choose the next box and bring it into view."""
        if self.boxes:
            self._choose((self._chosen + 1) % len(self.boxes))

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the box there, or begin a new one."""
        if event.button() != Qt.MouseButton.LeftButton or not (self.count and self.can_draw):
            return
        page, x, y = self._at(event.position())
        hit = [n for n, (at, box) in enumerate(self.boxes) if at == page and _holds(box, x, y)]
        self._choose(hit[-1] if hit else -1, show=False)
        self._from = (page, x, y)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw a box from where the button was pressed; a chosen one moves along."""
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if self.can_draw else Qt.CursorShape.ArrowCursor)
        if self._from is None:
            return
        page, x0, y0 = self._from
        x, y = self._on(page, event.position())
        if self._chosen >= 0:
            self._from = (page, x, y)
            self._shift(x - x0, y - y0, resize=False, say=False)
            return
        wide, high = self._layout.sizes[page - 1]
        corners = (max(0.0, min(x0, x)), max(0.0, min(y0, y)), min(wide, max(x0, x)), min(high, max(y0, y)))
        self._drawn = (page, corners)
        self.viewport().update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The box stands, unless it is no larger than a slip of the hand."""
        drawn, self._drawn, self._from = self._drawn, None, None
        if drawn is not None and drawn[1][2] - drawn[1][0] >= LEAST and drawn[1][3] - drawn[1][1] >= LEAST:
            self.boxes.append(drawn)
            self._choose(len(self.boxes) - 1, show=False)
            self.changed.emit()
        self.viewport().update()

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, resize, add, choose and take away boxes; without a chosen one the plan scrolls."""
        key = _KEY(event.key())
        fine = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key in _ARROWS and self._chosen >= 0:
            step = FINE if fine else STEP
            across, down = _ARROWS[key]
            self._shift(across * step, down * step, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        elif key == _KEY.Key_B and not event.modifiers():
            self.add_box()
        elif key in (_KEY.Key_Delete, _KEY.Key_Backspace):
            self.remove_box()
        elif key in (_KEY.Key_Return, _KEY.Key_Enter):
            self.choose_next()
        elif key == _KEY.Key_Escape and self._chosen >= 0:
            self._choose(-1)
        else:
            super().keyPressEvent(event)

    def _shift(self, x: float, y: float, resize: bool, say: bool = True) -> None:
        page, (left, top, right, bottom) = self.boxes[self._chosen]
        wide, high = self._layout.sizes[page - 1]
        if resize:
            box = (left, top, min(wide, max(left + LEAST, right + x)), min(high, max(top + LEAST, bottom + y)))
        else:
            box = _within((left + x, top + y, right + x, bottom + y), wide, high)
        self.boxes[self._chosen] = (page, box)
        self._show_box(page - 1, box)
        self.viewport().update()
        self.changed.emit()
        if say:
            announce(self, self.describe())

    def describe(self) -> str:
        """Where the chosen box stands, in words."""
        if not 0 <= self._chosen < len(self.boxes):
            return "No box is chosen"
        page, box = self.boxes[self._chosen]
        left, top, right, bottom = (round(side * 25.4 / 72) for side in box)
        return (
            f"Box {self._chosen + 1} of {len(self.boxes)}, page {page}, {left} mm from the left, "
            f"{top} mm from the top, {right - left} by {bottom - top} mm"
        )

    def _choose(self, number: int, show: bool = True) -> None:
        self._chosen = number
        if number >= 0:
            page, box = self.boxes[number]
            if show:
                self._show_box(page - 1, box)
            announce(self, self.describe())
        self.viewport().update()
        self.chosen_changed.emit()

    # Painting

    def _paint_lines(self, painter: QPainter, page: int) -> None:
        super()._paint_lines(painter, page)
        veil = QColor(0, 0, 0, _VEIL)
        for box in self._words.get(page + 1, ()):
            rect = self.to_view(page, box)
            painter.fillRect(rect, veil)
            painter.setPen(QPen(QColor(0, 0, 0), 1.5))
            painter.drawRect(rect)
        drawn = [*self.boxes, *([self._drawn] if self._drawn is not None else [])]
        for number, (at, box) in enumerate(drawn):
            if at != page + 1:
                continue
            rect = self.to_view(page, box)
            painter.fillRect(rect, veil)
            painter.fillRect(rect, Qt.BrushStyle.BDiagPattern)
            painter.setPen(QPen(QColor(0, 0, 0), 2))
            painter.drawRect(rect)
            if number == self._chosen:
                self._paint_ring(painter, rect)

    def _paint_ring(self, painter: QPainter, rect: QRectF) -> None:
        around = rect.adjusted(-4, -4, 4, 4)
        painter.setPen(QPen(QColor(255, 255, 255), 4))
        painter.drawRect(around)
        painter.setPen(QPen(look().colour("focus").darker(120), 2.5, Qt.PenStyle.DashLine))
        painter.drawRect(around)

    # Places

    def _at(self, point: QPointF) -> tuple[int, float, float]:
        """The page from 1 at a point of the view, or the nearest, and the place on it in points."""
        page = min(self._layout.page_at(point.y() + self._top), self.count - 1)
        return (page + 1, *self._on(page + 1, point))

    def _on(self, page: int, point: QPointF) -> tuple[float, float]:
        rect, zoom = self.page_rect(page - 1), self._layout.zoom
        return (point.x() - rect.x()) / zoom, (point.y() - rect.y()) / zoom


def _within(box: Box, wide: float, high: float) -> Box:
    """The box moved onto its page."""
    left = min(max(0.0, box[0]), max(0.0, wide - (box[2] - box[0])))
    top = min(max(0.0, box[1]), max(0.0, high - (box[3] - box[1])))
    return left, top, min(wide, left + box[2] - box[0]), min(high, top + box[3] - box[1])


def _holds(box: Box, x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]
