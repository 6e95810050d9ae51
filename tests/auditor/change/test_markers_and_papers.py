"""Markers and figures of old papers are kept, checked, logged, and stand on the line hollow or dashed."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.change.cohorts import CAUTION, cohorts
from auditor.change.figures import Verdict
from auditor.change.history import (
    HistoryFacts,
    add_history,
    change_history,
    check,
    history,
    remove_history,
)
from auditor.change.markers import MarkerFacts, add_marker, change_marker, markers, remove_marker
from auditor.change.over_time import over_time
from auditor.cli import main
from auditor.ready_made import NewPlan
from auditor.results import read_results
from db.errors import UserError
from db.store import Store
from db.tables import Log
from tests.auditor.change.rounds_over_time import add_round
from tests.building import make_workspace, small_framework

PAPER = HistoryFacts("M", "2019 audit", date(2019, 6, 30), "52", 17, 33, "plans", "Board paper, June 2019, page 4")
TRAINING = MarkerFacts(date(2025, 9, 1), "Training delivered", 46)


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A lead's file with one round, some of whose plans were finalised, some amended, one of them nobody knows when."""
    folder = tmp_path_factory.mktemp("papers")
    days = [(date(2024, 2, 1), None)] * 3 + [(date(2025, 5, 5), None)] * 6 + [(date(2021, 1, 1), date(2025, 6, 9))] * 5
    listed = [
        NewPlan(f"P-{i}", area="North", first_final_on=final, amended_final_on=amended)
        for i, (final, amended) in enumerate([*days, (None, None)])
    ]
    with make_workspace(folder / "a.ehcpaudit") as store:
        add_round(store, small_framework(folder), "Spring", date(2026, 3, 31), 11, listed=listed)
        return store.path


@pytest.fixture
def store(first: Path, tmp_path: Path) -> Iterator[Store]:
    copy = tmp_path / "a.ehcpaudit"
    copy.write_bytes(first.read_bytes())
    with Store.open(copy) as opened:
        yield opened


def logged(store: Store) -> list[tuple[str, str]]:
    with store.read() as session:
        return [(row.what, row.subject) for row in session.exec(select(Log).order_by(Log.seq))][-1:]  # type: ignore[arg-type]


def test_a_marker_is_kept_said_otherwise_and_taken_away(store: Store) -> None:
    (marker,) = add_marker(store, TRAINING).ids
    assert over_time(store).markers == markers(store)
    change_marker(store, marker, MarkerFacts(date(2025, 9, 2), "  Training\n delivered ", 47))
    assert [(row.on, row.words, row.attended) for row in markers(store)] == [
        (date(2025, 9, 2), "Training delivered", 47)
    ]
    assert logged(store) == [("changed a marker", "marker of 2025-09-02")]
    assert change_marker(store, marker, MarkerFacts(date(2025, 9, 2), "Training delivered", 47)).kinds == frozenset()
    remove_marker(store, marker)
    assert markers(store) == ()
    with pytest.raises(UserError, match="no longer here"):
        remove_marker(store, marker)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (MarkerFacts(date(2025, 9, 1), "  "), "no_words"),
        (MarkerFacts(date(2025, 9, 1), "x" * 81), "long_words"),
        (MarkerFacts(date(2025, 9, 1), "Training", -1), "attended"),
    ],
)
def test_a_marker_without_sense_is_refused(store: Store, facts: MarkerFacts, code: str) -> None:
    with pytest.raises(UserError) as refused:
        add_marker(store, facts)
    assert refused.value.code == code
    assert markers(store) == ()


def test_markers_are_listed_and_set_by_command(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()
    words = ["marker", str(store.path), "--on", "2025-09-01", "--words", "Training by Mr Poole", "--attended", "46"]
    assert main(words) == 0
    told = capsys.readouterr()
    assert "Training by Mr Poole" in told.out
    assert "looks like a name" in told.err


def test_a_figure_of_an_old_paper_stands_hollow_on_its_line_and_no_line_leads_to_it(store: Store) -> None:
    add_history(store, 1, PAPER)
    (series,) = over_time(store).headlines
    paper, now = series.points
    assert (paper.label, paper.printed, paper.hollow, paper.joined, paper.interval) == (
        "2019 audit", "52%", True, False, None,
    )  # fmt: skip
    assert "Board paper, June 2019, page 4" in paper.note
    assert (now.label, now.hollow, now.joined) == ("Spring", False, False)


def test_a_paper_is_compared_only_when_asked_and_only_with_its_counts(store: Store) -> None:
    add_history(store, 1, PAPER)
    add_history(store, 1, HistoryFacts("M", "2020 audit", date(2020, 6, 30), "52%", None, 33, "plans", "Board paper"))
    found = over_time(store)
    assert (found.then, found.choices) == ("", ("2019 audit",))
    assert found.headlines[0].change is None
    compared = over_time(store, against="2019 audit")
    (series,) = compared.headlines
    assert series.change is not None
    assert series.change.verdict == Verdict.NOT_RELIABLE
    assert (series.change.then.k, series.change.then.n) == (17, 33)
    assert any("typed in from Board paper, June 2019, page 4" in line for line in compared.cautions)
    with pytest.raises(UserError, match="cannot be compared with 2020 audit"):
        over_time(store, against="2020 audit")


def test_a_paper_that_counts_answers_stands_on_no_line_of_plans(store: Store) -> None:
    add_history(store, 1, HistoryFacts("M", "2019 audit", date(2019, 6, 30), "49", None, None, "answers", "Old paper"))
    (series,) = over_time(store).headlines
    assert [point.label for point in series.points] == ["Spring"]
    assert series.left_out == ("2019 audit (Old paper) counts answers, so it stands on no line with plans: 49%.",)


def test_a_figure_of_an_old_paper_is_put_right_and_taken_away(store: Store) -> None:
    (figure,) = add_history(store, 1, PAPER).ids
    with pytest.raises(UserError, match="called 2019 audit for this standard already"):
        add_history(store, 1, PAPER)
    change_history(store, 1, figure, HistoryFacts("M", "2019 audit", date(2019, 6, 30), "45.5%", source="Page 5"))
    (row,) = history(store)
    assert (row.facts.percent, row.facts.k, row.facts.source, row.by) == ("45.5%", None, "Page 5", "Lee Example")
    assert logged(store) == [("changed a figure of an old paper", "small M 2019-06-30")]
    remove_history(store, figure)
    assert history(store) == ()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"measure": "X"}, "no_measure"),
        ({"label": " "}, "no_words"),
        ({"source": ""}, "no_words"),
        ({"percent": "about half"}, "no_percent"),
        ({"k": 34}, "no_count"),
        ({"n": None}, "no_count"),
    ],
)
def test_a_figure_without_sense_is_refused(store: Store, change: dict[str, object], code: str) -> None:
    facts = HistoryFacts(**{**PAPER.__dict__, **change})  # type: ignore[arg-type]
    with pytest.raises(UserError) as refused:
        add_history(store, 1, facts)
    assert refused.value.code == code
    assert history(store) == ()


def test_a_percentage_that_cannot_be_k_of_n_is_told_with_what_it_could_be() -> None:
    found = check(HistoryFacts("M", "2019 audit", date(2019, 6, 30), "49", None, 33, "plans", "Paper"))
    assert found.fits is False
    assert found.sentences[0] == "49% cannot be a share of 33 plans: the nearest that can are 48% or 52%."
    assert any("the answers to 3 criteria on 33 plans were pooled" in line for line in found.sentences)


def test_counts_that_do_not_give_the_percentage_are_told_and_never_compared() -> None:
    found = check(HistoryFacts("M", "2019 audit", date(2019, 6, 30), "52", 15, 33, "plans", "Paper"))
    assert found.fits is False
    assert not found.comparable
    assert found.sentences[0].startswith("15 of 33 does not give 52%.")
    assert check(PAPER).comparable
    assert check(HistoryFacts("M", "2019", date(2019, 6, 30), "52", None, None, "", "Paper")).fits is None


def test_plans_stand_in_the_quarter_of_their_present_wording_and_few_are_told_as_counts(store: Store) -> None:
    _, reading = read_results(store)
    assert reading is not None
    found = cohorts(reading, markers(store))
    points = found.headlines[0].points
    assert [(p.label, p.k, p.n) for p in points if p.n] == [("Jan–Mar 2024", 3, 3), ("Apr–Jun 2025", 8, 11)]
    assert [(p.percent is None, p.interval is None) for p in points if p.n] == [(True, True), (False, False)]
    assert len(points) == 6
    assert (found.scored, found.undated, found.caution) == (15, 1, CAUTION)
    assert all(series.change is None for series in found.headlines)


def test_quarters_are_told_by_command(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    store.close()
    assert main(["change", str(store.path), "--by-quarter"]) == 0
    told = capsys.readouterr().out
    assert "73% (8 of 11)" in told
    assert "Older quarters hold only plans that were never updated since." in told
    assert "1 of 15 plans stand in no quarter." in told


def test_a_figure_of_an_old_paper_is_kept_and_checked_by_command(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    store.close()
    words = ["old-paper", str(store.path), "--measure", "M", "--label", "2019 audit", "--percent", "49", "--of", "33"]
    assert main(words) == 2
    assert "which day" in capsys.readouterr().err
    assert main([*words, "--as-at", "2019-06-30", "--source", "Board paper, page 4", "--basis", "plans"]) == 0
    assert "49% cannot be a share of 33 plans" in capsys.readouterr().out
    assert main(["old-paper", str(store.path), "--json"]) == 0
    (figure,) = json.loads(capsys.readouterr().out)["figures"]
    assert (figure["facts"]["percent"], figure["check"]["fits"], figure["by"]) == ("49%", False, "Lee Example")
    assert main(["old-paper", str(store.path), "--remove", "1"]) == 0


def test_quarters_long_ago_are_taken_together_up_to_the_first_that_has_plans(tmp_path: Path) -> None:
    days = [date(2015, 2, 1)] * 4 + [date(2025, 5, 5)] * 3
    listed = [NewPlan(f"P-{i}", area="North", first_final_on=day) for i, day in enumerate(days)]
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        add_round(store, small_framework(tmp_path), "Spring", date(2026, 3, 31), 5, listed=listed)
        _, reading = read_results(store)
    assert reading is not None
    points = cohorts(reading).headlines[0].points
    assert [(p.label, p.k, p.n) for p in points] == [("Before Apr–Jun 2025", 4, 4), ("Apr–Jun 2025", 1, 3)]
