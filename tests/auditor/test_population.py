"""What a whole list shows: sizes, time limits with what cannot be told, ages, and areas that add up to the whole."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor import rounds
from auditor.clocks import PlanDates
from auditor.compliance import AGES, LIMITS, DatedPlan, age_of, count, judge
from auditor.frames import FramePlan
from auditor.frames.frame import Frame
from auditor.frames.keep import take_in_frame
from auditor.population import FIELDS, Facts, ListedPlan, facts, population
from db.errors import UserError
from db.vocabulary import PhaseMove, PlanKind, RoundKind
from tests.building import make_workspace, small_framework

AS_AT = date(2026, 3, 31)
DAY = timedelta(days=1)


def asked(requested: date | None, final: date | None, exception: str = "", applies: bool = False) -> DatedPlan:
    return DatedPlan("North", PlanDates(requested=requested, first_final=final, exception=exception), applies)


def figure(*plans: DatedPlan, limit: str = "first_plan", as_at: date = AS_AT):
    return count([judge(plan, as_at) for plan in plans], limit)


def test_twenty_weeks_tell_in_time_from_late_with_an_exception_and_from_the_rest() -> None:
    start = date(2025, 9, 1)
    found = figure(
        asked(start, start + timedelta(weeks=20)),
        asked(start, start + timedelta(weeks=20) + DAY),
        asked(start, start + timedelta(weeks=21), exception="b"),
        asked(start, start + timedelta(weeks=21), applies=True),
        asked(start, start + timedelta(weeks=19), applies=True),
        asked(None, start),
        asked(start, None),
        asked(AS_AT - timedelta(weeks=3), None),
    )
    assert (found.met, found.excepted, found.late, found.not_asked) == (2, 2, 1, 1)
    assert found.gaps == (
        ("The date of the request is not recorded.", 1),
        ("The first final plan was due, and no date is recorded for it.", 1),
    )
    assert (found.n, found.cannot_tell, found.plans) == (5, 2, 8)


def test_a_request_of_29_february_counts_its_weeks_through_the_leap_day() -> None:
    start = date(2024, 2, 29)
    last = date(2024, 7, 18)
    assert figure(asked(start, last), asked(start, last + DAY)).met == 1


def test_a_percentage_needs_ten_plans() -> None:
    in_time = asked(date(2025, 9, 1), date(2025, 10, 1))
    late = asked(date(2025, 1, 1), date(2025, 9, 1))
    assert figure(*[in_time] * 9).percent is None
    assert figure(*[in_time] * 9, late).percent == 90
    assert figure().percent is None


def test_gaps_are_grouped_by_what_is_missing_and_not_by_date() -> None:
    plans = [asked(date(2025, 1, 1) + number * DAY, None) for number in range(5)]
    assert figure(*plans).gaps == (("The first final plan was due, and no date is recorded for it.", 5),)


@pytest.mark.parametrize(
    ("made", "as_at", "band"),
    [
        (date(2025, 4, 1), date(2026, 3, 31), "under_1"),
        (date(2025, 3, 31), date(2026, 3, 31), "from_1"),
        (date(2024, 2, 29), date(2025, 2, 28), "under_1"),
        (date(2024, 2, 29), date(2025, 3, 1), "from_1"),
        (date(2020, 2, 29), date(2024, 2, 28), "from_3"),
        (date(2020, 2, 29), date(2025, 2, 28), "from_3"),
        (date(2020, 2, 29), date(2025, 3, 1), "from_5"),
        (date(2024, 3, 31), date(2026, 3, 31), "from_2"),
        (date(2026, 4, 1), date(2026, 3, 31), "not_known"),
        (None, date(2026, 3, 31), "not_known"),
    ],
)
def test_a_plan_is_as_old_as_its_anniversaries_say(made: date | None, as_at: date, band: str) -> None:
    assert age_of(PlanDates(first_final=made), as_at) == band


def test_age_runs_from_the_last_amendment_that_has_happened() -> None:
    first, amended = date(2018, 5, 1), date(2025, 6, 1)
    assert age_of(PlanDates(first_final=first, amended_final=amended), AS_AT) == "under_1"
    assert age_of(PlanDates(first_final=first, amended_final=AS_AT + DAY), AS_AT) == "from_5"


DAYS = st.none() | st.dates(date(2015, 1, 1), date(2027, 12, 31))
PLANS = st.builds(
    ListedPlan,
    area=st.sampled_from(["", "North", "South", "Y Fenni"]),
    exception_applies=st.booleans(),
    need=st.sampled_from(["", "ASD", "SEMH"]),
    phase=st.sampled_from(["", "primary", "post-16"]),
    plan_kind=st.sampled_from([kind.value for kind in PlanKind]),
    year_group=st.sampled_from(["", "-1", "0", "9", "14"]),
    dates=st.builds(
        PlanDates, requested=DAYS, first_final=DAYS, exception=st.sampled_from(["", "a", "d"]),
        plan_kind=st.sampled_from(PlanKind), last_review_meeting=DAYS, last_decision=DAYS, amended_final=DAYS,
        decided_not_to_amend=st.booleans(), phase_move=st.sampled_from(PhaseMove), moves_on=DAYS, previous_anchor=DAYS,
    ),
)  # fmt: skip


def summed(groups: list[Facts], field: str) -> dict[str, int]:
    total: dict[str, int] = {}
    for group in groups:
        for value, number in group.sizes[field].items():
            total[value] = total.get(value, 0) + number
    return total


@given(st.lists(PLANS, max_size=40), st.dates(date(2023, 12, 1), date(2026, 12, 31)))
def test_areas_add_up_to_the_whole_and_every_plan_is_counted_once(plans: list[ListedPlan], as_at: date) -> None:
    whole, areas = facts(plans, as_at)
    groups = list(areas.values())
    assert whole.plans == len(plans) == sum(group.plans for group in groups)
    for field in FIELDS:
        assert dict(whole.sizes[field]) == summed(groups, field)
        assert sum(whole.sizes[field].values()) == len(plans)
    for position, limit in enumerate(whole.limits):
        parts = [group.limits[position] for group in groups]
        assert limit.limit == list(LIMITS)[position]
        assert limit.plans == len(plans)
        for name in ("met", "excepted", "late", "not_asked", "cannot_tell", "n"):
            assert getattr(limit, name) == sum(getattr(part, name) for part in parts), name
    for band in AGES:
        assert whole.ages[band] == sum(group.ages[band] for group in groups)
    assert sum(whole.ages.values()) == len(plans)


def test_the_whole_list_counts_and_not_the_sample_alone(tmp_path: Path) -> None:
    with make_workspace(tmp_path / "w.ehcpaudit") as store:
        new = rounds.NewRound("Spring", RoundKind.FULL, AS_AT)
        round_id = rounds.new_round(store, small_framework(tmp_path), new)
        with pytest.raises(UserError, match="no list of plans yet"):
            population(store, round_id)
        listed = tuple(
            FramePlan(
                row, f"P-{row}", area="North" if row % 2 else "", need="ASD", year_group=row - 3,
                requested_on=date(2025, 1, 1), first_final_on=date(2025, 8, 1), exception_applies=row == 4,
            )
            for row in range(2, 14)
        )  # fmt: skip
        take_in_frame(store, round_id, Frame("other", "", AS_AT, 15, listed, (), (), {}, (), (), (), ()), "0" * 64)
        found = population(store, round_id)
    assert (found.round, found.council, found.as_at, found.rows) == ("Spring", "Example Council", AS_AT, 15)
    assert found.whole.plans == 12
    assert list(found.areas) == ["North", ""]
    assert list(found.whole.sizes["year_group"]) == [str(year) for year in range(-1, 11)]
    first = found.whole.limits[0]
    assert (first.met, first.excepted, first.late) == (0, 1, 11)
