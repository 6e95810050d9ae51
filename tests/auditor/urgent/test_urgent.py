"""Plans that cannot wait: flagged, told, carried in packs, closed; they stay in every figure. All plans are made up."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import select

from auditor.checking import check_workspace
from auditor.packs.undo import undo, what_stands_in_the_way
from auditor.results import results
from auditor.round_settings import name_urgent_contact, round_settings
from auditor.rounds import copy_round
from auditor.standing.standing import standing
from auditor.standing.today import read_today
from auditor.urgent.flags import close_urgent, flag_urgent, open_again, told_contact
from auditor.urgent.view import contact_for, today, urgent_of, urgent_plans
from db.errors import UserError
from db.store import Store
from db.tables import Assignment
from db.vocabulary import UrgentKind, Value
from tests.auditor.packs.travelling import (
    Party,
    answer,
    forged,
    looked_at,
    make_party,
    person,
    returned,
    taken_in,
    work_packs,
)
from tests.building import assignment_of

KIM = "Kim Example, 01632 960001"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """A lead who scores too, and auditors; each test works on a copy."""
    party = make_party(tmp_path_factory.mktemp("made") / "party")
    with party.open("lead") as lead:
        answer(lead, "N-4", "SC", Value.PARTLY)
    return party


@pytest.fixture
def party(made: Party, tmp_path: Path) -> Party:
    """A copy of it."""
    return made.copy(tmp_path / "party")


@pytest.fixture
def lead(party: Party):
    """The lead's workspace."""
    with party.open("lead") as store:
        yield store


def at(store: Store, reference: str = "N-4", code: str = "SC") -> int:
    return assignment_of(store, 1, reference, code)


def test_a_flagged_plan_stays_in_the_sample_and_in_every_figure(lead: Store):
    before, where = results(lead), standing(lead, 1)
    flag_urgent(lead, at(lead), UrgentKind.SAFEGUARDING, "Nobody has seen her since June.")
    told_contact(lead, 1, KIM, today())
    close_urgent(lead, 1, "A social worker visited.", today())
    assert replace(results(lead), log_head="") == replace(before, log_head="")
    after = standing(lead, 1)
    assert (after.plans, after.audits, after.lines) == (where.plans, where.audits, where.lines)
    assert check_workspace(lead) == ()


def test_it_stands_first_until_it_is_closed_and_says_that_nobody_was_told(lead: Store):
    flag_urgent(lead, at(lead), UrgentKind.NO_PROVISION, "Out of school.")
    flag_urgent(lead, at(lead, "N-1", "EA"), UrgentKind.OTHER_CHILD)
    first = read_today(lead).urgent[0]
    assert (first.reference, first.open, first.told_on, first.raised_by) == ("N-4", True, None, "Lee Example")
    assert not first.overdue(today())
    later = today() + timedelta(days=3)
    assert first.overdue(later)
    assert first.told_words(later) == "Overdue: nobody is noted as told for 3 days."
    told_contact(lead, first.id, KIM, today())
    assert [one.reference for one in read_today(lead).urgent] == ["N-1", "N-4"]
    assert not urgent_of(lead, at(lead))[0].overdue(later)
    close_urgent(lead, first.id, "A place was found.", today())
    assert [one.reference for one in read_today(lead).urgent] == ["N-1"]
    open_again(lead, first.id, "the place fell through")
    assert [one.reference for one in read_today(lead).urgent] == ["N-1", "N-4"]


def test_an_urgent_plan_of_another_round_is_not_out_of_sight(lead: Store):
    flag_urgent(lead, at(lead), UrgentKind.NO_PROVISION)
    copy_round(lead, 1, "Autumn", date(2026, 9, 30))
    assert [one.round for one in read_today(lead).urgent] == ["Spring"]


def test_where_its_round_stands_leads_to_it(lead: Store):
    flag_urgent(lead, at(lead), UrgentKind.NO_PROVISION)
    other = copy_round(lead, 1, "Autumn", date(2026, 9, 30))
    first = standing(lead, 1).needs[0]
    assert (first.kind, first.title, first.detail, first.place) == ("urgent", "1 plan cannot wait", "N-4.", "today")
    assert "urgent" not in [need.kind for need in standing(lead, other).needs]


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda s: flag_urgent(s, at(s), UrgentKind.NO_PROVISION), "urgent_already"),
        (lambda s: flag_urgent(s, at(s), UrgentKind.SAFEGUARDING, "x" * 20_001), "long_note"),
        (lambda s: told_contact(s, 1, "  ", today()), "no_contact"),
        (lambda s: told_contact(s, 1, KIM, today() + timedelta(days=1)), "day_to_come"),
        (lambda s: told_contact(s, 9, KIM, today()), "no_flag"),
        (lambda s: close_urgent(s, 1, "done", today()), "not_told"),
        (lambda s: close_urgent(s, 1, " ", today()), "no_reason"),
        (lambda s: open_again(s, 1, "why not"), "urgent_open"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_changes(lead: Store, deed, code: str):
    flag_urgent(lead, at(lead), UrgentKind.NO_PROVISION)
    before = urgent_plans(lead)
    with pytest.raises(UserError) as refused:
        deed(lead)
    assert refused.value.code == code
    assert urgent_plans(lead) == before


def test_only_the_lead_closes(party: Party):
    with party.open("edie") as edie:
        flag_urgent(edie, at(edie, "N-1", "EA"), UrgentKind.NO_PROVISION)
        told_contact(edie, 1, KIM, today())
        with pytest.raises(UserError, match="Only the lead"):
            close_urgent(edie, 1, "done", today())


def test_the_contact_travels_with_the_work_and_the_flag_with_the_return(party: Party, lead: Store):
    name_urgent_contact(lead, 1, KIM)
    assert round_settings(lead, 1).urgent_contact == KIM
    with party.open("edie") as edie:  # she sends, so that her key is known
        answer(edie, "N-2", "EA", Value.MET)
    taken_in(lead, returned(party, "edie"))
    (pack,) = work_packs(lead, party.folder, ["EA"])
    with party.open("edie") as edie:
        taken_in(edie, pack.file)
        assert contact_for(edie, at(edie, "N-1", "EA")) == KIM
        flag_urgent(edie, at(edie, "N-1", "EA"), UrgentKind.OTHER_CHILD, "Another name in section B.")
    only = looked_at(lead, second := returned(party, "edie", 2))
    assert only.packs[0].word == "Urgent: look"
    assert "N-1" in only.packs[0].why
    taken_in(lead, second)
    (one,) = urgent_plans(lead)
    assert (one.reference, one.raised_by, one.told_on) == ("N-1", "Edie Example", None)
    with party.open("edie") as edie:
        told_contact(edie, 1, KIM, today())
    third = returned(party, "edie", 3)
    taken_in(lead, third)
    assert urgent_plans(lead)[0].told_on == today()
    assert check_workspace(lead) == ()


def test_a_flag_alone_is_worth_a_return_and_goes_with_it_again_unless_somebody_saw_to_it(party: Party, lead: Store):
    with party.open("edie") as edie:
        flag_urgent(edie, at(edie, "N-1", "EA"), UrgentKind.OTHER_CHILD)
    back = returned(party, "edie")
    (pack,) = taken_in(lead, back).packs
    undo(lead, pack, "by mistake")
    assert urgent_plans(lead) == ()
    (pack,) = taken_in(lead, back).packs
    told_contact(lead, urgent_plans(lead)[0].id, KIM, today())
    undo(lead, pack, "by mistake")
    assert [one.contact for one in urgent_plans(lead)] == [KIM]
    taken_in(lead, back)
    assert [one.contact for one in urgent_plans(lead)] == [KIM]


def test_a_pack_takes_back_nothing_that_is_noted_here(party: Party, lead: Store):
    with party.open("edie") as edie:
        flag_urgent(edie, at(edie, "N-1", "EA"), UrgentKind.OTHER_CHILD)
        answer(edie, "N-2", "EA", Value.MET)
    taken_in(lead, returned(party, "edie"))
    flag = urgent_plans(lead)[0].id
    told_contact(lead, flag, KIM, today())
    close_urgent(lead, flag, "The page was withdrawn.", today())
    with party.open("edie") as edie:
        told_contact(edie, 1, "Somebody else", today() - timedelta(days=1))
    taken_in(lead, returned(party, "edie", 2))
    (one,) = urgent_plans(lead)
    assert (one.contact, one.done_words) == (KIM, "The page was withdrawn.")


def test_somebody_elses_plan_cannot_be_flagged_by_hand(party: Party, lead: Store):
    with party.open("edie") as edie:
        answer(edie, "N-2", "EA", Value.MET)
        flag_urgent(edie, at(edie, "N-1", "EA"), UrgentKind.OTHER_CHILD)
    with lead.read() as session:
        elsewhere = session.exec(select(Assignment.uid).where(Assignment.id == at(lead))).one()
    taken_in(lead, forged(party, "edie", lambda rows: rows["urgent"][0].update(assignment=elsewhere)))
    assert urgent_plans(lead) == ()


@pytest.mark.parametrize(("contact", "kept"), [("\u202eKim\u200b", "Kim"), ("\u202e \u200b", "")])
def test_signs_that_turn_words_round_do_not_come_in_and_alone_are_nobody(
    party: Party, lead: Store, contact: str, kept: str
):
    with party.open("edie") as edie:
        flag_urgent(edie, at(edie, "N-1", "EA"), UrgentKind.OTHER_CHILD)
    more = {"contact": contact, "told_on": today().isoformat(), "words": "\u2066Page 3\u2069"}
    taken_in(lead, forged(party, "edie", lambda rows: rows["urgent"][0].update(more)))
    (one,) = urgent_plans(lead)
    assert (one.contact, one.words, one.told_on) == (kept, "Page 3", today() if kept else None)


def test_a_pack_is_not_undone_from_under_a_plan_that_was_flagged(party: Party, lead: Store):
    with party.open("edie") as edie:
        answer(edie, "N-2", "EA", Value.MET)
    taken_in(lead, returned(party, "edie"))
    edies = person(lead, "EA")
    with lead.write() as session:
        session.add(Assignment(sampled_id=4, person_id=edies, kind="second"))
    (pack,) = work_packs(lead, party.folder, ["EA"])
    with party.open("edie") as edie:
        (brought,) = taken_in(edie, pack.file).packs
        flag_urgent(edie, at(edie, "N-4", "EA"), UrgentKind.OTHER_CHILD)
        assert what_stands_in_the_way(edie, brought) == ("You have flagged N-4 urgent, which it brought.",)
