"""Hide small counts in a published table so that nothing published gives them away.

Primary: counts of 1 to 4, or up to a higher limit. Secondary: larger counts hidden because row, column and grand
totals are published. A reader is taken to know every total, that a star is at least 1, and that it is at most that
limit where its row or column holds nothing but small counts. No hidden count may be left with one possible value, and
no more is hidden than that needs. Nought is shown.

A table of whole counts with fixed totals is a flow between its rows and columns, so a hidden count can take another
value exactly when some ring of hidden cells can be raised and lowered by one in turn (Gusfield 1988). That makes the
audit exact on integers, without a solver.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from auditor.rings import Cell, Path, cheapest_path, joined_without, off_rings, reach

STAR = "*"
MOST_SMALL = 4
# How many partial patterns to weigh before the best pattern found is taken, fewer of tables with many cells: a bound on
# time, never on safety.
PATIENCE, CELLS = 1500, 150_000


@dataclass(frozen=True)
class Suppressed:
    """A table fit to publish: counts or `*`, and the hidden cells as (row, column) counted from 1."""

    cells: tuple[tuple[int | str, ...], ...]
    primary: tuple[Cell, ...]
    secondary: tuple[Cell, ...]


def suppress(table: Sequence[Sequence[int]], most_small: int = MOST_SMALL) -> Suppressed:
    """Hide counts of 1 to `most_small`, and of the rest the least total that keeps them hidden.

    The table has no totals of its own; a table of one row or one column has one total, the grand one. None of the
    secondary cells could be shown again; on tables of common size the hidden total is the least possible. Raises
    ValueError for uneven rows, counts below nought, or a small count that its totals give away whatever is hidden.
    """
    width = len(table[0]) if table else 0
    if not width or any(len(row) != width for row in table):
        raise ValueError("The table needs the same number of counts in every row, and at least one.")
    if any(count < 0 for row in table for count in row):
        raise ValueError("Counts must be 0 or more.")
    # one column is one row, turned
    grid = _Grid(table if width > 1 else [[row[0] for row in table]], most_small)
    everything = grid.largest_safe(grid.large)
    if everything is None:
        row, column = grid.given_away()[:: -1 if width == 1 else 1]
        raise ValueError(
            f"The totals give away the count in row {row + 1}, column {column + 1}, whatever else is hidden. "
            "No table was made: join that row or column with another one."
        )
    hidden = _Search(grid, everything).cheapest()
    turned = {(j, i) for i, j in hidden} if width == 1 else hidden
    small = {(i, j) for i, row in enumerate(table) for j, count in enumerate(row) if 0 < count <= most_small}
    return Suppressed(
        tuple(
            tuple(STAR if (i, j) in small | turned else count for j, count in enumerate(row))
            for i, row in enumerate(table)
        ),
        tuple((i + 1, j + 1) for i, j in sorted(small)),
        tuple((i + 1, j + 1) for i, j in sorted(turned)),
    )


class _Grid:
    """A table as a flow: rows and columns are places, hidden cells the ways between them."""

    def __init__(self, table: Sequence[Sequence[int]], most_small: int) -> None:
        self.most_small = most_small
        self.count = {(i, j): count for i, row in enumerate(table) for j, count in enumerate(row)}
        self.rows, self.columns = len(table), len(table[0])
        self.small = frozenset(cell for cell, count in self.count.items() if 0 < count <= most_small)
        self.large = frozenset(cell for cell, count in self.count.items() if count > most_small)
        # of two patterns with the same total the one with fewer cells
        self.cost = {cell: count * (len(self.count) + 1) + 1 for cell, count in self.count.items()}
        self.single = self.rows == 1
        # the columns of a single row have no totals: a row nobody sees makes up for whatever they add up to
        self.free = frozenset((1, j) for j in range(self.columns)) if self.single else frozenset[Cell]()
        self.places = self.rows + self.columns + self.single
        self.first_column = self.rows + self.single

    @cached_property
    def lines(self) -> list[frozenset[Cell]]:
        """The cells of every row and column that has a published total."""
        rows = [frozenset((i, j) for j in range(self.columns)) for i in range(self.rows)]
        columns = [frozenset((i, j) for i in range(self.rows)) for j in range(self.columns)]
        return rows if self.single else rows + columns

    def lines_of(self, cell: Cell) -> list[frozenset[Cell]]:
        return [self.lines[cell[0]]] if self.single else [self.lines[cell[0]], self.lines[self.rows + cell[1]]]

    def ways(self, cell: Cell, secondary: frozenset[Cell] | None) -> tuple[bool, bool]:
        """Whether a hidden cell can be one more, and one less, as far as the reader knows.

        Without `secondary`, as if every line held a secondary cell.
        """
        if cell in self.free:
            return True, True
        more = True
        if secondary is not None and self.count[cell] == self.most_small:
            more = all(line & secondary for line in self.lines_of(cell))
        return more, self.count[cell] > 1

    def ends(self, cell: Cell) -> tuple[int, int]:
        return cell[0], self.first_column + cell[1]

    def undisclosed(self, secondary: frozenset[Cell]) -> set[Cell]:
        """The hidden cells that could hold another count."""
        hidden = self.small | secondary
        possible = {cell: self.ways(cell, secondary) for cell in hidden | self.free}
        towards, back = [0] * self.places, [0] * self.places
        for cell, (more, less) in possible.items():
            row, column = self.ends(cell)
            towards[row] |= more << column
            towards[column] |= less << row
            back[column] |= more << row
            back[row] |= less << column
        # what can go either way stands in a ring unless taking it out parts the places it joins
        alone = off_rings(self.ends(cell) for cell, (more, less) in possible.items() if more and less)
        reached: dict[tuple[bool, int], int] = {}
        safe: set[Cell] = set()
        for cell in hidden:
            row, column = self.ends(cell)
            more, less = possible[cell]
            if more and less:
                if (row, column) not in alone or joined_without(towards, row, column):
                    safe.add(cell)
            elif more or less:
                # the way back from its column, or to it, cannot lead by the cell itself
                if (more, column) not in reached:
                    reached[more, column] = reach(towards if more else back, column)
                if reached[more, column] >> row & 1:
                    safe.add(cell)
        return safe

    def largest_safe(self, allowed: frozenset[Cell]) -> frozenset[Cell] | None:
        """The largest safe choice of secondary cells among `allowed`, or None where a small count stays disclosed.

        A cell that is disclosed even here is so in every smaller choice: hiding more never discloses what was hidden.
        """
        while True:
            safe = self.undisclosed(allowed)
            kept = allowed & safe
            if kept == allowed:
                return allowed if self.small <= safe else None
            allowed = kept

    def given_away(self) -> Cell:
        """A small count that stays disclosed even where everything else that helps is hidden."""
        left = self.large
        while not left <= (safe := self.undisclosed(left)):
            left &= safe
        return min(self.small - safe)

    def rings(self, chosen: frozenset[Cell], open_to: Iterable[Cell]) -> "_Rings":
        """The ways by which counts could be other ones, where `chosen` are hidden and `open_to` could be."""
        return _Rings(self, chosen, open_to)


class _Rings:
    """What it costs to hide more cells until a hidden one could hold another count.

    A bound from below: small counts at the top of their range are taken to be free to rise.
    """

    def __init__(self, grid: _Grid, chosen: frozenset[Cell], open_to: Iterable[Cell]) -> None:
        self.grid = grid
        self.arcs: list[list[tuple[int, int, Cell]]] = [[] for _ in range(grid.places)]
        for other in {*grid.small, *chosen, *grid.free, *open_to}:
            row, column = grid.ends(other)
            more, less = grid.ways(other, None)
            cost = 0 if other in grid.small or other in chosen or other in grid.free else grid.cost[other]
            if more:
                self.arcs[row].append((column, cost, other))
            if less:
                self.arcs[column].append((row, cost, other))

    def cheapest(self, cell: Cell) -> Path | None:
        """The least cost of cells to hide so that `cell` could hold another count, and those cells; None if none."""
        row, column = self.grid.ends(cell)
        more, less = self.grid.ways(cell, None)
        rings = [cheapest_path(self.arcs, column, row, cell)] if more else []
        rings += [cheapest_path(self.arcs, row, column, cell)] if less else []
        found = [ring for ring in rings if ring is not None]
        return min(found, key=lambda ring: ring[0]) if found else None


class _Search:
    """Look for the safe pattern of least cost: branch on a cell, bound from below, stop when patience runs out."""

    def __init__(self, grid: _Grid, everything: frozenset[Cell]) -> None:
        self.grid = grid
        self.everything = everything
        self.best = min(self._pruned(everything), self._pruned(self._built_up()), key=self._cost)
        self.best_cost = self._cost(self.best)
        self.patience = min(PATIENCE, CELLS // len(grid.count))

    def cheapest(self) -> frozenset[Cell]:
        """The secondary cells to hide."""
        self._branch(frozenset(), self.everything)
        return self.best

    def _cost(self, cells: Iterable[Cell]) -> int:
        return sum(self.grid.cost[cell] for cell in cells)

    def _built_up(self) -> frozenset[Cell]:
        """A safe pattern made by closing the cheapest ring round one disclosed cell after another."""
        grid, chosen = self.grid, frozenset[Cell]()
        while bad := (grid.small | chosen) - grid.undisclosed(chosen):
            ring = grid.rings(chosen, self.everything).cheapest(min(bad))
            added = (frozenset(ring[1]) & grid.large) - chosen if ring else frozenset[Cell]()
            if not added:
                return self.everything
            chosen |= added
        return chosen

    def _pruned(self, pattern: frozenset[Cell]) -> frozenset[Cell]:
        """The pattern with nothing in it that could be shown again, dearest cells tried first."""
        for cell in sorted(pattern, key=lambda cell: (-self.grid.cost[cell], cell)):
            if cell in pattern:
                fewer = self.grid.largest_safe(pattern - {cell})
                pattern = pattern if fewer is None else fewer
        return pattern

    def _branch(self, chosen: frozenset[Cell], allowed: frozenset[Cell]) -> None:
        """Try every pattern that holds `chosen` and lies within `allowed` and could be cheaper than the best."""
        self.patience -= 1
        spent = self._cost(chosen)
        if self.patience < 0 or spent >= self.best_cost:
            return
        bad = (self.grid.small | chosen) - self.grid.undisclosed(chosen)
        if not bad:
            self.best, self.best_cost = chosen, spent
            return
        next_cell = self._next(bad, chosen, allowed, self.best_cost - spent)
        if next_cell is None:
            return
        self._branch(chosen | {next_cell}, allowed)
        without = self.grid.largest_safe(allowed - {next_cell})
        if without is not None and chosen <= without:
            self._branch(chosen, without)

    def _next(self, bad: frozenset[Cell], chosen: frozenset[Cell], allowed: frozenset[Cell], room: int) -> Cell | None:
        """A cell to branch on, or None where no pattern from here costs less than `room`."""
        if self._lonely(chosen, allowed) >= room:
            return None
        dearest: Path = (-1, [])
        rings = self.grid.rings(chosen, allowed)
        for cell in sorted(bad):
            ring = rings.cheapest(cell)
            if ring is None or ring[0] >= room:
                return None
            dearest = max(dearest, ring, key=lambda ring: ring[0])
        undecided = [cell for cell in dearest[1] if cell in allowed and cell not in chosen]
        if not undecided:
            # every ring is closed but for a small count at the top of its range: some line needs a secondary cell
            lines = [line for cell in bad | self.grid.small for line in self.grid.lines_of(cell) if not line & chosen]
            undecided = [cell for line in lines for cell in line & allowed]
        return min(undecided, key=lambda cell: (self.grid.cost[cell], cell), default=None)

    def _lonely(self, chosen: frozenset[Cell], allowed: frozenset[Cell]) -> int:
        """A bound from below: each row, or each column, with a single hidden cell needs another."""
        hidden = self.grid.small | chosen
        bounds = [0, 0]
        for number, line in enumerate(self.grid.lines):
            if len(line & hidden) == 1:
                bounds[number >= self.grid.rows] += min(
                    (self.grid.cost[cell] for cell in (line & allowed) - hidden), default=0
                )
        return max(bounds)
