"""Printed percentages round half up, whatever floating point would do."""

from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.rounding import half_up_percent, one_decimal, printed


def test_an_exact_half_rounds_up_where_floating_point_rounds_down() -> None:
    assert half_up_percent(69, 120) == 58
    assert floor(100 * (69 / 120) + 0.5) == 57


@pytest.mark.parametrize(("k", "n", "percent"), [(15, 33, "45%"), (17, 33, "52%"), (1, 200, "1%"), (0, 7, "0%")])
def test_a_share_prints_as_a_whole_percentage(k: int, n: int, percent: str) -> None:
    assert printed(k, n) == percent


@pytest.mark.parametrize(("k", "n", "percent"), [(15, 33, 45.5), (1, 2000, 0.1), (2, 3, 66.7), (3, 3, 100.0)])
def test_workbooks_get_one_decimal(k: int, n: int, percent: float) -> None:
    assert one_decimal(k, n) == percent


@pytest.mark.parametrize(("k", "n"), [(1, 0), (3, 2), (-1, 4)])
def test_what_is_not_a_share_is_refused(k: int, n: int) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        half_up_percent(k, n)


@given(st.integers(1, 10**6).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_rounding_is_exact_arithmetic(share: tuple[int, int]) -> None:
    k, n = share
    assert half_up_percent(k, n) == floor(Fraction(100 * k, n) + Fraction(1, 2))
