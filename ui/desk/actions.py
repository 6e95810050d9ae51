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


def action(page: QWidget, command: Command) -> QAction:
    """A command of a page: its keys work while the keyboard is in the page."""
    made = QAction(command.name, page)
    made.setShortcuts([QKeySequence(keys) for keys in command.keys])
    made.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
    made.triggered.connect(lambda _checked=False: command.do())

    def dress() -> None:
        made.setIcon(look().icon(command.icon))

    dress()
    look().changed.connect(dress)
    page.addAction(made)
    return made


def next_plan_keys(step: int) -> tuple[str, ...]:
    """Ctrl+PgDn and Ctrl+PgUp; on macOS also the keys that go through tabs there."""
    there = ("Ctrl+Shift+]", "Ctrl+Shift+[") if sys.platform == "darwin" else ("", "")
    keys = ("Ctrl+PgDown", there[0]) if step > 0 else ("Ctrl+PgUp", there[1])
    return tuple(key for key in keys if key)
