"""The flow box: how the plans of a list became the plans of the figures, from the top down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from auditor.reports.blocks import Table
from auditor.reports.described import Flow, FlowStep
from auditor.reports.drawing import LEADING, Face, Palette, Sheet, plain_face
from auditor.reports.wording import say

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

COUNT, TEXT, SMALL = 17, 13, 12  # pixels at 100% text
GAP, PAD, ARROW = 26, 10, 5
MOST_BESIDE = 0.46  # of the width; narrower than this leaves, what was left out stands under its box


def flow_boxes(shown: Flow, palette: Palette, width: float, scale: float, face: Face | None = None) -> Drawing:
    """Draw one box a step with arrows between, and beside each arrow what was left out there.

    `width` and `scale` as for the other charts. Narrow or magnified, what was left out stands below its box.
    """
    sheet = Sheet(width, scale, palette, face or plain_face())
    beside = width / scale > 420
    box = width * (1 - MOST_BESIDE) if beside else width
    y = sheet.space(2)
    for number, step in enumerate(shown.steps):
        y = _box(sheet, step, y, box)
        if number < len(shown.steps) - 1 or step.aside:
            y = _between(sheet, step, y, box, beside, last=number == len(shown.steps) - 1)
    return sheet.drawing(y + sheet.space(2))


def flow_alt(shown: Flow) -> str:
    """Say in words what `flow_boxes` shows, every number included."""
    steps = [" ".join((f"{step.count} {step.text}", *(f"({words})" for words in step.aside))) for step in shown.steps]
    return say("flow.alt", steps="; then ".join(steps))


def flow_table(shown: Flow) -> Table:
    """Give the steps as a table, row by row."""
    rows = tuple((step.text, "; ".join(step.aside) or say("flow.none"), step.count) for step in shown.steps)
    columns = tuple(say(f"flow.{name}") for name in ("step", "left_out", "count"))
    return Table(say("flow.caption"), columns, rows, frozenset({2}), (0.46, 0.4, 0.14))


def _box(sheet: Sheet, step: FlowStep, y: float, width: float) -> float:
    count, size, pad = sheet.size(COUNT), sheet.size(TEXT), sheet.space(PAD)
    number = sheet.face.width(step.count, True, count) + sheet.space(10)
    words = sheet.wrap(step.text, size, width - 2 * pad - number)
    high = max(LEADING * count, len(words) * LEADING * size) + 1.2 * pad
    sheet.box(0, y, width, high, sheet.palette.track, sheet.palette.edge, max(0.6, sheet.space(1)))
    middle = y + high / 2
    sheet.text(pad, middle + 0.35 * count, step.count, count, sheet.palette.ink, bold=True)
    sheet.lines(middle - len(words) * LEADING * size / 2, words, size, sheet.palette.ink, pad + number)
    return y + high


def _between(sheet: Sheet, step: FlowStep, y: float, box: float, beside: bool, *, last: bool) -> float:
    """The arrow to the next box, and what was left out on the way."""
    size, x, thin = sheet.size(SMALL), min(sheet.space(40), box / 2), max(0.8, sheet.space(1.4))
    left = x + sheet.space(14)
    room = sheet.width - left
    words = [line for text in step.aside for line in sheet.wrap(text, size, room)]
    high = max(sheet.space(GAP), (len(words) * LEADING * size + sheet.space(8)) if words else 0)
    if beside and words and not last:
        sheet.line(x, y + high / 2, left - sheet.space(4), y + high / 2, sheet.palette.edge, thin)
    top = y + (high - len(words) * LEADING * size) / 2
    sheet.lines(top, words, size, sheet.palette.ink2, left)
    if not last:
        tip, reach = y + high, sheet.space(ARROW)
        sheet.line(x, y, x, tip, sheet.palette.ink2, thin)
        for side in (-reach, reach):
            sheet.line(x + side, tip - 1.4 * reach, x, tip, sheet.palette.ink2, thin)
    return y + high
