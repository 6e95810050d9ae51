"""SVG drawings from resources/icons, coloured and turned into pixels."""

from functools import cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

# Lucide draws with strokes of 2 on its 24 grid; 1.75 sits better beside 15 px text.
STROKE = 'stroke-width="1.75"'


@cache
def _text(name: str) -> str:
    return (files("resources") / "icons" / f"{name}.svg").read_text(encoding="utf-8")


def drawing(name: str, colour: str, paper: str = "none") -> str:
    """The drawing resources/icons/<name>.svg in one colour, on a ground of colour `paper`."""
    svg = _text(name).replace("currentColor", colour).replace("var(--paper, #fff)", paper)
    return svg if name.startswith("marks/") else svg.replace('stroke-width="2"', STROKE)


def pixels(svg: str, size: int, ratio: float, room: int = 0) -> QPixmap:
    """The drawing as a square of `size` px at a device pixel ratio, with `room` px left free at its right."""
    key = f"{hash(svg)}/{size}/{ratio}/{room}"
    kept = QPixmap()
    if QPixmapCache.find(key, kept):
        return kept
    whole = QSizeF(size + room, size) * ratio
    pixmap = QPixmap(whole.toSize())
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size * ratio, size * ratio))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, pixmap)
    return pixmap
