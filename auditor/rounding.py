"""Percentages as they are printed: rounded half up, on integers.

`round` and `floor(100 * k / n + 0.5)` go through binary fractions and lose exact halves:
69 of 120 is 57.5% and prints 58%, where floating point gives 57%.
"""

from decimal import ROUND_HALF_UP, Decimal

FEWEST_FOR_PERCENT = 10
"""Of fewer than this a percentage says more than is known: the counts are printed alone."""


def half_up_percent(k: int, n: int) -> int:
    """The whole percentage of k out of n, halves rounded up. Raises ValueError unless 0 <= k <= n and n > 0."""
    _check(k, n)
    return (200 * k + n) // (2 * n)


def one_decimal(k: int, n: int) -> float:
    """The percentage of k out of n to one decimal, halves rounded up, for workbooks. Raises as `half_up_percent`."""
    _check(k, n)
    return (2000 * k + n) // (2 * n) / 10


def printed(k: int, n: int) -> str:
    """The whole percentage as text, such as `55%`. Raises as `half_up_percent`."""
    return f"{half_up_percent(k, n)}%"


def whole_percent(share: float) -> str:
    """Write a share from 0 to 1 as a whole percentage, rounded half up: 0.345 gives 35%."""
    return f"{(Decimal(repr(share)) * 100).quantize(Decimal(1), ROUND_HALF_UP)}%"


def _check(k: int, n: int) -> None:
    if n < 1:
        raise ValueError("A percentage needs at least one plan or answer to be a share of.")
    if not 0 <= k <= n:
        raise ValueError(f"{k} of {n} is not a share: the first number must lie between 0 and the second.")
