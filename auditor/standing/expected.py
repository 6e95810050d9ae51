"""The audits a round asks for and how far each has come: what every count, reminder and sign-off goes by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case
from sqlalchemy import select as sql_select  # for more columns than sqlmodel's own is typed for
from sqlmodel import Session, col, func, select

from auditor.agreed import settled
from auditor.counting import counted, not_taken_back
from auditor.frameworks import Framework
from auditor.moderation.kept import rulings_of
from db import tables
from db.tables import Assignment, Audit, Plan, Round, RoundPlan, Sampled
from db.vocabulary import AssignmentKind, AuditState, Purpose, RoundKind, Value

COUNTED = frozenset({AssignmentKind.FIRST.value, AssignmentKind.SECOND.value})
"""The kinds of audit whose answers make figures; somebody from outside stands apart, calibration is practice."""


@dataclass(frozen=True)
class AskedAudit:
    """One assignment and its audit. `submitted` is its first submission, `latest` the newest one, None if none.

    `started` is None where nothing was answered; `reopened` says that a later revision is open. One that is `contested`
    has answers from several computers, none of which counts before the lead has chosen. `unchecked` is a paper sheet
    that nobody but its typist has looked at.
    """

    assignment: int
    person: int
    kind: str
    due: date | None
    given: datetime
    given_back: bool
    started: datetime | None
    submitted: datetime | None
    latest: datetime | None
    reopened: bool
    contested: bool = False
    unchecked: bool = False

    @property
    def state(self) -> str:
        """How far it has come: submitted (even if open again), under_way, not_started."""
        if self.submitted is not None:
            return "submitted"
        return "not_started" if self.started is None else "under_way"

    @property
    def outstanding(self) -> bool:
        """Whether it is still to come in, or open again."""
        return self.submitted is None or self.reopened

    def late(self, due: date | None, day: date) -> bool:
        """Whether it is past its day and not in; `due` is the round's own day, for audits without one."""
        by = self.due or due
        return self.submitted is None and not self.contested and by is not None and by < day


@dataclass(frozen=True)
class AskedPlan:
    """One plan that is in the sample or used for calibration, with the audits asked of it, those given back among them.

    A plan that another stands in for is none of a round's.
    """

    sampled: int
    reference: str
    area: str
    purpose: str
    papers_missing: date | None
    fed_back: date | None
    mended: date | None
    audits: tuple[AskedAudit, ...]

    @property
    def expected(self) -> tuple[AskedAudit, ...]:
        """The audits that are to be done or are done.

        One given back is none, and nothing more is expected of a plan without papers than what came in before.
        """
        return tuple(
            a for a in self.audits if not a.given_back and (self.papers_missing is None or a.submitted is not None)
        )

    @property
    def counted(self) -> tuple[AskedAudit, ...]:
        """Those of the expected audits whose answers make figures."""
        return tuple(a for a in self.expected if a.kind in COUNTED)

    @property
    def nobody(self) -> bool:
        """Whether the plan waits for somebody to score it."""
        return self.papers_missing is None and not self.counted

    @property
    def no_first(self) -> bool:
        """Whether nobody was ever given the plan to score first; one with a second auditor alone is such a plan."""
        return self.papers_missing is None and all(a.kind != AssignmentKind.FIRST for a in self.audits)


def asked_plans(session: Session, round_id: int, purpose: Purpose = Purpose.SAMPLE) -> tuple[AskedPlan, ...]:
    """The plans of a round that are there for a purpose, in drawing order, replaced ones left out."""
    audits: dict[int, list[AskedAudit]] = {}
    for sampled, audit in _audits(session, round_id, purpose):
        audits.setdefault(sampled, []).append(audit)
    replaced = select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None))
    rows = session.connection().execute(
        sql_select(
            col(Sampled.id), col(Plan.reference), col(RoundPlan.area), col(Sampled.papers_missing_on),
            col(Sampled.fed_back_on), col(Sampled.mended_on),
        )
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(col(RoundPlan.round_id) == round_id, col(Sampled.purpose) == purpose)
        .where(col(Sampled.id).not_in(replaced))
        .order_by(col(Sampled.draw_order), col(Sampled.id))
    )  # fmt: skip
    return tuple(
        AskedPlan(key or 0, reference, area, purpose.value, missing, fed_back, mended, tuple(audits.get(key or 0, ())))
        for key, reference, area, missing, fed_back, mended in rows
    )


def _audits(session: Session, round_id: int, purpose: Purpose) -> Iterable[tuple[int, AskedAudit]]:
    submitted = col(Audit.state) == AuditState.SUBMITTED
    ended = case((submitted, col(Audit.ended_at)))
    newest, newest_in = func.max(col(Audit.number)), func.max(case((submitted, col(Audit.number))))
    computers = func.count(func.distinct(col(Audit.device)))
    sheet = func.max(case((submitted & (col(Audit.entered_by) != ""), (col(Audit.checked_by) == ""))))
    rows = session.connection().execute(
        sql_select(
            col(Assignment.sampled_id), col(Assignment.id), col(Assignment.person_id), col(Assignment.kind),
            col(Assignment.due_on), col(Assignment.given_at), col(Assignment.known_child_at),
            func.min(col(Audit.started_at)), func.min(ended), func.max(ended), newest, newest_in,
            computers, sheet,
        )
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Audit, (col(Audit.assignment_id) == Assignment.id) & col(Audit.withdrawn_at).is_(None), isouter=True)
        .where(col(RoundPlan.round_id) == round_id, col(Sampled.purpose) == purpose, not_taken_back())
        .group_by(col(Assignment.id))
        .order_by(col(Assignment.id))
    )  # fmt: skip
    for sampled, key, person, kind, due, given, known, began, first, later, number, last, devices, typed in rows:
        several = devices > 1
        reopened = not several and first is not None and number > last
        ends = (None, None) if several else (first, later)
        unchecked = bool(typed) and not several
        yield (
            sampled,
            AskedAudit(
                key or 0, person, kind, due, given, known is not None, began, *ends, reopened, several, unchecked
            ),
        )


@dataclass(frozen=True)
class Submitted:
    """What one audit was submitted with: at first, and as it is now; from criterion to answer."""

    first: dict[str, Value]
    latest: dict[str, Value]


def submitted_answers(session: Session, assignments: Sequence[int]) -> dict[int, Submitted]:
    """By assignment, what was submitted; those that nothing was submitted for are left out."""
    revisions: dict[int, list[int]] = {}
    for some in _portions(assignments):
        rows = session.exec(
            select(Audit.assignment_id, Audit.id)
            .join(Assignment, col(Assignment.id) == Audit.assignment_id)
            .where(col(Audit.assignment_id).in_(some), counted())
            .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
            .order_by(col(Audit.number), col(Audit.id))
        )
        for assignment, audit in rows:
            revisions.setdefault(assignment, []).append(audit or 0)
    values = _values(session, sorted({end for ids in revisions.values() for end in (ids[0], ids[-1])}))
    return {key: Submitted(values.get(ids[0], {}), values.get(ids[-1], {})) for key, ids in revisions.items()}


def given_twice(session: Session, plans: Iterable[AskedPlan]) -> dict[str, tuple[Submitted, ...]]:
    """By reference, what was submitted for the plans with several submitted audits, in order of assignment."""
    several = {p.reference: [a.assignment for a in _in(p)] for p in plans if len(_in(p)) > 1}
    given = submitted_answers(session, [key for keys in several.values() for key in keys])
    return {reference: tuple(given[key] for key in keys) for reference, keys in several.items()}


def undecided_of(session: Session, round_id: int, plans: Sequence[AskedPlan]) -> dict[str, tuple[str, ...]]:
    """The questions that stand undecided, by plan; the rule is `agreed.settled`. Plans without any are left out.

    A plan scored once can have one too: where what was decided of it rests on an answer that was changed since.
    """
    rulings = rulings_of(session, round_id)
    looked = {p.sampled: [a.assignment for a in _in(p)] for p in plans if len(_in(p)) > 1 or p.sampled in rulings}
    given = submitted_answers(session, [key for keys in looked.values() for key in keys])
    found: dict[str, tuple[str, ...]] = {}
    for plan in plans:
        latest = {key: given[key].latest for key in looked.get(plan.sampled, ()) if key in given}
        answers, _ = settled(latest, rulings.get(plan.sampled, {}))
        if keys := tuple(key for key, value in answers.items() if value is None):
            found[plan.reference] = keys
    return found


def expected_audits(plans: Sequence[AskedPlan]) -> tuple[int, int]:
    """How many audits that make figures are in, and how many there will be: one at least for each plan with papers."""
    audits = [audit for plan in plans for audit in plan.counted]
    return sum(1 for a in audits if a.submitted is not None), len(audits) + sum(1 for plan in plans if plan.nobody)


def unasked(session: Session, rnd: Round, plans: Iterable[AskedPlan]) -> dict[str, int]:
    """How many questions of a plan nobody is asked, where its questions are parted among agencies; by reference.

    Plans that are asked in full are left out, and so are those that nobody scores at all. A round of one agency's part
    asks no more than that.
    """
    rows = session.exec(
        select(Assignment.id, Assignment.criteria)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == rnd.id, Assignment.criteria != "", not_taken_back())
    )
    parts = {key: frozenset(criteria.split()) for key, criteria in rows}
    if not parts or rnd.kind == RoundKind.SINGLE_AGENCY:
        return {}
    framework = Framework.from_json(session.get_one(tables.Framework, rnd.framework_id).content)
    judged = {criterion.id for criterion in framework.judged}
    found: dict[str, int] = {}
    for plan in plans:
        asked = [parts.get(audit.assignment) for audit in plan.counted]
        if asked and (left := judged.difference(*(keys or judged for keys in asked))):
            found[plan.reference] = len(left)
    return found


def uncalibrated(plans: Iterable[AskedPlan], practice: Iterable[AskedPlan]) -> tuple[int, ...]:
    """Who has plans of the sample to score and has not submitted every calibration plan they were given, or has none.

    By the order of their first plan. A calibration plan given back because its child is known is not waited for.
    """
    given: dict[int, list[AskedAudit]] = {}
    for plan in practice:
        for audit in plan.audits:
            given.setdefault(audit.person, []).append(audit)
    auditors = dict.fromkeys(audit.person for plan in plans for audit in plan.expected)
    return tuple(
        person
        for person in auditors
        if person not in given or any(a.submitted is None and not a.given_back for a in given[person])
    )


def listed(names: Sequence[str], noun: str, most: int = 5) -> str:
    """Names in a row, no more than `most` of them: N-001, N-002 and 7 more plans."""
    if len(names) <= most:
        return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    more = len(names) - most
    return f"{', '.join(names[:most])} and {more:,} more {noun}{'' if more == 1 else 's'}"


def _in(plan: AskedPlan) -> list[AskedAudit]:
    return [audit for audit in plan.counted if audit.submitted is not None]


def _values(session: Session, audits: Sequence[int]) -> dict[int, dict[str, Value]]:
    """The whole answers of some revisions, by criterion key."""
    values: dict[int, dict[str, Value]] = {}
    for some in _portions(audits):
        rows = session.exec(
            select(tables.Answer.audit_id, tables.Criterion.key, tables.Answer.value)
            .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
            .where(col(tables.Answer.audit_id).in_(some))
            .where(tables.Answer.part == 0, col(tables.Answer.value).is_not(None))
        )
        for audit, key, value in rows:
            values.setdefault(audit, {})[key] = Value(value)
    return values


def _portions(ids: Sequence[int]) -> Iterable[Sequence[int]]:
    """So many at a time as a query takes as parameters, whatever SQLite was built with."""
    return (ids[at : at + 500] for at in range(0, len(ids), 500))
