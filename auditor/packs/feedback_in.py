"""Feedback as it comes to an auditor: what a pack of it holds in short, and the newest that is in."""

from collections import Counter

from sqlmodel import Session, col, select

from auditor.packs.door import Arrival, summary_of
from auditor.packs.feedback_rows import FeedbackRows, read_feedback
from auditor.packs.staged import StagedRow, Verdict
from auditor.plural import several
from db.tables import Pack
from db.vocabulary import PackKind

FEEDBACK = "feedback"
"""By what name the summary of a pack that is in keeps the feedback it brought."""


def feedback_table(arrival: Arrival) -> tuple[tuple[StagedRow, ...], tuple[str, ...]]:
    """The plans a feedback pack speaks of, a row each, and what it is in a sentence."""
    rows = arrival.feedback.differed if arrival.feedback else ()
    plans = Counter(row.reference for row in rows)
    told = tuple(
        StagedRow(Verdict.ADD, name, "", "", become_words=f"{several(n, 'answer')} settled otherwise")
        for name, n in sorted(plans.items())
    )
    return told, ("Feedback from your lead on what you submitted. None of your answers is changed by it.",)


def newest_feedback(session: Session, round_id: int) -> tuple[Pack, FeedbackRows] | None:
    """The newest feedback that is in for a round and was not undone or purged, with its pack; None without any."""
    packs = session.exec(
        select(Pack).where(
            col(Pack.outgoing).is_(False), Pack.kind == PackKind.FEEDBACK.value, Pack.round_id == round_id,
            col(Pack.applied_at).is_not(None), col(Pack.undone_at).is_(None),
        ).order_by(col(Pack.sealed_at).desc(), col(Pack.number).desc())
    ).all()  # fmt: skip
    for pack in packs:
        if kept := summary_of(pack).get(FEEDBACK):
            return pack, read_feedback(kept)
    return None
