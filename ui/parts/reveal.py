"""What opens on a page is brought into view whole, and not its first line alone."""

from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QTimer
from PySide6.QtWidgets import QScrollArea, QWidget

from ui.look import look

GAP = 4  # spacing step kept free above and below


def bring_into_view(part: QWidget) -> None:
    """Scroll what scrolls around a part so far that all of it can be seen, once it has its size.

    Of a part that is taller than the room, its top is shown.
    """
    QTimer.singleShot(0, part, partial(_bring, part))


def _bring(part: QWidget) -> None:
    if not part.isVisible():
        return
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    around = part.parentWidget()
    while around is not None:
        content = around.widget() if isinstance(around, QScrollArea) else None
        if isinstance(around, QScrollArea) and content is not None:
            gap, bar, room = look().space(GAP), around.verticalScrollBar(), around.viewport().height()
            top = part.mapTo(content, QPoint(0, 0)).y()
            lowest = top + part.height() + gap - room
            bar.setValue(min(max(bar.value(), lowest), top - gap))
        around = around.parentWidget()
