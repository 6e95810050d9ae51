"""The decisions of a round as they are kept, and the digest that the change log tells of each."""

import hashlib
import json
from collections.abc import Mapping

from sqlalchemy import ColumnElement
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from auditor.agreed import Ruling
from db import tables
from db.tables import Decision, RoundPlan, Sampled
from db.vocabulary import Value

_Later = aliased(Decision)


def is_current() -> ColumnElement[bool]:
    """Keeps, in a query on `Decision`, those that no later one supersedes."""
    return ~select(_Later.id).where(_Later.supersedes_id == Decision.id).exists()


def current_decision(session: Session, sampled: int, criterion: int) -> Decision | None:
    """The newest decision on one question of a plan, be it one that took another back; None without any."""
    rows = select(Decision).where(Decision.sampled_id == sampled, Decision.criterion_id == criterion, is_current())
    return session.exec(rows).first()


def rulings_of(session: Session, round_id: int) -> dict[int, dict[str, Ruling]]:
    """The current decisions of a round, by sampled plan and criterion key; those taken back are left out."""
    rows = session.exec(
        select(Decision, tables.Criterion.key)
        .join(tables.Criterion, col(tables.Criterion.id) == Decision.criterion_id)
        .join(Sampled, col(Sampled.id) == Decision.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, is_current(), col(Decision.value).is_not(None))
        .order_by(col(Decision.id))
    )
    found: dict[int, dict[str, Ruling]] = {}
    for row, key in rows:
        ruling = Ruling(Value(row.value), row.cause, row.agency, row.rests_on)
        found.setdefault(row.sampled_id, {})[key] = ruling
    return found


def content_digest(row: Decision, subject: str, supersedes: str) -> str:
    """SHA-256 of all that a decision says; `subject` is its round, plan and criterion, `supersedes` a uid or empty."""
    said: Mapping[str, object] = {
        "uid": row.uid, "subject": subject, "value": row.value, "cause": row.cause, "agency": row.agency,
        "reason": row.reason, "rests_on": row.rests_on, "by": row.by, "at": row.at.isoformat(),
        "supersedes": supersedes,
    }  # fmt: skip
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
