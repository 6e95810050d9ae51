"""Ranges drawn again from the plans at hand: the same for the same plans, wider for fewer, absent where none holds."""

import subprocess
import sys
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.resampling import agreement_intervals, ratio_interval

POINTS = (0.0, 1.0, 2.0)
PATTERNS = st.dictionaries(
    st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)).filter(lambda counts: sum(counts) > 1),
    st.integers(1, 30),
    min_size=2,
)


@settings(max_examples=30)
@given(PATTERNS, st.randoms())
def test_neither_order_nor_another_run_changes_a_range(patterns, chance):
    turned = list(patterns.items())
    chance.shuffle(turned)
    assert agreement_intervals(patterns, POINTS, "a") == agreement_intervals(dict(turned), POINTS, "a")


@settings(max_examples=30)
@given(PATTERNS)
def test_ranges_stay_within_what_is_possible(patterns):
    for name, ends in agreement_intervals(patterns, POINTS, "a").items():
        if ends is not None:
            assert ends[0] < ends[1] <= 1 + 1e-9, name
            assert name not in ("percent_agreement", "within_one", "all_raters_agree") or ends[0] >= -1e-9


def test_another_seed_draws_other_plans():
    patterns = {(0, 1, 1): 9, (0, 0, 2): 23, (1, 0, 1): 2}
    assert agreement_intervals(patterns, POINTS, "a") != agreement_intervals(patterns, POINTS, "b")


def test_more_plans_give_a_narrower_range():
    widths: list[float] = []
    for times in (1, 10, 100):
        ends = agreement_intervals({(0, 1, 1): 4 * times, (0, 0, 2): 16 * times}, POINTS, "a")["percent_agreement"]
        assert ends is not None
        widths.append(ends[1] - ends[0])
    assert all(more > fewer for more, fewer in pairwise(widths))


def test_a_share_has_the_range_that_theory_gives():
    """80 of 100 plans alike: 80% give or take 1.96 times the root of 0.8 times 0.2 over 100."""
    ends = agreement_intervals({(0, 1, 1): 20, (0, 0, 2): 80}, POINTS, "a", times=20_000)["percent_agreement"]
    assert ends == pytest.approx((0.8 - 1.96 * 0.04, 0.8 + 1.96 * 0.04), abs=0.011)


def test_a_mean_difference_has_the_range_that_theory_gives():
    """Differences of 0 and 1 in equal parts on 100 plans: a half, give or take 1.96 times 0.05."""
    ends = ratio_interval({(0.0, 1.0): 50, (1.0, 1.0): 50}, "a", times=20_000)
    assert ends == pytest.approx((0.5 - 1.96 * 0.05, 0.5 + 1.96 * 0.05), abs=0.011)


def test_where_every_plan_came_out_alike_there_is_no_range():
    assert set(agreement_intervals({(0, 0, 2): 30}, POINTS, "a").values()) == {None}
    assert ratio_interval({(1.0, 2.0): 30}, "a") is None


def test_one_plan_gives_no_range():
    assert agreement_intervals({(0, 1, 1): 1}, POINTS, "a") == {}
    assert ratio_interval({(1.0, 2.0): 1}, "a") is None


def test_a_figure_that_many_resamples_leave_undefined_has_no_range():
    """Of 12 plans one stands apart: a third of the resamples miss it and have no alpha."""
    found = agreement_intervals({(0, 1, 1): 1, (0, 0, 2): 11}, POINTS, "a")
    assert found["alpha_ordinal"] is None
    assert found["gwet_ac1"] is not None


@pytest.mark.parametrize(
    "program", ["import auditor.cli", "import auditor.results, auditor.reports.make", "import ui.app"]
)
def test_numpy_is_loaded_only_when_a_range_is_drawn(program):
    run = subprocess.run(
        [sys.executable, "-c", f"{program}\nimport sys\nsys.exit('numpy' in sys.modules)"], check=False
    )
    assert run.returncode == 0
