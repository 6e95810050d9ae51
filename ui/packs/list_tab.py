"""A list of packs as a tab: what it is in one line, the table, and what to do while there is nothing in it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.parts.empty import EmptyState
from ui.parts.layout import Card, Column, ScrollColumn
from ui.parts.list_table import SortedTable
from ui.parts.rows import RowsModel
from ui.parts.words import Text


class ListTab(Column):
    """`action` is the empty state's button; `moved` says that one is on another row."""

    action = Signal()
    moved = Signal()

    def __init__(self, name: str, icon: str, sentence: str, what_to_do: str, button: str, *below: QWidget) -> None:
        self.about = Text("", tone="ink2")
        self.table = SortedTable(name)
        self.empty = EmptyState(icon, sentence, what_to_do, button)
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1))
        self._stack.addWidget(Column((Card(self.table, pad=1), 1), *below, gap=3))
        # (where there is little room the page scrolls, before the table is a slit)
        body = ScrollColumn(self.about, (self._stack, 1000), gap=3, margins=(0, 4, 0, 4))
        super().__init__((body, 1), gap=0)
        self.empty.action.connect(self.action)
        self.table.moved.connect(self.moved)

    @property
    def row(self) -> int:
        """Which of the rows as they were given is chosen; -1 if none."""
        return self.table.row

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.table.rows

    def show_rows(self, model: RowsModel, about: str = "", choose: int = 0) -> None:
        """Show other rows, with one of them chosen."""
        self.about.set_text(about)
        self.about.setVisible(bool(about) and bool(model.rowCount()))
        self._stack.setCurrentIndex(1 if model.rowCount() else 0)
        self.table.show_rows(model, choose)

    def focus_main(self) -> None:
        """Put the keyboard on the table, or on what fills it."""
        target = self.table if self.rows else self.empty.button or self
        target.setFocus(Qt.FocusReason.OtherFocusReason)
