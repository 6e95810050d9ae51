"""A whole round made at once from tables: its plans, people and who scores what, as the worked example holds them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from auditor.changed import Changed
from auditor.frameworks import Framework
from auditor.people.records import FIRST_COURSE
from auditor.rounds import NewRound, add_round, frozen
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Person, Plan, RoundPlan, Sampled, Stratum, Training, new_uid
from db.vocabulary import AssignmentKind, Draw, PhaseMove, PlanKind, Purpose, RoundState


@dataclass(frozen=True)
class DrawnRound(NewRound):
    """A round whose plans were picked elsewhere: `population` is the size of the frame, None where it is not known.

    `strata` gives the frame's size for each part the draw was made from. `after_moderation` says that answers will be
    entered as they stood after that.
    """

    draw: Draw = Draw.UNKNOWN
    population: int | None = None
    seed: str = ""
    strata: Mapping[str, int] | None = None
    after_moderation: bool = False


@dataclass(frozen=True)
class NewPlan:
    """One plan of a round: its reference, its facts and dates as they stood, and where it was drawn from."""

    reference: str
    area: str = ""
    year_group: int | None = None
    need: str = ""
    setting_type: str = ""
    phase: str = ""
    plan_kind: PlanKind = PlanKind.NEW
    agencies: str = ""
    team: str = ""
    requested_on: date | None = None
    first_final_on: date | None = None
    exception: str = ""
    previous_anchor_on: date | None = None
    last_review_on: date | None = None
    decision_on: date | None = None
    decided_not_to_amend: bool = False
    amended_final_on: date | None = None
    phase_move: PhaseMove = PhaseMove.NONE
    moves_on: date | None = None
    stratum: str = ""
    purpose: Purpose = Purpose.SAMPLE


@dataclass(frozen=True)
class NewPerson:
    """A colleague who audits: a short code, a name, the agency they work for, when they were trained and bound."""

    code: str
    name: str
    agency: str
    trained_on: date | None = None
    undertaking_on: date | None = None


@dataclass(frozen=True)
class NewAssignment:
    """Who scores what: a plan's reference, a person's code, first or second scoring, and by when."""

    reference: str
    person: str
    kind: AssignmentKind = AssignmentKind.FIRST
    due_on: date | None = None


def add_people(store: Store, people: Iterable[NewPerson]) -> Changed:
    """Add people who are not there yet, by code; those who are stay as they are.

    Whoever bears the name of the workspace's owner is the owner, so that their own answers count as theirs.
    """
    with store.write() as session:
        known = set(session.exec(select(Person.code)))
        taken = [person for person in people if person.code not in known]
        new = [Person(code=p.code, name=p.name, agency=p.agency, undertaking_on=p.undertaking_on) for p in taken]
        session.add_all(new)
        session.flush()
        session.add_all(
            Training(person_id=row.id or 0, course=FIRST_COURSE, taken_on=person.trained_on)
            for row, person in zip(new, taken, strict=True)
            if person.trained_on
        )
        workspace = session.exec(select(tables.Workspace)).one()
        if workspace.person_id is None:
            name = workspace.owner.casefold()
            workspace.person_id = next((person.id for person in new if person.name.casefold() == name), None)
        if new:
            codes = ", ".join(person.code for person in new)
            log.append(session, who=store.owner(session).name, what="added people", subject=codes)
        return Changed(frozenset({"person"}), tuple(person.id or 0 for person in new))


def make_round(
    store: Store,
    framework: Framework,
    new: DrawnRound,
    plans: Iterable[NewPlan],
    assignments: Iterable[NewAssignment] = (),
) -> int:
    """Make a round with its frozen framework, plans, sample and assignments; open for scoring. Returns its id.

    Raises UserError, and nothing is kept then: `round_exists`, `no_name`, `repeated_reference`, `no_reference`,
    `year_group`, `small_population`, `unknown_person`, `unknown_plan`, `framework_changed`.
    """
    plans = list(plans)
    _refuse_repeats(plans)
    _refuse_nonsense(new, plans)
    with store.write() as session:
        rnd = add_round(session, frozen(session, framework), new)
        rnd.draw, rnd.state = new.draw.value, RoundState.OPEN.value
        rnd.population, rnd.seed, rnd.after_moderation = new.population, new.seed, new.after_moderation
        session.add(rnd)
        sampled = _sample(session, rnd.id or 0, plans, new.strata or {})
        _assign(session, sampled, list(assignments))
        log.append(
            session, who=store.owner(session).name, what="made round", subject=new.name,
            after=f"{len(plans)} plans, {new.draw.value} draw, framework {framework.id} {framework.version}",
        )  # fmt: skip
        return rnd.id or 0


def _refuse_nonsense(new: DrawnRound, plans: list[NewPlan]) -> None:
    """What the tables would refuse, or what no figure could be made of, in sentences."""
    if new.population is not None and new.population < len(plans):
        raise UserError(
            "small_population",
            f"{len(plans)} plans cannot have been picked from a list of {new.population}. Nothing was made. "
            "Correct the size of the list, or leave it out.",
        )
    for key, size in (new.strata or {}).items():
        drawn = sum(1 for plan in plans if plan.stratum == key)
        if drawn > size:
            raise UserError(
                "small_population", f"{drawn} plans cannot come from the {size} of {key}. Nothing was made."
            )
    for plan in plans:
        if not plan.reference.strip():
            raise UserError("no_reference", "A plan in the list has no reference. Nothing was made.")
        if plan.year_group is not None and not -4 <= plan.year_group <= 20:
            raise UserError(
                "year_group", f"{plan.reference}: there is no year group {plan.year_group}. Nothing was made."
            )


def _refuse_repeats(plans: list[NewPlan]) -> None:
    seen: set[str] = set()
    for plan in plans:
        if plan.reference in seen:
            raise UserError(
                "repeated_reference", f"The reference {plan.reference} stands twice in the list. Nothing was made."
            )
        seen.add(plan.reference)


def _sample(session: Session, round_id: int, plans: list[NewPlan], sizes: Mapping[str, int]) -> dict[str, int]:
    """Store the plans with their facts as this round's sample; from reference to the sampled row's id."""
    strata: dict[str, int] = {}
    for key, size in sizes.items():
        row = Stratum(round_id=round_id, key=key, size=size, drawn=sum(1 for p in plans if p.stratum == key))
        session.add(row)
        session.flush()
        strata[key] = row.id or 0
    known = {reference: plan for plan, reference in session.exec(select(Plan.id, Plan.reference))}
    _bulk(session, Plan, [{"uid": new_uid(), "reference": p.reference} for p in plans if p.reference not in known])
    ids = {reference: plan for plan, reference in session.exec(select(Plan.id, Plan.reference))}
    facts = [
        {k: v for k, v in vars(p).items() if k not in ("reference", "stratum", "purpose")}
        | {"round_id": round_id, "plan_id": ids[p.reference], "setting_code": "", "writer_code": ""}
        | {"advice_codes": "", "row_version": 1}
        for p in plans
    ]
    _bulk(session, RoundPlan, facts)
    held = dict(
        session.exec(
            select(Plan.reference, RoundPlan.id)
            .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
            .where(RoundPlan.round_id == round_id)
        ).all()
    )
    rows = [
        {
            "uid": new_uid(),
            "round_plan_id": held[p.reference],
            "stratum_id": strata.get(p.stratum),
            "draw_order": order,
            "purpose": p.purpose.value,
            "reason": "",
        }
        for order, p in enumerate(plans, 1)
    ]
    _bulk(session, Sampled, rows)
    by_plan = dict(session.exec(select(Sampled.round_plan_id, Sampled.id)).all())
    return {p.reference: by_plan[held[p.reference] or 0] or 0 for p in plans}


def _assign(session: Session, sampled: Mapping[str, int], assignments: list[NewAssignment]) -> None:
    people = {code: person for person, code in session.exec(select(Person.id, Person.code))}
    for a in assignments:
        if a.person not in people:
            raise UserError("unknown_person", f"Nobody here has the code {a.person}. Nothing was made. Add them first.")
        if a.reference not in sampled:
            raise UserError("unknown_plan", f"{a.reference} is not in this round's sample. Nothing was made.")
    _bulk(
        session,
        Assignment,
        [
            {
                "uid": new_uid(),
                "sampled_id": sampled[a.reference],
                "person_id": people[a.person],
                "kind": a.kind.value,
                "criteria": "",
                "due_on": a.due_on,
            }
            for a in assignments
        ],
    )


def _bulk(session: Session, table: type[Any], rows: list[dict[str, Any]]) -> None:
    """Insert by Core, which is 30 to 40 times faster than by objects."""
    if rows:
        session.connection().execute(insert(table), rows)
