"""Signing a round off: its figures are kept, with their fingerprint and the head of the change log."""

from sqlmodel import Session

from auditor.figures import SignedOff
from auditor.results import results, round_results
from auditor.round_states import SIGNED_FIGURES, WORDS
from auditor.signed_figures import kept_digest, kept_json
from db import log
from db.store import Owner, Store
from db.tables import Round, SignOff
from db.vocabulary import RoundState


def write_sign_off(session: Session, rnd: Round, owner: Owner, before: RoundState) -> None:
    """Keep the figures of a round that has just become signed off, and log it, within the caller's transaction.

    The log tells the fingerprint and the digest of what is kept; the head kept beside them is the one after that entry.
    """
    figures = round_results(session, rnd)
    kept = kept_json(figures)
    log.append(
        session, who=owner.name, what="moved round", subject=rnd.name, before=WORDS[before],
        after=f"{WORDS[RoundState.SIGNED_OFF]}\n{SIGNED_FIGURES} {figures.fingerprint}, SHA-256 {kept_digest(kept)}",
    )  # fmt: skip
    head = log.head(session)
    row = SignOff(round_id=rnd.id or 0, by=owner.name, fingerprint=figures.fingerprint, figures=kept, log_head=head)
    session.add(row)


def standing_of(store: Store, round_name: str) -> SignedOff | None:
    """Who signed a round off, and whether its figures are still those; None while it is not signed off.

    Raises UserError (`no_round`).
    """
    return results(store, round_name).signed_off
