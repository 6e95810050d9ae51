"""The lead's choices for a round: on disk, logged, and obeyed from then on. Everything is made up."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from auditor import evidence, scoring
from auditor.contents import Evidence
from auditor.round_settings import DEFAULTS, change_round_settings, round_settings
from db.errors import UserError
from db.store import Store
from db.tables import Log, LogPayload, Round
from db.vocabulary import RoundState
from tests.building import assignment_of, make_round, make_workspace, small_framework

QUOTED = Evidence("F", 9, None, "support when needed")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "round.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        yield store


def logged(store: Store) -> list[tuple[str, str, str, str]]:
    with store.read() as session:
        rows = session.exec(select(Log, LogPayload).where(Log.seq == LogPayload.seq, Log.what.contains("settings")))
        return [(log.who, log.subject, payload.before, payload.after) for log, payload in rows]


def test_a_new_round_has_the_defaults_and_nothing_quoted(store: Store) -> None:
    found = round_settings(store, 1)
    assert {name: getattr(found, name) for name in DEFAULTS} == DEFAULTS
    assert (found.round, found.quotations_there, found.locked) == ("Spring", 0, "")


@pytest.mark.parametrize("name", sorted(DEFAULTS))
def test_a_change_is_kept_and_logged_once(store: Store, name: str) -> None:
    other = not DEFAULTS[name]
    assert change_round_settings(store, 1, **{name: other}).kinds == {"round"}
    assert not change_round_settings(store, 1, **{name: other}).kinds
    assert getattr(round_settings(store, 1), name) is other
    words = [f"{name} {'on' if on else 'off'}" for on in (DEFAULTS[name], other)]
    assert logged(store) == [("Lee Example", "Spring", *words)]
    assert list(store.check()) == []


def test_without_quotations_no_new_one_is_kept_and_those_there_stay(store: Store) -> None:
    work = assignment_of(store, 1, "N-001", "EA")
    evidence.add_evidence(store, work, "Q1", QUOTED)
    change_round_settings(store, 1, quotations=False)
    evidence.add_evidence(store, work, "Q1", QUOTED)
    assert scoring.sheet(store, work).contents.evidence["Q1"] == (QUOTED, Evidence("F", 9, None, ""))
    assert round_settings(store, 1).quotations_there == 1
    change_round_settings(store, 1, quotations=True)
    evidence.add_evidence(store, work, "Q1", QUOTED)
    assert round_settings(store, 1).quotations_there == 2


def test_a_signed_off_round_keeps_its_settings(store: Store) -> None:
    with store.write() as session:
        session.get_one(Round, 1).state = RoundState.SIGNED_OFF.value
    assert round_settings(store, 1).locked.startswith("Spring is signed off, and to change the round's settings")
    with pytest.raises(UserError) as refused:
        change_round_settings(store, 1, wrong_child=True)
    assert refused.value.code == "round_state"
    assert not round_settings(store, 1).wrong_child


def test_an_auditor_changes_nothing(tmp_path: Path) -> None:
    with make_workspace(tmp_path / "mine.ehcpaudit", role="auditor", owner="Edie Example") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        with pytest.raises(UserError) as refused:
            change_round_settings(store, 1, wrong_child=True)
    assert refused.value.code == "not_lead"


def test_a_choice_there_is_not_is_a_bug(store: Store) -> None:
    with pytest.raises(ValueError, match="colour"):
        change_round_settings(store, 1, colour=True)
