"""The change log as rows that are read when they are looked at, so that a hundred thousand wait for nobody."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt

from auditor.change_log import Entry, read
from db.errors import UserError
from db.store import Store
from ui.parts.rows import NOWHERE, Index

HEADS = ("When", "What", "About", "Who", "Why")
BLOCK = 200  # entries read at a time
BLOCKS = 20  # that are held


class LogModel(QAbstractTableModel):
    """`numbers` are the entries shown, in this order; their words are read block by block."""

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self.numbers: tuple[int, ...] = ()
        self._blocks: OrderedDict[int, dict[int, Entry]] = OrderedDict()

    def show_numbers(self, numbers: tuple[int, ...]) -> None:
        """Show these entries."""
        self.beginResetModel()
        self.numbers = numbers
        self._blocks.clear()
        self.endResetModel()

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many entries there are."""
        return 0 if parent.isValid() else len(self.numbers)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADS)

    def entry(self, row: int) -> Entry | None:
        """The entry of a row; None where it cannot be read."""
        if not 0 <= row < len(self.numbers):
            return None
        block = row // BLOCK
        if block not in self._blocks:
            numbers = self.numbers[block * BLOCK : (block + 1) * BLOCK]
            try:
                self._blocks[block] = {entry.seq: entry for entry in read(self._store, numbers)}
            except UserError:
                return None
            if len(self._blocks) > BLOCKS:
                self._blocks.popitem(last=False)
        self._blocks.move_to_end(block)
        return self._blocks[block].get(self.numbers[row])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words."""
        words = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
        entry = self.entry(index.row()) if index.isValid() and role in words else None
        if entry is None:
            return None
        cell = (when(entry), entry.what, entry.subject, entry.who, one_line(entry))[index.column()]
        return f"{HEADS[index.column()]}: {cell}" if role == Qt.ItemDataRole.AccessibleTextRole else cell

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's head."""
        across = orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole
        return HEADS[section] if across and section < len(HEADS) else None


def when(entry: Entry) -> str:
    """When it was done, on this computer's clock."""
    at = entry.at.astimezone()
    return f"{at.day} {at:%b %Y, %H:%M}"


def one_line(entry: Entry) -> str:
    """Why, as one line of a table."""
    return " ".join(entry.why.split()) if entry.kept else "Removed"
