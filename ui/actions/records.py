"""A list of records beside the form that adds and changes them, as the Actions page has several."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QIdentityProxyModel, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from ui.look import look
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.empty import EmptyState
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.reveal import bring_into_view
from ui.parts.rows import Index, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Heading

LIST_LEAST, FORM_LEAST = 200, 320  # design px of height


@dataclass(frozen=True)
class Record:
    """One record: its number, what is known of it, its cells, and the mark that its first cell carries."""

    id: Any
    facts: Any
    cells: tuple[str, ...]
    mark: str = ""


class Form(Card):
    """Fields for one record. A kind of form says what it shows, what it checks, and which of its texts are free."""

    saved = Signal(object)
    removal_asked = Signal()
    left = Signal()

    def __init__(self, title: str, *rows: QWidget) -> None:
        self.title, self.doubt = Heading(title), Doubt()
        self.save, self.cancel = PlainButton("Save", "check"), QuietButton("Cancel")
        self.remove = QuietButton("Remove…", "trash-2")
        super().__init__(self.title, *rows, self.doubt, Row(self.save, self.cancel, 1, self.remove), gap=3)
        self.setAccessibleName(title)
        self._name = title
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self.left)
        self.remove.clicked.connect(self.removal_asked)

    def show_facts(self, facts: Any) -> None:
        """Show what is known of a record, or with None an empty form."""
        raise NotImplementedError

    def check(self) -> Any:
        """What the fields say, or None with each field saying what is wrong."""
        raise NotImplementedError

    def texts(self) -> tuple[tuple[str, str], ...]:
        """The free texts, each with what it is called, to be looked through before they are saved."""
        raise NotImplementedError

    def first(self) -> QWidget:
        """The field that the keyboard goes to first."""
        raise NotImplementedError

    def show_record(self, record: Record | None) -> None:
        """Show a record, or an empty form for a new one."""
        self.doubt.stop()
        self.title.set_text(self._name if record is None else record.cells[0])
        self.cancel.setVisible(record is None)
        self.remove.setVisible(record is not None)
        self.show_facts(None if record is None else record.facts)

    @property
    def begun(self) -> bool:
        """Whether something is typed in it that is not saved."""
        lines = [field.isModified() for field in self.findChildren(QLineEdit)]
        return any(lines) or any(f.document().isModified() for f in self.findChildren(QPlainTextEdit))

    def _save(self) -> None:
        facts = self.check()
        if facts is not None:
            self.doubt.before(lambda: self._hand_over(facts), self.first(), *self.texts())

    def _hand_over(self, facts: Any) -> None:
        for line in self.findChildren(QLineEdit):
            line.setModified(False)
        for field in self.findChildren(QPlainTextEdit):
            field.document().setModified(False)
        self.saved.emit(facts)


class _Model(RowsModel):
    """The records as rows, each with its mark."""

    def __init__(self, heads: Sequence[str], records: Sequence[Record], numeric: frozenset[int]) -> None:
        super().__init__(heads, [r.cells for r in records], numeric)
        self._marks: list[QIcon | None] = [look().mark(r.mark, 18) if r.mark else None for r in records]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """As any table's; with the mark in the first column."""
        if role == Qt.ItemDataRole.DecorationRole and index.isValid() and index.column() == 0:
            return self._marks[index.row()]
        return super().data(index, role)


class Records(Column):
    """The list and the form. `saved` carries the record's number, None for a new one, and its facts.

    The list can be narrowed to some of its records; `widened` says that all are shown again, one of the others being
    asked for.
    """

    saved = Signal(object, object)
    removal_asked = Signal(object)
    chosen = Signal(object)
    widened = Signal()

    def __init__(
        self,
        name: str,
        heads: Sequence[str],
        none: str,
        form: Form,
        *,
        over: QWidget | None = None,
        button: str = "",
        numeric: frozenset[int] = frozenset(),
    ) -> None:
        self._heads, self._numeric = heads, numeric
        self.form, self.table = form, TableView(name)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self._shown = QIdentityProxyModel()
        self.table.setModel(self._shown)
        selecting_moves(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        first, _, rest = none.partition(". ")
        self.none = EmptyState("clipboard-list", f"{first.rstrip('.')}.", rest, button)
        self.list = Card((self.none, 1), (self.table, 1), pad=1)
        self.detail = ScrollColumn(*([over] if over else []), form, gap=4, margins=(0, 0, 2, 5))
        super().__init__((Beside(self.list, self.detail), 1), gap=0)
        self.records: tuple[Record, ...] = ()
        self._all: tuple[Record, ...] = ()
        self._only: frozenset[Any] | None = None
        self._record: Record | None = None
        self.form.saved.connect(lambda facts: self.saved.emit(self._record.id if self._record else None, facts))
        self.form.removal_asked.connect(self._ask_removal)
        self.form.left.connect(lambda: self.choose(None))
        look().changed.connect(self._fit)
        self.show_records(())

    @property
    def record(self) -> Record | None:
        """The record that is chosen; None while a new one is written."""
        return self._record

    def show_records(self, records: Sequence[Record], choose: Any = None) -> None:
        """Show these, with one of them chosen by its number: the one given, the one that was, or the first."""
        self._all = tuple(records)
        self.records = tuple(r for r in records if self._only is None or r.id in self._only)
        wanted = choose if choose is not None else self._record.id if self._record else None
        self._model = _Model(self._heads, self.records, self._numeric)  # a view does not keep its model
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self._shown.setSourceModel(self._model)
        selection.blockSignals(False)
        self._fit()
        self.none.setVisible(not self.records)
        self.table.setVisible(bool(self.records))
        if self._record is None and self.form.begun:
            self.chosen.emit(None)  # what is being written stays
        elif not self.records:
            self._record = None
            self.form.show_record(None)
            self.chosen.emit(None)
        else:
            self._choose(wanted)

    def narrow(self, only: frozenset[Any] | None) -> None:
        """Show the records of these numbers alone, or with None all of them."""
        if only != self._only:
            self._only = only
            self.show_records(self._all)

    def choose(self, number: Any) -> None:
        """Choose a record by its number, or the first one; all are shown where it is not among those that are."""
        if any(r.id == number for r in self._all) and not any(r.id == number for r in self.records):
            self.narrow(None)
            self.widened.emit()
        self._choose(number)

    def _choose(self, number: Any) -> None:
        at = next((i for i, r in enumerate(self.records) if r.id == number), 0)
        if self.records:
            self.table.setCurrentIndex(self._shown.index(at, 0))
            self._show(at)

    def start(self) -> None:
        """Show an empty form and put the keyboard on it."""
        self._record = None
        self.table.clearSelection()
        self.form.show_record(None)
        self.chosen.emit(None)
        self.detail.verticalScrollBar().setValue(0)
        bring_into_view(self.form.first())
        self.form.first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_row(self, index: Index) -> None:
        if index.isValid():
            self._show(index.row())

    def _show(self, at: int) -> None:
        record = self.records[at]
        if record == self._record:
            return
        self._record = record
        self.form.show_record(record)
        self.chosen.emit(record)

    def _ask_removal(self) -> None:
        if self._record is not None:
            self.removal_asked.emit(self._record.id)

    def _fit(self) -> None:
        self.list.setMinimumHeight(look().px(LIST_LEAST))
        self.detail.setMinimumHeight(look().px(FORM_LEAST))
        self.table.resizeColumnsToContents()
        most = look().px(320)
        for column in range(len(self._heads)):
            self.table.setColumnWidth(column, min(self.table.columnWidth(column) + look().px(8), most))
