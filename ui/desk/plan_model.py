"""The auditor's plans as an item model."""

from collections.abc import Sequence
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt

from auditor.scoring import PlanRow
from ui.desk.words import plan_facts, plan_name, plan_state

Index = QModelIndex | QPersistentModelIndex


class Role(IntEnum):
    """What a delegate asks for beside the words."""

    ROW = Qt.ItemDataRole.UserRole
    SEARCH = Qt.ItemDataRole.UserRole + 1


class PlanModel(QAbstractListModel):
    """One row an assignment, in the order the plans were drawn."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[PlanRow] = []

    @property
    def rows(self) -> Sequence[PlanRow]:
        """All rows."""
        return self._rows

    def set_rows(self, rows: Sequence[PlanRow]) -> None:
        """Show these plans. Where only their progress differs, the list keeps its place."""
        new = list(rows)
        if [row.assignment for row in new] != [row.assignment for row in self._rows]:
            self.beginResetModel()
            self._rows = new
            self.endResetModel()
            return
        for at, (old, row) in enumerate(zip(self._rows, new, strict=True)):
            if old != row:
                self._rows[at] = row
                self.dataChanged.emit(self.index(at), self.index(at))

    def set_row(self, row: PlanRow) -> None:
        """Show one plan's new state."""
        at = self.row_of(row.assignment)
        if at is not None and self._rows[at] != row:
            self._rows[at] = row
            self.dataChanged.emit(self.index(at), self.index(at))

    def row_of(self, assignment: int) -> int | None:
        """Where an assignment stands, or None."""
        return next((at for at, row in enumerate(self._rows) if row.assignment == assignment), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many plans."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, the row itself, what the find box looks in, and what is read out."""
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.reference
            case Qt.ItemDataRole.AccessibleTextRole:
                return plan_name(row)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{plan_facts(row)}\n{plan_state(row)}"
            case Role.ROW:
                return row
            case Role.SEARCH:
                return f"{row.reference} {plan_facts(row)} {plan_state(row)}"
            case _:
                return None


class FoundPlans(QSortFilterProxyModel):
    """The plans that hold every word of the find box, wherever it stands."""

    def __init__(self, model: PlanModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._words: list[str] = []
        self.setSourceModel(model)

    def find(self, text: str) -> None:
        """Keep the plans that hold these words."""
        self._words = text.casefold().split()
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a plan holds every word."""
        if not self._words:
            return True
        words = str(self.sourceModel().index(source_row, 0, source_parent).data(Role.SEARCH)).casefold()
        return all(word in words for word in self._words)
