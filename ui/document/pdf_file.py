"""An open PDF: sizes, pictures of parts of pages, characters. One thread makes it, uses it and closes it."""

import ctypes
import math
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import closing

import pypdfium2 as pdfium
import pypdfium2.raw as raw
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from auditor.papers.tokens import Seen
from auditor.plan_reader.pdf import open_pdf
from ui.document.folding import Folded
from ui.document.page_text import Box, PageText

BAND = 1024
"""Height of one picture of a page, in device pixels: pages are painted in bands, so that zoom costs no memory."""
_OPEN_PAGES = 16  # kept parsed; a parsed page of text takes some 100 kB
Hit = tuple[int, int, int, tuple[Box, ...]]
"""Page from 0, first character, end, and the boxes to mark."""


class PdfFile:
    """Pages are counted from 0 here, and lengths are in points as the reader sees the page."""

    def __init__(self, content: bytes, name: str, password: str | None) -> None:
        """Raises UserError: `plan_password`, `plan_wrong_password`, `plan_corrupt`."""
        self._document = open_pdf(content, name, password)
        if self._document.get_formtype() in (raw.FORMTYPE_ACRO_FORM, raw.FORMTYPE_XFA_FOREGROUND):
            self._document.init_forms()  # what was typed into a form is part of the plan
        self.sizes = tuple(self._size(number) for number in range(len(self._document)))
        self._pages: OrderedDict[int, pdfium.PdfPage] = OrderedDict()

    def close(self) -> None:
        """Give back everything pdfium holds."""
        for page in self._pages.values():
            page.close()
        self._pages.clear()
        self._document.close()

    def picture(self, number: int, scale: float, band: int, paper: str) -> QImage:
        """One band of a page at `scale` device pixels a point. `paper` is its colour, or `inverted`."""
        width, height = (max(1, math.ceil(side * scale)) for side in self.sizes[number])
        top = band * BAND
        image = QImage(width, max(1, min(BAND, height - top)), QImage.Format.Format_RGB32)
        image.fill(Qt.GlobalColor.white)
        page = self._page(number)
        if page is not None:
            self._draw(page, image, top, width, height)
        if paper == "inverted":
            image.invertPixels()
        elif paper.lower() != "#ffffff":
            painter = QPainter(image)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.fillRect(image.rect(), QColor(paper))
            painter.end()
        return image

    def text(self, number: int) -> PageText:
        """The characters of a page; none where it is damaged or a picture."""
        page = self._page(number)
        if page is None:
            return PageText("", ())
        with closing(page.get_textpage()) as text_page:
            count = text_page.count_chars()
            letters: list[str] = []
            boxes: list[float] = []
            seen = Seen(page)
            rect = raw.FS_RECTF()
            for index in range(count):
                code = raw.FPDFText_GetUnicode(text_page, index)
                letters.append(chr(code) if 0 < code < 0x110000 else " ")
                given = raw.FPDFText_GetLooseCharBox(text_page, index, ctypes.byref(rect))
                boxes += seen.box(rect.left, rect.bottom, rect.right, rect.top) if given else (0, 0, 0, 0)
        return PageText("".join(letters), boxes)

    def find(self, number: int, words: str) -> Iterator[Hit]:
        """Every place of `words` on a page."""
        page = self._page(number)
        if page is None:
            return
        with closing(page.get_textpage()) as text_page:
            count = text_page.count_chars()
            text = text_page.get_text_range(0, count) if count > 0 else ""
            if len(text) != count:  # some characters count twice or not at all in the text as a whole
                codes = (raw.FPDFText_GetUnicode(text_page, index) for index in range(count))
                text = "".join(chr(code) if 0 < code < 0x110000 else " " for code in codes)
            seen = Seen(page)
            for start, end in Folded(text).find(words):
                boxes = range(text_page.count_rects(start, end - start))
                yield number, start, end, tuple(seen.box(*text_page.get_rect(box)) for box in boxes)

    def _size(self, number: int) -> tuple[float, float]:
        """As shown. A damaged page stands as a blank sheet of A4."""
        try:
            width, height = self._document.get_page_size(number)
        except pdfium.PdfiumError:
            return 595.0, 842.0
        return (width, height) if width > 0 and height > 0 else (595.0, 842.0)

    def _page(self, number: int) -> pdfium.PdfPage | None:
        if number in self._pages:
            self._pages.move_to_end(number)
            return self._pages[number]
        try:
            page = self._document[number]
        except pdfium.PdfiumError:
            return None
        self._pages[number] = page
        while len(self._pages) > _OPEN_PAGES:
            self._pages.popitem(last=False)[1].close()
        return page

    def _draw(self, page: pdfium.PdfPage, image: QImage, top: int, width: int, height: int) -> None:
        """Have pdfium draw into the image's own memory."""
        memory = (ctypes.c_ubyte * image.sizeInBytes()).from_buffer(image.bits())
        bitmap = raw.FPDFBitmap_CreateEx(
            image.width(), image.height(), raw.FPDFBitmap_BGRx, memory, image.bytesPerLine()
        )
        try:
            place = (0, -top, width, height, 0, raw.FPDF_ANNOT)
            raw.FPDF_RenderPageBitmap(bitmap, page, *place)
            if page.formenv:
                raw.FPDF_FFLDraw(page.formenv, bitmap, page, *place)
        finally:
            raw.FPDFBitmap_Destroy(bitmap)
