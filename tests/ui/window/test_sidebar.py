"""The sidebar with more places than there is room for."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.look import Theme, look
from ui.pages.page import Page
from ui.parts.buttons import NavButton
from ui.places import Place
from ui.sidebar import Sidebar

MANY = tuple(
    Place(f"place-{i}", f"Place number {i}", "table", lambda _window: Page(), frozenset({"lead"})) for i in range(14)
)
FOOT = Place("settings", "Settings", "settings", lambda _window: Page(), frozenset({"lead"}), foot=True)


@pytest.fixture
def sidebar(qtbot: QtBot, request: pytest.FixtureRequest) -> Iterator[Sidebar]:
    """Fourteen places and a foot, 640 px high, at the text size asked for."""
    scale, folded = request.param
    look().set(Theme.LIGHT, scale)
    made = Sidebar()
    qtbot.addWidget(made)
    made.set_places((*MANY, FOOT))
    made.set_rounds([(1, "Autumn"), (2, "Spring")], 1)
    made.set_folded(folded)
    made.resize(made.width(), 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    look().set(Theme.SYSTEM, 1.0)


def whole(button: QWidget, sidebar: Sidebar) -> bool:
    """Whether nothing of the button is cut off by what it lies in."""
    there = QRect(button.mapTo(sidebar, button.rect().topLeft()), button.size())
    return sidebar.rect().contains(there) and button.visibleRegion().boundingRect() == button.rect()


SIZES = pytest.mark.parametrize("sidebar", [(1.0, False), (2.0, False), (2.0, True)], indirect=True)


@SIZES
def test_every_place_comes_whole_into_view_by_the_keyboard(sidebar: Sidebar) -> None:
    sidebar.stand_on("place-0")
    sidebar.focus_here()
    reached: list[str] = []
    for _ in range(len(MANY) + 1):
        focused = QApplication.focusWidget()
        assert isinstance(focused, NavButton)
        assert whole(focused, sidebar), focused.accessibleName()
        reached.append(focused.accessibleName().removesuffix(", you are here"))
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == [place.title for place in (*MANY, FOOT)]


@SIZES
def test_the_place_the_window_is_on_is_in_view_whatever_the_height(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.stand_on("place-13")
    last = next(b for b in sidebar.findChildren(NavButton) if b.is_here)
    qtbot.waitUntil(lambda: whole(last, sidebar))
    sidebar.resize(sidebar.width(), 600)
    qtbot.waitUntil(lambda: whole(last, sidebar))


@pytest.mark.parametrize("sidebar", [(1.0, True), (2.0, True)], indirect=True)
def test_folded_icons_keep_their_room_beside_the_bar(sidebar: Sidebar, qtbot: QtBot) -> None:
    """The strip grows by the bar: 24 px, the least a target may have, and the icon in it, are never cut."""
    qtbot.wait(20)
    for button in sidebar.findChildren(NavButton):
        assert button.width() >= button.minimumSizeHint().width()
