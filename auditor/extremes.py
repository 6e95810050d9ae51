"""The questions met most and least often. Headlines are never ranked."""

from dataclasses import dataclass

from auditor.figures import CriterionFigure, Results
from auditor.rounding import FEWEST_FOR_PERCENT

SHOWN = 5


@dataclass(frozen=True)
class Extremes:
    """The questions with the greatest and the least share met, the foremost first; no question stands in both."""

    strongest: tuple[CriterionFigure, ...]
    weakest: tuple[CriterionFigure, ...]


def extremes(figures: Results, shown: int = SHOWN) -> Extremes:
    """The `shown` questions at either end, of those that as many plans as a percentage needs were judged on.

    Statutory checks stand by themselves and are left out. Of equal shares the first in the framework's order is taken.
    Of fewer than twice as many questions each end has half; where both would end with the same share, those that have
    it are in neither.
    """
    told = [c for c in figures.criteria if c.percent is not None and c.n >= FEWEST_FOR_PERCENT]
    each = min(shown, len(told) // 2)
    down = sorted(told, key=lambda c: -(c.percent or 0.0))
    up = sorted((c for c in told if c not in down[:each]), key=lambda c: c.percent or 0.0)
    strongest, weakest = down[:each], up[:each]
    if each and strongest[-1].percent == weakest[-1].percent:
        edge = weakest[-1].percent
        strongest, weakest = ([c for c in end if c.percent != edge] for end in (strongest, weakest))
    return Extremes(tuple(strongest), tuple(weakest))
