"""Long jobs off the window's thread: one worker, progress in words, a cancel that leaves nothing half done."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

from auditor.crash import record_crash
from db.errors import UserError

Steps = Generator[str, None, Any]
"""A long job: it yields what it is doing, in words, wherever it can be stopped, and returns its result."""


class Task(QObject):
    """One long job under way, heard in the window's thread. Unless that goes first, one of the last three comes."""

    progressed = Signal(str)
    done = Signal(object)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.stopping = False

    def cancel(self) -> None:
        """Ask the job to stop at its next step."""
        self.stopping = True


class Tasks(QObject):
    """The one worker. Jobs run one after another, in the order they were started."""

    started = Signal(object)
    ended = Signal(object)
    _told = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="worker")
        self._under_way: list[Task] = []
        self._closed = False
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a job is under way."""
        return bool(self._under_way)

    def start(self, title: str, steps: Callable[[], Steps]) -> Task:
        """Begin a job. Nothing of it is heard before control goes back to the event loop."""
        task = Task(title, self)
        self._under_way.append(task)
        self._worker.submit(self._run, task, steps)
        self.started.emit(task)
        return task

    def stop(self) -> None:
        """Ask what is under way to stop, wait until the worker has let go of the workspace, and hear how it ended.

        Nothing of it is heard later, when the workspace is closed and whoever started it must not read it any more.
        """
        while self._under_way:
            for task in self._under_way:
                task.cancel()
            self._worker.submit(lambda: None).result()
            QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def close(self) -> None:
        """Ask what is under way to stop, and wait for it; nothing is heard any more."""
        self._closed = True
        for task in self._under_way:
            task.cancel()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _run(self, task: Task, steps: Callable[[], Steps]) -> None:
        """On the worker's thread: nothing of the window may be touched here but the queued signal."""
        try:
            job = steps()
            while True:
                words = next(job)
                if task.stopping:
                    job.close()
                    self._told.emit(task, "cancelled", None)
                    return
                self._told.emit(task, "progressed", words)
        except StopIteration as end:
            self._told.emit(task, "done", end.value)
        except UserError as problem:
            self._told.emit(task, "failed", str(problem))
        except Exception as bug:  # noqa: BLE001 - the worker must go on; the bug is written down
            place = record_crash(bug)
            sentence = f"Something went wrong that should not have. What was saved is kept. The details are in {place}."
            self._told.emit(task, "failed", sentence)

    def _hear(self, task: Task, what: str, value: Any) -> None:
        """In the window's thread: pass the news on."""
        if self._closed:
            return
        if what == "progressed":
            task.progressed.emit(value)
            return
        self._under_way.remove(task)
        self.ended.emit(task)
        if what == "cancelled":
            task.cancelled.emit()
        else:
            getattr(task, what).emit(value)
        task.deleteLater()
