"""Tables of SEN2, alone and put together, and any other list through a mapping."""

from datetime import date
from pathlib import Path

import pytest

from auditor.frames import look_at, read_frame
from db.errors import UserError
from tests.auditor.frames.lists import AS_AT, read_text, workbook

M1 = [
    ["Person ID", "Surname", "Forename", "Dob (ccyy-mm-dd)", "Gender", "Ethnicity", "Postcode",
     "UPN - Unique Pupil Number", "ULN - Young Persons Unique Learner Number", "UPN and ULN unavailable reason"],
    ["11", "Quillfeather", "Ann", "2015-03-04", "1", "WBRI", "ZE1 0AA", "T820001050001", "", ""],
    ["12", "Nonesuch", "Bo", "2011-09-01", "1", "WBRI", "ZE1 0AA", "", "7755331199", ""],
]  # fmt: skip
M2 = [["Person ID", "Requests Record ID", "Date Request Was Received"],
      ["11", "1", "2024-01-08"], ["12", "7", "2023-02-01"], ["12", "8", "2025-01-06"]]  # fmt: skip
M3 = [["Person ID", "Requests Record ID", "Assessment Outcome To Issue EHCP",
       "Twenty Weeks Time Limit Exceptions Apply"],
      ["11", "1", "Y", "Y"], ["12", "8", "Y", "N"]]  # fmt: skip
M4 = [["Person ID", "Request Records ID", "EHC Plan Start Date", "Date EHC Plan Ceased"],
      ["11", "1", "2024-06-03", ""], ["12", "7", "2023-06-01", "2024-12-01"], ["12", "8", "2025-05-01", "2027-07-31"],
      ["13", "9", "2025-05-01", ""]]  # fmt: skip
M5 = [["Person ID", "Request Records ID", "EHC Plan (Transfer)", "EHCP review decisions date", "SEN type"],
      ["11", "1", "N", "2025-05-06", "ASD"], ["11", "1", "N", "2026-05-01", "SEMH"],
      ["11", "1", "N", "2024-09-09", "VI"],
      ["12", "8", "N", "", "Autism"]]  # fmt: skip
TABLES = {"m1": M1, "m2": M2, "m3": M3, "m4": M4, "m5": M5}


@pytest.mark.parametrize("name", TABLES)
def test_each_table_is_known_by_its_columns(tmp_path: Path, name: str) -> None:
    rows = [",".join(row) for row in TABLES[name]]
    assert read_text(tmp_path, "\n".join(rows)).kind == f"sen2_{name}"


@pytest.mark.parametrize(
    "names",
    [
        "Person ID,EHC Plan Start Date,Primary need,Locality,Year group",
        "Person ID,EHC Plan Start Date",
        "Person ID,Request Record ID,EHC Plan Start Date,Need,Area,Year group,Setting,Caseworker",
        "Person ID,Dob (ccyy-mm-dd),Need,Area,Phase",
    ],
)
def test_a_list_of_a_case_system_is_no_table_of_sen2_for_a_column_or_two_of_the_same_name(
    tmp_path: Path, names: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"{names}\n11,2024-06-03,ASD\n")
    assert look_at(path).kind == "other"


def check_put_together(path: Path, *more: Path) -> None:
    frame, _ = read_frame(path, as_at=AS_AT, more=more)
    assert frame.kind == "sen2" and frame.rows == 4
    first, second = frame.plans
    assert (first.reference, first.need, first.year_group) == ("11", "SEMH", 7)
    assert (first.requested_on, first.first_final_on) == (date(2024, 1, 8), date(2024, 6, 3))
    assert (first.decision_on, first.exception_applies, first.exception) == (date(2026, 5, 1), True, "")
    assert (second.reference, second.need, second.year_group) == ("12", "ASD", 10)
    assert (second.requested_on, second.exception_applies) == (date(2025, 1, 6), False)
    assert [(wrong.row, wrong.problem) for wrong in frame.rejected] == [
        (3, "the plan has ceased."),
        (5, "the primary need is missing."),
    ]
    assert {"Surname", "Forename", "Dob (ccyy-mm-dd)", "Postcode"} < set(frame.dropped)
    assert "Quillfeather" not in repr(frame) and "ZE1" not in repr(frame)
    assert any("1 of 4 rows have none in" in note for note in frame.notes)
    assert any("not which of the four" in note for note in frame.notes)


def test_sheets_of_one_workbook_are_put_together(tmp_path: Path) -> None:
    check_put_together(workbook(tmp_path / "sen2.xlsx", TABLES))


def test_files_are_put_together_in_any_order(tmp_path: Path) -> None:
    paths = [tmp_path / f"{name}.csv" for name in TABLES]
    for path, rows in zip(paths, TABLES.values(), strict=True):
        path.write_text("\n".join(",".join(row) for row in rows))
    check_put_together(*paths)
    check_put_together(*reversed(paths))


def test_a_comma_too_many_shifts_no_cell_into_another_table(tmp_path: Path) -> None:
    plans, requests = tmp_path / "m4.csv", tmp_path / "m2.csv"
    plans.write_text("Person ID,Request Records ID,EHC Plan Start Date\n11,1,2024-06-03\n12,8,2024-06-03,2024-06-04\n")
    requests.write_text("Person ID,Requests Record ID,Date Request Was Received\n11,1,,2024-01-08\n12,8,2024-01-08\n")
    frame, _ = read_frame(plans, as_at=AS_AT, more=[requests])
    assert [(plan.reference, plan.requested_on) for plan in frame.plans] == [("11", None)]
    assert [wrong.row for wrong in frame.rejected] == [3]


def test_other_lists_are_not_put_together(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Ref,Need\nR-1,ASD\n")
    with pytest.raises(UserError, match="tables of SEN2") as refused:
        read_frame(path, as_at=AS_AT, more=[path])
    assert refused.value.code == "not_sen2"


OTHER = "Case,Kind of difficulty,Patch,Final out,Born on,Year\nR-1,Autism,North,1/2/2025,3/4/2015,2025\n"
MAPPING = {"reference": "case", "need": "Kind of difficulty", "area": "Patch", "first_final_on": "Final out"}


def test_any_list_is_read_through_a_mapping(tmp_path: Path) -> None:
    frame = read_text(tmp_path, OTHER, mapping={**MAPPING, "date_of_birth": "Born on"})
    (plan,) = frame.plans
    assert (plan.reference, plan.need, plan.area, plan.year_group) == ("R-1", "ASD", "North", 7)
    assert plan.first_final_on == date(2025, 2, 1)
    assert frame.kind == "other" and frame.dropped == ("Born on",)
    assert frame.missing == ()


PHASES = "Ref,Need,Year\nR-1,ASD,N\nR-2,ASD,R\nR-3,ASD,6\nR-4,ASD,7\nR-5,ASD,11\nR-6,ASD,12\nR-7,ASD,\n"


def test_without_a_phase_column_the_phase_is_worked_out_from_the_year_group_and_said(tmp_path: Path) -> None:
    frame = read_text(tmp_path, PHASES)
    phases = [plan.phase for plan in frame.plans]
    assert phases == ["early years", "primary", "primary", "secondary", "secondary", "post-16", ""]
    assert any(note.startswith("Phase was worked out from the year group") for note in frame.notes)
    assert (frame.fields["phase"].column, frame.fields["phase"].filled) == ("Year", 6)
    assert "phase" not in frame.missing


def test_a_phase_that_the_list_gives_is_never_worked_out(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "Ref,Need,Year,Phase\nR-1,ASD,6,Secondary\nR-2,ASD,6,\n")
    assert [plan.phase for plan in frame.plans] == ["secondary", ""]
    assert not any("worked out" in note for note in frame.notes)


def test_without_year_groups_no_phase_is_guessed(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "Ref,Need\nR-1,ASD\n")
    assert frame.plans[0].phase == "" and "phase" in frame.missing and "phase" not in frame.fields


@pytest.mark.parametrize(
    ("mapping", "code", "says"),
    [
        ({"need": "Difficulty"}, "no_column", "no column called Difficulty"),
        ({"colour": "Patch"}, "no_field", "no field called colour"),
        ({"area": "Surname"}, "identifying", "could tell who a child is"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(tmp_path: Path, mapping: dict[str, str], code: str, says: str) -> None:
    with pytest.raises(UserError, match=says) as refused:
        read_text(tmp_path, "Ref,Patch,Surname\nR-1,North,Quill\n", mapping=mapping)
    assert refused.value.code == code


def test_without_a_mapping_columns_go_by_their_names_and_what_is_missing_is_said(tmp_path: Path) -> None:
    frame = read_text(tmp_path, OTHER.replace("Patch", "Locality"))
    assert frame.fields["area"].column == "Locality"
    assert frame.missing == ("reference", "need", "first_final_on")
    assert frame.ignored == ("Case", "Kind of difficulty", "Final out", "Born on") or "Born on" in frame.dropped
    assert any("taken by their names alone" in note for note in frame.notes)
    assert any("No column gives: your reference of the plan, primary need" in note for note in frame.notes)
    assert [question.column for question in frame.questions] == ["Year"], "2025 is no year group"


def test_of_two_columns_for_one_field_the_first_is_taken_and_said(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "Ref,Need,Area,Locality\nR-1,ASD,North,Valley\n")
    assert frame.plans[0].area == "North"
    assert "Two columns could be the area; Area was taken, Locality was not." in frame.notes


def test_a_look_tells_the_proposal_before_anything_is_read(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "frame.xlsx", {"Cover": [["About"]], "Plans": [["Ref", "Kind", "Patch"], ["R-1", "new", "N"]]}
    )
    look = look_at(path)
    assert (look.kind, look.sheet, look.sheets) == ("other", "Plans", ("Cover", "Plans"))
    assert [(c.name, c.field, c.samples) for c in look.columns] == [
        ("Ref", "reference", ("R-1",)),
        ("Kind", "plan_kind", ("new",)),
        ("Patch", "", ("N",)),
    ]
    assert "need" in look.missing


def test_facts_of_closed_lists_are_read_and_what_is_not_among_them_is_asked_about(tmp_path: Path) -> None:
    frame = read_text(
        tmp_path,
        "Ref,Need,Plan kind,Agencies,Exception,Decided not to amend,Phase move,Moves on,Year group\n"
        "R-1,ASD,Phase transfer,health/social care,b,yes,school,2027-09-01,Reception\n"
        "R-2,ASD,other,police,z,maybe,moon,,Year 99\n",
    )
    first, second = frame.plans
    assert (first.plan_kind.value, first.agencies, first.exception) == ("phase_transfer", "health;social_care", "b")
    assert (first.decided_not_to_amend, first.phase_move.value, first.year_group) == (True, "school", 0)
    assert first.moves_on == date(2027, 9, 1), "a move may lie ahead"
    assert {q.column for q in frame.questions if q.row == 3} == {
        "Plan kind", "Agencies", "Exception", "Decided not to amend", "Phase move", "Year group"
    }  # fmt: skip
    assert (second.plan_kind.value, second.agencies, second.exception, second.year_group) == ("new", "", "", None)
