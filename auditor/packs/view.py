"""What the pages for packs list: what is out and what came in, for a lead; what was sent and what not, for an auditor.

Nothing is written here. What a lead has to send is told by `auditor.packs.work.sealing_for`.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar, cast

from sqlmodel import Session, col, select

from auditor.audits import asked_of, framework_of
from db.store import Store
from db.tables import Answer, AsideReply, Assignment, Audit, Pack, Paper, Person, Plan, RoundPlan, Sampled, Sent
from db.vocabulary import AuditState, PackKind


@dataclass(frozen=True)
class OutPack:
    """The newest work pack an auditor was sent, and how much of all that was sent to them is back.

    `plans` were sent and not taken back, `back` of them are submitted or given back. `papers_until` is the last day on
    which papers that went along can be read, None where none are with them any more.
    """

    pack: int
    person: int
    code: str
    name: str
    agency: str
    number: int
    sealed_at: datetime
    plans: int
    back: int
    last_in: datetime | None
    papers_until: date | None


@dataclass(frozen=True)
class InPack:
    """One pack that was taken in; `undone_at` is set once its revisions were withdrawn again."""

    pack: int
    code: str
    name: str
    number: int
    sealed_at: datetime
    applied_at: datetime
    undone_at: datetime | None
    undone_why: str
    added: int
    changed: int
    refused: int


@dataclass(frozen=True)
class OwnPlan:
    """One plan of an auditor's own. `state`: not_started, draft, submitted, given_back; `sent` if nothing is new."""

    assignment: int
    reference: str
    kind: str
    state: str
    answered: int
    asked: int
    sent: bool


@dataclass(frozen=True)
class SentPack:
    """One return pack that was made here: when, and how many plans were finished in it and how many not."""

    pack: int
    number: int
    sealed_at: datetime
    submitted: int
    unfinished: int


@dataclass(frozen=True)
class OwnPaper:
    """Papers of one plan that came in a work pack: until when they can be read, or when they were put away."""

    paper: int
    reference: str
    form: str
    kind: str
    came_at: datetime
    expires_on: date
    gone_at: datetime | None


@dataclass(frozen=True)
class OwnView:
    """What an auditor has, has sent and has not yet sent, and the work packs that came in. `code` is their own."""

    code: str
    plans: tuple[OwnPlan, ...]
    sent: tuple[SentPack, ...]
    came: tuple[InPack, ...]
    papers: tuple[OwnPaper, ...]

    @property
    def waiting(self) -> tuple[OwnPlan, ...]:
        """The plans with something new since the last return pack."""
        return tuple(plan for plan in self.plans if not plan.sent)


@dataclass(frozen=True)
class _SentPlan:
    """One assignment that was sent: whose, whether it is back, since when, until when its papers can be read."""

    person: int
    back: bool
    came: datetime | None
    papers: date | None


def packs_out(store: Store, round_id: int) -> tuple[OutPack, ...]:
    """The auditors who were sent work in a round, those with most still out first."""
    with store.read() as session:
        packs = _packs(session, round_id, PackKind.WORK, outgoing=True)
        newest = {pack.person_id: pack for pack, _ in packs}
        people = {pack.person_id: person for pack, person in packs}
        sent = _sent(session, round_id)
        found = [
            _out(newest[key], person, [s for s in sent if s.person == key])
            for key, person in people.items()
            if person is not None
        ]
    return tuple(sorted(found, key=lambda out: (out.back - out.plans, out.name)))


def packs_in(store: Store, round_id: int) -> tuple[InPack, ...]:
    """The return packs of a round that were taken in, the newest first."""
    with store.read() as session:
        return _taken_in(session, round_id, PackKind.RETURN)


def own_view(store: Store, round_id: int) -> OwnView:
    """What stands in an auditor's workspace for one round."""
    with store.read() as session:
        packs = [pack for pack, _ in _packs(session, round_id, PackKind.RETURN, outgoing=True)]
        sent = tuple(
            SentPack(_id(p), p.number, p.sealed_at, told.get("submitted", 0), told.get("sealed", 0))
            for p in reversed(packs)
            for told in (_summary(p),)
        )
        owner = session.get(Person, store.owner(session).person_id or 0)
        return OwnView(
            owner.code if owner else "",
            _own_plans(session, store, round_id, packs),
            sent,
            _taken_in(session, round_id, PackKind.WORK),
            _own_papers(session, round_id),
        )


def _packs(session: Session, round_id: int, kind: PackKind, *, outgoing: bool) -> list[tuple[Pack, Person | None]]:
    """Packs of a round with whom they went to or came from, the oldest first."""
    rows = session.exec(
        select(Pack, Person)
        .join(Person, col(Person.id) == Pack.person_id, isouter=True)
        .where(Pack.round_id == round_id, Pack.kind == kind.value, col(Pack.outgoing).is_(outgoing))
        .order_by(col(Pack.sealed_at), col(Pack.id))
    )
    return [(pack, person) for pack, person in rows]


def _taken_in(session: Session, round_id: int, kind: PackKind) -> tuple[InPack, ...]:
    found: list[InPack] = []
    for pack, person in _packs(session, round_id, kind, outgoing=False):
        if pack.applied_at is None:
            continue
        told = _summary(pack)
        counts = (told.get("added", 0), told.get("changed", 0), told.get("refused", 0))
        found.append(
            InPack(
                _id(pack), person.code if person else "", person.name if person else "", pack.number, pack.sealed_at,
                pack.applied_at, pack.undone_at, pack.undone_why, *counts,
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda row: (row.applied_at, row.pack), reverse=True))


def _sent(session: Session, round_id: int) -> list[_SentPlan]:
    """What was sent to anybody and not taken back since, each assignment once."""
    rows = session.exec(
        select(Assignment, Sent, Audit)
        .join(Sent, col(Sent.assignment_id) == Assignment.id)
        .join(Pack, col(Pack.id) == Sent.pack_id)
        .join(Audit, (col(Audit.assignment_id) == Assignment.id) & col(Audit.withdrawn_at).is_(None), isouter=True)
        .where(Pack.round_id == round_id, col(Pack.outgoing).is_(True), col(Assignment.withdrawn_at).is_(None))
    )
    found: dict[int, _SentPlan] = {}
    for assignment, sent, begun in rows:
        audit = cast("Audit | None", begun)  # (joined from outside: there may be none)
        person, key = assignment.person_id, _id(assignment)
        before = found.get(key, _SentPlan(person, False, None, None))
        # (a sheet the lead typed in comes by no pack, yet is in: the plan is no longer out)
        submitted = audit is not None and audit.state == AuditState.SUBMITTED
        found[key] = _SentPlan(
            person,
            before.back or submitted or assignment.known_child_at is not None,
            _later(before.came, audit.ended_at if audit is not None and submitted else None),
            _later(before.papers, sent.papers_until if sent.papers_gone_at is None else None),
        )
    return list(found.values())


Moment = TypeVar("Moment", datetime, date)


def _later(one: Moment | None, other: Moment | None) -> Moment | None:
    return max((moment for moment in (one, other) if moment is not None), default=None)


def _out(pack: Pack, person: Person, sent: list[_SentPlan]) -> OutPack:
    return OutPack(
        _id(pack), person.id or 0, person.code, person.name, person.agency, pack.number, pack.sealed_at, len(sent),
        sum(one.back for one in sent), max((one.came for one in sent if one.came), default=None),
        max((one.papers for one in sent if one.papers), default=None),
    )  # fmt: skip


def _own_plans(session: Session, store: Store, round_id: int, packs: list[Pack]) -> tuple[OwnPlan, ...]:
    rows = session.exec(
        select(Assignment, Plan.reference)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(
            RoundPlan.round_id == round_id,
            Assignment.person_id == store.owner(session).person_id,
            col(Assignment.withdrawn_at).is_(None),
        )
        .order_by(col(Sampled.draw_order), col(Assignment.id))
    )
    mine = list(rows)
    newest = _newest(session, [_id(a) for a, _ in mine])
    answered = _answered(session, [_id(audit) for audit in newest.values()])
    framework = framework_of(session, round_id)
    went = {uid for pack in packs for kind in ("audits", "given_back") for uid in _summary(pack).get(kind, ())}
    last = packs[-1].sealed_at if packs else None
    replies = _unsent_replies(session, [_id(a) for a, _ in mine], packs)
    found: list[OwnPlan] = []
    for a, reference in mine:
        audit = newest.get(_id(a))
        state = "given_back" if a.known_child_at else _state(audit)
        asked = len(asked_of(framework, a.criteria))
        done = answered.get(_id(audit), 0) if audit else 0
        sent = _is_sent(a, audit, went, last) and _id(a) not in replies
        found.append(OwnPlan(_id(a), reference, a.kind, state, done, asked, sent))
    return tuple(found)


def _state(audit: Audit | None) -> str:
    if audit is None:
        return "not_started"
    return "submitted" if audit.state == AuditState.SUBMITTED else "draft"


def _is_sent(assignment: Assignment, audit: Audit | None, went: set[str], last: datetime | None) -> bool:
    """Whether the lead can know all there is: nothing was begun, or what there is went along in a return pack."""
    if assignment.known_child_at is not None:
        return assignment.uid in went or (last is not None and assignment.known_child_at < last)
    if audit is None:
        return True
    if audit.state == AuditState.DRAFT:
        return False
    return audit.uid in went or (last is not None and audit.ended_at is not None and audit.ended_at < last)


def _unsent_replies(session: Session, assignments: Sequence[int], packs: Iterable[Pack]) -> set[int]:
    """The assignments with something written back to a question that no return pack took along as it is now."""
    went = {told for pack in packs for told in _summary(pack).get("replies", ())}
    rows = session.exec(select(AsideReply).where(col(AsideReply.assignment_id).in_(assignments)))
    return {row.assignment_id for row in rows if f"{row.uid} {row.at.isoformat()}" not in went}


def _newest(session: Session, assignments: list[int]) -> dict[int, Audit]:
    """The revision of each assignment that was begun last."""
    rows = session.exec(
        select(Audit)
        .where(col(Audit.assignment_id).in_(assignments), col(Audit.withdrawn_at).is_(None))
        .order_by(col(Audit.number), col(Audit.id))
    )
    return {audit.assignment_id: audit for audit in rows}


def _answered(session: Session, audits: Iterable[int]) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = session.exec(
        select(Answer.audit_id).where(
            col(Answer.audit_id).in_(list(audits)), Answer.part == 0, col(Answer.value).is_not(None)
        )
    )
    for audit in rows:
        found[audit] = found.get(audit, 0) + 1
    return found


def _own_papers(session: Session, round_id: int) -> tuple[OwnPaper, ...]:
    rows = session.exec(
        select(Paper, Plan.reference, Pack)
        .join(Pack, col(Pack.id) == Paper.pack_id)
        .join(Assignment, col(Assignment.id) == Paper.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == round_id)
        .order_by(col(Paper.id))
    )
    return tuple(
        OwnPaper(_id(p), reference, p.form, p.kind, pack.applied_at or pack.sealed_at, p.expires_on, p.gone_at)
        for p, reference, pack in rows
    )


def _summary(pack: Pack) -> dict[str, Any]:
    """What a pack came to, as it was counted when it was made or taken in."""
    return json.loads(pack.summary)


def _id(row: Any) -> int:
    return row.id or 0
