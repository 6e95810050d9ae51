"""PDF plans to words with their places, and the lines drawn around them, page by page.

pdfium is not thread-safe: read plans in the one thread that owns it.
"""

# pypdfium2 tells only part of its types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import ctypes
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.plan_reader.word import corrupt
from db.errors import UserError

MOST_PAGES = 1000  # longer files are read so far; a plan with all its advice seldom reaches 200
MOST_LETTERS = 60_000  # on one page: far more than anybody can read
MOST_DRAWINGS = 20_000  # on one page: pages beyond hold pictures drawn as lines, not tables
_THIN = 3.0  # points: a filled shape as thin as this is a drawn line
_WRONG_PASSWORD = 4  # FPDF_ERR_PASSWORD
_FORCE_BOLD = 1 << 18  # font descriptor flag, ISO 32000-1 table 123


@dataclass(frozen=True, slots=True)
class Word:
    """A word on a page: points from the bottom left as the reader sees the page, and its characters' range."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    bold: bool
    start: int
    end: int

    @property
    def size(self) -> float:
        """Its height, about 1.15 times the size of its letters."""
        return self.top - self.bottom

    @property
    def middle(self) -> float:
        """Half-way up."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn straight line: `at` is its place across, `start` to `end` its length along, in points."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Page:
    """What one page shows. `across` and `down` are the horizontal and vertical rules."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list[Word])
    across: list[Rule] = field(default_factory=list[Rule])
    down: list[Rule] = field(default_factory=list[Rule])
    is_picture: bool = False


def read_pages(
    content: bytes, name: str, password: str | None = None, between: Callable[[], object] = lambda: None
) -> tuple[list[Page], list[str]]:
    """Every page, and sentences about what was not read. `between` is called after each page, and may raise to stop.

    Raises UserError: `plan_password` (it needs one), `plan_wrong_password`, `plan_corrupt`.
    """
    notes: list[str] = []
    try:
        with closing(open_pdf(content, name, password)) as document:
            count = len(document)
            if count == 0:
                raise corrupt(name)
            if count > MOST_PAGES:
                notes.append(f"The file has {count:,} pages. Only the first {MOST_PAGES:,} were read.")
            pages: list[Page] = []
            for number in range(min(count, MOST_PAGES)):
                pages.append(_page(document, number))
                between()
    except pdfium.PdfiumError as problem:
        raise corrupt(name) from problem
    unread = [str(page.number) for page in pages if len(page.words) == 0 and page.height == 0]
    if unread:
        if len(unread) == len(pages):
            raise corrupt(name)
        notes.append(f"Damaged and not read: page {', '.join(unread)}.")
    return pages, notes


def open_pdf(content: bytes, name: str, password: str | None) -> pdfium.PdfDocument:
    """An open document, to be closed by the same thread. Raises UserError as `read_pages` does."""
    try:
        return pdfium.PdfDocument(content, password=password)
    except pdfium.PdfiumError as problem:
        if problem.err_code != _WRONG_PASSWORD:
            raise corrupt(name) from problem
        if password:
            raise UserError(
                "plan_wrong_password", f"That password does not open {name}. Check capital letters and try again."
            ) from problem
        raise UserError("plan_password", f"{name} is protected by a password. Type it to open the plan.") from problem


def _page(document: pdfium.PdfDocument, index: int) -> Page:
    try:
        with closing(document[index]) as page:
            with closing(page.get_textpage()) as text_page:
                words, angle = _words(text_page)
            turn = _Turn(angle, *page.get_size(), page.get_rotation())
            read = Page(index + 1, turn.width, turn.height, [turn.word(word) for word in words])
            if words:
                read.across, read.down = _rules(page, turn)
            else:
                read.is_picture = (
                    next(iter(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3)), None) is not None
                )
            return read
    except pdfium.PdfiumError:
        return Page(index + 1, 0, 0)


class _Turn:
    """Turns a page until its writing runs from left to right.

    `angle` is how far clockwise the writing is turned: 0, 90, 180 or 270.
    """

    def __init__(self, angle: int, width: float, height: float, rotation: int) -> None:
        self._angle = angle
        # pdfium gives the size as shown, and places as drawn
        self._wide, self._high = (height, width) if rotation in (90, 270) else (width, height)
        self.width, self.height = (self._high, self._wide) if angle in (90, 270) else (self._wide, self._high)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point of the page as drawn stands on the turned page."""
        if self._angle == 270:
            return y, self._wide - x
        if self._angle == 180:
            return self._wide - x, self._high - y
        if self._angle == 90:
            return self._high - y, x
        return x, y

    def word(self, word: Word) -> Word:
        """The same word on the turned page."""
        if self._angle == 0:
            return word
        left, bottom = self.point(word.left, word.bottom)
        right, top = self.point(word.right, word.top)
        left, right, bottom, top = min(left, right), max(left, right), min(bottom, top), max(bottom, top)
        return Word(word.text, left, right, bottom, top, word.bold, word.start, word.end)


def _words(text_page: pdfium.PdfTextPage) -> tuple[list[Word], int]:
    """The words of a page as drawn, and the angle most of them are written at."""
    count = min(text_page.count_chars(), MOST_LETTERS)
    if count <= 0:
        return [], 0
    text = text_page.get_text_range(0, count)
    words: list[Word] = []
    angles: Counter[int] = Counter()
    # the hyphen at a line's end comes as U+FFFE, without the line break that follows it
    for found in re.finditer("[^\\s\ufffe]+\ufffe?", text):
        start, end = (_index(text_page, text, place, count) for place in (found.start(), found.end() - 1))
        first, last = _box(text_page, start), _box(text_page, end)
        if first is None or last is None:
            first = last = first or last
        if first is None or last is None:
            continue
        # zip joins the two boxes edge by edge
        left, right, bottom, top = (pick(a, b) for pick, a, b in zip((min, max, min, max), first, last, strict=True))
        angles[_angle(text_page, start)] += 1
        words.append(
            Word(
                found.group().replace("\ufffe", "\u00ad"),
                left,
                right,
                bottom,
                top,
                _is_bold(text_page, start),
                start,
                end + 1,
            )
        )
    return words, angles.most_common(1)[0][0] if angles else 0


def _index(text_page: pdfium.PdfTextPage, text: str, place: int, count: int) -> int:
    """Which of pdfium's characters stands at a place of the text; they part where pdfium leaves some out."""
    if len(text) == count:
        return place
    return max(raw.FPDFText_GetCharIndexFromTextIndex(text_page, place), 0)


def _box(text_page: pdfium.PdfTextPage, index: int) -> tuple[float, float, float, float] | None:
    """Left, right, bottom and top of a character, as tall as its font."""
    box = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(box)):
        return None
    return box.left, box.right, box.bottom, box.top


def _angle(text_page: pdfium.PdfTextPage, index: int) -> int:
    """How far clockwise a character is turned: 0, 90, 180 or 270."""
    radians = raw.FPDFText_GetCharAngle(text_page, index)
    return round(radians * 2 / 3.14159265) % 4 * 90 if radians > 0 else 0


def _is_bold(text_page: pdfium.PdfTextPage, index: int) -> bool:
    if raw.FPDFText_GetFontWeight(text_page, index) >= 600:
        return True
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(text_page, index, name, 128, ctypes.byref(flags))
    return bool(flags.value & _FORCE_BOLD) or bool(re.search(rb"(?i)bold|black|heavy|demi", name.value))


def _rules(page: pdfium.PdfPage, turn: _Turn) -> tuple[list[Rule], list[Rule]]:
    """The straight lines drawn on a page: those across, and those down."""
    across: list[Rule] = []
    down: list[Rule] = []
    for number, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1)):
        if number >= MOST_DRAWINGS or len(across) + len(down) > MOST_DRAWINGS:
            return [], []
        for begin, end in _strokes(shape):
            (x1, y1), (x2, y2) = turn.point(*begin), turn.point(*end)
            if abs(y1 - y2) <= 1 < abs(x1 - x2):
                across.append(Rule((y1 + y2) / 2, min(x1, x2), max(x1, x2)))
            elif abs(x1 - x2) <= 1 < abs(y1 - y2):
                down.append(Rule((x1 + x2) / 2, min(y1, y2), max(y1, y2)))
    return across, down


Point = tuple[float, float]


def _strokes(shape: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    """The straight pieces of a shape that are seen as lines: stroked, or filled and thin."""
    left, bottom, right, top = shape.get_bounds()
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(shape, ctypes.byref(fill), ctypes.byref(stroke))
    if right - left <= _THIN or top - bottom <= _THIN:
        if fill.value or stroke.value:
            if right - left > top - bottom:
                yield (left, (bottom + top) / 2), (right, (bottom + top) / 2)
            else:
                yield ((left + right) / 2, bottom), ((left + right) / 2, top)
        return
    if stroke.value:
        yield from _pieces(shape)


def _pieces(shape: pdfium.PdfObject) -> Iterator[tuple[Point, Point]]:
    matrix = shape.get_matrix()
    x, y = ctypes.c_float(), ctypes.c_float()
    begin = last = None
    for number in range(min(raw.FPDFPath_CountSegments(shape), 4 * MOST_DRAWINGS)):
        segment = raw.FPDFPath_GetPathSegment(shape, number)
        if not raw.FPDFPathSegment_GetPoint(segment, ctypes.byref(x), ctypes.byref(y)):
            continue
        point: Point = matrix.on_point(x.value, y.value)
        kind = raw.FPDFPathSegment_GetType(segment)
        if kind == raw.FPDF_SEGMENT_MOVETO:
            begin = point
        elif kind == raw.FPDF_SEGMENT_LINETO and last is not None:
            yield last, point
        last = point
        if begin is not None and begin != point and raw.FPDFPathSegment_GetClose(segment):
            yield point, begin
