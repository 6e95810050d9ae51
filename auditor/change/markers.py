"""Markers: what happened that a line over time should show, such as training delivered or a template changed."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from auditor.change.figures import MarkerRow
from auditor.changed import Changed
from auditor.reports.wording import readable
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Marker

LONGEST = 80
KINDS = frozenset({"marker"})


@dataclass(frozen=True)
class MarkerFacts:
    """What happened, on which day, and how many took part; None where nobody counted."""

    on: date
    words: str
    attended: int | None = None


def markers(store: Store) -> tuple[MarkerRow, ...]:
    """All markers, the earliest first."""
    with store.read() as session:
        return markers_of(session)


def markers_of(session: Session) -> tuple[MarkerRow, ...]:
    """All markers, the earliest first, within another job."""
    rows = session.exec(select(Marker).order_by(col(Marker.marked_on), col(Marker.id)))
    return tuple(MarkerRow(row.id or 0, row.marked_on, row.words, row.attended, row.row_version) for row in rows)


def add_marker(store: Store, facts: MarkerFacts) -> Changed:
    """Keep a marker. Raises UserError: `not_lead`, `no_words`, `long_words`, `attended`."""
    with store.write() as session:
        owner = store.lead(session, "puts markers on the line")
        row = Marker(marked_on=facts.on, words="")
        _write(session, row, facts)
        log.append(session, who=owner.name, what="added a marker", subject=_subject(row), after=_said(row))
        return Changed(KINDS, (row.id or 0,))


def change_marker(store: Store, marker: int, facts: MarkerFacts) -> Changed:
    """Say a marker otherwise. Raises as `add_marker`, and `no_marker`."""
    with store.write() as session:
        owner = store.lead(session, "puts markers on the line")
        row = _row(session, marker)
        before = _said(row)
        _write(session, row, facts)
        if _said(row) == before:
            return Changed(frozenset())
        row.row_version += 1
        log.append(
            session, who=owner.name, what="changed a marker", subject=_subject(row), before=before, after=_said(row)
        )
        return Changed(KINDS, (marker,))


def remove_marker(store: Store, marker: int) -> Changed:
    """Take a marker away. Raises UserError: `not_lead`, `no_marker`."""
    with store.write() as session:
        owner = store.lead(session, "takes markers off the line")
        row = _row(session, marker)
        log.append(session, who=owner.name, what="removed a marker", subject=_subject(row), before=_said(row))
        session.delete(row)
        return Changed(KINDS)


def _row(session: Session, marker: int) -> Marker:
    row = session.get(Marker, marker)
    if row is None:
        raise UserError("no_marker", "That marker is no longer here. Nothing was changed.")
    return row


def _write(session: Session, row: Marker, facts: MarkerFacts) -> None:
    if facts.attended is not None and facts.attended < 0:
        raise UserError("attended", "How many took part is 0 or more. Nothing was changed.")
    words = " ".join(readable(facts.words).split())
    if not words:
        raise UserError("no_words", "A marker needs words, such as 'Training delivered'. Nothing was changed.")
    if len(words) > LONGEST:
        raise UserError(
            "long_words",
            f"A marker stands in a chart, so it holds {LONGEST} characters, and this has {len(words)}. Nothing was "
            "changed. Say it in fewer words.",
        )
    row.marked_on, row.words, row.attended = facts.on, words, facts.attended
    session.add(row)
    session.flush()


def _subject(row: Marker) -> str:
    return f"marker of {row.marked_on.isoformat()}"


def _said(row: Marker) -> str:
    took_part = "" if row.attended is None else f", {row.attended:,} took part"
    return f"{row.marked_on.isoformat()}: {row.words}{took_part}"
