"""The data file of a report: one row a figure, columns that stay, no formula, and a second file that explains it."""

import csv
import io
import json
from dataclasses import fields, replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.figures import TOO_FEW
from auditor.reports.board import board
from auditor.reports.csv_files import COLUMNS, write_csv, write_metadata
from auditor.reports.details import ReportDetails
from auditor.reports.report import FigureLine, Report
from tests.auditor.reports.made_up import random_round

DETAILS = ReportDetails(council="Example Council", date=date(2026, 12, 4))


def report(**changes) -> Report:
    return replace(board(random_round(), DETAILS, sheets=False), **changes)


def written(made: Report) -> bytes:
    file = io.BytesIO()
    write_csv(made, file)
    return file.getvalue()


def rows_of(made: Report) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(made).decode("utf-8-sig"), newline="")))


def test_the_columns_stay_as_they_are() -> None:
    """Scripts rely on them: new ones come last."""
    assert COLUMNS == (
        "round", "edition", "fingerprint", "kind", "id", "name", "measure", "group_field", "group_value", "basis",
        "k", "n", "percent", "low", "high", "printed", "weighted", "suppressed", "partly", "not_met",
        "not_applicable", "cannot_tell", "undecided", "insufficient", "day", "then_k", "then_n", "then_percent",
        "points", "change_low", "change_high", "p", "p_adjusted", "needed", "needed_together", "verdict", "words",
    )  # fmt: skip


def test_it_begins_with_a_mark_for_excel_and_ends_lines_as_windows_does() -> None:
    data = written(report())
    assert data.startswith("\ufeffround,".encode())
    assert data.count(b"\n") == data.count(b"\r\n") == len(report().figures) + 1


def test_every_row_is_one_figure_and_names_its_round_edition_and_mark() -> None:
    rows = rows_of(report())
    assert {(r["round"], r["edition"], r["fingerprint"]) for r in rows} == {("Autumn 2026", "working", "7C41-09BE")}
    keys = [(r["kind"], r["id"], r["group_field"], r["group_value"]) for r in rows]
    assert len(keys) == len(set(keys))
    assert {r["kind"] for r in rows} == {"measure", "criterion", "statutory", "cause"}


def test_what_is_hidden_is_empty_and_says_so() -> None:
    line = FigureLine("measure", "M1", "Voice", suppressed=True)
    (row,) = rows_of(report(figures=(line,)))
    assert [row[name] for name in ("k", "n", "percent", "low", "high", "partly", "undecided")] == [""] * 7
    assert (row["printed"], row["suppressed"]) == (TOO_FEW, "true")


@given(st.text(max_size=40))
@settings(max_examples=50, deadline=None)
def test_no_text_is_ever_a_formula(text: str) -> None:
    made = report(round=text, figures=(FigureLine("measure", text, text, group_field=text, group_value=text),))
    (row,) = rows_of(made)
    for name in ("round", "id", "name", "group_field", "group_value"):
        assert not row[name].lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))


def test_the_second_file_explains_every_column_and_where_the_figures_come_from() -> None:
    file = io.BytesIO()
    made = report()
    write_metadata(made, "board-autumn-2026.csv", file)
    told = json.loads(file.getvalue())
    assert told["url"] == "board-autumn-2026.csv"
    columns = told["tableSchema"]["columns"]
    assert [column["name"] for column in columns] == list(COLUMNS)
    assert all(column["dc:description"] for column in columns)
    kinds = {column["name"]: column["datatype"] for column in columns}
    assert (kinds["k"], kinds["percent"], kinds["suppressed"], kinds["name"]) == (
        "integer",
        "number",
        "boolean",
        "string",
    )
    assert {"label": "Figures", "value": "7C41-09BE"} in told["notes"]
    assert "invented" in told["dc:description"]
    numbers = {field.name for field in fields(FigureLine) if "int" in str(field.type)}
    assert numbers == {name for name, kind in kinds.items() if kind == "integer"}
