"""The one place where figures are made: from agreed answers to measures, criteria and what stands behind them."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from types import MappingProxyType

from sqlmodel import Session, col, func, select

from auditor.agreed import UNDECIDED, Ruling, settled
from auditor.agreeing.calculate import ScoredPlan, round_agreement
from auditor.audits import framework_of, still_in
from auditor.clocks import CLOCKS
from auditor.counting import contested, counted, not_taken_back
from auditor.estimates import Lot, PlanAnswers, criterion_figure, lot_of, measure_figure
from auditor.facts import PlanFacts, facts_of
from auditor.fields import FIELDS
from auditor.figures import CauseCount, MeasureFigure, PlanLine, Results, SampleFacts, SignedOff
from auditor.frameworks import Framework
from auditor.moderation.kept import rulings_of
from auditor.sampling.draw import Part
from auditor.sampling.facts import sample_facts
from auditor.sampling.words import NAMED, joined
from auditor.signed_figures import kept_figures, with_sign_off
from auditor.standing.expected import COUNTED, asked_plans, expected_audits, unasked
from auditor.standing.provisional import held_back
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Person, Plan, Round, RoundPlan, Sampled, Stratum
from db.vocabulary import AuditState, Draw, Purpose, RoundState, Value


@dataclass(frozen=True)
class _Given:
    """One submitted audit: who, and what they answered; causes as (criterion, agency, cause)."""

    assignment: int
    person: str
    agency: str
    first: dict[str, Value]
    latest: dict[str, Value]
    causes: frozenset[tuple[str, str, str]]


@dataclass(frozen=True)
class Case:
    """One sampled plan with all that was submitted about it; `answers` are the agreed ones.

    `waiting` says that a part of its questions, given to another agency, is not submitted yet; `part` is the row of
    the part of the list it was drawn from. `decided` holds the decisions among the answers that stand.
    """

    facts: PlanFacts
    audits: tuple[_Given, ...]
    answers: dict[str, Value | None]
    waiting: bool
    part: int | None
    decided: Mapping[str, Ruling] = field(default_factory=dict[str, Ruling])

    @property
    def causes(self) -> set[tuple[str, str, str]]:
        """Criterion, agency and cause of each shortfall: what any auditor named, or what was decided instead."""
        named = {c for audit in self.audits for c in audit.causes if c[0] not in self.decided}
        return named | {(key, r.agency, r.cause) for key, r in self.decided.items() if r.cause}

    @property
    def scored(self) -> bool:
        """Whether all that was asked about the plan is submitted at least once."""
        return bool(self.audits) and not self.waiting

    @property
    def twice(self) -> bool:
        """Whether two auditors answered one question."""
        return any(a.first.keys() & b.first.keys() for i, a in enumerate(self.audits) for b in self.audits[i + 1 :])


@dataclass(frozen=True)
class About:
    """What figures are called by: a round's name, kind, draw, state and reference date, and what in it is made up.

    `uid` is what ranges of agreement are drawn by, the same on every computer.
    """

    name: str
    kind: str
    draw: str
    state: str
    as_at: date
    invented: str
    uid: str


def about_round(rnd: Round) -> About:
    """What the figures of one round are called by."""
    return About(rnd.name, rnd.kind, rnd.draw, rnd.state, rnd.as_at, rnd.invented, str(rnd.uid))


def newest_round(store: Store) -> str:
    """The name of the round that figures are wanted for when none is named: the newest.

    Raises UserError (`no_round`) where the workspace has none.
    """
    with store.read() as session:
        name = session.exec(select(Round.name).order_by(col(Round.id).desc()).limit(1)).first()
    if name is None:
        raise UserError("no_round", "This workspace has no round yet, so there are no figures. Make a round first.")
    return name


def results(store: Store, round_name: str | None = None) -> Results:
    """All figures of one round, from its submitted answers: computed afresh, beside what was signed off of them.

    Of a round that was removed they are those it was signed off with. Raises UserError (`no_round`) if there is no
    round of that name.
    """
    with store.read() as session:
        rnd = round_called(session, round_name or newest_round(store))
        return kept_figures(session, rnd) or with_sign_off(session, rnd, round_results(session, rnd))


def signed_now(session: Session, rnd: Round) -> SignedOff | None:
    """Who signed a round off, and whether its figures worked out now are still the same; None before that."""
    if rnd.state != RoundState.SIGNED_OFF:
        return None
    return (kept_figures(session, rnd) or with_sign_off(session, rnd, round_results(session, rnd))).signed_off


def round_results(session: Session, rnd: Round) -> Results:
    """All figures of one round, without what was signed off of them."""
    framework = framework_of(session, rnd.id or 0)
    cases = cases_of(session, rnd, framework)
    asked = asked_plans(session, rnd.id or 0)
    _, expected = expected_audits(asked)
    lot = _lot(session, rnd, cases)
    reasons = nobody_asked(unasked(session, rnd, asked))
    return compute(about_round(rnd), framework, cases, expected, lot, sample_facts(session, rnd), reasons)


def nobody_asked(plans: Mapping[str, int]) -> dict[str, str]:
    """Why figures are not whole where nobody was asked some questions on plans, from `expected.unasked`."""
    if not plans:
        return {}
    some = "1 plan" if len(plans) == 1 else f"{len(plans):,} plans"
    return {
        "unasked": f"Nobody was asked some of the questions on {some}, so figures on those questions leave them out."
    }


def breakdown(store: Store, field: str, round_name: str | None = None) -> dict[str, tuple[MeasureFigure, ...]]:
    """The headline measures for each value of a field of `FIELDS`, the values in alphabetical order.

    Raises UserError (`no_field`, `no_round`).
    """
    with store.read() as session:
        rnd = round_called(session, round_name or newest_round(store))
        framework = framework_of(session, rnd.id or 0)
        cases = cases_of(session, rnd, framework)
        return broken_down(field, framework, cases, _lot(session, rnd, cases))


def broken_down(
    field: str, framework: Framework, cases: Sequence[Case], lot: Lot
) -> dict[str, tuple[MeasureFigure, ...]]:
    """The headline measures of these plans for each value of a field. Raises UserError (`no_field`)."""
    if field not in FIELDS:
        raise UserError("no_field", f"Figures cannot be broken down by {field}. Choose one of {', '.join(FIELDS)}.")
    groups: dict[str, list[Case]] = {}
    for case in cases:
        groups.setdefault(FIELDS[field](case.facts), []).append(case)
    lot = replace(lot, population=None)  # how large each group is in the frame is not known here
    return {
        value: tuple(measure_figure(m, framework, _scored(group), lot) for m in framework.headlines)
        for value, group in sorted(groups.items())
    }


def round_called(session: Session, name: str) -> Round:
    """The round of that name. Raises UserError (`no_round`)."""
    found = session.exec(select(Round).where(Round.name == name)).first()
    if found is None:
        names = ", ".join(session.exec(select(Round.name).order_by(col(Round.id))))
        raise UserError("no_round", f"There is no round called {name} here. This workspace has: {names or 'none'}.")
    return found


def _lot(session: Session, rnd: Round, cases: Sequence[Case]) -> Lot:
    """What the way this round's plans were picked lets its figures say."""
    return lot_of(Draw(rnd.draw), rnd.population, parts_of(session, rnd), [case.part for case in cases])


def parts_of(session: Session, rnd: Round) -> dict[int, Part]:
    """The parts a round's list was divided into, by their rows; none where it was not divided."""
    strata = session.exec(select(Stratum).where(Stratum.round_id == rnd.id).order_by(col(Stratum.id)))
    return {row.id or 0: Part(row.key, row.size, row.drawn) for row in strata}


def cases_of(session: Session, rnd: Round, framework: Framework) -> list[Case]:
    """The sampled plans of a round in drawing order, without calibration plans and those that others stand in for."""
    given = _submitted(session, rnd.id or 0)
    waiting = _waiting(session, rnd.id or 0, framework)
    rulings = rulings_of(session, rnd.id or 0)
    rows = session.exec(
        select(Sampled, Plan.reference, RoundPlan)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == rnd.id, Sampled.purpose == Purpose.SAMPLE)
        .where(still_in())
        .order_by(col(Sampled.draw_order), col(Sampled.id))
    )
    cases: list[Case] = []
    for sampled, reference, row in rows:
        facts = facts_of(reference, row)
        audits = tuple(given.get(sampled.id or 0, ()))
        latest = {audit.assignment: audit.latest for audit in audits}
        answers, decided = settled(latest, rulings.get(sampled.id or 0, {}))
        for criterion in framework.criteria:
            if criterion.mode == "dates" and criterion.clock:
                answers[criterion.id] = CLOCKS[criterion.clock](facts.dates, rnd.as_at).value
        cases.append(Case(facts, audits, answers, sampled.id in waiting, sampled.stratum_id, decided))
    return cases


def _waiting(session: Session, round_id: int, framework: Framework) -> set[int]:
    """The sampled plans some of whose questions are given out and not submitted by anybody yet."""
    open_ones: dict[int, set[str]] = {}
    answered: dict[int, set[str]] = {}
    judged = {c.id for c in framework.judged}
    for sampled, criteria, submitted in session.exec(
        select(Assignment.sampled_id, Assignment.criteria, func.count(col(Audit.id)))
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(
            Audit,
            (col(Audit.assignment_id) == Assignment.id)
            & (col(Audit.state) == AuditState.SUBMITTED.value)
            & col(Audit.withdrawn_at).is_(None)
            & ~contested(),
            isouter=True,
        )
        .where(RoundPlan.round_id == round_id, col(Assignment.kind).in_(COUNTED), not_taken_back())
        .group_by(col(Assignment.id))
    ):
        asked = set(criteria.split()) or judged
        (answered if submitted else open_ones).setdefault(sampled, set()).update(asked)
    return {sampled for sampled, asked in open_ones.items() if asked - answered.get(sampled, set())}


def _submitted(session: Session, round_id: int) -> dict[int, list[_Given]]:
    """For each sampled plan, its submitted audits by assignment: the first submission and the latest."""
    rows = session.exec(
        select(Sampled.id, Assignment.id, Person, Audit.id)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Person, col(Person.id) == Assignment.person_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(
            RoundPlan.round_id == round_id,
            Audit.state == AuditState.SUBMITTED,
            col(Audit.withdrawn_at).is_(None),
            col(Assignment.kind).in_(COUNTED),
            counted(),
        )
        .order_by(col(Assignment.id), col(Audit.number), col(Audit.id))
    ).all()
    answers = _all_answers(session, round_id)
    by_assignment: dict[int, list[tuple[int, str, str, int]]] = {}
    for sampled, assignment, person, audit in rows:
        by_assignment.setdefault(assignment or 0, []).append((sampled or 0, person.code, person.agency, audit or 0))
    given: dict[int, list[_Given]] = {}
    for assignment, revisions in by_assignment.items():
        sampled, code, agency, last = revisions[-1]
        first_values, _ = answers.get(revisions[0][3], ({}, frozenset()))
        latest_values, causes = answers.get(last, ({}, frozenset()))
        given.setdefault(sampled, []).append(_Given(assignment, code, agency, first_values, latest_values, causes))
    return given


def _all_answers(
    session: Session, round_id: int
) -> dict[int, tuple[dict[str, Value], frozenset[tuple[str, str, str]]]]:
    """Every submitted revision's values and causes, read in one go each, as plain columns."""
    audits = (
        select(Audit.id)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Audit.state == AuditState.SUBMITTED)
    )
    whole = (col(tables.Answer.audit_id).in_(audits), tables.Answer.part == 0)
    values: dict[int, dict[str, Value]] = {}
    for audit, key, value in session.exec(
        select(tables.Answer.audit_id, tables.Criterion.key, tables.Answer.value)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
        .where(*whole, col(tables.Answer.value).is_not(None))
    ):
        values.setdefault(audit, {})[key] = Value(value)
    causes: dict[int, set[tuple[str, str, str]]] = {}
    for audit, key, agency, cause in session.exec(
        select(tables.Answer.audit_id, tables.Criterion.key, tables.Answer.agency, tables.Answer.cause)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
        .where(*whole, tables.Answer.cause != "")
    ):
        causes.setdefault(audit, set()).add((key, agency, cause))
    return {audit: (given, frozenset(causes.get(audit, ()))) for audit, given in values.items()}


def _scored(cases: Sequence[Case]) -> list[PlanAnswers]:
    """The agreed answers of the plans all of whose questions at least one auditor has submitted."""
    return [(case.part, case.answers) for case in cases if case.scored]


def scored_plans(cases: Sequence[Case], framework: Framework) -> list[ScoredPlan]:
    """What each auditor first submitted on the plans all of whose questions are in."""
    dated = [c.id for c in framework.criteria if c.mode == "dates"]
    return [
        ScoredPlan(
            {audit.person: audit.first for audit in reversed(case.audits)},
            {key: value for key in dated if (value := case.answers.get(key)) is not None},
        )
        for case in cases
        if case.scored
    ]


def compute(
    about: About,
    framework: Framework,
    cases: Sequence[Case],
    expected: int,
    lot: Lot,
    sample: SampleFacts,
    reasons: Mapping[str, str] = MappingProxyType({}),
) -> Results:
    """The figures of these plans. `expected` counts the audits asked for, `reasons` go before what is found here."""
    scored = [case for case in cases if case.scored]
    answers = _scored(cases)
    headlines = tuple(measure_figure(m, framework, answers, lot) for m in framework.headlines)
    # A date line needs no auditor, so it is counted over every sampled plan; a judged one over those scored.
    everyone = [(case.part, case.answers) for case in cases]
    criteria = tuple(criterion_figure(c, everyone if c.mode == "dates" else answers, lot) for c in framework.criteria)
    statutory = {c.id for c in framework.statutory_criteria}
    agreement = round_agreement(scored_plans(cases, framework), framework, about.uid)
    people = {(audit.person, audit.agency) for case in scored for audit in case.audits}
    figures = Results(
        round=about.name,
        kind=about.kind,
        draw=about.draw,
        state=about.state,
        as_at=about.as_at.isoformat(),
        invented=about.invented,
        framework_id=framework.id,
        framework_version=framework.version,
        framework_title=framework.title,
        framework_hash=framework.hash,
        basis=framework.basis,
        thresholds=framework.thresholds.model_dump(),
        population=lot.population,
        plans=len(cases),
        scored=len(scored),
        scored_twice=sum(1 for case in scored if case.twice),
        audits_expected=expected,
        audits_submitted=sum(len(case.audits) for case in cases),
        auditors_by_agency=dict(sorted(Counter(agency for _, agency in people).items())),
        compared=agreement.compared,
        same=agreement.same,
        one_step=agreement.one_step,
        measures=headlines,
        criteria=tuple(c for c in criteria if c.id not in statutory),
        statutory=tuple(c for c in criteria if c.id in statutory),
        causes=_causes(scored),
        plan_lines=tuple(_line(case, framework) for case in scored),
        undecided=sum(1 for case in scored for value in case.answers.values() if value is None),
        reasons=_reasons(Draw(about.draw), lot, headlines)
        | _silent_parts(lot, answers)
        | _not_all_in(len(cases), len(scored), sum(len(case.audits) for case in cases), expected, sample)
        | dict(reasons),
        fingerprint="",
        sample=sample,
        agreement=agreement,
    )
    return replace(figures, fingerprint=_fingerprint(figures))


def _causes(cases: Sequence[Case]) -> tuple[CauseCount, ...]:
    """Shortfalls by agency and cause: each plan and criterion once for each pair that was named."""
    named = Counter((agency, cause) for case in cases for _, agency, cause in case.causes)
    return tuple(CauseCount(agency, cause, count) for (agency, cause), count in sorted(named.items()))


def _line(case: Case, framework: Framework) -> PlanLine:
    tokens = {
        c.id: UNDECIDED if (value := case.answers[c.id]) is None else value.token
        for c in framework.criteria
        if c.id in case.answers
    }
    return PlanLine(case.facts.reference, case.facts.area, tokens)


def _reasons(draw: Draw, lot: Lot, measures: Sequence[MeasureFigure]) -> dict[str, str]:
    """Why a figure or its range is missing, in sentences, by subject."""
    reasons: dict[str, str] = {}
    match draw:
        case Draw.UNKNOWN:
            reasons["interval"] = "How these plans were picked is not known, so no range can be given."
        case Draw.CHOSEN:
            reasons["interval"] = (
                "These plans were chosen, not drawn by lot. They show what was found in them and do not measure all."
            )
        case Draw.ALL:
            reasons["interval"] = "Every plan was looked at, so no luck of the draw is left to allow for."
        case Draw.STRATIFIED if not lot.by_lot:
            reasons["interval"] = (
                "Some parts of the list were drawn more thickly than others, and which part each plan came from is not "
                "kept, so the figures cannot be weighted for it. They describe these plans, not the whole list."
            )
        case _:
            pass
    for measure in measures:
        if not measure.n:
            reasons[measure.id] = "No plan has enough evidence for this measure yet."
        elif lot.by_lot and measure.interval is None:
            reasons[measure.id] = "Fewer than two plans have answers here, so no range can be worked out."
    return reasons


def _silent_parts(lot: Lot, answers: Sequence[PlanAnswers]) -> dict[str, str]:
    """Which parts of an unevenly drawn list no scored plan speaks for, though the figures are of the whole list."""
    heard = {part for part, _ in answers}
    silent = [part for number, part in lot.parts.items() if part.size and number not in heard]
    if not silent or not answers:
        return {}
    names = joined([part.key for part in silent]) if len(silent) <= NAMED else f"{len(silent):,} parts of the list"
    whole, without = sum(p.size for p in lot.parts.values()), sum(part.size for part in silent)
    return {
        "parts": f"No scored plan comes from {names}: {without:,} of the {whole:,} plans that could be drawn. No "
        "overall figure speaks for them."
    }


def _not_all_in(plans: int, scored: int, submitted: int, expected: int, sample: SampleFacts) -> dict[str, str]:
    """What is still to come in, and below the share of `provisional` why pages and reports hold figures back.

    No audit can come in of a plan whose papers were not found; it is said beside.
    """
    reasons: dict[str, str] = {}
    waiting = plans - scored - sample.papers_missing
    if waiting > 0:
        verb = "has" if waiting == 1 else "have"
        reasons["provisional"] = f"{waiting} of {plans} plans {verb} no submitted audit yet; figures will move."
    elif submitted < expected:
        verb = "is" if expected - submitted == 1 else "are"
        reasons["provisional"] = f"{expected - submitted} of {expected} audits {verb} not in yet; figures will move."
    if sentence := held_back(submitted, expected):
        reasons["held_back"] = sentence
    if sample.papers_missing:
        reasons["papers"] = (
            f"The papers of {sample.papers_missing} of {plans} plans were not found. They stay in the sample as a "
            "finding, and are not available for any figure that an auditor has to judge."
        )
    return reasons


def _fingerprint(figures: Results) -> str:
    # agreement holds ranges whose last places are the machine's; its counts are among the figures themselves
    told_beside = ("signed_off", "log_head", "agreement")
    plain = {key: value for key, value in asdict(figures).items() if key not in told_beside}
    content = json.dumps(plain, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    name = hashlib.sha256(content.encode()).hexdigest().upper()
    return f"{name[:4]}-{name[4:8]}"
