"""What a meeting's room sees: who is there by number, each view as a count once all are noted; and past meetings."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from auditor.allocation.allocate import PlanToScore
from auditor.people.register import PersonRow, register
from db.errors import UserError
from db.store import Store
from db.tables import Criterion, Decision, Meeting, NotedView, Plan, Present, RoundPlan, Sampled
from db.vocabulary import Value

Key = tuple[int, str]
"""A plan's place in the sample, and a question."""


@dataclass(frozen=True)
class MeetingRow:
    """One meeting as a list shows it; `settled` counts the questions decided at it."""

    id: int
    held_on: date
    present: tuple[int, ...]
    settled: int
    closed: bool
    words: str


@dataclass(frozen=True)
class Seat:
    """Somebody at a meeting, by the number they have in the room. `out` says that they must not see this plan."""

    number: int
    person: int
    name: str
    out: bool
    noted: bool


@dataclass(frozen=True)
class InTheRoom:
    """One question as a meeting sees it: `plan` is a number given at this meeting, in the order plans came up.

    `views` counts the answers noted before talk; None until everybody who may speak of this plan has given theirs. Once
    shown they stay so: who comes later is asked for none.
    """

    plan: int
    seats: tuple[Seat, ...]
    views: Mapping[Value, int] | None

    @property
    def waiting(self) -> tuple[Seat, ...]:
        """Whose view is still to be noted, in the order they sit."""
        return () if self.views is not None else tuple(seat for seat in self.seats if not (seat.out or seat.noted))


def meetings(store: Store, round_id: int) -> tuple[MeetingRow, ...]:
    """The meetings of a round, the newest first."""
    with store.read() as session:
        settled = dict(
            session.exec(
                select(
                    Decision.meeting_id,
                    func.count(func.distinct(func.concat(Decision.sampled_id, "/", Decision.criterion_id))),
                )
                .where(col(Decision.meeting_id).is_not(None), col(Decision.value).is_not(None))
                .group_by(col(Decision.meeting_id))
            ).all()
        )
        rows = session.exec(select(Meeting).where(Meeting.round_id == round_id))
        return tuple(
            MeetingRow(
                row.id or 0, row.held_on, present_at(session, row.id or 0), settled.get(row.id, 0),
                row.closed_at is not None, row.words,
            )
            for row in sorted(rows, key=lambda r: (r.held_on, r.id or 0), reverse=True)
        )  # fmt: skip


def in_the_room(store: Store, meeting: int, sampled: int, criterion: str) -> InTheRoom:
    """One question as the meeting sees it. Raises UserError (`no_meeting`)."""
    with store.read() as session:
        meeting_of(session, meeting)
        numbers = plan_numbers(session, meeting)
        seats = seats_of(session, meeting, sampled, criterion)
        shown = complete(seats) or (sampled, criterion) in shown_at(session, meeting)
        views = views_of(session, meeting).get((sampled, criterion), Counter()) if shown else None
    return InTheRoom(numbers.get(sampled, len(numbers) + 1), seats, views)


def meeting_of(session: Session, meeting: int) -> Meeting:
    """The meeting's row. Raises UserError (`no_meeting`)."""
    row = session.get(Meeting, meeting)
    if row is None:
        raise UserError("no_meeting", "That meeting is not in this workspace. Nothing was changed.")
    return row


def plan_numbers(session: Session, meeting: int) -> dict[int, int]:
    """The numbers that plans have at a meeting, in the order they came up: 1, 2, 3, by place in the sample."""
    came = [
        *session.exec(select(NotedView.at, NotedView.sampled_id).where(NotedView.meeting_id == meeting)),
        *session.exec(select(Decision.at, Decision.sampled_id).where(Decision.meeting_id == meeting)),
    ]
    return {sampled: nth for nth, sampled in enumerate(dict.fromkeys(s for _, s in sorted(came)), 1)}


def views_of(session: Session, meeting: int) -> dict[Key, Counter[Value]]:
    """How often each answer was held on each question at a meeting.

    Who must not see a plan any more, found out after they spoke of it, does not count on it.
    """
    rows = session.exec(
        select(NotedView.sampled_id, Criterion.key, NotedView.value, NotedView.person_id)
        .join(Criterion, col(Criterion.id) == NotedView.criterion_id)
        .where(NotedView.meeting_id == meeting)
    ).all()
    plans = {sampled: _plan(session, sampled) for sampled in {row[0] for row in rows}}
    people = {row.id: row for row in register(session)} if rows else {}
    found: dict[Key, Counter[Value]] = {}
    for sampled, key, value, person in rows:
        if not _out(people[person], plans[sampled]):
            found.setdefault((sampled, key), Counter())[Value(value)] += 1
    return found


def shown_at(session: Session, meeting: int) -> frozenset[Key]:
    """The questions whose views the room has seen at a meeting."""
    rows = session.exec(
        select(NotedView.sampled_id, Criterion.key)
        .join(Criterion, col(Criterion.id) == NotedView.criterion_id)
        .where(NotedView.meeting_id == meeting, col(NotedView.shown_at).is_not(None))
    )
    return frozenset(rows.all())


def complete(seats: Sequence[Seat]) -> bool:
    """Whether everybody who may speak of a plan has given a view, and somebody may."""
    return any(not seat.out for seat in seats) and all(seat.out or seat.noted for seat in seats)


def present_at(session: Session, meeting: int) -> tuple[int, ...]:
    """The people who are there, by their rows."""
    return tuple(sorted(session.exec(select(Present.person_id).where(Present.meeting_id == meeting))))


def seats_of(session: Session, meeting: int, sampled: int, criterion: str) -> tuple[Seat, ...]:
    """Everybody there by code, numbered from 1; who must not score the plan is out for it."""
    there = set(present_at(session, meeting))
    noted = set(
        session.exec(
            select(NotedView.person_id)
            .join(Criterion, col(Criterion.id) == NotedView.criterion_id)
            .where(NotedView.meeting_id == meeting, NotedView.sampled_id == sampled, Criterion.key == criterion)
        )
    )
    plan = _plan(session, sampled)
    present = [row for row in register(session) if row.id in there]
    return tuple(
        Seat(nth, row.id, row.facts.name, _out(row, plan), row.id in noted) for nth, row in enumerate(present, 1)
    )


def _out(person: PersonRow, plan: PlanToScore) -> bool:
    """Whether somebody must not see a plan."""
    return any(one.exclusion.covers(plan) for one in person.exclusions)


def _plan(session: Session, sampled: int) -> PlanToScore:
    facts, reference = session.exec(
        select(RoundPlan, Plan.reference)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(Sampled.id == sampled)
    ).one()
    return PlanToScore(reference, facts.setting_code, facts.area, facts.writer_code)
