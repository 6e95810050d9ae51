"""Plan lists: what is read, what is dropped at the door, and what is said of a wrong row."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.frames.values import LONGEST
from auditor.plan_list import read_plan_list
from db.errors import UserError
from db.vocabulary import PhaseMove, PlanKind
from resources import resource_path


def of(text: str) -> bytes:
    return text.encode()


@pytest.mark.parametrize("name", ["lancashire-2019-plans.csv", "autumn-2026-plans.csv"])
def test_the_worked_examples_lists_can_be_used_whole(name: str) -> None:
    content = Path(resource_path("example", name)).read_bytes()
    given = read_plan_list(content)
    assert len(given.plans) == content.decode().count("\n") - 1
    assert given.wrong == () and given.dropped == () and given.ignored == ("order",)


@pytest.mark.parametrize("parted_by", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_list_as_excel_saves_it(parted_by: str, encoding: str) -> None:
    rows = [["Plan reference", "Locality", "NC year", "Plan kind", "Date issued", "Decided not to amend"],
            ["N-001", "Ynys Môn", "Year 9", "Phase transfer", "31/03/2026", "Yes"]]  # fmt: skip
    text = "\r\n".join(parted_by.join(row) for row in rows)
    (plan,) = read_plan_list(text.encode(encoding)).plans
    assert (plan.reference, plan.area, plan.year_group) == ("N-001", "Ynys Môn", 9)
    assert (plan.plan_kind, plan.first_final_on) == (PlanKind.PHASE_TRANSFER, date(2026, 3, 31))
    assert plan.decided_not_to_amend and plan.phase_move is PhaseMove.NONE


@pytest.mark.parametrize(
    "column",
    ["Name", "Child's name", "SURNAME", "First name", "UPN", "NHS number", "Date of birth", "DOB", "Postcode",
     "Home address", "Parent email"],
)  # fmt: skip
def test_columns_that_tell_who_a_child_is_are_dropped_unread(column: str) -> None:
    given = read_plan_list(of(f'reference,"{column}"\nN-1,Secret\n'))
    assert given.dropped == (column,)
    assert "Secret" not in repr(given)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        (",North,,", "it has no reference"),
        ("N-1,North,31/11/2025,", "the date 31/11/2025 does not exist"),
        ("N-1,North,soon,", "“soon” is not a date"),
        ("N-1,North,1.2.1987,", "lies before 2000"),
        ("N-1,North,,Year 99", "“Year 99” is not a year group"),
        (f"N-1,{'x' * (LONGEST + 1)},,", "area is longer than"),
        ("A123456789012,North,,", "looks like a UPN"),
        ("943 476 5919,North,,", "looks like an NHS number"),
        ("Jo Example,North,,", "may be a name"),
    ],
)
def test_a_wrong_row_is_left_out_and_said(row: str, says: str) -> None:
    given = read_plan_list(of(f"reference,area,first_final_on,year_group\nN-0,South,,\n{row}\n"))
    assert [plan.reference for plan in given.plans] == ["N-0"]
    (wrong,) = given.wrong
    assert str(wrong).startswith("Row 3: ")
    assert says in str(wrong)


def test_of_two_rows_with_one_reference_the_later_is_left_out() -> None:
    given = read_plan_list(of("reference,area\nN-1,North\n\nN-1,South\n"))
    assert [plan.area for plan in given.plans] == ["North"]
    assert str(given.wrong[0]) == "Row 4: the reference N-1 is there already."


def test_a_word_outside_a_closed_list_says_which_words_there_are() -> None:
    (wrong,) = read_plan_list(of("reference,agencies\nN-1,health;police\n")).wrong
    assert "“police” is not one of the words for agency" in wrong.problem
    assert "social care" in wrong.problem


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "no_reference"), (b"area,need\nNorth,ASD\n", "no_reference"), (b"reference,area\n", "no_plans"),
     (b"PK\x03\x04\0\0", "not_a_table"), (b"reference\n" + b"x" * 200_000, "not_a_table")],
)  # fmt: skip
def test_a_file_that_is_not_a_plan_list_is_refused_in_a_sentence(content: bytes, code: str) -> None:
    with pytest.raises(UserError) as refused:
        read_plan_list(content)
    assert refused.value.code == code
    assert "Nothing was taken in." in str(refused.value)


@given(st.binary(max_size=400))
def test_any_bytes_give_plans_or_a_sentence(content: bytes) -> None:
    """Whatever the file, no other failure comes out, and no reference twice."""
    try:
        given = read_plan_list(b"reference,area,first_final_on\n" + content)
    except UserError:
        return
    references = [plan.reference for plan in given.plans]
    assert len(references) == len(set(references))
    assert all(references)
