"""Overall figures where parts of the list were drawn unequally: each plan weighs as many plans as it stands for.

A plan's weight is its part's plans over its part's drawn plans (Horvitz and Thompson 1952); the share is the weighted
count over the weighted number counted (Hájek 1971), so that plans that could not be judged leave both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from auditor import intervals
from auditor.rollup import PlanCount


@dataclass(frozen=True)
class Estimate:
    """A weighted share, exact; the interval luck leaves it; the least and most it could be if the open ones fell so.

    None where nothing was counted, or for the interval fewer than two plans have answers.
    """

    share: Fraction | None
    interval: intervals.Interval | None
    bounds: tuple[float, float] | None


def estimate(counts: Sequence[PlanCount], weights: Sequence[Fraction], *, pooled: bool) -> Estimate:
    """The overall share of what each plan counts, with weights in the same order.

    Interval: Wilson's with the weighted share and the effective number of plans (Kish 1965); for answers `pooled` over
    plans, with the number of answers over the design effect of plans and weights together. No finite form: the parts
    are drawn by different shares. Raises ValueError where counts and weights differ in number.
    """
    pairs = list(zip(counts, weights, strict=True))
    met = sum((w * c.met for c, w in pairs), Fraction(0))
    counted = sum((w * c.counted for c, w in pairs), Fraction(0))
    still_open = sum((w * c.open for c, w in pairs), Fraction(0))
    everything = counted + still_open
    bounds = (float(met / everything), float((met + still_open) / everything)) if everything else None
    if not counted:
        return Estimate(None, None, bounds)
    share = met / counted
    in_it = [(c, float(w)) for c, w in pairs if c.counted]
    if pooled:
        found = intervals.clustered([(c.met, c.counted) for c, _ in in_it], weights=[w for _, w in in_it])
        return Estimate(share, found.interval if found else None, bounds)
    worth = intervals.effective_n([w for _, w in in_it])
    return Estimate(share, intervals.wilson(min(float(share) * worth, worth), worth), bounds)


def by_part(counts: Sequence[PlanCount], parts: Sequence[int | None]) -> Mapping[int | None, tuple[int, int]]:
    """Met and counted in each part, by the part of each plan."""
    found: dict[int | None, tuple[int, int]] = {}
    for count, part in zip(counts, parts, strict=True):
        met, counted = found.get(part, (0, 0))
        found[part] = (met + count.met, counted + count.counted)
    return found
