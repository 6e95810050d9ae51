"""Plans audited again: the same plans, what was asked of them, and what became of it, as counts. All is made up."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from auditor.change.feeding import why_no_trend
from auditor.checking import check_workspace
from auditor.re_audit.again import audit_again, audited_before
from auditor.re_audit.mending import found_mended, mended_words, mending, say_mended
from auditor.re_audit.report import mending_blocks, print_mending
from auditor.reports.blocks import Table
from auditor.results import results
from auditor.round_moves import move_on
from auditor.sampling.sample import take_back
from auditor.sampling.view import sample
from auditor.urgent.flags import flag_urgent
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Person, Plan, Round, RoundPlan, Sampled, UrgentFlag
from db.vocabulary import Mended, RoundKind, RoundState, UrgentKind, Value
from tests.building import make_round, make_workspace, score, small_framework

MET, PARTLY, NOT_MET = Value.MET, Value.PARTLY, Value.NOT_MET
NA, UNSURE = Value.NOT_APPLICABLE, Value.CANNOT_TELL
FIRST = {"N-001": (MET, NOT_MET, PARTLY, NOT_MET), "N-002": (PARTLY, MET, MET, MET), "N-003": (MET,) * 4}
AGAIN = {"N-001": (MET, PARTLY, MET, NOT_MET), "N-002": (MET, MET, MET, NOT_MET)}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """*Spring* signed off with four shortfalls on two plans; *Again* of those two, moderating."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "again.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), list(FIRST), {name: ["EA"] for name in FIRST})
        for name, values in FIRST.items():
            score(store, rnd, name, "EA", values)
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK, RoundState.SIGNED_OFF):
            move_on(store, rnd, state)
        again = audit_again(
            store, rnd, [p.sampled for p in audited_before(store, rnd).plans], "Again", date(2026, 9, 30)
        )
        _allocated(store, again)
        move_on(store, again, RoundState.OPEN)
        for name, values in AGAIN.items():
            score(store, again, name, "HB", values)
        move_on(store, again, RoundState.MODERATING)
    return path


def _allocated(store: Store, rnd: int) -> None:
    with store.write() as session:
        hal = session.exec(select(Person.id).where(Person.code == "HB")).one() or 0
        places = session.exec(
            select(Sampled.id).join(RoundPlan, RoundPlan.id == Sampled.round_plan_id).where(RoundPlan.round_id == rnd)  # type: ignore[arg-type]
        ).all()
        session.add_all(Assignment(sampled_id=place or 0, person_id=hal) for place in places)


@pytest.fixture
def store(made: Path, tmp_path: Path):
    """A copy of it, open."""
    with Store.open(Path(shutil.copy(made, tmp_path / "again.ehcpaudit"))) as opened:
        yield opened


def test_the_plans_are_the_same_plans_and_only_those_that_fell_short(store: Store):
    assert [(p.reference, p.asked) for p in audited_before(store, 1).plans] == [("N-001", 3), ("N-002", 1)]
    with store.read() as session:
        rnd = session.exec(select(Round).where(Round.name == "Again")).one()
        assert (rnd.kind, rnd.copied_from_id) == (RoundKind.RE_AUDIT, 1)
        here = session.exec(select(RoundPlan.plan_id).where(RoundPlan.round_id == rnd.id)).all()
        named = session.exec(select(Plan.reference).where(Plan.id.in_(here))).all()  # type: ignore[union-attr]
    assert sorted(named) == ["N-001", "N-002"]
    assert check_workspace(store) == ()


def test_each_shortfall_is_told_as_mended_partly_or_not(store: Store):
    table = mending(store, 2)
    told = {(line.reference, line.criterion): line.result for line in table.lines}
    assert told == {
        ("N-001", "Q2"): Mended.PARTLY, ("N-001", "Q3"): Mended.YES, ("N-001", "Q4"): Mended.NO,
        ("N-002", "Q1"): Mended.YES,
    }  # fmt: skip
    assert mended_words(table) == "Of 4 shortfalls asked to be mended, 2 were, 1 partly and 1 not."
    assert (table.plans, table.plans_mended) == (2, 1)


def test_a_question_that_was_met_before_is_not_asked_though_it_fell(store: Store):
    assert ("N-002", "Q4") not in {(line.reference, line.criterion) for line in mending(store, 2).lines}


@given(st.sampled_from([PARTLY, NOT_MET]), st.sampled_from([*Value, None]))
def test_only_an_answer_that_scores_says_anything_and_never_better_than_it_is(was: Value, now: Value | None):
    result = found_mended(was, now)
    assert (result is None) == (now is None or not now.scored)
    assert (result == Mended.YES) == (now == MET)
    assert (result == Mended.NO) == (now is not None and now.scored and now <= was)


def test_the_lead_says_otherwise_with_a_reason_and_can_go_back_to_the_answers(store: Store):
    line = next(one for one in mending(store, 2).lines if one.criterion == "Q4")
    say_mended(store, 2, line.seen, "Q4", Mended.YES, "it was mended by an addendum")
    table = mending(store, 2)
    said = next(one for one in table.lines if one.criterion == "Q4")
    assert (said.found, said.said, said.result, said.words) == (
        Mended.NO, Mended.YES, Mended.YES, "it was mended by an addendum",
    )  # fmt: skip
    assert mended_words(table) == "Of 4 shortfalls asked to be mended, 3 were, 1 partly and 0 not."
    say_mended(store, 2, line.seen, "Q4", Mended.PARTLY, "half of it")
    say_mended(store, 2, line.seen, "Q4", None, "said of another plan")
    assert next(one for one in mending(store, 2).lines if one.criterion == "Q4").result == Mended.NO
    assert check_workspace(store) == ()


def test_figures_of_the_round_move_by_none_of_it_and_it_feeds_no_trend(store: Store):
    before = results(store, "Again").fingerprint
    line = mending(store, 2).lines[0]
    say_mended(store, 2, line.seen, line.criterion, Mended.YES, "why")
    after = results(store, "Again")
    assert after.fingerprint == before
    assert why_no_trend(after.kind, after.draw)


def test_the_report_counts_by_question_and_names_plans_only_where_asked(store: Store, tmp_path: Path):
    table = mending(store, 2)
    tables = [b for b in mending_blocks(table) if isinstance(b, Table)]
    assert {row[0][:2]: row[1:] for row in tables[0].rows}["Q2"] == ("1", "0", "1", "0", "0")
    words = " ".join(cell for t in tables for row in t.rows for cell in row)
    assert "N-001" not in words and "%" not in words
    assert "N-001" in " ".join(row[0] for row in mending_blocks(table, plans=True)[-1].rows)  # type: ignore[union-attr]
    assert mending_blocks(mending(store, 1)) == ()
    assert print_mending(table, "Example Council", tmp_path / "m.pdf").stat().st_size > 1000


def test_its_sample_is_one_that_was_chosen_and_can_be_taken_back_before_it_is_shared_out(store: Store):
    first = audited_before(store, 1).plans[0]
    made = audit_again(store, 1, [first.sampled], "Once more", date(2026, 10, 1))
    found = sample(store, made)
    assert ([p.reference for p in found.plans], found.draw.value, found.locked == "") == (["N-001"], "chosen", True)
    with store.write() as session:
        given = Assignment(sampled_id=found.plans[0].id, person_id=1)
        session.add(given)
        session.flush()
        key = given.id or 0
    flag_urgent(store, key, UrgentKind.NO_PROVISION)
    with store.write() as session:
        session.delete(session.get_one(Assignment, key))
    with pytest.raises(UserError, match="N-001: flagged urgent, so the sample stays"):
        take_back(store, made, "another plan is wanted")
    with store.write() as session:
        session.delete(session.get_one(UrgentFlag, 1))
    take_back(store, made, "another plan is wanted")
    assert sample(store, made).plans == ()


@pytest.mark.parametrize(
    ("deed", "code"),
    [
        (lambda s: audit_again(s, 1, [], "Third", date(2026, 10, 1)), "no_plans"),
        (lambda s: audit_again(s, 1, [1], " ", date(2026, 10, 1)), "no_name"),
        (lambda s: audit_again(s, 1, [1], "Again", date(2026, 10, 1)), "round_exists"),
        (lambda s: audit_again(s, 1, [3], "Third", date(2026, 10, 1)), "no_sampled"),
        (lambda s: audit_again(s, 2, [4], "Third", date(2026, 10, 1)), "not_signed_off"),
        (lambda s: say_mended(s, 2, 4, "Q1", Mended.YES, "why"), "not_asked"),
        (lambda s: say_mended(s, 2, 4, "Q2", Mended.YES, " "), "no_reason"),
        (lambda s: say_mended(s, 1, 4, "Q2", Mended.YES, "why"), "round_state"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(store: Store, deed, code: str):
    before = mending(store, 2)
    with pytest.raises(UserError) as refused:
        deed(store)
    assert refused.value.code == code
    assert mending(store, 2) == before
    with store.read() as session:
        assert len(session.exec(select(Round)).all()) == 2
