"""The auditors and the plans of an allocation as item models."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt

from auditor.allocation.paper import auditor_cells, plan_cells, say
from auditor.allocation.view import AuditorLine, PlanLine
from auditor.fields import year_words
from ui.look import look
from ui.parts.rows import Index, RowsModel

AUDITOR = ("code", "name", "agency", "standing", "share", "all", "first", "second", "outside", "submitted", "excluded",
           "shared")  # fmt: skip
PLAN = ("reference", "area", "need", "first", "second", "outside", "due", "needs")
NEEDS = PLAN.index("needs")
NUMBERS = frozenset({"share", "all", "first", "second", "outside", "submitted", "excluded"})


class AuditorsModel(RowsModel):
    """One row an auditor. The box before the code says whether they take part; who may not score has none."""

    def __init__(self, lines: Sequence[AuditorLine], staying_out: set[int], told: Callable[[], None]) -> None:
        self.lines, self._out, self._told = lines, staying_out, told
        cells = [auditor_cells(line) for line in lines]
        numeric = frozenset(i for i, name in enumerate(AUDITOR) if name in NUMBERS)
        keys = [[int(c[name].removesuffix("%")) if name in NUMBERS else c[name] for name in AUDITOR] for c in cells]
        heads = [say(f"auditor.{name}") for name in AUDITOR]
        super().__init__(heads, [[c[name] for name in AUDITOR] for c in cells], numeric, keys)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The first column can be ticked."""
        flags = super().flags(index)
        tickable = index.column() == 0 and self.lines[index.row()].standing.may
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's, with the box and the mark of standing."""
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and index.column() == 0 and line.standing.may:
            return Qt.CheckState.Unchecked if line.person.id in self._out else Qt.CheckState.Checked
        if role == Qt.ItemDataRole.DecorationRole and index.column() == AUDITOR.index("standing"):
            return look().mark("on_track" if line.standing.may else "delayed", 18)
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            part = "takes part" if line.standing.may and line.person.id not in self._out else "takes no part"
            return f"{super().data(index, role)}, {part}"
        return super().data(index, role)

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick: somebody takes part, or stays out."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        person = self.lines[index.row()].person.id
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._out.discard(person)
        else:
            self._out.add(person)
        self.dataChanged.emit(index, index)
        self._told()
        return True


class PlansModel(RowsModel):
    """One row a plan, in the order they were drawn; what it lacks has a mark."""

    def __init__(self, lines: Sequence[PlanLine]) -> None:
        self.lines = lines
        cells = [plan_cells(line) for line in lines]
        heads = [say(f"plan.{name}") for name in PLAN]
        rows = [[c[name] for name in PLAN] for c in cells]
        self.words = [
            f"{' '.join(row)} {year_words(line.year_group)}".casefold() for row, line in zip(rows, lines, strict=True)
        ]
        due = PLAN.index("due")
        keys = [
            [
                str(min((g.due_on for g in line.given if g.due_on), default="")) if i == due else cell
                for i, cell in enumerate(row)
            ]
            for row, line in zip(rows, lines, strict=True)
        ]
        super().__init__(heads, rows, frozenset(), keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's, with the mark of what is lacking."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == NEEDS and self.lines[index.row()].lacks:
            return look().mark("delayed", 18)
        return super().data(index, role)


class FoundPlans(QSortFilterProxyModel):
    """The plans that hold every word looked for; with `only_lacking`, those that need somebody."""

    def __init__(self) -> None:
        super().__init__()
        self._words: list[str] = []
        self._only_lacking = False

    def find(self, text: str, only_lacking: bool) -> None:
        """Keep the plans with these words."""
        self._words, self._only_lacking = text.casefold().split(), only_lacking
        self.invalidate()

    def filterAcceptsRow(self, source_row: int, source_parent: Index) -> bool:
        """Whether a plan is kept."""
        model = self.sourceModel()
        if not isinstance(model, PlansModel):
            return True
        if self._only_lacking and not model.lines[source_row].lacks:
            return False
        return all(word in model.words[source_row] for word in self._words)
