"""Settling differences: what is kept, what the log tells, what is refused, and what opens it again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from auditor import scoring
from auditor.checking import check_workspace
from auditor.moderation.decide import decide, overrule, park, send_back, take_back, take_up
from auditor.moderation.queue import Difference, Kind, queue, with_plan_read_again
from auditor.moderation.view import offered_reasons, seen
from auditor.results import results
from auditor.round_moves import move_on
from auditor.standing.standing import standing
from db.errors import UserError
from db.store import Store
from db.tables import Answer, Decision, Log, LogPayload
from db.vocabulary import RoundState
from tests.building import assignment_of
from tests.moderating import MET, NA, NOT_MET, PARTLY, again, two_scored

WHY = "Two lines have no amount."


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """N-001 differs on Q1 and Q2, N-002 on Q1."""
    with two_scored(tmp_path, [((MET,) * 4, (PARTLY, NOT_MET, MET, MET)), ((MET,) * 4, (NOT_MET, MET, MET, MET))]) as s:
        yield s


def row(store: Store, reference: str, criterion: str) -> Difference:
    return next(r for r in queue(store, 1).rows if (r.reference, r.criterion) == (reference, criterion))


def agreed(store: Store, reference: str, criterion: str) -> str:
    return next(p.answers[criterion] for p in results(store).plan_lines if p.reference == reference)


def refused(job: object, *args: object, **named: object) -> str:
    with pytest.raises(UserError) as problem:
        job(*args, **named)  # type: ignore[operator]
    assert "changed" in str(problem.value) or "decided" in str(problem.value)
    return problem.value.code


def test_a_decision_is_the_agreed_answer_and_nobodys_own_answer_is_changed(store: Store):
    def theirs() -> list[object]:
        with store.read() as session:
            rows = session.exec(select(Answer).order_by(Answer.audit_id, Answer.criterion_id))  # type: ignore[arg-type]
            return [(a.audit_id, a.criterion_id, a.value, a.cause, a.note) for a in rows]

    before = theirs()
    assert agreed(store, "N-001", "Q1") == "undecided"
    at = row(store, "N-001", "Q1")
    decide(store, at.sampled, "Q1", PARTLY, WHY, "template", "education", seen=at.rests_on)
    assert agreed(store, "N-001", "Q1") == "partly"
    assert theirs() == before
    assert standing(store, 1).undecided == 2
    assert (row(store, "N-001", "Q1").kind, row(store, "N-001", "Q1").decided) == (Kind.DECIDED, PARTLY)
    assert check_workspace(store) == ()


def test_the_log_tells_what_was_there_what_was_decided_and_why_without_names(store: Store):
    decide(store, 1, "Q1", PARTLY, WHY, "template", "education")
    overrule(store, 1, "Q1", MET, "Read again: the amounts stand in section E.")
    with store.read() as session:
        told = session.exec(
            select(Log.what, Log.subject, LogPayload)
            .join(LogPayload, LogPayload.seq == Log.seq)  # type: ignore[arg-type]
            .order_by(Log.seq)  # type: ignore[arg-type]
        ).all()[-2:]
    (what, subject, payload), (later, _, after) = told
    assert (what, subject) == ("decided a difference", "Spring N-001 Q1")
    assert (payload.before, payload.after.split("\n")[0], payload.why) == (
        "met / partly met", "partly met · template · education", WHY,
    )  # fmt: skip
    assert later == "decided otherwise"
    assert after.before == "met / partly met · decided partly met · template · education"
    assert "Example" not in payload.before + payload.after


def test_a_decided_shortfall_gives_the_cause_that_counts(store: Store):
    decide(store, 1, "Q1", PARTLY, WHY, "template", "education")
    assert [(c.agency, c.cause, c.count) for c in results(store).causes] == [("education", "template", 1)]
    overrule(store, 1, "Q1", MET, "Read again.")
    assert results(store).causes == ()


def test_what_cannot_be_decided_is_refused_and_nothing_is_kept(store: Store):
    assert refused(decide, store, 1, "Q1", MET, "   ") == "no_reason"
    assert refused(decide, store, 1, "Q3", PARTLY, WHY) == "no_difference"
    assert refused(decide, store, 1, "S4a", MET, WHY) == "off_scale"
    assert refused(decide, store, 1, "Q1", MET, WHY, "template", "health") == "off_scale"
    assert refused(decide, store, 1, "Q1", PARTLY, WHY, "the weather") == "off_scale"
    assert refused(decide, store, 99, "Q1", MET, WHY) == "no_difference"
    assert refused(decide, store, 1, "Q1", MET, "x" * 20_001) == "long_note"
    assert refused(overrule, store, 1, "Q1", MET, WHY) == "not_decided"
    assert refused(take_back, store, 1, "Q1", WHY) == "not_decided"
    decide(store, 1, "Q1", MET, WHY)
    assert refused(decide, store, 1, "Q1", MET, WHY) == "decided_already"
    with store.read() as session:
        assert len(session.exec(select(Decision)).all()) == 1


def test_answers_that_were_changed_since_they_were_looked_at_are_not_decided_upon(store: Store):
    at = row(store, "N-001", "Q1")
    again(store, "N-001", "HB", "Q1", NOT_MET)
    assert refused(decide, store, 1, "Q1", MET, WHY, seen=at.rests_on) == "answers_changed"


def test_a_changed_answer_under_a_decision_opens_it_again_and_another_answer_does_not(store: Store):
    decide(store, 1, "Q1", PARTLY, WHY)
    decide(store, 1, "Q2", MET, WHY)
    again(store, "N-001", "HB", "Q2", PARTLY)
    found = {r.criterion: r.kind for r in queue(store, 1).rows if r.reference == "N-001"}
    assert found == {"Q1": Kind.DECIDED, "Q2": Kind.REOPENED}
    assert (agreed(store, "N-001", "Q1"), agreed(store, "N-001", "Q2")) == ("partly", "undecided")
    assert queue(store, 1).rows[0].criterion == "Q2"
    assert seen(store, 1, row(store, "N-001", "Q2")).was is not None


def test_it_is_settled_again_even_where_the_answers_agree_by_now(store: Store):
    decide(store, 1, "Q1", NA, WHY)
    again(store, "N-001", "HB", "Q1", MET)
    assert agreed(store, "N-001", "Q1") == "undecided"
    assert standing(store, 1).undecided == 3
    decide(store, 1, "Q1", MET, "Both say so now.")
    assert agreed(store, "N-001", "Q1") == "met"
    assert check_workspace(store) == ()


def test_an_audit_open_again_leaves_the_decision_until_it_is_submitted(store: Store):
    decide(store, 1, "Q1", PARTLY, WHY)
    scoring.reopen(store, assignment_of(store, 1, "N-001", "HB"), "to look again")
    assert agreed(store, "N-001", "Q1") == "partly"


def test_a_decision_taken_back_waits_again_and_is_kept(store: Store):
    decide(store, 1, "Q1", PARTLY, WHY)
    take_back(store, 1, "Q1", "too soon")
    assert row(store, "N-001", "Q1").kind == Kind.CRITICAL
    decide(store, 1, "Q1", MET, "Read again.")
    with store.read() as session:
        kept = session.exec(select(Decision.value, Decision.supersedes_id).order_by(Decision.id)).all()  # type: ignore[arg-type]
    assert [tuple(k) for k in kept] == [(1, None), (None, 1), (2, 2)]
    assert check_workspace(store) == ()


def test_parked_and_asked_stay_undecided_further_down_until_decided_or_taken_up(store: Store):
    park(store, 1, "Q1")
    send_back(store, 1, "Q2", "Which line did you mean?")
    assert [(r.kind, r.criterion) for r in queue(store, 1).rows] == [
        (Kind.CRITICAL, "Q1"), (Kind.ASKED, "Q2"), (Kind.PARKED, "Q1"),
    ]  # fmt: skip
    assert (queue(store, 1).open, queue(store, 1).waiting) == (3, 2)
    take_up(store, 1, "Q1")
    decide(store, 1, "Q2", MET, WHY)
    assert {r.kind for r in queue(store, 1).rows} == {Kind.CRITICAL, Kind.DECIDED}
    assert refused(send_back, store, 1, "Q1", " ") == "no_reason"


def test_reading_one_plan_again_gives_the_queue_that_reading_all_gives(store: Store):
    before = queue(store, 1)
    decide(store, 1, "Q1", PARTLY, WHY)
    park(store, 1, "Q2")
    assert with_plan_read_again(store, 1, before, 1) == queue(store, 1)


def test_no_round_is_signed_off_while_a_difference_waits_and_it_is_once_all_are_settled(store: Store):
    move_on(store, 1, RoundState.FACTS_CHECK)
    with pytest.raises(UserError) as stopped:
        move_on(store, 1, RoundState.SIGNED_OFF)
    assert "3 answers are undecided, on N-001 and N-002" in str(stopped.value)
    for at in queue(store, 1).rows:
        decide(store, at.sampled, at.criterion, MET, WHY, seen=at.rests_on)
    move_on(store, 1, RoundState.SIGNED_OFF)
    figures = results(store)
    assert figures.signed_off is not None
    assert (figures.undecided, figures.signed_off.differs) == (0, "")
    assert check_workspace(store) == ()


def test_at_the_facts_check_a_shared_answer_may_be_decided_otherwise(store: Store):
    move_on(store, 1, RoundState.FACTS_CHECK)
    decide(store, 1, "Q3", PARTLY, "The writer showed the page that was missing.")
    assert agreed(store, "N-001", "Q3") == "partly"


def test_a_decision_that_was_changed_or_taken_out_of_the_file_is_found(store: Store):
    decide(store, 1, "Q1", PARTLY, WHY)
    with store.write() as session:
        session.exec(select(Decision)).one().value = 2
    assert check_workspace(store) == (
        "The decision on Q1 for N-001 in Spring is not the one that the log tells of.",
        "The log tells of a decision that is not there as it was: Spring N-001 Q1.",
    )


def test_reasons_used_before_are_offered_without_the_plan_or_anybodys_details(store: Store):
    decide(store, 2, "Q1", NOT_MET, "As on N-002, nothing is said of who.")
    assert offered_reasons(seen(store, 1, row(store, "N-001", "Q1")).earlier) == ()
    overrule(store, 2, "Q1", NOT_MET, "Ring Mr Poole on 07700 900123 about it.")
    assert offered_reasons(seen(store, 1, row(store, "N-001", "Q1")).earlier) == ()
    for naming in ("Unlike on N-001.", "Unlike on n\u2013002: two lines."):
        overrule(store, 2, "Q1", NOT_MET, naming)
        assert offered_reasons(seen(store, 1, row(store, "N-001", "Q1")).earlier) == (), naming
    overrule(store, 2, "Q1", NOT_MET, "Nothing is said of who.")
    assert offered_reasons(seen(store, 1, row(store, "N-001", "Q1")).earlier) == ("Nothing is said of who.",)


def test_only_the_lead_settles(tmp_path: Path):
    from tests.building import make_round, make_workspace, small_framework

    with make_workspace(tmp_path / "mine.ehcpaudit", role="auditor", owner="Edie Example") as mine:
        make_round(mine, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        assert refused(decide, mine, 1, "Q1", MET, WHY) == "not_lead"
