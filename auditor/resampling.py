"""How far a figure could have come out differently with other plans: a bootstrap over plans (Efron 1979).

Plans that gave the same pattern of scores give the same terms, so a resample of the plans is a multinomial draw of how
often each pattern comes: exact, and nearly free. The draw is seeded and takes patterns in order, so it depends neither
on the order of plans nor on the machine.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from auditor.agreement import Patterns, coefficients

if TYPE_CHECKING:
    import numpy

TIMES = 1000
LEAST_DEFINED = 0.95  # of the resamples: where a figure is undefined in more, so is its interval

ALIKE = 1e-12  # what differs by no more is the same but for rounding

Interval = tuple[float, float] | None


def agreement_intervals(
    patterns: Patterns, points: Sequence[float], seed: str, times: int = TIMES
) -> dict[str, Interval]:
    """A 95% interval for each figure of `agreement.coefficients`, by its name; None where it cannot be estimated.

    `seed` is any text that names what is drawn. Percentile intervals over `times` resamples of the plans. Where every
    resample gives the same there is none: a range without width would claim what ten alike plans cannot.
    """
    import numpy

    kept = sorted(patterns)
    drawn = _draws(numpy, [patterns[p] for p in kept], seed, times)
    if drawn is None:
        return {}

    def over(above: Any, below: Any) -> Any:
        above, below = numpy.broadcast_arrays(numpy.asarray(above, float), numpy.asarray(below, float))
        undefined: Any = numpy.full(numpy.shape(above), numpy.nan)
        return numpy.divide(above, below, out=undefined, where=below != 0)

    found = coefficients(kept, [drawn[:, place] for place in range(len(kept))], points, over)
    return {name: _middle(numpy, values) for name, values in found.items()}


def ratio_interval(plans: Mapping[tuple[float, float], int], seed: str, times: int = TIMES) -> Interval:
    """A 95% interval for a sum over plans divided by another; `plans` counts how many plans gave each pair of terms."""
    import numpy

    kept = sorted(plans)
    drawn = _draws(numpy, [plans[pair] for pair in kept], seed, times)
    if drawn is None:
        return None
    above, below = (drawn @ numpy.asarray([pair[part] for pair in kept], float) for part in (0, 1))
    return _middle(numpy, numpy.divide(above, below, out=numpy.full(times, numpy.nan), where=below != 0))


def _draws(np: Any, counts: Sequence[int], seed: str, times: int) -> Any:
    """How often each pattern comes in each resample: `times` rows; None where fewer than two plans are there."""
    plans = sum(counts)
    if plans < 2:
        return None
    start = int.from_bytes(hashlib.sha256(seed.encode()).digest()[:4], "big")
    # RandomState and not the newer generator: its stream is promised never to change
    return np.random.RandomState(start).multinomial(plans, [count / plans for count in counts], size=times)


def _middle(np: Any, values: numpy.ndarray[Any, Any]) -> Interval:
    """The middle 95% of the resamples; None where too few are defined, or all are alike and show no range."""
    defined = values[~np.isnan(values)]
    if len(defined) < LEAST_DEFINED * len(values) or not np.ptp(defined) > ALIKE:
        return None
    low, high = np.quantile(defined, (0.025, 0.975))
    return float(low), float(high)
