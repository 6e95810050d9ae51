"""Small rounds pooled: unlike ones are refused, a plan counts once, and ranges know how many plans each stands for."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.cli import main
from auditor.intervals import wilson
from auditor.pooling import Alike, choices, pooled, unlike
from auditor.ready_made import NewPlan
from auditor.results import results
from auditor.rounds import NewRound, new_round
from auditor.sampling.draw import Filters, Rules
from db.errors import UserError
from db.store import Store
from db.tables import Plan, Round, RoundPlan, Sampled
from db.vocabulary import Draw, RoundKind, RoundState, Value
from tests.building import make_round, make_workspace, score, small_framework

MET, NOT = Value.MET, Value.NOT_MET


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


def add_round(
    store: Store, folder: Path, name: str, plans: Sequence[tuple[str, bool]], population: int | None, month: int,
    draw: Draw = Draw.RANDOM, **more: object,
) -> int:  # fmt: skip
    """A rolling round whose plans are all scored: met or not by what stands beside the reference."""
    listed = [NewPlan(reference, area="North" if met else "South") for reference, met in plans]
    made = make_round(
        store, small_framework(folder), listed, {r: ["EA"] for r, _ in plans}, name=name, population=population,
        draw=draw, kind=RoundKind.ROLLING, **more,
    )  # fmt: skip
    with store.write() as session:
        row = session.get_one(Round, made)
        row.as_at = date(2026, month, 28)
        session.add(row)
    for reference, met in plans:
        score(store, made, reference, "EA", [MET if met else NOT] * 4)
    return made


def named(prefix: str, met: int, rest: int) -> list[tuple[str, bool]]:
    return [(f"{prefix}-{i}", i < met) for i in range(met + rest)]


def test_rounds_of_equal_shares_simply_add_up(store: Store, tmp_path: Path) -> None:
    add_round(store, tmp_path, "January", named("J", 3, 1), 40, 1)
    add_round(store, tmp_path, "February", named("F", 1, 3), 40, 2)
    together = pooled(store, ["February", "January"])
    (measure,) = together.measures
    assert (measure.k, measure.n, measure.weighted, measure.percent) == (4, 8, False, 50)
    assert measure.interval == pytest.approx(wilson(4, 8))
    assert (together.round, together.as_at, together.population) == (
        "January and February together",
        "2026-02-28",
        None,
    )
    assert together.sample.pooled == (
        "These figures pool the plans of 2 rounds: January (4 of 40) and February (4 of 40).",
    )


def test_each_list_counts_by_its_size_when_shares_differ(store: Store, tmp_path: Path) -> None:
    """Four plans stand for 80, four for 20: the first round counts four times as much."""
    add_round(store, tmp_path, "January", named("J", 4, 0), 80, 1)
    add_round(store, tmp_path, "February", named("F", 0, 4), 20, 2)
    together = pooled(store, ["January", "February"])
    (measure,) = together.measures
    assert (measure.k, measure.n, measure.weighted) == (4, 8, True)
    assert measure.percent == pytest.approx(80)
    worth = (4 * 20 + 4 * 5) ** 2 / (4 * 20**2 + 4 * 5**2)
    assert measure.interval == pytest.approx(wilson(0.8 * worth, worth))
    assert [part.key for part in measure.by_part] == ["January", "February"]


def test_a_plan_in_two_rounds_counts_once_as_the_latest_found_it(store: Store, tmp_path: Path) -> None:
    add_round(store, tmp_path, "January", [("P-1", False), ("P-2", True)], 40, 1)
    add_round(store, tmp_path, "February", [("P-1", True), ("P-3", True)], 40, 2)
    together = pooled(store, ["January", "February"])
    (measure,) = together.measures
    assert (together.plans, measure.k, measure.n) == (3, 3, 3)
    assert (together.audits_submitted, together.audits_expected) == (3, 3)
    assert "1 time a plan was in more than one of them" in together.sample.pooled[1]


def test_until_the_latest_round_has_scored_a_plan_the_earlier_one_counts(store: Store, tmp_path: Path) -> None:
    add_round(store, tmp_path, "January", [("P-1", True), ("P-2", True)], 40, 1)
    later = make_round(
        store, small_framework(tmp_path), ["P-1", "P-3"], {"P-1": ["EA"], "P-3": ["EA"]}, name="February",
        population=40, kind=RoundKind.ROLLING,
    )  # fmt: skip
    score(store, later, "P-3", "EA", [NOT] * 4)
    (measure,) = pooled(store, ["January", "February"]).measures
    assert (measure.k, measure.n) == (2, 3)


def test_parts_of_lists_keep_their_weights(store: Store, tmp_path: Path) -> None:
    def divided(prefix: str) -> list[NewPlan]:
        return [NewPlan(f"{prefix}-{i}", stratum="North" if i < 2 else "South") for i in range(4)]

    for month, name in enumerate(("January", "February"), 1):
        plans = divided(name)
        made = make_round(
            store, small_framework(tmp_path), plans, {p.reference: ["EA"] for p in plans}, name=name,
            draw=Draw.STRATIFIED, population=100, strata={"North": 80, "South": 20}, kind=RoundKind.ROLLING,
        )  # fmt: skip
        with store.write() as session:
            row = session.get_one(Round, made)
            row.as_at = date(2026, month, 28)
            session.add(row)
        for plan in plans:
            score(store, made, plan.reference, "EA", [MET if plan.stratum == "North" else NOT] * 4)
    (measure,) = pooled(store, ["January", "February"]).measures
    assert measure.percent == pytest.approx(80)
    assert len(measure.by_part) == 4


def test_without_the_size_of_a_list_there_is_no_range_and_it_is_said(store: Store, tmp_path: Path) -> None:
    add_round(store, tmp_path, "January", named("J", 3, 1), None, 1)
    add_round(store, tmp_path, "February", named("F", 1, 3), 40, 2)
    together = pooled(store, ["January", "February"])
    assert together.measures[0].interval is None
    assert together.reasons["interval"].startswith("How many plans January drew from is not known")


@pytest.mark.parametrize("draw", [Draw.CHOSEN, Draw.UNKNOWN, Draw.ALL])
def test_what_was_not_drawn_by_lot_has_no_range_pooled_either(store: Store, tmp_path: Path, draw: Draw) -> None:
    add_round(store, tmp_path, "January", named("J", 3, 1), 4, 1, draw)
    add_round(store, tmp_path, "February", named("F", 1, 3), 4, 2, draw)
    together = pooled(store, ["January", "February"])
    assert (together.measures[0].k, together.measures[0].n, together.measures[0].interval) == (4, 8, None)
    assert together.reasons["interval"] == results(store, "January").reasons["interval"]


def test_pooled_figures_break_down_like_any(store: Store, tmp_path: Path) -> None:
    add_round(store, tmp_path, "January", named("J", 3, 1), 40, 1)
    add_round(store, tmp_path, "February", named("F", 1, 3), 40, 2)
    together = pooled(store, ["January", "February"], [("area",)])
    (found,) = together.breakdowns
    assert {group.name: (group.measures[0].k, group.measures[0].n) for group in found.groups} == {
        "North": (4, 4), "South": (0, 4),
    }  # fmt: skip
    assert together.fingerprint == pooled(store, ["January", "February"]).fingerprint


def test_unlike_rounds_are_refused_with_the_reason(store: Store, tmp_path: Path) -> None:
    made = add_round(store, tmp_path, "January", named("J", 3, 1), 40, 1)
    add_round(store, tmp_path, "February", named("F", 1, 3), 40, 2, Draw.CHOSEN)
    new_round(store, small_framework(tmp_path), NewRound("March", RoundKind.ROLLING, date(2026, 3, 28)))
    for other, why in (
        ("February", "The plans of January were drawn by lot, those of February chosen by somebody."),
        ("March", "March is a draft, so nobody has scored in it."),
    ):
        with pytest.raises(UserError) as refused:
            pooled(store, ["January", other])
        assert refused.value.code == "not_alike"
        assert why in str(refused.value)
    assert [(c.name, bool(c.why_not)) for c in choices(store, made)] == [("March", True), ("February", True)]
    with pytest.raises(UserError, match="Two rounds or more"):
        pooled(store, ["January", "January"])
    with pytest.raises(UserError, match="no round called May"):
        pooled(store, ["January", "May"])


def test_several_rounds_named_on_the_command_line_are_pooled(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_round(store, tmp_path, "January", named("J", 3, 1), 40, 1)
    add_round(store, tmp_path, "February", named("F", 1, 3), 40, 2)
    both = ["--round", "January", "--round", "February", "--json"]
    assert main(["results", str(store.path), *both, "--by", "area"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["round"], printed["plans"]) == ("January and February together", 8)
    assert [(m["k"], m["n"]) for m in printed["measures"]] == [(4, 8)]
    assert [m["k"] for m in printed["by"]["area"]["North"]] == [4]
    (tmp_path / "out").mkdir()
    assert main(["report", str(store.path), *both, "--out", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert main(["results", str(store.path), "--round", "January", "--round", "May"]) == 2


ALIKE = Alike(
    "A", "Framework 1.0", "hash", RoundKind.ROLLING, Draw.RANDOM, Rules(None, minimum=1), date(2026, 1, 31),
    RoundState.OPEN, invented=False,
)  # fmt: skip


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"framework_hash": "other"}, "ask different questions"),
        ({"kind": RoundKind.FULL}, "a rolling audit and B a full audit"),
        ({"rules": Rules(None, minimum=2)}, "drawn by different rules"),
        ({"rules": Rules(None, minimum=1, filters=Filters(agency="health"))}, "drawn by different rules"),
        ({"as_at": date(2027, 3, 1)}, "more than a year apart"),
        ({"invented": True}, "made up"),
        ({"state": RoundState.SIGNED_OFF, "as_at": date(2026, 12, 31)}, ""),
    ],
)  # fmt: skip
def test_what_must_be_alike(change: dict[str, object], why: str) -> None:
    assert (
        why in unlike(ALIKE, replace(ALIKE, name="B", **change)) if why else not unlike(ALIKE, replace(ALIKE, **change))
    )


def test_a_year_of_twelve_rounds_is_named_by_its_ends(store: Store, tmp_path: Path) -> None:
    months = ["January", "February", "March", "April"]
    for month, name in enumerate(months, 1):
        add_round(store, tmp_path, name, named(name, 1, 0), 10, month)
    assert pooled(store, months).round == "January to April, 4 rounds together"


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9), st.integers(0, 99)), min_size=2, max_size=5))
def test_the_pooled_share_is_that_of_the_lists_taken_together(lists: list[tuple[int, int, int]]) -> None:
    """Each list's own share, by its size: what the weights of parts come to."""
    from auditor.rollup import PlanCount
    from auditor.weighting import estimate

    lists = [(met, rest, more) for met, rest, more in lists if met + rest]
    counts = [PlanCount(int(i < met), 1, 0) for met, rest, _ in lists for i in range(met + rest)]
    weights = [Fraction(met + rest + more, met + rest) for met, rest, more in lists for _ in range(met + rest)]
    whole = sum(met + rest + more for met, rest, more in lists)
    by_hand = sum(Fraction(met, met + rest) * (met + rest + more) / whole for met, rest, more in lists)
    assert estimate(counts, weights, pooled=False).share == (by_hand if lists else None)


def test_papers_that_were_not_found_are_said_of_pooled_rounds_and_nothing_is_waited_for(store, tmp_path: Path) -> None:
    for month, name in enumerate(("January", "February"), 1):
        made = add_round(store, tmp_path, name, named(name, 3, 1), 40, month)
        with store.write() as session:
            plan = Plan(reference=f"{name}-lost")
            session.add(plan)
            session.flush()
            place = RoundPlan(round_id=made, plan_id=plan.id or 0)
            session.add(place)
            session.flush()
            lost = date(2026, month, 1)
            session.add(Sampled(round_plan_id=place.id or 0, draw_order=99, papers_missing_on=lost))
    figures = pooled(store, ["January", "February"])
    assert (figures.plans, figures.scored, figures.sample.papers_missing) == (10, 8, 2)
    assert "2 of 10 plans" in figures.reasons["papers"]
    assert "provisional" not in figures.reasons
