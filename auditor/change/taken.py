"""One round as a line over time takes it: its figures as estimates of how plans are written, and what they asked.

Ranges have no finite form here, whatever share of the list was drawn: what changes is how plans are written, not the
plans on one list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlmodel import Session

from auditor.audits import framework_of
from auditor.cases import Case, Reading, reading_of, scored_answers
from auditor.change.compare import worth_of
from auditor.change.figures import Point, Side
from auditor.estimates import Lot, PlanAnswers, criterion_figure, figure_of, tally_of
from auditor.figures import CriterionFigure, MeasureFigure, Results
from auditor.frameworks import Framework
from auditor.intervals import FINITE_FROM, Interval, wilson
from auditor.rounding import FEWEST_FOR_PERCENT
from auditor.sampling.words import NAMED, joined
from auditor.signed_figures import kept_figures
from auditor.standing.provisional import held_back
from db.tables import Round
from db.vocabulary import Draw, RoundKind, RoundState

FEW = f"Fewer than {FEWEST_FOR_PERCENT} plans stand behind it, so only its counts are told."
TOO_FEW_FOR_PERCENT = "too few for a percentage"
NO_RANGE = "No range of it is kept, so nothing can be compared."
NOT_WEIGHED = (
    "The parts of its list were drawn unequally, and which part each plan came from is not kept, so it does not speak "
    "for the whole list."
)


@dataclass(frozen=True)
class Found:
    """One figure: k of n, the share from 0 to 1, its range, and how many plans stand `behind` it.

    `counted` is whether k of n is the share itself; otherwise answers come in plans, or plans are weighted.
    """

    k: int
    n: int
    share: float | None
    printed: str
    interval: Interval | None
    behind: int
    counted: bool


@dataclass(frozen=True)
class Taken:
    """A round on a line over time.

    `asked` holds the criteria that were asked at all, where not all were. `why_not` says why none of its figures may
    be compared. `finite` is whether the round's own ranges are narrower, for so much of its list was drawn.
    """

    name: str
    kind: str
    draw: str
    state: str
    as_at: date
    framework: Framework
    headlines: Mapping[str, Found]
    criteria: Mapping[str, Found]
    asked: frozenset[str] | None
    references: frozenset[str]
    held: str
    why_not: str = ""
    finite: bool = False

    @property
    def provisional(self) -> bool:
        """Whether it is not signed off, so that its figures may move."""
        return self.state != RoundState.SIGNED_OFF

    def side(self, found: Found) -> Side:
        """A figure of it, to be compared."""
        plain = Side(self.name, found.k, found.n, None, _of(found), None, found.counted)
        if not found.n or found.share is None:
            return plain
        if found.behind < FEWEST_FOR_PERCENT:
            return replace(plain, why=f"{self.name}: {FEW}")
        told = replace(plain, share=found.share, printed=found.printed)
        if self.why_not:
            return replace(told, why=f"{self.name}: {self.why_not}")
        if found.counted:
            return replace(told, worth=float(found.n))
        worth = worth_of(found.share, found.interval) if found.interval else None
        return replace(told, worth=worth, why="" if worth else f"{self.name}: {NO_RANGE}")

    def point(self, found: Found, *, label: str = "", on: date | None = None, joined: bool = False) -> Point:
        """A figure of it on a line; a range only where its plans were drawn by lot."""
        few = found.share is None or found.behind < FEWEST_FOR_PERCENT
        by_lot = Draw(self.draw).by_lot and not self.why_not
        return Point(
            label or self.name,
            on or self.as_at,
            found.k,
            found.n,
            None if few or found.share is None else 100 * found.share,
            TOO_FEW_FOR_PERCENT if few else found.printed,
            found.interval if by_lot and not few else None,
            joined and not few,
            note="provisional" if self.provisional and not label else "",
        )

    def asks(self, measure: str) -> tuple[Any, ...]:
        """What a headline of it rests on: two rounds in which this is the same can share a line."""
        framework = self.framework
        criteria = [c for c in framework.criteria_of(measure) if self.asked is None or c.id in self.asked]
        rules: list[Any] = [sorted(framework.thresholds.model_dump().items())] if framework.basis == "plans" else []
        if any(c.each for c in criteria):
            rules.append(sorted(framework.parts_rule.model_dump().items()))
        return framework.basis, sorted((c.id, c.hash, c.critical) for c in criteria), rules


def take(session: Session, rnd: Round) -> Taken:
    """A round's figures for a line over time: worked out afresh, or as kept where the round itself was removed."""
    framework, kept = framework_of(session, rnd.id or 0), kept_figures(session, rnd)
    about = (rnd.name, rnd.kind, rnd.draw, rnd.state, rnd.as_at, framework)
    if kept is not None:
        return _kept(about, kept)
    reading = reading_of(session, rnd)
    cases = [case for case in reading.cases if case.scored]
    answers, lot = scored_answers(cases), open_lot(reading)
    everyone = [(case.part, case.answers) for case in reading.cases]
    headlines = {m.id: headline_over(reading, m.id, answers, lot) for m in framework.headlines}
    criteria = {
        c.id: _criterion(criterion_figure(c, everyone if c.mode == "dates" else answers, lot))
        for c in framework.criteria
    }
    submitted = sum(len(case.audits) for case in reading.cases)
    return Taken(
        *about,
        headlines,
        criteria,
        _asked(rnd.kind, cases),
        frozenset(case.facts.reference for case in reading.cases),
        held_back(submitted, reading.expected),
        _why_not(reading, answers),
        reading.lot.by_lot and _finite(len(reading.cases), reading.lot.population),
    )


def open_lot(reading: Reading) -> Lot:
    """What plans say of how plans are written: the lot without a list that could be used up."""
    lot = reading.lot
    return replace(lot, population=None, by_lot=lot.by_lot or reading.about.draw == Draw.ALL)


def headline_over(reading: Reading, measure: str, answers: Sequence[PlanAnswers], lot: Lot) -> Found:
    """One headline over some plans of a round."""
    framework = reading.framework
    headline = next(m for m in framework.headlines if m.id == measure)
    pooled = framework.basis == "answers"
    tally = tally_of(framework.criteria_of(measure), framework, [given for _, given in answers], pooled=pooled)
    behind = sum(1 for count in tally.each if count.counted)
    return _measure(figure_of(headline, framework.basis, tally, answers, lot), behind)


def _measure(figure: MeasureFigure, behind: int) -> Found:
    share = None if figure.percent is None else figure.percent / 100
    counted = figure.basis == "plans" and not figure.weighted
    interval = wilson(figure.k, figure.n) if counted and figure.n else figure.interval
    return Found(figure.k, figure.n, share, figure.printed, interval, behind, counted)


def _criterion(figure: CriterionFigure) -> Found:
    share = None if figure.percent is None else figure.percent / 100
    interval = wilson(figure.k, figure.n) if not figure.weighted and figure.n else figure.interval
    return Found(figure.k, figure.n, share, figure.printed, interval, figure.n, not figure.weighted)


def _kept(about: tuple[str, str, str, str, date, Framework], kept: Results) -> Taken:
    """A round of which only the figures are left that it was signed off with."""
    lines = (*kept.criteria, *kept.statutory)
    why_not = NOT_WEIGHED if kept.draw == Draw.STRATIFIED and not any(m.interval for m in kept.measures) else ""
    return Taken(
        *about,
        {m.id: _measure(m, m.n if m.basis == "plans" else kept.scored) for m in kept.measures},
        {c.id: _criterion(c) for c in lines},
        frozenset(c.id for c in lines if c.n or c.not_applicable or c.cannot_tell or c.undecided)
        if kept.kind == RoundKind.SINGLE_AGENCY
        else None,
        frozenset(),
        kept.reasons.get("held_back", ""),
        why_not or kept.reasons.get("parts", ""),
        _finite(kept.plans, kept.population),
    )


def _asked(kind: str, cases: Sequence[Case]) -> frozenset[str] | None:
    if kind != RoundKind.SINGLE_AGENCY:
        return None
    return frozenset(key for case in cases for key in case.answers)


def _why_not(reading: Reading, answers: Sequence[PlanAnswers]) -> str:
    """Why no figure of a round may be compared; empty where they may."""
    lot = reading.lot
    if reading.about.draw == Draw.STRATIFIED and not lot.by_lot:
        return NOT_WEIGHED
    heard = {part for part, _ in answers}
    silent = [part.key for number, part in lot.parts.items() if part.size and number not in heard]
    if not silent or not answers:
        return ""
    names = joined(silent) if len(silent) <= NAMED else f"{len(silent):,} parts of its list"
    return f"No scored plan comes from {names}, so it does not speak for the whole list."


def _finite(drawn: int, population: int | None) -> bool:
    return population is not None and drawn * FINITE_FROM >= population


def _of(found: Found) -> str:
    return f"{found.k:,} of {found.n:,}"
