"""The panes that F6 goes through: which comes next, and putting the keyboard into one."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def next_pane(panes: Sequence[QWidget], by: int) -> QWidget:
    """The pane after (1) or before (-1) the one that has the keyboard; the first if none has it."""
    focused = QApplication.focusWidget()
    at = next((i for i, pane in enumerate(panes) if _holds(pane, focused)), -1 if by > 0 else 0)
    return panes[(at + by) % len(panes)]


def enter(pane: QWidget) -> None:
    """Put the keyboard on a pane, or on the first thing inside it that takes it."""
    if pane.focusPolicy() != Qt.FocusPolicy.NoFocus:
        pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    # Only what is inside the pane is touched: walking the whole focus chain hands Python menus it must not own.
    for widget in pane.findChildren(QWidget):
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))
