"""Which places in a sample are flagged urgent: they are not taken away, or the flag would go with them."""

from typing import Any

from sqlmodel import Session, col, select

from db.tables import Plan, RoundPlan, Sampled, UrgentFlag


def flagged(session: Session, sampled: Any) -> tuple[str, ...]:
    """The references of those among these places (ids, or a query for them) that are flagged, closed or not."""
    rows = session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(UrgentFlag, col(UrgentFlag.sampled_id) == Sampled.id)
        .where(col(Sampled.id).in_(sampled))
        .distinct()
        .order_by(Plan.reference)
    )
    return tuple(rows)
