"""What a long job is doing, on a line of the page."""

from ui.parts.buttons import PlainButton
from ui.parts.layout import Row
from ui.parts.pictures import Icon
from ui.parts.words import Text
from ui.tasks import Task


class JobLine(Row):
    """What a long job is doing, with Cancel; there only while it runs."""

    def __init__(self) -> None:
        self._words = Text("", tone="ink2", wrap=False)
        self._cancel = PlainButton("Cancel")
        super().__init__(Icon("clock"), self._words, self._cancel, 1, gap=2, margins=(6, 2, 6, 2))
        self.setVisible(False)

    def follow(self, task: Task) -> None:
        """Show this job until it ends."""
        self._words.set_text(task.title)
        self.setVisible(True)
        task.progressed.connect(lambda words: self._words.set_text(f"{words}…"))
        self._cancel.clicked.connect(task.cancel)
        for ended in (task.done, task.failed, task.cancelled):
            ended.connect(lambda *_: self.setVisible(False))
