"""A list's areas in rows, crossed with the time limits or with any field; the areas stay while the values go by."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt

from auditor.compliance import AGES, LIMITS
from auditor.population import FIELDS, Facts, Population
from auditor.reports.week_words import area_words, of_words, say, value_words
from ui.look import look
from ui.parts.fitted_table import FittedTable
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, SectionTitle, Wrap
from ui.parts.rows import RowsModel
from ui.setup.fields import choice

CROSSINGS = ("limits", *(field for field in FIELDS if field != "area"), "age")
Index = QModelIndex | QPersistentModelIndex


class _AreasModel(RowsModel):
    """Areas at the side, where they stay while the values go by."""

    def __init__(self, areas: Sequence[str], heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        super().__init__(heads, rows, frozenset(range(len(heads))))
        self.areas = areas

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell is read out with its area."""
        found = super().data(index, role)
        return f"{self.areas[index.row()]}, {found}" if role == Qt.ItemDataRole.AccessibleTextRole else found

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """An area, or a column's head."""
        if orientation is Qt.Orientation.Vertical:
            name = role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
            left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            if role == Qt.ItemDataRole.TextAlignmentRole:
                return left
            return self.areas[section] if name and section < len(self.areas) else None
        return super().headerData(section, orientation, role)


class _AreasTable(FittedTable):
    """Areas down the side, values across."""

    def __init__(self) -> None:
        super().__init__(say("population.areas"))
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().show()

    def fit(self) -> None:
        """Every column as wide as its words; the areas' names no wider than a third of the table."""
        self.verticalHeader().setMaximumWidth(max(look().px(140), self.width() // 3))
        super().fit()
        self.resizeColumnToContents(0)

    def selected_text(self) -> str:
        """The selected rows with their areas, under the column heads."""
        model = self.model()
        rows = sorted({index.row() for index in self.selectedIndexes()})
        heads, *lines = super().selected_text().split("\n")
        side = Qt.Orientation.Vertical
        named = [f"{model.headerData(row, side)}\t{line}" for row, line in zip(rows, lines, strict=True)]
        return "\n".join([f"{say('field.area')}\t{heads}", *named])


class AreasCard(Card):
    """One thing crossed with the areas: the time limits, or any field."""

    def __init__(self) -> None:
        words = {"limits": say("population.limits"), "age": say("age.title")}
        self.crossing = choice({name: words.get(name) or say(f"field.{name}") for name in CROSSINGS})
        self.table = _AreasTable()
        self._found: Population | None = None
        field = FormRow("Count by area", self.crossing)
        held = Wrap(gap=3)
        held.add(SectionTitle(say("population.areas")), stretch=1, least=200)
        held.add(Column(field, 1, gap=0), stretch=1, least=260)
        super().__init__(held, self.table, gap=3)
        self.setAccessibleName(say("population.areas"))
        self.crossing.currentIndexChanged.connect(self._show_crossing)

    def show_population(self, found: Population) -> None:
        """Show this list, crossed as chosen."""
        self._found = found
        self._show_crossing()

    def _show_crossing(self, _: int = 0) -> None:
        if self._found is None:
            return
        crossing, whole = self.crossing.currentData(), self._found.whole
        places = [*((area_words(area), facts) for area, facts in self._found.areas.items()), (say("whole"), whole)]
        rows = [_row(crossing, facts, whole) for _, facts in places]
        self.table.show_model(_AreasModel([name for name, _ in places], _heads(crossing, whole), rows))


def _heads(crossing: str, whole: Facts) -> list[str]:
    if crossing == "limits":
        return ["Plans", *(say(f"limit_short.{limit}") for limit in LIMITS)]
    if crossing == "age":
        return ["Plans", *(say(f"age.{band}") for band in AGES)]
    values = whole.sizes[crossing]
    return ["Plans", *(v if crossing == "need" and v else value_words(crossing, v) for v in values)]


def _row(crossing: str, facts: Facts, whole: Facts) -> list[str]:
    """One area: its plans, then each value that the whole list has."""
    plans = f"{facts.plans:,}"
    if crossing == "limits":
        return [plans, *(of_words(f.met, f.n) if f.n else say("nothing") for f in facts.limits)]
    counts = facts.ages if crossing == "age" else facts.sizes[crossing]
    values = AGES if crossing == "age" else whole.sizes[crossing]
    return [plans, *(f"{counts.get(value, 0):,}" for value in values)]
