"""Invented lists to read frames from. Every name, number and date in them is made up."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from auditor.frames import Frame, read_frame

AS_AT = date(2026, 9, 1)
ANNEX_A = (
    "Unique ID", "UPN", "ULN", "Date of birth", "Gender", "Ethnicity", "Date initial EHC plan issued",
    "Date updated EHC plan issued", "Date EHC plan last reviewed", "SEN primary need",
    "Main education establishment – URN", "Main education establishment – phase",
    "Subsidiary education establishment – phase (dual registration)", "Elective home education", "Suspensions",
    "Permanent exclusions", "Absence", "Pupil Premium", "Known to children's social care?",
    "Which children's social care team?", "Does the child or young person have a disability?",
)  # fmt: skip
GOOD: Mapping[str, Any] = {
    "Unique ID": "R-100", "UPN": "A123456789012", "ULN": "9812345678", "Date of birth": date(2016, 3, 4), "Gender": 1,
    "Ethnicity": "WBRI", "Date initial EHC plan issued": date(2024, 5, 1),
    "Date updated EHC plan issued": date(2025, 6, 2), "Date EHC plan last reviewed": date(2025, 4, 3),
    "SEN primary need": "ASD", "Main education establishment – URN": 123456,
    "Main education establishment – phase": "Primary",
}  # fmt: skip


def annex_row(**changes: Any) -> dict[str, Any]:
    """A good row with some cells changed, by the short names below."""
    names = {
        "id": "Unique ID", "upn": "UPN", "born": "Date of birth", "issued": "Date initial EHC plan issued",
        "updated": "Date updated EHC plan issued", "reviewed": "Date EHC plan last reviewed",
        "need": "SEN primary need", "phase": "Main education establishment – phase",
    }  # fmt: skip
    return {**GOOD, **{names[key]: value for key, value in changes.items()}}


def workbook(
    path: Path, sheets: Mapping[str, Iterable[Sequence[Any]]], *, merged: Sequence[str] = (), epoch: Any = None
) -> Path:
    """Write a workbook, cells as given."""
    book = Workbook()
    book.remove(book.active)
    if epoch is not None:
        book.epoch = epoch
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        for cells in merged:
            sheet.merge_cells(cells)
    book.save(path)
    return path


def annex_a(path: Path, *rows: Mapping[str, Any], above: Sequence[Sequence[Any]] = (), sheet: str = "List_1") -> Path:
    """Write an Annex A workbook of these rows."""
    cells = [[row.get(name) for name in ANNEX_A] for row in rows]
    return workbook(path, {sheet: [*above, ANNEX_A, *cells]})


def read_rows(tmp_path: Path, *rows: Mapping[str, Any]) -> Frame:
    """A frame of these Annex A rows."""
    return read_frame(annex_a(tmp_path / "frame.xlsx", *rows), as_at=AS_AT)[0]


def read_text(tmp_path: Path, text: str | bytes, **options: Any) -> Frame:
    """A frame of this CSV text."""
    path = tmp_path / "frame.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_frame(path, as_at=options.pop("as_at", AS_AT), **options)[0]
