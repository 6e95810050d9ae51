"""A box for several lines of words; Tab leaves it."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPlainTextEdit

from ui.look import look


class NoteBox(QPlainTextEdit):
    """So many lines high; longer words scroll."""

    def __init__(self, lines: int = 4, example: str = "") -> None:
        super().__init__()
        self._lines = lines
        self.setTabChangesFocus(True)
        if example:
            self.setPlaceholderText(example)
        self._restyle()
        look().changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What was written, without spaces around it."""
        return self.toPlainText().strip()

    def _restyle(self) -> None:
        line = QFontMetrics(look().font("body")).lineSpacing()
        self.setFixedHeight(line * self._lines + 2 * look().px(12))
