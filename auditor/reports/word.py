"""A report, or any document made of the same blocks, as a Word file: papers for committees are edited in Word.

Real headings, lists and tables with heading rows, so that Word's own navigation and screen readers find them.
"""

# pyright: basic, reportPrivateUsage=false
# What python-docx has no face for is written into the XML below its objects, whose types it does not tell.

from __future__ import annotations

import datetime as dt
from io import BytesIO
from typing import Any, BinaryIO

import pypdfium2
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from reportlab.graphics import renderPDF

from auditor.reports import charts
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Contents,
    Facts,
    Figure,
    Heading,
    Kept,
    PageBreak,
    Panel,
    Paragraph,
    Table,
    Title,
)
from auditor.reports.details import Imprint
from auditor.reports.drawing import PRINT
from auditor.reports.fonts import letters_for
from auditor.reports.logo import read_logo
from auditor.reports.wording import readable, say

LETTERS = "Arial"
INK, INK2, ACCENT, AMBER = "1B2330", "464F5E", "0B5A5E", "7A5200"
SOFT, AMBER_SOFT, RULE = "F6F5F1", "FBF0D2", "C6C2B6"
WIDE = 17.0  # cm between the margins
DRAWN = 740  # units a chart is as wide as
# Word takes a file whose table properties stand in another order for damaged
TABLE_PARTS = ("tblStyle", "tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook", "tblCaption")
SHARP = 3  # pixels a unit
LONGEST = 255  # letters of a property of the file


def write_word(blocks: tuple[Block, ...], imprint: Imprint, file: BinaryIO) -> None:
    """Write blocks into `file`: A4, headings, tables with heading rows, charts as pictures over their tables."""
    made = _Paper(imprint)
    for block in blocks:
        made.add(block)
    made.document.save(file)


class _Paper:
    """One Word document under way."""

    def __init__(self, imprint: Imprint) -> None:
        self.document: Any = Document()
        self.accent = imprint.accent.removeprefix("#") or ACCENT
        _set_up(self.document, imprint)
        if logo := read_logo(imprint.logo):
            shape = self.document.add_picture(logo.file, height=Cm(logo.height / 10))
            shape._inline.docPr.set("descr", readable(say("report.logo", council=imprint.author)))
            self.document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.RIGHT

    def add(self, block: Block) -> None:
        """Add one block at the end."""
        match block:
            case Title(text):
                self._words(text, "Title")
            case Heading(level, text):
                self._words(text, f"Heading {level}")
            case Banner(text):
                _ground(self._words(text, "Normal", bold=True, colour=AMBER), AMBER_SOFT, AMBER)
            case Paragraph(text, role):
                note = role == "note"
                self._words(text, "Normal", colour=INK2 if note else "", size=9 if note else 0)
            case Bullets():
                self._bullets(block)
            case Facts(pairs):
                self._facts(pairs)
            case Table():
                self._table(block)
            case _:
                self._more(block)

    def _more(self, block: Figure | Panel | Kept | Contents | PageBreak) -> None:
        match block:
            case Figure():
                self._figure(block)
            case Panel(heading, inside):
                self._panel(heading, inside)
            case Kept(parts):
                for part in parts:
                    self.add(part)
            case _:
                self._pages(block)

    def _words(self, text: str, style: str, *, bold: bool = False, colour: str = "", size: float = 0) -> Any:
        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(readable(text))
        run.bold = bold or None
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)
        if size:
            run.font.size = Pt(size)
        return paragraph

    def _facts(self, pairs: tuple[tuple[str, str], ...]) -> None:
        for label, value in pairs:
            paragraph = self.document.add_paragraph(style="Normal")
            paragraph.paragraph_format.space_after = Pt(2)
            paragraph.add_run(f"{readable(label)}: ").bold = True
            paragraph.add_run(readable(value))

    def _bullets(self, block: Bullets) -> list[Any]:
        style = "List Number" if block.numbered else "List Bullet"
        number = _new_list(self.document) if block.numbered else 0
        made: list[Any] = []
        for point in block.points:
            paragraph = self.document.add_paragraph(style=style)
            if number:
                numbered = paragraph._p.get_or_add_pPr().get_or_add_numPr()
                numbered.get_or_add_ilvl().val, numbered.get_or_add_numId().val = 0, number
            if point.strong:
                paragraph.add_run(f"{readable(point.strong)} ").bold = True
            paragraph.add_run(readable(point.text))
            made.append(paragraph)
        return made

    def _panel(self, heading: str, inside: tuple[Paragraph | Bullets, ...]) -> None:
        made = [self._words(heading, "Heading 1", colour=self.accent)]
        for part in inside:
            made += self._bullets(part) if isinstance(part, Bullets) else [self._words(part.text, "Normal")]
        for paragraph in made:
            _ground(paragraph, SOFT, self.accent)

    def _table(self, table: Table) -> None:
        caption = self._words(table.caption, "Caption")
        caption.paragraph_format.keep_with_next = True
        made = self.document.add_table(rows=1, cols=len(table.columns), style="Table Grid")
        made.autofit = False
        for column, share in zip(made.columns, table.shares, strict=True):
            column.width = Cm(WIDE * share)
        _describe(made, table.caption)
        for row, cells in enumerate((table.columns, *table.rows)):
            line = made.rows[0] if row == 0 else made.add_row()
            _keep_whole(line, heading=row == 0)
            for column, (cell, text) in enumerate(zip(line.cells, cells, strict=True)):
                cell.width = Cm(WIDE * table.shares[column])
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.space_after = Pt(2)
                run = paragraph.add_run(readable(text))
                run.bold, run.font.size = row == 0 or None, Pt(8.5 if row == 0 else 9.5)
                if column in table.numeric:
                    paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
                if row == 0:
                    _shade(cell._tc.get_or_add_tcPr(), SOFT)
        self.document.add_paragraph(style="Normal").paragraph_format.space_after = Pt(4)

    def _figure(self, figure: Figure) -> None:
        """The chart as a picture with its alternative text, and its figures as a table that can be edited."""
        drawing = charts.drawn(figure.chart, PRINT, DRAWN, 1, letters_for(()).face)
        page = pypdfium2.PdfDocument(renderPDF.drawToString(drawing))[0]
        picture = BytesIO()
        page.render(scale=SHARP).to_pil().save(picture, "PNG")
        picture.seek(0)
        shape = self.document.add_picture(picture, width=Cm(WIDE))
        words = charts.alt_text(figure.chart)
        shape._inline.docPr.set("descr", readable(words))
        self._table(charts.table_of(figure.chart))

    def _pages(self, block: Contents | PageBreak) -> None:
        """Contents are a field that Word fills in; a document for reading at once has headings to go by."""
        if isinstance(block, PageBreak):
            self.document.add_page_break()
            return
        self._words(block.heading, "Heading 1")
        paragraph = self.document.add_paragraph(style="Normal")
        _field(paragraph, 'TOC \\o "1-2" \\h \\z \\u', say("word.contents"))


def _set_up(document: Any, imprint: Imprint) -> None:
    """Page, styles, language, properties and foot."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Cm(2)
    sizes = {"Normal": 11, "Title": 24, "Heading 1": 15, "Heading 2": 12, "Heading 3": 11, "Caption": 9.5}
    for name, size in sizes.items():
        style = document.styles[name]
        style.font.name, style.font.size = LETTERS, Pt(size)
        coloured = imprint.accent and name in ("Title", "Heading 1", "Heading 2")
        style.font.color.rgb = RGBColor.from_string(imprint.accent.removeprefix("#") if coloured else INK)
        style.font.italic = False
        style.font.bold = name != "Normal"
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in list(fonts.attrib):
            del fonts.attrib[key]  # a font of the theme would go before the one by name
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), LETTERS)
    borders = document.styles["Title"].element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        document.styles["Title"].element.pPr.remove(borders)
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "en-GB")
    about = document.core_properties
    title, author, subject = (readable(text)[:LONGEST] for text in (imprint.title, imprint.author, imprint.subject))
    about.title, about.author, about.subject = title, author, subject
    about.language, about.last_modified_by, about.comments = "en-GB", author, ""
    day = imprint.date or dt.datetime.now(dt.UTC).date()
    about.created = about.modified = dt.datetime.combine(day, dt.time())
    foot = section.footer.paragraphs[0]
    foot.add_run(" · ".join(readable(line) for line in imprint.short_foot) + " · ")
    before, between = say("report.page", page="|", pages="|").split("|")[:2]
    foot.add_run(before)
    _field(foot, "PAGE", "1")
    foot.add_run(between)
    _field(foot, "NUMPAGES", "1")
    for run in foot.runs:
        run.font.size = Pt(8.5)


def _new_list(document: Any) -> int:
    """A list of its own that counts from 1, made like the template's."""
    numbering = document.part.numbering_part.numbering_definitions._numbering
    style = document.styles["List Number"].element
    old = style.pPr.numPr.numId.val
    kind = next(num for num in numbering.num_lst if num.numId == old).abstractNumId.val
    made = numbering.add_num(kind)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)


def _field(paragraph: Any, code: str, shown: str) -> None:
    """A field that Word works out, with what is shown until then."""
    for kind, text in (("begin", ""), ("", code), ("separate", ""), ("shown", shown), ("end", "")):
        run = paragraph.add_run(text if kind == "shown" else "")
        if kind in ("begin", "separate", "end"):
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run._r.append(mark)
        elif not kind:
            told = OxmlElement("w:instrText")
            told.set(qn("xml:space"), "preserve")
            told.text = f" {text} "
            run._r.append(told)


def _describe(table: Any, words: str) -> None:
    """Title of a table for screen readers; its first row and column head the others."""
    properties = table._tbl.tblPr
    told = OxmlElement("w:tblCaption")
    told.set(qn("w:val"), readable(words))
    properties.append(told)
    look = properties.find(qn("w:tblLook"))
    if look is not None:
        look.set(qn("w:firstRow"), "1")
        look.set(qn("w:firstColumn"), "1")
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        line = OxmlElement(f"w:{side}")
        across = side in ("top", "bottom", "insideH")
        for name, value in (("val", "single"), ("sz", "4"), ("color", RULE)) if across else (("val", "nil"),):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    properties.append(borders)
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "57")  # twentieths of a point: a millimetre
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    properties.append(margins)
    properties[:] = sorted(properties, key=lambda part: TABLE_PARTS.index(part.tag.rpartition("}")[2]))


def _keep_whole(row: Any, *, heading: bool) -> None:
    """No row is parted by the end of a page; the heading row is repeated on the next."""
    properties = row._tr.get_or_add_trPr()
    for name in ("w:cantSplit", *(["w:tblHeader"] if heading else [])):
        properties.append(OxmlElement(name))


def _ground(paragraph: Any, ground: str, bar: str) -> None:
    """A coloured ground with a bar at the left."""
    properties = paragraph._p.get_or_add_pPr()
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "8"), ("color", bar)):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:rPr"
    )
    _shade(properties, ground)


def _shade(properties: Any, ground: str) -> None:
    made = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", ground)):
        made.set(qn(f"w:{name}"), value)
    after = ("w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:outlineLvl", "w:vAlign", "w:rPr")
    properties.insert_element_before(made, *after)
