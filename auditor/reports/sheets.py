"""A workbook of plain tables with a cover: one marked-up table a sheet, numbers as numbers, text that stays text.

Follows the Government Analysis Function's guidance on accessible spreadsheets, as the workbook of a round does.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO

from openpyxl import Workbook

from auditor.reports.cells import (
    WIDEST,
    Value,
    clean,
    footer_safe,
    put_line,
    put_links,
    put_table,
    put_title,
    set_page,
)
from auditor.reports.details import Imprint
from auditor.reports.week_words import say

TABLE_ROW = 4


@dataclass(frozen=True)
class Sheet:
    """One sheet: the name of its table (letters only), its title, what it holds, a note above it, and the table.

    A text of more than `widest` characters is wrapped.
    """

    table: str
    title: str
    holds: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]
    note: str = ""
    widest: int = WIDEST


def write_sheets(
    imprint: Imprint, facts: Sequence[tuple[str, str]], warning: str, sheets: Sequence[Sheet], file: BinaryIO
) -> None:
    """Write a workbook into `file`: a cover with labelled facts and a list of the sheets, then the sheets.

    `warning` stands on every sheet, such as that the data is invented; empty where there is none.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    cover = book.create_sheet(say("sheet.cover"))
    put_title(cover, imprint.title)
    lines = [(text, True) for text in (warning,) if text] + [(f"{label}: {value}", False) for label, value in facts]
    lines.append((say("sheet.contents", n=len(sheets) + 1), False))
    for row, (text, bold) in enumerate(lines, 2):
        put_line(cover, row, text, bold)
    head = len(lines) + 3
    contents = [[sheet.title, sheet.holds] for sheet in sheets]
    put_table(cover, "Contents", head, [say("sheet.sheet"), say("sheet.holds")], contents)
    put_links(cover, head + 1, [sheet.title for sheet in sheets])
    for sheet in sheets:
        made = book.create_sheet(sheet.title)
        put_title(made, sheet.title)
        put_line(made, 2, say("sheet.one_table", row=TABLE_ROW, note=sheet.note).strip())
        if warning:
            put_line(made, 3, warning, bold=True)
        put_table(made, sheet.table, TABLE_ROW, sheet.columns, sheet.rows, sheet.widest)
    for made in book.worksheets:
        set_page(made, footer_safe(*imprint.foot), say("page", page="&P", pages="&N"))
    about = book.properties
    about.title, about.subject = clean(imprint.title), clean(imprint.subject)
    about.creator = about.lastModifiedBy = clean(imprint.author)
    about.language = "en-GB"
    if imprint.date:
        about.created = dt.datetime.combine(imprint.date, dt.time())
    book.save(file)
