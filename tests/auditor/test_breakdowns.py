"""Figures by groups: they add up to the whole, are worked out by the same way, and of few plans are counts alone."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.breakdowns import FIELD_WORDS, SMALL_TEAMS, break_down
from auditor.cases import Case, scored_answers
from auditor.estimates import measure_figure
from auditor.fields import FIELDS
from auditor.figures import Breakdown, MeasureFigure
from auditor.results import compute
from auditor.rollup import tally_answers
from db.errors import UserError
from db.vocabulary import Value
from tests.auditor.readings import FRAMEWORK, a_case, a_reading, made_up

COUNTS = ("k", "n", "partly", "not_met", "insufficient", "undecided", "cannot_tell", "open")
M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET
SEEDS = st.integers(0, 10**6)


def counts(figure: MeasureFigure) -> list[int]:
    return [getattr(figure, name) for name in COUNTS]


def added(figures: list[MeasureFigure]) -> list[int]:
    return [sum(column) for column in zip(*map(counts, figures), strict=True)]


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(1, 25), st.sampled_from(sorted(FIELDS)), st.sampled_from(["plans", "answers"]))
def test_the_groups_of_a_field_add_up_to_the_round(seed: int, plans: int, field: str, basis: str) -> None:
    reading = made_up(seed, plans, basis=basis)
    whole, found = compute(reading), break_down(reading, (field,))
    assert found.basis == basis
    assert sum(group.plans for group in found.groups) == whole.plans
    assert sum(group.scored for group in found.groups) == whole.scored
    for at, measure in enumerate(whole.measures):
        assert added([group.measures[at] for group in found.groups]) == counts(measure)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.integers(1, 25), st.permutations(["area", "need", "year_group"]))
def test_two_fields_crossed_add_up_to_either_by_itself(seed: int, plans: int, order: list[str]) -> None:
    reading = made_up(seed, plans)
    crossed = break_down(reading, (order[0], order[1]))
    for at in (0, 1):
        for group in break_down(reading, (order[at],)).groups:
            cells = [cell for cell in crossed.groups if cell.values[at] == group.values[0]]
            assert sum(cell.plans for cell in cells) == group.plans
            for m, measure in enumerate(group.measures):
                assert added([cell.measures[m] for cell in cells]) == counts(measure)


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(1, 25))
def test_causes_crossed_with_areas_add_up_to_each_cause(seed: int, plans: int) -> None:
    reading = made_up(seed, plans)
    crossed = break_down(reading, ("area", "cause"))
    for group in break_down(reading, ("cause",)).groups:
        cells = [cell for cell in crossed.groups if cell.values[1] == group.name]
        for m, measure in enumerate(group.measures):
            assert added([cell.measures[m] for cell in cells]) == counts(measure)


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(1, 25))
def test_the_questions_each_agency_leads_add_up_to_all_answers_of_a_standard(seed: int, plans: int) -> None:
    reading = made_up(seed, plans, undecided=False)
    found = break_down(reading, ("lead_agency",))
    assert found.basis == "answers"
    answers = [given for _, given in scored_answers(reading.cases)]
    for at, measure in enumerate(FRAMEWORK.headlines):
        whole = tally_answers(FRAMEWORK.criteria_of(measure.id), answers)
        figures = [group.measures[at] for group in found.groups]
        assert added(figures)[:2] == [whole.met, whole.n]
        assert sum(figure.open for figure in figures) == whole.open


@settings(max_examples=20, deadline=None)
@given(SEEDS, st.integers(1, 25))
def test_causes_count_the_shortfalls_put_down_to_each_of_all_that_have_one(seed: int, plans: int) -> None:
    reading = made_up(seed, plans)
    for at, measure in enumerate(FRAMEWORK.headlines):
        asked = {c.id for c in FRAMEWORK.criteria_of(measure.id)}
        named = {
            (case.facts.reference, key, why)
            for case in reading.cases
            if case.scored
            for key, _, why in case.causes
            if key in asked
        }
        for group in break_down(reading, ("cause",)).groups:
            figure = group.measures[at]
            assert figure.k == sum(1 for _, _, why in named if why == group.name)
            assert figure.n == len({(reference, key) for reference, key, _ in named})


def test_a_shortfall_for_which_two_causes_were_named_counts_for_both_and_once_among_all() -> None:
    key = FRAMEWORK.criteria_of(FRAMEWORK.headlines[0].id)[0].id
    causes = frozenset({(key, "health", "advice_missing"), (key, "education", "template")})
    found = break_down(a_reading([a_case("N-1", {key: N}, causes)]), ("cause",))
    told = {group.name: (group.measures[0].k, group.measures[0].n) for group in found.groups}
    assert told == {"advice_missing": (1, 1), "template": (1, 1)}


@settings(max_examples=15, deadline=None)
@given(SEEDS, st.integers(1, 60), st.sampled_from(["plans", "answers"]))
def test_a_group_is_worked_out_like_a_round_of_its_plans_and_of_few_is_a_count_alone(
    seed: int, plans: int, basis: str
) -> None:
    reading = made_up(seed, plans, basis=basis)
    for group in break_down(reading, ("area",)).groups:
        its = [case for case in reading.cases if FIELDS["area"](case.facts) == group.name]
        for measure, figure in zip(FRAMEWORK.headlines, group.measures, strict=True):
            alone = measure_figure(measure, reading.framework, scored_answers(its), reading.lot)
            assert counts(figure) == counts(alone)
            few = figure.n < 10 if basis == "plans" else len(its) < 10
            if few:
                assert (figure.percent, figure.interval, figure.bounds) == (None, None, None)
                assert figure.printed == "too few to report"
            elif figure.percent is not None:
                assert replace(figure, at_thresholds=alone.at_thresholds) == alone
            else:
                assert basis == "answers"


def test_a_percentage_begins_with_ten_plans_even_where_answers_are_counted() -> None:
    keys = [c.id for c in FRAMEWORK.criteria_of(FRAMEWORK.headlines[0].id)]
    framework = FRAMEWORK.model_copy(update={"basis": "answers"})
    cases = [a_case(f"N-{i}", dict.fromkeys(keys, M if i % 2 else N)) for i in range(10)]
    (nine,) = break_down(a_reading(cases[:9], framework), ("area",)).groups
    (ten,) = break_down(a_reading(cases, framework), ("area",)).groups
    assert (nine.measures[0].n, nine.measures[0].percent) == (9 * len(keys), None)
    assert (ten.measures[0].n, ten.measures[0].percent, ten.measures[0].printed) == (10 * len(keys), 50.0, "50%")


def test_groups_stand_in_their_natural_order_and_what_is_not_given_last() -> None:
    years = (10, None, 9, 0, -1)
    cases = [a_case(f"N-{i}", {}, year_group=year, area="" if i else "Zeal") for i, year in enumerate(years)]
    found = break_down(a_reading(cases), ("year_group",))
    assert [group.name for group in found.groups] == ["Nursery", "Reception", "Year 9", "Year 10", "Year not given"]
    assert [group.name for group in break_down(a_reading(cases), ("area",)).groups] == ["Zeal", "not given"]
    crossed = break_down(a_reading(cases), ("area", "year_group"))
    assert [group.name for group in crossed.groups][:2] == ["Zeal, Year 10", "not given, Nursery"]


@pytest.mark.parametrize(
    ("by", "why"),
    [
        (("writer_code",), "cannot be broken down by writer_code"),
        (("area", "shoe size"), "cannot be broken down by shoe size"),
        (("area", "area"), "by one field, or by two that differ"),
        (("area", "need", "phase"), "by one field, or by two that differ"),
        ((), "by one field, or by two that differ"),
    ],
)
def test_what_is_no_field_is_refused_and_a_writer_is_none(by: tuple[str, ...], why: str) -> None:
    with pytest.raises(UserError, match=why):
        break_down(made_up(1, 3), by)
    assert not any("writer" in field for field in FIELD_WORDS)


def by_team(sizes: dict[str, int], writers: int = 3) -> Breakdown:
    """A round broken down by teams of these sizes, each with so many writers."""
    keys = [c.id for c in FRAMEWORK.judged]
    cases: list[Case] = []
    for team, size in sizes.items():
        for i in range(size):
            case = a_case(f"N-{team}-{i}", dict.fromkeys(keys, M if i % 2 else N))
            facts = replace(case.facts, team=team, writer_code=f"{team} W{i % writers}")
            cases.append(replace(case, facts=facts))
    return break_down(a_reading(cases), ("team",))


def test_figures_are_broken_down_by_the_team_that_wrote_the_plans_and_never_by_who_did() -> None:
    found = by_team({"Team 2": 12, "Team 10": 10, "": 11})
    told = [(group.name, group.measures[0].k, group.measures[0].n) for group in found.groups]
    assert told == [("Team 2", 6, 12), ("Team 10", 5, 10), ("not given", 5, 11)]
    assert "W1" not in str(found)


@pytest.mark.parametrize(
    ("sizes", "writers", "told"),
    [
        ({"A": 12, "B": 12, "C": 3}, 3, {"A": 12, SMALL_TEAMS: 15}),
        ({"A": 14, "B": 6, "C": 5}, 3, {"A": 14, SMALL_TEAMS: 11}),
        ({"A": 12, "B": 12}, 1, {SMALL_TEAMS: 24}),
        ({"A": 12, "B": 12, "C": 12}, 3, {"A": 12, "B": 12, "C": 12}),
    ],
)
def test_a_team_of_few_writers_or_plans_is_told_with_others(
    sizes: dict[str, int], writers: int, told: dict[str, int]
) -> None:
    """Neither by itself nor as what the whole has beyond the other teams."""
    found = {group.name: group.plans for group in by_team(sizes, writers).groups}
    assert sorted(found.values()) == sorted(told.values())
    assert (SMALL_TEAMS in found) == (SMALL_TEAMS in told)
