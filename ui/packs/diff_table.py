"""The table of what a pack would change: verdict, plan, criterion, now, would become; refusals first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditor.packs.staged import StagedRow, Verdict
from db.vocabulary import Value
from ui.look import WORDS, look
from ui.packs.words import SIGNS, VERDICT_TONES, VERDICTS
from ui.parts.list_table import hand_over
from ui.parts.table import ROW, FittingTable, TableView

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
HEADS = ("Verdict", "Plan", "Criterion", "Now", "Would become")
VERDICT, PLAN, CRITERION, NOW, BECOMES = range(5)
ROW_ROLE, EXTRA_ROLE, BASE_ROLE = (Qt.ItemDataRole.UserRole + n for n in (1, 2, 3))
MARK = 18  # design px
LEAST, LEAST_ANSWER = 104, 128  # design px of the criterion and of an answer, before the table scrolls sideways
ENOUGH = 230  # design px of the criterion, before what is told beside an answer has its room
LEAST_ROWS = 5
ORDER = (Verdict.REFUSE, Verdict.CHANGE, Verdict.ADD, Verdict.SAME)


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the table: an answer, or with `reason` the sentence that belongs to the rows above it."""

    row: StagedRow
    reason: bool = False


def lines_of(rows: Sequence[StagedRow], with_same: bool) -> tuple[_Line, ...]:
    """Rows by verdict, each reason once below the rows it stands for."""
    lines: list[_Line] = []
    for verdict in ORDER if with_same else ORDER[:-1]:
        group = [row for row in rows if row.verdict == verdict]
        for at, row in enumerate(group):
            lines.append(_Line(row))
            after = group[at + 1] if at + 1 < len(group) else None
            if row.why and (after is None or (after.reference, after.why) != (row.reference, row.why)):
                lines.append(_Line(row, reason=True))
    return tuple(lines)


class DiffModel(QAbstractTableModel):
    """The rows of one pack."""

    def __init__(self, rows: Sequence[StagedRow] = (), with_same: bool = False) -> None:
        super().__init__()
        self.lines = lines_of(rows, with_same)

    @property
    def something_now(self) -> bool:
        """Whether any row changes or refuses what is here already."""
        return any(line.row.now is not None or line.row.now_words for line in self.lines)

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many lines there are, reasons among them."""
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = NOWHERE) -> int:
        """The five columns."""
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """A reason is no row to stand on: it is read out with the rows it belongs to."""
        return Qt.ItemFlag.NoItemFlags if self.lines[index.row()].reason else super().flags(index)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A column's head."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return HEADS[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell's words, mark, weight and colour."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if line.reason:
            return _reason(line.row, column, role)
        row = line.row
        match role:
            case _ if role == ROW_ROLE:
                return row
            case Qt.ItemDataRole.DisplayRole:
                return _words(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return row.why if column == VERDICT else _words(row, column)
            case Qt.ItemDataRole.AccessibleTextRole:
                why = f". {row.why}" if column == VERDICT and row.why else ""
                said = VERDICTS[row.verdict] if column == VERDICT else _words(row, column)
                return f"{HEADS[column]}: {said}{why}"
            case Qt.ItemDataRole.DecorationRole:
                value = _value(row, column)
                return None if value is None else look().mark(value.token, MARK)
            case Qt.ItemDataRole.FontRole:
                return look().font("body", True) if column in (VERDICT, PLAN) else None
            case Qt.ItemDataRole.ForegroundRole:
                return _colour(row, column)
            case _ if role == BASE_ROLE:
                return _base(row, column)
            case _ if role == EXTRA_ROLE:
                return _extra(row, column)
            case _:
                return None


def _reason(row: StagedRow, column: int, role: int) -> Any:
    if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
        return row.why if column == PLAN else ""
    if role == Qt.ItemDataRole.ForegroundRole:
        return look().colour("ink2")
    return None


def _value(row: StagedRow, column: int) -> Value | None:
    return {NOW: row.now, BECOMES: row.becomes}.get(column)


def _extra(row: StagedRow, column: int) -> str:
    """What is told of an answer beside its value."""
    words = {NOW: row.now_words, BECOMES: row.become_words}.get(column, "")
    return words if _value(row, column) is not None else words[:1].upper() + words[1:]


def _base(row: StagedRow, column: int) -> str:
    """The word for an answer's value; nothing where there is neither value nor words."""
    value = _value(row, column)
    if value is not None:
        return WORDS[value.token]
    return "" if _extra(row, column) else ("Nothing yet" if column == NOW else "Nothing")


def _words(row: StagedRow, column: int) -> str:
    match column:
        case _ if column == VERDICT:
            return f"{SIGNS[row.verdict]}  {VERDICTS[row.verdict]}"
        case _ if column == PLAN:
            return row.reference
        case _ if column == CRITERION:
            return f"{row.criterion}  {row.short}" if row.criterion else row.short or "The audit as a whole"
        case _:
            return ", ".join(part for part in (_base(row, column), _extra(row, column)) if part)


def _colour(row: StagedRow, column: int) -> Any:
    if column == VERDICT:
        return look().colour(VERDICT_TONES[row.verdict])
    if column in (NOW, BECOMES) and _value(row, column) is None and not _extra(row, column):
        return look().colour("ink2")
    return None


class _AnswerDelegate(QStyledItemDelegate):
    """Mark and word; what else changes stands after it, struck through where it goes, underlined where it comes."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """The value's word alone: the rest is drawn by itself."""
        super().initStyleOption(option, index)
        base = index.data(BASE_ROLE)
        if base is not None:
            option.text = base  # pyright: ignore[reportAttributeAccessIssue]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The cell, then the words after the value."""
        super().paint(painter, option, index)
        extra, row = index.data(EXTRA_ROLE), index.data(ROW_ROLE)
        if not extra:
            return
        own = QStyleOptionViewItem(option)
        self.initStyleOption(own, index)
        widget = option.widget
        if not isinstance(widget, QWidget):
            return
        room = widget.style().subElementRect(QStyle.SubElement.SE_ItemViewItemText, own, widget)
        base = index.data(BASE_ROLE)
        gap = QFontMetrics(look().font()).horizontalAdvance(f"{base}, ") if base else 0
        at = QRect(room.left() + gap, option.rect.top(), option.rect.right() - room.left() - gap, option.rect.height())
        at.adjust(look().px(2), 0, -look().px(6), 0)
        font = QFont(look().font())
        if row.verdict == Verdict.CHANGE:
            font.setStrikeOut(index.column() == NOW)
            font.setUnderline(index.column() == BECOMES)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setFont(font)
        painter.setPen(look().colour("on_selected" if selected else "ink2" if base else "ink"))
        words = QFontMetrics(font).elidedText(extra, Qt.TextElideMode.ElideRight, max(0, at.width()))
        painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> Any:
        """Room for all the words."""
        size = super().sizeHint(option, index)
        extra = index.data(EXTRA_ROLE)
        if extra:
            size.setWidth(size.width() + QFontMetrics(look().font()).horizontalAdvance(f", {extra}") + look().px(8))
        return size


class _ReasonDelegate(QStyledItemDelegate):
    """Lets reasons wrap, and nothing else: a wrapped cell would be cut at a word, with room left over."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """As any cell's; a reason wraps."""
        super().initStyleOption(option, index)
        if index.data(ROW_ROLE) is None:
            option.features |= QStyleOptionViewItem.ViewItemFeature.WrapText  # pyright: ignore[reportAttributeAccessIssue]


class DiffTable(FittingTable):
    """Rows of one pack; reasons run across the columns and wrap."""

    def __init__(self) -> None:
        super().__init__("What would change")
        self._shown = DiffModel()
        self.setModel(self._shown)
        hand_over(self._shown, self, None)
        for column in (NOW, BECOMES):
            self.setItemDelegateForColumn(column, _AnswerDelegate(self))
        self.setItemDelegateForColumn(PLAN, _ReasonDelegate(self))
        self.setMinimumHeight(look().px(ROW) * LEAST_ROWS)
        self.setVerticalScrollMode(TableView.ScrollMode.ScrollPerPixel)
        self.horizontalHeader().setMinimumSectionSize(1)
        look().changed.connect(self._grow)

    def show_rows(self, rows: Sequence[StagedRow], with_same: bool) -> None:
        """Show these rows, those that stay the same only if asked for."""
        self.clearSpans()
        before, self._shown = self._shown, DiffModel(rows, with_same)
        self.setModel(self._shown)
        hand_over(self._shown, self, before)
        for at, line in enumerate(self._shown.lines):
            if line.reason:
                self.setSpan(at, PLAN, 1, len(HEADS) - PLAN)
        self.fit()

    def _grow(self) -> None:
        self.setMinimumHeight(look().px(ROW) * LEAST_ROWS)

    def fit(self) -> None:
        """Columns as wide as their words ask; where there is little room, what is told beside an answer is cut first.

        What is cut is told whole by its tip.
        """
        room = self.viewport().width()
        self.setColumnHidden(NOW, False)
        wishes = [self._wish(column) for column in range(len(HEADS))]
        widths = list(wishes)
        for column, least in ((NOW, LEAST_ANSWER), (CRITERION, LEAST), (BECOMES, LEAST_ANSWER)):
            widths[column] = min(look().px(least), wishes[column])
        bases = {column: self._wish(column, BASE_ROLE) for column in (NOW, BECOMES)}
        spare = room - sum(widths)
        some = (CRITERION, min(look().px(ENOUGH), wishes[CRITERION]))
        wider = ((column, wishes[column]) for column in (BECOMES, CRITERION, NOW))
        for column, wish in (*bases.items(), some, *wider):
            more = max(0, min(spare, wish - widths[column]))
            widths[column] += more
            spare -= more
        if widths[CRITERION] < wishes[CRITERION] and not self._shown.something_now:  # nothing is lost by leaving it out
            self.setColumnHidden(NOW, True)
            spare += widths[NOW]
            more = min(spare, wishes[CRITERION] - widths[CRITERION])
            widths[CRITERION] += more
            spare -= more
        widths[BECOMES] += max(0, spare)
        for column, width in enumerate(widths):
            if not self.isColumnHidden(column):
                self.setColumnWidth(column, width)
        self._fit_reasons()

    def _wish(self, column: int, role: int = Qt.ItemDataRole.DisplayRole) -> int:
        """As wide as the longest of the column's words: measured once a wording, however many rows say it."""
        model = self._shown
        metrics = QFontMetrics(look().font("body", column in (VERDICT, PLAN)))
        said = {str(model.index(at, column).data(role)) for at, line in enumerate(model.lines) if not line.reason}
        words = max((metrics.horizontalAdvance(one) for one in said), default=0)
        mark = look().px(MARK) + look().px(6) if column in (NOW, BECOMES) else 0
        head = QFontMetrics(look().font("caption", True)).horizontalAdvance(HEADS[column])
        return max(words + mark, head) + look().px(26)

    def _fit_reasons(self) -> None:
        metrics = QFontMetrics(look().font())
        wide = min(sum(map(self.columnWidth, range(len(HEADS)))), self.viewport().width())
        wide -= self.columnWidth(VERDICT) + look().px(20)
        for at, line in enumerate(self._shown.lines):
            if line.reason:
                box = metrics.boundingRect(0, 0, max(wide, 1), 10_000, Qt.TextFlag.TextWordWrap, line.row.why)
                self.setRowHeight(at, max(look().px(ROW), box.height() + look().px(14)))
