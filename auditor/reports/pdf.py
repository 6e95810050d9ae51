"""A report, or any document made of the same blocks, as a tagged PDF on A4."""

# pyright: reportIncompatibleMethodOverride=false
# ruff: noqa: ARG002, N803
# ReportLab chooses the arguments of what is overridden, and its stubs name them otherwise than its code.

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO, cast
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.platypus import BaseDocTemplate, CondPageBreak, Flowable, Frame, KeepTogether, PageTemplate, Spacer
from reportlab.platypus import PageBreak as NewPage

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
from auditor.reports.fonts import Letters, letters_for
from auditor.reports.logo import read_logo
from auditor.reports.tagging import (
    DraftCanvas,
    Element,
    TaggedCanvas,
    TaggedEntry,
    TaggedFigure,
    TaggedParagraph,
    TaggedTable,
)
from auditor.reports.wording import say

MARGIN, FOOT, TOP = 20 * mm, 22 * mm, 16 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - TOP - FOOT
MOST_ROWS_KEPT = 14
SCALE = 0.7  # print size of a chart's text against its size on the screen
INK, INK2, ACCENT, SOFT, RULE = map(HexColor, ("#1B2330", "#464F5E", "#0B5A5E", "#F6F5F1", "#C6C2B6"))
AMBER, AMBER_SOFT = HexColor("#7A5200"), HexColor("#FBF0D2")


def write_document(blocks: tuple[Block, ...], imprint: Imprint, file: BinaryIO) -> None:
    """Write blocks into `file`: A4, tagged, bookmarked, one embedded face, page x of y.

    The same blocks and imprint give the same bytes. Laid out twice, since a page must know how many follow.
    """
    texts: list[str] = []
    _each_text((blocks, imprint, say("report.page", page=0, pages=0)), lambda t: (texts.append(t), t)[1])
    letters = letters_for(texts)
    whole, imprint = _each_text((blocks, imprint), letters.write)
    first = _Layout(letters, imprint, {})
    pages = first.build(whole, BytesIO(), 0)
    _Layout(letters, imprint, first.found).build(whole, file, pages)


def _each_text(thing: Any, change: Callable[[str], str]) -> Any:
    """Give a nest of tuples, mappings and dataclasses with `change` applied to every string in it."""
    if isinstance(thing, str):
        return change(thing)
    if isinstance(thing, dict):
        pairs = cast("dict[Any, Any]", thing).items()
        return {_each_text(key, change): _each_text(value, change) for key, value in pairs}
    if isinstance(thing, tuple):
        return tuple(_each_text(part, change) for part in cast("tuple[Any, ...]", thing))
    if is_dataclass(thing) and not isinstance(thing, type):
        changed = {field.name: _each_text(getattr(thing, field.name), change) for field in fields(thing)}
        return replace(thing, **changed)
    return thing


class _Heading(TaggedParagraph):
    """A heading that is also a bookmark called `key`; `found` takes its page."""

    level = 0

    def __init__(self, text: str, style: Any, path: tuple[Element, ...], key: str, found: dict[str, int]) -> None:
        super().__init__(text, style, path)
        self.key, self.found = key, found

    def draw(self) -> None:
        """Draw, and note the place for bookmarks and contents."""
        canvas: Any = self.canv
        canvas.bookmarkHorizontal(self.key, 0, self.height)
        canvas.addOutlineEntry(self.getPlainText(), self.key, self.level, closed=False)
        self.found[self.key] = canvas.getPageNumber()
        super().draw()


class _Point(TaggedParagraph):
    """One point of a list, with a drawn disc: no face is sure to have the sign."""

    disc = True
    colour: Any = ACCENT

    def draw(self) -> None:
        """Draw the disc as decoration, then the text."""
        canvas: Any = self.canv
        if self.disc:
            with canvas.artifact():
                canvas.setFillColor(self.colour)
                canvas.circle(3, self.height - 0.57 * self.style.leading, 1.7, stroke=0, fill=1)
        super().draw()

    def split(self, availWidth: float, availHeight: float) -> list[Any]:
        """Only the first part has the disc."""
        parts = super().split(availWidth, availHeight)
        for part in parts[1:]:
            part.disc = False
        for part in parts:
            part.colour = self.colour
        return parts


class _Ground(Flowable):
    """Blocks on a coloured ground with a bar at the left; long ones go on over the page."""

    def __init__(self, inside: list[Flowable], ground: Any, bar: Any) -> None:
        super().__init__()
        self.inside, self.ground, self.bar = inside, ground, bar
        self.spaceBefore, self.spaceAfter = 7, 7

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:
        """As wide as there is room, as high as its contents and their gaps."""
        self.width: float = availWidth
        self._heights = [part.wrapOn(self.canv, availWidth - 26, 10 * A4[1])[1] for part in self.inside]
        gaps = sum(part.getSpaceAfter() for part in self.inside[:-1])
        self.height = sum(self._heights) + gaps + 15
        return self.width, self.height

    def split(self, availWidth: float, availHeight: float) -> list[Flowable]:
        """Keep whole parts together; what does not fit goes on to the next page, of one too long for any what fits."""
        used, count = 15.0, 0
        for part, height in zip(self.inside, self._heights, strict=True):
            used += height + part.getSpaceAfter()
            if used > availHeight:
                break
            count += 1
        if count == 0:
            pieces = self.inside[0].splitOn(self.canv, availWidth - 26, availHeight - 15)
            if len(pieces) < 2:
                return []
            first, *rest = pieces
            return [_Ground([first], self.ground, self.bar), _Ground([*rest, *self.inside[1:]], self.ground, self.bar)]
        return [_Ground(part, self.ground, self.bar) for part in (self.inside[:count], self.inside[count:]) if part]

    def draw(self) -> None:
        """The ground is decoration; the parts mark themselves."""
        canvas: Any = self.canv
        with canvas.artifact():
            canvas.setFillColor(self.ground)
            canvas.rect(0, 0, self.width, self.height, stroke=0, fill=1)
            canvas.setFillColor(self.bar)
            canvas.rect(0, 0, 3.5, self.height, stroke=0, fill=1)
        y = self.height - 6
        for part, height in zip(self.inside, self._heights, strict=True):
            y -= height
            part.drawOn(canvas, 14, y)
            y -= part.getSpaceAfter()


class _Layout:
    """Turns blocks into pages in one face.

    `page_of` gives the page of each heading, as an earlier layout `found` them; empty where none has been made.
    """

    def __init__(self, letters: Letters, imprint: Imprint, page_of: Mapping[str, int]) -> None:
        self.letters, self.imprint, self.page_of = letters, imprint, page_of
        self.accent: Any = HexColor(imprint.accent) if imprint.accent else ACCENT
        self.styles = _styles(letters, self.accent, INK if not imprint.accent else self.accent)
        self.logo = read_logo(imprint.logo)
        self.found: dict[str, int] = {}
        self._headings = 0
        self._listed: list[tuple[str, int, str]] = []

    def build(self, blocks: tuple[Block, ...], file: Any, pages: int) -> int:
        """Lay the blocks out into `file`; give the number of pages made.

        `pages` is what page x of y says; 0 for a layout that is only to find pages out, of which no file is written.
        """
        furnish: Any = partial(self._furnish, pages)
        frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
        about = {
            "title": self.imprint.title,
            "author": self.imprint.author,
            "subject": self.imprint.subject,
            "creator": say("report.author"),
        }
        template = PageTemplate("page", [frame], onPageEnd=furnish)
        document = BaseDocTemplate(file, pagesize=A4, pageTemplates=[template], **about)
        day = self.imprint.date
        when = calendar.timegm(day.timetuple()) if day else int(datetime.now(UTC).timestamp())

        def canvas(name: Any, **options: Any) -> TaggedCanvas:
            kind = TaggedCanvas if pages else DraftCanvas
            return kind(name, when=when, font=self.letters.regular, pagesize=options["pagesize"])

        self._listed = [(f"heading-{n}", *at) for n, at in enumerate(_headings(blocks), 1)]
        story = [flowable for part in self._grouped(blocks) for flowable in part]
        if self.logo:
            story.insert(0, Spacer(1, 11 * mm))
        document.build(story, canvasmaker=canvas)
        return document.page

    def _furnish(self, pages: int, canvas: TaggedCanvas, document: Any) -> None:
        """The head and foot of a page: not read out, since the title page says the same."""
        with canvas.artifact("Pagination"):
            canvas.setFillColor(self.accent)
            canvas.rect(0, A4[1] - 5 * mm, A4[0], 5 * mm, stroke=0, fill=1)
            style = self.styles["foot"]
            right = say("report.page", page=document.page, pages=pages)
            canvas.setFont(style.fontName, style.fontSize)
            canvas.setFillColor(INK2)
            canvas.drawRightString(A4[0] - MARGIN, 15 * mm, right)
            text = "<br/>".join(escape(line) for line in self.imprint.short_foot)
            foot = TaggedParagraph(text, style)
            _, height = foot.wrapOn(canvas, WIDTH - 30 * mm, FOOT)
            foot.drawOn(canvas, MARGIN, 15 * mm + style.leading - height)
            if self.logo and document.page == 1:
                width, high = self.logo.width * mm, self.logo.height * mm
                place = (A4[0] - MARGIN - width, A4[1] - 10 * mm - high, width, high)
                paper: Any = canvas
                paper.drawImage(ImageReader(self.logo.file), *place, mask="auto")

    def _grouped(self, blocks: tuple[Block, ...]) -> list[list[Flowable]]:
        """Keep headings, and notes under them, with what follows."""
        groups: list[list[Flowable]] = []
        waiting: list[Flowable] = []
        for block in blocks:
            made = self._block(block)
            if isinstance(block, Heading) or (waiting and isinstance(block, Paragraph) and block.role == "note"):
                waiting += made
                continue
            # what is short stays whole; a long table keeps its heading and first rows and goes on overleaf
            short = isinstance(block, Figure) or (isinstance(block, Table) and not _long(block))
            if short:
                groups.append([KeepTogether([*waiting, *made])])
            else:
                room = 60 * mm if isinstance(block, Table) else 35 * mm
                needed = [CondPageBreak(room)] if waiting or isinstance(block, Table) else []
                groups.append([*needed, *waiting, *made])
            waiting = []
        return [*groups, waiting]

    def _block(self, block: Block) -> list[Flowable]:
        match block:
            case Title(text):
                return [self._text(text, "title", Element("H1"))]
            case Heading(level, text):
                return [self._heading(text, f"h{level}", level)]
            case Paragraph(text, role):
                return [self._text(text, role, Element("P"))]
            case Bullets():
                return [*self._bullets(block, "point")]
            case Facts(pairs):
                return [self._facts(pairs), Spacer(1, 6)]
            case Banner(text):
                return [_Ground([self._text(text, "banner", Element("P"))], AMBER_SOFT, AMBER)]
            case Panel():
                return [self._panel(block)]
            case Table():
                return self._table(block)
            case Figure():
                return self._figure(block)
            case Contents() | Kept() | PageBreak():
                return self._pages(block)

    def _pages(self, block: Contents | Kept | PageBreak) -> list[Flowable]:
        """What is about pages."""
        match block:
            case Contents(heading):
                return self._contents(heading)
            case Kept(parts):
                return [KeepTogether([made for part in parts for made in self._block(part)])]
            case PageBreak():
                return [NewPage()]

    def _heading(self, text: str, style: str, level: int) -> Flowable:
        self._headings += 1
        element = Element(f"H{level + 1}")
        made = _Heading(escape(text), self.styles[style], (element,), f"heading-{self._headings}", self.found)
        made.level = level - 1
        return made

    def _contents(self, heading: str) -> list[Flowable]:
        """A line for every heading of the document, with its page and a link to it."""
        whole = Element("TOC")
        made: list[Flowable] = [self._text(heading, "h1", Element("H2"))]
        for key, level, text in self._listed:
            path = (whole, Element("TOCI"), Element("Link"))
            page = str(self.page_of.get(key, 0))
            made.append(TaggedEntry(escape(text), self.styles[f"entry {level}"], path, key=key, page=page))
        return made

    def _text(self, text: str, style: str, *path: Element) -> TaggedParagraph:
        return TaggedParagraph(escape(text), self.styles[style], path)

    def _bullets(self, block: Bullets, style: str) -> Sequence[Flowable]:
        made: list[_Point] = []
        whole = Element("L")
        for number, point in enumerate(block.points, 1):
            strong = f"<b>{escape(point.strong)}</b> " if point.strong else ""
            first = f"<b>{number}.</b> " if block.numbered else ""
            path = (whole, Element("LI"), Element("LBody"))
            made.append(_Point(first + strong + escape(point.text), self.styles[style], path))
            made[-1].disc, made[-1].colour = not block.numbered, self.accent
        return made

    def _panel(self, panel: Panel) -> Flowable:
        inside: list[Flowable] = []
        inside.append(self._heading(panel.heading, "panel", 1))
        for block in panel.blocks:
            inside += (
                self._bullets(block, "panel point")
                if isinstance(block, Bullets)
                else [self._text(block.text, "panel text", Element("P"))]
            )
        return _Ground(inside, SOFT, self.accent)

    def _figure(self, figure: Figure) -> list[Flowable]:
        """One figure, or several where it is taller than a page."""
        drawing = charts.drawn(figure.chart, PRINT, WIDTH, SCALE * self.letters.size, self.letters.face)
        parts = charts.halves(figure.chart)
        if drawing.height <= HEIGHT - 60 * mm or len(parts) == 1:
            return [TaggedFigure(drawing, charts.alt_text(figure.chart)), Spacer(1, 4)]
        return [made for part in parts for made in self._figure(Figure(part))]

    def _facts(self, pairs: tuple[tuple[str, str], ...]) -> Flowable:
        rows: list[list[Any]] = []
        for i in range(0, len(pairs), 2):
            row = [
                cell
                for label, value in pairs[i : i + 2]
                for cell in (self._text(label, "label"), self._text(value, "cell"))
            ]
            rows.append(row + [""] * (4 - len(row)))
        widths = [24 * mm, WIDTH / 2 - 30 * mm, 25 * mm, WIDTH / 2 - 19 * mm]
        style = [("LINEBELOW", (0, 0), (-1, -1), 0.5, RULE), *_CELLS]
        return TaggedTable(rows, row_heads=frozenset({0, 2}), colWidths=widths, style=style, hAlign="LEFT")

    def _table(self, table: Table) -> list[Flowable]:
        def cells(row: tuple[str, ...], style: str) -> list[Any]:
            return [self._text(c, f"{style} right" if i in table.numeric else style) for i, c in enumerate(row)]

        element = Element("Table")
        rows = [cells(table.columns, "head"), *(cells(row, "cell") for row in table.rows)]
        style = [("LINEBELOW", (0, 0), (-1, 0), 1, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE), *_CELLS]
        widths = [WIDTH * share for share in table.shares]
        made = TaggedTable(
            rows, element, frozenset({0}), colWidths=widths, repeatRows=1, style=style, hAlign="LEFT", spaceAfter=8
        )
        caption: Any = self._text(table.caption, "caption", element, Element("Caption"))
        if _long(table):
            caption.keepWithNext = 0  # held together with all of it, a long table would begin on a new page
        return [caption, made]


def _long(table: Table) -> bool:
    """Whether a table may go on overleaf."""
    return table.flows or len(table.rows) > MOST_ROWS_KEPT


def _headings(blocks: Iterable[Block]) -> Iterator[tuple[int, str]]:
    """Level and text of every heading, in the order they are set; a panel's is one of level 1."""
    for block in blocks:
        match block:
            case Heading(level, text):
                yield level, text
            case Panel(heading):
                yield 1, heading
            case Kept(parts):
                yield from _headings(parts)
            case _:
                pass


_CELLS = (
    ("VALIGN", (0, 0), (-1, -1), "TOP"),
    ("LEFTPADDING", (0, 0), (-1, -1), 0),
    ("RIGHTPADDING", (0, 0), (-1, -1), 6),
    ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
    ("TOPPADDING", (0, 0), (-1, -1), 3.2),
    ("BOTTOMPADDING", (0, 0), (-1, -1), 3.8),
)


def _styles(letters: Letters, accent: Any, heads: Any) -> dict[str, ParagraphStyle]:
    """Type in points: size and line height, as the design language sets them; `heads` is the colour of headings."""

    def style(size: float, leading: float, bold: bool = False, colour: Any = INK, **more: Any) -> ParagraphStyle:
        font = letters.bold if bold else letters.regular
        # a word longer than its column is broken rather than run into the next
        return ParagraphStyle(
            "text",
            fontName=font,
            bulletFontName=font,
            fontSize=size * letters.size,
            leading=leading,
            textColor=colour,
            splitLongWords=1,
            allowWidows=0,
            allowOrphans=0,
            **more,
        )

    point: dict[str, Any] = {"leftIndent": 12, "spaceAfter": 3.5}
    styles = {
        "title": style(25, 30, True, heads, spaceAfter=8),
        "h1": style(15, 20, True, heads, spaceBefore=12, spaceAfter=5, keepWithNext=1),
        "h2": style(12, 16, True, heads, spaceBefore=9, spaceAfter=3, keepWithNext=1),
        "body": style(11, 16, spaceAfter=7),
        "question": style(12, 16.5, spaceAfter=5),
        "note": style(9, 12.5, colour=INK2, spaceBefore=2, spaceAfter=6),
        "point": style(11, 15.5, **point),
        "panel": style(13, 17, True, accent, spaceAfter=2),
        "panel text": style(11, 15.5, spaceAfter=4),
        "panel point": style(11, 15, leftIndent=12, spaceAfter=2.5),
        "banner": style(10, 13.5, True, AMBER),
        "label": style(9, 13.5, True, INK2),
        "caption": style(9, 12.5, True, INK2, spaceAfter=2, keepWithNext=1),
        "entry 1": style(11, 15, True, spaceBefore=5, spaceAfter=1),
        "entry 2": style(10, 13.5, leftIndent=14, spaceAfter=1),
        "cell": style(10, 13.5),
        "head": style(9, 12, True, INK2),
        "foot": style(8.5, 11, colour=INK2),
    }
    right = {f"{name} right": ParagraphStyle("right", parent=styles[name], alignment=2) for name in ("cell", "head")}
    return styles | right
