"""Rounds whose answers come in plans, whose plans are weighted, or that looked at every plan are compared as such."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from auditor.change.figures import OverTime, Series, Verdict
from auditor.change.over_time import over_time
from auditor.comparison import newcombe
from auditor.frameworks import Framework
from auditor.intervals import wilson
from auditor.privacy.purge import purge
from auditor.ready_made import NewPlan
from auditor.results import results
from auditor.round_moves import move_on
from auditor.round_states import ORDER
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, Purged
from tests.auditor.change.rounds_over_time import MET, NOT, add_round
from tests.building import make_round, make_workspace, score, small_framework


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


def only(found: OverTime) -> Series:
    (series,) = found.headlines
    return series


def test_answers_that_come_in_plans_are_compared_by_the_plans_they_are_worth(store: Store, tmp_path: Path) -> None:
    framework = small_framework(tmp_path, basis="answers")
    add_round(store, framework, "One", date(2024, 3, 31), 5)
    add_round(store, framework, "Two", date(2025, 3, 31), 8)
    series = only(over_time(store))
    change = series.change
    assert change is not None
    assert (change.then.k, change.then.n, change.now.k, change.now.n) == (20, 48, 32, 48)
    # all answers of a plan are alike here, so 48 answers tell as much as the plans they come in, or less
    assert change.now.worth is not None
    assert change.now.worth < 12.1
    plain = newcombe(32, 48, 20, 48)
    assert change.interval is not None
    assert change.interval[0] < plain[0] < plain[1] < change.interval[1]
    assert plain[0] > 0 > change.interval[0]
    assert change.verdict == Verdict.NOT_RELIABLE
    assert "between two rounds of 48 answers" in change.sentence


def stratified(store: Store, framework: Framework, name: str, day: date, met: Sequence[int]) -> None:
    """Twelve plans from a part of 24 and twelve from one of 240, of each so many met."""
    plans = [NewPlan(f"{name}-{p}-{i}", area="North", stratum=p) for p in ("Small", "Large") for i in range(12)]
    given = {plan.reference: ["EA"] for plan in plans}
    sizes = {"Small": 24, "Large": 240}
    made = make_round(store, framework, plans, given, name=name, draw=Draw.STRATIFIED, population=264, strata=sizes)
    with store.write() as session:
        row = session.get_one(Round, made)
        row.as_at = day
        session.add(row)
    for number, plan in enumerate(plans):
        part, place = divmod(number, 12)
        score(store, made, plan.reference, "EA", [MET if place < met[part] else NOT] * 4)


def test_weighted_rounds_are_compared_by_share_and_by_the_plans_they_are_worth(store: Store, tmp_path: Path) -> None:
    framework = small_framework(tmp_path)
    stratified(store, framework, "One", date(2024, 3, 31), (12, 3))
    stratified(store, framework, "Two", date(2025, 3, 31), (0, 11))
    (figure,) = results(store).measures
    assert figure.weighted
    change = only(over_time(store)).change
    assert change is not None
    # counted alike, plans would have fallen from 15 to 11 of 24; weighted they rose from 32% to 83%
    assert (change.then.k, change.now.k, change.then.printed, change.now.printed) == (15, 11, "32%", "83%")
    assert change.points == 52
    assert not change.now.counted
    assert change.now.worth == pytest.approx((12 * 2 + 12 * 20) ** 2 / (12 * 4 + 12 * 400))
    assert change.verdict == Verdict.BETTER


def test_a_part_of_the_list_that_nobody_speaks_for_stops_the_comparison(store: Store, tmp_path: Path) -> None:
    framework = small_framework(tmp_path)
    stratified(store, framework, "One", date(2024, 3, 31), (6, 6))
    plans = [NewPlan(f"T-{i}", stratum="Large") for i in range(12)]
    sizes = {"Small": 24, "Large": 240}
    made = make_round(
        store, framework, plans, {p.reference: ["EA"] for p in plans}, name="Two", draw=Draw.STRATIFIED,
        population=264, strata=sizes,
    )  # fmt: skip
    for plan in plans:
        score(store, made, plan.reference, "EA", [MET] * 4)
    change = only(over_time(store)).change
    assert change is not None
    assert change.verdict == Verdict.NO_COMPARISON
    assert "does not speak for the whole list" in change.sentence


def test_where_every_plan_was_looked_at_no_range_is_drawn_and_the_difference_still_allows_for_chance(
    store: Store, tmp_path: Path
) -> None:
    framework = small_framework(tmp_path)
    add_round(store, framework, "One", date(2024, 3, 31), 5, draw=Draw.ALL)
    add_round(store, framework, "Two", date(2025, 3, 31), 8, draw=Draw.ALL)
    found = over_time(store)
    series = only(found)
    assert [p.interval for p in series.points] == [None, None]
    assert series.change is not None
    assert series.change.interval == pytest.approx(newcombe(8, 12, 5, 12))
    assert any(line.startswith("Every plan of the list was looked at in One and Two") for line in found.cautions)


def test_ranges_have_no_finite_form_and_it_is_said_where_that_matters(store: Store, tmp_path: Path) -> None:
    framework = small_framework(tmp_path)
    made = add_round(store, framework, "One", date(2024, 3, 31), 5)
    with store.write() as session:
        row = session.get_one(Round, made)
        row.population = 20
        session.add(row)
    found = over_time(store)
    (figure,) = results(store).measures
    low, high = only(found).points[0].interval or (0.0, 1.0)
    assert (low, high) == pytest.approx(wilson(5, 12))
    assert figure.interval is not None
    assert low < figure.interval[0] < figure.interval[1] < high
    assert any("can be wider than those of a round's own figures" in line for line in found.cautions)


def test_plans_that_both_rounds_looked_at_are_counted_and_said(store: Store, tmp_path: Path) -> None:
    framework = small_framework(tmp_path)
    plans = [NewPlan(f"P-{i}", area="North") for i in range(12)]
    add_round(store, framework, "One", date(2024, 3, 31), 5, listed=plans)
    others = [replace(plan, reference=f"N-{i}") if i > 2 else plan for i, plan in enumerate(plans)]
    add_round(store, framework, "Two", date(2025, 3, 31), 5, listed=others)
    assert any(line.startswith("3 plans were audited both in One and now.") for line in over_time(store).cautions)


def test_a_round_that_was_removed_stays_on_the_line_with_what_it_was_signed_off_with(
    store: Store, tmp_path: Path
) -> None:
    framework = small_framework(tmp_path)
    first = add_round(store, framework, "One", date(2024, 3, 31), 5)
    for state in ORDER[2:]:
        move_on(store, first, state)
    add_round(store, framework, "Two", date(2025, 3, 31), 11)
    before = only(over_time(store))
    store.close()
    for _ in purge(store.path, None, first, Purged.ROUND, "the time to keep it is over"):
        pass
    with Store.open(store.path) as opened:
        after = only(over_time(opened))
    assert after.points == before.points
    assert after.change == before.change
    assert [point.note for point in after.points] == ["", "provisional"]
