"""Tab goes down the sidebar, and what it comes to is seen."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.window.conftest import settle
from ui.parts.buttons import NavButton, PlainButton
from ui.parts.layout import Column, ScrollColumn
from ui.window import MainWindow

Key = Qt.Key


def test_tab_goes_down_the_sidebar(window: MainWindow, workspace: Path, qtbot: QtBot):
    window.open_file(workspace)
    settle(qtbot, window)
    places = [button for button in window.sidebar.findChildren(NavButton) if button.isVisible()]
    top = min(places, key=lambda button: button.mapTo(window, button.rect().topLeft()).y())
    top.setFocus()
    seen: list[int] = []
    while (here := QApplication.focusWidget()) is not None and window.sidebar.isAncestorOf(here):
        seen.append(here.mapTo(window, here.rect().topLeft()).y())
        QTest.keyClick(here, Key.Key_Tab)
    assert len(seen) >= len(places) and seen == sorted(seen)


@pytest.mark.parametrize("key", [Key.Key_Tab, Key.Key_Backtab])
def test_what_tab_comes_to_is_scrolled_into_view(qtbot: QtBot, key: Qt.Key):
    """Also on the way into what scrolls."""
    outside = PlainButton("Outside")
    inside = [PlainButton(f"Inside {n}") for n in range(40)]
    scrolls = ScrollColumn(*inside)
    page = Column(outside, scrolls)
    qtbot.addWidget(page)
    page.resize(300, 300)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: page.isActiveWindow())
    middle = scrolls.verticalScrollBar().maximum() // 2
    scrolls.verticalScrollBar().setValue(middle)
    outside.setFocus()
    QTest.keyClick(outside, key)
    here = QApplication.focusWidget()
    assert here in (inside[0], inside[-1]) and not here.visibleRegion().isEmpty()
