"""What waits for the lead of a round after its audits: the facts check, and what a re-audit has found mended."""

from collections.abc import Iterator
from datetime import date

from sqlmodel import Session, col, func, select

from auditor.facts_check.open_points import open_points
from auditor.plural import several
from auditor.re_audit.mending import mended_words, read_mending
from auditor.standing.needs import Need
from db.tables import FactSheet, Round
from db.vocabulary import RoundKind, RoundState


def needs_after(session: Session, rnd: Round, day: date) -> tuple[Need, ...]:
    """Points of the facts check without outcome and sheets that are late; the counts of a re-audit."""
    return (*_facts(session, rnd, day), *_mended(session, rnd))


def _facts(session: Session, rnd: Round, day: date) -> Iterator[Need]:
    if rnd.state != RoundState.FACTS_CHECK:
        return
    points = len(open_points(session, rnd.id or 0))
    out = select(func.count()).select_from(FactSheet).where(FactSheet.round_id == rnd.id)
    late = session.exec(out.where(col(FactSheet.returned_on).is_(None), col(FactSheet.due_on) < day)).one()
    sheets = f"{several(late, 'sheet')} of the facts check {'is' if late == 1 else 'are'} out past their day"
    if points:
        detail = f"{sheets}." if late else "Accept each, or say why not."
        yield Need("facts", f"{several(points, 'point')} of the facts check to settle", detail, "Check facts", "facts")
    elif late:
        yield Need("facts", sheets, "Ask for them, or note that they are back.", "Check facts", "facts")


def _mended(session: Session, rnd: Round) -> Iterator[Need]:
    if rnd.kind != RoundKind.RE_AUDIT:
        return
    table = read_mending(session, rnd)
    if table.lines and table.count(None) < len(table.lines):
        yield Need("mending", "Mended as asked", mended_words(table), "See what was mended", "mending")
