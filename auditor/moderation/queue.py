"""What waits to be settled in a round, ordered by what matters; what may not wait on anybody's liking is no rule here.

Answers that agree are taken as they are, and a note, a cause or an agency alone is never a difference. Nothing here
prefers a higher or a lower answer.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlmodel import Session, col, select

from auditor.agreed import Ruling, digest_of, settled
from auditor.audits import framework_of
from auditor.counting import counted
from auditor.frameworks import Criterion, Framework
from auditor.moderation.kept import rulings_of
from auditor.moderation.questions import open_questions
from auditor.rollup import judge
from auditor.round_states import Deed, refusal, round_of
from auditor.standing.expected import COUNTED, AskedPlan, asked_plans, submitted_answers
from db import tables
from db.store import Store
from db.tables import Aside, Assignment, RoundPlan, Sampled
from db.vocabulary import AsideKind, Value


class Kind(StrEnum):
    """Why a difference stands where it does in the queue, in the queue's order."""

    REOPENED = "reopened"
    ANSWERED = "answered"
    CRITICAL = "critical"
    TWO_STEPS = "two_steps"
    MEASURE = "measure"
    NOT_APPLICABLE = "not_applicable"
    REST = "rest"
    ASKED = "asked"
    PARKED = "parked"
    INCOMPLETE = "incomplete"
    DECIDED = "decided"


_ORDER = tuple(Kind)
_SETTLED = frozenset({Kind.INCOMPLETE, Kind.DECIDED})
_WAITS_ON_OTHERS = _SETTLED | {Kind.ASKED}


@dataclass(frozen=True)
class Difference:
    """One question of one plan that is to be settled; or, where `kind` is *incomplete*, a plan with audits to come.

    `values` are the answers given, by assignment in `assignments`, which is the order they were given out in.
    `rests_on` is the digest of these answers; `place` where the plan stands in the sample. `hangs` says that the result
    of a measure depends on it. `words` is the question asked of its auditors, of whom `back` of `asked` have written
    back or submitted again; `decided` is what was settled and stands.
    """

    sampled: int
    reference: str
    area: str
    place: int
    kind: Kind
    criterion: str = ""
    short: str = ""
    critical: bool = False
    hangs: bool = False
    assignments: tuple[int, ...] = ()
    values: tuple[Value, ...] = ()
    rests_on: str = ""
    outstanding: int = 0
    words: str = ""
    decided: Value | None = None
    asked: int = 0
    back: int = 0


@dataclass(frozen=True)
class Queue:
    """All that waits in a round, in order, and last what was decided.

    `locked` says why nothing can be decided now, or is empty; `names_hidden` is the round's choice. `twice` counts the
    plans that several auditors have submitted.
    """

    round: str
    rows: tuple[Difference, ...]
    twice: int
    names_hidden: bool
    locked: str

    @property
    def open(self) -> int:
        """How many answers are undecided."""
        return sum(1 for row in self.rows if row.kind not in _SETTLED)

    @property
    def decided(self) -> int:
        """How many decisions stand."""
        return sum(1 for row in self.rows if row.kind == Kind.DECIDED)

    @property
    def waiting(self) -> int:
        """How many wait for the lead: all but what auditors are asked about or that is not in yet."""
        return sum(1 for row in self.rows if row.kind not in _WAITS_ON_OTHERS)


def queue(store: Store, round_id: int) -> Queue:
    """Everything that waits to be settled in a round. Raises UserError (`no_round`)."""
    with store.read() as session:
        rnd = round_of(session, round_id)
        framework = framework_of(session, round_id)
        plans = asked_plans(session, round_id)
        rulings = rulings_of(session, round_id)
        asides, back = _asides(session, round_id), _back(session, round_id)
        looked = [p for p in plans if len(_in(p)) > 1 or p.sampled in rulings]
        given = submitted_answers(session, [key for plan in looked for key in _in(plan)])
        name, hidden, locked = rnd.name, rnd.names_hidden, refusal(rnd, Deed.DECIDE)
    places = {plan.sampled: at for at, plan in enumerate(plans)}
    rows: list[Difference] = []
    for plan in looked:
        latest = {key: given[key].latest for key in _in(plan) if key in given}
        found = _differences(plan, places[plan.sampled], framework, latest, rulings.get(plan.sampled, {}))
        rows += (_set_aside(row, asides.get((row.sampled, row.criterion)), back) for row in found)
    rows += (_incomplete(plan, places[plan.sampled]) for plan in plans if _waits(plan))
    twice = sum(1 for p in plans if len(_in(p)) > 1)
    return Queue(name, _ordered(framework, rows), twice, hidden, locked)


def with_plan_read_again(store: Store, round_id: int, before: Queue, sampled: int) -> Queue:
    """The queue after something was settled on one plan of it, without reading the others again."""
    with store.read() as session:
        framework = framework_of(session, round_id)
        rulings = rulings_of(session, round_id).get(sampled, {})
        asides, back = _asides(session, round_id), _back(session, round_id)
        ids = session.exec(
            select(Assignment.id)
            .where(Assignment.sampled_id == sampled, col(Assignment.kind).in_(COUNTED), counted())
            .order_by(col(Assignment.id))
        ).all()
        given = submitted_answers(session, [key or 0 for key in ids])
    latest = {key: given[key].latest for key in (k or 0 for k in ids) if key in given}
    kept = [row for row in before.rows if row.sampled != sampled or row.kind == Kind.INCOMPLETE]
    plan = next(row for row in before.rows if row.sampled == sampled)
    for row in _differences(plan, plan.place, framework, latest, rulings):
        kept.append(_set_aside(row, asides.get((row.sampled, row.criterion)), back))
    return replace(before, rows=_ordered(framework, kept))


def _ordered(framework: Framework, rows: Sequence[Difference]) -> tuple[Difference, ...]:
    order = {c.id: at for at, c in enumerate(framework.criteria)}
    return tuple(sorted(rows, key=lambda r: (_ORDER.index(r.kind), r.place, order.get(r.criterion, -1))))


def _in(plan: AskedPlan) -> list[int]:
    """The assignments whose submitted answers make a plan's figures, in the order they were given out."""
    return [a.assignment for a in plan.counted if a.submitted is not None]


def _waits(plan: AskedPlan) -> bool:
    """Whether a plan that several score has an audit in and another still to come."""
    ins = len(_in(plan))
    return 0 < ins < len([a for a in plan.counted if not a.contested])


def _incomplete(plan: AskedPlan, place: int) -> Difference:
    to_come = sum(1 for a in plan.counted if a.submitted is None and not a.contested)
    return Difference(plan.sampled, plan.reference, plan.area, place, Kind.INCOMPLETE, outstanding=to_come)


def _differences(
    plan: AskedPlan | Difference,
    place: int,
    framework: Framework,
    latest: Mapping[int, Mapping[str, Value]],
    rulings: Mapping[str, Ruling],
) -> list[Difference]:
    """The undecided questions of one plan, and those whose decision stands."""
    answers, standing = settled(latest, rulings)
    found: list[Difference] = []
    for criterion in framework.judged:
        if criterion.id not in answers or (answers[criterion.id] is not None and criterion.id not in standing):
            continue
        who = tuple(key for key, theirs in latest.items() if criterion.id in theirs)
        values = tuple(latest[key][criterion.id] for key in who)
        ruled = standing.get(criterion.id)
        hangs = ruled is None and hangs_on(framework, criterion, answers, latest)
        kind = kind_of(criterion, values, hangs)
        if criterion.id in rulings:
            kind = Kind.REOPENED if ruled is None else Kind.DECIDED
        found.append(
            Difference(
                plan.sampled, plan.reference, plan.area, place, kind, criterion.id, criterion.short,
                criterion.critical, hangs, who, values, digest_of(latest, criterion.id),
                decided=ruled.value if ruled else None,
            )
        )  # fmt: skip
    return found


def kind_of(criterion: Criterion, values: Sequence[Value], hangs: bool) -> Kind:
    """Where a difference belongs by what matters about it; the same whatever the order of the answers."""
    if criterion.critical:
        return Kind.CRITICAL
    scores = [int(value) for value in values if value.scored]
    if scores and max(scores) - min(scores) > 1:
        return Kind.TWO_STEPS
    if hangs:
        return Kind.MEASURE
    if scores and Value.NOT_APPLICABLE in values:
        return Kind.NOT_APPLICABLE
    return Kind.REST


def hangs_on(
    framework: Framework,
    criterion: Criterion,
    answers: Mapping[str, Value | None],
    latest: Mapping[int, Mapping[str, Value]],
) -> bool:
    """Whether a headline measure of the plan comes out otherwise with one of the answers given than with another.

    Other questions of the measure that are undecided as well are tried with the lowest answer anybody gave to each, and
    with the highest.
    """
    measure = next((m for m in framework.headlines if m.id == criterion.measure), None)
    if measure is None:
        return False
    criteria = framework.criteria_of(measure.id)
    given = {c.id: sorted({a[c.id] for a in latest.values() if c.id in a}) for c in criteria}
    known = {c.id: answers[c.id] for c in criteria if c.id in answers}
    for end in (0, -1):
        filled = {key: given[key][end] if value is None else value for key, value in known.items()}
        results = {judge(criteria, {**filled, criterion.id: v}, framework.thresholds) for v in given[criterion.id]}
        if len(results) > 1:
            return True
    return False


def _asides(session: Session, round_id: int) -> dict[tuple[int, str], Aside]:
    rows = session.exec(
        select(Aside, tables.Criterion.key)
        .join(tables.Criterion, col(tables.Criterion.id) == Aside.criterion_id)
        .join(Sampled, col(Sampled.id) == Aside.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, col(Aside.closed_at).is_(None))
    )
    return {(row.sampled_id, key): row for row, key in rows}


def _back(session: Session, round_id: int) -> dict[int, tuple[int, int]]:
    """Of how many auditors each open question was asked, and how many have written back or submitted again."""
    found: dict[int, tuple[int, int]] = {}
    for questions in open_questions(session, round_id).values():
        for question in questions:
            asked, back = found.get(question.aside, (0, 0))
            found[question.aside] = asked + 1, back + (not question.waits)
    return found


def _set_aside(row: Difference, aside: Aside | None, back: Mapping[int, tuple[int, int]]) -> Difference:
    """A difference that was put aside stands further down until all who were asked have answered.

    One that was reopened stays on top.
    """
    if aside is None or row.kind in (Kind.REOPENED, Kind.DECIDED):
        return row
    if aside.kind == AsideKind.PARKED:
        return replace(row, kind=Kind.PARKED, words=aside.words)
    asked, came = back.get(aside.id or 0, (0, 0))
    kind = Kind.ANSWERED if asked and came == asked else Kind.ASKED
    return replace(row, kind=kind, words=aside.words, asked=asked, back=came)
