"""What an auditor typed and is about to send, to be looked through for names once more before it is sealed."""

from sqlmodel import Session, col, select

from auditor.audits import contents_of
from auditor.counting import not_taken_back
from db.store import Store
from db.tables import Assignment, Audit, Plan, RoundPlan, Sampled
from db.vocabulary import AuditState


def typed_words(store: Store, round_id: int, *, unfinished: bool = True) -> tuple[tuple[str, str], ...]:
    """Every text of the owner's newest revisions in a round, each with where it stands: the note on P3 of N-014.

    Without `unfinished`, what is still being worked on stays here and is left out.
    """
    with store.read() as session:
        return tuple(
            text
            for audit, reference in _newest(session, round_id, store.owner(session).person_id or 0, unfinished)
            for text in _texts(session, audit, reference)
        )


def _newest(session: Session, round_id: int, person: int, unfinished: bool) -> list[tuple[Audit, str]]:
    query = (
        select(Audit, Plan.reference)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == round_id, Assignment.person_id == person, not_taken_back())
        .where(col(Audit.withdrawn_at).is_(None))
        .order_by(col(Sampled.draw_order), col(Audit.number), col(Audit.id))
    )
    if not unfinished:
        query = query.where(Audit.state != AuditState.DRAFT)
    return list({audit.assignment_id: (audit, reference) for audit, reference in session.exec(query)}.values())


def _texts(session: Session, audit: Audit, reference: str) -> list[tuple[str, str]]:
    held = contents_of(session, audit.id or 0)
    texts = [(f"the note on {key} of {reference}", answer.note) for (key, _), answer in held.answers.items()]
    texts += [
        (f"the evidence for {key} of {reference}", item.quotation)
        for key, items in held.evidence.items()
        for item in items
    ]
    texts += [(f"outcome {number} of {reference}", words) for number, words in held.outcomes.items()]
    texts.append((f"why {reference} was reopened", audit.reason))
    return [(where, text) for where, text in texts if text]
