"""A document as its readers hand it over: paragraphs, and tables of cells that hold paragraphs and tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph, whitespace collapsed. `styled`: set apart as headings are, by style, weight or size."""

    text: str
    styled: bool = False
    page: int | None = None
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell from `left` to `right`: columns counted from 0 in Word, points on the page in PDF."""

    left: float
    right: float
    blocks: tuple["Block", ...]

    @property
    def paragraphs(self) -> list[Paragraph]:
        """Every paragraph in it, those of inner tables too."""
        return list(paragraphs(self.blocks))


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; a cell that reaches over several rows stands in the first."""

    rows: tuple[tuple[Cell, ...], ...]


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Document:
    """An opened plan in reading order. See `plan.Plan` for `kind`, `pages`, `pictures` and `notes`."""

    kind: str
    pages: int | None
    blocks: tuple[Block, ...]
    pictures: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()


def paragraphs(blocks: Iterable[Block]) -> Iterator[Paragraph]:
    """Every paragraph below `blocks`, in reading order."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield block
        else:
            for row in block.rows:
                for cell in row:
                    yield from paragraphs(cell.blocks)
