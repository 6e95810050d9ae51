"""The pane of what waits: how far one has come, and the queue."""

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from auditor.moderation.queue import Difference, Queue
from ui.look import look
from ui.moderation.delegate import QueueDelegate
from ui.moderation.model import QueueModel, Role
from ui.parts.assist import selecting_moves
from ui.parts.layout import Column
from ui.parts.words import Heading, Text


class _List(QListView):
    """Letters and digits are for the page: this list is short of names to type."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move; what has a sign goes on to the page."""
        if event.text().strip() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)


class QueueList(Column):
    """`chosen` comes as the queue is walked through, with the difference one stands on."""

    chosen = Signal(object)
    entered = Signal()

    def __init__(self) -> None:
        self.model = QueueModel()
        self._quiet = False
        self.heading = Heading("To settle")
        self._count = Text("", "caption", "ink2")
        self.list = _List()
        super().__init__(self.heading, self._count, (self.list, 1), gap=2, margins=(3, 4, 3, 3))
        self.set_ground("surface", "right")
        self.list.setModel(self.model)
        self.list.setItemDelegate(QueueDelegate(self.list))
        self.list.setAccessibleName("Differences")
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setMouseTracking(True)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.activated.connect(self._entered)
        self.list.clicked.connect(self._entered)
        selecting_moves(self.list)
        look().changed.connect(self.list.doItemsLayout)

    def show_queue(self, queue: Queue, stand_on: tuple[int, str] | None) -> Difference | None:
        """Show what waits and stand on a difference, on the first where that one is not there; nothing is signalled."""
        self._quiet = True
        self.model.set_rows(queue.rows)
        at = self.model.line_of(stand_on) if stand_on is not None else None
        if at is None:
            at = next((n for n in range(self.model.rowCount()) if not isinstance(self.model.line(n), str)), None)
        index = QModelIndex() if at is None else self.model.index(at)
        self.list.setCurrentIndex(index)
        if index.isValid():
            self.list.scrollTo(index)
        self._quiet = False
        whole = queue.open + queue.decided
        self._count.set_text(f"{queue.decided:,} of {whole:,} settled" if whole else "")
        return self.here

    @property
    def here(self) -> Difference | None:
        """The difference one stands on."""
        line = self.list.currentIndex().data(Role.LINE)
        return line if isinstance(line, Difference) else None

    @property
    def count_words(self) -> str:
        """How far one has come: 12 of 31 settled."""
        return self._count.words

    def step(self, by: int) -> bool:
        """Go to the next difference, or the one before; whether there is one."""
        at = self.list.currentIndex().row() + by
        while 0 <= at < self.model.rowCount():
            if not isinstance(self.model.line(at), str):
                self.list.setCurrentIndex(self.model.index(at))
                return True
            at += by
        return False

    def _moved(self, index: QModelIndex) -> None:
        line = index.data(Role.LINE)
        if not self._quiet and isinstance(line, Difference):
            self.chosen.emit(line)

    def _entered(self, index: QModelIndex) -> None:
        if isinstance(index.data(Role.LINE), Difference):
            self.entered.emit()
