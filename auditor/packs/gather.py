"""What a workspace holds of one round for one person, read into the rows of a pack."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlmodel import Session, col, select

from auditor.audits import still_in
from auditor.counting import counted
from auditor.moderation.questions import open_questions
from auditor.packs.rows import (
    MOST_PLANS,
    AssignmentRow,
    ConflictRow,
    FrameworkRow,
    GoneRow,
    GuidanceRow,
    PersonRow,
    PlanRow,
    QuestionRow,
    ReplyRow,
    ReturnedRow,
    ReturnRows,
    RevisionRow,
    RightRow,
    RoundRow,
    SampledRow,
    UrgentRow,
    WorkRows,
    clean_line,
)
from db import tables
from db.errors import UserError
from db.tables import Assignment, Audit, Conflict, Person, Plan, Round, RoundPlan, Sampled, now
from db.vocabulary import AssignmentKind, AuditState, Value

_M = TypeVar("_M", bound=BaseModel)
_PORTION = 500


def portions(ids: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """So many at a time as a query takes as parameters."""
    return (ids[at : at + _PORTION] for at in range(0, len(ids), _PORTION))


def carried(model: type[_M], *rows: object, **more: Any) -> _M:
    """A row of a pack from rows of tables: each field by its own name, or from `more`; checked as on arrival."""
    found = dict(more)
    for name in model.model_fields:
        if name not in found:
            found[name] = next(getattr(row, name) for row in rows if hasattr(row, name))
    return model.model_validate(found)


def work_rows(session: Session, rnd: Round, person: Person) -> WorkRows:
    """All that somebody has in a round, as it stands; what was taken back among it only where it was sent before."""
    rows = session.exec(
        select(Assignment, Sampled, RoundPlan, Plan)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(RoundPlan.round_id == rnd.id, Assignment.person_id == person.id)
        .order_by(col(Sampled.draw_order), col(Sampled.id), col(Assignment.id))
    ).all()
    sent = set(session.exec(select(tables.Sent.assignment_id)))
    inside = set(session.exec(select(Sampled.id).where(still_in())))
    rows = [r for r in rows if r[0].id in sent or (r[0].withdrawn_at is None and r[1].id in inside)]
    if len(rows) > MOST_PLANS:
        raise UserError(
            "too_large",
            f"{person.name} has {len(rows):,} plans in {rnd.name}, and a pack takes {MOST_PLANS:,}. No pack was made. "
            "Give some of them to somebody else.",
        )
    framework = session.get_one(tables.Framework, rnd.framework_id)
    return WorkRows(
        round=carried(RoundRow, rnd),
        framework=carried(FrameworkRow, framework),
        guidance=_guidance(session, framework),
        plans=tuple({plan.id: carried(PlanRow, plan, facts) for _, _, facts, plan in rows}.values()),
        sampled=tuple({s.id: carried(SampledRow, s, plan=plan.uid) for _, s, _, plan in rows}.values()),
        assignments=tuple(
            carried(AssignmentRow, a, sampled=s.uid, withdrawn_at=a.withdrawn_at or (None if s.id in inside else now()))
            for a, s, _, _ in rows
        ),
        person=carried(PersonRow, person),
        conflicts=conflicts_of(session, person.id or 0),
        right=_right(session, rnd, [a.id or 0 for a, *_ in rows]),
        questions=_questions(session, rnd, {a.id or 0: s.uid for a, s, *_ in rows}),
        papers=(),
    )


def _guidance(session: Session, framework: tables.Framework) -> tuple[GuidanceRow, ...]:
    rows = session.exec(
        select(tables.Guidance, tables.Criterion.key)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Guidance.criterion_id)
        .where(tables.Criterion.framework_id == framework.id)
        .order_by(col(tables.Criterion.position))
    )
    return tuple(carried(GuidanceRow, row, criterion=key) for row, key in rows)


def conflicts_of(session: Session, person: int) -> tuple[ConflictRow, ...]:
    """What somebody must not score."""
    rows = session.exec(
        select(Conflict, Plan.uid, Plan.reference)
        .join(Plan, col(Plan.id) == Conflict.plan_id, isouter=True)
        .where(Conflict.person_id == person)
        .order_by(col(Conflict.id))
    )
    typed = ("setting", "area", "writer", "reason")
    return tuple(
        carried(
            ConflictRow, row, plan=uid or "", reference=name or "", **{n: clean_line(getattr(row, n)) for n in typed}
        )
        for row, uid, name in rows
    )


def _right(session: Session, rnd: Round, assignments: Sequence[int]) -> tuple[RightRow, ...]:
    """What is right on the calibration plans that this person has submitted; nobody sees it beforehand."""
    through: set[int] = set()
    for some in portions(assignments):
        through |= set(
            session.exec(
                select(Assignment.sampled_id)
                .join(Audit, col(Audit.assignment_id) == Assignment.id)
                .where(col(Assignment.id).in_(some), Assignment.kind == AssignmentKind.CALIBRATION, counted())
                .where(Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
            )
        )
    if not through:
        return ()
    rows = session.exec(
        select(tables.ReferenceAnswer, Sampled.uid, tables.Criterion.key)
        .join(Sampled, col(Sampled.id) == tables.ReferenceAnswer.sampled_id)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.ReferenceAnswer.criterion_id)
        .where(col(tables.ReferenceAnswer.sampled_id).in_(through))
        .where(tables.Criterion.framework_id == rnd.framework_id)
        .order_by(Sampled.uid, col(tables.Criterion.position))
    )
    return tuple(RightRow(sampled=uid, criterion=key, value=Value(r.value), reason=r.reason) for r, uid, key in rows)


def _questions(session: Session, rnd: Round, assignments: Mapping[int, str]) -> tuple[QuestionRow, ...]:
    """The open questions about these assignments' answers; `assignments` leads to the uid of a place in the sample."""
    asked = [q for key, found in open_questions(session, rnd.id or 0).items() if key in assignments for q in found]
    return tuple(
        carried(
            QuestionRow, session.get_one(tables.Aside, q.aside), sampled=assignments[q.assignment],
            criterion=q.criterion,
        )
        for q in asked
    )  # fmt: skip


def return_rows(session: Session, rnd: Round, person: Person) -> ReturnRows:
    """All that the workspace's owner has done in a round: every ended revision that stands, what was given back."""
    assignments = session.exec(
        select(Assignment)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == rnd.id, Assignment.person_id == person.id)
        .order_by(col(Assignment.id))
    ).all()
    revisions = _revisions(session, rnd, [a.id or 0 for a in assignments])
    gone = session.exec(
        select(tables.Pack.uid, Assignment.uid, tables.Paper.gone_at)
        .join(tables.Pack, col(tables.Pack.id) == tables.Paper.pack_id)
        .join(Assignment, col(Assignment.id) == tables.Paper.assignment_id)
        .where(tables.Pack.round_id == rnd.id, col(tables.Paper.gone_at).is_not(None))
        .order_by(col(tables.Paper.id))
    )
    return ReturnRows(
        round=rnd.uid,
        person=person.uid,
        assignments=tuple(carried(ReturnedRow, a, revisions=revisions.get(a.id or 0, ())) for a in assignments),
        conflicts=conflicts_of(session, person.id or 0),
        gone=tuple(GoneRow(pack=pack, assignment=of, gone_at=at) for pack, of, at in gone if at is not None),
        urgent=_urgent(session, assignments),
        replies=_replies(session, {a.id or 0: a.uid for a in assignments}),
    )


def _urgent(session: Session, assignments: Sequence[Assignment]) -> tuple[UrgentRow, ...]:
    """The plans flagged urgent here, each by the first of the assignments that go with it."""
    places = {a.sampled_id: a.uid for a in reversed(assignments)}
    rows: list[tables.UrgentFlag] = []
    for some in portions(list(places)):
        rows += session.exec(select(tables.UrgentFlag).where(col(tables.UrgentFlag.sampled_id).in_(some)))
    return tuple(carried(UrgentRow, r, assignment=places[r.sampled_id]) for r in sorted(rows, key=lambda r: r.id or 0))


def _replies(session: Session, assignments: Mapping[int, str]) -> tuple[ReplyRow, ...]:
    """What was written back to questions about these assignments, those that are no longer asked among them."""
    found: list[ReplyRow] = []
    for some in portions(sorted(assignments)):
        rows = session.exec(
            select(tables.AsideReply, tables.Aside.uid)
            .join(tables.Aside, col(tables.Aside.id) == tables.AsideReply.aside_id)
            .where(col(tables.AsideReply.assignment_id).in_(some))
            .order_by(col(tables.AsideReply.id))
        )
        found += [carried(ReplyRow, r, aside=aside, assignment=assignments[r.assignment_id]) for r, aside in rows]
    return tuple(found)


def _revisions(session: Session, rnd: Round, assignments: Sequence[int]) -> dict[int, tuple[RevisionRow, ...]]:
    audits: list[Audit] = []
    for some in portions(assignments):
        audits += session.exec(
            select(Audit)
            .where(col(Audit.assignment_id).in_(some), Audit.state != AuditState.DRAFT)
            .where(col(Audit.withdrawn_at).is_(None))
            .order_by(col(Audit.assignment_id), col(Audit.number), col(Audit.id))
        ).all()
    uids = dict(session.exec(select(Audit.id, Audit.uid)).all())
    named = select(tables.Criterion.id, tables.Criterion.key).where(tables.Criterion.framework_id == rnd.framework_id)
    keys = dict(session.exec(named).all())
    held = _held(session, [a.id or 0 for a in audits], keys)
    found: dict[int, list[RevisionRow]] = {}
    for audit in audits:
        pieces = {name: tuple(rows.get(audit.id or 0, ())) for name, rows in held.items()}
        row = carried(RevisionRow, audit, parent=uids.get(audit.parent_id, ""), **pieces)
        found.setdefault(audit.assignment_id, []).append(row)
    return {assignment: tuple(rows) for assignment, rows in found.items()}


def _held(
    session: Session, audits: Sequence[int], keys: Mapping[int | None, str]
) -> dict[str, dict[int, list[tuple[Any, ...]]]]:
    """Everything these revisions hold, by the name of a pack's field and by revision."""
    held: dict[str, dict[int, list[tuple[Any, ...]]]] = {
        name: {} for name in ("answers", "evidence", "outcomes", "marks", "links")
    }

    def put(name: str, audit: int, *values: Any) -> None:
        held[name].setdefault(audit, []).append(values)

    for some in portions(audits):
        for a in session.exec(select(tables.Answer).where(col(tables.Answer.audit_id).in_(some))):
            put("answers", a.audit_id, keys[a.criterion_id], a.part, a.value, a.cause, a.agency, a.note)
        for e in session.exec(select(tables.Evidence).where(col(tables.Evidence.audit_id).in_(some))):
            put("evidence", e.audit_id, keys[e.criterion_id], e.position, e.section, e.page, e.paragraph, e.quotation)
        for o in session.exec(select(tables.Outcome).where(col(tables.Outcome.audit_id).in_(some))):
            put("outcomes", o.audit_id, o.number, o.words)
        for m in session.exec(select(tables.PromptMark).where(col(tables.PromptMark.audit_id).in_(some))):
            put("marks", m.audit_id, m.passage, m.mark)
        for x in session.exec(select(tables.ThreadLink).where(col(tables.ThreadLink.audit_id).in_(some))):
            put("links", x.audit_id, x.from_kind, x.from_number, x.to_kind, x.to_number)
    return held
