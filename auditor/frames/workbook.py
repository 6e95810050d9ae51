"""The door for Excel workbooks: sheets as rows of values, read once from front to back, hostile files refused first."""

import re
import warnings
import zipfile
import zlib
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import islice, zip_longest
from typing import Any

from auditor.steps import STRIDE, finished
from db.errors import UserError

MOST_ROWS = 100_000
LARGEST_UNPACKED = 300_000_000  # bytes of XML: a sheet of 100,000 rows and 40 columns has about 200 million
LARGEST_PART = 20_000_000
LARGEST_ROW = 20_000_000
MOST_STRINGS = 2 * 2_000_000  # each counted where it opens and where it closes
SHEETS, STRINGS = "xl/worksheets/", "xl/sharedStrings.xml"
_FORMULA = re.compile(rb"[<:]f[ >/]")
_MERGED = re.compile(rb'mergeCell [^>]*?ref="[A-Z]+(\d+):[A-Z]+(\d+)"')
UNSAVED = "\0a formula without its result"
"""Stands for a cell whose formula was never worked out by the program that wrote the file."""

# what openpyxl and what lies under it say of a file that is not what it claims to be; what is said of wrong XML is a
# SyntaxError, by the standard library and by lxml alike, whichever openpyxl finds
_BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    OSError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True)
class Survey:
    """What a sheet holds, found without making a cell of it. `merged` are rows of merged cells, first and last."""

    filled: int
    formulas: bool
    hidden: int
    merged: tuple[tuple[int, int], ...]


class Sheets:
    """A workbook opened for reading. `names` are its sheets, the hidden ones last; `hidden` says which those are."""

    def __init__(self, content: bytes, file: str) -> None:
        """Open the bytes of a workbook; `file` is its name for sentences.

        Raises UserError: `old_excel`, `locked`, `not_a_workbook`, `too_large`, `too_many_rows`.
        """
        self._content, self._file = content, file
        self._surveys = _surveys(content, file)
        self._book = self._open(data_only=True)
        sheets = self._book.worksheets
        self.hidden = tuple(sheet.title for sheet in sheets if sheet.sheet_state != "visible")
        self.names = tuple(s.title for s in sheets if s.title not in self.hidden) + self.hidden
        self.epoch = self._book.epoch

    def rows(self, name: str, most: int, formulas: bool = False) -> list[tuple[int, tuple[Any, ...]]]:
        """The rows of a sheet that hold anything, `most` of them, with their numbers in Excel.

        With `formulas` the sheet is read a second time, and UNSAVED stands where a formula has no saved result.
        """
        return finished(self.rows_in_steps(name, most, formulas))

    def rows_in_steps(
        self, name: str, most: int, formulas: bool = False
    ) -> Generator[int, None, list[tuple[int, tuple[Any, ...]]]]:
        """As `rows`; gives how many were found so far wherever it can be stopped."""
        books = [self._book, self._open(data_only=False)] if formulas else [self._book]
        found: list[tuple[int, tuple[Any, ...]]] = []
        try:
            numbered = enumerate(zip_longest(*(_values(book[name]) for book in books)), 1)
            while chunk := _quietly(numbered, min(most, STRIDE)):
                for number, (row, *also) in chunk:
                    values = _unsaved(row or (), also[0]) if also else row
                    if any(value is not None and value != "" for value in values):
                        found.append((number, values))
                        if len(found) == most:
                            return found
                yield len(found)
        except _BROKEN as problem:
            raise _not_a_workbook(self._file) from problem
        return found

    def survey(self, name: str) -> Survey:
        """What is known of a sheet without making a cell of it."""
        part: str = self._book[name]._worksheet_path
        return self._surveys.get(part, Survey(0, True, 0, ()))

    def _open(self, data_only: bool) -> Any:
        # only for those who read a workbook: it takes a tenth of a second to import
        from openpyxl import load_workbook

        try:
            with warnings.catch_warnings():
                # openpyxl warns of parts it leaves aside, such as colours; only the values matter here
                warnings.simplefilter("ignore")
                return load_workbook(
                    BytesIO(self._content), read_only=True, data_only=data_only, keep_links=False, rich_text=False
                )
        except _BROKEN as problem:
            raise _not_a_workbook(self._file) from problem


def _values(sheet: Any) -> Iterator[tuple[Any, ...]]:
    # the size a sheet gives itself may be wrong; what it holds counts
    sheet.reset_dimensions()
    return sheet.iter_rows(values_only=True)


def _quietly(rows: Iterator[Any], most: int) -> list[Any]:
    """The next rows, `most` of them, without what openpyxl warns of in passing: a date that is none, for one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, most))


def _unsaved(row: tuple[Any, ...], formulas: tuple[Any, ...] | None) -> tuple[Any, ...]:
    if formulas is None:
        return row
    return tuple(
        UNSAVED if value is None and formula is not None else value for value, formula in zip_longest(row, formulas)
    )


def _surveys(content: bytes, file: str) -> dict[str, Survey]:
    """Refuse what is no workbook, or too much of one, before a cell is made; what its sheets hold, by part."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise UserError(
                "locked",
                f"{file} is locked with a password. Nothing was taken in. Open it in Excel, choose File, Info, "
                "Protect workbook, take the password off a copy, and try again with the copy.",
            )
        raise UserError(
            "old_excel",
            f"{file} is in the old Excel form (.xls). Nothing was taken in. Open it in Excel and save it as .xlsx.",
        )
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_parts(archive, file)
            sheets = (part for part in archive.namelist() if part.startswith(SHEETS) and part.endswith(".xml"))
            return {part: _survey(archive, part, file) for part in sheets}
    except _BROKEN as problem:
        raise _not_a_workbook(file) from problem


def _refuse_parts(archive: zipfile.ZipFile, file: str) -> None:
    parts = archive.infolist()
    if not any(part.filename.endswith("workbook.xml") for part in parts):
        if any(part.filename.endswith(("workbook.bin", "content.xml")) for part in parts):
            raise UserError(
                "not_a_workbook",
                f"{file} is a spreadsheet in another form than .xlsx. Nothing was taken in. Save it as .xlsx.",
            )
        raise _not_a_workbook(file)
    texts = [part for part in parts if part.filename.endswith((".xml", ".rels"))]
    if sum(part.file_size for part in texts) > LARGEST_UNPACKED or any(
        # styles and the like, which are read whole
        part.file_size > LARGEST_PART and part.filename.count("/") < 2 and part.filename != STRINGS
        for part in texts
    ):
        raise _too_large(file)
    for part in texts:
        with archive.open(part) as text:
            if b"<!DOCTYPE" in text.read(1000).upper():
                raise _not_a_workbook(file)
    if STRINGS in archive.namelist():
        with archive.open(STRINGS) as text:
            if (
                sum(chunk.count(b"si>") + chunk.count(b"si/>") for chunk in iter(lambda: text.read(1 << 20), b""))
                > MOST_STRINGS
            ):
                raise _too_large(file)


def _too_large(file: str) -> UserError:
    return UserError(
        "too_large",
        f"{file} unpacks to more than can be taken in: {MOST_ROWS:,} rows are the most. Nothing was taken in. "
        "Keep one sheet with the plans and delete the others.",
    )


def _survey(archive: zipfile.ZipFile, part: str, file: str) -> Survey:
    filled = hidden = 0
    formulas, rest = False, b""
    with archive.open(part) as source:
        while chunk := source.read(1 << 20):
            *rows, rest = (rest + chunk).split(b"row>")
            if len(rest) > LARGEST_ROW:
                # no sheet has such a row: it is there to fill the memory
                raise _not_a_workbook(file)
            for row in rows:
                if b"v>" in row or b"t>" in row:
                    filled += 1
                    hidden += b'hidden="' in row and _hidden(row)
            formulas = formulas or any(_FORMULA.search(row) for row in rows)
            if filled > MOST_ROWS:
                raise too_many_rows(file)
    merged = tuple((int(first), int(last)) for first, last in _MERGED.findall(rest))
    return Survey(filled, formulas, hidden, merged)


def _hidden(row: bytes) -> bool:
    tag = row[row.find(b"row ") :]
    return b'hidden="1"' in tag[: tag.find(b">")] or b'hidden="true"' in tag[: tag.find(b">")]


def too_many_rows(file: str) -> UserError:
    """The sentence for a list longer than any council's."""
    return UserError(
        "too_many_rows",
        f"{file} holds more than {MOST_ROWS:,} rows, which is more than can be taken in. Nothing was taken in. "
        "Save the sheet of plans alone, or the plans of one area, and try again.",
    )


def _not_a_workbook(file: str) -> UserError:
    return UserError(
        "not_a_workbook",
        f"{file} is not an Excel workbook that can be read, or it is damaged. Nothing was taken in. "
        "Open it in Excel, save it as .xlsx and try again.",
    )
