"""What a sample cannot show, sentence by sentence."""

from collections.abc import Sequence

from PySide6.QtCore import Qt

from ui.parts.layout import Card, Column, Row
from ui.parts.pictures import Icon
from ui.parts.words import Text


class LimitsCard(Card):
    """The same card before the draw and after it."""

    def __init__(self, title: str = "What this sample cannot show") -> None:
        self._said = Column(gap=3)
        self.sentences: tuple[str, ...] = ()
        super().__init__(self._said, title=title, gap=3)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Say these, unless they stand there already."""
        if tuple(sentences) == self.sentences:
            return
        self.sentences = tuple(sentences)
        self._said.clear()
        for sentence in sentences:
            self._said.add(Row(Icon("info"), (Text(sentence), 1), gap=2, align=Qt.AlignmentFlag.AlignTop))
