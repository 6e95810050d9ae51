"""A sortable table with the chosen row's text in full below it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QModelIndex, QSortFilterProxyModel, Qt, Signal

from ui.parts.assist import selecting_moves
from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Row
from ui.parts.rows import SORT_ROLE, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Heading, Text

MOST = 1000
"""The stretch of a pane in a column that scrolls: it takes all the height that is to spare."""
MEASURED = 200  # rows that a column's width is taken from
ROWS = 6  # seen at the least; a page that is lower scrolls
Whole = tuple[str, str | Callable[[], str]]
"""What stands below a table for its chosen row: a title, and a text that may be read only when it is wanted."""


class TablePane(Column):
    """`opened` gives the number of the row, as it was shown first, that Enter, a double click or the button is for."""

    opened = Signal(int)

    def __init__(self, name: str, hint: str, button: str = "") -> None:
        self.table = TableView(name)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self.table.horizontalHeader().setResizeContentsPrecision(MEASURED)
        selecting_moves(self.table)
        self._hint = hint
        self.title, self.detail = Heading("", 3), Text(hint, tone="ink2")
        self.title.setVisible(False)
        self.button = PlainButton(button)
        self.button.clicked.connect(self._open)
        self._offer = Row(self.button, 1)
        self._offer.hide()
        self._whole: Sequence[Whole] = ()
        self._opens = bool(button)
        super().__init__(
            (Card(self.table, pad=1), 1), Card(self.title, self.detail, self._offer, kind="quiet"), gap=3,
            margins=(0, 4, 0, 4),
        )  # fmt: skip
        self.setFocusProxy(self.table)
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        if button:
            self.table.activated.connect(self._open)

    @property
    def row(self) -> int:
        """The chosen row, as the rows were given; -1 where none is."""
        return self._sorted.mapToSource(self.table.currentIndex()).row()

    def show_rows(self, model: RowsModel, whole: Sequence[Whole]) -> None:
        """Show a table; `whole` holds a title and a text for each of its rows."""
        self._whole = whole
        self._model = model
        # before the rows come, or 90,000 of them would be sorted first, which takes a second or two
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._sorted.setSourceModel(model)
        self.table.resizeColumnsToContents()
        self.table.keep_in_view(ROWS)
        self.title.setVisible(False)
        self._offer.hide()
        self.detail.set_text(self._hint)

    def set_opens(self, opens: bool) -> None:
        """Whether rows can be opened."""
        self._opens = opens

    def choose(self, row: int) -> None:
        """Choose a row by its number as the rows were given."""
        self.table.setCurrentIndex(self._sorted.mapFromSource(self._model.index(row, 0)))

    def _on_row_changed(self, *_: QModelIndex) -> None:
        row = self.row
        if 0 <= row < len(self._whole):
            title, text = self._whole[row]
            self.title.set_text(title)
            self.title.setVisible(True)
            self.detail.set_text(text if isinstance(text, str) else text())
            self._offer.setVisible(self._opens)

    def _open(self, *_: object) -> None:
        if self._opens and self.row >= 0:
            self.opened.emit(self.row)
