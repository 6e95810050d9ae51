"""Answers of one auditor from two computers: shown side by side, never merged, chosen between by the lead."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from auditor.answers import Answer, clean_note
from auditor.audits import asked_of, framework_of, still_in, work_of
from auditor.changed import Changed
from auditor.counting import contested as is_contested
from auditor.counting import not_taken_back
from auditor.packs.answers_in import standing_answers
from auditor.round_states import Deed, need
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Pack, Person, Plan, RoundPlan, Sampled, now
from db.vocabulary import AuditState, Value

CHOSEN = "another computer's answers were chosen"
"""How the reason begins for which revisions of a computer are withdrawn that was not chosen."""


@dataclass(frozen=True)
class Side:
    """What one computer says of a plan: its newest revision, and when the pack it came in was sealed."""

    device: str
    words: str
    number: int
    sealed_at: datetime | None
    submitted: bool
    answered: int
    asked: int
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class Differs:
    """One question that the computers answer otherwise, with each one's answer in the order of the sides."""

    criterion: str
    short: str
    values: tuple[Value | None, ...]


@dataclass(frozen=True)
class Contested:
    """A plan with answers of one auditor from several computers."""

    assignment: int
    reference: str
    code: str
    name: str
    sides: tuple[Side, ...]
    differs: tuple[Differs, ...]


def contested(store: Store, round_id: int) -> tuple[Contested, ...]:
    """The plans of a round with answers from several computers, by the order of the sample."""
    with store.read() as session:
        framework = framework_of(session, round_id)
        own = store.owner(session).device
        rows = session.exec(
            select(Assignment, Plan.reference, Person)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .join(Person, col(Person.id) == Assignment.person_id)
            .where(RoundPlan.round_id == round_id, is_contested(), not_taken_back(), still_in())
            .order_by(col(Sampled.draw_order), col(Sampled.id), col(Assignment.id))
        ).all()
        found: list[Contested] = []
        for assignment, reference, person in rows:
            asked = asked_of(framework, assignment.criteria)
            sides = _sides(session, assignment.id or 0, len(asked), own)
            values = {c.id: tuple(s.answers.get(c.id, Answer()).value for s in sides) for c in asked}
            differs = tuple(Differs(c.id, c.short, values[c.id]) for c in asked if len(set(values[c.id])) > 1)
            found.append(Contested(assignment.id or 0, reference, person.code, person.name, sides, differs))
        return tuple(found)


def _sides(session: Session, assignment: int, asked: int, own: str) -> tuple[Side, ...]:
    """What each computer has, the one that was heard of first coming first."""
    rows = session.exec(
        select(Audit, Pack)
        .join(Pack, col(Pack.id) == Audit.pack_id, isouter=True)
        .where(Audit.assignment_id == assignment, col(Audit.withdrawn_at).is_(None))
        .order_by(col(Audit.number), col(Audit.id))
    ).all()
    newest: dict[str, tuple[Audit, Pack | None]] = {}
    for audit, pack in rows:
        newest[audit.device] = (audit, pack)
    order = sorted(newest, key=lambda d: (newest[d][0].started_at, d))
    answers = standing_answers(session, [audit.id or 0 for audit, _ in newest.values()])
    sides: list[Side] = []
    for nth, device in enumerate(order, 1):
        audit, pack = newest[device]
        theirs = answers.get(audit.id or 0, {})
        typed = f"Typed in here by {audit.entered_by}" if audit.entered_by else "This computer"
        sides.append(
            Side(
                device, typed if device == own else f"Computer {nth}", audit.number,
                pack.sealed_at if pack else None, audit.state == AuditState.SUBMITTED,
                sum(1 for a in theirs.values() if a.value is not None), asked, theirs,
            )
        )  # fmt: skip
    return tuple(sides)


def choose_device(store: Store, assignment: int, device: str, why: str) -> Changed:
    """Let one computer's answers stand for a plan; the others' are withdrawn, and stand again if those are chosen.

    Raises UserError: `not_lead`, `no_assignment`, `round_state`, `no_reason`, `no_device`.
    """
    why = clean_note(why).strip()
    if not why:
        raise UserError("no_reason", "Say in a few words why these answers are chosen. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, "chooses between computers")
        work = work_of(session, assignment)
        rnd = need(session, work.round_id, Deed.EXCHANGE)
        audits = session.exec(select(Audit).where(Audit.assignment_id == assignment)).all()
        theirs = [a for a in audits if a.withdrawn_at is None or a.withdrawn_why.startswith(CHOSEN)]
        if all(a.device != device for a in theirs):
            raise UserError("no_device", "That computer has no answers on this plan. Nothing was changed.")
        for audit in theirs:
            if audit.device == device:
                audit.withdrawn_at, audit.withdrawn_why = None, ""
            elif audit.withdrawn_at is None:
                audit.withdrawn_at, audit.withdrawn_why = now(), f"{CHOSEN}: {why}"
            session.add(audit)
        log.append(
            session, who=owner.name, what="chose between two computers", why=why,
            subject=f"{rnd.name} {work.reference} {work.person.code}",
            after=" ".join(sorted(a.digest for a in theirs if a.device == device and a.digest)),
        )  # fmt: skip
    return Changed(frozenset({"audit", "answer", "assignment", "round"}), (assignment,))
