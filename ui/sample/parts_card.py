"""The parts of the list: by which facts it is divided, the least from each, and what each would give."""

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QHeaderView

from auditor.fields import FIELD_WORDS, FIELDS
from auditor.rounding import printed
from auditor.sampling.draw import MOST_FACTOR, Candidate, Part
from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.form import FormRow
from ui.parts.layout import Card
from ui.parts.rows import Index, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.setup.fields import choice, counter, side_by_side

HEADS = ("Part", "In the list", "Share", "Drawn", "Stands for")
NONE = {"": "not divided"}
SHOWN = 8  # rows before the table scrolls by itself


class PartsCard(Card):
    """`changed` comes with every change of the rules; `by`, `minimum` and `factors` are what they say."""

    changed = Signal()

    def __init__(self) -> None:
        self.first, self.second = choice(NONE | dict(FIELD_WORDS)), choice({"": "nothing more"} | dict(FIELD_WORDS))
        self.least = counter(0, 999)
        self.least.setSpecialValueText("no least number")
        self._second_row = FormRow("And by", self.second)
        self._least_row = FormRow(
            "At least from each part",
            self.least,
            "Small parts then give more than their share, and figures are weighted.",
        )
        self.table = TableView("The parts of the list")
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # both facts in a part's name stay readable
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.times = counter(1, MOST_FACTOR)
        self.times.setSuffix(" times its size")
        self._times_row = FormRow("The chosen part counts", self.times)
        self.factors: dict[str, int] = {}
        self._parts: Sequence[Part] = ()
        self._hint = Text("Choose a part to draw it more thickly than the others.", "caption", "ink2")
        super().__init__(
            side_by_side(FormRow("Divide the list by", self.first), self._second_row), self._least_row, self.table,
            self._hint, self._times_row, title="Parts of the list", gap=3,
        )  # fmt: skip
        self._model = RowsModel(HEADS, (), frozenset({1, 2, 3, 4}))
        self.table.setModel(self._model)
        selecting_moves(self.table)
        self.first.currentIndexChanged.connect(self._on_fields)
        self.second.currentIndexChanged.connect(self._on_fields)
        self.least.valueChanged.connect(lambda _: self.changed.emit())
        self.times.valueChanged.connect(self._on_times)
        look().changed.connect(self._fit)
        self._show_fields()

    def show_list(self, candidates: Sequence[Candidate]) -> None:
        """Offer what the plans of this list have; by what none has there is nothing to divide."""
        nothing = Candidate("")
        for name, words in FIELD_WORDS.items():
            of = FIELDS[name]
            there = name == "plan_kind" or any(of(candidate) != of(nothing) for candidate in candidates)
            for box in (self.first, self.second):
                at = box.findData(name)
                box.setItemText(at, words if there else f"{words} (no plan has it)")
                model = box.model()
                if isinstance(model, QStandardItemModel):
                    model.item(at).setEnabled(there)

    @property
    def by(self) -> tuple[str, ...]:
        """The fields the list is divided by."""
        first, second = self.first.currentData(), self.second.currentData()
        return tuple(name for name in (first, second if second != first else "") if name) if first else ()

    @property
    def minimum(self) -> int:
        """The least from each part."""
        return self.least.value() if self.by else 0

    def show_rules(self, by: Sequence[str], minimum: int, factors: dict[str, int]) -> None:
        """Show these rules."""
        blocked = [QSignalBlocker(field) for field in (self.first, self.second, self.least)]
        self.first.setCurrentIndex(max(0, self.first.findData(by[0] if by else "")))
        self.second.setCurrentIndex(max(0, self.second.findData(by[1] if len(by) > 1 else "")))
        self.least.setValue(minimum)
        self.factors = dict(factors)
        for block in blocked:
            block.unblock()
        self._show_fields()

    def show_parts(self, parts: Sequence[Part]) -> None:
        """Show what each part gives; the chosen row stays chosen."""
        chosen = self._chosen()
        whole = sum(part.size for part in parts)
        rows = [
            (part.key, f"{part.size:,}", printed(part.size, whole), f"{part.drawn:,}", _stands_for(part))
            for part in parts
        ]
        more = frozenset(self.factors)
        rows = [(f"{key} (×{self.factors[key]})" if key in more else key, *rest) for key, *rest in rows]
        self._parts = parts
        self._model = RowsModel(HEADS, rows, frozenset({1, 2, 3, 4}))
        self.table.setModel(self._model)
        selecting_moves(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        at = next((i for i, part in enumerate(parts) if part.key == chosen), None)
        if at is not None:
            self.table.setCurrentIndex(self._model.index(at, 0))
        self._show_times()
        self._fit()

    def _chosen(self) -> str | None:
        row = self.table.currentIndex().row()
        return self._parts[row].key if 0 <= row < len(self._parts) else None

    def _on_fields(self) -> None:
        self.factors = {}
        self._show_fields()
        self.changed.emit()

    def _on_row(self, _index: Index) -> None:
        self._show_times()

    def _on_times(self, times: int) -> None:
        key = self._chosen()
        if key is None:
            return
        self.factors = {name: n for name, n in (self.factors | {key: times}).items() if n > 1}
        self.changed.emit()

    def _show_times(self) -> None:
        key = self._chosen()
        self._times_row.setVisible(key is not None and bool(self.by))
        self._hint.setVisible(key is None and bool(self.by))
        if key is not None:
            blocked = QSignalBlocker(self.times)
            self.times.setValue(self.factors.get(key, 1))
            blocked.unblock()
            self._times_row.label.set_text(f"{key} counts")
            self.times.setAccessibleName(f"{key} counts so many times its size")

    def _show_fields(self) -> None:
        divided = bool(self.by)
        self._second_row.setVisible(divided)
        self._least_row.setVisible(divided)
        self.table.setVisible(divided)
        self._show_times()

    def _fit(self) -> None:
        for column in range(len(HEADS) if self._parts else 0):
            mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            self.table.horizontalHeader().setSectionResizeMode(column, mode)
        high = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + min(SHOWN, len(self._parts)) * high + look().px(4))


def _stands_for(part: Part) -> str:
    if not part.drawn:
        return "none drawn"
    tenths = (20 * part.size + part.drawn) // (2 * part.drawn)
    return f"{tenths // 10:,}.{tenths % 10}"
