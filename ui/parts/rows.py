"""A table's words as an item model: heads, rows, which columns are numbers, and something to sort them by."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ui.look import look

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
SORT_ROLE = Qt.ItemDataRole.UserRole


class RowsModel(QAbstractTableModel):
    """Rows of text. `numeric` columns stand to the right and sort by `keys`, given row by row, where there are any."""

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        numeric: frozenset[int] = frozenset(),
        keys: Sequence[Sequence[Any]] = (),
    ) -> None:
        super().__init__()
        self._heads, self._rows, self._numeric, self._keys = heads, rows, numeric, keys

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(self._heads)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, its place to the left or right, and what it sorts by."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._rows[row][column]
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{' '.join(self._heads[column].split())}: {self._rows[row][column]}"
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column in self._numeric else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _ if role == SORT_ROLE:
                return self._keys[row][column] if self._keys else self._rows[row][column]
            case _:
                return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's head."""
        if orientation is not Qt.Orientation.Horizontal or section >= len(self._heads):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section in self._numeric:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None


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
