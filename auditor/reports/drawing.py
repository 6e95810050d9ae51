"""What charts are drawn with: a palette, a face, a sheet that counts from the top, and the way to SVG.

Charts are reportlab drawings made of four shapes only (text, line, box, nothing else), so that the same
drawing prints in a PDF and reads rightly in QtSvg, whose support for SVG is small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from auditor.reports.wording import readable

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing


@dataclass(frozen=True)
class Palette:
    """Colours of a chart as #RRGGBB. `halo` is the ground the chart stands on, drawn round the whisker."""

    ink: str
    ink2: str
    bar: str
    track: str
    edge: str
    halo: str


LEADING = 1.32  # height of a line of text, in type sizes

PRINT = Palette(ink="#1B2330", ink2="#464F5E", bar="#2C6E74", track="#F1EFE9", edge="#7F7C70", halo="#FFFFFF")


@dataclass(frozen=True)
class Face:
    """The letters of a chart: two font names, and `width(text, bold, size)` in the units of `size`.

    On a screen the width must come from the font that will show the SVG, or texts may touch.
    """

    regular: str
    bold: str
    width: Callable[[str, bool, float], float]


def plain_face() -> Face:
    """A face for charts whose font is not known yet: measures as Helvetica does, with a tenth to spare."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    def width(text: str, bold: bool, size: float) -> float:
        return 1.1 * float(stringWidth(text, "Helvetica-Bold" if bold else "Helvetica", size))

    return Face("Helvetica", "Helvetica-Bold", width)


class Sheet:
    """A drawing under way. Every y counts downwards from the top edge; the height is known at the end."""

    def __init__(self, width: float, scale: float, palette: Palette, face: Face) -> None:
        self.width, self.scale, self.palette, self.face = width, scale, palette, face
        self._waiting: list[Callable[[float], Any]] = []

    def size(self, pixels: float) -> float:
        """Type and parts grow with the text scale."""
        return pixels * self.scale

    def space(self, pixels: float) -> float:
        """Space grows at half the rate of text, so that large text leaves room for words."""
        return pixels * (1 + self.scale) / 2 if self.scale > 1 else pixels * self.scale

    def text(
        self, x: float, y: float, words: str, size: float, colour: str, bold: bool = False, to: str = "start"
    ) -> None:
        """Set one line with its baseline at y; `to` is start, middle or end and says which part of it lies at x."""
        from reportlab.graphics.shapes import String

        font = self.face.bold if bold else self.face.regular
        style: dict[str, Any] = {"fontName": font, "fontSize": size, "fillColor": _colour(colour), "textAnchor": to}
        self._waiting.append(lambda top: String(x, top - y, readable(words), **style))

    def line(self, x0: float, y0: float, x1: float, y1: float, colour: str, width: float, dash: bool = False) -> None:
        """Draw a straight line, dotted if `dash`."""
        from reportlab.graphics.shapes import Line

        style: dict[str, Any] = {
            "strokeColor": _colour(colour),
            "strokeWidth": width,
            "strokeDashArray": [width, 2 * width] if dash else None,
        }
        self._waiting.append(lambda top: Line(x0, top - y0, x1, top - y1, strokeLineCap=0, **style))

    def box(
        self, x: float, y: float, width: float, height: float, fill: str | None, edge: str | None, line: float = 0
    ) -> None:
        """Draw a box whose upper left corner is (x, y)."""
        from reportlab.graphics.shapes import Rect

        style: dict[str, Any] = {"fillColor": _colour(fill), "strokeColor": _colour(edge), "strokeWidth": line}
        self._waiting.append(lambda top: Rect(x, top - y - height, width, height, **style))

    def lines(
        self, y: float, lines: list[str], size: float, colour: str, x: float = 0, bold: bool = False, to: str = "start"
    ) -> float:
        """Set lines under one another, the first one's top at y; give the bottom of the last."""
        for line in lines:
            y += LEADING * size
            self.text(x, y - 0.3 * size, line, size, colour, bold, to)
        return y

    def track(self, x: float, y: float, width: float, height: float, share: float) -> None:
        """A pale track with an edge, dotted at its middle, and the solid `share` (0 to 1) that is met."""
        palette, thin = self.palette, max(0.6, self.space(1))
        middle, over = x + width / 2, self.space(4)
        self.box(x, y, width, height, palette.track, None)
        self.line(middle, y - over, middle, y + height + over, palette.edge, thin, dash=True)
        if share > 0:
            self.box(x, y, width * share, height, palette.bar, None)
        self.box(x, y, width, height, None, palette.edge, thin)

    def wrap(self, words: str, size: float, room: float, bold: bool = False) -> list[str]:
        """Break words into lines no wider than `room`; a single word wider than that is broken inside."""
        lines: list[str] = []
        line = ""
        for whole in readable(words).split():
            word = whole
            while self.face.width(word, bold, size) > room and len(word) > 1:
                fits = max(1, sum(self.face.width(word[: i + 1], bold, size) <= room for i in range(len(word))))
                lines += [line, word[:fits]] if line else [word[:fits]]
                line, word = "", word[fits:]
            longer = f"{line} {word}".strip()
            if line and self.face.width(longer, bold, size) > room:
                lines.append(line)
                longer = word
            line = longer
        return [*lines, line] if line else lines

    def drawing(self, height: float) -> Drawing:
        """Give the finished drawing, `height` high."""
        from reportlab.graphics.shapes import Drawing

        return Drawing(self.width, height, *(make(height) for make in self._waiting))


def to_svg(drawing: Drawing, family: str = "sans-serif") -> str:
    """Write a chart as SVG, its texts in the font `family`.

    Our own writer and not reportlab's: that one rounds colours to whole percents, cuts the view box to whole
    units, and lets the dashes of one line run on into the next.
    """
    size = f'width="{_n(drawing.width)}" height="{_n(drawing.height)}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}">']
    parts += [_shape(shape, drawing.height, family) for shape in drawing.contents]
    return "\n".join([*parts, "</svg>"])


def _shape(shape: Any, top: float, family: str) -> str:
    match type(shape).__name__:
        case "String":
            style: dict[str, Any] = {
                "font-family": family,
                "font-size": _n(shape.fontSize),
                "fill": _hex(shape.fillColor),
            }
            if shape.fontName.endswith("Bold"):
                style["font-weight"] = "bold"
            if shape.textAnchor != "start":
                style["text-anchor"] = shape.textAnchor
            return f"<text {_attributes(x=_n(shape.x), y=_n(top - shape.y), **style)}>{escape(shape.text)}</text>"
        case "Line":
            ends = _attributes(x1=_n(shape.x1), y1=_n(top - shape.y1), x2=_n(shape.x2), y2=_n(top - shape.y2))
            return f"<line {ends} {_stroke(shape)}/>"
        case "Rect":
            upper = _n(top - shape.y - shape.height)
            place = _attributes(x=_n(shape.x), y=upper, width=_n(shape.width), height=_n(shape.height))
            return f'<rect {place} fill="{_hex(shape.fillColor)}" {_stroke(shape)}/>'
        case other:
            raise TypeError(f"charts are made of texts, lines and boxes, not {other}")


def _attributes(**values: str) -> str:
    return " ".join(f"{name}={quoteattr(value)}" for name, value in values.items())


def _stroke(shape: Any) -> str:
    if shape.strokeColor is None:
        return 'stroke="none"'
    dash = f' stroke-dasharray="{" ".join(map(_n, shape.strokeDashArray))}"' if shape.strokeDashArray else ""
    return f'stroke="{_hex(shape.strokeColor)}" stroke-width="{_n(shape.strokeWidth)}"{dash}'


def _colour(name: str | None) -> Any:
    from reportlab.lib.colors import HexColor

    return HexColor(name) if name else None


def _hex(colour: Any) -> str:
    return f"#{colour.hexval()[2:].upper()}" if colour is not None else "none"


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
