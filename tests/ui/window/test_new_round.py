"""Making a round in an open workspace: a new one, and the next after another."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor.rounds import round_framework
from db.vocabulary import RoundState
from tests.ui.window.conftest import CTRL, SHIFT
from ui.keys_sheet import keys_of
from ui.pages.new_round import CopyRoundPage, NewRoundPage
from ui.parts.message import MessageBar
from ui.window import MainWindow


@pytest.fixture
def lead(window: MainWindow, workspace: Path) -> MainWindow:
    window.open_file(workspace)
    return window


def round_menu(window: MainWindow) -> list[str]:
    return [action.text() for action in window._menus.page.actions() if action.text()]


def test_control_n_makes_a_round_and_puts_the_window_on_it(lead: MainWindow, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_N, CTRL)
    page = lead.page
    assert isinstance(page, NewRoundPage)
    assert QApplication.focusWidget() is page.round.name.edit
    page.round.name.edit.setText("Summer")
    page.make.click()
    rnd = lead.open_session.round
    assert (rnd.name, rnd.state, rnd.plans) == ("Summer", RoundState.DRAFT, 0)
    assert [row.name for row in lead.open_session.rounds] == ["Summer", "Spring", "Autumn"]
    assert lead.here == "frame"


def test_a_copy_of_the_round_that_is_up_takes_its_framework(lead: MainWindow) -> None:
    before = lead.open_session.round
    lead.visit("copy-round")
    page = lead.page
    assert isinstance(page, CopyRoundPage)
    assert page.head.subtitle.words == "The next round after Spring"
    page.name.edit.setText("Summer")
    page.make.click()
    session = lead.open_session
    assert (session.round.name, session.round.state) == ("Summer", RoundState.DRAFT)
    assert round_framework(session.store, session.round.id) == round_framework(session.store, before.id)


@pytest.mark.parametrize("place", ["new-round", "copy-round"])
def test_a_round_needs_a_name_that_no_other_has(lead: MainWindow, place: str) -> None:
    lead.visit(place)
    page = lead.page
    assert isinstance(page, NewRoundPage | CopyRoundPage)
    name = page.round.name if isinstance(page, NewRoundPage) else page.name
    page.make.click()
    assert name.problem == "Name the round, as the report will."
    assert QApplication.focusWidget() is name.edit
    name.edit.setText("Autumn")
    page.make.click()
    (bar,) = page.findChildren(MessageBar)
    assert "There is a round called Autumn already" in bar.accessibleName()
    assert len(lead.open_session.rounds) == 2
    page.cancel.click()
    assert lead.here == "today"


def test_the_lead_finds_both_in_the_round_menu(lead: MainWindow) -> None:
    assert {"New round…", "Copy this round…", "Round settings"} <= set(round_menu(lead))


def test_an_auditor_makes_no_rounds(
    window: MainWindow, auditors_workspace: Path, qtbot: QtBot, press: Callable[..., None]
) -> None:
    """Without a round to lead, Ctrl+N makes a workspace."""
    window.open_file(auditors_workspace)
    assert "New round…" not in round_menu(window)
    press(Qt.Key.Key_N, CTRL)
    assert window.here == "new"


def test_a_lead_reaches_new_workspace_by_shift(lead: MainWindow, press: Callable[..., None]) -> None:
    press(Qt.Key.Key_N, CTRL | SHIFT)
    assert lead.here == "new"
    lead.workspaces.close()
    assert keys_of(lead._menus.new_workspace).endswith("N")
    assert "Shift" not in keys_of(lead._menus.new_workspace)
