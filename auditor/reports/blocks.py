"""What a report is made of, before anyone decides how it looks: a flat run of frozen blocks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auditor.reports.described import Described


@dataclass(frozen=True)
class Title:
    """The name of the whole document."""

    text: str


@dataclass(frozen=True)
class Heading:
    """A heading; `level` 1 begins a part, 2 a section within it."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """Running text. `role` is body, note (smaller) or question (larger)."""

    text: str
    role: str = "body"


@dataclass(frozen=True)
class Facts:
    """Short labelled facts, two to a row: label and value."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Point:
    """One point of a list: `strong` in bold, then `text`."""

    strong: str
    text: str


@dataclass(frozen=True)
class Bullets:
    """A list of points, numbered if `numbered`."""

    points: tuple[Point, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Panel:
    """A quiet box that holds what matters most: heading, paragraphs and lists only."""

    heading: str
    blocks: tuple[Paragraph | Bullets, ...]


@dataclass(frozen=True)
class Banner:
    """A line nobody may miss: invented data, or figures that may still change."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table with one heading row and row headings in the first column.

    `numeric` names the columns set to the right; `widths` are the columns' shares of the page. One that `flows` goes on
    overleaf however few its rows are, since each of them is high.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numeric: frozenset[int] = frozenset()
    widths: tuple[float, ...] = ()
    flows: bool = False

    @property
    def shares(self) -> tuple[float, ...]:
        """The columns' shares of the page; where none are given the first, which holds words, has the most."""
        if self.widths:
            return self.widths
        rest = len(self.columns) - 1
        first = 1 / (rest + 1) if rest < 2 else max(0.24, 1.6 / (rest + 1.6))
        return (first, *([(1 - first) / rest] * rest)) if rest else (1.0,)


@dataclass(frozen=True)
class Figure:
    """A chart, described; drawing, alternative text and table are made from that."""

    chart: Described


@dataclass(frozen=True)
class Kept:
    """Blocks that belong together and are not parted by the end of a page, as far as one page holds them."""

    blocks: tuple[Heading | Paragraph | Bullets | Banner | Table, ...]


@dataclass(frozen=True)
class Contents:
    """The headings of the whole document in order, each with its page or a link to it."""

    heading: str


@dataclass(frozen=True)
class PageBreak:
    """What follows begins on a new page."""


Block = Title | Heading | Paragraph | Facts | Bullets | Panel | Banner | Table | Figure | Kept | Contents | PageBreak
