"""From the agreed answers of many plans to one figure, as the way the plans were picked allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from auditor import intervals, rollup
from auditor.figures import TOO_FEW, CriterionFigure, MeasureFigure, PartFigure
from auditor.frameworks import Criterion, Framework, Measure
from auditor.rollup import PlanCount
from auditor.rounding import printed
from auditor.sampling.draw import Part, in_proportion
from auditor.weighting import by_part, estimate
from db.vocabulary import Draw, Value

PlanAnswers = tuple[int | None, rollup.Answers]
"""The part of the list that a plan was drawn from, by its number, and its agreed answers."""


@dataclass(frozen=True)
class Lot:
    """What the way plans were picked lets figures say.

    `by_lot`: chance alone picked them, so a range means something. `population` is how many plans they speak for, None
    where that is not known. `parts` is filled where parts of the list were drawn unequally, so that plans are weighed.
    """

    by_lot: bool
    population: int | None
    parts: Mapping[int, Part] = field(default_factory=dict[int, Part])

    @property
    def weighted(self) -> bool:
        """Whether plans weigh unequally."""
        return bool(self.parts)


def lot_of(draw: Draw, population: int | None, parts: Mapping[int, Part], of_plans: Sequence[int | None]) -> Lot:
    """What a draw allows, with the parts it was made from and the part of each plan.

    Parts drawn in proportion to their size, as `sampling.share` does, leave every plan the same weight. Where a plan
    of an uneven draw has no part there is no weight to give, and its figures describe these plans alone.
    """
    if draw != Draw.STRATIFIED or not parts:
        return Lot(draw.by_lot, population)
    if in_proportion({p.key: p.size for p in parts.values()}, {p.key: p.drawn for p in parts.values()}):
        return Lot(True, population)
    if any(part is None or part not in parts or not parts[part].drawn for part in of_plans):
        return Lot(False, population)
    return Lot(True, population, parts)


def measure_figure(measure: Measure, framework: Framework, plans: Sequence[PlanAnswers], lot: Lot) -> MeasureFigure:
    """One headline over these plans."""
    criteria, at = framework.criteria_of(measure.id), {}
    if framework.basis == "plans":
        answers = [given for _, given in plans]
        tried = {t: rollup.tally_plans(criteria, answers, framework.thresholds, t) for t in (70, 75, 80)}
        at = {t: (other.met, other.n) for t, other in tried.items()}
    tally = tally_of(criteria, framework, [given for _, given in plans], pooled=framework.basis == "answers")
    return replace(figure_of(measure, framework.basis, tally, plans, lot), at_thresholds=at)


def tally_of(
    criteria: Sequence[Criterion], framework: Framework, answers: Sequence[rollup.Answers], *, pooled: bool
) -> rollup.Tally:
    """What these criteria come to over the plans: by plan, or `pooled` by answer."""
    if pooled:
        return rollup.tally_answers(criteria, answers)
    return rollup.tally_plans(criteria, answers, framework.thresholds)


def figure_of(
    measure: Measure, basis: str, tally: rollup.Tally, plans: Sequence[PlanAnswers], lot: Lot
) -> MeasureFigure:
    """A headline's figure from what its plans came to; on any other basis than plans they count by what each gives."""
    figure = _figure(tally.each, plans, lot, pooled=basis != "plans")
    return MeasureFigure(
        id=measure.id,
        name=measure.name,
        short=measure.short,
        basis=basis,
        k=tally.met,
        n=tally.n,
        partly=tally.partly,
        not_met=tally.not_met,
        percent=figure.percent,
        printed=figure.printed,
        interval=figure.interval,
        weighted=lot.weighted,
        insufficient=tally.insufficient,
        undecided=tally.undecided,
        cannot_tell=tally.cannot_tell,
        bounds=figure.bounds,
        by_part=_parts(tally.each, plans, lot),
        open=tally.open,
    )


def criterion_figure(criterion: Criterion, plans: Sequence[PlanAnswers], lot: Lot) -> CriterionFigure:
    """One criterion over these plans."""
    asked = [(part, answers) for part, answers in plans if criterion.id in answers]
    given = [answers[criterion.id] for _, answers in asked]
    met, partly, not_met = (given.count(v) for v in (Value.MET, Value.PARTLY, Value.NOT_MET))
    n = met + partly + not_met
    figure = _figure([_count(value) for value in given], asked, lot, pooled=False)
    return CriterionFigure(
        id=criterion.id,
        short=criterion.short,
        question=criterion.question,
        measure=criterion.measure or "",
        source=criterion.source,
        law=criterion.basis,
        critical=criterion.critical,
        mode=criterion.mode,
        met=met,
        partly=partly,
        not_met=not_met,
        not_applicable=given.count(Value.NOT_APPLICABLE),
        cannot_tell=given.count(Value.CANNOT_TELL),
        undecided=given.count(None),
        k=met,
        n=n,
        percent=figure.percent,
        printed=figure.printed,
        interval=figure.interval,
        weighted=lot.weighted,
        bounds=figure.bounds,
    )


@dataclass(frozen=True)
class _Figure:
    percent: float | None
    printed: str
    interval: intervals.Interval | None
    bounds: tuple[float, float] | None


def _figure(counts: Sequence[PlanCount], plans: Sequence[PlanAnswers], lot: Lot, *, pooled: bool) -> _Figure:
    """The share met, its range and its bounds, each plan weighing as the lot says."""
    if lot.weighted:
        weights = [lot.parts[part].weight or Fraction(0) for part, _ in plans if part is not None]
        found = estimate(counts, weights, pooled=pooled)
        if found.share is None:
            return _Figure(None, TOO_FEW, None, found.bounds)
        words = printed(found.share.numerator, found.share.denominator)
        return _Figure(100 * float(found.share), words, found.interval, found.bounds)
    met, n, still_open = (sum(column) for column in zip(*counts, strict=True)) if counts else (0, 0, 0)
    everything = n + still_open
    bounds = (met / everything, (met + still_open) / everything) if everything else None
    if not n:
        return _Figure(None, TOO_FEW, None, bounds)
    interval = None
    if lot.by_lot and pooled:
        clustered = intervals.clustered([(c.met, c.counted) for c in counts if c.counted])
        interval = clustered.interval if clustered else None
    elif lot.by_lot:
        interval = intervals.plans_interval(met, n, lot.population)
    return _Figure(100 * met / n, printed(met, n), interval, bounds)


def _parts(counts: Sequence[PlanCount], plans: Sequence[PlanAnswers], lot: Lot) -> tuple[PartFigure, ...]:
    if not lot.parts:
        return ()
    found = by_part(counts, [part for part, _ in plans])
    return tuple(
        PartFigure(part.key, part.size, part.drawn, *found.get(number, (0, 0))) for number, part in lot.parts.items()
    )


def _count(value: Value | None) -> PlanCount:
    scored = value is not None and value.scored
    return PlanCount(int(value is Value.MET), int(scored), int(value in (None, Value.CANNOT_TELL)))
