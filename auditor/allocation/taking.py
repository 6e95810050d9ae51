"""Rows of who has what: one that already travelled is taken back, never deleted, and comes back when given again."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import insert, update
from sqlmodel import Session, col, delete, select

from db.tables import Assignment, Audit, Sent, new_uid, now

_PORTION = 500


def take_out(session: Session, assignments: Collection[int]) -> None:
    """Take assignments away, within a job: those never sent and never begun for good, the others as taken back."""
    ids = sorted(assignments)
    for at in range(0, len(ids), _PORTION):
        some = ids[at : at + _PORTION]
        here = col(Assignment.id).in_(some)
        kept = col(Assignment.id).in_(select(Sent.assignment_id)) | col(Assignment.id).in_(select(Audit.assignment_id))
        session.connection().execute(
            update(Assignment).where(here, kept, col(Assignment.withdrawn_at).is_(None)).values(withdrawn_at=now())
        )
        session.exec(delete(Assignment).where(here, ~kept))
    session.expire_all()


def hand_over(session: Session, row: Assignment, person: int) -> None:
    """Give an assignment to somebody else, within a job; one that travelled stays where it went, as taken back."""
    key = row.id or 0
    twin = select(Assignment.id).where(
        Assignment.sampled_id == row.sampled_id, Assignment.person_id == person, Assignment.kind == row.kind
    )
    travelled = session.exec(select(Sent.assignment_id).where(Sent.assignment_id == key)).first()
    begun = session.exec(select(Audit.id).where(Audit.assignment_id == key)).first()
    if travelled is None and begun is None and session.exec(twin).first() is None:
        row.person_id, row.known_child_at, row.given_at = person, None, now()
        session.add(row)
        return
    new = {"sampled_id": row.sampled_id, "kind": row.kind, "criteria": row.criteria, "due_on": row.due_on}
    take_out(session, [key])
    give_out(session, [{"uid": new_uid(), **new, "person_id": person, "given_at": now()}])


def give_out(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write assignments, each with all its columns but `id`; one that was taken back comes back with its answers."""
    kept = {
        (sampled, person, kind): row
        for row, sampled, person, kind in session.exec(
            select(Assignment.id, Assignment.sampled_id, Assignment.person_id, Assignment.kind).where(
                col(Assignment.withdrawn_at).is_not(None)
            )
        )
    }
    new: list[Mapping[str, Any]] = []
    for row in rows:
        known = kept.get((row["sampled_id"], row["person_id"], row["kind"]))
        if known is None:
            new.append(row)
            continue
        again = {name: row[name] for name in ("criteria", "due_on", "given_at")}
        again |= {"withdrawn_at": None, "known_child_at": None}
        session.connection().execute(update(Assignment).where(col(Assignment.id) == known).values(**again))
    if new:
        session.connection().execute(insert(Assignment), [dict(row) for row in new])
    session.expire_all()
