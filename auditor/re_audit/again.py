"""Make a round that audits plans again: those of a round signed off that fell short."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, col, select

from auditor.audits import framework_of
from auditor.cases import cases_of
from auditor.policy import kept_until, quotations_allowed
from auditor.round_states import round_of, was_purged
from auditor.rounds import COPIED
from auditor.sampling.facts import TOOK, subject_of
from auditor.standing.expected import asked_plans
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import METADATA, Round, RoundPlan, Sampled, new_uid
from db.vocabulary import Draw, Purpose, RoundKind, RoundState, Value

MADE = "made round"
_OWN = frozenset({"id", "round_id", "frame_row", "row_version"})


@dataclass(frozen=True)
class Again:
    """A plan that may be audited again: its place in the earlier sample, and how many questions were below met."""

    sampled: int
    reference: str
    area: str
    asked: int
    mended_on: date | None


@dataclass(frozen=True)
class AuditedBefore:
    """The plans of a round that fell short; `locked` says why none can be audited again from it, or is empty."""

    round: str
    plans: tuple[Again, ...]
    locked: str


def audited_before(store: Store, round_id: int) -> AuditedBefore:
    """Which plans of a round can be audited again, those with most to mend first. Raises UserError (`no_round`)."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        if locked := _locked(rnd):
            return AuditedBefore(rnd.name, (), locked)
        asked = {reference: len(keys) for reference, keys in shortfalls(session, rnd).items()}
        plans = [
            Again(plan.sampled, plan.reference, plan.area, asked[plan.reference], plan.mended)
            for plan in asked_plans(session, round_id)
            if plan.reference in asked
        ]
    return AuditedBefore(rnd.name, tuple(sorted(plans, key=lambda p: -p.asked)), "")


def shortfalls(session: Session, rnd: Round) -> dict[str, dict[str, Value]]:
    """The agreed answers of a round below met, by plan and question; what was asked to be mended.

    Lines worked out of dates are not among them: a date that is past cannot be mended.
    """
    framework = framework_of(session, rnd.id or 0)
    judged = {c.id for c in framework.judged}
    found: dict[str, dict[str, Value]] = {}
    for case in cases_of(session, rnd, framework):
        below = {k: v for k, v in case.answers.items() if k in judged and v is not None and v.shortfall}
        if below:
            found[case.facts.reference] = below
    return found


def audit_again(
    store: Store, round_id: int, sampled: Collection[int], name: str, as_at: date, due_on: date | None = None
) -> int:
    """Make a draft round of these plans of a round, with its framework and settings and their facts. Returns its id.

    Each plan is the same plan as before, so what was asked of it is known. Raises UserError, and nothing is made then:
    `not_lead`, `no_round`, `no_name`, `round_exists`, `no_plans`, `not_signed_off`, `no_sampled`.
    """
    name = name.strip()
    with store.write() as session:
        owner = store.lead(session, "makes rounds")
        old = round_of(session, round_id)
        if locked := _locked(old):
            raise UserError("not_signed_off", f"{locked} Nothing was made.")
        if not name:
            raise UserError("no_name", "The round needs a name. Nothing was made.")
        if session.exec(select(Round.id).where(Round.name == name)).first() is not None:
            raise UserError("round_exists", f"There is a round called {name} already. Nothing was made.")
        if not sampled:
            raise UserError("no_plans", "No plan was chosen. Nothing was made. Choose the plans to audit again.")
        below = shortfalls(session, old)
        chosen = [p for p in asked_plans(session, round_id) if p.sampled in sampled and p.reference in below]
        if len(chosen) < len(set(sampled)):
            raise UserError("no_sampled", f"One of these plans did not fall short in {old.name}. Nothing was made.")
        new = _round(session, old, name, as_at, due_on)
        _plans(session, old, new, [p.sampled for p in chosen])
        log.append(
            session, who=owner.name, what=MADE, subject=name, before=old.name,
            after=f"draft: {len(chosen)} plans of {old.name}, to be audited again",
        )  # fmt: skip
        log.append(
            session, who=owner.name, what=TOOK, subject=subject_of(new), after=f"{len(chosen)} plans, {new.draw}"
        )
        return new.id or 0


def _locked(rnd: Round) -> str:
    if rnd.purged:
        return was_purged(rnd)
    if rnd.state != RoundState.SIGNED_OFF:
        return (
            f"{rnd.name} is not signed off, so what it asks to be mended may still change. Sign it off before its "
            "plans are audited again."
        )
    return ""


def _round(session: Session, old: Round, name: str, as_at: date, due_on: date | None) -> Round:
    row = Round(
        name=name, framework_id=old.framework_id, kind=RoundKind.RE_AUDIT.value, draw=Draw.CHOSEN.value, as_at=as_at,
        due_on=due_on, invented=old.invented, copied_from_id=old.id, drawn_at=tables.now(),
        retain_until=None if old.invented else kept_until(as_at),
    )  # fmt: skip
    for setting in COPIED:
        setattr(row, setting, getattr(old, setting))
    row.quotations = row.quotations and quotations_allowed()
    session.add(row)
    session.flush()
    return row


def _plans(session: Session, old: Round, new: Round, places: list[int]) -> None:
    """The plans with their facts as they stood, in the order of the earlier sample."""
    order = {place: at for at, place in enumerate(places, 1)}
    rows = session.exec(
        select(RoundPlan, Sampled.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(RoundPlan.round_id == old.id)
    ).all()
    chosen = sorted(((order[place], row) for row, place in rows if place in order), key=lambda one: one[0])
    names = [c.name for c in METADATA.tables["round_plan"].columns if c.name not in _OWN]
    facts: list[dict[str, Any]] = [
        {name: getattr(row, name) for name in names} | {"round_id": new.id, "frame_row": at, "row_version": 1}
        for at, row in chosen
    ]
    session.connection().execute(insert(RoundPlan), facts)
    held = dict(session.exec(select(RoundPlan.plan_id, RoundPlan.id).where(RoundPlan.round_id == new.id)).all())
    sampled: list[dict[str, Any]] = [
        {
            "uid": new_uid(), "round_plan_id": held[row.plan_id], "draw_order": at, "reason": "", "row_version": 1,
            "purpose": Purpose.SAMPLE.value,
        }
        for at, row in chosen
    ]  # fmt: skip
    session.connection().execute(insert(Sampled), sampled)
