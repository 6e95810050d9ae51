"""How far an auditor from outside agrees with the house: worked out apart, and entering no other figure."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from auditor.agreement import ENOUGH_PLANS
from auditor.audits import still_in
from auditor.counting import counted, not_taken_back
from db import tables
from db.store import Store
from db.tables import Assignment, Audit, RoundPlan, Sampled
from db.vocabulary import AssignmentKind, AuditState, Purpose, Value


@dataclass(frozen=True)
class OutsideAgreement:
    """The blind scorings from outside against the house's first scoring of the same plans, as first submitted.

    `given` counts the plans somebody from outside was asked to score, `plans` those both have submitted. `compared`
    counts answers other than *cannot tell*, of which `same` are alike and `one_step` a step of the scale apart.
    """

    given: int
    plans: int
    compared: int
    same: int
    one_step: int

    @property
    def enough(self) -> bool:
        """Whether there are plans enough to give a percentage; otherwise counts only."""
        return self.plans >= ENOUGH_PLANS


def agreement_with_outside(store: Store, round_id: int) -> OutsideAgreement:
    """Compare what somebody from outside first submitted with the house's first scoring, question by question."""
    with store.read() as session:
        given = session.exec(
            select(Assignment.sampled_id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == round_id, Assignment.kind == AssignmentKind.OUTSIDE, still_in())
            .where(Sampled.purpose == Purpose.SAMPLE, col(Assignment.known_child_at).is_(None), not_taken_back())
            .distinct()
        ).all()
        house = _first_submitted(session, round_id, AssignmentKind.FIRST)
        outside = _first_submitted(session, round_id, AssignmentKind.OUTSIDE)
    plans, pairs = 0, list[tuple[Value, Value]]()
    for sampled in given:
        # Where a plan's questions are parted among agencies, its first scoring is all of their answers together
        ours = {key: value for audit in house.get(sampled, ()) for key, value in audit.items()}
        both = [(ours[key], value) for audit in outside.get(sampled, ()) for key, value in audit.items() if key in ours]
        plans += bool(both)
        # whoever cannot tell was not given the papers
        pairs += [pair for pair in both if Value.CANNOT_TELL not in pair]
    one_step = sum(1 for a, b in pairs if a.scored and b.scored and abs(a - b) == 1)
    return OutsideAgreement(len(given), plans, len(pairs), sum(1 for a, b in pairs if a == b), one_step)


def _first_submitted(session: Session, round_id: int, kind: AssignmentKind) -> dict[int, list[dict[str, Value]]]:
    """The answers of each assignment's first submission, by sampled plan."""
    first: dict[int, tuple[int, int]] = {}
    for assignment, sampled, audit in session.exec(
        select(Assignment.id, Assignment.sampled_id, Audit.id)
        .join(Audit, col(Audit.assignment_id) == Assignment.id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Assignment.kind == kind, still_in())
        .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None), counted())
        .order_by(col(Audit.number), col(Audit.id))
    ):
        first.setdefault(assignment or 0, (sampled, audit or 0))
    values: dict[int, dict[str, Value]] = {audit: {} for _, audit in first.values()}
    for audit, key, value in session.exec(
        select(tables.Answer.audit_id, tables.Criterion.key, tables.Answer.value)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
        .where(col(tables.Answer.audit_id).in_(values), tables.Answer.part == 0)
        .where(col(tables.Answer.value).is_not(None))
    ):
        values[audit][key] = Value(value)
    answers: dict[int, list[dict[str, Value]]] = {}
    for sampled, audit in first.values():
        answers.setdefault(sampled, []).append(values[audit])
    return answers
