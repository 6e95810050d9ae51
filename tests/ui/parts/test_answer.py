"""The answer control by keyboard, by mouse, and for a screen reader."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from db.vocabulary import Value
from ui.look import look
from ui.parts.answer import AnswerButton, AnswerControl

ALL = tuple(Value)
LAW = (Value.MET, Value.NOT_MET, Value.CANNOT_TELL)


@pytest.fixture
def control(qtbot: QtBot) -> AnswerControl:
    """A control with all five answers, shown, with the keyboard on it."""
    return shown(qtbot, ALL)


def shown(qtbot: QtBot, options: tuple[Value, ...]) -> AnswerControl:
    control = AnswerControl(options, "Answer to P2")
    qtbot.addWidget(control)
    control.resize(700, control.heightForWidth(700))
    control.show()
    control.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is control)
    control.focus()
    return control


def press(qtbot: QtBot, key: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    (qtbot.keyClicks if isinstance(key, str) else qtbot.keyClick)(focused, key, modifier)  # type: ignore[operator]


def buttons(control: AnswerControl) -> list[AnswerButton]:
    return sorted(control.findChildren(AnswerButton), key=lambda button: (button.y(), button.x()))


@pytest.mark.parametrize("value", Value)
def test_each_answer_has_its_key(qtbot: QtBot, control: AnswerControl, value: Value) -> None:
    """2, 1, 0, N and C answer, in either case."""
    for key in (value.key, value.key.lower()):
        with qtbot.waitSignal(control.answer_chosen) as told:
            press(qtbot, key)
        assert told.args == [value]
        assert control.value is value


def test_arrows_move_without_answering(qtbot: QtBot, control: AnswerControl) -> None:
    """Every answer is saved, so looking must not answer."""
    with qtbot.assertNotEmitted(control.answer_chosen):
        for _ in range(3):
            press(qtbot, Qt.Key.Key_Right)
    assert control.value is None
    with qtbot.waitSignal(control.answer_chosen) as told:
        press(qtbot, Qt.Key.Key_Space)
    assert told.args == [Value.NOT_APPLICABLE]
    press(qtbot, Qt.Key.Key_Left)
    with qtbot.waitSignal(control.answer_chosen) as told:
        press(qtbot, Qt.Key.Key_Return)
    assert told.args == [Value.NOT_MET]


def test_arrows_go_round_the_ends_and_past_the_disabled(qtbot: QtBot) -> None:
    """From met, left is cannot tell, and left again skips a disabled not applicable."""
    control = shown(qtbot, LAW)
    press(qtbot, Qt.Key.Key_Left)
    press(qtbot, Qt.Key.Key_Left)
    press(qtbot, Qt.Key.Key_Space)
    assert control.value is Value.NOT_MET


def test_delete_clears_once(qtbot: QtBot, control: AnswerControl) -> None:
    """Delete takes the answer back, and says so only when there was one."""
    with qtbot.assertNotEmitted(control.answer_cleared):
        press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, "1")
    with qtbot.waitSignal(control.answer_cleared):
        press(qtbot, Qt.Key.Key_Delete)
    assert control.value is None


def test_not_applicable_is_disabled_with_a_reason_where_it_is_never_allowed(qtbot: QtBot) -> None:
    """It is seen, it cannot be chosen, and it says why; a scale of two points leaves partly out."""
    control = shown(qtbot, LAW)
    assert [button.value for button in buttons(control)] == [
        Value.MET,
        Value.NOT_MET,
        Value.NOT_APPLICABLE,
        Value.CANNOT_TELL,
    ]
    refused = buttons(control)[2]
    assert not refused.isEnabled()
    assert refused.toolTip() and refused.accessibleDescription() == refused.toolTip()
    with qtbot.assertNotEmitted(control.answer_chosen):
        press(qtbot, "N")
        press(qtbot, "1")
    assert control.value is None


def test_single_keys_can_be_switched_off(qtbot: QtBot, control: AnswerControl) -> None:
    """Then only Space and Enter answer, and no key is promised."""
    control.single_keys = False
    with qtbot.assertNotEmitted(control.answer_chosen):
        press(qtbot, "2")
    assert "key" not in buttons(control)[0].accessibleName()


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.KeypadModifier])
def test_shortcuts_and_the_keypad_do_not_answer(
    qtbot: QtBot, control: AnswerControl, modifier: Qt.KeyboardModifier
) -> None:
    """Ctrl+1 is a place, and the keypad belongs to the screen reader."""
    with qtbot.assertNotEmitted(control.answer_chosen):
        press(qtbot, Qt.Key.Key_1, modifier)


def test_read_only_shows_and_never_changes(qtbot: QtBot, control: AnswerControl) -> None:
    """Keys, clicks and Delete leave a submitted answer as it is."""
    control.set_value(Value.MET)
    control.read_only = True
    with qtbot.assertNotEmitted(control.answer_chosen), qtbot.assertNotEmitted(control.answer_cleared):
        press(qtbot, "0")
        press(qtbot, Qt.Key.Key_Delete)
        qtbot.mouseClick(buttons(control)[2], Qt.MouseButton.LeftButton)
    assert control.value is Value.MET


def test_a_page_can_put_an_answer_back_quietly(qtbot: QtBot, control: AnswerControl) -> None:
    """set_value shows an answer or none, and tells nobody."""
    with qtbot.assertNotEmitted(control.answer_chosen):
        control.set_value(Value.PARTLY)
        assert control.value is Value.PARTLY
        control.set_value(None)
    assert control.value is None


def test_tab_enters_the_group_once(qtbot: QtBot) -> None:
    """Before, one answer, after: the chosen one where there is one."""
    page = QWidget()
    column = QVBoxLayout(page)
    before, control, after = QPushButton("Before"), AnswerControl(ALL), QPushButton("After")
    for widget in (before, control, after):
        column.addWidget(widget)
    control.set_value(Value.NOT_MET)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    before.setFocus()
    press(qtbot, Qt.Key.Key_Tab)
    focused = QApplication.focusWidget()
    assert isinstance(focused, AnswerButton) and focused.value is Value.NOT_MET
    press(qtbot, Qt.Key.Key_Right)
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


def test_answers_are_radio_buttons_with_names(control: AnswerControl) -> None:
    """A screen reader hears a radio button, its word and its key."""
    first = QAccessible.queryAccessibleInterface(buttons(control)[0])
    assert first.role() == QAccessible.Role.RadioButton
    assert buttons(control)[0].accessibleName() == "Met, key 2"
    assert control.accessibleName() == "Answer to P2"


def test_choosing_moves_nothing(qtbot: QtBot, control: AnswerControl) -> None:
    """Bold was measured from the start."""
    before = [button.geometry() for button in buttons(control)]
    press(qtbot, "N")
    assert [button.geometry() for button in buttons(control)] == before


def test_three_over_two_above_150_percent(qtbot: QtBot, control: AnswerControl) -> None:
    """Large text breaks the row, and no button is cut off or outside."""
    assert len({button.y() for button in buttons(control)}) == 1
    look().set(scale=1.75)
    control.resize(1200, control.heightForWidth(1200))
    tops = [button.y() for button in buttons(control)]
    assert tops == sorted(tops) and [tops.count(y) for y in sorted(set(tops))] == [3, 2]


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0, 3.0])
@pytest.mark.parametrize("width", [420, 700, 1400])
def test_buttons_always_fit(qtbot: QtBot, control: AnswerControl, scale: float, width: int) -> None:
    """At any width that the control asks for, each answer keeps its room and none overlaps."""
    look().set(scale=scale)
    width = max(width, control.minimumSizeHint().width())
    control.resize(QSize(width, control.heightForWidth(width)))
    areas = [button.geometry() for button in buttons(control)]
    assert all(control.rect().contains(area) for area in areas)
    assert all(area.width() >= b.sizeHint().width() for area, b in zip(areas, buttons(control), strict=True))
    assert not any(a.intersects(b) for i, a in enumerate(areas) for b in areas[i + 1 :])


def test_the_question_is_said_with_the_answer_that_takes_the_keyboard_and_only_once(qtbot: QtBot) -> None:
    """A reader that does not speak announcements hears the new question when the keyboard arrives."""
    control = shown(qtbot, tuple(Value))
    control.focus("P2, critical. Is section F specific?")
    first = buttons(control)[0]
    assert first.hasFocus()
    assert first.accessibleDescription() == "P2, critical. Is section F specific?"
    qtbot.keyClick(first, Qt.Key.Key_Right)
    assert [b.accessibleDescription() for b in buttons(control)] == [""] * 5


def test_the_key_of_an_answer_that_cannot_be_given_is_refused_aloud(qtbot: QtBot) -> None:
    """Not offered, not applicable where everything applies, or nothing to be changed."""
    control = shown(qtbot, LAW)
    told: list[str] = []
    control.refused.connect(told.append)
    press(qtbot, "1n")
    control.read_only = True
    press(qtbot, "2")
    assert (told, control.value) == (["1", "N", "2"], None)
    control.single_keys = False
    press(qtbot, "1")
    assert len(told) == 3


def test_an_assistive_tool_answers_without_a_click(qtbot: QtBot, control: AnswerControl) -> None:
    """Qt lets it check an answer; that is saved as any other, and put back where nothing may be changed."""

    def check(at: int) -> None:
        told = QAccessible.queryAccessibleInterface(buttons(control)[at]).actionInterface()
        assert told is not None
        told.doAction(told.toggleAction())

    with qtbot.waitSignal(control.answer_chosen) as told:
        check(1)
    assert (told.args, control.value) == ([Value.PARTLY], Value.PARTLY)
    control.read_only = True
    with qtbot.assertNotEmitted(control.answer_chosen):
        check(2)
    assert control.value is Value.PARTLY
    assert [button.isChecked() for button in buttons(control)] == [False, True, False, False, False]
