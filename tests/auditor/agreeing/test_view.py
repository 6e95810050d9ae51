"""What the lead sees of agreement, read from a workspace: first and second scorings, as first submitted, alone."""

from datetime import date
from pathlib import Path

import pytest

from auditor import ready_made
from auditor.agreeing.view import agreement_seen
from auditor.agreeing.words import TOLD_BEFORE, board_sentence
from auditor.frameworks import builtin
from auditor.handbook.content import handbook
from auditor.reports.agreement import agreement_appendix
from auditor.reports.blocks import Bullets, Paragraph
from auditor.results import results
from auditor.round_settings import change_round_settings
from db.errors import UserError
from db.vocabulary import AssignmentKind, Draw, RoundKind, Value
from tests.building import make_round, make_workspace, score, small_framework

M, P = Value.MET, Value.PARTLY
PLANS = [f"N-{number:03}" for number in range(12)]


def test_somebody_from_outside_is_compared_apart(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        given = [
            ready_made.NewAssignment(plan, code, kind)
            for plan in PLANS
            for code, kind in (("EA", AssignmentKind.FIRST), ("HB", AssignmentKind.OUTSIDE))
        ]
        new = ready_made.DrawnRound("Spring", RoundKind.FULL, date(2026, 3, 31), draw=Draw.RANDOM)
        listed = [ready_made.NewPlan(plan, area="North") for plan in PLANS]
        rnd = ready_made.make_round(store, small_framework(tmp_path), new, listed, given)
        for plan in PLANS:
            score(store, rnd, plan, "EA", [M] * 4)
            score(store, rnd, plan, "HB", [P] * 4)
        seen = agreement_seen(store, "Spring")
        assert (seen.agreement.n_units, seen.pairs, seen.leniency, seen.divided) == (0, (), (), ())
        assert (seen.outside.plans, seen.outside.one_step) == (12, 48)


def test_audits_that_are_not_submitted_do_not_enter(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), PLANS, {plan: ["EA", "HB"] for plan in PLANS})
        for plan in PLANS:
            score(store, rnd, plan, "EA", [M] * 4)
            score(store, rnd, plan, "HB", [P] * 4, submit=False)
        assert agreement_seen(store, "Spring").agreement.n_units == 0


def test_the_same_round_gives_the_same_ranges_each_time_it_is_read(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), PLANS, {plan: ["EA", "HB"] for plan in PLANS})
        for at, plan in enumerate(PLANS):
            score(store, rnd, plan, "EA", [M] * 4)
            score(store, rnd, plan, "HB", [P if at % 3 else M, M, M, M])
        once, again = agreement_seen(store, "Spring"), agreement_seen(store, "Spring")
        assert once == again
        assert once.agreement.criteria[0].intervals
        (pair,) = once.pairs
        assert (once.names[pair.first], pair.plans, pair.same) == ("Edie Example", 12, 40)


def test_of_answers_entered_after_moderation_nothing_is_told_of_before_it(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), PLANS, {plan: ["EA", "HB"] for plan in PLANS})
        for plan in PLANS:
            for code in ("EA", "HB"):
                score(store, rnd, plan, code, [M] * 4)
        before = agreement_seen(store, "Spring")
        change_round_settings(store, rnd, after_moderation=True)
        after = agreement_seen(store, "Spring")
        told = agreement_appendix(results(store))
    assert len(before.leniency) == 2 and "After moderation" not in board_sentence(before.agreement)
    assert (after.divided, after.pairs, after.leniency) == ((), (), ())
    first, about, *_ = (b.text for b in told if isinstance(b, Paragraph))
    assert first == board_sentence(after.agreement)
    assert about.startswith("The answers of this round were entered as they stood after moderation, so these figures")
    assert "After moderation they gave the same answer to all 48 questions." in board_sentence(after.agreement)


def test_a_round_that_is_not_there_is_told(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as store, pytest.raises(UserError, match="no round"):
        agreement_seen(store, "Winter")


def test_auditors_are_told_beforehand_in_the_handbook():
    points = [p.text for block in handbook(builtin("default-ehcp")) if isinstance(block, Bullets) for p in block.points]
    assert TOLD_BEFORE in points
