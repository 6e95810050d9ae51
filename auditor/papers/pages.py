"""The words of a PDF page and where they stand as the page is seen, for covering them and for setting them again.

pdfium is not thread-safe: call this in the one thread that owns it, or in a process of its own.
"""

# pypdfium2 tells only part of its types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import ctypes
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.plan_reader.pdf import open_pdf
from auditor.plan_reader.plan import Passage, Plan

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner, as the reader sees the page."""
_FINE = 1000  # pdfium gives places in whole units: thousandths of a point are enough
_ENDS_LINE = "\ufffe\x02"  # pdfium's signs for a hyphen at a line's end; no space comes after them
_MARGIN = 0.12  # share of the page's height in which running lines stand


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two spaces: its text, its place, and its first character and end as pdfium counts them."""

    text: str
    box: Box
    start: int
    end: int
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Tokens of one page that are read together, by their numbers. Running lines are read last, or passed over."""

    tokens: tuple[int, ...]
    is_heading: bool = False
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class PageWords:
    """One page: its size in points as seen, its tokens as written, and its paragraphs in reading order.

    `pictures` counts the pictures on it, whose words nobody can find.
    """

    number: int
    width: float
    height: float
    tokens: tuple[Token, ...]
    paragraphs: tuple[Paragraph, ...]
    pictures: int = 0


def flattened(content: bytes, name: str, password: str | None) -> tuple[bytes, str | None]:
    """A PDF whose form fields and notes are part of its pages, and its password; as it was where there are none.

    What somebody typed into a form can be seen on a page and is no text of it: a name there would not be found.
    Raises UserError as `open_pdf` does.
    """
    with closing(open_pdf(content, name, password)) as document:
        if document.get_formtype():
            document.init_forms()
        changed = False
        for index in range(len(document)):
            try:
                page = document[index]
            except pdfium.PdfiumError:  # damaged: it is shown by nobody
                continue
            with closing(page):
                noted = raw.FPDFPage_GetAnnotCount(page) > 0
                changed |= noted and raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
        if not changed:
            return content, password
        out = io.BytesIO()
        document.save(out, flags=raw.FPDF_REMOVE_SECURITY)
    return out.getvalue(), None


def words_of(document: pdfium.PdfDocument, plan: Plan, between: Callable[[int], object]) -> list[PageWords]:
    """The words of every page. `plan` is the same document as read; `between` is told each page's number."""
    passages: dict[int, list[Passage]] = {}
    for passage in plan.passages:
        if passage.page is not None:
            passages.setdefault(passage.page, []).append(passage)
    pages: list[PageWords] = []
    for index in range(len(document)):
        pages.append(_page(document, index, passages.get(index + 1, [])))
        between(index + 1)
    return pages


def _page(document: pdfium.PdfDocument, index: int, passages: Sequence[Passage]) -> PageWords:
    try:
        page = document[index]
    except pdfium.PdfiumError:  # damaged: nothing of it can be shown either
        return PageWords(index + 1, 595, 842, (), ())
    with closing(page), closing(page.get_textpage()) as text_page:
        width, height = page.get_size()
        seen = Seen(page)
        tokens = tuple(
            token for token in _tokens(text_page, seen) if _is_on_page(token.box, width, height)
        )  # what was cropped away is not carried on
        pictures = sum(1 for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    return PageWords(index + 1, width, height, tokens, _paragraphs(tokens, passages, height), pictures)


class Seen:
    """From pdfium's places (up from the bottom, before rotation and cropping) to places as seen."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        wide, high = (round(side * _FINE) for side in page.get_size())

        def seen(x: float, y: float) -> tuple[float, float]:
            across, down = ctypes.c_int(), ctypes.c_int()
            raw.FPDF_PageToDevice(page, 0, 0, wide, high, 0, x, y, ctypes.byref(across), ctypes.byref(down))
            return across.value / _FINE, down.value / _FINE

        self._x0, self._y0 = seen(0, 0)
        far = 1000.0
        (ax, ay), (bx, by) = seen(far, 0), seen(0, far)
        self._ax, self._ay = (ax - self._x0) / far, (ay - self._y0) / far
        self._bx, self._by = (bx - self._x0) / far, (by - self._y0) / far

    def box(self, left: float, bottom: float, right: float, top: float) -> Box:
        """A box as seen."""
        xs = [self._x0 + self._ax * x + self._bx * y for x, y in ((left, bottom), (right, top))]
        ys = [self._y0 + self._ay * x + self._by * y for x, y in ((left, bottom), (right, top))]
        return min(xs), min(ys), max(xs), max(ys)


def _tokens(text_page: pdfium.PdfTextPage, seen: Seen) -> Iterator[Token]:
    count = text_page.count_chars()
    drawn = _drawn(text_page, count)
    text, start = "", 0
    boxes: list[Box] = []
    for index in range(count + 1):
        code = raw.FPDFText_GetUnicode(text_page, index) if index < count else 0x20
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter.isspace():
            if text:
                yield _token(text_page, text, boxes, start, index, seen)
            text, boxes = "", []
            continue
        if not text:
            start = index
        text += "\u00ad" if letter in _ENDS_LINE else letter
        boxes += drawn(index)
        if letter in _ENDS_LINE:
            yield _token(text_page, text, boxes, start, index + 1, seen)
            text, boxes = "", []


def _token(text_page: pdfium.PdfTextPage, text: str, boxes: Sequence[Box], start: int, end: int, seen: Seen) -> Token:
    # as drawn and as seen differ by quarter turns and shifts alone, so that one box around all can be turned
    around = seen.box(*around_all(boxes)) if boxes else (0.0, 0.0, 0.0, 0.0)
    return Token(text, around, start, end, raw.FPDFText_GetFontWeight(text_page, start) >= 600)


def _drawn(text_page: pdfium.PdfTextPage, count: int) -> Callable[[int], list[Box]]:
    """Tells where a character is drawn (left, bottom, right, top): as tall as its font, and all of its ink."""
    rect, sides = raw.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    rect_at, sides_at = ctypes.byref(rect), [ctypes.byref(side) for side in sides]
    left, right, bottom, top = sides

    def drawn(index: int) -> list[Box]:
        boxes: list[Box] = []
        if index < count and raw.FPDFText_GetLooseCharBox(text_page, index, rect_at):
            boxes.append((rect.left, rect.bottom, rect.right, rect.top))
        if index < count and raw.FPDFText_GetCharBox(text_page, index, *sides_at):
            boxes.append((left.value, bottom.value, right.value, top.value))
        return [box for box in boxes if box[2] > box[0] or box[3] > box[1]]

    return drawn


def around_all(boxes: Sequence[Box]) -> Box:
    """The smallest box around some."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def _is_on_page(box: Box, width: float, height: float) -> bool:
    across, down = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return box == (0, 0, 0, 0) or (-1 <= across <= width + 1 and -1 <= down <= height + 1)


def _paragraphs(tokens: Sequence[Token], passages: Sequence[Passage], height: float) -> tuple[Paragraph, ...]:
    """Tokens in reading order: the passages of the plan, then what belongs to none of them, line by line."""
    left = dict.fromkeys(range(len(tokens)))
    made: list[Paragraph] = []
    for passage in passages:
        mine = tuple(
            number for number in left if any(s <= tokens[number].start < e for s, e in passage.spans)
        )  # a passage of several sections is told once
        if mine:
            made.append(Paragraph(mine, passage.is_heading))
            for number in mine:
                del left[number]
    line: list[int] = []
    for number in left:
        if line and not _is_beside(tokens[line[-1]].box, tokens[number].box):
            made.append(_loose(line, tokens, height))
            line = []
        line.append(number)
    if line:
        made.append(_loose(line, tokens, height))
    return tuple(made)


def _loose(line: Sequence[int], tokens: Sequence[Token], height: float) -> Paragraph:
    middle = sum(tokens[line[0]].box[1::2]) / 2
    edge = middle < _MARGIN * height or middle > (1 - _MARGIN) * height
    return Paragraph(tuple(line), is_running=edge)


def _is_beside(before: Box, box: Box) -> bool:
    """Whether two words stand in one line."""
    return abs((before[1] + before[3]) - (box[1] + box[3])) < (before[3] - before[1]) and box[0] >= before[0]
