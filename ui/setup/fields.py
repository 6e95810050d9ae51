"""Fields that check themselves: a line that must be filled, and rows of fields side by side."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QDate, QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QDateEdit, QLineEdit, QSizePolicy, QSpinBox, QWidget

from ui.look import look
from ui.parts.assist import selecting_picks
from ui.parts.combo import Combo
from ui.parts.form import FormRow
from ui.parts.layout import Column, Wrap


class Line(FormRow):
    """One line of text with its label; `missing` is what to say when nothing is there."""

    def __init__(self, label: str, example: str, missing: str, hint: str = "") -> None:
        self.edit = QLineEdit()
        self.edit.setMaxLength(80)
        if example:
            self.edit.setPlaceholderText(f"For example: {example}")
        super().__init__(label, self.edit, hint)
        self._missing = missing
        self.edit.textChanged.connect(lambda: self.set_problem(""))

    @property
    def text(self) -> str:
        """What was written, without spaces around it."""
        return self.edit.text().strip()

    def check(self) -> str:
        """The text; where there is none, the row says so."""
        self.set_problem("" if self.text else self._missing)
        return self.text


class _CalmWheel(QObject):
    """Leaves the mouse wheel to the page while a field does not have the keyboard: scrolling by must change nothing."""

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Pass the wheel on to the page."""
        if event.type() == QEvent.Type.Wheel and isinstance(field, QWidget) and not field.hasFocus():
            event.ignore()
            return True
        return False


def calm(field: QWidget) -> None:
    """Keep the mouse wheel from changing a field that somebody only scrolls past."""
    field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    field.installEventFilter(_CalmWheel(field))


def choice(choices: Mapping[Any, str]) -> QComboBox:
    """A list to choose from, wide enough for its words and no wider than its place."""
    box = Combo()
    for key, words in choices.items():
        box.addItem(words, key)
    box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    box.setMinimumContentsLength(12)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    selecting_picks(box)
    calm(box)
    return box


def offer(box: QComboBox, choices: Mapping[Any, str]) -> None:
    """Offer other choices, staying on the one that is chosen, or else on the first; nobody is told of a change."""
    chosen, blocked = box.currentData(), QSignalBlocker(box)
    box.clear()
    for key, words in choices.items():
        box.addItem(words, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    blocked.unblock()


def side_by_side(*rows: FormRow) -> Wrap:
    """Rows beside each other where there is room, below each other where there is not."""
    wrap = Wrap(gap=4)
    for row in rows:
        wrap.add(Column(row, 1, gap=0), stretch=1, least=280)  # so that fields of one line stand level
    return wrap


def counter(least: int, most: int) -> QSpinBox:
    """A field for a whole number."""
    box = QSpinBox()
    box.setRange(least, most)
    box.setGroupSeparatorShown(True)
    calm(box)
    box.lineEdit().setTextMargins(look().px(8), 0, 0, 0)
    return box


def day(today: QDate) -> QDateEdit:
    """A field for a date."""
    box = QDateEdit(today)
    box.setDisplayFormat("d MMMM yyyy")
    calm(box)
    box.lineEdit().setTextMargins(look().px(8), 0, 0, 0)
    return box
