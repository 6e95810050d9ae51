"""What the window expects of a page."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QHideEvent, QUndoStack
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.parts.message import MessageArea
from ui.typed import Typed, typed_in


class Page(QWidget):
    """A place in the window.

    `problem` and `note` carry sentences for the window's message bar, `said` one for its status line, which is read
    out; `go` asks for another place by its key; `waiting` says how many things wait here, for the sidebar.
    """

    problem = Signal(str)
    note = Signal(str)
    said = Signal(str)
    go = Signal(str)
    waiting = Signal(int)

    title = ""
    """The page's name, as the sidebar and the window's title show it."""

    def lay_out(self, *parts: QWidget) -> None:
        """Put these below one another, its head first; the last takes the height that is left."""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in parts:
            column.addWidget(part)
        column.setStretchFactor(parts[-1], 1)
        parts[-1].setMinimumHeight(1)  # where height is short the head keeps its buttons, and what is below scrolls

    def refresh(self) -> None:
        """Read everything shown again; called when the page comes up and when something it shows has changed."""

    def focus_main(self) -> None:
        """Put the keyboard on the page's main thing."""

    def panes(self) -> tuple[QWidget, ...]:
        """The parts that F6 goes through, in reading order."""
        return (self,)

    def commands(self) -> tuple[QAction, ...]:
        """The page's own commands, for its menu and for *Go to or do…*; each with its shortcut."""
        return ()

    def menu_groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Those of the page's commands that its own menu lists, a line between each group and the next."""
        return (self.commands(),)

    def go_groups(self) -> tuple[tuple[QAction, ...], ...]:
        """Those of the page's commands that go somewhere within it, for the Go menu, in groups."""
        return ()

    def view_commands(self) -> tuple[QAction, ...]:
        """Those of the page's commands that show and hide parts of it, for the View menu."""
        return ()

    def file_commands(self) -> tuple[QAction, ...]:
        """Those of the page's commands that open and close files, for the File menu as well."""
        return ()

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The page's keys and what they do, for the sheet of keys: those that are not commands."""
        return ()

    def place(self) -> dict[str, Any]:
        """Where the reader is (selection, scroll), so that going back returns there."""
        return {}

    def return_to(self, place: dict[str, Any]) -> None:
        """Go back to what `place` gave earlier."""

    def hideEvent(self, event: QHideEvent) -> None:
        """What was said here is read by now: whoever comes back finds the page as it stands."""
        super().hideEvent(event)
        messages = getattr(self, "messages", None)
        if isinstance(messages, MessageArea) and not event.spontaneous():
            messages.dismiss()

    @property
    def undo_stack(self) -> QUndoStack | None:
        """What Edit, Undo takes back on this page, or None."""
        return None

    @property
    def unsaved(self) -> int:
        """How many answers are on screen and not on disk: asked before the workspace is closed."""
        return 0

    def save_now(self) -> bool:
        """Try again to write what is not on disk. Returns whether everything is."""
        return True

    def typed(self) -> tuple[Typed, ...]:
        """What is written in fields and is saved only by a button: shown again if the page goes before that."""
        return typed_in(self)

    def leave(self) -> None:
        """The workspace is about to be closed: let go of files and threads, and keep what is to be remembered."""
