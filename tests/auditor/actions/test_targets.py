"""Targets are judged by what a figure can bear, and evidence stands beside the audit without entering it."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from auditor.actions.beside import (
    DisputeFacts,
    SurveyFacts,
    disputes_of,
    keep_dispute,
    keep_survey,
    remove_survey,
    survey_sentence,
    surveys_of,
)
from auditor.actions.blocks import evidence_section
from auditor.actions.targets import (
    Judged,
    Part,
    TargetFacts,
    judge,
    parts_sentence,
    remove_target,
    set_target,
    targets_of,
)
from auditor.figures import MeasureFigure
from auditor.intervals import wilson
from auditor.rounding import one_decimal, printed
from db.errors import UserError
from db.store import Store
from tests.building import make_workspace

DAY = date(2026, 6, 1)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        yield store


def measure(k: int, n: int, *, by_lot: bool = True, undecided: int = 0) -> MeasureFigure:
    """A headline with the figures that its k and n give."""
    return MeasureFigure(
        "M1", "Voice recorded", "Voice", "plans", k, n, 0, n - k, one_decimal(k, n), printed(k, n),
        wilson(k, n) if by_lot else None, False, 0, undecided, 0, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("k", "n", "draw", "judged"),
    [
        (5, 33, "random", Judged.BELOW), (17, 33, "random", Judged.CANNOT_TELL), (33, 33, "random", Judged.REACHED),
        (13, 33, "all", Judged.BELOW), (17, 33, "all", Judged.REACHED), (33, 33, "chosen", Judged.UNRATED),
    ],
)  # fmt: skip
def test_a_target_is_judged_by_the_interval(k: int, n: int, draw: str, judged: Judged):
    found = judge(TargetFacts("f", "M1", 50), measure(k, n, by_lot=draw == "random"), draw)
    assert found.judged == judged
    assert f"{k} of {n}" in found.said


def test_a_whole_count_is_judged_on_whole_numbers():
    assert judge(TargetFacts("f", "M1", 57), measure(57, 100, by_lot=False), "all").judged == Judged.REACHED
    assert judge(TargetFacts("f", "M1", 58), measure(57, 100, by_lot=False), "all").judged == Judged.BELOW
    undecided = measure(57, 100, by_lot=False, undecided=3)
    assert judge(TargetFacts("f", "M1", 50), undecided, "all").judged == Judged.CANNOT_TELL


def test_a_range_over_parts_gives_each_part_and_rates_nothing():
    parts = (Part("North", 38, 50), Part("Central", 45, 50), Part("East", 20, 20))
    target = TargetFacts("f", "M1", 90, parts=parts)
    assert parts_sentence(target) == (
        "Target 90%. It varies 76% to 100%: North 76% (38 of 50); Central 90% (45 of 50); East 100% (20 of 20). "
        "2 of 3 parts reach the target. A range is not rated."
    )
    assert judge(target, measure(1, 33), "random").judged == Judged.UNRATED


def test_targets_are_kept_changed_and_taken_away(store: Store):
    set_target(store, TargetFacts("default-ehcp", "M1", 75, "SEND Board", DAY, (Part("North", 3, 4),)))
    set_target(store, TargetFacts("default-ehcp", "M1", 80, "SEND Board"))
    assert targets_of(store, "default-ehcp") == (TargetFacts("default-ehcp", "M1", 80, "SEND Board"),)
    assert targets_of(store, "another") == ()
    for facts, code in (
        (TargetFacts("f", "M1", 101), "no_percent"),
        (TargetFacts("f", "M1", 50, parts=(Part("A", 5, 4),)), "not_k_of_n"),
        (TargetFacts("f", "M1", 50, parts=(Part("A", 1, 4), Part("a", 1, 4))), "name_taken"),
        (TargetFacts("f", "M1", 50, parts=(Part(" ", 1, 4),)), "no_name"),
    ):
        with pytest.raises(UserError) as refused:
            set_target(store, facts)
        assert refused.value.code == code
    remove_target(store, "default-ehcp", "M1")
    assert targets_of(store, "default-ehcp") == ()


POET = SurveyFacts(
    "POET (invented)", "Made-up survey, table 2", DAY, "Does the plan say what you hope for?", 41, 120, 29
)


def test_a_survey_says_how_many_answered_of_how_many_asked():
    assert survey_sentence(POET) == (
        "POET (invented), 1 June 2026: 41 of 120 asked answered “Does the plan say what you hope for?”. "
        "29 of 41 (71%). Source: Made-up survey, table 2."
    )
    few = SurveyFacts("Forum", "Notes", DAY, "Was it kind?", 9, None, 8, "said yes")
    assert survey_sentence(few).endswith("8 of 9 said yes. Source: Notes."), "no percentage of nine"


def test_surveys_are_kept_beside_and_say_why_they_may_differ(store: Store):
    number = keep_survey(store, POET).ids[0]
    assert [row.facts for row in surveys_of(store)] == [POET]
    assert "never added together" in repr(evidence_section([POET]))
    for wrong in (
        SurveyFacts("", "s", DAY, "q", 1), SurveyFacts("n", "s", DAY, "q", 0),
        SurveyFacts("n", "s", DAY, "q", 5, 4), SurveyFacts("n", "s", DAY, "q", 5, 9, 6),
    ):  # fmt: skip
        with pytest.raises(UserError):
            keep_survey(store, wrong)
    remove_survey(store, number)
    assert surveys_of(store) == ()


def test_an_agency_hears_how_disputes_ended(store: Store):
    ended = DisputeFacts("health", "tribunal", "Ordered: provision specified in hours.", DAY, date(2026, 6, 9))
    keep_dispute(store, ended)
    assert [row.facts for row in disputes_of(store, "health")] == [ended]
    assert disputes_of(store, "education") == ()
    with pytest.raises(UserError) as refused:
        keep_dispute(store, DisputeFacts("health", "mediation", "Agreed.", DAY, date(2026, 5, 1)))
    assert refused.value.code == "told_first"
