"""Settling differences in a real window, by keyboard alone. Every plan and name is made up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlmodel import select

from auditor.guidance import write_guidance
from auditor.moderation.decide import decide
from auditor.moderation.queue import Kind, queue
from auditor.moderation.view import seen
from auditor.results import results
from auditor.round_settings import change_round_settings
from db.tables import Decision, Log, LogPayload
from tests.moderating import MET, NA, NOT_MET, PARTLY, again, two_scored
from tests.ui.window.conftest import SHIFT, settle
from ui.pages.moderation import ModerationPage
from ui.parts.words import Text
from ui.window import MainWindow

Key = Qt.Key
Press = Callable[..., None]
Opened = Callable[..., ModerationPage]
SOME = [((MET,) * 4, (PARTLY, NOT_MET, MET, MET)), ((MET,) * 4, (MET, MET, NA, MET))]


@pytest.fixture
def opened(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Opened:
    """The page, on a round with these answers."""

    def opened(plans: object = SOME, **more: bool) -> ModerationPage:
        two_scored(tmp_path, plans, **more).close()  # type: ignore[arg-type]
        window.open_file(tmp_path / "two.ehcpaudit")
        settle(qtbot, window)
        window.visit("moderation")
        assert isinstance(window.page, ModerationPage)
        return window.page

    return opened


def here() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def words_in(part: QWidget) -> str:
    return " ".join(text.words for text in part.findChildren(Text))


def test_two_hundred_differences_are_settled_from_the_keyboard_alone_and_the_log_shows_each_reason(
    opened: Opened, window: MainWindow, press: Press
):
    page = opened([((MET, MET, MET, MET), (PARTLY, NOT_MET, NA, PARTLY))] * 50)
    store = window.open_session.store
    assert page.queue is not None and page.queue.open == 200
    wanted: dict[str, tuple[int, str]] = {}
    for number in range(200):
        assert page.seen is not None
        at = page.seen.difference
        letter, value = [
            (Key.Key_A, page.seen.theirs[0].answer.value), (Key.Key_B, page.seen.theirs[1].answer.value),
            (Key.Key_1, PARTLY),
        ][number % 3]  # fmt: skip
        assert value is not None
        press(letter)
        reason = f"reason {number}"
        wanted[f"Spring {at.reference} {at.criterion}"] = (int(value), reason)
        QTest.keyClicks(here(), reason)
        press(Key.Key_Return)
    assert queue(store, 1).open == 0
    assert results(store).undecided == 0
    with store.read() as session:
        told = session.exec(
            select(Log.subject, LogPayload.why)
            .join(LogPayload, LogPayload.seq == Log.seq)  # type: ignore[arg-type]
            .where(Log.what == "decided a difference")
        ).all()
        kept = session.exec(select(Decision.value, Decision.reason)).all()
    assert dict(told) == {subject: reason for subject, (_, reason) in wanted.items()}
    assert sorted(kept) == sorted(wanted.values())


def test_names_are_hidden_until_a_difference_is_settled_and_told_then(opened: Opened, press: Press):
    page = opened()
    assert "Example" not in words_in(page.middle)
    press(Key.Key_2)
    QTest.keyClicks(here(), "it stands on page 4")
    press(Key.Key_Return)
    assert page.card.last.words.startswith("Settled last: Q1 on N-001, met. Auditor A was ")
    assert "Edie Example" in page.card.last.words and "Hal Example" in page.card.last.words
    assert "Example" not in words_in(page.answers)


def test_a_round_may_show_names_at_once(opened: Opened, window: MainWindow):
    page = opened()
    window.open_session.tell(change_round_settings(window.open_session.store, 1, names_hidden=False))
    assert "Edie Example" in words_in(page.answers)


def test_which_auditor_is_a_does_not_follow_from_who_was_given_the_plan_first(opened: Opened, window: MainWindow):
    opened([((MET,) * 4, (PARTLY, NOT_MET, NA, PARTLY))] * 10)
    store = window.open_session.store
    first = [seen(store, 1, row).theirs[0].name for row in queue(store, 1).rows]
    assert 8 <= first.count("Edie Example") <= 32
    assert first == [seen(store, 1, row).theirs[0].name for row in queue(store, 1).rows]


def test_without_a_reason_or_an_answer_nothing_is_decided_and_it_is_said_in_place(opened: Opened, press: Press):
    page = opened()
    page.card.give()
    assert page.card.reason_row.problem == "Choose an answer first."
    press(Key.Key_1)
    press(Key.Key_Return)
    assert page.card.reason_row.problem.startswith("Say in a few words why.")
    assert page.queue is not None and page.queue.decided == 0


def test_a_reason_that_may_identify_somebody_is_asked_about_first(opened: Opened, press: Press):
    page = opened()
    press(Key.Key_1)
    QTest.keyClicks(here(), "Ring Mr Poole on 07700 900123")
    press(Key.Key_Return)
    assert page.card.doubt.isVisible()
    assert page.queue is not None and page.queue.decided == 0
    press(Key.Key_Escape)
    assert page.card.reason.hasFocus()
    page.card.give()
    page.card.doubt.save.click()
    assert page.queue.decided == 1


def test_the_last_decision_is_undone_and_shown_again_to_be_mended(opened: Opened, press: Press, window: MainWindow):
    page = opened()
    press(Key.Key_1)
    QTest.keyClicks(here(), "to soon")
    press(Key.Key_Return)
    assert page.undo_button.isEnabled()
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert page.seen is not None and page.seen.difference.criterion == "Q1"
    assert (page.card.answer.value, page.card.reason.text()) == (PARTLY, "to soon")
    assert not page.undo_button.isEnabled()
    assert queue(window.open_session.store, 1).open == 3


def test_parking_and_asking_by_letter_move_a_difference_down(opened: Opened, press: Press):
    page = opened()
    press(Key.Key_P)
    press(Key.Key_Q)
    assert not page.card.reason.isVisible() and not page.card.decide_button.isVisible(), "the answers keep their room"
    QTest.keyClicks(here(), "Which line did you mean?")
    press(Key.Key_Return)
    assert page.queue is not None
    assert {row.criterion: row.kind for row in page.queue.rows} == {
        "Q1": Kind.PARKED, "Q2": Kind.ASKED, "Q3": Kind.NOT_APPLICABLE,
    }  # fmt: skip


def test_the_questions_guidance_and_the_leads_note_on_it_stand_with_it(opened: Opened, window: MainWindow):
    page = opened()
    store = window.open_session.store
    window.open_session.tell(write_guidance(store, 1, "Q1", "Half of the lines need an amount."))
    assert page.seen is not None
    asked = page.seen.question.model_copy(update={"guidance": "Amounts in section G belong elsewhere."})
    page.earlier.show_earlier(asked, page.seen.earlier)
    assert "Half of the lines need an amount." in words_in(page.question)
    assert "Amounts in section G belong elsewhere." in words_in(page.earlier)


def test_reasons_used_before_are_one_key_away(opened: Opened, press: Press):
    page = opened([((MET,) * 4, (PARTLY, MET, MET, MET))] * 2)
    press(Key.Key_1)
    QTest.keyClicks(here(), "Nothing is said of who")
    press(Key.Key_Return)
    press(Key.Key_1)
    press(Key.Key_Down)
    assert page.card.reason.text() == "Nothing is said of who"
    press(Key.Key_Up)
    assert page.card.reason.text() == ""


def test_f8_and_the_arrows_go_through_the_queue(opened: Opened, press: Press):
    page = opened()
    press(Key.Key_F8)
    assert page.seen is not None and page.seen.difference.criterion == "Q2"
    press(Key.Key_Down)
    assert page.seen.difference.criterion == "Q3"
    press(Key.Key_F8, SHIFT)
    assert page.seen.difference.criterion == "Q2"


def test_a_difference_opened_again_comes_first_with_what_was_decided(opened: Opened, press: Press, window: MainWindow):
    page = opened()
    press(Key.Key_F8)
    press(Key.Key_2)
    QTest.keyClicks(here(), "it stands on page 4")
    press(Key.Key_Return)
    again(window.open_session.store, "N-001", "HB", "Q2", PARTLY)
    window.open_session.look_again()
    page._look_anew()
    assert page.queue is not None and page.queue.rows[0].kind == Kind.REOPENED
    page.list.list.setCurrentIndex(page.list.model.index(1))
    assert "it stands on page 4" in words_in(page.question)


def test_once_all_is_settled_it_leads_on_and_no_key_settles_anything_again(
    opened: Opened, press: Press, window: MainWindow
):
    page = opened([((MET,) * 4, (PARTLY, MET, MET, MET))])
    press(Key.Key_1)
    page.card.cause.show_key("process")
    page.card.agency.show_key("health")
    QTest.keyClicks(here(), "nobody is named")
    press(Key.Key_Return)
    assert page.messages.bar is not None and page.messages.bar.title == "Nothing is left to settle."
    assert "Cause: Process" in words_in(page.question)
    assert (page.card.cause.currentData(), page.card.agency.currentData()) == ("process", "health")
    page.list.list.setFocus()
    press(Key.Key_A)
    page.card.reason.setText("again")
    press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert "Decide otherwise first" in page.card.reason_row.problem
    with window.open_session.store.read() as session:
        assert len(session.exec(select(Decision)).all()) == 1
    page.card.decide_button.click()
    press(Key.Key_2)
    page.card.reason.setText("it is named on page 4")
    press(Key.Key_Return)
    row = queue(window.open_session.store, 1).rows[0]
    assert (row.kind, row.decided) == (Kind.DECIDED, MET)


def test_the_count_follows_what_is_decided_elsewhere(opened: Opened, window: MainWindow):
    page = opened()
    said: list[int] = []
    page.waiting.connect(said.append)
    window.visit("standing")
    store = window.open_session.store
    row = queue(store, 1).rows[0]
    window.open_session.tell(decide(store, row.sampled, row.criterion, MET, "in the room"))
    assert said == [2]


def test_while_the_round_is_open_nothing_can_be_settled_and_it_says_so(opened: Opened):
    page = opened(moderating=False)
    assert not page.card.decide_button.isEnabled() and not page.card.answer.isEnabled()
    assert page.messages.bar is not None and "must be moderating" in page.messages.bar.detail


def test_without_differences_it_says_so_and_leads_to_agreement(opened: Opened, window: MainWindow):
    page = opened([((MET,) * 4, (MET,) * 4)])
    assert page.nothing.isVisible() and page.nothing.button is not None
    page.nothing.button.click()
    assert window.page.title == "Agreement"


SIZES = [(100, 1440, 900), (100, 1024, 640), (200, 1440, 900), (300, 1440, 900), (100, 640, 640)]


@pytest.mark.parametrize(("percent", "width", "height"), SIZES)
def test_at_every_size_the_answers_or_the_list_are_there_and_nothing_is_wider_than_its_room(
    opened: Opened, window: MainWindow, percent: int, width: int, height: int
):
    page = opened()
    window.settings.text_size = percent
    window.resize(width, height)
    QApplication.processEvents()
    page.focus_main()
    assert page.middle.isVisible()
    assert page._scroll.column.width() <= page._scroll.viewport().width()
    assert page.card.width() <= page.middle.width()
    for button in (page.list_button, page.paper_button):
        if button.isVisible():
            button.click()
            QApplication.processEvents()
            button.click()
            QApplication.processEvents()
    assert page.middle.isVisible()
