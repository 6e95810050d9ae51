"""Until when a round is kept: set by the lead, suggested from the council's policy, and what is due."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from sqlmodel import col, select

from auditor.changed import Changed
from auditor.policy import Policy
from auditor.round_states import round_of
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Round
from db.vocabulary import Purged, RoundState


@dataclass(frozen=True)
class Retention:
    """One round: until when it is kept, what the council's policy would have, what was removed already and when.

    `suggested` is None where the policy says nothing. `due` is whether the day to keep it is over and something of it
    is still there.
    """

    round_id: int
    name: str
    state: RoundState
    as_at: date
    retain_until: date | None
    suggested: date | None
    purged: Purged | None
    purged_on: date | None
    due: bool


def retentions(store: Store, policy: Policy, today: date) -> tuple[Retention, ...]:
    """Every round, the newest first."""
    with store.read() as session:
        rows = session.exec(select(Round).order_by(col(Round.id).desc())).all()
        return tuple(_retention(row, policy, today) for row in rows)


def due(store: Store, policy: Policy, today: date) -> tuple[Retention, ...]:
    """The rounds whose time is over and of which something is still there."""
    return tuple(row for row in retentions(store, policy, today) if row.due)


def suggested(as_at: date, made_on: date, policy: Policy) -> date | None:
    """Until when the council's policy keeps a round; None where it says nothing.

    Its months count from the reference date, or from the day the round was made if that is later.
    """
    if policy.retention_months is None:
        return None
    start = max(as_at, made_on)
    year, month = divmod(start.year * 12 + start.month - 1 + policy.retention_months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def keep_until(store: Store, round_id: int, until: date | None) -> Changed:
    """Set the day until which a round is kept, or with None that none is set. The same day again is not logged.

    A council's policy suggests a day and does not forbid another: a complaint or an appeal may ask for longer.
    Raises UserError: `no_round`, `not_lead`, `too_early` for a day before the round's reference date.
    """
    with store.write() as session:
        rnd, owner = round_of(session, round_id), store.lead(session, "says how long a round is kept")
        if until == rnd.retain_until:
            return Changed(frozenset())
        if until is not None and until < rnd.as_at:
            raise UserError(
                "too_early",
                f"{rnd.name} is as at {rnd.as_at:%d/%m/%Y}, so it cannot be kept only until {until:%d/%m/%Y}. "
                "Nothing was changed.",
            )
        before, rnd.retain_until = rnd.retain_until, until
        rnd.row_version += 1
        session.add(rnd)
        log.append(
            session, who=owner.name, what="set how long a round is kept", subject=rnd.name,
            before=str(before or "no day"), after=str(until or "no day"),
        )  # fmt: skip
    return Changed(frozenset({"round"}), (round_id,))


def _retention(row: Round, policy: Policy, today: date) -> Retention:
    wanted = suggested(row.as_at, row.made_at.date(), policy)
    until = row.retain_until or wanted
    return Retention(
        row.id or 0, row.name, RoundState(row.state), row.as_at, row.retain_until, wanted,
        Purged(row.purged) if row.purged else None, row.purged_at.date() if row.purged_at else None,
        due=row.purged != Purged.ROUND and until is not None and until < today,
    )  # fmt: skip
