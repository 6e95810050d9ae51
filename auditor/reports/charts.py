"""The charts of a round: each is drawn once, for screen and print, and comes with its words and its table.

`HEADLINES.draw(results, palette, width, scale, face)` gives a reportlab Drawing and `to_svg` turns it into SVG;
`alt_text(results)` states what it shows and `table(results)` gives the same figures. No figure is computed here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.figures import Results
from auditor.reports.blocks import Table
from auditor.reports.drawing import PRINT, Face, Palette, plain_face, to_svg
from auditor.reports.headline_chart import headline_alt, headline_bars, headline_table
from auditor.reports.statutory_chart import (
    statutory_alt,
    statutory_boxes,
    statutory_table,
)

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

__all__ = [
    "HEADLINES",
    "PRINT",
    "STATUTORY",
    "Chart",
    "Face",
    "Palette",
    "headline_bars",
    "plain_face",
    "statutory_boxes",
    "to_svg",
]


@dataclass(frozen=True)
class Chart:
    """One chart: how it is drawn, what it says, and its figures as rows."""

    draw: Callable[[Results, Palette, float, float, Face | None], Drawing]
    alt_text: Callable[[Results], str]
    table: Callable[[Results], Table]


HEADLINES = Chart(headline_bars, headline_alt, headline_table)
STATUTORY = Chart(statutory_boxes, statutory_alt, statutory_table)
