"""Flagging a plan urgent from the desk: by keyboard, with whom to tell in view, and asked about names first."""

from PySide6.QtCore import Qt

from auditor.urgent.view import today, urgent_plans
from db.tables import Round
from db.vocabulary import UrgentKind
from tests.ui.desk.conftest import Desk
from ui.parts.words import Text

KIM = "Kim Example, 01632 960001"
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def words_in(part) -> str:
    return " ".join(text.words for text in part.findChildren(Text))


def test_a_plan_is_flagged_by_keyboard_and_whom_to_tell_is_said_before_and_after(desk: Desk):
    with desk.session.store.write() as session:  # as a work pack brings it
        session.get_one(Round, 1).urgent_contact = KIM
    desk.press(Qt.Key.Key_A, modifier=CTRL_SHIFT)
    panel = desk.page.urgent.panel
    assert panel.isVisible()
    assert f"Tell {KIM} now." in words_in(panel)
    assert "Do not wait for the pack" in words_in(panel)
    desk.press(Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Tab, "Nobody has seen the plan's child since June.")
    panel.flag.click()
    (one,) = urgent_plans(desk.session.store)
    assert (one.kind, one.words, one.told_on) == (
        UrgentKind.SAFEGUARDING, "Nobody has seen the plan's child since June.", None,
    )  # fmt: skip
    pane = desk.page._pane
    assert pane.on_checklist
    assert pane.messages.bar is not None and KIM in pane.messages.bar.detail
    assert "Urgent. Nobody is noted as told yet." in words_in(pane)
    button = next(b for b in pane.messages.bar.findChildren(type(pane.reopen_button)) if b.text() == "I have told them")
    button.click()
    assert urgent_plans(desk.session.store)[0].told_on == today()
    assert f"Told to {KIM}" in words_in(pane)


def test_without_a_contact_it_says_to_ring_the_lead_and_a_reason_is_asked_for(desk: Desk):
    desk.press(Qt.Key.Key_A, modifier=CTRL_SHIFT)
    panel = desk.page.urgent.panel
    assert "Ring your lead or a manager now" in words_in(panel)
    panel.flag.click()
    assert urgent_plans(desk.session.store) == ()
    assert "Choose why it cannot wait." in words_in(panel)
    desk.press(Qt.Key.Key_Escape)
    assert desk.page._pane.on_checklist


def test_words_that_may_name_somebody_are_asked_about_before_they_are_kept(desk: Desk):
    desk.page.urgent.ask()
    panel = desk.page.urgent.panel
    panel.kinds[UrgentKind.OTHER_CHILD].setChecked(True)
    panel.words.setPlainText("It names Jordan Smith, born 12/03/2015.")
    panel.flag.click()
    assert urgent_plans(desk.session.store) == ()
    assert panel.doubt.isVisible()
    panel.doubt.save.click()
    assert len(urgent_plans(desk.session.store)) == 1
