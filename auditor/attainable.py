"""Could a printed percentage be k of n? And if not, what else could it be a share of?

The check of Brown and Heathers (GRIM, 2017) for percentages. A figure that cannot be k of n is not thereby wrong:
forms left out, counted twice or scored by halves all change what it is a share of, and each of these can be checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

# More criteria than any headline pools; beyond it every whole percentage is attainable anyway.
MOST_POOLED = 12


@dataclass(frozen=True)
class Attainable:
    """Whether a percentage can be k of n.

    `k` is the count that gives it, the nearest one where n is large enough for several, else None. `nearest` holds
    the attainable percentages next below and next above it, to as many decimals as it was given; None past an end.
    `smallest_n` is the smallest number the percentage can be a share of. `explanations` are sentences to check.
    """

    attainable: bool
    k: int | None
    nearest: tuple[float | None, float | None]
    smallest_n: int
    explanations: tuple[str, ...]


@dataclass(frozen=True)
class _Figure:
    """A percentage as printed: `units` of 1 / `per_point` of a percentage point."""

    units: int
    per_point: int

    @property
    def whole(self) -> int:
        return 100 * self.per_point

    def text(self) -> str:
        decimals = len(str(self.per_point)) - 1
        return f"{self.units / self.per_point:.{decimals}f}%"

    def number(self, units: int) -> float:
        return units // self.per_point if self.per_point == 1 else units / self.per_point

    def printed(self, k: int, n: int) -> int:
        """k of n in these units, halves rounded up."""
        return (2 * self.whole * k + n) // (2 * n)

    def count(self, n: int) -> int | None:
        """The count of n that prints as this figure, the nearest if there are several, or None."""
        k = (2 * self.units * n + self.whole) // (2 * self.whole)
        return next((c for c in (k, k - 1, k + 1) if 0 <= c <= n and self.printed(c, n) == self.units), None)


def attainable(percent: str | int, n: int) -> Attainable:
    """Whether `percent`, a percentage from 0 to 100 with up to two decimals (`49`, `"45.5"`), can be k of n.

    Printed percentages are taken to be rounded half up. Raises ValueError for another percentage or n under 1.
    """
    figure = _figure(percent)
    if n < 1:
        raise ValueError("A percentage needs at least one plan or answer to be a share of.")
    k = figure.count(n)
    smallest = next(m for m in range(1, figure.whole + 1) if figure.count(m) is not None)
    sentences = _plain(figure, k, n) if k is not None else tuple(_explanations(figure, n))
    return Attainable(k is not None, k, _nearest(figure, n), smallest, sentences)


def _figure(percent: str | int) -> _Figure:
    match = re.fullmatch(r"([0-9]{1,3})(?:\.([0-9]{1,2}))?\s*%?", str(percent).strip())
    if match is None:
        raise ValueError(f"{percent} is not a percentage from 0 to 100 with at most two decimals.")
    decimals = match[2] or ""
    figure = _Figure(int(match[1] + decimals), 10 ** len(decimals))
    if figure.units > figure.whole:
        raise ValueError(f"{percent} is more than 100%.")
    return figure


def _nearest(figure: _Figure, n: int) -> tuple[float | None, float | None]:
    # the first count that prints above or below lies within one of the exact share
    near = figure.units * n // figure.whole
    step = n // figure.whole + 2
    units = {figure.printed(k, n) for k in range(max(0, near - step), min(n, near + step) + 1)}
    below = max((u for u in units if u < figure.units), default=None)
    above = min((u for u in units if u > figure.units), default=None)
    return (None if below is None else figure.number(below)), (None if above is None else figure.number(above))


def _plain(figure: _Figure, k: int, n: int) -> tuple[str, ...]:
    low = high = k
    while low and figure.printed(low - 1, n) == figure.units:
        low -= 1
    while high < n and figure.printed(high + 1, n) == figure.units:
        high += 1
    if low < high:
        return (f"Any count from {low} to {high} of {n} prints as {figure.text()}.",)
    return (f"{k} of {n} is {_exact(k, n)}, which prints as {figure.text()}.",)


def _explanations(figure: _Figure, n: int) -> Iterator[str]:
    """Each sentence names a number the figure can be a share of, so that somebody can go and look."""
    text = figure.text()
    fewer = next((m for m in range(n - 1, 0, -1) if figure.count(m) is not None), None)
    if fewer is not None:
        yield (
            f"Attainable as {figure.count(fewer)} of {fewer}: check whether {_were(n - fewer)} left out of the {n}, "
            "for example as not applicable."
        )
    more = next(m for m in range(n + 1, n + figure.whole + 1) if figure.count(m) is not None)
    yield (
        f"Attainable as {figure.count(more)} of {more}: check whether {_were(more - n)} counted beyond the {n}, "
        "for example plans scored twice counted as two forms, or whether the total is another one."
    )
    half = figure.count(2 * n)
    if half is not None:
        yield f"Attainable as {half / 2:g} of {n}: check whether partly met was counted as a half."
    quarter = figure.count(4 * n)
    if half is None and quarter is not None:
        yield f"Attainable as {quarter / 4:g} of {n}: check whether half marks of two auditors were averaged."
    pooled = next((c for c in range(2, MOST_POOLED + 1) if figure.count(c * n) is not None), None)
    if pooled is not None:
        yield (
            f"Attainable as {figure.count(pooled * n)} of {pooled * n}: check whether the answers to {pooled} criteria "
            f"on {n} plans were pooled, or {pooled} scores of each plan averaged."
        )
    up = figure.units * n // figure.whole
    if up and -(-figure.whole * up // n) == figure.units:
        yield f"Attainable as {up} of {n}, which is {_exact(up, n)}: check whether {text} was always rounded up."
    down = -(-figure.units * n // figure.whole)
    if down <= n and figure.whole * down // n == figure.units:
        yield f"Attainable as {down} of {n}, which is {_exact(down, n)}: check whether {text} had its decimals cut off."


def _were(count: int) -> str:
    return "1 was" if count == 1 else f"{count} were"


def _exact(k: int, n: int) -> str:
    return f"{(20000 * k + n) // (2 * n) / 100:.2f}%"
