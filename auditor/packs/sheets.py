"""Paper sheets that somebody typed in for an auditor: a second person looks at each."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, select

from auditor.audits import current, still_in, work_of
from auditor.changed import Changed
from auditor.counting import counted
from auditor.people.register import person_row
from auditor.round_states import Deed, need
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Person, Plan, RoundPlan, Sampled, now
from db.vocabulary import AuditState


@dataclass(frozen=True)
class SheetToCheck:
    """A submitted paper sheet that nobody but its typist has looked at."""

    assignment: int
    audit: int
    reference: str
    code: str
    name: str
    entered_by: str
    ended_at: datetime


def sheets_to_check(store: Store, round_id: int) -> tuple[SheetToCheck, ...]:
    """The sheets of a round that wait for a second person, in the order of the sample. Their answers count already."""
    with store.read() as session:
        rows = session.exec(
            select(Audit, Plan.reference, Person)
            .join(Assignment, col(Assignment.id) == Audit.assignment_id)
            .join(Person, col(Person.id) == Assignment.person_id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(RoundPlan.round_id == round_id, Audit.state == AuditState.SUBMITTED, counted(), still_in())
            .where(col(Audit.withdrawn_at).is_(None), Audit.entered_by != "")
            .order_by(col(Sampled.draw_order), col(Assignment.id), col(Audit.number))
        ).all()
        newest = {audit.assignment_id: (audit, reference, person) for audit, reference, person in rows}
        return tuple(
            SheetToCheck(
                audit.assignment_id, audit.id or 0, reference, person.code, person.name, audit.entered_by,
                audit.ended_at or audit.started_at,
            )
            for audit, reference, person in newest.values()
            if not audit.checked_by
        )  # fmt: skip


def check_sheet(store: Store, assignment: int, by: int) -> Changed:
    """Note that somebody of the register has compared a typed sheet with its paper. No answer and no figure changes.

    Raises UserError: `no_assignment`, `no_person`, `round_state`, `no_sheet`, `own_sheet` for whoever typed it.
    """
    with store.write() as session:
        work = work_of(session, assignment)
        rnd = need(session, work.round_id, Deed.EXCHANGE)
        audit, checker = current(session, assignment), person_row(session, by)
        if audit is None or not audit.entered_by or audit.state != AuditState.SUBMITTED:
            raise UserError(
                "no_sheet", f"{work.reference} has no submitted paper sheet to be checked. Nothing was changed."
            )
        if checker.name.casefold() == audit.entered_by.casefold():
            raise UserError(
                "own_sheet",
                f"{checker.name} typed this sheet in, so somebody else checks it. Nothing was changed.",
            )
        audit.checked_by, audit.checked_at = checker.name, now()
        session.add(audit)
        log.append(
            session, who=store.owner(session).name, what="checked a paper sheet",
            subject=f"{rnd.name} {work.reference} {work.person.code} revision {audit.number}", after=checker.code,
        )  # fmt: skip
    return Changed(frozenset({"audit", "round"}), (assignment,))
