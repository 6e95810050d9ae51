"""The page's long jobs, one at a time, and the news of how each ended."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from auditor.frames import Keys
from db.store import Store
from ui.frame.work import Chosen, KeyWish, Read, TakenIn, open_keys, read_list, take_in
from ui.tasks import Steps, Task, Tasks


class ListWork(QObject):
    """Reads lists, opens key lists, takes lists in. `began` gives each job as it starts; then exactly one other comes.

    `refused` is the sentence of a reading or a taking in that failed, `keys_refused` that of a key list.
    """

    began = Signal(object)
    was_read = Signal(object)
    taken_in = Signal(object)
    refused = Signal(str)
    keys_refused = Signal(str)
    cancelled = Signal()

    def __init__(self, store: Store, tasks: Tasks, parent: QObject) -> None:
        super().__init__(parent)
        self._store, self._tasks = store, tasks
        self._task: Task | None = None
        self._chosen: Chosen | None = None

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return self._task is not None

    def read(self, chosen: Chosen) -> None:
        """Read what was chosen; `was_read` gives a `Read`."""
        self._start(f"Reading {chosen.name}", read_list(self._store, chosen), self._on_read, self._on_refused)

    def open_keys(self, path: Path, passphrase: str | None, chosen: Chosen) -> None:
        """Open a key list, and with it read again what was chosen."""
        self._chosen = chosen
        steps = open_keys(path, passphrase)
        self._start("Opening the key list", steps, self._on_keys, self._on_keys_refused)

    def take_in(self, read: Read, wish: KeyWish) -> None:
        """Take a list in that was read; `taken_in` gives a `TakenIn`."""
        frame, keys = read.reading.frame, read.reading.keys
        if frame is not None and keys is not None:
            steps = take_in(self._store, read, frame, keys, wish)
            self._start("Taking the list in", steps, self._on_taken_in, self._on_refused)

    def cancel(self) -> None:
        """Ask what is under way to stop."""
        if self._task is not None:
            self._task.cancel()

    def _start(
        self,
        title: str,
        steps: Callable[[], Steps],
        done: Callable[..., None],
        failed: Callable[[str], None],
    ) -> None:
        if self._task is not None:
            return
        self._task = self._tasks.start(title, steps)
        self._task.done.connect(done)
        self._task.failed.connect(failed)
        self._task.cancelled.connect(self._on_cancelled)
        self.began.emit(self._task)

    def _on_read(self, read: Read) -> None:
        self._task = None
        self.was_read.emit(read)

    def _on_keys(self, keys: Keys) -> None:
        self._task = None
        if self._chosen is not None:
            self.read(replace(self._chosen, earlier=keys.rows))

    def _on_taken_in(self, taken: TakenIn) -> None:
        self._task = None
        self.taken_in.emit(taken)

    def _on_refused(self, sentence: str) -> None:
        self._task = None
        self.refused.emit(sentence)

    def _on_keys_refused(self, sentence: str) -> None:
        self._task = None
        self.keys_refused.emit(sentence)

    def _on_cancelled(self) -> None:
        self._task = None
        self.cancelled.emit()
