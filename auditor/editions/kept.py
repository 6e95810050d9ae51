"""Whether the register of public editions is still what the change log tells of it."""

from collections.abc import Iterator

from pydantic import ValidationError
from sqlmodel import Session, col, select

from auditor.editions.figures import figures_from_json
from db.tables import Log, LogPayload, Release, Round

PUBLISHED = "published"
"""What the log calls publishing an edition."""


def told_of(mark: str, fingerprint: str) -> str:
    """How the log names an edition."""
    return f"public edition {mark} of the figures {fingerprint}"


def release_faults(session: Session) -> Iterator[str]:
    """Editions that are not kept as the log tells of them, one for one."""
    entries = session.exec(
        select(Log.seq, Log.subject, LogPayload.after)
        .join(LogPayload, col(LogPayload.seq) == Log.seq)
        .where(Log.what == PUBLISHED)
        .order_by(col(Log.seq))
    )
    told = {seq: (subject, after) for seq, subject, after in entries}
    rows = select(Release, Round.name).join(Round, col(Round.id) == Release.round_id).order_by(col(Release.id))
    for row, name in session.exec(rows).all():
        try:
            known = told_of(figures_from_json(row.figures).mark, row.fingerprint)
        except ValidationError:
            yield f"What was published from {name} on {row.at:%d/%m/%Y} can no longer be read."
            known = ""
        seq = next((seq for seq, (_, after) in told.items() if known and after == known), None)
        if seq is not None:
            del told[seq]
        elif known:
            yield f"The edition of {name} published on {row.at:%d/%m/%Y} is not kept as the log tells of it."
    for subject, _ in told.values():
        yield f"The log tells of an edition of {subject} that is not in the register as it was."
