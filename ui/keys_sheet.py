"""All keys that work on the page that is up: those of the page first, then those of the window."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui.look import look
from ui.parts.layout import Card, Row, ScrollColumn
from ui.parts.words import KeyCap, Text

Keys = Sequence[tuple[str, str]]
EVERYWHERE = (("Tab, Shift+Tab", "Next, previous control"), ("Esc", "Close what opened last"))


class KeysSheet(QDialog):
    """A list to read; Esc closes it."""

    def __init__(
        self, title: str, keys: Keys, commands: Iterable[QAction], others: Iterable[QAction], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Keys: {title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        of_page = [*keys, *_pairs(commands)]
        self.rows = (*of_page, *_pairs(others))
        scroll = ScrollColumn(gap=4, margins=5, focusable=True)
        scroll.setAccessibleName("; ".join(f"{keys}: {what}" for keys, what in self.rows))
        if of_page:
            scroll.add(_card(title, of_page))
        scroll.add(_card("Everywhere", [*_pairs(others), *EVERYWHERE]))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        self.resize(min(look().px(640), parent.width() - 40), min(look().px(620), parent.height() - 40))
        scroll.setFocus()


def keys_of(action: QAction) -> str:
    """The keys of a command as this system writes them, or nothing."""
    return ", ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())


def _pairs(actions: Iterable[QAction]) -> list[tuple[str, str]]:
    return [(keys_of(action), action.text().replace("&", "")) for action in actions if action.shortcuts()]


def _card(title: str, rows: Keys) -> Card:
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(look().space(5))
    grid.setVerticalSpacing(look().space(2))
    grid.setColumnStretch(1, 1)
    for at, (keys, what) in enumerate(rows):
        caps = Row(*(KeyCap(key.strip()) for key in keys.split(", ")), 1, gap=1)
        grid.addWidget(caps, at, 0)
        grid.addWidget(Text(what), at, 1)
    return Card(table, title=title)
