"""Section F line by line: each line says it all, or does not. The panel counts, and the auditor decides."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ui.desk.panels import Panel
from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Wrap
from ui.parts.words import Heading, Text

COUNTS, COUNTS_NOT = "counts", "counts_not"
STATES = {COUNTS: ("met", "Says it all"), COUNTS_NOT: ("not_met", "Does not"), "": ("unanswered", "Still to read")}
LEAST = 170  # design px
HELP = (
    "1 or Space: the line says what, by whom, how often and for how long. 0: it does not. Enter shows it in the paper."
)


class _Delegate(QStyledItemDelegate):
    """Rows as high as their words: Qt's own measure leaves the last line out where the style has padding."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """As the words need beside the mark."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        room = QRect(0, 0, max(1, width - look().px(20 + 40)), 10_000)
        words = str(index.data(Qt.ItemDataRole.DisplayRole))
        box = QFontMetrics(look().font("body")).boundingRect(room, int(Qt.TextFlag.TextWordWrap), words)
        return QSize(width, box.height() + look().px(20))


class LineList(QListWidget):
    """`marked` carries a line's place and its mark; `shown` a line to be shown in the paper; `back` by Esc."""

    marked = Signal(int, str)
    shown = Signal(int)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Lines of section F")
        self.setWordWrap(True)
        self.setItemDelegate(_Delegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.itemActivated.connect(lambda item: self.shown.emit(self.row(item)))
        selecting_moves(self)
        self.read_only = False

    def sizeHint(self) -> QSize:
        """Room for a line or two at any text size; more where there is more."""
        return QSize(look().px(240), look().px(LEAST))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1, 0, Space and Delete mark the line one is on."""
        mark = {"1": COUNTS, " ": COUNTS, "0": COUNTS_NOT}.get(event.text())
        if event.key() == Qt.Key.Key_Delete:
            mark = ""
        if mark is not None and not event.isAutoRepeat() and self.currentRow() >= 0:
            self.mark(mark)
        elif event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def mark(self, mark: str) -> None:
        """Mark the line one is on."""
        if not self.read_only and self.currentRow() >= 0:
            self.marked.emit(self.currentRow(), mark)


class LinePanel(Panel):
    """The lines, and how many say it all."""

    def __init__(self) -> None:
        self._title, self._count = Heading("Section F line by line", 2), Text("", bold=True)
        self.list = LineList()
        self._marking = (PlainButton("It says it all", icon="check"), PlainButton("It does not", icon="x"))
        self._show_button = QuietButton("Show in the paper", icon="map-pin")
        self.back_button = PlainButton("Back to the question", icon="arrow-left")
        super().__init__("Section F line by line")
        buttons = Wrap(*self._marking, self._show_button, self.back_button, gap=2)
        for part in (self._title, Text(HELP, "caption", "ink2"), self._count, (self.list, 100), buttons):
            self.add(part)
        self._lines: tuple[tuple[str, str], ...] = ()
        for button, mark in zip(self._marking, (COUNTS, COUNTS_NOT), strict=True):
            button.clicked.connect(lambda _=False, mark=mark: self.list.mark(mark))
        self._show_button.clicked.connect(lambda: self.list.shown.emit(max(0, self.list.currentRow())))
        self.list.currentRowChanged.connect(self._describe)
        look().changed.connect(self._redraw)

    def show_lines(self, lines: Sequence[tuple[str, str]], read_only: bool) -> None:
        """Show lines with their marks; the line one is on stays."""
        at = max(0, self.list.currentRow())
        self._lines, self.list.read_only = tuple(lines), read_only
        if self.list.count() != len(lines):
            self.list.clear()
            for _ in lines:
                self.list.addItem(QListWidgetItem())
            at = 0
        self._redraw()
        if lines:
            self.list.setCurrentRow(min(at, len(lines) - 1))
        self._count.set_text(count_words([mark for _, mark in lines]))
        for button in self._marking:
            button.setEnabled(not read_only)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the question, from the buttons as well."""
        if event.key() == Qt.Key.Key_Escape:
            self.list.back.emit()
        else:
            super().keyPressEvent(event)

    def _describe(self, at: int) -> None:
        """Have the line that a button would mark read out with the button."""
        item = self.list.item(at)
        name = str(item.data(Qt.ItemDataRole.AccessibleTextRole) or "") if item is not None else ""
        for button in (*self._marking, self._show_button):
            button.setAccessibleDescription(name)

    def _redraw(self) -> None:
        self.list.scheduleDelayedItemsLayout()
        self.list.setIconSize(QSize(look().px(20), look().px(20)))
        for number, (text, mark) in enumerate(self._lines, 1):
            token, words = STATES[mark]
            item = self.list.item(number - 1)
            item.setIcon(look().mark(token))
            item.setText(f"{number}. {text}\n{words}")
            name = f"Line {number} of {len(self._lines)}. {words}. {text}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, name)
        self._describe(self.list.currentRow())


def count_words(marks: Sequence[str]) -> str:
    """How many lines say it all: '7 of 11 lines say it all. 2 still to read.'."""
    left = sum(1 for mark in marks if not mark)
    lines = "1 line says it all" if len(marks) == 1 else f"{len(marks)} lines say it all"
    return f"{marks.count(COUNTS)} of {lines}." + (f" {left} still to read." if left else "")
