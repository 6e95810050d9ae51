"""Whom the report is for, in which edition, and which parts it has in which order."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem

from auditor.report_builder.choice import WRITTEN, Choice
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row, SectionTitle
from ui.parts.words import Text
from ui.report.words import AUDIENCES, EDITIONS, PARTS
from ui.setup.fields import choice

KEY = Qt.ItemDataRole.UserRole
ROWS = 12
SET = {"families": "This page has a fixed shape. Write what happens next.", "agency": "This report has a fixed shape."}


class PartsList(QListWidget):
    """Parts with tick boxes; Alt+Up and Alt+Down move the one the keyboard is on."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMinimumWidth(look().px(150))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Parts of the report")
        self.setAccessibleDescription("Space ticks a part. Alt and up or down moves it.")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move with Alt."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.shift(step)
        else:
            super().keyPressEvent(event)

    def shift(self, step: int) -> None:
        """Move the part one is on up or down."""
        at = self.currentRow()
        to = at + step
        if at < 0 or not 0 <= to < self.count():
            return
        self.blockSignals(True)
        item = self.takeItem(at)
        self.insertItem(to, item)
        self.blockSignals(False)
        self.setCurrentItem(item)
        self.moved.emit()
        announce(self, f"{item.text()} is now part {to + 1} of {self.count()}")


class PartsCard(Card):
    """`chosen` when another report is asked for, `changed` when parts or edition are others, `part` on which one is."""

    chosen = Signal(str)
    changed = Signal()
    part = Signal(str)

    def __init__(self) -> None:
        self.audience, self.edition = choice(AUDIENCES), choice(EDITIONS)
        self.list, self.note = PartsList(), Text("", "caption", "ink2")
        self.up = QuietButton(icon="arrow-up", name="Move this part up")
        self.down = QuietButton(icon="arrow-down", name="Move this part down")
        self._buttons = Row(self.up, self.down, 1, gap=1)
        super().__init__(
            FormRow("For whom", self.audience), FormRow("Edition", self.edition),
            SectionTitle("Parts"), self.note, self.list, self._buttons, gap=2,
        )  # fmt: skip
        self.setAccessibleName("The report")
        self.audience.currentIndexChanged.connect(lambda _at: self.chosen.emit(str(self.audience.currentData())))
        self.edition.currentIndexChanged.connect(lambda _at: self.changed.emit())
        self.list.itemChanged.connect(lambda _item: self.changed.emit())
        self.list.moved.connect(self.changed)
        self.list.currentRowChanged.connect(self._on_row)
        self.up.clicked.connect(lambda: self.list.shift(-1))
        self.down.clicked.connect(lambda: self.list.shift(1))
        look().changed.connect(self._fit)

    def show_choice(self, chosen: Choice) -> None:
        """Show a report as it is kept. Says nothing of it."""
        for field in (self.audience, self.edition, self.list):
            field.blockSignals(True)
        self.audience.setCurrentIndex(self.audience.findData(chosen.audience))
        self.edition.setCurrentIndex(self.edition.findData(chosen.edition))
        self.list.clear()
        fixed = next((words for key, words in SET.items() if chosen.audience.startswith(key)), "")
        shown = ["next_steps" if chosen.audience == "families" else "short"] if fixed else _ordered(chosen.parts)
        for key in shown:
            item = QListWidgetItem(PARTS[key] if not fixed else "What is written")
            item.setData(KEY, key)
            if not fixed:
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Checked if key in chosen.parts else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        for field in (self.audience, self.edition, self.list):
            field.blockSignals(False)
        self.note.set_text(fixed)
        self.note.setVisible(bool(fixed))
        self._buttons.setVisible(not fixed)
        self._fit()
        self.list.setCurrentRow(0)

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts that are ticked, in their order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return tuple(str(item.data(KEY)) for item in items if item.checkState() == Qt.CheckState.Checked)

    @property
    def current(self) -> str:
        """The part one is on."""
        item = self.list.currentItem()
        return str(item.data(KEY)) if item else ""

    def _on_row(self, row: int) -> None:
        if row >= 0:
            self.part.emit(self.current)

    def _fit(self) -> None:
        rows = min(max(self.list.count(), 1), ROWS)
        row = self.list.sizeHintForRow(0) if self.list.count() else look().px(28)
        self.list.setFixedHeight(rows * max(row, look().px(24)) + 2 * look().px(8))


def _ordered(parts: Sequence[str]) -> list[str]:
    """The parts that are in, in their order, then those that are not."""
    return [*parts, *(key for key in PARTS if key not in parts)]


def can_be_written(part: str) -> bool:
    """Whether people write in a part."""
    return part in WRITTEN
