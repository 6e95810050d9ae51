"""The queue as a list: a line for each group, and under it the differences of that group."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from auditor.moderation.queue import Difference
from ui.moderation.words import GROUPS, row_name, row_words

Index = QModelIndex | QPersistentModelIndex
Line = str | Difference
"""A group's words, or a difference."""


class Role(IntEnum):
    """What a delegate asks for beside the words."""

    LINE = Qt.ItemDataRole.UserRole
    COUNT = Qt.ItemDataRole.UserRole + 1


class QueueModel(QAbstractListModel):
    """Groups cannot be stood on: Up and Down go from difference to difference."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lines: list[Line] = []
        self._counts: dict[str, int] = {}
        self._at: dict[tuple[int, str], int] = {}

    def set_rows(self, rows: Sequence[Difference]) -> None:
        """Show these differences, in the order given."""
        self.beginResetModel()
        self._lines, self._counts, self._at = [], {}, {}
        for row in rows:
            group = GROUPS[row.kind]
            if group not in self._counts:
                self._lines.append(group)
            self._counts[group] = self._counts.get(group, 0) + 1
            self._at[row.sampled, row.criterion] = len(self._lines)
            self._lines.append(row)
        self.endResetModel()

    def line(self, at: int) -> Line:
        """The group or the difference of one line."""
        return self._lines[at]

    def line_of(self, key: tuple[int, str]) -> int | None:
        """Where a difference stands, by plan and question; None where it is not there."""
        return self._at.get(key)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many lines."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A group is shown and read out, and not stood on."""
        if index.isValid() and isinstance(self._lines[index.row()], str):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, what is read out, and the line itself."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if role == Role.LINE:
            return line
        if isinstance(line, str):
            count = self._counts[line]
            words: dict[int, Any] = {
                Qt.ItemDataRole.DisplayRole: line, Qt.ItemDataRole.AccessibleTextRole: f"{line}, {count:,}",
                Role.COUNT: count,
            }  # fmt: skip
            return words.get(role)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return f"{line.criterion} {line.reference}".strip()
            case Qt.ItemDataRole.AccessibleTextRole:
                return row_name(line)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{line.short}\n{row_words(line)}".strip()
            case _:
                return None
