"""What is wrong with a list, row by row: a table for thousands of rows, to be copied or saved."""

from collections.abc import Sequence

from PySide6.QtCore import QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QGuiApplication

from auditor.frames import WrongRow
from ui.frame.found_pane import first_up
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Wrap
from ui.parts.rows import SORT_ROLE, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text

HEADS = ("Row", "Column", "What is said")
COLUMN_WIDE = 300  # design px, at most


class ProblemsPane(Column):
    """A line of what these rows are, the table, and two buttons. `save_asked` is for all that is wrong."""

    save_asked = Signal()

    def __init__(self, name: str, about: str, nothing: str) -> None:
        self._about, self._nothing = about, nothing
        self._words = Text("", tone="ink2")
        self.copy, self.save = PlainButton("Copy all", "copy"), PlainButton("Save as CSV…", "download")
        self.table = TableView(name)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self._card = Card(self.table, pad=1)
        self._filler = Column(1)  # keeps the words at the top where there is no table
        self._buttons = Wrap(self.copy, self.save, gap=2)
        super().__init__(self._words, self._buttons, (self._card, 1), (self._filler, 1), gap=3, margins=(0, 4, 0, 4))
        self.copy.clicked.connect(self._copy_all)
        self.save.clicked.connect(self.save_asked)
        self.setFocusProxy(self.table)

    def show_rows(self, rows: Sequence[WrongRow]) -> None:
        """Show these rows, in the order of the file."""
        self._words.set_text(self._about if rows else self._nothing)
        self._buttons.setVisible(bool(rows))
        self._card.setVisible(bool(rows))
        self._filler.setVisible(not rows)
        cells = [(f"{row.row:,}", row.column, first_up(row.problem)) for row in rows]
        keys = [(row.row, row.column, row.problem) for row in rows]
        self._model = RowsModel(HEADS, cells, frozenset({0}), keys)
        self._sorted.setSourceModel(self._model)
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(1, min(self.table.columnWidth(1), look().px(COLUMN_WIDE)))

    def _copy_all(self) -> None:
        self.table.selectAll()
        QGuiApplication.clipboard().setText(self.table.selected_text())
        self.table.clearSelection()
        announce(self, f"{self._model.rowCount():,} rows copied.")
