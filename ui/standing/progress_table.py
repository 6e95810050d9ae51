"""Tables of how far auditors and areas have come: words, and a bar of what is in, under way and not begun."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from auditor.reports.wording import long_date
from auditor.standing.standing import AreaStanding, AuditorStanding, Progress
from ui.desk.words import agency_words
from ui.look import look
from ui.parts.progress import HIGH, Part, paint_parts
from ui.parts.rows import RowsModel
from ui.parts.table import ROW, FittingTable

Index = QModelIndex | QPersistentModelIndex
PARTS_ROLE = Qt.ItemDataRole.UserRole + 10
AGENCY_ICONS = {
    "education": "graduation-cap", "health": "stethoscope", "social_care": "heart-handshake",
    "parent_forum": "users", "school": "building-2",
}  # fmt: skip
BAR, NAME = 80, 130  # design px, at least
MOST_ROWS = 14
"""How many rows are shown at once; with more, the table scrolls within its card."""


def parts_of(progress: Progress) -> tuple[Part, ...]:
    """The shares of a bar, in their order."""
    return (
        Part(progress.submitted, "submitted", "solid"),
        Part(progress.under_way, "under way", "hatched"),
        Part(progress.not_started, "not started", "dotted"),
    )


class ProgressRows(RowsModel):
    """Rows of words with one column that is a bar, and pictures beside words: (row, column) to mark or icon."""

    def __init__(
        self,
        heads: Sequence[str],
        rows: Sequence[Sequence[str]],
        progress: Sequence[Progress],
        bar: int,
        pictures: dict[tuple[int, int], tuple[str, str]],
        keys: Sequence[Sequence[Any]] = (),
    ) -> None:
        super().__init__(heads, rows, frozenset(), keys)
        self._progress, self._bar, self._pictures = progress, bar, pictures

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The bar's shares, a picture, or what rows of words have."""
        if not index.isValid():
            return None
        if index.column() == self._bar and role == PARTS_ROLE:
            return parts_of(self._progress[index.row()])
        if index.column() == self._bar and role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self._heads[self._bar]}: {said(self._progress[index.row()])}"
        if index.column() == self._bar and role == Qt.ItemDataRole.ToolTipRole:
            return said(self._progress[index.row()])
        if role == Qt.ItemDataRole.DecorationRole:
            kind, name = self._pictures.get((index.row(), index.column()), ("", ""))
            if kind == "mark":
                return look().mark_pixmap(name, 18)
            return look().icon_pixmap(name, "ink2", 18) if kind else None
        return super().data(index, role)


class PartsDelegate(QStyledItemDelegate):
    """Draws a bar of shares, and the cell's words at its right."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row's ground, the bar, then the words in the room kept for them."""
        shares = index.data(PARTS_ROLE)
        if shares is None:
            super().paint(painter, option, index)
            return
        super().paint(painter, option, index)
        bar = QRectF(option.rect).adjusted(look().space(2), 0, -self._room(index), 0)  # pyright: ignore[reportAttributeAccessIssue]
        bar.setTop(bar.center().y() - look().px(HIGH) / 2)
        bar.setHeight(look().px(HIGH))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_parts(painter, bar, shares)
        painter.restore()

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Words to the right, where the bar leaves room."""
        super().initStyleOption(option, index)
        option.displayAlignment = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter  # pyright: ignore[reportAttributeAccessIssue]

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The words, and a bar wide enough to tell shares apart."""
        return QSize(look().px(BAR) + self._room(index), super().sizeHint(option, index).height())

    def _room(self, index: Index) -> int:
        """For the longest of the column's words, so that all bars are alike."""
        model = index.model()
        longest = max((str(model.index(row, index.column()).data()) for row in range(model.rowCount())), key=len)
        return QFontMetrics(look().font()).horizontalAdvance(longest) + look().space(5)


class ProgressTable(FittingTable):
    """As high as its rows, up to MOST_ROWS of them."""

    def __init__(self, name: str, bar: int) -> None:
        super().__init__(name)
        self._bar = bar
        self.setItemDelegateForColumn(bar, PartsDelegate(self))

    def show_rows(self, model: ProgressRows) -> None:
        """Show these rows and keep the row one is on."""
        at = self.currentIndex().row()
        self.setModel(model)
        if 0 <= at < model.rowCount():
            self.selectRow(at)
        self.fit()

    def fit(self) -> None:
        """Columns as wide as their words, the bar taking what is left; height by rows."""
        model = self.model()
        if model is None:
            return
        columns = range(model.columnCount())
        for column in columns:
            if column != self._bar:
                self.resizeColumnToContents(column)
        least = self.sizeHintForColumn(self._bar)
        rest = self.viewport().width() - sum(self.columnWidth(c) for c in columns if c != self._bar)
        if rest < least:  # a long name is cut, and shown whole as the tool tip
            name = max(min(self.columnWidth(0), look().px(NAME)), self.columnWidth(0) - least + rest)
            rest += self.columnWidth(0) - name
            self.setColumnWidth(0, name)
        self.setColumnWidth(self._bar, max(rest, least))
        rows = min(MOST_ROWS, max(1, model.rowCount()))
        high = self.horizontalHeader().sizeHint().height() + rows * look().px(ROW) + 2 * self.frameWidth()
        if rest < least:
            high += self.horizontalScrollBar().sizeHint().height()
        if high != self.height():
            self.setFixedHeight(high)


AUDITOR_HEADS = ("Auditor", "Agency", "Submitted", "Late", "Last in")


def auditor_rows(auditors: Sequence[AuditorStanding]) -> ProgressRows:
    """One row an auditor, by code."""
    rows: list[tuple[str, ...]] = []
    pictures: dict[tuple[int, int], tuple[str, str]] = {}
    for at, a in enumerate(auditors):
        outside = " (from outside)" if a.outside else ""
        late = f"{a.progress.late} late" if a.progress.late else "On time"
        last = _short_day(a.last_in) if a.last_in else "Nothing yet"
        rows.append(
            (f"{a.name}{outside}", agency_words(a.agency), f"{a.progress.submitted} of {a.progress.total}", late, last)
        )  # fmt: skip
        if a.agency in AGENCY_ICONS:
            pictures[at, 1] = ("icon", AGENCY_ICONS[a.agency])
        if a.progress.late:
            pictures[at, 3] = ("mark", "delayed")
    return ProgressRows(AUDITOR_HEADS, rows, [a.progress for a in auditors], 2, pictures)


def _short_day(day: date) -> str:
    """19 Nov, whatever the system's language."""
    number, month, _ = long_date(day).split()
    return f"{number} {month[:3]}"


AREA_HEADS = ("Area", "With an audit in", "Nobody has it")


def area_rows(areas: Sequence[AreaStanding]) -> ProgressRows:
    """One row an area."""
    rows: list[tuple[str, ...]] = []
    for a in areas:
        beside = [f"{a.nobody}" if a.nobody else "", f"{a.no_papers} without papers" if a.no_papers else ""]
        rows.append((a.area, f"{a.progress.submitted} of {a.plans}", ", ".join(words for words in beside if words)))
    heads = AREA_HEADS
    if not any(row[-1] for row in rows):
        heads, rows = heads[:-1], [row[:-1] for row in rows]
    return ProgressRows(heads, rows, [a.progress for a in areas], 1, {})


def said(progress: Progress) -> str:
    """The shares in words: 5 submitted, 1 under way, 0 not started."""
    return ", ".join(f"{part.count} {part.word}" for part in parts_of(progress))
