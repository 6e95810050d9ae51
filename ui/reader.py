"""Reading on the worker what a page shows: once after each change, and never twice at a time."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from ui.pages.page import Page
from ui.tasks import Steps, Tasks


class Reader(QObject):
    """Says when a page has to read, and does it.

    What was read comes as `found`, in the window's thread. `wanted` asks the page to read: when what it shows holds no
    more and it is looked at, or when that came to be so while it was being read. After `failed`, with a sentence, it
    is read when the page next comes up.
    """

    found = Signal(object)
    failed = Signal(str)
    wanted = Signal()

    def __init__(self, tasks: Tasks, page: QWidget) -> None:
        super().__init__(page)
        self._tasks, self._page = tasks, page
        self._stale, self._busy = True, False

    @property
    def busy(self) -> bool:
        """Whether it is being read."""
        return self._busy

    @property
    def due(self) -> bool:
        """Whether what the page shows is to be read now."""
        return self._stale and not self._busy

    def read(self, title: str, job: Callable[[], object]) -> None:
        """Read now; `title` says in words what is done meanwhile."""
        self._stale, self._busy = False, True

        def steps() -> Steps:
            yield title
            return job()

        task = self._tasks.start(title, steps)
        task.done.connect(self._on_done)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_stopped)

    def spoil(self) -> None:
        """What was read holds no more."""
        self._stale = True
        if self._page.isVisible():
            self.wanted.emit()

    def _on_done(self, found: object) -> None:
        self._busy = False
        if self._stale:  # something changed while this was read
            self.wanted.emit()
        else:
            self.found.emit(found)
            if isinstance(self._page, Page) and self._page.hasFocus():  # there was nothing to put the keyboard on yet
                self._page.focus_main()

    def _on_stopped(self) -> None:
        self._stale, self._busy = True, False

    def _on_failed(self, sentence: str) -> None:
        self._on_stopped()
        self.failed.emit(sentence)
