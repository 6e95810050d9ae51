"""What a moderation meeting came to: who was there, each question with its views as counts, what was decided and why.

Plans are numbered in the order they came up; no reference, no quotation and nobody's view by name is in it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session, col, select

from auditor.audits import framework_of
from auditor.frameworks import Criterion, Framework
from auditor.moderation.kept import is_current
from auditor.moderation.plain import plans_named, without_references
from auditor.moderation.room import Key, meeting_of, plan_numbers, present_at, views_of
from auditor.round_states import round_of
from auditor.standing.expected import COUNTED, submitted_answers
from db import tables
from db.store import Store
from db.tables import Assignment, Decision, NotedView, Person
from db.vocabulary import Value


@dataclass(frozen=True)
class Item:
    """One question that was talked about. `answers` and `views` count; `decided` is None where nothing was decided.

    `since` says that it was decided otherwise, or taken back, after the meeting.
    """

    plan: int
    question: Criterion
    answers: Mapping[Value, int]
    views: Mapping[Value, int]
    decided: Value | None = None
    cause: str = ""
    agency: str = ""
    reason: str = ""
    since: bool = False


@dataclass(frozen=True)
class Minutes:
    """All that the minutes of one meeting say. `present` are names with the word of their agency."""

    council: str
    round: str
    invented: str
    held_on: date
    present: tuple[tuple[str, str], ...]
    items: tuple[Item, ...]
    words: str
    closed: bool

    @property
    def settled(self) -> int:
        """How many questions were decided at it."""
        return sum(1 for item in self.items if item.decided is not None)


def minutes(store: Store, meeting: int) -> Minutes:
    """What a meeting came to, as it is known now. Raises UserError (`no_meeting`)."""
    with store.read() as session:
        row = meeting_of(session, meeting)
        rnd, owner = round_of(session, row.round_id), store.owner(session)
        people = session.exec(
            select(Person.name, Person.agency)
            .where(col(Person.id).in_(present_at(session, meeting)))
            .order_by(Person.code)
        ).all()
        items = _items(session, meeting, framework_of(session, row.round_id))
        plain = without_references(plans_named(session, row.round_id, plan_numbers(session, meeting)))
        return Minutes(
            owner.council, rnd.name, rnd.invented, row.held_on, tuple(people),
            tuple(replace(i, reason=plain(i.reason)) for i in items), plain(row.words), row.closed_at is not None,
        )  # fmt: skip


def plain_words(store: Store, meeting: int, sampled: int, words: Sequence[str]) -> tuple[str, ...]:
    """Words as the room may see them: this plan, plan 2 or another plan in the place of a reference that was typed.

    `sampled` is the plan that is looked at. Raises UserError (`no_meeting`).
    """
    with store.read() as session:
        row = meeting_of(session, meeting)
        plain = without_references(plans_named(session, row.round_id, plan_numbers(session, meeting), sampled))
    return tuple(plain(text) for text in words)


def _items(session: Session, meeting: int, framework: Framework) -> tuple[Item, ...]:
    numbers, views, decided = plan_numbers(session, meeting), views_of(session, meeting), _decided(session, meeting)
    standing = set(session.exec(select(Decision.id).where(Decision.meeting_id == meeting, is_current())))
    given = _answers(session, sorted(numbers))
    found: list[Item] = []
    for sampled, key in _in_order(session, meeting):
        item = Item(
            numbers[sampled], framework.criterion(key), given.get((sampled, key), Counter()),
            views.get((sampled, key), Counter()),
        )  # fmt: skip
        row = decided.get((sampled, key))
        if row is not None and row.value is not None:
            item = Item(
                item.plan, item.question, item.answers, item.views, Value(row.value), row.cause, row.agency, row.reason,
                row.id not in standing,
            )  # fmt: skip
        found.append(item)
    return tuple(found)


def _in_order(session: Session, meeting: int) -> tuple[Key, ...]:
    """The questions of a meeting in the order they came up."""
    keys = tables.Criterion.key
    came: list[tuple[datetime, int, str]] = []
    for table in (NotedView, Decision):
        came += [
            (row.at, row.sampled_id, key)
            for row, key in session.exec(
                select(table, keys)
                .join(tables.Criterion, col(tables.Criterion.id) == table.criterion_id)
                .where(table.meeting_id == meeting)
            )
        ]
    return tuple(dict.fromkeys((sampled, key) for _, sampled, key in sorted(came)))


def _decided(session: Session, meeting: int) -> dict[Key, Decision]:
    """The last decision on each question that was made at the meeting."""
    rows = session.exec(
        select(Decision, tables.Criterion.key)
        .join(tables.Criterion, col(tables.Criterion.id) == Decision.criterion_id)
        .where(Decision.meeting_id == meeting)
        .order_by(col(Decision.id))
    )
    return {(row.sampled_id, key): row for row, key in rows}


def _answers(session: Session, sampled: list[int]) -> dict[Key, Counter[Value]]:
    """How often each answer stands submitted now, on each question of these plans."""
    places = dict(
        session.exec(
            select(Assignment.id, Assignment.sampled_id)
            .where(col(Assignment.sampled_id).in_(sampled), col(Assignment.kind).in_(COUNTED))
            .order_by(col(Assignment.id))
        ).all()
    )
    found: dict[Key, Counter[Value]] = {}
    for assignment, theirs in submitted_answers(session, [key or 0 for key in places]).items():
        for key, value in theirs.latest.items():
            found.setdefault((places[assignment], key), Counter())[value] += 1
    return found
