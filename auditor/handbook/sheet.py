"""A scoring sheet for paper: A4 on its side, one line for each question, to be typed in afterwards."""

# pyright: reportIncompatibleMethodOverride=false

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Spacer

from auditor.frameworks import Criterion, Framework
from auditor.handbook.content import SCALE
from auditor.handbook.wording import say
from auditor.reports.details import Imprint
from auditor.reports.fonts import Letters, letters_for
from auditor.reports.tagging import Element, TaggedCanvas, TaggedParagraph, TaggedTable
from auditor.reports.wording import joined
from auditor.reports.wording import say as say_report
from db.vocabulary import Agency, Cause, Value

PAGE: tuple[float, float] = landscape(A4)
MARGIN, TOP, FOOT = 12 * mm, 12 * mm, 14 * mm
WIDTH = PAGE[0] - 2 * MARGIN
INK, INK2, RULE, SOFT = map(HexColor, ("#1B2330", "#464F5E", "#8C8878", "#EDEBE4"))
BOX = 6 * mm
COLUMNS = (11 * mm, 88 * mm, *[8.5 * mm] * 5, 13 * mm, 15 * mm)
OUTCOMES = 10  # lines for outcomes; a plan with more takes a second sheet
ROW, OUTCOME_ROW = 10.5 * mm, 8.3 * mm  # room to write by hand


def write_sheet(framework: Framework, imprint: Imprint, file: BinaryIO, criteria: Collection[str] = ()) -> None:
    """Write the sheet into `file`: all questions, or those whose keys are given. The same gives the same bytes.

    Questions worked out from dates are left out and named. Questions asked of every outcome get a grid of their own.
    """
    letters = letters_for([framework.canonical_json(), imprint.title, *imprint.foot])
    asked = [criterion for criterion in framework.judged if not criteria or criterion.id in criteria]
    dates = [criterion.id for criterion in framework.criteria if criterion.mode == "dates"]
    pages = _lay_out(asked, dates, imprint, letters, BytesIO(), 0)
    _lay_out(asked, dates, imprint, letters, file, pages)


def _lay_out(
    asked: Sequence[Criterion], dates: list[str], imprint: Imprint, letters: Letters, file: Any, pages: int
) -> int:
    """Lay the sheet out into `file`; give the number of pages made. `pages` is what page x of y says."""
    styles = _styles(letters)

    def furnish(canvas: TaggedCanvas, document: Any) -> None:
        with canvas.artifact("Pagination"):
            style = styles["foot"]
            canvas.setFont(style.fontName, style.fontSize)
            canvas.setFillColor(INK2)
            canvas.drawString(MARGIN, 8 * mm, letters.write(" ".join(imprint.foot)))
            right = say_report("report.page", page=document.page, pages=pages)
            canvas.drawRightString(PAGE[0] - MARGIN, 8 * mm, right)
            if document.page > 1:
                _again(canvas)

    when = calendar.timegm(imprint.date.timetuple()) if imprint.date else int(datetime.now(UTC).timestamp())

    def canvas(name: Any, **options: Any) -> TaggedCanvas:
        return TaggedCanvas(name, when=when, font=letters.regular, pagesize=options["pagesize"])

    frame = Frame(MARGIN, FOOT, WIDTH, PAGE[1] - TOP - FOOT, 0, 0, 0, 0)
    about = {"title": imprint.title, "author": imprint.author, "subject": imprint.subject, "creator": imprint.author}
    end: Any = furnish
    template = PageTemplate("page", [frame], onPageEnd=end)
    document = BaseDocTemplate(file, pagesize=PAGE, pageTemplates=[template], **about)
    document.build(_sheet(asked, dates, imprint.title, partial(_text, letters, styles)), canvasmaker=canvas)
    return document.page


def _sheet(asked: Sequence[Criterion], dates: list[str], title: str, text: Any) -> list[Flowable]:
    once = [criterion for criterion in asked if not criterion.each]
    repeated = [criterion for criterion in asked if criterion.each]
    parts: list[Flowable] = [text(title, "title", Element("H1")), _head(text), text(say("sheet.key"), "note")]
    for kind, codes in (("cause", tuple(Cause)), ("agency", tuple(Agency))):
        named = joined([f"{number} {say_report(f'{kind}.{code}').lower()}" for number, code in enumerate(codes, 1)])
        plural = {"cause": "causes", "agency": "agencies"}[kind]
        parts.append(text(say(f"sheet.{plural}", **{plural: named}), "note"))
    if dates:
        parts.append(text(say("sheet.dates", ids=joined(dates)), "note"))
    parts.append(Spacer(1, 2 * mm))
    if repeated:
        parts += _outcomes(repeated, text)
    if once:
        parts.append(_questions(once, text))
    return parts


def _head(text: Any) -> Flowable:
    """Where the plan's reference, the auditor's code and the day are written."""
    cells = [cell for name in ("reference", "auditor", "date") for cell in (text(say(f"sheet.{name}"), "label"), "")]
    widths = [46 * mm, 66 * mm, 28 * mm, 50 * mm, 14 * mm]
    lines = [("LINEBELOW", (column, 0), (column, 0), 0.8, INK) for column in (1, 3, 5)]
    style = [
        *lines,
        ("VALIGN", (0, 0), (-1, -1), "BOTTOM"),
        ("LEFTPADDING", (0, 0), (-1, -1), 6),
        ("LEFTPADDING", (0, 0), (0, 0), 0),
    ]
    widths.append(WIDTH - sum(widths))
    made = TaggedTable(
        [cells], row_heads=frozenset({0, 2, 4}), colWidths=widths, rowHeights=[9 * mm], style=style, spaceAfter=6
    )
    made.hAlign = "LEFT"
    return made


def _again(canvas: TaggedCanvas) -> None:
    """Room for the reference and the code on each further page: loose sheets of paper get mixed up."""
    y = PAGE[1] - 10 * mm
    for name, x, end in (("reference", 140 * mm, 215 * mm), ("auditor", 220 * mm, PAGE[0] - MARGIN)):
        label = say(f"sheet.{name}")
        canvas.drawString(x, y, label)
        canvas.line(x + canvas.stringWidth(label) + 2 * mm, y, end, y)


def _questions(criteria: list[Criterion], text: Any) -> Flowable:
    """One line for each question: its boxes, then cause, agency and evidence."""
    keys = [text(value.key, "centre") for value in SCALE]
    named = [text(say(f"sheet.{name}"), "head") for name in ("cause", "agency", "evidence")]
    rows: list[list[Any]] = [["", text(say("sheet.question"), "head"), *keys, *named]]
    for criterion in criteria:
        boxes = [_Box(text, value) if value in criterion.scale else "" for value in SCALE]
        rows.append([text(criterion.id, "id"), text(criterion.question, "question"), *boxes, "", "", ""])
    widths = [*COLUMNS, WIDTH - sum(COLUMNS)]
    heights: list[float | None] = [None, *[max(ROW, _tall(row[1], COLUMNS[1])) for row in rows[1:]]]
    return _grid(rows, widths, heights, boxes=True)


def _outcomes(criteria: list[Criterion], text: Any) -> list[Flowable]:
    """A line for each outcome and a column for each question that is asked of every one."""
    columns = [text(f"{criterion.id}  {criterion.short}", "head") for criterion in criteria]
    names = ("number", "outcome"), ("cause_line",)
    first, last = ([text(say(f"sheet.{name}"), "head") for name in group] for group in names)
    rows: list[list[Any]] = [[*first, *columns, *last]]
    rows += [[text(str(n), "id"), *[""] * (len(columns) + 2)] for n in range(1, OUTCOMES + 1)]
    widths = [9 * mm, 70 * mm, *[26 * mm] * len(columns)]
    heights: list[float | None] = [None, *[OUTCOME_ROW] * OUTCOMES]
    grid = _grid(rows, [*widths, WIDTH - sum(widths)], heights, boxes=False)
    heading = text(say("sheet.outcomes"), "part", Element("H2"))
    return [heading, text(say("sheet.outcomes_line"), "note"), grid, Spacer(1, 5 * mm)]


def _grid(rows: list[list[Any]], widths: list[float], heights: Any, *, boxes: bool) -> Flowable:
    """A ruled table with lines between what is written; `boxes` makes room for the five boxes of a question."""
    style: list[Any] = [
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
        ("LEFTPADDING", (0, 0), (-1, -1), 2),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 1.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
    ]
    writing = (-3, 1) if boxes else (1, 1)
    style += [("LINEBELOW", (0, 1), (-1, -1), 0.5, RULE), ("LINEBEFORE", writing, (-1, -1), 0.5, RULE)]
    if boxes:
        style += [("LEFTPADDING", (2, 1), (6, -1), (8.5 * mm - BOX) / 2), ("RIGHTPADDING", (2, 0), (6, -1), 0)]
        style += [("LEFTPADDING", (2, 0), (6, 0), 0), ("BACKGROUND", (0, 0), (0, -1), SOFT)]
    return TaggedTable(
        rows, row_heads=frozenset({0}), colWidths=widths, rowHeights=heights, repeatRows=1, style=style, hAlign="LEFT"
    )


class _Box(Flowable):
    """A box to cross, with the answer's key in it."""

    def __init__(self, text: Any, value: Value) -> None:
        super().__init__()
        self.inside: Flowable = text(value.key, "key")

    def wrap(self, availWidth: float, availHeight: float) -> tuple[float, float]:  # noqa: ARG002, N803
        """As wide as it is high."""
        self.width = self.height = BOX
        return BOX, BOX

    def draw(self) -> None:
        """The box is decoration; its key is read out."""
        canvas: Any = self.canv
        with canvas.artifact():
            canvas.setStrokeColor(INK)
            canvas.setLineWidth(0.9)
            canvas.roundRect(0, 0, BOX, BOX, 1.2 * mm, stroke=1, fill=0)
        _, height = self.inside.wrapOn(canvas, BOX, BOX)
        self.inside.drawOn(canvas, 0, (BOX - height) / 2)


def _tall(question: Flowable, width: float) -> float:
    """The height of a row whose question takes this width."""
    return question.wrap(width - 5, 1000)[1] + 5


def _text(letters: Letters, styles: dict[str, ParagraphStyle], text: str, style: str, *path: Element) -> Flowable:
    return TaggedParagraph(escape(letters.write(text)), styles[style], path or _PATHS.get(style, lambda: ())())


# what stands outside a table is a paragraph of its own
_PATHS: dict[str, Any] = {"note": lambda: (Element("P"),)}


def _styles(letters: Letters) -> dict[str, ParagraphStyle]:
    def style(size: float, leading: float, bold: bool = False, colour: Any = INK, **more: Any) -> ParagraphStyle:
        font = letters.bold if bold else letters.regular
        options: dict[str, Any] = {"fontName": font, "fontSize": size * letters.size, "textColor": colour, **more}
        return ParagraphStyle("text", bulletFontName=font, leading=leading, splitLongWords=1, **options)

    return {
        "title": style(15, 19, True, spaceAfter=2),
        "part": style(12, 16, True),
        "note": style(8.5, 11.5, colour=INK2, spaceAfter=1),
        "label": style(9, 12, True, INK2),
        "head": style(8.5, 10.5, True, INK2),
        "centre": style(8.5, 10.5, True, INK2, alignment=1),
        "id": style(9, 11, True),
        "question": style(9, 11),
        "key": style(8, 10, colour=INK2, alignment=1),
        "foot": style(8, 10, colour=INK2),
    }
