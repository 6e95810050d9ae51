"""The lead's notes on questions, for everybody who scores with a framework."""

from sqlmodel import Session, col, select

from auditor.answers import kept_note
from auditor.audits import criterion_ids
from auditor.changed import Changed
from db import log, tables
from db.errors import UserError
from db.store import Store
from db.tables import Round


def guidance_in(session: Session, framework_id: int) -> dict[str, str]:
    """The lead's notes on the questions of a frozen framework, by criterion."""
    rows = session.exec(
        select(tables.Criterion.key, tables.Guidance.words)
        .join(tables.Criterion, col(tables.Criterion.id) == tables.Guidance.criterion_id)
        .where(tables.Criterion.framework_id == framework_id)
    )
    return dict(rows.all())


def guidance_of(store: Store, round_id: int) -> dict[str, str]:
    """The lead's notes on the questions of a round, by criterion."""
    with store.read() as session:
        return guidance_in(session, session.get_one(Round, round_id).framework_id)


def write_guidance(store: Store, round_id: int, criterion: str, words: str) -> Changed:
    """Keep the lead's note on a criterion, for everybody who scores with this framework; empty words take it away.

    Raises UserError (`off_scale`, `long_note`).
    """
    words = kept_note(words).strip()
    with store.write() as session:
        ids = criterion_ids(session, session.get_one(Round, round_id).framework_id)
        if criterion not in ids:
            raise UserError("off_scale", f"{criterion} is not asked in this framework. Nothing was changed.")
        owner = store.owner(session)
        row = session.exec(select(tables.Guidance).where(tables.Guidance.criterion_id == ids[criterion])).first()
        before = row.words if row else ""
        if row is None:
            row = tables.Guidance(criterion_id=ids[criterion], words="", written_by=owner.name)
        if words:
            row.words, row.written_by, row.written_at = words, owner.name, tables.now()
            row.row_version += 1
            session.add(row)
        elif row.id is not None:
            session.delete(row)
        log.append(
            session, who=owner.name, what="wrote guidance", subject=f"criterion {criterion}", before=before, after=words
        )
    return Changed(frozenset({"guidance"}))
