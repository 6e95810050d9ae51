"""Could a printed percentage be k of n, and what else could it be a share of?"""

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.attainable import attainable
from auditor.rounding import half_up_percent
from tests.auditor.verified import case


def test_thirty_three_plans_give_thirty_four_percentages() -> None:
    figures = case("grim_attainable_whole_percent_n33")
    assert [p for p in range(101) if attainable(p, 33).attainable] == figures.expected["attainable"]


def test_the_published_percentages_are_told_apart() -> None:
    figures = case("grim_figures_n33")
    for percent, yes, ks in zip(
        figures.data["figures"], figures.expected["attainable"], figures.expected["k"], strict=True
    ):
        answer = attainable(percent, 33)
        assert answer.attainable is yes
        assert answer.k == (ks[0] if ks else None)


def test_a_percentage_gives_its_count_away_so_the_two_are_hidden_together() -> None:
    figures = case("sdc_percent_reveals_count")
    found = [attainable(percent, figures.data["n"]).k for percent in figures.data["published_percent"]]
    assert found == figures.expected["count_recovered"]
    for n in (figures.expected["whole_percent_is_injective_up_to_n"], figures.expected["first_n_not_injective"]):
        apart = len({half_up_percent(k, n) for k in range(n + 1)}) == n + 1
        assert apart is (n < figures.expected["first_n_not_injective"])


def test_the_smallest_number_behind_a_percentage_is_found() -> None:
    figures = case("grim_smallest_n")
    found = [attainable(percent, 33).smallest_n for percent in figures.data["figures"]]
    assert found == figures.expected["smallest_n"]


def test_the_neighbours_lie_on_either_side() -> None:
    assert attainable(49, 33).nearest == (48, 52)
    assert attainable(44, 33).nearest == (42, 45)
    assert attainable(45, 33).nearest == (42, 48)
    assert attainable(0, 33).nearest == (None, 3)
    assert attainable(100, 33).nearest == (97, None)


def test_half_marks_explain_44_but_not_49_of_33_plans() -> None:
    assert any("14.5 of 33" in sentence for sentence in attainable(44, 33).explanations)
    assert not any("half," in sentence or "a half" in sentence for sentence in attainable(49, 33).explanations)
    assert any("16.25 of 33" in sentence for sentence in attainable(49, 33).explanations)


def test_pooled_criteria_explain_as_many_figures_as_verified() -> None:
    figures = case("grim_part_scores_n33")
    for percent, pooled in zip(figures.data["figures"], figures.expected["smallest_pooled_criteria_c"], strict=True):
        told = [s for s in attainable(percent, 33).explanations if f"answers to {pooled} criteria" in s]
        assert len(told) == (pooled > 1)


def test_rounding_always_up_is_offered_where_it_fits() -> None:
    assert any("16 of 33, which is 48.48%" in sentence for sentence in attainable(49, 33).explanations)
    assert not any("rounded up" in sentence for sentence in attainable(44, 33).explanations)


def test_decimals_are_taken_as_printed() -> None:
    assert attainable("45.5", 33).k == 15
    assert attainable("45.5", 33).nearest == (42.4, 48.5)
    assert not attainable("45.0", 33).attainable
    assert attainable("45.45 %", 33).smallest_n == 11


def test_a_large_number_of_plans_names_the_range_of_counts() -> None:
    answer = attainable(44, 330)
    assert answer.k == 145
    assert answer.explanations == ("Any count from 144 to 146 of 330 prints as 44%.",)


@pytest.mark.parametrize(("percent", "n"), [("101", 33), ("-3", 33), ("45.555", 33), ("half", 33), ("", 33), (45, 0)])
def test_what_is_not_a_percentage_is_refused_in_a_sentence(percent: str | int, n: int) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        attainable(percent, n)


@given(st.integers(0, 100), st.integers(1, 1200))
def test_every_answer_can_be_checked_by_counting(percent: int, n: int) -> None:
    printed = {half_up_percent(k, n): k for k in range(n + 1)}
    answer = attainable(percent, n)
    assert answer.attainable is (percent in printed)
    assert answer.nearest == (
        max((p for p in printed if p < percent), default=None),
        min((p for p in printed if p > percent), default=None),
    )
    if answer.k is None:
        assert not answer.attainable
    else:
        assert half_up_percent(answer.k, n) == percent
    smaller = range(1, answer.smallest_n)
    assert all(half_up_percent(k, m) != percent for m in smaller for k in range(m + 1))


@given(st.integers(0, 100), st.integers(1, 100))
def test_each_explanation_names_a_share_within_one_point_of_the_figure(percent: int, n: int) -> None:
    for sentence in attainable(percent, n).explanations:
        named = re.search(r"([0-9.]+) of ([0-9]+)", sentence)
        assert named is not None
        assert abs(100 * Fraction(named[1]) / int(named[2]) - percent) < 1
        assert "fabricat" not in sentence
