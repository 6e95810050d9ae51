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
        self._detail = Text("", tone="ink2")
        self.add(Column(Text(sentence, bold=True), self._detail, gap=1))
        self.explain(what_to_do)
        self.button: PlainButton | None = None
        if button:
            self.button = PlainButton(button)
            self.button.clicked.connect(self.action)
            self.add(Row(self.button, 1))
            self.setFocusProxy(self.button)
        self.add(1)

    def explain(self, what_to_do: str) -> None:
        """Say something else of what to do, between the sentence and the button."""
        self._detail.set_text(what_to_do)
        self._detail.setVisible(bool(what_to_do))
