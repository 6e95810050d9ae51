"""What stands in place of a workspace while its whole file is changed: nothing of it can be used meanwhile."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from ui.look import look
from ui.pages.page import Page
from ui.parts.layout import Card, Column, Row
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text
from ui.tasks import Task

KEPT = "The old file stays as it is until the new one is complete. The workspace opens again by itself."
CARD_WIDE = 620  # design px


class WorkingPage(Page):
    """Follows one job, in words."""

    title = "Working"

    def __init__(self) -> None:
        super().__init__()
        self._title, self._words = Heading(), Text("", tone="ink2")
        icon = Icon("clock", "accent", 30)
        self._card = Card(Row(icon, 1), self._title, self._words, Text(KEPT), gap=3, pad=6)
        box = QVBoxLayout(self)
        box.setContentsMargins(32, 32, 32, 32)
        box.addWidget(Column(Row(1, (self._card, 5), 1, gap=0), 1, gap=0), 1)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        look().changed.connect(self._fit)
        self._fit()

    def follow(self, task: Task) -> None:
        """Show what this job is doing."""
        self._title.set_text(task.title)
        self._words.set_text("Just beginning…")
        self.setAccessibleName(f"{task.title}. {KEPT}")
        task.progressed.connect(lambda words: self._words.set_text(f"{words}…"))

    def focus_main(self) -> None:
        """Keep the keyboard here: there is nothing to press."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self._card.setMaximumWidth(look().px(CARD_WIDE))
