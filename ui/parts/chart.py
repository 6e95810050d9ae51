"""A chart of a round on the screen: drawn anew for the width, theme and text size it has."""

from bisect import bisect_right

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy

from auditor.figures import Results
from auditor.reports.charts import Chart, Face, Palette, to_svg
from ui.look import look
from ui.parts.pictures import Picture

NARROWEST = 320  # design px; below it a chart shrinks instead of being laid out anew


def screen_palette() -> Palette:
    """The chart's colours in the theme in force."""
    colours = look().colours
    return Palette(
        ink=colours["ink"], ink2=colours["ink2"], bar=colours["bar"], track=colours["track"],
        edge=colours["track_edge"], halo=colours["surface"],
    )  # fmt: skip


def screen_face() -> Face:
    """The program's own font, so that a chart's words are as wide as they were measured."""
    family = look().font().family()

    def width(text: str, bold: bool, size: float) -> float:
        font = look().font(bold=bold)
        font.setPixelSize(1000)  # measured large, so that rounding to pixels does not add up
        return QFontMetricsF(font).horizontalAdvance(text) * size / 1000

    return Face(family, f"{family} Bold", width)


class ChartView(Picture):
    """One focusable picture whose name is its finding. Enter asks for the same figures as a table.

    `picked` is a click on a headline or a check, by its number from 0.
    """

    table_asked = Signal()
    picked = Signal(int)

    def __init__(self, chart: Chart) -> None:
        super().__init__()
        self._chart = chart
        self._results: Results | None = None
        self._drawn: dict[int, tuple[QByteArray, float]] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self._draw_again)

    def show_results(self, results: Results) -> None:
        """Draw these figures."""
        self._results = results
        self.setAccessibleName(self._chart.alt_text(results))
        self.setAccessibleDescription("Chart. Enter shows the same figures as a table.")
        self._draw_again()

    def sizeHint(self) -> QSize:
        """A comfortable width, and the height the chart has then."""
        wide = look().px(640)
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It can be narrow; its height follows."""
        return QSize(look().px(160), look().px(40))

    def heightForWidth(self, width: int) -> int:
        """The height of the chart when it is drawn this wide."""
        if self._results is None or width <= 0:
            return 0
        drawn_at = max(width, NARROWEST)
        _, height = self._svg(self._results, drawn_at)
        return round(height * width / drawn_at)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chart over the whole width."""
        if self._results is None:
            return
        drawn_at = max(self.width(), NARROWEST)
        svg, height = self._svg(self._results, drawn_at)
        by = self.width() / drawn_at
        painter = QPainter(self)
        QSvgRenderer(svg).render(painter, QRectF(0, 0, self.width(), height * by))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks for the table."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.table_asked.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, _event: QMouseEvent) -> None:
        """A press is taken, so that its release comes here as well."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click picks the headline or the check it is on."""
        if self._results is None or event.button() is not Qt.MouseButton.LeftButton:
            return
        drawn_at = max(self.width(), NARROWEST)
        y = event.position().y() * drawn_at / max(1, self.width())
        edges = self._chart.edges(self._results, drawn_at, look().px(100) / 100, screen_face())
        at = bisect_right(edges, y)
        if y >= 0 and at < len(edges) and self.rect().contains(event.position().toPoint()):
            self.picked.emit(at)

    def _svg(self, results: Results, width: int) -> tuple[QByteArray, float]:
        """The drawing at a width in px, kept until figures or look change; a few widths at most."""
        if width not in self._drawn:
            if len(self._drawn) > 8:
                self._drawn.clear()
            face = screen_face()
            drawing = self._chart.draw(results, screen_palette(), width, look().px(100) / 100, face)
            svg = to_svg(drawing, face.regular)
            self._drawn[width] = QByteArray(svg.encode()), float(drawing.height)
        return self._drawn[width]

    def _draw_again(self) -> None:
        self._drawn.clear()
        self.updateGeometry()
        self.update()
