"""Calibration: who practises on what, what the lead holds right, and when an auditor sees it."""

from datetime import date
from pathlib import Path

import pytest

from auditor import ready_made, rounds, scoring
from auditor.allocation.allocate import Exclusion
from auditor.answers import Answer
from auditor.calibration import calibration
from auditor.calibration import compared as calibrated
from auditor.people.records import add_exclusion, add_training
from auditor.people.register import PersonFacts, TrainingFacts, change_person, people
from auditor.results import results
from auditor.round_moves import move_on
from auditor.standing.standing import standing
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import RoundState, Value
from tests.building import make_round, make_workspace, score, small_framework

M, P, N, NA = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE
DAY = date(2026, 3, 1)


@pytest.fixture
def store(tmp_path: Path):
    """A lead's workspace with a round of two plans, and three people who may score."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA", "HB"], "N-002": ["HB"]})
        for person in people(made):
            may_score(made, person.facts.code)
        yield made


def may_score(store: Store, code: str) -> None:
    """Give somebody all that a person needs before plans are given to them."""
    row = next(p for p in people(store) if p.facts.code == code)
    change_person(store, row.id, PersonFacts(code, row.facts.name, row.facts.agency, undertaking_on=DAY))
    add_training(store, row.id, TrainingFacts("Auditor training", DAY))


def person(store: Store, code: str) -> int:
    return next(p.id for p in people(store) if p.facts.code == code)


def set_all(store: Store, reference: str, value: Value = M) -> None:
    for key in ("Q1", "Q2", "Q3", "Q4"):
        calibration.set_right(store, 1, reference, key, value, f"Page 4 says so for {key}.")


def test_everybody_who_may_score_is_given_the_plan_and_the_rest_are_named(store: Store):
    ready_made.add_people(store, [ready_made.NewPerson("ZZ", "Zed Example", "health")])
    out = calibration.choose(store, 1, "C-001")
    assert out.given == 3
    assert [o.name for o in out.left_out] == ["Zed Example"]
    assert "no training recorded" in out.left_out[0].why
    may_score(store, "ZZ")
    assert calibration.hand_out(store, 1).given == 1
    assert calibration.hand_out(store, 1).given == 0, "nobody is given it twice"


def test_nobody_practises_on_a_plan_they_must_not_score(store: Store):
    add_exclusion(store, person(store, "HB"), Exclusion("plan", "N-001"))
    add_exclusion(store, person(store, "EA"), Exclusion("area", "North"))
    calibration.choose(store, 1, "C-001")
    rows = [r for r in scoring.plan_rows(store, 1) if r.kind == "calibration"]
    assert {r.auditor_code for r in rows} == {"EA", "HB", "SC"}, "a plan without an area is nobody's area"


def test_a_plan_of_the_sample_is_refused_and_so_is_a_fourth(store: Store):
    with pytest.raises(UserError, match="must stay out of its results") as refused:
        calibration.choose(store, 1, "N-001")
    assert refused.value.code == "in_sample"
    for reference in ("C-001", "C-002", "C-003"):
        calibration.choose(store, 1, reference)
    for reference, code in (("C-004", "enough_plans"), (" ", "no_reference")):
        with pytest.raises(UserError) as refused:
            calibration.choose(store, 1, reference)
        assert refused.value.code == code


def test_calibration_stays_out_of_the_figures_and_of_the_counts(store: Store):
    before, stood = results(store), standing(store, 1)
    calibration.choose(store, 1, "C-001")
    score(store, 1, "C-001", "EA", (N, N, N, N))
    score(store, 1, "C-001", "HB", (M, M, M, M))
    assert results(store).measures == before.measures
    assert (results(store).plans, results(store).audits_expected) == (before.plans, before.audits_expected)
    after = standing(store, 1)
    assert (after.plans, after.audits, after.undecided) == (stood.plans, stood.audits, 0)
    row = rounds.rounds(store)[0]
    assert (row.plans, row.audits, row.submitted) == (2, 3, 0)


def test_an_auditor_sees_what_is_right_only_after_submitting_and_with_the_reason(store: Store):
    calibration.choose(store, 1, "C-001")
    set_all(store, "C-001")
    work = score(store, 1, "C-001", "EA", (M, P, N, NA), submit=False)
    with pytest.raises(UserError) as refused:
        calibrated.differences(store, work)
    assert refused.value.code == "not_submitted"
    assert calibrated.compared(store, 1, person(store, "EA")) == ()
    scoring.submit(store, work)
    seen = calibrated.differences(store, work)
    assert [(d.criterion, d.given) for d in seen.differences] == [("Q2", P), ("Q3", N), ("Q4", NA)]
    assert seen.differences[0].right.reason == "Page 4 says so for Q2."
    assert (seen.tally.same, seen.tally.one_step, seen.tally.further) == (1, 1, 2)
    assert calibrated.compared(store, 1, person(store, "EA")) == (seen,)


def test_answers_changed_after_seeing_what_is_right_do_not_change_the_result(store: Store):
    calibration.choose(store, 1, "C-001")
    set_all(store, "C-001")
    work = score(store, 1, "C-001", "EA", (N, N, N, N))
    scoring.reopen(store, work, "I see it now.")
    scoring.enter_sheet(store, work, {key: Answer(M) for key in ("Q1", "Q2", "Q3", "Q4")})
    scoring.submit(store, work)
    assert calibrated.differences(store, work).tally == calibrated.Tally(0, 0, 4)


def test_a_right_answer_needs_a_reason_and_a_place_on_the_scale(store: Store):
    calibration.choose(store, 1, "C-001")
    for criterion, value, reason, code in (
        ("Q1", M, "  ", "no_reason"), ("S4a", M, "Dates.", "off_scale"), ("X", M, "Why.", "off_scale"),
    ):  # fmt: skip
        with pytest.raises(UserError) as refused:
            calibration.set_right(store, 1, "C-001", criterion, value, reason)
        assert refused.value.code == code
    calibration.set_right(store, 1, "C-001", "Q1", M, "Section F says it.")
    calibration.set_right(store, 1, "C-001", "Q1", P, "Half of it.")
    (first, *rest) = calibrated.right_answers(store, 1, "C-001")
    assert first.right == calibrated.Right(P, "Half of it.")
    calibration.set_right(store, 1, "C-001", "Q1", None)
    assert all(row.right is None for row in calibrated.right_answers(store, 1, "C-001"))
    assert len(rest) == 3


def test_the_leads_own_answers_can_be_taken_as_right_where_they_say_why(store: Store):
    calibration.choose(store, 1, "C-001")
    calibration.set_right(store, 1, "C-001", "Q4", N, "Nothing there.")
    work = score(store, 1, "C-001", "EA", (), submit=False)
    notes = {"Q1": "Page 2.", "Q2": "", "Q3": "Page 5.", "Q4": "Page 6."}
    scoring.enter_sheet(store, work, {key: Answer(M, note=note) for key, note in notes.items()})
    with pytest.raises(UserError) as refused:
        calibration.take_as_right(store, work)
    assert refused.value.code == "not_submitted"
    scoring.submit(store, work)
    taken = calibration.take_as_right(store, work)
    assert (taken.taken, taken.without_reason) == (2, ("Q2",))
    said = {row.criterion.id: row.right for row in calibrated.right_answers(store, 1, "C-001")}
    assert said["Q1"] == calibrated.Right(M, "Page 2.")
    assert said["Q4"] == calibrated.Right(N, "Nothing there."), "what was said before stays"


def test_results_go_to_the_training_register_once_per_person(store: Store):
    calibration.choose(store, 1, "C-001")
    calibration.choose(store, 1, "C-002")
    with pytest.raises(UserError) as refused:
        calibrated.record_results(store, 1)
    assert refused.value.code == "not_all_right"
    set_all(store, "C-001")
    set_all(store, "C-002")
    with pytest.raises(UserError) as refused:
        calibrated.record_results(store, 1)
    assert refused.value.code == "nobody_through"
    score(store, 1, "C-001", "EA", (M, M, M, P))
    score(store, 1, "C-002", "EA", (M, M, N, M))
    score(store, 1, "C-001", "HB", (M, M, M, M))
    recorded = calibrated.record_results(store, 1)
    assert recorded.names == ("Edie Example",)
    assert recorded.waiting == ("Hal Example", "Sol Example")
    calibration.set_right(store, 1, "C-001", "Q4", P, "On second thoughts.")
    calibrated.record_results(store, 1)
    courses = [t.facts for t in next(p for p in people(store) if p.facts.code == "EA").trainings]
    (kept,) = [t for t in courses if t.course == "Calibration, Spring"]
    assert (kept.result, kept.handbook) == ("7 of 8 the same, 0 one step apart, 1 further", "small 1.0")


def test_the_questions_that_divide_people_come_first(store: Store):
    calibration.choose(store, 1, "C-001")
    set_all(store, "C-001")
    score(store, 1, "C-001", "EA", (M, M, N, M))
    score(store, 1, "C-001", "HB", (M, P, N, M))
    score(store, 1, "C-001", "SC", (M, P, M, M))
    questions = calibrated.calibration(store, 1).questions
    assert [q.criterion for q in questions[:2]] == ["Q2", "Q3"]
    assert [(q.tally.same, q.tally.one_step, q.tally.further) for q in questions[:2]] == [(1, 2, 0), (1, 0, 2)]
    assert [(q.answers, q.commonest) for q in questions] == [(3, 2), (3, 2), (3, 3), (3, 3)]


def test_a_round_that_asks_for_calibration_opens_once_everybody_with_plans_has_done_it(store: Store):
    calibration.require(store, 1, True)
    with store.write() as session:
        session.get_one(Round, 1).state = RoundState.DRAFT.value
    with pytest.raises(UserError, match="no calibration plan is chosen"):
        move_on(store, 1, RoundState.OPEN)
    calibration.choose(store, 1, "C-001")
    with pytest.raises(UserError, match="Edie Example and Hal Example"):
        move_on(store, 1, RoundState.OPEN)
    score(store, 1, "C-001", "EA", (M, M, M, M))
    with pytest.raises(UserError, match="done by Hal Example"):
        move_on(store, 1, RoundState.OPEN)
    assert [n.title for n in standing(store, 1).needs if n.kind == "calibration"] == [
        "1 auditor has not done calibration"
    ]
    score(store, 1, "C-001", "HB", (M, M, M, M))
    move_on(store, 1, RoundState.OPEN)
    assert standing(store, 1).state == "open", "who has no plan to score need not have done it"


def test_a_plan_is_dropped_until_somebody_has_begun_it(store: Store):
    calibration.choose(store, 1, "C-001")
    set_all(store, "C-001")
    calibration.drop(store, 1, "C-001")
    assert calibrated.calibration(store, 1).plans == ()
    assert all(r.kind != "calibration" for r in scoring.plan_rows(store, 1))
    calibration.choose(store, 1, "C-001")
    score(store, 1, "C-001", "EA", (M,), submit=False)
    with pytest.raises(UserError) as refused:
        calibration.drop(store, 1, "C-001")
    assert refused.value.code == "begun"


def test_calibration_is_over_when_moderating_begins(store: Store):
    calibration.choose(store, 1, "C-001")
    work = score(store, 1, "C-001", "EA", (M,), submit=False)
    with store.write() as session:
        session.get_one(Round, 1).state = RoundState.MODERATING.value
    for job in (
        lambda: calibration.choose(store, 1, "C-002"),
        lambda: calibration.set_right(store, 1, "C-001", "Q1", M, "Why."),
        lambda: scoring.save_answer(store, work, "Q2", Answer(M)),
    ):
        with pytest.raises(UserError) as refused:
            job()
        assert refused.value.code == "round_state"
    assert calibrated.calibration(store, 1).locked


def test_only_the_lead_changes_calibration(tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit", role="auditor", owner="Edie Example") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        for job in (
            lambda: calibration.choose(store, 1, "C-001"),
            lambda: calibration.require(store, 1, True),
            lambda: calibration.set_right(store, 1, "C-001", "Q1", M, "Why."),
            lambda: calibrated.record_results(store, 1),
        ):
            with pytest.raises(UserError) as refused:
                job()
            assert refused.value.code == "not_lead"


def test_a_reference_is_the_same_plan_in_capitals_so_a_sampled_plan_stays_out(store: Store):
    with pytest.raises(UserError, match="N-001 is in the sample") as refused:
        calibration.choose(store, 1, "n-001")
    assert refused.value.code == "in_sample"


@pytest.mark.parametrize("reference", ["T820001050001", "Marmaduke Quillfeather", "MQ 17/05/2014", "Z" * 100])
def test_a_calibration_plan_is_not_called_by_what_tells_who_the_child_is(store: Store, reference: str):
    with pytest.raises(UserError, match="may tell who a child is") as refused:
        calibration.choose(store, 1, reference)
    assert refused.value.code == "telling"
    assert reference.encode() not in store.path.read_bytes()
