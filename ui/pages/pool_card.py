"""Choose which other rounds are looked at together with the one the window is on."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox

from auditor.pooling import Choice
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Card, Column, Row
from ui.parts.words import Text

REASONS = 6
HELP = (
    "Small rounds that ask the same and draw alike can be pooled. A plan in several of them counts once, and each "
    "round's list counts by its size."
)


class PoolCard(Card):
    """A box for each round that can be added, and why the others cannot. `chosen` carries names; `left` closes it."""

    chosen = Signal(tuple)
    left = Signal()

    def __init__(self) -> None:
        self._boxes: list[QCheckBox] = []
        self._list, self._why = Column(gap=0), Column(gap=1)
        self.show_together = PlainButton("Show together")
        self._cancel = QuietButton("Cancel", "x")
        super().__init__(
            Text(HELP, tone="ink2"), self._list, self._why, Row(self.show_together, self._cancel, 1, gap=3),
            title="Several rounds together", gap=4, pad=5,
        )  # fmt: skip
        self.show_together.clicked.connect(self._choose)
        self._cancel.clicked.connect(self.left)

    @property
    def boxes(self) -> tuple[QCheckBox, ...]:
        """A box for each round that can be added, the newest first."""
        return tuple(self._boxes)

    @property
    def reasons(self) -> str:
        """Why other rounds cannot be added."""
        return " ".join(text.words for text in self._why.findChildren(Text))

    def show_choices(self, choices: Sequence[Choice], ticked: Sequence[str]) -> None:
        """Offer these rounds; those that are in already are ticked."""
        self._list.clear()
        self._why.clear()
        self._boxes = []
        for choice in choices:
            if not choice.why_not:
                box = QCheckBox(f"{choice.name}, {choice.plans:,} {'plan' if choice.plans == 1 else 'plans'}")
                box.setProperty("round", choice.name)
                box.setChecked(choice.name in ticked)
                box.toggled.connect(self._show_enabled)
                self._boxes.append(box)
                self._list.add(box)
        barred = [choice.why_not for choice in choices if choice.why_not]
        if not self._boxes:
            self._list.add(Text("No other round can be pooled with this one.", bold=True))
        for sentence in barred[:REASONS]:
            self._why.add(Text(sentence, "caption", "ink2"))
        if len(barred) > REASONS:
            self._why.add(Text(f"And {len(barred) - REASONS:,} more that differ.", "caption", "ink2"))
        self._show_enabled()

    def focus_first(self) -> None:
        """Put the keyboard on the first box, or on the way out."""
        (self._boxes[0] if self._boxes else self._cancel).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes it."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_enabled(self) -> None:
        self.show_together.setEnabled(any(box.isChecked() for box in self._boxes))

    def _choose(self) -> None:
        self.chosen.emit(tuple(box.property("round") for box in self._boxes if box.isChecked()))
