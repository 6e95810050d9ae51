"""How many plans to draw, and how to share them out over the strata of a frame."""

from collections.abc import Mapping
from math import ceil, sqrt

from auditor.intervals import normal_quantile


def sample_size(population: int, margin: float, confidence: float = 0.95, p: float = 0.5) -> int:
    """How many of `population` plans give an interval of at most `margin` (a share) either side, rounded up.

    Cochran 1977, chapter 4: n0 / (1 + (n0 - 1) / N) with n0 = z^2 p (1 - p) / margin^2. Raises ValueError for a
    population under 1, or a margin, confidence or expected share p that does not lie between 0 and 1.
    """
    if population < 1:
        raise ValueError("The population must be at least 1 plan.")
    if not 0 < margin < 1:
        raise ValueError("The margin must lie between 0 and 1, such as 0.05 for 5 points either side.")
    if not 0 < p < 1:
        raise ValueError("The expected share must lie between 0 and 1; 0.5 is the cautious choice.")
    infinite = normal_quantile(confidence) ** 2 * p * (1 - p) / margin**2
    wanted = infinite / (1 + (infinite - 1) / population)
    # a whole number that floating point leaves a hair above itself is not rounded up again
    return max(1, min(population, ceil(wanted * (1 - 1e-12))))


def margin_of_error(n: float, population: int | None = None, confidence: float = 0.95, p: float = 0.5) -> float:
    """The half-width, as a share, that n plans leave: z sqrt(p (1 - p) / n), times (N - n) / (N - 1) under the root.

    The second factor only where the population is known. n may be the effective number of a weighted sample. For
    planning; figures carry Wilson's interval instead.
    Raises ValueError for n under 1 or above the population.
    """
    if n < 1:
        raise ValueError("The sample must hold at least 1 plan.")
    if population is not None and n > population:
        raise ValueError(f"A sample of {n:g} cannot come from {population}: the population must be at least as large.")
    left_out = 1.0
    if population is not None:
        left_out = (population - n) / (population - 1) if population > n else 0.0
    return normal_quantile(confidence) * sqrt(p * (1 - p) / n * left_out)


def share(
    strata: Mapping[str, int], total: int, minimum: int | None = None, factors: Mapping[str, int] | None = None
) -> dict[str, int]:
    """Share `total` plans out over strata of the given sizes, in proportion, by largest remainder on integers.

    Equal remainders go to the larger stratum, then to the earlier one. With a minimum, strata that would get fewer
    are fixed at it (or at all their plans, where they have fewer) and the rest of the total is shared out over the
    rest, until none is short. `factors` says how many times its size a stratum counts for (1 where it is not named);
    none gets more plans than it has. Raises ValueError when the total is more than there is, or less than the
    minimums need.
    """
    sizes = dict(strata)
    for name, size in sizes.items():
        if size < 0:
            raise ValueError(f"Stratum {name} has {size} plans: the size must be 0 or more.")
    if not 0 <= total <= sum(sizes.values()):
        raise ValueError(f"{total} plans cannot be drawn from {sum(sizes.values())}.")
    floors = {name: min(minimum or 0, size) for name, size in sizes.items()}
    if sum(floors.values()) > total:
        raise ValueError(f"A minimum of {minimum} needs {sum(floors.values())} plans, and the sample has {total}.")
    weights = {name: size * (factors or {}).get(name, 1) for name, size in sizes.items()}
    fixed: dict[str, int] = {}
    while True:
        free = {name: weight for name, weight in weights.items() if name not in fixed}
        shared = _largest_remainder(free, total - sum(fixed.values()))
        held = {name: min(max(plans, floors[name]), sizes[name]) for name, plans in shared.items()}
        # Where holding to the limits asks for too many, what was too low stays at its limit, and so the other way
        # round; what is left can then always be shared out over the rest.
        over = sum(held.values()) - sum(shared.values())
        if not over:
            return {name: fixed.get(name, held.get(name, 0)) for name in sizes}
        fixed |= {n: held[n] for n, plans in shared.items() if (held[n] > plans if over > 0 else held[n] < plans)}


def _largest_remainder(sizes: Mapping[str, int], total: int) -> dict[str, int]:
    """Hare's quota on integers: n N_h mod N is compared, never a fraction (floats lose exact ties)."""
    whole = sum(sizes.values())
    if not whole:
        return dict.fromkeys(sizes, 0)
    shared = {name: total * size // whole for name, size in sizes.items()}
    # sorting is stable, so what is equal in remainder and size stays in list order
    by_remainder = sorted(sizes, key=lambda name: (-(total * sizes[name] % whole), -sizes[name]))
    for name in by_remainder[: total - sum(shared.values())]:
        shared[name] += 1
    return shared
