"""A table whose rows can be ticked."""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from PySide6.QtCore import Qt

from ui.parts.rows import Index, MarkedRows


class TickRows(MarkedRows):
    """Rows with a box in the first column; `chosen` holds the names of those ticked, and `told` hears of a change."""

    def __init__(
        self, names: Sequence[Hashable], chosen: set[Any], told: Callable[[], None], heads: Sequence[str],
        rows: Sequence[Sequence[str]], numeric: frozenset[int], keys: Sequence[Sequence[Any]],
        marks: dict[tuple[int, int], str] | None = None,
    ) -> None:  # fmt: skip
        super().__init__(heads, rows, numeric, keys, marks)
        self.names, self._chosen, self._told = names, chosen, told

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's, with the box."""
        if index.isValid() and index.column() == 0:
            ticked = self.names[index.row()] in self._chosen
            if role == Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            if role == Qt.ItemDataRole.AccessibleTextRole:
                return f"{super().data(index, role)}, {'ticked' if ticked else 'not ticked'}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        name = self.names[index.row()]
        (self._chosen.add if Qt.CheckState(value) == Qt.CheckState.Checked else self._chosen.discard)(name)
        self.dataChanged.emit(index, index)
        self._told()
        return True

    def tick_all(self, wanted: set[Any]) -> None:
        """Tick these, or none where they are ticked already."""
        ticked = self._chosen >= wanted
        self._chosen.clear()
        self._chosen.update(() if ticked else wanted)
        if self.names:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.names) - 1, 0))
        self._told()
