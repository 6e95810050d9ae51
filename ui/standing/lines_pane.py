"""Every audit of a round in one table, by how far it has come; days of feedback and mending are recorded here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView

from auditor.reports.wording import counted, long_date
from auditor.standing.standing import AuditLine
from ui.desk.fields import Choice
from ui.look import look
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Wrap
from ui.parts.rows import SORT_ROLE, Index, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text

EVERY = "every"
SHOWN: Mapping[str, str] = {
    EVERY: "All plans", "submitted": "Submitted", "under_way": "Under way", "not_started": "Not started",
    "late": "Late", "reopened": "Open again", "nobody": "With nobody", "no_papers": "Papers not found",
}  # fmt: skip
STATES: Mapping[str, str] = {
    "submitted": "Submitted", "under_way": "Under way", "not_started": "Not started", "nobody": "Nobody has it",
    "no_papers": "Papers not found",
}  # fmt: skip
KINDS: Mapping[str, str] = {"first": "First", "second": "Second", "outside": "From outside", "": "None"}
HEADS = ("Plan", "Area", "Auditor", "Scoring", "State", "Due", "Fed back", "Mended")
STATE = HEADS.index("State")
MARKS: Mapping[str, str] = {
    "submitted": "completed", "under_way": "under_way", "not_started": "not_started", "nobody": "delayed",
    "no_papers": "delayed",
}  # fmt: skip


class LinesModel(RowsModel):
    """One row an audit; its state has its mark."""

    def __init__(self, lines: Sequence[AuditLine]) -> None:
        super().__init__(HEADS, [_row(line) for line in lines], frozenset(), [_keys(line) for line in lines])
        self._marks = ["delayed" if line.late else MARKS[line.state] for line in lines]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark of how far the audit has come."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE:
            return look().mark(self._marks[index.row()], 18)
        return super().data(index, role)


class LinesPane(Column):
    """`recorded` carries what was done (fed_back, mended), the references and the day, None to take it back."""

    recorded = Signal(str, object, object)

    def __init__(self) -> None:
        self.shown = Choice({}, blank=SHOWN[EVERY])
        for key, words in SHOWN.items():
            if key != EVERY:
                self.shown.addItem(words, key)
        self.shown.picked.connect(lambda _key: self._fill())
        self.count = Text("", "caption", "ink2", wrap=False)
        self.table = TableView("Plans and their audits")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self.fed_back = PlainButton("Fed back today", "send")
        self.mended = PlainButton("Mended today", "check")
        self.take_back = PlainButton("Take both days back", "undo-2")
        self.hint = Text("Choose one or more plans to record the day they were fed back, or mended.", "caption", "ink2")
        head = Wrap(gap=3)
        head.add(FormRow("Show", self.shown), stretch=1, least=200)
        head.add(self.count)
        tools = Wrap(self.fed_back, self.mended, self.take_back, gap=2)
        super().__init__(head, (Card(self.table, pad=1), 1), self.hint, tools, gap=3, margins=(0, 3, 0, 4))
        self._lines: Sequence[AuditLine] = ()
        self._may = False
        self.fed_back.clicked.connect(lambda: self._record("fed_back", _today()))
        self.mended.clicked.connect(lambda: self._record("mended", _today()))
        self.take_back.clicked.connect(self._take_back)
        self.setFocusProxy(self.table)
        self._fill()

    def show_lines(self, lines: Sequence[AuditLine], may_record: bool) -> None:
        """Show these audits, as far as the filter lets them through."""
        self._lines, self._may = lines, may_record
        self._fill()

    def show_only(self, key: str) -> None:
        """Show those of one kind: a key of SHOWN."""
        self.shown.show_key("" if key == EVERY else key)
        self._fill()

    @property
    def references(self) -> tuple[str, ...]:
        """The plans of the chosen rows, each once, as shown."""
        rows = sorted({index.row() for index in self.table.selectedIndexes()})
        return tuple(dict.fromkeys(str(self._sorted.index(row, 0).data()) for row in rows))

    def _fill(self) -> None:
        key = self.shown.currentData() or EVERY
        lines = [line for line in self._lines if _fits(line, key)]
        self._model = LinesModel(lines)
        self._sorted.setSourceModel(self._model)
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.resizeColumnsToContents()
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        plans = len({line.reference for line in lines})
        audits = sum(1 for line in lines if line.kind)
        self.count.set_text(f"{counted(plans, 'plan')}, {audits:,} {'audit' if audits == 1 else 'audits'}")
        self._on_chosen()

    def _on_chosen(self) -> None:
        some = self._may and bool(self.references)
        for button in (self.fed_back, self.mended, self.take_back):
            button.setEnabled(some)

    def _record(self, what: str, day: date | None) -> None:
        self.recorded.emit(what, self.references, day)

    def _take_back(self) -> None:
        references = self.references
        self.recorded.emit("fed_back", references, None)
        self.recorded.emit("mended", references, None)


def _fits(line: AuditLine, key: str) -> bool:
    match key:
        case "every":
            return True
        case "late":
            return line.late
        case "reopened":
            return line.reopened
        case _:
            return line.state == key


def _row(line: AuditLine) -> tuple[str, ...]:
    state = STATES[line.state]
    if line.reopened:
        state = f"{state}, open again"
    if line.late:
        state = f"{state}, late"
    return (
        line.reference, line.area or "Not given", line.auditor or "Nobody", KINDS[line.kind], state,
        long_date(line.due) if line.due else "No day set", _day(line.fed_back), _day(line.mended),
    )  # fmt: skip


def _keys(line: AuditLine) -> tuple[object, ...]:
    order = list(STATES).index(line.state)
    days = tuple(day.isoformat() if day else "9999" for day in (line.due, line.fed_back, line.mended))
    return (line.reference, line.area, line.auditor, line.kind, order, *days)


def _day(day: date | None) -> str:
    return long_date(day) if day else "Not yet"


def _today() -> date:
    return datetime.now().astimezone().date()
