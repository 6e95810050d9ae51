"""Two rounds are compared as the sentences say: by a range that leaves out nought, and by Holm over the headlines."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.change.compare import compare, compare_one, worth_of
from auditor.change.figures import Difference, Side, Verdict
from auditor.comparison import fisher_midp_central, holm, newcombe
from auditor.intervals import wilson
from auditor.rounding import printed
from tests.auditor.verified import Case, cases

SURE = (Verdict.BETTER, Verdict.WORSE)


def side(k: int, n: int, *, counted: bool = True, label: str = "Spring") -> Side:
    return Side(label, k, n, k / n, printed(k, n), float(n), counted)


def of_rounds(then: tuple[int, int], now: tuple[int, int]) -> Difference:
    (found,) = compare([(side(*then), side(*now), "plans")])
    return found


counts = st.integers(10, 120).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_a_difference_within_chance_is_told_with_its_range_and_what_would_have_been_needed() -> None:
    assert of_rounds((17, 33), (21, 33)).sentence == (
        "52% then, 64% now. A difference of 12 points can arise by chance between two rounds of 33 (−11 to +34), so we "
        "cannot say plans are better or worse. About 24 points would have been needed."
    )


def test_a_difference_beyond_chance_is_better_or_worse() -> None:
    better, worse = of_rounds((17, 33), (29, 33)), of_rounds((29, 33), (17, 33))
    assert (better.verdict, worse.verdict) == (Verdict.BETTER, Verdict.WORSE)
    assert better.sentence.endswith("(+14 to +54), so plans are better on this.")
    assert worse.sentence.endswith("(−54 to −14), so plans are worse on this.")


def test_what_would_have_been_needed_is_enough_and_a_plan_less_is_not() -> None:
    assert of_rounds((17, 33), (25, 33)).verdict == Verdict.BETTER  # 24 points
    assert of_rounds((17, 33), (24, 33)).verdict == Verdict.NOT_RELIABLE


def test_a_round_that_stands_near_the_top_can_show_no_rise() -> None:
    found = of_rounds((32, 33), (33, 33))
    assert found.needed is None
    assert "no rise from 97% could have been told from chance" in found.sentence


def test_among_five_standards_one_difference_beyond_its_own_range_is_not_enough() -> None:
    pairs = [(side(17, 33), side(k, 33), "plans") for k in (25, 18, 17, 16, 19)]
    found = compare(pairs)[0]
    assert found.interval is not None
    assert found.interval[0] > 0
    assert found.adjusted == pytest.approx(5 * (found.p or 0))
    assert found.verdict == Verdict.NOT_RELIABLE
    assert "Among 5 standards looked at together one as large can arise by chance" in found.sentence
    assert (found.needed, found.needed_together) == (24, 33)
    assert found.sentence.endswith("About 33 points would have been needed.")


def test_what_it_takes_beside_other_standards_is_enough_beside_them() -> None:
    others = [(side(17, 33), side(k, 33), "plans") for k in (18, 17, 16, 19)]
    assert compare([(side(17, 33), side(28, 33), "plans"), *others])[0].verdict == Verdict.BETTER  # 33 points
    assert compare([(side(17, 33), side(27, 33), "plans"), *others])[0].verdict == Verdict.NOT_RELIABLE


@pytest.mark.parametrize("case", cases("two_proportions"), ids=str)
def test_verified_figures_come_out(case: Case) -> None:
    given_, expected = case.data, case.expected
    found = of_rounds((given_["x2"], given_["n2"]), (given_["x1"], given_["n1"]))
    assert found.interval == pytest.approx(expected["newcombe"], abs=1e-6)
    assert found.p == pytest.approx(expected["fisher_midp_central"], abs=1e-6)


@given(counts, counts)
@settings(deadline=None, max_examples=60)
def test_swapping_the_rounds_mirrors_the_difference_its_range_and_the_verdict(
    then: tuple[int, int], now: tuple[int, int]
) -> None:
    one, other = of_rounds(then, now), of_rounds(now, then)
    assert one.points == -(other.points or 0)
    assert one.interval is not None
    assert one.interval == pytest.approx(tuple(-end for end in reversed(other.interval or ())), abs=1e-12)
    swapped = {Verdict.BETTER: Verdict.WORSE, Verdict.WORSE: Verdict.BETTER}
    assert other.verdict == swapped.get(one.verdict, one.verdict)
    assert one.p == pytest.approx(other.p)


@given(st.lists(st.tuples(counts, counts, st.booleans()), min_size=1, max_size=6))
@settings(deadline=None, max_examples=50)
def test_nothing_is_better_or_worse_while_its_range_has_nought_in_it_or_holm_holds_it_back(
    rounds: list[tuple[tuple[int, int], tuple[int, int], bool]],
) -> None:
    found = compare([(side(*then, counted=exact), side(*now, counted=exact), "plans") for then, now, exact in rounds])
    assert [one.adjusted for one in found] == pytest.approx(holm([one.p or 0.0 for one in found]))
    for one in found:
        assert one.interval is not None
        assert one.adjusted is not None
        low, high = one.interval
        if one.verdict in SURE:
            assert low > 0 or high < 0
            assert one.adjusted <= 0.05
            assert (one.verdict == Verdict.BETTER) is (low > 0)
        else:
            assert low <= 0 <= high or one.adjusted > 0.05
            assert "cannot say plans are better or worse" in one.sentence


@given(counts, counts)
@settings(deadline=None, max_examples=60)
def test_where_plans_are_weighted_the_level_is_the_one_at_which_the_range_touches_nought(
    then: tuple[int, int], now: tuple[int, int]
) -> None:
    (found,) = compare([(side(*then, counted=False), side(*now, counted=False), "plans")])
    assert found.p is not None
    if then[0] * now[1] == now[0] * then[1]:
        assert found.p == 1
    elif 1e-9 < found.p < 0.999:
        low, high = newcombe(*now, *then, 1 - found.p)
        assert min(abs(low), abs(high)) < 1e-6


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_how_many_plans_a_range_is_worth_is_read_back_from_it(counted: tuple[int, int]) -> None:
    k, n = counted
    assert worth_of(k / n, wilson(k, n)) == pytest.approx(n, rel=1e-6)


def test_a_question_has_no_verdict_and_no_word_of_direction() -> None:
    found = compare_one(side(5, 33), side(30, 33), "plans")
    assert found.verdict == Verdict.EXPLORATORY
    assert found.adjusted is None
    assert found.sentence == (
        "15% then, 91% now (5 of 33 plans then, 30 of 33 now): +76 points, range +54 to +86. Exploratory."
    )


def test_a_side_that_cannot_be_compared_says_why_and_leaves_the_family() -> None:
    few = replace(side(3, 6), worth=None, why="Spring: too few plans.")
    without, other = compare([(few, side(21, 33), "plans"), (side(17, 33), side(21, 33), "plans")])
    assert without.verdict == Verdict.NO_COMPARISON
    assert without.sentence.endswith("They are not compared. Spring: too few plans.")
    assert (without.points, without.interval, without.needed) == (None, None, None)
    assert other.family == 1


def test_an_end_of_a_range_that_rounds_to_nought_keeps_its_sign() -> None:
    found = compare_one(side(25, 33), side(31, 33), "plans")
    assert "range +0.5 to +36" in found.sentence


def test_where_the_range_leaves_out_nought_and_the_exact_test_does_not_both_are_said() -> None:
    found = of_rounds((2, 7), (6, 7))
    assert found.verdict == Verdict.NOT_RELIABLE
    assert found.sentence.startswith(
        "29% then, 86% now. A difference of 57 points is at the edge of what chance makes between two rounds of 7 "
        "(+6 to +81; an exact test gives p = 0.054), so we cannot say plans are better or worse."
    )


def test_large_rounds_are_tested_by_the_range_which_agrees_with_the_exact_test() -> None:
    found = of_rounds((560, 1200), (610, 1200))
    assert found.p == pytest.approx(fisher_midp_central(610, 1200, 560, 1200), abs=0.002)
    assert found.interval is not None
    assert (found.interval[0] > 0) is (found.p is not None and found.p < 0.05)
