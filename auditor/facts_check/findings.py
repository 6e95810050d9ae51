"""What a round found below met, plan by plan, with the cause, the agency and the facts it rests on."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from auditor.audits import contents_of_all, framework_of
from auditor.cases import Case, cases_of
from auditor.clocks import CLOCKS
from auditor.contents import QUOTATION_LIMIT, Evidence
from auditor.counting import counted
from auditor.frameworks import Criterion, Framework
from auditor.free_text import look_through
from auditor.standing.expected import COUNTED, asked_plans
from db.tables import Assignment, Audit, Round
from db.vocabulary import AuditState, Value


@dataclass(frozen=True)
class Finding:
    """One question of a plan whose agreed answer is below met.

    `anchor` is what that answer means for this question, `causes` the pairs of cause and agency that were named.
    `places` is where in the plan it rests and `notes` what the auditors wrote of it; `sections` is where its question
    looks. Of a line that is worked out of dates, `why` is the sentence on them.
    """

    sampled: int
    reference: str
    criterion: str
    short: str
    question: str
    value: Value
    anchor: str
    causes: tuple[tuple[str, str], ...] = ()
    places: tuple[Evidence, ...] = ()
    why: str = ""
    sections: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def dated(self) -> bool:
        """Whether it is worked out of the plan's dates, so that nobody's answer stands behind it."""
        return bool(self.why)

    def of_agency(self, agency: str) -> bool:
        """Whether the agency was named as best placed to act on it."""
        return any(named == agency for _, named in self.causes)


def findings(session: Session, rnd: Round) -> tuple[Finding, ...]:
    """Everything below met in a round, in the order of its sample; without the places it rests on."""
    framework = framework_of(session, rnd.id or 0)
    cases = {case.facts.reference: case for case in cases_of(session, rnd, framework)}
    found: list[Finding] = []
    for plan in asked_plans(session, rnd.id or 0):
        case = cases.get(plan.reference)
        if case is not None:
            found += _of_plan(framework, rnd, plan.sampled, case)
    return tuple(found)


def _of_plan(framework: Framework, rnd: Round, sampled: int, case: Case) -> list[Finding]:
    causes: dict[str, set[tuple[str, str]]] = {}
    for key, agency, cause in case.causes:
        causes.setdefault(key, set()).add((cause, agency))
    found: list[Finding] = []
    for criterion in framework.criteria:
        value = case.answers.get(criterion.id)
        if value is None or not value.shortfall:
            continue
        dated = criterion.mode == "dates" and criterion.clock
        why = CLOCKS[str(criterion.clock)](case.facts.dates, rnd.as_at).why if dated else ""
        found.append(
            Finding(
                sampled, case.facts.reference, criterion.id, criterion.short, criterion.question, value,
                anchor_of(criterion, value), tuple(sorted(causes.get(criterion.id, ()))), why=why,
                sections=tuple(criterion.sections),
            )
        )  # fmt: skip
    return found


def anchor_of(criterion: Criterion, value: Value) -> str:
    """What an answer means for a question."""
    return str(getattr(criterion, value.token, "") or "")


def with_what_they_rest_on(session: Session, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """These with the places the auditors cited, each once, and with their notes.

    A note is taken where its answer is the agreed one and nothing in its words may identify somebody.
    """
    wanted = {(one.sampled, one.criterion): one.value for one in found}
    newest: dict[int, tuple[int, int]] = {}
    ids = sorted({sampled for sampled, _ in wanted})
    for at in range(0, len(ids), 500):
        rows = session.exec(
            select(Assignment.sampled_id, Assignment.id, Audit.id)
            .join(Audit, col(Audit.assignment_id) == Assignment.id)
            .where(col(Assignment.sampled_id).in_(ids[at : at + 500]), col(Assignment.kind).in_(COUNTED), counted())
            .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
            .order_by(col(Assignment.id), col(Audit.number), col(Audit.id))
        )
        newest |= {assignment or 0: (sampled, audit or 0) for sampled, assignment, audit in rows}
    held = contents_of_all(session, [audit for _, audit in newest.values()])
    places: dict[tuple[int, str], dict[Evidence, None]] = {}
    notes: dict[tuple[int, str], dict[str, None]] = {}
    for sampled, audit in newest.values():
        for key, items in held[audit].evidence.items():
            if (sampled, key) in wanted:
                places.setdefault((sampled, key), {}).update(dict.fromkeys(items))
        for (key, part), answer in sorted(held[audit].answers.items()):
            note, value = answer.note.strip(), wanted.get((sampled, key))
            agreed = answer.value is not None and (answer.value.shortfall if part else answer.value == value)
            if note and value is not None and agreed and not look_through((("note", note),)):
                short = note if len(note) <= QUOTATION_LIMIT else f"{note[:QUOTATION_LIMIT].rstrip()}…"
                notes.setdefault((sampled, key), {})[short] = None
    return tuple(
        replace(one, places=tuple(places.get(at, ())), notes=tuple(notes.get(at, ())))
        for one in found
        for at in ((one.sampled, one.criterion),)
    )
