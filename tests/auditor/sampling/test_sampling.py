"""How many plans to draw, and their shares over the strata."""

from fractions import Fraction
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.sampling.size import margin_of_error, sample_size, share
from tests.auditor.verified import Case, case, cases

STRATA = st.lists(st.integers(0, 500), min_size=1, max_size=8).flatmap(
    lambda sizes: st.tuples(st.just({f"s{i}": size for i, size in enumerate(sizes)}), st.integers(0, sum(sizes)))
)


@pytest.mark.parametrize("figures", cases("sample_size"), ids=str)
def test_sample_sizes_are_the_verified_ones_rounded_up(figures: Case) -> None:
    for row, n in zip(figures.data["rows"], figures.expected["n_ceiling"], strict=True):
        confidence = row.get("conf") or 2 * NormalDist().cdf(row["z"]) - 1
        assert sample_size(row["N"], row["e"], confidence, row["p"]) == n


@given(st.integers(1, 20_000), st.floats(0.005, 0.5))
def test_a_sample_never_outgrows_its_population_and_meets_its_margin(population: int, margin: float) -> None:
    n = sample_size(population, margin)
    assert 1 <= n <= population
    assert margin_of_error(n, population) <= margin * (1 + 1e-9)


def test_a_population_of_one_needs_one() -> None:
    assert sample_size(1, 0.05) == 1


def test_margins_are_the_verified_ones() -> None:
    figures = case("margin_of_error_33_of_7300")
    found = (margin_of_error(33, 7300), margin_of_error(33), margin_of_error(60, 7300), margin_of_error(33, 100))
    keys = ("moe_fpc", "moe_no_fpc", "moe_60_7300", "moe_33_100")
    assert found == pytest.approx([figures.expected[key] for key in keys], abs=figures.tolerance)
    assert margin_of_error(1, 1) == 0


@pytest.mark.parametrize(
    "ask",
    [
        lambda: sample_size(0, 0.05),
        lambda: sample_size(100, 0),
        lambda: sample_size(100, 5),
        lambda: sample_size(100, 0.05, p=1),
        lambda: margin_of_error(0),
        lambda: margin_of_error(101, 100),
        lambda: share({"North": 3}, 4),
        lambda: share({"North": 3}, -1),
        lambda: share({"North": -3, "South": 9}, 2),
        lambda: share({"North": 30, "South": 30}, 9, minimum=5),
    ],
)
def test_what_cannot_be_drawn_is_refused_in_a_sentence(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(ValueError, match=r"\.$"):
        ask()


@pytest.mark.parametrize("figures", cases("allocation"), ids=str)
def test_shares_are_the_verified_ones(figures: Case) -> None:
    strata = {str(i): size for i, size in enumerate(figures.data["strata"])}
    totals = figures.data["n"] if isinstance(figures.data["n"], list) else [figures.data["n"]]
    for total in totals:
        wanted = figures.expected.get("allocation") or figures.expected[f"allocation_n{total}"]
        assert list(share(strata, total).values()) == wanted


def test_an_exact_tie_goes_to_the_larger_stratum_then_to_the_earlier() -> None:
    assert share({"small": 1, "large": 3, "other": 0}, 2) == {"small": 0, "large": 2, "other": 0}
    assert share({"a": 5, "b": 5}, 3) == {"a": 2, "b": 1}


def test_a_minimum_fixes_the_small_strata_and_shares_out_the_rest() -> None:
    assert share({"North": 512, "South": 2641, "East": 2987, "West": 1160}, 33, minimum=5) == {
        "North": 5,
        "South": 11,
        "East": 12,
        "West": 5,
    }


def test_a_stratum_smaller_than_the_minimum_gives_all_it_has() -> None:
    assert share({"tiny": 2, "large": 98}, 10, minimum=4) == {"tiny": 2, "large": 8}


@given(STRATA)
def test_shares_add_up_and_stay_within_one_of_their_quota(drawn: tuple[dict[str, int], int]) -> None:
    strata, total = drawn
    shared = share(strata, total)
    assert list(shared) == list(strata)
    assert sum(shared.values()) == total
    for name, size in strata.items():
        assert shared[name] <= size
        if sum(strata.values()):
            assert abs(shared[name] - Fraction(total * size, sum(strata.values()))) < 1


@given(STRATA, st.integers(1, 20))
def test_with_a_minimum_no_stratum_is_short_and_none_is_overdrawn(
    drawn: tuple[dict[str, int], int], minimum: int
) -> None:
    strata, total = drawn
    needed = sum(min(size, minimum) for size in strata.values())
    if needed > total:
        with pytest.raises(ValueError, match="minimum"):
            share(strata, total, minimum)
        return
    shared = share(strata, total, minimum)
    assert sum(shared.values()) == total
    assert all(min(size, minimum) <= shared[name] <= size for name, size in strata.items())


@given(STRATA, st.integers(0, 5), st.lists(st.integers(1, 9), min_size=8, max_size=8))
def test_factors_and_a_minimum_share_out_all_and_no_more_than_there_is(drawn, minimum: int, factors: list[int]) -> None:
    sizes, total = drawn
    least = sum(min(minimum, size) for size in sizes.values())
    shared = share(sizes, max(total, least), minimum, dict(zip(sizes, factors, strict=False)))
    assert sum(shared.values()) == max(total, least)
    assert all(min(minimum, sizes[name]) <= plans <= sizes[name] for name, plans in shared.items())


def test_a_stratum_that_counts_more_gives_more_and_what_it_lacks_goes_to_the_others() -> None:
    assert share({"New": 100, "Old": 900}, 20, factors={"New": 9}) == {"New": 10, "Old": 10}
    assert share({"New": 4, "Old": 900}, 20, factors={"New": 9}) == {"New": 1, "Old": 19}
    assert share({"New": 10, "Old": 10}, 18, factors={"New": 9}) == {"New": 10, "Old": 8}
