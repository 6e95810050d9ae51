"""One small chart of lines over time: where its points, their names and the words of its marks stand."""

from math import ceil
from typing import NamedTuple

from auditor.reports.drawing import Sheet
from auditor.reports.lines import Line, Mark

NAME, SMALL = 14, 12  # pixels at 100% text


class Panel(NamedTuple):
    """One small chart under way, `x` from the left and `width` wide."""

    sheet: Sheet
    line: Line
    x: float
    width: float

    @property
    def left(self) -> float:
        """The left edge of its plot."""
        return self.x + axis_room(self.sheet)

    @property
    def slot(self) -> float:
        """The room of one point."""
        return (self.x + self.width - self.left) / max(1, len(self.line.dots))

    def across(self, at: float) -> float:
        """Where a place stands, the first point at 0."""
        return self.left + self.slot * (at + 0.5)

    @property
    def every(self) -> int:
        """Of how many points one is named."""
        return max(1, ceil(slot_room(self.sheet) / self.slot - 0.001))

    def named(self, place: int) -> bool:
        """Whether a point is named: the last one always."""
        return (len(self.line.dots) - 1 - place) % self.every == 0

    def title(self) -> list[str]:
        """Its name in lines."""
        return self.sheet.wrap(self.line.short, self.sheet.size(NAME), self.width, bold=True)

    def labels(self, place: int) -> list[str]:
        """What stands under a point, in lines; at the ends, where words are moved inwards, there is less room."""
        dot, at_end = self.line.dots[place], place in (0, len(self.line.dots) - 1)
        room = self.slot * ((1 + self.every) / 2 if at_end else self.every) - self.sheet.space(4)
        return [*self.sheet.wrap(dot.label, self.sheet.size(SMALL), room)[:3], dot.under]

    def middle_of(self, words: list[str], x: float) -> float:
        """Where the middle of words under a point lies, so that they stay under the plot."""
        half = max(self.sheet.face.width(line, False, self.sheet.size(SMALL)) for line in words) / 2
        return max(self.left + half, min(x, self.x + self.width - half))

    def marks(self) -> list[tuple[Mark, int, list[str]]]:
        """Its marks with the row their words stand in, so that no words touch."""
        size, room = self.sheet.size(SMALL), self.width
        ends_at: list[float] = []
        placed: list[tuple[Mark, int, list[str]]] = []
        for mark in self.line.marks:
            words = self.sheet.wrap(mark.words, size, room)
            wide = max(self.sheet.face.width(line, False, size) for line in words)
            start = self.start_of(mark, wide)
            row = next((n for n, end in enumerate(ends_at) if end + self.sheet.space(8) <= start), len(ends_at))
            ends_at[row : row + 1] = [start + wide]
            placed.append((mark, row, words))
        return placed

    def start_of(self, mark: Mark, wide: float) -> float:
        """Where the words of a mark begin: about its middle, within the chart."""
        return min(max(self.x, self.across(mark.at) - wide / 2), self.x + self.width - wide)


def axis_room(sheet: Sheet) -> float:
    """The room of the percentages left of a plot."""
    return sheet.face.width("100%", False, sheet.size(SMALL)) + sheet.space(8)


def slot_room(sheet: Sheet) -> float:
    """The least room of a named point."""
    return sheet.face.width("n = 100", False, sheet.size(SMALL)) + sheet.space(6)
