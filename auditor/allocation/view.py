"""Who has what to score in a round: each plan with its auditors, each auditor with their load, and who lacks what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select as sql_select  # for more columns than sqlmodel's own is typed for
from sqlmodel import Session, col, func, select

from auditor.allocation.allocate import Auditor, PlanToScore, why_not
from auditor.audits import framework_of
from auditor.counting import not_taken_back
from auditor.frameworks import Framework
from auditor.people.records import KNOWS_THE_CHILD
from auditor.people.register import PersonRow, Standing, register, standing_of, today
from auditor.round_states import ALLOWED, WORDS, Deed
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Plan, Round, RoundPlan, Sampled
from db.vocabulary import AssignmentKind, AuditState, Purpose, RoundKind, RoundState

SHARED_KINDS = (AssignmentKind.FIRST.value, AssignmentKind.SECOND.value, AssignmentKind.OUTSIDE.value)
"""What is shared out; calibration plans go to everybody in another way."""


@dataclass(frozen=True)
class GivenPlan:
    """One assignment. No `criteria` means all questions. `state`: not_started, draft, submitted, given_back.

    `fixed` says that an audit was begun for it, so that it stays with its auditor.
    """

    assignment: int
    person: int
    code: str
    agency: str
    kind: str
    criteria: tuple[str, ...]
    questions: int
    due_on: date | None
    state: str
    fixed: bool


@dataclass(frozen=True)
class PlanLine:
    """One plan of the sample with all who score it. `lacks` says in a sentence what is missing; empty if nothing."""

    sampled: int
    plan: PlanToScore
    need: str
    year_group: int | None
    papers_missing: bool
    given: tuple[GivenPlan, ...]
    lacks: str = ""

    def of_kind(self, kind: str) -> tuple[GivenPlan, ...]:
        """Those who score it for that purpose."""
        return tuple(g for g in self.given if g.kind == kind)

    @property
    def scorers(self) -> tuple[GivenPlan, ...]:
        """Those of the house who have it to score and did not give it back."""
        return tuple(g for g in self.given if g.kind != AssignmentKind.OUTSIDE and g.state != "given_back")

    @property
    def twice(self) -> bool:
        """Whether somebody scores it a second time."""
        return any(g.kind == AssignmentKind.SECOND for g in self.scorers)


@dataclass(frozen=True)
class AuditorLine:
    """One auditor with what they have to score. `excluded` counts the plans of the sample they must not score.

    `shared_with` says with whom they score plans twice, and how many: (code, plans).
    """

    person: PersonRow
    standing: Standing
    auditor: Auditor
    first: int
    second: int
    outside: int
    submitted: int
    excluded: int
    shared_with: tuple[tuple[str, int], ...]

    @property
    def load(self) -> int:
        """All that they have to score."""
        return self.first + self.second + self.outside


@dataclass(frozen=True)
class AllocationTable:
    """A round's plans by draw order and the register's auditors by code.

    `locked` says in a sentence why nothing can be shared out now; empty where it can.
    """

    round_id: int
    round: str
    locked: str
    due_on: date | None
    framework: Framework
    plans: tuple[PlanLine, ...]
    auditors: tuple[AuditorLine, ...]

    @property
    def to_score(self) -> tuple[PlanLine, ...]:
        """The plans whose papers are there."""
        return tuple(line for line in self.plans if not line.papers_missing)

    @property
    def lacking(self) -> tuple[PlanLine, ...]:
        """The plans that need an auditor, or another one."""
        return tuple(line for line in self.plans if line.lacks)

    @property
    def given(self) -> int:
        """How many audits are given out."""
        return sum(len(line.given) for line in self.plans)

    @property
    def twice(self) -> int:
        """How many plans are scored twice."""
        return sum(1 for line in self.plans if line.twice)

    @property
    def outside(self) -> int:
        """How many plans somebody from outside scores as well."""
        return sum(1 for line in self.plans if line.of_kind(AssignmentKind.OUTSIDE))

    @property
    def own_criteria(self) -> bool:
        """Whether agencies answer their own questions only."""
        return any(g.criteria for line in self.plans for g in line.given)

    def line(self, sampled: int) -> PlanLine | None:
        """The plan of that number."""
        return next((line for line in self.plans if line.sampled == sampled), None)

    def auditor(self, person: int) -> AuditorLine | None:
        """The auditor of that number."""
        return next((line for line in self.auditors if line.person.id == person), None)


def allocation(store: Store, round_id: int, day: date | None = None) -> AllocationTable:
    """Who has what to score, and who may score on that day (today). Raises UserError (`no_round`)."""
    with store.read() as session:
        return allocation_in(session, round_id, day or today())


def allocation_in(session: Session, round_id: int, day: date) -> AllocationTable:
    """The same within another job."""
    rnd = session.get(Round, round_id)
    if rnd is None:
        raise UserError("no_round", "That round is not in this workspace. Nothing was changed.")
    framework = framework_of(session, round_id)
    people = register(session)
    auditors = {p.id: auditor_of(p, day) for p in people}
    given = _given(session, round_id, framework, {p.id: p for p in people})
    whole = rnd.kind != RoundKind.SINGLE_AGENCY
    plans = tuple(_with_lacks(line, auditors, framework, whole) for line in _lines(session, round_id, given))
    state = RoundState(rnd.state)
    locked = (
        "" if Deed.ALLOCATE in ALLOWED[state] else f"{rnd.name} is {WORDS[state]}, so its plans stay where they are."
    )
    mine: dict[int, list[tuple[PlanLine, GivenPlan]]] = {p.id: [] for p in people}
    for line in plans:
        for g in line.given:
            if g.state != "given_back":
                mine[g.person].append((line, g))
    lines = tuple(_auditor_line(p, auditors[p.id], day, plans, mine[p.id]) for p in people)
    return AllocationTable(round_id, rnd.name, locked, rnd.due_on, framework, plans, lines)


def auditor_of(person: PersonRow, day: date) -> Auditor:
    """Somebody as the sharing out sees them on a day."""
    facts, exclusions = person.facts, tuple(row.exclusion for row in person.exclusions)
    why = standing_of(person, day).why
    return Auditor(facts.code, facts.agency, facts.load_share, exclusions, why, facts.outside)


def _given(
    session: Session, round_id: int, framework: Framework, people: Mapping[int, PersonRow]
) -> dict[int, list[GivenPlan]]:
    """All assignments of a round by sampled plan, first before second."""
    rows = session.connection().execute(
        sql_select(
            col(Assignment.id), col(Assignment.sampled_id), col(Assignment.person_id), col(Assignment.kind),
            col(Assignment.criteria), col(Assignment.due_on), col(Assignment.known_child_at), func.count(col(Audit.id)),
            func.max(col(Audit.state) == AuditState.SUBMITTED.value), func.count(func.distinct(col(Audit.device))),
        )
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Audit, (col(Audit.assignment_id) == Assignment.id) & col(Audit.withdrawn_at).is_(None), isouter=True)
        .where(col(RoundPlan.round_id) == round_id, col(Assignment.kind).in_(SHARED_KINDS), not_taken_back())
        .group_by(col(Assignment.id))
        .order_by(col(Assignment.id))
    )  # fmt: skip
    judged = len(framework.judged)
    given: dict[int, list[GivenPlan]] = {}
    for key, sampled, person, kind, criteria, due, knew, audits, submitted, devices in rows:
        state = (
            "given_back"
            if knew
            else "submitted"
            if submitted and devices == 1
            else "draft"
            if audits
            else "not_started"
        )
        keys, facts = tuple(criteria.split()), people[person].facts
        given.setdefault(sampled, []).append(
            GivenPlan(
                key or 0, person, facts.code, facts.agency, kind, keys, len(keys) or judged, due, state, audits > 0
            )
        )
    for listed in given.values():
        listed.sort(key=lambda g: (SHARED_KINDS.index(g.kind), g.assignment))
    return given


def _lines(session: Session, round_id: int, given: Mapping[int, list[GivenPlan]]) -> list[PlanLine]:
    """The plans of the sample in drawing order; those that another stands in for are out."""
    replaced = select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None))
    rows = session.connection().execute(
        sql_select(
            col(Sampled.id), col(Plan.reference), col(RoundPlan.setting_code), col(RoundPlan.area),
            col(RoundPlan.writer_code), col(RoundPlan.need), col(RoundPlan.year_group), col(Sampled.papers_missing_on),
        )
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(col(RoundPlan.round_id) == round_id, col(Sampled.purpose) == Purpose.SAMPLE.value)
        .where(col(Sampled.id).not_in(replaced))
        .order_by(col(Sampled.draw_order), col(Sampled.id))
    )  # fmt: skip
    return [
        PlanLine(
            key or 0, PlanToScore(reference, setting, area, writer), need, year, missing is not None,
            tuple(given.get(key or 0, ())),
        )
        for key, reference, setting, area, writer, need, year, missing in rows
    ]  # fmt: skip


def _with_lacks(line: PlanLine, auditors: Mapping[int, Auditor], framework: Framework, whole: bool) -> PlanLine:
    """The line with what it lacks, in a sentence. `whole` False: one agency's part is all that the round asks."""
    if line.papers_missing:
        return line
    said: list[str] = []
    for given in line.given:
        auditor = auditors[given.person]
        # Who began in good standing may finish; a plan that turns out to be one's own is another matter
        why = why_not(replace(auditor, barred="", share=100) if given.fixed else auditor, line.plan)
        if given.state == "given_back":
            said.append(f"{given.code} {KNOWS_THE_CHILD}")
        elif why and given.state != "submitted":
            said.append(f"{given.code} {why}")
    if said:
        lacks = f"Needs another auditor: {'; '.join(said)}."
    elif not line.of_kind(AssignmentKind.FIRST):
        lacks = "Needs an auditor."
    else:
        firsts = line.of_kind(AssignmentKind.FIRST)
        asked = {key for g in firsts for key in g.criteria}
        missing = (
            0
            if not whole or any(not g.criteria for g in firsts)
            else sum(1 for c in framework.judged if c.id not in asked)
        )
        lacks = f"Needs another auditor: nobody answers {missing} of its questions." if missing else ""
    return replace(line, lacks=lacks)


def _auditor_line(
    person: PersonRow,
    auditor: Auditor,
    day: date,
    plans: Sequence[PlanLine],
    mine: Sequence[tuple[PlanLine, GivenPlan]],
) -> AuditorLine:
    """One auditor's line; `mine` is what they have to score."""
    kinds = Counter(g.kind for _, g in mine)
    others = Counter(
        g.code
        for line, own in mine
        if own.kind != AssignmentKind.OUTSIDE
        for g in line.scorers
        if g.person != person.id and (not g.criteria or not own.criteria or set(g.criteria) & set(own.criteria))
    )
    excluded = sum(1 for line in plans if any(exclusion.covers(line.plan) for exclusion in auditor.exclusions))
    return AuditorLine(
        person, standing_of(person, day), auditor, kinds[AssignmentKind.FIRST], kinds[AssignmentKind.SECOND],
        kinds[AssignmentKind.OUTSIDE], sum(1 for _, g in mine if g.state == "submitted"), excluded,
        tuple(sorted(others.items(), key=lambda item: (-item[1], item[0]))),
    )  # fmt: skip
