"""The desk's commands, with their keys and icons, for menus and for the page itself."""

import sys
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from ui.look import look


class Command(NamedTuple):
    """What a command is called, its icon, its keys, and what it does."""

    name: str
    icon: str
    keys: tuple[str, ...]
    do: Callable[[], object]


class PageAction(QAction):
    """A command of a page: its keys work while the keyboard is in the page, and its icon follows the look."""

    def __init__(self, page: QWidget, command: Command) -> None:
        super().__init__(command.name, page)
        self._icon, self._do = command.icon, command.do
        self.setShortcuts([QKeySequence(keys) for keys in command.keys])
        self.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.triggered.connect(self._run)
        self._dress()
        look().changed.connect(self._dress)
        page.addAction(self)

    def _run(self) -> None:
        self._do()

    def _dress(self) -> None:
        self.setIcon(look().icon(self._icon))


def next_plan_keys(step: int) -> tuple[str, ...]:
    """Ctrl+PgDn and Ctrl+PgUp; on macOS also the keys that go through tabs there."""
    there = ("Ctrl+Shift+]", "Ctrl+Shift+[") if sys.platform == "darwin" else ("", "")
    keys = ("Ctrl+PgDown", there[0]) if step > 0 else ("Ctrl+PgUp", there[1])
    return tuple(key for key in keys if key)


def close_paper_keys() -> tuple[str, ...]:
    """Ctrl+Shift+W, since Ctrl+W closes the workspace; on Windows also the keys that close one document of several."""
    return ("Ctrl+Shift+W", "Ctrl+F4") if sys.platform == "win32" else ("Ctrl+Shift+W",)
