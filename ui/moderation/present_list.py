"""The people of the register as ticks: who is at a meeting."""

from collections.abc import Collection, Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QListView

from auditor.people.register import PersonRow
from ui.desk.words import agency_words
from ui.look import look

Index = QModelIndex | QPersistentModelIndex
SHOWN = 8  # lines in view; longer registers scroll


class _People(QAbstractListModel):
    ticked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.people: Sequence[PersonRow] = ()
        self.chosen: set[int] = set()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many people."""
        return 0 if parent.isValid() else len(self.people)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Each can be ticked."""
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The name with the agency, and the tick."""
        if not index.isValid():
            return None
        person = self.people[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{person.facts.name} ({agency_words(person.facts.agency)})"
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if person.id in self.chosen else Qt.CheckState.Unchecked
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick, or take a tick away."""
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        person = self.people[index.row()].id
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        (self.chosen.add if on else self.chosen.discard)(person)
        self.dataChanged.emit(index, index)
        self.ticked.emit()
        return True


class PresentList(QListView):
    """A list of names with ticks: Space ticks the one the keyboard is on. `ticked` after every change."""

    ticked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._people = _People(self)
        self._people.ticked.connect(self.ticked)
        self.setModel(self._people)
        self.setAccessibleName("Who is here")
        self.setUniformItemSizes(True)
        look().changed.connect(self._fit)

    def show_people(self, people: Sequence[PersonRow], chosen: Collection[int]) -> None:
        """Show these people, and who of them is there."""
        self._people.beginResetModel()
        self._people.people, self._people.chosen = people, set(chosen)
        self._people.endResetModel()
        self._fit()

    @property
    def chosen(self) -> frozenset[int]:
        """Who is ticked."""
        return frozenset(self._people.chosen)

    def tick(self, person: int, on: bool = True) -> None:
        """Tick somebody, or take the tick away."""
        at = next(n for n, one in enumerate(self._people.people) if one.id == person)
        state = Qt.CheckState.Checked if on else Qt.CheckState.Unchecked
        self._people.setData(self._people.index(at), state, Qt.ItemDataRole.CheckStateRole)

    def _fit(self) -> None:
        lines = min(SHOWN, max(1, self._people.rowCount()))
        high = max(self.sizeHintForRow(0), self.fontMetrics().height())
        self.setFixedHeight(lines * high + 2 * look().space(2))
