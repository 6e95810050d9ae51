"""What the window itself is working on, in place: after a moment, with Cancel."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from ui.parts.buttons import PlainButton
from ui.parts.layout import Row
from ui.parts.pictures import Icon
from ui.parts.words import Text
from ui.tasks import Task

AFTER = 300  # ms: shorter work is not worth a word


class WorkStrip(Row):
    """Follows one job until it ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._words = Text("", tone="ink2", wrap=False)
        self.cancel = PlainButton("Cancel")
        super().__init__(Icon("clock"), self._words, self.cancel, 1, gap=2, margins=(6, 2, 6, 2))
        self.setParent(parent)
        self.set_ground("surface", "bottom")
        self.setVisible(False)
        self._task: Task | None = None
        self._wait = QTimer(self, singleShot=True, interval=AFTER)
        self._wait.timeout.connect(lambda: self.setVisible(self._task is not None))
        self.cancel.clicked.connect(self._stop)

    def follow(self, task: Task) -> None:
        """Show this job until it ends."""
        self._task = task
        self._words.set_text(f"{task.title}…")
        task.progressed.connect(lambda words: self._words.set_text(f"{words}…"))
        for ended in (task.done, task.failed, task.cancelled):
            ended.connect(self._end)
        self._wait.start()

    def _stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._words.set_text("Stopping…")

    def _end(self, *_: object) -> None:
        self._task = None
        self._wait.stop()
        self.setVisible(False)
