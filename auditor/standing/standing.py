"""Where a round stands: counts, days and what needs the lead; never how good the plans are."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from auditor.agreed import comparisons
from auditor.figures import SignedOff
from auditor.learning.exemplars import good_plans_due
from auditor.policy import policy
from auditor.privacy.retention import due
from auditor.results import signed_now
from auditor.round_moves import Move, next_move, step_back
from auditor.round_states import round_of
from auditor.standing.after import needs_after
from auditor.standing.expected import (
    AskedAudit,
    AskedPlan,
    Submitted,
    asked_plans,
    expected_audits,
    given_twice,
    unasked,
    undecided_of,
)
from auditor.standing.needs import Need, needs_of, urgent
from auditor.standing.provisional import held_back
from auditor.standing.waits import Days, all_in, to_agreement, to_step, to_submission
from db.store import Store
from db.tables import Pack, Person, Round, Sent
from db.vocabulary import AssignmentKind, Purpose, RoundState

NO_AREA = "Area not given"


@dataclass(frozen=True)
class Progress:
    """So many submitted, under way and not started; `late` counts those of the last two that are past their day."""

    submitted: int
    under_way: int
    not_started: int
    late: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.submitted + self.under_way + self.not_started


@dataclass(frozen=True)
class AuditorStanding:
    """One auditor's audits in a round; `last_in` is the day of the newest submission, None before the first."""

    person: int
    code: str
    name: str
    agency: str
    outside: bool
    progress: Progress
    last_in: date | None


@dataclass(frozen=True)
class AreaStanding:
    """The sampled plans of one area by their furthest audit.

    `nobody` counts those that wait for an auditor, `no_papers` those whose papers were not found; neither is in
    `progress`, except a plan without papers that was scored before.
    """

    area: str
    progress: Progress
    nobody: int
    no_papers: int

    @property
    def plans(self) -> int:
        """All sampled plans of the area."""
        return self.progress.total + self.nobody + self.no_papers


@dataclass(frozen=True)
class Untouched:
    """The audit that has waited longest without an answer: which plan, whose, and for how many days."""

    reference: str
    auditor: str
    days: int


@dataclass(frozen=True)
class Twice:
    """Plans that several score: how many, how many are in from all, and how their answers compare at first sight."""

    plans: int
    ready: int
    compared: int
    same: int
    one_step: int


@dataclass(frozen=True)
class AuditLine:
    """One audit of a sampled plan, or a plan that has none: `state` is then nobody or no_papers.

    Otherwise it is submitted, under_way or not_started. `kind` is first, second or outside, empty without an audit.
    """

    reference: str
    area: str
    auditor: str
    kind: str
    state: str
    late: bool
    due: date | None
    reopened: bool
    fed_back: date | None
    mended: date | None


@dataclass(frozen=True)
class Standing:
    """Everything the page and the command line say of where a round stands.

    `plans` counts sampled plans and `allocated` those that somebody has; `population` is the size of the list they
    came from. `audits` counts those expected of auditors, including somebody from outside. `held_back` says why
    figures are not shown yet, or is empty; `provisional` whether they will move, `signed_off` who signed them off.
    `lines` lists every audit and every plan without one; `next` and `back` are the steps the round can take, with what
    stands in their way.
    """

    round: str
    state: str
    due: date | None
    days_left: int | None
    invented: str
    population: int | None
    plans: int
    allocated: int
    unallocated: tuple[str, ...]
    no_papers: tuple[str, ...]
    audits: Progress
    auditors: tuple[AuditorStanding, ...]
    areas: tuple[AreaStanding, ...]
    oldest: Untouched | None
    to_submission: Days
    to_agreement: Days
    to_feedback: Days
    to_mended: Days
    twice: Twice
    undecided: int
    held_back: str
    provisional: bool
    signed_off: SignedOff | None
    needs: tuple[Need, ...]
    lines: tuple[AuditLine, ...]
    next: Move | None
    back: Move | None


def standing(store: Store, round_id: int, today: date | None = None) -> Standing:
    """Where a round stands on a day, by default today. Raises UserError (`no_round`)."""
    day = today or datetime.now().astimezone().date()
    over = [row.name for row in due(store, policy(), day)]
    with store.read() as session:
        rnd = round_of(session, round_id)
        plans = asked_plans(session, round_id)
        given = given_twice(session, plans)
        people = _people(session)
        practice = asked_plans(session, round_id, Purpose.CALIBRATION)
        moves = next_move(session, rnd, plans), step_back(session, rnd, plans)
        left = unasked(session, rnd, plans)
        signed = signed_now(session, rnd)
        undecided = undecided_of(session, round_id, plans)
        sent = set(session.exec(_sent(round_id)))
        needs = needs_of(rnd, plans, practice, undecided, left, people, day, over, sent)
        needs = (*urgent(session, round_id), *needs, *needs_after(session, rnd, day))
        needs += good_plans_due(session, day)
    return _standing(rnd, plans, given, undecided, needs, people, moves, day, signed)


def _sent(round_id: int) -> SelectOfScalar[int]:
    """The assignments that went to their auditors in packs of a round."""
    return select(Sent.assignment_id).join(Pack, col(Pack.id) == Sent.pack_id).where(Pack.round_id == round_id)


def _people(session: Session) -> dict[int, Person]:
    return {person.id or 0: person for person in session.exec(select(Person).order_by(col(Person.code)))}


def _standing(
    rnd: Round,
    plans: Sequence[AskedPlan],
    given: Mapping[str, tuple[Submitted, ...]],
    undecided: Mapping[str, Sequence[str]],
    needs: tuple[Need, ...],
    people: Mapping[int, Person],
    moves: tuple[Move | None, Move | None],
    day: date,
    signed: SignedOff | None,
) -> Standing:
    audits = [(plan, audit) for plan in plans for audit in plan.expected]
    unallocated = tuple(p.reference for p in plans if p.nobody)
    drawn = rnd.drawn_at.astimezone().date() if rnd.drawn_at else None
    submitted, expected = expected_audits(plans)
    return Standing(
        round=rnd.name,
        state=rnd.state,
        due=rnd.due_on,
        days_left=(rnd.due_on - day).days if rnd.due_on else None,
        invented=rnd.invented,
        population=rnd.population,
        plans=len(plans),
        allocated=sum(1 for p in plans if p.counted),
        unallocated=unallocated,
        no_papers=tuple(p.reference for p in plans if p.papers_missing),
        audits=progress_of((a for _, a in audits), rnd.due_on, day),
        auditors=_auditors(audits, people, rnd.due_on, day),
        areas=_areas(plans, rnd.due_on, day),
        oldest=_oldest(audits, people, rnd, day),
        to_submission=to_submission(plans, drawn),
        to_agreement=to_agreement(plans, undecided, drawn),
        to_feedback=to_step("fed back", [p.fed_back for p in plans], drawn),
        to_mended=to_step("mended", [p.mended for p in plans], drawn),
        twice=_twice(plans, given),
        undecided=sum(len(keys) for keys in undecided.values()),
        held_back=held_back(submitted, expected),
        provisional=rnd.state != RoundState.SIGNED_OFF,
        signed_off=signed,
        needs=needs,
        lines=tuple(line for plan in plans for line in _lines(plan, people, rnd.due_on, day)),
        next=moves[0],
        back=moves[1],
    )


def _lines(plan: AskedPlan, people: Mapping[int, Person], due: date | None, day: date) -> Iterable[AuditLine]:
    ends = (plan.fed_back, plan.mended)
    for a in plan.expected:
        yield AuditLine(
            plan.reference, plan.area, people[a.person].name, a.kind, a.state, a.late(due, day), a.due or due,
            a.reopened, *ends,
        )  # fmt: skip
    if not plan.expected:
        state = "no_papers" if plan.papers_missing else "nobody"
        yield AuditLine(plan.reference, plan.area, "", "", state, False, None, False, *ends)


def progress_of(audits: Iterable[AskedAudit], due: date | None, day: date) -> Progress:
    """How far these audits have come; `due` is the round's own day, for those that have none."""
    listed = list(audits)
    states = [audit.state for audit in listed]
    counts = (states.count(state) for state in ("submitted", "under_way", "not_started"))
    return Progress(*counts, late=sum(1 for audit in listed if audit.late(due, day)))


def _auditors(
    audits: Iterable[tuple[AskedPlan, AskedAudit]], people: Mapping[int, Person], due: date | None, day: date
) -> tuple[AuditorStanding, ...]:
    theirs: dict[int, list[AskedAudit]] = {}
    for _, audit in audits:
        theirs.setdefault(audit.person, []).append(audit)
    return tuple(
        AuditorStanding(
            key, person.code, person.name, person.agency,
            any(a.kind == AssignmentKind.OUTSIDE for a in theirs[key]),
            progress_of(theirs[key], due, day),
            max((a.latest.astimezone().date() for a in theirs[key] if a.latest), default=None),
        )
        for key, person in people.items()
        if key in theirs
    )  # fmt: skip


def _areas(plans: Iterable[AskedPlan], due: date | None, day: date) -> tuple[AreaStanding, ...]:
    within: dict[str, list[AskedPlan]] = {}
    for plan in plans:
        within.setdefault(plan.area or NO_AREA, []).append(plan)
    return tuple(_area(area, within[area], due, day) for area in sorted(within))


def _area(area: str, plans: Sequence[AskedPlan], due: date | None, day: date) -> AreaStanding:
    order = ("submitted", "under_way", "not_started")
    furthest = [min((a.state for a in p.counted), key=order.index) for p in plans if p.counted]
    overdue = sum(1 for p in plans if any(a.late(due, day) for a in p.counted))
    return AreaStanding(
        area,
        Progress(*(furthest.count(state) for state in order), late=overdue),
        nobody=sum(1 for p in plans if p.nobody),
        no_papers=sum(1 for p in plans if p.papers_missing and not p.counted),
    )


def _oldest(
    audits: Iterable[tuple[AskedPlan, AskedAudit]], people: Mapping[int, Person], rnd: Round, day: date
) -> Untouched | None:
    """The longest wait begins when the plan was given out, and not before the round was opened."""
    waiting = [(max(a.given, rnd.opened_at or a.given), p, a) for p, a in audits if a.state == "not_started"]
    if not waiting or rnd.state == RoundState.DRAFT:
        return None
    since, plan, audit = min(waiting, key=lambda row: row[0])
    days = max(0, (day - since.astimezone().date()).days)
    return Untouched(plan.reference, people[audit.person].name, days)


def _twice(plans: Iterable[AskedPlan], given: Mapping[str, tuple[Submitted, ...]]) -> Twice:
    several = [p for p in plans if any(a.kind == AssignmentKind.SECOND for a in p.counted)]
    pairs = [pair for audits in given.values() for pair in comparisons([audit.first for audit in audits])]
    return Twice(
        len(several),
        sum(1 for p in several if all_in(p)),
        len(pairs),
        sum(1 for a, b in pairs if a == b),
        sum(1 for a, b in pairs if a.scored and b.scored and abs(a - b) == 1),
    )
