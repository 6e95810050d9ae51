"""Figures are held back while too few audits are in: the first to come back are those of the easier plans."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.reports.details import ReportDetails
from auditor.reports.make import make_report
from auditor.results import results
from auditor.standing.provisional import enough_in, held_back
from db.errors import UserError
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

M = Value.MET


@pytest.fixture
def store(tmp_path: Path):
    """A workspace with people and no round."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


def references(count: int) -> list[str]:
    return [f"N-{i:03}" for i in range(1, count + 1)]


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_four_fifths_are_enough_and_a_sentence_says_so_until_then(counts: tuple[int, int]):
    submitted, expected = counts
    assert enough_in(submitted, expected) is (5 * submitted >= 4 * expected)
    assert (held_back(submitted, expected) == "") is enough_in(submitted, expected)


@pytest.mark.parametrize(("in_now", "held"), [(1, True), (3, True), (4, False), (5, False)])
def test_figures_are_to_be_held_back_until_four_fifths_of_the_audits_are_in(store, tmp_path: Path, in_now, held: bool):
    plans = references(5)
    rnd = make_round(store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans})
    for reference in plans[:in_now]:
        score(store, rnd, reference, "EA", (M, M, M, M))
    figures = results(store)
    assert ("held_back" in figures.reasons) is held
    assert ("provisional" in figures.reasons) is (in_now < 5)
    assert figures.measures[0].n == in_now, "the figures are there for analysts, beside the reason"
    if held:
        assert f"{in_now} of 5 audits" in figures.reasons["held_back"]
        with pytest.raises(UserError, match="No report was made") as refused:
            make_report(figures, ReportDetails("Example Council", "Lee Example", date(2026, 4, 1)), tmp_path)
        assert refused.value.code == "held_back"
        assert not list(tmp_path.glob("board-*"))


def test_a_plan_that_nobody_has_yet_counts_as_one_audit_to_come(store, tmp_path: Path):
    plans = references(5)
    rnd = make_round(store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans[:3]})
    for reference in plans[:3]:
        score(store, rnd, reference, "EA", (M, M, M, M))
    figures = results(store)
    assert (figures.audits_submitted, figures.audits_expected) == (3, 5)
    assert "held_back" in figures.reasons
