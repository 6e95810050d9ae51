"""A plan set anew from its words as a tagged PDF: for Word plans, and for copies of some sections alone.

Pictures of the plan are left out. Each run of removed words becomes a bar of one length, which tells nothing of theirs.
"""

# pyright: reportUnknownMemberType=false, reportUnknownArgumentType=false, reportUnknownVariableType=false

import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from auditor.plan_reader import blocks
from auditor.plan_reader.plan import Plan
from auditor.reports.fonts import Letters, letters_for
from auditor.reports.tagging import Element, TaggedCanvas, TaggedParagraph, TaggedTable

MARGIN, FOOT = 20 * mm, 20 * mm
WIDTH, HEIGHT = A4[0] - 2 * MARGIN, A4[1] - MARGIN - FOOT
_HIGHEST_ROW = 0.4  # share of a page: a table with higher rows is set as paragraphs, since a row cannot be parted
_MOST_COLUMNS = 6
_INK, _SOFT, _RULE = HexColor("#1B2330"), HexColor("#464F5E"), HexColor("#C6C2B6")


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph by the numbers of its words. `role`: heading, strong or body."""

    words: tuple[int, ...]
    role: str = "body"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells of paragraphs."""

    rows: tuple[tuple[tuple[Para, ...], ...], ...]


Part = Para | Grid


@dataclass(frozen=True)
class Text:
    """A plan as words, numbered through, and the parts they form."""

    words: tuple[str, ...]
    parts: tuple[Part, ...]


def text_of_word(document: blocks.Document, plan: Plan) -> Text:
    """All of a Word plan, its tables as tables."""
    headings = {passage.text for passage in plan.passages if passage.is_heading}
    words: list[str] = []

    def para(paragraph: blocks.Paragraph) -> Para:
        role = "heading" if paragraph.text in headings else "strong" if paragraph.styled else "body"
        return _para(paragraph.text, role, words)

    def part(block: blocks.Block) -> Part:
        if isinstance(block, blocks.Paragraph):
            return para(block)
        return Grid(tuple(tuple(tuple(para(p) for p in cell.paragraphs) for cell in row) for row in block.rows))

    parts = tuple(part(block) for block in document.blocks)
    return Text(tuple(words), parts)


def text_of_sections(plan: Plan, letters: Collection[str]) -> Text:
    """The passages of some sections, in the order of the plan, and nothing else of it."""
    words: list[str] = []
    parts: list[Part] = []
    told: set[int] = set()
    for passage in plan.passages:
        if passage.section in letters and passage.paragraph not in told:
            told.add(passage.paragraph)  # what a heading for several sections holds stands under each
            parts.append(_para(passage.text, "heading" if passage.is_heading else "body", words))
    return Text(tuple(words), tuple(parts))


def text_copy(
    text: Text,
    removed: Collection[int],
    *,
    mark: str,
    title: str,
    about: Mapping[str, str],
    when: float,
    between: Callable[[int], object],
) -> bytes:
    """The copy's bytes; `mark`, `about` and `when` as in `page_copy`."""
    kept = [word for number, word in enumerate(text.words) if number not in removed]
    letters = letters_for([*kept, mark, title, *about.values()])
    setter = _Setter(text, frozenset(removed), mark, letters)
    story: list[Flowable] = [setter.line(title, "title", Element("H1"))]
    for part in text.parts:
        story += setter.part(part)
    out = io.BytesIO()

    def canvas(name: Any, **options: Any) -> TaggedCanvas:
        return TaggedCanvas(name, when=when, font=letters.regular, pagesize=options["pagesize"])

    def foot(made: Any, document: Any) -> None:
        with made.artifact("Pagination"):
            made.setFont(letters.regular, 8.5)
            made.setFillColor(_SOFT)
            made.drawRightString(A4[0] - MARGIN, 12 * mm, f"Page {document.page}")
        between(document.page)

    frame = Frame(MARGIN, FOOT, WIDTH, HEIGHT, 0, 0, 0, 0)
    template = PageTemplate("page", [frame], onPageEnd=foot)
    document: Any = BaseDocTemplate(
        out, pagesize=A4, pageTemplates=[template], title=title, author="EHCP Auditor", creator="EHCP Auditor",
        subject=about["subject"], keywords=about["keywords"],
    )  # fmt: skip
    document.build(story, canvasmaker=canvas)
    return out.getvalue()


def _para(text: str, role: str, words: list[str]) -> Para:
    first = len(words)
    words += text.split()
    return Para(tuple(range(first, len(words))), role)


class _Setter:
    """Turns parts into what ReportLab lays out."""

    def __init__(self, text: Text, removed: frozenset[int], mark: str, letters: Letters) -> None:
        self._text, self._removed, self._mark, self._letters = text, removed, mark, letters
        size = letters.size

        def style(points: float, leading: float, bold: bool = False, **more: Any) -> ParagraphStyle:
            font = letters.bold if bold else letters.regular
            return ParagraphStyle(
                "text", fontName=font, bulletFontName=font, fontSize=points * size, leading=leading, textColor=_INK,
                splitLongWords=1, **more,
            )  # fmt: skip

        self._styles = {
            "title": style(17, 22, True, spaceAfter=8),
            "heading": style(13, 17, True, spaceBefore=10, spaceAfter=4, keepWithNext=1),
            "strong": style(11, 15.5, True, spaceAfter=3),
            "body": style(11, 15.5, spaceAfter=6),
            "cell": style(10, 13.5, spaceAfter=2),
            "cell strong": style(10, 13.5, True, spaceAfter=2),
        }

    def line(self, words: str, style: str, *path: Element) -> Flowable:
        """A line of our own."""
        return TaggedParagraph(escape(self._letters.write(words)), self._styles[style], path)

    def part(self, part: Part) -> list[Flowable]:
        """A paragraph, or a table."""
        if isinstance(part, Para):
            return self._paragraph(part)
        return self._grid(part)

    def _paragraph(self, para: Para) -> list[Flowable]:
        if not para.words:
            return []
        element = Element("H2" if para.role == "heading" else "P")
        return [TaggedParagraph(self._markup(para), self._styles[para.role], (element,))]

    def _grid(self, grid: Grid) -> list[Flowable]:
        counts = {len(row) for row in grid.rows}
        if len(counts) == 1 and 2 <= len(grid.rows[0]) <= _MOST_COLUMNS and len(grid.rows) > 1:
            rows = [[[self._cell(p) for p in cell if p.words] or "" for cell in row] for row in grid.rows]
            widths = self._widths(grid)
            if all(self._height(cell, width) < _HIGHEST_ROW * HEIGHT for row in rows
                   for cell, width in zip(row, widths, strict=True)):  # fmt: skip
                lines = [("LINEBELOW", (0, 0), (-1, -1), 0.5, _RULE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
                         ("LEFTPADDING", (0, 0), (-1, -1), 0)]  # fmt: skip
                made = TaggedTable(rows, colWidths=widths, style=lines, repeatRows=1, hAlign="LEFT")
                return [made, Spacer(1, 8)]
        return [made for row in grid.rows for cell in row for para in cell for made in self._paragraph(para)]

    def _cell(self, para: Para) -> TaggedParagraph:
        style = "cell" if para.role == "body" else "cell strong"
        return TaggedParagraph(self._markup(para), self._styles[style])

    def _height(self, cell: Any, width: float) -> float:
        return sum(p.wrap(width - 6, HEIGHT)[1] + 2 for p in cell) if cell else 0

    def _widths(self, grid: Grid) -> list[float]:
        """Wider where more is said, and no column narrower than half of an even share."""
        said = [1 + max(sum(len(p.words) for p in row[i]) for row in grid.rows) for i in range(len(grid.rows[0]))]
        shares = [max(words**0.5, 0.5 * sum(s**0.5 for s in said) / len(said)) for words in said]
        return [WIDTH * share / sum(shares) for share in shares]

    def _markup(self, para: Para) -> str:
        return " ".join(self._runs(para))

    def _runs(self, para: Para) -> Iterator[str]:
        """Words, and one bar for each run of removed ones: black on black, so that it is read out and not seen."""
        bar = f'<font backColor="black" color="black">{escape(self._letters.write(self._mark))}</font>'
        in_run = False
        for number in para.words:
            if number in self._removed:
                if not in_run:
                    yield bar
                in_run = True
            else:
                in_run = False
                yield escape(self._letters.write(self._text.words[number]))


def paragraphs(parts: Sequence[Part]) -> Iterator[Para]:
    """Every paragraph, those of tables row by row."""
    for part in parts:
        if isinstance(part, Para):
            yield part
        else:
            yield from (para for row in part.rows for cell in row for para in cell)
