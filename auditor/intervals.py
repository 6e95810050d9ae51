"""Confidence intervals of one share: what the luck of the draw leaves open.

All intervals are pairs of shares from 0 to 1. They hold only for plans drawn by chance; who calls must see to that.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, sqrt
from statistics import NormalDist

Interval = tuple[float, float]

# Below this share of the frame the finite population form changes nothing worth printing: one plan in twenty.
FINITE_FROM = 20


def normal_quantile(confidence: float) -> float:
    """The two-sided standard normal quantile, 1.96 for 0.95. Raises ValueError outside 0 to 1."""
    if not 0 < confidence < 1:
        raise ValueError("The confidence must lie between 0 and 1, such as 0.95.")
    return NormalDist().inv_cdf((1 + confidence) / 2)


def wilson(x: float, n: float, confidence: float = 0.95) -> Interval:
    """Wilson's score interval for x of n (Wilson 1927; Newcombe 1998, Statistics in Medicine 17:857).

    x and n may be fractions of a plan, as a design effect leaves them. Raises ValueError unless 0 <= x <= n and n > 0.
    """
    _check(x, n)
    return _score(x, n, normal_quantile(confidence) ** 2)


def wilson_fpc(x: float, n: float, population: int, confidence: float = 0.95) -> Interval:
    """Wilson's interval for the share of a finite population, of which n were drawn without replacement.

    The squared quantile is multiplied by (N - n) / (N - 1) (O'Neill 2021, arXiv 2109.12464). It is not held to what
    the count allows; `clamp_to_population` does that. Raises ValueError as `wilson`, or when n is above the population.
    """
    _check(x, n, population)
    # a population of one that was drawn leaves nothing open, and would divide by nought
    left_out = (population - n) / (population - 1) if population > n else 0.0
    return _score(x, n, normal_quantile(confidence) ** 2 * left_out)


def clamp_to_population(interval: Interval, x: int, n: int, population: int) -> Interval:
    """Hold an interval to the shares the count allows: at least x, at most N - n + x of the population have it."""
    least, most = x / population, (population - n + x) / population
    return min(max(interval[0], least), most), max(min(interval[1], most), least)


def hypergeometric_exact(x: int, n: int, population: int, confidence: float = 0.95) -> Interval:
    """Every share of the population under which neither tail of the draw is as rare as half of 1 - confidence.

    The set of M with P(X >= x | M) and P(X <= x | M) both above the half, as shares M / N (the tail inversion of
    Buonaccorsi 1987). Raises ValueError as `wilson_fpc`.
    """
    _check(x, n, population)
    normal_quantile(confidence)
    tail = (1 - Fraction(str(confidence))) / 2
    # the share of M that passes is one run: the upper tail grows with M and the lower tail shrinks
    lowest, highest = x, population - n + x
    low = _first(lowest, highest, lambda m: _above(tail, x, n, m, population, upper=True))
    high = _first(lowest, highest + 1, lambda m: not _above(tail, x, n, m, population, upper=False)) - 1
    return low / population, high / population


@dataclass(frozen=True)
class Clustered:
    """An interval for answers that come in plans. `design_effect` is how many answers are worth one, at least 1."""

    interval: Interval
    design_effect: float


def clustered(
    counts: Sequence[tuple[int, int]], confidence: float = 0.95, weights: Sequence[float] | None = None
) -> Clustered | None:
    """The interval of answers pooled over plans, each plan giving (met, scored), or None under two plans with answers.

    Answers about one plan are alike, so n answers tell less than n plans would: Wilson with n divided by the design
    effect, the ratio estimator's variance by plan over the binomial one (Cochran 1977, section 6; Rao and Scott 1992).
    Where all or none are met there is no variance to compare, and n is the number of plans.

    With `weights`, one a plan, share and variance are weighted, the effect is at least that of the weights alone
    (Kish 1965), and for all or none n is the effective number of plans. Raises ValueError unless
    0 <= met <= scored for every plan.
    """
    for met, scored in counts:
        if not 0 <= met <= scored:
            raise ValueError(f"A plan cannot have {met} answers met of {scored} scored.")
    given = [1.0] * len(counts) if weights is None else weights
    plans = [(x, m, w) for (x, m), w in zip(counts, given, strict=True) if m]
    if len(plans) < 2:
        return None
    scored = sum(m for _, m, _ in plans)
    whole = sum(w * m for _, m, w in plans)
    met = sum(w * x for x, _, w in plans)
    share = met / whole
    least = scored * sum(w * w * m for _, m, w in plans) / whole**2
    if sum(x for x, _, _ in plans) in (0, scored):
        effect = scored / effective_n(w for _, _, w in plans)
    else:
        squares = sum((w * (x - share * m)) ** 2 for x, m, w in plans)
        by_plan = len(plans) / (len(plans) - 1) * squares / whole**2
        effect = max(1.0, least, by_plan / (share * (1 - share) / scored))
    worth = scored / effect
    return Clustered(wilson(min(met * (scored / whole) / effect, worth), worth, confidence), effect)


def effective_n(weights: Iterable[float]) -> float:
    """How many equally weighted plans tell as much as these weighted ones (Kish 1965): (sum w)^2 / sum w^2.

    Raises ValueError without a weight above nought, or with one below it.
    """
    kept = list(weights)
    if any(weight < 0 for weight in kept) or not any(kept):
        raise ValueError("Weights must be 0 or more, and at least one of them above 0.")
    return sum(kept) ** 2 / sum(weight * weight for weight in kept)


def plans_interval(k: int, n: int, population: int | None, confidence: float = 0.95) -> Interval | None:
    """The interval of k plans of n drawn by lot from a frame of `population`, or None when n is 0.

    Where the frame is known and at least one plan in twenty was drawn: the finite population form, held to what the
    count allows. Otherwise plain Wilson. Raises ValueError as `wilson_fpc`.
    """
    if not n:
        return None
    if population is None or n * FINITE_FROM < population:
        return wilson(k, n, confidence)
    return clamp_to_population(wilson_fpc(k, n, population, confidence), k, n, population)


def _check(x: float, n: float, population: int | None = None) -> None:
    if not n > 0:
        raise ValueError("An interval needs at least one plan or answer.")
    if not 0 <= x <= n:
        raise ValueError(f"{x:g} of {n:g} is not a share: the first number must lie between 0 and the second.")
    if population is not None and n > population:
        raise ValueError(f"{n:g} cannot be drawn from {population:g}: the population must be at least as large.")


def _score(x: float, n: float, z2: float) -> Interval:
    """Solve (p - P)^2 = z2 P (1 - P) / n for P. The ends are exact where nothing or everything is met."""
    p = x / n
    centre = p + z2 / (2 * n)
    half = sqrt(max(0.0, z2 * (p * (1 - p) / n + z2 / (4 * n * n))))
    scale = 1 + z2 / n
    low = 0.0 if x == 0 else max(0.0, (centre - half) / scale)
    high = 1.0 if x == n else min(1.0, (centre + half) / scale)
    return min(low, p), max(high, p)


def _first(low: int, high: int, passes: Callable[[int], bool]) -> int:
    """The smallest number from low to high that passes, by halving; `high` is taken to pass."""
    while low < high:
        middle = (low + high) // 2
        if passes(middle):
            high = middle
        else:
            low = middle + 1
    return low


def _above(tail: Fraction, x: int, n: int, marked: int, population: int, *, upper: bool) -> bool:
    """Whether P(X >= x), or P(X <= x), is above `tail` for a draw of n from a population with `marked` in it.

    Floating point decides all but a near tie, which is settled by integers.
    """
    share = tail_share(x, n, marked, population, upper=upper)
    if abs(share - tail) > 1e-9:
        return share > tail
    low, high = max(0, n - population + marked), min(n, marked)
    counted = range(x, high + 1) if upper else range(low, x + 1)
    ways = sum(comb(marked, i) * comb(population - marked, n - i) for i in counted)
    return ways > tail * comb(population, n)


def tail_share(x: int, n: int, marked: int, population: int, *, upper: bool, least: float = 1e-20) -> float:
    """P(X >= x) or P(X <= x) for a draw of n from a population with `marked` in it.

    Summed outwards from the commonest count so that nothing overflows; counts `least` times as common are left out.
    """
    low, high = max(0, n - population + marked), min(n, marked)
    mode = min(max((n + 1) * (marked + 1) // (population + 2), low), high)
    total = wanted = 0.0
    for step in (1, -1):
        i, weight = mode, 1.0
        while low <= i <= high and weight > least:
            if i != mode or step == 1:
                total += weight
                if i >= x if upper else i <= x:
                    wanted += weight
            if step == 1:
                weight *= (marked - i) * (n - i) / ((i + 1) * (population - marked - n + i + 1))
            else:
                weight *= i * (population - marked - n + i) / ((marked - i + 1) * (n - i + 1))
            i += step
    return wanted / total
