"""The status line: what is saved at the left; at the right whose workspace it is and what in it is invented."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QStatusBar

import auditor
from ui.parts.announce import announce
from ui.parts.layout import Row
from ui.parts.pictures import Icon
from ui.parts.words import Text

if TYPE_CHECKING:
    from ui.session import Session


ENCRYPTED = "Encrypted: nobody can read the file without its passphrase or its recovery key."
OPEN = "Open: anybody who has the file can read it."
EXAMPLE = "Example data: the plans are made up. Results says what is invented."


class Status(QStatusBar):
    """Words that stay until there are others; nothing here vanishes by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._icon = Icon("check", "ink2", 16)
        self._left = Text("", "caption", "ink2", wrap=False)
        self._saved = ""  # what stands there when nothing else is said
        self._right = _Cut()
        self.addWidget(Row(self._icon, self._left, gap=1, margins=(3, 1, 0, 1)))
        self._lock = Icon("lock-open", "ink2", 16)
        self.addPermanentWidget(Row((self._right, 1), self._lock, gap=1, margins=(5, 1, 3, 1)), 1)

    @property
    def words(self) -> tuple[str, str]:
        """What stands at the left and at the right."""
        return self._left.words, self._right.whole

    def say(self, words: str) -> None:
        """Say something at the left, and have it read out."""
        self._left.set_text(words)
        announce(self, words)

    def leave_page(self) -> None:
        """Another page comes up: what the last one said goes, and what is saved stands here again."""
        self._left.set_text(self._saved)

    def say_saved(self, words: str) -> None:
        """Show that an answer is on disk; the page that saved it has said so already."""
        self._saved = words
        self._left.set_text(words)
        self._icon.set_icon("circle-alert" if "not yet" in words else "check")

    def show_workspace(self, session: "Session | None") -> None:
        """Show whose workspace is open, or that none is."""
        if session is None:
            self._saved = "Ready"
            self._left.set_text(self._saved)
            self._right.set_whole(f"Version {auditor.__version__} · never connects to a network")
            self._lock.setVisible(False)
            return
        self._saved = "All answers saved"
        self._left.set_text(self._saved)
        owner, rnd = session.owner, session.round
        role = "Lead workspace" if session.lead else "Auditor's workspace"
        invented = (rnd.invented if rnd else "") or owner.invented
        encrypted = session.store.encrypted
        kept = "encrypted" if encrypted else "open"
        self._right.set_whole(EXAMPLE if invented else f"{role} · {owner.name} · {owner.council} · {kept}")
        self._lock.set_icon("lock" if encrypted else "lock-open")
        self._lock.setVisible(True)
        self._lock.setToolTip(ENCRYPTED if encrypted else OPEN)


class _Cut(QLabel):
    """One line at the right, cut where there is no room and whole as a tool tip."""

    def __init__(self) -> None:
        super().__init__()
        self.whole = ""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole(self, words: str) -> None:
        """Show these words."""
        self.whole = words
        self.setToolTip(words)
        self.setAccessibleName(words)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        self.setText(self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideRight, self.width()))
