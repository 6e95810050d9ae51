"""The facts of one plan in one round, as plain values."""

from dataclasses import dataclass

from auditor.clocks import PlanDates
from db.tables import RoundPlan
from db.vocabulary import PhaseMove, PlanKind


@dataclass(frozen=True)
class PlanFacts:
    """What is known of a plan without knowing whose it is. Codes are SEN2's; `year_group` 0 is Reception."""

    reference: str
    area: str
    year_group: int | None
    need: str
    setting_type: str
    phase: str
    plan_kind: str
    agencies: tuple[str, ...]
    writer_code: str
    dates: PlanDates
    team: str = ""


def facts_of(reference: str, row: RoundPlan) -> PlanFacts:
    """The frozen facts of a plan, from the row that keeps them."""
    dates = PlanDates(
        requested=row.requested_on,
        first_final=row.first_final_on,
        exception=row.exception,
        plan_kind=PlanKind(row.plan_kind),
        last_review_meeting=row.last_review_on,
        last_decision=row.decision_on,
        amended_final=row.amended_final_on,
        decided_not_to_amend=row.decided_not_to_amend,
        year_group=row.year_group,
        phase_move=PhaseMove(row.phase_move),
        moves_on=row.moves_on,
        previous_anchor=row.previous_anchor_on,
    )
    agencies = tuple(word for word in row.agencies.split(";") if word)
    return PlanFacts(
        reference, row.area, row.year_group, row.need, row.setting_type, row.phase, row.plan_kind, agencies,
        row.writer_code, dates, row.team,
    )  # fmt: skip
