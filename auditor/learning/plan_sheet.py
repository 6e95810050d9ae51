"""What a plan's writers are told of it: what is good, what falls short and why, what to mend. It names no auditor."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from auditor.audits import contents_of_all, framework_of
from auditor.cases import Case, cases_of
from auditor.contents import Contents
from auditor.frameworks import Criterion, Framework
from auditor.round_states import round_of
from auditor.standing.expected import COUNTED
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, Audit, Plan, Reply, RoundPlan, Sampled
from db.vocabulary import AuditState, Value


@dataclass(frozen=True)
class Shortfall:
    """One question below met, as it was agreed: what would be met, the causes with who can best mend them, and where.

    `notes` are what auditors who gave that answer noted; empty unless they were asked for.
    """

    criterion: str
    short: str
    question: str
    value: Value
    critical: bool
    wanted: str
    source: str
    causes: tuple[tuple[str, str], ...]
    places: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True)
class PlanSheet:
    """All that one plan's sheet says. `strengths` are the questions that are met, by measure."""

    reference: str
    round: str
    council: str
    invented: str
    as_at: date
    framework: str
    asked: int
    met: int
    partly: int
    not_met: int
    not_applicable: int
    cannot_tell: int
    strengths: tuple[tuple[str, tuple[str, ...]], ...]
    shortfalls: tuple[Shortfall, ...]
    undecided: tuple[str, ...]

    def texts(self) -> tuple[tuple[str, str], ...]:
        """The words in it that an auditor typed, each with where it stands."""
        return tuple((f"the note on {s.criterion} of {self.reference}", n) for s in self.shortfalls for n in s.notes)


@dataclass(frozen=True)
class PlanLine:
    """One plan of the sample for a list: whose, how it came out, when it was fed back, how many replies came."""

    reference: str
    area: str
    writer: str
    scored: bool
    met: int
    short: int
    undecided: int
    fed_back_on: date | None
    replies: int


def plan_lines(store: Store, round_id: int) -> tuple[PlanLine, ...]:
    """The plans of a round's sample in drawing order. Raises UserError: `not_lead`, `no_round`."""
    with store.read() as session:
        framework, cases = _read(store, session, round_id)
        rows = session.exec(
            select(Plan.reference, Sampled)
            .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
            .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
            .where(RoundPlan.round_id == round_id)
        )
        after = {reference: (row.fed_back_on, row.id) for reference, row in rows}
        replies = Counter(session.exec(select(Reply.sampled_id)))
    judged = [c.id for c in framework.judged]
    found: list[PlanLine] = []
    for case in cases:
        day, sampled = after.get(case.facts.reference, (None, None))
        given = [case.answers[key] for key in judged if key in case.answers]
        found.append(
            PlanLine(
                case.facts.reference, case.facts.area, case.facts.writer_code, case.scored,
                given.count(Value.MET), sum(1 for v in given if v is not None and v.shortfall), given.count(None), day,
                replies[sampled or 0],
            )
        )  # fmt: skip
    return tuple(found)


def plan_sheets(
    store: Store, round_id: int, references: Sequence[str], *, with_notes: bool = False
) -> tuple[PlanSheet, ...]:
    """What the sheets of these plans say, in the order given; auditors' notes only if asked for.

    Raises UserError: `not_lead`, `no_round`, `no_plan`, `not_scored` for a plan whose audit is not in.
    """
    with store.read() as session:
        framework, cases = _read(store, session, round_id)
        rnd, owner = round_of(session, round_id), store.owner(session)
        by_reference = {case.facts.reference: case for case in cases}
        chosen = [_chosen(by_reference, reference, rnd.name) for reference in dict.fromkeys(references)]
        newest = _newest(session, [audit.assignment for case in chosen for audit in case.audits])
        held = contents_of_all(session, sorted(newest.values()))
        contents = {assignment: held[audit] for assignment, audit in newest.items()}
        return tuple(
            _sheet(case, framework, contents, rnd.name, owner.council, rnd.invented, rnd.as_at, with_notes)
            for case in chosen
        )


def _read(store: Store, session: Session, round_id: int) -> tuple[Framework, list[Case]]:
    store.lead(session, "gives feedback")
    rnd, framework = round_of(session, round_id), framework_of(session, round_id)
    return framework, cases_of(session, rnd, framework)


def _chosen(cases: Mapping[str, Case], reference: str, name: str) -> Case:
    if reference not in cases:
        raise UserError("no_plan", f"{reference} is not in the sample of {name}. Nothing was written.")
    if not cases[reference].scored:
        raise UserError(
            "not_scored",
            f"The audit of {reference} is not in yet, so there is nothing to feed back. Nothing was written.",
        )
    return cases[reference]


def _newest(session: Session, assignments: Sequence[int]) -> dict[int, int]:
    """The newest submitted revision of each assignment."""
    found: dict[int, int] = {}
    for start in range(0, len(assignments), 500):
        rows = session.exec(
            select(Audit.assignment_id, Audit.id)
            .join(Assignment, col(Assignment.id) == Audit.assignment_id)
            .where(col(Audit.assignment_id).in_(assignments[start : start + 500]))
            .where(col(Assignment.kind).in_(COUNTED), Audit.state == AuditState.SUBMITTED.value)
            .where(col(Audit.withdrawn_at).is_(None))
            .order_by(col(Audit.number), col(Audit.id))
        )
        found |= {assignment: audit or 0 for assignment, audit in rows}
    return found


def _sheet(
    case: Case, framework: Framework, contents: Mapping[int, Contents], name: str, council: str, invented: str,
    as_at: date, with_notes: bool,
) -> PlanSheet:  # fmt: skip
    asked = [c for c in framework.criteria if c.id in case.answers]
    values = [case.answers[c.id] for c in asked]
    names = {m.id: m.short for m in framework.measures}
    strengths: dict[str, list[str]] = {}
    for c in asked:
        if case.answers[c.id] == Value.MET:
            strengths.setdefault(names.get(c.measure or "", framework.title), []).append(f"{c.id} {c.short}")
    short = [(c, v) for c, v in zip(asked, values, strict=True) if v is not None and v.shortfall]
    return PlanSheet(
        case.facts.reference, name, council, invented, as_at, f"{framework.title}, version {framework.version}",
        len(asked), values.count(Value.MET), values.count(Value.PARTLY), values.count(Value.NOT_MET),
        values.count(Value.NOT_APPLICABLE), values.count(Value.CANNOT_TELL),
        tuple((measure, tuple(named)) for measure, named in strengths.items()),
        tuple(_shortfall(c, v, case, contents, with_notes) for c, v in short),
        tuple(f"{c.id} {c.short}" for c, v in zip(asked, values, strict=True) if v is None),
    )  # fmt: skip


def _shortfall(c: Criterion, value: Value, case: Case, contents: Mapping[int, Contents], with_notes: bool) -> Shortfall:
    """What is told of one question; notes and places only of those whose answer is the agreed one."""
    theirs = [contents[a.assignment] for a in case.audits if a.latest.get(c.id) == value and a.assignment in contents]
    causes = tuple(sorted({(cause, agency) for key, agency, cause in case.causes if key == c.id}))
    places = _each(e.place for held in theirs for e in held.evidence.get(c.id, ()))
    notes = _each(held.answers[c.id, 0].note for held in theirs if (c.id, 0) in held.answers) if with_notes else ()
    return Shortfall(c.id, c.short, c.question, value, c.critical, c.met, c.source, causes, places, notes)


def _each(texts: Iterable[str]) -> tuple[str, ...]:
    """Each text that says something, once, in order."""
    return tuple(dict.fromkeys(text for text in texts if text))
