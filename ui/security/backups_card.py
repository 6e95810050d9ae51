"""The backups of a file that cannot be opened, each with a button that puts it in the file's place."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Row, Rule
from ui.parts.words import Text
from ui.recent import when_words

if TYPE_CHECKING:
    from db.backups import Backup

SHOWN = 12  # the newest; whoever needs an older one finds it in the folder
KEPT = "The file as it is now is kept beside the backups. Restoring changes nothing else."
LOCKED = "Encrypted: type the passphrase it had above, then restore it."
NONE = "There is no backup of this file on this computer."


class BackupsCard(Card):
    """Hidden until there is something to offer. `restore_asked` carries a backup."""

    restore_asked = Signal(object)

    def __init__(self) -> None:
        self._rows = Column(gap=2)
        super().__init__(Text(KEPT), self._rows, title="Backups of this file", gap=3, pad=6)
        self.setVisible(False)

    def show_backups(self, backups: "Sequence[Backup]") -> None:
        """Show these, the newest first."""
        self._rows.clear()
        now = datetime.now().astimezone()
        for at, backup in enumerate(backups[:SHOWN]):
            if at:
                self._rows.add(Rule())
            self._rows.add(self._row(backup, now))
        if not backups:
            self._rows.add(Text(NONE))
        self.setVisible(True)

    def forget(self) -> None:
        """Offer nothing."""
        self._rows.clear()
        self.setVisible(False)

    def _row(self, backup: "Backup", now: datetime) -> Row:
        when = when_words(backup.when.astimezone(), now)
        restore = PlainButton("Restore", name=f"Restore the backup of {when}")
        restore.clicked.connect(lambda: self.restore_asked.emit(backup))
        words = Column(Text(when, bold=True), Text(_held(backup), "caption", "ink2"), gap=0)
        return Row((words, 1), restore, gap=3)


def _held(backup: "Backup") -> str:
    """What a backup holds, in a line."""
    if backup.holds is None:
        return LOCKED if backup.locked else backup.cannot
    rounds = ", ".join(name for name, _ in backup.holds.rounds) or "no round"
    submitted = f"{backup.holds.submitted:,} audits submitted" if backup.holds.submitted != 1 else "1 audit submitted"
    return f"{rounds} · {submitted}"
