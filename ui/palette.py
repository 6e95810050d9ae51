"""Go to or do: places, rounds, recent workspaces and commands, found by typing some of their letters."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLineEdit, QTreeView, QVBoxLayout, QWidget

from ui.keys_sheet import keys_of
from ui.look import look
from ui.matching import best_first
from ui.parts.announce import announce
from ui.parts.words import Text

MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


class Entry(NamedTuple):
    """One thing to go to or do: its name, what kind it is, its keys, and the doing."""

    name: str
    kind: str
    keys: str
    do: Callable[[], object]

    @classmethod
    def of(cls, action: QAction) -> "Entry":
        """A command as an entry."""
        return cls(action.text().replace("&", ""), "Command", keys_of(action), action.trigger)


class Palette(QDialog):
    """A field and the list of what fits it; Enter does the chosen one, Esc nothing."""

    def __init__(
        self, entries: Sequence[Entry], parent: QWidget, title: str = "Go to or do", example: str = "results"
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._entries, self._shown = list(entries), list(entries)
        self.field = QLineEdit()
        self.field.setPlaceholderText(f"For example: {example}")
        self.field.setAccessibleName(f"{title}: type some letters of what it is called")
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self._model = QStandardItemModel(self)
        self.list = QTreeView()
        self.list.setModel(self._model)
        self.list.setAccessibleName("What fits")
        self.list.setRootIsDecorated(False)
        self.list.setHeaderHidden(True)
        self.list.setUniformRowHeights(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._do(index.row()))
        self.list.selectionModel().currentRowChanged.connect(lambda now, _: self._read_out(now.row()))
        self._none = Text("Nothing here is called that. Try fewer letters.", tone="ink2")
        column = QVBoxLayout(self)
        for part in (Text(title, "h2"), self.field, self._none, self.list):
            column.addWidget(part)
        column.setStretchFactor(self.list, 1)
        edge = look().space(4)
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(look().space(2))
        self.resize(min(look().px(620), parent.width() - 40), min(look().px(460), parent.height() - 40))
        self._find("")

    @property
    def shown(self) -> tuple[str, ...]:
        """The names listed now, the best fit first."""
        return tuple(entry.name for entry in self._shown)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down move in the list while the keyboard stays in the field; Enter does the chosen one."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in MOVES:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._do(self.list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _find(self, typed: str) -> None:
        self._shown = [self._entries[i] for i in best_first(typed, [entry.name for entry in self._entries])]
        self._model.clear()
        for entry in self._shown:
            kind = QStandardItem(entry.keys or entry.kind)
            kind.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._model.appendRow([QStandardItem(entry.name), kind])
        self._none.setVisible(not self._shown)
        self.list.setVisible(bool(self._shown))
        if self._shown:
            self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
            self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
            self.list.header().setStretchLastSection(False)
            self.list.setCurrentIndex(self._model.index(0, 0))

    def _read_out(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            entry = self._shown[row]
            announce(self, f"{entry.name}, {entry.kind.lower()}, {row + 1} of {len(self._shown)}")

    def _do(self, row: int) -> None:
        if 0 <= row < len(self._shown):
            do = self._shown[row].do
            self.accept()
            do()
