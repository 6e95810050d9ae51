"""Small tables that commands read: CSV as spreadsheets save it."""

import csv
import io
from pathlib import Path

from db.errors import UserError

LARGEST_FILE = 50_000_000  # bytes


def read_grid(file: Path) -> list[list[str]]:
    """All rows of a CSV file, the heads first, empty lines left out, every cell trimmed.

    Takes a byte order mark, semicolons or tabs for commas, and Windows' own encoding where the file is not UTF-8.
    Raises UserError: `no_file`, `cannot_read`, `too_large`, `no_rows`, `uneven`.
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
    text = io.StringIO("\n".join(_text(content).splitlines()), newline="")
    try:
        rows = [[cell.strip() for cell in row] for row in csv.reader(text, delimiter=_mark(content))]
    except csv.Error as problem:
        raise UserError("cannot_read", f"{file.name} cannot be read as a table ({problem}).") from problem
    rows = [row for row in rows if any(row)]
    if len(rows) < 2:
        raise UserError("no_rows", f"{file.name} holds no rows under its heads. Nothing was worked out.")
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            raise UserError(
                "uneven", f"{file.name}, row {number}: {len(row)} columns, where the heads have {len(rows[0])}."
            )
    return rows


def _text(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _mark(content: bytes) -> str:
    """What stands between cells: the mark most used in the first line."""
    first = _text(content[:10_000]).split("\n", 1)[0]
    return max(",;\t", key=first.count)
