"""Paths and rings among places that ways lead between: what the audit of hidden counts goes by."""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush

Cell = tuple[int, int]
"""A way between two places, by its row and column in a table."""
Path = tuple[int, list[Cell]]
"""What a path between two places costs, and the cells it goes by."""


def reach(towards: Sequence[int], start: int) -> int:
    """The places that steps lead to, as bits, the start among them; `towards` holds each place's next ones as bits."""
    seen = fresh = 1 << start
    while fresh:
        reached = 0
        while fresh:
            lowest = fresh & -fresh
            reached |= towards[lowest.bit_length() - 1]
            fresh ^= lowest
        fresh = reached & ~seen
        seen |= fresh
    return seen


def joined_without(towards: list[int], row: int, column: int) -> bool:
    """Whether steps lead from either place to the other though the way between them, both ways, is taken out."""
    kept = towards[row], towards[column]
    towards[row] &= ~(1 << column)
    towards[column] &= ~(1 << row)
    joined = reach(towards, column) >> row & 1 or reach(towards, row) >> column & 1
    towards[row], towards[column] = kept
    return bool(joined)


def off_rings(edges: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Those of these edges, each (lower, higher) place, that no ring of edges goes by (bridges; Tarjan 1974)."""
    near: dict[int, list[int]] = {}
    for low, high in edges:
        near.setdefault(low, []).append(high)
        near.setdefault(high, []).append(low)
    order: dict[int, int] = {}  # when a place was come to
    back: dict[int, int] = {}  # the earliest place that rings from below it lead back to
    alone: set[tuple[int, int]] = set()
    for root in near:
        trail = [] if root in order else [(root, -1, iter(near[root]))]
        order.setdefault(root, len(order))
        back.setdefault(root, order[root])
        while trail:
            place, came, nexts = trail[-1]
            fresh = None
            for other in nexts:
                if other not in order:
                    fresh = other
                    break
                if other != came:
                    back[place] = min(back[place], order[other])
            if fresh is not None:
                order[fresh] = back[fresh] = len(order)
                trail.append((fresh, place, iter(near[fresh])))
                continue
            trail.pop()
            if came >= 0:
                back[came] = min(back[came], back[place])
                if back[place] > order[came]:
                    alone.add((min(place, came), max(place, came)))
    return alone


def cheapest_path(arcs: Sequence[Sequence[tuple[int, int, Cell]]], start: int, end: int, without: Cell) -> Path | None:
    """Dijkstra's cheapest path between two places that does not go by one cell, as its cost and its cells, or None."""
    queue: list[tuple[int, int]] = [(0, start)]
    least = {start: 0}
    came: dict[int, tuple[int, Cell]] = {}
    while queue:
        spent, place = heappop(queue)
        if place == end:
            cells: list[Cell] = []
            while place != start:
                place, cell = came[place]
                cells.append(cell)
            return spent, cells
        if spent > least[place]:
            continue
        for target, cost, cell in arcs[place]:
            if cell != without and spent + cost < least.get(target, spent + cost + 1):
                least[target] = spent + cost
                came[target] = (place, cell)
                heappush(queue, (spent + cost, target))
    return None
