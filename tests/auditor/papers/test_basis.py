"""Nobody is given papers without a recorded basis, and parents only ever redacted ones."""

from datetime import date

import pytest
from sqlmodel import select

from auditor.papers.basis import MOST, may_have, record_basis, who_may_see, withdraw_basis
from db.errors import UserError
from db.store import Store
from db.tables import Log, LogPayload, Person
from db.vocabulary import Agency, PapersForm
from tests.building import make_round, make_workspace, small_framework

DAY = date(2026, 11, 20)


@pytest.fixture
def place(tmp_path):
    store = make_workspace(tmp_path / "w.ehcpaudit")
    with store:
        yield store, make_round(store, small_framework(tmp_path), ["P-1"], {"P-1": ["EA"]})


def record(place, auditors: str = "health", **more):
    store, round_id = place
    told = {"form": PapersForm.WHOLE, "basis": "Agreement 12", "approved_by": "Dana Hill", "approved_on": DAY} | more
    return record_basis(store, round_id, auditors, **told, day=DAY)


def may(place, agency: Agency, *, outside: bool = False):
    store, round_id = place
    with store.read() as session:
        return may_have(session, round_id, Person(code="A9", name="X", agency=agency, outside=outside))


def test_without_a_basis_there_are_no_papers(place) -> None:
    assert may(place, Agency.HEALTH).form is None
    assert "No legal basis is recorded for health" in may(place, Agency.HEALTH).refusal


def test_what_is_recorded_holds_for_its_class_alone(place) -> None:
    record(place)
    assert may(place, Agency.HEALTH).form == PapersForm.WHOLE
    assert may(place, Agency.EDUCATION).form is None
    assert may(place, Agency.HEALTH, outside=True).form is None


def test_parents_are_given_redacted_papers_and_no_others(place) -> None:
    for form in (PapersForm.WHOLE, PapersForm.SECTIONS):
        with pytest.raises(UserError, match="redacted and in no other form"):
            record(place, "parent_forum", form=form)
    record(place, "parent_forum", form=PapersForm.REDACTED)
    assert may(place, Agency.PARENT_FORUM).form == PapersForm.REDACTED


def test_a_parent_from_outside_is_a_parent(place) -> None:
    record(place, "outside", form=PapersForm.WHOLE)
    assert may(place, Agency.PARENT_FORUM, outside=True).form == PapersForm.REDACTED
    assert may(place, Agency.SCHOOL, outside=True).form == PapersForm.WHOLE


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"basis": "  "}, "no_basis"),
        ({"approved_by": ""}, "no_basis"),
        ({"basis": "x" * (MOST + 1)}, "no_basis"),
        ({"approved_on": date(2026, 11, 21)}, "later"),
    ],
)
def test_half_a_basis_is_none(place, more, code) -> None:
    with pytest.raises(UserError) as told:
        record(place, **more)
    assert told.value.code == code
    assert may(place, Agency.HEALTH).form is None


def test_changing_and_withdrawing_are_told_in_the_log(place) -> None:
    store, round_id = place
    record(place)
    record(place, form=PapersForm.SECTIONS)
    assert record(place, form=PapersForm.SECTIONS).ids == ()
    with pytest.raises(UserError, match="Say why"):
        withdraw_basis(store, round_id, "health", " ")
    withdraw_basis(store, round_id, "health", "the agreement ended")
    assert may(place, Agency.HEALTH).form is None
    with store.read() as session:
        rows = session.exec(
            select(Log.what, LogPayload.before, LogPayload.after, LogPayload.why)
            .where(Log.seq == LogPayload.seq, Log.subject == "Spring Health")
            .order_by(Log.seq)
        ).all()
    whole, part = (
        f"{form}; Agreement 12; approved by Dana Hill on 2026-11-20" for form in ("whole", "their sections alone")
    )
    assert [tuple(row) for row in rows] == [
        ("recorded who may see papers", "", whole, ""),
        ("recorded who may see papers", whole, part, ""),
        ("withdrew who may see papers", part, "", "the agreement ended"),
    ]


def test_the_list_names_every_class_with_its_auditors(place) -> None:
    store, round_id = place
    record(place)
    classes = {one.key: one for one in who_may_see(store, round_id).classes}
    assert list(classes) == ["education", "health", "social_care", "school", "parent_forum", "outside"]
    assert classes["health"].basis is not None
    assert classes["education"].basis is None
    assert sum(one.people for one in classes.values()) == 3


def test_an_auditor_records_nothing(tmp_path) -> None:
    with (
        Store.create(tmp_path / "a.ehcpaudit", owner="A", role="auditor", council="C") as store,
        pytest.raises(UserError) as told,
    ):
        record((store, 1))
    assert told.value.code == "not_lead"
