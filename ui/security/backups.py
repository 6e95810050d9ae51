"""Backups: where they lie, what each holds, and how to go back to one without losing what is there now."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QAbstractItemView
from sqlmodel import select

from db.backups import Backup, Why, back_up, folder_for, held_now, list_backups, remove, restore
from db.errors import UserError
from db.tables import Workspace
from db.vault import Key, key_for
from ui.ask import Asks
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.fitted_table import FittedTable
from ui.parts.layout import Card, Wrap
from ui.parts.rows import Index, RowsModel
from ui.parts.words import Text
from ui.security.backup_detail import BackupDetail
from ui.security.backup_words import SHORT, held_words, short_when, size_words, when_words
from ui.security.section import SectionView
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks

HEADS = ("Made", "For", "Holds", "Size", "Encrypted")
SIZE, ENCRYPTED = 3, 4
MOST_ROWS = 8  # seen at once: the rest scroll, so that the one chosen stays near
HOW = (
    "A backup is made by itself when the workspace is opened after a change, before packs are taken in, before a purge "
    "and before another backup is restored. The newest ten are kept, and of older ones the last of each month. Each is "
    "encrypted as the workspace was when it was made."
)
ChangeFile = Callable[[str, Callable[[], Steps], str], None]


class BackupsModel(RowsModel):
    """A row for each; an open one has the mark of something to look at where the workspace is encrypted."""

    def __init__(self, backups: tuple[Backup, ...], encrypted: bool) -> None:
        self._odd = [encrypted and not backup.locked for backup in backups]
        super().__init__(
            HEADS,
            [
                (short_when(b.when), SHORT[b.why], held_words(b), size_words(b.size), "Yes" if b.locked else "No")
                for b in backups
            ],
            frozenset({SIZE}),
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == ENCRYPTED and self._odd[index.row()]:
            return look().mark("delayed", 16)
        return super().data(index, role)


class BackupsSection(SectionView):
    """The list is read off the window's thread; the one chosen is shown in full below it."""

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, settings: Settings, change_file: ChangeFile) -> None:
        self._session, self._tasks, self._asks, self._settings = session, tasks, asks, settings
        self._change_file = change_file
        self._all: tuple[Backup, ...] = ()
        self._chosen: Path | None = None
        self._where = Text()
        self.now = PlainButton("Make a backup now", "copy")
        self.choose = PlainButton("Choose another place…", "folder-open")
        self.beside = QuietButton("Keep them beside the workspace", "undo-2")
        self._open_ones = Text("", tone="delayed", bold=True)
        self._none = EmptyState("history", "There is no backup yet.", "The first one is made by itself after a change.")
        self.table = FittedTable("Backups", MOST_ROWS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.detail = BackupDetail()
        super().__init__(
            Card(
                Text(HOW), self._where, Wrap(self.now, self.choose, self.beside, gap=2), title="Backups", gap=3, pad=5
            ),
            Card(self._open_ones, self._none, self.table, title="What there is", gap=3, pad=5),
            self.detail,
        )
        self.now.clicked.connect(self._make)
        self.choose.clicked.connect(self._choose_place)
        self.beside.clicked.connect(lambda: self._keep_in(""))
        self.detail.restore_asked.connect(self._restore)
        self.detail.removal_asked.connect(self._remove)
        self._show(())

    def refresh(self) -> None:
        """Read the list again, off the window's thread."""
        store, place = self._session.store, self._settings.backup_folder
        self._where.set_text(f"They lie in {folder_for(store.path, place)}")
        self.beside.setVisible(place is not None)
        with store.read() as session:
            workspace = session.exec(select(Workspace.uid)).one()
        path, key = store.path, store.key

        def steps() -> Steps:
            yield "Looking at the backups"
            return list_backups(path, place, key, workspace=workspace)

        task = self._tasks.start("Looking at the backups", steps)
        task.done.connect(self._show)
        task.failed.connect(self.problem)

    def _show(self, backups: tuple[Backup, ...]) -> None:
        self._all = backups
        encrypted = self._session.store.encrypted
        still_open = sum(encrypted and not backup.locked for backup in backups)
        plural = "1 backup was" if still_open == 1 else f"{still_open} backups were"
        self._open_ones.set_text(
            f"{plural} made before the workspace was encrypted and can be read by whoever has the file. Remove what "
            "you no longer need."
        )
        self._open_ones.setVisible(still_open > 0)
        self._none.setVisible(not backups)
        self.table.setVisible(bool(backups))
        self.table.show_model(BackupsModel(backups, encrypted))
        self.table.selectionModel().selectionChanged.connect(self._choose)
        at = next((i for i, b in enumerate(backups) if b.path == self._chosen), 0)
        if backups:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.table.model().index(at, 0), flags)
        else:
            self.detail.show_backup(None, None)

    def _choose(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            backup = self._all[rows[0].row()]
            self._chosen = backup.path
            self.detail.show_backup(backup, held_now(self._session.store))

    def _make(self) -> None:
        store, place = self._session.store, self._settings.backup_folder

        def steps() -> Steps:
            yield "Making a backup"
            return back_up(store, Why.BY_HAND, place)

        task = self._tasks.start("Making a backup", steps)
        task.done.connect(self._on_made)
        task.failed.connect(self.problem)

    def _on_made(self, backup: Backup) -> None:
        self._chosen = backup.path
        self.said.emit("Backup made")
        announce(self, "Backup made.")
        self.refresh()

    def _choose_place(self) -> None:
        folder = self._asks.folder(self, "Choose a folder for backups", self._settings.backup_folder)
        if folder is not None:
            self._keep_in(str(folder))

    def _keep_in(self, place: str) -> None:
        self._settings.backup_place = place
        self.note.emit("New backups are kept there from now on. Those made before stay where they are, and are listed.")
        self.refresh()

    def _remove(self, backup: Backup) -> None:
        question = f"Remove the backup of {when_words(backup.when)}? What only it holds is lost. The workspace stays."
        if not self._asks.sure(self, question, "Remove this backup", "Keep it"):
            return
        try:
            remove(backup)
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self._chosen = None
        self.said.emit("Backup removed")
        self.refresh()

    def _restore(self, backup: Backup, passphrase: str) -> None:
        path, place = self._session.store.path, self._settings.backup_folder
        known: Key | None = self._session.store.key if backup.locked else None

        def steps() -> Steps:
            yield "Keeping what is there now, then restoring"
            key = key_for(backup.path, passphrase) if backup.holds is None and backup.locked else known
            restore(path, backup.path, key, place)
            return key

        self._change_file(
            "Restoring a backup", steps,
            f"This is the workspace as it was on {when_words(backup.when)}. What was there before is kept as a backup.",
        )  # fmt: skip
