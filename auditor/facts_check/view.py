"""The facts check of a round as its page shows it: sheets to make, out and back, and the points that were raised."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from auditor.agreed import digest_of, settled
from auditor.audits import framework_of
from auditor.counting import counted
from auditor.facts_check.findings import Finding, findings
from auditor.moderation.kept import rulings_of
from auditor.moderation.queue import Difference, Kind
from auditor.round_states import Deed, refusal, round_of
from auditor.standing.expected import COUNTED, submitted_answers
from db.store import Store
from db.tables import Assignment, Criterion, Decision, FactPoint, FactSheet, Plan, Round, RoundPlan, Sampled
from db.vocabulary import Agency, FactOutcome, Value

AGENCIES = {
    Agency.EDUCATION: "Education", Agency.HEALTH: "Health", Agency.SOCIAL_CARE: "Social care",
    Agency.PARENT_FORUM: "Parent carer forum", Agency.SCHOOL: "Schools",
}  # fmt: skip


@dataclass(frozen=True)
class SheetLine:
    """One sheet, made or not yet: of a plan (`sampled`, `name` is its reference) or of an agency (`agency`).

    `id` is None while none was made. `found` counts what is on it, `plans` on how many plans, `points` what came back
    and `open_points` how many of these have no outcome.
    """

    id: int | None
    sampled: int | None
    agency: str
    name: str
    area: str
    found: int
    plans: int
    sent_on: date | None = None
    due_on: date | None = None
    returned_on: date | None = None
    points: int = 0
    open_points: int = 0

    def state(self, day: date) -> str:
        """How far it is: not_made, out, late, back, to_settle."""
        if self.id is None or self.sent_on is None:
            return "not_made"
        if self.returned_on is not None:
            return "to_settle" if self.open_points else "back"
        return "late" if self.due_on is not None and self.due_on < day else "out"


@dataclass(frozen=True)
class PointLine:
    """One point that was raised, about a plan and, where it names one, a question.

    `value` is the agreed answer there now; None where it names no question, or nothing is agreed. `judged` says that
    auditors' answers stand behind the question, so that accepting it may be a decision; `decided` is what was decided.
    """

    id: int
    sheet: int
    sampled: int
    reference: str
    sheet_name: str
    criterion: str
    short: str
    value: Value | None
    judged: bool
    words: str
    raised_on: date
    outcome: FactOutcome | None
    why: str
    settled_by: str
    settled_on: date | None
    decided: Value | None


@dataclass(frozen=True)
class FactsCheck:
    """The whole facts check of a round; `locked` says why nothing can be noted now, or is empty.

    `found` is everything below met, which the sheets list; without the places it rests on.
    """

    round: str
    state: str
    sheets: tuple[SheetLine, ...]
    points: tuple[PointLine, ...]
    locked: str
    found: tuple[Finding, ...] = ()

    def on_sheet(self, line: SheetLine) -> tuple[Finding, ...]:
        """What is on one of the sheets."""
        return tuple(f for f in self.found if f.sampled == line.sampled or (line.agency and f.of_agency(line.agency)))

    @property
    def open_points(self) -> int:
        """How many points have no outcome yet."""
        return sum(1 for point in self.points if point.outcome is None)


def facts_check(store: Store, round_id: int) -> FactsCheck:
    """Everything of a round's facts check: plans first, then agencies. Raises UserError (`no_round`)."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        found = findings(session, rnd)
        points = _points(session, rnd, found)
        kept = session.exec(select(FactSheet).where(FactSheet.round_id == round_id).order_by(col(FactSheet.id))).all()
        sheets = _sheets(session, rnd, found, kept, points)
        return FactsCheck(rnd.name, rnd.state, sheets, points, refusal(rnd, Deed.CHECK_FACTS), found)


def question_of(store: Store, round_id: int, sampled: int, criterion: str) -> Difference | None:
    """One question of a plan as the decision is made on it, whether its auditors differ or not.

    None where nobody has answered it. `decided` is what stands decided.
    """
    with store.read() as session:
        asked = next((c for c in framework_of(session, round_id).judged if c.id == criterion), None)
        found = session.exec(
            select(Plan.reference, RoundPlan.area)
            .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
            .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
            .where(Sampled.id == sampled, RoundPlan.round_id == round_id)
        ).first()
        if found is None or asked is None:
            return None
        ids = session.exec(
            select(Assignment.id)
            .where(Assignment.sampled_id == sampled, col(Assignment.kind).in_(COUNTED), counted())
            .order_by(col(Assignment.id))
        )
        given = submitted_answers(session, [key or 0 for key in ids])
        rulings = rulings_of(session, round_id).get(sampled, {})
    latest = {key: theirs.latest for key, theirs in given.items()}
    who = tuple(key for key, theirs in latest.items() if criterion in theirs)
    if not who:
        return None
    _, standing = settled(latest, rulings)
    ruled = standing.get(criterion)
    return Difference(
        sampled, *found, 0, Kind.DECIDED if ruled else Kind.REST, criterion, asked.short,
        asked.critical, False, who, tuple(latest[key][criterion] for key in who), digest_of(latest, criterion),
        decided=ruled.value if ruled else None,
    )  # fmt: skip


def _sheets(
    session: Session, rnd: Round, found: tuple[Finding, ...], kept: Sequence[FactSheet],
    points: tuple[PointLine, ...],
) -> tuple[SheetLine, ...]:  # fmt: skip
    areas = dict(
        session.exec(
            select(Sampled.id, RoundPlan.area)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == rnd.id)
        ).all()
    )
    named = {
        key or 0: reference
        for key, reference in session.exec(
            select(Sampled.id, Plan.reference)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(RoundPlan.round_id == rnd.id)
        )
    }
    of_plan = {row.sampled_id: row for row in kept if row.sampled_id is not None}
    of_agency = {row.agency: row for row in kept if row.agency}
    on_plan = Counter(one.sampled for one in found)
    lines = [
        _line(of_plan.get(sampled), sampled, "", named[sampled], areas.get(sampled, ""), on_plan[sampled], 1, points)
        for sampled in (*on_plan, *(s for s in of_plan if s not in on_plan))
    ]
    for agency, name in AGENCIES.items():
        theirs = [one for one in found if one.of_agency(agency)]
        if theirs or agency in of_agency:
            plans = len({one.sampled for one in theirs})
            lines.append(_line(of_agency.get(agency), None, agency.value, name, "", len(theirs), plans, points))
    return tuple(lines)


def _line(
    row: FactSheet | None, sampled: int | None, agency: str, name: str, area: str, found: int, plans: int,
    points: tuple[PointLine, ...],
) -> SheetLine:  # fmt: skip
    if row is None:
        return SheetLine(None, sampled, agency, name, area, found, plans)
    theirs = [point for point in points if point.sheet == row.id]
    return SheetLine(
        row.id, sampled, agency, name, area, found, plans, row.sent_on, row.due_on, row.returned_on, len(theirs),
        sum(1 for point in theirs if point.outcome is None),
    )  # fmt: skip


def _points(session: Session, rnd: Round, found: tuple[Finding, ...]) -> tuple[PointLine, ...]:
    framework = framework_of(session, rnd.id or 0)
    shorts = {c.id: c.short for c in framework.criteria}
    judged = {c.id for c in framework.judged}
    now = {(one.sampled, one.criterion): one.value for one in found}
    rows = session.exec(
        select(FactPoint, Plan.reference, FactSheet.agency)
        .join(Sampled, col(Sampled.id) == FactPoint.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .join(FactSheet, col(FactSheet.id) == FactPoint.sheet_id)
        .where(RoundPlan.round_id == rnd.id)
        .order_by(col(FactPoint.id))
    ).all()
    keys = dict(session.exec(select(Criterion.id, Criterion.key)).all())
    decided = dict(session.exec(select(Decision.id, Decision.value)).all())
    lines: list[PointLine] = []
    for row, reference, agency in rows:
        key = keys.get(row.criterion_id, "") if row.criterion_id is not None else ""
        value = decided.get(row.decision_id) if row.decision_id is not None else None
        lines.append(
            PointLine(
                row.id or 0, row.sheet_id, row.sampled_id, reference, AGENCIES[Agency(agency)] if agency else reference,
                key, shorts.get(key, ""), now.get((row.sampled_id, key)), key in judged, row.words, row.raised_on,
                FactOutcome(row.outcome) if row.outcome else None, row.why, row.settled_by, row.settled_on,
                None if value is None else Value(value),
            )
        )  # fmt: skip
    return tuple(sorted(lines, key=lambda point: point.outcome is not None))
