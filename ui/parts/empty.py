"""What a page or card shows while there is nothing to show."""

from PySide6.QtCore import Signal

from ui.parts.buttons import PlainButton
from ui.parts.layout import Column, Row
from ui.parts.pictures import Icon
from ui.parts.words import Text


class EmptyState(Column):
    """One sentence of what will be here, one of what to do, and one button (`action` is its click)."""

    action = Signal()

    def __init__(self, icon: str, sentence: str, what_to_do: str = "", button: str = "") -> None:
        super().__init__(Row(Icon(icon, "ink2", 30), 1), gap=3, margins=5)
        words = Column(Text(sentence, bold=True), gap=1)
        if what_to_do:
            words.add(Text(what_to_do, tone="ink2"))
        self.add(words)
        self.button: PlainButton | None = None
        if button:
            self.button = PlainButton(button)
            self.button.clicked.connect(self.action)
            self.add(Row(self.button, 1))
        self.add(1)
