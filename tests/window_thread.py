"""For tests with windows: waits that end on a settled window, and garbage collected in the window's thread alone."""

import gc
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from ui.collector import collect
from ui.look import look

SLOWEST = 60_000  # ms: what waits for an event ends with the event, and a busy machine is no fault


class SettledBot(QtBot):
    """Waits until something holds and until Qt has done what it put off then: a layout shows new items a turn later."""

    def addWidget(self, widget: QWidget, *, before_close_func: Callable[[QWidget], None] | None = None) -> None:
        """Close it after the test, and until then let it look as in a window of the program."""
        super().addWidget(widget, before_close_func=before_close_func)
        look().dress(widget)

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = SLOWEST) -> None:
        """Wait for `callback` as QtBot does, at most `timeout` ms, then for calls that are queued already."""
        super().waitUntil(callback, timeout=timeout)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> SettledBot:
    """The bot of every test with windows."""
    return SettledBot(request)


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Keep Python's collector away from the worker's thread while a test runs."""
    gc.disable()
    yield
    collect()
    gc.enable()
