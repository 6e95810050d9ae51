"""A part of the window whose commands come before the window's own: there, Ctrl+plus zooms the plan."""

from collections.abc import Iterable

from PySide6.QtCore import QEvent, QKeyCombination, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget


class KeyRoom(QWidget):
    """Runs its actions for their keys while the keyboard is within."""

    def __init__(self, *parts: tuple[QWidget, int]) -> None:
        """Parts below each other, each with its share of spare height."""
        super().__init__()
        self._actions: tuple[QAction, ...] = ()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        for part, stretch in parts:
            box.addWidget(part, stretch)

    def take(self, actions: Iterable[QAction]) -> None:
        """The commands that are this room's."""
        self._actions = tuple(actions)

    def event(self, event: QEvent) -> bool:
        """Claim the keys of the commands before the window's shortcuts see them, and run them."""
        if isinstance(event, QKeyEvent) and event.type() in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress):
            action = self._for(event)
            if action is not None:
                event.accept()
                if event.type() == QEvent.Type.KeyPress:
                    action.trigger()
                return True
        return super().event(event)

    def _for(self, event: QKeyEvent) -> QAction | None:
        held = event.modifiers()
        keys = [QKeySequence(event.keyCombination())]
        if held & Qt.KeyboardModifier.ShiftModifier and not chr(event.key() & 0xFFFF).isalpha():
            # plus needs Shift on many keyboards
            keys.append(QKeySequence(QKeyCombination(held & ~Qt.KeyboardModifier.ShiftModifier, Qt.Key(event.key()))))
        for sequence in keys:
            for action in self._actions:
                if action.isEnabled() and sequence in action.shortcuts():
                    return action
        return None
