"""A list of packs as a tab: what it is in one line, the table, and what to do while there is nothing in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.empty import EmptyState
from ui.parts.layout import Card, Column, ScrollColumn
from ui.parts.rows import SORT_ROLE, Index, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text

ROWS_MEASURED = 60  # enough to know how wide a column's words are
NAME_LEAST, BOX = 150, 40  # design px


class MarkedRows(RowsModel):
    """Rows of words, some with a mark beside them: (row, column) to the state's name."""

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        numeric: frozenset[int] = frozenset(),
        keys: Sequence[Sequence[Any]] = (),
        marks: Mapping[tuple[int, int], str] | None = None,
    ) -> None:
        super().__init__(heads, rows, numeric, keys)
        self._marks = marks or {}

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's, with its marks."""
        if role == Qt.ItemDataRole.DecorationRole:
            state = self._marks.get((index.row(), index.column()))
            return look().mark(state, 18) if state else None
        return super().data(index, role)


def hand_over(model: QAbstractItemModel, owner: QObject, before: QAbstractItemModel | None) -> None:
    """Have Qt own a model, and throw away the one it stands for.

    A model that Python owns may be collected on the worker's thread, with its view still listening.
    """
    model.setParent(owner)
    if before is not None and before is not model:
        before.deleteLater()


class ListTable(TableView):
    """Columns as wide as their words; the last takes what is left, and names are cut before it scrolls sideways."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.horizontalHeader().setStretchLastSection(False)
        look().changed.connect(self.fit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out anew; a scroll bar that comes or goes changes it as well."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fonts come with the style sheet, after the rows."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()

    def fit(self) -> None:
        """Take the widths that the words ask for."""
        model = self.model()
        count = model.columnCount() if model is not None else 0
        if not count:
            return
        self.horizontalHeader().setResizeContentsPrecision(ROWS_MEASURED)
        self.resizeColumnsToContents()
        box = model.index(0, 0).data(Qt.ItemDataRole.CheckStateRole) is not None
        over = sum(map(self.columnWidth, range(count))) - self.viewport().width()
        if over > 0:
            self.setColumnWidth(0, max(self.columnWidth(0) - over, look().px(NAME_LEAST)))
            return
        more = min(look().px(BOX), -over) if box else 0  # (a box is not counted among the words)
        self.setColumnWidth(0, self.columnWidth(0) + more)
        self.setColumnWidth(count - 1, self.columnWidth(count - 1) - over - more)


class ListTab(Column):
    """`action` is the empty state's button; `moved` says that one is on another row."""

    action = Signal()
    moved = Signal()

    def __init__(self, name: str, icon: str, sentence: str, what_to_do: str, button: str, *below: QWidget) -> None:
        self.about = Text("", tone="ink2")
        self.table = ListTable(name)
        self._sorted = QSortFilterProxyModel(self.table)
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        selecting_moves(self.table)
        self.empty = EmptyState(icon, sentence, what_to_do, button)
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1))
        self._stack.addWidget(Column((Card(self.table, pad=1), 1), *below, gap=3))
        # (where there is little room the page scrolls, before the table is a slit)
        body = ScrollColumn(self.about, (self._stack, 1000), gap=3, margins=(0, 4, 0, 4))
        super().__init__((body, 1), gap=0)
        self._model: RowsModel | None = None
        self.empty.action.connect(self.action)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit())

    @property
    def row(self) -> int:
        """Which of the rows as they were given is chosen; -1 if none."""
        index = self.table.currentIndex()
        return self._sorted.mapToSource(index).row() if index.isValid() else -1

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self._model.rowCount() if self._model is not None else 0

    def show_rows(self, model: RowsModel, about: str = "", choose: int = 0) -> None:
        """Show other rows, with one of them chosen."""
        self._sorted.setSourceModel(model)
        hand_over(model, self.table, self._model)
        self._model = model
        self.about.set_text(about)
        self.about.setVisible(bool(about) and bool(model.rowCount()))
        self._stack.setCurrentIndex(1 if model.rowCount() else 0)
        if model.rowCount():
            at = self._sorted.mapFromSource(model.index(min(max(choose, 0), model.rowCount() - 1), 0))
            self.table.setCurrentIndex(at)
        self.table.fit()

    def focus_main(self) -> None:
        """Put the keyboard on the table, or on what fills it."""
        target = self.table if self.rows else self.empty.button or self
        target.setFocus(Qt.FocusReason.OtherFocusReason)
