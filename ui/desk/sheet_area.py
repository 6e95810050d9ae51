"""The paper of the checklist: parts below each other, one of which the open card stands in for.

Forty-five rows and a card in Qt's own layouts take a tenth of a second to lay out again; here only what changed is
measured, so that the next question is there at once.
"""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from ui.look import look

WIDEST = 780  # design px: about 75 characters in a card
MARGIN = 5  # spacing step


class SheetArea(QScrollArea):
    """Scrolls down and never sideways. `parts` are widgets, each with the spacing step above it."""

    def __init__(self) -> None:
        super().__init__()
        self._paper = _Paper(self)
        self._parts: list[tuple[QWidget, int]] = []
        self._heights: dict[QWidget, int] = {}
        self._replaced: tuple[QWidget, QWidget] | None = None
        self.setWidget(self._paper)
        self._paper.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # so that no width changes with it
        look().changed.connect(self.measure_again)

    def set_parts(self, parts: Sequence[tuple[QWidget, int]]) -> None:
        """Show these parts; those that are no longer among them are thrown away."""
        kept = {part for part, _ in parts}
        for part, _ in self._parts:
            if part not in kept:
                part.hide()
                part.deleteLater()
        self._parts = list(parts)
        for part, _ in parts:
            part.setParent(self._paper)
            part.show()
        self.measure_again()

    def put_in_place_of(self, stand_in: QWidget, part: QWidget | None) -> None:
        """Have a widget stand where a part is, or nowhere."""
        if self._replaced is not None:
            self._replaced[1].show()
        self._replaced = (stand_in, part) if part is not None else None
        stand_in.setVisible(part is not None)
        if part is not None:
            stand_in.stackUnder(part)  # is read out where it stands
            part.hide()
        self.lay_out()

    def forget_height(self, part: QWidget) -> None:
        """Measure a part again at the next laying out."""
        self._heights.pop(part, None)

    def measure_again(self) -> None:
        """Measure every part anew."""
        self._heights.clear()
        self.lay_out()

    def settle(self) -> None:
        """Bring sizes and places up to date now, rather than at the next turn of the event loop."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self.lay_out()

    def lay_out(self) -> None:
        """Place the parts. Only what may have changed is measured."""
        margin = look().space(MARGIN)
        room = self.viewport().width()
        width = min(room - 2 * margin, look().px(WIDEST))
        y = look().space(4)
        for part, gap in self._parts:
            shown = self._replaced[0] if self._replaced and part is self._replaced[1] else part
            height = self._height(shown, width)
            y += look().space(gap)
            shown.setGeometry(margin, y, width, height)
            y += height
        self._paper.resize(QSize(room, y + margin))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the width."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.measure_again()

    def _height(self, part: QWidget, width: int) -> int:
        if part not in self._heights:
            height = part.heightForWidth(width) if part.hasHeightForWidth() else part.sizeHint().height()
            if self._replaced and part is self._replaced[0]:
                return height  # the stand-in changes with every answer
            self._heights[part] = height
        return self._heights[part]


class _Paper(QWidget):
    """Holds the parts, and has them laid out again when one of them says that it needs another height."""

    def __init__(self, area: SheetArea) -> None:
        super().__init__()
        self._area = area

    def event(self, event: QEvent) -> bool:
        """Lay out on request."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._area.lay_out()
            return True
        return super().event(event)
