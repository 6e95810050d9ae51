"""Figures read back from every file of a report are those of `results --json`: the worked example and 400 plans."""

import csv
import json
import re
from datetime import date
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from docx import Document

from auditor.cli.results import results_json
from auditor.example import make_example
from auditor.figures import Results
from auditor.reports.breakdown_words import value_words
from auditor.reports.details import ReportDetails
from auditor.reports.figure_words import range_words
from auditor.reports.make import FORMATS, report_steps
from auditor.results import results
from db.store import Store
from tests.auditor.reports.rounds_of_400 import NAME, generated_round

DETAILS = ReportDetails(council="Example Council", date=date(2026, 12, 4))
Rows = list[list[str]]


class Made:
    """One report in every format, and the figures as a script gets them."""

    def __init__(self, figures: Results, folder: Path) -> None:
        self.figures = figures
        self.json = json.loads(json.dumps(results_json(figures)))
        *_, files = report_steps(figures, DETAILS, folder, FORMATS)
        assert isinstance(files, tuple)
        self.files = {file.suffix: file for file in files if not file.name.endswith("metadata.json")}

    @cached_property
    def page(self) -> dict[str, Rows]:
        """The tables of the web page, by caption."""
        return Tables(self.files[".html"].read_text(encoding="utf-8")).found

    @cached_property
    def word(self) -> list[Rows]:
        """The tables of the Word file."""
        document = Document(str(self.files[".docx"]))
        return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]

    @cached_property
    def pdf(self) -> str:
        """The words of the PDF, evenly spaced."""
        document = pypdfium2.PdfDocument(self.files[".pdf"])
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())

    @cached_property
    def data(self) -> list[dict[str, str]]:
        """The rows of the data file."""
        with self.files[".csv"].open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    def sheet(self, title: str) -> list[dict[str, Any]]:
        """The rows of a sheet's table, by heading."""
        sheet = self.book[title]
        (table,) = sheet.tables.values()
        head, *body = [[cell.value for cell in row] for row in sheet[table.ref]]
        return [dict(zip(head, row, strict=True)) for row in body]

    @cached_property
    def book(self) -> Any:
        """The workbook."""
        return openpyxl.load_workbook(self.files[".xlsx"])


class Tables(HTMLParser):
    """The tables of a web page as rows of words, by caption; of two with one caption the last."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: dict[str, Rows] = {}
        self._at = ""
        self._words: list[str] = []
        self._rows: Rows = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A cell or the caption begins."""
        if tag in ("caption", "th", "td"):
            self._at, self._words = tag, []
        elif tag == "table":
            self._rows = []
        elif tag == "tr":
            self._rows.append([])

    def handle_data(self, data: str) -> None:
        """Words of a cell."""
        self._words.append(data)

    def handle_endtag(self, tag: str) -> None:
        """A cell or the caption ends."""
        words = "".join(self._words)
        if tag == "caption":
            self.found[words] = self._rows
        elif tag in ("th", "td"):
            self._rows[-1].append(words)


@pytest.fixture(scope="module", params=["Autumn 2026", "Lancashire 2019", NAME])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, example: Path) -> Made:
    folder = tmp_path_factory.mktemp("made")
    if request.param == NAME:
        with generated_round(folder / "generated.ehcpaudit") as store:
            figures = results(store, NAME, (("area",), ("area", "need")))
    else:
        with Store.open(example) as store:
            figures = results(store, request.param, (("area",),))
    return Made(figures, folder)


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_example(tmp_path_factory.mktemp("example"))


def test_the_generated_round_is_large(made: Made) -> None:
    """Otherwise the tests below would show less than they say."""
    if made.figures.round == NAME:
        assert made.json["plans"] == 400
        assert all(m["n"] > 100 and m["interval"] for m in made.json["measures"])


def test_the_data_file_holds_every_figure_in_full(made: Made) -> None:
    whole = [row for row in made.data if not row["group_field"]]
    for kind, expected in (("measure", made.json["measures"]), ("criterion", made.json["criteria"])):
        kinds = ("criterion", "statutory") if kind == "criterion" else (kind,)
        rows = [row for row in whole if row["kind"] in kinds]
        assert [row["id"] for row in rows] == [m["id"] for m in expected]
        for row, m in zip(rows, expected, strict=True):
            assert (int(row["k"]), int(row["n"]), row["printed"]) == (m["k"], m["n"], m["printed"])
            assert number(row["percent"]) == m["percent"]
            assert [number(row["low"]), number(row["high"])] == (m["interval"] or [None, None])
            assert (int(row["partly"]), int(row["not_met"])) == (m["partly"], m["not_met"])


def test_the_data_file_holds_every_group_asked_for(made: Made) -> None:
    for field, groups in made.json["by"].items():
        rows = [row for row in made.data if row["group_field"] == field]
        told = {(row["group_value"], row["id"]): (int(row["k"]), int(row["n"]), number(row["percent"])) for row in rows}
        assert len(told) == len(rows)
        for value, measures in groups.items():
            for m in measures:
                shown = told[(f"'{value}" if value.startswith("=") else value, m["id"])]
                assert shown == (m["k"], m["n"], m["percent"])


def number(cell: str) -> float | None:
    return float(cell) if cell else None


def close(value: float) -> Any:
    """A workbook holds sixteen digits of a number."""
    return pytest.approx(value, rel=1e-14)


def test_the_workbook_holds_the_same_numbers(made: Made) -> None:
    for m, row in zip(made.json["measures"], made.sheet("Headlines"), strict=True):
        assert (row["Met"], row["Out of"], row["Partly met"], row["Not met"]) == (
            m["k"],
            m["n"],
            m["partly"],
            m["not_met"],
        )
        assert row["Share met"] == close(m["percent"] / 100)
        ends = [row["Likely range from"], row["Likely range to"]]
        assert ends == ([close(end) for end in m["interval"]] if m["interval"] else ["none", "none"])
    told = {row["Code"]: row for row in (*made.sheet("Criteria"), *made.sheet("Statutory checks"))}
    for c in made.json["criteria"]:
        row = told[c["id"]]
        assert (row["Met"], row["Out of"]) == (c["k"], c["n"])
        if isinstance(row["Share met"], float):
            assert row["Share met"] == close(c["percent"] / 100)


def test_the_workbook_has_every_group_and_every_agreed_answer(made: Made) -> None:
    sheet = {(row["Area"], row["Code"]): (row["Met"], row["Out of"]) for row in made.sheet("By area")}
    for area, measures in made.json["by"]["area"].items():
        for m in measures:
            assert sheet[(value_words("area", area), m["id"])] == (m["k"], m["n"])
    rows = {row["Plan"]: row for row in made.sheet("Plan by criterion")}
    assert len(rows) == len(made.figures.plan_lines)
    for line in made.figures.plan_lines:
        assert sum(rows[line.reference][key] == "Met" for key in line.answers) == sum(
            a == "met" for a in line.answers.values()
        )


def test_the_web_page_prints_them_in_its_tables(made: Made) -> None:
    rows = next(rows for caption, rows in made.page.items() if caption.startswith("Headlines"))
    assert rows[1:] == [
        [m["name"], m["printed"], f"{m['k']:,}", f"{m['n']:,}", range_words(m["interval"])]
        for m in made.json["measures"]
    ]
    told = {
        row[0].split()[0]: row for caption, rows in made.page.items() if caption.startswith("Criteria") for row in rows
    }
    checks = next((rows for caption, rows in made.page.items() if caption.startswith("Statutory")), [])
    told |= {row[0].split()[0]: row for row in checks[1:]}
    for c in made.figures.criteria:
        assert told[c.id][1:5] == [f"{c.met:,}", f"{c.partly:,}", f"{c.not_met:,}", c.printed]
    for c in made.figures.statutory:
        assert told[c.id][1:3] == [f"{c.k:,}", f"{c.n:,}"]


def test_the_word_file_prints_the_headlines_and_checks(made: Made) -> None:
    headlines = next(rows for rows in made.word if rows[0][0] == "Standard")
    assert [row[1:4] for row in headlines[1:]] == [
        [m["printed"], f"{m['k']:,}", f"{m['n']:,}"] for m in made.json["measures"]
    ]
    if made.figures.statutory:
        checks = next(rows for rows in made.word if rows[0][0] == "Check")
        assert [row[1:3] for row in checks[1:]] == [[f"{c.k:,}", f"{c.n:,}"] for c in made.figures.statutory]


def test_the_pdf_prints_them_all(made: Made) -> None:
    for m in made.figures.measures:
        assert f"{m.short}: {m.k:,} of {m.n:,} {m.basis} ({m.printed})" in made.pdf
    for c in made.figures.criteria:
        counts = f"{c.met:,} {c.partly:,} {c.not_met:,} {c.printed}"
        assert re.search(rf"{re.escape(c.id)} .{{0,90}}?{re.escape(counts)}", made.pdf), c.id
    for c in made.figures.statutory:
        assert f"{c.k:,} of {c.n:,}" in made.pdf or not c.n


def test_every_file_carries_the_mark_of_the_figures(made: Made) -> None:
    mark = made.json["fingerprint"]
    assert mark in made.pdf
    assert mark in made.files[".html"].read_text(encoding="utf-8")
    assert {row["fingerprint"] for row in made.data} == {mark}
    assert any(cell.value == mark for row in made.book["Cover"].iter_rows() for cell in row)
    foot = Document(str(made.files[".docx"])).sections[0].footer.paragraphs[0].text
    assert mark in foot
