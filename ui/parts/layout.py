"""Rows, columns, cards and scrolling columns whose spacing follows the text size."""

from typing import TypeAlias

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QLayout, QLayoutItem, QScrollArea, QSizePolicy, QWidget

from ui.look import look, restyle
from ui.parts.words import Heading, Text

# A widget, a widget with its stretch, or bare stretch
Item: TypeAlias = QWidget | tuple[QWidget, int] | int
# Spacing steps: the same all round, or left, top, right, bottom
Margins: TypeAlias = int | tuple[int, int, int, int]
NO_ALIGNMENT = Qt.AlignmentFlag(0)


def _in_px(steps: Margins) -> QMargins:
    left, top, right, bottom = (steps,) * 4 if isinstance(steps, int) else steps
    return QMargins(look().space(left), look().space(top), look().space(right), look().space(bottom))


class _Box(QFrame):
    """Items beside or below each other; gap and margins are spacing steps."""

    def __init__(
        self, items: tuple[Item, ...], across: bool, gap: int, margins: Margins, align: Qt.AlignmentFlag
    ) -> None:
        super().__init__()
        self._gap, self._margins, self._align = gap, margins, align
        direction = QBoxLayout.Direction.LeftToRight if across else QBoxLayout.Direction.TopToBottom
        self._box = QBoxLayout(direction, self)
        for item in items:
            self.add(item)
        self._space_out()
        look().changed.connect(self._space_out)

    def add(self, item: Item, before_last: bool = False) -> None:
        """Add a widget, a (widget, stretch) pair, or bare stretch: at the end, or before the last item."""
        at = self._box.count() - 1 if before_last else -1
        if isinstance(item, int):
            self._box.insertStretch(at, item)
        elif isinstance(item, tuple):
            self._box.insertWidget(at, item[0], item[1], self._align)
        else:
            self._box.insertWidget(at, item, 0, self._align)

    def clear(self) -> None:
        """Take everything out and throw it away."""
        while (item := self._box.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # a layout shows what was just added a turn later, by then as a window of its own
                widget.setParent(None)
                widget.deleteLater()

    def set_ground(self, ground: str, edge: str = "") -> None:
        """Stand on a paper (surface, sunken, canvas), with a line at one side (left, right, top, bottom)."""
        self.setProperty("ground", ground)
        self.setProperty("edge", edge or None)
        restyle(self)

    def _space_out(self) -> None:
        self._box.setSpacing(look().space(self._gap))
        self._box.setContentsMargins(_in_px(self._margins))


class Row(_Box):
    """Items beside each other, centred on one line unless `align` says otherwise."""

    def __init__(
        self, *items: Item, gap: int = 2, margins: Margins = 0, align: Qt.AlignmentFlag = NO_ALIGNMENT
    ) -> None:
        super().__init__(items, True, gap, margins, align)


class Column(_Box):
    """Items below each other."""

    def __init__(
        self, *items: Item, gap: int = 2, margins: Margins = 0, align: Qt.AlignmentFlag = NO_ALIGNMENT
    ) -> None:
        super().__init__(items, False, gap, margins, align)


class Rule(QFrame):
    """A thin line between groups."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("rule", True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)


class WrapLayout(QLayout):
    """Items in rows that break where the width ends; spare width goes to items that stretch."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._items: list[tuple[QLayoutItem, int, int]] = []
        self._next = (0, 0)
        self._gap = gap

    def place(self, widget: QWidget, stretch: int, least: int) -> None:
        """Add a widget that takes a share of spare width, and at least `least` design px."""
        self._next = (stretch, least)
        self.addWidget(widget)
        self._next = (0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item (Qt calls this)."""
        stretch, least = self._next
        self._items.append((item, stretch, least))

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[index][0] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Take the item at a place out, or None."""
        return self._items.pop(index)[0] if 0 <= index < len(self._items) else None

    def hasHeightForWidth(self) -> bool:
        """Narrower is higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Height of the rows at a width."""
        return self._lay_out(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        """All items in one row."""
        shown = [item for item in self._items if not item[0].isEmpty()]
        width = sum(self._base(item) for item in shown) + look().space(self._gap) * max(0, len(shown) - 1)
        return QSize(width, max((item.sizeHint().height() for item, _, _ in shown), default=0))

    def minimumSize(self) -> QSize:
        """The widest least width among the items."""
        sizes = [item.minimumSize() for item, _, _ in self._items if not item.isEmpty()]
        return QSize(max((s.width() for s in sizes), default=0), max((s.height() for s in sizes), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Place the items."""
        super().setGeometry(rect)
        self._lay_out(rect, move=True)

    def _base(self, entry: tuple[QLayoutItem, int, int]) -> int:
        item, _, least = entry
        return max(look().px(least), item.minimumSize().width()) if least else item.sizeHint().width()

    def _rows(self, width: int) -> list[list[tuple[QLayoutItem, int, int]]]:
        gap = look().space(self._gap)
        rows: list[list[tuple[QLayoutItem, int, int]]] = [[]]
        used = 0
        for entry in self._items:
            if entry[0].isEmpty():
                continue
            base = self._base(entry)
            if rows[-1] and used + gap + base > width:
                rows.append([])
                used = 0
            used += base + (gap if rows[-1] else 0)
            rows[-1].append(entry)
        return rows

    def _lay_out(self, rect: QRect, move: bool) -> int:
        gap = look().space(self._gap)
        y = rect.y()
        for row in self._rows(rect.width()):
            bases = [min(self._base(entry), rect.width()) for entry in row]
            spare = rect.width() - sum(bases) - gap * (len(row) - 1)
            total = sum(stretch for _, stretch, _ in row)
            widths = [
                base + (spare * stretch // total if total else 0)
                for base, (_, stretch, _) in zip(bases, row, strict=True)
            ]
            heights = [
                item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()
                for width, (item, _, _) in zip(widths, row, strict=True)
            ]
            high = max(heights, default=0)
            x = rect.x()
            for (item, stretch, _), width, height in zip(row, widths, heights, strict=True):
                tall = high if stretch else height  # tiles and columns of one row are equally high
                if move:
                    item.setGeometry(QRect(QPoint(x, y + (high - tall) // 2), QSize(width, tall)))
                x += width + gap
            y += high + gap
        return max(0, y - gap - rect.y())


class Wrap(QFrame):
    """A row that breaks into more rows where it is too narrow: chips, tiles, a header's controls."""

    def __init__(self, *items: QWidget | tuple[QWidget, int], gap: int = 2, least: int = 0) -> None:
        super().__init__()
        self._layout = WrapLayout(self, gap)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._layout.setContentsMargins(0, 0, 0, 0)
        for item in items:
            widget, stretch = item if isinstance(item, tuple) else (item, 0)
            self.add(widget, stretch, least if stretch else 0)
        look().changed.connect(self.updateGeometry)

    def add(self, widget: QWidget, stretch: int = 0, least: int = 0) -> None:
        """Add a widget with its share of spare width and its least width in design px (0: its own wish)."""
        self._layout.place(widget, stretch, least)


class SectionTitle(Wrap):
    """A title of a card or pane, with a caption or controls at its right, or below where it is narrow."""

    def __init__(self, text: str, *trailing: QWidget, caption: str = "") -> None:
        self.heading = Heading(text)
        self.caption = Text(caption, "caption", "ink2", wrap=False)
        super().__init__((self.heading, 1), self.caption, *trailing, gap=3)
        self.caption.setVisible(bool(caption))

    def set_caption(self, text: str) -> None:
        """Show another caption, or none."""
        self.caption.set_text(text)
        self.caption.setVisible(bool(text))


class Card(Column):
    """Paper on the page. Looks: plain, here (2 px accent edge), quiet (sunken, no edge), row, row_here."""

    def __init__(
        self, *items: Item, title: str = "", caption: str = "", kind: str = "plain", gap: int = 2, pad: Margins = 4
    ) -> None:
        head: tuple[Item, ...] = (SectionTitle(title, caption=caption),) if title else ()
        super().__init__(*head, *items, gap=gap, margins=pad)
        self.set_kind(kind)
        if title:
            self.setAccessibleName(title)

    def set_kind(self, kind: str) -> None:
        """Take another of the card's looks."""
        self.setProperty("card", kind)
        restyle(self)


class _Flow(Column):
    """Content of a scroll area.

    Says nothing of its height where width decides it: a wrapped text's least height is that of a very narrow column,
    and the page would scroll into nothing.
    """

    def minimumSizeHint(self) -> QSize:
        """Least width, and no height where height follows width."""
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self._box.hasHeightForWidth() else least


class ScrollColumn(QScrollArea):
    """A column that scrolls down and never sideways; what is left of its height stays empty below.

    Stays out of the Tab order unless `focusable`.
    """

    def __init__(self, *items: Item, gap: int = 4, margins: Margins = 5, focusable: bool = False) -> None:
        super().__init__()
        self.column: Column = _Flow(*items, 1, gap=gap, margins=margins)
        self.setWidgetResizable(True)
        self.setWidget(self.column)
        self.column.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if focusable else Qt.FocusPolicy.NoFocus)

    def add(self, item: Item) -> None:
        """Add to the end of the column."""
        self.column.add(item, before_last=True)

    def clear(self) -> None:
        """Take everything out and throw it away."""
        self.column.clear()
        self.column.add(1)


class FillColumn(ScrollColumn):
    """A column whose last part takes the height there is; where there is too little, all of it scrolls."""

    def __init__(self, *items: Item, gap: int = 3, margins: Margins = (0, 3, 0, 0)) -> None:
        super().__init__(*items, gap=gap, margins=margins)
        box = self.column.layout()
        if isinstance(box, QBoxLayout):
            box.setStretch(box.count() - 1, 0)  # nothing stays empty below
