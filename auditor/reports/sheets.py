"""A workbook of plain tables: cover, contents, one marked-up table a sheet, numbers as numbers, text that stays text.

Follows the Government Analysis Function's guidance on accessible spreadsheets: a cover, contents with links, notes,
one table a sheet, no merged cells, no meaning by colour alone.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from itertools import zip_longest
from typing import Any, BinaryIO

from openpyxl import Workbook

from auditor.reports.cells import WIDEST, WIDEST_NOTE, Amount, Coefficient, Link, Page, Value, clean, footer_safe
from auditor.reports.details import Imprint, shortened
from auditor.reports.wording import say

TABLE_ROW = 4
XML_FAULT: type[Exception] = import_module("lxml.etree").SerialisationError  # without types of its own


@dataclass(frozen=True)
class StackedBars:
    """A chart beside a table: its counts from one column to another, stacked out of 100% for each row.

    Columns are numbered from 0; the first names the bars.
    """

    title: str
    first: int
    last: int


@dataclass(frozen=True)
class Sheet:
    """One sheet: the name of its table (letters only), its title, what it holds, a note above it, and the table.

    `means` says what each column holds, for the data dictionary. A text of more than `widest` characters is wrapped.
    """

    table: str
    title: str
    holds: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    widest: int = WIDEST
    means: Sequence[str] = ()
    chart: StackedBars | None = None


def write_sheets(
    imprint: Imprint,
    facts: Sequence[tuple[str, str]],
    warnings: str,
    sheets: Sequence[Sheet],
    file: BinaryIO,
) -> None:
    """Write a workbook into `file`: a cover with labelled facts, a list of the sheets with links, then the sheets.

    `warnings` stands on every sheet, such as that the data is invented; empty where there is none.
    """
    book = Workbook(write_only=True)
    first = Sheet(
        "Cover",
        say("workbook.cover"),
        say("workbook.holds.cover"),
        (say("workbook.column.about"), say("workbook.column.what")),
        [(label, value) for label, value in facts],
        widest=WIDEST_NOTE,
    )
    listed = [[Link(sheet.title), sheet.holds] for sheet in sheets]
    contents = Sheet(
        "Contents",
        say("workbook.contents_title"),
        say("workbook.holds.contents"),
        (say("workbook.column.sheet"), say("workbook.column.holds")),
        listed,
        say("workbook.contents", n=len(sheets) + 2),
        WIDEST_NOTE,
    )
    # there is one line for it beside the number of the page
    foot = footer_safe(*imprint.foot[:1], *(shortened(line, 45) for line in imprint.foot[1:]))
    about = book.properties
    about.title, about.subject = clean(imprint.title), clean(imprint.subject)
    about.creator = about.lastModifiedBy = clean(imprint.author)
    about.description = clean(" ".join(line for line in imprint.foot if line))
    about.language = "en-GB"
    if imprint.date:
        about.created = dt.datetime.combine(imprint.date, dt.time())
    try:
        for sheet in (first, contents, *sheets):
            title = imprint.title if sheet is first else sheet.title
            _write(book, sheet, title, warnings, foot)
        book.save(file)
    except (XML_FAULT, OSError) as fault:
        _let_go(book)
        raise _of_the_disk(fault) from fault


def _let_go(book: Any) -> None:
    """Close and remove what lies on the disk of sheets that could not be written."""
    for sheet in book.worksheets:
        writer = sheet._writer
        for close in (sheet._rows.close, writer.xf.close, writer.cleanup) if writer and sheet._rows else ():
            with suppress(XML_FAULT, OSError, StopIteration):
                close()


def _of_the_disk(fault: Exception) -> OSError:
    """What the XML library tells as IO_ENOSPC, as Python tells it."""
    if isinstance(fault, OSError):
        return fault
    number = getattr(errno, str(fault).removeprefix("IO_"), errno.EIO)
    return OSError(number, os.strerror(number))


def _write(book: Any, sheet: Sheet, title: str, told: str, foot: str) -> None:
    """Write one sheet whole; nothing of it stays in memory."""
    page = Page(book, sheet.title)
    page.lay_out(TABLE_ROW, sheet.columns, sheet.rows, sheet.widest, foot, say("report.page", page="&P", pages="&N"))
    where = say("workbook.one_table", row=TABLE_ROW, note=sheet.note).strip()
    page.write_lines(title, [(where, False), (told, True)])
    page.write_table(sheet.table, sheet.columns, sheet.rows)
    if sheet.chart:
        page.sheet.add_chart(_stacked(page.sheet, sheet.chart, len(sheet.rows)), f"A{TABLE_ROW + len(sheet.rows) + 3}")


def dictionary(sheets: Sequence[Sheet]) -> Sheet:
    """Give the sheet that says what every column of the others holds, and in which form."""
    rows: list[list[Value]] = []
    for sheet in sheets:
        for i, (column, means) in enumerate(zip_longest(sheet.columns, sheet.means, fillvalue="")):
            forms = {_form(row[i]) for row in sheet.rows if i < len(row) and row[i] != ""}
            form = " or ".join(sorted(forms)) or say("workbook.form.text")
            rows.append([sheet.title, column, means, form])
    columns = [say(f"workbook.column.{name}") for name in ("sheet", "column", "means", "form")]
    title, holds = say("workbook.dictionary"), say("workbook.holds.dictionary")
    return Sheet("Dictionary", title, holds, columns, rows, say("workbook.note.dictionary"), 70)


def _form(value: Value) -> str:
    if isinstance(value, str):
        return say("workbook.form.text")
    if isinstance(value, Amount):
        return say("workbook.form.amount")
    kind = "number" if isinstance(value, Coefficient) else "share" if isinstance(value, float) else "count"
    return say(f"workbook.form.{kind}")


def _stacked(sheet: Any, shown: StackedBars, rows: int) -> Any:
    """One bar a row, out of 100%, under the table. Patterns carry it in grey."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.chart.shapes import GraphicalProperties
    from openpyxl.drawing.fill import PatternFillProperties

    first, last = TABLE_ROW, TABLE_ROW + rows
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 60
    chart.title = shown.title
    data = Reference(sheet, min_col=shown.first + 1, max_col=shown.last + 1, min_row=first, max_row=last)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    for series, pattern in zip(chart.series, (None, "wdUpDiag", "pct10"), strict=False):
        fill: Any = PatternFillProperties(prst=pattern) if pattern else None
        look: Any = GraphicalProperties(pattFill=fill) if fill else GraphicalProperties(solidFill="2C6E74")
        if fill:
            fill.foreground, fill.background = _colour("2C6E74"), _colour("FFFFFF")
        look.line.solidFill = "7F7C70"
        series.graphicalProperties = look
    # without these Excel and LibreOffice leave the axes out, and draw the first bar at the bottom
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0%", None
    chart.y_axis.crosses = "max"  # with the order reversed, this is the bottom
    chart.legend.position = "b"
    chart.width, chart.height = 26, 4 + 1.5 * rows
    return chart


def _colour(value: str) -> Any:
    from openpyxl.drawing.colors import ColorChoice

    made: Any = ColorChoice
    return made(srgbClr=value)
