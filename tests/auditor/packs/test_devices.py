"""One auditor, two computers: noticed, shown side by side, chosen between, never merged in silence."""

import shutil

import pytest

from auditor import results, scoring
from auditor.checking import check_workspace
from auditor.packs.devices import choose_device, contested
from auditor.packs.staged import Standing
from auditor.packs.undo import what_stands_in_the_way
from auditor.standing.standing import standing
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value
from tests.auditor.packs.travelling import Party, answer, everything, looked_at, made_return, returned, taken_in


def both_computers(party: Party) -> None:
    """Edie answers N-1 on both, otherwise."""
    for name, value in (("edie", Value.MET), ("edie2", Value.NOT_MET)):
        with party.open(name) as store:
            answer(store, "N-1", "EA", value)


def counted(lead: Store) -> int:
    """How many audits figures count."""
    return results.results(lead).audits_submitted


def test_answers_from_two_computers_count_nowhere_until_one_is_chosen(party: Party):
    both_computers(party)
    files = [returned(party, name) for name in ("edie", "edie2")]
    with party.open("lead") as lead:
        taken_in(lead, files[0])
        (second,) = looked_at(lead, files[1]).packs
        assert (second.standing, second.word) == (Standing.LOOK, "Two computers: look")
        (done,) = [taken_in(lead, files[1])]
        assert counted(lead) == 0
        (plan,) = contested(lead, 1)
        assert (plan.reference, [s.submitted for s in plan.sides]) == ("N-1", [True, True])
        assert {d.criterion: set(d.values) for d in plan.differs}["Q1"] == {Value.MET, Value.NOT_MET}
        (need,) = [n for n in standing(lead, 1).needs if n.kind == "contested"]
        assert need.title == "1 plan has answers from two computers"
        assert {r.state for r in scoring.plan_rows(lead, 1) if (r.reference, r.auditor_code) == ("N-1", "EA")} == {
            "contested"
        }
        chosen = next(s.device for s in plan.sides if s.answers["Q1"].value == Value.NOT_MET)
        with pytest.raises(UserError, match="why"):
            choose_device(lead, plan.assignment, chosen, " ")
        choose_device(lead, plan.assignment, chosen, "she says it is the later one")
        assert contested(lead, 1) == () and counted(lead) == 1
        assert check_workspace(lead) == ()
        (stands,) = what_stands_in_the_way(lead, done.packs[0])
        assert stands.startswith("You chose between two computers for N-1")
        # the other one after all: what was withdrawn stands again
        other = next(s.device for s in plan.sides if s.device != chosen)
        choose_device(lead, plan.assignment, other, "no, the first")
        assert counted(lead) == 1 and contested(lead, 1) == ()


def test_later_work_of_a_computer_that_was_not_chosen_is_noticed_again(party: Party):
    both_computers(party)
    files = [returned(party, name) for name in ("edie", "edie2")]
    with party.open("lead") as lead:
        taken_in(lead, *files)
        (plan,) = contested(lead, 1)
        first = next(s for s in plan.sides if s.answers["Q1"].value == Value.MET)
        choose_device(lead, plan.assignment, first.device, "hers")
        taken_in(lead, files[1])
        assert contested(lead, 1) == ()  # nothing new came of it
    with party.open("edie2") as other:
        work = next(r.assignment for r in scoring.plan_rows(other, 1) if r.reference == "N-1")
        scoring.reopen(other, work, "I went on here")
        answer(other, "N-1", "EA", Value.PARTLY)
    again = returned(party, "edie2", 2)
    with party.open("lead") as lead:
        taken_in(lead, again)
        assert [c.reference for c in contested(lead, 1)] == ["N-1"] and counted(lead) == 0


def test_a_copied_workspace_that_both_were_used_is_two_computers(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.PARTLY, submit=False)
        made_return(edie, party.folder / "before.ehcppack")
    shutil.copy(party.folder / "edie.ehcpaudit", party.folder / "copy.ehcpaudit")
    for name, value in (("edie", Value.MET), ("copy", Value.NOT_MET)):
        with party.open(name) as store:
            answer(store, "N-1", "EA", value)
    files = [returned(party, name, 7) for name in ("edie", "copy")]
    with party.open("lead") as lead:
        taken_in(lead, *files)
        (plan,) = contested(lead, 1)
        assert len(plan.sides) == 2 and counted(lead) == 0
        before = everything(lead)
        taken_in(lead, *files)
        assert everything(lead) == before


def test_a_sheet_the_lead_typed_and_the_auditors_own_answers_are_two_computers(party: Party):
    with party.open("lead") as lead:
        answer(lead, "N-1", "EA", Value.MET)
        assert counted(lead) == 1
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.NOT_MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)
        assert counted(lead) == 0
        (plan,) = contested(lead, 1)
        assert {s.words for s in plan.sides} == {"Typed in here by Lee Example", "Computer 2"}


def test_given_back_on_one_computer_is_given_back(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    with party.open("edie2") as other:
        work = next(r.assignment for r in scoring.plan_rows(other, 1) if r.reference == "N-1")
        scoring.know_this_child(other, work)
    files = [returned(party, name) for name in ("edie", "edie2")]
    for order in (files, files[::-1]):
        with party.copy(party.folder.parent / order[0].stem).open("lead") as lead:
            taken_in(lead, order[0])
            taken_in(lead, order[1])
            assert counted(lead) == 0
            states = {r.reference: r.state for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}
            assert states["N-1"] == "given_back"
