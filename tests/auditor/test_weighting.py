"""Overall figures of parts drawn unequally, against the textbook forms worked out another way."""

from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from auditor.intervals import clustered, wilson
from auditor.rollup import PlanCount
from auditor.weighting import by_part, estimate

MET, NOT, OPEN = PlanCount(1, 1, 0), PlanCount(0, 1, 0), PlanCount(0, 0, 1)
PARTS = st.lists(
    st.tuples(st.integers(0, 20), st.integers(0, 20), st.integers(0, 400)), min_size=1, max_size=6
)  # met, not met, plans that were not drawn


@given(PARTS)
def test_by_plans_it_is_the_stratified_estimator_of_the_textbook(parts):
    """Cochran 1977, section 5.3: the sum of N_h / N times the part's own share, when every drawn plan is counted."""
    parts = [(met, rest, more) for met, rest, more in parts if met + rest]
    assume(parts)
    counts = [count for met, rest, _ in parts for count in [MET] * met + [NOT] * rest]
    weights = [Fraction(met + rest + more, met + rest) for met, rest, more in parts for _ in range(met + rest)]
    found = estimate(counts, weights, pooled=False)
    whole = sum(met + rest + more for met, rest, more in parts)
    by_hand = sum(Fraction(met + rest + more, whole) * Fraction(met, met + rest) for met, rest, more in parts)
    assert found.share == by_hand
    assert found.interval is not None
    low, high = found.interval
    assert low <= float(by_hand) <= high
    # the effective number, part by part: N^2 over the sum of N_h^2 / n_h
    worth = whole**2 / sum((met + rest + more) ** 2 / (met + rest) for met, rest, more in parts)
    assert found.interval == pytest.approx(wilson(min(float(by_hand) * worth, worth), worth), abs=1e-9)
    assert worth <= len(counts) * (1 + 1e-9)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=2, max_size=30), st.integers(1, 50))
def test_equal_weights_change_nothing(answers, weight: int):
    counts = [PlanCount(met, met + rest, 0) for met, rest in answers]
    assume(sum(1 for c in counts if c.counted) >= 2)
    found = estimate(counts, [Fraction(weight)] * len(counts), pooled=True)
    plain = clustered([(c.met, c.counted) for c in counts])
    assert plain is not None
    assert found.interval == pytest.approx(plain.interval, abs=1e-9)
    assert found.share == Fraction(sum(c.met for c in counts), sum(c.counted for c in counts))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(1, 30)), min_size=2, max_size=20))
def test_pooled_answers_weigh_as_their_plans_do_and_are_worth_no_more_than_unweighted_ones(rows):
    counts = [PlanCount(met, met + rest, 0) for met, rest, _ in rows]
    weights = [Fraction(w) for _, _, w in rows]
    assume(sum(1 for c in counts if c.counted) >= 2)
    found = estimate(counts, weights, pooled=True)
    # each plan's answers written out as often as the plan weighs
    copies = [value for met, rest, w in rows for _ in range(w) for value in [1] * met + [0] * rest]
    assert found.share == Fraction(sum(copies), len(copies))
    assert found.interval is not None
    widened = clustered([(c.met, c.counted) for c in counts], weights=[float(w) for w in weights])
    assert widened is not None
    assert widened.design_effect >= 1
    assert found.interval == widened.interval


def test_a_case_by_hand():
    """North: 10 plans of 100 drawn, 8 met. South: 20 of 900, 5 met. 0.1 x 0.8 + 0.9 x 0.25 = 0.305."""
    counts = [MET] * 8 + [NOT] * 2 + [MET] * 5 + [NOT] * 15
    weights = [Fraction(10)] * 10 + [Fraction(45)] * 20
    found = estimate(counts, weights, pooled=False)
    assert found.share == Fraction(305, 1000)
    worth = 1000**2 / (100**2 / 10 + 900**2 / 20)
    assert worth == pytest.approx(24.096, abs=0.001)
    assert found.interval == pytest.approx(wilson(0.305 * worth, worth))


def test_plans_that_could_not_be_judged_leave_the_share_and_open_the_bounds():
    found = estimate([MET, NOT, OPEN], [Fraction(1), Fraction(2), Fraction(1)], pooled=False)
    assert (found.share, found.bounds) == (Fraction(1, 3), (0.25, 0.5))
    nothing = estimate([OPEN, OPEN], [Fraction(1), Fraction(2)], pooled=False)
    assert (nothing.share, nothing.interval, nothing.bounds) == (None, None, (0.0, 1.0))
    assert estimate([], [], pooled=True).bounds is None


def test_each_part_keeps_its_own_count():
    assert by_part([MET, NOT, MET, OPEN], [1, 1, 2, 2]) == {1: (1, 2), 2: (1, 1)}
