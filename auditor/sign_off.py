"""Signing a round off: its figures are kept, with their fingerprint and the head of the change log."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, select

from auditor.results import round_results
from auditor.round_states import WORDS
from auditor.signed_figures import kept_digest, kept_json
from db import log
from db.store import Owner
from db.tables import Log, LogPayload, Round, SignOff
from db.vocabulary import RoundState

MOVED = "moved round"
"""What the log calls a signing off, as it calls every step of a round."""
AT_ONCE = timedelta(minutes=1)
"""A signing off and its entry are written in one transaction: their moments lie no further apart."""


def write_sign_off(session: Session, rnd: Round, owner: Owner, before: RoundState) -> None:
    """Keep the figures of a round that has just become signed off, and log it, within the caller's transaction.

    The log tells the fingerprint and the digest of what is kept; the head kept beside them is the one after that entry.
    """
    figures = round_results(session, rnd)
    kept = kept_json(figures)
    log.append(
        session, who=owner.name, what=MOVED, subject=rnd.name, before=WORDS[before],
        after=f"{WORDS[RoundState.SIGNED_OFF]}\n{_known_as(figures.fingerprint, kept)}",
    )  # fmt: skip
    head = log.head(session)
    row = SignOff(round_id=rnd.id or 0, by=owner.name, fingerprint=figures.fingerprint, figures=kept, log_head=head)
    session.add(row)


def _known_as(fingerprint: str, kept: str) -> str:
    """How the log names figures that were signed off."""
    return f"figures {fingerprint}, SHA-256 {kept_digest(kept)}"


def record_faults(session: Session) -> Iterator[str]:
    """Signings off that are not kept as the log tells of them, one for one: figures, mark, by whom, when, its head."""
    told = {
        entry.hash: (entry, after)
        for entry, after in session.exec(
            select(Log, LogPayload.after)
            .join(LogPayload, col(LogPayload.seq) == Log.seq)
            .where(Log.what == MOVED, col(LogPayload.after).contains("SHA-256 "))
            .order_by(col(Log.seq))
        )
    }
    rows = select(SignOff, Round.name).join(Round, col(Round.id) == SignOff.round_id).order_by(col(SignOff.id))
    for row, name in session.exec(rows).all():
        digest = kept_digest(row.figures)
        same = [head for head, (_, after) in told.items() if digest in after]
        if not same:
            yield (
                f"The figures kept of a signing off of {name} are not those that the log tells of, or are kept more "
                "often than it does."
            )
            continue
        entry, after = told.pop(row.log_head if row.log_head in same else same[0])
        otherwise = [
            words
            for words, differs in (
                ("by whom", row.by != entry.who),
                ("when", abs(row.at - entry.at) > AT_ONCE),
                ("the fingerprint", _known_as(row.fingerprint, row.figures) not in after),
                ("the head of the log", row.log_head != entry.hash),
            )
            if differs
        ]
        if otherwise:
            listed = ", ".join(otherwise)
            yield f"The signing off of {name} is kept otherwise than log entry {entry.seq} tells: {listed}."
    for entry, _ in told.values():
        yield f"Log entry {entry.seq} tells of a signing off of {entry.subject} by {entry.who} that is no longer kept."
