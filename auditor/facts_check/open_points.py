"""The points of a facts check that have no outcome yet: what keeps a round from being signed off."""

from sqlmodel import Session, col, select

from db.tables import FactPoint, Plan, RoundPlan, Sampled


def open_points(session: Session, round_id: int) -> tuple[str, ...]:
    """The plans with points that have no outcome, one for each point, by reference."""
    rows = session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(FactPoint, col(FactPoint.sampled_id) == Sampled.id)
        .where(RoundPlan.round_id == round_id, FactPoint.outcome == "")
        .order_by(Plan.reference)
    )
    return tuple(rows)
