"""What goes out to an auditor, what comes with it, and what a later work pack changes there."""

from pathlib import Path

import pytest
from sqlmodel import select

from auditor import scoring
from auditor.allocation.sharing_out import move
from auditor.allocation.taking import take_out
from auditor.calibration import calibration
from auditor.checking import check_workspace
from auditor.packs.begin import begin_from_pack, first_pack
from auditor.packs.container import open_pack
from auditor.packs.manifest import Manifest, Reader, RoundNamed, Sender
from auditor.packs.staged import Standing
from auditor.packs.work import addressees, file_name, make_work_packs
from auditor.people.register import today
from auditor.results import results
from auditor.standing.standing import standing
from auditor.steps import finished
from auditor.taking_back import take_back
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Person, Plan, ReferenceAnswer, Round, Training, new_uid
from db.vocabulary import PackKind, RoundState, Value
from tests.auditor.packs.travelling import (
    PASSPHRASE,
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


def test_a_workspace_from_a_work_pack_is_its_readers_and_holds_nothing_of_others(party: Party):
    with party.open("edie") as edie:
        owner = edie.owner()
        assert (owner.name, owner.role, owner.council) == ("Edie Example", "auditor", "Example Council")
        assert {r.reference for r in scoring.plan_rows(edie, 1)} == {"N-1", "N-2", "N-3"}
        assert [r[2] for r in everything(edie)["person"]] == ["EA"]
        with edie.read() as session:
            assert set(session.exec(select(Plan.reference))) == {"N-1", "N-2", "N-3"}
        assert edie.check() == ()


def test_a_first_pack_says_what_it_is_before_anything_is_made(party: Party):
    (file,) = party.folder.glob("*EA work*")
    said = first_pack(file, PASSPHRASE)
    assert (said.council, said.round, said.lead, said.name, said.plans, said.papers) == (
        "Example Council",
        "Spring",
        "Lee Example",
        "Edie Example",
        3,
        0,
    )
    with pytest.raises(UserError, match="passphrase does not open"):
        first_pack(file, "not the passphrase at all")
    with pytest.raises(UserError, match="is there already"):
        finished(begin_from_pack(party.folder / "edie.ehcpaudit", file, PASSPHRASE, None))


def test_without_a_known_key_a_work_pack_needs_a_passphrase(party: Party):
    with party.open("lead") as lead:
        before = everything(lead)
        with pytest.raises(UserError, match="Sol Example has sent nothing yet"):
            work_packs(lead, party.folder, ["SC"])
        assert everything(lead) == before
        assert not list(party.folder.glob("*SC*"))


def test_all_packs_are_written_or_none(party: Party):
    with party.open("lead") as lead:
        before = everything(lead)
        steps = make_work_packs(lead, 1, [person(lead, "EA")], party.folder, {person(lead, "EA"): PASSPHRASE})
        next(steps)
        steps.close()
        assert everything(lead) == before
        assert not list(party.folder.glob("*work 3*")) and not list(party.folder.glob(".*part"))


def test_packs_of_a_round_with_a_long_name_are_each_for_their_own_reader(party: Party):
    codes = {"EA": "amber trotting slacker kiln", "HB": "walnut ferry brisk otter", "SC": "candle thirty moss wagon"}
    with party.open("lead") as lead:
        with lead.write() as session:
            rnd = session.get_one(Round, 1)
            rnd.name = "Autumn 2026 thematic audit of section F, preparing for adulthood"
            session.add(rnd)
        people = [person(lead, code) for code in codes]
        made = finished(make_work_packs(lead, 1, people, party.folder, dict(zip(people, codes.values(), strict=True))))
    for pack, passphrase in zip(made, codes.values(), strict=True):
        assert open_pack(pack.file, passphrase=passphrase).manifest.reader.code == pack.code


def test_packs_of_two_rounds_whose_long_names_begin_alike_have_names_of_their_own():
    whose, by = Reader(uid=new_uid(), name="Edie", code="EA"), Sender.model_construct(code="")
    names = [f"Autumn 2026 thematic audit of section F in every district of it {part}" for part in ("one", "two")]
    made = {
        file_name(
            Manifest.model_construct(
                round=RoundNamed(uid=new_uid(), name=name), reader=whose, sender=by, kind=PackKind.WORK, number=1
            ),
            "work",
        )
        for name in names
    }
    assert len(made) == 2


def test_only_the_lead_makes_work_packs_and_only_an_auditor_returns(party: Party):
    with party.open("edie") as edie, pytest.raises(UserError, match="Only the lead"):
        finished(make_work_packs(edie, 1, [1], party.folder))
    with party.open("lead") as lead, pytest.raises(UserError, match="Only an auditor"):
        made_return(lead, party.folder / "r.ehcppack")


def test_an_empty_return_is_not_made(party: Party):
    with party.open("edie") as edie, pytest.raises(UserError, match="nothing to send yet"):
        made_return(edie, party.folder / "r.ehcppack")


def test_a_return_without_what_is_unfinished_leaves_drafts_alone(party: Party):
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.MET)
        work = answer(edie, "N-2", "EA", Value.MET, submit=False)
        made = made_return(edie, party.folder / "r.ehcppack", unfinished=False)
        assert (made.submitted, made.unfinished) == (1, 0)
        scoring.save_answer(edie, work, "Q1", scoring.Answer(Value.PARTLY))
        assert scoring.sheet(edie, work).revision == 1


def exchanged(party: Party) -> None:
    """Edie's key becomes known to the lead."""
    with party.open("edie") as edie:
        answer(edie, "N-2", "EA", Value.MET)
    file = returned(party, "edie")
    with party.open("lead") as lead:
        taken_in(lead, file)


def test_who_has_something_new_is_told(party: Party):
    exchanged(party)
    with party.open("lead") as lead:
        before = {a.code: (a.has_key, a.changed, a.assignments) for a in addressees(lead, 1)}
        assert before == {"EA": (True, False, 3), "HB": (False, False, 2), "SC": (False, False, 1)}
        with lead.write() as session:
            session.get_one(Person, person(lead, "HB")).load_share = 50
        assert {a.code for a in addressees(lead, 1) if a.changed} == {"HB"}


def test_a_later_work_pack_moves_the_round_and_an_older_one_moves_nothing(party: Party):
    exchanged(party)
    with party.open("lead") as lead:
        (old,) = work_packs(lead, party.folder, ["EA"])
        with lead.write() as session:
            session.get_one(Round, 1).state = RoundState.MODERATING.value
        (new,) = work_packs(lead, party.folder, ["EA"])
    with party.open("edie") as edie:
        assert looked_at(edie, new.file).packs[0].notes == ("Spring is now moderating.",)
        taken_in(edie, new.file)
        before = everything(edie)
        assert looked_at(edie, old.file).packs[0].standing == Standing.NOTHING
        taken_in(edie, old.file)
        assert everything(edie) == before


def test_a_plan_taken_back_meanwhile_keeps_its_answers_and_is_shown_on_both_sides(party: Party):
    exchanged(party)
    with party.open("lead") as lead, lead.write() as session:
        take_out(session, [assignment_of(lead, 1, "N-1", "EA"), assignment_of(lead, 1, "N-3", "EA")])
    with party.open("edie") as edie:
        answer(edie, "N-1", "EA", Value.NOT_MET)
    file = returned(party, "edie", 2)
    with party.open("lead") as lead:
        (pack,) = looked_at(lead, file).packs
        assert (pack.standing, pack.word) == (Standing.LOOK, "Taken back meanwhile: look")
        taken_in(lead, file)
        rows = {r.reference: r.state for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}
        assert rows == {"N-1": "taken_back", "N-2": "submitted"}  # N-3 had no answers
        assert standing(lead, 1).audits.total == 4
        (work,) = work_packs(lead, party.folder, ["EA"])
        assert (work.plans, work.taken_back) == (1, 2)
    with party.open("edie") as edie:
        taken_in(edie, work.file)
        assert {r.reference: r.state for r in scoring.plan_rows(edie, 1)} == {"N-1": "taken_back", "N-2": "submitted"}


def may_score(store: Store, code: str) -> int:
    """Somebody who is trained and bound, as sharing out asks for."""
    key = person(store, code)
    with store.write() as session:
        session.get_one(Person, key).undertaking_on = today()
        session.add(Training(person_id=key, course="Auditor training", taken_on=today()))
    return key


def test_a_plan_given_away_before_it_was_taken_up_again_loses_nothing(party: Party):
    with party.open("edie") as edie:
        work = assignment_of(edie, 1, "N-2", "EA")
        scoring.know_this_child(edie, work)
        first = made_return(edie, party.folder / "1.ehcppack").file
        take_back(edie, work)
        answer(edie, "N-2", "EA", Value.MET)
        second = made_return(edie, party.folder / "2.ehcppack").file
    with party.open("lead") as lead:
        taken_in(lead, first)
        move(lead, assignment_of(lead, 1, "N-2", "EA"), may_score(lead, "SC"))
        (pack,) = looked_at(lead, second).packs
        assert pack.notes == (
            "N-2 is taken up again: they do not know the child after all. Somebody else has it meanwhile.",
        )
        taken_in(lead, second)
        rows = {r.auditor_code: (r.state, r.answered) for r in scoring.plan_rows(lead, 1) if r.reference == "N-2"}
        assert rows == {"EA": ("taken_back", 4), "SC": ("not_started", 0)}
        (work_pack,) = work_packs(lead, party.folder, ["EA"])
    with party.open("edie") as edie:
        (staged,) = looked_at(edie, work_pack.file).packs
        (row,) = [r for r in staged.rows if r.reference == "N-2"]
        assert (row.become_words, row.why) == (
            "taken back by your lead",
            "What you answered is kept, and counts nowhere.",
        )


def test_what_is_right_for_a_calibration_plan_travels_only_once_it_was_submitted(party: Party):
    exchanged(party)
    with party.open("lead") as lead:
        may_score(lead, "EA")
        calibration.choose(lead, 1, "CAL-1")
        calibration.set_right(lead, 1, "CAL-1", "Q1", Value.MET, "because it is")
        (first,) = work_packs(lead, party.folder, ["EA"])
    with party.open("edie") as edie:
        taken_in(edie, first.file)
        with edie.read() as session:
            assert session.exec(select(ReferenceAnswer)).all() == []
        answer(edie, "CAL-1", "EA", Value.PARTLY)
    file = returned(party, "edie", 2)
    with party.open("lead") as lead:
        taken_in(lead, file)
        (second,) = work_packs(lead, party.folder, ["EA"])
    with party.open("edie") as edie:
        taken_in(edie, second.file)
        with edie.read() as session:
            (right,) = session.exec(select(ReferenceAnswer)).all()
        assert (right.value, right.reason) == (2, "because it is")


def test_an_exclusion_the_lead_took_away_does_not_come_back_with_the_next_return(party: Party):
    with party.open("edie") as edie:
        scoring.know_this_child(edie, assignment_of(edie, 1, "N-1", "EA"))
        answer(edie, "N-2", "EA", Value.MET)
        first = made_return(edie, party.folder / "1.ehcppack").file
        answer(edie, "N-3", "EA", Value.MET)
        second = made_return(edie, party.folder / "2.ehcppack").file
    with party.open("lead") as lead:
        taken_in(lead, first)
        with lead.write() as session:
            session.connection().exec_driver_sql("DELETE FROM conflict")
        taken_in(lead, second)
        assert everything(lead)["conflict"] == []


def test_what_travelled_is_never_deleted(party: Party):
    with party.open("lead") as lead:
        with lead.write() as session:
            take_out(session, session.exec(select(Assignment.id)).all())
        left = {r[0]: r[-1] for r in everything(lead)["assignment"]}
        assert len(left) == 5 and all(left.values())  # Sol's was never sent


def test_names_of_files_are_plain(party: Party, tmp_path: Path):
    with party.open("lead") as lead:
        with lead.write() as session:
            session.get_one(Round, 1).name = "Spring / 2026: äll ☂ " + "x" * 200
        key = person(lead, "SC")
        (made,) = finished(make_work_packs(lead, 1, [key], tmp_path, {key: PASSPHRASE}))
        assert made.file.parent == tmp_path and made.file.is_file() and len(made.file.name) < 130


def test_what_was_sent_before_a_plan_was_given_back_by_a_slip_is_there_again(party: Party):
    with party.open("edie") as edie:
        work = answer(edie, "N-2", "EA", Value.MET, submit=False)
        first = made_return(edie, party.folder / "1.ehcppack").file
        scoring.know_this_child(edie, work)
        second = made_return(edie, party.folder / "2.ehcppack").file
        take_back(edie, work)
        assert scoring.sheet(edie, work).answered == 4
        scoring.submit(edie, work)
        assert check_workspace(edie) == ()
        third = made_return(edie, party.folder / "3.ehcppack").file
    with party.open("lead") as lead:
        taken_in(lead, first, second)
        states = {r.reference: r.state for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}
        assert states["N-2"] == "given_back"
        taken_in(lead, third)
        states = {r.reference: r.state for r in scoring.plan_rows(lead, 1) if r.auditor_code == "EA"}
        assert states["N-2"] == "submitted" and results(lead).audits_submitted == 1
        assert check_workspace(lead) == ()
