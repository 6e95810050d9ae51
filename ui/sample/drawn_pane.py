"""A drawn sample as a table: each plan with its part and what became of it; beside it what it cannot show."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QPoint, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QHeaderView

from auditor.fields import year_words
from auditor.sampling.draw import natural
from auditor.sampling.view import Sample, SampledPlan
from auditor.sampling.words import REPLACED
from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Card, Column, ScrollColumn, Wrap
from ui.parts.rows import SORT_ROLE, Index, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.sample.limits_card import LimitsCard

HEADS = ("Reference", "State", "Audits in", "Part", "Year", "Need", "Area", "Kind")
STATE, AUDITS, PART = 1, 2, 3
OF_FIELD = frozenset({"year_group", "need", "area", "plan_kind"})
"""The columns of facts; where they say what a part's name would, its column is not shown."""
ROWS = 8  # the least of them to see
WHY = {
    "ceased": "it has ceased", "moved_away": "the child has moved away", "died": "the child has died",
    "under_appeal": "it is under appeal",
}  # fmt: skip
PART_HEADS = ("Part", "List", "Drawn")


def state_words(plan: SampledPlan) -> str:
    """What became of a plan of the sample, in words."""
    if plan.replaced_by:
        return f"Out ({REPLACED[plan.reason]}), {plan.replaced_by} is in"
    if plan.papers_missing:
        return f"Papers not found, {plan.papers_missing.day} {plan.papers_missing:%B %Y}"
    return f"In for {plan.replaces}" if plan.replaces else "In the sample"


class SampleModel(RowsModel):
    """One row a plan; its state has a mark."""

    def __init__(self, plans: Sequence[SampledPlan]) -> None:
        self.plans = tuple(plans)
        rows: list[tuple[str, ...]] = []
        keys: list[tuple[Any, ...]] = []
        for at, plan in enumerate(plans):
            kind = plan.plan_kind.replace("_", " ")
            audits = f"{plan.submitted} of {plan.allocated}" if plan.allocated else "none yet"
            rows.append(
                (
                    plan.reference, state_words(plan), audits, plan.part or "whole list",
                    year_words(plan.year_group), plan.need or "not given", plan.area or "not given", kind,
                )
            )  # fmt: skip
            year = -99 if plan.year_group is None else plan.year_group
            keys.append((plan.reference, state_words(plan), plan.submitted, at, year, plan.need, plan.area, kind))
        super().__init__(HEADS, rows, frozenset({AUDITS}), keys)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark of what became of the plan."""
        if role == Qt.ItemDataRole.DecorationRole and index.column() == STATE:
            plan = self.plans[index.row()]
            mark = "not_started" if plan.replaced_by else "delayed" if plan.papers_missing else "on_track"
            return look().mark(mark, 18)
        return super().data(index, role)


class DrawnPane(ScrollColumn):
    """`replace_asked` and `papers_asked` are for the chosen plan; `menu_asked` gives the place for a context menu."""

    replace_asked = Signal()
    papers_asked = Signal()
    menu_asked = Signal(QPoint)
    save_asked = Signal()
    back_asked = Signal()

    def __init__(self) -> None:
        self.table = TableView("The plans of the sample")
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)  # in the order drawn
        self.table.setSortingEnabled(True)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        selecting_moves(self.table)
        self.replace, self.papers = (
            PlainButton("Replace the plan…", "shuffle"),
            PlainButton("Papers not found", "file-text"),
        )
        self.save = PlainButton("Save the references…", "download")
        self.limits = LimitsCard()
        self._how = LimitsCard("How it was drawn")
        self.parts = TableView("The parts of the list")
        self.parts.horizontalHeader().setStretchLastSection(False)
        self.parts.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # both facts in a part's name stay readable
        self._parts_card = Card(self.parts, title="Parts of the list", gap=3)
        self.back = QuietButton("Take the sample back…", "undo-2")
        self.kept = Text("", "caption", "ink2")
        again = Card(self.kept, self.back, title="Draw again", kind="quiet", gap=2)
        tools = Wrap(self.replace, self.papers, self.save, gap=3)
        left = Column(tools, (Card(self.table, pad=1), 1), gap=3)
        self.side = Column(self.limits, self._parts_card, self._how, again, 1, gap=4)
        super().__init__((Beside(left, self.side, (2, 1), 960), 100), margins=(6, 4, 6, 4))
        self.table.customContextMenuRequested.connect(
            lambda at: self.menu_asked.emit(self.table.viewport().mapToGlobal(at))
        )
        self.replace.clicked.connect(self.replace_asked)
        self.papers.clicked.connect(self.papers_asked)
        self.save.clicked.connect(self.save_asked)
        self.back.clicked.connect(self.back_asked)
        self._model = SampleModel(())
        self._chosen: int | None = None
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        look().changed.connect(self._fit)

    @property
    def plan(self) -> SampledPlan | None:
        """The chosen plan."""
        row = self._sorted.mapToSource(self.table.currentIndex()).row()
        return self._model.plans[row] if 0 <= row < len(self._model.plans) else None

    def show_sample(self, found: Sample, limits: Sequence[str], how: Sequence[str]) -> None:
        """Show a sample; the chosen plan stays chosen."""
        chosen = self._chosen
        self._model = SampleModel(found.plans)
        self._sorted.setSourceModel(self._model)
        by, parts = found.facts.by, sorted(found.facts.parts, key=lambda part: natural(part.key))
        self.table.setColumnHidden(PART, not parts or (bool(by) and OF_FIELD.issuperset(by)))
        self.limits.show_sentences(limits)
        self._how.show_sentences(how)
        self._how.setVisible(bool(how))
        rows = [(part.key, f"{part.size:,}", f"{part.drawn:,}") for part in parts]
        self._parts_model = RowsModel(PART_HEADS, rows, frozenset({1, 2}))
        self.parts.setModel(self._parts_model)
        self._parts_card.setVisible(bool(rows))
        self.kept.set_text(
            found.kept or "A sample taken back and drawn anew is counted: note and report say how often there was one."
        )
        self.back.setEnabled(not found.kept)
        self._fit()
        self.choose(chosen)

    def choose(self, sampled: int | None) -> None:
        """Put the table on a plan; on the first one where it is not there."""
        at = next((i for i, plan in enumerate(self._model.plans) if plan.id == sampled), 0)
        if self._model.plans:
            index = self._sorted.mapFromSource(self._model.index(at, 0))
            self.table.setCurrentIndex(index)
            self.table.scrollTo(index)
        self._on_row()

    def _on_row(self) -> None:
        plan = self.plan
        self._chosen = plan.id if plan else None
        open_ = plan is not None and not plan.replaced_by and not plan.submitted
        self.replace.setEnabled(open_)
        self.papers.setEnabled(open_)
        found = plan is not None and plan.papers_missing is not None
        self.papers.setText("Papers found" if found else "Papers not found")

    def _fit(self) -> None:
        self.table.resizeColumnsToContents()
        self.table.setMinimumHeight((ROWS + 1) * self.table.verticalHeader().defaultSectionSize())
        model = self.parts.model()
        rows = min(ROWS, model.rowCount() if model is not None else 0)
        for column in range(len(PART_HEADS) if rows else 0):
            mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            self.parts.horizontalHeader().setSectionResizeMode(column, mode)
        head = self.parts.horizontalHeader().sizeHint().height()
        self.parts.setFixedHeight(head + rows * self.parts.verticalHeader().defaultSectionSize() + look().px(4))
