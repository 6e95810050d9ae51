"""One backup in full: what it holds, what going back to it loses and keeps, and the two things to do with it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from db import log
from db.backups import Backup, Holds
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, SectionTitle, Wrap
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.security.backup_words import MADE_FOR, rounds_words, size_words, when_words

KEPT = "What is there now is kept as a backup first, so that you can come back to it."
OWN_PASSPHRASE = (
    "It was made under another passphrase. Type the one it had; afterwards that one opens the workspace again."
)


class BackupDetail(Card):
    """`restore_asked` carries the backup and the passphrase typed for it, `removal_asked` the backup."""

    restore_asked = Signal(object, str)
    removal_asked = Signal(object)

    def __init__(self) -> None:
        self.title = SectionTitle("")
        self._facts, self._rounds, self._file = Text(), Text(), Text(role="caption", tone="ink2")
        self.restore, self.remove = PlainButton("Go back to this…", "history"), QuietButton("Remove it…", "trash-2")
        self._buttons = Wrap(self.restore, self.remove, gap=2)
        self.form = RestoreForm()
        super().__init__(self.title, self._facts, self._rounds, self._file, self._buttons, self.form, gap=3, pad=5)
        self._backup: Backup | None = None
        self._present: Holds | None = None
        self.restore.clicked.connect(self._ask)
        self.remove.clicked.connect(lambda: self.removal_asked.emit(self._backup))
        self.form.given.connect(lambda words: self.restore_asked.emit(self._backup, words))
        self.form.left.connect(self._leave)

    def show_backup(self, backup: Backup | None, present: Holds | None) -> None:
        """Show a backup beside what the workspace holds now; nothing where there is none."""
        self.setVisible(backup is not None)
        if backup is None:
            return
        if self._backup is None or backup.path != self._backup.path:
            self._close_form()
        self._backup, self._present = backup, present
        when = when_words(backup.when)
        self.title.heading.set_text(f"Backup of {when}")
        self.setAccessibleName(f"Backup of {when}")
        self.title.set_caption(f"made {MADE_FOR[backup.why]}, {size_words(backup.size)}")
        holds = backup.holds
        self._facts.set_text(
            f"{holds.words}. Head of its log: {log.short(holds.log_head)}." if holds else backup.cannot
        )
        self._rounds.set_text(rounds_words(backup))
        self._rounds.setVisible(bool(rounds_words(backup)))
        self._file.set_text(str(backup.path))
        self.restore.setAccessibleName(f"Go back to the backup of {when}")
        self.remove.setAccessibleName(f"Remove the backup of {when}")
        self.restore.setVisible(holds is not None or backup.locked)

    def _ask(self) -> None:
        backup, present = self._backup, self._present
        if backup is not None:
            self._buttons.hide()
            self.form.open(_lost(backup, present), backup.holds is None)

    def _leave(self) -> None:
        self._close_form()
        self.restore.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close_form(self) -> None:
        self.form.close_up()
        self._buttons.show()


class RestoreForm(Card):
    """Says what is lost and kept, and asks for a passphrase where the backup has one of its own. `given` carries it."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        self._lost = Text("", bold=True)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self._row = FormRow("Passphrase of this backup", self.passphrase, OWN_PASSPHRASE)
        self.go, self.leave = PlainButton("Go back to this backup", "history"), QuietButton("Stay with what is there")
        super().__init__(
            self._lost, Text(KEPT), self._row, Wrap(self.go, self.leave, gap=2), kind="quiet", gap=3
        )  # fmt: skip
        self.setAccessibleName("Going back to a backup")
        self._asks = False
        self.go.clicked.connect(self._give)
        self.passphrase.returnPressed.connect(self._give)
        self.leave.clicked.connect(self.left)
        self.hide()

    def open(self, lost: str, asks: bool) -> None:
        """Ask."""
        self._lost.set_text(lost)
        self._asks = asks
        self._row.setVisible(asks)
        self._row.set_problem("")
        self.passphrase.clear()
        self.show()
        bring_into_view(self)
        (self.passphrase if asks else self.leave).setFocus(Qt.FocusReason.OtherFocusReason)

    def close_up(self) -> None:
        """Ask no more, and forget what was typed."""
        self.passphrase.clear()
        self.hide()

    def _give(self) -> None:
        words = self.passphrase.text()
        if self._asks and not words.strip():
            self._row.set_problem("Type the passphrase that this backup had.")
            self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.passphrase.clear()
        self.given.emit(words)


def _lost(backup: Backup, present: Holds | None) -> str:
    """What going back would lose, in a sentence."""
    if backup.holds is None or present is None:
        return "Everything done since this backup was made will be gone from the workspace."
    if backup.holds.log_head == present.log_head:
        return "Nothing was logged since this backup was made. Answers of drafts typed since will be gone."
    return (
        f"The workspace holds {present.words}; this backup holds {backup.holds.words}. "
        "Everything done since will be gone from the workspace."
    )
