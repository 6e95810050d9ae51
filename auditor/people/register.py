"""The register of auditors: who they are, how they were trained, what they must not score, whether they may score."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, delete, func, select

from auditor.allocation.allocate import Exclusion
from auditor.changed import Changed
from auditor.reports.wording import long_date
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Conflict, Person, Plan, Training
from db.vocabulary import Agency

TARGETS = ("plan", "setting", "area", "writer")
"""What an exclusion can name: one plan, a setting by its code, an area, or whatever one writer wrote."""
PEOPLE = Changed(frozenset({"person"}))


@dataclass(frozen=True)
class PersonFacts:
    """What the register says of somebody. `load_share` is how much of a full load they take, in percent."""

    code: str
    name: str
    agency: str
    load_share: int = 100
    outside: bool = False
    undertaking_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True)
class TrainingFacts:
    """One course somebody took; `handbook` is the version they were trained on."""

    course: str
    taken_on: date
    handbook: str = ""
    result: str = ""
    refresher_due: date | None = None


@dataclass(frozen=True)
class TrainingRow:
    """A course with the number that changes it."""

    id: int
    facts: TrainingFacts


@dataclass(frozen=True)
class ExclusionRow:
    """An exclusion with the number that changes it."""

    id: int
    exclusion: Exclusion


@dataclass(frozen=True)
class PersonRow:
    """Somebody in the register with all that belongs to them; `plans` counts what they were ever given to score."""

    id: int
    facts: PersonFacts
    trainings: tuple[TrainingRow, ...] = ()
    exclusions: tuple[ExclusionRow, ...] = ()
    plans: int = 0


@dataclass(frozen=True)
class Standing:
    """Whether somebody may score. `why` says why not, to follow their name: 'has no training recorded'."""

    why: str = ""

    @property
    def may(self) -> bool:
        """Whether they may."""
        return not self.why


def standing_of(person: PersonRow, day: date) -> Standing:
    """Whether somebody may score on a day: trained, no refresher overdue, bound to silence, and still here.

    Of each course the newest counts. Everything that stands in the way is said.
    """
    facts, newest = person.facts, dict[str, TrainingFacts]()
    for row in person.trainings:
        course = row.facts.course.casefold()
        if row.facts.taken_on <= day and (course not in newest or newest[course].taken_on < row.facts.taken_on):
            newest[course] = row.facts
    why: list[str] = []
    if facts.left_on is not None and facts.left_on <= day:
        why.append(f"left on {long_date(facts.left_on)}")
    if not newest:
        why.append("has no training recorded")
    why += [
        f"was due a refresher of {course.course} on {long_date(course.refresher_due)}"
        for course in newest.values()
        if course.refresher_due is not None and course.refresher_due < day
    ]
    if facts.undertaking_on is None or facts.undertaking_on > day:
        why.append("has not signed the confidentiality undertaking")
    return Standing("; ".join(why))


def today() -> date:
    """The day it is here."""
    return datetime.now().astimezone().date()


def people(store: Store) -> tuple[PersonRow, ...]:
    """Everybody in the register, by code."""
    with store.read() as session:
        return register(session)


def register(session: Session) -> tuple[PersonRow, ...]:
    """Everybody in the register, by code, within another job."""
    trainings: dict[int, list[TrainingRow]] = {}
    for t in session.exec(select(Training).order_by(col(Training.taken_on).desc(), col(Training.id))):
        facts = TrainingFacts(t.course, t.taken_on, t.handbook, t.result, t.refresher_due)
        trainings.setdefault(t.person_id, []).append(TrainingRow(t.id or 0, facts))
    exclusions: dict[int, list[ExclusionRow]] = {}
    rows = session.exec(
        select(Conflict, Plan.reference)
        .join(Plan, col(Plan.id) == Conflict.plan_id, isouter=True)
        .order_by(col(Conflict.id))
    )
    for conflict, reference in rows:
        exclusions.setdefault(conflict.person_id, []).append(ExclusionRow(conflict.id or 0, named(conflict, reference)))
    given = dict(session.exec(select(Assignment.person_id, func.count()).group_by(col(Assignment.person_id))).all())
    return tuple(
        PersonRow(
            p.id or 0,
            PersonFacts(p.code, p.name, p.agency, p.load_share, p.outside, p.undertaking_on, p.left_on),
            tuple(trainings.get(p.id or 0, ())),
            tuple(exclusions.get(p.id or 0, ())),
            given.get(p.id or 0, 0),
        )
        for p in session.exec(select(Person).order_by(Person.code))
    )


def named(conflict: Conflict, reference: str | None) -> Exclusion:
    """What a row says must not be scored; `reference` is the plan's, where it names one."""
    if conflict.plan_id is not None:
        return Exclusion("plan", reference or "", conflict.reason)
    what = next(target for target in TARGETS[1:] if getattr(conflict, target))
    return Exclusion(what, getattr(conflict, what), conflict.reason)


def add_person(store: Store, facts: PersonFacts) -> Changed:
    """Put somebody in the register. Raises UserError: `no_code`, `no_name`, `no_agency`, `load_share`, `code_taken`."""
    with store.write() as session:
        row = Person(code="", name="", agency="")
        write_facts(session, row, facts)
        write_own(session, store, row)
        log.append(
            session, who=store.owner(session).name, what="added an auditor", subject=row.code, after=_said(facts)
        )
        return Changed(PEOPLE.kinds, (row.id or 0,))


def change_person(store: Store, person: int, facts: PersonFacts) -> Changed:
    """Change what the register says of somebody. Raises as `add_person`, and `no_person`."""
    with store.write() as session:
        row = person_row(session, person)
        before = PersonFacts(
            row.code, row.name, row.agency, row.load_share, row.outside, row.undertaking_on, row.left_on
        )
        write_facts(session, row, facts)
        log.append(
            session, who=store.owner(session).name, what="changed an auditor", subject=row.code,
            before=_said(before), after=_said(facts),
        )  # fmt: skip
        return Changed(PEOPLE.kinds, (person,))


def remove_person(store: Store, person: int) -> Changed:
    """Take somebody out of the register who was never given a plan. Raises UserError (`has_plans`, `no_person`)."""
    with store.write() as session:
        row = person_row(session, person)
        if session.exec(select(Assignment.id).where(Assignment.person_id == person)).first() is not None:
            raise UserError(
                "has_plans",
                f"{row.name} was given plans, so they stay in the register. Nothing was changed. "
                "Write the day they left instead.",
            )
        workspace = session.exec(select(tables.Workspace)).one()
        if workspace.person_id == person:
            workspace.person_id = None
            session.add(workspace)
        session.exec(delete(Training).where(col(Training.person_id) == person))
        session.exec(delete(Conflict).where(col(Conflict.person_id) == person))
        session.delete(row)
        log.append(session, who=store.owner(session).name, what="removed an auditor", subject=row.code)
        return PEOPLE


def person_row(session: Session, person: int) -> Person:
    """The row that keeps somebody, for use within a job. Raises UserError (`no_person`)."""
    row = session.get(Person, person)
    if row is None:
        raise UserError("no_person", "That auditor is no longer in the register. Nothing was changed.")
    return row


def write_facts(session: Session, row: Person, facts: PersonFacts) -> None:
    """Write what the register says of somebody into their row, within a job. Raises as `add_person`."""
    code, name = facts.code.strip(), facts.name.strip()
    if not code:
        raise UserError("no_code", "An auditor needs a short code, such as ED1. Nothing was changed.")
    if not name:
        raise UserError("no_name", f"{code} needs a name. Nothing was changed.")
    if facts.agency not in {agency.value for agency in Agency}:
        raise UserError("no_agency", f"{code} needs an agency. Nothing was changed.")
    if not 0 <= facts.load_share <= 100:
        raise UserError("load_share", f"{code}: a load share lies between 0 and 100 percent. Nothing was changed.")
    same = select(Person.id).where(func.lower(Person.code) == code.lower(), Person.id != row.id)
    if row.id is None:
        same = select(Person.id).where(func.lower(Person.code) == code.lower())
    if session.exec(same).first() is not None:
        raise UserError("code_taken", f"Somebody has the code {code} already. Nothing was changed. Choose another.")
    row.code, row.name, row.agency, row.load_share = code, name, str(facts.agency), facts.load_share
    row.outside, row.undertaking_on, row.left_on = facts.outside, facts.undertaking_on, facts.left_on
    row.row_version += 1 if row.id else 0
    session.add(row)
    session.flush()


def write_own(session: Session, store: Store, row: Person) -> None:
    """Whoever bears the name of the workspace's owner is the owner, so that their own answers count as theirs."""
    workspace = session.exec(select(tables.Workspace)).one()
    if workspace.person_id is None and row.name.casefold() == store.owner(session).name.casefold():
        workspace.person_id = row.id
        session.add(workspace)


def _said(facts: PersonFacts) -> str:
    """What the log keeps of somebody's facts; the name is in the register and not repeated here."""
    return ", ".join(
        (
            facts.agency, f"load {facts.load_share}%", "from outside" if facts.outside else "of the house",
            f"undertaking {facts.undertaking_on or 'none'}", f"left {facts.left_on or 'no'}",
        )
    )  # fmt: skip
