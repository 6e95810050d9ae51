"""What goes into a workbook's cells: text that stays text, numbers with a format, one marked table a sheet.

Sheets are written row by row and kept nowhere, so that a table of 100,000 rows takes little memory.
"""

# pyright: reportPrivateUsage=false
# A cell's style is given by number: working it out anew for each cell takes most of the time of writing.

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from math import ceil
from typing import Any

from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table, TableStyleInfo

from auditor.reports.wording import say

LONGEST = 32_767  # what one cell holds, in UTF-16 units
WIDEST, WIDEST_NOTE = 44, 100  # characters
MEASURED = 2_000  # rows that decide how wide a column is
LINE = 15.0  # points, of a line of text
HIGHEST = 400.0
LETTERS = "Calibri"
PERCENT, COUNT, ONE_PLACE, TWO_PLACES, FOUR_PLACES = "0.0%", "#,##0", "#,##0.0", "0.00", "0.0000"
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ACTIVE = ("=", "+", "-", "@", "\t", "\r")

Value = str | int | float
"""Text, a count, or a share from 0 to 1 (a float is a share, unless it is an Amount or a Coefficient)."""


class Coefficient(float):
    """A number that is no share, shown to two places."""


class Chance(Coefficient):
    """A p-value, shown to four places."""


class Amount(float):
    """A number that is no share, shown to one place."""


class Link(str):
    """The name of a sheet, which leads to it."""

    __slots__ = ()


def clean(text: str) -> str:
    """Give `text` as a cell may hold it.

    Line ends become one kind; control characters and others that XML forbids are dropped; what is longer than a
    cell holds is cut, and says so.
    """
    plain = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(plain) <= LONGEST // 2 or _units(plain) <= LONGEST:
        return plain
    note = say("workbook.cut")
    kept = plain.encode("utf-16-le")[: 2 * (LONGEST - len(note))].decode("utf-16-le", "ignore")
    return kept + note


class Page:
    """One sheet under way: lines first, then its one table; each is written at once, from the top down."""

    def __init__(self, book: Any, title: str) -> None:
        self.sheet: Any = book.create_sheet(title)
        self._styles: dict[str, Any] = {}
        self._row = 0

    def write_lines(self, title: str, lines: Sequence[tuple[str, bool]]) -> None:
        """Put a title and lines of words, bold or not, at the head; they run over the cells at their right."""
        self._append([self._cell(title, "title")])
        for text, bold in lines:
            self._append([self._cell(text, "bold" if bold else "line")] if text else [])

    def write_table(self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Value]]) -> None:
        """Write one marked-up table below what is there. A table needs a row: one without any says *none*."""
        heads = _distinct([clean(c) for c in columns])
        body = rows or [[say("workbook.none"), *[""] * (len(heads) - 1)]]
        top = self._row + 1
        self._append([self._cell(head, "head") for head in heads], _height(heads, self._widths))
        for line in body:
            self._append([self._cell(value, _kind(value)) for value in line], _height(line, self._widths))
        last = f"{get_column_letter(len(heads))}{top + len(body)}"
        table: Any = Table(displayName=name, ref=f"A{top}:{last}")
        table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=True)
        table._initialise_columns()
        for column, head in zip(table.tableColumns, heads, strict=True):
            column.name = head
        self.sheet._tables.add(table)  # add_table warns that columns are to be named, as they are here

    def lay_out(
        self, top: int, columns: Sequence[str], rows: Sequence[Sequence[Value]], widest: int, foot: str, page: str
    ) -> None:
        """Say, before anything is written, how wide columns are and how the sheet prints; `top` is the heading's row.

        No column is wider than `widest` characters. A sheet prints across A4, as wide as it is; `foot` stands at the
        left of every page and `page` at the right.
        """
        sheet, seen = self.sheet, rows[:MEASURED]
        self._widths = [_width(head, [line[i] for line in seen], widest) for i, head in enumerate(columns)]
        for i, width in enumerate(self._widths, 1):
            sheet.column_dimensions[get_column_letter(i)].width = width
        sheet.freeze_panes = f"B{top + 1}"
        sheet.print_title_rows = f"{top}:{top}"
        sheet.page_setup.orientation = "landscape"
        sheet.page_setup.paperSize = 9  # A4
        sheet.page_setup.fitToHeight = 0
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.oddFooter.left.text = foot
        sheet.oddFooter.right.text = page

    def _append(self, cells: list[Any], height: float = LINE) -> None:
        self._row += 1
        # wrapped rows need their height said: not every program works it out on opening
        if height > LINE:
            self.sheet.row_dimensions[self._row].height = min(height, HIGHEST)
        self.sheet.append(cells)
        self.sheet.row_dimensions.pop(self._row, None)

    def _cell(self, value: Value, kind: str) -> Any:
        """One cell. Text stays text, whatever it begins with; it is never read as a formula."""
        text = isinstance(value, str)
        held: Value = clean(value) if text else float(value) if isinstance(value, Coefficient | Amount) else value
        key = f"{kind}, quoted" if text and str(held).startswith(_ACTIVE) else kind
        if key not in self._styles:
            self._styles[key] = _style(self.sheet, kind, quoted=key != kind)
        cell: Any = WriteOnlyCell(self.sheet)
        if isinstance(value, Link):
            cell.hyperlink = f"#'{value}'!A1"
        # openpyxl takes any text that begins with = for a formula, so the value is put in beside it
        cell._value, cell.data_type = held, "s" if text else "n"
        cell._style = self._styles[key]
        return cell


def _kind(value: Value) -> str:
    if isinstance(value, str):
        return "link" if isinstance(value, Link) else "text"
    if isinstance(value, Amount | Chance):
        return "amount" if isinstance(value, Amount) else "chance"
    return "number" if isinstance(value, Coefficient) else "share" if isinstance(value, float) else "count"


def _style(sheet: Any, kind: str, *, quoted: bool) -> Any:
    """The style of one kind of cell."""
    cell: Any = WriteOnlyCell(sheet)
    cell.alignment = Alignment(vertical="top")
    match kind:
        case "title":
            cell.font = Font(name=LETTERS, bold=True, size=16)
        case "line" | "bold":
            cell.font = Font(name=LETTERS, bold=kind == "bold")
        case "head":
            cell.font = Font(name=LETTERS, bold=True, color="FFFFFF")
            cell.fill = PatternFill("solid", fgColor="0B5A5E")
            cell.alignment = Alignment(vertical="top", wrap_text=True, indent=1)
        case "share" | "count" | "number" | "chance" | "amount":
            formats = {"share": PERCENT, "count": COUNT, "number": TWO_PLACES, "amount": ONE_PLACE}
            cell.number_format = formats.get(kind, FOUR_PLACES)
        case _:
            cell.alignment = Alignment(vertical="top", wrap_text=True, indent=1)
            if kind == "link":
                cell.font = Font(name=LETTERS, underline="single", color="0B5A5E")
    cell.quotePrefix = quoted
    return copy(cell._style)


def _height(values: Sequence[Value], widths: Sequence[float]) -> float:
    return LINE * max(_lines(value, width - 2) for value, width in zip(values, widths, strict=True))


def _width(head: str, values: Sequence[Value], most: int) -> float:
    """Wide enough for the longest value and the longest word of the heading, and never unreadably wide."""
    widest = max((max(map(len, v.split("\n"))) if isinstance(v, str) else 6 for v in values if v != ""), default=6)
    word = max(map(len, head.split()), default=0) + 3  # room for the filter button
    return float(min(most, max(8, 1.1 * widest + 2, word)))


def _lines(value: Value, room: float) -> int:
    """How many lines a value takes in a column that holds `room` characters of it."""
    if not isinstance(value, str):
        return 1
    if len(value) * 1.02 <= room and "\n" not in value:
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
