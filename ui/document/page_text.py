"""The characters of one PDF page and where they stand; hit testing and caret moves need nothing else."""

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from ui.document.folding import Folded

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in points from the page's top left corner, as the reader sees the page."""
# How much further a line above or below seems than one beside
_ASIDE = 4.0


@dataclass(frozen=True, slots=True)
class Line:
    """Characters from `start` to `end` (not included) that stand beside each other."""

    start: int
    end: int
    box: Box

    @property
    def middle(self) -> float:
        """Half-way down the line."""
        return (self.box[1] + self.box[3]) / 2


class PageText:
    """One page's text. Characters are counted as pdfium counts them; a caret stands before the character it counts."""

    def __init__(self, text: str, boxes: Sequence[float]) -> None:
        """`boxes` has four numbers for each character: see `Box`. What pdfium added (spaces, breaks) has no width."""
        self.text = text
        self._boxes = array("f", boxes)
        self.lines = tuple(self._lines())
        self._starts = [line.start for line in self.lines]

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        return len(self.text) * 18 + len(self.lines) * 150

    @cached_property
    def folded(self) -> Folded:
        """The text for finding."""
        return Folded(self.text)

    def box(self, index: int) -> Box:
        """Where a character stands."""
        left, top, right, bottom = self._boxes[4 * index : 4 * index + 4]
        return left, top, right, bottom

    def caret_at(self, x: float, y: float) -> int:
        """The caret nearest to a point."""
        if not self.lines:
            return 0
        return self._caret_in(min(self.lines, key=lambda line: _distance(line.box, x, y)), x)

    def is_text_at(self, x: float, y: float) -> bool:
        """Whether a point lies on a line of text."""
        return any(_distance(line.box, x, y) == 0 for line in self.lines)

    def boxes(self, start: int, end: int) -> list[Box]:
        """The ground of the characters from `start` to `end`, one box a line."""
        found: list[Box] = []
        for number in range(self._line_number(start), len(self.lines)):
            line = self.lines[number]
            if line.start >= end:
                break
            edges = [self.box(i) for i in range(max(start, line.start), min(end, line.end))]
            edges = [box for box in edges if box[2] > box[0]]
            if edges:
                found.append((min(b[0] for b in edges), line.box[1], max(b[2] for b in edges), line.box[3]))
        return found

    def caret_box(self, caret: int) -> Box:
        """Where a caret is drawn: a box without width."""
        if not self.lines:
            return 0, 0, 0, 0
        line = self.lines[self._line_number(caret)]
        inside = caret < line.end
        box = self.box(caret if inside else line.end - 1)
        x = box[0] if inside else box[2]
        if box[2] <= box[0]:
            x = line.box[2] if caret > line.start else line.box[0]
        return x, line.box[1], x, line.box[3]

    def line_of(self, caret: int) -> Line | None:
        """The line a caret stands in."""
        return self.lines[self._line_number(caret)] if self.lines else None

    def next_line(self, caret: int, x: float, down: bool) -> int | None:
        """The caret one line further down or up, as near to `x` as it gets; None beyond the page."""
        line = self.line_of(caret)
        if line is None:
            return None
        here = line.middle
        beyond = [
            other
            for other in self.lines
            if (other.box[1] > here and other.middle > line.box[3] - 1 if down else other.box[3] < here)
        ]
        if not beyond:
            return None
        nearest = min(beyond, key=lambda other: _distance(other.box, x, here))
        return self._caret_in(nearest, x)

    def edge_line(self, first: bool, x: float) -> int:
        """The caret in the page's first or last line, as near to `x` as it gets."""
        if not self.lines:
            return 0
        top = min(self.lines, key=lambda line: line.box[1]) if first else max(self.lines, key=lambda line: line.box[3])
        return self._caret_in(top, x)

    def word_start(self, caret: int) -> int:
        """The start of the word the caret is in or behind."""
        while caret > 0 and not self._in_word(caret - 1):
            caret -= 1
        while caret > 0 and self._in_word(caret - 1):
            caret -= 1
        return caret

    def word_end(self, caret: int) -> int:
        """The end of the word the caret is in or before."""
        while caret < len(self.text) and not self._in_word(caret):
            caret += 1
        while caret < len(self.text) and self._in_word(caret):
            caret += 1
        return caret

    def word_at(self, caret: int) -> tuple[int, int]:
        """The word under a caret; empty between words."""
        if not (caret < len(self.text) and self._in_word(caret)) and not (caret and self._in_word(caret - 1)):
            return caret, caret
        start = caret
        while start > 0 and self._in_word(start - 1):
            start -= 1
        end = caret
        while end < len(self.text) and self._in_word(end):
            end += 1
        return start, end

    def _in_word(self, index: int) -> bool:
        letter = self.text[index]
        return letter.isalnum() or letter in "'’-\u00ad\ufffe"

    def _line_number(self, caret: int) -> int:
        return max(0, bisect_right(self._starts, caret) - 1)

    def _caret_in(self, line: Line, x: float) -> int:
        best, nearest = line.start, float("inf")
        for index in range(line.start, line.end):
            left, _, right, _ = self.box(index)
            if right <= left:
                continue
            for caret, edge in ((index, left), (index + 1, right)):
                if abs(edge - x) < nearest:
                    best, nearest = caret, abs(edge - x)
        return best

    def _lines(self) -> list[Line]:
        """Characters run on in one line while the next stands beside the last and not before it."""
        lines: list[Line] = []
        start, box = 0, None
        for index in range(len(self.text)):
            here = self.box(index)
            if here[2] <= here[0] or self.text[index] in "\r\n":
                continue
            if box is not None and _runs_on(box, here):
                box = (min(box[0], here[0]), min(box[1], here[1]), max(box[2], here[2]), max(box[3], here[3]))
                continue
            if box is not None:
                lines.append(Line(start, self._trimmed(start, index), box))
            start, box = index, here
        if box is not None:
            lines.append(Line(start, self._trimmed(start, len(self.text)), box))
        return lines

    def _trimmed(self, start: int, end: int) -> int:
        """The end of a line without the breaks behind it."""
        while end > start + 1 and self.text[end - 1] in "\r\n":
            end -= 1
        return end


def _runs_on(line: Box, letter: Box) -> bool:
    overlap = min(line[3], letter[3]) - max(line[1], letter[1])
    high = min(line[3] - line[1], letter[3] - letter[1])
    return overlap > high / 2 and letter[0] > line[2] - max(2.0, high / 2)


def _distance(box: Box, x: float, y: float) -> float:
    across = max(box[0] - x, 0.0, x - box[2])
    along = max(box[1] - y, 0.0, y - box[3])
    return across + _ASIDE * along
