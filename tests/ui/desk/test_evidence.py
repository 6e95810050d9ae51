"""Evidence, help, giving back and recovery on the desk. Every name and number is made up."""

from pathlib import Path

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from auditor import evidence, guidance, scoring
from auditor.contents import Evidence
from db.tables import Assignment, Person
from tests.auditor.plan_reader.making import pdf_file
from tests.building import assignment_of
from tests.ui.desk.conftest import Desk, MakeDesk
from tests.ui.document.conftest import PARTS

Key = Qt.Key
HERE = Evidence("F", 9, None, "support from a key adult when needed")


def sheet_of(desk: Desk, reference: str = "N-001") -> scoring.Sheet:
    assert desk.session.round is not None
    store = desk.session.store
    return scoring.sheet(store, assignment_of(store, desk.session.round.id, reference, "EA"))


def kept(desk: Desk, key: str = "Q1") -> tuple[Evidence, ...]:
    return sheet_of(desk).contents.evidence.get(key, ())


def chips(desk: Desk) -> list[str]:
    return [chip.words.accessibleName() for chip in desk.page.card.evidence.chips()]


def test_a_selection_becomes_evidence_of_the_open_question_in_one_stroke(desk: Desk, said: list[str]) -> None:
    """On disk at once, shown as a chip, and said."""
    desk.page.gathering.take(HERE)
    assert kept(desk) == (HERE,)
    assert chips(desk) == ["Evidence: “support from a key adult when needed”. Section F, page 9"]
    assert said[-1] == "Evidence for Q1 from Section F, page 9. Saved. 1 piece."


def test_the_chip_is_reached_by_tab_returns_to_its_place_and_goes_by_delete(desk: Desk) -> None:
    asked: list[Evidence] = []
    desk.page.gathering.place_asked.connect(asked.append)
    desk.page.gathering.take(HERE)
    desk.press(Key.Key_Tab)
    assert desk.keyboard_on().startswith("Evidence:")
    desk.press(Key.Key_Return)
    assert asked == [HERE]
    desk.press(Key.Key_Delete)
    assert (kept(desk), chips(desk)) == ((), [])
    assert desk.keyboard_on().startswith("Met"), "the keyboard stays in the card"


def test_taking_evidence_in_and_away_can_both_be_undone(desk: Desk, said: list[str]) -> None:
    """The last piece taken away comes back where it stood, from whichever question one is on."""
    other = Evidence("F", 10, None, "two sessions a week")
    desk.page.gathering.take(HERE)
    desk.page.gathering.take(other)
    desk.press(Key.Key_Tab, Key.Key_Delete)
    assert kept(desk) == (other,)
    stack = desk.page.undo_stack
    assert stack.undoText() == "Q1: evidence taken away"
    desk.press(Key.Key_Escape)
    desk.page.checklist.go("Q3")
    stack.undo()
    assert (kept(desk), desk.open_key) == ((HERE, other), "Q1")
    assert said[-1] == "Undone. Q1: evidence taken away. Saved."
    stack.undo()
    stack.undo()
    assert kept(desk) == ()
    stack.redo()
    assert kept(desk) == (HERE,)


def test_words_that_may_identify_somebody_are_asked_about_before_anything_is_saved(desk: Desk) -> None:
    """The keyboard is on the safe answer; only the place is kept."""
    desk.page.gathering.take(Evidence("F", 9, None, "Mrs Example gives 15 minutes a day"))
    assert sheet_of(desk).state == "not_started"
    assert QApplication.focusWidget() is desk.button("Keep only the place")
    desk.press(Key.Key_Space)
    assert kept(desk) == (Evidence("F", 9, None, ""),)
    assert desk.keyboard_on().startswith("Met")


def test_they_can_be_kept_or_left_out(desk: Desk) -> None:
    named = Evidence("F", 9, None, "Mrs Example gives 15 minutes a day")
    desk.page.gathering.take(named)
    desk.press(Key.Key_Escape)
    assert kept(desk) == ()
    desk.page.gathering.take(named)
    desk.press(Key.Key_Tab, Key.Key_Space)
    assert kept(desk) == (named,)


def test_going_on_leaves_out_what_was_still_asked_about(desk: Desk, said: list[str]) -> None:
    desk.page.gathering.take(Evidence("F", 9, None, "Mrs Example gives 15 minutes a day"))
    desk.page.checklist.go("Q2")
    assert said[-1] == "The evidence was left out. Nothing of it was saved."
    desk.page.checklist.go("Q1")
    assert (kept(desk), chips(desk)) == ((), [])


def test_a_round_without_quotations_asks_nothing_and_keeps_the_place(desk: Desk) -> None:
    with desk.session.store.write() as session:
        from db.tables import Round

        session.get_one(Round, 1).quotations = False
    desk.page.refresh()
    desk.page.gathering.take(Evidence("F", 9, None, "Mrs Example gives 15 minutes a day"))
    assert kept(desk) == (Evidence("F", 9, None, ""),)


def test_the_question_about_a_note_is_in_view_whenever_the_note_is_left(desk: Desk, qtbot: QtBot) -> None:
    page, card = desk.page, desk.page.card
    page.resize(1280, 640)
    QApplication.processEvents()  # the new size is laid out
    view = page.checklist.viewport()

    def whole() -> bool:
        return view.rect().contains(QRect(card.doubt.mapTo(view, QPoint(0, 0)), card.doubt.size()))

    for _ in range(2):
        desk.press(Key.Key_F2, "Agreed with Dr Example ", Key.Key_Escape)
        assert card.doubt.isVisible()
        qtbot.waitUntil(whole)
        page.checklist.focus_answers()


def test_a_note_that_may_identify_somebody_is_saved_and_asked_about_with_the_keyboard_left_alone(
    desk: Desk, said: list[str]
) -> None:
    card = desk.page.card
    desk.press("1", "Agreed with Dr Example", Key.Key_Escape)
    assert "“Dr Example” looks like a name." in said[-1] or any("“Dr Example” looks like a name." in s for s in said)
    assert card.doubt.isVisible()
    assert not card.doubt.mend.hasFocus()
    assert desk.on_disk()["Q1"][3] == "Agreed with Dr Example"
    desk.press(Key.Key_Down)
    assert not card.doubt.isVisible()
    desk.press(Key.Key_Up)
    assert card.doubt.isVisible(), "it is still to be answered"
    card.doubt.mend.click()
    assert card.note.hasFocus()
    desk.press(Key.Key_Escape)
    card.doubt.save.click()
    desk.press(Key.Key_Down, Key.Key_Up)
    assert not card.doubt.isVisible(), "it was let through"


def test_a_note_still_in_doubt_is_asked_about_before_it_is_submitted(desk: Desk) -> None:
    desk.press("1", "Agreed with Dr Example", Key.Key_Escape)
    for key in "22222":
        desk.press(key)
    desk.press("1", "Another note", Key.Key_Escape)
    desk.page.checklist.go("Q3")
    pane = desk.page._pane
    pane.submit_asked.emit()
    pane.submit_panel.submit_button.click()
    assert sheet_of(desk).state == "draft"
    assert pane.submit_panel.doubt.isVisible()
    pane.submit_panel.doubt.mend.click()
    assert desk.open_key == "Q1"
    pane.submit_asked.emit()
    pane.submit_panel.submit_button.click()
    pane.submit_panel.doubt.save.click()
    assert sheet_of(desk).state == "submitted"


def test_a_submitted_audit_shows_its_evidence_and_takes_no_more(desk: Desk) -> None:
    desk.page.gathering.take(HERE)
    for key in "22222":
        desk.press(key)
    scoring.submit(desk.session.store, sheet_of(desk).assignment)
    desk.page.refresh()
    desk.page.checklist.go("Q1")
    desk.page.gathering.take(Evidence("F", 3, None, "more"))
    desk.press(Key.Key_Tab, Key.Key_Delete)
    assert kept(desk) == (HERE,)


def test_evidence_stands_in_for_a_note_before_submitting(desk: Desk) -> None:
    desk.press("1", Key.Key_Escape)
    desk.page.gathering.take(HERE)
    sentences = [p.sentence for p in sheet_of(desk).problems() if p.kind == "incomplete"]
    assert sentences == ["Still to give: the cause and the agency best placed to act."]


def test_the_lead_writes_a_note_for_everybody_in_place(make_desk: MakeDesk) -> None:
    desk = make_desk(owner="Edie Example", role="lead")
    desk.button("Note for everybody…").click()
    assert desk.keyboard_on() == "Your note to everybody who scores"
    desk.press("Count lines, not paragraphs.")
    desk.press(Key.Key_Return, modifier=Qt.KeyboardModifier.ControlModifier)
    assert sheet_of(desk).guidance == {"Q1": "Count lines, not paragraphs."}
    assert QApplication.focusWidget() is desk.button("Change the lead's note…")


def test_an_auditor_reads_the_leads_note_and_cannot_change_it(desk: Desk) -> None:
    guidance.write_guidance(desk.session.store, 1, "Q1", "Count lines.")
    desk.page.refresh()
    desk.page.checklist.go("Q2")
    desk.page.checklist.go("Q1")
    assert desk.shows("Count lines.")
    assert not desk.shows("Change the lead's note…")


def test_somebody_who_knows_the_child_gives_the_plan_back_unread(desk: Desk, said: list[str]) -> None:
    desk.button("I know this child").click()
    assert sheet_of(desk).locked.startswith("This plan was given back")
    assert "N-001 is given back, unread. Your lead will give it to somebody else. Undo takes it back." in said
    row = desk.page.place()["plan"]
    assert "Given back" in desk.page.plans.words_of(row)
    assert QApplication.focusWidget() is desk.button("Next plan")
    desk.press(Key.Key_Space)
    assert desk.page.place()["plan"] == sheet_of(desk, "N-002").assignment


def test_a_plan_that_was_begun_is_not_given_back_by_a_button(desk: Desk) -> None:
    desk.press("2")
    assert not desk.shows("I know this child")
    desk.page.giving_back.give_back()
    assert desk.values() == {"Q1": 2}


def test_after_a_run_that_did_not_close_the_desk_says_what_is_there(desk: Desk, make_again: MakeDesk) -> None:
    desk.press("2", "2")
    again = make_again(desk)
    assert again.shows("The program ended unexpectedly.")
    assert again.shows("All 2 answers of N-001 are here; the note you were typing may lack its last words.")


def test_after_a_run_that_closed_nothing_is_said(desk: Desk, make_again: MakeDesk) -> None:
    desk.press("2")
    desk.page.leave()
    assert not make_again(desk).shows("The program ended unexpectedly.")


def test_evidence_from_another_program_is_shown_on_looking_again(desk: Desk) -> None:
    evidence.add_evidence(desk.session.store, sheet_of(desk).assignment, "Q1", HERE)
    desk.page.refresh()
    assert len(chips(desk)) == 1


def test_a_slip_is_undone_at_once_and_the_plan_is_scored_as_if_nothing_had_been(desk: Desk, said: list[str]) -> None:
    desk.button("I know this child").click()
    desk.button("Take the plan back").click()
    assert said[-1] == "N-001 is yours again."
    desk.press("2")
    assert desk.values() == {"Q1": 2}
    assert not desk.shows("Take the plan back")


def test_edit_undo_and_redo_take_it_back_and_give_it_again(desk: Desk) -> None:
    desk.button("I know this child").click()
    stack = desk.page.undo_stack
    assert stack.undoText() == "I know this child"
    stack.undo()
    assert sheet_of(desk).locked == ""
    stack.redo()
    assert sheet_of(desk).locked.startswith("This plan was given back")
    stack.undo()
    assert sheet_of(desk).locked == ""


def test_it_can_be_taken_back_after_another_plan_but_not_in_the_next_sitting(desk: Desk, make_again: MakeDesk) -> None:
    desk.button("I know this child").click()
    desk.press(Key.Key_Space)
    assert not desk.shows("Take the plan back")
    desk.press(Key.Key_PageUp, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.button("Take the plan back").click()
    assert sheet_of(desk).locked == ""
    desk.button("I know this child").click()
    desk.page.leave()
    again = make_again(desk)
    again.page.return_to(again.page.place() | {"plan": sheet_of(desk).assignment})
    assert again.page.place()["plan"] == sheet_of(desk).assignment
    assert not again.shows("Take the plan back")


def test_once_it_is_somebody_elses_the_desk_says_so(desk: Desk) -> None:
    desk.button("I know this child").click()
    with desk.session.store.write() as session:
        given = session.get_one(Assignment, sheet_of(desk).assignment)
        other = session.exec(select(Person.id).where(Person.code == "SC")).one()
        session.add(Assignment(sampled_id=given.sampled_id, person_id=other or 0))
    desk.button("Take the plan back").click()
    assert desk.shows("The plan was not taken back.")
    assert desk.shows(
        "Your lead has given N-001 to somebody else. Nothing was changed. Ask your lead if you should score it."
    )
    assert sheet_of(desk).locked != ""


def test_with_nothing_left_to_score_the_keyboard_is_not_on_taking_back(make_desk: MakeDesk) -> None:
    """A second press of Space must not take back what the first one did."""
    desk = make_desk(plans=1)
    desk.button("I know this child").setFocus()
    desk.press(Key.Key_Space)
    assert desk.shows("Take the plan back")
    desk.press(Key.Key_Space)
    assert sheet_of(desk).locked != ""


def test_taking_a_plan_back_opens_its_paper_again(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "N-001.pdf").write_bytes(pdf_file(PARTS))
    desk.page.reading.choose_folder(tmp_path)
    desk.button("I know this child").click()
    assert desk.page.reading.path is None
    desk.button("Take the plan back").click()
    assert desk.page.reading.path == tmp_path / "N-001.pdf"
