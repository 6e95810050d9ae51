"""Sharing plans out: everybody about as many, each once, some twice by somebody else."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.sharing import share_in_turn, usual_twice
from db.vocabulary import AssignmentKind


@given(st.integers(1, 60), st.integers(2, 9), st.data())
def test_loads_are_even_and_second_scorers_are_other_people(plans: int, people: int, data: st.DataObject) -> None:
    twice = data.draw(st.integers(0, plans))
    references, codes = [f"N-{i}" for i in range(plans)], [f"A{i}" for i in range(people)]
    given = share_in_turn(references, codes, twice)
    first = {a.reference: a.person for a in given if a.kind is AssignmentKind.FIRST}
    second = {a.reference: a.person for a in given if a.kind is AssignmentKind.SECOND}
    assert list(first) == references
    assert list(second) == references[:twice]
    assert all(first[reference] != second[reference] for reference in second)
    for load in (Counter(first.values()), Counter(second.values())):
        counts = [load[code] for code in codes]
        assert max(counts) - min(counts) <= 1


def test_one_auditor_cannot_be_a_second_opinion() -> None:
    assert len(share_in_turn(["N-1", "N-2"], ["A"])) == 2
    with pytest.raises(ValueError):
        share_in_turn(["N-1"], ["A"], twice=1)
    with pytest.raises(ValueError):
        share_in_turn(["N-1"], [])


@pytest.mark.parametrize(("plans", "twice"), [(0, 0), (5, 5), (12, 12), (33, 12), (60, 12), (61, 13), (100, 20)])
def test_a_fifth_and_at_least_twelve_are_scored_twice(plans: int, twice: int) -> None:
    assert usual_twice(plans) == twice
