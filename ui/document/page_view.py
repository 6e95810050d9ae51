"""PDF pages with a caret: text selected by mouse and keyboard."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QApplication

from ui.document.document_thread import DocumentThread
from ui.document.folding import one_line
from ui.document.marks import line_colour
from ui.document.page_canvas import PageCanvas
from ui.document.page_text import PageText
from ui.parts.announce import announce

Caret = tuple[int, int]
"""Page from 0, and the character the caret stands before."""
_KEY = Qt.Key
_MOVES = {_KEY.Key_Left, _KEY.Key_Right, _KEY.Key_Up, _KEY.Key_Down, _KEY.Key_Home, _KEY.Key_End}
_DRAG_SCROLL = 40  # ms


class Selected(NamedTuple):
    """Selected words on one line, and where they begin: page from 0, and character."""

    page: int
    start: int
    words: str


class PageView(PageCanvas):
    """Arrows move the caret, with Ctrl by words, with Shift they select; Ctrl+A selects the page, Ctrl+C copies."""

    selection_changed = Signal()

    def __init__(self, thread: DocumentThread) -> None:
        super().__init__(thread)
        self._caret: Caret | None = None
        self._anchor: Caret | None = None
        self._column = 0.0  # where Up and Down aim at, in points
        self._dragging = False
        self._drag_timer = QTimer(self, interval=_DRAG_SCROLL)
        self._drag_timer.timeout.connect(self._drag_on)
        self.viewport().setMouseTracking(True)
        self.setAccessibleName("Plan, pages")
        self.setAccessibleDescription("Painted pages. The text view can be read aloud.")

    def show_document(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show another document, with nothing selected."""
        self._caret = self._anchor = None
        super().show_document(sizes)

    # What is selected

    def selected(self) -> Selected | None:
        """What is selected; None where nothing is."""
        if self._caret is None or self._anchor is None or self._caret == self._anchor:
            return None
        (page, start), (last, end) = sorted((self._caret, self._anchor))
        parts: list[str] = []
        for number in range(page, last + 1):
            text = self.texts.get(number)
            if text is not None:
                parts.append(text.text[start if number == page else 0 : end if number == last else len(text.text)])
        words = one_line("\n".join(parts))
        return Selected(page, start, words) if words else None

    def select(self, page: int, start: int, end: int) -> None:
        """Select characters of a page whose text is known."""
        self._set_caret((page, start), keep_anchor=False)
        self._set_caret((page, end), keep_anchor=True)

    def selectAll(self) -> None:
        """Select the whole page the caret is on."""
        page = self._caret[0] if self._caret else self.here()[0]
        if page in self.texts:
            self.select(page, 0, len(self.texts[page].text))
            announce(self, f"Page {page + 1} selected")

    def copy(self) -> None:
        """Put the selected words on the clipboard."""
        chosen = self.selected()
        if chosen is not None:
            QApplication.clipboard().setText(chosen.words)

    def clear_selection(self) -> None:
        """Select nothing."""
        if self._caret is not None:
            self._set_caret(self._caret, keep_anchor=False)

    # Mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the caret there; with Shift select up to there."""
        caret = self._caret_at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and caret is not None:
            self._set_caret(caret, keep_anchor=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            self._dragging = True

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Select while dragging; beyond the edge scroll."""
        if not self._dragging:
            over = self._is_text(event.position())
            self.viewport().setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)
            return
        self._drag_to(event.position())
        outside = not 0 <= event.position().y() <= self.viewport().height()
        if outside and not self._drag_timer.isActive():
            self._drag_timer.start()
        elif not outside:
            self._drag_timer.stop()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """The selection stands."""
        self._dragging = False
        self._drag_timer.stop()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the word."""
        caret = self._caret_at(event.position())
        if caret is not None:
            start, end = self.texts[caret[0]].word_at(caret[1])
            self.select(caret[0], start, end)

    def _drag_on(self) -> None:
        point = QPointF(self.viewport().mapFromGlobal(self.cursor().pos()))
        by = point.y() if point.y() < 0 else max(0.0, point.y() - self.viewport().height())
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + round(max(-60.0, min(60.0, by))))
        self._drag_to(point)

    def _drag_to(self, point: QPointF) -> None:
        caret = self._caret_at(point)
        if caret is not None:
            self._set_caret(caret, keep_anchor=True)

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the caret, select, copy, scroll."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.selectAll()
        elif event.key() in _MOVES and not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(event)
        elif event.key() in (_KEY.Key_PageDown, _KEY.Key_PageUp, _KEY.Key_Space) and not (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            back = event.key() == _KEY.Key_PageUp or bool(
                event.key() == _KEY.Key_Space and event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            )
            bar = self.verticalScrollBar()
            bar.triggerAction(bar.SliderAction.SliderPageStepSub if back else bar.SliderAction.SliderPageStepAdd)
        elif event.key() == _KEY.Key_Escape and self.selected() is not None:
            self.clear_selection()
        else:
            event.ignore()  # QAbstractScrollArea would take the arrows

    def _move(self, event: QKeyEvent) -> None:
        words = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        keep = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if self._caret is None or (not keep and not self._caret_in_view()):
            start = self._first_in_view()
            if start is not None:
                self._set_caret(start, keep_anchor=False)
                self._say_line()
            return
        page, index = self._caret
        text = self.texts.get(page)
        if text is None:
            self.go_to(page)
            return
        old = self._caret
        upright = event.key() in (_KEY.Key_Up, _KEY.Key_Down)
        if upright:
            caret = self._by_line(page, text, index, event.key() == _KEY.Key_Down)
        elif event.key() in (_KEY.Key_Home, _KEY.Key_End):
            caret = self._to_edge(page, text, index, event.key() == _KEY.Key_Home, words)
        else:
            caret = self._along(page, text, index, event.key() == _KEY.Key_Right, words)
        if caret is None:
            return
        self._set_caret(caret, keep_anchor=keep, column=not upright)
        self._show_caret()
        if upright:
            self._say_line()
        elif QAccessible.isActive():
            self._say_between(old, caret)

    def _by_line(self, page: int, text: PageText, index: int, down: bool) -> Caret | None:
        found = text.next_line(index, self._column, down)
        if found is not None:
            return page, found
        return self._other_page(page, down, lambda other: other.edge_line(down, self._column))

    def _to_edge(self, page: int, text: PageText, index: int, start: bool, whole: bool) -> Caret | None:
        """The start or end of the line; of the page with Ctrl."""
        if whole:
            return page, 0 if start else len(text.text)
        line = text.line_of(index)
        return (page, line.start if start else line.end) if line else None

    def _along(self, page: int, text: PageText, index: int, forward: bool, words: bool) -> Caret | None:
        if forward and index >= len(text.text):
            return self._other_page(page, True, lambda _: 0)
        if not forward and index <= 0:
            return self._other_page(page, False, lambda other: len(other.text))
        if words:
            return page, text.word_end(index) if forward else text.word_start(index)
        step = 1 if forward else -1
        index += step
        while 0 < index < len(text.text) and text.text[index - (step < 0)] in "\r\n" and text.text[index] in "\r\n":
            index += step
        return page, index

    def _other_page(self, page: int, forward: bool, place: Callable[[PageText], int]) -> Caret | None:
        """A caret on the page after or before, where its text is there already."""
        page += 1 if forward else -1
        text = self.texts.get(page)
        return (page, place(text)) if text is not None else None

    # Caret

    def _set_caret(self, caret: Caret, *, keep_anchor: bool, column: bool = True) -> None:
        self._caret = caret
        if not keep_anchor or self._anchor is None:
            self._anchor = caret
        if column:
            self._column = self.texts[caret[0]].caret_box(caret[1])[0]
        self.viewport().update()
        self.selection_changed.emit()

    def _caret_rect(self) -> QRectF | None:
        if self._caret is None or self._caret[0] not in self.texts:
            return None
        return self.to_view(self._caret[0], self.texts[self._caret[0]].caret_box(self._caret[1]))

    def _caret_in_view(self) -> bool:
        rect = self._caret_rect()
        return rect is not None and rect.bottom() >= 0 and rect.top() <= self.viewport().height()

    def _show_caret(self) -> None:
        if self._caret is not None and self._caret[0] in self.texts:
            self._show_box(self._caret[0], self.texts[self._caret[0]].caret_box(self._caret[1]))

    def _first_in_view(self) -> Caret | None:
        for page in self._in_view():
            text = self.texts.get(page)
            for line in text.lines if text is not None else ():
                if self.to_view(page, line.box).top() >= 0:
                    return page, line.start
        return None

    def _caret_at(self, point: QPointF) -> Caret | None:
        if not self.count:
            return None
        page = self._layout.page_at(point.y() + self._top)
        text = self.texts.get(page)
        if text is None:
            return None
        return page, text.caret_at(*self._on_page(page, point))

    def _is_text(self, point: QPointF) -> bool:
        page = self._layout.page_at(point.y() + self._top) if self.count else 0
        return page in self.texts and self.texts[page].is_text_at(*self._on_page(page, point))

    def _on_page(self, page: int, point: QPointF) -> tuple[float, float]:
        rect = self.page_rect(page)
        return (point.x() - rect.x()) / self._layout.zoom, (point.y() - rect.y()) / self._layout.zoom

    def _keeps_text(self, page: int) -> bool:
        ends = [caret[0] for caret in (self._caret, self._anchor) if caret is not None]
        return super()._keeps_text(page) or bool(ends and min(ends) <= page <= max(ends))

    # Painting and saying

    def _paint_tints(self, painter: QPainter, page: int) -> None:
        super()._paint_tints(painter, page)
        if self._caret is None or self._anchor is None or page not in self.texts:
            return
        (first, start), (last, end) = sorted((self._caret, self._anchor))
        if first <= page <= last:
            whole = len(self.texts[page].text)
            boxes = self.texts[page].boxes(start if page == first else 0, end if page == last else whole)
            self._fill(painter, page, boxes, "selection")

    def _paint_lines(self, painter: QPainter, page: int) -> None:
        super()._paint_lines(painter, page)
        rect = self._caret_rect()
        if rect is not None and self.hasFocus() and self._caret is not None and self._caret[0] == page:
            painter.setPen(QPen(line_colour("evidence"), 2))
            painter.drawLine(rect.topLeft(), rect.bottomLeft())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the caret."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the caret."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _say_line(self) -> None:
        """Read the caret's line out."""
        if self._caret is None or not QAccessible.isActive():
            return
        text = self.texts[self._caret[0]]
        line = text.line_of(self._caret[1])
        if line is not None:
            announce(self, one_line(text.text[line.start : line.end]))

    def _say_between(self, old: Caret, new: Caret) -> None:
        """Read out what the caret has passed over."""
        (page, start), (last, end) = sorted((old, new))
        if page == last:
            words = one_line(self.texts[page].text[start:end])
            announce(self, words or "space")
