"""Questions about differences put to their auditors: which are open, for whom, and what was written back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from auditor.agreed import settled
from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import owned, still_in, work_of
from auditor.changed import Changed
from auditor.counting import counted
from auditor.moderation.kept import rulings_of
from auditor.round_states import Deed, need
from auditor.standing.expected import COUNTED, submitted_answers
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Answer, Aside, AsideReply, Assignment, Audit, Criterion, RoundPlan, Sampled
from db.vocabulary import AsideKind, AuditState, Role

REPLIED = "replied to a question"


@dataclass(frozen=True)
class Question:
    """A question about one answer of an audit, with what its auditor wrote back, empty where nothing yet.

    `changed` says that the audit was submitted again since it was asked.
    """

    aside: int
    assignment: int
    criterion: str
    words: str
    at: datetime
    reply: str = ""
    changed: bool = False

    @property
    def waits(self) -> bool:
        """Whether its auditor has neither written back nor submitted the audit again."""
        return not (self.reply or self.changed)


def open_questions(session: Session, round_id: int) -> dict[int, list[Question]]:
    """The questions of a round that are still open, by assignment and in the order they were asked.

    Asked are those whose submitted answer the difference is of. Where auditors have come to the same answer since, or
    the lead has decided, nothing is asked any more.
    """
    open_ones = (Aside.kind == AsideKind.ASKED, col(Aside.closed_at).is_(None))
    if session.exec(select(Aside.id).where(*open_ones).limit(1)).first() is None:
        return {}  # as nearly always, and asked on every step through a queue
    newest = func.max(col(Audit.ended_at))
    rows = session.exec(
        select(Aside, Criterion.key, Audit.assignment_id, newest)
        .join(Criterion, col(Criterion.id) == Aside.criterion_id)
        .join(Sampled, col(Sampled.id) == Aside.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
        .join(Audit, col(Audit.assignment_id) == Assignment.id)
        .join(Answer, (col(Answer.audit_id) == Audit.id) & (col(Answer.criterion_id) == Aside.criterion_id))
        .where(RoundPlan.round_id == round_id, still_in())
        .where(*open_ones)
        .where(col(Assignment.kind).in_(COUNTED), counted())
        .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
        .where(Answer.part == 0, col(Answer.value).is_not(None))
        .group_by(col(Aside.id), col(Assignment.id))
        .order_by(col(Aside.at), col(Aside.id), col(Assignment.id))
    ).all()
    if not rows:
        return {}
    over = _over(session, round_id, [(aside.sampled_id, key, assignment) for aside, key, assignment, _ in rows])
    asked = {aside.id or 0 for aside, *_ in rows}
    replies = {
        (reply.aside_id, reply.assignment_id): reply.words
        for reply in session.exec(select(AsideReply).where(col(AsideReply.aside_id).in_(asked)))
    }
    found: dict[int, list[Question]] = {}
    for aside, key, assignment, ended in rows:
        if (aside.sampled_id, key) not in over:
            found.setdefault(assignment, []).append(
                Question(
                    aside.id or 0, assignment, key, aside.words, aside.at,
                    replies.get((aside.id or 0, assignment), ""), ended is not None and ended > aside.at,
                )
            )  # fmt: skip
    return found


def _over(session: Session, round_id: int, listed: Sequence[tuple[int, str, int]]) -> set[tuple[int, str]]:
    """The plans and questions on which nothing is to be settled any more: several answered, and it is the same now."""
    of_plan: dict[int, set[int]] = {}
    for sampled, _, assignment in listed:
        of_plan.setdefault(sampled, set()).add(assignment)
    given = submitted_answers(session, sorted({assignment for _, _, assignment in listed}))
    rulings = rulings_of(session, round_id)
    over: set[tuple[int, str]] = set()
    for sampled, key, _ in listed:
        latest = {one: given[one].latest for one in of_plan[sampled] if key in given[one].latest}
        answers, _ = settled(latest, rulings.get(sampled, {}))
        if len(latest) > 1 and answers.get(key) is not None:
            over.add((sampled, key))
    return over


def questions_for(session: Session, round_id: int, assignment: int) -> tuple[Question, ...]:
    """The open questions about one audit."""
    return tuple(open_questions(session, round_id).get(assignment, ()))


def reply(store: Store, assignment: int, aside: int, words: str) -> Changed:
    """Write back to a question about an answer; what was written before is replaced. No answer is changed by it.

    The lead may type in what somebody told them. Raises UserError: `no_reason` without words, `long_note`,
    `no_question` where it is no longer asked, `not_theirs`, `round_state`.
    """
    words = clean_note(words).strip()
    if not words:
        raise UserError("no_reason", "Write what you want to say to the question. Nothing was changed.")
    if len(words) > NOTE_LIMIT:
        raise UserError("long_note", f"That is longer than {NOTE_LIMIT:,} characters. Nothing was changed.")
    with store.write() as session:
        work, owner = work_of(session, assignment), store.owner(session)
        rnd = need(session, work.round_id, Deed.REPLY)
        asked = next((q for q in questions_for(session, work.round_id, assignment) if q.aside == aside), None)
        if asked is None:
            raise UserError("no_question", "This question is not asked any more. Nothing was changed.")
        if owner.role != Role.LEAD and not owned(session, store, work):
            raise UserError("not_theirs", f"{work.person.name} was asked, not you. Nothing was changed.")
        row = session.exec(
            select(AsideReply).where(AsideReply.aside_id == aside, AsideReply.assignment_id == assignment)
        ).first()
        before = row.words if row else ""
        if before == words:
            return Changed(frozenset())
        if row is None:
            row = AsideReply(aside_id=aside, assignment_id=assignment, words=words)
        else:
            # the later one stands wherever both come, so it must be the later one by its own clock as well
            row.words, row.at = words, max(tables.now(), row.at + timedelta(seconds=1))
        session.add(row)
        log.append(
            session, who=owner.name, what=REPLIED,
            subject=f"{rnd.name} {work.reference} {work.person.code} {asked.criterion}", before=before, after=words,
        )  # fmt: skip
    return Changed(frozenset({"decision"}), (assignment,))
