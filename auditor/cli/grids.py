"""Small tables that commands read: CSV as spreadsheets save it."""

from pathlib import Path

from auditor.frames.csv_rows import csv_rows
from db.errors import UserError

LARGEST_FILE = 50_000_000  # bytes


def read_grid(file: Path) -> list[list[str]]:
    """All rows of a CSV file, the heads first, empty lines left out, every cell trimmed.

    Takes what `csv_rows` takes. Raises UserError: `no_file`, `cannot_read`, `too_large`, `not_a_table`, `no_rows`,
    `uneven`.
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
    rows = [row for _, row in csv_rows(content).rows]
    if len(rows) < 2:
        raise UserError("no_rows", f"{file.name} holds no rows under its heads. Nothing was worked out.")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise UserError(
                "uneven", f"{file.name}, row {number}: {len(row)} columns, where the heads have {len(rows[0])}."
            )
    return rows
