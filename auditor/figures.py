"""The figures of one round: plain frozen values that every page and every file draws from.

`auditor.results` computes them once; nothing else computes a figure. Percentages run from 0 to 100,
intervals are shares from 0 to 1, and every percentage stands with its k and n.
"""

from dataclasses import dataclass, field

from auditor.agreeing.figures import RoundAgreement

TOO_FEW = "too few to report"


@dataclass(frozen=True)
class PartFigure:
    """k of n within one part of the list, with the part's plans and how many of them were drawn."""

    key: str
    size: int
    drawn: int
    k: int
    n: int


@dataclass(frozen=True)
class MeasureFigure:
    """One headline. `basis` says what n counts: plans, or answers pooled over the measure's criteria.

    In a breakdown by cause it is *shortfalls*, see `Breakdown`.

    k of n is *met*. `partly` and `not_met` count the rest of n. `insufficient` and `undecided` count
    plans left out of n; `cannot_tell` counts answers. `percent` and `interval` are None where undefined.
    `bounds` is the least and greatest share met, 0 to 1, that the plans or answers left out, `open` of them, could
    still make it.
    Where parts of the list were drawn unequally, `weighted` is set: percent, interval and bounds then weigh each plan
    by how many it stands for, k and n stay counts, and `by_part` holds each part's own.
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
    by_part: tuple[PartFigure, ...] = ()
    open: int = 0


@dataclass(frozen=True)
class Group:
    """One group of a breakdown: its value of each field, how many sampled plans it holds, how many of them are scored.

    A figure over fewer plans than a percentage needs has its counts alone: no percentage, range or bounds.
    """

    values: tuple[str, ...]
    plans: int
    scored: int
    measures: tuple[MeasureFigure, ...]

    @property
    def name(self) -> str:
        """Its values in words, such as North, SLCN."""
        return ", ".join(self.values)


@dataclass(frozen=True)
class Breakdown:
    """The headlines by one field, or by two crossed, with what their n counts: plans, answers or shortfalls.

    By cause, n counts the shortfalls of a headline's criteria for which a cause was named, k those put down to this one
    and `not_met` those put down to others alone; where two causes were named for a shortfall it counts for both.
    """

    fields: tuple[str, ...]
    basis: str
    groups: tuple[Group, ...]

    @property
    def name(self) -> str:
        """Its fields as they are asked for, such as area,need."""
        return ",".join(self.fields)


@dataclass(frozen=True)
class CriterionFigure:
    """One criterion: k is met, n is met + partly + not met; the rest is counted beside them.

    `weighted` as for a measure: percent, interval and bounds are weighted, the counts are not. `bounds` are what the
    plans that could not be judged, or are undecided, could still make of the share.
    """

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
    weighted: bool = False
    bounds: tuple[float, float] | None = None

    @property
    def open(self) -> int:
        """How many plans could still fall either way: nobody could tell, or auditors differ."""
        return self.cannot_tell + self.undecided


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
class DrawnPart:
    """One part of the list: its name, its plans that could be drawn, how many were."""

    key: str
    size: int
    drawn: int


@dataclass(frozen=True)
class SampleFacts:
    """How a round's sample came about.

    `frame` is how many plans the list holds, None where there is no list here; `matching` how many of them could be
    drawn; `filters` says in sentences which. `by` names fields; `parts` is empty where the list was not divided.
    `replaced` counts plans by the reason another was drawn for; those without papers stay in. `calibration` counts
    plans that could not be drawn for it, `calibration_since` those chosen after the draw. `times` counts draws.
    `pooled` says in sentences which rounds are taken together; empty for one round.
    """

    seed: str = ""
    by: tuple[str, ...] = ()
    minimum: int = 0
    factors: dict[str, int] = field(default_factory=dict[str, int])
    filters: tuple[str, ...] = ()
    frame: int | None = None
    matching: int | None = None
    parts: tuple[DrawnPart, ...] = ()
    replaced: dict[str, int] = field(default_factory=dict[str, int])
    papers_missing: int = 0
    calibration: int = 0
    calibration_since: int = 0
    times: int = 0
    pooled: tuple[str, ...] = ()


@dataclass(frozen=True)
class SignedOff:
    """Who signed a round off, and when (ISO, UTC); its figures' fingerprint and the head of the change log then.

    `differs` says in a sentence what of the figures worked out now is not what was signed off; empty where nothing is.
    """

    by: str
    at: str
    fingerprint: str
    log_head: str
    differs: str = ""


@dataclass(frozen=True)
class Results:
    """Everything a page or a report may print about one round.

    `plans` counts sampled plans, `scored` those with at least one submitted audit, `scored_twice` those
    with two or more. `undecided` counts plan and criterion pairs without one answer; `same`, `one_step`
    and `compared` count the criteria on plans scored twice that were answered alike, one step apart,
    and compared at all, *cannot tell* left out; `agreement` tells more of it. `reasons` says, by subject, why a figure
    is missing. `fingerprint` names this set of figures.
    `breakdowns` are those asked for, beside the figures and without a part in their fingerprint.
    `sample` says how the plans were picked. `signed_off` is None while the round, or one of several, is not signed off;
    it and `log_head`, the head of the change log as they were worked out, stand beside the figures they speak of.
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
    sample: SampleFacts = SampleFacts()
    agreement: RoundAgreement | None = None
    signed_off: SignedOff | None = None
    log_head: str = ""
    breakdowns: tuple[Breakdown, ...] = ()
