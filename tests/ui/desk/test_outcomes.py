"""A question asked of every outcome: listing outcomes, answering one by one, what it comes to for the plan."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from tests.auditor.plan_reader.making import Line, Part, pdf_file
from tests.ui.desk.conftest import EACH, Desk, MakeDesk
from tests.ui.desk.test_evidence import sheet_of

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
PAPER: list[Part] = [
    Line("Section E: Outcomes", level=2),
    Line("By July 2027 Robin will read a page of unseen text aloud."),
    Line("By July 2028 Robin will ask for a break in four lessons of five."),
    Line("Section F: Special educational provision", level=2),
    Line("Daily reading programme with a trained teaching assistant, 15 minutes every school day."),
]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """At a question that is asked of every outcome."""
    desk = make_desk(more=EACH)
    desk.page.checklist.go("O1")
    return desk


def list_them(desk: Desk, *outcomes: str) -> None:
    desk.button("List the outcomes…").click()
    for words in outcomes:
        desk.press(words, Key.Key_Return)
    desk.press(Key.Key_Return, modifier=CTRL)


def parts(desk: Desk) -> dict[int, int]:
    found = sheet_of(desk).contents.answers
    return {part: int(answer.value) for (key, part), answer in found.items() if part and answer.value is not None}


def whole(desk: Desk) -> int | None:
    answer = sheet_of(desk).answers.get("O1")
    return None if answer is None or answer.value is None else int(answer.value)


def test_outcomes_are_written_one_a_line_and_kept(desk: Desk) -> None:
    list_them(desk, "Reads a page.", "Asks for a break.")
    assert dict(sheet_of(desk).contents.outcomes) == {1: "Reads a page.", 2: "Asks for a break."}
    assert desk.shows("1. Reads a page.")
    assert desk.keyboard_on().startswith("Met")


def test_they_are_taken_from_section_e_where_the_paper_is_open(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf_file(PAPER))
    desk.page.reading.open_by_hand(file)
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)
    desk.button("List the outcomes…").click()
    desk.press(Key.Key_Return, modifier=CTRL)
    assert list(sheet_of(desk).contents.outcomes.values()) == [PAPER[1].text, PAPER[2].text]  # type: ignore[union-attr]


def test_each_outcome_is_answered_by_key_and_the_plan_follows(desk: Desk, said: list[str]) -> None:
    """The keyboard goes from outcome to outcome, then on to the note or next question as for any answer."""
    list_them(desk, "Reads a page.", "Asks for a break.")
    desk.press("2")
    assert (parts(desk), whole(desk)) == ({1: 2}, None)
    assert said[-1] == "Met. Saved. Outcome 2 of 2: Asks for a break."
    desk.press("0")
    assert (parts(desk), whole(desk)) == ({1: 2, 2: 0}, 1)
    assert desk.shows("For the plan: partly met, from 2 of 2 outcomes.")
    assert desk.keyboard_on() == "Evidence note"


def test_up_and_down_go_through_outcomes_and_then_to_the_next_question(desk: Desk) -> None:
    list_them(desk, "Reads a page.", "Asks for a break.")
    desk.press(Key.Key_Down, "1", Key.Key_Up)
    assert parts(desk) == {2: 1}
    desk.press(Key.Key_Up)
    assert desk.open_key != "O1"


def test_an_answer_for_one_outcome_can_be_cleared_and_undone(desk: Desk) -> None:
    list_them(desk, "Reads a page.", "Asks for a break.")
    desk.press("2", "2")
    desk.page.checklist.go("O1")
    desk.press(Key.Key_Delete)
    assert (parts(desk), whole(desk)) == ({2: 2}, None)
    desk.page.undo_stack.undo()
    assert (parts(desk), whole(desk)) == ({1: 2, 2: 2}, 2)


def test_answers_go_with_their_outcome_when_the_order_changes_and_come_back_by_undo(desk: Desk) -> None:
    list_them(desk, "Reads a page.", "Asks for a break.")
    desk.press("2", "0")
    desk.page.checklist.go("O1")
    desk.button("Change the list of outcomes…").click()
    desk.press(Key.Key_Down, modifier=ALT)
    desk.press(Key.Key_Return, modifier=CTRL)
    assert dict(sheet_of(desk).contents.outcomes) == {1: "Asks for a break.", 2: "Reads a page."}
    assert parts(desk) == {1: 0, 2: 2}
    desk.page.undo_stack.undo()
    assert parts(desk) == {1: 2, 2: 0}


def test_an_outcome_taken_away_takes_its_answer_along_and_undo_brings_both_back(desk: Desk) -> None:
    list_them(desk, "Reads a page.", "Asks for a break.")
    desk.press("2", "0")
    desk.page.checklist.go("O1")
    desk.button("Change the list of outcomes…").click()
    desk.page.outcome_work.panel.fields[0].clear()
    desk.press(Key.Key_Return, modifier=CTRL)
    assert (parts(desk), whole(desk)) == ({1: 0}, 0)
    desk.page.undo_stack.undo()
    assert (parts(desk), whole(desk)) == ({1: 2, 2: 0}, 1)


def test_esc_leaves_the_list_as_it_was(desk: Desk) -> None:
    desk.button("List the outcomes…").click()
    desk.press("Reads a page.", Key.Key_Escape)
    assert sheet_of(desk).contents.outcomes == {}
    assert desk.page.checklist.isVisible()


def test_a_plan_without_outcomes_is_answered_as_a_whole(desk: Desk) -> None:
    desk.press("0")
    assert whole(desk) == 0


def test_another_question_shows_the_ordinary_answers(desk: Desk) -> None:
    list_them(desk, "Reads a page.")
    desk.page.checklist.go("Q2")
    assert not desk.page.card.outcomes.isVisible()
    desk.press("2")
    assert desk.values()["Q2"] == 2


NAMED = "Mrs Example sees a page read by July 2027."


def test_words_that_may_identify_somebody_are_asked_about_before_the_list_is_kept(desk: Desk, said: list[str]) -> None:
    """The keyboard is on the safe answer, which goes back to the words; nothing is kept until then."""
    list_them(desk, "Reads a page.", NAMED)
    assert sheet_of(desk).state == "not_started"
    assert said[-1].startswith("Outcome 2 may identify somebody: it looks like a name.")
    assert QApplication.focusWidget() is desk.button("Change the words")
    desk.press(Key.Key_Space)
    assert desk.keyboard_on().startswith("Outcome 2")
    assert not desk.page.outcome_work.panel.question.isVisible()
    desk.press(Key.Key_A, modifier=CTRL)
    desk.press("Reads a page by July 2027.")
    desk.press(Key.Key_Return, modifier=CTRL)
    assert list(sheet_of(desk).contents.outcomes.values()) == ["Reads a page.", "Reads a page by July 2027."]


def test_a_list_can_be_kept_all_the_same_and_is_not_asked_about_again(desk: Desk) -> None:
    list_them(desk, NAMED)
    desk.press(Key.Key_Tab, Key.Key_Space)
    assert list(sheet_of(desk).contents.outcomes.values()) == [NAMED]
    desk.button("Change the list of outcomes…").click()
    desk.press(Key.Key_Return, "Asks for a break.")
    desk.press(Key.Key_Return, modifier=CTRL)
    assert list(sheet_of(desk).contents.outcomes.values()) == [NAMED, "Asks for a break."]


def test_the_first_name_of_the_open_paper_is_one_of_the_signs(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf_file([*PAPER, Line("Robin likes trains.")]))
    desk.page.reading.open_by_hand(file)
    desk.qtbot.waitUntil(lambda: desk.page.paper.name == "Robin")
    desk.button("List the outcomes…").click()
    desk.page.outcome_work.panel.fields[0].setText("Robin reads a page.")
    desk.press(Key.Key_Return, modifier=CTRL)
    assert desk.page.outcome_work.panel.question.accessibleName() == (
        "Outcome 1 may identify somebody: it looks like a first name."
    )
    desk.press(Key.Key_Escape)
    assert desk.keyboard_on().startswith("Outcome 1")
    assert sheet_of(desk).contents.outcomes == {}


def test_the_question_comes_into_view_below_a_long_list(desk: Desk) -> None:
    desk.page.resize(1000, 480)
    list_them(desk, *(f"Outcome {n} by July 2027." for n in range(1, 15)), NAMED)
    panel = desk.page.outcome_work.panel
    desk.qtbot.waitUntil(lambda: panel.question.visibleRegion().boundingRect().height() == panel.question.height())


def test_a_long_outcome_is_read_whole_and_stays_one_paragraph(desk: Desk):
    desk.button("List the outcomes…").click()
    field = desk.page.outcome_work.panel.fields[0]
    low = field.height()
    desk.press("By July 2027 will use a feelings scale to ask for a break in four lessons out of five, in all lessons.")
    assert field.height() > low
    QApplication.clipboard().setText(" And so\non. " * 100)
    desk.press(Key.Key_V, modifier=CTRL)
    assert "\n" not in field.text() and len(field.text()) == 600
