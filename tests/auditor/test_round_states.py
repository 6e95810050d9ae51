"""A round goes one step at a time: what each step needs, and what each state lets through."""

from datetime import date
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as sqlite3

from auditor import rounds, scoring
from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.evidence import add_evidence
from auditor.round_moves import move_on
from auditor.round_states import ORDER
from auditor.standing.standing import standing
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import RoundKind, RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

M, N = Value.MET, Value.NOT_MET
DRAFT, OPEN, MODERATING, FACTS, SIGNED = ORDER


@pytest.fixture
def store(tmp_path: Path):
    """An open round of two plans, one to be scored twice."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA", "HB"], "N-002": ["EA"]})
        yield made


def put(store: Store, state: RoundState) -> None:
    with store.write() as session:
        session.get_one(Round, 1).state = state.value


def refused(code: str, store: Store, to: RoundState, why: str = "", words: str = "") -> None:
    before = standing(store, 1).state
    with pytest.raises(UserError, match=words or None) as error:
        move_on(store, 1, to, why)
    assert error.value.code == code
    assert standing(store, 1).state == before


def test_a_round_goes_from_open_to_signed_off_once_all_is_in_and_settled(store: Store):
    refused("round_move", store, MODERATING, words="No audit is in yet")
    score(store, 1, "N-001", "EA", (M, M, M, M))
    move_on(store, 1, MODERATING)
    refused("round_move", store, FACTS, words="outstanding for N-001 and N-002")
    other = score(store, 1, "N-001", "HB", (M, M, M, N))
    score(store, 1, "N-002", "EA", (M, M, M, M))
    move_on(store, 1, FACTS)
    refused("round_move", store, SIGNED, words="1 answer is undecided, on N-001")
    scoring.reopen(store, other, "Read it again.")
    refused("round_move", store, SIGNED, words="outstanding for N-001")
    scoring.save_answer(store, other, "Q4", Answer(M))
    scoring.submit(store, other)
    move_on(store, 1, SIGNED)
    assert standing(store, 1).state == "signed_off"
    assert store.check() == ()


def test_nobody_can_sign_off_while_a_plan_has_no_auditor(tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA"]})
        score(store, 1, "N-001", "EA", (M, M, M, M))
        move_on(store, 1, MODERATING)
        refused("round_move", store, FACTS, words="Nobody has scored N-002")


def test_a_draft_opens_with_a_sample_and_somebody_to_score_it(tmp_path: Path):
    with make_workspace(tmp_path / "c.ehcpaudit") as store:
        framework = small_framework(tmp_path)
        rounds.new_round(store, framework, rounds.NewRound("Autumn", RoundKind.FULL, as_at=date(2026, 9, 1)))
        refused("round_move", store, OPEN, words="no sample yet")
    with make_workspace(tmp_path / "d.ehcpaudit") as store:
        make_round(store, framework, ["N-001"], {})
        put(store, DRAFT)
        refused("round_move", store, OPEN, words="Nobody has a plan to score")
    with make_workspace(tmp_path / "e.ehcpaudit") as store:
        make_round(store, framework, ["N-001"], {"N-001": ["EA"]})
        put(store, DRAFT)
        move_on(store, 1, OPEN)
        with store.read() as session:
            assert session.get_one(Round, 1).opened_at is not None


def test_a_step_back_takes_a_reason_and_the_log_tells_it(store: Store):
    score(store, 1, "N-001", "EA", (M, M, M, M))
    for state in (MODERATING, FACTS, SIGNED):
        put(store, state)
        back = ORDER[ORDER.index(state) - 1]
        refused("no_reason", store, back, "  ")
        move_on(store, 1, back, "A late audit came in.")
        assert standing(store, 1).state == back.value
    put(store, SIGNED)
    move_on(store, 1, FACTS, "A wrong date was found.")
    other = sqlite3.connect(store.path)
    told = other.execute(
        "SELECT what, before, after, why FROM log JOIN log_payload USING (seq) ORDER BY seq"
    ).fetchall()
    other.close()
    assert told[-1] == ("reopened round", "signed off", "facts check", "A wrong date was found.")
    assert ("took round back", "moderating", "open", "A late audit came in.") in told


def test_an_open_round_is_no_draft_again_once_scoring_has_begun(store: Store):
    move_on(store, 1, DRAFT, "The wrong plans were drawn.")
    move_on(store, 1, OPEN)
    score(store, 1, "N-001", "EA", (M,), submit=False)
    refused("round_move", store, DRAFT, "Again.", words="N-001: scoring has begun")


@pytest.mark.parametrize("to", [FACTS, SIGNED, OPEN])
def test_no_step_is_skipped_and_none_stays_where_it_is(store: Store, to: RoundState):
    refused("round_move", store, to, "Why not.", words="in one step")


def test_only_the_lead_moves_a_round_on(tmp_path: Path):
    with make_workspace(tmp_path / "f.ehcpaudit", role="auditor", owner="Edie Example") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        refused("not_lead", store, MODERATING)


@pytest.mark.parametrize("state", [DRAFT, FACTS, SIGNED])
def test_scoring_is_refused_where_the_round_is_not_open_for_it_and_nothing_is_kept(store: Store, state: RoundState):
    begun = score(store, 1, "N-001", "EA", (M,), submit=False)
    fresh = assignment_of(store, 1, "N-002", "EA")
    put(store, state)
    for job in (
        lambda: scoring.save_answer(store, begun, "Q2", Answer(M)),
        lambda: scoring.save_answer(store, fresh, "Q1", Answer(M)),
        lambda: scoring.enter_sheet(store, begun, {"Q2": Answer(M)}),
        lambda: scoring.submit(store, begun),
        lambda: scoring.know_this_child(store, fresh),
        lambda: scoring.add_minutes(store, begun, 5),
        lambda: add_evidence(store, begun, "Q1", Evidence("F", 3, None, "words")),
    ):
        with pytest.raises(UserError, match="Nothing was changed") as error:
            job()
        assert error.value.code == "round_state"
    sheet = scoring.sheet(store, begun)
    assert (sheet.state, set(sheet.answers), sheet.minutes, dict(sheet.contents.evidence)) == ("draft", {"Q1"}, 0, {})
    assert "to score plans a round must be open or moderating" in sheet.locked


def test_at_the_facts_check_a_submitted_audit_can_be_reopened_and_corrected_but_none_begun(store: Store):
    work = score(store, 1, "N-001", "EA", (M, M, M, M))
    put(store, FACTS)
    assert scoring.sheet(store, work).may_reopen
    scoring.reopen(store, work, "A date was wrong.")
    scoring.save_answer(store, work, "Q1", Answer(N))
    scoring.submit(store, work)
    put(store, SIGNED)
    assert not scoring.sheet(store, work).may_reopen
    with pytest.raises(UserError) as error:
        scoring.reopen(store, work, "Again.")
    assert error.value.code == "round_state"
