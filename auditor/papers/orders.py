"""The orders in which the words of a page may be read: what a page tells depends on who reads it how."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from auditor.papers.tokens import Box, Reading, Token, overlap

_LINE = 0.4  # share of a word's height by which the middles of one line differ at most
_NARROW = 0.2  # share of the height: a smaller gap parts letters, not words
_BACK = 0.6  # share of the height by which letters may lie over those before them
_COLUMN = 1.2  # share of the height: a wider gap may part two columns
_BELOW = 2.5  # heights between the middles of a line and the next one of its column, at most
_TANGLED = 0.3


def lines_of(tokens: Sequence[Token]) -> list[list[int]]:
    """Tokens line by line as they stand, whatever order the file draws them in."""
    lines: list[list[int]] = []
    middle = 0.0
    for number in sorted(range(len(tokens)), key=lambda n: tokens[n].box[1] + tokens[n].box[3]):
        box = tokens[number].box
        here = _middle(box)
        if lines and here - middle <= _LINE * (box[3] - box[1]):
            lines[-1].append(number)
        else:
            lines.append([number])
            middle = here
    return [sorted(line, key=lambda n: tokens[n].box[0]) for line in lines]


def by_lines(tokens: Sequence[Token]) -> list[int]:
    """From line to line over the whole page."""
    return [number for line in lines_of(tokens) for number in line]


def by_columns(tokens: Sequence[Token]) -> list[int]:
    """Down each column, whatever stands beside it; nothing where no line is parted by a wide gap."""
    pieces: list[list[list[int]]] = [_pieces(line, tokens) for line in lines_of(tokens)]
    if all(len(line) == 1 for line in pieces):
        return []
    left = {id(piece): piece for line in pieces for piece in line}
    order: list[int] = []
    for number, line in enumerate(pieces):
        for first in line:
            piece: list[int] | None = first if id(first) in left else None
            at = number
            while piece is not None:
                order += left.pop(id(piece))
                piece, at = _below(pieces, at, piece, tokens, left)
    return order


def _pieces(line: Sequence[int], tokens: Sequence[Token]) -> list[list[int]]:
    pieces = [[line[0]]]
    for before, number in pairwise(line):
        box = tokens[number].box
        if box[0] - tokens[before].box[2] > _COLUMN * (box[3] - box[1]):
            pieces.append([])
        pieces[-1].append(number)
    return pieces


def _below(
    pieces: Sequence[Sequence[list[int]]], at: int, piece: Sequence[int], tokens: Sequence[Token],
    left: Mapping[int, object],
) -> tuple[list[int] | None, int]:  # fmt: skip
    """The piece of a line that goes on from another: the next one below that begins where it stands."""
    start, end = tokens[piece[0]].box[0], tokens[piece[-1]].box[2]
    box = tokens[piece[0]].box
    for number in range(at + 1, len(pieces)):
        first = tokens[pieces[number][0][0]].box
        if _middle(first) - _middle(box) > _BELOW * (box[3] - box[1]):
            break
        for other in pieces[number]:
            if id(other) in left and start - (box[3] - box[1]) <= tokens[other[0]].box[0] < end:
                return other, number
    return None, at


def narrow(before: Box, box: Box) -> bool:
    """Whether what parts two pieces of a line is too small a gap to be one between words."""
    high = before[3] - before[1]
    same_line = abs(_middle(before) - _middle(box)) <= _LINE * high
    return same_line and -_BACK * high <= box[0] - before[2] < _NARROW * high


def tangled(reading: Reading) -> bool:
    """Whether words of a page lie over each other, so that the file's order may mix their letters."""
    if reading.parted:
        return True
    tokens, by = reading.tokens, reading.drawn_by
    return any(
        by[one] != by[other] and overlap(tokens[one].box, tokens[other].box) > _TANGLED
        for one, other in pairwise(by_lines(tokens))
    )


def untangled(reading: Reading, drawing: Mapping[int, tuple[int, object]]) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The tokens of such a page as they are drawn, and face by face; `drawing` as for `read_tokens`."""
    by = [drawing.get(one, (-1, None)) for one in reading.drawn_by]
    lines = {number: place for place, number in enumerate(by_lines(reading.tokens))}
    faces = {face: place for place, face in enumerate(dict.fromkeys(face for _, face in by))}
    numbers = range(len(reading.tokens))
    drawn = sorted(numbers, key=lambda n: by[n][0])
    faced = sorted(numbers, key=lambda n: (faces[by[n][1]], lines[n]))
    return tuple(drawn), tuple(faced)


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2
