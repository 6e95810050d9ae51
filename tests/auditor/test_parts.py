"""Rolling answers per outcome up to one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.frameworks import Parts
from auditor.parts import combine
from db.vocabulary import Value

MET, PARTLY, NOT_MET, NA, CT = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL
VALUES = st.lists(st.sampled_from(list(Value)), max_size=12)
SCORED = st.lists(st.sampled_from([MET, PARTLY, NOT_MET]), min_size=1, max_size=12)
RULES = st.tuples(st.integers(1, 100), st.integers(1, 100)).map(lambda pair: Parts(met=max(pair), partly=min(pair)))
RANK = {NOT_MET: 0, PARTLY: 1, MET: 2}


@pytest.mark.parametrize(
    ("values", "together"),
    [
        ([], CT),
        ([NA, NA], NA),
        ([NA, CT], CT),
        ([CT], CT),
        ([MET, NA, CT], MET),
        ([MET, MET, MET, NOT_MET], MET),  # exactly 75 percent
        ([MET, MET, NOT_MET], PARTLY),
        ([MET, NOT_MET], PARTLY),  # exactly 50 percent
        ([PARTLY, PARTLY], PARTLY),
        ([MET, NOT_MET, NOT_MET], NOT_MET),
        ([NOT_MET, NA], NOT_MET),
    ],
)
def test_known_cases(values: list[Value], together: Value) -> None:
    """By the usual rule, worked out by hand."""
    assert combine(values, Parts()) is together


@given(SCORED, RULES)
def test_the_answer_is_the_share_of_points_against_the_rule(values: list[Value], rule: Parts) -> None:
    """The same sum in fractions."""
    share = Fraction(sum(values), 2 * len(values)) * 100
    assert combine(values, rule) is (MET if share >= rule.met else PARTLY if share >= rule.partly else NOT_MET)


@given(VALUES, RULES, st.randoms())
def test_the_order_of_outcomes_does_not_matter(values: list[Value], rule: Parts, chance) -> None:
    """Outcomes may be listed in any order."""
    shuffled = list(values)
    chance.shuffle(shuffled)
    assert combine(shuffled, rule) is combine(values, rule)


@given(SCORED, st.lists(st.sampled_from([NA, CT]), max_size=6), RULES)
def test_what_is_not_scored_leaves_the_count(values: list[Value], unscored: list[Value], rule: Parts) -> None:
    """Not applicable and cannot tell change nothing beside a scored answer."""
    assert combine(values + unscored, rule) is combine(values, rule)


@given(SCORED, st.data(), RULES)
def test_a_better_answer_never_makes_the_whole_worse(values: list[Value], data: st.DataObject, rule: Parts) -> None:
    """Raising one outcome's answer cannot lower the plan's."""
    at = data.draw(st.integers(0, len(values) - 1))
    better = list(values)
    better[at] = Value(min(MET, values[at] + 1))
    assert RANK[combine(better, rule)] >= RANK[combine(values, rule)]


@given(st.sampled_from(list(Value)), st.integers(1, 12), st.integers(51, 100))
def test_one_answer_throughout_is_the_whole_answer(value: Value, times: int, met: int) -> None:
    """Unanimity is kept wherever the rule sets partly at half and met above it."""
    assert combine([value] * times, Parts(met=met, partly=50)) is value
