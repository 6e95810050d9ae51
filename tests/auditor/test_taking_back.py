"""A plan given back by a slip is taken back, until somebody else has it. Everything is made up."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor import scoring
from auditor.allocation.sharing_out import give, move
from auditor.answers import Answer
from auditor.people.records import add_training
from auditor.people.register import PersonFacts, TrainingFacts, change_person
from auditor.taking_back import take_back
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Conflict, Log, Person, Round
from db.vocabulary import RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, small_framework

DAY = date(2026, 1, 5)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "back.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        yield store


@pytest.fixture
def work(store: Store) -> int:
    """The assignment of EA to N-001, given back."""
    work = assignment_of(store, 1, "N-001", "EA")
    scoring.know_this_child(store, work)
    return work


def ready(store: Store, code: str) -> int:
    """Somebody who may be given plans: trained, and signed up to confidentiality."""
    with store.read() as session:
        row = session.exec(select(Person).where(Person.code == code)).one()
        found, name, agency = row.id or 0, row.name, row.agency
    change_person(store, found, PersonFacts(code, name, agency, undertaking_on=DAY))
    add_training(store, found, TrainingFacts("Auditing plans", DAY))
    return found


def refused(store: Store, work: int) -> str:
    with pytest.raises(UserError) as refusal:
        take_back(store, work)
    return refusal.value.code


def test_it_can_be_scored_again_and_nothing_bars_the_auditor(store: Store, work: int) -> None:
    take_back(store, work)
    assert scoring.sheet(store, work).locked == ""
    scoring.save_answer(store, work, "Q1", Answer(Value.MET))
    with store.read() as session:
        assert session.exec(select(Conflict)).all() == []


def test_both_are_in_the_log_without_the_plan(store: Store, work: int) -> None:
    take_back(store, work)
    with store.read() as session:
        entries = session.exec(select(Log.what, Log.subject).order_by(Log.seq.desc()).limit(2)).all()  # type: ignore[attr-defined]
    assert [what for what, _ in entries] == ["took a plan back", "gave a plan back"]
    assert not any("N-001" in subject for _, subject in entries)
    assert list(store.check()) == []


def test_an_exclusion_of_the_leads_own_stays(store: Store, work: int) -> None:
    with store.write() as session:
        session.exec(select(Conflict)).one().reason = "sister teaches there"
    take_back(store, work)
    with store.read() as session:
        assert session.exec(select(Conflict.reason)).all() == ["sister teaches there"]


def test_once_the_lead_has_given_it_to_somebody_else_it_is_theirs(store: Store, work: int) -> None:
    with store.read() as session:
        sampled = session.get_one(Assignment, work).sampled_id
    give(store, sampled, ready(store, "HB"))
    assert refused(store, work) == "reallocated"
    assert scoring.sheet(store, work).locked != ""


def test_once_the_lead_has_moved_it_there_is_nothing_to_take_back(store: Store, work: int) -> None:
    move(store, work, ready(store, "HB"))
    assert refused(store, work) == "not_given_back"
    assert [row.auditor_code for row in scoring.plan_rows(store, 1)] == ["HB"]


def test_what_was_not_given_back_is_not_taken_back(store: Store, work: int) -> None:
    take_back(store, work)
    assert refused(store, work) == "not_given_back"


def test_a_round_signed_off_stays_as_it_is(store: Store, work: int) -> None:
    with store.write() as session:
        session.get_one(Round, 1).state = RoundState.SIGNED_OFF.value
    assert refused(store, work) == "round_state"
