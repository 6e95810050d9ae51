"""The change log: one entry an action, each bound to the one before it by a hash.

It finds a broken chain and a payload that was changed. It cannot stop somebody who owns the file from
rebuilding all of it; that is why the head of the chain is printed in reports.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, TypeAlias, cast

from sqlalchemy import select as sql_select
from sqlmodel import Session, col, select

from db.tables import Log, LogPayload, now

FIRST = "0" * 64
STRETCH = 2_000
"""How many entries are read at a time."""


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


_ENTRY: tuple[Any, ...] = (
    Log.seq, Log.at, Log.who, Log.what, Log.subject, Log.payload_digest, Log.previous, Log.hash,
)  # fmt: skip
_PAYLOAD: tuple[Any, ...] = (LogPayload.salt, LogPayload.before, LogPayload.after, LogPayload.why)
_Row: TypeAlias = tuple[int, datetime, str, str, str, str, str, str, str | None, str, str, str]
"""An entry and its payload, whose salt is None where it was purged."""


def faults(session: Session) -> Iterator[str]:
    """Sentences for every entry that breaks the chain or whose payload no longer matches its digest.

    Read as plain columns, a stretch at a time: 100,000 entries take about two seconds.
    """
    read: Any = (
        sql_select(*(col(column) for column in (*_ENTRY, *_PAYLOAD)))
        .join(LogPayload, col(LogPayload.seq) == Log.seq, isouter=True)
        .order_by(col(Log.seq))
        .execution_options(yield_per=STRETCH)
    )
    rows = cast("Iterable[_Row]", session.connection().execute(read))
    previous, expected = FIRST, 1
    for seq, at, who, what, subject, digest, before_it, own, salt, before, after, why in rows:
        if seq != expected:
            yield _missing(expected, seq - 1)
        if before_it != previous or own != _entry_hash(seq, at, who, what, subject, digest, previous):
            yield f"Log entry {seq} does not follow from the one before it."
        if salt is not None and _payload_digest(salt, before, after, why) != digest:
            yield f"What log entry {seq} recorded has been changed since."
        previous, expected = own, seq + 1


def _missing(first: int, last: int) -> str:
    return f"Log entry {first} is missing." if first == last else f"Log entries {first} to {last} are missing."
