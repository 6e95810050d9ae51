"""The law's time limits, worked out from invented dates."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor.clocks import (
    CLOCKS,
    Clock,
    PlanDates,
    amended_in_12_weeks,
    decision_in_4_weeks,
    first_plan,
    late_with_exception,
    phase_deadline,
    review_on_time,
)
from db.vocabulary import Exception20, PhaseMove, PlanKind, Value

MET, NOT_MET, NA, CANNOT_TELL = Value.MET, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL
AS_AT = date(2019, 6, 30)
ASKED = date(2018, 9, 3)
DAYS = st.dates() | st.dates(date(2016, 1, 1), date(2021, 12, 31))
DATES = st.none() | DAYS
PLANS = st.builds(
    PlanDates,
    requested=DATES,
    first_final=DATES,
    exception=st.sampled_from(["", "a", "d", "x"]),
    plan_kind=st.sampled_from(PlanKind),
    last_review_meeting=DATES,
    last_decision=DATES,
    amended_final=DATES,
    decided_not_to_amend=st.booleans(),
    year_group=st.none() | st.integers(-2, 14),
    phase_move=st.sampled_from(PhaseMove),
    moves_on=DATES,
    previous_anchor=DATES,
)


def weeks(start: date, count: int, days: int = 0) -> date:
    return start + timedelta(weeks=count, days=days)


def test_the_clocks_go_by_the_names_frameworks_use() -> None:
    assert set(CLOCKS) == {
        "first_plan",
        "late_with_exception",
        "review_on_time",
        "decision_in_4_weeks",
        "amended_in_12_weeks",
        "phase_deadline",
    }


@given(st.sampled_from(sorted(CLOCKS)), PLANS, DAYS)
def test_any_dates_give_a_two_point_answer_and_one_sentence(name: str, plan: PlanDates, as_at: date) -> None:
    clock = CLOCKS[name](plan, as_at)
    assert clock.value in (MET, NOT_MET, NA, CANNOT_TELL)
    assert clock.why[0].isupper()
    assert clock.why.endswith(".")


@given(st.sampled_from(sorted(CLOCKS)), PLANS, DAYS)
@example(
    name="amended_in_12_weeks",
    plan=PlanDates(
        last_review_meeting=date(2000, 1, 1), last_decision=date(2000, 1, 3), amended_final=date(2000, 1, 2)
    ),
    as_at=date(2000, 1, 1),
)
def test_when_a_thing_happens_after_the_reference_date_changes_no_answer(
    name: str, plan: PlanDates, as_at: date
) -> None:
    """Moving a later date later still leaves every answer as it is."""
    if as_at == date.max:
        return

    def later(day: date | None) -> date | None:
        return day if day is None or day <= as_at else date.max

    moved = replace(
        plan,
        requested=later(plan.requested),
        first_final=later(plan.first_final),
        last_review_meeting=later(plan.last_review_meeting),
        last_decision=later(plan.last_decision),
        amended_final=later(plan.amended_final),
    )
    assert CLOCKS[name](moved, as_at).value == CLOCKS[name](plan, as_at).value


@given(PLANS, DAYS, st.integers(0, 400))
def test_an_earlier_first_plan_is_never_judged_worse(plan: PlanDates, as_at: date, earlier: int) -> None:
    if plan.first_final is None or plan.requested is None:
        return
    sooner = max(plan.requested, plan.first_final - timedelta(days=min(earlier, plan.first_final.toordinal() - 1)))
    if first_plan(plan, as_at).value == MET:
        assert first_plan(replace(plan, first_final=sooner), as_at).value == MET


@given(PLANS, DAYS, st.integers(0, 400))
def test_time_passing_never_undoes_a_first_plan_that_was_in_time_or_late(
    plan: PlanDates, as_at: date, passed: int
) -> None:
    later = as_at + min(timedelta(days=passed), date.max - as_at)
    for clock in (first_plan, late_with_exception):
        before = clock(plan, as_at)
        if before.value in (MET, NOT_MET):
            assert clock(plan, later).value == before.value


@given(PLANS, DAYS)
def test_a_plan_is_never_both_in_time_and_late(plan: PlanDates, as_at: date) -> None:
    in_time, late = first_plan(plan, as_at).value, late_with_exception(plan, as_at).value
    assert (late in (MET, NOT_MET)) == (in_time == NOT_MET)


@pytest.mark.parametrize(("days", "value"), [(0, MET), (139, MET), (140, MET), (141, NOT_MET)])
def test_the_day_exactly_20_weeks_later_is_in_time(days: int, value: Value) -> None:
    assert first_plan(PlanDates(ASKED, ASKED + timedelta(days=days)), AS_AT).value == value


def test_a_plan_still_within_20_weeks_is_not_due_yet() -> None:
    deadline = weeks(ASKED, 20)
    waiting = PlanDates(ASKED, weeks(ASKED, 30))
    assert first_plan(waiting, deadline).value == NA
    assert first_plan(waiting, deadline + timedelta(days=1)).value == NOT_MET
    assert first_plan(PlanDates(ASKED), deadline).value == NA


@pytest.mark.parametrize(
    "plan",
    [
        PlanDates(None, ASKED),
        PlanDates(ASKED, None),
        PlanDates(ASKED, ASKED - timedelta(days=1)),
        PlanDates(),
    ],
)
def test_without_both_dates_in_order_the_20_weeks_cannot_be_told(plan: PlanDates) -> None:
    assert first_plan(plan, AS_AT).value == CANNOT_TELL
    assert late_with_exception(plan, AS_AT).value == CANNOT_TELL


@pytest.mark.parametrize("kind", [PlanKind.REASSESSMENT, PlanKind.TRIBUNAL])
def test_the_20_weeks_are_not_asked_of_reassessments_and_orders(kind: PlanKind) -> None:
    late = PlanDates(ASKED, weeks(ASKED, 40), plan_kind=kind)
    assert first_plan(late, AS_AT).value == NA
    assert late_with_exception(late, AS_AT).value == NA


def test_only_the_four_statutory_exceptions_excuse_a_late_plan() -> None:
    late = PlanDates(ASKED, weeks(ASKED, 25))
    for exception in Exception20:
        assert late_with_exception(replace(late, exception=exception), AS_AT).value == MET
    assert late_with_exception(late, AS_AT).value == NOT_MET
    assert late_with_exception(replace(late, exception="advice late"), AS_AT).value == NOT_MET


def test_an_exception_does_not_make_a_late_plan_timely() -> None:
    assert first_plan(PlanDates(ASKED, weeks(ASKED, 25), exception="c"), AS_AT).value == NOT_MET


def test_a_plan_in_time_needs_no_exception() -> None:
    assert late_with_exception(PlanDates(ASKED, weeks(ASKED, 20)), AS_AT).value == NA


@pytest.mark.parametrize(
    ("anchor", "last_day"),
    [
        (date(2017, 5, 10), date(2018, 5, 9)),
        (date(2016, 2, 29), date(2017, 2, 28)),
        (date(2017, 3, 1), date(2018, 2, 28)),
        (date(2015, 3, 1), date(2016, 2, 29)),
        (date(2017, 1, 1), date(2017, 12, 31)),
    ],
)
def test_the_last_day_of_a_review_is_the_day_before_the_anniversary(anchor: date, last_day: date) -> None:
    in_time = PlanDates(previous_anchor=anchor, last_decision=last_day)
    assert review_on_time(in_time, last_day).value == MET
    late = replace(in_time, last_decision=last_day + timedelta(days=1))
    assert review_on_time(late, last_day + timedelta(days=1)).value == NOT_MET


def test_a_new_plan_is_not_due_for_review() -> None:
    new = PlanDates(first_final=date(2018, 7, 1))
    assert review_on_time(new, date(2019, 6, 30)).value == NA


def test_a_review_that_had_not_ended_when_it_was_due_is_not_met() -> None:
    plan = PlanDates(first_final=date(2018, 5, 1), last_decision=date(2019, 8, 1))
    assert review_on_time(plan, AS_AT).value == NOT_MET


def test_an_old_review_means_another_was_due() -> None:
    plan = PlanDates(previous_anchor=date(2017, 1, 10), last_decision=date(2018, 1, 5))
    assert review_on_time(plan, date(2019, 1, 4)).value == MET
    assert review_on_time(plan, date(2019, 1, 5)).value == NOT_MET


def test_a_review_within_a_year_of_the_plan_itself_needs_no_other_date() -> None:
    plan = PlanDates(first_final=date(2018, 3, 1), last_decision=date(2019, 2, 28))
    assert review_on_time(plan, AS_AT).value == MET


@pytest.mark.parametrize(
    "plan",
    [
        PlanDates(),
        PlanDates(first_final=date(2015, 3, 1)),
        PlanDates(last_decision=date(2019, 2, 1)),
        PlanDates(first_final=date(2015, 3, 1), last_decision=date(2019, 2, 1)),
        PlanDates(previous_anchor=date(2019, 3, 1), last_decision=date(2019, 2, 1)),
    ],
)
def test_a_review_is_not_called_late_for_want_of_a_date(plan: PlanDates) -> None:
    assert review_on_time(plan, AS_AT).value == CANNOT_TELL


MEETING = date(2019, 1, 14)


@pytest.mark.parametrize(("days", "value"), [(0, MET), (28, MET), (29, NOT_MET)])
def test_the_decision_has_4_weeks_from_the_meeting(days: int, value: Value) -> None:
    plan = PlanDates(last_review_meeting=MEETING, last_decision=MEETING + timedelta(days=days))
    assert decision_in_4_weeks(plan, AS_AT).value == value


def test_a_decision_from_before_the_meeting_is_not_its_answer() -> None:
    plan = PlanDates(last_review_meeting=MEETING, last_decision=MEETING - timedelta(days=1))
    assert decision_in_4_weeks(plan, weeks(MEETING, 4)).value == NA
    assert decision_in_4_weeks(plan, weeks(MEETING, 5)).value == CANNOT_TELL


@pytest.mark.parametrize("clock", [decision_in_4_weeks, amended_in_12_weeks])
def test_no_meeting_yet_is_not_applicable_and_no_record_cannot_be_told(clock: object) -> None:
    assert callable(clock)

    def value(plan: PlanDates) -> Value:
        answer = clock(plan, AS_AT)
        assert isinstance(answer, Clock)
        return answer.value

    assert value(PlanDates(last_review_meeting=date(2019, 7, 1))) == NA
    assert value(PlanDates(first_final=date(2019, 1, 1))) == NA
    assert value(PlanDates(first_final=date(2015, 1, 1))) == CANNOT_TELL
    assert value(PlanDates()) == CANNOT_TELL


@pytest.mark.parametrize(
    ("decision", "final", "value"),
    [
        (28, 84, MET),
        (28, 85, NOT_MET),
        (14, 70, MET),
        (14, 71, NOT_MET),
        (40, 84, MET),
        (40, 85, NOT_MET),
        (20, 19, CANNOT_TELL),
    ],
)
def test_the_amended_plan_has_8_weeks_from_the_decision_and_12_from_the_meeting(
    decision: int, final: int, value: Value
) -> None:
    plan = PlanDates(
        last_review_meeting=MEETING,
        last_decision=MEETING + timedelta(days=decision),
        amended_final=MEETING + timedelta(days=final),
    )
    assert amended_in_12_weeks(plan, AS_AT).value == value


@pytest.mark.parametrize(("final", "value"), [(56, MET), (57, CANNOT_TELL), (84, CANNOT_TELL), (85, NOT_MET)])
def test_without_the_decision_only_a_clear_case_is_judged(final: int, value: Value) -> None:
    plan = PlanDates(last_review_meeting=MEETING, amended_final=MEETING + timedelta(days=final))
    assert amended_in_12_weeks(plan, AS_AT).value == value


@pytest.mark.parametrize(("days", "value"), [(28, MET), (84, MET), (85, NOT_MET)])
def test_a_decision_not_to_amend_finishes_the_review(days: int, value: Value) -> None:
    plan = PlanDates(
        last_review_meeting=MEETING, last_decision=MEETING + timedelta(days=days), decided_not_to_amend=True
    )
    assert amended_in_12_weeks(plan, AS_AT).value == value
    both = replace(plan, amended_final=MEETING + timedelta(days=80))
    assert amended_in_12_weeks(both, AS_AT).value == CANNOT_TELL


def test_an_amended_plan_still_within_its_weeks_is_not_due_yet() -> None:
    plan = PlanDates(last_review_meeting=MEETING, last_decision=weeks(MEETING, 4), amended_final=weeks(MEETING, 14))
    assert amended_in_12_weeks(plan, weeks(MEETING, 12)).value == NA
    assert amended_in_12_weeks(plan, weeks(MEETING, 13)).value == NOT_MET
    assert amended_in_12_weeks(replace(plan, amended_final=None), weeks(MEETING, 13)).value == CANNOT_TELL


def test_a_child_who_stays_has_no_deadline() -> None:
    assert phase_deadline(PlanDates(amended_final=AS_AT), AS_AT).value == NA


@pytest.mark.parametrize(
    ("move", "day", "value"),
    [
        (PhaseMove.SCHOOL, date(2019, 2, 14), MET),
        (PhaseMove.SCHOOL, date(2019, 2, 15), NOT_MET),
        (PhaseMove.SCHOOL, date(2019, 2, 16), NOT_MET),
        (PhaseMove.SECONDARY_TO_POST16, date(2019, 3, 30), MET),
        (PhaseMove.SECONDARY_TO_POST16, date(2019, 3, 31), NOT_MET),
        (PhaseMove.SCHOOL, date(2018, 2, 1), CANNOT_TELL),
        (PhaseMove.SCHOOL, None, CANNOT_TELL),
    ],
)
def test_a_plan_for_a_move_is_out_before_the_deadline(move: PhaseMove, day: date | None, value: Value) -> None:
    assert phase_deadline(PlanDates(phase_move=move, amended_final=day), AS_AT).value == value


def test_the_deadline_itself_is_called_on_the_line() -> None:
    plan = PlanDates(phase_move=PhaseMove.SCHOOL, amended_final=date(2019, 2, 15))
    assert "on the line" in phase_deadline(plan, AS_AT).why


def test_a_school_move_is_at_the_end_of_the_school_year_unless_dated() -> None:
    plan = PlanDates(phase_move=PhaseMove.SCHOOL)
    assert phase_deadline(plan, date(2018, 9, 1)).value == NA
    assert phase_deadline(plan, date(2018, 8, 31)).value == CANNOT_TELL
    assert phase_deadline(replace(plan, moves_on=date(2020, 9, 1)), AS_AT).value == NA


@pytest.mark.parametrize(
    ("moves_on", "last_day"),
    [
        (date(2019, 9, 2), date(2019, 4, 2)),
        (date(2019, 7, 31), date(2019, 2, 28)),
        (date(2020, 7, 31), date(2020, 2, 29)),
        (date(2019, 5, 31), date(2018, 12, 31)),
        (date(2019, 1, 5), date(2018, 8, 5)),
    ],
)
def test_a_move_between_post_16_institutions_needs_five_months(moves_on: date, last_day: date) -> None:
    plan = PlanDates(phase_move=PhaseMove.POST16_TO_POST16, moves_on=moves_on, amended_final=last_day)
    assert phase_deadline(plan, date(2020, 12, 31)).value == MET
    late = replace(plan, amended_final=last_day + timedelta(days=1))
    assert phase_deadline(late, date(2020, 12, 31)).value == NOT_MET
    assert phase_deadline(replace(plan, moves_on=None), AS_AT).value == CANNOT_TELL
