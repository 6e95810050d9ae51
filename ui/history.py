"""Back and forward: the places visited, each with where the reader was in it."""

from typing import Any, NamedTuple


class Stop(NamedTuple):
    """One place visited: a page's key, and what `Page.place` gave on leaving it."""

    key: str
    place: dict[str, Any]


class History:
    """A line of stops with one of them being here."""

    def __init__(self) -> None:
        self._stops: list[Stop] = []
        self._here = -1

    @property
    def can_go_back(self) -> bool:
        """Whether there is a stop before this one."""
        return self._here > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a stop after this one."""
        return self._here < len(self._stops) - 1

    def leave(self, place: dict[str, Any]) -> None:
        """Note where the reader is on the page they are about to leave."""
        if self._here >= 0:
            self._stops[self._here] = self._stops[self._here]._replace(place=place)

    def visit(self, key: str) -> None:
        """Add a page after this one; what lay ahead is forgotten."""
        del self._stops[self._here + 1 :]
        self._stops.append(Stop(key, {}))
        self._here += 1

    def step(self, by: int) -> Stop | None:
        """Go back (-1) or forward (1), or nowhere if there is no such stop."""
        if not 0 <= self._here + by < len(self._stops):
            return None
        self._here += by
        return self._stops[self._here]
