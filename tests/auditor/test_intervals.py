"""Intervals of one share, held by figures that other programs and papers give."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.intervals import (
    clamp_to_population,
    clustered,
    effective_n,
    hypergeometric_exact,
    plans_interval,
    wilson,
    wilson_fpc,
)
from tests.auditor.verified import Case, cases

SHARES = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
DRAWS = SHARES.flatmap(lambda share: st.tuples(st.just(share), st.integers(share[1], 2000)))


@pytest.mark.parametrize("case", cases("proportion"), ids=str)
def test_wilson_gives_the_verified_figures(case: Case) -> None:
    given_interval = wilson(case.data["x"], case.data["n"], case.data["conf_level"])
    assert given_interval == pytest.approx(case.expected["wilson"], abs=case.tolerance)


@pytest.mark.parametrize("case", cases("proportion_fpc"), ids=str)
def test_the_finite_population_forms_give_the_verified_figures(case: Case) -> None:
    x, n, population = case.data["x"], case.data["n"], case.data["N"]
    assert wilson_fpc(x, n, population) == pytest.approx(case.expected["wilson_fpc"], abs=case.tolerance)
    assert hypergeometric_exact(x, n, population) == pytest.approx(
        case.expected["hypergeometric_exact"], abs=case.tolerance
    )
    clamped = clamp_to_population(wilson_fpc(x, n, population), x, n, population)
    assert clamped[0] >= case.expected["logical_min"] - case.tolerance
    assert clamped[1] <= case.expected["logical_max"] + case.tolerance


def test_a_large_share_of_the_frame_is_held_to_what_the_count_allows() -> None:
    assert wilson_fpc(24, 30, 40)[1] > 0.85
    assert plans_interval(24, 30, 40) == pytest.approx((wilson_fpc(24, 30, 40)[0], 0.85))


def test_one_plan_in_twenty_is_where_the_finite_form_begins() -> None:
    assert plans_interval(9, 20, 400) == wilson_fpc(9, 20, 400)
    assert plans_interval(9, 20, 401) == wilson(9, 20)
    assert plans_interval(9, 20, None) == wilson(9, 20)
    assert plans_interval(0, 0, 400) is None


def test_auditing_every_plan_leaves_nothing_open() -> None:
    assert plans_interval(7, 12, 12) == pytest.approx((7 / 12, 7 / 12))
    assert plans_interval(1, 1, 1) == (1.0, 1.0)


@given(SHARES, st.sampled_from([0.8, 0.95, 0.99]))
def test_wilson_holds_the_share_and_stays_within_nought_and_one(share: tuple[int, int], confidence: float) -> None:
    x, n = share
    low, high = wilson(x, n, confidence)
    assert 0 <= low <= x / n <= high <= 1
    assert low < high


@given(DRAWS)
def test_knowing_the_frame_never_widens_the_interval(draw: tuple[tuple[int, int], int]) -> None:
    (x, n), population = draw
    plain, finite = wilson(x, n), plans_interval(x, n, population)
    assert finite is not None
    assert plain[0] - 1e-12 <= finite[0] <= x / n + 1e-12
    assert x / n - 1e-12 <= finite[1] <= plain[1] + 1e-12


@given(st.integers(1, 25).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n), st.integers(n, 60))))
def test_the_exact_interval_is_every_population_the_draw_does_not_rule_out(draw: tuple[int, int, int]) -> None:
    x, n, population = draw

    def ways(marked: int, counts: range) -> int:
        return sum(comb(marked, i) * comb(population - marked, n - i) for i in counts)

    kept = [
        marked
        for marked in range(x, population - n + x + 1)
        if 40 * ways(marked, range(x, n + 1)) > comb(population, n)
        and 40 * ways(marked, range(x + 1)) > comb(population, n)
    ]
    assert hypergeometric_exact(x, n, population) == (kept[0] / population, kept[-1] / population)


def test_the_exact_interval_manages_a_hundred_thousand_plans() -> None:
    low, high = hypergeometric_exact(20_000, 50_000, 100_000)
    assert 0.396 < low < 0.4 < high < 0.404
    assert hypergeometric_exact(0, 33, 100_000)[0] == 0


def test_answers_that_agree_within_plans_count_for_less() -> None:
    """Two plans all met and two not met at all: the sixteen answers tell as much as three, not sixteen."""
    pooled = clustered([(4, 4), (0, 4), (4, 4), (0, 4)])
    assert pooled is not None
    assert pooled.design_effect == pytest.approx(16 / 3)
    assert pooled.interval == pytest.approx(wilson(1.5, 3))


def test_a_design_effect_never_narrows_the_interval() -> None:
    pooled = clustered([(2, 4)] * 10)
    assert pooled is not None
    assert pooled.design_effect == 1
    assert pooled.interval == wilson(20, 40)


def test_answers_that_are_all_met_count_as_plans() -> None:
    pooled = clustered([(3, 3), (4, 4), (5, 5), (0, 0)])
    assert pooled is not None
    assert pooled.interval == pytest.approx(wilson(3, 3))


@pytest.mark.parametrize("counts", [[], [(2, 3)], [(2, 3), (0, 0)]])
def test_one_plan_cannot_show_how_plans_differ(counts: list[tuple[int, int]]) -> None:
    assert clustered(counts) is None


@given(st.lists(st.integers(0, 8).flatmap(lambda m: st.tuples(st.integers(0, m), st.just(m))), max_size=40))
def test_pooled_answers_hold_their_share_and_are_never_surer_than_independent_ones(
    counts: list[tuple[int, int]],
) -> None:
    pooled = clustered(counts)
    met, scored = sum(x for x, _ in counts), sum(m for _, m in counts)
    if pooled is None:
        assert sum(1 for _, m in counts if m) < 2
        return
    low, high = pooled.interval
    plain = wilson(met, scored)
    assert 0 <= low <= met / scored + 1e-12
    assert met / scored - 1e-12 <= high <= 1
    assert high - low >= plain[1] - plain[0] - 1e-12


def test_equal_weights_lose_nothing_and_unequal_ones_do() -> None:
    assert effective_n([2.5] * 8) == pytest.approx(8)
    assert effective_n([1, 1, 2]) == pytest.approx(16 / 6)


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_weights_that_weigh_nothing_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="Weights"):
        effective_n(weights)


@pytest.mark.parametrize(("x", "n", "population"), [(1, 0, 5), (4, 3, 9), (-1, 3, 9), (2, 3, 2)])
def test_impossible_counts_are_refused_in_a_sentence(x: int, n: int, population: int) -> None:
    for interval in (wilson_fpc, hypergeometric_exact):
        with pytest.raises(ValueError, match=r"\.$"):
            interval(x, n, population)


@pytest.mark.parametrize("confidence", [0, 1, 95])
def test_confidence_is_a_share(confidence: float) -> None:
    for refuses in (lambda: wilson(1, 2, confidence), lambda: hypergeometric_exact(1, 2, 5, confidence)):
        with pytest.raises(ValueError, match="confidence"):
            refuses()
