"""A moderation meeting: who is there, views noted before talk, decisions made at it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.allocation.allocate import Exclusion
from auditor.moderation.decide import decide
from auditor.moderation.meeting import (
    clear_views,
    close_meeting,
    note_view,
    open_meeting,
    set_present,
    write_words,
)
from auditor.moderation.minutes import minutes
from auditor.moderation.queue import Kind, queue
from auditor.moderation.room import InTheRoom, in_the_room, meetings
from auditor.people.records import add_exclusion
from auditor.round_moves import move_on
from db.errors import UserError
from db.store import Store
from db.tables import Decision, Log, LogPayload
from db.vocabulary import RoundState
from tests.moderating import MET, NOT_MET, PARTLY, person_of, two_scored

DAY = date(2026, 5, 12)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans with a difference each, and an open meeting of Edie, Hal and Sol, of whom Hal must not see N-002."""
    folder = tmp_path_factory.mktemp("meeting")
    plans = [((MET, MET, MET, MET), (NOT_MET, MET, MET, MET)), ((MET, MET, MET, MET), (MET, PARTLY, MET, MET))]
    with two_scored(folder, plans) as store:
        add_exclusion(store, person_of(store, "HB"), Exclusion("plan", "N-002", "his neighbour"))
        open_meeting(store, 1, DAY, [person_of(store, code) for code in ("HB", "EA", "SC")])
        return store.path


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    path = tmp_path / made.name
    path.write_bytes(made.read_bytes())
    with Store.open(path) as opened:
        yield opened


def told(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.exec(select(Log.what).order_by(Log.seq)))


def refused(code: str, job: object, *given: object) -> str:
    with pytest.raises(UserError) as error:
        job(*given)  # type: ignore[operator]
    assert error.value.code == code
    return str(error.value)


def numbers(room: InTheRoom) -> list[tuple[int, str, bool, bool]]:
    return [(s.number, s.name.split()[0], s.out, s.noted) for s in room.seats]


def test_everybody_has_a_number_and_who_must_not_see_the_plan_is_out(store: Store):
    first, second = (in_the_room(store, 1, sampled, key) for sampled, key in ((1, "Q1"), (2, "Q2")))
    assert numbers(first) == [(1, "Edie", False, False), (2, "Hal", False, False), (3, "Sol", False, False)]
    assert [s.out for s in second.seats] == [False, True, False]
    why = refused("out_for_plan", note_view, store, 1, 2, "Q2", person_of(store, "HB"), MET)
    assert why == "2 is out for this plan. Nothing was noted.", "no name is told to the room"


def test_views_are_counts_and_only_once_everybody_gave_theirs(store: Store):
    edie, hal, sol = (person_of(store, code) for code in ("EA", "HB", "SC"))
    note_view(store, 1, 1, "Q1", edie, MET)
    note_view(store, 1, 1, "Q1", edie, NOT_MET)  # a slip, mended before talk
    note_view(store, 1, 1, "Q1", hal, MET)
    room = in_the_room(store, 1, 1, "Q1")
    assert room.views is None and [s.number for s in room.waiting] == [3]
    note_view(store, 1, 1, "Q1", sol, NOT_MET)
    assert in_the_room(store, 1, 1, "Q1").views == {MET: 1, NOT_MET: 2}
    assert in_the_room(store, 1, 2, "Q2").views is None


def test_views_that_are_not_shown_yet_can_be_noted_again(store: Store):
    note_view(store, 1, 1, "Q1", person_of(store, "EA"), MET)
    clear_views(store, 1, 1, "Q1")
    again = in_the_room(store, 1, 1, "Q1")
    assert again.views is None and len(again.waiting) == 3
    assert told(store)[-1] == "cleared views at a meeting"


def test_views_stand_once_they_were_shown_whoever_comes_or_goes_afterwards(store: Store):
    edie, hal, sol = (person_of(store, code) for code in ("EA", "HB", "SC"))
    set_present(store, 1, [edie, hal])
    for person, value in ((edie, MET), (hal, NOT_MET)):
        note_view(store, 1, 1, "Q1", person, value)
    with store.read() as session:
        after = session.exec(select(LogPayload.after).order_by(LogPayload.seq)).all()[-2:]
    assert after == ["number 1 of 2", "number 2 of 2; shown: 1 met, 1 not met"]
    note_view(store, 1, 2, "Q2", edie, PARTLY)  # Hal is out: she is the only one
    set_present(store, 1, [edie, hal, sol])
    for sampled, key, views in ((1, "Q1", {MET: 1, NOT_MET: 1}), (2, "Q2", {PARTLY: 1})):
        room = in_the_room(store, 1, sampled, key)
        assert room.views == views and room.waiting == ()
        for person in (edie, sol):
            assert "stand as they were noted" in refused("views_shown", note_view, store, 1, sampled, key, person, MET)
        refused("views_shown", clear_views, store, 1, sampled, key)
        assert in_the_room(store, 1, sampled, key).views == views


def test_who_leaves_before_they_gave_a_view_leaves_those_that_were_given_shown(store: Store):
    edie, hal, sol = (person_of(store, code) for code in ("EA", "HB", "SC"))
    note_view(store, 1, 1, "Q1", edie, MET)
    note_view(store, 1, 1, "Q1", hal, MET)
    set_present(store, 1, [edie, hal])
    set_present(store, 1, [edie, hal, sol])
    assert in_the_room(store, 1, 1, "Q1").views == {MET: 2}
    refused("views_shown", note_view, store, 1, 1, "Q1", hal, NOT_MET)


def test_a_view_of_somebody_found_to_be_out_afterwards_counts_no_more(store: Store):
    for code, value in (("EA", MET), ("HB", NOT_MET), ("SC", MET)):
        note_view(store, 1, 1, "Q1", person_of(store, code), value)
    add_exclusion(store, person_of(store, "HB"), Exclusion("plan", "N-001", "his cousin"))
    assert in_the_room(store, 1, 1, "Q1").views == {MET: 2}
    assert [item.views for item in minutes(store, 1).items] == [{MET: 2}]


def test_views_settle_nothing_and_a_decision_is_of_its_meeting(store: Store):
    for code in ("EA", "HB", "SC"):
        note_view(store, 1, 1, "Q1", person_of(store, code), NOT_MET)
    assert [row.kind for row in queue(store, 1).rows if row.sampled == 1] == [Kind.CRITICAL]
    decide(store, 1, "Q1", NOT_MET, "nobody is named", meeting=1)
    decide(store, 2, "Q2", MET, "it stands on page 4")
    with store.read() as session:
        assert list(session.exec(select(Decision.meeting_id).order_by(Decision.id))) == [1, None]
        after = session.exec(select(LogPayload.after).order_by(LogPayload.seq)).all()
        noted = session.exec(select(Log.subject).where(Log.what == "noted a view at a meeting")).all()
    assert "at the meeting of 12/05/2026" in after[-2] and "meeting" not in after[-1]
    assert noted == ["Spring N-001 Q1"] * 3
    (row,) = meetings(store, 1)
    assert (row.held_on, len(row.present), row.settled, row.closed) == (DAY, 3, 1, False)


def test_plans_are_numbered_as_they_come_up(store: Store):
    assert in_the_room(store, 1, 2, "Q2").plan == 1
    note_view(store, 1, 2, "Q2", person_of(store, "EA"), MET)
    assert (in_the_room(store, 1, 2, "Q2").plan, in_the_room(store, 1, 1, "Q1").plan) == (1, 2)


def test_nothing_is_noted_or_decided_at_a_meeting_that_is_closed(store: Store):
    edie = person_of(store, "EA")
    close_meeting(store, 1)
    refused("no_meeting", note_view, store, 1, 1, "Q1", edie, MET)
    refused("no_meeting", set_present, store, 1, [edie])
    with pytest.raises(UserError, match="closed"):
        decide(store, 1, "Q1", MET, "so be it", meeting=1)
    assert queue(store, 1).decided == 0
    write_words(store, 1, "Two questions are to be reworded.")
    assert meetings(store, 1)[0].words == "Two questions are to be reworded."


def test_who_gave_a_view_was_there(store: Store):
    edie, hal, sol = (person_of(store, code) for code in ("EA", "HB", "SC"))
    note_view(store, 1, 1, "Q1", sol, MET)
    assert "SC" in refused("view_noted", set_present, store, 1, [edie, hal])
    set_present(store, 1, [sol])
    assert in_the_room(store, 1, 1, "Q1").views == {MET: 1}, "everybody who is left gave theirs"
    refused("not_present", note_view, store, 1, 2, "Q2", edie, MET)
    assert told(store)[-1] == "noted who was at a meeting"


def test_what_cannot_be_is_refused_and_changes_nothing(store: Store):
    edie = person_of(store, "EA")
    refused("nobody_present", open_meeting, store, 1, DAY, [])
    refused("no_person", open_meeting, store, 1, DAY, [edie, 99])
    refused("no_meeting", note_view, store, 9, 1, "Q1", edie, MET)
    refused("off_scale", note_view, store, 1, 1, "Q9", edie, MET)
    refused("no_difference", note_view, store, 1, 99, "Q1", edie, MET)
    move_on(store, 1, RoundState.OPEN, "too soon")
    refused("round_state", note_view, store, 1, 1, "Q1", edie, MET)
    refused("round_state", open_meeting, store, 1, DAY, [edie])
    assert len(meetings(store, 1)) == 1
