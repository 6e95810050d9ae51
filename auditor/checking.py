"""Whether a workspace is whole: the file, its links, its log, and every submitted answer against its digest."""

from sqlmodel import col, select

from auditor.audits import contents_of
from db.store import Store
from db.tables import Assignment, Audit, Person, Plan, RoundPlan, Sampled
from db.vocabulary import AuditState


def check_workspace(store: Store) -> tuple[str, ...]:
    """A sentence for every fault found; empty when all is well."""
    faults = list(store.check())
    with store.read() as session:
        rows = session.exec(
            select(Audit, Plan.reference, Person.code)
            .join(Assignment, col(Assignment.id) == Audit.assignment_id)
            .join(Person, col(Person.id) == Assignment.person_id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(Audit.state == AuditState.SUBMITTED)
        )
        for audit, reference, code in rows:
            if contents_of(session, audit.id or 0).digest() != audit.digest:
                faults.append(
                    f"The submitted answers of {code} on {reference}, revision {audit.number}, have been changed since."
                )
    return tuple(faults)
