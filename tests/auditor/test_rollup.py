"""From answers to measures: the rule, its edges, and what it leaves out and says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.agreed import agree, comparisons
from auditor.frameworks import Thresholds
from auditor.rollup import Outcome, judge, tally_answers, tally_plans
from db.vocabulary import Value
from tests.building import small_framework

M, P, N, NA, CT = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL
RULE = Thresholds()


@pytest.fixture(scope="module")
def criteria(tmp_path_factory: pytest.TempPathFactory):
    """Four questions, of which the first two are critical."""
    return small_framework(tmp_path_factory.mktemp("f"), criteria=4, critical=2).criteria_of("M")


def outcome(criteria, *values: Value | None) -> Outcome:
    return judge(criteria, {c.id: v for c, v in zip(criteria, values, strict=False)}, RULE)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((M, M, M, M), Outcome.MET),
        ((M, M, P, P), Outcome.MET),  # 6 of 8 points is exactly 75%
        ((M, M, P, N), Outcome.PARTLY),  # 5 of 8
        ((M, P, M, P), Outcome.MET),  # one critical at partly is allowed
        ((P, P, M, M), Outcome.PARTLY),  # 75%, but two critical ones at partly
        ((N, M, M, M), Outcome.PARTLY),  # 75%, but a critical one at not met
        ((P, P, P, P), Outcome.PARTLY),  # exactly 50%
        ((P, P, P, N), Outcome.NOT_MET),
        ((M, M, NA, NA), Outcome.MET),  # not applicable leaves both sums
        ((M, M, CT, CT), Outcome.INSUFFICIENT),  # 2 of 4 applicable scored is under 60%
        ((M, M, M, CT), Outcome.MET),  # 3 of 4 is enough
        ((CT, M, M, M), Outcome.INSUFFICIENT),  # a critical one cannot be told
        ((NA, M, M, M), Outcome.MET),
        ((NA, NA, NA, NA), Outcome.INSUFFICIENT),
        ((M, M, M, None), Outcome.UNDECIDED),
        ((None, CT, CT, CT), Outcome.UNDECIDED),
        ((M, M, M), Outcome.MET),  # nobody was asked the fourth: 3 of 4 is enough
        ((M, M), Outcome.INSUFFICIENT),
        ((), Outcome.INSUFFICIENT),
    ],
)
def test_the_rule_for_one_plan(criteria, values: tuple[Value | None, ...], expected: Outcome):
    assert outcome(criteria, *values) is expected


def test_a_lower_threshold_can_be_tried_without_changing_the_framework(criteria):
    answers = {c.id: v for c, v in zip(criteria, (M, M, P, N), strict=True)}
    assert judge(criteria, answers, RULE, met_at=60) is Outcome.MET
    assert judge(criteria, answers, RULE) is Outcome.PARTLY


plans = st.lists(
    st.fixed_dictionaries({f"Q{i}": st.sampled_from([M, P, N, NA, CT, None]) for i in range(1, 5)}), max_size=30
)


@given(plans)
def test_every_plan_is_counted_once_and_only_once(criteria, given_plans):
    tally = tally_plans(criteria, given_plans, RULE)
    assert tally.n + tally.insufficient + tally.undecided == len(given_plans)
    if tally.bounds:
        low, high = tally.bounds
        assert 0 <= low <= high <= 1
        if tally.n:
            assert low <= tally.met / tally.n <= high


@given(plans)
def test_a_stricter_threshold_never_meets_more(criteria, given_plans):
    met = [tally_plans(criteria, given_plans, RULE, at).met for at in (70, 75, 80)]
    assert met == sorted(met, reverse=True)


@given(plans)
def test_pooled_answers_are_the_sum_over_plans_that_are_decided(criteria, given_plans):
    tally = tally_answers(criteria, given_plans)
    decided = [p for p in given_plans if None not in p.values()]
    assert tally.undecided == len(given_plans) - len(decided)
    assert tally.met == sum(v is M for p in decided for v in p.values())
    assert tally.n == sum(v is not None and v.scored for p in decided for v in p.values())
    assert (sum(k for k, _ in tally.by_plan), sum(n for _, n in tally.by_plan)) == (tally.met, tally.n)


audits = st.lists(st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(list(Value))), max_size=4)


@given(audits, st.randoms())
def test_agreeing_does_not_depend_on_the_order_of_auditors_and_never_averages(given_audits, random):
    agreed = agree(given_audits)
    shuffled = list(given_audits)
    random.shuffle(shuffled)
    assert agree(shuffled) == agreed
    for criterion, value in agreed.items():
        given_values = {a[criterion] for a in given_audits if criterion in a}
        assert value in given_values if len(given_values) == 1 else value is None


def test_only_criteria_that_both_answered_are_compared():
    assert list(comparisons([{"A": M, "B": P}, {"A": N}, {"B": P}])) == [(M, N), (P, P)]
    assert list(comparisons([{"A": M}])) == []
