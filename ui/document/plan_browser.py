"""A plan as running text: Word plans as they are written, and every plan as plain text with headings.

Loads nothing from anywhere: only pictures that are part of the text itself. Links do nothing.
"""

import base64
import binascii
from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextEdit

from auditor.plan_reader import Passage, Plan
from ui.document.folding import Folded, one_line
from ui.document.plan_places import TITLES
from ui.look import Theme, look

LARGEST_SIDE = 1600  # pixels; pictures are made smaller while they are read
LARGEST_IMAGE = 64  # megabytes a picture may unpack to
SMALLEST, LARGEST_ZOOM, STEP = 0.5, 4.0, 1.1
OUTLINED = 1500  # ms
MARGIN = 48  # design px at the left, where the tags of evidence stand
AROUND = 2000  # characters after a passage that a quotation may run on into
Range = tuple[int, int]


class PlanBrowser(QTextEdit):
    """Text with a caret, marks, search hits and its own zoom.

    Not a QTextBrowser, which Qt tells assistive tools to be a mere label: they would not follow the caret in it.
    """

    scrolled = Signal()
    zoomed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self._places: dict[int, Range] = {}
        self._order: list[tuple[Range, Passage]] = []
        self._plan: Plan | None = None
        self._kept_html = self._raw = ""
        self._folded: Folded | None = None
        self._zoom = 1.0
        self._marks: Sequence[tuple[Range, str, str]] = ()
        self._hits: Sequence[Range] = ()
        self._hit = -1
        self._outlined: Range | None = None
        self._outline_timer = QTimer(self, singleShot=True, interval=OUTLINED)
        self._outline_timer.timeout.connect(lambda: self._outline(None))
        self.setAccessibleName(name)
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        flags = Qt.TextInteractionFlag
        self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.verticalScrollBar().valueChanged.connect(lambda: self.scrolled.emit())
        look().changed.connect(self._restyle)

    # The text

    def show_html(self, html: str) -> None:
        """Show a Word plan."""
        self._places, self._order, self._plan = {}, [], None
        self._marks, self._hits, self._outlined = (), (), None
        self._kept_html = html
        self._set_html()

    def show_plan(self, plan: Plan) -> None:
        """Show a plan that was read as plain text, a heading over each section."""
        self.show_html(_plain(plan))
        self.place_plan(plan)

    @property
    def has_plan(self) -> bool:
        """Whether a plan's passages have been found in it."""
        return self._plan is not None

    def place_plan(self, plan: Plan) -> None:
        """Find where each passage of the plan stands in the text."""
        folded = Folded(self._raw, spaces=False)
        self._places, self._order, self._plan = {}, [], plan
        after = 0
        for passage in plan.passages:
            found = next(folded.find(passage.text, after, spaces=False), None)
            if found is None:
                found = next(folded.find(passage.text, 0, spaces=False), None)
            else:
                after = found[1]
            if found is not None:
                self._places[passage.paragraph] = found
                self._order.append((found, passage))
        self._order.sort(key=lambda entry: entry[0])

    def loadResource(self, kind: int, name: QUrl | str) -> Any:
        """Only what stands in the text itself; never a file, a share or an address."""
        address = name.toString() if isinstance(name, QUrl) else str(name)
        if kind == QTextDocument.ResourceType.ImageResource.value and address.startswith("data:image/"):
            return _picture(address)
        return QByteArray()

    # Where the reader is

    def passage_here(self) -> Passage | None:
        """The passage at the top of the view, or the caret's while it is in view."""
        cursor = self.textCursor()
        if not (self.hasFocus() and self.viewport().rect().intersects(self.cursorRect(cursor))):
            cursor = self.cursorForPosition(self.viewport().rect().topLeft())
        return self.passage_at(cursor.position())

    def passage_at(self, position: int) -> Passage | None:
        """The passage a character stands in, or the last before it."""
        last = None
        for (start, _), passage in self._order:
            if start > position:
                break
            last = passage
        return last

    def go_to_passage(self, passage: Passage, words: str = "", *, outline: bool = False, at_top: bool = False) -> None:
        """Bring a passage into view with the caret at its start; outline it, or the words in it, for a moment."""
        found = self._places.get(passage.paragraph)
        if found is None:
            return
        if words:
            part = self._raw[found[0] : found[1] + AROUND]
            inside = next(Folded(part).find(words.removesuffix("…")), None)
            if inside is not None:
                found = (found[0] + inside[0], found[0] + inside[1])
        self._go_to(found[0], at_top)
        if outline:
            self._outline(found)

    def selected(self) -> tuple[Passage | None, str] | None:
        """Where the selection begins, and its words."""
        cursor = self.textCursor()
        words = one_line(cursor.selection().toPlainText())
        return (self.passage_at(cursor.selectionStart()), words) if words else None

    @property
    def outlined(self) -> str:
        """The words outlined now."""
        if self._outlined is None:
            return ""
        return self._raw[slice(*self._outlined)]

    # Finding and marks

    def find_all(self, words: str) -> list[Range]:
        """Every place of `words`, marked."""
        if self._folded is None and words.strip():
            self._folded = Folded(self._raw)
        self._hits = list(self._folded.find(words)) if self._folded is not None and words.strip() else []
        self._hit = -1
        self._paint_marks()
        return list(self._hits)

    def show_hit(self, number: int) -> None:
        """Bring what was found into view, as selection, so that it is read out."""
        self._hit = number
        start, end = self._hits[number]
        self._go_to(start)
        cursor = self.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self._paint_marks()

    def set_marks(self, marks: Sequence[tuple[Passage, str, str]]) -> None:
        """Mark places: the passage, the words in it, and the tag of evidence (empty: worth a look)."""
        placed: list[tuple[Range, str, str]] = []
        for passage, words, tag in marks:
            whole = self._places.get(passage.paragraph)
            if whole is None:
                continue
            inside = (
                next(Folded(self._raw[whole[0] : whole[1] + AROUND]).find(words.removesuffix("…")), None)
                if words
                else None
            )
            place = (whole[0] + inside[0], whole[0] + inside[1]) if inside else whole
            placed.append((place, "evidence" if tag else "prompt", tag))
        self._marks = placed
        self._paint_marks()

    def _paint_marks(self) -> None:
        chosen: list[QTextEdit.ExtraSelection] = []
        for place, kind, _ in self._marks:
            chosen.append(self._mark(place, kind))
        for number, place in enumerate(self._hits):
            chosen.append(self._mark(place, "hit", bold=number == self._hit))
        if self._outlined is not None:
            chosen.append(self._mark(self._outlined, "evidence", bold=True))
        self.setExtraSelections(chosen)
        self.viewport().update()

    def _mark(self, place: Range, kind: str, *, bold: bool = False) -> QTextEdit.ExtraSelection:
        """Tinted; a prompt is underlined as well, a hit dashed, and what is outlined or current heavy."""
        marked = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(place[0])
        cursor.setPosition(min(place[1], self.document().characterCount() - 1), QTextCursor.MoveMode.KeepAnchor)
        shape = QTextCharFormat()
        if look().in_force is not Theme.SYSTEM:
            shape.setBackground(look().colour("selected" if kind == "evidence" else "partly_soft"))
            shape.setForeground(look().colour("ink"))
        if bold or kind != "evidence":
            lines = QTextCharFormat.UnderlineStyle
            shape.setUnderlineStyle(lines.DashUnderline if kind == "hit" and not bold else lines.SingleUnderline)
            shape.setUnderlineColor(look().colour("partly" if kind == "prompt" else "accent"))
        if bold:
            shape.setFontWeight(600)
        marked.cursor, marked.format = cursor, shape
        return marked

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, and the tags of evidence beside it."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setFont(look().font("caption", bold=True))
        painter.setPen(look().colour("accent"))
        high = painter.fontMetrics().height()
        free = -float("inf")
        cursor = QTextCursor(self.document())
        for place, _, tag in sorted(self._marks):
            cursor.setPosition(place[0])
            line = self.cursorRect(cursor)
            if tag and -high < line.top() < self.viewport().height():
                top = max(line.top() + (line.height() - high) / 2, free)
                painter.drawText(QRectF(4, top, look().px(MARGIN), high), Qt.AlignmentFlag.AlignVCenter, tag)
                free = top + high

    def _outline(self, place: Range | None) -> None:
        self._outlined = place
        if place is not None:
            self._outline_timer.start()
        self._paint_marks()

    def _go_to(self, position: int, at_top: bool = False) -> None:
        """Caret there, some way down the view so that what comes before it is seen, or at its top."""
        cursor = self.textCursor()
        cursor.setPosition(position)
        self.setTextCursor(cursor)
        bar = self.verticalScrollBar()
        room = 0 if at_top else self.viewport().height() // 6
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - room)

    # Zoom and place

    @property
    def zoom(self) -> float:
        """1.0 is body size."""
        return self._zoom

    def set_zoom(self, zoom: float) -> None:
        """Show the text larger or smaller; the passage at the top stays there."""
        passage = self.passage_here()
        self._zoom = min(LARGEST_ZOOM, max(SMALLEST, zoom))
        self._restyle()
        if passage is not None:
            self.go_to_passage(passage)
        self.zoomed.emit()

    def step_zoom(self, steps: int) -> None:
        """One step larger or smaller."""
        self.set_zoom(self._zoom * STEP**steps)

    def fit_width(self) -> None:
        """Ordinary size: running text fits any width."""
        self.set_zoom(1.0)

    def place(self) -> dict[str, Any]:
        """Passage at the top, caret and zoom, to come back to."""
        passage = self.passage_here()
        return {"paragraph": passage.paragraph if passage else 0, "text_zoom": round(self._zoom, 3)}

    def return_to(self, place: dict[str, Any]) -> None:
        """Go back to what `place` gave."""
        zoom, paragraph = place.get("text_zoom"), place.get("paragraph")
        if isinstance(zoom, int | float):
            self.set_zoom(zoom)
        found = next((passage for _, passage in self._order if passage.paragraph == paragraph), None)
        if found is not None:
            self.go_to_passage(found)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl and the wheel zoom."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if event.angleDelta().y():
                self.step_zoom(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tab leaves: links are inert, so there is nothing to tab through."""
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _set_html(self) -> None:
        font = look().font()
        font.setPixelSize(max(8, round(font.pixelSize() * self._zoom)))
        self.document().setDefaultFont(font)
        self.document().setDocumentMargin(look().space(4))
        self.document().setDefaultStyleSheet(
            f"body, p, td, li {{ color: {look().colours['ink']}; line-height: 125%; }}"
            f" h1, h2, h3, h4 {{ color: {look().colours['ink']}; font-weight: 600; }}"
            f" a {{ color: {look().colours['ink']}; text-decoration: none; }}"
        )
        self.setHtml(self._kept_html)
        frame = self.document().rootFrame().frameFormat()
        frame.setLeftMargin(look().px(MARGIN))
        self.document().rootFrame().setFrameFormat(frame)
        self._raw, self._folded = self.document().toRawText(), None

    def _restyle(self) -> None:
        if not self._kept_html:
            return
        plan, marks, hits, hit = self._plan, self._marks, self._hits, self._hit
        top = self.verticalScrollBar().value() / max(1, self.verticalScrollBar().maximum())
        self._set_html()
        if plan is not None:
            self.place_plan(plan)
        self._marks, self._hits, self._hit = marks, hits, hit
        self.verticalScrollBar().setValue(round(top * self.verticalScrollBar().maximum()))
        self._paint_marks()


def _picture(address: str) -> QImage:
    """A picture written into the text, made smaller where it is large; empty where it is none."""
    _, _, data = address.partition(";base64,")
    try:
        buffer = QBuffer()
        buffer.setData(QByteArray(base64.b64decode(data, validate=True)))
    except (binascii.Error, ValueError):
        return QImage()
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.width() * size.height() * 4 > LARGEST_IMAGE * 1024 * 1024:
        return QImage()
    image = reader.read()
    if max(image.width(), image.height()) > LARGEST_SIDE:
        image = image.scaled(
            LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return image


def _plain(plan: Plan) -> str:
    """The whole plan in reading order, a heading over each section, pages named where they begin."""
    parts: list[str] = []
    section, page = "", None
    for passage in plan.passages:
        if passage.page != page and passage.page is not None:
            page = passage.page
            parts.append(f"<p><small>Page {page} of {plan.pages}</small></p>")
        if passage.section != section:
            section = passage.section
            title = f"Section {section}: {TITLES[section]}" if section else "Outside the sections"
            if passage.is_heading and section:
                said = passage.text.casefold().startswith(f"section {section.casefold()}")
                title = passage.text if said else f"Section {section}: {passage.text}"
            parts.append(f"<h2>{escape(title)}</h2>")
            if passage.is_heading:
                continue
        parts.append(f"<h3>{escape(passage.text)}</h3>" if passage.is_heading else f"<p>{escape(passage.text)}</p>")
    return "".join(parts)
