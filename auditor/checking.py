"""Whether a workspace is whole: file, links, log, rounds and samples, every submitted answer against its digest."""

from collections.abc import Iterator

from sqlmodel import Session, col, func, select

from auditor.audits import contents_of
from auditor.frameworks import Framework
from auditor.sampling.redrawn import round_faults
from auditor.scoring import SUBMITTED
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Log, LogPayload, Person, Plan, RoundPlan, Sampled
from db.vocabulary import AuditState


def check_workspace(store: Store) -> tuple[str, ...]:
    """A sentence for every fault found; empty when all is well."""
    faults = list(store.check())
    with store.read() as session:
        faults += _framework_faults(session)
        faults += _log_faults(session)
        faults += round_faults(session)
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


def _framework_faults(session: Session) -> Iterator[str]:
    """Frozen frameworks whose words are no longer those they were frozen with."""
    for row in session.exec(select(tables.Framework)):
        name = f"The framework {row.key} {row.version}"
        try:
            framework = Framework.from_json(row.content)
        except UserError:
            yield f"{name} kept in this workspace can no longer be read."
            continue
        if framework.hash != row.hash:
            yield f"{name} kept in this workspace has been changed since it was frozen."
        kept = session.exec(select(tables.Criterion).where(tables.Criterion.framework_id == row.id))
        asked = {c.id: c.hash for c in framework.criteria}
        if {c.key: c.hash for c in kept} != asked:
            yield f"{name} and the list of its criteria no longer agree."


def _log_faults(session: Session) -> Iterator[str]:
    """Submissions the log tells of that are no longer there as they were, and those it knows nothing of."""
    told = {
        payload.after: entry.subject
        for entry, payload in session.exec(
            select(Log, LogPayload).join(LogPayload, col(LogPayload.seq) == Log.seq).where(Log.what == SUBMITTED)
        )
    }
    there = session.exec(
        select(Audit.digest).where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
    ).all()
    for digest in told.keys() - set(there):
        yield f"The log tells of a submitted audit that is not there as it was: {told[digest]}."
    purged = session.exec(select(func.count()).select_from(Log).where(Log.what == SUBMITTED)).one() - len(told)
    unknown = set(there) - told.keys()
    if len(unknown) > purged:
        yield f"{len(unknown)} submitted audits are not in the log as they stand."
