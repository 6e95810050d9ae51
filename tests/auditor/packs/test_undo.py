"""Undoing a pack: its revisions are withdrawn, all else is as before, until something later stands on it."""

from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from auditor import guidance, results, scoring
from auditor.allocation.allocate import Exclusion
from auditor.allocation.taking import give_out, take_out
from auditor.checking import check_workspace
from auditor.packs.contacts import contacts, revoke
from auditor.packs.undo import undo, what_stands_in_the_way
from auditor.people.records import add_exclusion
from auditor.taking_back import take_back
from db.errors import UserError
from db.tables import Audit, Round, RoundPlan, new_uid, now
from db.vocabulary import RoundState, Value
from tests.auditor.packs.travelling import (
    Party,
    answer,
    everything,
    looked_at,
    made_return,
    person,
    returned,
    taken_in,
    work_packs,
)
from tests.building import assignment_of

TRACES = (
    "audit", "answer", "evidence", "outcome", "prompt_mark", "thread_link", "pack", "log", "log_payload", "contact_key",
)  # fmt: skip
"""What keeps traces of a pack that was undone: the pack, its withdrawn revisions, the log, the key that signed it."""


def full_return(party: Party) -> Path:
    """A return with answers, a plan given back, a conflict made of it."""
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        scoring.know_this_child(edie, assignment_of(edie, 1, "N-2", "EA"))
    return returned(party, "edie")


def test_undoing_leaves_all_as_it_was_and_keeps_the_revisions(party: Party):
    file = full_return(party)
    with party.open("lead") as lead:
        before, figures = everything(lead, *TRACES), results.results(lead)
        (pack,) = taken_in(lead, file).packs
        assert everything(lead, *TRACES) != before
        with pytest.raises(UserError, match="why"):
            undo(lead, pack, "")
        undo(lead, pack, "it was for the other round")
        assert everything(lead, *TRACES) == before
        assert results.results(lead).fingerprint == figures.fingerprint
        with lead.read() as session:
            (audit,) = session.exec(select(Audit)).all()
        assert audit.withdrawn_at is not None and audit.withdrawn_why
        assert check_workspace(lead) == ()
        with pytest.raises(UserError, match="nothing to undo"):
            undo(lead, pack, "again")


def test_an_undone_pack_can_be_applied_again(party: Party):
    file = full_return(party)
    with party.open("lead") as lead:
        (pack,) = taken_in(lead, file).packs
        rows, figures = everything(lead, "log", "log_payload", "pack", "contact_key"), results.results(lead)
        undo(lead, pack, "by mistake")
        assert taken_in(lead, file).packs == (pack,)
        again = everything(lead, "log", "log_payload", "pack", "contact_key")
        assert {name: len(found) for name, found in again.items()} == {name: len(found) for name, found in rows.items()}
        assert again["answer"] == rows["answer"] and again["assignment"] == rows["assignment"]
        assert results.results(lead).fingerprint == figures.fingerprint
        assert check_workspace(lead) == ()


def test_a_later_return_goes_on_from_an_earlier_one_so_it_is_undone_first(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-1", "EA", Value.MET)
        first = made_return(edie, party.folder / "1.ehcppack").file
        scoring.reopen(edie, work, "misread")
        answer(edie, "N-1", "EA", Value.PARTLY)
        second = made_return(edie, party.folder / "2.ehcppack").file
    with party.open("lead") as lead:
        early, late = taken_in(lead, first).packs + taken_in(lead, second).packs
        (why,) = what_stands_in_the_way(lead, early)
        assert why.startswith("Pack 2 of Edie Example came in after it")
        before = everything(lead)
        with pytest.raises(UserError, match="Undo that one first"):
            undo(lead, early, "wrong")
        assert everything(lead) == before
        undo(lead, late, "wrong")
        undo(lead, early, "wrong")
        assert results.results(lead).audits_submitted == 0
        assert taken_in(lead, second).packs == (late,)  # brings both revisions again
        assert results.results(lead).audits_submitted == 1


def test_a_sign_off_stands_on_every_pack(party: Party):
    file = full_return(party)
    with party.open("lead") as lead:
        (pack,) = taken_in(lead, file).packs
        with lead.write() as session:
            session.get_one(Round, 1).state = RoundState.SIGNED_OFF.value
        (why,) = what_stands_in_the_way(lead, pack)
        assert "signed off" in why
        with pytest.raises(UserError, match="signed off"):
            undo(lead, pack, "too late")


def second_work_pack(party: Party) -> Path:
    """A later work pack for Edie that gives a plan, takes one back, corrects a fact and moves a day."""
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)
        with lead.write() as session:
            take_out(session, [assignment_of(lead, 1, "N-1", "EA")])
            row = {"uid": new_uid(), "sampled_id": 4, "person_id": person(lead, "EA"), "kind": "second"}
            give_out(session, [row | {"criteria": "", "due_on": date(2026, 5, 1), "given_at": now()}])
            session.get_one(RoundPlan, 2).area = "South"
            session.get_one(Round, 1).due_on = date(2026, 5, 2)
        guidance.write_guidance(lead, 1, "Q2", "Read section F first.")
        return work_packs(lead, party.folder, ["EA"])[0].file


def test_a_work_pack_can_be_undone_until_what_it_brought_is_begun(party: Party):
    file = second_work_pack(party)
    with party.open("edie") as edie:
        before = everything(edie, *TRACES)
        (staged,) = looked_at(edie, file).packs
        said = {r.reference or r.criterion: r.become_words for r in staged.rows if r.verdict != "same"}
        assert said == {
            "N-1": "taken back by your lead",
            "N-2": "corrected: area",
            "N-4": "by 1 May 2026",
            "Q2": "Read section F first.",
        }
        (pack,) = taken_in(edie, file).packs
        state = {r.reference: r.state for r in scoring.plan_rows(edie, 1)}
        assert state == {"N-1": "taken_back", "N-2": "not_started", "N-3": "not_started", "N-4": "not_started"}
        sheet = scoring.sheet(edie, assignment_of(edie, 1, "N-1", "EA"))
        assert sheet.locked.startswith("This plan was taken back by the lead") and sheet.answered == 4
        undo(edie, pack, "the wrong one")
        assert everything(edie, *TRACES) == before
        taken_in(edie, file)
        answer(edie, "N-4", "EA", Value.MET)
        assert what_stands_in_the_way(edie, pack) == ("You have begun N-4, which it brought.",)


def test_the_pack_a_workspace_came_from_is_not_undone(party: Party):
    with party.open("edie") as edie:
        assert what_stands_in_the_way(edie, 1) == ("The round came with it.",)


def test_undoing_what_took_a_plan_up_again_gives_it_back_again(party: Party):
    with party.open("edie") as edie:
        work = assignment_of(edie, 1, "N-1", "EA")
        scoring.know_this_child(edie, work)
        first = made_return(edie, party.folder / "1.ehcppack").file
        take_back(edie, work)
        answer(edie, "N-1", "EA", Value.MET)
        second = made_return(edie, party.folder / "2.ehcppack").file
    with party.open("lead") as lead:
        taken_in(lead, first)
        before = everything(lead, *TRACES, "conflict")
        (staged,) = looked_at(lead, second).packs
        assert staged.notes == ("N-1 is taken up again: they do not know the child after all.",)
        (late,) = taken_in(lead, second).packs
        assert results.results(lead).audits_submitted == 1 and everything(lead)["conflict"] == []
        undo(lead, late, "wrong")
        assert everything(lead, *TRACES, "conflict") == before
        assert len(everything(lead)["conflict"]) == 1


def test_a_key_that_came_with_a_pack_stays_so_that_it_can_be_revoked(party: Party):
    file = full_return(party)
    with party.open("lead") as lead:
        (pack,) = taken_in(lead, file).packs
        assert undo(lead, pack, "somebody posed as her").brought_key
        (contact,) = contacts(lead)
        revoke(lead, contact.id, "Not hers.")
        assert looked_at(lead, file).packs[0].word == "Refused: key revoked"


def test_only_the_first_pack_of_a_computer_brings_its_key(party: Party):
    file = full_return(party)
    with party.open("lead") as lead:
        taken_in(lead, file)
        with party.open("edie") as edie:
            answer(edie, "N-3", "EA", Value.MET)
            second = made_return(edie, party.folder / "second.ehcppack").file
        (pack,) = taken_in(lead, second).packs
        assert not undo(lead, pack, "too early").brought_key


def test_a_plan_that_something_else_names_stays_when_its_pack_is_undone(party: Party):
    file = second_work_pack(party)
    with party.open("edie") as edie:
        (pack,) = taken_in(edie, file).packs
        add_exclusion(edie, person(edie, "EA"), Exclusion("plan", "N-4"))
        undo(edie, pack, "the wrong one")
        assert "N-4" in {row[2] for row in everything(edie)["plan"]}
        assert check_workspace(edie) == ()
