"""From agreed answers to measures, for one plan and for many.

The rule stands in the framework's thresholds. It is a proposal that no council has piloted yet, so reports
print the headlines at 70, 75 and 80 percent beside one another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from auditor.frameworks import Criterion, Thresholds
from db.vocabulary import Value

Answers = Mapping[str, Value | None]
"""Agreed answers of one plan, by criterion key; None is undecided; a criterion nobody was asked is absent."""


class Outcome(StrEnum):
    """What one measure comes to for one plan."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    INSUFFICIENT = "insufficient"
    UNDECIDED = "undecided"


def judge(
    criteria: Sequence[Criterion], answers: Answers, thresholds: Thresholds, met_at: int | None = None
) -> Outcome:
    """What a measure comes to for one plan; `met_at` tries another threshold than the framework's.

    Points are the sum of scores over twice the number scored, compared as integers. Not applicable leaves both
    sums; cannot tell is not scored but still applicable, and so is a criterion that nobody has answered yet.
    *Insufficient* means too few of the applicable criteria scored, a critical one not scored, or none applicable.
    """
    met_at = thresholds.met if met_at is None else met_at
    given = [(c, answers.get(c.id, Value.CANNOT_TELL)) for c in criteria]
    if any(value is None for _, value in given):
        return Outcome.UNDECIDED
    applicable = [(c, value) for c, value in given if value is not None and value is not Value.NOT_APPLICABLE]
    scored = [(c, int(value)) for c, value in applicable if value.scored]
    critical_open = any(c.critical and not value.scored for c, value in applicable)
    if not scored or critical_open or 100 * len(scored) < thresholds.enough * len(applicable):
        return Outcome.INSUFFICIENT
    points, most = sum(score for _, score in scored), 2 * len(scored)
    critical = [score for c, score in scored if c.critical]
    critical_well = 0 not in critical and critical.count(1) <= thresholds.critical_partly
    if 100 * points >= met_at * most and critical_well:
        return Outcome.MET
    return Outcome.PARTLY if 100 * points >= thresholds.partly * most else Outcome.NOT_MET


class PlanCount(NamedTuple):
    """What one plan gives to a figure: met of counted, and what could fall either way. By plans each is 0 or 1."""

    met: int
    counted: int
    open: int


@dataclass(frozen=True)
class Tally:
    """How many plans, or answers, came to what. `open` counts what could still fall either way.

    `each` holds every plan's own count, in the order given.
    """

    met: int
    partly: int
    not_met: int
    insufficient: int
    undecided: int
    cannot_tell: int
    open: int
    each: tuple[PlanCount, ...]

    @property
    def by_plan(self) -> tuple[tuple[int, int], ...]:
        """Met of counted for each plan with anything counted."""
        return tuple((count.met, count.counted) for count in self.each if count.counted)

    @property
    def n(self) -> int:
        """What the percentage is of."""
        return self.met + self.partly + self.not_met

    @property
    def bounds(self) -> tuple[float, float] | None:
        """The least and the greatest share met, 0 to 1, whatever the open ones come to; None without any."""
        everything = self.n + self.open
        return (self.met / everything, (self.met + self.open) / everything) if everything else None


def tally_plans(
    criteria: Sequence[Criterion], plans: Iterable[Answers], thresholds: Thresholds, met_at: int | None = None
) -> Tally:
    """Basis *plans*: each plan counts once, as what the measure comes to for it."""
    plans = list(plans)
    outcomes = [judge(criteria, answers, thresholds, met_at) for answers in plans]
    count = outcomes.count
    left_out = count(Outcome.INSUFFICIENT) + count(Outcome.UNDECIDED)
    each = tuple(
        PlanCount(0, 0, 1) if o in (Outcome.INSUFFICIENT, Outcome.UNDECIDED) else PlanCount(int(o is Outcome.MET), 1, 0)
        for o in outcomes
    )
    return Tally(
        count(Outcome.MET), count(Outcome.PARTLY), count(Outcome.NOT_MET), count(Outcome.INSUFFICIENT),
        count(Outcome.UNDECIDED), sum(_cannot_tell(criteria, answers) for answers in plans), left_out, each,
    )  # fmt: skip


def tally_answers(criteria: Sequence[Criterion], plans: Iterable[Answers]) -> Tally:
    """Basis *answers*: every scored answer counts once, pooled over the measure's criteria.

    A plan with an undecided criterion in the measure is left out as a whole and counted as undecided. `each` keeps
    met of scored for each plan, for the interval's design effect.
    """
    values: list[Value] = []
    each: list[PlanCount] = []
    undecided = unsure = 0
    for answers in plans:
        given = [answers[c.id] for c in criteria if c.id in answers]
        unsure += _cannot_tell(criteria, answers)
        if None in given:
            undecided += 1
            each.append(PlanCount(0, 0, sum(1 for value in given if value is not Value.NOT_APPLICABLE)))
            continue
        scored = [value for value in given if value is not None and value.scored]
        values += scored
        each.append(PlanCount(scored.count(Value.MET), len(scored), given.count(Value.CANNOT_TELL)))
    return Tally(
        values.count(Value.MET), values.count(Value.PARTLY), values.count(Value.NOT_MET), 0, undecided, unsure,
        sum(count.open for count in each), tuple(each),
    )  # fmt: skip


def _cannot_tell(criteria: Sequence[Criterion], answers: Answers) -> int:
    return sum(1 for c in criteria if answers.get(c.id) is Value.CANNOT_TELL)
