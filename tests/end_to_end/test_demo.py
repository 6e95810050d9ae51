"""The worked example as a person meets it: one command, five published figures, the same wherever they are read."""

import csv
import shutil
import sqlite3
import subprocess
from pathlib import Path

import pytest

from auditor.example import make_example
from resources import resource_path
from tests.end_to_end.reading import (
    Figure,
    ehcp,
    office_headlines,
    pdf_text,
    results_of,
    summary_of,
    told,
    workbook_headlines,
)

ROUND = "Lancashire 2019"
PUBLISHED = [
    Figure(91, 165, "55%"),
    Figure(120, 231, "52%"),
    Figure(95, 194, "49%"),
    Figure(119, 195, "61%"),
    Figure(100, 227, "44%"),
]


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder the command filled."""
    folder = tmp_path_factory.mktemp("demo") / "D"
    done = ehcp("demo", "--headless", "--out", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


@pytest.fixture
def workspace(demo: Path) -> Path:
    """The example's workspace."""
    return demo / "worked-example.ehcpaudit"


def test_the_command_writes_a_workspace_and_both_reports_of_both_rounds(demo: Path) -> None:
    reports = {f"board-{name}.{kind}" for name in ("lancashire-2019", "autumn-2026") for kind in ("pdf", "xlsx")}
    assert {path.name for path in demo.iterdir()} == {*reports, "worked-example.ehcpaudit"}


def test_the_figures_are_those_the_board_was_told(workspace: Path) -> None:
    results = results_of(workspace, ROUND)
    assert told(results) == PUBLISHED
    assert (results["plans"], results["basis"]) == (33, "answers")


def test_plans_drawn_nobody_knows_how_have_no_range_and_a_reason(workspace: Path) -> None:
    results = results_of(workspace, ROUND)
    assert results["draw"] == "unknown"
    assert {m["interval"] for m in results["measures"]} == {None}
    assert any("not known" in reason for reason in results["reasons"].values()), results["reasons"]
    drawn = results_of(workspace, "Autumn 2026")
    assert all(m["interval"] is not None for m in drawn["measures"]), "the other round is drawn by lot"


def test_the_pdf_says_the_same(demo: Path) -> None:
    text = pdf_text(demo / "board-lancashire-2019.pdf")
    assert summary_of(text, 5) == PUBLISHED
    assert "so no range can be given" in " ".join(text.split())
    assert "likely between" not in text


def test_the_workbooks_cells_say_the_same(demo: Path) -> None:
    figures, ranges = workbook_headlines(demo / "board-lancashire-2019.xlsx")
    assert figures == PUBLISHED
    assert ranges == [("none", "none")] * 5


def test_the_invented_rounds_reports_agree_with_its_figures(demo: Path, workspace: Path) -> None:
    figures = told(results_of(workspace, "Autumn 2026"))
    assert len(figures) == 5
    assert summary_of(pdf_text(demo / "board-autumn-2026.pdf"), 5) == figures
    assert workbook_headlines(demo / "board-autumn-2026.xlsx")[0] == figures


def test_one_other_answer_in_the_file_prints_another_figure(tmp_path: Path) -> None:
    """A plan that one person scored: its first answer from not met to met makes 92 of 165, which is 56%."""
    source = tmp_path / "source"
    shutil.copytree(resource_path("example"), source)
    file = source / "lancashire-2019-scores.csv"
    with file.open(encoding="utf-8", newline="") as text:
        heads, *rows = csv.reader(text)
    plan, answer = heads.index("reference"), heads.index("A1")
    plans = [row[plan] for row in rows]
    changed = next(row for row in rows if row[answer] == "0" and plans.count(row[plan]) == 1)
    changed[answer] = "2"
    with file.open("w", encoding="utf-8", newline="") as text:
        csv.writer(text).writerows([heads, *rows])
    figures = told(results_of(make_example(tmp_path / "out", source=source), ROUND))
    assert figures == [Figure(92, 165, "56%"), *PUBLISHED[1:]]


def rows_of(file: Path) -> list[str]:
    """Everything a workspace holds, as another program reads it: Python's own SQLite, for the file is nowhere open."""
    with sqlite3.connect(file) as other:
        rows = list(other.iterdump())
    other.close()
    return rows


def test_a_second_run_keeps_the_first_workspace_under_another_name(tmp_path: Path) -> None:
    file, aside = tmp_path / "worked-example.ehcpaudit", tmp_path / "worked-example (2).ehcpaudit"
    make_example(tmp_path)
    first = rows_of(file)
    assert ehcp("demo", "--headless", "--out", tmp_path).returncode == 0
    assert rows_of(aside) == first
    assert rows_of(file) != first, "a new workspace has uids of its own"
    assert told(results_of(file, ROUND)) == PUBLISHED


@pytest.mark.outside
def test_poppler_reads_the_same_figures_in_the_pdf(demo: Path) -> None:
    file = demo / "board-lancashire-2019.pdf"
    done = subprocess.run(["pdftotext", "-layout", str(file), "-"], capture_output=True, text=True, check=True)
    assert summary_of(done.stdout, 5) == PUBLISHED


@pytest.mark.outside
def test_libreoffice_shows_the_same_figures_in_the_workbook(demo: Path) -> None:
    assert office_headlines(demo / "board-lancashire-2019.xlsx") == PUBLISHED
