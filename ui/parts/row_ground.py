"""The ground of a row that a list draws for itself: an accent bar where one is, and what the mouse is over."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem

from ui.look import look
from ui.look.tokens import RADIUS

BAR = 4  # px of accent at the side of the row one is on


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
    """Fill a row as its state asks; words begin to the right of BAR."""
    painter.setPen(Qt.PenStyle.NoPen)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setBrush(look().colour("selected"))
        painter.drawRoundedRect(QRectF(rect), RADIUS["small"], RADIUS["small"])
        painter.fillRect(rect.left(), rect.top(), BAR, rect.height(), look().colour("accent"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(look().colour("hover"))
        painter.drawRoundedRect(QRectF(rect), RADIUS["small"], RADIUS["small"])
