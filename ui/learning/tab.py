"""A tab of the page: a list and, at its right or where it is narrow below, what belongs to its chosen row."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from db.store import Store
from ui.learning.work import Work
from ui.look import look
from ui.parts.beside import Beside
from ui.parts.empty import EmptyState
from ui.parts.layout import Card, Column, Item, ScrollColumn
from ui.parts.list_table import SortedTable
from ui.parts.rows import RowsModel
from ui.parts.table import ROW
from ui.parts.words import Text

LEAST_ROWS = 6
LEAST_DETAIL = 360  # design px


class ListAndDetail(Column):
    """`moved` says that one is on another row; `action` is the empty state's button.

    `foot` stands below the list; `detail` beside it, and scrolls by itself.
    """

    moved = Signal()
    action = Signal()

    def __init__(
        self, work: Work, name: str, empty: EmptyState, foot: Sequence[QWidget], detail: Sequence[Item],
        parts: tuple[int, int] = (1, 1),
    ) -> None:  # fmt: skip
        self._work = work
        self.about = Text("", tone="ink2")
        self.table = SortedTable(name)
        self.empty = empty
        self.detail = ScrollColumn(*detail, gap=3, margins=(0, 0, 0, 4))
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1))
        left = Column((Card(self.table, pad=1), 1), *foot, gap=3)
        self._stack.addWidget(Beside(left, self.detail, parts))
        # (where there is little room the page scrolls, before list or detail is a slit)
        body = ScrollColumn(self.about, (self._stack, 1000), gap=3, margins=(0, 4, 6, 4))
        super().__init__((body, 1), gap=0)
        self.about.hide()
        self.empty.action.connect(self.action)
        look().changed.connect(self._restyle)
        self._restyle()
        self.table.moved.connect(self.moved)

    def read(self, store: Store, round_id: int) -> Any:
        """What the tab shows, read on the worker: nothing of the window may be touched here."""
        raise NotImplementedError

    def show_read(self, found: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    @property
    def row(self) -> int:
        """Which of the rows as they were given is chosen; -1 if none."""
        return self.table.row

    @property
    def rows(self) -> int:
        """How many rows there are."""
        return self.table.rows

    def show_rows(self, model: RowsModel, about: str, choose: int = 0) -> None:
        """Show other rows, with one of them chosen."""
        self.about.set_text(about)
        self.about.setVisible(bool(about))
        self._stack.setCurrentIndex(1 if model.rowCount() else 0)
        self.table.show_rows(model, choose)

    def focus_main(self) -> None:
        """Put the keyboard on the list, or on what fills it."""
        (self.table if self.rows else self.empty.button or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self.table.setMinimumHeight(look().px(ROW) * LEAST_ROWS)
        self.detail.setMinimumHeight(look().px(LEAST_DETAIL))

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        return (self.table, self.detail) if self.rows else (self.empty,)
