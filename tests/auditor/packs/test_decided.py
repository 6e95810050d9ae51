"""Packs that come in after a difference was settled, or that one was settled upon."""

from pathlib import Path

import pytest
from sqlmodel import select

from auditor import scoring
from auditor.answers import Answer
from auditor.checking import check_workspace
from auditor.moderation.decide import decide, take_back
from auditor.moderation.queue import Kind, queue
from auditor.packs.undo import undo, what_stands_in_the_way
from auditor.results import results
from auditor.round_moves import move_on
from db.errors import UserError
from db.store import Store
from db.tables import Pack
from db.vocabulary import RoundState, Value
from tests.auditor.packs.travelling import Party, answer, returned, taken_in
from tests.building import assignment_of


def kinds(store: Store) -> dict[str, Kind]:
    return {row.criterion: row.kind for row in queue(store, 1).rows if row.reference == "N-1" and row.criterion}


def pack_of(store: Store, number: int) -> int:
    with store.read() as session:
        return session.exec(select(Pack.id).where(Pack.outgoing == False).order_by(Pack.id)).all()[number] or 0  # type: ignore[arg-type]  # noqa: E712


def decided(party: Party) -> None:
    """Edie says met to all of N-1, Hal partly met; all four questions are settled."""
    for name, code, value in (("edie", "EA", Value.MET), ("hal", "HB", Value.PARTLY)):
        with party.open(name) as own:
            answer(own, "N-1", code, value)
    with party.open("lead") as lead:
        taken_in(lead, returned(party, "edie"), returned(party, "hal"))
        move_on(lead, 1, RoundState.MODERATING)
        for row in queue(lead, 1).rows:
            if row.criterion:
                decide(lead, row.sampled, row.criterion, Value.MET, "read together", seen=row.rests_on)


def corrected(party: Party) -> Path:
    """Hal changes his answer to Q2 and returns it."""
    with party.open("hal") as own:
        at = assignment_of(own, 1, "N-1", "HB")
        scoring.reopen(own, at, "a slip")
        scoring.save_answer(own, at, "Q2", Answer(Value.NOT_MET))
        scoring.submit(own, at)
    return returned(party, "hal", 2)


def test_a_return_that_changes_an_answer_under_a_decision_opens_that_one_alone(party: Party):
    decided(party)
    with party.open("lead") as lead:
        assert set(kinds(lead).values()) == {Kind.DECIDED}
        taken_in(lead, corrected(party))
        assert kinds(lead) == {"Q1": Kind.DECIDED, "Q2": Kind.REOPENED, "Q3": Kind.DECIDED, "Q4": Kind.DECIDED}
        assert results(lead).undecided == 1
        undo(lead, pack_of(lead, 2), "it was the wrong file")
        assert set(kinds(lead).values()) == {Kind.DECIDED}, "the answers are those it was settled upon"
        assert check_workspace(lead) == ()


def test_a_pack_that_was_settled_upon_is_undone_once_the_decisions_are_taken_back(party: Party):
    decided(party)
    with party.open("lead") as lead:
        first = pack_of(lead, 0)
        (why,) = what_stands_in_the_way(lead, first)
        assert why == (
            "You settled N-1 Q1, N-1 Q2, N-1 Q3, N-1 Q4 since, upon answers that it brought. Take those decisions back "
            "first."
        )
        with pytest.raises(UserError) as stopped:
            undo(lead, first, "the wrong file")
        assert stopped.value.code == "depended_on"
        for row in queue(lead, 1).rows:
            if row.kind == Kind.DECIDED:
                take_back(lead, row.sampled, row.criterion, "the pack is undone")
        undo(lead, first, "the wrong file")
        assert kinds(lead) == {}
