"""One difference as it is looked at: the question, each auditor's answer and evidence, and what went before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from auditor.answers import Answer
from auditor.audits import contents_of_all, criterion_ids, framework_of
from auditor.contents import Evidence
from auditor.frameworks import Criterion
from auditor.free_text import look_through
from auditor.moderation.kept import is_current
from auditor.moderation.plain import plans_in
from auditor.moderation.queue import Difference
from db import tables
from db.store import Store
from db.tables import Aside, AsideReply, Assignment, Audit, Decision, Person, RoundPlan, Sampled
from db.vocabulary import AsideKind, AuditState, Value

MOST_REASONS = 8
LONGEST_OFFERED = 200
"""A reason longer than this is about one plan rather than about the question."""


@dataclass(frozen=True)
class Theirs:
    """One auditor's answer. `label` is what they are called while names are hidden: Auditor A.

    `reply` is what they wrote back to an open question about it.

    Which auditor is A follows from a digest of the question and the plan, so the order tells nobody who answered.
    """

    label: str
    name: str
    assignment: int
    answer: Answer
    evidence: tuple[Evidence, ...]
    reply: str = ""


@dataclass(frozen=True)
class Before:
    """An earlier decision on the same question: what was decided, why, and when. The plan is not named."""

    value: Value
    reason: str
    at: datetime
    cause: str = ""
    agency: str = ""


@dataclass(frozen=True)
class Seen:
    """A difference with all that is looked at to settle it."""

    difference: Difference
    question: Criterion
    guidance: str
    theirs: tuple[Theirs, ...]
    earlier: tuple[Before, ...]
    was: Before | None


def seen(store: Store, round_id: int, difference: Difference) -> Seen:
    """Everything there is to look at for one difference of a round.

    `earlier` holds the newest decisions on that question, reasons that name a plan or may identify somebody left
    out; `was` the decision that stood before its answers were changed.
    """
    with store.read() as session:
        framework = framework_of(session, round_id)
        rnd = session.get_one(tables.Round, round_id)
        criterion = criterion_ids(session, rnd.framework_id)[difference.criterion]
        words = select(tables.Guidance.words).where(tables.Guidance.criterion_id == criterion)
        guidance = session.exec(words).first() or ""
        theirs = _theirs(session, difference)
        earlier = _earlier(session, round_id, difference, criterion)
        was = _was(session, difference, criterion)
    return Seen(difference, framework.criterion(difference.criterion), guidance, theirs, earlier, was)


def offered_reasons(earlier: Sequence[Before]) -> tuple[str, ...]:
    """Reasons used before on a question, the newest first, each once."""
    return tuple(dict.fromkeys(b.reason for b in earlier if len(b.reason) <= LONGEST_OFFERED))[:MOST_REASONS]


def _theirs(session: Session, difference: Difference) -> tuple[Theirs, ...]:
    rows = session.exec(
        select(Assignment.id, Person.name, Audit.id)
        .join(Person, col(Person.id) == Assignment.person_id)
        .join(Audit, col(Audit.assignment_id) == Assignment.id)
        .where(col(Assignment.id).in_(difference.assignments))
        .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
        .order_by(col(Audit.number), col(Audit.id))
    )
    newest = {assignment or 0: (name, audit or 0) for assignment, name, audit in rows}
    held = contents_of_all(session, [audit for _, audit in newest.values()])
    order = [key for key in difference.assignments if key in newest]
    # one bit of the digest turns the order round: as good as a coin, and the same each time one looks
    if int(difference.rests_on[:2] or "0", 16) % 2:
        order.reverse()
    key = difference.criterion
    replies = _replies(session, difference.sampled, key)
    return tuple(
        Theirs(
            f"Auditor {chr(ord('A') + nth)}", newest[one][0], one,
            held[newest[one][1]].answers.get((key, 0), Answer()), held[newest[one][1]].evidence.get(key, ()),
            replies.get(one, ""),
        )
        for nth, one in enumerate(order)
    )  # fmt: skip


def _replies(session: Session, sampled: int, criterion: str) -> dict[int, str]:
    """What was written back to the open question about an answer, by assignment."""
    rows = session.exec(
        select(AsideReply.assignment_id, AsideReply.words)
        .join(Aside, col(Aside.id) == AsideReply.aside_id)
        .join(tables.Criterion, col(tables.Criterion.id) == Aside.criterion_id)
        .where(Aside.sampled_id == sampled, tables.Criterion.key == criterion)
        .where(Aside.kind == AsideKind.ASKED, col(Aside.closed_at).is_(None))
    )
    return dict(rows.all())


def _earlier(session: Session, round_id: int, difference: Difference, criterion: int) -> tuple[Before, ...]:
    rows = session.exec(
        select(Decision)
        .join(Sampled, col(Sampled.id) == Decision.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Decision.criterion_id == criterion, is_current())
        .where(Decision.sampled_id != difference.sampled, col(Decision.value).is_not(None))
        .order_by(col(Decision.at).desc(), col(Decision.id).desc())
        .limit(3 * MOST_REASONS)
    ).all()
    named = plans_in(session, [row.reason for row in rows]) if rows else ()
    return tuple(
        Before(Value(row.value), row.reason, row.at)
        for row, plan in zip(rows, named, strict=True)
        if not plan and not look_through((("reason", row.reason),))
    )


def _was(session: Session, difference: Difference, criterion: int) -> Before | None:
    row = session.exec(
        select(Decision).where(
            Decision.sampled_id == difference.sampled, Decision.criterion_id == criterion, is_current()
        )
    ).first()
    if row is None or row.value is None:
        return None
    return Before(Value(row.value), row.reason, row.at, row.cause, row.agency)
