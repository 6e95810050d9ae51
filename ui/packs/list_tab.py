"""A list of packs as a tab: what it is in one line, the table, and what to do while there is nothing in it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
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


class _ListTable(TableView):
    """Tells when it is wider or narrower: its scroll bars come and go without its page knowing."""

    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()


class ListTab(Column):
    """`action` is the empty state's button; `moved` says that one is on another row."""

    action = Signal()
    moved = Signal()

    def __init__(self, name: str, icon: str, sentence: str, what_to_do: str, button: str, *below: QWidget) -> None:
        self.about = Text("", tone="ink2")
        self.table = _ListTable(name)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.setWordWrap(False)
        self.table.horizontalHeader().setStretchLastSection(False)
        self._sorted = QSortFilterProxyModel()
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
        self.table.resized.connect(self.fit)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit())
        look().changed.connect(self.fit)

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
        self._model = model  # a proxy does not keep its source
        self._sorted.setSourceModel(model)
        self.about.set_text(about)
        self.about.setVisible(bool(about) and bool(model.rowCount()))
        self._stack.setCurrentIndex(1 if model.rowCount() else 0)
        if model.rowCount():
            at = self._sorted.mapFromSource(model.index(min(max(choose, 0), model.rowCount() - 1), 0))
            self.table.setCurrentIndex(at)
        self.fit()

    def focus_main(self) -> None:
        """Put the keyboard on the table, or on what fills it."""
        target = self.table if self.rows else self.empty.button or self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def fit(self) -> None:
        """Columns as wide as their words; names are cut before the table scrolls sideways."""
        table = self.table
        table.horizontalHeader().setResizeContentsPrecision(ROWS_MEASURED)
        table.resizeColumnsToContents()
        count = self._sorted.columnCount()
        over = sum(table.columnWidth(c) for c in range(count)) - table.viewport().width()
        if not count:
            return
        if over > 0:
            table.setColumnWidth(0, max(table.columnWidth(0) - over, look().px(NAME_LEAST)))
        else:
            box = look().px(BOX) if self._has_boxes() else 0  # (not counted among the words)
            table.setColumnWidth(0, table.columnWidth(0) + min(box, -over))
            table.setColumnWidth(count - 1, table.columnWidth(count - 1) + max(-over - box, 0))

    def _has_boxes(self) -> bool:
        first = self._sorted.index(0, 0)
        return first.isValid() and first.data(Qt.ItemDataRole.CheckStateRole) is not None
