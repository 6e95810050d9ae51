"""A workspace that was set back to a backup counts its packs anew: what it says then is heard all the same."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import col, select

from auditor import scoring
from auditor.allocation.allocate import Exclusion
from auditor.checking import check_workspace
from auditor.packs import returns
from auditor.packs.staged import Standing
from auditor.people.records import add_exclusion
from db.store import Store
from db.tables import Assignment, Conflict, Plan, RoundPlan, Sampled, now
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, looked_at, person, returned, taken_in
from tests.building import assignment_of


def given_back(lead: Store) -> set[str]:
    """The plans that Edie gave back, as the lead has it."""
    with lead.read() as session:
        rows = (
            select(Plan.reference)
            .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
            .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
            .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
            .where(col(Assignment.known_child_at).is_not(None))
        )
        return set(session.exec(rows))


def sent_three_then_set_back(party: Party, monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Three returns; then a backup from before them all is opened, a plan given back, a conflict declared, sent."""
    kept = party.folder / "kept.ehcpaudit"
    shutil.copy(party.folder / "edie.ehcpaudit", kept)
    files: list[Path] = []
    for number, reference in enumerate(("N-1", "N-2", "N-1"), 1):
        with party.open("edie") as edie:
            if number < 3:
                answer(edie, reference, "EA", Value.MET)
        files.append(returned(party, "edie", number))
    (party.folder / "edie.ehcpaudit").unlink()
    shutil.copy(kept, party.folder / "edie.ehcpaudit")
    with party.open("edie") as edie:
        scoring.know_this_child(edie, assignment_of(edie, 1, "N-3", "EA"))
        add_exclusion(edie, person(edie, "EA"), Exclusion("setting", "SET9", "my sister teaches there"))
    # the test takes no time, a new laptop some
    monkeypatch.setattr(returns, "now", lambda: now() + timedelta(minutes=5))
    return [*files, returned(party, "edie", 4)]


def test_a_plan_given_back_and_a_conflict_are_heard_after_a_backup_was_opened(
    party: Party, monkeypatch: pytest.MonkeyPatch
):
    files = sent_three_then_set_back(party, monkeypatch)
    with party.open("lead") as lead:
        taken_in(lead, *files[:3])
        (pack,) = looked_at(lead, files[3]).packs
        assert pack.number == 1
        assert (pack.standing, pack.word) == (Standing.LOOK, "Set back: look")
        assert any("N-3" in note for note in pack.notes) and any("set back" in note for note in pack.notes)
        taken_in(lead, files[3])
        assert given_back(lead) == {"N-3"}
        with lead.read() as session:
            assert "SET9" in session.exec(select(Conflict.setting)).all()
        # what came in before the workspace was set back says nothing against it, whenever it comes
        assert not looked_at(lead, *files[:3]).going_in()
        assert check_workspace(lead) == ()


def test_it_makes_no_difference_which_came_first(party: Party, monkeypatch: pytest.MonkeyPatch):
    files = sent_three_then_set_back(party, monkeypatch)
    with party.open("lead") as lead:
        taken_in(lead, files[3])
        for file in files[:3]:
            taken_in(lead, file)
        assert given_back(lead) == {"N-3"}
