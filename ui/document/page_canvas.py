"""PDF pages below each other: scrolling, zoom, painting from pictures the document's thread makes."""

import math
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from ui.document.band_cache import BandCache
from ui.document.document_thread import Band, DocumentThread
from ui.document.marks import Mark, line_colour, tint
from ui.document.page_layout import PageLayout
from ui.document.page_text import Box, PageText
from ui.document.pdf_file import BAND, Hit
from ui.look import look
from ui.look.tokens import DARK, LIGHT

PIXELS_A_POINT = 96 / 72
SMALLEST, LARGEST_ZOOM, STEP = 0.25, 4.0, 1.1
WIDEST_PICTURE = 4096  # device pixels: beyond, pictures are stretched, so that a band stays under 16 MB
LARGEST_TEXTS = 32 * 1024 * 1024  # bytes of characters kept
OUTLINED = 1500  # ms

Outline = tuple[int, Sequence[Box]]


class PageCanvas(QAbstractScrollArea):
    """Shows the pages; `scrolled` says that other parts are in view, `zoomed` that the zoom changed."""

    scrolled = Signal()
    zoomed = Signal()

    def __init__(self, thread: DocumentThread) -> None:
        super().__init__()
        self._thread = thread
        self._layout = PageLayout((), PIXELS_A_POINT, 0)
        self._cache = BandCache()
        self.texts: OrderedDict[int, PageText] = OrderedDict()
        self._marks: dict[int, list[Mark]] = {}
        self._hits: Sequence[Hit] = ()
        self._hit = -1
        self._target: tuple[Mark, bool, bool] | None = None
        self._outline: Outline | None = None
        self._out_of_reach: tuple[int, float] | None = None  # page and share of it that a resizing could not keep
        self._outline_timer = QTimer(self, singleShot=True, interval=OUTLINED)
        self._outline_timer.timeout.connect(lambda: self._set_outline(None))
        self.fit, self._zoom, self._paper = True, PIXELS_A_POINT, "theme"
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(48)
        self.horizontalScrollBar().setSingleStep(48)
        thread.painted.connect(self._take_picture)
        thread.texted.connect(self._take_text)
        look().changed.connect(self._restyle)

    # The document

    @property
    def count(self) -> int:
        """How many pages there are."""
        return len(self._layout.sizes)

    def show_document(self, sizes: Sequence[tuple[float, float]]) -> None:
        """Show the first page of a document whose pages have these sizes in points; none for no document."""
        self._cache.clear()
        self.texts.clear()
        self._marks, self._hits, self._hit = {}, (), -1
        self._target = self._outline = self._out_of_reach = None
        self._layout = PageLayout(sizes, self._zoom, self.viewport().width())
        self.verticalScrollBar().setValue(0)
        self._lay_out(keep=False)

    # Zoom

    @property
    def zoom(self) -> float:
        """1.0 shows a page at the size of its paper."""
        return self._layout.zoom / PIXELS_A_POINT

    def set_zoom(self, zoom: float) -> None:
        """Show pages at another size; what is at the top stays there."""
        self.fit = False
        self._zoom = min(LARGEST_ZOOM, max(SMALLEST, zoom)) * PIXELS_A_POINT
        self._lay_out()

    def step_zoom(self, steps: int) -> None:
        """One step larger or smaller."""
        self.set_zoom(self.zoom * STEP**steps)

    def fit_width(self) -> None:
        """Show pages as wide as the pane, also when its width changes."""
        self.fit = True
        self._lay_out()

    def set_paper(self, paper: str) -> None:
        """`theme`: white, and dimmed in the dark; `white`; `dimmed`; or `inverted`."""
        if paper != self._paper:
            self._paper = paper
            self._restyle()

    @property
    def paper(self) -> str:
        """The colour of pages now, or `inverted`."""
        if self._paper == "theme":
            colour = look().colours["paper"]
            # under a black contrast theme of the system, dark ink would stand on black
            return colour if QColor(colour).lightness() > 127 else "inverted"
        return {"white": LIGHT["paper"], "dimmed": DARK["paper"]}.get(self._paper, self._paper)

    # Where the reader is

    def here(self) -> tuple[int, float]:
        """The page being read, and how far down it the top of the view is, as a share of its height."""
        if not self.count:
            return 0, 0.0
        page = self._layout.page_at(self._top + min(120.0, self.viewport().height() / 3))
        _, top, _, high = self._layout.rect(page)
        return page, (self._top - top) / high

    def index_here(self) -> int:
        """The first character in view on the page being read, as far as its text is known."""
        page, share = self.here()
        text = self.texts.get(page)
        if text is None or share <= 0:
            return 0
        y = share * self._layout.sizes[page][1] + 60 / self._layout.zoom
        below = [line.start for line in text.lines if line.box[1] >= y]
        return min(below) if below else len(text.text)

    def go_to(self, page: int, share: float = 0.0, room: int = 8) -> None:
        """Bring a page to the top, or the place `share` of its height further down; `room` pixels stay above it."""
        if 0 <= page < self.count:
            _, top, _, high = self._layout.rect(page)
            self._target = None
            self.verticalScrollBar().setValue(round(top - room + high * share))
            self._ask()

    def go_to_mark(self, mark: Mark, *, outline: bool = False, at_top: bool = False) -> None:
        """Bring a place into view, and outline it for a moment; its page comes first if its text is not known yet."""
        if not 0 <= mark.page < self.count:
            return
        if mark.page not in self.texts:
            self.go_to(mark.page)
            self._target = (mark, outline, at_top)
            self._ask()
            return
        boxes = self.boxes_of(mark)
        if boxes and at_top:
            self.go_to(mark.page, boxes[0][1] / self._layout.sizes[mark.page][1])
        elif boxes:
            self._show_box(mark.page, boxes[0])
        else:
            self.go_to(mark.page)
        if outline:
            self._set_outline((mark.page, boxes or [(0.0, 0.0, *self._layout.sizes[mark.page])]))

    def boxes_of(self, mark: Mark) -> list[Box]:
        """The boxes of a place, as far as its page's text is known and holds it."""
        text = self.texts.get(mark.page)
        if text is None:
            return []
        if mark.spans:
            return [box for start, end in mark.spans for box in text.boxes(start, end)]
        words = mark.words.removesuffix("…").strip()
        found = next(text.folded.find(words), None)
        return text.boxes(*found) if found else []

    @property
    def outlined(self) -> Outline | None:
        """The page and boxes outlined now."""
        return self._outline

    # What is marked

    def set_marks(self, marks: Sequence[Mark]) -> None:
        """Mark these places, in place of those before."""
        self._marks = {}
        for mark in marks:
            self._marks.setdefault(mark.page, []).append(mark)
        self.viewport().update()

    def set_hits(self, hits: Sequence[Hit], current: int) -> None:
        """Mark what was found; the current one stands out."""
        self._hits, self._hit = hits, current
        self.viewport().update()

    def show_hit(self, number: int) -> None:
        """Bring what was found into view."""
        self._hit = number
        page, _, _, boxes = self._hits[number]
        if boxes:
            self._show_box(page, boxes[0])
        self.viewport().update()

    # Painting

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what is in view from the pictures that are there."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), look().colour("canvas"))
        for page in self._in_view():
            self._paint_page(painter, page)

    def _paint_page(self, painter: QPainter, page: int) -> None:
        rect = self.page_rect(page)
        paper = QColor("black" if self.paper == "inverted" else self.paper)
        painter.fillRect(rect, paper)
        self._paint_bands(painter, page, rect)
        painter.setPen(QPen(look().colour("edge"), look().line))
        painter.drawRect(rect)
        inverted = self.paper == "inverted"
        mode = QPainter.CompositionMode
        painter.setCompositionMode(mode.CompositionMode_SourceOver if inverted else mode.CompositionMode_Multiply)
        painter.setOpacity(0.35 if inverted else 1.0)
        self._paint_tints(painter, page)
        painter.setOpacity(1.0)
        painter.setCompositionMode(mode.CompositionMode_SourceOver)
        self._paint_lines(painter, page)

    def _paint_bands(self, painter: QPainter, page: int, rect: QRectF) -> None:
        scale = self._scale(page)
        bands = [(band, self._cache.get(band)) for band in self._bands(page)]
        if any(image is None for _, image in bands):
            painter.save()
            painter.setClipRect(rect)
            stand_in = list(self._cache.others(page, scale))
            latest = stand_in[-1][0].scale if stand_in else 0
            for band, image in stand_in:
                if band.scale == latest:
                    self._paint_band(painter, rect, band, image)
            painter.restore()
        for band, image in bands:
            if image is not None:
                self._paint_band(painter, rect, band, image)

    def _paint_band(self, painter: QPainter, rect: QRectF, band: Band, image: QImage) -> None:
        ratio = band.scale / self._layout.zoom
        top = rect.y() + band.band * BAND / ratio
        target = QRectF(rect.x(), top, image.width() / ratio, image.height() / ratio)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, abs(ratio - self.devicePixelRatioF()) > 0.01)
        painter.drawImage(target, image)

    def _paint_tints(self, painter: QPainter, page: int) -> None:
        """Grounds of marks, of what was found and of what is selected."""
        for mark in self._marks.get(page, ()):
            self._fill(painter, page, self.boxes_of(mark), "evidence" if mark.tag else "prompt")
        for hit in self._hits:
            if hit[0] == page:
                self._fill(painter, page, hit[3], "hit")

    def _paint_lines(self, painter: QPainter, page: int) -> None:
        """Lines and tags, so that no mark is told by colour alone."""
        for mark in self._marks.get(page, ()):
            boxes = self.boxes_of(mark)
            if mark.tag:
                self._paint_tag(painter, page, boxes, mark.tag)
                continue
            painter.setPen(QPen(line_colour("prompt"), 1.5))
            for box in boxes:
                rect = self.to_view(page, box)
                painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        for number, hit in enumerate(self._hits):
            if hit[0] == page:
                painter.setPen(QPen(line_colour("hit"), 2.5 if number == self._hit else 1))
                for box in hit[3]:
                    painter.drawRect(self.to_view(page, box).adjusted(-1, -1, 1, 1))
        if self._outline is not None and self._outline[0] == page:
            painter.setPen(QPen(line_colour("evidence"), 2))
            for box in self._outline[1]:
                painter.drawRoundedRect(self.to_view(page, box).adjusted(-3, -2, 3, 2), 3, 3)

    def _paint_tag(self, painter: QPainter, page: int, boxes: Sequence[Box], tag: str) -> None:
        """Behind the passage where nothing is written there, else in the margin beside its first line."""
        if not boxes:
            return
        font = look().font("caption", bold=True)
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(tag) + 8
        last, first = self.to_view(page, boxes[-1]), self.to_view(page, boxes[0])
        behind = QRectF(last.right() + 2, last.y(), wide, max(last.height(), painter.fontMetrics().height()))
        others = (self.to_view(page, line.box) for line in self.texts[page].lines)
        sheet = self.page_rect(page)
        if behind.right() > sheet.right() or any(behind.intersects(other) for other in others):
            left = max(sheet.left() + 2, min(first.left(), self._margin(page)) - wide - 10)
            behind = QRectF(left, first.y(), wide, max(first.height(), painter.fontMetrics().height()))
        painter.fillRect(behind, QColor(self.paper if self.paper != "inverted" else "white"))
        painter.setPen(line_colour("evidence"))
        painter.drawText(behind, Qt.AlignmentFlag.AlignCenter, tag)

    def _margin(self, page: int) -> float:
        """Where the text of a page begins at its left."""
        lines = self.texts[page].lines
        edge = min((line.box[0] for line in lines), default=0.0)
        return self.to_view(page, (edge, 0, edge, 0)).left()

    def _fill(self, painter: QPainter, page: int, boxes: Sequence[Box], kind: str) -> None:
        colour = tint(kind)
        for box in boxes:
            rect = self.to_view(page, box)
            if colour is not None:
                painter.fillRect(rect, colour)
            elif kind == "selection":
                painter.fillRect(rect, QColor(0, 0, 0, 70))

    # Places

    def page_rect(self, page: int) -> QRectF:
        """Where a page lies in the view, on whole device pixels."""
        left, top, wide, high = self._layout.rect(page)
        ratio = self.devicePixelRatioF()
        x = math.floor((left - self.horizontalScrollBar().value()) * ratio) / ratio
        y = math.floor((top - self.verticalScrollBar().value()) * ratio) / ratio
        return QRectF(x, y, wide, high)

    def to_view(self, page: int, box: Box) -> QRectF:
        """Where a box of a page lies in the view."""
        rect, zoom = self.page_rect(page), self._layout.zoom
        return QRectF(
            rect.x() + box[0] * zoom, rect.y() + box[1] * zoom, (box[2] - box[0]) * zoom, (box[3] - box[1]) * zoom
        )

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _in_view(self) -> range:
        return self._layout.between(self._top, self._top + self.viewport().height())

    def _scale(self, page: int) -> float:
        wide = self._layout.sizes[page][0]
        return round(min(self._layout.zoom * self.devicePixelRatioF(), WIDEST_PICTURE / wide), 4)

    def _bands(self, page: int, spare: float = 0.0) -> list[Band]:
        """The bands of a page that are in view, or within `spare` pixels of it."""
        _, top, _, high = self._layout.rect(page)
        begin = max(0.0, self._top - spare - top)
        end = min(high, self._top + self.viewport().height() + spare - top)
        if end <= begin:
            return []
        scale = self._scale(page)
        step = BAND * self._layout.zoom / scale  # pixels in the view
        last = math.ceil(self._layout.sizes[page][1] * scale / BAND) - 1
        return [
            Band(page, scale, band, self.paper) for band in range(int(begin // step), min(last, int(end // step)) + 1)
        ]

    # Asking for pictures and text

    def _ask(self) -> None:
        """Have the thread make what is in view and not there, then what is near; what was asked before is off."""
        if not self.count:
            self._thread.want((), ())
            return
        pages = self._in_view()
        spare = self.viewport().height() * 0.75
        near = self._layout.between(self._top - spare, self._top + self.viewport().height() + spare)
        bands = [band for page in pages for band in self._bands(page)]
        bands += [band for page in near for band in self._bands(page, spare) if band not in bands]
        around = [*pages, pages.stop, pages.start - 1]
        if self._target is not None:
            around.insert(0, self._target[0].page)
        texts = [page for page in around if 0 <= page < self.count and page not in self.texts]
        self._thread.want([band for band in bands if band not in self._cache], texts)

    def _take_picture(self, band: Band, image: QImage) -> None:
        in_view = {wanted for page in self._in_view() for wanted in self._bands(page)}
        self._cache.put(band, image, in_view)
        if band in in_view:
            self.viewport().update()

    def _take_text(self, page: int, text: PageText) -> None:
        self.texts[page] = text
        self.texts.move_to_end(page)
        size = sum(kept.size for kept in self.texts.values())
        for other in list(self.texts):
            if size <= LARGEST_TEXTS:
                break
            if other != page and not self._keeps_text(other):
                size -= self.texts.pop(other).size
        if self._target is not None and self._target[0].page == page:
            (mark, outline, at_top), self._target = self._target, None
            self.go_to_mark(mark, outline=outline, at_top=at_top)
        self.viewport().update()

    def _keeps_text(self, page: int) -> bool:
        return page in self._in_view()

    # Moving

    def _show_box(self, page: int, box: Box) -> None:
        """Scroll as little as brings a box into view, with some room round it."""
        rect = self.to_view(page, box)
        view = self.viewport().rect()
        room = min(60, view.height() // 4)
        if rect.top() < room or rect.bottom() > view.height() - room:
            self.verticalScrollBar().setValue(round(self._top + rect.top() - view.height() / 3))
        across = self.horizontalScrollBar()
        if rect.left() < 0 or rect.right() > view.width():
            across.setValue(round(across.value() + rect.left() - 40))
        self._target = None
        self._ask()

    def _set_outline(self, outline: Outline | None) -> None:
        self._outline = outline
        if outline is not None:
            self._outline_timer.start()
        self.viewport().update()

    def _lay_out(self, keep: bool = True) -> None:
        """Place the pages anew; what is at the top of the view stays there."""
        target = self._target
        page, share = self._out_of_reach or self.here()
        if self.fit:
            self._zoom = PageLayout.fitting(self._layout.sizes, self.viewport().width())
        self._layout = PageLayout(self._layout.sizes, self._zoom, self.viewport().width())
        down, across = self.verticalScrollBar(), self.horizontalScrollBar()
        down.setRange(0, max(0, round(self._layout.height) - self.viewport().height()))
        down.setPageStep(max(1, self.viewport().height() - 40))
        across.setRange(0, max(0, round(self._layout.width) - self.viewport().width()))
        across.setPageStep(self.viewport().width())
        if keep and self.count:
            _, top, _, high = self._layout.rect(page)
            wanted = round(top + high * share)
            down.setValue(wanted)
            # a pane made tiny or huge cannot scroll there: the place is found again once there is room
            self._out_of_reach = (page, share) if down.value() != wanted else None
        self._target = target
        self._ask()
        self.viewport().update()
        self.zoomed.emit()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Paint at the new place and ask for what comes into view."""
        self._out_of_reach = None
        self.viewport().scroll(dx, dy) if self.devicePixelRatioF() == 1.0 else self.viewport().update()
        self._ask()
        self.scrolled.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width again, where it is to fit."""
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def _restyle(self) -> None:
        self._ask()
        self.viewport().update()

    def place(self) -> dict[str, Any]:
        """Page, place on it and zoom, to come back to."""
        page, share = self.here()
        return {"page": page + 1, "share": round(share, 4), "zoom": None if self.fit else round(self.zoom, 3)}

    def return_to(self, place: dict[str, Any]) -> None:
        """Go back to what `place` gave."""
        zoom = place.get("zoom")
        if isinstance(zoom, int | float):
            self.set_zoom(zoom)
        else:
            self.fit_width()
        page, share = place.get("page"), place.get("share")
        if isinstance(page, int) and isinstance(share, int | float):
            self.go_to(page - 1, share, room=0)
