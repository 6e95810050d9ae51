"""Locking the window: by hand, after a time without use, and what is remembered so that unlocking leads back."""

import gc
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog

from auditor.plural import several
from ui.history import History
from ui.idle import WARN, Idle
from ui.parts.message import MessageArea
from ui.settings import LOCKS_USUALLY
from ui.typed import Typed, sealed, unsealed

if TYPE_CHECKING:
    from db.vault import Key
    from ui.window import MainWindow

TRIES, AGAIN = 5, 50  # how often, and after how many ms, a dialog that stands over the window is waited for
SAVED = "Everything you typed was saved."
SEALED = "Answers and notes are saved. What you had typed into other fields is shown again once you unlock it."
OPEN = "This workspace is not encrypted, so locking it would protect nothing."
OPEN_TO_DO = "Anybody who has the file can read it. Encrypt it, or close it and keep the file where nobody finds it."


@dataclass(frozen=True)
class Left:
    """Where the window was: its file, round, page, the place on it, and the way there."""

    path: Path
    round: int | None
    here: str
    place: dict[str, Any]
    history: History
    typed: tuple[Typed, ...] = ()
    sealed: bytes = b""
    """What was typed and is saved only by a button; while the file is locked it is sealed with the file's key."""

    def words(self, key: "Key | None") -> tuple[Typed, ...]:
        """What was typed, for whoever has the key."""
        return unsealed(self.sealed, key.raw) if self.sealed and key is not None else self.typed


class Locking(QObject):
    """Locks one window. `warning` is the place of the message a minute before."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self.warning = MessageArea()
        self.idle = Idle(window, self.minutes, lambda: window.tasks.busy)
        self.left: Left | None = None
        self._wanted = False  # as soon as the work under way is done
        self.idle.warned.connect(self._warn)
        self.idle.used.connect(self.warning.dismiss)
        self.idle.over.connect(self._on_over)
        window.tasks.ended.connect(lambda _task: QTimer.singleShot(0, self._lock_if_wanted))

    def minutes(self) -> int:
        """Minutes without use after which the window locks: as the person chose, within what the council allows."""
        from auditor.policy import policy

        rules = policy()
        chosen = self._window.settings.lock_after or rules.lock_after_minutes or LOCKS_USUALLY
        return min(chosen, rules.lock_after_max or chosen)

    def begin(self, encrypted: bool) -> None:
        """A workspace was opened: count, if there is something to lock."""
        self._wanted = False
        if encrypted:
            self.idle.start()
        else:
            self.idle.stop()

    def end(self) -> None:
        """The workspace is closed."""
        self.idle.stop()
        self.warning.dismiss()

    def left_at(self, path: Path) -> Left | None:
        """Where the window was when this file was locked; told once."""
        left, self.left = self.left, None
        return left if left is not None and left.path == path else None

    def lock_now(self) -> None:
        """Lock, or say why not; work under way comes to its end first."""
        window = self._window
        if window.session is None:
            return
        if not window.session.store.encrypted:
            encrypt = ("Encrypt it…", partial(window.show_section, "passphrase"))
            window.messages.say("note", OPEN, OPEN_TO_DO, encrypt)
        elif window.tasks.busy:
            self._wanted = True
            window.status.say("Locks as soon as the work under way is done.")
        else:
            self._lock("You locked it.")

    def _lock_if_wanted(self) -> None:
        if self._wanted and not self._window.tasks.busy:
            self._wanted = False
            self._lock("You locked it.")

    def _on_over(self) -> None:
        minutes = self.minutes()
        self._lock(f"It locked after {several(minutes, 'minute')} without use.")

    def _warn(self) -> None:
        window = self._window
        at = datetime.now().astimezone() + timedelta(seconds=WARN)
        self.warning.say(
            "look",
            f"This workspace locks in a minute, at {at:%H:%M:%S}.",
            f"Nobody has used it for almost {several(self.minutes(), 'minute')}. Press any key or move the mouse to "
            "keep it open.",
            ("Keep it open", self.idle.use),
        )
        QApplication.alert(window)

    def _lock(self, why: str, tries: int = TRIES) -> None:
        """Save what is typed, and let everything go; where something cannot be saved, it stays and is said."""
        window = self._window
        if window.session is None:
            return
        if self._close_questions() and tries:
            # once whoever asked has heard that nothing was chosen; a dialog that does not close does not stop it
            QTimer.singleShot(AGAIN, partial(self._lock, why, tries - 1))
            return
        path, key = window.session.store.path, window.session.store.key
        name = path.name
        self.warning.dismiss()
        self.left = window.workspaces.put_away()
        if self.left is None:
            window.messages.say(
                "problem", f"{name} was not locked, because something you typed could not be saved.",
                "It stays on screen so that it is not lost. Save it, then lock again.", ("Lock again", self.lock_now),
            )  # fmt: skip
            return
        if self.left.typed and key is not None:
            self.left = replace(self.left, typed=(), sealed=sealed(self.left.typed, key.raw))
        window.ask_key(path, f"{why} {SEALED if self.left.sealed else SAVED}")
        QTimer.singleShot(0, gc.collect)  # what still refers to the file in a circle goes as well

    def _close_questions(self) -> bool:
        """Close what stands over the window: dialogs, menus, lists. Returns whether there was a dialog that waits."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        waiting = QApplication.activeModalWidget()
        if isinstance(waiting, QDialog):
            waiting.reject()
            return True
        return False
