"""Small tables that commands read: CSV as spreadsheets save it."""

from dataclasses import dataclass
from pathlib import Path

from auditor.cli.arguments import whole
from auditor.frames.csv_rows import csv_rows
from db.errors import UserError

LARGEST_FILE = 50_000_000  # bytes


@dataclass(frozen=True)
class Grid:
    """A table: its heads, and its rows with their numbers in the file, the heads being row 1."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


def read_grid(file: Path, *, may_be_empty: bool = False) -> Grid:
    """The table in a CSV file; lines without anything in them are left out, and so are columns; every cell trimmed.

    Takes what `csv_rows` takes. Raises UserError: `no_file`, `cannot_read`, `too_large`, `not_a_table`, `no_rows`
    (unless it `may_be_empty` below its heads), `uneven`.
    """
    try:
        if file.exists() and not file.is_file():
            raise UserError("cannot_read", f"{file} is not a file, so it was not read.")
        if file.stat().st_size > LARGEST_FILE:
            raise UserError("too_large", f"{file.name} is larger than 50 MB, so it was not read.")
        content = file.read_bytes()
    except FileNotFoundError as problem:
        raise UserError("no_file", f"There is no file {file}. Check the name.") from problem
    except OSError as problem:
        raise UserError("cannot_read", f"{file.name} could not be read. Check that you may open it.") from problem
    numbered = list(csv_rows(content).rows)
    if len(numbered) < (1 if may_be_empty else 2):
        raise UserError("no_rows", f"{file.name} holds no rows under its heads. Nothing was worked out.")
    # spreadsheets save columns without anything in them that somebody once touched
    width = max(place for _, row in numbered for place, cell in enumerate(row, 1) if cell)
    (_, heads), *rows = [(number, row[:width]) for number, row in numbered]
    for number, row in rows:
        if len(row) != len(heads):
            raise UserError(
                "uneven", f"{file.name}, row {number}: {len(row)} columns, where the heads have {len(heads)}."
            )
    return Grid(heads, rows)


def whole_cell(text: str, row: int) -> int:
    """The whole number in a cell of that row. Raises UserError (`numbers`)."""
    number = whole(text)
    if number is None:
        raise UserError("numbers", f"Row {row}: {text or 'nothing'} is not a whole number.")
    return number
