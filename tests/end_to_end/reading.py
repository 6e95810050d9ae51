"""Headline figures as other programs find them: `results --json`, a PDF's text, a workbook's cells."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from csv import reader
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2
from openpyxl import load_workbook

from tests.auditor import test_cli
from tests.end_to_end.rooms import PYTHON, ROOT

SENTENCE = re.compile(r"\b(\d+) of (\d+) (?:answers|plans) \((\d+%)\)")
"""How the report's summary says a headline: 91 of 165 answers (55%)."""


class Figure(NamedTuple):
    """A headline as printed: k of n is 55%."""

    k: int
    n: int
    printed: str


def ehcp(*arguments: object) -> "subprocess.CompletedProcess[str]":
    """Run the program as a process, where there is no display."""
    without = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in without}
    command = [*PYTHON, "-m", "ui", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, env=environment, check=False, timeout=120)


def results_of(workspace: Path, name: str) -> dict[str, Any]:
    """What the command line tells a script about a round, run here."""
    done = test_cli.ehcp("results", workspace, "--round", name, "--json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


def told(results: Mapping[str, Any]) -> list[Figure]:
    """The headlines among them."""
    return [Figure(m["k"], m["n"], m["printed"]) for m in results["measures"]]


def summary_of(text: str, headlines: int) -> list[Figure]:
    """The headlines in the words of a report's summary, which come first."""
    found = SENTENCE.findall(" ".join(text.split()))[:headlines]
    return [Figure(int(k), int(n), printed) for k, n, printed in found]


def pdf_text(file: Path) -> str:
    """All text of a PDF."""
    with pypdfium2.PdfDocument(file) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def _table(rows: Sequence[Sequence[Any]]) -> list[dict[str, Any]]:
    """The rows of the headline sheet's one table, which begins in row 4."""
    heads = [str(head) for head in rows[3]]
    return [dict(zip(heads, row, strict=True)) for row in rows[4:] if row[0]]


def workbook_headlines(file: Path) -> tuple[list[Figure], list[tuple[Any, Any]]]:
    """The headlines in a workbook's cells, a number shown as its format says; and the ends of their ranges."""
    book = load_workbook(file, data_only=True)
    try:
        sheet = book["Headlines"]
        rows = _table([[cell.value for cell in row] for row in sheet.iter_rows()])
        column = next(cell.column for cell in sheet[4] if cell.value == "Share met")
        formats = {sheet.cell(5 + at, column).number_format for at in range(len(rows))}
    finally:
        book.close()
    assert formats == {"0.0%"}
    figures = [Figure(row["Met"], row["Out of"], f"{int(100 * row['Share met'] + 0.5)}%") for row in rows]
    return figures, [(row["Likely range from"], row["Likely range to"]) for row in rows]


def office_headlines(file: Path) -> list[Figure]:
    """The headlines of a workbook as LibreOffice shows them."""
    as_shown = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,true,false,false,-1"
    with tempfile.TemporaryDirectory() as folder:
        office = ("soffice", f"-env:UserInstallation=file://{folder}/own", "--headless", "--convert-to", as_shown)
        subprocess.run([*office, "--outdir", folder, str(file)], check=True, capture_output=True, timeout=120)
        lines = (Path(folder) / f"{file.stem}-Headlines.csv").read_text(encoding="utf-8").splitlines()
    rows = _table(list(reader(lines)))
    return [Figure(int(r["Met"]), int(r["Out of"]), _whole(r["Share met"])) for r in rows]


def _whole(shown: str) -> str:
    """A percentage that a workbook shows to one decimal, as papers print it: halves up."""
    return f"{int(float(shown.removesuffix('%')) + 0.5)}%"
