"""The passphrase and the recovery key of the workspace that is open: change, show, encrypt, make open."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent

from auditor.policy import policy
from db.vault import Key, is_passphrase, is_recovery, recovery_text
from ui.ask import Asks
from ui.parts.announce import announce
from ui.parts.buttons import Button, PlainButton, PrimaryButton
from ui.parts.layout import Card, Row
from ui.parts.passphrase import PassphraseRow
from ui.parts.words import Text
from ui.security.new_passphrase import NewPassphrase
from ui.security.recovery_card import CHANGES, WHAT, RecoveryCard
from ui.security.section import SectionView
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks

if TYPE_CHECKING:
    from db.store import Store

WHO = "What is below needs it, so that nobody does it on a computer you left for a moment."
WRONG = "That is neither the passphrase nor the recovery key of this workspace. Check Caps Lock and try again."
CHANGE = (
    "The whole file is written anew under the new passphrase; the old file stays until that is done. Backups made "
    "before keep the passphrase they had."
)
ENCRYPT = (
    "Now anybody who has this file can read it. Encrypted, only whoever knows the passphrase can. The whole file is "
    "written anew; the old one stays until that is done, and then it goes."
)
STILL_OPEN = (
    "Backups and copies made before are still open: anybody who has them can read them. Remove them under Backups."
)
OPEN = (
    "Then everybody who gets hold of the file, on a lost laptop, in a copy or in a backup, reads everything in it. "
    "Your answers and the plans stay as they are."
)
SURE = "Make this workspace open? From then on anybody who has the file can read it."
ASKED = "Your council's policy asks that workspaces are encrypted, so this one stays so."
EXAMPLE = "The worked example is always open: its plans are made up."


class ChangeFile(Protocol):
    """What the window offers for changing the whole file while it is closed."""

    def __call__(
        self, title: str, steps: Callable[[], Steps], said: str = "", detail: str = "", *, show_key: bool = False
    ) -> None:
        """Close, change and open again."""
        ...


class PassphraseSection(SectionView):
    """Cards for an encrypted workspace, or one card to encrypt an open one."""

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, settings: Settings, change_file: ChangeFile) -> None:
        super().__init__()
        self._store, self._owner = session.store, session.owner
        self._tasks, self._asks, self._settings, self._change_file = tasks, asks, settings, change_file
        self._rules = policy()
        self.proof = PassphraseRow("Your passphrase or recovery key")
        self.new = NewPassphrase(
            self._rules.passphrase_min, "New passphrase" if self._store.encrypted else "Passphrase"
        )
        self.change = PlainButton("Change the passphrase…")
        self.encrypt = PrimaryButton("Encrypt this workspace")
        self.show_key, self.make_open = PlainButton("Show the recovery key"), PlainButton("Make it open…")
        self.recovery = RecoveryCard(asks, "This is your recovery key")
        self._say_faults()
        if self._store.encrypted:
            self._build_encrypted()
        elif self._owner.invented:
            self.add(Card(Text(EXAMPLE), title="Not encrypted", gap=3, pad=5))
        else:
            self.add(Card(Text(ENCRYPT), self.new, Row(self.encrypt, 1), title="Encrypt this workspace", gap=3, pad=5))
        for button, do in (
            (self.change, self._change), (self.encrypt, self._encrypt),
            (self.show_key, self._show_key), (self.make_open, self._make_open),
        ):  # fmt: skip
            button.clicked.connect(do)
        self.new.entered.connect(self._change if self._store.encrypted else self._encrypt)

    def leave(self) -> None:
        """Forget what was typed."""
        self._forget()

    def hideEvent(self, event: QHideEvent) -> None:
        """Show no key and keep no passphrase on coming back."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._forget()

    def _build_encrypted(self) -> None:
        self.recovery.setVisible(False)
        self.add(Card(Text(WHO), self.proof, title="First, your passphrase", gap=3, pad=5))
        self.add(Card(Text(CHANGE), self.new, Row(self.change, 1), title="Change the passphrase", gap=3, pad=5))
        self.add(Card(Text(WHAT), Text(CHANGES), Row(self.show_key, 1), title="Recovery key", gap=3, pad=5))
        self.add(self.recovery)
        if self._rules.encryption_required:
            self.add(Card(Text(ASKED), title="Encrypted", gap=3, pad=5))
        else:
            self.add(Card(Text(OPEN), Row(self.make_open, 1), title="Make this workspace open", gap=3, pad=5))

    def _say_faults(self) -> None:
        if self._rules.fault:
            self.add(Card(Text(self._rules.fault, tone="delayed", bold=True), gap=3, pad=5))

    def _change(self) -> None:
        words = self.new.check()
        if words:
            self._prove(self.change, lambda: self._write_anew(
                "Changing the passphrase", words, "The passphrase is changed.",
                "Print the new recovery key: the old sheet no longer opens this file, only backups made before.",
            ))  # fmt: skip

    def _encrypt(self) -> None:
        words = self.new.check()
        if words:
            self._write_anew("Encrypting the workspace", words, "The workspace is encrypted.", STILL_OPEN)

    def _write_anew(self, title: str, words: str, said: str, detail: str) -> None:
        path, key, place = self._store.path, self._store.key, self._settings.backup_folder

        def steps() -> Steps:
            from auditor.locking import change_passphrase
            from db.store import Store

            yield "Making a backup"
            with Store.open(path, key=key) as store:
                _back_up(store, place)
                yield "Writing the file anew"
                return change_passphrase(store, words)

        self._change_file(title, steps, said, detail, show_key=True)

    def _show_key(self) -> None:
        self._prove(self.show_key, self._reveal)

    def _reveal(self) -> None:
        key = self._store.key
        if key is not None:
            self.recovery.show_key(recovery_text(key), self._store.path, self._owner.name)
            self.recovery.setVisible(True)
            self.proof.forget()
            self.recovery.save.setFocus(Qt.FocusReason.OtherFocusReason)
            self.bring_up(self.recovery)

    def _make_open(self) -> None:
        self._prove(self.make_open, self._ask_open)

    def _ask_open(self) -> None:
        if not self._asks.sure(self, SURE, "Make it open", "Keep it encrypted"):
            return
        path, key, place = self._store.path, self._store.key, self._settings.backup_folder
        self._change_file(
            "Making the workspace open", lambda: _open_steps(path, key, place), "The workspace is open.", OPEN_NOW
        )

    def _prove(self, button: Button, then: Callable[[], None]) -> None:
        """Go on once what stands in the first field is right; worked out on the worker."""
        key, words = self._store.key, self.proof.text
        if key is None:
            return
        if not words:
            self._not_proven("Type it first.")
            return

        def steps() -> Steps:
            yield "Checking the passphrase"
            return is_recovery(key, words) or is_passphrase(key, words)

        def told(right: bool) -> None:
            button.setEnabled(True)
            if not self.isVisible():
                return  # whoever has gone elsewhere meanwhile wants no key shown and nothing written anew
            if right:
                then()
            else:
                self._not_proven(WRONG)

        button.setEnabled(False)
        task = self._tasks.start("Checking the passphrase", steps)
        task.done.connect(told)
        task.cancelled.connect(lambda: button.setEnabled(True))

    def _not_proven(self, why: str) -> None:
        self.proof.set_problem(why)
        announce(self, why, assertive=True)
        self.proof.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.proof.edit.selectAll()
        self.bring_up(self.proof)

    def _forget(self) -> None:
        self.proof.forget()
        self.new.forget()
        self.recovery.forget()
        self.recovery.setVisible(False)


OPEN_NOW = "It has no passphrase and no recovery key any more. Backups made before are still encrypted as they were."


def _back_up(store: "Store", place: Path | None) -> None:
    """Before another key: under the one it has. An open workspace leaves no backup behind that anybody could read.

    Where none can be made, the window says so as it opens the file again and tries once more.
    """
    from db.backups import Why, try_back_up

    if store.encrypted:
        try_back_up(store, Why.REKEY, place)


def _open_steps(path: Path, key: Key | None, place: Path | None) -> Steps:
    from auditor.locking import take_encryption_off
    from db.store import Store

    yield "Making a backup"
    with Store.open(path, key=key) as store:
        _back_up(store, place)
        yield "Writing the file anew"
        take_encryption_off(store)
