"""Backups in the settings: made by themselves, listed, gone back to with nothing lost, removed."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from db.backups import Why, back_up, folder_for, list_backups
from db.store import Store
from tests.ui.security.conftest import KEY, PASSPHRASE
from tests.ui.window.conftest import Answers
from ui.security.backups import BackupsSection
from ui.window import MainWindow


def idle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait for what goes on off the window's thread."""
    qtbot.waitUntil(lambda: not window.tasks.busy)


def section(qtbot: QtBot, window: MainWindow) -> BackupsSection:
    """The section, once it has read the list."""
    window.visit("settings")
    window.page.return_to({"section": "backups"})
    idle(qtbot, window)
    found = window.page.section  # type: ignore[attr-defined]
    assert isinstance(found, BackupsSection)
    return found


def shown(view: BackupsSection) -> list[str]:
    """The rows of the table, as text."""
    model = view.table.model()
    return [" | ".join(model.index(r, c).data() for c in range(model.columnCount())) for r in range(model.rowCount())]


def test_opening_makes_a_backup_and_the_section_lists_it(qtbot: QtBot, opened: MainWindow):
    idle(qtbot, opened)
    view = section(qtbot, opened)
    (row,) = shown(view)
    assert "1 round, 0 audits in" in row
    assert row.endswith("Yes")
    assert "Spring (draft)" in view.detail.accessibleName() or view.detail.isVisible()


def test_going_back_keeps_what_is_there_and_leads_back_to_the_section(qtbot: QtBot, opened: MainWindow):
    idle(qtbot, opened)
    path = opened.open_session.store.path
    with opened.open_session.store.write() as session:
        session.connection().exec_driver_sql("UPDATE workspace SET council = 'Another Council'")
    view = section(qtbot, opened)
    view.detail.restore.click()
    assert "will be gone" in view.detail.form._lost.words
    assert view.detail.form.leave.hasFocus() or not opened.isActiveWindow()
    view.detail.form.go.click()
    qtbot.waitUntil(lambda: opened.session is not None and not opened.tasks.busy)
    assert opened.here == "settings"
    assert opened.open_session.owner.council == "Example Council"
    kept = [b for b in list_backups(path, key=KEY) if b.why is Why.RESTORE]
    assert [b.holds.council for b in kept if b.holds] == ["Another Council"]
    assert opened.messages.bar is not None
    assert "kept as a backup" in opened.messages.bar.accessibleName()


def test_a_backup_under_another_passphrase_asks_for_it_and_a_wrong_one_changes_nothing(
    qtbot: QtBot, window: MainWindow, workspace: Path, encrypted: Path, tmp_path: Path
):
    """The workspace was encrypted with another passphrase when the backup was made."""
    with Store.open(encrypted, key=KEY) as store:
        made = back_up(store, Why.BY_HAND)
    with Store.open(encrypted, key=KEY) as store:
        store.rekey(None)
    assert window.open_file(encrypted)
    idle(qtbot, window)
    view = section(qtbot, window)
    at = [b.path for b in view._all].index(made.path)
    view.table.selectRow(at)
    view.detail.restore.click()
    form = view.detail.form
    assert form.passphrase.isVisibleTo(form)
    form.go.click()
    assert form._row.problem
    form.passphrase.setText("not that one")
    form.go.click()
    qtbot.waitUntil(lambda: window.session is not None and not window.tasks.busy)
    assert window.messages.bar is not None
    assert window.messages.bar.kind == "problem"
    view = section(qtbot, window)
    view.table.selectRow([b.path for b in view._all].index(made.path))
    view.detail.restore.click()
    view.detail.form.passphrase.setText(PASSPHRASE)
    QTest.keyClick(view.detail.form.passphrase, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None and not window.tasks.busy)
    assert window.open_session.store.encrypted


def test_a_backup_is_made_by_hand_in_a_place_one_chooses(
    qtbot: QtBot, opened: MainWindow, answers: Answers, tmp_path: Path
):
    idle(qtbot, opened)
    view = section(qtbot, opened)
    place = tmp_path / "elsewhere"
    place.mkdir()
    answers.path = place
    view.choose.click()
    idle(qtbot, opened)
    view.now.click()
    idle(qtbot, opened)
    folder = folder_for(opened.open_session.store.path, place)
    assert len(list(folder.iterdir())) == 1
    assert str(folder) in view._where.words
    assert len(shown(view)) == 2
    view.beside.click()
    assert opened.settings.backup_place == ""


def test_a_place_that_is_gone_is_said_and_the_workspace_opens_all_the_same(
    qtbot: QtBot, window: MainWindow, workspace: Path, tmp_path: Path
):
    window.settings.backup_place = str(tmp_path / "a stick that is gone")
    assert window.open_file(workspace)
    idle(qtbot, window)
    qtbot.waitUntil(lambda: window.messages.bar is not None)
    assert window.messages.bar is not None
    assert "no new backup" in window.messages.bar.accessibleName().lower()


def test_removing_a_backup_asks_first(qtbot: QtBot, opened: MainWindow, answers: Answers):
    idle(qtbot, opened)
    view = section(qtbot, opened)
    view.detail.remove.click()
    assert "Remove the backup of" in answers.questions[-1]
    assert len(shown(view)) == 1
    answers.is_sure = True
    view.detail.remove.click()
    idle(qtbot, opened)
    assert shown(view) == []
    assert not view.detail.isVisibleTo(view)


def test_a_hundred_and_twenty_backups_are_one_table_that_scrolls(qtbot: QtBot, opened: MainWindow):
    idle(qtbot, opened)
    (first,) = list_backups(opened.open_session.store.path, key=KEY)
    for number in range(119):
        name = f"2025{number % 12 + 1:02}{number // 12 + 1:02}-101010{first.path.name[15:]}"
        shutil.copyfile(first.path, first.path.with_name(name))
    view = section(qtbot, opened)
    assert view.table.model().rowCount() == 120
    assert view.table.verticalScrollBar().maximum() > 0
    assert view.height() < 2500


def test_open_backups_of_an_encrypted_workspace_are_pointed_out(qtbot: QtBot, window: MainWindow, workspace: Path):
    with Store.open(workspace) as store:
        back_up(store, Why.BY_HAND)
        store.rekey(KEY)
    assert window.open_file(workspace, KEY)
    idle(qtbot, window)
    view = section(qtbot, window)
    assert view._open_ones.isVisibleTo(view)
    assert view._open_ones.words.startswith("1 backup was")
