"""An auditor's work through its jobs: saved at once, refused plainly, never overwritten."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2 as sqlite3

from auditor import change_log, scoring
from auditor.answers import Answer, clean_note
from auditor.checking import check_workspace
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework


@pytest.fixture
def store(tmp_path: Path):
    """A workspace with one round of two plans; the first is scored by two people."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA", "HB"], "N-002": ["EA"]})
        yield made


def test_a_saved_answer_is_in_the_file_before_the_job_returns(store: Store):
    work = assignment_of(store, 1, "N-001", "EA")
    saved = scoring.save_answer(store, work, "Q1", Answer(Value.PARTLY, "template", "health", "E3 has no amount."))
    other = sqlite3.connect(store.path)
    assert other.execute("SELECT value, cause, agency, note FROM answer").fetchall() == [
        (1, "template", "health", "E3 has no amount.")
    ]
    other.close()
    assert (saved.answered, saved.asked) == (1, 4)


def test_answering_again_replaces_and_a_blank_answer_takes_the_row_away(store: Store):
    work = assignment_of(store, 1, "N-001", "EA")
    for value in (Value.MET, Value.CANNOT_TELL):
        scoring.save_answer(store, work, "Q1", Answer(value))
    assert scoring.sheet(store, work).answers == {"Q1": Answer(Value.CANNOT_TELL)}
    scoring.save_answer(store, work, "Q1", Answer())
    assert scoring.sheet(store, work).answers == {}


def test_a_note_can_be_kept_before_there_is_an_answer(store: Store):
    work = assignment_of(store, 1, "N-001", "EA")
    scoring.save_answer(store, work, "Q2", Answer(None, note="Look at page 9."))
    sheet = scoring.sheet(store, work)
    assert sheet.answers["Q2"].note == "Look at page 9."
    assert sheet.answered == 0


@pytest.mark.parametrize("criterion", ["Q99", "S4a", ""])
def test_a_criterion_that_is_not_asked_is_refused(store: Store, criterion: str):
    work = assignment_of(store, 1, "N-001", "EA")
    with pytest.raises(UserError) as refused:
        scoring.save_answer(store, work, criterion, Answer(Value.MET))
    assert refused.value.code == "off_scale"


def test_a_note_of_fifty_thousand_characters_is_refused_and_the_earlier_one_kept(store: Store):
    work = assignment_of(store, 1, "N-001", "EA")
    scoring.save_answer(store, work, "Q1", Answer(Value.MET, note="Short."))
    with pytest.raises(UserError, match="50,000 characters"):
        scoring.save_answer(store, work, "Q1", Answer(Value.MET, note="x" * 50_000))
    assert scoring.sheet(store, work).answers["Q1"].note == "Short."


@given(st.text(alphabet=st.characters(), max_size=200))
@settings(max_examples=200)
def test_a_cleaned_note_holds_no_control_character_and_cleaning_it_again_changes_nothing(text: str):
    clean = clean_note(text)
    assert all(ord(c) >= 32 or c in "\n\t" for c in clean)
    assert clean.encode("utf-8").decode("utf-8") == clean
    assert clean_note(clean) == clean


def test_an_unfinished_audit_is_not_submitted_and_says_how_much_is_missing(store: Store):
    work = score(store, 1, "N-001", "EA", [Value.MET, Value.MET], submit=False)
    with pytest.raises(UserError, match="2 of 4 questions"):
        scoring.submit(store, work)
    assert scoring.sheet(store, work).state == "draft"


def test_a_submitted_audit_is_read_only_until_reopened_with_a_reason(store: Store):
    work = score(store, 1, "N-001", "EA", [Value.MET] * 4)
    with pytest.raises(UserError) as refused:
        scoring.save_answer(store, work, "Q1", Answer(Value.NOT_MET))
    assert refused.value.code == "locked_audit"
    with pytest.raises(UserError) as refused:
        scoring.reopen(store, work, "   ")
    assert refused.value.code == "no_reason"
    scoring.reopen(store, work, "Found the missing page.")
    scoring.save_answer(store, work, "Q1", Answer(Value.NOT_MET))
    sheet = scoring.sheet(store, work)
    assert (sheet.revision, sheet.state, sheet.answers["Q1"].value) == (2, "draft", Value.NOT_MET)
    assert sheet.answers["Q4"].value is Value.MET, "the other answers came along"
    other = sqlite3.connect(store.path)
    first = "SELECT value FROM answer JOIN audit ON audit.id = audit_id WHERE number = 1 ORDER BY criterion_id"
    assert other.execute(first).fetchall() == [(2,)] * 4, "the submitted revision stands as it was"
    other.close()


def test_two_people_score_the_same_plan_without_touching_each_other(store: Store):
    one = score(store, 1, "N-001", "EA", [Value.MET] * 4)
    two = score(store, 1, "N-001", "HB", [Value.NOT_MET] * 4, submit=False)
    assert {a.value for a in scoring.sheet(store, one).answers.values()} == {Value.MET}
    assert {a.value for a in scoring.sheet(store, two).answers.values()} == {Value.NOT_MET}


def test_a_sheet_typed_in_for_somebody_is_marked_with_who_typed_it(store: Store):
    work = assignment_of(store, 1, "N-002", "EA")
    scoring.save_answer(store, work, "Q1", Answer(Value.MET))
    assert scoring.sheet(store, work).entered_by == "Lee Example"
    assert scoring.sheet(store, work).auditor == "Edie Example"


def test_a_whole_sheet_goes_in_or_nothing_of_it(store: Store):
    work = assignment_of(store, 1, "N-001", "EA")
    with pytest.raises(UserError):
        scoring.enter_sheet(store, work, {"Q1": Answer(Value.MET), "Q99": Answer(Value.MET)})
    assert scoring.sheet(store, work).answers == {}


def test_the_list_shows_how_far_each_audit_has_come(store: Store):
    score(store, 1, "N-001", "EA", [Value.MET] * 4)
    score(store, 1, "N-001", "HB", [Value.MET], submit=False)
    rows = {(r.reference, r.auditor_code): (r.state, r.answered, r.asked) for r in scoring.plan_rows(store, 1)}
    assert rows == {
        ("N-001", "EA"): ("submitted", 4, 4),
        ("N-001", "HB"): ("draft", 1, 4),
        ("N-002", "EA"): ("not_started", 0, 4),
    }
    assert {r.auditor_code for r in scoring.plan_rows(store, 1, person=2)} == {"HB"}


def test_dates_are_worked_out_and_without_them_nobody_can_tell(store: Store):
    sheet = scoring.sheet(store, assignment_of(store, 1, "N-001", "EA"))
    assert sheet.clocks["S4a"].value is Value.CANNOT_TELL
    assert sheet.clocks["S4a"].why


def test_a_submitted_answer_changed_behind_the_programs_back_is_found(store: Store):
    score(store, 1, "N-001", "EA", [Value.MET] * 4)
    assert check_workspace(store) == ()
    other = sqlite3.connect(store.path)
    other.execute("UPDATE answer SET value = 0 WHERE criterion_id = (SELECT min(criterion_id) FROM answer)")
    other.commit()
    other.close()
    (fault,) = check_workspace(store)
    assert "EA on N-001" in fault


def test_tampering_that_leaves_answers_alone_is_found_as_well(store: Store):
    score(store, 1, "N-001", "EA", [Value.MET] * 4)
    for sentence, change in (
        ("not there as it was", "UPDATE audit SET state = 'draft', digest = '', ended_at = NULL"),
        ("changed since it was frozen", "UPDATE framework SET content = replace(content, 'All of it', 'Some of it')"),
        ("no longer agree", "UPDATE criterion SET hash = 'x' WHERE position = 1"),
    ):
        copy = store.path.with_name("copy.ehcpaudit")
        copy.unlink(missing_ok=True)
        store.backup(copy)
        other = sqlite3.connect(copy)
        other.execute(change)
        other.commit()
        other.close()
        with Store.open(copy) as changed:
            assert any(sentence in fault for fault in check_workspace(changed)), sentence
    assert check_workspace(store) == ()


def test_a_later_revision_tells_in_the_log_which_answers_changed_and_the_reopening_tells_why(store: Store):
    work = score(store, 1, "N-001", "EA", (Value.MET,) * 4)
    scoring.reopen(store, work, "Section F was read again.")
    scoring.save_answer(
        store, work, "Q2", Answer(Value.NOT_MET, cause="advice_weak", agency="health", note="It has no amount.")
    )
    scoring.submit(store, work)
    submitted, reopened = change_log.read(store, change_log.find(store, change_log.Wanted())[:2])
    assert (reopened.before, reopened.after, reopened.why) == (
        "revision 1, submitted", "revision 2, open", "Section F was read again.",
    )  # fmt: skip
    assert submitted.before == "Q2 met"
    assert submitted.after.split("\n")[1] == "Q2 not_met advice_weak health, note changed"
    assert "amount" not in submitted.after
    assert check_workspace(store) == ()
