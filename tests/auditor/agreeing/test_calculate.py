"""How far auditors agree on a round's plans: from first answers on plans scored twice, and from nothing else."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.agreeing.calculate import FIGURES, ScoredPlan, round_agreement
from auditor.agreement import agreement
from tests.auditor.agreeing.rounds import CT, KEYS, NA, M, N, P, framework, plan, rounds

SMALL = framework()
SCALE = ["0", "1", "2"]


def of(plans, seed="round"):
    return round_agreement(plans, SMALL, seed)


@settings(max_examples=40)
@given(rounds(), st.randoms())
def test_neither_the_order_of_plans_nor_of_auditors_matters(plans, chance):
    turned = [ScoredPlan(dict(sorted(p.by.items(), key=lambda _: chance.random())), p.known) for p in plans]
    chance.shuffle(turned)
    assert of(turned) == of(plans)


@settings(max_examples=40)
@given(rounds(), st.lists(st.sampled_from([M, P, N, NA, CT]), min_size=4, max_size=4))
def test_a_plan_scored_once_never_enters(plans, values):
    assert of([*plans, plan(E=values)]) == of(plans)


@settings(max_examples=40)
@given(rounds())
def test_every_missing_figure_has_its_reason_and_none_is_shown_on_few_plans(plans):
    found = of(plans)
    for figure in (*found.criteria, *found.measures):
        for name in FIGURES:
            assert (getattr(figure, name) is None) == (name in figure.reasons), name
            assert (name in figure.intervals) <= (getattr(figure, name) is not None)
        assert figure.n_units >= 10 or figure.gwet_ac1 is figure.percent_agreement is None
    assert sum(c.compared for c in found.criteria) == found.compared
    assert found.same + found.one_step <= found.compared


@settings(max_examples=30)
@given(st.lists(st.lists(st.sampled_from([M, P, N, NA, CT]), min_size=2, max_size=2), min_size=10, max_size=30))
def test_figures_are_those_of_the_command_on_the_same_answers(pairs):
    """Plans whose question only one auditor could score are left out of both."""
    on_scale = [[str(int(v)) for v in pair] for pair in pairs if all(v.scored for v in pair)]
    (found, *_) = of([plan(A=[a], B=[b]) for a, b in pairs]).criteria
    wanted = agreement(on_scale, SCALE)
    assert found.n_units == wanted.n_units
    if wanted.n_units >= 10:
        for name in ("percent_agreement", "within_one", "gwet_ac1", "gwet_ac2_quadratic", "alpha_ordinal"):
            assert getattr(found, name) == pytest.approx(getattr(wanted, name)), name


def test_pairs_are_counted_and_cannot_tell_is_left_out_and_counted():
    found = of([plan(A=[M, M, NA, CT], B=[M, P, M, M], C=[M, N, NA, None])])
    q1, q2, q3, q4 = found.criteria
    assert (q1.compared, q1.same) == (3, 3)
    assert (q2.compared, q2.same, q2.one_step) == (3, 0, 2)
    assert (q3.compared, q3.same, q3.applying) == (3, 1, 2)
    assert (q4.compared, q4.left_out) == (0, 1)
    assert (found.n_units, found.auditors, found.fewest, found.most) == (1, 3, 3, 3)
    assert (found.compared, found.same, found.one_step, found.left_out) == (9, 4, 2, 1)


def test_whether_a_question_applies_is_told_apart_from_the_score():
    plans = [plan(A=[M], B=[M])] * 9 + [plan(A=[NA], B=[NA])] * 2 + [plan(A=[NA], B=[M])]
    q1 = of(plans).criteria[0]
    assert (q1.n_units, q1.applicability_n_units) == (9, 12)
    assert q1.gwet_ac1 is None
    assert q1.applicability_percent_agreement == pytest.approx(11 / 12)
    wanted = agreement([["0", "0"]] * 9 + [["1", "1"]] * 2 + [["1", "0"]], ["0", "1"])
    assert q1.applicability_gwet_ac1 == pytest.approx(wanted.gwet_ac1)


def test_where_every_score_is_the_same_no_coefficient_is_invented():
    q1 = of([plan(A=[M], B=[M])] * 12).criteria[0]
    assert q1.alpha_ordinal is None
    assert "no variation" in q1.reasons["alpha_ordinal"]
    assert q1.percent_agreement == 1
    assert q1.intervals == {}
    assert "no range" in q1.reasons["percent_agreement_interval"]


def test_a_measure_is_what_each_auditor_alone_would_make_of_it():
    """All met against half of it: met against partly met; without the critical question it is not told."""
    found = of([plan(A=[M, M, M, M], B=[P, P, P, P]), plan(A=[M, M, M, M], B=[CT, M, M, M])])
    (measure,) = found.measures
    assert (measure.compared, measure.same, measure.one_step, measure.left_out) == (1, 0, 1, 1)


def test_an_auditor_who_was_asked_a_part_enters_no_measure():
    found = of([plan(A=[M, M, M, M], B=[M, M, None, None])])
    assert found.measures[0].compared == 0
    assert found.compared == 2


def test_over_the_questions_stand_the_middle_and_the_worst_never_one_coefficient():
    chance = random.Random(5)
    plans = [plan(A=[M, M, M, M], B=[chance.choice((M, M, M, P)), M, chance.choice((M, P)), M]) for _ in range(40)]
    plans.append(plan(A=[N, N, N, N], B=[N, N, N, N]))
    found = of(plans)
    worst = min(found.criteria, key=lambda c: c.gwet_ac2_quadratic or 0.0)
    assert found.worst["gwet_ac2_quadratic"] == (worst.id, worst.gwet_ac2_quadratic)
    values = sorted(c.gwet_ac2_quadratic or 0.0 for c in found.criteria)
    assert found.median["gwet_ac2_quadratic"] == pytest.approx((values[1] + values[2]) / 2)
    assert found.percent_agreement == pytest.approx(found.same / found.compared)
    assert {c.id for c in found.criteria} == set(KEYS)


def test_ranges_are_drawn_by_the_round_and_hold_their_figure():
    plans = [plan(A=[M], B=[M])] * 15 + [plan(A=[M], B=[P])] * 4 + [plan(A=[N], B=[N])] * 3
    one, other = of(plans).criteria[0], of(plans, "another round").criteria[0]
    assert one.intervals.keys() == other.intervals.keys()
    assert one.intervals != other.intervals
    for name, (low, high) in one.intervals.items():
        assert low <= getattr(one, name) <= high, name
