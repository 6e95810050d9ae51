"""The points that were raised, as a table, and the chosen one beside it."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal

from auditor.facts_check.view import PointLine
from ui.facts.point_detail import PointDetail
from ui.facts.words import outcome_words
from ui.look import look
from ui.parts.beside import Beside
from ui.parts.layout import Card, Column
from ui.parts.list_table import SortedTable
from ui.parts.rows import Index, RowsModel

HEADS = ("Question", "Plan", "Outcome")
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
        self.table = SortedTable("Points of the facts check")
        self.detail = PointDetail()
        super().__init__((Beside(Card(self.table, pad=1), self.detail, parts=(1, 1)), 1), margins=(0, 3, 0, 4))
        self._model = PointsModel(())
        self.table.moved.connect(lambda: self.chosen.emit(self.here))
        self.setFocusProxy(self.table)

    def show_points(self, points: Sequence[PointLine], stand_on: int | None) -> None:
        """Show the points and stand on one, else on the first."""
        self._model = PointsModel(points)
        self.table.show_rows(self._model, next((at for at, point in enumerate(points) if point.id == stand_on), 0))
        if not points:
            self.chosen.emit(None)

    @property
    def here(self) -> PointLine | None:
        """The point one stands on."""
        row = self.table.row
        return self._model.points[row] if 0 <= row < len(self._model.points) else None


def _row(point: PointLine) -> tuple[str, ...]:
    asked = f"{point.criterion} {point.short}" if point.criterion else "The plan as a whole"
    return (asked, point.reference, outcome_words(point))


def _keys(point: PointLine) -> tuple[object, ...]:
    return (point.criterion, point.reference, (point.outcome is not None, outcome_words(point)))
