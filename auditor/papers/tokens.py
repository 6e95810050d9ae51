"""The words of a PDF page as pdfium tells them, each with its place as the page is seen and with what drew it.

pdfium is not thread-safe: call this in the one thread that owns it, or in a process of its own.
"""

# pypdfium2 tells only part of its types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import ctypes
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner, as the reader sees the page."""
_FINE = 1000  # pdfium gives places in whole units: thousandths of a point are enough
_ENDS_LINE = "\ufffe\x02"  # pdfium's signs for a hyphen at a line's end; no space comes after them
_OVER = 0.3  # share of the smaller of two letters by which one must lie over the other to be of another word


@dataclass(frozen=True, slots=True)
class Token:
    """What stands between two spaces: its text, its place, and its first character and end as pdfium counts them."""

    text: str
    box: Box
    start: int
    end: int
    bold: bool = False


@dataclass
class Reading:
    """The tokens of a page in the file's order, and for each the address of what drew it.

    `mute` are those whose letters the file does not tell: what stands for them is no text. `parted` says that words
    which lie over each other were taken apart.
    """

    tokens: list[Token] = field(default_factory=list[Token])
    drawn_by: list[int] = field(default_factory=list[int])
    mute: set[int] = field(default_factory=set[int])
    parted: bool = False


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


def address(handle: Any) -> int:
    """The place in memory of one of pdfium's objects, by which it is known again; 0 for none."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0 if handle else 0


def read_tokens(
    text_page: pdfium.PdfTextPage, seen: Seen, drawing: Mapping[int, tuple[int, object]] | None = None
) -> Reading:
    """All tokens of a page. Letters that lie over those before them, and were drawn apart, begin a new one.

    With `drawing`, by address when and in which face each text is drawn, so do letters of another face, and those
    that were not drawn right after the one before.
    """
    count = text_page.count_chars()
    drawn = _drawn(text_page, count)
    reading = Reading()
    text, start, by, unknown = "", 0, 0, 0
    boxes: list[Box] = []
    last: tuple[int, Box | None] = (0, None)

    def end(index: int) -> None:
        nonlocal text, unknown
        if text:
            if unknown == len(text) and not all(0xE000 <= ord(letter) < 0xF900 for letter in text):
                reading.mute.add(len(reading.tokens))
            reading.tokens.append(_token(text_page, text, boxes, start, index, seen))
            reading.drawn_by.append(by)
        text, unknown = "", 0
        boxes.clear()

    for index in range(count):
        code = raw.FPDFText_GetUnicode(text_page, index)
        letter = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if letter.isspace():
            end(index)
            continue
        here = drawn(index)
        now = (address(raw.FPDFText_GetTextObject(text_page, index)), here[0] if here else None)
        apart = _is_over(last, now) or (drawing is not None and _is_apart(drawing, last[0], now[0]))
        if text and apart and unicodedata.category(letter) not in ("Sk", "Mn"):  # an accent lies so
            end(index)
            reading.parted = True
        if not text:
            start, by = index, now[0]
        last = now
        text += "\u00ad" if letter in _ENDS_LINE else letter
        unknown += raw.FPDFText_HasUnicodeMapError(text_page, index) == 1
        boxes += here
        if letter in _ENDS_LINE:
            end(index + 1)
    end(count)
    return reading


def _is_over(last: tuple[int, Box | None], now: tuple[int, Box | None]) -> bool:
    return last[0] != now[0] and last[1] is not None and now[1] is not None and overlap(last[1], now[1]) > _OVER


def _is_apart(drawing: Mapping[int, tuple[int, object]], last: int, now: int) -> bool:
    one, other = drawing.get(last), drawing.get(now)
    return one is not None and other is not None and (one[1] != other[1] or abs(one[0] - other[0]) > 1)


def overlap(one: Box, other: Box) -> float:
    """The share of the smaller of two boxes that the other covers; 0 for one without a width or height."""
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (one, other))
    return across * down / smaller if across > 0 and down > 0 and smaller > 0 else 0.0


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
