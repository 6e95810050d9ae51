"""Where a round stands: every count from one reading, days from the draw, and what needs the lead."""

from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from auditor import ready_made, scoring
from auditor.calibration import calibration
from auditor.ready_made import NewPlan
from auditor.results import results
from auditor.sampling.sample import papers_missing
from auditor.standing import follow_up
from auditor.standing.reminders import reminders
from auditor.standing.standing import Standing, standing
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Plan, Round, RoundPlan, Sampled
from db.vocabulary import RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET
DAY = date(2026, 3, 20)


@pytest.fixture
def store(tmp_path: Path):
    """A round of five plans in two areas: one scored twice, one that nobody has."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        plans = [NewPlan(f"N-{i:03}", area="North" if i < 3 else "South") for i in range(1, 6)]
        given_to = {"N-001": ["EA", "HB"], "N-002": ["EA"], "N-003": ["HB"], "N-004": ["SC"]}
        make_round(made, small_framework(tmp_path), plans, given_to, population=200)
        yield made


def change(store: Store, **what: object) -> None:
    """Put the round otherwise than its jobs would, such as on another day."""
    with store.write() as session:
        rnd = session.get_one(Round, 1)
        for name, value in what.items():
            setattr(rnd, name, value)
        session.add(rnd)


def end_on(store: Store, assignment: int, day: int) -> None:
    """Have an audit been submitted on a day of March."""
    with store.write() as session:
        audit = session.exec(select(Audit).where(Audit.assignment_id == assignment)).one()
        audit.ended_at = datetime(2026, 3, day, 12, tzinfo=UTC)
        session.add(audit)


def kinds(found: Standing) -> list[str]:
    return [need.kind for need in found.needs]


def test_audits_are_counted_by_state_by_auditor_and_by_area(store: Store):
    score(store, 1, "N-001", "EA", (M, M, M, M))
    score(store, 1, "N-003", "HB", (M,), submit=False)
    found = standing(store, 1, DAY)
    assert (found.plans, found.population, found.allocated, found.unallocated) == (5, 200, 4, ("N-005",))
    audits = found.audits
    assert (audits.submitted, audits.under_way, audits.not_started, audits.late) == (1, 1, 3, 0)
    by = {a.code: (a.progress.submitted, a.progress.under_way, a.progress.not_started) for a in found.auditors}
    assert by == {"EA": (1, 0, 1), "HB": (0, 1, 1), "SC": (0, 0, 1)}
    north, south = found.areas
    assert (north.progress.submitted, north.progress.not_started, north.plans) == (1, 1, 2)
    assert (south.progress.under_way, south.progress.not_started, south.nobody, south.plans) == (1, 1, 1, 3)
    assert found.needs[0].title == "1 plan has nobody to score it"
    assert found.needs[0].place == "allocation"


def test_an_audit_is_late_the_day_after_it_was_due_by_its_own_day_or_the_rounds(store: Store):
    change(store, due_on=DAY)
    with store.write() as session:
        own = session.get_one(Assignment, assignment_of(store, 1, "N-004", "SC"))
        own.due_on = date(2026, 3, 25)
        session.add(own)
    score(store, 1, "N-002", "EA", (M, M, M, M))
    assert standing(store, 1, DAY).audits.late == 0
    found = standing(store, 1, date(2026, 3, 21))
    assert (found.audits.late, found.days_left) == (3, -1)
    late = next(need for need in found.needs if need.kind == "late")
    assert (late.title, late.detail) == ("3 audits are late", "Edie Example and Hal Example.")
    assert standing(store, 1, date(2026, 3, 26)).audits.late == 4
    assert {line.reference for line in found.lines if line.late} == {"N-001", "N-003"}


def test_a_reopened_audit_counts_as_in_and_is_told(store: Store):
    work = score(store, 1, "N-002", "EA", (M, M, M, M))
    scoring.reopen(store, work, "A page was missing.")
    found = standing(store, 1, DAY)
    assert (found.audits.submitted, "reopened" in kinds(found)) == (1, True)


def test_a_plan_given_back_waits_for_somebody_else(store: Store):
    scoring.know_this_child(store, assignment_of(store, 1, "N-004", "SC"))
    found = standing(store, 1, DAY)
    assert kinds(found) == ["given_back", "nobody", "unsent"]
    assert found.unallocated == ("N-004", "N-005")
    assert "N-004" in found.needs[0].detail
    assert "SC" not in {a.code for a in found.auditors}, "nothing more is asked of them"


def test_a_plan_whose_papers_were_not_found_is_waited_for_no_longer_and_said(store: Store):
    papers_missing(store, 4, DAY)
    found = standing(store, 1, DAY)
    assert (found.no_papers, found.unallocated) == (("N-004",), ("N-005",))
    assert found.audits.total == 4
    assert "papers" in kinds(found)


def test_undecided_answers_are_the_same_number_as_in_the_figures(store: Store):
    score(store, 1, "N-001", "EA", (M, M, M, M))
    score(store, 1, "N-001", "HB", (M, P, N, M))
    found = standing(store, 1, DAY)
    assert found.undecided == results(store).undecided == 2
    twice = found.twice
    assert (twice.plans, twice.ready, twice.compared, twice.same, twice.one_step) == (1, 1, 4, 2, 1)
    assert next(need for need in found.needs if need.kind == "undecided").place == "moderation"


def test_days_from_the_draw_have_a_middle_a_longest_and_a_number_or_say_why_not(store: Store):
    assert standing(store, 1, DAY).to_submission.words == "No plan is submitted yet."
    for reference, code, day in (("N-002", "EA", 5), ("N-003", "HB", 10), ("N-004", "SC", 20)):
        end_on(store, score(store, 1, reference, code, (M, M, M, M)), day)
    found = standing(store, 1, DAY)
    assert (found.to_submission.median, found.to_submission.why) == (
        None,
        "Not known: the day of the draw was not kept.",
    )
    change(store, drawn_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    days = standing(store, 1, DAY).to_submission
    assert (days.n, days.of, days.median, days.longest) == (3, 5, 9, 19)
    assert days.words == "half within 9 days, the longest 19 days (3 plans of 5)"
    end_on(store, score(store, 1, "N-001", "EA", (M, M, M, M)), 4)
    assert standing(store, 1, DAY).to_submission.n == 3, "a plan scored twice is in when both are"
    end_on(store, score(store, 1, "N-001", "HB", (M, M, M, P)), 14)
    days = standing(store, 1, DAY)
    assert (days.to_submission.median, days.to_submission.n) == (11, 4), "the middle of 9 and 13"
    assert days.to_agreement.n == 3, "one plan has an undecided answer"


def test_feedback_and_mending_are_recorded_by_day_and_taken_back(store: Store):
    change(store, drawn_at=datetime(2026, 3, 1, 9, tzinfo=UTC))
    follow_up.fed_back(store, 1, ["N-001", "N-002"], date(2026, 3, 8))
    follow_up.mended(store, 1, ["N-001"], date(2026, 3, 30))
    found = standing(store, 1, DAY)
    assert (found.to_feedback.n, found.to_feedback.longest) == (2, 7)
    assert found.to_mended.words == "29 days (1 plan of 5)"
    follow_up.fed_back(store, 1, ["N-001", "N-002"], None)
    assert standing(store, 1, DAY).to_feedback.words == "No plan is fed back yet."
    for references, day, code in ((["N-009"], DAY, "no_plan"), (["N-001"], date(2999, 1, 1), "day_to_come")):
        with pytest.raises(UserError, match="Nothing was changed") as refused:
            follow_up.fed_back(store, 1, references, day)
        assert refused.value.code == code
    change(store, state=RoundState.DRAFT.value)
    with pytest.raises(UserError) as refused:
        follow_up.mended(store, 1, ["N-001"], DAY)
    assert refused.value.code == "round_state"


def test_the_audit_that_waited_longest_is_named(store: Store):
    with store.write() as session:
        for at, row in enumerate(session.exec(select(Assignment).order_by(col(Assignment.id)))):
            row.given_at = datetime(2026, 3, 10 - at, 9, tzinfo=UTC)
            session.add(row)
    oldest = standing(store, 1, DAY).oldest
    assert oldest is not None
    assert (oldest.reference, oldest.auditor, oldest.days) == ("N-004", "Sol Example", 14)
    change(store, opened_at=datetime(2026, 3, 18, 9, tzinfo=UTC))
    oldest = standing(store, 1, DAY).oldest
    assert oldest is not None
    assert oldest.days == 2, "nobody could begin before the round was open"


def test_a_reminder_says_how_many_which_and_by_when_and_reproaches_nobody(store: Store):
    change(store, due_on=date(2026, 3, 25))
    score(store, 1, "N-002", "EA", (M, M, M, M))
    found = reminders(store, 1, DAY)
    assert [(r.name, r.references, r.late) for r in found] == [
        ("Edie Example", ("N-001",), 0), ("Hal Example", ("N-001", "N-003"), 0), ("Sol Example", ("N-004",), 0),
    ]  # fmt: skip
    words = found[1].words
    assert words.startswith("Dear Hal Example,")
    assert words.endswith("Lee Example")
    for part in ("2 plans", "N-001", "N-003", "due on 25 March 2026", "in Spring"):
        assert part in words
    assert reminders(store, 1, DAY, late_only=True) == ()
    late = reminders(store, 1, date(2026, 3, 26), late_only=True)
    assert [r.late for r in late] == [1, 2, 1]
    assert "was due on 25 March 2026" in late[0].words


def test_a_replaced_plan_is_nowhere_counted(store: Store):
    with store.write() as session:
        plan = Plan(reference="N-099")
        session.add(plan)
        session.flush()
        row = RoundPlan(round_id=1, plan_id=plan.id or 0, area="South")
        session.add(row)
        session.flush()
        session.add(Sampled(round_plan_id=row.id or 0, draw_order=5, replaces_id=4, reason="ceased"))
    found = standing(store, 1, DAY)
    assert found.plans == 5
    assert "N-004" not in {line.reference for line in found.lines}
    assert found.audits.total == 4


def test_nothing_waits_in_a_signed_off_round(store: Store):
    change(store, state=RoundState.SIGNED_OFF.value, due_on=date(2026, 1, 1))
    found = standing(store, 1, DAY)
    assert (found.needs, found.next, found.provisional) == ((), None, False)


def test_a_round_whose_time_to_keep_is_over_is_told_with_where_to_go_even_when_it_is_signed_off(store: Store):
    change(store, state=RoundState.SIGNED_OFF.value, retain_until=DAY)
    assert kinds(standing(store, 1, DAY)) == [], "on its last day it is still kept"
    (need,) = standing(store, 1, date(2026, 3, 21)).needs
    assert (need.kind, need.place, need.section) == ("keep", "settings", "privacy")
    assert need.title == "The time to keep a round is over"


def test_auditors_who_were_sent_nothing_and_have_begun_nothing_are_told_of(store: Store):
    assert "unsent" in kinds(standing(store, 1, DAY))
    for plan, code in (("N-001", "EA"), ("N-001", "HB"), ("N-004", "SC")):
        score(store, 1, plan, code, [M, M, M, M], submit=False)
    assert "unsent" not in kinds(standing(store, 1, DAY))


def test_a_round_that_is_not_there_is_said(store: Store):
    with pytest.raises(UserError) as refused:
        standing(store, 9)
    assert refused.value.code == "no_round"


PLANS = st.lists(
    st.fixed_dictionaries(
        {
            "area": st.sampled_from(["North", "South", ""]),
            "audits": st.dictionaries(
                st.sampled_from(["EA", "HB", "SC"]),
                st.tuples(
                    st.sampled_from(["none", "draft", "submitted", "reopened", "given_back"]),
                    st.sampled_from([M, P, N]),
                ),
                max_size=3,
            ),
            "papers": st.booleans(),
        }
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(PLANS)
def test_counts_add_up_whatever_the_states(listed: list[dict[str, object]]):
    with TemporaryDirectory() as folder, made(Path(folder), listed) as store:
        found, figures = standing(store, 1, DAY), results(store)
        by_auditor = [a.progress for a in found.auditors]
        for part in ("submitted", "under_way", "not_started", "late"):
            assert sum(getattr(p, part) for p in by_auditor) == getattr(found.audits, part)
        assert sum(area.plans for area in found.areas) == found.plans == len(listed)
        waiting = sum(area.nobody for area in found.areas)
        assert waiting == len(found.unallocated)
        assert found.allocated + waiting + sum(area.no_papers for area in found.areas) == found.plans
        assert len({line.reference for line in found.lines}) == found.plans
        assert sum(1 for line in found.lines if line.kind) == found.audits.total
        assert found.audits.submitted == figures.audits_submitted
        assert found.audits.total + len(found.unallocated) == figures.audits_expected
        assert found.undecided == figures.undecided
        assert (found.twice.compared, found.twice.same) == (figures.compared, figures.same)
        assert found.held_back == figures.reasons.get("held_back", "")
        left = sum(1 for line in found.lines if line.kind and (line.state != "submitted" or line.reopened))
        assert sum(len(r.references) for r in reminders(store, 1, DAY)) == left


def made(folder: Path, listed: list[dict[str, object]]) -> Store:
    """A round brought into the states listed, by the ordinary jobs."""
    store = make_workspace(folder / "a.ehcpaudit")
    plans = [NewPlan(f"N-{i:03}", area=str(p["area"])) for i, p in enumerate(listed)]
    audits: dict[str, dict[str, tuple[str, Value]]] = {f"N-{i:03}": p["audits"] for i, p in enumerate(listed)}  # type: ignore[misc]
    make_round(store, small_framework(folder), plans, {r: list(given_to) for r, given_to in audits.items()})
    for reference, given_to in audits.items():
        for code, (state, value) in given_to.items():
            if state == "given_back":
                scoring.know_this_child(store, assignment_of(store, 1, reference, code))
            elif state != "none":
                work = score(store, 1, reference, code, (M, M, M, value), submit=state != "draft")
                if state == "reopened":
                    scoring.reopen(store, work, "Again.")
    for at, plan in enumerate(listed):
        if plan["papers"] and not {"submitted", "reopened"} & {state for state, _ in audits[f"N-{at:03}"].values()}:
            papers_missing(store, at + 1, DAY)
    calibration.choose(store, 1, "C-001")
    ready_made.add_people(store, [ready_made.NewPerson("ZZ", "Zed Example", "health")])
    return store
