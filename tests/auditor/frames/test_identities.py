"""Who a child is stays at the door: no value of an identifying column is anywhere in what comes out."""

import json
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli.frames import frame_json
from auditor.frames import Frame, look_at, read_frame
from auditor.frames.references import references
from tests.auditor.frames.lists import AS_AT, annex_a, annex_row, read_text

# Invented. The UPN and the NHS number carry right check digits.
SECRETS = {
    "Surname": "Quillfeather", "Forename": "Marmaduke", "Known as name": "Dukie", "UPN": "T820001050001",
    "ULN": "7755331199", "NHS number": "943 476 5919", "Date of birth": "17/05/2014", "Postcode": "ZE1 0AA",
    "Home address": "12 Nonesuch Lane", "Parent e-mail": "quill@example.org", "Mother's phone": "07700 900123",
    "Child": "Dukie Q",
}  # fmt: skip


def everything(frame: Frame) -> str:
    return repr(frame) + str(asdict(frame)) + json.dumps(frame_json(frame)) + " ".join(map(str, frame.rejected))


@pytest.mark.parametrize("broken", ["", *SECRETS])
def test_no_identifying_value_comes_through_even_from_a_row_that_is_wrong(tmp_path: Path, broken: str) -> None:
    """Each column in turn holds something it should not, since sentences about wrong cells are where values leak."""
    values = {name: f"{value}??31/31/1931" if name == broken else value for name, value in SECRETS.items()}
    head = ",".join(["Ref", "Area", "Primary need", *values])
    text = f"{head}\nR-1,North,,{','.join(values.values())}\nR-2,North,ASD,{','.join(values.values())}\n"
    frame = read_text(tmp_path, text)
    assert frame.dropped == tuple(SECRETS)
    for value in values.values():
        assert value not in everything(frame)
        assert value.split("??")[0] not in everything(frame)
    assert "2014-05-17" not in everything(frame) and "datetime.date(2014" not in everything(frame)


def test_the_look_before_reading_shows_no_cell_of_an_identifying_column(tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    path.write_text(f"Ref,Area,{','.join(SECRETS)}\nR-1,North,{','.join(SECRETS.values())}\n")
    look = look_at(path)
    assert [column.name for column in look.columns if column.identifying] == list(SECRETS)
    assert not [value for value in SECRETS.values() if value in repr(look)]
    assert [(c.field, c.samples) for c in look.columns[:2]] == [("reference", ("R-1",)), ("area", ("North",))]


@pytest.mark.parametrize(
    "originals",
    [["Will", "Willis"], ["A123456789012", "B123456789012"], ["943 476 5919", "401 023 2137"],
     ["J Smith 12/3/2014", "P Jones 1/4/2015"]],
)  # fmt: skip
def test_references_that_tell_who_a_child_is_are_replaced_and_the_keys_kept_apart(
    tmp_path: Path, originals: list[str]
) -> None:
    rows = [annex_row(id=original, upn=None) for original in originals]
    frame, keys = read_frame(annex_a(tmp_path / "frame.xlsx", *rows), as_at=AS_AT)
    assert [plan.reference for plan in frame.plans] == ["P-0001", "P-0002"]
    assert frame.dropped[0] == "Unique ID"
    assert [(key.reference, key.row, key.original) for key in keys.rows] == [
        ("P-0001", 2, originals[0]),
        ("P-0002", 3, originals[1]),
    ]
    for original in originals:
        assert original not in everything(frame) and original not in repr(keys)


def test_a_stray_name_among_references_is_replaced_alone_and_said(tmp_path: Path) -> None:
    rows = [annex_row(id=original, upn=None) for original in ("P-0001", "Willis", "R-3")]
    frame, keys = read_frame(annex_a(tmp_path / "frame.xlsx", *rows), as_at=AS_AT)
    assert [plan.reference for plan in frame.plans] == ["P-0001", "P-0002", "R-3"]
    assert [q.row for q in frame.questions] == [3] and "Willis" not in everything(frame)
    assert [key.original for key in keys.rows] == ["Willis"]


def test_numbers_of_ten_digits_stay_when_few_could_be_nhs_numbers() -> None:
    numbers = [str(1_000_000_000 + 7 * n) for n in range(200)]
    given_ = references(numbers)
    assert not given_.made_for_all
    assert [given_.give(2, number)[0] for number in numbers] == numbers and given_.keys == []


def test_without_a_reference_the_upn_tells_rows_apart_and_leads_the_key_list(tmp_path: Path) -> None:
    path = tmp_path / "frame.csv"
    path.write_text("UPN,Need,Area\nT820001050001,ASD,N\nX1,SLD,N\nT820001050001,VI,N\n")
    frame, keys = read_frame(path, as_at=AS_AT)
    assert [plan.reference for plan in frame.plans] == ["P-0001", "P-0002"]
    assert [(wrong.row, wrong.column) for wrong in frame.rejected] == [(4, "UPN")]
    assert keys.rows[0].original == "T820001050001"


def test_plans_known_before_keep_their_made_references(tmp_path: Path) -> None:
    first = annex_a(tmp_path / "first.xlsx", annex_row(id="Will"), annex_row(id="Willis", upn="B1"))
    _, keys = read_frame(first, as_at=AS_AT)
    second = annex_a(tmp_path / "second.xlsx", annex_row(id="Wilma"), annex_row(id="willis", upn="B1"))
    frame, _ = read_frame(second, as_at=AS_AT, earlier=keys.rows)
    assert [plan.reference for plan in frame.plans] == ["P-0003", "P-0002"]


def test_an_area_that_holds_postcodes_or_free_text_is_left_out_and_asked_about(tmp_path: Path) -> None:
    frame = read_text(tmp_path, f"Ref,Need,Area\nR-1,ASD,PR1 8XJ\nR-2,ASD,{'x' * 61}\nR-3,ASD,Mrs Quillfeather\n")
    assert {plan.area for plan in frame.plans} == {""}
    assert len(frame.questions) == 3 and "PR1" not in everything(frame) and "Quill" not in everything(frame)


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=14), max_size=8))
def test_a_given_reference_never_looks_like_a_person_and_no_two_are_alike(originals: list[str]) -> None:
    distinct = list({original.strip().casefold(): original.strip() for original in originals}.values())
    settled = references(distinct)
    made = [settled.give(row, original)[0] for row, original in enumerate(distinct, 2)]
    assert len({reference.casefold() for reference in made}) == len(made)
    assert all(any(c.isdigit() for c in reference) for reference in made)


def test_the_plan_list_and_dates_know_no_child(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "Ref,Need,DOB\nR-1,ASD,2016-08-31\nR-2,ASD,2016-09-01\n", as_at=date(2026, 8, 31))
    assert [plan.year_group for plan in frame.plans] == [5, 4]
    assert "2016" not in everything(frame)
