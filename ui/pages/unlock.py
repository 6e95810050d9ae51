"""Unlock an encrypted workspace: its passphrase, its recovery key, and the truth where both are lost."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from db.errors import UserError
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.message import MessageArea
from ui.parts.passphrase import PassphraseRow
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text
from ui.security.backups_card import BackupsCard
from ui.settings import Settings
from ui.tasks import Steps, Task, Tasks

if TYPE_CHECKING:
    from db.backups import Backup
    from db.store import Store
    from db.vault import Key

CARD_WIDE = 620  # design px
ENCRYPTED = "This workspace is encrypted. Its passphrase opens it."
FORGOTTEN = (
    ("Nobody can open it without its passphrase or its recovery key.",
     "Not your IT department and not the makers of this program: there is no other way in."),
    ("Look for the recovery key.",
     "It is the sheet you could print when the passphrase was chosen: 13 groups of letters and digits."),
    ("If you are an auditor, ask your lead for a new work pack.",
     "What you have sent back is kept by your lead. What you have not sent is lost with this file."),
    ("A backup needs the passphrase it had when it was made.",
     "If you changed the passphrase since, an older backup may open with the one before."),
)  # fmt: skip
EXAMPLE = "8KQ2M 4VT9X and so on"


class UnlockPage(Page):
    """One card with one field. `unlocked` carries the open Store; `left` says that another file is wanted.

    `recovered` follows where the recovery key opened it, since the passphrase may be lost.
    """

    unlocked = Signal(object)
    recovered = Signal()
    left = Signal()

    title = "Unlock"

    def __init__(self, tasks: Tasks, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._settings = tasks, settings
        self._path = Path()
        self._task: Task | None = None
        self._gone = False
        self.passphrase = PassphraseRow("Passphrase")
        self.recovery = QLineEdit()
        self.recovery.setPlaceholderText(f"For example: {EXAMPLE}")
        self._recovery_row = FormRow(
            "Recovery key", self.recovery, "With or without the spaces. Small letters will do as well."
        )
        self.unlock = PrimaryButton("Unlock")
        self.other = PlainButton("Open another file")
        self.by_recovery = QuietButton("Use the recovery key", "key-round")
        self.forgotten = QuietButton("I have forgotten it", "circle-question-mark")
        self.help, self.backups = self._build_help(), BackupsCard()
        self.messages = MessageArea()
        self._name, self._folder, self._why = Heading(level=1), Text("", "caption", "ink2"), Text("")
        self._progress = Text("", tone="ink2")
        self._progress.setVisible(False)
        foot = Wrap(self.unlock, self.other, gap=2)
        ways = Wrap(self.by_recovery, self.forgotten, gap=2)
        self._cards = (
            Card(
                Row(Icon("lock", "accent", 30), 1), Column(self._name, self._folder, gap=0), self._why,
                self.passphrase, self._recovery_row, self.messages, self._progress, foot, ways, gap=3, pad=6,
            ),
            self.backups, self.help,
        )  # fmt: skip
        self.column = ScrollColumn(*(Row(1, (card, 6), 1, gap=0) for card in self._cards), gap=4, margins=(5, 6, 5, 5))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.column)
        self.passphrase.entered.connect(self.try_to_unlock)
        self.recovery.returnPressed.connect(self.try_to_unlock)
        self.recovery.textChanged.connect(lambda: self._recovery_row.set_problem(""))
        self.unlock.clicked.connect(self.try_to_unlock)
        self.other.clicked.connect(self.left)
        self.by_recovery.clicked.connect(lambda: self._ask_recovery(not self._recovery_row.isVisibleTo(self)))
        self.forgotten.clicked.connect(self._show_help)
        self.backups.restore_asked.connect(self._restore)
        look().changed.connect(self._fit)
        self._ask_recovery(False)
        self._fit()

    @property
    def path(self) -> Path:
        """The file to be unlocked."""
        return self._path

    def ask_for(self, path: Path, why: str = "", *, backups: bool = False) -> None:
        """Ask for the key of this file; `why` says how it came to be locked. `backups` offers those at once."""
        self._path, self.title = path, f"Unlock {path.name}"
        self._forget()
        self.messages.dismiss()
        self.help.setVisible(False)
        self._ask_recovery(False)
        self._name.set_text(path.name)
        self._folder.set_text(str(path.parent))
        self._why.set_text(why or ENCRYPTED)
        self.setAccessibleName(f"Unlock {path.name}. {why or ENCRYPTED}")
        self.backups.forget()
        if backups:
            self._offer_backups()

    def focus_main(self) -> None:
        """Put the keyboard on the field."""
        field = self.recovery if self._by_recovery else self.passphrase.edit
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def place(self) -> dict[str, Any]:
        """Which file is to be unlocked."""
        return {"path": str(self._path)}

    def return_to(self, place: dict[str, Any]) -> None:
        """Ask for that file's key again."""
        if Path(place["path"]) != self._path:
            self.ask_for(Path(place["path"]))

    def leave(self) -> None:
        """Forget what was typed; a file that is opened too late is closed again."""
        self._gone = True
        self._forget()

    def try_to_unlock(self) -> None:
        """Work the key out and open the file, on the worker; or say what is missing."""
        words = self._words
        if self._task is not None:
            return
        if not words:
            self._say_problem("Type the recovery key." if self._by_recovery else "Type the passphrase.")
            return
        path, key_of = self._path, self._way()

        def steps() -> Steps:
            from db.store import Store

            yield "Working out the key"
            key = key_of(path, words)
            yield "Opening the file"
            return Store.open(path, key=key)

        self._begin("Unlocking", steps)

    def _restore(self, backup: "Backup") -> None:
        """Put a backup in the file's place, the file as it is being kept, and open it."""
        words = self._words
        if self._task is not None:
            return
        if backup.locked and not words:
            self._say_problem("Type the passphrase that this backup had when it was made, then restore it.")
            return
        path, key_of, place = self._path, self._way(), self._settings.backup_folder

        def steps() -> Steps:
            from db.backups import restore
            from db.store import Store

            yield "Working out the key"
            key = key_of(backup.path, words) if backup.locked else None
            yield "Restoring the backup"
            restore(path, backup.path, key, place)
            return Store.open(path, key=key)

        self._begin("Restoring a backup", steps)

    def _begin(self, title: str, work: Callable[[], Steps]) -> None:
        self.messages.dismiss()
        self._work(True)

        def steps() -> Steps:
            try:
                store = yield from work()
            except UserError as problem:
                return problem
            if self._gone:
                store.close()
                return None
            return store

        self._task = task = self._tasks.start(title, steps)
        task.progressed.connect(lambda words: self._progress.set_text(f"{words}…"))
        task.done.connect(self._tried)
        task.failed.connect(self._refused)
        task.cancelled.connect(lambda: self._work(False))

    @property
    def _words(self) -> str:
        return self.recovery.text().strip() if self._by_recovery else self.passphrase.text

    def _way(self) -> "Callable[[Path, str], Key]":
        from db.vault import key_for, key_from_recovery

        return key_from_recovery if self._by_recovery else key_for

    @property
    def _by_recovery(self) -> bool:
        return self._recovery_row.isVisibleTo(self)

    def _tried(self, outcome: "Store | UserError | None") -> None:
        if self._gone and not isinstance(outcome, UserError | None):  # the page went between the last step and this
            outcome.close()
            return
        self._work(False)
        if isinstance(outcome, UserError):
            self._refused(str(outcome))
            if outcome.code in ("wrong_key", "damaged"):
                self._offer_backups()
        elif outcome is not None:
            self._forget()
            by_recovery = self._by_recovery
            self.unlocked.emit(outcome)
            if by_recovery:
                self.recovered.emit()

    def _refused(self, why: str) -> None:
        self._work(False)
        self._say_problem(why)

    def _say_problem(self, why: str) -> None:
        row = self._recovery_row if self._by_recovery else self.passphrase
        row.set_problem(why)
        announce(self, why, assertive=True)
        self.focus_main()
        field = self.recovery if self._by_recovery else self.passphrase.edit
        field.selectAll()
        self._bring_up()

    def _bring_up(self) -> None:
        """Have the field and its button in view, the field before all, once they have their place."""
        row = self._recovery_row if self._by_recovery else self.passphrase

        def bring() -> None:
            self.column.ensureWidgetVisible(self.unlock)
            self.column.ensureWidgetVisible(row)

        QTimer.singleShot(0, self, bring)

    def _work(self, under_way: bool) -> None:
        self._task = self._task if under_way else None
        self._progress.set_text("Working out the key…")
        self._progress.setVisible(under_way)
        self.unlock.setEnabled(not under_way)

    def _ask_recovery(self, wanted: bool) -> None:
        self._recovery_row.setVisible(wanted)
        self.passphrase.setVisible(not wanted)
        self.by_recovery.setText("Use the passphrase" if wanted else "Use the recovery key")
        self.focus_main()
        self._bring_up()

    def _show_help(self) -> None:
        self.help.setVisible(True)
        announce(self, " ".join(f"{what} {why}" for what, why in FORGOTTEN))
        # once it has its place
        QTimer.singleShot(0, lambda: self.column.ensureWidgetVisible(self.help))

    def _offer_backups(self) -> None:
        """Show what backups there are, where the key does not open the file or the file is not whole."""
        from db.backups import list_backups

        self.backups.show_backups(list_backups(self._path, self._settings.backup_folder))

    def _build_help(self) -> Card:
        points = [Column(Text(what, bold=True), Text(why, tone="ink2"), gap=0) for what, why in FORGOTTEN]
        card = Card(*points, title="If the passphrase is lost", gap=3, pad=6)
        card.setVisible(False)
        return card

    def _forget(self) -> None:
        self.passphrase.forget()
        self.recovery.clear()

    def _fit(self) -> None:
        for card in self._cards:
            card.setMaximumWidth(look().px(CARD_WIDE))
