"""The auditor's desk by keyboard: every answer on disk before the next key, undo, notes, submission, failure."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton
from sqlalchemy import Connection, Engine, event
from sqlcipher3 import dbapi2 as sqlite3

from auditor import scoring
from db.vocabulary import Value
from tests.building import assignment_of
from tests.ui.desk.conftest import ASKED, Desk, MakeDesk
from ui.look import Theme, look

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def sheet_of(desk: Desk, reference: str = "N-001") -> scoring.Sheet:
    assert desk.session.round is not None
    store = desk.session.store
    return scoring.sheet(store, assignment_of(store, desk.session.round.id, reference, "EA"))


def test_a_whole_plan_by_keyboard_alone(desk: Desk, said: list[str]) -> None:
    """Answers, a note, a cause, an agency, submission: the mouse stays away."""
    desk.press("2", "1")
    assert desk.keyboard_on() == "Evidence note"
    desk.press("E3 names no role", Key.Key_Tab)
    assert desk.keyboard_on() == "Cause of the shortfall"
    desk.press(Key.Key_Down, Key.Key_Tab)
    assert desk.keyboard_on() == "Agency best placed to act"
    desk.press(Key.Key_Down, Key.Key_Down)
    desk.press(Key.Key_Tab, modifier=SHIFT)
    desk.press(Key.Key_Tab, modifier=SHIFT)
    desk.press(Key.Key_Escape, Key.Key_Down, "2", "N", "2")
    assert desk.values() == {"Q1": 2, "Q2": 1, "Q3": 2, "Q4": -1, "L1": 2}
    assert desk.on_disk()["Q2"] == (1, "advice_missing", "health", "E3 names no role")
    for _ in range(6):
        desk.press(Key.Key_Tab)
        if QApplication.focusWidget() is desk.button("Submit audit…"):
            break
    desk.press(Key.Key_Space)
    assert QApplication.focusWidget() is desk.button("Submit audit")
    desk.press(Key.Key_Space)
    assert sheet_of(desk).state == "submitted"
    assert QApplication.focusWidget() is desk.button("Next plan")
    desk.press(Key.Key_Space)
    assert desk.page.place()["plan"] == sheet_of(desk, "N-002").assignment
    assert desk.keyboard_on().startswith("Met")


def test_every_answer_is_on_disk_before_the_next_key(desk: Desk) -> None:
    """Another program reads each answer as soon as its key has been handled."""
    desk.settings.move_on = "always"
    for at, (key, value) in enumerate(zip("210CC", (2, 1, 0, -2, -2), strict=True)):
        desk.press(key)
        assert desk.values()[ASKED[at]] == value


def test_the_status_line_says_that_all_is_saved(desk: Desk) -> None:
    with desk.qtbot.waitSignal(desk.session.saved) as told:
        desk.press("2")
    assert told.args is not None
    assert told.args[0].startswith("All answers saved · ")


@pytest.mark.parametrize(
    ("move_on", "key", "then"),
    [("met", "2", "Q2"), ("met", "N", "Q2"), ("met", "1", "note"), ("met", "C", "note"), ("always", "0", "Q2"),
     ("never", "2", "Q1")],
)  # fmt: skip
def test_moving_on_follows_the_settings(desk: Desk, move_on: str, key: str, then: str) -> None:
    desk.settings.move_on = move_on
    desk.press(key)
    assert desk.open_key == ("Q1" if then == "note" else then)
    assert (desk.keyboard_on() == "Evidence note") == (then == "note")


def test_arrows_and_function_keys_move_without_answering(desk: Desk) -> None:
    """Up and Down go through the questions, F8 to what is unanswered and round the end, F2 to the note and back."""
    desk.press(Key.Key_Down, Key.Key_Right)
    assert (desk.open_key, desk.on_disk()) == ("Q2", {})
    desk.press("2", Key.Key_Up, Key.Key_Up)
    assert desk.open_key == "Q1"
    desk.press(Key.Key_Up)
    assert desk.open_key == "Q1"
    desk.press(Key.Key_F8)
    assert desk.open_key == "Q3"
    desk.press(Key.Key_F8, modifier=SHIFT)
    assert desk.open_key == "Q1"
    desk.press(Key.Key_F8, modifier=SHIFT)
    assert desk.open_key == "L1"
    desk.press(Key.Key_F2)
    assert desk.keyboard_on() == "Evidence note"
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.keyboard_on().startswith("Met")


def test_space_answers_and_delete_clears(desk: Desk) -> None:
    desk.press(Key.Key_Right, Key.Key_Right, Key.Key_Space)
    assert desk.values() == {"Q1": 0}
    desk.press(Key.Key_Escape, Key.Key_Delete)
    assert desk.values() == {}


def test_single_keys_can_be_switched_off(desk: Desk) -> None:
    """Then a digit does nothing, and Space still answers."""
    desk.settings.single_keys = False
    desk.press("2", "N")
    assert desk.on_disk() == {}
    desk.press(Key.Key_Space)
    assert desk.values() == {"Q1": 2}
    assert "2" not in dict(desk.page.keys())


def test_undo_and_redo_go_through_the_same_job(desk: Desk) -> None:
    """Each is named, is on disk at once, and opens the question it concerns."""
    desk.press("2", "1", Key.Key_Escape, "0")
    stack = desk.page.undo_stack
    assert stack.undoText() == "Q2: not met"
    stack.undo()
    assert desk.values() == {"Q1": 2, "Q2": 1}
    stack.undo()
    stack.undo()
    assert (desk.values(), desk.open_key) == ({}, "Q1")
    stack.redo()
    stack.redo()
    assert (desk.values(), desk.open_key) == ({"Q1": 2, "Q2": 1}, "Q2")
    assert stack.redoText() == "Q2: not met"


def test_undoing_an_answer_leaves_the_note_alone(desk: Desk) -> None:
    """A note typed since is not lost, and a note is taken back as a whole."""
    desk.press("1", "No role", Key.Key_Escape)
    stack = desk.page.undo_stack
    assert stack.undoText() == "Q1: note"
    stack.undo()
    assert desk.on_disk()["Q1"] == (1, "", "", "")
    stack.redo()
    assert desk.on_disk()["Q1"] == (1, "", "", "No role")


def test_taking_back_a_better_answer_brings_back_the_cause(desk: Desk) -> None:
    """A cause goes when the answer is met, and returns with the shortfall."""
    desk.press("1", Key.Key_Tab, Key.Key_Down)
    desk.press(Key.Key_F2)
    desk.press(Key.Key_Escape, "2")
    assert desk.on_disk()["Q1"] == (2, "", "", "")
    desk.page.undo_stack.undo()
    assert desk.on_disk()["Q1"] == (1, "advice_missing", "", "")


def test_the_undo_stack_is_emptied_with_the_plan(desk: Desk) -> None:
    desk.press("2")
    desk.press(Key.Key_PageDown, modifier=CTRL)
    assert not desk.page.undo_stack.canUndo()
    assert desk.page.place()["plan"] == sheet_of(desk, "N-002").assignment
    desk.press(Key.Key_PageUp, modifier=CTRL)
    assert desk.page.place()["plan"] == sheet_of(desk).assignment
    assert desk.open_key == "Q2"


def test_a_note_saves_itself_while_it_is_typed(desk: Desk) -> None:
    """Without leaving the field, and again on leaving it before that."""
    desk.press(Key.Key_F2, "First")
    desk.qtbot.waitUntil(lambda: desk.on_disk().get("Q1", (0, "", "", ""))[3] == "First")
    desk.press(" line", Key.Key_Escape)
    assert desk.on_disk()["Q1"] == (None, "", "", "First line")


def test_the_cause_above_is_taken_over(desk: Desk, said: list[str]) -> None:
    desk.press("1", Key.Key_Tab, Key.Key_Down, Key.Key_Tab, Key.Key_Down)
    desk.press(Key.Key_F8, "2", "0")
    assert desk.open_key == "Q3"
    desk.press(Key.Key_D, modifier=CTRL)
    assert desk.on_disk()["Q3"] == (0, "advice_missing", "education", "")
    assert said[-1] == "Advice missing, Education. Saved."


def test_what_was_saved_is_announced(desk: Desk, said: list[str]) -> None:
    desk.press("2", "1", Key.Key_Escape, Key.Key_Delete)
    assert said == [
        "Met. Saved. 1 of 5. Q2, Question Q2",
        "Partly met. Saved. 2 of 5. Evidence note of Q2.",
        "Cleared. Saved. 1 of 5.",
    ]


def test_an_unfinished_audit_is_not_submitted(desk: Desk) -> None:
    """The panel lists what is missing, each a link to its question."""
    desk.press("0", Key.Key_Escape, Key.Key_Down, "2")
    desk.qtbot.mouseClick(desk.button("Submit audit…"), Qt.MouseButton.LeftButton)
    assert not desk.button("Submit audit").isEnabled()
    assert [desk.button(key).accessibleName() for key in ("Q1", "Q4")] == [
        "Go to Q1, Question Q1. Still to give: a line of evidence, the cause and the agency best placed to act.",
        "Go to Q4, Question Q4. Not answered yet.",
    ]
    assert sheet_of(desk).state == "draft"
    desk.qtbot.mouseClick(desk.button("Q4"), Qt.MouseButton.LeftButton)
    assert desk.open_key == "Q4"
    desk.press("2")
    assert desk.values()["Q4"] == 2


def submit(desk: Desk) -> None:
    desk.settings.move_on = "always"
    desk.press("2", "2", "2", "2", "2")
    desk.qtbot.mouseClick(desk.button("Submit audit…"), Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(desk.button("Submit audit"), Qt.MouseButton.LeftButton)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("2222C", "1 answer is cannot tell: it counts neither as met nor as not met."),
        ("C2C22", "2 answers are cannot tell: they count neither as met nor as not met."),
    ],
)
def test_what_cannot_be_told_is_counted_and_explained_before_submitting(desk: Desk, keys: str, said: str) -> None:
    """In the same breath as the warning, with a link to each."""
    desk.settings.move_on = "always"
    desk.page.checklist.go("Q1")
    desk.press(*keys)
    desk.qtbot.mouseClick(desk.button("Submit audit…"), Qt.MouseButton.LeftButton)
    assert desk.button("Submit audit").accessibleDescription().endswith(said)
    assert desk.shows(f"Cannot tell ({keys.count('C')})")
    last = ("Q1", "Q2", "Q3", "Q4", "L1")[keys.rindex("C")]
    link = next(
        b for b in desk.page.findChildren(QPushButton) if b.text() == last and "Cannot tell" in b.accessibleName()
    )
    link.click()
    assert desk.open_key == last


def test_without_any_nothing_is_said_of_cannot_tell(desk: Desk) -> None:
    desk.settings.move_on = "always"
    desk.press(*"22222")
    desk.qtbot.mouseClick(desk.button("Submit audit…"), Qt.MouseButton.LeftButton)
    assert "annot tell" not in desk.button("Submit audit").accessibleDescription()


def test_a_submitted_audit_is_read_only_until_reopened_with_a_reason(desk: Desk) -> None:
    submit(desk)
    assert not desk.page.undo_stack.canUndo()
    desk.page.focus_main()
    desk.press("0", Key.Key_Delete)
    desk.page.focus_main()
    assert set(desk.values().values()) == {2}
    desk.qtbot.mouseClick(desk.button("Reopen…"), Qt.MouseButton.LeftButton)
    desk.qtbot.mouseClick(desk.button("Reopen audit"), Qt.MouseButton.LeftButton)
    assert sheet_of(desk).state == "submitted"
    desk.press("A page was missing")
    desk.qtbot.mouseClick(desk.button("Reopen audit"), Qt.MouseButton.LeftButton)
    assert (sheet_of(desk).state, sheet_of(desk).revision) == ("draft", 2)
    desk.press("0")
    assert sorted(v for v in desk.values().values() if v is not None) == [0, 2, 2, 2, 2]


def test_a_lead_enters_a_sheet_for_a_named_auditor(make_desk: MakeDesk) -> None:
    """It is said before and marked after; the auditor is chosen from those of the round."""
    desk = make_desk(owner="Lee Example", role="lead")
    shown = [label.text() for label in desk.page.findChildren(type(desk.page._pane._whose_words)) if label.isVisible()]
    assert any("Entering for Edie Example (Education). Marked as entered by you" in words for words in shown)
    desk.press("2")
    assert sheet_of(desk).entered_by == "Lee Example"


def test_an_auditor_sees_only_their_own_plans(make_desk: MakeDesk) -> None:
    """Hal scores one of the plans; Edie's are not in Hal's list."""
    desk = make_desk(owner="Hal Example")
    assert [row.auditor for row in desk.page.plans.order()] == ["Hal Example"]
    desk.press("2")
    assert sheet_of(desk).entered_by == ""


def test_a_locked_file_loses_nothing(desk: Desk, said: list[str]) -> None:
    """The answer stays on screen and says so; trying again brings it to disk with what was typed since."""
    desk.press("2")
    other = sqlite3.connect(desk.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with desk.qtbot.waitSignal(desk.session.saved) as told:
        desk.press("1")
    assert told.args == ["1 answer not yet saved"]
    assert desk.values() == {"Q1": 2}
    assert desk.page.unsaved == 1
    assert "being changed by another program" in said[-1]
    card = desk.page.checklist.card
    assert "Partly met. Not yet saved." in card.accessibleName()
    other.execute("ROLLBACK")
    other.close()
    desk.qtbot.mouseClick(desk.button("Try again"), Qt.MouseButton.LeftButton)
    assert desk.values() == {"Q1": 2, "Q2": 1}
    assert desk.page.unsaved == 0
    assert "Not yet saved" not in card.accessibleName()


def test_a_file_that_may_not_be_changed_is_spoken_of_once(
    desk: Desk, said: list[str], request: pytest.FixtureRequest
) -> None:
    """Answers stay on screen, what happened stays in view, and Save now brings all of them to disk."""
    may_change = False

    def hold(connection: Connection, cursor: sqlite3.Cursor, *_: object) -> None:
        cursor.connection.execute(f"PRAGMA query_only = {not may_change:d}")

    event.listen(Engine, "before_cursor_execute", hold)
    request.addfinalizer(lambda: event.remove(Engine, "before_cursor_execute", hold))
    for key in ("Q1", "Q2", "Q3"):
        desk.page.checklist.go(key)
        desk.press("2")
    assert sum("may not be changed" in words for words in said) == 1
    assert desk.shows("3 answers are on screen and not yet saved. Everything before is.")
    desk.button("Save now").click()
    assert said[-1] == "Still not saved. Your answers are on screen."
    assert QApplication.focusWidget() is desk.button("Save now")
    may_change = True
    desk.button("Save now").click()
    assert desk.values() == {"Q1": 2, "Q2": 2, "Q3": 2}
    assert not desk.shows("Save now")


def test_a_message_does_not_cover_what_is_being_typed(desk: Desk) -> None:
    desk.page.resize(1200, 430)
    desk.press(Key.Key_F2, "Half a sen")
    assert desk.shows("Next unanswered")
    desk.page._pane.messages.say("note", "The program ended unexpectedly.", "Something longer about it. " * 6)  # pyright: ignore[reportPrivateUsage]
    desk.qtbot.wait(50)
    note, view = desk.page.checklist.card.note, desk.page.checklist.viewport()
    top = note.mapTo(view, note.rect().topLeft()).y()
    assert top >= 0 and top + note.height() <= view.height()
    assert QApplication.focusWidget() is note
    assert not desk.shows("Next unanswered"), "the buttons at the foot give way first"


def test_the_next_answer_saves_what_was_not_saved(desk: Desk) -> None:
    """And an answer put down with its plan is tried again from the next plan."""
    other = sqlite3.connect(desk.file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    desk.press("2")
    desk.press(Key.Key_PageDown, modifier=CTRL)
    assert desk.page.unsaved == 1
    other.execute("ROLLBACK")
    other.close()
    desk.press("2")
    assert desk.page.unsaved == 0
    assert sheet_of(desk).answers["Q1"].value is Value.MET
    assert sheet_of(desk, "N-002").answers["Q1"].value is Value.MET


def test_a_note_that_is_too_long_is_kept_on_screen(desk: Desk) -> None:
    """The answer is saved all the same, and the sentence stands at the note."""
    desk.press("1", "short", Key.Key_Escape, Key.Key_F2)
    QApplication.clipboard().setText("x" * 50_000)
    desk.press(Key.Key_A, modifier=CTRL)
    desk.press(Key.Key_V, modifier=CTRL)
    desk.press(Key.Key_Escape, "0")
    assert desk.on_disk()["Q1"] == (0, "", "", "short")
    row = desk.page.checklist.card.note_row
    assert "20,000 can be kept" in row.problem
    assert len(desk.page.checklist.card.note.toPlainText()) == 50_000


def test_going_back_returns_to_plan_and_question(desk: Desk) -> None:
    desk.press("2", "2", "2")
    place = desk.page.place()
    desk.press(Key.Key_PageDown, modifier=CTRL)
    desk.page.return_to(place)
    assert {k: v for k, v in desk.page.place().items() if k != "scroll"} == {
        k: v for k, v in place.items() if k != "scroll"
    }


def test_opening_the_program_again_returns_to_the_question(desk: Desk) -> None:
    from ui.pages.desk import DeskPage

    desk.press(Key.Key_PageDown, modifier=CTRL)
    desk.press(Key.Key_Down, Key.Key_Down)
    again = DeskPage(desk.session, desk.settings)
    desk.qtbot.addWidget(again)
    assert {key: again.place()[key] for key in ("plan", "criterion")} == {
        key: desk.page.place()[key] for key in ("plan", "criterion")
    }


def test_what_another_program_changed_is_shown_without_losing_the_place(desk: Desk) -> None:
    """Coming back to the window reads the file again; question and keyboard stay."""
    desk.press("2", Key.Key_Right)
    keyboard = QApplication.focusWidget()
    assert desk.session.round is not None
    scoring.save_answer(desk.session.store, sheet_of(desk).assignment, "Q4", scoring.Answer(Value.NOT_MET))
    desk.page.refresh()
    assert desk.open_key == "Q2"
    assert QApplication.focusWidget() is keyboard
    assert "4 answered" not in desk.page._pane._count.words
    assert desk.page._pane._count.words == "2 of 5 answered"


def test_every_plan_submitted_is_said(desk: Desk) -> None:
    """And the plans can still be read."""
    for _ in range(3):
        desk.page.focus_main()
        submit(desk)
        if desk.page._to_do() is not None:
            desk.press(Key.Key_Space)
    assert desk.page.plans.count_words == "3 of 3 submitted"


def test_nothing_to_score_says_why(make_desk: MakeDesk) -> None:
    """No plans of one's own, or a name nobody knows."""
    desk = make_desk(owner="Sol Example")
    assert desk.page.place()["plan"] is None
    assert desk.page.panes() == (desk.page.plans.list,)
    desk.press(Key.Key_F8)


def test_beside_paper_and_checklist_the_list_folds_before_the_paper_is_too_small_to_read(desk: Desk) -> None:
    desk.page.resize(1134, 700)
    assert not desk.page.plans.isVisible()
    assert desk.page.paper.width() >= look().px(470)
    desk.page.resize(1250, 700)
    assert desk.page.plans.isVisible()
    assert desk.page.paper.width() >= look().px(470)


def test_where_the_pane_is_low_the_questions_come_before_the_buttons_at_the_foot(desk: Desk) -> None:
    """At 300% in the least window the foot would leave no room for a single line of a question."""
    pane = desk.page._pane
    assert pane.next_button.isVisible()
    look().set(Theme.LIGHT, 3.0)
    desk.page.resize(1000, 460)
    desk.qtbot.waitUntil(lambda: not pane.next_button.isVisible())
    desk.qtbot.waitUntil(lambda: desk.page.checklist.viewport().height() >= look().px(30))
    look().set(Theme.LIGHT, 1.0)
    desk.page.resize(1200, 800)
    desk.qtbot.waitUntil(pane.next_button.isVisible)


@pytest.mark.parametrize(("scale", "width", "height"), [(1.0, 964, 560), (2.0, 1300, 800), (3.0, 1000, 800)])
def test_nothing_scrolls_sideways(make_desk: MakeDesk, scale: float, width: int, height: int) -> None:
    """At small windows and large text the list folds into a button, and no part is cut off at the right."""
    desk = make_desk(width=1200)
    look().set(Theme.LIGHT, scale)
    desk.page.resize(width, height)
    checklist = desk.page.checklist
    assert desk.page.width() == width
    assert not desk.page.plans.isVisible()
    assert checklist.widget().width() <= checklist.viewport().width()
    card = checklist.card
    for part in (card, *card.fields()):
        right = part.mapTo(checklist.viewport(), part.rect().topRight()).x()
        assert right <= checklist.viewport().width()
    desk.qtbot.mouseClick(desk.page._pane.plans_button, Qt.MouseButton.LeftButton)
    assert desk.page.plans.isVisible()
    assert QApplication.focusWidget() is desk.page.plans.list
    desk.press(Key.Key_Down, Key.Key_Return)
    assert not desk.page.plans.isVisible()
    assert desk.page.place()["plan"] == sheet_of(desk, "N-002").assignment


def test_choosing_an_answer_moves_nothing(desk: Desk) -> None:
    """Neither the card nor anything in it changes place or size."""
    desk.settings.move_on = "never"
    card = desk.page.checklist.card
    desk.press(Key.Key_F8)
    before = [(part.geometry(), part.parentWidget().geometry()) for part in card.fields()]
    size = card.size()
    for key in "210NC":
        desk.press(key)
        QApplication.processEvents()
        assert card.size() == size
        assert [(part.geometry(), part.parentWidget().geometry()) for part in card.fields()] == before


def test_what_to_do_at_once_is_shown_with_not_met(desk: Desk) -> None:
    card = desk.page.checklist.card
    desk.press(Key.Key_F8, modifier=SHIFT)
    assert desk.open_key == "L1"
    assert not card._at_once.isVisible()
    desk.press("0")
    assert card._at_once.isVisible()


def test_tab_goes_through_a_question_in_reading_order(desk: Desk) -> None:
    """Answers once, note, cause, agency, next step; in a question with another scale too."""
    for steps in range(2):
        for _ in range(steps * 4):
            desk.press(Key.Key_Down)
        desk.press("0", Key.Key_Escape)
        stops: list[str] = []
        for _ in range(4):
            desk.press(Key.Key_Tab)
            stops.append(desk.keyboard_on())
        assert stops[:3] == ["Evidence note", "Cause of the shortfall", "Agency best placed to act"]
        assert QApplication.focusWidget() is desk.button("Next unanswered")
        desk.press(Key.Key_F2, Key.Key_Escape)


def test_cards_and_answers_are_named_groups(desk: Desk) -> None:
    """Qt gives the role of a group to group boxes only; a screen reader says the name on the way in."""
    card = desk.page.checklist.card
    for part in (card, card._answer_group):
        told = QAccessible.queryAccessibleInterface(part)
        assert told.role() == QAccessible.Role.Grouping
        assert told.text(QAccessible.Text.Name).startswith("Q1, critical. What of Q1? Not answered.")


def test_undo_saves_what_is_being_typed_first(desk: Desk) -> None:
    """A note in the middle of a word is not lost to an undo."""
    desk.press("1", "half a wo")
    desk.page.undo_stack.undo()
    assert desk.on_disk()["Q1"] == (None, "", "", "half a wo")
    assert desk.page.checklist.card.note.toPlainText() == "half a wo"


def test_a_refused_change_leaves_nothing_to_undo(desk: Desk) -> None:
    """Another window submitted the audit: the screen shows it so, and what is kept."""
    desk.press("2", "2", "2", "2")
    scoring.save_answer(desk.session.store, sheet_of(desk).assignment, "L1", scoring.Answer(Value.MET))
    scoring.submit(desk.session.store, sheet_of(desk).assignment)
    desk.page.undo_stack.undo()
    desk.qtbot.waitUntil(lambda: not desk.page.undo_stack.canUndo())
    assert set(desk.values().values()) == {2}
    assert "This audit is submitted." in desk.page._pane._locked_words.words


def test_a_card_says_what_it_is(desk: Desk) -> None:
    """Question, answer and place in one sentence, for the open card and for closed ones."""
    desk.press("2")
    rows = desk.page.checklist._rows
    assert rows["Q1"].accessibleName() == "Q1, critical. What of Q1? Met. 1 of 5 in Measure"
    assert desk.page.checklist.card.accessibleName() == "Q2. What of Q2? Not answered. 2 of 5 in Measure"


def test_date_criteria_are_shown_and_never_asked(desk: Desk) -> None:
    """They stand in the checklist with the sentence of their time limit."""
    assert "S4a" not in desk.page.checklist._rows
    texts = [c.accessibleName() for c in desk.page.checklist._dates.children() if hasattr(c, "accessibleName")]
    assert any(text.startswith("S4a, worked out from dates. Was the first plan issued in time?") for text in texts)
    desk.press(Key.Key_PageDown, modifier=CTRL)
    QApplication.processEvents()
    assert desk.page.checklist._dates.height() >= 2 * desk.page.checklist._rows["Q4"].height()


def test_a_signed_off_round_says_why_nothing_can_be_changed(desk: Desk) -> None:
    desk.press("2")
    with sqlite3.connect(desk.file) as other:
        other.execute("UPDATE round SET state = 'signed_off'")
    other.close()
    desk.press("2")
    assert desk.values() == {"Q1": 2}
    assert "signed off" in desk.page._pane._locked_words.words
    assert not any(b.isVisible() for b in (desk.page._pane.reopen_button, desk.page._pane.submit_later))


def test_every_part_that_takes_the_keyboard_has_a_name(desk: Desk) -> None:
    """Tab goes round the page, and a screen reader hears what each stop is."""
    names: list[str] = []
    desk.page.focus_main()
    for _ in range(20):
        desk.press(Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName() or getattr(focused, "text", str)())
    assert all(names)
    assert "Plans" in names and "Find a plan" in names


def test_a_thousand_plans_are_found_by_any_word(make_desk: MakeDesk) -> None:
    """Finding opens nothing by itself; Enter opens the first that was found."""
    desk = make_desk(plans=1000)
    desk.press(Key.Key_F, modifier=CTRL)
    before = desk.page.place()["plan"]
    desk.press("north n-777")
    assert [row.reference for row in desk.page.plans.order()] == ["N-777"]
    assert desk.page.place()["plan"] == before
    desk.press(Key.Key_Return)
    assert desk.page.place()["plan"] == sheet_of(desk, "N-777").assignment


def test_a_bad_remembered_place_is_no_obstacle(desk: Desk, tmp_path: Path) -> None:
    desk.page.return_to({"round": desk.page.place()["round"], "plan": 999_999})
    desk.page.return_to({})
    assert desk.page.place()["plan"] == sheet_of(desk).assignment
