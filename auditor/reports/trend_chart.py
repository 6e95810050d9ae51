"""The trend chart: one small chart a standard, points with whiskers, markers and breaks; its words and its table."""

from __future__ import annotations

from math import floor
from typing import TYPE_CHECKING

from auditor.reports.blocks import Table
from auditor.reports.drawing import LEADING, Face, Palette, Sheet, plain_face
from auditor.reports.figure_words import ends, range_words
from auditor.reports.lines import Dot, Lines
from auditor.reports.trend_panel import NAME, SMALL, Panel, axis_room, slot_room
from auditor.reports.trend_words import trend_say
from auditor.reports.wording import say

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

FIGURE = 12  # pixels at 100% text
PLOT, NARROW, GAP = 132, 250, 28
SHARES = (0, 25, 50, 75, 100)
ARROWS = {"better": -1, "worse": 1}
"""Which way the arrow of a verdict points, y counting downwards."""


def trend_lines(shown: Lines, palette: Palette, width: float, scale: float, face: Face | None = None) -> Drawing:
    """Draw one small chart a line, side by side where there is room, all on one scale from 0 to 100%.

    `width` and `scale` as for the other charts. Where points stand close, every second or third is named, the last
    always; the table has all of them.
    """
    sheet = Sheet(width, scale, palette, face or plain_face())
    gap = sheet.space(GAP)
    most = max((len(line.dots) for line in shown.lines), default=1)
    least = max(sheet.size(NARROW), min(width, axis_room(sheet) + most * slot_room(sheet)))
    fit = max(1, floor((width + gap) / (least + gap)))
    columns = min(3, len(shown.lines), fit)
    # one alone is no wider than beside another, so that a slope looks the same everywhere
    beside = max(columns, min(2, fit))
    span = (width - gap * (beside - 1)) / beside
    y = 0.0
    for first in range(0, len(shown.lines), max(1, columns)):
        row = [
            Panel(sheet, line, place * (span + gap), span)
            for place, line in enumerate(shown.lines[first : first + columns])
        ]
        y = _row(row, y) + sheet.space(20)
    return sheet.drawing(_legend(sheet, shown, y))


def trend_alt(shown: Lines) -> str:
    """Say in words what `trend_lines` shows, every figure included."""
    parts = [trend_say("alt_one" if len(shown.lines) == 1 else "alt", n=len(shown.lines), caption=shown.caption)]
    for line in shown.lines:
        dots = "; ".join(_dot_words(dot) for dot in line.dots) or trend_say("alt_nothing")
        marks = "".join(" " + trend_say("alt_mark", words=m.words) for m in line.marks if not m.broken)
        finding = f" {line.finding}" if line.finding else ""
        parts.append(trend_say("alt_line", name=line.short, dots=dots, marks=marks, finding=finding))
    return " ".join((*parts, *shown.notes))


def trend_table(shown: Lines) -> Table:
    """Give every point of `trend_lines` as a table, row by row."""
    rows = tuple(
        (line.short, dot.label, dot.printed, *(n or trend_say("not_given") for n in dot.of), _likely(dot), dot.note)
        for line in shown.lines
        for dot in line.dots
    )
    names = ("line", "when", "share", "met", "out_of", "range", "note")
    columns = tuple(shown.what if name == "when" else trend_say(f"table.{name}") for name in names)
    widths = (0.23, 0.17, 0.12, 0.08, 0.08, 0.14, 0.18)
    caption = trend_say("table.caption", caption=shown.caption.lower())
    return Table(caption, columns, rows, frozenset({2, 3, 4, 5}), widths)


def _likely(dot: Dot) -> str:
    return range_words(dot.interval)


def _dot_words(dot: Dot) -> str:
    if dot.percent is None:
        return trend_say("alt_few", label=dot.label, under=dot.under)
    of = trend_say("of", k=dot.of[0], n=dot.of[1]) if dot.of[0] else dot.under
    likely = ", " + say("range.long", **ends(dot.interval)) if dot.interval else ""
    key = "alt_typed" if dot.hollow else "alt_dot"
    return trend_say(key, label=dot.label, percent=dot.printed, of=of, range=likely)


def _row(panels: list[Panel], y: float) -> float:
    """Draw charts side by side, their plots level; give the bottom of the lowest."""
    sheet = panels[0].sheet
    name, small = sheet.size(NAME), sheet.size(SMALL)
    titles = max(len(panel.title()) for panel in panels) * LEADING * name
    heads = max(_heads(panel) for panel in panels)
    top = y + titles + heads + LEADING * small + sheet.space(4)
    bottom = top + sheet.size(PLOT)
    lowest = bottom
    for panel in panels:
        sheet.lines(y, panel.title(), name, sheet.palette.ink, panel.x, bold=True)
        _grid(panel, top, bottom)
        _draw_marks(panel, y + titles, bottom)
        _draw_dots(panel, top, bottom)
        under = bottom + sheet.space(2)
        for place in range(len(panel.line.dots)):
            if panel.named(place):
                words = panel.labels(place)
                x = panel.middle_of(words, panel.across(place))
                lowest = max(lowest, sheet.lines(under, words, small, sheet.palette.ink2, x, to="middle"))
    return max(_verdict(panel, lowest + sheet.space(6)) for panel in panels)


def _heads(panel: Panel) -> float:
    """The height of the words of marks above the plot."""
    rows: dict[int, int] = {}
    for _, row, words in panel.marks():
        rows[row] = max(rows.get(row, 0), len(words))
    return sum(rows.values()) * LEADING * panel.sheet.size(SMALL)


def _grid(panel: Panel, top: float, bottom: float) -> None:
    sheet, right = panel.sheet, panel.x + panel.width
    size, thin = sheet.size(SMALL), max(0.6, sheet.space(1))
    for share in SHARES:
        y = bottom - (bottom - top) * share / 100
        sheet.line(panel.left, y, right, y, sheet.palette.edge, thin, dash=share not in (0, 100))
        if share in (0, 50, 100):
            sheet.text(panel.left - sheet.space(6), y + 0.35 * size, f"{share}%", size, sheet.palette.ink2, to="end")
    if not panel.line.dots:
        words = sheet.wrap(trend_say("nothing"), size, panel.width - axis_room(sheet))
        sheet.lines((top + bottom) / 2 - size, words, size, sheet.palette.ink2, panel.left + sheet.space(6))


def _draw_marks(panel: Panel, top: float, bottom: float) -> None:
    sheet, size, ink = panel.sheet, panel.sheet.size(SMALL), panel.sheet.palette.ink2
    heights: dict[int, int] = {}
    placed = panel.marks()
    for _, row, words in placed:
        heights[row] = max(heights.get(row, 0), len(words))
    for mark, row, words in placed:
        y = top + sum(heights[n] for n in range(row)) * LEADING * size
        wide = max(sheet.face.width(line, False, size) for line in words)
        below = sheet.lines(y, words, size, ink, panel.start_of(mark, wide) + wide / 2, to="middle")
        x, step = panel.across(mark.at), sheet.space(3)
        if mark.broken:
            for beside in (-step / 2, step / 2):
                sheet.line(x + beside, below, x + beside, bottom, ink, max(0.6, sheet.space(1)))
        else:
            _dashes(sheet, x, below, bottom)


def _dashes(sheet: Sheet, x: float, top: float, bottom: float) -> None:
    """A dashed line, longer dashes than the dots of the grid."""
    dash = sheet.space(5)
    y = top
    while y < bottom:
        sheet.line(x, y, x, min(y + dash, bottom), sheet.palette.ink2, max(0.8, sheet.space(1.3)))
        y += 1.7 * dash


def _draw_dots(panel: Panel, top: float, bottom: float) -> None:
    sheet, palette = panel.sheet, panel.sheet.palette
    where = [
        None if dot.percent is None else (panel.across(n), bottom - (bottom - top) * dot.percent / 100)
        for n, dot in enumerate(panel.line.dots)
    ]
    before: tuple[float, float] | None = None
    for dot, at in zip(panel.line.dots, where, strict=True):
        if at is None or dot.hollow:
            continue
        if dot.joined and before is not None:
            sheet.line(*before, *at, palette.bar, sheet.space(2.2))
        before = at
    side = sheet.size(9)
    for place, (dot, at) in enumerate(zip(panel.line.dots, where, strict=True)):
        if at is None:
            continue
        x, y = at
        over = y - side / 2
        if dot.interval:
            low, high = (bottom - (bottom - top) * share for share in dot.interval)
            _whisker(sheet, x, low, high)
            over = min(over, high)
        thin = max(0.8, sheet.space(1.6))
        fill, edge = (palette.halo, palette.ink) if dot.hollow else (palette.bar, palette.halo)
        sheet.box(x - side / 2, y - side / 2, side, side, fill, edge, thin)
        if panel.named(place):
            size = sheet.size(FIGURE)
            half = sheet.face.width(dot.printed, True, size) / 2
            inside = min(x, panel.x + panel.width - half)
            _on_halo(sheet, inside, over - sheet.space(4), dot.printed, size)


def _on_halo(sheet: Sheet, x: float, y: float, words: str, size: float) -> None:
    """A figure on a ground of its own, so that no line runs through it."""
    wide = sheet.face.width(words, True, size) + 2 * sheet.space(3)
    sheet.box(x - wide / 2, y - 0.85 * size, wide, size, sheet.palette.halo, None)
    sheet.text(x, y, words, size, sheet.palette.ink, bold=True, to="middle")


def _whisker(sheet: Sheet, x: float, low: float, high: float) -> None:
    ink, halo, reach = sheet.space(1.7), sheet.space(1.5), sheet.size(5)
    for colour, line in ((sheet.palette.halo, ink + 2 * halo), (sheet.palette.ink, ink)):
        sheet.line(x, low, x, high, colour, line)
        for y in (low, high):
            sheet.line(x - reach, y, x + reach, y, colour, line)


def _verdict(panel: Panel, y: float) -> float:
    """The verdict in a box, the difference and its range beside it, or below where there is no room."""
    sheet, line = panel.sheet, panel.line
    if not line.verdict:
        return y
    size, pad, ink = sheet.size(SMALL), sheet.space(7), sheet.palette.ink
    lead = size + sheet.space(2) if line.sign else 0.0
    wide, high = lead + sheet.face.width(line.verdict, True, size) + 2 * pad, LEADING * size + sheet.space(4)
    sheet.box(panel.x, y, wide, high, sheet.palette.track, sheet.palette.edge, max(0.6, sheet.space(1)))
    if line.sign:
        _sign(sheet, line.sign, panel.x + pad + size / 2, y + high / 2, size)
    sheet.text(panel.x + pad + lead, y + high / 2 + 0.35 * size, line.verdict, size, ink, bold=True)
    beside = panel.x + wide + sheet.space(8)
    if beside + sheet.face.width(line.beside, False, size) <= panel.x + panel.width:
        sheet.text(beside, y + high / 2 + 0.35 * size, line.beside, size, sheet.palette.ink2)
        return y + high
    rest = sheet.wrap(line.beside, size, panel.width)
    return sheet.lines(y + high + sheet.space(2), rest, size, sheet.palette.ink2, panel.x)


def _sign(sheet: Sheet, sign: str, x: float, y: float, size: float) -> None:
    """An arrow up or down, or a dash, about (x, y): drawn, since the face of printed reports has no arrows."""
    ink, thick, half = sheet.palette.ink, max(0.8, 0.13 * size), 0.38 * size
    if sign not in ARROWS:
        sheet.line(x - half, y, x + half, y, ink, thick)
        return
    tip = y + ARROWS[sign] * half
    sheet.line(x, y - half, x, y + half, ink, thick)
    for side in (-1, 1):
        sheet.line(x + side * 0.7 * half, tip - ARROWS[sign] * 0.7 * half, x, tip, ink, thick)


def _legend(sheet: Sheet, shown: Lines, y: float) -> float:
    """Name in words what is drawn: points, whiskers, old papers; then the notes."""
    size, ink2, palette = sheet.size(SMALL), sheet.palette.ink2, sheet.palette
    dots = [dot for line in shown.lines for dot in line.dots if dot.percent is not None]
    parts = [
        ("met", any(not dot.hollow for dot in dots)),
        ("range", any(dot.interval for dot in dots)),
        ("paper", any(dot.hollow for dot in dots)),
    ]
    x, box, gap = 0.0, sheet.size(14), sheet.space(6)
    for key, drawn in parts:
        if not drawn:
            continue
        label = trend_say(key)
        width = box + gap + sheet.face.width(label, False, size)
        if x and x + width > sheet.width:
            x, y = 0.0, y + LEADING * size + sheet.space(3)
        middle, side = y + 0.68 * size, sheet.size(9)
        if key == "range":
            _whisker(sheet, x + box / 2, y + 1.25 * size, y + 0.1 * size)
        else:
            fill, edge = (palette.halo, palette.ink) if key == "paper" else (palette.bar, palette.halo)
            sheet.box(x + (box - side) / 2, middle - side / 2, side, side, fill, edge, max(0.8, sheet.space(1.6)))
        sheet.text(x + box + gap, y + size, label, size, ink2)
        x += width + sheet.space(24)
    y += LEADING * size + sheet.space(2) if x else 0
    for note in shown.notes:
        y = sheet.lines(y, sheet.wrap(note, size, sheet.width), size, ink2)
    return y + sheet.space(2)
