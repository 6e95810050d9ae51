"""Begin a round, by itself or as a copy of the last, with its framework frozen; all rounds as lists show them."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, func, select

from auditor.audits import framework_of, still_in
from auditor.counting import counted, not_taken_back
from auditor.frameworks import Framework
from auditor.policy import kept_until, quotations_allowed
from auditor.standing.expected import COUNTED
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Person, Round, RoundPlan, Sampled
from db.vocabulary import AuditState, Draw, Purpose, RoundKind

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


def new_round(store: Store, framework: Framework, new: NewRound) -> int:
    """Make a draft round with its frozen framework and nothing in it yet. Returns its id.

    How its plans are picked is not known until they are. Raises UserError, and nothing is kept then: `round_exists`,
    `no_name`, `framework_changed`.
    """
    with store.write() as session:
        row = add_round(session, frozen(session, framework), new)
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
        row = add_round(session, old.framework_id, NewRound(name, RoundKind(old.kind), as_at, due))
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


def add_round(session: Session, framework_id: int, new: NewRound) -> Round:
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


def frozen(session: Session, framework: Framework) -> int:
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
