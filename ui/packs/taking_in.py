"""Opens packs together, shows what each would do, and takes in those that are wanted: for the page of either side."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from auditor.changed import Changed
from auditor.packs.apply import Applied, apply
from auditor.packs.stage import stage
from auditor.packs.staged import Staged, StagedPack, Standing
from auditor.packs.undo import KEY_STAYS, Undone, undo, what_stands_in_the_way
from auditor.plural import several
from ui.packs.staging_pane import StagingPane
from ui.packs.words import changes_words
from ui.parts.announce import announce
from ui.parts.message import MessageArea
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Task, Tasks
from ui.work_strip import WorkStrip

AT_ONCE = "Undone straight after it was taken in"
UNDONE = "Its revisions are withdrawn and count nowhere. The pack can be taken in again."


class TakingIn(QObject):
    """Nothing is written before `apply`. `opened` says that there is something to look at, `closed` that there is not.

    What is left for later stays here until the workspace is closed, without any passphrase.
    """

    opened = Signal()
    closed = Signal()

    def __init__(
        self,
        session: Session,
        tasks: Tasks,
        settings: Settings,
        pane: StagingPane,
        messages: MessageArea,
        strip: WorkStrip,
    ) -> None:
        super().__init__(pane)
        self._session, self._tasks, self._settings = session, tasks, settings
        self.pane, self._messages, self._strip = pane, messages, strip
        self.staged = Staged(None, ())
        self._paths: list[Path] = []
        self._passphrase = ""
        self._task: Task | None = None
        pane.applied.connect(self.apply)
        pane.later.connect(self.leave)
        pane.passphrase_given.connect(self._open_with)

    @property
    def waiting(self) -> int:
        """How many packs could go in and are left for later."""
        return sum(pack.goes_in or pack.standing == Standing.PASSPHRASE for pack in self.staged.packs)

    @property
    def busy(self) -> bool:
        """Whether packs are being read or taken in."""
        return self._task is not None

    def take(self, paths: Iterable[Path]) -> None:
        """Open these packs beside those that are open, and show what all of them would do."""
        self._paths += [path for path in paths if path not in self._paths]
        self._read()

    def leave(self) -> None:
        """Leave what is open for later; what can never go in is put away, since its reason was read."""
        kept = {pack.file for pack in self.staged.packs if pack.goes_in or pack.standing == Standing.PASSPHRASE}
        self._keep(lambda name: name in kept)
        self.closed.emit()
        if self.waiting:
            announce(self.pane, f"{several(self.waiting, 'pack')} left for later. Nothing is written yet.")

    def forget(self) -> None:
        """Put everything away that is open, such as when the round is another."""
        self._keep(lambda _name: False)

    def apply(self) -> None:
        """Take in the packs that are ticked."""
        chosen = self.pane.chosen
        if not chosen or self.busy:
            return
        store, staged, only = self._session.store, self.staged, {pack.uid for pack in chosen}
        title = f"Taking in {several(len(chosen), 'pack')}"
        place = self._settings.backup_folder
        self._start(title, lambda: apply(store, staged, only, place), partial(self._on_applied, chosen))

    def obstacles(self, pack: int) -> tuple[str, ...]:
        """What stands in the way of undoing a pack."""
        return what_stands_in_the_way(self._session.store, pack)

    def undo(self, packs: Sequence[int], why: str) -> None:
        """Withdraw what packs brought, the newest first; where one cannot be undone, those before it stay undone."""
        store = self._session.store

        def steps() -> Steps:
            changed = Undone(frozenset())
            for at, pack in enumerate(reversed(packs), 1):
                yield f"Undoing pack {at:,} of {len(packs):,}"
                one = undo(store, pack, why)
                kinds, keys = changed.kinds | one.kinds, changed.brought_key or one.brought_key
                changed = Undone(kinds, changed.ids + one.ids, keys)
            return changed

        self._messages.dismiss()
        self._start(f"Undoing {several(len(packs), 'pack')}", steps, partial(self._on_undone, len(packs)))

    def _read(self) -> None:
        if self.busy:
            return
        store, files, passphrase = self._session.store, _named(self._paths), self._passphrase
        title = f"Reading {several(len(files), 'pack')}"
        self._messages.dismiss()
        self._start(title, lambda: stage(store, files, passphrase), self._on_read)

    def _start(self, title: str, steps: Callable[[], Steps], done: Callable[..., object]) -> None:
        self._task = task = self._tasks.start(title, steps)
        self.pane.setEnabled(False)
        self._strip.follow(task)
        for signal in (task.done, task.failed, task.cancelled):
            signal.connect(self._on_ended)
        task.done.connect(done)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)

    def _on_ended(self, *_: object) -> None:
        self._task = None
        self.pane.setEnabled(True)

    def _on_failed(self, why: str) -> None:
        self._messages.say("problem", why)
        self._changed()

    def _on_cancelled(self) -> None:
        self._messages.say("note", "Cancelled.", "What was taken in before is listed; nothing else was changed.")
        self._changed()

    def _changed(self) -> None:
        """Have pages look again: a job that stopped half way may have done its first packs."""
        self._session.tell(Changed(frozenset({"everything"})))

    def _on_read(self, staged: Staged) -> None:
        self.staged = staged
        self.pane.show_staged(staged)
        self.opened.emit()

    def _on_applied(self, chosen: Sequence[StagedPack], applied: Applied) -> None:
        names = {pack.file for pack in chosen} | {p.file for p in self.staged.packs if not p.goes_in}
        self._keep(lambda name: name not in names)
        left = f" {several(self.waiting, 'pack')} left for later." if self.waiting else ""
        self._session.tell(applied.changed)
        self.closed.emit()
        whats = changes_words(chosen) or "nothing new"
        ids = applied.packs
        told = " ".join(part for part in (*applied.left_out, applied.backup or "A backup was made first.") if part)
        undo_them = ("Undo this pack" if len(ids) == 1 else "Undo these packs", lambda: self.undo(ids, AT_ONCE))
        self._messages.say(
            "look" if applied.backup or applied.left_out else "done",
            f"{several(len(ids), 'pack')} taken in: {whats}.{left}" if ids else f"Nothing was taken in.{left}",
            told,
            *((undo_them,) if ids else ()),
        )

    def _on_undone(self, count: int, changed: Undone) -> None:
        self._session.tell(changed)
        told = f"{UNDONE} {KEY_STAYS}" if changed.brought_key else UNDONE
        self._messages.say("done", f"{several(count, 'pack')} undone.", told)

    def _open_with(self, _file: str, passphrase: str) -> None:
        self._passphrase = passphrase
        self._read()

    def _keep(self, wanted: Callable[[str], bool]) -> None:
        """Keep the files with these names, and forget any passphrase."""
        self._passphrase = ""
        self._paths = [path for path, file in zip(self._paths, _named(self._paths), strict=True) if wanted(_name(file))]
        self.staged = Staged(self.staged.round_id, tuple(p for p in self.staged.packs if wanted(p.file)))
        self.pane.show_staged(self.staged)


def _named(paths: Sequence[Path]) -> list[Path | tuple[str, bytes]]:
    """The files as they are staged: two of the same name go by their folders too, so that they can be told apart."""
    names = [path.name for path in paths]
    return [p if names.count(p.name) == 1 else (f"{p.parent}/{p.name}", _bytes(p)) for p in paths]


def _name(file: Path | tuple[str, bytes]) -> str:
    return file.name if isinstance(file, Path) else file[0]


def _bytes(path: Path) -> bytes:
    """What a file holds; nothing where it cannot be read, which is then told as any damaged pack."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
