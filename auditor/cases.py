"""What figures are made of: a round's sampled plans, with all that was submitted and decided about each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from sqlmodel import Session, col, func, select

from auditor.agreed import Ruling, settled
from auditor.agreeing.calculate import ScoredPlan
from auditor.audits import framework_of, still_in
from auditor.clocks import CLOCKS
from auditor.counting import contested, counted, not_taken_back
from auditor.estimates import Lot, PlanAnswers, lot_of
from auditor.facts import PlanFacts, facts_of
from auditor.figures import SampleFacts
from auditor.frameworks import Criterion, Framework
from auditor.moderation.kept import rulings_of
from auditor.sampling.draw import Part
from auditor.sampling.facts import sample_facts
from auditor.standing.expected import COUNTED, asked_plans, expected_audits, unasked
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Person, Plan, Round, RoundPlan, Sampled, Stratum
from db.vocabulary import AuditState, Draw, Purpose, Value


@dataclass(frozen=True)
class Given:
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
    audits: tuple[Given, ...]
    answers: dict[str, Value | None]
    waiting: bool
    part: int | None
    decided: Mapping[str, Ruling] = field(default_factory=dict[str, Ruling])

    @cached_property
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

    `uid` is what ranges of agreement are drawn by, the same on every computer. `after_moderation` says that answers
    were entered as they stood after that.
    """

    name: str
    kind: str
    draw: str
    state: str
    as_at: date
    invented: str
    uid: str
    after_moderation: bool = False


def about_round(rnd: Round) -> About:
    """What the figures of one round are called by."""
    return About(
        rnd.name, rnd.kind, rnd.draw, rnd.state, rnd.as_at, rnd.invented, str(rnd.uid), rnd.after_moderation
    )  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """All that one set of figures is made of, read at once: of a round, or of several taken together.

    `expected` counts the audits asked for; `reasons` are the sentences known before anything is counted.
    """

    about: About
    framework: Framework
    cases: Sequence[Case]
    expected: int
    lot: Lot
    sample: SampleFacts
    reasons: Mapping[str, str] = field(default_factory=dict[str, str])


def newest_round(store: Store) -> str:
    """The name of the round that figures are wanted for when none is named: the newest.

    Raises UserError (`no_round`) where the workspace has none.
    """
    with store.read() as session:
        name = session.exec(select(Round.name).order_by(col(Round.id).desc()).limit(1)).first()
    if name is None:
        raise UserError("no_round", "This workspace has no round yet, so there are no figures. Make a round first.")
    return name


def round_called(session: Session, name: str) -> Round:
    """The round of that name. Raises UserError (`no_round`)."""
    found = session.exec(select(Round).where(Round.name == name)).first()
    if found is None:
        names = ", ".join(session.exec(select(Round.name).order_by(col(Round.id))))
        raise UserError("no_round", f"There is no round called {name} here. This workspace has: {names or 'none'}.")
    return found


def lot_of_round(session: Session, rnd: Round, cases: Sequence[Case]) -> Lot:
    """What the way this round's plans were picked lets its figures say."""
    return lot_of(Draw(rnd.draw), rnd.population, parts_of(session, rnd), [case.part for case in cases])


def parts_of(session: Session, rnd: Round) -> dict[int, Part]:
    """The parts a round's list was divided into, by their rows; none where it was not divided."""
    strata = session.exec(select(Stratum).where(Stratum.round_id == rnd.id).order_by(col(Stratum.id)))
    return {row.id or 0: Part(row.key, row.size, row.drawn) for row in strata}


def reading_of(session: Session, rnd: Round) -> Reading:
    """All that the figures of one round are made of."""
    framework = framework_of(session, rnd.id or 0)
    cases = cases_of(session, rnd, framework)
    asked = asked_plans(session, rnd.id or 0)
    _, expected = expected_audits(asked)
    lot = lot_of_round(session, rnd, cases)
    reasons = nobody_asked(unasked(session, rnd, asked))
    return Reading(about_round(rnd), framework, cases, expected, lot, sample_facts(session, rnd), reasons)


def nobody_asked(plans: Mapping[str, int]) -> dict[str, str]:
    """Why figures are not whole where nobody was asked some questions on plans, from `expected.unasked`."""
    if not plans:
        return {}
    some = "1 plan" if len(plans) == 1 else f"{len(plans):,} plans"
    return {
        "unasked": f"Nobody was asked some of the questions on {some}, so figures on those questions leave them out."
    }


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


def _submitted(session: Session, round_id: int) -> dict[int, list[Given]]:
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
    given: dict[int, list[Given]] = {}
    for assignment, revisions in by_assignment.items():
        sampled, code, agency, last = revisions[-1]
        first_values, _ = answers.get(revisions[0][3], ({}, frozenset()))
        latest_values, causes = answers.get(last, ({}, frozenset()))
        given.setdefault(sampled, []).append(Given(assignment, code, agency, first_values, latest_values, causes))
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


def scored_answers(cases: Sequence[Case]) -> list[PlanAnswers]:
    """The agreed answers of the plans all of whose questions at least one auditor has submitted."""
    return [(case.part, case.answers) for case in cases if case.scored]


def scored_plans(cases: Sequence[Case], framework: Framework) -> list[ScoredPlan]:
    """What each auditor first submitted on the plans all of whose questions are in."""
    dated = [c.id for c in framework.criteria if c.mode == "dates"]
    return [
        ScoredPlan(
            {audit.person: audit.first for audit in reversed(case.audits)},
            {key: value for key in dated if (value := case.answers.get(key)) is not None},
            case.answers,
        )
        for case in cases
        if case.scored
    ]


def why_of(case: Case, criterion: Criterion, as_at: date) -> str:
    """Why a question that is worked out from dates is answered as it is on this plan; empty of any other question."""
    return CLOCKS[criterion.clock](case.facts.dates, as_at).why if criterion.clock else ""
