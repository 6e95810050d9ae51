"""Changing the passphrase, showing the recovery key, encrypting and making open: by keyboard, on real files."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from auditor.rounds import rounds
from db.backups import Why, list_backups
from db.errors import UserError
from db.store import Store
from db.tables import Plan
from db.vault import Key, is_locked, key_for, recovery_text
from tests.ui.security.conftest import KEY, PASSPHRASE
from tests.ui.window.conftest import Answers, message, settle
from ui.pages.settings import SettingsPage
from ui.security.passphrase import PassphraseSection
from ui.window import MainWindow

Press = Callable[..., None]
NEW = "violin copper pony larch"


@pytest.fixture
def section(opened: MainWindow) -> PassphraseSection:
    """The section of the encrypted workspace."""
    return show(opened)


def show(window: MainWindow) -> PassphraseSection:
    window.show_section("passphrase")
    page = window.page
    assert isinstance(page, SettingsPage)
    assert isinstance(page.section, PassphraseSection)
    return page.section


def typed(field: QWidget, words: str) -> None:
    """Type into a field that has been reached."""
    field.setFocus()
    QTest.keyClicks(QApplication.focusWidget(), words)


def said(part: QWidget) -> str:
    QApplication.processEvents()
    return " ".join(label.accessibleName() or label.text() for label in part.findChildren(QLabel) if label.isVisible())


def opens(path: Path, key: Key | None) -> bool:
    try:
        with Store.open(path, key=key) as store:
            return [rnd.name for rnd in rounds(store)] == ["Spring"]
    except UserError:
        return False


def test_the_passphrase_is_changed_and_the_window_goes_on_on_the_new_file(
    opened: MainWindow, section: PassphraseSection, encrypted: Path, press: Press, qtbot: QtBot
) -> None:
    """The new recovery key is shown at once, for the old sheet opens this file no more; a backup is made first."""
    with opened.open_session.store.write() as session:
        session.add(Plan(reference="N-999"))
    typed(section.proof.edit, PASSPHRASE)
    typed(section.new.first.edit, NEW)
    typed(section.new.again.edit, NEW)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: opened.here == "recovery")
    assert "The passphrase is changed." in message(opened)
    assert opened.open_session.lead
    new = opened.open_session.store.key
    assert new is not None and new != KEY
    assert recovery_text(new).split()[3] in said(opened.page)
    assert Why.REKEY in [backup.why for backup in list_backups(encrypted)]
    opened.workspaces.close()
    assert key_for(encrypted, NEW) == new
    assert opens(encrypted, new) and not opens(encrypted, key_for(encrypted, PASSPHRASE))
    assert sorted(p.name for p in encrypted.parent.glob("*kept*") if p.is_file()) == ["kept.ehcpaudit"]


def test_nothing_is_changed_without_the_right_passphrase(
    opened: MainWindow, section: PassphraseSection, encrypted: Path, qtbot: QtBot
) -> None:
    typed(section.new.first.edit, NEW)
    typed(section.new.again.edit, NEW)
    section.change.click()
    assert section.proof.problem == "Type it first."
    typed(section.proof.edit, "larch pony copper viola")
    section.change.click()
    settle(qtbot, opened)
    assert "neither the passphrase nor the recovery key" in section.proof.problem
    assert QApplication.focusWidget() is section.proof.edit
    assert opened.open_session.store.key == KEY


def test_who_came_in_by_the_recovery_key_can_choose_a_new_passphrase(
    opened: MainWindow, section: PassphraseSection, encrypted: Path, qtbot: QtBot
) -> None:
    typed(section.proof.edit, recovery_text(KEY).lower())
    typed(section.new.first.edit, NEW)
    typed(section.new.again.edit, NEW)
    section.change.click()
    qtbot.waitUntil(lambda: opened.here == "recovery")
    assert opened.open_session.store.key != KEY


def test_the_recovery_key_is_shown_for_the_passphrase_and_goes_with_the_section(
    opened: MainWindow, section: PassphraseSection, qtbot: QtBot
) -> None:
    typed(section.proof.edit, PASSPHRASE)
    section.show_key.click()
    settle(qtbot, opened)
    assert section.recovery.lines.accessibleName().endswith(recovery_text(KEY))
    assert section.proof.text == ""
    opened.visit("standing")
    opened.visit("settings")
    assert recovery_text(KEY).split()[0] not in said(opened)
    assert not section.recovery.isVisible()


def test_making_it_open_is_asked_about_and_can_be_turned_back(
    opened: MainWindow, section: PassphraseSection, answers: Answers, encrypted: Path, qtbot: QtBot
) -> None:
    typed(section.proof.edit, PASSPHRASE)
    section.make_open.click()
    settle(qtbot, opened)
    assert answers.questions == ["Make this workspace open? From then on anybody who has the file can read it."]
    assert opened.open_session.store.encrypted
    answers.is_sure = True
    section.make_open.click()
    qtbot.waitUntil(lambda: "The workspace is open." in message(opened))
    assert opened.here == "settings"
    assert not is_locked(encrypted)
    section = show(opened)
    typed(section.new.first.edit, NEW)
    typed(section.new.again.edit, NEW)
    section.encrypt.click()
    qtbot.waitUntil(lambda: opened.here == "recovery")
    assert "Backups and copies made before are still open" in message(opened)
    opened.workspaces.close()
    assert opens(encrypted, key_for(encrypted, NEW))


def test_where_the_council_asks_for_encryption_it_cannot_be_taken_off(
    opened: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "policy.toml"
    rules.write_text("encryption_required = true\n")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(rules))
    section = show(opened)
    assert not section.make_open.isVisible()
    assert "so this one stays so" in said(section)


def test_a_change_that_fails_leaves_the_file_as_it_was_and_open(
    opened: MainWindow, section: PassphraseSection, encrypted: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UserError("disk_full", "The disk is full. Nothing was changed. Free some space and try again.")

    monkeypatch.setattr(Store, "rekey", full)
    typed(section.proof.edit, PASSPHRASE)
    typed(section.new.first.edit, NEW)
    typed(section.new.again.edit, NEW)
    section.change.click()
    qtbot.waitUntil(lambda: "not done" in message(opened))
    assert "The disk is full." in message(opened)
    assert opened.here == "settings"
    assert opened.open_session.store.key == KEY


def test_nothing_is_begun_while_something_typed_cannot_be_saved(
    opened: MainWindow, section: PassphraseSection, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SettingsPage, "unsaved", property(lambda _: 1))
    monkeypatch.setattr(SettingsPage, "save_now", lambda _: False)
    typed(section.proof.edit, PASSPHRASE)
    typed(section.new.first.edit, NEW)
    typed(section.new.again.edit, NEW)
    section.change.click()
    settle(qtbot, opened)
    monkeypatch.undo()
    assert "Changing the passphrase: not begun." in message(opened)
    assert opened.open_session.store.key == KEY


def test_every_field_and_button_has_a_name_and_no_passphrase_stays_in_it(
    section: PassphraseSection, opened: MainWindow
) -> None:
    typed(section.proof.edit, PASSPHRASE)
    opened.visit("help")
    assert section.proof.text == ""
