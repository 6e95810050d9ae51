"""Change over time in workbook and data file: the same figures as `change --json`, and what is to be known of them."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from auditor.change.history import HistoryFacts, add_history
from auditor.cli import main
from tests.auditor.change.rounds_over_time import add_round, revised
from tests.building import make_workspace, small_framework

Rows = list[dict[str, Any]]


class Made:
    """The files of the last of three rounds, and its change as a script gets it."""

    def __init__(self, folder: Path, said: dict[str, Any]) -> None:
        self.json = said
        (data,) = folder.glob("*.csv")
        with data.open(encoding="utf-8-sig", newline="") as file:
            self.rows: list[dict[str, str]] = list(csv.DictReader(file))
        self.told = {c["name"] for c in json.loads(Path(f"{data}-metadata.json").read_text())["tableSchema"]["columns"]}
        self.page = next(folder.glob("*.html")).read_text(encoding="utf-8")
        (book,) = folder.glob("*.xlsx")
        self.book: Any = openpyxl.load_workbook(book)

    def sheet(self, title: str) -> Rows:
        """The rows of a sheet's table, by heading."""
        sheet = self.book[title]
        (table,) = sheet.tables.values()
        head, *body = [[cell.value for cell in row] for row in sheet[table.ref]]
        return [dict(zip(head, row, strict=True)) for row in body]

    def of(self, kind: str) -> list[dict[str, str]]:
        """The rows of the data file of one kind."""
        return [row for row in self.rows if row["kind"] == kind]

    @property
    def broken(self) -> bool:
        """Whether a line breaks."""
        return any(series["breaks"] for series in self.series)

    @property
    def series(self) -> list[dict[str, Any]]:
        """Every line, headlines first."""
        return [*self.json["measures"], *self.json["criteria"]]


@pytest.fixture(scope="module", params=["working", "partnership"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Three rounds and an old paper; in the working edition the last round asks one question otherwise."""
    folder = tmp_path_factory.mktemp("change")
    with make_workspace(folder / "w.ehcpaudit") as store:
        framework = small_framework(folder)
        now = revised(framework) if request.param == "working" else framework
        add_round(store, framework, "Spring 2024", date(2024, 3, 31), 1, 2)
        add_round(store, framework, "Spring 2025", date(2025, 3, 31), 3, 10)
        last = add_round(store, now, "Spring 2026", date(2026, 3, 31), 12)
        add_history(
            store, last, HistoryFacts("M", "Autumn 2023", date(2023, 9, 30), "48", 16, 33, "plans", "A Board's paper")
        )
        path = store.path
    given = ["report", str(path), "--round", "Spring 2026", "--format", "xlsx,csv,html", "--edition", request.param]
    assert main([*given, "--out", str(folder)]) == 0
    return Made(folder, _change(path, folder))


def _change(path: Path, folder: Path) -> dict[str, Any]:
    from contextlib import redirect_stdout

    out = folder / "change.json"
    with out.open("w") as file, redirect_stdout(file):
        assert main(["change", str(path), "--round", "Spring 2026", "--json"]) == 0
    return json.loads(out.read_text())


def number(text: str) -> float | None:
    return float(text) if text else None


def close(value: float) -> Any:
    """The value as a cell holds it, to fifteen digits."""
    return pytest.approx(value, rel=1e-15, abs=1e-15)


def test_every_change_stands_in_the_data_file_as_a_script_gets_it(made: Made) -> None:
    rows = {row["id"]: row for row in made.of("change")}
    compared = [s for s in made.series if s["change"]]
    assert list(rows) == [s["id"] for s in compared]
    told = {s["change"]["verdict"] for s in compared}
    assert told == {"exploratory", "no_comparison", *(() if made.broken else ("better",))}
    for series in compared:
        row, change = rows[series["id"]], series["change"]
        then, now = change["then"], change["now"]
        assert (row["group_field"], row["group_value"], row["basis"]) == ("compared_with", "Spring 2025", "plans")
        names = ("then_k", "then_n", "k", "n", "points", "p", "p_adjusted", "needed", "needed_together")
        expected = (then["k"], then["n"], now["k"], now["n"], change["points"], change["p"], change["adjusted"],
                    change["needed"], change["needed_together"])  # fmt: skip
        assert tuple(number(row[name]) for name in names) == expected
        assert [number(row["change_low"]), number(row["change_high"])] == (change["interval"] or [None, None])
        for name, side in (("then_percent", then), ("percent", now)):
            assert number(row[name]) == (None if side["share"] is None else 100 * side["share"])
        assert (row["verdict"], row["words"]) == (change["verdict"], change["sentence"])
    assert made.told >= set(rows[compared[0]["id"]])


def test_every_point_of_every_line_stands_in_the_data_file(made: Made) -> None:
    rows = iter(made.of("over_time"))
    for series in made.series:
        for point in series["points"]:
            row = next(rows)
            assert (row["id"], row["group_value"], row["day"]) == (series["id"], point["label"], point["on"])
            assert row["group_field"] == ("old_paper" if point["hollow"] else "round")
            assert [number(row[name]) for name in ("k", "n", "percent")] == [point[n] for n in ("k", "n", "percent")]
            assert [number(row["low"]), number(row["high"])] == (point["interval"] or [None, None])
    assert next(rows, None) is None
    assert any(row["group_field"] == "old_paper" for row in made.of("over_time"))


def test_the_workbook_has_the_same_as_numbers(made: Made) -> None:
    changes = {row["Code"]: row for row in made.sheet("Change")}
    for series in made.series:
        if (change := series["change"]) is None:
            continue
        row, then, now = changes[series["id"]], change["then"], change["now"]
        assert (row["Compared with"], row["Met then"], row["Out of then"]) == ("Spring 2025", then["k"], then["n"])
        assert (row["Round"], row["Met now"], row["Out of now"]) == ("Spring 2026", now["k"], now["n"])
        for name, side in (("Share met then", then), ("Share met now", now)):
            assert row[name] == ("nothing to count" if side["share"] is None else close(side["share"]))
        none = "none"
        assert row["Points of difference"] == (none if change["points"] is None else change["points"])
        ends = change["interval"] or (None, None)
        for name, end in zip(("Range from", "Range to"), ends, strict=True):
            assert row[name] == (none if end is None else close(100 * end))
        for name, key in (("p-value", "p"), ("p-value beside the others", "adjusted"), ("Points needed", "needed")):
            assert row[name] == (none if change[key] is None else close(change[key]))
        assert row["In words"] == change["sentence"]
    points = made.sheet("Over time")
    assert [(r["Code"], r["Round or paper"]) for r in points] == [
        (s["id"], p["label"]) for s in made.series for p in s["points"]
    ]
    assert [r["Share met"] for r in points if r["Code"] == "M"] == [
        close(p["percent"] / 100) if p["percent"] is not None else p["printed"]
        for p in made.json["measures"][0]["points"]
    ]
    (now,) = (r for r in points if r["Code"] == "Q4" and r["Round or paper"] == "Spring 2026")
    assert ("What this question asks changed" in now["Note"]) == made.broken


def test_the_bars_of_the_report_stand_beside_what_can_be_compared(made: Made) -> None:
    caption = "Headlines: share of plans that meet each standard"
    heads = next(line for line in made.page.split("<table")[1:] if caption in line).split("</thead>")[0]
    assert ("Spring 2025" in heads) is not made.broken


def test_notes_contents_and_dictionary_tell_of_it(made: Made) -> None:
    said = {row["Note"] for row in made.sheet("Notes") if row["About"] == "Change"}
    assert said == set(made.json["cautions"])
    assert {"Change", "Over time"} <= {row["Sheet"] for row in made.sheet("Contents")}
    meant = {
        row["Column"] for row in made.sheet("Data dictionary") if row["Sheet"] == "Change" and row["What it holds"]
    }
    assert meant == set(made.sheet("Change")[0])
