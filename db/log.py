"""The change log: one entry an action, each bound to the one before it by a hash.

It finds a broken chain and a payload that was changed. It cannot stop somebody who owns the file from
rebuilding all of it; that is why the head of the chain is printed in reports.
"""

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session, col, select

from db.tables import Log, LogPayload, now

FIRST = "0" * 64


def _payload_digest(salt: str, before: str, after: str, why: str) -> str:
    return hashlib.sha256(json.dumps([salt, before, after, why]).encode()).hexdigest()


def _entry_hash(seq: int, at: datetime, who: str, what: str, subject: str, payload: str, previous: str) -> str:
    stamp = at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return hashlib.sha256(json.dumps([seq, stamp, who, what, subject, payload, previous]).encode()).hexdigest()


def head(session: Session) -> str:
    """The hash of the newest entry, or 64 zeros where nothing has been logged."""
    last = session.exec(select(Log.hash).order_by(col(Log.seq).desc()).limit(1)).first()
    return last or FIRST


def short(head: str) -> str:
    """The first twelve signs of a head, as printed: 9F86-D081-884C; empty for none. The log page finds it by them."""
    return "-".join(head[at : at + 4] for at in (0, 4, 8)).upper() if head else ""


def append(
    session: Session, *, who: str, what: str, subject: str, before: str = "", after: str = "", why: str = ""
) -> None:
    """Add one entry within the caller's transaction.

    `what` is a short verb phrase, `subject` what it was done to (a reference, a round), both without free
    text of a person; `before`, `after` and `why` go to the payload, which a purge may remove.
    """
    newest = session.exec(select(Log).order_by(col(Log.seq).desc()).limit(1)).first()
    seq = (newest.seq or 0) + 1 if newest else 1
    previous = newest.hash if newest else FIRST
    at, salt = now(), os.urandom(16).hex()
    payload = _payload_digest(salt, before, after, why)
    own = _entry_hash(seq, at, who, what, subject, payload, previous)
    session.add(
        Log(seq=seq, at=at, who=who, what=what, subject=subject, payload_digest=payload, previous=previous, hash=own)
    )
    session.flush()
    session.add(LogPayload(seq=seq, salt=salt, before=before, after=after, why=why))


def faults(session: Session) -> Iterator[str]:
    """Sentences for every entry that breaks the chain or whose payload no longer matches its digest."""
    payloads = {p.seq: p for p in session.exec(select(LogPayload))}
    previous, expected = FIRST, 1
    for entry in session.exec(select(Log).order_by(col(Log.seq))):
        seq = entry.seq or 0
        if seq != expected:
            yield f"Log entry {expected} is missing."
        right = _entry_hash(seq, entry.at, entry.who, entry.what, entry.subject, entry.payload_digest, previous)
        if entry.previous != previous or entry.hash != right:
            yield f"Log entry {seq} does not follow from the one before it."
        kept = payloads.get(seq)
        if kept and _payload_digest(kept.salt, kept.before, kept.after, kept.why) != entry.payload_digest:
            yield f"What log entry {seq} recorded has been changed since."
        previous, expected = entry.hash, seq + 1
