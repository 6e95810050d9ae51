"""A moderation meeting in a window: opened, held from the keyboard on the wall, and its minutes saved."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from auditor.allocation.allocate import Exclusion
from auditor.moderation.decide import decide
from auditor.moderation.queue import queue
from auditor.moderation.room import meetings
from auditor.people.records import add_exclusion
from db.store import Store
from tests.moderating import MET, NOT_MET, PARTLY, person_of, two_scored
from ui.look import Theme, look
from ui.moderation.room_view import RoomView
from ui.pages.meeting import MeetingPage
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Tasks


class Answers:
    """Gives the same file, whatever is asked."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def save_path(self, _parent: QWidget, _title: str, _suggested: Path, _kinds: str) -> Path:
        return self.target


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans with a difference each; Hal must not see N-002."""
    folder = tmp_path_factory.mktemp("meeting")
    plans = [((MET,) * 4, (NOT_MET, MET, MET, MET)), ((MET,) * 4, (MET, PARTLY, MET, MET))]
    with two_scored(folder, plans) as store:
        add_exclusion(store, person_of(store, "HB"), Exclusion("plan", "N-002", "his neighbour"))
        return store.path


@pytest.fixture
def page(made: Path, tmp_path: Path, qtbot: QtBot) -> Iterator[MeetingPage]:
    path = tmp_path / made.name
    path.write_bytes(made.read_bytes())
    with Store.open(path) as store:
        tasks = Tasks()
        page = MeetingPage(Session(store), tasks, Answers(tmp_path / "minutes.html"))  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.resize(1100, 800)
        page.refresh()
        page.show()
        yield page
        page.leave()
        tasks.close()


def shown(part: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(text.words for text in part.findChildren(Text) if text.isVisible())


def press(qtbot: QtBot, *keys: str | Qt.Key) -> None:
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        qtbot.keyClicks(focused, key) if isinstance(key, str) else qtbot.keyClick(focused, key)


def opened(page: MeetingPage, qtbot: QtBot) -> RoomView:
    """The room view of a meeting of Edie and Hal."""
    store = page._session.store
    for code in ("EA", "HB"):
        page.opening.present.tick(person_of(store, code))
    page.opening.button.click()
    page.show_room()
    room = page.room
    assert room is not None and room.styleSheet()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is room)
    return room


def test_a_meeting_needs_somebody_who_is_here(page: MeetingPage):
    page.opening.button.click()
    assert "Tick who is there" in page.opening.row.problem
    assert meetings(page._session.store, 1) == ()


def test_a_meeting_is_held_from_the_keyboard_and_the_wall_shows_no_reference_and_no_name(
    page: MeetingPage, qtbot: QtBot, tmp_path: Path
):
    room = opened(page, qtbot)
    store = page._session.store
    assert "Plan 1 · 1 of 2 to settle" in shown(room)
    press(qtbot, "2")
    assert "1 noted" in shown(room) and "×" not in shown(room), "one view alone is never shown"
    assert room.seats.again.isVisible()
    press(qtbot, "0")
    assert not room.seats.again.isVisible(), "what was shown stands"
    assert "1 × met" in shown(room) and "1 × not met" in shown(room)
    press(qtbot, "0")
    press(qtbot, "N-001 beside n-002: nobody is named", Qt.Key.Key_Return)
    assert "Decided: not met. this plan beside another plan: nobody is named" in shown(room)
    assert queue(store, 1).decided == 1
    press(qtbot, Qt.Key.Key_Return)  # next
    assert "2 out for this plan" in shown(room) and "Plan 2" in shown(room)
    press(qtbot, "1")
    assert "1 × partly met" in shown(room)
    assert not any(words in shown(room) for words in ("N-00", "Example", "Edie", "Hal"))
    press(qtbot, "P")
    assert "Left for another time." in shown(room)
    press(qtbot, Qt.Key.Key_F8)
    assert "All differences are settled" in shown(room)
    press(qtbot, Qt.Key.Key_Escape)
    assert page.room is None
    page.now.close_button.click()
    (row,) = meetings(store, 1)
    assert (row.settled, row.closed) == (1, True)
    page.held.buttons[0].click()
    qtbot.waitUntil(lambda: (tmp_path / "minutes.html").exists() and not page._tasks.busy)
    assert "nobody is named" in (tmp_path / "minutes.html").read_text("utf-8")


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_the_wall_never_scrolls_sideways(page: MeetingPage, qtbot: QtBot, scale: float):
    room = opened(page, qtbot)
    try:
        look().set(Theme.LIGHT, scale)
        room.resize(1024, 640)
        for key in ("2", "0", "0"):
            QApplication.processEvents()
            assert room.page.horizontalScrollBar().maximum() == 0
            press(qtbot, key)
    finally:
        look().set(Theme.SYSTEM, 1.0)


def test_the_wall_goes_dark_when_the_workspace_is_closed(page: MeetingPage, qtbot: QtBot):
    room = opened(page, qtbot)
    page.leave()
    assert page.room is None and not room.isVisible()


def test_what_is_refused_is_said_to_the_room_without_a_reference(page: MeetingPage, qtbot: QtBot):
    room = opened(page, qtbot)
    press(qtbot, "2", "2")
    decide(page._session.store, 1, "Q1", MET, "decided elsewhere meanwhile")
    press(qtbot, "0")
    press(qtbot, "nobody is named", Qt.Key.Key_Return)
    assert room.messages.bar is not None
    said = room.messages.bar.accessibleName()
    assert "this plan" in said and "N-00" not in said


def test_points_are_kept_and_who_is_here_can_be_changed(page: MeetingPage, qtbot: QtBot):
    opened(page, qtbot).close()
    store = page._session.store
    page.now.words.setPlainText("Ask Mr Poole.")
    page.now.words.document().setModified(True)
    page.now.keep.click()
    assert page.now.doubt.isVisible()
    page.now.words.setPlainText("Two questions are to be reworded.")
    page.now.words.document().setModified(True)
    page.now.present.tick(person_of(store, "SC"))
    assert "3 Sol Example" in page.now.numbers.words
    assert page.now.words.text == "Two questions are to be reworded.", "what is typed stays"
    page.now.keep.click()
    (row,) = meetings(store, 1)
    assert (len(row.present), row.words) == (3, "Two questions are to be reworded.")
