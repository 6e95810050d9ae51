"""What the register keeps beside a person: the courses they took, and what they must not score."""

from sqlmodel import Session, func, select

from auditor.allocation.allocate import Exclusion
from auditor.changed import Changed
from auditor.people.register import PEOPLE, TARGETS, TrainingFacts, named, person_row
from auditor.reports.wording import long_date
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Conflict, Person, Plan, Training

FIRST_COURSE = "Auditor training"
KNOWS_THE_CHILD = "knows the child"
"""The reason for an exclusion that an auditor made by giving a plan back; nothing more is kept of it."""


def add_training(store: Store, person: int, facts: TrainingFacts) -> Changed:
    """Record a course. Raises UserError: `no_person`, `no_course`, `twice_recorded`, `refresher_before`."""
    with store.write() as session:
        row = person_row(session, person)
        write_training(session, row, facts)
        log.append(
            session, who=store.owner(session).name, what="recorded training", subject=row.code,
            after=f"{facts.course}, {facts.taken_on}",
        )  # fmt: skip
        return Changed(PEOPLE.kinds, (person,))


def remove_training(store: Store, training: int) -> Changed:
    """Take the record of a course away. Raises UserError (`no_training`)."""
    with store.write() as session:
        row = session.get(Training, training)
        if row is None:
            raise UserError("no_training", "That course is no longer recorded. Nothing was changed.")
        person = person_row(session, row.person_id)
        session.delete(row)
        log.append(
            session, who=store.owner(session).name, what="removed training", subject=person.code,
            before=f"{row.course}, {row.taken_on}",
        )  # fmt: skip
        return Changed(PEOPLE.kinds, (row.person_id,))


def add_exclusion(store: Store, person: int, exclusion: Exclusion) -> Changed:
    """Record what somebody must not score. Once is enough: the same again changes the reason.

    Raises UserError: `no_person`, `no_target`, `no_plan` for a reference that no plan here has.
    """
    with store.write() as session:
        row = person_row(session, person)
        write_exclusion(session, row, exclusion)
        log.append(
            session, who=store.owner(session).name, what="added an exclusion", subject=row.code,
            after=f"{exclusion.what} {exclusion.value}", why=exclusion.reason,
        )  # fmt: skip
        return Changed(PEOPLE.kinds, (person,))


def remove_exclusion(store: Store, exclusion: int) -> Changed:
    """Take an exclusion away. Raises UserError (`no_exclusion`)."""
    with store.write() as session:
        row = session.get(Conflict, exclusion)
        if row is None:
            raise UserError("no_exclusion", "That exclusion is no longer there. Nothing was changed.")
        person = person_row(session, row.person_id)
        plan = session.get(Plan, row.plan_id) if row.plan_id is not None else None
        found = named(row, plan.reference if plan else None)
        session.delete(row)
        log.append(
            session, who=store.owner(session).name, what="removed an exclusion", subject=person.code,
            before=f"{found.what} {found.value}", why=found.reason,
        )  # fmt: skip
        return Changed(PEOPLE.kinds, (row.person_id,))


def write_training(session: Session, person: Person, facts: TrainingFacts) -> None:
    """Write a course into somebody's record, within a job. Raises as `add_training`."""
    course = facts.course.strip()
    if not course:
        raise UserError("no_course", "The course needs a name. Nothing was changed.")
    if facts.refresher_due is not None and facts.refresher_due < facts.taken_on:
        raise UserError(
            "refresher_before", "A refresher cannot be due before the course was taken. Nothing was changed."
        )
    same = select(Training.id).where(
        Training.person_id == person.id, Training.course == course, Training.taken_on == facts.taken_on
    )
    if session.exec(same).first() is not None:
        raise UserError(
            "twice_recorded",
            f"{course} on {long_date(facts.taken_on)} is recorded for {person.name} already. Nothing was changed.",
        )
    session.add(
        Training(
            person_id=person.id or 0, course=course, taken_on=facts.taken_on, handbook=facts.handbook.strip(),
            result=facts.result.strip(), refresher_due=facts.refresher_due,
        )
    )  # fmt: skip
    session.flush()


def write_known_child(session: Session, person: Person, plan_id: int) -> None:
    """Keep, within a job, that somebody knows the child of a plan; an exclusion that stands already says enough."""
    there = select(Conflict.id).where(Conflict.person_id == person.id, Conflict.plan_id == plan_id)
    if session.exec(there).first() is None:
        session.add(Conflict(person_id=person.id or 0, plan_id=plan_id, reason=KNOWS_THE_CHILD))
        session.flush()


def write_exclusion(session: Session, person: Person, exclusion: Exclusion) -> None:
    """Write what somebody must not score, within a job. Raises as `add_exclusion`."""
    value = exclusion.value.strip()
    if not value or exclusion.what not in TARGETS:
        raise UserError("no_target", "Say what must not be scored: a plan, a setting, an area or a writer.")
    target: dict[str, int | str] = {exclusion.what: value}
    if exclusion.what == "plan":
        plan = session.exec(select(Plan.id).where(func.lower(Plan.reference) == value.lower())).first()
        if plan is None:
            raise UserError("no_plan", f"No plan here has the reference {value}. Nothing was changed.")
        target = {"plan_id": plan}
    same = select(Conflict).where(Conflict.person_id == person.id)
    for column, wanted in target.items():
        same = same.where(getattr(Conflict, column) == wanted)
    row = session.exec(same).first() or Conflict(person_id=person.id or 0, **target)  # type: ignore[arg-type]
    row.reason = exclusion.reason.strip()
    session.add(row)
    session.flush()
