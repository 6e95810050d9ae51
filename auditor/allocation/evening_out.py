"""Even out loads: give units to takers so that the greatest load, by share, is the least possible."""

import math
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field


@dataclass
class Unit:
    """Something to be given to `need` takers out of `may`, a number with a bit for each taker.

    Where there are `groups`, also bits, no group gives more than one of them. `chosen` is who takes it, by position.
    """

    may: int
    need: int
    groups: tuple[int, ...] = ()
    chosen: list[int] = field(default_factory=list[int])

    def instead_of(self, taker: int | None) -> int:
        """Who could take it in place of one who does, or on top of them all: bits."""
        free = self.may
        for other in self.chosen:
            free &= ~(1 << other)
            if other != taker:
                for group in self.groups:
                    if group >> other & 1:
                        free &= ~group
        return free


def even_out(units: Sequence[Unit], shares: Sequence[int], loads: list[int], lot: Callable[[int, int], str]) -> None:
    """Choose the takers of every unit and add them to `loads`, which may begin with what is there already.

    The greatest load in proportion to share is then the least there can be, then the next greatest, and so on.
    `shares` are whole numbers; who has 0 is in no unit's `may`. `lot` (unit, taker) settles who comes first among
    equals. Every unit can be filled: its `may` has bits enough, in enough groups.
    """
    whole = math.lcm(*(share for share in shares if share)) if any(shares) else 1
    weights = [whole // share if share else 0 for share in shares]
    held: list[set[int]] = [set() for _ in shares]
    for at in sorted(range(len(units)), key=lambda at: (units[at].may.bit_count(), lot(at, 0))):
        unit = units[at]
        for _ in range(unit.need):
            free = _bits(unit.instead_of(None))
            least = min((loads[i] + 1) * weights[i] for i in free)
            taker = min((i for i in free if (loads[i] + 1) * weights[i] == least), key=lambda i: lot(at, i))
            unit.chosen.append(taker)
            held[taker].add(at)
            loads[taker] += 1
    _level(units, weights, loads, held)


def _level(units: Sequence[Unit], weights: Sequence[int], loads: list[int], held: list[set[int]]) -> None:
    """Hand units on along the shortest paths from who has most, until no path leads to anybody with less."""
    done = 0
    while True:
        open_ones = [i for i in range(len(loads)) if held[i] and not done >> i & 1]
        if not open_ones:
            return
        start = max(open_ones, key=lambda i: (loads[i] * weights[i], -i))
        came = _reachable(units, held, start, done)
        end = min(came, key=lambda i: ((loads[i] + 1) * weights[i], i), default=None)
        if end is None or (loads[end] + 1) * weights[end] >= loads[start] * weights[start]:
            # Whoever can be reached from here has as much: no path into them can help anybody with no more than this
            done |= 1 << start
            for i in came:
                done |= 1 << i
            continue
        loads[start] -= 1
        loads[end] += 1
        while end != start:
            giver, at = came[end]
            chosen = units[at].chosen
            chosen[chosen.index(giver)] = end
            held[giver].discard(at)
            held[end].add(at)
            end = giver


def _reachable(units: Sequence[Unit], held: Sequence[set[int]], start: int, done: int) -> dict[int, tuple[int, int]]:
    """Everybody to whom a unit can be handed on from `start`, over others too: from whom and which unit."""
    came: dict[int, tuple[int, int]] = {}
    seen, queue = 1 << start | done, deque([start])
    while queue:
        giver = queue.popleft()
        for at in sorted(held[giver]):
            new = units[at].instead_of(giver) & ~seen
            seen |= new
            for taker in _bits(new):
                came[taker] = (giver, at)
                queue.append(taker)
    return came


def _bits(mask: int) -> list[int]:
    """The positions of the bits that are set, the lowest first."""
    found: list[int] = []
    while mask:
        low = mask & -mask
        found.append(low.bit_length() - 1)
        mask ^= low
    return found
