"""What goes into a workbook's cells: text that stays text, numbers with a format, one marked table a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from auditor.reports.wording import say

LONGEST = 32_767  # what one cell holds, in UTF-16 units
WIDEST = 60
PERCENT, COUNT = "0%", "#,##0"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float
"""Text, a count, or a share from 0 to 1 (a float is always a share)."""


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


def put(cell: Cell, value: Value) -> None:
    """Put one value into a cell. Text stays text, whatever it begins with; it is never read as a formula."""
    if isinstance(value, str):
        text = clean(value)
        cell.value = text
        cell.data_type = "s"  # openpyxl takes any text that begins with = for a formula
        cell.quotePrefix = text.startswith(_ACTIVE)  # pyright: ignore[reportAttributeAccessIssue]
        cell.alignment = Alignment(vertical="top", wrap_text=len(text) > WIDEST or "\n" in text)
    else:
        cell.value = value
        cell.number_format = PERCENT if isinstance(value, float) else COUNT
        cell.alignment = Alignment(vertical="top")


def put_table(sheet: Worksheet, name: str, row: int, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
    """Write one marked-up table whose heading is in `row`, and set widths, frozen headings and print titles.

    A table needs a row: one without any says *none*.
    """
    heads = _distinct([clean(c) for c in columns])
    body = rows or [[say("workbook.none"), *[""] * (len(heads) - 1)]]
    for number, line in enumerate([heads, *body]):
        for column, value in enumerate(line, 1):
            cell = sheet.cell(row + number, column)
            put(cell, value)
            if number == 0:
                cell.font = Font(bold=True, color="FFFFFF")
                cell.fill = PatternFill("solid", fgColor="0B5A5E")
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    last = f"{get_column_letter(len(heads))}{row + len(body)}"
    table = Table(displayName=name, ref=f"A{row}:{last}")
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
    sheet.add_table(table)
    sheet.freeze_panes = f"B{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    for column in range(1, len(heads) + 1):
        texts = [line[column - 1] for line in body]
        sheet.column_dimensions[get_column_letter(column)].width = _width(heads[column - 1], texts)


def _width(head: str, values: Sequence[Value]) -> float:
    """Wide enough for the longest value and the longest word of the heading, and never unreadably wide."""
    widest = max((max(map(len, v.split("\n"))) if isinstance(v, str) else 8 for v in values if v != ""), default=8)
    word = max(map(len, head.split()), default=0) + 3  # room for the filter button
    return min(WIDEST, max(10, widest + 2, word, min(len(head) / 2, 20)))


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


def footer_safe(text: str) -> str:
    """Give `text` for a page footer, where & begins a code and 255 characters are the most."""
    return clean(text).replace("\n", " ")[:100].replace("&", "&&")


def as_share(percent: float | None, words: str) -> Any:
    """A percentage from 0 to 100 as a share for a percent format, or the words that stand in its place."""
    return percent / 100 if percent is not None else words


def ends_of(interval: tuple[float, float] | None) -> tuple[Value, Value]:
    """Both ends of an interval as shares, or the word that there is none, twice."""
    return interval or (say("range.none"), say("range.none"))
