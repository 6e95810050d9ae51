"""Progress by parts: solid, hatched, dotted, in that order, and the same in words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy

from ui.look import look
from ui.parts.layout import Row, Wrap
from ui.parts.pictures import Picture
from ui.parts.words import Text


@dataclass(frozen=True)
class Part:
    """One share of a whole: how many, what they are, and how it is filled."""

    count: int
    word: str
    fill: Literal["solid", "hatched", "dotted", "empty"]


GROUNDS = {"solid": "bar", "hatched": "under_way_fill", "dotted": "track", "empty": "track"}
HIGH = 12  # design px


class PartsBar(Picture):
    """Shares of a whole in one bar; each has a colour and a texture, so that it reads in grey."""

    def __init__(self, parts: Sequence[Part] = (), width: int = 0) -> None:
        super().__init__()
        self._width = width
        across = QSizePolicy.Policy.Fixed if width else QSizePolicy.Policy.Expanding
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        self.set_parts(parts)
        look().changed.connect(self.updateGeometry)

    def set_parts(self, parts: Sequence[Part]) -> None:
        """Show other shares; the name read out is their counts in words."""
        self._parts = tuple(parts)
        self.setAccessibleName(", ".join(f"{part.count} {part.word}" for part in parts))
        self.setToolTip(self.accessibleName())
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as asked for, in design px."""
        return QSize(look().px(self._width or 120), look().px(HIGH))

    def minimumSizeHint(self) -> QSize:
        """Narrow: it can shrink."""
        return QSize(look().px(self._width or 40), look().px(HIGH))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the shares from the left."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_parts(painter, QRectF(self.rect()), self._parts)


def paint_parts(painter: QPainter, rect: QRectF, parts: Sequence[Part]) -> None:
    """Draw shares of a whole from the left into a rectangle; no parts, or all of them empty, leave the track bare."""
    whole = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    outline = QPainterPath()
    outline.addRoundedRect(whole, 4, 4)
    painter.save()
    painter.setClipPath(outline, Qt.ClipOperation.IntersectClip)
    painter.fillRect(whole, look().colour("track"))
    total, at = sum(part.count for part in parts), whole.left()
    for part in parts:
        if not part.count:
            continue
        share = QRectF(at, whole.top(), whole.width() * part.count / total, whole.height())
        _fill(painter, share, part.fill)
        at = share.right()
        if at < whole.right() - 1:
            painter.fillRect(QRectF(at - 1, whole.top(), 2, whole.height()), look().colour("surface"))
    painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(look().colour("track_edge"), look().line))
    painter.drawPath(outline)


class PartsLegend(Wrap):
    """What the fills mean, once a card: Part counts are not shown."""

    def __init__(self, parts: Sequence[Part]) -> None:
        swatches = [
            Row(PartsBar([replace(part, count=1)], width=28), Text(part.word, "caption", "ink2", wrap=False), gap=1)
            for part in parts
        ]
        super().__init__(*swatches, gap=3)


def _fill(painter: QPainter, share: QRectF, fill: str) -> None:
    painter.save()
    painter.setClipRect(share, Qt.ClipOperation.IntersectClip)
    painter.fillRect(share, look().colour(GROUNDS[fill]))
    high, step = share.height(), max(6, look().px(7))
    if fill == "hatched":
        painter.setPen(QPen(look().colour("surface"), max(2, look().px(2))))
        for x in range(-int(high), int(share.width()) + 1, step):
            painter.drawLine(QPointF(share.left() + x, share.bottom()), QPointF(share.left() + x + high, share.top()))
    if fill == "dotted":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look().colour("ink3"))
        for x in range(step // 2, int(share.width()), step):
            painter.drawEllipse(QPointF(share.left() + x, share.center().y()), look().px(1.4), look().px(1.4))
    painter.restore()
