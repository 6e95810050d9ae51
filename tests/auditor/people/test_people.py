"""The register of auditors: who may score and who not, what they must not score, and whole lists at once."""

from datetime import date
from pathlib import Path

import pytest

from auditor.allocation.allocate import Exclusion
from auditor.people.listed import read_people, take_people
from auditor.people.records import add_exclusion, add_training, remove_exclusion, remove_training
from auditor.people.register import (
    PersonFacts,
    PersonRow,
    TrainingFacts,
    TrainingRow,
    add_person,
    change_person,
    people,
    remove_person,
    standing_of,
)
from db.errors import UserError
from db.store import Store
from tests.building import make_round, make_workspace, small_framework

DAY = date(2026, 11, 20)
EARLIER, LATER = date(2026, 3, 2), date(2027, 3, 2)


@pytest.fixture
def store(tmp_path: Path):
    """A workspace with three auditors and a round of two plans, one of them given to EA."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA"]})
        yield made


def person(code: str = "ED1", *trainings: TrainingFacts, **facts: object) -> PersonRow:
    given = {"undertaking_on": EARLIER} | facts
    rows = tuple(TrainingRow(i, training) for i, training in enumerate(trainings, 1))
    return PersonRow(1, PersonFacts(code, "Edie Example", "education", **given), rows)


TRAINED = TrainingFacts("Auditor training", EARLIER, "1.0", "passed", LATER)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (person("A", TRAINED), ""),
        (person("A"), "has no training recorded"),
        (person("A", TrainingFacts("Auditor training", LATER)), "has no training recorded"),
        (
            person("A", TrainingFacts("Auditor training", EARLIER, refresher_due=date(2026, 11, 19))),
            "was due a refresher of Auditor training on 19 November 2026",
        ),
        (person("A", TrainingFacts("Auditor training", EARLIER, refresher_due=DAY)), ""),
        (person("A", TRAINED, undertaking_on=None), "has not signed the confidentiality undertaking"),
        (person("A", TRAINED, left_on=DAY), "left on 20 November 2026"),
        (person("A", TRAINED, left_on=LATER), ""),
        (
            person("A", undertaking_on=LATER),
            "has no training recorded; has not signed the confidentiality undertaking",
        ),
    ],
)
def test_who_may_score_is_trained_refreshed_bound_to_silence_and_still_here(row: PersonRow, why: str):
    assert standing_of(row, DAY).why == why
    assert standing_of(row, DAY).may == (not why)


def test_a_refresher_taken_in_time_lifts_the_older_ones_due_day():
    old = TrainingFacts("Auditor training", date(2024, 3, 1), refresher_due=date(2025, 3, 1))
    new = TrainingFacts("auditor Training", date(2025, 2, 1), refresher_due=LATER)
    assert standing_of(person("A", old, new), DAY).may
    other = TrainingFacts("Safeguarding", date(2026, 1, 1), refresher_due=date(2026, 6, 1))
    assert "Safeguarding" in standing_of(person("A", old, new, other), DAY).why


def test_somebody_is_added_changed_and_removed_and_every_step_is_logged(store: Store):
    add_person(store, PersonFacts(" ED9 ", "Eve Example", "education", 50, undertaking_on=EARLIER))
    row = find(store, "ED9")
    assert row.facts == PersonFacts("ED9", "Eve Example", "education", 50, False, EARLIER, None)
    add_training(store, row.id, TRAINED)
    add_exclusion(store, row.id, Exclusion("setting", "100001", "was head there"))
    change_person(store, row.id, PersonFacts("ED9", "Eve Exampleton", "school", 80, True, EARLIER, LATER))
    row = find(store, "ED9")
    assert (row.facts.name, row.facts.agency, row.facts.outside, row.facts.left_on) == (
        "Eve Exampleton", "school", True, LATER,
    )  # fmt: skip
    assert row.trainings[0].facts == TRAINED
    assert row.exclusions[0].exclusion == Exclusion("setting", "100001", "was head there")
    remove_training(store, row.trainings[0].id)
    remove_exclusion(store, row.exclusions[0].id)
    assert (find(store, "ED9").trainings, find(store, "ED9").exclusions) == ((), ())
    remove_person(store, row.id)
    assert "ED9" not in {p.facts.code for p in people(store)}
    assert store.check() == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (PersonFacts("", "Eve", "education"), "no_code"),
        (PersonFacts("X1", " ", "education"), "no_name"),
        (PersonFacts("X1", "Eve", "police"), "no_agency"),
        (PersonFacts("X1", "Eve", "education", 101), "load_share"),
        (PersonFacts("ea", "Eve", "education"), "code_taken"),
    ],
)
def test_what_the_register_cannot_hold_is_refused(store: Store, facts: PersonFacts, code: str):
    before = people(store)
    with pytest.raises(UserError) as refused:
        add_person(store, facts)
    assert refused.value.code == code
    assert people(store) == before


def test_somebody_with_plans_stays_and_the_day_they_left_is_written_instead(store: Store):
    with pytest.raises(UserError, match="Write the day they left"):
        remove_person(store, find(store, "EA").id)
    remove_person(store, find(store, "SC").id)


def test_whoever_bears_the_owners_name_is_the_owner_until_removed(store: Store):
    add_person(store, PersonFacts("LE", "lee example", "education"))
    assert store.owner().person_id == find(store, "LE").id
    remove_person(store, find(store, "LE").id)
    assert store.owner().person_id is None


def test_training_is_recorded_once_and_in_order(store: Store):
    ea = find(store, "EA").id
    add_training(store, ea, TRAINED)
    for facts, code in (
        (TRAINED, "twice_recorded"),
        (TrainingFacts("", DAY), "no_course"),
        (TrainingFacts("Refresher", DAY, refresher_due=EARLIER), "refresher_before"),
    ):
        with pytest.raises(UserError) as refused:
            add_training(store, ea, facts)
        assert refused.value.code == code


def test_an_exclusion_names_one_thing_that_is_there_and_stands_once(store: Store):
    ea = find(store, "EA").id
    with pytest.raises(UserError, match="No plan here has the reference N-999"):
        add_exclusion(store, ea, Exclusion("plan", "N-999"))
    with pytest.raises(UserError):
        add_exclusion(store, ea, Exclusion("colour", "blue"))
    add_exclusion(store, ea, Exclusion("plan", "n-002", "own case"))
    add_exclusion(store, ea, Exclusion("plan", "N-002", "wrote it"))
    assert [row.exclusion for row in find(store, "EA").exclusions] == [Exclusion("plan", "N-002", "wrote it")]


PASTED = "ED2\tEmi Example\tEducation\t2/3/2026\t2 March 2026\nHE2\tHugo Example\tHealth\t2/3/2026\t\n"


def test_cells_pasted_from_a_spreadsheet_go_in_without_heads(store: Store):
    listed = read_people(PASTED.encode())
    assert listed.wrong == ()
    taken = take_people(store, listed.people)
    assert (taken.added, taken.updated) == (2, 0)
    assert standing_of(find(store, "ED2"), DAY).may
    assert standing_of(find(store, "HE2"), DAY).why == "has not signed the confidentiality undertaking"


def test_a_list_with_heads_comes_in_any_order_and_says_each_wrong_row(store: Store):
    text = (
        "Name;Auditor code;Agency;Load share;Trained;Refresher due;Excluded settings;Localities;Shoe size\n"
        "Emi Example;ED2;social care;50%;2026-03-02;2027-03-02;100001; North;38\n"
        "Finn Example;ED3;police;;;;;;\n"
        ";ED4;health;;;;;;\n"
        "Gus Example;ED5;health;150;;;;;\n"
        "Hal Again;ED2;health;;;;;;\n"
    )
    listed = read_people(text.encode())
    assert listed.ignored == ("Shoe size",)
    assert [(wrong.row, wrong.column) for wrong in listed.wrong] == [
        (3, "agency"), (4, "name"), (5, "load_share"), (6, "code"),
    ]  # fmt: skip
    take_people(store, listed.people)
    row = find(store, "ED2")
    assert (row.facts.agency, row.facts.load_share) == ("social_care", 50)
    assert row.trainings[0].facts.refresher_due == LATER
    assert [(e.exclusion.what, e.exclusion.value) for e in row.exclusions] == [("setting", "100001"), ("area", "North")]


def test_a_second_list_brings_people_up_to_date_and_leaves_what_it_does_not_say(store: Store):
    take_people(store, read_people(PASTED.encode()).people)
    again = "code,name,agency,undertaking signed\nhe2,Hugo Example,health,3/3/2026\n"
    taken = take_people(store, read_people(again.encode()).people)
    assert (taken.added, taken.updated) == (0, 1)
    row = find(store, "HE2")
    assert row.facts.undertaking_on == date(2026, 3, 3)
    assert len(row.trainings) == 1
    take_people(store, read_people(PASTED.encode()).people)
    assert len(find(store, "HE2").trainings) == 1
    assert find(store, "HE2").facts.undertaking_on == date(2026, 3, 3), "an empty cell takes nothing away"


def test_a_list_with_an_unknown_plan_changes_nothing(store: Store):
    before = people(store)
    listed = read_people(b"code,name,agency,own cases\nED2,Emi Example,education,N-002\nED3,Flo Example,health,N-9\n")
    with pytest.raises(UserError, match="N-9"):
        take_people(store, listed.people)
    assert people(store) == before


def test_an_empty_list_is_refused():
    for content in (b"", b"code,name,agency\n"):
        with pytest.raises(UserError) as refused:
            read_people(content)
        assert refused.value.code == "no_people"


def find(store: Store, code: str) -> PersonRow:
    return next(row for row in people(store) if row.facts.code == code)


@pytest.mark.parametrize(
    ("written", "agency"),
    [
        ("Parent carer forum", "parent_forum"),
        ("parent-carer forum", "parent_forum"),
        ("Social services", "social_care"),
    ],
)
def test_an_agency_may_be_called_what_people_call_it(written: str, agency: str):
    """A list copied from the window's own words is taken in again."""
    listed = read_people(f"P1,Pat Example,{written},2026-09-01,2026-09-01\n".encode())
    assert not listed.wrong
    assert listed.people[0].given["agency"] == agency
