"""Draws one line of the queue: a group, or a difference with the answers given."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditor.moderation.queue import Difference, Kind
from ui.look import look
from ui.moderation.model import Role
from ui.moderation.words import row_words
from ui.parts.row_ground import BAR, paint_ground

SIDE = 18  # design px of a mark
MOST_MARKS = 3


class QueueDelegate(QStyledItemDelegate):
    """Two lines a difference: question and plan with the marks of the answers at the right, and why it matters."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        look().changed.connect(self._measure)
        self._measure()

    def _measure(self) -> None:
        """How high the two kinds of lines are, worked out once for hundreds of them."""
        lk = look()
        body, caption = QFontMetrics(lk.font("body")).height(), QFontMetrics(lk.font("caption")).height()
        self._of_group = QSize(lk.px(160), caption + lk.space(4))
        self._of_difference = QSize(lk.px(160), max(body, lk.px(SIDE)) + caption + 2 * lk.space(2))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line for a group, two for a difference, and room around them."""
        return self._of_group if isinstance(index.data(Role.LINE), str) else self._of_difference

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the line."""
        line = index.data(Role.LINE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 1, -2, -1)
        if isinstance(line, str):
            self._group(painter, rect, line, f"{index.data(Role.COUNT):,}")
        else:
            self._difference(painter, option, rect, line)
        painter.restore()

    def _group(self, painter: QPainter, rect: QRect, words: str, count: str) -> None:
        lk = look()
        inner = rect.adjusted(lk.space(2), 0, -lk.space(2), -lk.px(2))
        painter.setPen(lk.colour("ink2"))
        painter.setFont(lk.font("caption"))
        wide = QFontMetrics(lk.font("caption")).horizontalAdvance(count) + lk.space(2)
        bottom = Qt.AlignmentFlag.AlignBottom
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | bottom, count)
        painter.setFont(lk.font("caption", True))
        fitting = QFontMetrics(lk.font("caption", True)).elidedText(
            words, Qt.TextElideMode.ElideRight, inner.width() - wide
        )
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | bottom, fitting)

    def _difference(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: Difference) -> None:
        lk, here = look(), bool(option.state & QStyle.StateFlag.State_Selected)
        paint_ground(painter, option, rect)
        inner = rect.adjusted(BAR + lk.space(2), lk.space(2) - 1, -lk.space(2), -lk.space(2) + 1)
        marks = self._marks(painter, option, inner, row, here)
        body = QFontMetrics(lk.font("body", True))
        top = QRect(inner.left(), inner.top(), inner.width() - marks, max(body.height(), lk.px(SIDE)))
        painter.setPen(lk.colour("on_selected" if here else "ink"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        used = 0
        if row.criterion:
            painter.setFont(lk.font("body", True))
            painter.drawText(top, left, row.criterion)
            used = body.horizontalAdvance(f"{row.criterion} ")
        painter.setFont(lk.font("body"))
        plain = QFontMetrics(lk.font("body"))
        name = plain.elidedText(row.reference, Qt.TextElideMode.ElideRight, top.width() - used)
        painter.drawText(top.adjusted(used, 0, 0, 0), left, name)
        caption = QFontMetrics(lk.font("caption"))
        below = QRect(inner.left(), top.bottom() + 1, inner.width(), caption.height())
        painter.setFont(lk.font("caption"))
        painter.setPen(lk.colour("on_selected" if here else "ink2"))
        painter.drawText(below, left, caption.elidedText(row_words(row), Qt.TextElideMode.ElideRight, below.width()))

    def _marks(self, painter: QPainter, option: QStyleOptionViewItem, inner: QRect, row: Difference, here: bool) -> int:
        """The answers' marks at the right, highest first so that the order tells nobody; gives the width they took."""
        lk, ground = look(), "selected" if here else "surface"
        widget = option.widget
        ratio = widget.devicePixelRatioF() if isinstance(widget, QWidget) else 1.0
        tokens = [value.token for value in sorted(row.values, reverse=True)][:MOST_MARKS]
        if row.kind == Kind.INCOMPLETE:
            tokens = ["not_started"]
        if row.decided is not None:
            tokens = [row.decided.token]
        step = lk.px(SIDE) + lk.space(1)
        x = inner.right() - step * len(tokens)
        for token in tokens:
            painter.drawPixmap(x, inner.top(), lk.mark_pixmap(token, SIDE, ground, ratio))
            x += step
        return step * len(tokens) + lk.space(2)
