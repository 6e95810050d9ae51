"""The plan's thread on a page: where it is broken, the links to confirm, and its parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import shorten

from PySide6.QtCore import QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem

from auditor.contents import Link
from auditor.thread import Gap, Item, link_of, linked_with
from ui.desk.panels import Panel
from ui.look import look
from ui.parts.assist import selecting_moves, selecting_picks
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.words import Heading, Text

HELP = (
    "Links are suggested by words that two parts share. Space confirms a link or takes it back; Enter shows a part in "
    "the paper. What follows from it, you decide."
)
GAP_WORDS = 90  # characters of a part where the thread is broken: enough to know which it is
HIGHEST = 420  # design px of a table; longer ones scroll


@dataclass(frozen=True)
class Thread:
    """What the panel shows: the parts, links confirmed and only suggested, and gaps that neither closes."""

    items: Sequence[Item]
    confirmed: frozenset[Link]
    suggested: Sequence[Link]
    gaps: Sequence[Gap]


class _Table(QTableWidget):
    """Rows to go through by arrows; Space and Enter act on the row one is on."""

    spaced = Signal(int)
    entered = Signal(int)

    def __init__(self, name: str, heads: Sequence[str]) -> None:
        super().__init__(0, len(heads))
        self._heads = tuple(heads)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(heads))
        self.verticalHeader().hide()
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableWidget.SelectionMode.SingleSelection)
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        head = self.horizontalHeader()
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        head.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
        selecting_moves(self)
        look().changed.connect(self._fit_rows)

    def show_rows(self, rows: Sequence[Sequence[str]]) -> None:
        """Show these rows; the row one is on stays."""
        at = max(0, self.currentRow())
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, words in enumerate(row):
                item = QTableWidgetItem(words)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{self._heads[column]}: {words}")
                item.setToolTip(words)
                self.setItem(number, column, item)
        self._fit_rows()
        if rows:
            self.setCurrentCell(min(at, len(rows) - 1), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap words anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit_rows()

    def _fit_rows(self) -> None:
        """Make each row as high as its words, and the table as high as its rows, up to a limit."""
        metrics, pad = QFontMetrics(look().font("body")), look().px(16)
        room = max(1, self.columnWidth(0) - look().px(24))
        for row in range(self.rowCount()):
            item = self.item(row, 0)
            words = item.text() if item is not None else ""
            box = metrics.boundingRect(QRect(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), words)
            self.setRowHeight(row, box.height() + pad)
        rows = sum(self.rowHeight(row) for row in range(self.rowCount()))
        high = self.horizontalHeader().height() + rows + 4
        self.setFixedHeight(min(high, look().px(HIGHEST)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space and Enter."""
        if event.key() == Qt.Key.Key_Space:
            self.press(self.spaced)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.press(self.entered)
        elif event.key() == Qt.Key.Key_Tab:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def press(self, asked: SignalInstance) -> None:
        """Ask for what Space or Enter does, for the row one is on."""
        if self.currentRow() >= 0:
            asked.emit(self.currentRow())

    @property
    def words_here(self) -> str:
        """What the row one is on is read out as."""
        item = self.item(self.currentRow(), 0)
        return item.text() if item is not None else ""


class ThreadPanel(Panel):
    """`linked` carries a link and whether it is confirmed; `item_shown` and `item_used` a part of the thread."""

    linked = Signal(object, bool)
    item_shown = Signal(object)
    item_used = Signal(object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__("The plan's thread")
        self._title, self._count = Heading("", 2), Text("", bold=True)
        self._gaps = Card(kind="quiet", gap=1, pad=3)
        self.links = _Table("Links", ("Link", "State"))
        self.items = _Table("Parts of the thread", ("Part", "Linked with"))
        self.turn_button = PlainButton("Confirm the link", icon="check")
        self._show_buttons = (
            QuietButton("Show in the paper", icon="map-pin", name="Show in the paper: where the link ends"),
            QuietButton("Show in the paper", icon="map-pin", name="Show in the paper: this part"),
        )
        self.use_button = PlainButton("Use this part as evidence", icon="quote")
        self._from, self._to = QComboBox(), QComboBox()
        for box in (self._from, self._to):
            selecting_picks(box)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.link_button, back = PlainButton("Link the two"), PlainButton("Back to the question", icon="arrow-left")
        by_hand = Wrap(gap=2)
        by_hand.add(FormRow("Link this part", self._from), stretch=1, least=200)
        by_hand.add(FormRow("with this part", self._to), stretch=1, least=200)
        by_hand.add(self.link_button)
        for part in (
            self._title, Text(HELP, "caption", "ink2"), self._gaps, self._count, self.links,
            Wrap(self.turn_button, self._show_buttons[0], gap=2), by_hand, Heading("Parts of the thread", 3),
            self.items, Wrap(self.use_button, self._show_buttons[1], back, gap=2), 1,
        ):  # fmt: skip
            self.add(part)
        self.shown = Thread((), frozenset(), (), ())
        self._links: list[Link] = []
        self._read_only = False
        self.links.spaced.connect(self._turn)
        self.links.entered.connect(self._show_end)
        self.items.entered.connect(lambda at: self.item_shown.emit(self.shown.items[at]))
        for table, show in zip((self.links, self.items), self._show_buttons, strict=True):
            show.clicked.connect(lambda _=False, table=table: table.press(table.entered))
        self.turn_button.clicked.connect(lambda: self.links.press(self.links.spaced))
        self.links.currentCellChanged.connect(lambda *_: self._describe())
        self.items.currentCellChanged.connect(lambda *_: self._describe())
        self.use_button.clicked.connect(self._use)
        self.link_button.clicked.connect(self._link)
        back.clicked.connect(self.back)

    def show_thread(self, reference: str, thread: Thread, read_only: bool) -> None:
        """Show a thread; the rows one is on stay."""
        fresh = thread.items != self.shown.items
        self.shown = thread
        self._title.set_text(f"The thread of {reference}")
        self._show_gaps(thread.gaps)
        words = {(item.kind, item.number): item.words for item in thread.items}
        self._links = sorted({*thread.confirmed, *thread.suggested}, key=_in_order)
        self.links.show_rows([_link_row(link, words, link in thread.confirmed) for link in self._links])
        left = sum(1 for link in self._links if link not in thread.confirmed)
        self._count.set_text(f"{len(thread.confirmed)} of {len(self._links)} links confirmed, {left} only suggested")
        both = frozenset(self._links)
        self.items.show_rows([(f"{item.name}\n{item.words}", _ends(item, both)) for item in thread.items])
        if fresh:
            for box in (self._from, self._to):
                box.clear()
                box.addItems([f"{item.name}: {item.words[:60]}" for item in thread.items])
        self.link_button.setEnabled(not read_only and len(thread.items) > 1)
        self._read_only = read_only
        self._describe()

    def first(self) -> QTableWidget:
        """What the keyboard goes to."""
        return self.links if self._links else self.items

    def choose(self, one: int, other: int) -> None:
        """Choose two parts to be linked by hand, by their places among the parts."""
        self._from.setCurrentIndex(one)
        self._to.setCurrentIndex(other)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the question."""
        if event.key() == Qt.Key.Key_Escape:
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def _show_gaps(self, gaps: Sequence[Gap]) -> None:
        self._gaps.clear()
        head = Text("Nothing is broken: every part has a link, if only a suggested one." if not gaps else
                    "Where no link is even suggested", "caption", "ink2", bold=True)  # fmt: skip
        parts: list[Row | Text] = [head]
        for gap in gaps:
            button = QuietButton(icon="map-pin", name=f"{gap.sentence} Show in the paper")
            button.setAccessibleDescription(gap.item.words)
            button.setToolTip(f"Show in the paper: {gap.item.words}")
            button.clicked.connect(lambda _=False, item=gap.item: self.item_shown.emit(item))
            words = Text(shorten(gap.item.words, GAP_WORDS, placeholder=" …"), "caption", "ink2")
            parts.append(Row(button, (Column(Text(gap.sentence), words, gap=0), 1), gap=1))
        for part in parts:
            self._gaps.add(part)
            part.show()

    def _describe(self) -> None:
        """Have the row that a button would act on read out with the button, and the button say what it does."""
        at = self.links.currentRow()
        there = 0 <= at < len(self._links)
        taken = there and self._links[at] in self.shown.confirmed
        self.turn_button.setText("Take the link back" if taken else "Confirm the link")
        self.turn_button.setEnabled(there and not self._read_only)
        self._show_buttons[0].setEnabled(there)
        for button in (self.turn_button, self._show_buttons[0]):
            button.setAccessibleDescription(self.links.words_here)
        for button in (self.use_button, self._show_buttons[1]):
            button.setAccessibleDescription(self.items.words_here)

    def _turn(self, at: int) -> None:
        if not self._read_only:
            link = self._links[at]
            self.linked.emit(link, link not in self.shown.confirmed)

    def _show_end(self, at: int) -> None:
        link = self._links[at]
        self.item_shown.emit(next(i for i in self.shown.items if (i.kind, i.number) == (link.to_kind, link.to_number)))

    def _use(self) -> None:
        if self.items.currentRow() >= 0:
            self.item_used.emit(self.shown.items[self.items.currentRow()])

    def _link(self) -> None:
        one, other = self.shown.items[self._from.currentIndex()], self.shown.items[self._to.currentIndex()]
        if one.kind != other.kind:
            self.linked.emit(link_of(one, other), True)


def _in_order(link: Link) -> tuple[int, int, int, int]:
    order = ("aspiration", "need", "outcome", "provision")
    return order.index(link.from_kind), link.from_number, order.index(link.to_kind), link.to_number


def _link_row(link: Link, words: Mapping[tuple[str, int], str], confirmed: bool) -> tuple[str, str]:
    one, other = (link.from_kind, link.from_number), (link.to_kind, link.to_number)
    ends = " → ".join(f"{kind.capitalize()} {number}" for kind, number in (one, other))
    return f"{ends}\n{words.get(one, '')}\n→ {words.get(other, '')}", "Confirmed" if confirmed else "Suggested"


def _ends(item: Item, links: frozenset[Link]) -> str:
    return "\n".join(f"{kind} {number}" for kind, number in linked_with(item, links)) or "nothing"
