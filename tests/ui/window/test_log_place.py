"""The change log is one command away, for lead and auditor alike, and nowhere without a workspace."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from tests.ui.window.conftest import settle
from ui.window import MainWindow


def command(window: MainWindow):
    return next(action for action in window._menus.commands() if action.text() == "Change log")


def test_without_a_workspace_there_is_no_log(window: MainWindow) -> None:
    assert not command(window).isEnabled()


@pytest.mark.parametrize("whose", ["workspace", "auditors_workspace"])
def test_the_file_menu_leads_to_it(
    window: MainWindow, qtbot: QtBot, whose: str, request: pytest.FixtureRequest
) -> None:
    path: Path = request.getfixturevalue(whose)
    window.open_file(path)
    settle(qtbot, window)
    command(window).trigger()
    settle(qtbot, window)
    assert window.here == "log"
    assert window.windowTitle().startswith("Change log · ")
    page = window.page
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)  # type: ignore[attr-defined]  # the log's page
    assert "Save the log as a table…" in [action.text() for action in window._menus.commands()]


def test_the_settings_lead_to_it_too(window: MainWindow, qtbot: QtBot, workspace: Path) -> None:
    window.open_file(workspace)
    window.show_section("log")
    (button,) = [b for b in window.page.findChildren(QAbstractButton) if b.text() == "Open the change log"]
    button.click()
    settle(qtbot, window)
    assert window.here == "log"
