"""The workbook holds the results' own numbers, in marked-up tables, and no text of it is ever a formula."""

import io
import re
import subprocess
import tracemalloc
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.figures import Breakdown, Group, PlanLine, Results
from auditor.reports.board import board
from auditor.reports.cells import LONGEST, clean
from auditor.reports.details import Imprint, ReportDetails
from auditor.reports.sheets import Sheet, write_sheets
from auditor.reports.workbook import write_workbook
from tests.auditor.reports.made_up import chosen_round, large_round, random_round

DETAILS = ReportDetails(council="Example Council", date=date(2026, 12, 4))
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def made(results: Results, details: ReportDetails = DETAILS) -> bytes:
    file = io.BytesIO()
    write_workbook(board(results, details), file)
    return file.getvalue()


def opened(data: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))


def rows_of(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet's one table, by heading."""
    (table,) = sheet.tables.values()
    head, *body = [[cell.value for cell in row] for row in sheet[table.ref]]
    return [dict(zip(head, row, strict=True)) for row in body]


@pytest.mark.parametrize("make", [chosen_round, random_round, large_round])
def test_the_headlines_are_the_results_numbers(make) -> None:
    results = make()
    rows = rows_of(opened(made(results))["Headlines"])
    for m, row in zip(results.measures, rows, strict=True):
        assert (row["Met"], row["Partly met"], row["Not met"], row["Out of"]) == (m.k, m.partly, m.not_met, m.n)
        assert row["Share met"] == (pytest.approx(m.percent / 100) if m.percent is not None else m.printed)
        low, high = m.interval or ("none", "none")
        assert (row["Likely range from"], row["Likely range to"]) == (low, high)


def test_criteria_checks_and_causes_are_the_results_numbers() -> None:
    results = random_round()
    book = opened(made(results))
    for c, row in zip(results.criteria, rows_of(book["Criteria"]), strict=True):
        assert (row["Code"], row["Met"], row["Partly met"], row["Not met"]) == (c.id, c.met, c.partly, c.not_met)
    checks = rows_of(book["Statutory checks"])
    for c, row in zip(results.statutory, checks, strict=True):
        assert (row["Met"], row["Out of"]) == (c.k, c.n)
    assert checks[2]["Share met"] == "too few for a percentage"
    assert checks[0]["Share met"] == pytest.approx(27 / 33)
    assert [row["Times named"] for row in rows_of(book["Causes"])] == [c.count for c in results.causes]


def test_plan_rows_are_in_the_working_edition_only() -> None:
    results = random_round()
    rows = rows_of(opened(made(results))["Plan by criterion"])
    assert len(rows) == results.plans
    assert rows[0]["Plan"] == "N-000"
    assert rows[0][results.criteria[0].id] == "Met"
    shared = made(results, replace(DETAILS, edition="partnership"))
    assert "Plan by criterion" not in opened(shared).sheetnames
    assert b"N-000" not in b"".join(zipfile.ZipFile(io.BytesIO(shared)).read(n) for n in parts(shared))


def parts(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_numbers_have_real_formats() -> None:
    sheet = opened(made(random_round()))["Headlines"]
    formats = {cell.value: sheet.cell(5, cell.column).number_format for cell in sheet[4]}
    assert formats["Share met"] == formats["Likely range from"] == "0.0%"
    assert formats["Met"] == formats["Out of"] == "#,##0"


def test_every_sheet_has_one_table_frozen_headings_print_titles_and_no_merged_cell() -> None:
    book = opened(made(random_round()))
    assert book.sheetnames == [
        "Cover",
        "Contents",
        "Notes",
        "Headlines",
        "Criteria",
        "Statutory checks",
        "Causes",
        "Plan by criterion",
        "Data dictionary",
    ]
    for sheet in book:
        (table,) = sheet.tables.values()
        top = int(re.findall(r"\d+", table.ref)[0])
        assert sheet.freeze_panes == f"B{top + 1}"
        assert sheet.print_title_rows == f"${top}:${top}"
        assert not sheet.merged_cells.ranges
        assert "7C41-09BE" in sheet.oddFooter.left.text
        assert "invented" in sheet.oddFooter.left.text


def test_headlines_carry_a_native_chart_out_of_a_hundred_per_cent() -> None:
    data = made(random_round())
    chart = zipfile.ZipFile(io.BytesIO(data)).read("xl/charts/chart1.xml").decode()
    assert '<grouping val="percentStacked"' in chart
    assert "'Headlines'!$B$5:$B$9" in chart
    assert '<delete val="0"' in chart


def test_the_contents_lead_to_every_sheet() -> None:
    book = opened(made(random_round()))
    rows = rows_of(book["Contents"])
    assert [row["Sheet"] for row in rows] == book.sheetnames[2:]
    links = [cell.hyperlink.location or cell.hyperlink.target for cell in book["Contents"]["A"][4:]]
    assert links == [f"#'{name}'!A1" for name in book.sheetnames[2:]]


def test_the_dictionary_says_what_every_column_of_every_sheet_holds() -> None:
    groups = (
        Group(("North",), 12, 12, random_round().measures),
        Group(("not given",), 21, 21, random_round().measures),
    )
    results = replace(random_round(), breakdowns=(Breakdown(("area",), "plans", groups),))
    book = opened(made(results))
    told = {(row["Sheet"], row["Column"]): row for row in rows_of(book["Data dictionary"])}
    named = {(sheet.title, str(cell.value)) for sheet in book.worksheets[2:-1] for cell in sheet[4]}
    assert named == set(told)
    assert "By area" in book.sheetnames
    assert all(row["What it holds"] for row in told.values())
    assert told["Headlines", "Met"]["Form"] == "whole number"
    assert told["Criteria", "Share met"]["Form"].startswith("percentage")


def test_many_rows_are_written_without_holding_them(tmp_path: Path) -> None:
    """A table of 4,000 rows takes less memory than its own rows do."""
    body = [[f"P-{i:06}", "=North", i, i / 4_000] for i in range(4_000)]
    sheet = Sheet("Plans", "Plans", "Every plan", ("Plan", "Area", "Number", "Share"), body)
    imprint = Imprint("Large", "Example Council", "", ())
    with (tmp_path / "large.xlsx").open("wb") as file:
        tracemalloc.start()
        write_sheets(imprint, (), "", (sheet,), file)
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert most < 1_000_000
    book = openpyxl.load_workbook(tmp_path / "large.xlsx", read_only=True)
    last = list(book["Plans"].iter_rows(min_row=4_004, max_row=4_004, values_only=True))
    assert last == [("P-003999", "=North", 3_999, 3_999 / 4_000)]


def test_properties_say_what_it_is() -> None:
    about = opened(made(random_round())).properties
    assert about.title == "How good are our Education, Health and Care Plans? Autumn 2026"
    assert about.creator == "Example Council"
    assert about.language == "en-GB"
    assert "Every plan here is invented" in about.description


DANGEROUS = ['=HYPERLINK("x")', "+1+1", "-2+3", "@SUM(A1)", "=1+1", "\t=1", "\r=1", " =1", "=cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", DANGEROUS)
def test_text_that_looks_like_a_formula_stays_text(text: str) -> None:
    results = random_round()
    named = replace(
        results,
        round=text,
        invented=text,
        measures=(replace(results.measures[0], name=text, short=text), *results.measures[1:]),
        criteria=(replace(results.criteria[0], id=text, question=text, short=text), *results.criteria[1:]),
        plan_lines=(PlanLine(text, text, {}),),
    )
    data = made(named, replace(DETAILS, council=text, title=text))
    archive = zipfile.ZipFile(io.BytesIO(data))
    cells = 0
    for name in parts(data):
        if name.startswith("xl/worksheets/sheet"):
            root = ET.fromstring(archive.read(name))
            assert not list(root.iter(f"{MAIN}f")), name
            cells += len(list(root.iter(f"{MAIN}c")))
    assert cells > 100
    cell = opened(data)["Plan by criterion"]["A5"]
    assert cell.data_type == "s"
    assert cell.value == clean(text)
    assert cell.quotePrefix == (clean(text)[:1] in tuple("=+-@\t"))


@given(text=st.text(alphabet=st.characters(codec=None), max_size=60))
@settings(max_examples=40, deadline=None)
def test_any_text_survives_or_is_cleaned_as_documented(text: str) -> None:
    file = io.BytesIO()
    sheet = Sheet("Plans", "Plans", "Every plan", ("Plan", "Area"), [[text, "North"]])
    write_sheets(Imprint("Title", "Example Council", "", ()), (), "", (sheet,), file)
    value = opened(file.getvalue())["Plans"]["A5"].value
    assert (value or "") == clean(text)


@given(text=st.text(alphabet=st.characters(codec=None)))
def test_cleaning_keeps_every_ordinary_character_and_is_settled(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert [c for c in text if c.isalnum()] == [c for c in kept if c.isalnum()]


@pytest.mark.parametrize("text", ["a" * 50_000, "\U0001f600" * 20_000, "ŵ" * 32_768])
def test_text_longer_than_a_cell_is_cut_and_says_so(text: str) -> None:
    kept = clean(text)
    assert len(kept.encode("utf-16-le")) // 2 <= LONGEST
    assert kept.endswith("[cut: a cell holds 32,767 characters]")
    assert clean("a" * LONGEST) == "a" * LONGEST


def test_headings_that_differ_only_in_case_are_told_apart() -> None:
    results = random_round()
    twins = tuple(replace(c, id=key) for c, key in zip(results.criteria, ("a", "A", "Plan"), strict=False))
    sheet = opened(made(replace(results, criteria=twins)))["Plan by criterion"]
    heads = [str(cell.value).casefold() for cell in sheet[4]]
    assert len(heads) == len(set(heads))


def test_a_round_without_anything_still_makes_a_workbook() -> None:
    empty = replace(random_round(), measures=(), criteria=(), statutory=(), causes=(), plan_lines=())
    book = opened(made(empty))
    assert book["Causes"]["A5"].value == "none"


@pytest.mark.outside
def test_another_program_reads_the_same_cells(tmp_path: Path) -> None:
    """LibreOffice opens the workbook and writes it again; every number and text is still the same."""
    (tmp_path / "before.xlsx").write_bytes(made(random_round()))
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    command = ["soffice", home, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir"]
    subprocess.run([*command, str(tmp_path / "after"), str(tmp_path / "before.xlsx")], check=True, capture_output=True)
    before, after = (
        opened((tmp_path / "before.xlsx").read_bytes()),
        opened((tmp_path / "after/before.xlsx").read_bytes()),
    )
    assert after.sheetnames == before.sheetnames
    for sheet in before:
        for row in sheet.iter_rows():
            for cell in row:
                read = after[sheet.title][cell.coordinate].value
                same = pytest.approx(cell.value) if isinstance(cell.value, int | float) else cell.value or None
                assert read == same, (sheet.title, cell.coordinate)
    charts = [name for name in parts((tmp_path / "after/before.xlsx").read_bytes()) if "charts/chart" in name]
    assert len(charts) == 1, "the chart is there for LibreOffice too"
