"""What auditors are told of answers that were settled otherwise: worked out, sealed, sent, read and undone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from auditor.agreeing.view import agreement_seen
from auditor.audits import framework_of
from auditor.learning.feedback import AuditorFeedback, feedback_of_all
from auditor.learning.feedback_packs import MadeFeedback, make_feedback_packs, own_feedback, sent_to
from auditor.learning.words import summary
from auditor.moderation.decide import decide
from auditor.moderation.queue import queue
from auditor.packs.container import Recipient, seal
from auditor.packs.keys import own_identity, recipients
from auditor.packs.manifest import ROWS
from auditor.packs.staged import Standing
from auditor.packs.undo import undo
from auditor.packs.work import manifest_to
from auditor.round_moves import move_on
from auditor.steps import finished
from db.errors import UserError
from db.store import Store
from db.tables import Answer, Audit, Person, Round
from db.vocabulary import PackKind, RoundState, Value
from tests.auditor.packs.travelling import Party, answer, looked_at, person, returned, taken_in

REASON = "The plan says weekly and names the role."


@dataclass
class Sent:
    """A round of two auditors that was settled, with a feedback pack for each of them."""

    party: Party
    packs: tuple[MadeFeedback, ...]


@pytest.fixture(scope="module")
def settled(first_party: Party, tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """Edie says met and Hal partly met on N-1 and N-3; Q2 of N-1 is settled as met, Q3 as not met."""
    party = first_party.copy(tmp_path_factory.mktemp("feedback") / "party")
    for name, code, value in (("edie", "EA", Value.MET), ("hal", "HB", Value.PARTLY)):
        with party.open(name) as store:
            for reference in ("N-1", "N-3"):
                answer(store, reference, code, value)
    with party.open("lead") as lead:
        taken_in(lead, returned(party, "edie"), returned(party, "hal"))
        move_on(lead, 1, RoundState.MODERATING)
        first = next(row for row in queue(lead, 1).rows if row.reference == "N-1")
        decide(lead, first.sampled, "Q2", Value.MET, REASON)
        decide(lead, first.sampled, "Q3", Value.NOT_MET, "Nothing is said of it.", "plan_writing", "education")
        people = [person(lead, "EA"), person(lead, "HB")]
        packs = finished(make_feedback_packs(lead, 1, people, party.folder))
    return Sent(party, packs)


@pytest.fixture
def sent(settled: Sent, tmp_path: Path) -> Sent:
    """The same for one test."""
    party = settled.party.copy(tmp_path / "party")
    return Sent(party, settled.packs)


def file_of(sent: Sent, code: str) -> Path:
    return next(sent.party.folder / pack.file.name for pack in sent.packs if pack.code == code)


def told(found: AuditorFeedback) -> set[tuple[str, str, Value, Value]]:
    return {(d.reference, d.criterion, d.theirs, d.agreed) for d in found.differed}


def test_each_auditor_is_told_where_they_differ_from_what_was_settled_and_why(settled: Sent):
    with settled.party.open("lead") as lead:
        edie, hal = feedback_of_all(lead, 1)
    assert told(edie) == {("N-1", "Q3", Value.MET, Value.NOT_MET)}
    assert told(hal) == {("N-1", "Q2", Value.PARTLY, Value.MET), ("N-1", "Q3", Value.PARTLY, Value.NOT_MET)}
    assert [d.reason for d in hal.differed if d.criterion == "Q2"] == [REASON]
    assert (edie.plans, edie.compared, edie.same, edie.waiting) == (2, 2, 1, 6)
    assert [(q.criterion, q.compared, q.higher, q.lower) for q in hal.questions] == [("Q2", 1, 0, 1), ("Q3", 1, 1, 0)]


def test_the_counts_in_the_sentence_add_up(settled: Sent):
    with settled.party.open("lead") as lead:
        edie, _ = feedback_of_all(lead, 1)
    assert summary(edie) == (
        "8 questions on 2 plans had another auditor's answer too: 1 stands as given, 1 was settled otherwise and 6 "
        "differ and wait to be settled."
    )


def test_what_is_not_settled_is_no_part_of_it(settled: Sent):
    with settled.party.open("lead") as lead:
        assert not any(d.reference == "N-3" for found in feedback_of_all(lead, 1) for d in found.differed)


def test_a_pack_of_feedback_comes_to_its_reader_whole_and_changes_no_answer(sent: Sent):
    with sent.party.open("lead") as lead:
        hal_here = person(lead, "HB")
        expected = next(one for one in feedback_of_all(lead, 1) if one.person == hal_here)
        assert expected.leniency in agreement_seen(lead, expected.round).leniency
    with sent.party.open("hal") as hal:
        before = _answers(hal)
        staged = looked_at(hal, file_of(sent, "HB"))
        assert [(p.standing, p.sender) for p in staged.packs] == [(Standing.CAN, "Lee Example")]
        taken_in(hal, file_of(sent, "HB"))
        held = own_feedback(hal, 1)
        assert _answers(hal) == before
    assert held is not None
    assert told(held.feedback) == told(expected)
    assert held.feedback.leniency == expected.leniency
    assert held.feedback.questions == expected.questions
    assert held.feedback.same == 0
    assert held.sender == "Lee Example"
    assert {d.reason for d in held.feedback.differed} >= {REASON}


def test_nobody_else_can_open_it(sent: Sent):
    with sent.party.open("edie") as edie:
        staged = looked_at(edie, file_of(sent, "HB"))
        assert staged.packs[0].standing == Standing.REFUSED
        assert own_feedback(edie, 1) is None


def test_the_lead_cannot_take_their_own_feedback_in(sent: Sent):
    with sent.party.open("lead") as lead:
        assert looked_at(lead, file_of(sent, "HB")).packs[0].standing == Standing.REFUSED


def test_the_same_pack_twice_changes_nothing_and_undone_it_is_gone(sent: Sent):
    with sent.party.open("hal") as hal:
        applied = taken_in(hal, file_of(sent, "HB"))
        assert looked_at(hal, file_of(sent, "HB")).packs[0].standing == Standing.NOTHING
        undo(hal, applied.packs[0], "it was meant for later")
        assert own_feedback(hal, 1) is None


def test_later_feedback_takes_the_place_of_earlier_and_the_earlier_comes_in_no_more(sent: Sent):
    with sent.party.open("lead") as lead:
        other = next(row for row in queue(lead, 1).rows if row.reference == "N-3" and row.criterion == "Q2")
        decide(lead, other.sampled, "Q2", Value.MET, REASON)
        (second,) = finished(make_feedback_packs(lead, 1, [person(lead, "HB")], sent.party.folder))
        assert second.number == 3  # the packs of one computer are counted, whoever they are for
        assert set(sent_to(lead, 1)) == {person(lead, "EA"), person(lead, "HB")}
    with sent.party.open("hal") as hal:
        taken_in(hal, second.file)
        assert looked_at(hal, file_of(sent, "HB")).packs[0].standing == Standing.NOTHING
        held = own_feedback(hal, 1)
        assert held is not None
        assert ("N-3", "Q2", Value.PARTLY, Value.MET) in told(held.feedback)


def test_feedback_after_work_that_went_out_earlier_is_no_sign_of_a_computer_set_back(sent: Sent):
    with sent.party.open("hal") as hal:
        assert looked_at(hal, file_of(sent, "HB")).packs[0].notes == (
            "Feedback from your lead on what you submitted. None of your answers is changed by it.",
        )


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(person="00000000-0000-0000-0000-000000000000"),
        lambda rows: rows.update(round="00000000-0000-0000-0000-000000000000"),
        lambda rows: rows.update(answers=[]),
        lambda rows: rows["differed"].append(rows["differed"][0]),
        lambda rows: rows.update(compared=[]),
        lambda rows: rows["differed"][0].update(theirs=7),
        lambda rows: rows["differed"][0].update(reason=["not", "words"]),
    ],
)
def test_a_pack_made_by_hand_that_says_what_it_may_not_stays_out(sent: Sent, change: Callable[[Any], object]):
    file = sent.party.folder / "forged.ehcppack"
    with sent.party.open("lead") as lead, lead.write() as session:
        rnd, reader, own = session.get_one(Round, 1), session.get_one(Person, person(lead, "HB")), own_identity(session)
        framework = framework_of(session, 1).hash
        manifest = manifest_to(session, lead, rnd, own, reader, PackKind.FEEDBACK, framework, 0)
        rows = {
            "round": rnd.uid, "person": reader.uid, "name": "Lee Example", "plans": 1, "waiting": 0, "leniency": None,
            "compared": [{"criterion": "Q2", "compared": 1}],
            "differed": [
                {"reference": "N-1", "criterion": "Q2", "theirs": 1, "agreed": 2, "reason": "", "settled_on": None}
            ],
        }  # fmt: skip
        keys = Recipient(age_public=recipients(session, reader.id))
        for name, said in (("sound", lambda _: None), ("forged", change)):
            said(rows)
            sealed = seal(manifest, {ROWS: json.dumps(rows).encode()}, to=keys, sign_secret=own.sign_secret)
            file.with_stem(name).write_bytes(sealed.content)
    with sent.party.open("hal") as hal:
        assert looked_at(hal, file.with_stem("sound")).packs[0].standing == Standing.CAN
        assert looked_at(hal, file).packs[0].standing == Standing.REFUSED
        taken_in(hal, file)
        assert own_feedback(hal, 1) is None


def test_somebody_whose_key_is_not_known_gets_no_pack_and_nobody_else_then(sent: Sent, tmp_path: Path):
    with sent.party.open("lead") as lead:
        with pytest.raises(UserError) as refused:
            finished(make_feedback_packs(lead, 1, [person(lead, "HB"), person(lead, "SC")], tmp_path))
        assert refused.value.code == "needs_key"
    assert not list(tmp_path.glob("*.ehcppack"))


def _answers(store: Store) -> list[tuple[int, int, int | None]]:
    with store.read() as session:
        rows = session.exec(select(Answer).join(Audit)).all()
        return [(row.audit_id, row.criterion_id, row.value) for row in rows]
