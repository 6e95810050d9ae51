"""Rounds stand on one line only where they measure the same, and are compared only with what they can be."""

import json
from collections.abc import Iterator
from datetime import date

import pytest

from auditor.change.feeding import why_no_trend
from auditor.change.figures import Series, Verdict
from auditor.change.over_time import over_time
from auditor.cli import main
from auditor.results import results
from db.errors import UserError
from db.store import Store
from db.vocabulary import Draw, RoundKind
from tests.auditor.change.rounds_over_time import add_round, in_answers, revised
from tests.building import make_workspace, small_framework


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Rounds of seven kinds, one after another; nobody may change it."""
    folder = tmp_path_factory.mktemp("over_time")
    with make_workspace(folder / "a.ehcpaudit") as store:
        first = small_framework(folder)
        add_round(store, first, "One", date(2024, 3, 31), 4)
        add_round(store, first, "Picked", date(2024, 6, 30), 12, draw=Draw.CHOSEN)
        add_round(store, first, "Theme", date(2024, 9, 30), 12, kind=RoundKind.THEMATIC)
        add_round(store, in_answers(first), "Answers", date(2025, 1, 31), 6)
        add_round(store, first, "Two", date(2025, 3, 31), 11)
        add_round(store, revised(first), "Three", date(2026, 3, 31), 10)
        add_round(store, first, "Made up", date(2026, 4, 30), 1, invented="All of it is made up.")
        yield store


def names(series: Series) -> list[str]:
    return [point.label for point in series.points]


def test_a_round_is_compared_with_the_latest_before_it(made: Store) -> None:
    found = over_time(made, "Two")
    (measure,) = found.headlines
    assert (found.then, names(measure)) == ("One", ["One", "Two"])
    assert [(p.k, p.n, p.printed, p.joined) for p in measure.points] == [(4, 12, "33%", False), (11, 12, "92%", True)]
    assert measure.change is not None
    assert measure.change.verdict == Verdict.BETTER
    assert measure.change.sentence.startswith("33% then, 92% now. A difference of 58 points is more than chance makes")


def test_a_later_round_does_not_change_an_earlier_line(made: Store) -> None:
    assert names(over_time(made, "One").headlines[0]) == ["One"]
    assert over_time(made, "One").headlines[0].change is None


def test_rounds_that_measure_otherwise_stand_on_no_line_and_it_is_said_why(made: Store) -> None:
    said = dict(over_time(made, "Three").left_out)
    assert said["Picked"] == "Its plans were chosen, not drawn by lot, so they do not measure all plans."
    assert said["Theme"].startswith("A thematic round looks at some plans for a reason")
    assert said["Answers"] == ("It counts answers and this round counts plans. The two are never put on one line.")
    assert set(said) == {"Picked", "Theme", "Answers"}
    assert over_time(made, "Made up").left_out[-1] == (
        "Three",
        "One of the two rounds is made up and the other is not.",
    )


def test_changed_questions_break_the_headline_and_carry_over_what_they_left_alone(made: Store) -> None:
    found = over_time(made, "Three")
    (measure,) = found.headlines
    assert names(measure) == ["One", "Two", "Three"]
    assert [point.joined for point in measure.points] == [False, True, False]
    (broken,) = measure.breaks
    assert broken.before == 2
    assert "version 1.0 until Two" in broken.why
    assert "version 2.0 from Three" in broken.why
    assert measure.change is not None
    assert measure.change.verdict == Verdict.NO_COMPARISON
    assert measure.change.sentence.startswith(
        "92% then, 83% now. They are not compared. What this standard asks changed"
    )
    series = {s.id: s for s in found.criteria}
    assert [point.joined for point in series["Q1"].points] == [False, True, True]
    assert series["Q1"].change is not None
    assert series["Q1"].change.verdict == Verdict.EXPLORATORY
    assert series["Q4"].breaks
    assert series["Q4"].change is not None
    assert series["Q4"].change.verdict == Verdict.NO_COMPARISON


@pytest.mark.parametrize("name", ["Picked", "Theme"])
def test_a_round_that_feeds_no_line_says_why_and_has_none(made: Store, name: str) -> None:
    found = over_time(made, name)
    assert found.why
    assert (found.headlines, found.criteria, found.then) == ((), (), "")


def test_every_kind_and_draw_feeds_a_line_but_those_picked_for_what_they_are() -> None:
    out = {(k, d) for k in RoundKind for d in Draw if why_no_trend(k, d)}
    picked = {(k, d) for k in RoundKind for d in (Draw.CHOSEN, Draw.UNKNOWN)}
    assert out == picked | {(k, d) for k in (RoundKind.THEMATIC, RoundKind.RE_AUDIT) for d in Draw}


def test_what_cannot_be_compared_is_refused_by_name(made: Store) -> None:
    with pytest.raises(UserError, match=r"Two cannot be compared with Theme. It can be compared with One."):
        over_time(made, "Two", "Theme")


def test_the_figures_of_a_line_are_those_of_the_results(made: Store) -> None:
    figures = results(made, "Three")
    found = over_time(made, "Three")
    assert [(m.k, m.n, m.percent) for m in figures.measures] == [
        (s.points[-1].k, s.points[-1].n, s.points[-1].percent) for s in found.headlines
    ]
    scored = {c.id: (c.k, c.n) for c in (*figures.criteria, *figures.statutory)}
    assert {s.id: (s.points[-1].k, s.points[-1].n) for s in found.criteria} == scored


def test_the_command_tells_the_same_as_the_job(made: Store, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["change", str(made.path), "--round", "Two", "--against", "One", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (measure,) = told["measures"]
    assert (told["then"], measure["change"]["verdict"], measure["change"]["points"]) == ("One", "better", 58)
    assert told["fingerprint"] == results(made, "Two").fingerprint
    assert measure["change"]["interval"] == pytest.approx(over_time(made, "Two").headlines[0].change.interval)  # type: ignore[union-attr]
    assert main(["change", str(made.path), "--round", "Theme"]) == 0
    assert "A thematic round looks at some plans for a reason" in capsys.readouterr().out
    assert main(["change", str(made.path), "--round", "Two", "--against", "Three"]) == 2
    assert "Two cannot be compared with Three" in capsys.readouterr().err
