"""The sheets of a facts check: which there are, how far each is; making them, and noting what came back."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import (
    QDate,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QSortFilterProxyModel,
    Qt,
    Signal,
)
from PySide6.QtWidgets import QAbstractItemView

from auditor.facts_check.sheets import FORMATS, Wanted
from auditor.facts_check.view import FactsCheck, SheetLine
from auditor.plural import several
from ui.facts.point_form import PointForm
from ui.facts.words import MARKS, STATES, day_words, points_words
from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, ScrollColumn, Wrap
from ui.parts.rows import SORT_ROLE, Index, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.setup.fields import choice, day

HEADS = ("Sheet", "Area", "Found", "State", "Sent", "Reply by", "Back", "Points")
FOUND, STATE = HEADS.index("Found"), HEADS.index("State")
USUAL_DAYS = 14
ROWS = 5  # seen at the least
MOST = 1000  # the table takes all the height that is to spare
NAMES = {"pdf": "PDF", "docx": "Word"}


class SheetsModel(RowsModel):
    """One row a sheet; its state has its mark."""

    def __init__(self, lines: Sequence[SheetLine], today: date) -> None:
        self._states = [line.state(today) for line in lines]
        super().__init__(
            HEADS, [_row(line, today) for line in lines], frozenset({FOUND}),
            [_keys(line, at, today) for at, line in enumerate(lines)],
        )  # fmt: skip

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark of how far the sheet is."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE:
            return look().mark(MARKS[self._states[index.row()]], 18)
        return super().data(index, role)


class SheetsTab(ScrollColumn):
    """`made` carries what is wanted, the day to reply by and the kinds of file; `back` a sheet with nothing to correct.

    `raised` carries a point: sheet, place in the sample, question, words, day.
    """

    made = Signal(object, object, object)
    back = Signal(int)
    raised = Signal(int, int, str, str, object)

    def __init__(self) -> None:
        self.count = Text("", "caption", "ink2")
        self.table = TableView("Sheets of the facts check")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        selecting_moves(self.table)
        self.due = day(QDate.currentDate().addDays(USUAL_DAYS))
        self.form = choice({(name,): NAMES[name] for name in FORMATS} | ({FORMATS: "Both"} if FORMATS[1:] else {}))
        self.make = PlainButton("Make the chosen sheets…", "file-text")
        self.nothing = PlainButton("Back, nothing to correct", "check")
        self.add_point = PlainButton("Note a point…", "pencil")
        self.every = QuietButton("Choose all not made yet")
        self.point = PointForm()
        fields = Wrap(gap=3)
        fields.add(FormRow("Reply by", self.due), 1, 200)
        if FORMATS[1:]:
            fields.add(FormRow("As", self.form), 1, 140)
        fields.add(Column(1, Wrap(self.make, self.every, gap=2)), 2, 300)
        tools = Wrap(self.nothing, self.add_point, gap=2)
        self._making = Column(fields, gap=0)
        super().__init__(
            self.point, self.count, (Card(self.table, pad=1), MOST), self._making, tools, gap=3, margins=(0, 3, 2, 4)
        )
        self._found: FactsCheck | None = None
        self._lines: Sequence[SheetLine] = ()
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.make.clicked.connect(self._make)
        self.every.clicked.connect(self.choose_unmade)
        self.nothing.clicked.connect(self._nothing)
        self.add_point.clicked.connect(self.ask_point)
        self.point.kept.connect(self.raised)
        self.setFocusProxy(self.table)
        self.table.keep_in_view(ROWS)

    def show_found(self, found: FactsCheck) -> None:
        """Show the sheets of a round; what is chosen stays."""
        chosen = {(line.sampled, line.agency) for line in self.chosen}
        self._found, self._lines = found, found.sheets
        today = datetime.now().astimezone().date()
        self._model = SheetsModel(self._lines, today)
        self._sorted.setSourceModel(self._model)
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.resizeColumnsToContents()
        self._choose([at for at, line in enumerate(self._lines) if (line.sampled, line.agency) in chosen])
        out = sum(1 for line in self._lines if line.state(today) in ("out", "late"))
        plans = sum(1 for line in self._lines if line.sampled is not None)
        agencies = len(self._lines) - plans
        self.count.set_text(
            f"{several(plans, 'plan')} and {several(agencies, 'agency', 'agencies')} have something to check; "
            f"{several(out, 'sheet')} {'is' if out == 1 else 'are'} out."
        )
        self._on_chosen()

    @property
    def chosen(self) -> list[SheetLine]:
        """The sheets that are chosen, in the table's order."""
        rows = sorted({self._sorted.mapToSource(index).row() for index in self.table.selectionModel().selectedRows()})
        return [self._lines[row] for row in rows]

    def choose_unmade(self) -> None:
        """Choose every plan's sheet that was not made yet."""
        self._choose([at for at, line in enumerate(self._lines) if line.id is None and line.sampled is not None])

    def ask_point(self) -> None:
        """Ask for a point on the chosen sheet."""
        line = self.chosen[0] if len(self.chosen) == 1 else None
        if line is not None and line.id is not None and self._found is not None:
            self.point.open(line, self._found.on_sheet(line))

    def _choose(self, rows: Sequence[int]) -> None:
        chosen = QItemSelection()
        for row in rows:
            index = self._sorted.mapFromSource(self._model.index(row, 0))
            chosen.append(QItemSelectionRange(index))
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().select(chosen, flags.ClearAndSelect | flags.Rows)

    def _on_chosen(self) -> None:
        chosen, locked = self.chosen, self._found is None or bool(self._found.locked)
        one = chosen[0] if len(chosen) == 1 else None
        self.make.setEnabled(bool(chosen) and not locked)
        self.make.setText(f"Make {several(len(chosen), 'sheet')}…" if chosen else "Make the chosen sheets…")
        self.every.setEnabled(not locked)
        out = one is not None and one.id is not None
        self.add_point.setEnabled(out and not locked)
        self.nothing.setEnabled(out and one is not None and one.returned_on is None and not locked)
        self._making.setVisible(not locked)

    def _make(self) -> None:
        wanted = tuple(Wanted(line.sampled, line.agency) for line in self.chosen)
        forms = self.form.currentData() if FORMATS[1:] else FORMATS
        self.made.emit(wanted, self.due.date().toPython(), tuple(forms))

    def _nothing(self) -> None:
        line = self.chosen[0] if self.chosen else None
        if line is not None and line.id is not None:
            self.back.emit(line.id)


def _row(line: SheetLine, today: date) -> tuple[str, ...]:
    made = line.id is not None
    return (
        line.name, line.area or ("All" if line.agency else "Not given"), str(line.found), STATES[line.state(today)],
        day_words(line.sent_on) if made else "", day_words(line.due_on) if made and line.due_on else "",
        day_words(line.returned_on) if made else "", points_words(line),
    )  # fmt: skip


def _keys(line: SheetLine, at: int, today: date) -> tuple[object, ...]:
    order = ("late", "to_settle", "out", "not_made", "back").index(line.state(today))
    days = tuple(day.isoformat() if day else "9999" for day in (line.sent_on, line.due_on, line.returned_on))
    return (at, line.area, line.found, order, *days, line.open_points)
