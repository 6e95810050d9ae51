"""Pairs, leniency, and whether the wording or a person divides auditors: for the lead, from plans scored twice."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.agreeing.calculate import ScoredPlan, round_agreement, twice
from auditor.agreeing.people import Divider, divider_of, leniency, most_divided, pairs_of
from tests.auditor.agreeing.rounds import CT, KEYS, NA, M, N, P, framework, plan, rounds

SMALL = framework()


def seen(plans):
    shared = twice(plans)
    figures = round_agreement(plans, SMALL, "round").criteria
    return pairs_of(shared, "round"), leniency(shared, KEYS, "round"), most_divided(shared, figures)


@settings(max_examples=40)
@given(rounds(), st.randoms())
def test_neither_the_order_of_plans_nor_of_auditors_matters(plans, chance):
    turned = [ScoredPlan(dict(sorted(p.by.items(), key=lambda _: chance.random())), p.known, p.settled) for p in plans]
    chance.shuffle(turned)
    assert seen(turned) == seen(plans)


@settings(max_examples=40)
@given(rounds())
def test_pairs_add_up_to_the_round(plans):
    pairs, _, _ = seen(plans)
    found = round_agreement(plans, SMALL, "round")
    for name in ("compared", "same", "one_step"):
        assert sum(getattr(pair, name) for pair in pairs) == getattr(found, name)


@settings(max_examples=40)
@given(rounds("AB"), st.sampled_from([M, P, N]))
def test_settling_all_one_way_makes_the_higher_scorer_the_more_lenient(plans, value):
    settled = [ScoredPlan(p.by, p.known, dict.fromkeys(KEYS, value)) for p in plans]
    for one in leniency(twice(settled), KEYS, "round"):
        assert one.unsettled == 0 and one.higher + one.lower <= one.compared
        if one.mean is not None:
            assert N - value <= one.mean <= M - value
            assert one.interval is None or one.interval[0] <= one.mean <= one.interval[1]


def test_leniency_is_the_mean_difference_from_what_was_settled_with_its_range():
    plans = [plan([M, P, None, None], A=[M, M, NA, CT], B=[P, M, M, M])] * 6 + [plan(A=[M], B=[M])] * 6
    plans += [plan([None, None, NA], A=[P, P, M, M], B=[P, P, NA])]  # settled as not applicable, or answered alone
    strict, other = leniency(plans, KEYS, "round")
    assert (strict.person, strict.plans, strict.compared, strict.unsettled) == ("A", 13, 20, 0)
    assert (strict.higher, strict.lower) == (6, 0)
    assert strict.mean == pytest.approx(6 / 20)
    low, high = strict.interval or (0, 0)
    assert low < 6 / 20 < high
    assert (other.higher, other.lower) == (6, 6)


def test_while_anything_is_unsettled_no_mean_is_told():
    plans = [plan(A=[M, M], B=[M, M])] * 12 + [plan(A=[M, M], B=[P, M])]
    one, other = leniency(plans, KEYS, "round")
    assert (one.mean, one.unsettled, one.compared) == (None, 1, 25)
    assert (other.mean, other.unsettled) == (None, 1)


def test_on_few_plans_leniency_is_counts():
    (one, _) = leniency([plan([P], A=[M], B=[P])] * 9, KEYS, "round")
    assert (one.mean, one.interval, one.higher, one.plans) == (None, None, 9, 9)


def test_whoever_scores_alone_is_held_against_nothing():
    one, _ = leniency([plan([P, N], A=[M, M], B=[M])] * 12, KEYS, "round")
    assert (one.compared, one.mean) == (12, 1.0)


def test_pairs_leave_out_what_nobody_could_tell():
    (pair,) = pairs_of([plan(A=[M, P, CT, NA], B=[M, M, M, N])], "round")
    assert (pair.first, pair.second, pair.plans) == ("A", "B", 1)
    assert (pair.compared, pair.same, pair.one_step) == (3, 1, 1)
    assert (pair.exact, pair.exact_interval) == (None, None), "one plan is counts"


def test_a_pair_has_its_shares_over_all_questions_with_their_ranges():
    plans = [plan(A=[M, P, M, N], B=[M, M, M, M])] * 5 + [plan(A=[M, M, M, M], B=[M, M, M, M])] * 5
    (pair,) = pairs_of([*plans, plan(A=[M])], "round")
    assert (pair.plans, pair.compared, pair.same, pair.one_step) == (10, 40, 30, 5)
    assert (pair.exact, pair.within_one) == (0.75, 0.875)
    for share, ends in ((pair.exact, pair.exact_interval), (pair.within_one, pair.within_one_interval)):
        assert ends is not None and share is not None
        assert ends[0] < share < ends[1] <= 1
    assert pairs_of(reversed(plans), "round") == (pair,)
    (alike,) = pairs_of([plan(A=[M], B=[M])] * 10, "round")
    assert (alike.exact, alike.exact_interval) == (1.0, None), "ten alike plans show no range"


def test_the_questions_that_divide_most_come_first_and_those_that_do_not_never():
    plans = [plan(A=[M, M, M, M], B=[P, N, M, M])] * 2 + [plan(A=[M, M, M, M], B=[M, N, M, M])]
    found = seen(plans)[2]
    assert [divided.figure.id for divided in found] == ["Q2", "Q1"]
    assert found[0].most == (M, N, 3)
    assert found[0].divider == Divider.TWO


@pytest.mark.parametrize(
    ("pairs", "divider", "person"),
    [
        ({("A", "B"): (30, 20)}, Divider.TWO, ""),
        ({("A", "B"): (10, 1), ("A", "C"): (10, 1), ("B", "C"): (10, 1)}, Divider.FEW, ""),
        ({("A", "B"): (10, 5), ("A", "C"): (10, 5), ("B", "C"): (10, 5)}, Divider.WORDING, ""),
        ({("A", "B"): (10, 0), ("A", "C"): (10, 8), ("B", "C"): (10, 7)}, Divider.PERSON, "C"),
        # C differs from everybody, but the others were hardly compared
        ({("A", "B"): (2, 0), ("A", "C"): (10, 8), ("B", "C"): (10, 7)}, Divider.UNCLEAR, ""),
        # A and C differ; nobody else was compared with C, so it may be either of them
        ({("A", "B"): (10, 0), ("A", "C"): (10, 8), ("B", "D"): (10, 0)}, Divider.UNCLEAR, ""),
        # one pair alone differs and the third auditor agrees with both
        ({("A", "B"): (10, 7), ("A", "C"): (10, 0), ("B", "C"): (10, 0)}, Divider.UNCLEAR, ""),
    ],
)
def test_whether_it_is_the_wording_or_a_person_is_said_only_where_it_shows(pairs, divider, person):
    assert divider_of(pairs) == (divider, person)


def test_luck_alone_is_seldom_put_on_a_person():
    """Five auditors alike in everything, 40 shared plans, a thousand rounds: one is named in under one in twenty."""
    chance, named = random.Random(7), 0
    people = "ABCDE"
    for _ in range(1000):
        pairs: dict[tuple[str, str], tuple[int, int]] = {}
        for _ in range(40):
            first, second = sorted(chance.sample(people, 2))
            compared, differ = pairs.get((first, second), (0, 0))
            pairs[first, second] = compared + 1, differ + (chance.random() < 0.25)
        named += divider_of(pairs)[0] == Divider.PERSON
    assert named < 50
