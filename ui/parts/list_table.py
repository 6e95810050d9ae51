"""The table of a list: sorted by its heads, one row chosen, as wide as its place."""

from PySide6.QtCore import QAbstractItemModel, QObject, QSortFilterProxyModel, Qt, Signal

from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.rows import SORT_ROLE, RowsModel
from ui.parts.table import FittingTable, TableView

ROWS_MEASURED = 60  # enough to know how wide a column's words are
NAME_LEAST, BOX = 150, 40  # design px


def hand_over(model: QAbstractItemModel, owner: QObject, before: QAbstractItemModel | None) -> None:
    """Have Qt own a model, and throw away the one it stands for.

    A model that Python owns may be collected on the worker's thread, with its view still listening.
    """
    model.setParent(owner)
    if before is not None and before is not model:
        before.deleteLater()


class ListTable(FittingTable):
    """Columns as wide as their words; the last takes what is left, and names are cut before it scrolls sideways."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setSelectionMode(TableView.SelectionMode.SingleSelection)

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


class SortedTable(ListTable):
    """Sorted by its heads, at first in the order of its rows. `moved` says that one is on another row."""

    moved = Signal()

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.shown: RowsModel | None = None  # as they were given
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSortRole(SORT_ROLE)
        self.setModel(self._sorted)
        self.setSortingEnabled(True)
        self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        selecting_moves(self)
        self.selectionModel().currentRowChanged.connect(lambda _now, _before: self.moved.emit())

    @property
    def row(self) -> int:
        """Which of the rows as they were given is chosen; -1 if none."""
        index = self.currentIndex()
        return self._sorted.mapToSource(index).row() if index.isValid() else -1

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.shown.rowCount() if self.shown is not None else 0

    def show_rows(self, rows: RowsModel, choose: int = 0) -> None:
        """Show other rows, with one of them chosen."""
        self._sorted.setSourceModel(rows)
        hand_over(rows, self, self.shown)
        self.shown = rows
        if rows.rowCount():
            at = self._sorted.mapFromSource(rows.index(min(max(choose, 0), rows.rowCount() - 1), 0))
            self.setCurrentIndex(at)
        self.fit()
