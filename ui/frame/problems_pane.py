"""What is wrong with a list, row by row: a table for thousands of rows, to be copied or saved."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication

from auditor.frames import WrongRow
from ui.frame.found_pane import first_up
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Wrap
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text

HEADS = ("Row", "Column", "What is said")
COLUMN_WIDE = 300  # design px, at most


class _Rows(RowsModel):
    """The rows as cells. Sorts them itself: through a proxy a hundred thousand rows take seconds."""

    def __init__(self, rows: Sequence[WrongRow]) -> None:
        self._wrong = list(rows)
        super().__init__(HEADS, [_cells(row) for row in rows], frozenset({0}))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column, row numbers as numbers; by none, as in the file."""
        if not self._wrong:
            return
        self.beginResetModel()
        self._wrong.sort(key=lambda row: row.row)
        if column >= 0:
            key = ("row", "column", "problem")[column]
            self._wrong.sort(key=lambda row: getattr(row, key), reverse=order is Qt.SortOrder.DescendingOrder)
        self._rows = [_cells(row) for row in self._wrong]
        self.endResetModel()

    def text(self) -> str:
        """All of it under its heads: tabs between columns, a line a row."""
        return "\n".join("\t".join(cells) for cells in (HEADS, *self._rows))


def _cells(row: WrongRow) -> tuple[str, str, str]:
    return f"{row.row:,}", row.column, first_up(row.problem)


class ProblemsPane(Column):
    """A line of what these rows are, the table, and two buttons. `save_asked` is for all that is wrong."""

    save_asked = Signal()

    def __init__(self, name: str, about: str, nothing: str) -> None:
        self._about, self._nothing = about, nothing
        self._words = Text("", tone="ink2")
        self.copy, self.save = PlainButton("Copy all", "copy"), PlainButton("Save as CSV…", "download")
        self.table = TableView(name)
        self._model = _Rows(())
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
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._model = _Rows(rows)
        self.table.setModel(self._model)
        self.table.resizeColumnsToContents()
        self.table.setColumnWidth(1, min(self.table.columnWidth(1), look().px(COLUMN_WIDE)))

    def _copy_all(self) -> None:
        QGuiApplication.clipboard().setText(self._model.text())
        announce(self, f"{self._model.rowCount():,} rows copied.")
