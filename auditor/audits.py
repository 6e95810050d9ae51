"""One assignment's revisions: which is current, whether it may be written to, and what it holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement
from sqlalchemy.dialects.sqlite import insert  # an upsert by key; PostgreSQL's form of it is the same
from sqlmodel import Session, col, delete, select

from auditor.answers import Answer
from auditor.contents import Contents, Evidence, Link
from auditor.frameworks import Criterion, Framework
from auditor.round_states import Deed, need, refusal
from db import tables
from db.errors import UserError
from db.store import Store
from db.tables import METADATA, Assignment, Audit, Person, Plan, Round, RoundPlan, Sampled, now
from db.vocabulary import AssignmentKind, AuditState, Value

WENT_ON = "went on after a return"
"""Why there is another revision where work went on after it was sent unfinished."""
BEGUN_AGAIN = "begun again after what was answered before was withdrawn"
_NEW = insert(tables.Answer.__table__)  # pyright: ignore[reportAttributeAccessIssue,reportUnknownMemberType,reportUnknownArgumentType]
_UPSERT = _NEW.on_conflict_do_update(
    index_elements=["audit_id", "criterion_id", "part"],
    set_={name: _NEW.excluded[name] for name in ("value", "cause", "agency", "note")},
)


@dataclass(frozen=True)
class Work:
    """An assignment with what belongs to it; lives only inside a job.

    `replaced` says that another plan was drawn for this one, `papers_missing` that its papers were not found.
    """

    assignment: Assignment
    person: Person
    plan: RoundPlan
    reference: str
    round_id: int
    replaced: bool = False
    papers_missing: bool = False


def work_of(session: Session, assignment: int) -> Work:
    """What is asked of whom, about which plan. Raises UserError (`no_assignment`) if it is not there."""
    row = session.exec(
        select(Assignment, Person, RoundPlan, Sampled)
        .join(Person, col(Person.id) == Assignment.person_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(Assignment.id == assignment)
    ).first()
    if row is None:
        raise UserError("no_assignment", "This plan is no longer allocated. Nothing was changed. Choose another plan.")
    found, person, plan, sampled = row
    reference = session.get_one(Plan, plan.plan_id).reference
    replaced = session.exec(select(Sampled.id).where(Sampled.replaces_id == sampled.id)).first() is not None
    return Work(found, person, plan, reference, plan.round_id, replaced, sampled.papers_missing_on is not None)


def locked_of(session: Session, store: Store, work: Work, audit: Audit | None) -> str:
    """Why nothing can be written to this audit here, in a sentence; empty where it can.

    Only the auditor writes their own answers. The workspace's owner may type in a paper sheet for somebody else, but
    not go on with an audit which that person began.
    """
    if refused := refusal(session.get_one(Round, work.round_id), deed_of(work, audit)):
        return refused
    if work.assignment.withdrawn_at is not None:
        return "This plan was taken back by the lead. What was answered is kept, and counts nowhere."
    if work.assignment.known_child_at is not None:
        return "This plan was given back, because the auditor knows the child."
    if work.replaced:
        return "Another plan was drawn in the place of this one, so it is out of the round."
    if work.papers_missing:
        return "The papers of this plan were not found. Your lead can say when they are."
    if audit is None:
        return ""
    if several_devices(session, work.assignment.id or 0):
        return "There are answers from two computers. The lead chooses between them first."
    if audit.state == AuditState.SUBMITTED:
        return "This audit is submitted. Reopen it, with a reason, to change an answer."
    if not audit.entered_by and not owned(session, store, work):
        return f"{work.person.name} began this audit, and only they can go on with it."
    return ""


def not_to_reopen(session: Session, store: Store, work: Work, audit: Audit) -> str:
    """Why a submitted audit cannot be opened again here, in a sentence; empty where it can.

    What came in a pack belongs to its auditor, and is opened again in their own workspace.
    """
    if work.assignment.withdrawn_at is not None:
        return "This plan was taken back by the lead."
    if several_devices(session, work.assignment.id or 0):
        return "There are answers from two computers. The lead chooses between them first."
    if audit.pack_id is not None and not owned(session, store, work):
        return f"{work.person.name} sent these answers. Only they can open them again, and send them anew."
    return ""


def several_devices(session: Session, assignment: int) -> bool:
    """Whether the revisions that stand come from more than one computer."""
    rows = select(Audit.device).where(Audit.assignment_id == assignment, col(Audit.withdrawn_at).is_(None))
    return len(session.exec(rows.distinct()).all()) > 1


def shown_state(state: str) -> str:
    """How far a revision has come, for a person: one that was sent unfinished is still being worked on."""
    return AuditState.DRAFT.value if state == AuditState.SEALED else state


def deed_of(work: Work, audit: Audit | None) -> Deed:
    """What writing to an assignment's audit comes to; later revisions belong to reopening it."""
    if work.assignment.kind == AssignmentKind.CALIBRATION:
        return Deed.PRACTISE
    later = audit is not None and (audit.number > 1 or audit.state != AuditState.DRAFT)
    return Deed.REOPEN if later else Deed.SCORE


def owned(session: Session, store: Store, work: Work) -> bool:
    """Whether the assignment is the workspace owner's own."""
    return store.owner(session).person_id == work.person.id


def draft_of(session: Session, store: Store, work: Work) -> Audit:
    """The draft to write to, made now if this is the first answer, and marked if the owner types for somebody else.

    Where the newest revision was sent unfinished, that one is left alone and the draft goes on from it.
    Raises UserError (`round_state`, `locked_audit`).
    """
    audit = current(session, work.assignment.id or 0)
    need(session, work.round_id, deed_of(work, audit))
    locked = locked_of(session, store, work, audit)
    if locked:
        raise UserError("locked_audit", f"{locked} Nothing was changed.")
    if audit is None:
        owner = store.owner(session)
        audit = Audit(assignment_id=work.assignment.id or 0, device=owner.device, number=1)
        audit.entered_by = "" if owned(session, store, work) else owner.name
        own = select(Audit).where(Audit.assignment_id == work.assignment.id, Audit.device == owner.device)
        last = session.exec(own.order_by(col(Audit.number).desc())).first()
        if last is not None:  # withdrawn, and kept: it has its number still
            audit.number, audit.parent_id, audit.reason = last.number + 1, last.id, BEGUN_AGAIN
        session.add(audit)
        session.flush()
    elif audit.state == AuditState.SEALED:
        audit = _next_revision(session, store, audit)
    return audit


def _next_revision(session: Session, store: Store, old: Audit) -> Audit:
    """A draft that holds what the old revision holds."""
    new = Audit(
        assignment_id=old.assignment_id, device=store.owner(session).device, number=old.number + 1, parent_id=old.id,
        reason=WENT_ON, entered_by=old.entered_by, minutes=old.minutes,
    )  # fmt: skip
    session.add(new)
    session.flush()
    copy_contents(session, old.id or 0, new.id or 0)
    return new


def withdraw_all(session: Session, assignment: int, why: str) -> None:
    """Withdraw every revision of an assignment that stands, within a job; they are kept."""
    rows = select(Audit).where(Audit.assignment_id == assignment, col(Audit.withdrawn_at).is_(None))
    for row in session.exec(rows):
        row.withdrawn_at, row.withdrawn_why = now(), why
        session.add(row)


def still_in() -> ColumnElement[bool]:
    """Keeps, in a query on `Sampled`, the plans that no other was drawn for."""
    return col(Sampled.id).not_in(select(Sampled.replaces_id).where(col(Sampled.replaces_id).is_not(None)))


def current(session: Session, assignment: int) -> Audit | None:
    """The newest revision of an assignment that has not been withdrawn."""
    rows = select(Audit).where(Audit.assignment_id == assignment, col(Audit.withdrawn_at).is_(None))
    return session.exec(rows.order_by(col(Audit.number).desc(), col(Audit.id).desc()).limit(1)).first()


def framework_of(session: Session, round_id: int) -> Framework:
    """The framework copy a round was frozen with."""
    content = session.exec(
        select(tables.Framework.content)
        .join(Round, col(Round.framework_id) == tables.Framework.id)
        .where(Round.id == round_id)
    ).one()
    return _thawed(content)


@lru_cache(maxsize=8)
def _thawed(content: str) -> Framework:
    """The framework kept as this text. It never changes, so one copy serves every job."""
    try:
        return Framework.from_json(content)
    except UserError as problem:
        raise UserError(
            "damaged",
            "The framework kept in this workspace has been changed, so its figures cannot be worked out. Nothing was "
            "changed now. Restore the newest backup.",
        ) from problem


def asked_of(framework: Framework, criteria: str) -> tuple[Criterion, ...]:
    """The judged criteria an assignment asks for: all of them, or those whose keys are listed."""
    chosen = set(criteria.split())
    return tuple(c for c in framework.judged if not chosen or c.id in chosen)


def criterion_ids(session: Session, framework_id: int) -> dict[str, int]:
    """From criterion key to row id, for one frozen framework."""
    rows = session.exec(
        select(tables.Criterion.key, tables.Criterion.id).where(tables.Criterion.framework_id == framework_id)
    )
    return {key: row for key, row in rows if row is not None}


def answers_of(session: Session, audit: int) -> dict[str, Answer]:
    """The whole answers of one revision, by criterion key; those given for each outcome are left out."""
    rows = session.exec(
        select(tables.Criterion.key, tables.Answer)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
        .where(tables.Answer.audit_id == audit, tables.Answer.part == 0)
    )
    return {key: answer_of(a) for key, a in rows}


def answer_of(row: tables.Answer) -> Answer:
    """The answer that a row keeps."""
    return Answer(None if row.value is None else Value(row.value), row.cause, row.agency, row.note)


def put_answers(session: Session, audit: int, answers: Mapping[int, Answer], part: int = 0) -> None:
    """Write answers by criterion id, whatever stood there; a blank one takes its row away."""
    blank = [criterion for criterion, answer in answers.items() if answer.blank]
    if blank:
        at = col(tables.Answer.criterion_id).in_(blank)
        here = (col(tables.Answer.audit_id) == audit, col(tables.Answer.part) == part)
        session.exec(delete(tables.Answer).where(*here, at))
    rows = [
        {
            "audit_id": audit, "criterion_id": criterion, "part": part, "cause": answer.cause, "agency": answer.agency,
            "value": None if answer.value is None else int(answer.value), "note": answer.note,
        }
        for criterion, answer in answers.items()
        if not answer.blank
    ]  # fmt: skip
    if rows:
        session.connection().execute(_UPSERT, rows)


def contents_of(session: Session, audit: int) -> Contents:
    """Everything one revision holds."""
    return contents_of_all(session, (audit,))[audit]


def contents_of_all(session: Session, audits: Sequence[int]) -> dict[int, Contents]:
    """Everything each of some revisions holds, read in one go: not more of them than a query takes, some hundreds."""
    answers: dict[int, dict[tuple[str, int], Answer]] = {audit: {} for audit in audits}
    evidence: dict[int, dict[str, list[Evidence]]] = {audit: {} for audit in audits}
    outcomes: dict[int, dict[int, str]] = {audit: {} for audit in audits}
    marks: dict[int, dict[str, str]] = {audit: {} for audit in audits}
    links: dict[int, set[Link]] = {audit: set() for audit in audits}
    for key, row in session.exec(
        select(tables.Criterion.key, tables.Answer)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Answer.criterion_id)
        .where(col(tables.Answer.audit_id).in_(audits))
    ):
        answers[row.audit_id][key, row.part] = answer_of(row)
    for key, row in session.exec(
        select(tables.Criterion.key, tables.Evidence)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Evidence.criterion_id)
        .where(col(tables.Evidence.audit_id).in_(audits))
        .order_by(col(tables.Evidence.criterion_id), col(tables.Evidence.position))
    ):
        evidence[row.audit_id].setdefault(key, []).append(Evidence(row.section, row.page, row.paragraph, row.quotation))
    for row in session.exec(select(tables.Outcome).where(col(tables.Outcome.audit_id).in_(audits))):
        outcomes[row.audit_id][row.number] = row.words
    for row in session.exec(select(tables.PromptMark).where(col(tables.PromptMark.audit_id).in_(audits))):
        marks[row.audit_id][row.passage] = row.mark
    for row in session.exec(select(tables.ThreadLink).where(col(tables.ThreadLink.audit_id).in_(audits))):
        links[row.audit_id].add(Link(row.from_kind, row.from_number, row.to_kind, row.to_number))
    return {
        audit: Contents(
            answers[audit], {key: tuple(items) for key, items in evidence[audit].items()}, outcomes[audit],
            marks[audit], frozenset(links[audit]),
        )
        for audit in audits
    }  # fmt: skip


def copy_contents(session: Session, old: int, new: int) -> None:
    """Give a new revision everything the old one holds."""
    for table in (tables.Answer, tables.Evidence, tables.Outcome, tables.PromptMark, tables.ThreadLink):
        # every column that is not the row's own number, whatever columns a table comes to have
        columns = [
            c.name for c in METADATA.tables[str(table.__tablename__)].columns if c.name not in ("id", "audit_id")
        ]
        rows = session.exec(select(table).where(col(table.audit_id) == old)).all()
        copies = [{"audit_id": new} | {name: getattr(row, name) for name in columns} for row in rows]
        if copies:
            session.connection().execute(METADATA.tables[str(table.__tablename__)].insert(), copies)
