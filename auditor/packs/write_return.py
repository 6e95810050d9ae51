"""Write what a return brings into the lead's workspace, within one transaction, and take it out again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, delete, func, select

from auditor.audits import criterion_ids
from auditor.packs.answers_in import UNDONE, Coming, ReturnPlan
from auditor.packs.bulk import put_back
from auditor.packs.gather import portions
from auditor.packs.once import once
from auditor.packs.questions_in import write_replies
from auditor.packs.urgent_in import unwrite_urgent, write_urgent
from auditor.people.records import KNOWS_THE_CHILD
from db.tables import METADATA, Assignment, Audit, Conflict, Pack, Plan, Sent, now
from db.vocabulary import AuditState

_EVIDENCE = ("position", "section", "page", "paragraph", "quotation")


def write_return(session: Session, plan: ReturnPlan, pack: Pack, person: int, framework: int) -> dict[str, Any]:
    """Insert the revisions in bulk and note what else changed; gives what undoing needs."""
    before: dict[str, Any] = {"known": {}, "added": [], "removed": [], "gone": [], "again": [], "rows": []}
    keys = once(session, ("criteria", framework), lambda: criterion_ids(session, framework), fixed=True)
    _revisions(session, plan, pack, keys, before)
    for planned in plan.assignments:
        if planned.here is not None and planned.here.known_child_at != planned.known_after:
            was = planned.here.known_child_at
            before["known"][str(planned.here.id)] = was.isoformat() if was else None
            row = session.get_one(Assignment, planned.here.id)
            row.known_child_at = planned.known_after
            session.add(row)
    for key in plan.not_known_any_more:
        row = session.get_one(Conflict, key)
        before["removed"].append({"uid": row.uid, "plan_id": row.plan_id})
        session.delete(row)
    for row in plan.conflicts:
        session.add(
            Conflict(
                uid=row.uid, person_id=person, plan_id=plan.plan_ids[row.plan] if row.plan else None,
                setting=row.setting, area=row.area, writer=row.writer, reason=row.reason,
            )
        )  # fmt: skip
        before["added"].append(row.uid)
    for sent, assignment, at in plan.gone:
        session.get_one(Sent, (sent, assignment)).papers_gone_at = at
        before["gone"].append([sent, assignment])
    before["urgent"] = write_urgent(session, plan.urgent)
    write_replies(session, plan.replies, before["rows"])
    session.flush()
    return before


def _revisions(session: Session, plan: ReturnPlan, pack: Pack, keys: Mapping[str, int], before: dict[str, Any]) -> None:
    """All new revisions with what they hold, each table in one go. Those undone before stand again."""
    coming = [(planned.here.id, c) for planned in plan.assignments if planned.here for c in planned.coming]
    again = [c.again for _, c in coming if c.again is not None]
    for key in again:
        row = session.get_one(Audit, key)
        before["again"].append([key, row.pack_id])
        row.withdrawn_at, row.withdrawn_why, row.pack_id = None, "", pack.id
        session.add(row)
    new = [(assignment, c) for assignment, c in coming if c.again is None]
    if not new:
        return
    first = (session.exec(select(func.max(col(Audit.id)))).one() or 0) + 1
    ids = {c.row.uid: first + at for at, (_, c) in enumerate(new)}
    parents = _parents(session, new) | ids
    rows: dict[str, list[dict[str, Any]]] = {
        name: [] for name in ("audit", "answer", "evidence", "outcome", "prompt_mark", "thread_link")
    }
    for assignment, one in new:
        _add(rows, assignment, one, ids[one.row.uid], parents, pack.id or 0, keys)
    for table, values in rows.items():
        if values:
            session.connection().execute(insert(METADATA.tables[table]), values)


def _parents(session: Session, new: list[tuple[int, Coming]]) -> dict[str, int]:
    wanted = [c.row.parent for _, c in new if c.row.parent]
    found: dict[str, int] = {}
    for some in portions(wanted):
        rows = session.exec(select(Audit.uid, Audit.id).where(col(Audit.uid).in_(some)))
        found |= {uid: row or 0 for uid, row in rows}
    return found


def _add(
    rows: dict[str, list[dict[str, Any]]],
    assignment: int,
    one: Coming,
    audit: int,
    parents: Mapping[str, int],
    pack: int,
    keys: Mapping[str, int],
) -> None:
    row = one.row
    rows["audit"].append(
        {
            "id": audit, "uid": row.uid, "assignment_id": assignment, "device": one.device, "number": row.number,
            "parent_id": parents[row.parent] if row.parent else None, "state": row.state, "entered_by": "",
            "reason": row.reason, "digest": row.digest, "started_at": row.started_at, "ended_at": row.ended_at,
            "pack_id": pack, "withdrawn_at": None, "withdrawn_why": "", "checked_by": "", "checked_at": None,
            "minutes": row.minutes, "row_version": 1,
        }
    )  # fmt: skip
    rows["answer"] += [
        {
            "audit_id": audit, "criterion_id": keys[key], "part": part, "value": None if value is None else int(value),
            "cause": str(cause), "agency": str(agency), "note": note,
        }
        for key, part, value, cause, agency, note in row.answers
    ]  # fmt: skip
    rows["evidence"] += [
        {"audit_id": audit, "criterion_id": keys[key], **dict(zip(_EVIDENCE, rest, strict=True))}
        for key, *rest in row.evidence
    ]
    rows["outcome"] += [{"audit_id": audit, "number": number, "words": words} for number, words in row.outcomes]
    rows["prompt_mark"] += [{"audit_id": audit, "passage": passage, "mark": mark} for passage, mark in row.marks]
    link = ("from_kind", "from_number", "to_kind", "to_number")
    rows["thread_link"] += [{"audit_id": audit, **dict(zip(link, ends, strict=True))} for ends in row.links]


def unwrite_return(session: Session, pack: Pack, before: Mapping[str, Any]) -> tuple[str, ...]:
    """Withdraw the pack's revisions and put back what else it changed; gives the digests of what was withdrawn."""
    rows = session.exec(select(Audit).where(Audit.pack_id == pack.id, col(Audit.withdrawn_at).is_(None))).all()
    session.connection().execute(
        update(Audit)
        .where(col(Audit.pack_id) == pack.id, col(Audit.withdrawn_at).is_(None))
        .values(withdrawn_at=now(), withdrawn_why=UNDONE)
    )
    for key, earlier in before.get("again", ()):
        session.connection().execute(update(Audit).where(col(Audit.id) == key).values(pack_id=earlier))
    for key, was in before.get("known", {}).items():
        at = datetime.fromisoformat(was) if was else None
        session.connection().execute(update(Assignment).where(col(Assignment.id) == int(key)).values(known_child_at=at))
    for uid in before.get("added", ()):
        session.exec(delete(Conflict).where(col(Conflict.uid) == uid))
    for row in before.get("removed", ()):
        if session.get(Plan, row["plan_id"]) is not None:
            session.add(Conflict(**row, person_id=pack.person_id or 0, reason=KNOWS_THE_CHILD))
    for sent, assignment in before.get("gone", ()):
        row = session.get(Sent, (sent, assignment))
        if row is not None:
            row.papers_gone_at = None
            session.add(row)
    unwrite_urgent(session, before)
    put_back(session, before.get("rows", []))
    session.flush()
    session.expire_all()
    return tuple(row.digest for row in rows if row.state == AuditState.SUBMITTED)
