"""The points that were raised, as a table, and the chosen one beside it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal

from auditor.facts_check.view import PointLine
from ui.facts.point_detail import PointDetail
from ui.facts.words import day_words, outcome_words
from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.layout import Card, Column
from ui.parts.rows import SORT_ROLE, Index, RowsModel
from ui.parts.table import TableView

HEADS = ("Plan", "Outcome", "Question", "Raised", "From")
OUTCOME = HEADS.index("Outcome")


class PointsModel(RowsModel):
    """One row a point; those without outcome come first and have their mark."""

    def __init__(self, points: Sequence[PointLine]) -> None:
        self.points = points
        super().__init__(HEADS, [_row(point) for point in points], frozenset(), [_keys(point) for point in points])

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark of whether it is settled."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == OUTCOME:
            return look().mark("under_way" if self.points[index.row()].outcome is None else "completed", 18)
        return super().data(index, role)


class PointsTab(Column):
    """`chosen` comes with the point one stands on, or None."""

    chosen = Signal(object)

    def __init__(self) -> None:
        self.table = TableView("Points of the facts check")
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        selecting_moves(self.table)
        self.detail = PointDetail()
        super().__init__((Beside(Card(self.table, pad=1), self.detail, parts=(1, 1)), 1), margins=(0, 3, 0, 4))
        self._model = PointsModel(())
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self.chosen.emit(self.here))
        self.setFocusProxy(self.table)

    def show_points(self, points: Sequence[PointLine], stand_on: int | None) -> None:
        """Show the points and stand on one, else on the first."""
        self._model = PointsModel(points)
        self._sorted.setSourceModel(self._model)
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.resizeColumnsToContents()
        at = next((row for row, point in enumerate(points) if point.id == stand_on), 0 if points else None)
        if at is not None:
            self.table.setCurrentIndex(self._sorted.mapFromSource(self._model.index(at, 0)))
        else:
            self.chosen.emit(None)

    @property
    def here(self) -> PointLine | None:
        """The point one stands on."""
        row = self._sorted.mapToSource(self.table.currentIndex()).row()
        return self._model.points[row] if 0 <= row < len(self._model.points) else None


def _row(point: PointLine) -> tuple[str, ...]:
    asked = f"{point.criterion} {point.short}" if point.criterion else "The plan as a whole"
    return (point.reference, outcome_words(point), asked, day_words(point.raised_on), point.sheet_name)


def _keys(point: PointLine) -> tuple[object, ...]:
    return (
        point.reference, (point.outcome is not None, outcome_words(point)), point.criterion,
        point.raised_on.isoformat(), point.sheet_name,
    )  # fmt: skip
