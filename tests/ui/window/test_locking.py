"""Encrypted workspaces in the window: unlocking, locking by hand and by itself, and coming back to where one was."""

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from auditor.ready_made import NewPerson, add_people
from auditor.scoring import plan_rows
from db.backups import Why, back_up
from db.store import Store
from db.vault import new_key, recovery_text
from tests.building import make_round, small_framework
from tests.ui.tree import Role, Tree
from tests.ui.window.conftest import CTRL, PLANS, SHIFT, message, settle
from ui.idle import Idle
from ui.keys_sheet import KeysSheet
from ui.pages.desk import DeskPage
from ui.pages.unlock import UnlockPage
from ui.parts.layout import ScrollColumn
from ui.security import sections_for
from ui.window import MainWindow

Key = Qt.Key
Press = Callable[..., None]
PASSPHRASE = "larch pony copper violin"
KEY = new_key(PASSPHRASE)


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """An auditor's encrypted workspace with three plans to score."""
    path = tmp_path / "mine.ehcpaudit"
    with Store.create(path, owner="Edie Example", role="auditor", council="Example Council", key=KEY) as store:
        add_people(store, [NewPerson("EA", "Edie Example", "education")])
        make_round(store, small_framework(tmp_path), PLANS, dict.fromkeys(PLANS, ("EA",)))
    return path


@pytest.fixture
def page(window: MainWindow, encrypted: Path) -> UnlockPage:
    """The unlock page, come up on opening the file."""
    assert not window.open_file(encrypted)
    assert isinstance(window.page, UnlockPage)
    return window.page


@pytest.fixture
def opened(window: MainWindow, page: UnlockPage, qtbot: QtBot) -> MainWindow:
    """The window with the workspace unlocked by its passphrase."""
    unlock(window, qtbot)
    return window


def unlock(window: MainWindow, qtbot: QtBot, words: str = PASSPHRASE) -> None:
    """Type the passphrase wherever the keyboard is, and press Enter."""
    QTest.keyClicks(QApplication.focusWidget(), words)
    hit(Key.Key_Return)
    settle(qtbot, window)


def hit(key: Qt.Key | str) -> None:
    """Press a key wherever the keyboard is."""
    QTest.keyClick(QApplication.focusWidget(), key)  # pyright: ignore[reportCallIssue]


def said(window: MainWindow) -> str:
    QApplication.processEvents()
    return " ".join(
        label.accessibleName() or label.text() for label in window.findChildren(QLabel) if label.isVisible()
    )


def test_a_locked_file_asks_for_its_passphrase_and_opens_by_keyboard_alone(
    window: MainWindow, page: UnlockPage, encrypted: Path, qtbot: QtBot
) -> None:
    assert window.windowTitle() == "Unlock mine.ehcpaudit · EHCP Auditor"
    assert "mine.ehcpaudit" in said(window)
    assert not window.sidebar.isVisible()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    unlock(window, qtbot)
    assert window.here == "desk"
    assert window.open_session.store.path == encrypted
    assert window.status.words[1].endswith("· encrypted")


def test_a_wrong_passphrase_is_told_at_the_field_and_nothing_is_changed(
    window: MainWindow, page: UnlockPage, encrypted: Path, qtbot: QtBot
) -> None:
    """Whether the file is damaged or the passphrase wrong cannot be told apart, and the sentence says so."""
    before = encrypted.read_bytes()
    unlock(window, qtbot, "larch pony copper viola")
    assert "does not open mine.ehcpaudit" in page.passphrase.problem
    assert "damaged" in page.passphrase.problem
    assert encrypted.read_bytes() == before
    unlock(window, qtbot)  # what was wrong is selected, so that typing takes its place
    assert window.here == "desk"


def test_the_recovery_key_opens_it_and_a_slip_in_it_is_named(
    window: MainWindow, page: UnlockPage, press: Press, qtbot: QtBot
) -> None:
    page.by_recovery.setFocus()
    press(Key.Key_Space)
    assert QApplication.focusWidget() is page.recovery
    text = recovery_text(KEY)
    unlock(window, qtbot, text[:7] + ("2" if text[7] != "2" else "3") + text[8:])
    assert "Group 2 of the recovery key" in said(window)
    unlock(window, qtbot, text.lower().replace(" ", ""))
    assert window.here == "desk"
    assert "Opened with the recovery key." in message(window), "or the passphrase is asked for in vain again"
    next(b for b in window.findChildren(QAbstractButton) if b.text() == "Choose a new passphrase…").click()
    assert window.here == "settings"


def test_the_field_to_type_in_is_in_view_after_all_that_comes_below_it(
    window: MainWindow, page: UnlockPage, qtbot: QtBot
) -> None:
    window.resize(900, 480)
    page.forgotten.click()
    QApplication.processEvents()
    page.by_recovery.click()

    def seen() -> bool:
        return not page.recovery.visibleRegion().isEmpty()

    qtbot.waitUntil(seen)
    unlock(window, qtbot, "8KQ2M")
    qtbot.waitUntil(seen)


def test_who_forgot_both_is_told_the_truth(window: MainWindow, page: UnlockPage, press: Press) -> None:
    page.forgotten.setFocus()
    press(Key.Key_Return)
    words = said(window)
    assert "Nobody can open it without its passphrase or its recovery key." in words
    assert "ask your lead for a new work pack" in words
    assert "A backup needs the passphrase it had when it was made." in words


def test_what_is_typed_can_be_shown_and_caps_lock_is_noticed(
    window: MainWindow, page: UnlockPage, press: Press
) -> None:
    QTest.keyClicks(page.passphrase.edit, "la")
    assert page.passphrase.edit.displayText() != "la"
    press(Key.Key_Tab)
    assert QApplication.focusWidget().accessibleName() == "Show: Passphrase"
    press(Key.Key_Space)
    assert page.passphrase.edit.displayText() == "la"
    page.focus_main()
    assert "Caps Lock" not in said(window)
    hit("R")  # a capital without Shift
    assert "Caps Lock seems to be on." in said(window)
    hit("c")
    assert "Caps Lock" not in said(window)


def restore_button(page: UnlockPage) -> QAbstractButton:
    (button,) = [b for b in page.backups.findChildren(QAbstractButton) if b.isVisible()]
    return button


def test_where_the_start_of_the_file_is_damaged_a_backup_takes_its_place(
    window: MainWindow, encrypted: Path, qtbot: QtBot
) -> None:
    """Damage looks like a wrong passphrase. The backup needs the passphrase too, and the damaged file is kept."""
    with Store.open(encrypted, key=KEY) as store:
        back_up(store, Why.BY_HAND)
    whole = encrypted.read_bytes()
    encrypted.write_bytes(whole[:16] + bytes(200) + whole[216:])
    damaged = encrypted.read_bytes()
    window.open_file(encrypted)
    unlock(window, qtbot)
    page = window.page
    assert isinstance(page, UnlockPage)
    assert "Backups of this file" in said(window)
    restore_button(page).click()
    settle(qtbot, window)
    assert window.here == "desk"
    assert len(plan_rows(window.open_session.store, 1)) == 3
    assert damaged in [kept.read_bytes() for kept in (encrypted.parent / "mine.backups").iterdir()]


def test_restoring_without_a_passphrase_asks_for_the_one_the_backup_had(
    window: MainWindow, encrypted: Path, qtbot: QtBot
) -> None:
    with Store.open(encrypted, key=KEY) as store:
        back_up(store, Why.BY_HAND)
    window.open_file(encrypted)
    unlock(window, qtbot, "not this one at all")
    page = window.page
    assert isinstance(page, UnlockPage)
    page.passphrase.edit.clear()
    restore_button(page).click()
    assert "Type the passphrase that this backup had" in page.passphrase.problem
    QTest.keyClicks(page.passphrase.edit, "nor is this one it")
    restore_button(page).click()
    settle(qtbot, window)
    assert window.here == "unlock"
    assert page.passphrase.problem


def test_a_damaged_open_file_offers_its_backups(window: MainWindow, workspace: Path, qtbot: QtBot) -> None:
    with Store.open(workspace) as store:
        back_up(store, Why.BY_HAND)
    workspace.write_bytes(workspace.read_bytes()[:9000])
    assert not window.open_file(workspace)
    (offer,) = [b for b in window.messages.findChildren(QAbstractButton) if b.text() == "Restore a backup…"]
    offer.click()
    assert isinstance(window.page, UnlockPage)
    assert "Spring, Autumn · 1 audit submitted" in said(window)
    restore_button(window.page).click()
    settle(qtbot, window)
    assert window.open_session.round is not None


def test_a_file_opened_after_the_page_has_gone_is_closed_again(window: MainWindow, page: UnlockPage) -> None:
    """Between the worker's last step and the moment the window hears of it."""
    opened: list[object] = []
    page.unlocked.connect(opened.append)
    page.passphrase.edit.setText(PASSPHRASE)
    page.try_to_unlock()
    window.tasks._worker.submit(lambda: None).result()  # pyright: ignore[reportPrivateUsage]
    page.leave()
    QApplication.processEvents()
    assert not window.tasks.busy
    assert not opened


def test_a_file_without_backups_says_so(window: MainWindow, page: UnlockPage, qtbot: QtBot) -> None:
    unlock(window, qtbot, "not this one at all")
    assert "There is no backup of this file on this computer." in said(window)


def test_a_workspace_in_a_synchronised_folder_is_warned_about_once(
    window: MainWindow, workspace: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    shared = tmp_path / "OneDrive - Example Council"
    shared.mkdir()
    path = workspace.rename(shared / workspace.name)
    window.open_file(path)
    assert "lies in a folder that OneDrive copies elsewhere" in message(window)
    settle(qtbot, window)
    window.workspaces.close()
    window.open_file(path)
    assert message(window) == ""
    settle(qtbot, window)


def test_a_policy_that_cannot_be_followed_is_told_on_opening(
    window: MainWindow, workspace: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    rules = tmp_path / "policy.toml"
    rules.write_text("lock_after = 5\n")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(rules))
    window.open_file(workspace)
    assert "there is no key lock_after" in message(window)
    settle(qtbot, window)


@pytest.mark.parametrize(("percent", "width"), [(100, 1440), (200, 1024), (300, 1440), (100, 640)])
def test_every_page_and_section_of_security_fits_and_every_control_has_a_name(
    opened: MainWindow, percent: int, width: int
) -> None:
    """No part flashes up as a window of its own while it is built: the window keeps the keyboard."""
    opened.settings.text_size = percent
    opened.resize(width, 800)
    opened.show_recovery_key()
    check_page(opened)
    for section in sections_for("auditor"):
        opened.show_section(section.key)
        check_page(opened)
    opened.locking.lock_now()
    check_page(opened)


def check_page(window: MainWindow) -> None:
    QApplication.processEvents()
    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for control in window.page.findChildren(kind):
            if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                named = control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
                assert named, (window.page.place(), control)
    for scrolled in window.page.findChildren(ScrollColumn):
        if scrolled.isVisible():
            assert scrolled.column.width() <= scrolled.viewport().width(), window.page.place()
    assert window.centralWidget().width() == window.width()
    assert QApplication.activeWindow() is window


def test_another_file_can_be_opened_instead(window: MainWindow, page: UnlockPage) -> None:
    page.other.click()
    assert window.here == "welcome"


def test_an_open_workspace_stays_open_until_the_locked_one_is_unlocked(
    window: MainWindow, workspace: Path, encrypted: Path, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    window.open_file(encrypted)
    assert window.here == "unlock"
    assert window.open_session.store.path == workspace
    page = window.page
    assert isinstance(page, UnlockPage)
    page.other.click()
    assert window.here == "today"
    window.open_file(encrypted)
    unlock(window, qtbot)
    assert window.open_session.store.path == encrypted


def test_locking_takes_everything_away_and_unlocking_leads_back(
    opened: MainWindow, encrypted: Path, press: Press, qtbot: QtBot
) -> None:
    """The answer typed last is on disk; the plan and question one was at come back, and so does the way back."""
    desk = opened.page
    assert isinstance(desk, DeskPage)
    opened.visit("settings")
    opened.visit("desk")
    press(Key.Key_PageDown, CTRL)
    press(Key.Key_2)
    place = desk.place()
    press(Key.Key_L, CTRL | SHIFT)
    assert opened.here == "unlock"
    assert "You locked it. Everything you typed was saved." in said(opened)
    assert opened.session is None
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(desk)
    assert sorted(p.name for p in encrypted.parent.glob("mine.ehcpaudit*")) == ["mine.ehcpaudit"]
    with Store.open(encrypted, key=KEY) as store:
        assert [row.answered for row in plan_rows(store, 1)] == [0, 1, 0]
    unlock(opened, qtbot)
    assert opened.here == "desk"
    assert opened.page.place() == place
    opened.step(-1)
    assert opened.here == "settings"


def test_a_note_half_written_is_saved_before_it_locks(
    opened: MainWindow, press: Press, encrypted: Path, qtbot: QtBot
) -> None:
    press(Key.Key_1)
    QTest.keyClicks(QApplication.focusWidget(), "Seen in section F")
    opened.locking.lock_now()
    unlock(opened, qtbot)
    desk = opened.page
    assert isinstance(desk, DeskPage)
    assert desk.card.note.toPlainText() == "Seen in section F"
    QTest.keyClicks(QApplication.focusWidget(), ", no 2 names")
    assert desk.card.note.toPlainText() == "Seen in section F, no 2 names", "whoever writes on changes no answer"
    assert not desk.card.note.visibleRegion().isEmpty()


def test_what_is_saved_only_by_a_button_is_shown_again(opened: MainWindow, qtbot: QtBot) -> None:
    """Sealed meanwhile with the key of the file, so that it does not lie in memory in clear; passphrases never."""
    opened.visit("new")
    fields = {field.accessibleName(): field for field in opened.page.findChildren(QLineEdit)}
    QTest.keyClicks(fields["Name of the round"], "Spring 2027")
    QTest.keyClicks(fields["Passphrase"], "not to be shown")
    opened.locking.lock_now()
    assert "is shown again once you unlock it" in said(opened)
    left = opened.locking.left
    assert left is not None and not left.typed and b"Spring 2027" not in left.sealed
    unlock(opened, qtbot)
    assert "Name of the round: Spring 2027" in message(opened)
    assert "not to be shown" not in message(opened)


def test_after_locking_nothing_holds_the_file_or_its_key(opened: MainWindow, press: Press, qtbot: QtBot) -> None:
    press(Key.Key_1)
    opened.visit("settings")
    opened.show_recovery_key()
    store = weakref.ref(opened.open_session.store)
    opened.locking.lock_now()
    qtbot.waitUntil(lambda: (gc.collect(), store() is None)[1])


def test_what_cannot_be_saved_is_not_lost_by_locking(
    opened: MainWindow, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DeskPage, "unsaved", property(lambda _: 1))
    monkeypatch.setattr(DeskPage, "save_now", lambda _: False)
    opened.locking.idle.over.emit()
    assert opened.here == "desk"
    assert "was not locked, because something you typed could not be saved" in message(opened)
    monkeypatch.undo()
    opened.locking.lock_now()
    assert opened.here == "unlock"


def test_a_workspace_that_is_not_encrypted_says_why_it_is_not_locked(
    window: MainWindow, workspace: Path, press: Press, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    press(Key.Key_L, CTRL | SHIFT)
    assert "locking it would protect nothing" in message(window)
    assert window.session is not None
    assert not window.locking.idle.counting
    assert "Lock now" not in [b.text() for b in window.sidebar.findChildren(QAbstractButton)]


def test_lock_now_stands_at_the_foot_of_the_sidebar(opened: MainWindow, press: Press) -> None:
    opened.resize(1440, 900)
    (button,) = [b for b in opened.sidebar.findChildren(QAbstractButton) if b.accessibleName() == "Lock now"]
    button.setFocus()
    press(Key.Key_Return)
    assert opened.here == "unlock"


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(opened: MainWindow) -> Clock:
    clock = Clock()
    opened.locking.idle.clock = clock
    opened.locking.idle.use()
    return clock


def pass_time(window: MainWindow, clock: Clock, seconds: float) -> None:
    clock.now += seconds
    window.locking.idle.look()


def test_it_warns_a_minute_before_it_locks(opened: MainWindow, clock: Clock) -> None:
    opened.settings.lock_after = 10
    pass_time(opened, clock, 9 * 60 - 1)
    assert "locks in a minute" not in said(opened)
    pass_time(opened, clock, 2)
    assert "This workspace locks in a minute" in said(opened)
    assert opened.here == "desk"
    pass_time(opened, clock, 58)
    assert opened.here == "desk"
    pass_time(opened, clock, 2)
    assert opened.here == "unlock"
    assert "It locked after 10 minutes without use." in said(opened)


def by_key(window: MainWindow) -> None:
    hit(Key.Key_Shift)


def by_mouse(window: MainWindow) -> None:
    QTest.mouseMove(window.windowHandle(), window.rect().center())


def by_button(window: MainWindow) -> None:
    (button,) = [b for b in window.locking.warning.findChildren(QAbstractButton) if b.text() == "Keep it open"]
    button.click()


def by_scrolling(window: MainWindow) -> None:
    """As an assistive tool scrolls: by the value, with no key and no wheel."""
    bar = window.page.checklist.verticalScrollBar()
    bar.setRange(0, 500)
    bar.setValue(bar.value() + 7)


def by_pressing_without_a_key(window: MainWindow) -> None:
    """As an assistive tool presses a button."""
    next(b for b in window.page.findChildren(QAbstractButton) if b.isVisible() and b.isEnabled()).click()


@pytest.mark.parametrize("use", [by_key, by_mouse, by_button, by_scrolling, by_pressing_without_a_key])
def test_any_use_keeps_it_open(opened: MainWindow, clock: Clock, use: Callable[[MainWindow], None]) -> None:
    opened.settings.lock_after = 5
    pass_time(opened, clock, 270)
    assert "locks in a minute" in said(opened)
    clock.now += 1
    use(opened)
    assert "locks in a minute" not in said(opened)
    pass_time(opened, clock, 200)
    assert opened.here == "desk"


def test_making_room_for_the_warning_does_not_count_as_use(opened: MainWindow, clock: Clock) -> None:
    """Showing it moves what is scrolled. Nobody did that, so the warning stays, and the window locks."""
    opened.settings.lock_after = 5
    pass_time(opened, clock, 270)
    by_scrolling(opened)
    assert "locks in a minute" in said(opened)
    pass_time(opened, clock, 40)
    assert opened.here == "unlock"


def test_a_laptop_that_slept_locks_when_it_wakes(opened: MainWindow, clock: Clock) -> None:
    pass_time(opened, clock, 8 * 3600)
    assert opened.here == "unlock"


def test_a_clock_put_back_does_not_lock(opened: MainWindow, clock: Clock) -> None:
    clock.now -= 7200
    opened.locking.idle.look()
    pass_time(opened, clock, 60)
    assert opened.here == "desk" and "locks in" not in said(opened)


def test_it_does_not_lock_while_work_is_under_way(opened: MainWindow, clock: Clock, qtbot: QtBot) -> None:
    """Locking by hand waits for it; the time without use begins when it is done."""
    from threading import Event

    going = Event()

    def steps() -> Iterator[str]:
        yield "Working"
        going.wait(10)

    opened.tasks.start("Long work", steps)
    pass_time(opened, clock, 3600)
    assert opened.here == "desk"
    opened.locking.lock_now()
    assert opened.here == "desk"
    assert opened.status.words[0] == "Locks as soon as the work under way is done."
    going.set()
    qtbot.waitUntil(lambda: opened.here == "unlock")


def test_a_dialog_closes_too(opened: MainWindow, clock: Clock, press: Press, qtbot: QtBot) -> None:
    press(Key.Key_Slash, CTRL)
    assert any(isinstance(w, KeysSheet) and w.isVisible() for w in QApplication.topLevelWidgets())
    pass_time(opened, clock, 3600)
    qtbot.waitUntil(lambda: opened.here == "unlock")
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [opened]


def test_the_count_stops_with_the_workspace(opened: MainWindow) -> None:
    assert opened.locking.idle.counting
    opened.workspaces.close()
    assert not opened.locking.idle.counting


def test_a_locked_workspace_that_is_closed_for_another_forgets_where_it_was(
    opened: MainWindow, workspace: Path, encrypted: Path, qtbot: QtBot
) -> None:
    opened.visit("settings")
    opened.locking.lock_now()
    opened.open_file(workspace)
    settle(qtbot, opened)
    assert opened.here == "today"
    opened.open_file(encrypted)
    unlock(opened, qtbot)
    assert opened.here == "desk"


def test_how_long_is_the_persons_choice_within_the_councils(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert opened.locking.minutes() == 15
    opened.settings.lock_after = 60
    assert opened.locking.minutes() == 60
    rules = tmp_path / "policy.toml"
    rules.write_text("lock_after_minutes = 7\nlock_after_max = 20\n")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(rules))
    assert opened.locking.minutes() == 20
    opened.settings.put_back("lock_after")
    assert opened.locking.minutes() == 7


def test_an_idle_count_says_each_thing_once(qtbot: QtBot) -> None:
    from PySide6.QtCore import QObject

    parent, clock = QObject(), Clock()
    idle = Idle(parent, lambda: 2, lambda: False, clock)
    heard: list[str] = []
    idle.warned.connect(lambda: heard.append("warned"))
    idle.used.connect(lambda: heard.append("used"))
    idle.over.connect(lambda: heard.append("over"))
    for _ in range(3):
        clock.now += 25
        idle.look()
    assert heard == ["warned"]
    idle.use()
    idle.use()
    assert heard == ["warned", "used"]
    clock.now += 120
    idle.look()
    assert heard == ["warned", "used", "over"]


def test_a_paper_torn_out_to_another_screen_closes_with_the_rest(
    opened: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = opened.page
    assert isinstance(desk, DeskPage)
    desk.paper.pane.tear_out()
    assert len([w for w in QApplication.topLevelWidgets() if w.isVisible()]) == 2
    opened.locking.lock_now()
    assert [w for w in QApplication.topLevelWidgets() if w.isVisible()] == [opened]
    unlock(opened, qtbot)
    assert opened.here == "desk"


def test_it_is_unlocked_through_the_accessibility_tree_alone(
    window: MainWindow, page: UnlockPage, qtbot: QtBot
) -> None:
    """No key is pressed. What is typed is read out as dots."""
    tree = Tree(window)
    assert tree.unnamed() == []
    tree.write("Passphrase", PASSPHRASE)
    assert PASSPHRASE not in tree.text("Passphrase")
    tree.act(Role.Button, "Unlock")
    qtbot.waitUntil(lambda: window.here == "desk")
    settle(qtbot, window)
    tree.command("Lock now")
    assert window.here == "unlock"
