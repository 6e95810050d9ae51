"""Two rounds of different plans compared: is the difference more than the luck of the draw?"""

from collections.abc import Sequence
from math import comb, hypot

from auditor.intervals import Interval, tail_share, wilson

MOST_EXACT = 20_000
"""Plans of both sides together up to which the test is worked out on integers; beyond, that takes minutes."""


def newcombe(x1: float, n1: float, x2: float, n2: float, confidence: float = 0.95) -> Interval:
    """The interval of the first share minus the second, from -1 to 1, without continuity correction.

    Newcombe's hybrid score interval (method 10 of Newcombe 1998, Statistics in Medicine 17:873). Finite population
    forms do not belong here: change is about how plans are written, not about the plans on the list. x and n may be
    fractions of a plan, as weights and design effects leave them. Raises ValueError unless 0 <= x <= n and n > 0 on
    both sides.
    """
    low1, high1 = wilson(x1, n1, confidence)
    low2, high2 = wilson(x2, n2, confidence)
    p1, p2 = x1 / n1, x2 / n2
    difference = p1 - p2
    low = difference - hypot(p1 - low1, high2 - p2)
    high = difference + hypot(high1 - p1, p2 - low2)
    return max(-1.0, low), min(1.0, high)


def fisher_midp_central(x1: int, n1: int, x2: int, n2: int) -> float:
    """The central mid-p value of Fisher's test: twice the smaller one-sided mid-p, at most 1.

    Counts half of the observed table in each tail (Lancaster 1961), on integers up to `MOST_EXACT` plans. Raises
    ValueError as `newcombe`.
    """
    wilson(x1, n1)
    wilson(x2, n2)
    met, plans = x1 + x2, n1 + n2
    if plans > MOST_EXACT:
        # half of the observed table is half of the tail with it and half of the tail without
        above = tail_share(x1, n1, met, plans, upper=True, least=1e-300)
        above += tail_share(x1 + 1, n1, met, plans, upper=True, least=1e-300)
        below = tail_share(x1, n1, met, plans, upper=False, least=1e-300)
        below += tail_share(x1 - 1, n1, met, plans, upper=False, least=1e-300)
        return min(1.0, below, above)
    low, high = max(0, met - n2), min(met, n1)
    # twice the ways, so that half of the observed table is a whole number
    below = above = 0
    ways = comb(met, low) * comb(plans - met, n1 - low)
    for first in range(low, high + 1):
        if first < x1:
            below += 2 * ways
        elif first > x1:
            above += 2 * ways
        else:
            below += ways
            above += ways
        ways = ways * (met - first) * (n1 - first) // ((first + 1) * (n2 - met + first + 1))
    return min(1.0, 2 * min(below, above) / (below + above))


def holm(pvalues: Sequence[float]) -> tuple[float, ...]:
    """The p-values adjusted for being looked at together, in the order given (Holm 1979).

    Raises ValueError for a p-value outside 0 to 1.
    """
    if any(not 0 <= p <= 1 for p in pvalues):
        raise ValueError("A p-value must lie between 0 and 1.")
    adjusted = [0.0] * len(pvalues)
    highest = 0.0
    for rank, index in enumerate(sorted(range(len(pvalues)), key=lambda i: pvalues[i])):
        highest = max(highest, min(1.0, (len(pvalues) - rank) * pvalues[index]))
        adjusted[index] = highest
    return tuple(adjusted)
