"""A question about a difference goes out in work packs, and what its auditors write back comes in returns."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from auditor import scoring
from auditor.answers import Answer
from auditor.checking import check_workspace
from auditor.moderation.decide import decide, park, send_back, take_up
from auditor.moderation.questions import Question, open_questions, reply
from auditor.packs.questions_in import TAKEN
from auditor.packs.staged import Verdict
from auditor.packs.undo import undo
from auditor.packs.view import own_view
from auditor.round_moves import move_on
from db.errors import UserError
from db.store import Store
from db.tables import Aside, AsideReply, Audit, Pack, new_uid, now
from db.vocabulary import RoundState, Value
from tests.auditor.packs.travelling import (
    Party,
    answer,
    everything,
    forged,
    looked_at,
    made_return,
    returned,
    taken_in,
    work_packs,
)
from tests.building import assignment_of

ASKED = "Which line of section F did you mean?"
MEANT = "The second one: no amount is given."


@pytest.fixture(scope="module")
def first_asked(first_party: Party, tmp_path_factory: pytest.TempPathFactory) -> Party:
    """Edie and Hal differ on every question of N-1, and the lead asks them about Q2; the packs are made."""
    party = first_party.copy(tmp_path_factory.mktemp("asked") / "party")
    for name, code, value in (("edie", "EA", Value.MET), ("hal", "HB", Value.PARTLY)):
        with party.open(name) as own:
            answer(own, "N-1", code, value)
            answer(own, "N-3", code, value, submit=False)
    with party.open("lead") as lead:
        taken_in(lead, returned(party, "edie"), returned(party, "hal"))
        move_on(lead, 1, RoundState.MODERATING)
        send_back(lead, 1, "Q2", ASKED)
    return party


@pytest.fixture
def party(first_asked: Party, tmp_path: Path) -> Party:
    return first_asked.copy(tmp_path / "party")


def sent(party: Party, *codes: str) -> list[Path]:
    with party.open("lead") as lead:
        return [pack.file for pack in work_packs(lead, party.folder, codes or ("EA", "HB"))]


def asked(store: Store, code: str = "EA") -> list[Question]:
    with store.read() as session:
        return open_questions(session, 1).get(assignment_of(store, 1, "N-1", code), [])


def written(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.exec(select(AsideReply.words).order_by(AsideReply.words)))


def write_back(store: Store, words: str, code: str = "EA") -> None:
    (question,) = asked(store, code)
    reply(store, question.assignment, question.aside, words)


def replied(party: Party, words: str = MEANT, number: int = 2) -> Path:
    """Edie's return, in which she has written back."""
    with party.open("edie") as own:
        write_back(own, words)
    return returned(party, "edie", number)


def pack_of(store: Store, number: int) -> int:
    with store.read() as session:
        query = select(Pack.id).where(Pack.outgoing == False)  # type: ignore[arg-type]  # noqa: E712
        return session.exec(query.order_by(Pack.id)).all()[number] or 0  # type: ignore[arg-type]


def test_the_question_reaches_each_of_its_auditors_and_nothing_of_the_others_answer(party: Party):
    edies, hals = sent(party)
    with party.open("edie") as own:
        (staged,) = looked_at(own, edies).packs
        (row,) = [r for r in staged.rows if r.criterion]
        assert (row.verdict, row.reference, row.criterion, row.become_words) == (Verdict.ADD, "N-1", "Q2", ASKED)
        answers = everything(own)["answer"]
        taken_in(own, edies)
        assert [(q.criterion, q.words, q.waits) for q in asked(own)] == [("Q2", ASKED, True)]
        assert everything(own)["answer"] == answers
        assert check_workspace(own) == ()
    with party.open("hal") as own:
        taken_in(own, hals)
        assert [q.words for q in asked(own, "HB")] == [ASKED]


def test_the_same_pack_twice_changes_nothing_and_undoing_it_takes_the_question_out(party: Party):
    (file,) = sent(party, "EA")
    with party.open("edie") as own:
        before = everything(own, "pack", "log", "log_payload")
        taken_in(own, file)
        after = everything(own)
        assert taken_in(own, file).packs == () and everything(own) == after
        undo(own, pack_of(own, 1), "too soon")
        assert everything(own, "pack", "log", "log_payload") == before
        taken_in(own, file)
        assert len(asked(own)) == 1


def test_a_question_that_was_written_back_to_stays_with_its_pack(party: Party):
    (file,) = sent(party, "EA")
    with party.open("edie") as own:
        taken_in(own, file)
        write_back(own, MEANT)
        with pytest.raises(UserError, match="written back to a question"):
            undo(own, pack_of(own, 1), "too soon")


def test_a_reply_comes_back_and_stands_beside_the_answer(party: Party):
    for name, file in zip(("edie", "hal"), sent(party), strict=True):
        with party.open(name) as own:
            taken_in(own, file)
    file = replied(party)
    with party.open("lead") as lead:
        (staged,) = looked_at(lead, file).packs
        rows = [(r.verdict, r.reference, r.criterion, r.become_words) for r in staged.rows if r.why.startswith("Their")]
        assert rows == [(Verdict.ADD, "N-1", "Q2", MEANT)]
        before = everything(lead, "pack", "log", "log_payload", "sent", "contact_key")
        taken_in(lead, file)
        (question,) = asked(lead)
        assert (question.reply, question.waits) == (MEANT, False)
        assert [q.waits for q in asked(lead, "HB")] == [True]
        after = everything(lead)
        assert taken_in(lead, file).packs == () and everything(lead) == after
        undo(lead, pack_of(lead, 2), "another look")
        assert everything(lead, "pack", "log", "log_payload", "sent", "contact_key") == before
        assert check_workspace(lead) == ()


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_of_two_replies_the_later_one_stands_whichever_comes_first(party: Party, order: tuple[int, int]):
    (file,) = sent(party, "EA")
    with party.open("edie") as own:
        taken_in(own, file)
    files = [replied(party), replied(party, "On reading it again: the third.", 3)]
    with party.open("lead") as lead:
        for nth in order:
            taken_in(lead, files[nth])
        assert written(lead) == ["On reading it again: the third."]


def test_an_answer_that_is_changed_answers_the_question_and_closes_it_where_nobody_differs(party: Party):
    (file,) = sent(party, "EA")
    with party.open("edie") as own:
        taken_in(own, file)
        with own.write() as session:  # submitted two hours ago, asked an hour ago
            for hours, row in [(2, a) for a in session.exec(select(Audit))] + [(1, session.exec(select(Aside)).one())]:
                name = "ended_at" if hours == 2 else "at"
                setattr(row, name, now() - timedelta(hours=hours))
        work = assignment_of(own, 1, "N-1", "EA")
        scoring.reopen(own, work, "you asked")
        assert [q.waits for q in asked(own)] == [True]
        scoring.save_answer(own, work, "Q2", Answer(Value.PARTLY))
        scoring.submit(own, work)
        assert [q.waits for q in asked(own)] == [False]
    with party.open("lead") as lead:
        taken_in(lead, returned(party, "edie", 2))
        assert asked(lead) == []
    (file,) = sent(party, "EA")
    with party.open("edie") as own:
        (staged,) = looked_at(own, file).packs
        assert "1 question is no longer asked." in staged.notes
        taken_in(own, file)
        assert asked(own) == []


@pytest.mark.parametrize("how", ["decided", "parked", "taken up"])
def test_a_question_that_is_dealt_with_is_no_longer_asked(party: Party, how: str):
    (first,) = sent(party, "EA")
    with party.open("lead") as lead:
        if how == "decided":
            decide(lead, 1, "Q2", Value.MET, "it stands on page 4")
        elif how == "parked":
            park(lead, 1, "Q2")
        else:
            take_up(lead, 1, "Q2")
        assert asked(lead) == []
    (second,) = sent(party, "EA")
    with party.open("edie") as own:
        taken_in(own, first)
        (question,) = asked(own)
        taken_in(own, second)
        assert asked(own) == []
        with pytest.raises(UserError, match="not asked any more"):
            reply(own, question.assignment, question.aside, MEANT)


def test_only_those_whose_answer_it_is_about_are_asked(party: Party):
    with party.open("lead") as lead:
        for code in ("EA", "HB"):
            assert [q.criterion for q in asked(lead, code)] == ["Q2"]
        with lead.read() as session:
            assert len(open_questions(session, 1)) == 2


def test_a_reply_that_no_return_took_along_waits_to_be_sent(party: Party):
    (file,) = sent(party, "EA")
    with party.open("edie") as own:
        taken_in(own, file)
        made_return(own, party.folder / "edie return 2.ehcppack")
        assert own_view(own, 1).waiting == ()
        write_back(own, MEANT)
        assert [plan.reference for plan in own_view(own, 1).waiting] == ["N-1"]
        made_return(own, party.folder / "edie return 3.ehcppack")
        assert own_view(own, 1).waiting == ()
        write_back(own, "On reading it again: the third.")
        assert [plan.reference for plan in own_view(own, 1).waiting] == ["N-1"]


def test_a_reply_to_what_was_not_asked_stays_out(party: Party):
    with party.open("edie") as own:
        answer(own, "N-2", "EA", Value.MET)

    def add(rows: dict) -> None:  # type: ignore[type-arg]
        reply_row = {"aside": new_uid(), "assignment": rows["assignments"][0]["uid"], "words": "Yes"}
        rows["replies"] = [reply_row | {"uid": new_uid(), "at": "2026-05-01T10:00:00Z"}]

    file = forged(party, "edie", add)
    with party.open("lead") as lead:
        (staged,) = looked_at(lead, file).packs
        assert "1 reply stays out: nothing like it was asked here." in staged.notes
        taken_in(lead, file)
        assert written(lead) == []


def test_a_reply_that_goes_by_anothers_uid_stays_out_alone(party: Party):
    for name, file in zip(("edie", "hal"), sent(party), strict=True):
        with party.open(name) as own:
            taken_in(own, file)
    edies = replied(party)
    with party.open("hal") as own:
        write_back(own, "The first one.", "HB")
        answer(own, "N-3", "HB", Value.MET)

    with party.open("lead") as lead:
        taken_in(lead, edies)
        with lead.read() as session:
            uid = session.exec(select(AsideReply.uid)).one()
        file = forged(party, "hal", lambda rows: rows["replies"][0].update(uid=uid))
        (staged,) = looked_at(lead, file).packs
        assert (staged.word, staged.reasons) == ("1 reply stays out: look", (f"N-1: {TAKEN}",))
        assert taken_in(lead, file).left_out == ()
        assert written(lead) == [MEANT] and check_workspace(lead) == ()


def test_a_reply_needs_words_and_one_who_was_asked(party: Party):
    with party.open("lead") as lead:
        (question,) = asked(lead)
        for words, code in (("  ", "no_reason"), ("a" * 20_001, "long_note")):
            with pytest.raises(UserError) as error:
                reply(lead, question.assignment, question.aside, words)
            assert error.value.code == code
        reply(lead, question.assignment, question.aside, "She told me by telephone: the second line.")
        assert [q.reply for q in asked(lead)] == ["She told me by telephone: the second line."]
