"""What of a page's words can be seen, and what is seen of it that a first reading does not tell.

pdfium is not thread-safe: call this in the one thread that owns it, or in a process of its own.
"""

# pypdfium2 tells only part of its types
# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false

import ctypes
import math
from contextlib import closing
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from auditor.papers.tokens import Box, Seen, Token, address, read_tokens

DEPTH = 5  # forms within forms that are looked into
_LONGEST = 4000  # pixels of a page's longer side
_SHADES = 4  # of 256: where a word's place differs by no more, nothing is seen there
_TURNS = 4  # how often a word may be drawn in one place
_REPLACED = b"ActualText"


class Shades:
    """A page as it is seen, to ask of a place whether anything is drawn there."""

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._scale = min(1.0, _LONGEST / max(*page.get_size(), 1))
        sheet: Any = page  # its scale is said to be whole, and need not be
        try:
            with closing(sheet.render(scale=self._scale, grayscale=True)) as bitmap:
                self._image: Any = bitmap.to_pil().convert("L").copy()
        except pdfium.PdfiumError:  # then nobody knows
            self._image = None

    def is_blank(self, box: Box) -> bool:
        """Whether nothing is seen at a place: white on white, behind a sheet, cut away, in no ink, beside the page.

        The place of a scan's hidden text is not blank, since its picture shows the words.
        """
        if self._image is None or box == (0, 0, 0, 0):  # that one has no place
            return False
        left, top = (max(0, math.floor(side * self._scale)) for side in box[:2])
        ends = zip(box[2:], self._image.size, strict=True)
        right, bottom = (min(most, math.ceil(side * self._scale)) for side, most in ends)
        if right <= left or bottom <= top:
            return True
        darkest, lightest = self._image.crop((left, top, right, bottom)).getextrema()
        return lightest - darkest <= _SHADES


def told_once(page: pdfium.PdfPage, text_page: pdfium.PdfTextPage, seen: Seen) -> list[Token]:
    """Words that reading a page once leaves out: those drawn again beside themselves, and those that a text replaces.

    The page tells less afterwards: open it anew for anything else.
    """
    found: list[Token] = []
    objects = {address(one.raw): one for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEPTH)}
    told = _told(text_page)
    for _ in range(_TURNS):
        replaced = {at for at in told if at in objects and _without_replacement(objects[at])}
        for at in told - replaced:
            if (done := objects.pop(at, None)) is not None:
                raw.FPDFPageObj_SetIsActive(done, False)
        if not objects:
            break
        with closing(page.get_textpage()) as again:
            told = _told(again)
            if not told & objects.keys():
                break
            found += read_tokens(again, seen).tokens
    return found


def drawing(page: pdfium.PdfPage) -> dict[int, tuple[int, object]]:
    """When each text of a page is drawn, as a number, and in which font, size and way; each by its address."""
    drawn: dict[int, tuple[int, object]] = {}
    for number, one in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT], max_depth=DEPTH)):
        size, name = ctypes.c_float(), ctypes.create_string_buffer(128)
        raw.FPDFTextObj_GetFontSize(one, ctypes.byref(size))
        raw.FPDFFont_GetBaseFontName(raw.FPDFTextObj_GetFont(one), name, 128)
        face = (name.value, round(size.value, 1), raw.FPDFTextObj_GetTextRenderMode(one))
        drawn[address(one.raw)] = number, face
    return drawn


def _told(text_page: pdfium.PdfTextPage) -> set[int]:
    """What the words of a page are drawn by, as far as a reading tells them."""
    every = {address(raw.FPDFText_GetTextObject(text_page, index)) for index in range(text_page.count_chars())}
    return every - {0}


def _without_replacement(text: Any) -> bool:
    """Take the text away that a file gives in the place of one it draws; whether there was any."""
    marks = [raw.FPDFPageObj_GetMark(text, number) for number in range(max(raw.FPDFPageObj_CountMarks(text), 0))]
    taken = False
    for mark in marks:
        if raw.FPDFPageObjMark_GetParamValueType(mark, _REPLACED) != raw.FPDF_OBJECT_UNKNOWN:
            taken |= bool(raw.FPDFPageObjMark_RemoveParam(text, mark, _REPLACED))
    return taken
