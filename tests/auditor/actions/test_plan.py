"""The improvement plan: what is written into it, how it counts, what it refuses. Invented, but for the counts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from auditor.actions.blocks import actions_section, counts_sentence, exception_lines
from auditor.actions.keep import (
    add_action,
    add_area,
    bring_back,
    change_action,
    change_area,
    remove_action,
    remove_area,
    reported,
    tell,
)
from auditor.actions.plan import ActionFacts, ActionRow, AreaFacts, Plan, ReportDay, Told, count, plan_of
from auditor.actions.states import STATES
from auditor.checking import check_workspace
from db.errors import UserError
from db.store import Store
from db.tables import LogPayload
from tests.building import make_workspace

MARCH, JULY = date(2026, 3, 3), date(2026, 7, 7)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        yield store


@pytest.fixture
def area(store: Store) -> int:
    return add_area(store, AreaFacts("Quality of plans", "M1")).ids[0]


def told(state: str, day: date = MARCH) -> Told:
    """A state with all that it needs."""
    needs = {"completed": {"done_by": "SEND auditor", "done_on": day}, "delayed": {"words": "No template yet."}}
    return Told(state, day, **needs.get(state, {}))  # type: ignore[arg-type]


# Lancashire Health and Wellbeing Board's paper on its improvement plan: 94 actions at two reports.
PAPER = {"completed": (33, 52), "on_track": (17, 14), "under_way": (32, 20), "delayed": (5, 5), "not_started": (7, 3)}


def test_the_board_papers_figures_come_out_as_it_printed_them(store: Store, area: int):
    then = [state for state, (n, _) in PAPER.items() for _ in range(n)]
    now = [state for state, (_, n) in PAPER.items() for _ in range(n)]
    for at, (before, after) in enumerate(zip(then, now, strict=True)):
        action = add_action(store, ActionFacts(area, f"Action {at}"), told(before)).ids[0]
        if before != after:
            tell(store, action, told(after, JULY))
    reported(store, MARCH, "Health and Wellbeing Board")
    counts = count(plan_of(store))
    assert {c.state.key: (c.then, c.now) for c in counts.states} == PAPER
    assert (counts.total_then, counts.total) == (94, 94)
    assert (counts.percent_then, counts.percent) == (87, 91)
    assert counts_sentence(counts) == (
        "86 of 94 actions (91%) are complete or in hand. At the last report (3 March 2026) it was 82 of 94 (87%)."
    )
    assert check_workspace(store) == ()


@pytest.mark.parametrize(
    ("state", "code"), [("completed", "needs_done"), ("delayed", "needs_exception"), ("nearly", "no_state")]
)
def test_a_state_is_refused_without_what_it_needs(store: Store, area: int, state: str, code: str):
    action = add_action(store, ActionFacts(area, "Train writers"), told("not_started")).ids[0]
    with pytest.raises(UserError) as refused:
        tell(store, action, Told(state, JULY))
    assert refused.value.code == code
    assert plan_of(store).actions[0].at() == told("not_started")


def test_what_was_told_stays_and_the_past_is_not_told_again(store: Store, area: int):
    action = add_action(store, ActionFacts(area, "Train writers"), told("under_way", JULY)).ids[0]
    with pytest.raises(UserError) as refused:
        tell(store, action, told("completed", MARCH))
    assert refused.value.code == "told_before"
    tell(store, action, told("completed", JULY))
    (row,) = plan_of(store).actions
    assert [t.state for t in row.updates] == ["under_way", "completed"]
    assert row.at() == told("completed", JULY)
    assert row.at(MARCH) is None


def test_an_action_taken_out_leaves_every_count_and_comes_back(store: Store, area: int):
    action = add_action(store, ActionFacts(area, "Train writers"), told("on_track")).ids[0]
    with pytest.raises(UserError) as refused:
        remove_action(store, action, " ")
    assert refused.value.code == "no_reason"
    remove_action(store, action, "it was written down twice")
    assert count(plan_of(store)).total == 0
    with pytest.raises(UserError):
        tell(store, action, told("delayed"))
    bring_back(store, action)
    assert count(plan_of(store)).total == 1
    with store.read() as session:
        assert "it was written down twice" in set(session.exec(select(LogPayload.why)))


def test_areas_and_actions_say_what_is_wrong(store: Store, area: int):
    for job, code in (
        (lambda: add_area(store, AreaFacts("quality  OF plans")), "name_taken"),
        (lambda: add_area(store, AreaFacts(" ")), "no_name"),
        (lambda: change_area(store, 99, AreaFacts("Other")), "no_area"),
        (lambda: add_action(store, ActionFacts(99, "Train"), told("on_track")), "no_area"),
        (lambda: add_action(store, ActionFacts(area, " "), told("on_track")), "no_what"),
        (lambda: add_action(store, ActionFacts(area, "x", agency="nhs"), told("on_track")), "no_agency"),
        (lambda: reported(store, MARCH, ""), "no_name"),
    ):
        with pytest.raises(UserError) as refused:
            job()
        assert refused.value.code == code
    assert plan_of(store).actions == (), "an action that was refused left nothing behind"
    action = add_action(store, ActionFacts(area, "Train"), told("on_track")).ids[0]
    change_action(store, action, ActionFacts(area, "Train writers", "high", "M1", "health", "DCO", JULY))
    assert plan_of(store).actions[0].facts.owner == "DCO"
    with pytest.raises(UserError) as refused:
        remove_area(store, area)
    assert refused.value.code == "has_actions"


def test_a_report_is_noted_once_and_in_order(store: Store):
    reported(store, JULY, "The Board")
    for day in (MARCH, JULY):
        with pytest.raises(UserError) as refused:
            reported(store, day, "The Board again")
        assert refused.value.code == "reported_before"
    assert plan_of(store).reports == (ReportDay(JULY, "The Board"),)


def test_the_section_of_a_report_says_what_is_held_up_and_what_was_carried_forward(store: Store, area: int):
    add_action(store, ActionFacts(area, "Write a template", agency="health"), told("delayed"))
    add_action(store, ActionFacts(area, "Train writers"), told("completed"))
    plan = plan_of(store)
    assert [(p.strong, p.text) for p in exception_lines(plan)] == [("Write a template:", "No template yet.")]
    older = Plan(plan.states, plan.areas, tuple(replace(a, round="Spring") for a in plan.actions), plan.reports)
    words = repr(actions_section(older, "Autumn"))
    assert "1 of these was carried forward from an earlier round." in words
    assert "carried forward" not in repr(actions_section(older, "Spring"))
    assert "Train writers" not in words, "what is completed is counted and not listed"
    assert actions_section(Plan(STATES, (), (), ())) == ()


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
UPDATES = st.lists(st.builds(lambda s, d: Told(s.key, d), st.sampled_from(STATES), DAYS), min_size=1, max_size=6)


@given(st.lists(UPDATES, max_size=8), DAYS, DAYS)
def test_every_action_is_in_one_state_on_every_day_from_its_first(histories: list[list[Told]], day: date, report: date):
    actions = tuple(
        ActionRow(at, ActionFacts(1, "x"), "Area", "", tuple(sorted(updates, key=lambda t: t.told_on)))
        for at, updates in enumerate(histories)
    )
    counts = count(Plan(STATES, (), actions, (ReportDay(report, "Board"),)), day)
    there = sum(1 for a in actions if a.updates[0].told_on <= day)
    assert counts.total == sum(c.now for c in counts.states) == there
    assert 0 <= counts.in_hand <= counts.total
    assert (counts.since is None) == (report >= day)
