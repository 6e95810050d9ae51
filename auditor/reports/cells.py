"""What goes into a workbook's cells: text that stays text, numbers with a format, one marked table a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from auditor.reports.wording import say

LONGEST = 32_767  # what one cell holds, in UTF-16 units
WIDEST, WIDEST_NOTE = 44, 100  # characters
LINE = 15.0  # points, of a line of text
LETTERS = "Calibri"
PERCENT, COUNT, TWO_PLACES = "0%", "#,##0", "0.00"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float
"""Text, a count, or a share from 0 to 1 (a float is a share, unless it is a Coefficient)."""


class Coefficient(float):
    """A number that is no share, shown to two places."""


def clean(text: str) -> str:
    """Give `text` as a cell may hold it.

    Line ends become one kind; control characters and others that XML forbids are dropped; what is longer than a
    cell holds is cut, and says so.
    """
    plain = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if _units(plain) <= LONGEST:
        return plain
    note = say("workbook.cut")
    kept = plain.encode("utf-16-le")[: 2 * (LONGEST - len(note))].decode("utf-16-le", "ignore")
    return kept + note


def put(cell: Any, value: Value) -> None:
    """Put one value into a cell. Text stays text, whatever it begins with; it is never read as a formula."""
    if isinstance(value, str):
        text = clean(value)
        cell.value = text
        cell.data_type = "s"  # openpyxl takes any text that begins with = for a formula
        cell.quotePrefix = text.startswith(_ACTIVE)
        cell.alignment = Alignment(vertical="top", wrap_text=True, indent=1)
    else:
        cell.value = float(value) if isinstance(value, Coefficient) else value
        plain = PERCENT if isinstance(value, float) else COUNT
        cell.number_format = TWO_PLACES if isinstance(value, Coefficient) else plain
        cell.alignment = Alignment(vertical="top")


def put_title(sheet: Worksheet, text: str) -> None:
    """Put the title of a sheet at its head."""
    put(sheet["A1"], text)
    sheet["A1"].font = Font(name=LETTERS, bold=True, size=16)
    sheet["A1"].alignment = Alignment(wrap_text=False)


def put_line(sheet: Worksheet, row: int, text: str, bold: bool = False) -> None:
    """Put one line of words into a row; it runs over the cells at its right."""
    cell: Any = sheet.cell(row, 1)
    put(cell, text)
    cell.font = Font(name=LETTERS, bold=bold)
    cell.alignment = Alignment(wrap_text=False, vertical="top")


def put_links(sheet: Worksheet, row: int, names: Sequence[str]) -> None:
    """Make the cells from `row` downwards links to the sheets of these names."""
    for number, name in enumerate(names):
        cell: Any = sheet.cell(row + number, 1)
        cell.hyperlink = f"#'{name}'!A1"
        cell.font = Font(name=LETTERS, underline="single", color="0B5A5E")


def set_page(sheet: Any, foot: str, page: str) -> None:
    """Print a sheet across A4, as wide as it is; `foot` stands at the left of every page and `page` at the right."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = foot
    sheet.oddFooter.right.text = page


def put_table(
    sheet: Worksheet, name: str, row: int, columns: Sequence[str], rows: Sequence[Sequence[Value]], widest: int = WIDEST
) -> None:
    """Write one marked-up table whose heading is in `row`, and set widths, frozen headings and print titles.

    A table needs a row: one without any says *none*. No column is wider than `widest` characters.
    """
    heads = _distinct([clean(c) for c in columns])
    body = rows or [[say("workbook.none"), *[""] * (len(heads) - 1)]]
    for number, line in enumerate([heads, *body]):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row + number, column)
            put(cell, value)
            if number == 0:
                cell.font = Font(name=LETTERS, bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor="0B5A5E")
    last = f"{get_column_letter(len(heads))}{row + len(body)}"
    table = Table(displayName=name, ref=f"A{row}:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = f"B{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    widths = [_width(head, [line[i] for line in body], widest) for i, head in enumerate(heads)]
    for i, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(i)].width = width
    # wrapped rows need their height said: not every program works it out on opening
    for number, line in enumerate([heads, *body]):
        high = max(_lines(value, width - 2) for value, width in zip(line, widths, strict=True))
        if high > 1:
            sheet.row_dimensions[row + number].height = min(LINE * high, 400.0)


def _width(head: str, values: Sequence[Value], most: int) -> float:
    """Wide enough for the longest value and the longest word of the heading, and never unreadably wide."""
    widest = max((max(map(len, v.split("\n"))) if isinstance(v, str) else 6 for v in values if v != ""), default=6)
    word = max(map(len, head.split()), default=0) + 3  # room for the filter button
    return float(min(most, max(8, 1.1 * widest + 2, word)))


def _lines(value: Value, room: float) -> int:
    """How many lines a value takes in a column that holds `room` characters of it."""
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(1.02 * len(part) / room)) for part in value.split("\n"))


def _distinct(heads: list[str]) -> list[str]:
    """A table's headings must differ, whatever their case, and none may be empty."""
    seen: dict[str, int] = {}
    distinct: list[str] = []
    for i, head in enumerate(heads, 1):
        name = head[:250].strip() or str(i)
        while name.casefold() in seen:
            seen[name.casefold()] += 1
            name = f"{name} ({seen[name.casefold()]})"
        seen[name.casefold()] = 1
        distinct.append(name)
    return distinct


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def footer_safe(*lines: str) -> str:
    """Give lines for a page footer, where & begins a code and 255 characters are the most."""
    return " · ".join(clean(line).replace("\n", " ")[:100].replace("&", "&&") for line in lines if line)


def as_share(percent: float | None, words: str) -> Any:
    """A percentage from 0 to 100 as a share for a percent format, or the words that stand in its place."""
    return percent / 100 if percent is not None else words


def ends_of(interval: tuple[float, float] | None) -> tuple[Value, Value]:
    """Both ends of an interval as shares, or the word that there is none, twice."""
    return interval or (say("range.none"), say("range.none"))
