"""A new PDF of page pictures with bars, and the words that remain as text nobody sees and every reader can read.

Nothing of the old file is taken over: pictures are painted anew, and text is set anew in a face of our own. So what was
removed is in no stream, no font, no outline, no form, no attachment and no metadata.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownArgumentType=false
# pyright: reportUnknownVariableType=false, reportPrivateUsage=false, reportAttributeAccessIssue=false

import io
import zlib
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
from PIL import Image, ImageDraw
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFImageXObject, PDFName

from auditor.papers.pages import PageWords, Paragraph
from auditor.papers.tokens import Box, Token
from auditor.reports.fonts import Letters, letters_for
from auditor.reports.tagging import Element, TaggedCanvas

DPI = 150
LONGEST = 4000  # pixels of a page's longer side: a poster is set coarser, so that it fills no memory
_SHADES = bytes(min(15, (value + 8) // 17) for value in range(256))  # 256 greys to 16
_HIGH = bytes((value << 4) & 0xFF for value in range(256))
_LARGE = 350_000  # bytes: a page with photographs is smaller as JPEG
_QUALITY = 72
_AROUND = 0.8  # points that a bar reaches over the letters it covers
_LOST = str.maketrans({"\uf0b7": "•", "\uf0a7": "•", "\uf0d8": "•", "\u00ad": "-"})


@dataclass(frozen=True)
class PageOut:
    """What goes on a page of the copy: the tokens taken out, by number, and the boxes drawn by hand."""

    words: PageWords
    removed: Collection[int]
    boxes: Sequence[Box] = ()


def page_copy(
    document: pdfium.PdfDocument,
    pages: Sequence[PageOut],
    *,
    mark: str,
    title: str,
    about: Mapping[str, str],
    when: float,
    between: Callable[[int], object],
) -> bytes:
    """The copy's bytes. `mark` stands in the text where words were; `about` goes into the file's own properties.

    `when` is the moment the file says it was made, in seconds since 1970.
    """
    texts = [token.text.translate(_LOST) for page in pages for token in _kept(page)]
    letters = letters_for([*texts, mark, title, *about.values()])
    out = io.BytesIO()
    canvas = TaggedCanvas(out, when=when, font=letters.regular, pagesize=(595, 842))
    canvas.setTitle(title)
    canvas.setAuthor("EHCP Auditor")
    canvas.setCreator("EHCP Auditor")
    canvas.setSubject(about["subject"])
    canvas.setKeywords(about["keywords"])
    for page in pages:
        words = page.words
        canvas.setPageSize((words.width, words.height))
        bars = bars_of(page)
        _draw_picture(canvas, _painted(document, words, bars), words)
        _set_text(canvas, page, letters, mark)
        canvas.showPage()
        between(words.number)
    canvas.save()
    return out.getvalue()


def bars_of(page: PageOut) -> list[Box]:
    """What is covered: each run of removed words beside each other by one bar, and the boxes drawn by hand.

    A removed word without a place covers the whole page.
    """
    bars: list[Box] = list(page.boxes)
    last: Box | None = None
    for number, token in enumerate(page.words.tokens):
        if number not in page.removed:
            last = None
            continue
        box = token.box
        if box == (0, 0, 0, 0):
            return [(0, 0, page.words.width, page.words.height)]
        if last is not None and abs(last[1] - box[1]) < 3 and 0 <= box[0] - last[2] < (box[3] - box[1]):
            bars.pop()
            box = (last[0], min(last[1], box[1]), box[2], max(last[3], box[3]))
        bars.append(box)
        last = box
    return bars


def _kept(page: PageOut) -> list[Token]:
    return [token for number, token in enumerate(page.words.tokens) if number not in page.removed]


def _painted(document: pdfium.PdfDocument, words: PageWords, bars: Sequence[Box]) -> Image.Image:
    """The page in 256 greys, with black bars; what lay under them is painted over in memory."""
    scale = min(DPI / 72, LONGEST / max(words.width, words.height, 1))
    size = (max(1, round(words.width * scale)), max(1, round(words.height * scale)))
    try:
        with closing(document[words.number - 1]) as page, closing(_render(page, scale)) as bitmap:
            image: Image.Image = bitmap.to_pil().convert("L").copy()
    except pdfium.PdfiumError:
        return Image.new("L", size, 255)  # damaged: the program showed a blank sheet too
    draw = ImageDraw.Draw(image)
    for token in words.unseen:  # a shade beside the sheet's own may still be told by a machine
        _wipe(image, token.box, scale)
    for left, top, right, bottom in bars:
        corners = (left - _AROUND, top - _AROUND, right + _AROUND, bottom + _AROUND)
        draw.rectangle([value * scale for value in corners], fill=0)
    return image


def _wipe(image: Image.Image, box: Box, scale: float) -> None:
    """Give a place, at which nothing is seen, one shade."""
    left, top, right, bottom = (round(side * scale) for side in box)
    corners = (max(0, left), max(0, top), min(image.width, right), min(image.height, bottom))
    if corners[2] > corners[0] and corners[3] > corners[1]:
        lightest = image.crop(corners).getextrema()[1]
        image.paste(lightest, corners)


def _render(page: Any, scale: float) -> Any:
    return page.render(scale=scale, grayscale=True)


def _draw_picture(canvas: TaggedCanvas, image: Image.Image, words: PageWords) -> None:
    name = f"page{words.number}"
    picture: Any = PDFImageXObject(name)
    picture.width, picture.height = image.size
    picture._filters, picture.streamContent, picture.bitsPerComponent = _packed(image)
    canvas._currentPageHasImages = 1
    canvas._doc.Reference(picture, canvas._doc.getXObjectName(name))
    canvas._doc.addForm(name, picture)
    canvas._formsinuse.append(name)
    # with words on the page the picture is its ground; without, it is all there is
    holder = canvas.artifact() if words.paragraphs or words.is_empty else canvas.content(_figure(words))
    with holder:
        canvas.saveState()
        canvas.scale(words.width, words.height)
        canvas._code.append(f"/{canvas._doc.getXObjectName(name)} Do")
        canvas.restoreState()


def _figure(words: PageWords) -> Element:
    layout = PDFDictionary(
        {
            "O": PDFName("Layout"),
            "Placement": PDFName("Block"),
            "BBox": PDFArray([0, 0, round(words.width, 2), round(words.height, 2)]),
        }
    )
    return Element("Figure", Alt=f"Page {words.number}: a picture whose words cannot be read aloud", A=layout)


def _packed(image: Image.Image) -> tuple[tuple[str, ...], bytes, int]:
    """Filters, content and bits a sample: 16 greys without loss, or JPEG where photographs make that large."""
    width, height = image.size
    if width % 2:
        # rows begin at whole bytes
        wider = Image.new("L", (width + 1, height), 255)
        wider.paste(image, (0, 0))
        data = wider.tobytes()
    else:
        data = image.tobytes()
    shades = data.translate(_SHADES)
    high, low = shades[0::2].translate(_HIGH), shades[1::2]
    both = (int.from_bytes(high) | int.from_bytes(low)).to_bytes(len(low))
    packed = zlib.compress(both, 6)
    if len(packed) > _LARGE:
        jpeg = io.BytesIO()
        image.save(jpeg, "JPEG", quality=_QUALITY)
        if len(jpeg.getvalue()) < len(packed):
            return ("DCTDecode",), jpeg.getvalue(), 8
    return ("FlateDecode",), packed, 4


def _set_text(canvas: TaggedCanvas, page: PageOut, letters: Letters, mark: str) -> None:
    """Each paragraph as one element, each word at its place, a mark where words were taken out."""
    for paragraph in page.words.paragraphs:
        pieces = _pieces(page, paragraph, mark)
        if not pieces:
            continue
        element = Element("H1" if paragraph.is_heading else "P")
        with canvas.artifact("Pagination") if paragraph.is_running else canvas.content(element):
            for text, box, bold in pieces:
                _set_word(canvas, letters, text, box, bold, page.words.height)


def _pieces(page: PageOut, paragraph: Paragraph, mark: str) -> list[tuple[str, Box, bool]]:
    """The words of a paragraph that are set, with one mark for each run of words taken out."""
    pieces: list[tuple[str, Box, bool]] = []
    in_run = False
    for number in paragraph.tokens:
        token = page.words.tokens[number]
        if number in page.removed:
            if not in_run and mark:
                pieces.append((mark, token.box, False))
            in_run = True
            continue
        in_run = False
        pieces.append((token.text.translate(_LOST), token.box, token.bold))
    return pieces


def _set_word(canvas: TaggedCanvas, letters: Letters, text: str, box: Box, bold: bool, height: float) -> None:
    written = letters.write(text)
    left, top, right, bottom = box
    if not written or right <= left or bottom <= top:
        return
    name = letters.bold if bold else letters.regular
    ascent, descent = pdfmetrics.getAscentDescent(name)
    size = max(1.0, (bottom - top) * 1000 / max(ascent - descent, 1))
    wide = pdfmetrics.stringWidth(written, name, size)
    line = canvas.beginText()
    line.setTextRenderMode(3)
    line.setFont(name, size)
    line.setHorizScale(100 * (right - left) / wide if wide else 100)
    line.setTextOrigin(left, height - bottom - descent * size / 1000)
    line.textOut(f"{written} ")
    canvas.drawText(line)
