"""The time limits of the law over many plans: how many kept each, how many did not, what the dates do not tell."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from auditor import clocks
from auditor.clocks import PlanDates
from auditor.rounding import FEWEST_FOR_PERCENT, half_up_percent
from db.vocabulary import Exception20, Value

_DEVON = "R (L, M, P) v Devon County Council [2022] EWHC 493 (Admin)"
LIMITS: Mapping[str, str] = MappingProxyType(
    {
        "first_plan": "SEND Regulations 2014, regulation 13(2)",
        "review_on_time": "Children and Families Act 2014, section 44(1)",
        "decision_in_4_weeks": f"SEND Regulations 2014, regulation 22(2)(a); {_DEVON}",
        "amended_in_12_weeks": f"SEND Regulations 2014, regulation 22(3); {_DEVON}",
        "phase_deadline": "SEND Regulations 2014, regulation 18",
    }
)
"""The limits that are counted, in the order they are printed, each with where it stands in law."""

AGES = ("under_1", "from_1", "from_2", "from_3", "from_5", "not_known")
"""Bands of a plan's age in whole years since it was first finalised or last amended: 0, 1, 2, 3 to 4, 5 and more."""
_BAND_FROM = ((5, "from_5"), (3, "from_3"), (2, "from_2"), (1, "from_1"))


@dataclass(frozen=True)
class DatedPlan:
    """What the limits ask of one plan: its area, its dates, and whether some exception to the 20 weeks applies."""

    area: str
    dates: PlanDates
    exception_applies: bool = False

    @property
    def excepted(self) -> bool:
        """Whether one of the four exceptions is recorded, by its letter or without (regulation 10(4)(a) to (d))."""
        return self.exception_applies or self.dates.exception in tuple(Exception20)


@dataclass(frozen=True)
class LimitFigure:
    """One time limit over many plans.

    `met` are in time; `excepted` late with a recorded exception, which only the 20 weeks know; `late` the rest.
    `not_asked` are plans it does not apply to, or not yet. `gaps` says what was missing where it cannot be told, and
    for how many plans, the most frequent first.
    """

    limit: str
    met: int
    excepted: int
    late: int
    not_asked: int
    gaps: tuple[tuple[str, int], ...]

    @property
    def n(self) -> int:
        """What the percentage is of: the plans of which it can be told."""
        return self.met + self.excepted + self.late

    @property
    def cannot_tell(self) -> int:
        """How many plans' dates do not tell."""
        return sum(count for _, count in self.gaps)

    @property
    def plans(self) -> int:
        """How many plans were looked at."""
        return self.n + self.not_asked + self.cannot_tell

    @property
    def percent(self) -> int | None:
        """The whole percentage in time; None of fewer than ten."""
        return percent_of(self.met, self.n)


def percent_of(k: int, n: int) -> int | None:
    """The whole percentage of k out of n, half up; None of fewer than ten, where counts say all there is to say."""
    return half_up_percent(k, n) if n >= FEWEST_FOR_PERCENT else None


@dataclass(frozen=True)
class Judged:
    """What every limit gives for one plan: its answer, and what is missing where it cannot be told."""

    plan: DatedPlan
    answers: Mapping[str, tuple[Value, str]]
    age: str


def judge(plan: DatedPlan, as_at: date) -> Judged:
    """Hold one plan against every limit on the day `as_at`."""
    answers: dict[str, tuple[Value, str]] = {}
    for limit in LIMITS:
        clock = clocks.CLOCKS[limit](plan.dates, as_at)
        answers[limit] = clock.value, clock.gap
    return Judged(plan, answers, age_of(plan.dates, as_at))


def count(judged: Iterable[Judged], limit: str) -> LimitFigure:
    """One limit over many plans that were held against it."""
    values: Counter[Value] = Counter()
    gaps: Counter[str] = Counter()
    excepted = 0
    for one in judged:
        value, gap = one.answers[limit]
        values[value] += 1
        if value == Value.CANNOT_TELL:
            gaps[gap] += 1
        excepted += value == Value.NOT_MET and limit == "first_plan" and one.plan.excepted
    return LimitFigure(
        limit,
        met=values[Value.MET],
        excepted=excepted,
        late=values[Value.NOT_MET] - excepted,
        not_asked=values[Value.NOT_APPLICABLE],
        gaps=tuple(sorted(gaps.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def age_of(dates: PlanDates, as_at: date) -> str:
    """The band of a plan's age on a day, by its anniversaries; one of 29 February falls on 1 March in other years.

    The age runs from the day the plan was first finalised or last amended, whichever is later; days after `as_at`
    have not happened.
    """
    made = [day for day in (dates.first_final, dates.amended_final) if day is not None and day <= as_at]
    if not made:
        return "not_known"
    last = max(made)
    years = as_at.year - last.year - ((as_at.month, as_at.day) < (last.month, last.day))
    return next((band for least, band in _BAND_FROM if years >= least), "under_1")
