"""The change log to read: entries found by person, deed, round, day and words; whether the chain is whole."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from db import log
from db.store import Store
from db.tables import Log, LogPayload, Round

AT_A_TIME = 500
"""How many entries a query is asked for."""
_HEX = set("0123456789abcdef")
_SHORTEST = 4  # signs of a head that are taken for one


@dataclass(frozen=True)
class Wanted:
    """Which entries: all that fit everything given here.

    `round` is the name of a round that the entry is about, `since` and `until` are days, both included. `words` all
    stand somewhere in the entry, or are the beginning of its hash as reports print it.
    """

    who: str = ""
    what: str = ""
    round: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry; `at` is in UTC. `kept` is False where what it recorded was purged and the chain alone is left."""

    seq: int
    at: datetime
    who: str
    what: str
    subject: str
    before: str
    after: str
    why: str
    kept: bool
    hash: str


@dataclass(frozen=True)
class Known:
    """What the log can be asked for: who and what stand in it, the rounds there are, how many entries it has."""

    who: tuple[str, ...]
    what: tuple[str, ...]
    rounds: tuple[str, ...]
    entries: int


@dataclass(frozen=True)
class Chain:
    """Whether the log is whole: its newest hash, and a sentence for each place where it is not."""

    head: str
    faults: tuple[str, ...]


def known(store: Store) -> Known:
    """What there is to choose from."""
    with store.read() as session:
        who = session.exec(select(Log.who).distinct()).all()
        what = session.exec(select(Log.what).distinct()).all()
        rounds = session.exec(select(Round.name).order_by(col(Round.id).desc())).all()
        count = session.exec(select(func.count()).select_from(Log)).one()
    return Known(tuple(sorted(who)), tuple(sorted(what)), tuple(rounds), count)


def chain(store: Store) -> Chain:
    """Read the whole log and say where it does not hold."""
    with store.read() as session:
        return Chain(log.head(session), tuple(log.faults(session)))


def find(store: Store, wanted: Wanted) -> tuple[int, ...]:
    """The numbers of the entries that fit, the newest first."""
    with store.read() as session:
        query = select(Log.seq).where(*_conditions(session, wanted))
        if wanted.words.strip():
            query = query.join(LogPayload, col(LogPayload.seq) == Log.seq, isouter=True)
        return tuple(seq or 0 for seq in session.exec(query.order_by(col(Log.seq).desc())))


def _conditions(session: Session, wanted: Wanted) -> Iterable[ColumnElement[bool]]:
    if wanted.who:
        yield col(Log.who) == wanted.who
    if wanted.what:
        yield col(Log.what) == wanted.what
    if wanted.round:
        yield _of_round(session, wanted.round)
    if wanted.since is not None:
        yield col(Log.at) >= day_begins(wanted.since)
    if wanted.until is not None and wanted.until < date.max:
        yield col(Log.at) < day_begins(wanted.until + timedelta(days=1))
    for word in wanted.words.split():
        yield _holds(word)


def _of_round(session: Session, name: str) -> ColumnElement[bool]:
    """Subjects that are the round, or begin with its name; not those of another whose name begins alike."""
    longer = [
        other for other in session.exec(select(Round.name).where(Round.name != name)) if other.startswith(f"{name} ")
    ]
    own = or_(col(Log.subject) == name, col(Log.subject).startswith(f"{name} ", autoescape=True))
    others = [col(Log.subject).startswith(other, autoescape=True) for other in longer]
    return own & ~or_(*others) if others else own


def day_begins(day: date) -> datetime:
    """The moment a day begins on this computer's clock."""
    try:
        return datetime.combine(day, time.min).astimezone().astimezone(UTC)
    except (OverflowError, OSError, ValueError):  # a day at the ends of the calendar, where no zone can be told
        return datetime.combine(day, time.min, UTC)


def _holds(word: str) -> ColumnElement[bool]:
    where = (Log.who, Log.what, Log.subject, LogPayload.before, LogPayload.after, LogPayload.why)
    found = [col(column).icontains(word, autoescape=True) for column in where]
    head = word.replace("-", "").lower()
    if len(head) >= _SHORTEST and set(head) <= _HEX:
        found.append(col(Log.hash).startswith(head))
    return or_(*found)


def read(store: Store, numbers: Sequence[int]) -> tuple[Entry, ...]:
    """The entries of these numbers, in this order; those no longer there are left out."""
    found: dict[int, Entry] = {}
    with store.read() as session:
        for start in range(0, len(numbers), AT_A_TIME):
            some = numbers[start : start + AT_A_TIME]
            for row, payload in session.exec(
                select(Log, LogPayload)
                .join(LogPayload, col(LogPayload.seq) == Log.seq, isouter=True)
                .where(col(Log.seq).in_(some))
            ):
                found[row.seq or 0] = _entry(row, payload)
    return tuple(found[number] for number in numbers if number in found)


def _entry(row: Log, payload: LogPayload | None) -> Entry:
    before, after, why = (payload.before, payload.after, payload.why) if payload is not None else ("", "", "")
    at = row.at.astimezone(UTC)
    return Entry(
        row.seq or 0, at, row.who, row.what, row.subject, readable(before), readable(after), readable(why),
        payload is not None, row.hash,
    )  # fmt: skip


def readable(text: str) -> str:
    """What an entry recorded, in words where it was recorded for a program: 'seed: 7; plans: 20'."""
    if not text.startswith("{"):
        return text
    try:
        found: Any = json.loads(text)
    except ValueError:
        return text
    return _said(cast("dict[str, Any]", found))


def _said(found: dict[str, Any]) -> str:
    parts: list[str] = []
    for key, value in found.items():
        name = key.replace("_", " ")
        if isinstance(value, dict):
            inner = _said(cast("dict[str, Any]", value))
            parts += [inner] if inner else []
        elif isinstance(value, list):
            items = ", ".join(str(item) for item in cast("list[Any]", value))
            parts += [f"{name}: {items}"] if items else []
        elif value not in (None, "", False):
            parts.append(name if value is True else f"{name}: {value}")
    return "; ".join(parts)
