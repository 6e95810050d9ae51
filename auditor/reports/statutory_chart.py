"""The statutory chart: one line a check and one box a plan, with its alternative text and its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from auditor.figures import TOO_FEW
from auditor.reports.blocks import Table
from auditor.reports.described import Check, Checks
from auditor.reports.drawing import LEADING, Face, Palette, Sheet, plain_face
from auditor.reports.figure_words import range_words
from auditor.reports.wording import say

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

NAME, CAPTION, SMALL = 14, 13, 12  # pixels at 100% text
MOST_BOXES = 60


def statutory_boxes(shown: Checks, palette: Palette, width: float, scale: float, face: Face | None = None) -> Drawing:
    """Draw the statutory checks line by line: a box a plan, filled where it meets the check, and k of n.

    More than 60 plans make a bar; fewer than ten have no percentage. Narrow or magnified, the boxes go under
    the name. `width` and `scale` as for `headline_bars`.
    """
    sheet = Sheet(width, scale, palette, face or plain_face())
    y = ([0.0, *statutory_edges(sheet, shown)])[-1]
    return sheet.drawing(_legend(sheet, shown, y))


def statutory_edges(sheet: Sheet, shown: Checks) -> list[float]:
    """Draw the checks below each other, and give the lower edge of each."""
    edges: list[float] = []
    for check in shown.checks:
        edges.append(_check(sheet, shown, check, edges[-1] if edges else 0.0))
    return edges


def statutory_alt(shown: Checks) -> str:
    """Say in words what `statutory_boxes` shows, every figure included."""
    lines: list[str] = []
    for check in shown.checks:
        if not check.counts:
            lines.append(say("statutory.alt_none", name=check.short, why=check.why))
        elif check.percent is None:
            lines.append(say("statutory.alt_few", name=check.short, of=check.of))
        else:
            line = "statutory.alt_weighted" if check.weighted else "statutory.alt_line"
            lines.append(say(line, name=check.short, of=check.of, percent=check.printed))
    return say("statutory.alt", lines=" ".join(lines))


def statutory_table(shown: Checks) -> Table:
    """Give the figures of `statutory_boxes` as a table, with the plans that are not in k of n beside them."""
    ranges = any(c.interval for c in shown.checks)
    names = (
        "check",
        "met",
        "of",
        "percent",
        *(["range"] if ranges else []),
        "not_applicable",
        "cannot_tell",
        "undecided",
    )
    rows: list[tuple[str, ...]] = []
    for c in shown.checks:
        counts = (TOO_FEW if v is None else f"{v:,}" for v in (c.k, c.n))
        likely = [range_words(c.interval)] if ranges else []
        rows.append((f"{c.id} {c.short}", *counts, c.share, *likely, *c.left_out))
    shares = {"percent": 0.14, "range": 0.145, "not_applicable": 0.085, "cannot_tell": 0.085, "undecided": 0.105}
    widths = [shares.get(name, 0.07) for name in names[1:]]
    columns = tuple(say(f"statutory.table.{name}") for name in names)
    numeric = frozenset(range(1, len(names)))
    return Table(say("statutory.table.caption"), columns, tuple(rows), numeric, (1 - sum(widths), *widths))


def _check(sheet: Sheet, shown: Checks, check: Check, y: float) -> float:
    """One line of the statutory block: code, name, boxes, k of n, percentage."""
    name, small, ink, ink2 = sheet.size(NAME), sheet.size(CAPTION), sheet.palette.ink, sheet.palette.ink2
    column = _columns(sheet, shown)
    top = y
    sheet.text(0, y + LEADING * name - 0.3 * name, check.id, small, ink2, bold=True)
    wide = column.wide
    title = column.middle - sheet.space(16) - column.name if wide else column.right - column.name
    y = sheet.lines(y, sheet.wrap(check.short, name, title), name, ink, column.name)
    left, first = (column.middle, top) if wide else (column.name, y)
    room = sheet.width - left
    if not check.counts:
        words = sheet.wrap(check.why, small, room)
        return max(y, sheet.lines(first, words, small, ink2, left)) + sheet.space(9)
    height = 0.95 * name
    place = (left, first + (LEADING * name - height) / 2, column.boxes or room, height)
    used = _boxes(sheet, shown, check, place)
    first = first if column.boxes else first + LEADING * name
    return max(y, _count(sheet, check, column, first, used)) + sheet.space(9)


def _count(sheet: Sheet, check: Check, column: _Columns, top: float, used: float) -> float:
    """k of n and the percentage, or that there are too few for one. `used` is the width the boxes took."""
    name, small, ink, ink2 = sheet.size(NAME), sheet.size(CAPTION), sheet.palette.ink, sheet.palette.ink2
    of, line = check.of, top + LEADING * name - 0.3 * name
    if check.percent is not None:
        sheet.text(column.right, line, check.printed, name, ink, bold=True, to="end")
        sheet.text(column.counts, line, of, small, ink2, to="end")
        return top + LEADING * name
    words = say("statutory.too_few", of=of)
    left = column.middle if column.wide else column.name
    if column.boxes and used + sheet.space(10) + sheet.face.width(words, False, small) <= column.right - left:
        sheet.text(column.right, line, words, small, ink2, to="end")
        return top + LEADING * name
    below = top + LEADING * name if column.boxes else top
    return sheet.lines(below, sheet.wrap(words, small, column.right - left), small, ink2, left)


class _Columns(NamedTuple):
    """Where the parts of a line stand.

    Left edges of name and boxes, width kept for boxes beside the count (0 where they need a line of their own),
    right edges of k of n and of all. `wide`: all on one line.
    """

    wide: bool
    name: float
    middle: float
    boxes: float
    counts: float
    right: float


def _columns(sheet: Sheet, shown: Checks) -> _Columns:
    name, small, gap = sheet.size(NAME), sheet.size(CAPTION), sheet.space(12)
    codes = max((sheet.face.width(c.id, True, small) for c in shown.checks), default=0)
    counts = [sheet.face.width(c.of, False, small) for c in shown.checks]
    right = sheet.width - sheet.face.width("100%", True, name) - gap
    left = codes + gap
    end = right - max(counts, default=0) - gap
    wide = (end - left) / sheet.scale > 380
    middle = left + 0.58 * (end - left) if wide else left
    beside = end - middle >= _most(shown) * sheet.size(4)
    return _Columns(wide, left, middle, end - middle if wide or beside else 0, right, sheet.width)


def _most(shown: Checks) -> int:
    """The most boxes on one line; never under 20, so that a few boxes do not grow into blocks."""
    return max([20, *(n for n in _counted(shown) if n <= MOST_BOXES)])


def _counted(shown: Checks) -> list[int]:
    return [check.counts[1] for check in shown.checks if check.counts]


def _boxes(sheet: Sheet, shown: Checks, check: Check, place: tuple[float, float, float, float]) -> float:
    """One box a plan, filled first, or a bar above 60 plans. Gives the width used."""
    x, y, width, height = place
    k, n = check.counts or (0, 0)
    if n > MOST_BOXES:
        sheet.track(x, y, width, height, (check.percent or 0) / 100)
        return width
    step = min(sheet.size(8), width / _most(shown))
    edge = max(0.5, 0.12 * step)
    for plan in range(n):
        met = plan < k
        fill = sheet.palette.bar if met else sheet.palette.halo
        sheet.box(x + plan * step, y, 0.7 * step, height, fill, sheet.palette.bar if met else sheet.palette.edge, edge)
    return step * n


def _legend(sheet: Sheet, shown: Checks, y: float) -> float:
    """Name in words what is drawn: boxes, bars or both."""
    size, ink2, palette = sheet.size(SMALL), sheet.palette.ink2, sheet.palette
    y, gap, x = y + sheet.space(4), sheet.space(6), 0.0
    boxes = any(n <= MOST_BOXES for n in _counted(shown))
    bars = any(n > MOST_BOXES for n in _counted(shown))
    parts = [("met", 0.5, palette.bar, palette.bar), ("not_met", 0.5, palette.halo, palette.edge)] if boxes else []
    for words, share, fill, edge in [*parts, *([("bar", 2, palette.bar, palette.bar)] if bars else [])]:
        label, box = say(f"statutory.{words}"), share * size
        width = box + gap + sheet.face.width(label, False, size)
        if x and x + width > sheet.width:
            x, y = 0.0, y + LEADING * size
        sheet.box(x, y + 0.15 * size, box, size, fill, edge, max(0.5, sheet.space(1)))
        room = sheet.width - x - box - gap
        y = sheet.lines(y - 0.02 * size, sheet.wrap(label, size, room), size, ink2, x + box + gap) - LEADING * size
        x += width + sheet.space(28)
    return y + LEADING * size + sheet.space(2)
