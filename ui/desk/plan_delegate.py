"""Draws one plan of the list: square mark, reference, what is known of it, how far its audit has come."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from auditor.scoring import PlanRow
from ui.desk.plan_model import Role
from ui.desk.words import KINDS, plan_facts, plan_mark, plan_state
from ui.look import look
from ui.parts.row_ground import BAR, paint_ground


class PlanDelegate(QStyledItemDelegate):
    """Three lines a plan; the row one is on has a bar, a ground and bold words."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Three lines of text and room around them."""
        return QSize(look().px(160), self._high())

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw the row."""
        row: PlanRow = index.data(Role.ROW)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 1, -2, -1)
        paint_ground(painter, option, rect)
        self._words(painter, option, rect, row, here)
        painter.restore()

    def _high(self) -> int:
        body, caption = QFontMetrics(look().font("body")).height(), QFontMetrics(look().font("caption")).height()
        return body + 2 * caption + 2 * look().space(2)

    def _words(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, row: PlanRow, here: bool) -> None:
        lk = look()
        inner = rect.adjusted(BAR + lk.space(2), lk.space(2) - 1, -lk.space(2), 0)
        widget = option.widget
        ratio = widget.devicePixelRatioF() if isinstance(widget, QWidget) else 1.0
        mark = lk.mark_pixmap(plan_mark(row), 20, "selected" if here else "surface", ratio)
        painter.drawPixmap(inner.topLeft(), mark)
        left = inner.left() + lk.px(20) + lk.space(3)
        top = inner.top()
        if row.kind == "calibration":  # a mark of its own, for its state looks like any other plan's
            target = lk.icon_pixmap("target", "on_selected" if here else "accent", 18, ratio)
            painter.drawPixmap(inner.left(), inner.bottom() - lk.px(18) - lk.space(2), target)
        lines = (
            (row.reference, "body", True, "ink"),
            (plan_facts(row), "caption", False, "ink2"),
            (plan_state(row), "caption", False, "ink2"),
        )
        for text, role, bold, tone in lines:
            font = lk.font(role, bold)
            metrics = QFontMetrics(font)
            line = QRect(left, top, inner.right() - left, metrics.height())
            painter.setFont(font)
            painter.setPen(lk.colour("on_selected" if here else tone))
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)
            if role == "body" and row.kind in KINDS:
                used = metrics.horizontalAdvance(fitting)
                self._kind(painter, line.adjusted(used, 0, 0, 0), KINDS[row.kind], here)
            top = line.bottom() + 1

    def _kind(self, painter: QPainter, room: QRect, kind: str, here: bool) -> None:
        """Say what kind of scoring it is beside the reference, by its first word where all of it has no room."""
        font = look().font("caption")
        metrics = QFontMetrics(font)
        whole, first = f" · {kind}", f" · {kind.split()[0]}"
        words = whole if metrics.horizontalAdvance(whole) <= room.width() else first
        painter.setFont(font)
        painter.setPen(look().colour("on_selected" if here else "ink2"))
        fitting = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)
