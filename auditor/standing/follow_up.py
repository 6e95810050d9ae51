"""What becomes of a plan after its audit: the day its findings were fed back, the day it was mended."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from auditor.changed import Changed
from auditor.round_states import Deed, need
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Plan, Round, RoundPlan, Sampled
from db.vocabulary import Purpose


def fed_back(store: Store, round_id: int, references: Sequence[str], on: date | None) -> Changed:
    """Record the day the findings on these plans went back to whoever writes them; None takes it back.

    Raises UserError, and nothing is kept then: `round_state`, `no_plan`, `day_to_come`.
    """
    return _record(store, round_id, references, "fed_back_on", "recorded feedback", on)


def mended(store: Store, round_id: int, references: Sequence[str], on: date | None) -> Changed:
    """Record the day these plans were put right; None takes it back. Raises as `fed_back`."""
    return _record(store, round_id, references, "mended_on", "recorded plans mended", on)


def _record(store: Store, round_id: int, references: Sequence[str], column: str, what: str, on: date | None) -> Changed:
    if on is not None and on > datetime.now().astimezone().date():
        raise UserError("day_to_come", "That day is still to come. Nothing was changed.")
    with store.write() as session:
        rnd = need(session, round_id, Deed.FOLLOW_UP)
        rows = sampled_rows(session, rnd, references)
        for row in rows.values():
            setattr(row, column, on)
            row.row_version += 1
            session.add(row)
        log.append(
            session, who=store.owner(session).name, what=what, subject=f"{rnd.name} {' '.join(rows)}",
            after=on.isoformat() if on else "taken back",
        )  # fmt: skip
        return Changed(frozenset({"follow_up"}), tuple(row.id or 0 for row in rows.values()))


def sampled_rows(session: Session, rnd: Round, references: Sequence[str]) -> dict[str, Sampled]:
    """The sample's rows of these plans, by reference. Raises UserError (`no_plan`)."""
    replaced = select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None))
    query = (
        select(Plan.reference, Sampled)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(RoundPlan.round_id == rnd.id, Sampled.purpose == Purpose.SAMPLE, col(Sampled.id).not_in(replaced))
    )
    held = dict(session.exec(query).all())
    for reference in references:
        if reference not in held:
            raise UserError("no_plan", f"{reference} is not in the sample of {rnd.name}. Nothing was changed.")
    return {reference: held[reference] for reference in dict.fromkeys(references)}
