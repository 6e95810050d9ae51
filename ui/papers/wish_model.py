"""The words of a plan that may go: what they look like, how often they stand there, and whether they go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, Qt, Signal

from auditor.papers.naming import Suggestion
from auditor.papers.wishes import Wish, same
from ui.parts.rows import NOWHERE, Index

Place = tuple[tuple[int, int], ...]
"""The tokens a place touches: page from 1 and number on the page."""
HEADS = ("Remove", "Times", "Only with a capital", "What it is")
WORD, TIMES, CAPITAL, LOOKS = range(4)
BY_HAND = "added by you"


@dataclass
class Row:
    """One entry of the list, and where it stands with and without its capital asked for."""

    text: str
    looks_like: str
    goes: bool
    as_written: bool
    places: tuple[Place, ...] = ()
    capital: tuple[Place, ...] = ()

    @property
    def found(self) -> tuple[Place, ...]:
        """Where it stands as it is asked for."""
        return self.capital if self.as_written else self.places

    @property
    def wish(self) -> Wish:
        """What the job is asked for."""
        return Wish(self.text, self.as_written)


class WishModel(QAbstractTableModel):
    """`changed` when other words go. Check boxes stand before the words and in the third column."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Row] = []

    def fill(self, found: Sequence[tuple[Suggestion, tuple[Place, ...], tuple[Place, ...]]]) -> None:
        """Show what was found in a plan; all of it goes until somebody decides otherwise."""
        self.beginResetModel()
        self.rows = [
            Row(one.text, one.looks_like, True, one.as_written, places, capital) for one, places, capital in found
        ]
        self.endResetModel()
        self.changed.emit()

    def add(self, text: str, places: tuple[Place, ...], capital: tuple[Place, ...]) -> int:
        """Take words in that somebody typed, or tick them where they are listed; gives their row."""
        for number, row in enumerate(self.rows):
            if same(row.text, text):
                self.setData(self.index(number, WORD), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
                return number
        self.beginInsertRows(NOWHERE, 0, 0)
        self.rows.insert(0, Row(text, BY_HAND, True, False, places, capital))
        self.endInsertRows()
        self.changed.emit()
        return 0

    def tick_all(self, goes: bool) -> None:
        """Tick every row, or none."""
        for row in self.rows:
            row.goes = goes
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, LOOKS))
        self.changed.emit()

    @property
    def going(self) -> list[Row]:
        """The rows that are ticked."""
        return [row for row in self.rows if row.goes]

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """How many columns there are."""
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Two columns can be ticked."""
        tick = Qt.ItemFlag.ItemIsUserCheckable if index.column() in (WORD, CAPITAL) else Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | tick

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, tick, side and what is read out of it."""
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        words = {WORD: row.text, TIMES: str(len(row.found)), LOOKS: row.looks_like}.get(column, "")
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return words
            case Qt.ItemDataRole.ToolTipRole:
                return words or "Only where it begins with a capital letter"
            case Qt.ItemDataRole.CheckStateRole if column in (WORD, CAPITAL):
                on = row.goes if column == WORD else row.as_written
                return Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{HEADS[column]}: {words}" if words else f"{HEADS[column]} of {row.text}"
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column == TIMES else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole or index.column() not in (WORD, CAPITAL):
            return False
        row, on = self.rows[index.row()], Qt.CheckState(value) == Qt.CheckState.Checked
        if index.column() == WORD:
            row.goes = on
        else:
            row.as_written = on
        self.dataChanged.emit(self.index(index.row(), 0), self.index(index.row(), LOOKS))
        self.changed.emit()
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's head."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole and section < len(HEADS):
            return HEADS[section]
        return None
