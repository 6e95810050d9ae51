"""Set a round up: freeze its framework, take in its plans and people, and give out the scoring."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, func, select

from auditor.audits import framework_of, still_in
from auditor.changed import Changed
from auditor.counting import counted, not_taken_back
from auditor.frameworks import Framework
from auditor.policy import kept_until, quotations_allowed
from auditor.standing.expected import COUNTED
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Person, Plan, Round, RoundPlan, Sampled, Stratum, Training, new_uid
from db.vocabulary import AssignmentKind, AuditState, Draw, PhaseMove, PlanKind, Purpose, RoundKind, RoundState

FIRST_COURSE = "Auditor training"
COPIED = (
    "calibration_required", "replace_under_appeal", "names_hidden", "quotations", "wrong_child", "urgent_contact",
)  # fmt: skip
"""The settings of a round that its copy takes over."""


@dataclass(frozen=True)
class NewRound:
    """What a round is from its first day; `due_on` is when audits are wanted, `invented` says what is made up."""

    name: str
    kind: RoundKind
    as_at: date
    due_on: date | None = None
    invented: str = ""


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


@dataclass(frozen=True)
class RoundRow:
    """A round as lists show it, with how many plans it holds and how many audits are submitted of those given out."""

    id: int
    name: str
    state: str
    draw: str
    as_at: date
    population: int | None
    invented: str
    framework_title: str
    plans: int
    audits: int
    submitted: int


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


def new_round(store: Store, framework: Framework, new: NewRound) -> int:
    """Make a draft round with its frozen framework and nothing in it yet. Returns its id.

    How its plans are picked is not known until they are. Raises UserError, and nothing is kept then: `round_exists`,
    `no_name`, `framework_changed`.
    """
    with store.write() as session:
        row = _add_round(session, _frozen(session, framework), new)
        log.append(
            session, who=store.owner(session).name, what="made round", subject=row.name,
            after=f"draft, framework {framework.id} {framework.version}",
        )  # fmt: skip
        return row.id or 0


def copy_round(store: Store, round_id: int, name: str, as_at: date) -> int:
    """Make the next round after another: the same framework, kind, settings and rules of the draw. Returns its id.

    Plans, people's shares and answers stay behind, and so does the seed: each round is drawn afresh. Audits are due as
    many days after the reference date as before. Raises UserError: `no_round`, `round_exists`, `no_name`.
    """
    with store.write() as session:
        old = session.get(Round, round_id)
        if old is None:
            raise UserError("no_round", "That round is not in this workspace. Nothing was made.")
        due = _as_long_after(as_at, old.due_on - old.as_at) if old.due_on else None
        row = _add_round(session, old.framework_id, NewRound(name, RoundKind(old.kind), as_at, due))
        row.copied_from_id = old.id
        row.rules = old.rules
        for setting in COPIED:
            setattr(row, setting, getattr(old, setting))
        row.quotations = row.quotations and quotations_allowed()
        session.add(row)
        log.append(
            session, who=store.owner(session).name, what="copied round", subject=row.name, before=old.name,
            after="draft: framework, kind, settings and rules of the draw",
        )  # fmt: skip
        return row.id or 0


def _as_long_after(day: date, time: timedelta) -> date | None:
    """The day that lies so long after another; None where the calendar does not go that far."""
    try:
        return day + time
    except OverflowError:
        return None


def _add_round(session: Session, framework_id: int, new: NewRound) -> Round:
    """The row of a draft round, named as no other is."""
    name = new.name.strip()
    if not name:
        raise UserError("no_name", "The round needs a name. Nothing was made.")
    if session.exec(select(Round.id).where(Round.name == name)).first() is not None:
        raise UserError(
            "round_exists", f"There is a round called {name} already. Nothing was made. Choose another name."
        )
    row = Round(
        name=name, framework_id=framework_id, kind=new.kind.value, draw=Draw.UNKNOWN.value, as_at=new.as_at,
        due_on=new.due_on, invented=new.invented, retain_until=None if new.invented else kept_until(new.as_at),
        quotations=quotations_allowed(),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


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
        rnd = _add_round(session, _frozen(session, framework), new)
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


def _frozen(session: Session, framework: Framework) -> int:
    """The row of this framework's frozen copy, made now if its content is new here."""
    known = session.exec(select(tables.Framework.id).where(tables.Framework.hash == framework.hash)).first()
    if known is not None:
        return known
    same_name = select(tables.Framework.id).where(
        tables.Framework.key == framework.id, tables.Framework.version == framework.version
    )
    if session.exec(same_name).first() is not None:
        raise UserError(
            "framework_changed",
            f"This workspace holds another {framework.id} {framework.version} with other words. Nothing was made. "
            "Give the changed framework a new version number.",
        )
    row = tables.Framework(
        key=framework.id, version=framework.version, content=framework.canonical_json(), hash=framework.hash
    )
    session.add(row)
    session.flush()
    session.add_all(
        tables.Criterion(framework_id=row.id or 0, key=c.id, position=position, hash=c.hash)
        for position, c in enumerate(framework.criteria)
    )
    session.flush()
    return row.id or 0


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


def rounds(store: Store) -> tuple[RoundRow, ...]:
    """All rounds, the newest first."""
    with store.read() as session:
        drawn = (
            select(RoundPlan.round_id, func.count())
            .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
            .where(Sampled.purpose == Purpose.SAMPLE)
            .where(still_in())
            .group_by(col(RoundPlan.round_id))
        )
        plans = _count_by_round(session, drawn)
        joined = (
            select(RoundPlan.round_id, func.count(func.distinct(Assignment.id)))
            .select_from(Assignment)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(Sampled.purpose == Purpose.SAMPLE, still_in(), col(Assignment.kind).in_(COUNTED))
            .where(not_taken_back())
            .group_by(col(RoundPlan.round_id))
        )
        given = _count_by_round(session, joined)
        submitted = _count_by_round(
            session,
            joined.join(Audit, col(Audit.assignment_id) == Assignment.id).where(
                Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None), counted()
            ),
        )
        rows = session.exec(select(Round).order_by(col(Round.id).desc())).all()
        return tuple(
            RoundRow(
                id=r.id or 0,
                name=r.name,
                state=r.state,
                draw=r.draw,
                as_at=r.as_at,
                population=r.population,
                invented=r.invented,
                framework_title=framework_of(session, r.id or 0).title,
                plans=plans.get(r.id or 0, 0),
                audits=given.get(r.id or 0, 0),
                submitted=submitted.get(r.id or 0, 0),
            )
            for r in rows
        )


def round_framework(store: Store, round_id: int) -> Framework:
    """The framework copy a round was frozen with."""
    with store.read() as session:
        return framework_of(session, round_id)


def _count_by_round(session: Session, query: Any) -> dict[int, int]:
    rows: list[tuple[int, int]] = list(session.exec(query))  # pyright: ignore[reportUnknownArgumentType,reportUnknownMemberType]
    return dict(rows)


def people_of(store: Store, round_id: int) -> tuple[tuple[int, str, str, str], ...]:
    """Everybody who scores in a round, as (id, code, name, agency), by code."""
    with store.read() as session:
        rows = session.exec(
            select(Person.id, Person.code, Person.name, Person.agency)
            .join(Assignment, col(Assignment.person_id) == Person.id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == round_id, still_in(), not_taken_back())
            .distinct()
            .order_by(Person.code)
        )
        return tuple((person or 0, code, name, agency) for person, code, name, agency in rows)
