"""Taking a plan back that was given back by a slip of the key, as long as nobody else has it."""

from sqlmodel import Session, col, delete, select

from auditor.audits import Work, current, deed_of, work_of
from auditor.changed import Changed
from auditor.counting import not_taken_back
from auditor.people.records import KNOWS_THE_CHILD
from auditor.round_states import need
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit


def take_back(store: Store, assignment: int) -> Changed:
    """Undo giving a plan back: the auditor does not know the child after all, and scores it.

    What giving it back kept goes with it: the moment, and the exclusion made of it. The log has both.
    Raises UserError: `no_assignment`, `round_state`, `not_given_back`, `reallocated` once somebody else has the plan.
    """
    with store.write() as session:
        work = work_of(session, assignment)
        need(session, work.round_id, deed_of(work, current(session, assignment)))
        if work.assignment.known_child_at is None:
            raise UserError("not_given_back", f"{work.reference} was not given back. Nothing was changed.")
        if _reallocated(session, work):
            raise UserError(
                "reallocated",
                f"Your lead has given {work.reference} to somebody else. Nothing was changed. Ask your lead if you "
                "should score it.",
            )
        work.assignment.known_child_at = None
        session.add(work.assignment)
        sent = select(Audit).where(Audit.assignment_id == assignment, Audit.withdrawn_why == KNOWS_THE_CHILD)
        for row in session.exec(sent):  # what was answered and sent before the slip
            row.withdrawn_at, row.withdrawn_why = None, ""
            session.add(row)
        mine = (
            tables.Conflict.person_id == work.person.id,
            tables.Conflict.plan_id == work.plan.plan_id,
            tables.Conflict.reason == KNOWS_THE_CHILD,
        )
        session.exec(delete(tables.Conflict).where(*mine))  # type: ignore[arg-type]
        log.append(
            session, who=store.owner(session).name, what="took a plan back", subject="an auditor had given it back"
        )
    return Changed(frozenset({"audit", "assignment", "person"}), (assignment,))


def _reallocated(session: Session, work: Work) -> bool:
    """Whether somebody else was given the same work since."""
    given = work.assignment
    others = select(Assignment.id).where(
        Assignment.sampled_id == given.sampled_id,
        Assignment.kind == given.kind,
        Assignment.criteria == given.criteria,
        Assignment.id != given.id,
        col(Assignment.known_child_at).is_(None),
        col(Assignment.given_at) >= given.known_child_at,
        not_taken_back(),
    )
    return session.exec(others).first() is not None
