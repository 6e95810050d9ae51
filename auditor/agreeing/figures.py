"""What is told of agreement: plain frozen values, in which no auditor is named."""

from dataclasses import dataclass, field

Interval = tuple[float, float]


@dataclass(frozen=True)
class AgreementFigure:
    """How far auditors agree on one question, or on what one measure comes to.

    `n_units` counts plans with two or more scores on the scale. `compared` counts pairs of answers by two auditors to
    the same plan: `same` alike, `one_step` a step of the scale apart, and in `applying` one says that the question does
    not apply. `left_out` counts answers of *cannot tell* on these plans, of a measure what could not be rolled up.
    The figures have the names and meanings of `auditor.agreement` and are None where undefined; `reasons` says why by
    their names. `intervals` holds 95% ranges over plans, for those figures that have one.
    """

    id: str
    short: str
    n_units: int
    compared: int
    same: int
    one_step: int
    applying: int
    left_out: int
    percent_agreement: float | None
    within_one: float | None
    gwet_ac1: float | None
    gwet_ac2_quadratic: float | None
    alpha_ordinal: float | None
    applicability_n_units: int
    applicability_percent_agreement: float | None
    applicability_gwet_ac1: float | None
    intervals: dict[str, Interval] = field(default_factory=dict[str, Interval])
    reasons: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def differing(self) -> int:
        """Pairs of answers that are not the same."""
        return self.compared - self.same


@dataclass(frozen=True)
class RoundAgreement:
    """How far the auditors of a round agree, from what each first submitted, on plans scored at least twice.

    `n_units` counts those plans, each scored by `fewest` to `most` of `auditors`. Pairs of answers are counted as for a
    question, over all questions; `percent_agreement` and `within_one` are shares of these pairs. `median` and `worst`
    are over the questions, by the figure's name, `worst` with the question's id: no coefficient is pooled.
    `after_moderation` says that answers were entered as they stood then, so what auditors first gave is not known.
    """

    n_units: int
    auditors: int
    fewest: int
    most: int
    compared: int
    same: int
    one_step: int
    left_out: int
    percent_agreement: float | None
    within_one: float | None
    median: dict[str, float | None]
    worst: dict[str, tuple[str, float] | None]
    criteria: tuple[AgreementFigure, ...]
    measures: tuple[AgreementFigure, ...]
    after_moderation: bool = False
    reasons: dict[str, str] = field(default_factory=dict[str, str])
