"""The packs that were opened together: one item a pack, to be walked through, and ticked if it shall go in."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from auditor.packs.staged import StagedPack
from ui.look import look
from ui.look.tokens import RADIUS
from ui.packs.words import STATES, pack_line, pack_name, pack_title
from ui.parts.assist import selecting_moves
from ui.parts.row_ground import BAR, paint_ground

Index = QModelIndex | QPersistentModelIndex
NOWHERE = QModelIndex()
PACK_ROLE = Qt.ItemDataRole.UserRole + 1
BOX = 18  # design px of a tick box
MARK = 14  # design px of a mark in a chip


class PacksModel(QAbstractListModel):
    """The packs in their order. Those that can go in have a box; `told` says that a tick was set or taken away."""

    told = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.packs: tuple[StagedPack, ...] = ()
        self._left: set[str] = set()

    @property
    def chosen(self) -> tuple[StagedPack, ...]:
        """Those that would go in now."""
        return tuple(pack for pack in self.packs if self.goes_in(pack))

    def show(self, packs: Sequence[StagedPack]) -> None:
        """Show other packs; what was left out by hand stays so."""
        self.beginResetModel()
        self.packs = tuple(packs)
        self._left &= {pack.uid for pack in packs}
        self.endResetModel()

    def goes_in(self, pack: StagedPack) -> bool:
        """Whether applying would write it."""
        return pack.goes_in and pack.uid not in self._left

    def rowCount(self, parent: Index = NOWHERE) -> int:
        """How many packs there are."""
        return 0 if parent.isValid() else len(self.packs)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can go in can be ticked."""
        flags = super().flags(index)
        tickable = index.isValid() and self.packs[index.row()].goes_in
        return flags | Qt.ItemFlag.ItemIsUserCheckable if tickable else flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The pack, its words, its box."""
        if not index.isValid():
            return None
        pack = self.packs[index.row()]
        match role:
            case _ if role == PACK_ROLE:
                return pack
            case Qt.ItemDataRole.DisplayRole:
                return pack_title(pack)
            case Qt.ItemDataRole.AccessibleTextRole:
                return pack_name(pack, self.goes_in(pack))
            case Qt.ItemDataRole.ToolTipRole:
                return f"{pack.file}\n{pack.why}".strip()
            case Qt.ItemDataRole.CheckStateRole if pack.goes_in:
                return Qt.CheckState.Checked if self.goes_in(pack) else Qt.CheckState.Unchecked
            case _:
                return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tick or untick."""
        if role != Qt.ItemDataRole.CheckStateRole or not self.packs[index.row()].goes_in:
            return False
        uid = self.packs[index.row()].uid
        (self._left.discard if Qt.CheckState(value) == Qt.CheckState.Checked else self._left.add)(uid)
        self.dataChanged.emit(index, index)
        self.told.emit()
        return True

    def choose_all(self, wanted: bool) -> None:
        """Tick all that can go in, or none."""
        self._left = set() if wanted else {pack.uid for pack in self.packs if pack.goes_in}
        if self.packs:
            self.dataChanged.emit(self.index(0), self.index(len(self.packs) - 1))
        self.told.emit()


class PackDelegate(QStyledItemDelegate):
    """Three lines a pack: who sent it, which one it is, and in a chip what would become of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Three lines of text and room around them."""
        return QSize(look().px(160), self.high())

    def high(self) -> int:
        """The height of one pack."""
        body, caption = QFontMetrics(look().font("body")).height(), QFontMetrics(look().font("caption")).height()
        return body + 2 * caption + look().px(8) + 3 * look().space(2)

    def box(self, rect: QRect) -> QRect:
        """Where the tick box of a row lies."""
        lk = look()
        return QRect(rect.left() + BAR + lk.space(2), rect.top() + lk.space(2) + lk.px(3), lk.px(BOX), lk.px(BOX))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw the row."""
        pack: StagedPack = index.data(PACK_ROLE)
        here = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 1, -2, -1)
        paint_ground(painter, option, rect)
        self._sign(painter, option, rect, index, here)
        self._words(painter, option, rect, pack, here)
        painter.restore()

    def _sign(self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, index: Index, here: bool) -> None:
        """A box where the pack can go in, else a parcel."""
        box, ticked = self.box(rect), index.data(Qt.ItemDataRole.CheckStateRole)
        widget = option.widget
        ratio = widget.devicePixelRatioF() if isinstance(widget, QWidget) else 1.0
        if ticked is None:
            icon = look().icon_pixmap("package", "on_selected" if here else "ink2", BOX, ratio)
            painter.drawPixmap(box.topLeft(), icon)
            return
        own = QStyleOptionViewItem(option)
        own.rect = box
        own.state = option.state & ~(QStyle.StateFlag.State_HasFocus | QStyle.StateFlag.State_Selected)
        on = Qt.CheckState(ticked) == Qt.CheckState.Checked
        own.state |= QStyle.StateFlag.State_On if on else QStyle.StateFlag.State_Off
        if isinstance(widget, QWidget):
            widget.style().drawPrimitive(QStyle.PrimitiveElement.PE_IndicatorItemViewItemCheck, own, painter, widget)

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, rect: QRect, pack: StagedPack, here: bool
    ) -> None:
        lk = look()
        left = self.box(rect).right() + lk.space(3)
        top, wide = rect.top() + lk.space(2), rect.right() - lk.space(2) - left
        for text, role, tone in ((pack_title(pack), "body", "ink"), (pack_line(pack), "caption", "ink2")):
            font = lk.font(role, role == "body")
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(lk.colour("on_selected" if here else tone))
            line = QRect(left, top, wide, metrics.height())
            fitting = metrics.elidedText(text, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)
            top = line.bottom() + 1
        widget = option.widget
        ratio = widget.devicePixelRatioF() if isinstance(widget, QWidget) else 1.0
        draw_chip(painter, QRect(left, top + lk.space(1), wide, 0), pack.word, STATES[pack.standing], ratio)


def draw_chip(painter: QPainter, at: QRect, word: str, state: str, ratio: float) -> None:
    """Draw a chip, as ui.parts.chip shows one, with its left top corner and greatest width as `at` says."""
    lk = look()
    font = lk.font("caption", True)
    metrics = QFontMetrics(font)
    side, gap = lk.space(2), lk.space(1)
    room = at.width() - 2 * side - lk.px(MARK) - gap
    fitting = metrics.elidedText(word, Qt.TextElideMode.ElideRight, room)
    wide = 2 * side + lk.px(MARK) + gap + metrics.horizontalAdvance(fitting)
    chip = QRect(at.left(), at.top(), wide, metrics.height() + lk.px(4))
    painter.setBrush(lk.colour(f"{state}_soft"))
    painter.setPen(QPen(lk.colour(state), lk.line))
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS["small"], RADIUS["small"])
    mark = lk.mark_pixmap(state, MARK, f"{state}_soft", ratio)
    painter.drawPixmap(chip.left() + side, chip.center().y() - lk.px(MARK) // 2 + 1, mark)
    painter.setFont(font)
    painter.setPen(lk.colour(state))
    words = chip.adjusted(side + lk.px(MARK) + gap, 0, 0, 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, fitting)


class PackList(QListView):
    """Walked through with the arrows, ticked with Space or by a click on the box."""

    def __init__(self) -> None:
        super().__init__()
        self.packs = PacksModel()
        self.packs.setParent(self)
        self._delegate = PackDelegate(self)
        self.setModel(self.packs)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setAccessibleName("Packs")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        selecting_moves(self)
        look().changed.connect(self.doItemsLayout)

    @property
    def here(self) -> StagedPack | None:
        """The pack one is on."""
        index = self.currentIndex()
        return self.packs.packs[index.row()] if index.isValid() else None

    def row_height(self) -> int:
        """The height of one pack."""
        return self._delegate.high()

    def tick_here(self) -> None:
        """Have the pack one is on go in, or not."""
        index = self.currentIndex()
        ticked = self.packs.data(index, Qt.ItemDataRole.CheckStateRole)
        if ticked is not None:
            other = Qt.CheckState.Unchecked if ticked == Qt.CheckState.Checked else Qt.CheckState.Checked
            self.packs.setData(index, other, Qt.ItemDataRole.CheckStateRole)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space ticks."""
        if event.key() == Qt.Key.Key_Space:
            self.tick_here()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on the box ticks."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if not index.isValid() or event.button() != Qt.MouseButton.LeftButton:
            return
        if self._delegate.box(self.visualRect(index).adjusted(2, 1, -2, -1)).adjusted(-4, -4, 4, 4).contains(at):
            self.tick_here()
