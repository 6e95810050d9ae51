"""Annex A list 1: what is taken, what is wrong with a row, what is worth a look."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from auditor.frames import read_frame
from db.errors import UserError
from db.vocabulary import PlanKind
from tests.auditor.frames.lists import ANNEX_A, AS_AT, GOOD, annex_a, annex_row, read_rows, workbook


def test_a_good_row_becomes_a_plan_without_a_child(tmp_path: Path) -> None:
    frame = read_rows(tmp_path, GOOD)
    assert (frame.kind, frame.sheet, frame.rows) == ("annex_a_list1", "List_1", 1)
    assert frame.rejected == frame.questions == ()
    (plan,) = frame.plans
    assert (plan.row, plan.reference, plan.need, plan.phase, plan.year_group) == (2, "R-100", "ASD", "primary", 6)
    assert (plan.setting_code, plan.plan_kind) == ("123456", PlanKind.AMENDED)
    assert (plan.first_final_on, plan.last_review_on) == (date(2024, 5, 1), date(2025, 4, 3))
    assert plan.dates.first_final == date(2024, 5, 1) and plan.dates.year_group == 6
    assert frame.dropped == ("UPN", "ULN", "Date of birth")
    assert {"Gender", "Ethnicity"} < set(frame.ignored)
    assert frame.missing == ("area",)


def test_each_field_says_which_column_it_came_from_and_what_it_holds(tmp_path: Path) -> None:
    rows = [annex_row(id=f"R-{n}", upn=None, need=need) for n, need in enumerate(("ASD", "SEMH", "Autism"))]
    fields = read_rows(tmp_path, *rows, annex_row(id="R-9", upn=None, need=None)).fields
    assert fields["need"].column == "SEN primary need"
    assert (fields["need"].filled, fields["need"].values) == (3, {"ASD": 2, "SEMH": 1})
    assert (fields["year_group"].column, fields["year_group"].values) == ("Date of birth", {"6": 3})
    assert (fields["reference"].filled, fields["reference"].values) == (3, None)
    assert "date_of_birth" not in fields


@pytest.mark.parametrize(
    ("changes", "column", "says"),
    [
        ({"need": None}, "SEN primary need", "the primary need is missing."),
        ({"need": "n/a"}, "SEN primary need", "the primary need is missing."),
        ({"issued": "31/11/2025"}, "Date initial EHC plan issued", "the date 31/11/2025 does not exist."),
        ({"updated": "2026-02-30"}, "Date updated EHC plan issued", "the date 2026-02-30 does not exist."),
        ({"updated": "1/2/26"}, "Date updated EHC plan issued", "has a year of two figures"),
        ({"updated": "02-Feb-26"}, "Date updated EHC plan issued", "has a year of two figures"),
        ({"reviewed": "soon"}, "Date EHC plan last reviewed", "“soon” is not a date"),
        ({"updated": date(2026, 9, 2)}, "Date updated EHC plan issued", "the date 02/09/2026 lies in the future"),
        ({"reviewed": "02/09/2026"}, "Date EHC plan last reviewed", "lies in the future, after 01/09/2026"),
        ({"issued": date(2025, 6, 3)}, "Date initial EHC plan issued", "issued after it was updated"),
        ({"issued": date(1999, 6, 3)}, "Date initial EHC plan issued", "lies before 2000"),
        ({"issued": 12}, "Date initial EHC plan issued", "holds a number that is not a date"),
        ({"issued": "#REF!"}, "Date initial EHC plan issued", "the cell shows #REF!"),
        ({"issued": date(2016, 3, 3)}, "Date initial EHC plan issued", "lies before the date of birth"),
        ({"born": date(2000, 9, 1)}, "Date of birth", "over 25"),
        ({"born": date(2026, 9, 2)}, "Date of birth", "the date of birth lies in the future"),
        ({"born": "30/02/2016"}, "Date of birth", "the date does not exist."),
        ({"id": None}, "Unique ID", "it has no reference."),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_with_its_column_and_reason(
    tmp_path: Path, changes: dict[str, Any], column: str, says: str
) -> None:
    frame = read_rows(tmp_path, annex_row(id="R-1", upn="B1"), annex_row(**changes))
    assert [plan.reference for plan in frame.plans] == ["R-1"]
    assert [(wrong.row, wrong.column) for wrong in frame.rejected] == [(3, column)]
    assert says in frame.rejected[0].problem


def test_a_row_with_two_problems_names_both(tmp_path: Path) -> None:
    frame = read_rows(tmp_path, annex_row(need=None, reviewed="31/11/2025"))
    assert [wrong.column for wrong in frame.rejected] == ["Date EHC plan last reviewed", "SEN primary need"]
    assert frame.rows == 1 and frame.plans == ()


def test_of_two_rows_with_one_reference_the_later_is_left_out(tmp_path: Path) -> None:
    frame = read_rows(tmp_path, GOOD, annex_row(id="r-100", upn="B1", need="SLCN"))
    assert [plan.need for plan in frame.plans] == ["ASD"]
    (wrong,) = frame.rejected
    assert (wrong.row, wrong.column) == (3, "Unique ID") and "stands in row 2" in wrong.problem


@pytest.mark.parametrize(
    ("changes", "column"),
    [
        ({"born": date(2000, 9, 2)}, "Date of birth"),
        ({"born": date(2001, 9, 1)}, "Date of birth"),
        ({"need": "K1"}, "SEN primary need"),
        ({"issued": date(2014, 8, 31), "born": date(2010, 1, 1)}, "Date initial EHC plan issued"),
        ({"reviewed": date(2024, 4, 30)}, "Date EHC plan last reviewed"),
        ({"phase": "Somewhere"}, "Main education establishment – phase"),
    ],
)
def test_what_is_odd_but_possible_is_asked_about_and_kept(tmp_path: Path, changes: dict[str, Any], column: str) -> None:
    frame = read_rows(tmp_path, annex_row(**changes))
    assert len(frame.plans) == 1 and frame.rejected == ()
    assert [question.column for question in frame.questions] == [column]


def test_two_rows_with_one_upn_are_asked_about(tmp_path: Path) -> None:
    frame = read_rows(tmp_path, GOOD, annex_row(id="R-101"))
    assert len(frame.plans) == 2
    assert [(q.row, q.column) for q in frame.questions] == [(3, "UPN")]


def test_nobody_is_too_old_on_an_earlier_day(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "frame.xlsx", annex_row(born=date(2000, 9, 1)))
    assert len(read_frame(path, as_at=date(2026, 8, 31))[0].plans) == 1
    assert len(read_frame(path, as_at=date(2026, 9, 1))[0].plans) == 0


def test_what_was_assumed_is_said(tmp_path: Path) -> None:
    frame = read_rows(tmp_path, annex_row(phase=2))
    assert frame.plans[0].phase == "code 2", "the list does not say what its codes mean"
    said = " ".join(frame.notes)
    for words in ("Year groups were worked out", "taken as the day of the review meeting", "no kinds of plan", "area"):
        assert words in said


def test_of_several_sheets_the_list_of_plans_is_read(tmp_path: Path) -> None:
    rows = [ANNEX_A, [GOOD.get(name) for name in ANNEX_A]]
    other = [name for name in ANNEX_A if "EHC" not in name]
    sheets = {"Notes": [["Prepared for inspection"]], "List_2": [other, ["x"] * len(other)], "List_1": rows}
    frame, _ = read_frame(workbook(tmp_path / "frame.xlsx", sheets), as_at=AS_AT)
    assert (frame.sheet, len(frame.plans)) == ("List_1", 1)
    assert frame.notes[0].startswith("Of 3 sheets, List_1 was read.")


def test_a_list_of_children_without_plans_is_refused(tmp_path: Path) -> None:
    other = [name for name in ANNEX_A if "EHC" not in name]
    path = workbook(tmp_path / "frame.xlsx", {"List_2": [other, ["x"] * len(other)], "Empty": []})
    with pytest.raises(UserError, match="not list 1") as refused:
        read_frame(path, as_at=AS_AT)
    assert refused.value.code == "wrong_sheet"
    with pytest.raises(UserError, match="Its sheets are: List_2, Empty") as refused:
        read_frame(path, as_at=AS_AT, sheet="List_1")
    assert refused.value.code == "no_sheet"
    with pytest.raises(UserError, match="no row of column names") as refused:
        read_frame(path, as_at=AS_AT, sheet="Empty")
    assert refused.value.code == "no_headings"
