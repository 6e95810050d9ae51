"""The files of the list's facts and of the week hold the figures as other programs read them back."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest

from auditor.reports.week_files import made, population_steps, week_steps
from auditor.reports.week_words import caveats, in_short, limit_words, week_words
from auditor.weeks.figures import WeekAdvice
from auditor.weeks.weekly import ListTaken
from db.errors import UserError
from tests.auditor.reports.test_pdf import structure_of
from tests.auditor.reports.week_samples import AS_AT, INVENTED, MONDAY, population_of, week_of

DAY = date(2026, 4, 1)
THREE = ["North", "South", "Rhondda Cynon Taf a Merthyr Tudful (ardal y gogledd)"]
SIXTY = [f"Locality {number:02}" for number in range(60)]


def text_of(pdf: Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    document.close()
    return " ".join(" ".join(pages).split())


def rows_of(book: Path, sheet: str) -> list[dict[str, Any]]:
    made_sheet = openpyxl.load_workbook(book)[sheet]
    heads, *rows = list(made_sheet.iter_rows(min_row=4, values_only=True))
    return [dict(zip(map(str, heads), row, strict=True)) for row in rows]


def test_the_checklist_reads_back_with_every_limit_and_says_what_is_missing(tmp_path: Path) -> None:
    found = population_of(THREE)
    pdf, _ = made(population_steps(found, tmp_path, day=DAY))
    text = text_of(pdf)
    assert pdf.name == "checklist-spring-2026.pdf"
    for figure in found.whole.limits:
        assert f"{figure.met} {figure.n} " in text
    first = found.whole.limits[0]
    assert f"{first.met} of {first.n} ({first.percent}%) in time" in text
    assert limit_words(first) in text
    assert f"The date of the request is not recorded: {first.cannot_tell}." in text
    assert "SEND Regulations 2014, regulation 13(2)" in text
    assert INVENTED in text
    for area in THREE:
        assert area in text
    assert len(pypdfium2.PdfDocument(pdf)) <= 2


def test_the_checklist_of_sixty_areas_stays_on_two_pages_and_leaves_them_to_the_workbook(tmp_path: Path) -> None:
    pdf, book = made(population_steps(population_of(SIXTY), tmp_path, day=DAY))
    assert len(pypdfium2.PdfDocument(pdf)) <= 2
    assert "The list has 60 areas." in text_of(pdf)
    assert len(rows_of(book, "Limits by area")) == 60 * 5


def test_the_workbook_of_a_list_adds_up_by_area(tmp_path: Path) -> None:
    found = population_of(THREE)
    _, book = made(population_steps(found, tmp_path, day=DAY))
    limits = rows_of(book, "Time limits")
    by_area = rows_of(book, "Limits by area")
    for line in limits:
        same = [row for row in by_area if row["Time limit"] == line["Time limit"]]
        for column in ("In time", "Out of", "Late", "Cannot tell", "Not due"):
            assert line[column] == sum(row[column] for row in same)
    sizes = rows_of(book, "How many of which")
    assert sum(row["Plans"] for row in sizes if row["Field"] == "Primary need") == found.whole.plans
    assert {"Autistic spectrum disorder (ASD)", "Not given"} <= {row["Value"] for row in sizes}
    assert limits[0]["Share"] == pytest.approx(found.whole.limits[0].met / found.whole.limits[0].n)


def test_the_weekly_page_reads_back_by_area_with_the_whole_council(tmp_path: Path) -> None:
    week = week_of(SIXTY)
    pdf, book = made(week_steps(week, tmp_path, day=DAY))
    text = text_of(pdf)
    assert (pdf.name, book.name) == ("week-2026-03-23.pdf", "week-2026-03-23.xlsx")
    assert "Week of 23 to 29 March 2026" in text
    advice = week.whole.advice
    counts = f"{advice.asked} {advice.in_time} {advice.late} {advice.out} {advice.overdue}"
    assert f"Whole council {week.whole.issued.plans} " in text
    assert f"{counts} {week.whole.checked}" in text
    for area in (SIXTY[0], SIXTY[-1]):
        assert area in text
    for strong, sentence in in_short(week):
        assert f"{strong} {sentence}" in text
    assert "regulation 8(1)" in text
    rows = rows_of(book, "By area")
    assert [row["Area"] for row in rows] == [*SIXTY, "Whole council"]
    for column in ("Issued", "In time", "Asked", "Overdue", "Checked"):
        assert rows[-1][column] == sum(row[column] for row in rows[:-1])
    checks = rows_of(book, "Quick checks")
    assert sum(row["Out of"] for row in checks if row["Code"] == "D2" and row["Area"] != "Whole council") == 120
    assert [row["How many"] for row in rows_of(book, "Weeks before")] == [18, 19, 20]


def test_files_are_tagged_and_name_what_they_are(tmp_path: Path) -> None:
    for steps in (population_steps(population_of(THREE), tmp_path), week_steps(week_of(THREE), tmp_path)):
        pdf, book = made(steps)
        kinds = [kind for kind, _ in structure_of(pdf.read_bytes())]
        assert kinds.count("H1") == 1
        assert {"H2", "Table", "TH", "TD", "P"} <= set(kinds)
        document = pypdfium2.PdfDocument(pdf)
        assert document.get_metadata_dict()["Author"] == "Example Council"
        properties = openpyxl.load_workbook(book).properties
        assert properties.title == document.get_metadata_dict()["Title"]


def test_fewer_than_ten_have_no_percentage_anywhere(tmp_path: Path) -> None:
    week = week_of(["North"])
    assert 0 < week.whole.issued.n < 10
    pdf, book = made(week_steps(week, tmp_path))
    text = text_of(pdf)
    assert f"{week.whole.issued.met} of {week.whole.issued.n} within 20 weeks" in text
    shares = [row["Share met"] for row in rows_of(book, "Quick checks")]
    assert set(shares) == {"too few"}


def test_a_name_that_begins_like_a_formula_stays_text(tmp_path: Path) -> None:
    _, book = made(week_steps(week_of(["=1+1"]), tmp_path))
    assert rows_of(book, "By area")[0]["Area"] == "=1+1"


def test_an_unknown_kind_of_file_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="odt"):
        made(week_steps(week_of(["North"]), tmp_path, formats=("odt",)))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("monday", "words"),
    [
        (date(2026, 3, 2), "2 to 8 March 2026"),
        (date(2024, 2, 26), "26 February to 3 March 2024"),
        (date(2025, 12, 29), "29 December 2025 to 4 January 2026"),
    ],
)
def test_a_week_is_named_by_its_days(monday: date, words: str) -> None:
    assert week_words(monday) == words


def test_what_the_lists_cannot_say_is_said() -> None:
    week = week_of(["North"])
    assert list(caveats(week)) == []
    cut = ListTaken(AS_AT, MONDAY + timedelta(days=2), "Spring 2026")
    assert any("ends on 25 March 2026" in line for line in caveats(replace(week, plans_from=cut)))
    old = ListTaken(AS_AT, MONDAY - timedelta(days=1))
    gone = replace(week, plans_from=None, advice_from=old)
    said = list(caveats(gone))
    assert "No list of plans was taken in" in said[0]
    assert "began after the list of advice was taken in" in said[1]
    assert [strong for strong, _ in in_short(gone)] == ["Quick checks:"]
    empty = replace(week, whole=replace(week.whole, advice=WeekAdvice()))
    assert dict(in_short(empty))["Advice:"] == "none asked for, none came in."
