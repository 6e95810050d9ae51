"""Where continuous pages lie: below each other, centred, with a gap between them."""

from bisect import bisect_right
from collections.abc import Sequence

GAP = 12
"""Pixels round pages."""


class PageLayout:
    """Lengths in logical pixels; pages from 0; `zoom` is logical pixels a point."""

    def __init__(self, sizes: Sequence[tuple[float, float]], zoom: float, width: int) -> None:
        self.sizes, self.zoom = sizes, zoom
        self._tops: list[float] = []
        y = float(GAP)
        for _, high in sizes:
            self._tops.append(y)
            y += high * zoom + GAP
        self.height = y
        self.width = max((wide for wide, _ in sizes), default=0) * zoom + 2 * GAP
        self._room = max(float(width), self.width)

    def rect(self, page: int) -> tuple[float, float, float, float]:
        """Left, top, width and height of a page."""
        wide, high = (side * self.zoom for side in self.sizes[page])
        return (self._room - wide) / 2, self._tops[page], wide, high

    def page_at(self, y: float) -> int:
        """The page at a height, or the one above where it falls between two."""
        return max(0, bisect_right(self._tops, y) - 1)

    def between(self, top: float, bottom: float) -> range:
        """The pages that can be seen between two heights."""
        return range(self.page_at(top), self.page_at(bottom) + 1) if self.sizes else range(0)

    @staticmethod
    def fitting(sizes: Sequence[tuple[float, float]], width: int) -> float:
        """The zoom at which the widest page fits into a width."""
        widest = max((wide for wide, _ in sizes), default=595.0)
        return max(0.1, (width - 2 * GAP) / widest)
