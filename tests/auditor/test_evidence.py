"""What answers rest on: kept with the revision, copied when it is reopened, rolled up by the framework's rule."""

from pathlib import Path

import pytest

from auditor import evidence, guidance, scoring
from auditor.answers import Answer
from auditor.checking import check_workspace
from auditor.contents import QUOTATION_LIMIT, Evidence, Link, passage_key
from auditor.frameworks import builtin
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Value
from tests.building import assignment_of, make_round, make_workspace, small_framework

M, P, N, NA, CT = Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL
HERE = Evidence("F", 9, None, "support from a key adult when needed")


@pytest.fixture
def store(tmp_path: Path):
    """One plan to score with the small framework, and one with the framework that asks per outcome."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        make_round(made, builtin("ehcp-outcomes"), ["N-002"], {"N-002": ["EA"]}, name="Outcomes")
        yield made


@pytest.fixture
def work(store: Store) -> int:
    return assignment_of(store, 1, "N-001", "EA")


def contents(store: Store, work: int):
    return scoring.sheet(store, work).contents


def test_evidence_is_kept_in_order_and_can_be_taken_away_and_put_back(store: Store, work: int):
    other = Evidence("E", 4, None, "will improve")
    for item in (HERE, other):
        evidence.add_evidence(store, work, "Q1", item)
    assert contents(store, work).evidence == {"Q1": (HERE, other)}
    evidence.remove_evidence(store, work, "Q1", 0)
    assert contents(store, work).evidence == {"Q1": (other,)}
    evidence.add_evidence(store, work, "Q1", HERE, at=0)
    assert contents(store, work).evidence == {"Q1": (HERE, other)}
    assert HERE.place == "Section F, page 9"


def test_a_long_quotation_is_cut_at_a_word_and_says_so(store: Store, work: int):
    evidence.add_evidence(store, work, "Q1", Evidence("F", 1, None, "word " * 400))
    kept = contents(store, work).evidence["Q1"][0].quotation
    assert len(kept) <= QUOTATION_LIMIT
    assert kept.endswith("word …")


def test_a_round_without_quotations_keeps_the_place_alone(store: Store, work: int):
    with store.write() as session:
        session.get_one(Round, 1).quotations = False
    evidence.add_evidence(store, work, "Q1", HERE)
    assert contents(store, work).evidence["Q1"] == (Evidence("F", 9, None, ""),)


def test_everything_comes_along_when_an_audit_is_reopened_and_the_first_revision_stays(store: Store, work: int):
    for key in ("Q1", "Q2", "Q3", "Q4"):
        scoring.save_answer(store, work, key, Answer(M))
    evidence.add_evidence(store, work, "Q1", HERE)
    evidence.set_outcomes(store, work, ["Will ask for a break."])
    evidence.mark_passage(store, work, passage_key("F", "as required"), "fine")
    evidence.set_link(store, work, Link("need", 1, "provision", 2), confirmed=True)
    before = contents(store, work)
    scoring.submit(store, work)
    scoring.reopen(store, work, "One more look.")
    assert contents(store, work) == before
    evidence.remove_evidence(store, work, "Q1", 0)
    assert contents(store, work).evidence == {}
    assert check_workspace(store) == (), "the submitted revision still matches its digest"


def test_a_submitted_audit_takes_no_more_evidence(store: Store, work: int):
    for key in ("Q1", "Q2", "Q3", "Q4"):
        scoring.save_answer(store, work, key, Answer(M))
    scoring.submit(store, work)
    with pytest.raises(UserError) as refused:
        evidence.add_evidence(store, work, "Q1", HERE)
    assert refused.value.code == "locked_audit"


def test_marks_and_links_can_be_taken_back(store: Store, work: int):
    link, passage = Link("outcome", 1, "provision", 3), passage_key("G", "regular input")
    evidence.mark_passage(store, work, passage, "used")
    evidence.mark_passage(store, work, passage, "fine")
    evidence.set_link(store, work, link, confirmed=True)
    evidence.set_link(store, work, link, confirmed=True)
    assert (contents(store, work).marks, contents(store, work).links) == ({passage: "fine"}, frozenset({link}))
    evidence.mark_passage(store, work, passage, "")
    evidence.set_link(store, work, link, confirmed=False)
    assert (contents(store, work).marks, contents(store, work).links) == ({}, frozenset())


def test_a_passage_is_known_without_its_text_and_whatever_its_spacing():
    assert passage_key("F", "Access to  support") == passage_key("F", "access to support")
    assert passage_key("F", "access to support") != passage_key("G", "access to support")
    assert "support" not in passage_key("F", "access to support")


def test_a_question_for_every_outcome_is_answered_when_all_outcomes_are(store: Store):
    work = assignment_of(store, 2, "N-002", "EA")
    repeated = next(c for c in builtin("ehcp-outcomes").judged if c.each == "outcome")
    evidence.set_outcomes(store, work, ["One.", "Two."])
    evidence.save_part(store, work, repeated.id, 1, M)
    assert repeated.id not in scoring.sheet(store, work).answers, "one outcome is still open"
    evidence.save_part(store, work, repeated.id, 2, M)
    assert scoring.sheet(store, work).answers[repeated.id].value is M
    evidence.save_part(store, work, repeated.id, 2, N)
    assert scoring.sheet(store, work).answers[repeated.id].value is P
    evidence.set_outcomes(store, work, ["One."])
    assert scoring.sheet(store, work).answers[repeated.id].value is M
    with pytest.raises(UserError) as refused:
        evidence.save_part(store, work, repeated.id, 2, M)
    assert refused.value.code == "no_outcome"


def test_answers_move_along_with_the_outcome_they_were_given_for(store: Store):
    """Outcome 2 comes first, a new one stands between, and what was answered for outcome 3 goes with it."""
    work = assignment_of(store, 2, "N-002", "EA")
    repeated = next(c for c in builtin("ehcp-outcomes").judged if c.each == "outcome")
    evidence.set_outcomes(store, work, ["One.", "Two.", "Three."])
    for number, value in enumerate((M, P, N), 1):
        evidence.save_part(store, work, repeated.id, number, value)
    evidence.set_outcomes(store, work, ["Two.", "New.", "One."], was=[2, 0, 1])
    found = contents(store, work).answers
    assert {part: found[key, part].value for key, part in found if part} == {1: P, 3: M}
    assert repeated.id not in scoring.sheet(store, work).answers, "the new outcome is still open"


def test_a_plan_given_back_keeps_no_answer_and_takes_none(store: Store, work: int):
    scoring.save_answer(store, work, "Q1", Answer(M, note="Seen."))
    evidence.add_evidence(store, work, "Q1", HERE)
    scoring.know_this_child(store, work)
    assert scoring.plan_rows(store, 1)[0].state == "given_back"
    assert contents(store, work).answers == {}
    with pytest.raises(UserError) as refused:
        scoring.save_answer(store, work, "Q1", Answer(M))
    assert refused.value.code == "locked_audit"


def test_the_leads_guidance_reaches_everybody_who_scores(store: Store, work: int):
    guidance.write_guidance(store, 1, "Q2", "Count lines, not paragraphs.")
    assert scoring.sheet(store, work).guidance == {"Q2": "Count lines, not paragraphs."}
    guidance.write_guidance(store, 1, "Q2", "")
    assert scoring.sheet(store, work).guidance == {}
