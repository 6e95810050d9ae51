"""How many plans: by number, or by the margin wanted; what that comes to in one sentence."""

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox

from auditor.sampling.size import margin_of_error, sample_size
from ui.parts.form import FormRow
from ui.parts.layout import Card
from ui.parts.words import Heading
from ui.setup.fields import counter, side_by_side

FIRST = 33
MOST_POINTS = 50


class SizeCard(Card):
    """`changed` comes with every change. A margin becomes the size that gives it in a draw without weights."""

    changed = Signal()

    def __init__(self) -> None:
        self.plans = counter(1, 1)
        self.points = counter(1, MOST_POINTS)
        self.points.setSuffix(" points either way")
        self.all = QCheckBox("All plans that match")
        self.said = Heading("", 3)
        self._size_row = FormRow("Plans to draw", self.plans)
        self._points_row = FormRow("Or the margin wanted", self.points, "Gives the number of plans it takes.")
        super().__init__(side_by_side(self._size_row, self._points_row), self.all, self.said, title="How many", gap=3)
        self._matching = 1
        self._wanted = FIRST
        self.plans.valueChanged.connect(self._on_size)
        self.points.valueChanged.connect(self._on_points)
        self.all.toggled.connect(self._on_all)

    @property
    def number(self) -> int | None:
        """How many plans are wanted; None is all of them."""
        return None if self.all.isChecked() else self.plans.value()

    def show_number(self, number: int | None) -> None:
        """Show a size kept with a round."""
        blocked = QSignalBlocker(self.all)
        self.all.setChecked(number is None)
        blocked.unblock()
        self._wanted = number or FIRST
        self.show_matching(self._matching)

    def show_matching(self, matching: int) -> None:
        """Draw from so many plans; a size that was wanted comes back when there are enough of them again."""
        self._matching = max(1, matching)
        blocked = QSignalBlocker(self.plans)
        self.plans.setRange(1, self._matching)
        self.plans.setValue(min(self._wanted, self._matching))
        blocked.unblock()
        for field in (self.plans, self.points):
            field.setEnabled(not self.all.isChecked())
        self._show_points()

    def say(self, sentence: str, problem: bool = False) -> None:
        """Show what it comes to, or what is wrong."""
        self.said.set_text(sentence)
        self.said.set_tone("delayed" if problem else "ink")

    def _on_size(self, size: int) -> None:
        self._wanted = size
        self._show_points()
        self.changed.emit()

    def _on_points(self, points: int) -> None:
        self._wanted = sample_size(self._matching, points / 100)
        blocked = QSignalBlocker(self.plans)
        self.plans.setValue(self._wanted)
        blocked.unblock()
        self.changed.emit()

    def _on_all(self) -> None:
        self.show_matching(self._matching)
        self.changed.emit()

    def _show_points(self) -> None:
        margin = margin_of_error(self.plans.value(), self._matching)
        blocked = QSignalBlocker(self.points)
        self.points.setValue(max(1, min(MOST_POINTS, int(100 * margin + 0.5))))
        blocked.unblock()
