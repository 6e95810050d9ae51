"""What a return may do to the lead's workspace, and what it may not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import col, select

from auditor import results, scoring
from auditor.allocation.allocate import Exclusion
from auditor.audits import framework_of
from auditor.cases import cases_of
from auditor.checking import check_workspace
from auditor.packs import contacts
from auditor.packs.apply import apply
from auditor.packs.staged import Standing, Verdict
from auditor.people.records import add_exclusion
from auditor.round_moves import move_on
from auditor.standing.standing import standing
from auditor.steps import finished
from db.errors import UserError
from db.store import Store
from db.tables import Answer, Audit, ContactKey, Log, Person, Round, Workspace, new_uid
from db.vocabulary import RoundState, Value
from tests.auditor.packs.travelling import (
    Party,
    answer,
    everything,
    forged,
    looked_at,
    made_return,
    redigested,
    returned,
    taken_in,
    work_packs,
)
from tests.building import assignment_of, score


def test_a_return_brings_its_answers_into_the_figures_and_the_log_knows_them(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        answer(edie, "N-2", "EA", Value.PARTLY, submit=False)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, file).packs
        assert (pack.standing, pack.seal, pack.number) == (Standing.CAN, "First from this computer", 1)
        assert pack.answers_to is not None
        whole = {r.reference: (r.verdict, r.become_words) for r in pack.rows if not r.criterion}
        assert whole == {
            "N-1": (Verdict.ADD, "submitted"),
            "N-2": (Verdict.ADD, "unfinished"),
            "N-3": (Verdict.SAME, ""),
        }
        assert sum(r.verdict == Verdict.ADD and r.becomes == Value.MET for r in pack.rows) == 4
        taken_in(lead, file)
        assert results.results(lead).audits_submitted == 1
        rows = {r.reference: (r.state, r.answered) for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}
        assert rows == {"N-1": ("submitted", 4), "N-2": ("draft", 4), "N-3": ("not_started", 0)}
        assert check_workspace(lead) == ()


def test_looking_at_packs_writes_nothing(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    lead_file = party.folder / "lead.ehcpaudit"
    before = lead_file.read_bytes()
    with party.open("lead") as lead:
        looked_at(lead, file, party.folder / "small.toml")
    assert lead_file.read_bytes() == before
    assert not list(party.folder.glob("*-wal"))


def test_the_same_pack_twice_changes_nothing(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        staged = looked_at(lead, file)
        finished(apply(lead, staged))
        before = everything(lead)
        assert looked_at(lead, file).packs[0].standing == Standing.NOTHING
        assert finished(apply(lead, staged)).packs == ()  # even where it was looked at before it was in
        assert everything(lead) == before


def test_one_pack_twice_among_twenty_is_told_and_goes_in_once(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        staged = looked_at(lead, file, file)
        assert [p.standing for p in staged.packs] == [Standing.CAN, Standing.NOTHING]
        assert len(finished(apply(lead, staged)).packs) == 1


def test_an_older_return_never_replaces_a_newer_one(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-1", "EA", Value.NOT_MET)
        old = returned_from(party, edie, 1)
        scoring.reopen(edie, work, "misread section F")
        answer(edie, "N-1", "EA", Value.MET)
        scoring.know_this_child(edie, assignment_of(edie, 1, "N-2", "EA"))
        new = returned_from(party, edie, 2)
    with party.open("lead") as lead:
        taken_in(lead, new)
        assert given(lead) == {"N-1": Value.MET}
        before = everything(lead)
        (pack,) = looked_at(lead, old).packs
        assert pack.standing == Standing.NOTHING
        taken_in(lead, old)
        assert everything(lead) == before
        state = {r.reference: r.state for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}
        assert state["N-2"] == "given_back"


def test_an_unfinished_revision_does_not_stand_in_for_a_submitted_one(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-1", "EA", Value.MET)
        first = returned_from(party, edie, 1)
        scoring.reopen(edie, work, "misread")
        scoring.save_answer(edie, work, "Q1", scoring.Answer())  # a blank
        second = returned_from(party, edie, 2)
    with party.open("lead") as lead:
        taken_in(lead, first, second)
        assert given(lead) == {"N-1": Value.MET}
        with lead.read() as session:
            kept = session.exec(select(Answer).join(Audit, col(Audit.id) == Answer.audit_id).where(Audit.number == 1))
            assert [a.value for a in kept] == [2, 2, 2, 2]  # the blank erased nothing
        assert standing(lead, 1).audits.submitted == 1


def test_work_that_was_sent_unfinished_goes_on_in_a_new_revision(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-1", "EA", Value.PARTLY, submit=False)
        first = returned_from(party, edie, 1)
        assert scoring.sheet(edie, work).state == "draft"
        answer(edie, "N-1", "EA", Value.MET)
        second = returned_from(party, edie, 2)
        with edie.read() as session:
            found = session.exec(select(Audit.number, Audit.state, Audit.reason).order_by(col(Audit.number))).all()
        assert [tuple(row) for row in found] == [
            (1, "sealed", ""),
            (2, "submitted", "went on after a return"),
        ]
        assert check_workspace(edie) == ()
    with party.open("lead") as lead:
        taken_in(lead, first)
        assert given(lead) == {}
        taken_in(lead, second)
        assert given(lead) == {"N-1": Value.MET}


def returned_from(party: Party, store: Store, number: int) -> Path:
    """A return made from a workspace that is open."""
    return made_return(store, party.folder / f"return {number}.ehcppack").file


def given(lead: Store) -> dict[str, Value]:
    """What counts for the first question of Edie's plans."""
    with lead.read() as session:
        rnd = session.get_one(Round, 1)
        framework = framework_of(session, 1)
        return {
            case.facts.reference: case.audits[0].latest["Q1"]
            for case in cases_of(session, rnd, framework)
            if case.audits
        }


def one_answer(change: Callable[[dict[str, Any]], object], *, digest: bool = True) -> Callable[[dict[str, Any]], None]:
    """Change the first revision of the first plan."""

    def changed(rows: dict[str, Any]) -> None:
        revision = next(a["revisions"][0] for a in rows["assignments"] if a["revisions"])
        change(revision)
        if digest:
            redigested(revision)

    return changed


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (one_answer(lambda r: r["answers"].pop()), "submitted, and 1 of its 4 questions have no answer"),
        (one_answer(lambda r: r["answers"][0].__setitem__(2, None)), "1 of its 4 questions have no answer"),
        (one_answer(lambda r: r["answers"][0].__setitem__(0, "S4a")), "not offered here"),
        (one_answer(lambda r: r["answers"].append(r["answers"][0])), "answers something twice"),
        (one_answer(lambda r: r["answers"][0].__setitem__(3, "template")), "where nothing falls short"),
        (one_answer(lambda r: r["answers"][0].__setitem__(2, 0), digest=False), "it was changed afterwards"),
        (one_answer(lambda r: r.__setitem__("digest", "0" * 64), digest=False), "it was changed afterwards"),
        (one_answer(lambda r: r["evidence"].append(["X", 0, "F", 1, None, ""])), "not asked here"),
        (one_answer(lambda r: r.__setitem__("parent", new_uid())), "does not say what it goes on from"),
        (one_answer(lambda r: r.update(number=2, parent=new_uid())), "goes on from one that is not here"),
    ],
)
def test_a_revision_that_cannot_be_is_refused_with_the_reason(
    party: Party, change: Callable[[dict[str, Any]], None], said: str
):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = forged(party, "edie", change)
    with party.open("lead") as lead:
        before = everything(lead)
        (pack,) = looked_at(lead, file).packs
        assert pack.standing == Standing.REFUSED
        assert said in pack.reasons[0]
        assert taken_in(lead, file).packs == ()
        assert everything(lead) == before


def test_nobody_writes_another_auditors_answers(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        answer(edie, "N-2", "EA", Value.MET)
    with party.open("lead") as lead:
        (hals,) = [a for a in everything(lead)["assignment"] if assignment_of(lead, 1, "N-1", "HB") == a[0]]

    def take_hals(rows: dict[str, Any]) -> None:
        rows["assignments"][0]["uid"] = hals[1]

    file = forged(party, "edie", take_hals)
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, file).packs
        refused = [r for r in pack.rows if r.verdict == Verdict.REFUSE]
        assert [r.why for r in refused] == ["This is not theirs to score in this round."]
        assert pack.standing == Standing.LOOK
        taken_in(lead, file)
        assert given(lead) == {"N-2": Value.MET}


def test_a_lead_does_not_open_again_what_an_auditor_sent(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)
        work = assignment_of(lead, 1, "N-1", "EA")
        assert not scoring.sheet(lead, work).may_reopen
        with pytest.raises(UserError, match="Only they can open them again"):
            scoring.reopen(lead, work, "to mend it")
        with pytest.raises(UserError):
            score(lead, 1, "N-1", "EA", [Value.NOT_MET] * 4)


@pytest.mark.parametrize(
    ("whose", "change", "word"),
    [
        (Round, {"uid": new_uid()}, "Refused: another round"),
        (Workspace, {"council": "Another Council"}, "Refused: another council"),
        (Workspace, {"uid": new_uid()}, "Refused: for somebody else"),
        (Person, {"uid": new_uid()}, "Refused: for somebody else"),
    ],
)
def test_a_pack_for_another_round_council_or_person_is_refused(
    party: Party, whose: Any, change: dict[str, str], word: str
):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        with lead.write() as session:
            row = session.exec(select(whose).order_by(whose.id)).first()
            for name, value in change.items():
                setattr(row, name, value)
            session.add(row)
        before = everything(lead)
        (pack,) = looked_at(lead, file).packs
        assert (pack.standing, pack.word) == (Standing.REFUSED, word)
        assert taken_in(lead, file).packs == ()
        assert everything(lead) == before


def test_a_pack_with_other_questions_is_refused(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = forged(party, "edie", lambda rows: None, framework="0" * 64)
    with party.open("lead") as lead:
        assert looked_at(lead, file).packs[0].word == "Refused: other questions"


def test_a_pack_that_goes_the_other_way_is_refused(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        file = returned_from(party, edie, 1)
        assert looked_at(edie, file).packs[0].standing == Standing.REFUSED
    with party.open("lead") as lead:
        taken_in(lead, file)
        (work,) = work_packs(lead, party.folder, ["EA"])
        assert looked_at(lead, work.file).packs[0].standing == Standing.REFUSED


def test_a_round_signed_off_takes_nothing_more(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        with lead.write() as session:
            session.get_one(Round, 1).state = RoundState.SIGNED_OFF.value
        (pack,) = looked_at(lead, file).packs
        assert (pack.standing, pack.word) == (Standing.REFUSED, "Refused: round is closed")
        with lead.write() as session:
            session.get_one(Round, 1).state = RoundState.OPEN.value
        staged = looked_at(lead, file)
        with lead.write() as session:
            session.get_one(Round, 1).state = RoundState.SIGNED_OFF.value
        # signed off between looking and applying
        done = finished(apply(lead, staged))
        assert done.packs == () and "signed off" in done.left_out[0]


def test_the_first_return_teaches_the_key_and_a_revoked_one_is_refused(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        first = returned_from(party, edie, 1)
        answer(edie, "N-2", "EA", Value.MET)
        second = returned_from(party, edie, 2)
    with party.open("lead") as lead:
        taken_in(lead, first)
        (key,) = contacts.contacts(lead)
        assert (key.code, key.compared_at) == ("EA", None)
        assert looked_at(lead, second).packs[0].seal == "Seal good"
        contacts.revoke(lead, key.id, "the laptop was left on a train")
        assert looked_at(lead, second).packs[0].word == "Refused: key revoked"


def test_a_token_that_was_guessed_opens_no_door(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = forged(party, "edie", lambda rows: None, token="a-guess-that-is-long-enough-to-be-one-0123")
    with party.open("lead") as lead:
        assert looked_at(lead, file).packs[0].word == "Refused: unknown sender"
        with lead.read() as session:
            assert session.exec(select(ContactKey)).all() == []


def test_plans_given_back_and_conflicts_declared_come_to_the_lead(party: Party):
    with party.open("edie") as edie:
        scoring.know_this_child(edie, assignment_of(edie, 1, "N-1", "EA"))
        with edie.read() as session:
            own = session.exec(select(Workspace)).one().person_id or 0
        add_exclusion(edie, own, Exclusion("area", "East", "lives there"))
    file = returned(party, "edie")
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, file).packs
        assert pack.notes == (
            "Given back, because the child is known: N-1.",
            "2 things declared that they must not score.",
        )
        taken_in(lead, file)
        kept = everything(lead)["conflict"]
        assert len(kept) == 2
        assert {r.reference: r.state for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}[
            "N-1"
        ] == "given_back"


def test_moving_on_is_held_up_by_what_two_computers_say(party: Party):
    for name, value in (("edie", Value.MET), ("edie2", Value.NOT_MET)):
        with party.open(name) as store:
            answer(store, "N-1", "EA", value)
    files = [returned(party, name) for name in ("edie", "edie2")]
    with party.open("lead") as lead:
        taken_in(lead, *files)
        for reference, code in (("N-2", "EA"), ("N-3", "HB"), ("N-3", "EA"), ("N-1", "HB"), ("N-4", "SC")):
            answer(lead, reference, code, Value.MET)
        move_on(lead, 1, RoundState.MODERATING)
        with pytest.raises(UserError, match="answers from two computers for N-1"):
            move_on(lead, 1, RoundState.FACTS_CHECK)


def test_a_return_during_the_facts_check_says_what_counts_of_it(party: Party):
    with party.open("edie") as edie:
        for reference in ("N-1", "N-2", "N-3"):
            answer(edie, reference, "EA", Value.MET)
    first = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, first)
        for reference, code in (("N-3", "HB"), ("N-1", "HB"), ("N-4", "SC")):
            answer(lead, reference, code, Value.MET)
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
            move_on(lead, 1, state)
        before = results.results(lead).measures
    with party.open("edie") as edie:
        for reference in ("N-2", "N-3"):
            scoring.reopen(edie, assignment_of(edie, 1, reference, "EA"), "I had misread it")
            answer(edie, reference, "EA", Value.NOT_MET, submit=reference == "N-2")
    second = returned(party, "edie", 2)
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, second).packs
        assert (pack.standing, pack.word) == (Standing.LOOK, "Facts check: look")
        assert "What was submitted for 1 plan counts at once (N-2)" in pack.why
        assert "What else it brings is kept and does not count" in pack.why
        taken_in(lead, second)
        assert results.results(lead).measures != before


def test_a_return_for_a_round_that_is_signed_off_says_how_it_can_come_in(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        with lead.write() as session:
            rnd = session.get_one(Round, 1)
            rnd.state = RoundState.SIGNED_OFF
            session.add(rnd)
        (pack,) = looked_at(lead, file).packs
        assert pack.standing == Standing.REFUSED
        assert "Spring is signed off and takes no more changes" in pack.why and "reopen it first" in pack.why


def test_the_log_has_one_entry_for_each_pack(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)
        with lead.read() as session:
            last = session.exec(select(Log).order_by(col(Log.seq).desc())).first()
        assert last is not None
        assert (last.what, last.subject) == ("took in a pack", "Spring EA no. 1")
