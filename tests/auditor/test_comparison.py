"""Two rounds compared, held by figures that other programs and papers give."""

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.comparison import fisher_midp_central, holm, newcombe
from tests.auditor.verified import Case, cases

SHARES = st.integers(1, 40).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize("case", cases("two_proportions"), ids=str)
def test_differences_give_the_verified_figures(case: Case) -> None:
    counts = case.data["x1"], case.data["n1"], case.data["x2"], case.data["n2"]
    assert newcombe(*counts) == pytest.approx(case.expected["newcombe"], abs=case.tolerance)
    assert fisher_midp_central(*counts) == pytest.approx(case.expected["fisher_midp_central"], abs=case.tolerance)


@given(SHARES, SHARES)
def test_swapping_the_rounds_turns_the_interval_round(first: tuple[int, int], second: tuple[int, int]) -> None:
    low, high = newcombe(*first, *second)
    assert newcombe(*second, *first) == pytest.approx((-high, -low))
    assert -1 <= low <= first[0] / first[1] - second[0] / second[1] <= high <= 1


@given(SHARES, SHARES)
def test_the_central_mid_p_is_the_exact_share_of_tables(first: tuple[int, int], second: tuple[int, int]) -> None:
    (x1, n1), (x2, n2) = first, second
    met = x1 + x2
    ways = {i: comb(n1, i) * comb(n2, met - i) for i in range(n1 + 1) if 0 <= met - i <= n2}
    above = Fraction(sum(w for i, w in ways.items() if i > x1)) + Fraction(ways[x1], 2)
    smaller = min(above, sum(ways.values()) - above) / sum(ways.values())
    assert fisher_midp_central(x1, n1, x2, n2) == pytest.approx(float(min(Fraction(1), 2 * smaller)), rel=1e-12)


def test_holm_multiplies_by_the_tests_still_open_and_never_goes_down() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx((0.03, 0.06, 0.06, 0.02))
    assert holm([]) == ()


@given(st.lists(st.floats(0, 1), max_size=12))
def test_holm_keeps_order_and_never_makes_a_difference_surer(pvalues: list[float]) -> None:
    adjusted = holm(pvalues)
    assert all(p <= a <= 1 for p, a in zip(pvalues, adjusted, strict=True))
    ranked = [a for _, a in sorted(zip(pvalues, adjusted, strict=True))]
    assert ranked == sorted(ranked)


@pytest.mark.parametrize("counts", [(1, 0, 1, 2), (3, 2, 1, 2), (1, 2, -1, 2)])
def test_impossible_counts_are_refused_in_a_sentence(counts: tuple[int, int, int, int]) -> None:
    for compare in (newcombe, fisher_midp_central):
        with pytest.raises(ValueError, match=r"\.$"):
            compare(*counts)


def test_a_p_value_is_a_share() -> None:
    with pytest.raises(ValueError, match="p-value"):
        holm([0.2, 1.5])
