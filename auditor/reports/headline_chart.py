"""The headline chart: one bar a headline, with its alternative text and its table."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from auditor.reports.blocks import Table
from auditor.reports.described import Bar, Bars
from auditor.reports.drawing import LEADING, Face, Palette, Sheet, plain_face
from auditor.reports.figure_words import ends, range_words
from auditor.reports.wording import counted, say

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

NAME, CAPTION, FIGURE, SMALL, MARK = 15, 13, 26, 12, 6  # pixels at 100% text


def headline_bars(shown: Bars, palette: Palette, width: float, scale: float, face: Face | None = None) -> Drawing:
    """Draw one bar a headline on one scale from 0 to 100%, in the framework's order.

    `width` is in the caller's units (pixels, points), `scale` multiplies all type. Over each bar stand k of n and
    the likely range; the range is a whisker with a halo. Without an interval there is no whisker, and the words
    under the chart say why; without a figure there is no bar, and words in its place.
    """
    sheet = Sheet(width, scale, palette, face or plain_face())
    y = _axis(sheet, ([0.0, *headline_edges(sheet, shown)])[-1], _span(sheet))
    return sheet.drawing(_legend(sheet, shown, y))


def headline_edges(sheet: Sheet, shown: Bars) -> list[float]:
    """Draw the bars below each other, and give the lower edge of each."""
    edges: list[float] = []
    for bar in shown.bars:
        edges.append(_headline(sheet, bar, edges[-1] if edges else 0.0, _span(sheet)))
    return edges


def _span(sheet: Sheet) -> float:
    """How wide a bar of 100% is: the sheet without the percentages at its right."""
    return sheet.width - sheet.face.width("100%", True, sheet.size(FIGURE)) - sheet.space(12)


def headline_alt(shown: Bars) -> str:
    """Say in words what `headline_bars` shows, every figure included."""
    lines = " ".join(_headline_words(bar) for bar in shown.bars)
    note = "".join(f" {line}" for line in shown.notes)
    count = counted(len(shown.bars), "standard")
    return say("headlines.alt", count=count, caption=shown.caption, lines=lines, note=note)


def headline_table(shown: Bars) -> Table:
    """Give the figures of `headline_bars` as a table, row by row."""
    columns = [say(f"headlines.table.{c}") for c in ("measure", "percent", "met", "of", "range")]
    rows = [[bar.name, bar.printed, bar.met, bar.out_of, range_words(bar.interval)] for bar in shown.bars]
    more: list[tuple[str, list[str]]] = []
    if shown.then:
        more.append((shown.then, [bar.before.printed if bar.before else say("range.none") for bar in shown.bars]))
    if any(bar.target is not None for bar in shown.bars):
        targets = [say("range.none") if bar.target is None else f"{bar.target}%" for bar in shown.bars]
        more.append((say("headlines.table.target"), targets))
    for head, cells in more:
        columns.append(head)
        for row, cell in zip(rows, cells, strict=True):
            row.append(cell)
    caption = say("headlines.table.caption", caption=shown.caption.lower())
    widths = (0.48 - 0.11 * len(more), 0.12, 0.1, 0.1, 0.2, *([0.11] * len(more)))
    numeric = frozenset(range(1, len(columns)))
    return Table(caption, tuple(columns), tuple(tuple(row) for row in rows), numeric, widths)


def _headline_words(bar: Bar) -> str:
    if bar.percent is None:
        return say("headlines.alt_none", name=bar.short, why=bar.why)
    likely = ", " + say("range.long", **ends(bar.interval)) if bar.interval else ""
    then = say("headlines.alt_before", label=bar.before.label, percent=bar.before.printed) if bar.before else ""
    target = "" if bar.target is None else say("headlines.alt_target", percent=f"{bar.target}%")
    return say(
        "headlines.alt_line", name=bar.short, percent=bar.printed, of=bar.of, range=likely, before=then, target=target
    )


def _headline(sheet: Sheet, bar: Bar, y: float, span: float) -> float:
    ink, ink2, name, caption = sheet.palette.ink, sheet.palette.ink2, sheet.size(NAME), sheet.size(CAPTION)
    if bar.percent is None:
        y = sheet.lines(y, sheet.wrap(bar.short, name, sheet.width, bold=True), name, ink, bold=True)
        words = sheet.wrap(bar.why, caption, sheet.width)
        return sheet.lines(y + sheet.space(2), words, caption, ink2) + sheet.space(16)
    likely = ""
    if bar.interval:
        low, high = ends(bar.interval).values()
        likely = " · " + say("range.short", low=low.removesuffix("%"), high=high)
    over = bar.of + likely
    beside = sheet.face.width(bar.short, True, name) + sheet.face.width(over, False, caption) + sheet.space(16) <= span
    if beside:
        sheet.text(span, y + LEADING * name - 0.3 * name, over, caption, ink2, to="end")
        y = sheet.lines(y, [bar.short], name, ink, bold=True)
    else:
        y = sheet.lines(y, sheet.wrap(bar.short, name, sheet.width, bold=True), name, ink, bold=True)
        y = sheet.lines(y, sheet.wrap(over, caption, sheet.width), caption, ink2)
    marked = bar.before is not None or bar.target is not None
    y += sheet.space(4) + (sheet.size(MARK) if marked else 0)
    height = sheet.size(20)
    sheet.track(0, y, span, height, bar.percent / 100)
    if bar.target is not None:
        _flag(sheet, span * bar.target / 100, y, height)
    if bar.interval:
        _whisker(sheet, span * bar.interval[0], span * bar.interval[1], y + height / 2, height)
    if bar.before:
        _diamond(sheet, span * bar.before.percent / 100, y)
    figure = sheet.size(FIGURE)
    sheet.text(sheet.width, y + height / 2 + 0.35 * figure, bar.printed, figure, ink, bold=True, to="end")
    return y + height + sheet.space(14)


def _whisker(sheet: Sheet, low: float, high: float, y: float, height: float) -> None:
    """The likely range in ink over a halo two units wider on each side, so that it shows on bar and track."""
    ink, halo, reach = sheet.space(1.9), sheet.space(2), 0.32 * height
    for colour, line, more in ((sheet.palette.halo, ink + 2 * halo, halo), (sheet.palette.ink, ink, 0)):
        sheet.line(low - more / 2, y, high + more / 2, y, colour, line)
        for x in (low, high):
            sheet.line(x, y - reach - more / 2, x, y + reach + more / 2, colour, line)


def _diamond(sheet: Sheet, x: float, y: float) -> None:
    """An earlier figure: a hollow diamond about (x, y), on the bar's upper edge, in ink over a halo."""
    ink, halo, half = sheet.space(1.6), sheet.space(1.5), sheet.size(MARK)
    points = [(x, y - half), (x + half, y), (x, y + half), (x - half, y), (x, y - half)]
    for colour, line in ((sheet.palette.halo, ink + 2 * halo), (sheet.palette.ink, ink)):
        for (x0, y0), (x1, y1) in pairwise(points):
            sheet.line(x0, y0, x1, y1, colour, line)


def _flag(sheet: Sheet, x: float, y: float, height: float) -> None:
    """A target: an upright tick through the bar with a flag at its top, at whichever side there is room."""
    ink, halo, side = sheet.space(1.9), sheet.space(1.5), sheet.size(MARK)
    top = y - side
    for colour, line in ((sheet.palette.halo, ink + 2 * halo), (sheet.palette.ink, ink)):
        sheet.line(x, top, x, y + height, colour, line)
    left = x if x < side else x - 1.4 * side
    sheet.box(left, top, 1.4 * side, 0.9 * side, sheet.palette.ink, None)


def _axis(sheet: Sheet, y: float, span: float) -> float:
    size = sheet.size(SMALL)
    crowded = span / 4 < 1.2 * sheet.face.width("100%", False, size)
    for mark in (0, 50, 100) if crowded else (0, 25, 50, 75, 100):
        x = span * mark / 100
        sheet.line(x, y - sheet.space(6), x, y - sheet.space(2), sheet.palette.edge, max(0.6, sheet.space(1)))
        sheet.text(x, y + size, f"{mark}%", size, sheet.palette.ink2, to={0: "start", 100: "end"}.get(mark, "middle"))
    return y + LEADING * size


def _legend(sheet: Sheet, shown: Bars, y: float) -> float:
    """Name the bar and the whisker in words; where there is no whisker say why."""
    size, ink2, swatch, gap, x = sheet.size(SMALL), sheet.palette.ink2, sheet.size(24), sheet.space(6), 0.0
    y += sheet.space(10)
    parts = (
        ("met", any(bar.percent is not None for bar in shown.bars)),
        ("range", any(b.interval for b in shown.bars)),
        ("before", bool(shown.then)),
        ("target", any(b.target is not None for b in shown.bars)),
    )
    for key, drawn in parts:
        if not drawn:
            continue
        label = shown.then if key == "before" else say(f"headlines.{key}")
        width = swatch + gap + sheet.face.width(label, False, size)
        if x and x + width > sheet.width:
            x, y = 0.0, y + LEADING * size + sheet.space(4)
        if key == "met":
            sheet.box(x, y + 0.25 * size, swatch, 0.8 * size, sheet.palette.bar, None)
        elif key == "before":
            _diamond(sheet, x + swatch / 2, y + 0.65 * size)
        elif key == "target":
            _flag(sheet, x + swatch / 2, y + 0.55 * size, 0.7 * size)
        else:
            _whisker(sheet, x, x + swatch, y + 0.65 * size, 1.2 * size)
        sheet.text(x + swatch + gap, y + size, label, size, ink2)
        x += width + sheet.space(28)
    y += LEADING * size + sheet.space(2)
    for note in shown.notes:
        y = sheet.lines(y, sheet.wrap(note, size, sheet.width), size, ink2)
    return y + sheet.space(2)
