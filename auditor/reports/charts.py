"""The charts of a round: each is drawn once, for screen and print, and comes with its words and its table.

`drawn(described, palette, width, scale, face)` gives a reportlab Drawing and `to_svg` turns it into SVG; `alt_text`
states what it shows and `table_of` gives the same figures. No figure is computed here. `HEADLINES` and `STATUTORY`
do the same from the results of a round.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from auditor.figures import Results
from auditor.reports.blocks import Table
from auditor.reports.described import Bars, Checks, Described, bars_of, checks_of
from auditor.reports.drawing import PRINT, Face, Palette, Sheet, plain_face, to_svg
from auditor.reports.flow_chart import flow_alt, flow_boxes, flow_table
from auditor.reports.headline_chart import headline_alt, headline_bars, headline_edges, headline_table
from auditor.reports.lines import Lines
from auditor.reports.statutory_chart import statutory_alt, statutory_boxes, statutory_edges, statutory_table
from auditor.reports.trend_chart import trend_alt, trend_lines, trend_table

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

__all__ = [
    "HEADLINES",
    "PRINT",
    "STATUTORY",
    "Chart",
    "Face",
    "Palette",
    "alt_text",
    "drawn",
    "halves",
    "plain_face",
    "table_of",
    "to_svg",
]


def drawn(shown: Described, palette: Palette, width: float, scale: float, face: Face | None = None) -> Drawing:
    """Draw what is described, `width` wide in the caller's units, all type multiplied by `scale`."""
    match shown:
        case Bars():
            return headline_bars(shown, palette, width, scale, face)
        case Checks():
            return statutory_boxes(shown, palette, width, scale, face)
        case Lines():
            return trend_lines(shown, palette, width, scale, face)
        case _:
            return flow_boxes(shown, palette, width, scale, face)


def alt_text(shown: Described) -> str:
    """Say in words what the drawing shows, every figure included."""
    match shown:
        case Bars():
            return headline_alt(shown)
        case Checks():
            return statutory_alt(shown)
        case Lines():
            return trend_alt(shown)
        case _:
            return flow_alt(shown)


def table_of(shown: Described) -> Table:
    """Give the figures of the drawing as a table."""
    match shown:
        case Bars():
            return headline_table(shown)
        case Checks():
            return statutory_table(shown)
        case Lines():
            return trend_table(shown)
        case _:
            return flow_table(shown)


def halves(shown: Described) -> tuple[Described, ...]:
    """Give the two halves of a chart of many lines, for pages that cannot hold it; itself where it has but one."""
    match shown:
        case Bars(bars=parts) if len(parts) > 1:
            half = (len(parts) + 1) // 2
            return (replace(shown, bars=parts[:half]), replace(shown, bars=parts[half:]))
        case Checks(checks=parts) if len(parts) > 1:
            half = (len(parts) + 1) // 2
            return (replace(shown, checks=parts[:half]), replace(shown, checks=parts[half:]))
        case Lines(lines=parts) if len(parts) > 1:
            half = (len(parts) + 1) // 2
            half += half % 2 if len(parts) > 2 else 0  # charts stand in twos, so that no gap is left among them
            return (replace(shown, lines=parts[:half]), replace(shown, lines=parts[half:]))
        case _:
            return (shown,)


@dataclass(frozen=True)
class Chart:
    """One chart of a round's results: `of` describes it."""

    of: Callable[[Results], Described]

    def draw(self, results: Results, palette: Palette, width: float, scale: float, face: Face | None = None) -> Drawing:
        """As `drawn`."""
        return drawn(self.of(results), palette, width, scale, face)

    def edges(self, results: Results, width: float, scale: float, face: Face | None = None) -> list[float]:
        """How far down the drawing each headline or check ends, in the results' order."""
        sheet, shown = Sheet(width, scale, PRINT, face or plain_face()), self.of(results)
        match shown:
            case Bars():
                return headline_edges(sheet, shown)
            case Checks():
                return statutory_edges(sheet, shown)
            case _:
                return []

    def alt_text(self, results: Results) -> str:
        """As the function of that name."""
        return alt_text(self.of(results))

    def table(self, results: Results) -> Table:
        """As `table_of`."""
        return table_of(self.of(results))


HEADLINES = Chart(bars_of)
STATUTORY = Chart(checks_of)
