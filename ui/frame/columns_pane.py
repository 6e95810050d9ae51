"""Which column of the list holds what: a field each with its column, and every column with a few of its cells."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from auditor.frames import FIELDS, Frame, Reading
from auditor.frames import Column as ListColumn
from ui.frame.found_pane import first_up
from ui.look import look
from ui.parts.buttons import QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.setup.fields import choice

NONE = -1
TABLE_HIGH = 360  # design px
FIELD_WIDE, COLUMN_WIDE = 300, 330
DROPPED_HERE = "dropped here"


class ColumnsPane(ScrollColumn):
    """Shows a mapping and lets it be changed; `changed` says that it was."""

    changed = Signal()

    def __init__(self) -> None:
        self._fields = Wrap(gap=4)
        self._more = QuietButton("More fields", "chevron-down")
        self._about = Text(
            "Choose another column where one was not taken right, then read the list again.", tone="ink2"
        )
        self.table = TableView("Every column of the list")
        super().__init__(
            Card(self._about, self._fields, Row(self._more, 1), title="Which column holds what", gap=4),
            Card(self.table, title="Every column of the list"),
            gap=4, margins=(0, 4, 0, 6),
        )  # fmt: skip
        self._more.clicked.connect(self._show_all)
        self.boxes: dict[str, QComboBox] = {}
        self._rows: dict[str, FormRow] = {}
        self._places: dict[str, Column] = {}
        look().changed.connect(self._fit)
        self._fit()

    def show_reading(self, reading: Reading) -> None:
        """Show what was read, and which columns it was read by."""
        self._names = {column.at: column for column in reading.look.columns}
        missing = set(reading.look.missing)
        for place in self._places.values():
            place.setParent(None)
            place.deleteLater()
        self.boxes, self._rows, self._places = {}, {}, {}
        for field, words in FIELDS.items():
            at = reading.at.get(field, NONE)
            self._add(field, words, at, reading.frame)
            self._places[field].setVisible(at != NONE or field in missing)
        self._more.setVisible(any(place.isHidden() for place in self._places.values()))
        self._show_columns(reading)

    @property
    def mapping(self) -> dict[str, int]:
        """The columns as they stand now: field to place in the list."""
        return {field: box.currentData() for field, box in self.boxes.items() if box.currentData() != NONE}

    def _add(self, field: str, words: str, at: int, frame: Frame | None) -> None:
        choices: dict[int, str] = {NONE: "No column"}
        who = field in ("reference", "date_of_birth")
        for place, column in self._names.items():
            if who or not column.identifying or place == at:
                choices[place] = column.name[:60]
        box = choice(choices)
        box.setCurrentIndex(box.findData(at))
        box.currentIndexChanged.connect(lambda _=0, field=field: self._on_chosen(field))
        row = FormRow(first_up(words), box, self._example(at, frame, field))
        self.boxes[field], self._rows[field] = box, row
        self._places[field] = Column(row, 1, gap=0)  # so that fields of one line stand level
        self._fields.add(self._places[field], stretch=1, least=FIELD_WIDE)

    def _example(self, at: int, frame: Frame | None, field: str) -> str:
        column = self._names.get(at)
        if column is None:
            worked_out = field in ("phase", "year_group") and frame is not None and field in frame.fields
            if not worked_out or frame is None:
                return "No column gives it."
            from_what = "year group" if field == "phase" else "date of birth"
            return f"Worked out from the {from_what} · {_have(frame, field)}"
        parts = [_cells(column)]
        if frame is not None and field in frame.fields:
            parts.append(_have(frame, field))
        return " · ".join(part for part in parts if part)

    def _on_chosen(self, field: str) -> None:
        self._rows[field].set_help(self._example(self.boxes[field].currentData(), None, field))
        self.changed.emit()

    def _show_all(self) -> None:
        for place in self._places.values():
            place.setVisible(True)
        self._more.setVisible(False)

    def _show_columns(self, reading: Reading) -> None:
        taken: Mapping[int, str] = {at: field for field, at in reading.at.items()}
        dropped = set(reading.frame.dropped) if reading.frame else set[str]()
        rows: list[tuple[str, str, str]] = []
        for column in reading.look.columns:
            field = taken.get(column.at, "")
            use = FIELDS[field] if field else "not used"
            if column.identifying or column.name in dropped:
                use = "the year group, then dropped" if field == "date_of_birth" else DROPPED_HERE
            rows.append((column.name, use, DROPPED_HERE if column.identifying else _cells(column)))
        self._model = RowsModel(("Column", "Taken for", "Some of its cells"), rows)
        self.table.setModel(self._model)
        self.table.resizeColumnsToContents()
        for column in range(2):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column), look().px(COLUMN_WIDE)))

    def _fit(self) -> None:
        self.table.setMinimumHeight(look().px(TABLE_HIGH))


def _have(frame: Frame, field: str) -> str:
    return f"{frame.fields[field].filled:,} of {len(frame.plans):,} plans have it"


def _cells(column: ListColumn) -> str:
    if column.identifying:
        return DROPPED_HERE
    return " · ".join(sample[:40] for sample in column.samples) or "no cell shown"
