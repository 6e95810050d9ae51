"""What goes into somebody's pack is in the form they may have, or is left out with a reason."""

import os
from datetime import date

import pytest
from sqlmodel import select

from auditor.papers.basis import record_basis
from auditor.papers.redact import redact
from auditor.papers.sending import default_until, gather_papers, pack_papers, papers_for
from auditor.papers.wishes import Wish
from auditor.plan_reader import read_plan
from db.errors import UserError
from db.tables import Person, Round
from db.vocabulary import PapersForm
from tests.auditor.plan_reader import making
from tests.building import assignment_of, make_round, make_workspace, small_framework

DAY = date(2026, 11, 20)
PLAN = making.pdf_file(making.headed("Section {letter}: {title}"))


@pytest.fixture
def place(tmp_path):
    store = make_workspace(tmp_path / "w.ehcpaudit")
    with store:
        round_id = make_round(store, small_framework(tmp_path), ["P-1", "P-10"], {"P-1": ["EA"], "P-10": ["EA"]})
        with store.read() as session:
            person = session.exec(select(Person).where(Person.code == "EA")).one()
        folder = tmp_path / "papers"
        folder.mkdir()
        yield store, round_id, person, folder


def basis(place, form: PapersForm) -> None:
    store, round_id, person, _ = place
    record_basis(
        store, round_id, person.agency, form=form, basis="Agreement", approved_by="D", approved_on=DAY, day=DAY
    )


def packed(place, *more):
    store, round_id, person, folder = place
    ids = [assignment_of(store, round_id, reference, "EA") for reference in ("P-1", "P-10")]
    return pack_papers(store, round_id, person.id, ids, [folder, *more])


def test_without_a_basis_nothing_is_packed(place) -> None:
    place[3].joinpath("P-1.pdf").write_bytes(PLAN)
    with pytest.raises(UserError) as told:
        packed(place)
    assert told.value.code == "no_basis"


def test_whole_papers_go_as_they_are_matched_by_reference(place) -> None:
    basis(place, PapersForm.WHOLE)
    place[3].joinpath("p-1 final.pdf").write_bytes(PLAN)
    found = packed(place)
    assert [(one.reference, one.kind, one.form, one.content) for one in found.papers] == [
        ("P-1", "pdf", PapersForm.WHOLE, PLAN)
    ]
    assert [one.reference for one in found.left_out] == ["P-10"]
    assert "must begin with P-10" in found.left_out[0].why


def test_a_plan_that_is_not_redacted_is_left_out_and_says_what_stands_in_it(place) -> None:
    basis(place, PapersForm.REDACTED)
    place[3].joinpath("P-1.pdf").write_bytes(PLAN)
    found = packed(place)
    assert found.papers == ()
    assert "P-1 is not redacted yet. In it: the first name this plan uses." in found.left_out[0].why
    assert "Robin" not in found.left_out[0].why


def test_the_newest_redacted_copy_goes(place) -> None:
    basis(place, PapersForm.REDACTED)
    folder = place[3]
    folder.joinpath("P-1.pdf").write_bytes(PLAN)
    older, newer = redact(PLAN, [Wish("Robin")]).pdf, redact(PLAN, [Wish("Robin"), Wish("asthma")]).pdf
    for name, content, age in (("P-1 redacted.pdf", older, 1000), ("P-1 redacted 2.pdf", newer, 2000)):
        folder.joinpath(name).write_bytes(content)
        os.utime(folder / name, (age, age))
    (one,) = packed(place).papers
    assert (one.form, one.content) == (PapersForm.REDACTED, newer)


def test_a_redacted_copy_does_not_stand_for_the_whole_plan(place) -> None:
    basis(place, PapersForm.WHOLE)
    place[3].joinpath("P-1.pdf").write_bytes(redact(PLAN, [Wish("Robin")]).pdf)
    assert "Only a redacted copy is there for P-1" in packed(place).left_out[0].why


def test_sections_alone_are_those_of_the_questions(place) -> None:
    basis(place, PapersForm.SECTIONS)
    place[3].joinpath("P-1.pdf").write_bytes(PLAN)
    place[3].joinpath("P-10.pdf").write_bytes(making.pdf_file([making.Line("No plan.")]))
    found = packed(place)
    (one,) = found.papers
    assert one.form == PapersForm.SECTIONS
    assert [section.section for section in read_plan(one.content).sections] == ["F"]
    assert "None of the sections F was found" in found.left_out[0].why


def test_a_file_named_by_hand_is_taken_too(place, tmp_path) -> None:
    basis(place, PapersForm.WHOLE)
    elsewhere = tmp_path / "P-10.pdf"
    elsewhere.write_bytes(PLAN)
    assert [one.reference for one in packed(place, elsewhere).papers] == ["P-10"]


def test_the_pack_is_handed_form_and_last_day(place) -> None:
    store, round_id, person, folder = place
    basis(place, PapersForm.WHOLE)
    folder.joinpath("P-1.pdf").write_bytes(PLAN)
    ids = [assignment_of(store, round_id, "P-1", "EA")]
    (one,) = papers_for(store, [folder], date(2027, 1, 5))(round_id, person.id, ids).values()
    assert (one.form, one.kind, one.until, one.content) == (PapersForm.WHOLE, "pdf", date(2027, 1, 5), PLAN)


def test_papers_can_be_read_until_thirty_days_after_the_round_is_due(place) -> None:
    store, round_id, *_ = place
    with store.write() as session:
        rnd = session.get(Round, round_id)
        rnd.due_on = date(2026, 12, 1)
        session.add(rnd)
    with store.read() as session:
        assert default_until(session, round_id, DAY) == date(2026, 12, 31)
        assert default_until(session, round_id, date(2027, 2, 1)) == date(2027, 3, 3)


def test_gathering_can_be_stopped(place) -> None:
    store, round_id, person, folder = place
    basis(place, PapersForm.SECTIONS)
    folder.joinpath("P-1.pdf").write_bytes(PLAN)
    job = gather_papers(store, round_id, person.id, [assignment_of(store, round_id, "P-1", "EA")], [folder])
    assert next(job) == "Papers of P-1, 1 of 1"
    next(job)
    job.close()
