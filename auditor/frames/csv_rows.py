"""The one door for CSV: rows of text from bytes, however a spreadsheet or a case system saved them."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from db.errors import UserError

MARKS = ",;\t|"
LINES_LOOKED_AT = 20
_LINES = re.compile(r"\r\n|\r|\n")  # str.splitlines knows more line ends than CSV does
LONGEST_CELL = 50  # lines: a cell that runs on for longer is a quotation mark nobody closed


@dataclass(frozen=True)
class CsvRows:
    """Rows that hold anything, with their numbers in the file (the first is 1); `notes` say what was assumed."""

    rows: Iterator[tuple[int, list[str]]]
    notes: tuple[str, ...]


def csv_rows(content: bytes) -> CsvRows:
    """Read the bytes of a CSV file. Cells are trimmed, rows without anything in them left out.

    Takes UTF-8 and UTF-16 with or without a byte order mark, and Windows' own letters (cp1252) for what is neither;
    commas, semicolons, tabs or bars between cells; a first line `sep=;` as Excel writes it.
    Raises UserError `not_a_table`, here or while the rows are read.
    """
    text, notes = _text(content)
    said = re.match(r'"?sep=(.)"?[ \t,;]*(?:\r\n|\r|\n)', text, re.IGNORECASE)
    return CsvRows(_rows(text, said[1] if said else _mark(text), skip=1 if said else 0), notes)


def _text(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        if content.startswith((b"\xff\xfe", b"\xfe\xff")):
            return content.decode("utf-16"), ()
        if b"\0" in content:
            # UTF-16 without its mark: every other byte of plain English is zero
            first, second = content[:2000:2].count(0), content[1:2000:2].count(0)
            if 10 * max(first, second) < 7 * len(content[:2000:2]) or content.startswith(b"PK"):
                raise _not_a_table()
            return content.decode("utf-16-le" if second > first else "utf-16-be"), ()
    except UnicodeDecodeError as problem:
        raise _not_a_table() from problem
    try:
        return content.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        note = "The file is not in UTF-8, so its letters were read as Windows writes them: look at names with accents."
        return content.decode("cp1252", errors="replace"), (note,)


def _mark(text: str) -> str:
    """What stands between cells: the mark that as many lines as possible hold equally often."""
    lines = [re.sub(r'"[^"]*"', "", line) for line in _LINES.split(text[:100_000]) if line.strip()][:LINES_LOOKED_AT]

    def steadiness(mark: str) -> tuple[int, int]:
        often = Counter(count for line in lines if (count := line.count(mark)))
        return max(((lines_with, count) for count, lines_with in often.items()), default=(0, 0))

    return max(MARKS, key=steadiness)


def _rows(text: str, mark: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    line = 0
    try:
        for number, row in enumerate(reader, 1):
            if reader.line_num - line > LONGEST_CELL:
                raise UserError(
                    "not_a_table",
                    f"Row {number} opens a quotation mark that is not closed for more than {LONGEST_CELL} lines. "
                    "Nothing was taken in. Mend that row and try again.",
                )
            line = reader.line_num
            cells = [cell.strip() for cell in row]
            if number > skip and any(cells):
                yield number, cells
    except csv.Error as problem:
        raise _not_a_table() from problem


def _not_a_table() -> UserError:
    return UserError(
        "not_a_table",
        "This is not a list that can be read. Nothing was taken in. In Excel, save it as CSV or .xlsx and try again.",
    )
