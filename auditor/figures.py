"""The figures of one round: plain frozen values that every page and every file draws from.

`auditor.results` computes them once; nothing else computes a figure. Percentages run from 0 to 100,
intervals are shares from 0 to 1, and every percentage stands with its k and n.
"""

from dataclasses import dataclass, field

TOO_FEW = "too few to report"


@dataclass(frozen=True)
class MeasureFigure:
    """One headline. `basis` says what n counts: plans, or answers pooled over the measure's criteria.

    k of n is *met*. `partly` and `not_met` count the rest of n. `insufficient` and `undecided` count
    plans left out of n; `cannot_tell` counts answers. `percent` and `interval` are None where undefined.
    `bounds` is the least and greatest share met, 0 to 1, that the plans or answers left out could still make it.
    """

    id: str
    name: str
    short: str
    basis: str
    k: int
    n: int
    partly: int
    not_met: int
    percent: float | None
    printed: str
    interval: tuple[float, float] | None
    weighted: bool
    insufficient: int
    undecided: int
    cannot_tell: int
    bounds: tuple[float, float] | None
    at_thresholds: dict[int, tuple[int, int]] = field(default_factory=dict[int, tuple[int, int]])


@dataclass(frozen=True)
class CriterionFigure:
    """One criterion: k is met, n is met + partly + not met; the rest is counted beside them."""

    id: str
    short: str
    question: str
    measure: str
    source: str
    law: str
    critical: bool
    mode: str
    met: int
    partly: int
    not_met: int
    not_applicable: int
    cannot_tell: int
    undecided: int
    k: int
    n: int
    percent: float | None
    printed: str
    interval: tuple[float, float] | None


@dataclass(frozen=True)
class PlanLine:
    """One plan's agreed answers, for the working edition: criterion id to answer token or 'undecided'."""

    reference: str
    area: str
    answers: dict[str, str]


@dataclass(frozen=True)
class CauseCount:
    """How many shortfalls were put down to one cause, with one agency best placed to act."""

    agency: str
    cause: str
    count: int


@dataclass(frozen=True)
class Results:
    """Everything a page or a report may print about one round.

    `plans` counts sampled plans, `scored` those with at least one submitted audit, `scored_twice` those
    with two or more. `undecided` counts plan and criterion pairs without one answer; `same`, `one_step`
    and `compared` count the criteria on plans scored twice that were answered alike, one step apart,
    and compared at all. `reasons` says, by subject, why a figure is missing. `fingerprint` names this set of figures.
    """

    round: str
    kind: str
    draw: str
    state: str
    as_at: str
    invented: str
    framework_id: str
    framework_version: str
    framework_title: str
    framework_hash: str
    basis: str
    thresholds: dict[str, int]
    population: int | None
    plans: int
    scored: int
    scored_twice: int
    audits_expected: int
    audits_submitted: int
    auditors_by_agency: dict[str, int]
    compared: int
    same: int
    one_step: int
    measures: tuple[MeasureFigure, ...]
    criteria: tuple[CriterionFigure, ...]
    statutory: tuple[CriterionFigure, ...]
    causes: tuple[CauseCount, ...]
    plan_lines: tuple[PlanLine, ...]
    undecided: int
    reasons: dict[str, str]
    fingerprint: str
