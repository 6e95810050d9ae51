"""A file as tables of cells with their headings: CSV or Excel, title rows above, one or two rows of headings."""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from auditor.frames.columns import known, plain
from auditor.frames.csv_rows import csv_rows
from auditor.frames.workbook import MOST_ROWS, Sheets, Survey, too_many_rows
from auditor.steps import STRIDE, finished
from db.errors import UserError

LARGEST_FILE = 60_000_000  # bytes
MOST_COLUMNS = 1_000
TOP = 30  # rows in which the headings are looked for

Row = tuple[int, Sequence[Any]]


@dataclass(frozen=True)
class Heading:
    """The headings of a table: the rows they stand in, and one name a column, as written."""

    first: int
    last: int
    names: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """One sheet, or a CSV file with `sheet` empty. `epoch` is the day that Excel counts its days from."""

    sheet: str
    heading: Heading
    rows: Sequence[Row]
    notes: tuple[str, ...]
    epoch: datetime | None


class Book:
    """A file that was opened: the names of its sheets (one without a name for CSV), each to be had as a table."""

    def __init__(self, path: Path) -> None:
        """Open a file of any kind.

        Raises UserError as `Sheets` and `csv_rows` do, and `no_file`, `cannot_read`, `empty`, `too_large`.
        """
        self.file = path.name
        content = _content(path)
        start = content[:2000].lstrip().lower()
        if start.startswith((b"<html", b"<table", b"<!doctype", b"<?xml")):
            raise UserError(
                "not_a_table",
                f"{path.name} is a web page, whatever its name says. Nothing was taken in. Open it in Excel and save "
                "it as .xlsx.",
            )
        excel = content.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0"))
        self._sheets = Sheets(content, path.name) if excel else None
        self._csv = b"" if excel else content
        self.names = self._sheets.names if self._sheets else ("",)

    def heading(self, sheet: str, wanted: Iterable[str] = ()) -> Heading | None:
        """The headings of a sheet, or None where there are none. `wanted` are columns that somebody named."""
        if self._sheets is None:
            top: Sequence[Row] = list(islice(csv_rows(self._csv).rows, TOP))
        else:
            top = self._sheets.rows(sheet, TOP)
        names = {plain(name) for name in wanted}
        heading = find_heading(top, lambda name: known(name) or plain(name) in names)
        if heading is not None and len(heading.names) > MOST_COLUMNS:
            raise UserError(
                "too_many_columns",
                f"{self.file} has more than {MOST_COLUMNS:,} columns. Nothing was taken in. "
                "Delete the columns that no plan needs and try again.",
            )
        return heading

    def table(self, sheet: str, heading: Heading) -> Table:
        """A sheet as a table under its headings. Raises UserError `too_many_rows`, and as the doors do."""
        return finished(self.table_in_steps(sheet, heading))

    def table_in_steps(self, sheet: str, heading: Heading) -> Generator[str, None, Table]:
        """As `table`; says how far it is wherever it can be stopped."""
        said = f"Reading {self.file}"
        if self._sheets is None:
            lines = csv_rows(self._csv)
            rows: list[Row] = []
            while chunk := list(islice(lines.rows, STRIDE)):
                rows += chunk
                if len(rows) > MOST_ROWS + heading.last:
                    raise too_many_rows(self.file)
                yield f"{said}: {len(rows):,} rows"
            return Table(sheet, heading, _below(rows, heading), lines.notes, None)
        survey = self._sheets.survey(sheet)
        steps = self._sheets.rows_in_steps(sheet, MOST_ROWS, survey.formulas)
        while True:
            try:
                yield f"{said}: {next(steps):,} of {survey.filled:,} rows"
            except StopIteration as end:
                rows = end.value
                break
        notes = tuple(_of_workbook(survey, heading, sheet, hidden=sheet in self._sheets.hidden))
        if self._sheets.epoch.year == 1904:
            notes += ("The workbook counts its days from 1904, as older Excel for Mac did; they were read so.",)
        return Table(sheet, heading, _below(rows, heading), notes, self._sheets.epoch)


def _below(rows: Sequence[Row], heading: Heading) -> list[Row]:
    return [row for row in rows if row[0] > heading.last]


def _content(path: Path) -> bytes:
    try:
        if not path.exists():
            raise UserError("no_file", f"There is no file {path}. Check the name.")
        if not path.is_file():
            raise UserError("cannot_read", f"{path} is not a file, so it was not read.")
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(
                "too_large",
                f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB, which is more than can be taken in. "
                f"Nothing was taken in. {MOST_ROWS:,} rows are the most.",
            )
        content = path.read_bytes()
    except OSError as problem:
        raise UserError("cannot_read", f"{path.name} could not be read. Check that you may open it.") from problem
    if not content.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise UserError("empty", f"{path.name} is empty. Nothing was taken in. Save the list again and try again.")
    return content


def _of_workbook(survey: Survey, heading: Heading, sheet: str, hidden: bool) -> Iterator[str]:
    if hidden:
        yield f"The sheet {sheet} is hidden in the workbook; it was read because no other holds plans."
    if survey.hidden:
        yield f"Rows hidden in Excel, by a filter perhaps, were read as well: {survey.hidden:,}."
    if survey.formulas:
        yield "Some cells hold formulas; their results were read as they were last saved."
    merged = [pair for pair in survey.merged if pair[1] > heading.last and pair[1] > pair[0]]
    if merged:
        first, last = min(merged)
        yield (
            f"Cells below the headings are merged, for example in rows {first} to {last}; only the first row of each "
            "holds the value, and the others count as blank."
        )


def find_heading(top: Sequence[Row], is_known: Callable[[str], bool]) -> Heading | None:
    """The row, or two rows, of headings: where most cells read like names of columns.

    In two rows the upper name is carried over the cells merged with it. Without any known name the first row of
    words is taken that is at least half as wide as the widest.
    """
    best: Heading | None = None
    most = 0
    for index, (number, cells) in enumerate(top):
        single = Heading(number, number, _names(cells))
        found = _score(single.names, is_known)
        if found > most:
            best, most = single, found
        if index + 1 < len(top) and (pair := _pair((number, cells), top[index + 1], is_known)):
            found = _score(pair.names, is_known)
            if found > max(most, _score(_names(top[index + 1][1]), is_known)):
                best, most = pair, found
    return best or _widest(top)


def _score(names: Sequence[str], is_known: Callable[[str], bool]) -> int:
    filled = [name for name in names if name]
    alone = len(filled) < 2 and len(names) > 1
    return 0 if alone else len({name for name in filled if is_known(name)})


def _pair(upper: Row, lower: Row, is_known: Callable[[str], bool]) -> Heading | None:
    """Two rows as one heading, if at least half of the lower one's cells read like names there."""
    above, below = _names(upper[1]), _names(lower[1])
    width = max(len(above), len(below))
    above, below = (names + ("",) * (width - len(names)) for names in (above, below))
    carried, over = list[str](), ""
    names: list[str] = []
    for high, low in zip(above, below, strict=True):
        over = high or over
        carried.append(over)
        joined = f"{over} {low}".strip()
        names.append(high if not low else next((name for name in (joined, low) if is_known(name)), joined))
    said = [name for name, low in zip(names, below, strict=True) if low]
    if not said or any(re.search(r"\d{3}", low) for low in below) or 2 * sum(map(is_known, said)) < len(said):
        return None
    return Heading(upper[0], lower[0], tuple(names))


def _widest(top: Sequence[Row]) -> Heading | None:
    widths = [sum(bool(name) for name in _names(cells)) for _, cells in top]
    for (number, cells), width in zip(top, widths, strict=True):
        words = all(isinstance(cell, str) for cell in cells if cell is not None and cell != "")
        if words and 2 * width >= max(widths) and (width > 1 or max(widths) == 1):
            return Heading(number, number, _names(cells))
    return None


def _names(cells: Sequence[Any]) -> tuple[str, ...]:
    names = [re.sub(r"\s+", " ", str(cell)).strip() if cell is not None else "" for cell in cells]
    while names and not names[-1]:
        names.pop()
    return tuple(names)
