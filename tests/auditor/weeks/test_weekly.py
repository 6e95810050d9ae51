"""One week by locality: its edges, localities that add up to the whole, and no series drawn from few."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from auditor import rounds
from auditor.clocks import PlanDates
from auditor.compliance import DatedPlan
from auditor.frames import FramePlan
from auditor.frames.frame import Frame
from auditor.frames.keep import take_in_frame
from auditor.moderation.decide import decide
from auditor.moderation.queue import queue
from auditor.round_moves import move_on
from auditor.weeks.advice import take_in_advice
from auditor.weeks.advice_list import AdviceItem, AdviceSheet
from auditor.weeks.figures import (
    Checked,
    Checklist,
    Gathered,
    Point,
    WeekAdvice,
    advice_in,
    check_figures,
    last_whole_week,
    localities,
    monday_of,
    plans_issued,
    series,
)
from auditor.weeks.weekly import weekly
from db import tables
from db.store import Store
from db.vocabulary import Adviser, RoundKind, RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework

MONDAY = date(2026, 3, 2)
SUNDAY = date(2026, 3, 8)
DAY = timedelta(days=1)
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (MONDAY, MONDAY),
        (SUNDAY, MONDAY),
        (SUNDAY + DAY, MONDAY + WEEK),
        (date(2024, 2, 29), date(2024, 2, 26)),
        (date(2024, 3, 1), date(2024, 2, 26)),
        (date(2023, 1, 1), date(2022, 12, 26)),
        (date(2021, 1, 1), date(2020, 12, 28)),
    ],
)
def test_a_week_runs_from_monday_to_sunday(day: date, monday: date) -> None:
    assert monday_of(day) == monday


@pytest.mark.parametrize(
    ("known_to", "monday"),
    [(SUNDAY, MONDAY), (SUNDAY - DAY, MONDAY - WEEK), (SUNDAY + DAY, MONDAY), (date(2024, 2, 29), date(2024, 2, 19))],
)
def test_the_last_whole_week_is_one_that_was_over(known_to: date, monday: date) -> None:
    assert last_whole_week(known_to) == monday


def issued(area: str, on: date, weeks: float = 19) -> DatedPlan:
    return DatedPlan(area, PlanDates(requested=on - timedelta(days=round(7 * weeks)), first_final=on))


def test_plans_of_monday_and_sunday_are_in_the_week_and_their_neighbours_are_not() -> None:
    days = [MONDAY - DAY, MONDAY, SUNDAY, SUNDAY + DAY]
    found = plans_issued([issued("", day) for day in days], MONDAY)
    assert (found.plans, found.met) == (2, 2)


def test_a_plan_issued_in_the_week_of_a_leap_day_is_held_against_its_twenty_weeks() -> None:
    monday = date(2024, 2, 26)
    found = plans_issued([issued("", date(2024, 2, 29), 20), issued("", date(2024, 2, 29), 21)], monday)
    assert (found.met, found.late, found.n) == (1, 1, 2)


def test_advice_at_the_edges_of_the_week() -> None:
    due_in_week = MONDAY - 5 * WEEK  # due on Monday of the week after
    items = [
        AdviceItem("", Adviser.HEALTH, MONDAY, None),
        AdviceItem("", Adviser.HEALTH, SUNDAY, SUNDAY),
        AdviceItem("", Adviser.HEALTH, SUNDAY + DAY, SUNDAY + DAY),
        AdviceItem("", Adviser.HEALTH, MONDAY - DAY, MONDAY - DAY),
        AdviceItem("", Adviser.HEALTH, due_in_week, SUNDAY),
        AdviceItem("", Adviser.HEALTH, due_in_week, SUNDAY + DAY),
        AdviceItem("", Adviser.HEALTH, MONDAY - 6 * WEEK, MONDAY),
        AdviceItem("", Adviser.HEALTH, MONDAY - 6 * WEEK, MONDAY + DAY),
        AdviceItem("", Adviser.HEALTH, MONDAY - 6 * WEEK, None),
    ]
    assert advice_in(items, MONDAY, date(2026, 12, 31)) == WeekAdvice(asked=2, in_time=3, late=1, out=2, overdue=1)


def test_advice_is_counted_no_further_than_the_list_can_speak_of() -> None:
    items = [AdviceItem("", Adviser.HEALTH, MONDAY, None), AdviceItem("", Adviser.HEALTH, MONDAY - 6 * WEEK, None)]
    assert advice_in(items, MONDAY, MONDAY) == WeekAdvice(asked=1, out=2)
    assert advice_in(items, MONDAY, MONDAY + DAY) == WeekAdvice(asked=1, out=1, overdue=1)
    assert advice_in(items, MONDAY + WEEK, MONDAY) == WeekAdvice()


def test_what_is_undecided_about_a_draft_is_counted_apart() -> None:
    one = Checklist("f", "Checklist", {"D1": "First", "D2": "Second"})
    checked = [
        Checked("North", "f", {"D1": Value.MET, "D2": None}),
        Checked("North", "f", {"D1": Value.NOT_MET, "D2": Value.CANNOT_TELL}),
        Checked("North", "other", {"D1": Value.MET}),
    ]
    figures = check_figures(checked, [one])
    first, second = figures["f", "D1"], figures["f", "D2"]
    assert (first.met, first.n) == (1, 2)
    assert (second.met, second.n, second.cannot_tell, second.undecided) == (0, 0, 1, 1)


AREAS = st.sampled_from(["", "North", "north ", "South", "Y Fenni"])
DAYS = st.dates(date(2024, 1, 1), date(2024, 4, 30))
GATHERED = st.builds(
    Gathered,
    plans=st.lists(st.builds(issued, AREAS, DAYS, st.sampled_from([10, 20, 21])), max_size=25),
    items=st.lists(
        st.builds(
            lambda area, adviser, asked, after: AdviceItem(
                area, adviser, asked, None if after is None else asked + timedelta(days=after)
            ),
            AREAS, st.sampled_from(Adviser), DAYS, st.none() | st.integers(0, 70),
        ),
        max_size=25,
    ),
    advice_to=DAYS,
    checked=st.lists(
        st.builds(
            lambda area, value: Checked(area, "f", {"D1": value}), AREAS, st.none() | st.sampled_from(Value)
        ),
        max_size=15,
    ),
    lists=st.just((Checklist("f", "Checklist", {"D1": "First"}),)),
    areas=st.just(["North", "South", "West"]),
)  # fmt: skip


@given(GATHERED, DAYS.map(monday_of))
def test_localities_add_up_to_the_whole_council(gathered: Gathered, monday: date) -> None:
    whole, places = localities(gathered, monday)
    names = [place.area for place in places]
    assert len({name.casefold() for name in names}) == len(names)
    assert {"North", "South", "West"} <= set(names)
    for name in ("met", "excepted", "late", "not_asked", "cannot_tell", "plans"):
        assert getattr(whole.issued, name) == sum(getattr(place.issued, name) for place in places)
    for name in ("asked", "in_time", "late", "out", "overdue"):
        assert getattr(whole.advice, name) == sum(getattr(place.advice, name) for place in places)
        assert getattr(whole.advice, name) == sum(getattr(figure, name) for figure in whole.advisers.values())
        for adviser, figure in whole.advisers.items():
            assert getattr(figure, name) == sum(getattr(place.advisers[adviser], name) for place in places)
    assert whole.checked == sum(place.checked for place in places)
    for key, figure in whole.checks.items():
        for name in ("met", "n", "not_applicable", "cannot_tell", "undecided"):
            assert getattr(figure, name) == sum(getattr(place.checks[key], name) for place in places)


def test_a_series_stops_where_a_week_has_fewer_than_ten_or_is_not_over() -> None:
    counts = {MONDAY: 12, MONDAY - WEEK: 10, MONDAY - 2 * WEEK: 9, MONDAY - 3 * WEEK: 40}
    found = series(MONDAY, SUNDAY, lambda monday: Point(monday, counts[monday]))
    assert [point.n for point in found] == [10, 12]
    assert series(MONDAY, SUNDAY - DAY, lambda monday: Point(monday, counts[monday])) == ()
    assert series(MONDAY - 3 * WEEK, SUNDAY, lambda monday: Point(monday, counts.get(monday, 0))) == ()


def test_a_series_is_eight_weeks_at_most() -> None:
    found = series(MONDAY, SUNDAY, lambda monday: Point(monday, 10))
    assert [point.monday for point in found] == [MONDAY - number * WEEK for number in range(7, -1, -1)]


def with_list(store: Store, folder: Path, plans: list[tuple[str, date]], as_at: date) -> int:
    round_id = rounds.new_round(store, small_framework(folder), rounds.NewRound("List", RoundKind.FULL, as_at))
    listed = tuple(
        FramePlan(row, f"P-{row}", area, need="ASD", requested_on=day - 18 * WEEK, first_final_on=day)
        for row, (area, day) in enumerate(plans, 2)
    )
    frame = Frame("other", "", as_at, len(plans), listed, (), (), {}, (), (), (), ())
    take_in_frame(store, round_id, frame, "0" * 64)
    return round_id


def test_the_week_is_read_from_the_newest_list_with_what_each_list_can_speak_of(tmp_path: Path) -> None:
    today = datetime.now().astimezone().date()
    as_at = last_whole_week(today) + timedelta(days=9)  # after the list was taken in, or a day or two before
    monday = last_whole_week(today)
    plans = [("North", monday), ("South", monday + 6 * DAY), ("South", monday - DAY), ("West", monday - 9 * WEEK)]
    items = (AdviceItem("north", Adviser.HEALTH, monday), AdviceItem("South", Adviser.OTHER, monday - 7 * WEEK))
    with make_workspace(tmp_path / "w.ehcpaudit") as store:
        with_list(store, tmp_path, plans, as_at)
        take_in_advice(store, AdviceSheet("", 2, items, (), (), (), (), ()), "0" * 64)
        week = weekly(store, monday + 3 * DAY)
        assert weekly(store).monday == last_whole_week(min(as_at, today))
    assert week.plans_from is not None
    assert (week.plans_from.round, week.plans_from.taken_on) == ("List", today)
    assert week.plans_from.known_to == min(as_at, today)
    assert week.advice_from is not None
    assert week.advice_from.known_to == today
    assert (week.monday, week.sunday) == (monday, monday + 6 * DAY)
    assert [place.area for place in week.localities] == ["North", "South", "West"]
    assert [place.issued.plans for place in week.localities] == [1, 1, 0]
    assert [place.advice.out for place in week.localities] == [1, 0, 0]
    assert [place.advice.overdue for place in week.localities] == [0, 1, 0]
    assert week.whole.issued.met == 2
    assert week.series == {"issued": (), "advice": (), "checked": ()}


def test_a_workspace_without_lists_gives_an_empty_week(tmp_path: Path) -> None:
    with make_workspace(tmp_path / "w.ehcpaudit") as store:
        week = weekly(store, today=SUNDAY)
    assert (week.monday, week.plans_from, week.advice_from, week.localities, week.lists) == (MONDAY, None, None, (), ())


def submitted_on(store: Store, assignment: int, day: date) -> None:
    """Move the first submission of an assignment to noon of a day."""
    with store.write() as session:
        audits = session.exec(
            select(tables.Audit).where(tables.Audit.assignment_id == assignment).order_by(col(tables.Audit.number))
        )
        audit = audits.first()
        assert audit is not None
        audit.ended_at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        session.add(audit)


def test_quick_checks_count_in_the_week_of_their_submission_and_ordinary_audits_never_do(tmp_path: Path) -> None:
    framework = small_framework(tmp_path, criteria=2)
    met, not_met = [Value.MET, Value.MET], [Value.NOT_MET, Value.MET]
    with make_workspace(tmp_path / "w.ehcpaudit") as store:
        plans = ["P-1", "P-2", "P-3"]
        scored_by = {"P-1": ["EA"], "P-2": ["EA", "HB"], "P-3": ["EA"]}
        quick = make_round(store, framework, plans, scored_by, name="Quick", kind=RoundKind.CHECKLIST)
        other = make_round(store, framework, ["P-9"], {"P-9": ["EA"]}, name="Full")
        for reference, code, values, day in (
            ("P-1", "EA", met, MONDAY),
            ("P-2", "EA", met, SUNDAY),
            ("P-2", "HB", not_met, SUNDAY),
            ("P-3", "EA", not_met, SUNDAY + DAY),
        ):
            submitted_on(store, score(store, quick, reference, code, values), day)
        submitted_on(store, score(store, other, "P-9", "EA", met), MONDAY)
        week = weekly(store, MONDAY, today=SUNDAY + WEEK)
        move_on(store, quick, RoundState.MODERATING)
        (differ,) = queue(store, quick).rows
        decide(store, differ.sampled, differ.criterion, Value.NOT_MET, "nobody is named")
        then = weekly(store, MONDAY, today=SUNDAY + WEEK).whole.checks[framework.hash, "Q1"]
        submitted_on(store, assignment_of(store, quick, "P-2", "HB"), SUNDAY + DAY)
        apart = [weekly(store, day, today=SUNDAY + 2 * WEEK).whole.checks for day in (MONDAY, SUNDAY + DAY)]
    assert (then.met, then.n, then.undecided) == (1, 2, 0), "what was decided is the answer"
    assert [(c[framework.hash, "Q1"].met, c[framework.hash, "Q1"].n) for c in apart] == [(1, 2), (0, 2)], "in each week"
    assert [(one.title, list(one.checks)) for one in week.lists] == [("A small framework for tests", ["Q1", "Q2"])]
    assert week.whole.checked == 2
    first, second = (week.whole.checks[framework.hash, key] for key in ("Q1", "Q2"))
    assert (first.met, first.n, first.undecided) == (1, 1, 1)
    assert (second.met, second.n) == (2, 2)


def test_a_week_over_the_end_of_a_year_is_one_week_and_its_series_goes_on_through_it(tmp_path: Path) -> None:
    new_year, as_at = date(2026, 1, 1), date(2026, 1, 18)
    mondays = [date(2025, 12, 22), date(2025, 12, 29), date(2026, 1, 5)]
    days = [monday + number % 7 * DAY for more, monday in enumerate(mondays) for number in range(10 + more)]
    plans = tuple(
        FramePlan(row, f"P-{row}", need="ASD", first_final_on=day, requested_on=day - 19 * WEEK)
        for row, day in enumerate(days, 2)
    )
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        new = rounds.NewRound("Winter", RoundKind.FULL, as_at)
        round_id = rounds.new_round(store, small_framework(tmp_path), new)
        frame = Frame("other", "", as_at, len(plans), plans, (), (), {}, (), (), (), ())
        take_in_frame(store, round_id, frame, "0" * 64)
        for day in (new_year - DAY, new_year, date(2026, 1, 4)):
            week = weekly(store, day, as_at)
            assert (week.monday, week.sunday) == (mondays[1], date(2026, 1, 4))
            assert (week.whole.issued.plans, week.whole.issued.met) == (11, 11), "the days of both years are in"
        after = weekly(store, mondays[2], as_at).series["issued"]
    assert [(point.monday, point.n) for point in after] == [(monday, 10 + more) for more, monday in enumerate(mondays)]
