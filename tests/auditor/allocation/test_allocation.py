"""Sharing out: no exclusion broken, nobody twice on a plan, two agencies where there can be, as even as can be."""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.allocation.allocate import (
    WHOLE,
    Auditor,
    Exclusion,
    Given,
    Part,
    PlanToScore,
    Shared,
    allocate,
    usual_twice,
    why_not,
)
from db.vocabulary import AssignmentKind

FIRST, SECOND, OUTSIDE = AssignmentKind.FIRST, AssignmentKind.SECOND, AssignmentKind.OUTSIDE
AGENCIES = ("education", "health", "social_care")
PARTS = (
    Part("education", frozenset({"education"}), ("E1", "E2")),
    Part("health", frozenset({"health"}), ("H1",)),
    Part("social_care", frozenset({"social_care"}), ("S1",)),
)


@dataclass(frozen=True)
class Case:
    """One sharing out, as it may be asked for."""

    plans: tuple[PlanToScore, ...]
    auditors: tuple[Auditor, ...]
    twice: int
    outside: int
    parts: tuple[Part, ...]
    kept: tuple[Given, ...]

    def solve(self, seed: str = "seed") -> Shared:
        return allocate(
            self.plans, self.auditors, seed=seed, twice=self.twice, outside=self.outside, parts=self.parts,
            kept=self.kept,
        )  # fmt: skip

    def auditor(self, code: str) -> Auditor:
        return next(a for a in self.auditors if a.code == code)

    def may(self, plan: PlanToScore, part: Part = WHOLE) -> list[Auditor]:
        """Who of the house may score a part of a plan."""
        return [a for a in self.auditors if not a.outside and part.takes(a.agency) and not why_not(a, plan)]


@st.composite
def cases(draw: st.DrawFn, parts: Sequence[Part] = (WHOLE,), with_kept: bool = True) -> Case:
    plans = tuple(
        PlanToScore(f"N-{i:02}", draw(st.sampled_from("ABC")), draw(st.sampled_from("NS")), draw(st.sampled_from("wx")))
        for i in range(draw(st.integers(1, 14)))
    )
    targets = {
        "plan": [p.reference for p in plans], "setting": ["A", "b ", "C"], "area": ["N", "S"], "writer": ["w", "x"],
    }  # fmt: skip
    exclusion = st.sampled_from(list(targets)).flatmap(
        lambda what: st.builds(Exclusion, st.just(what), st.sampled_from(targets[what]))
    )
    auditors = tuple(
        Auditor(
            f"A{i}",
            draw(st.sampled_from(AGENCIES)),
            draw(st.sampled_from([100, 100, 100, 50, 33, 0])),
            tuple(draw(st.lists(exclusion, max_size=2))),
            draw(st.sampled_from(["", "", "", "", "has no training recorded"])),
            draw(st.sampled_from([False, False, False, True])),
        )
        for i in range(draw(st.integers(1, 7)))
    )
    kept: dict[tuple[str, str], Given] = {}
    for _ in range(draw(st.integers(0, 3)) if with_kept else 0):
        plan, auditor = draw(st.sampled_from(plans)), draw(st.sampled_from(auditors))
        kind = OUTSIDE if auditor.outside else FIRST
        if not auditor.outside and any(g.reference == plan.reference and g.kind is FIRST for g in kept.values()):
            kind = SECOND
        if not any(g.reference == plan.reference and g.kind is kind for g in kept.values()):
            kept.setdefault((plan.reference, auditor.code), Given(plan.reference, auditor.code, kind))
    return Case(
        plans, auditors, draw(st.integers(0, len(plans))), draw(st.integers(0, 4)), tuple(parts), tuple(kept.values())
    )


@given(cases())
@settings(max_examples=150)
def test_no_exclusion_is_broken_and_nobody_has_a_plan_twice(case: Case):
    shared = case.solve()
    plans = {plan.reference: plan for plan in case.plans}
    for one in shared.given:
        assert why_not(case.auditor(one.auditor), plans[one.reference]) == ""
        assert case.auditor(one.auditor).outside == (one.kind is OUTSIDE)
    on = Counter((one.reference, one.auditor) for one in (*shared.given, *case.kept))
    assert max(on.values(), default=1) == 1
    kinds = Counter((one.reference, one.kind) for one in (*shared.given, *case.kept))
    assert max(kinds.values(), default=1) == 1


@given(cases())
@settings(max_examples=150)
def test_every_plan_has_an_auditor_or_is_said_with_everybodys_reason(case: Case):
    shared = case.solve()
    firsts = {one.reference for one in (*shared.given, *case.kept) if one.kind is not OUTSIDE}
    lacking = {lack.reference: lack for lack in shared.lacking}
    for plan in case.plans:
        if plan.reference in lacking:
            kept = [g for g in case.kept if g.reference == plan.reference]
            assert not [a for a in case.may(plan) if a.code not in {g.auditor for g in kept}]
            said = {code for code, why in lacking[plan.reference].why if why}
            assert said == {a.code for a in case.auditors if not a.outside}
        else:
            assert plan.reference in firsts


@given(cases(with_kept=False))
@settings(max_examples=150)
def test_as_many_plans_are_scored_twice_as_wished_or_can_be_and_by_two_agencies_wherever_two_may(case: Case):
    shared = case.solve()
    able = [plan for plan in case.plans if len(case.may(plan)) > 1]
    by_plan: dict[str, list[str]] = {}
    for one in shared.given:
        if one.kind is not OUTSIDE:
            by_plan.setdefault(one.reference, []).append(case.auditor(one.auditor).agency)
    twice = [reference for reference, agencies in by_plan.items() if len(agencies) == 2]
    assert len(twice) == min(case.twice, len(able)) == shared.twice
    for plan in case.plans:
        agencies = by_plan.get(plan.reference, [])
        if len(agencies) == 2:
            assert len(set(agencies)) == min(2, len({a.agency for a in case.may(plan)}))


@given(cases())
@settings(max_examples=150)
def test_the_greatest_load_is_the_least_that_a_maximum_flow_allows(case: Case):
    shared = case.solve()
    greatest = _greatest(case, shared.loads)
    assert _flow_fills(case, shared, greatest)
    least = next((f for f in _loads_there_can_be(case) if _flow_fills(case, shared, f)), greatest)
    assert greatest == max(least, _greatest(case, Counter(g.auditor for g in case.kept)))


@given(cases(PARTS, with_kept=False))
@settings(max_examples=100)
def test_with_own_questions_only_each_part_goes_to_its_agency_and_what_has_none_is_said(case: Case):
    shared = case.solve()
    plans = {plan.reference: plan for plan in case.plans}
    for one in shared.given:
        if one.kind is not OUTSIDE:
            assert case.auditor(one.auditor).agency == one.part.name
            assert not why_not(case.auditor(one.auditor), plans[one.reference])
    firsts = Counter((one.reference, one.part.name) for one in shared.given if one.kind is FIRST)
    lacking = Counter((lack.reference, lack.part.name) for lack in shared.lacking)
    assert firsts + lacking == Counter((plan.reference, part.name) for plan in case.plans for part in PARTS)
    assert all(not case.may(plans[lack.reference], lack.part) for lack in shared.lacking)
    greatest = _greatest(case, shared.loads)
    assert greatest == next((f for f in _loads_there_can_be(case) if _flow_fills(case, shared, f)), greatest)


@given(cases(), st.randoms())
@settings(max_examples=100)
def test_the_same_seed_gives_the_same_in_whatever_order_the_lists_come(case: Case, random):
    shuffled_plans, shuffled_people = list(case.plans), list(case.auditors)
    random.shuffle(shuffled_plans)
    random.shuffle(shuffled_people)
    other = Case(tuple(shuffled_plans), tuple(shuffled_people), case.twice, case.outside, case.parts, case.kept[::-1])
    assert set(other.solve().given) == set(case.solve().given)


def test_what_is_given_never_changes_from_one_version_of_the_program_to_the_next():
    plans = [PlanToScore(f"N-{i}") for i in range(1, 7)]
    people = [Auditor("ED", "education"), Auditor("HE", "health"), Auditor("SC", "social_care", 50)]
    shared = allocate(plans, people, seed="20261127", twice=2)
    assert sorted((g.reference, g.auditor, g.kind.value) for g in shared.given) == EXPECTED
    assert shared.loads == {"ED": 3, "HE": 3, "SC": 2}


EXPECTED = [
    ("N-1", "ED", "first"),
    ("N-2", "ED", "first"),
    ("N-3", "HE", "first"),
    ("N-4", "ED", "first"),
    ("N-5", "HE", "first"),
    ("N-5", "SC", "second"),
    ("N-6", "HE", "first"),
    ("N-6", "SC", "second"),
]


def test_another_seed_draws_other_plans_to_score_twice():
    plans = [PlanToScore(f"N-{i}") for i in range(60)]
    people = [Auditor("ED", "education"), Auditor("HE", "health")]
    drawn = [
        {g.reference for g in allocate(plans, people, seed=seed, twice=12).given if g.kind is SECOND}
        for seed in ("one", "two")
    ]
    assert len(drawn[0]) == len(drawn[1]) == 12
    assert drawn[0] != drawn[1]


def test_two_agencies_come_before_even_loads():
    plans = [PlanToScore(f"N-{i}") for i in range(20)]
    people = [Auditor(f"E{i}", "education") for i in range(9)] + [Auditor("H1", "health")]
    shared = allocate(plans, people, seed="s", twice=12)
    assert shared.loads["H1"] == 12
    assert all(shared.loads[f"E{i}"] <= 3 for i in range(9))


def test_a_plan_that_nobody_may_score_says_whose_exclusions_are_the_cause():
    people = [
        Auditor("ED", "education", exclusions=(Exclusion("area", "North", "works there"),)),
        Auditor("HE", "health", exclusions=(Exclusion("plan", "n-1"),)),
        Auditor("SC", "social_care", barred="has no training recorded"),
        Auditor("SO", "social_care", 0),
    ]
    plans = [PlanToScore("N-1", area="north"), PlanToScore("N-2", area="South")]
    shared = allocate(plans, people, seed="s", twice=0)
    assert [lack.why for lack in shared.lacking] == [
        (
            ("ED", "must not score area North: works there"),
            ("HE", "must not score this plan"),
            ("SC", "has no training recorded"),
            ("SO", "takes no plans (load share 0%)"),
        )
    ]
    assert [(g.reference, g.kind) for g in shared.given] == [("N-2", FIRST)]


@pytest.mark.parametrize(("plans", "twice"), [(0, 0), (5, 5), (12, 12), (33, 12), (60, 12), (61, 13), (100, 20)])
def test_a_fifth_and_at_least_twelve_are_scored_twice(plans: int, twice: int):
    assert usual_twice(plans) == twice


def _greatest(case: Case, loads) -> float:
    """The greatest load in proportion to a full one."""
    return max((loads.get(a.code, 0) / a.share for a in case.auditors if a.share), default=0)


def _loads_there_can_be(case: Case) -> list[float]:
    most = 2 * len(case.plans) * len(case.parts) + len(case.kept) + 1
    return sorted({n / a.share for a in case.auditors if a.share for n in range(most)})


def _flow_fills(case: Case, shared: Shared, greatest: float) -> bool:
    """Whether everything that was given could be, if no load went beyond `greatest`: a maximum flow fills it all."""
    graph, kept = nx.DiGraph(), Counter(g.auditor for g in case.kept)
    for a in case.auditors:
        most = math.floor(greatest * a.share + 1e-9) - kept[a.code] if a.share else 0
        graph.add_edge(("auditor", a.code), "end", capacity=max(0, most))
    wanted: dict[tuple[str, str, bool], int] = Counter(
        (g.reference, g.part.name, g.kind is OUTSIDE) for g in shared.given
    )
    graph.add_node("start")
    graph.add_node("end")
    for (reference, name, outside), need in wanted.items():
        plan = next(p for p in case.plans if p.reference == reference)
        part = next(p for p in (*case.parts, WHOLE) if outside or p.name == name)
        on = {g.auditor for g in case.kept if g.reference == reference}
        if outside:
            may = [a for a in case.auditors if a.outside and not why_not(a, plan) and a.code not in on]
            had: set[str] = set()
        else:
            may = [a for a in case.may(plan, part) if a.code not in on]
            had = {
                case.auditor(g.auditor).agency for g in case.kept if g.reference == reference and g.kind is not OUTSIDE
            }
        agencies = {a.agency for a in may}
        if agencies - had:
            agencies -= had
        unit = ("unit", reference, name, outside)
        graph.add_edge("start", unit, capacity=need)
        for agency in agencies:
            graph.add_edge(unit, (unit, agency), capacity=1 if len(agencies) > 1 else need)
            for a in may:
                if a.agency == agency:
                    graph.add_edge((unit, agency), ("auditor", a.code), capacity=1)
    filled: float = nx.maximum_flow_value(graph, "start", "end")
    return filled == len(shared.given)
