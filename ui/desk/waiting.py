"""What is asked for while the paper is still being read comes up by itself once it is."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

from ui.desk.audit_pane import AuditPane
from ui.desk.document_side import DocumentSide
from ui.parts.message import MessageBar

READING = "Reading the plan…"
READ = "The plan is read."
WILL_COME = "What you asked for comes up by itself."


class Waiting(QObject):
    """Holds the one thing that was asked for last. `forget` when another paper, or none, is open."""

    def __init__(self, pane: AuditPane, side: DocumentSide) -> None:
        super().__init__(pane)
        self._pane, self._side = pane, side
        self._do: Callable[[], object] | None = None
        self._bar: MessageBar | None = None
        side.read.connect(lambda _plan: self._go_on())
        side.unread.connect(self._go_on)

    def holds(self, do: Callable[[], object]) -> bool:
        """Take this up for when the paper is read, and say so. Returns False where nothing is being read."""
        if not self._side.reading:
            return False
        self._do, self._bar = do, self._pane.messages.say("note", READING, WILL_COME)
        return True

    def forget(self) -> None:
        """What was asked for was asked of another paper."""
        if self._bar is not None and self._pane.messages.bar is self._bar:
            self._pane.messages.dismiss()
        self._do = self._bar = None

    def _go_on(self) -> None:
        do, wanted = self._do, self._bar is not None and self._pane.messages.bar is self._bar
        self.forget()
        if do is None or not wanted:  # what was dismissed is no longer asked for
            return
        if self._pane.on_checklist and not isinstance(QApplication.focusWidget(), QLineEdit | QPlainTextEdit):
            do()
        else:  # no key that is being typed goes astray
            self._pane.messages.say("note", READ, "", ("Show it", do))
