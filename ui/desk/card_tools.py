"""What helps to answer some questions: section F line by line, and the plan's thread. It counts; it never answers."""

from PySide6.QtCore import Signal

from ui.parts.buttons import QuietButton
from ui.parts.layout import Wrap
from ui.parts.words import Text


class CardTools(Wrap):
    """Shown on the cards of the questions they help with."""

    lines_asked = Signal()
    thread_asked = Signal()

    def __init__(self) -> None:
        self.lines_button = QuietButton("Section F line by line…", icon="list-checks")
        self.thread_button = QuietButton("See the plan's thread…", icon="target")
        self._words = Text("", "caption", "ink2", wrap=False)
        super().__init__(self.lines_button, self.thread_button, self._words, gap=2)
        self.lines_button.clicked.connect(self.lines_asked)
        self.thread_button.clicked.connect(self.thread_asked)
        self.offer(lines=False, thread=False)

    def offer(self, *, lines: bool, thread: bool) -> None:
        """Which of the two help with the open question."""
        self.lines_button.setVisible(lines)
        self.thread_button.setVisible(thread)
        self.setVisible(lines or thread)
        self.show_count("")

    def show_count(self, words: str) -> None:
        """What was counted so far: '7 of 11 lines say it all'."""
        self._words.set_text(words)
        self._words.setVisible(bool(words))
        self.lines_button.setAccessibleDescription(words)
