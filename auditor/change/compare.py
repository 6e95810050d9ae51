"""Two rounds compared, headline by headline: better, worse, or no more than chance.

A difference counts as change only when Newcombe's 95% interval leaves out nought *and* its p-value, adjusted after
Holm for all headlines looked at together, is at most 5%. Where plans are counted one by one the p-value is the central
mid-p of Fisher's test; where answers come in plans or plans are weighted, or plans are thousands, it is the smallest
level at which Newcombe's interval, on the numbers of plans they are worth, leaves out nought.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import NormalDist

from auditor.change import words
from auditor.change.figures import Difference, Side, Verdict
from auditor.change.words import LEVEL
from auditor.comparison import fisher_midp_central, holm, newcombe
from auditor.intervals import Interval, normal_quantile

MOST_EXACT = 2_000
"""Plans of both rounds together above which the exact test takes seconds and agrees with the range anyway."""


def compare(pairs: Sequence[tuple[Side, Side, str]]) -> tuple[Difference, ...]:
    """The headlines of two rounds compared, each given as then, now and what n counts (plans or answers).

    They are looked at together: those that can be compared are the family Holm's adjustment runs over.
    """
    tested = [_test(then, now) for then, now, _ in pairs]
    known = [test.p for test in tested if test is not None]
    adjusted = iter(holm(known))
    found: list[Difference] = []
    place = 0
    for (then, now, basis), test in zip(pairs, tested, strict=True):
        if test is None:
            found.append(_nothing(then, now))
            continue
        others = known[:place] + known[place + 1 :]
        place += 1
        found.append(_headline(then, now, basis, test, next(adjusted), others))
    return tuple(found)


def compare_one(then: Side, now: Side, basis: str) -> Difference:
    """One question of two rounds compared: its difference and range, without a verdict, for so many are looked at."""
    test = _test(then, now)
    if test is None:
        return _nothing(then, now)
    plain = Difference(then, now, Verdict.EXPLORATORY, "", test.points, test.interval, test.p)
    return replace(plain, sentence=words.exploratory(plain, basis))


def points_of(then: Side, now: Side) -> int:
    """The difference in whole percentage points, halves away from nought, so that swapping the two mirrors it."""
    if then.counted and now.counted:
        exact = Fraction(now.k, now.n) - Fraction(then.k, then.n)
        size = (2 * abs(exact.numerator) * 100 + exact.denominator) // (2 * exact.denominator)
        return size if exact > 0 else -size
    difference = (now.share or 0.0) - (then.share or 0.0)
    return int((Decimal(repr(difference)) * 100).quantize(Decimal(1), ROUND_HALF_UP))


@dataclass(frozen=True)
class _Test:
    points: int
    interval: Interval
    p: float


def _test(then: Side, now: Side) -> _Test | None:
    """Both sides put to the test; None where one of them cannot be."""
    if then.share is None or now.share is None or then.worth is None or now.worth is None:
        return None
    interval = _range(then, now)
    exact = then.counted and now.counted and then.n + now.n <= MOST_EXACT
    p = fisher_midp_central(now.k, now.n, then.k, then.n) if exact else _inverted(then, now)
    return _Test(points_of(then, now), interval, p)


def _range(then: Side, now: Side, confidence: float = 0.95) -> Interval:
    return newcombe(*_worth(now), *_worth(then), confidence)


def _worth(side: Side) -> tuple[float, float]:
    """What is met and counted of a side, in plans drawn one by one."""
    if side.counted:
        return side.k, side.n
    worth = side.worth or 0.0
    return (side.share or 0.0) * worth, worth


def _inverted(then: Side, now: Side) -> float:
    """The smallest level, from 0 to 1, at which Newcombe's interval leaves out nought; 1 where nothing differs."""
    if then.share == now.share:
        return 1.0
    low, high = 0.0, 8.0  # normal quantiles; beyond 8 a float can no longer tell 1 less the level from 1
    for _ in range(60):
        middle = (low + high) / 2
        level = 2 * NormalDist().cdf(-middle)
        outside = level == 1 or _leaves_out_nought(_range(then, now, 1 - level))
        low, high = (middle, high) if outside else (low, middle)
    return min(1.0, 2 * NormalDist().cdf(-low))


def _leaves_out_nought(interval: Interval) -> bool:
    return interval[0] > 0 or interval[1] < 0


def _headline(then: Side, now: Side, basis: str, test: _Test, adjusted: float, others: Sequence[float]) -> Difference:
    sure = adjusted <= LEVEL and _leaves_out_nought(test.interval)
    better = Verdict.BETTER if test.interval[0] > 0 else Verdict.WORSE
    falls = (now.share or 0.0) < (then.share or 0.0)

    def alone(other: _Test) -> bool:
        return other.p <= LEVEL and _leaves_out_nought(other.interval)

    def together(other: _Test) -> bool:
        return alone(other) and holm([other.p, *others])[0] <= LEVEL

    plain = Difference(
        then,
        now,
        better if sure else Verdict.NOT_RELIABLE,
        "",
        test.points,
        test.interval,
        test.p,
        adjusted,
        len(others) + 1,
        _needed(then, now, falls, alone),
        _needed(then, now, falls, together),
    )
    return replace(plain, sentence=words.headline(plain, basis))


def _needed(then: Side, now: Side, falls: bool, passes: Callable[[_Test], bool]) -> int | None:
    """The fewest points a later round of the same size would have had to rise or fall by; None if none would do.

    Found by halving: the further a round lies from the earlier one, the surer the test.
    """
    whole = now.n if then.counted and now.counted else 100
    start = int((then.share or 0.0) * whole)
    steps = range(start, -1, -1) if falls else range(start, whole + 1)
    low, high = 0, len(steps)
    while low < high:
        middle = (low + high) // 2
        tried = _moved(then, now, steps[middle], whole)
        away = (tried.share or 0.0) < (then.share or 0.0) if falls else (tried.share or 0.0) > (then.share or 0.0)
        test = _test(then, tried) if away else None
        if test is not None and passes(test):
            high = middle
        else:
            low = middle + 1
    if low == len(steps):
        return None
    return abs(points_of(then, _moved(then, now, steps[low], whole)))


def _moved(then: Side, now: Side, step: int, whole: int) -> Side:
    """The later round as it would be with `step` of `whole` met."""
    if whole == now.n and then.counted and now.counted:
        return replace(now, k=step, share=step / whole)
    return replace(now, share=step / whole, counted=False)


def _nothing(then: Side, now: Side) -> Difference:
    why = next((side.why for side in (now, then) if side.worth is None and side.why), words.NOTHING_THERE)
    return Difference(then, now, Verdict.NO_COMPARISON, words.no_comparison(then, now, why))


def worth_of(share: float, interval: Interval) -> float | None:
    """How many plans drawn one by one a share with this Wilson interval of 95% tells as much as.

    The ends of Wilson's interval solve (1 + a) P^2 - (2 p + a) P + p^2 = 0 with a = z^2 / n, so their product is
    p^2 / (1 + a), and that of what they leave to 1 is (1 - p)^2 / (1 + a). None for an interval without width.
    """
    low, high = interval
    most = max((share**2, low * high), ((1 - share) ** 2, (1 - low) * (1 - high)))
    more = most[0] / most[1] - 1 if most[1] > 0 else 0.0
    return normal_quantile(0.95) ** 2 / more if more > 0 else None
