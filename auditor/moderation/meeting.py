"""Meetings at which differences are settled: who was there, each view noted before talk, what was decided.

Views are kept by person and shown as counts alone, once everybody's is noted; from then on they stand. They settle
nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlmodel import Session, col, delete, func, select

from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import criterion_ids, framework_of
from auditor.changed import Changed
from auditor.moderation.room import Seat, complete, meeting_of, present_at, seats_of, shown_at, views_of
from auditor.round_states import Deed, need
from auditor.standing.expected import listed
from db import log, tables
from db.errors import UserError
from db.store import Owner, Store
from db.tables import Criterion, Meeting, NotedView, Person, Plan, Present, Round, RoundPlan, Sampled
from db.vocabulary import Value

OPENED, CLOSED, MINUTED = "opened a moderation meeting", "closed a moderation meeting", "wrote minutes of a meeting"
ATTENDED, NOTED, CLEARED = "noted who was at a meeting", "noted a view at a meeting", "cleared views at a meeting"
CHANGED = frozenset({"meeting"})
_DOES = "holds moderation meetings"


def open_meeting(store: Store, round_id: int, held_on: date, present: Collection[int]) -> Changed:
    """Open a meeting on a day with the people of the register who are there; its row is the only id.

    Raises UserError: `not_lead`, `round_state`, `nobody_present`, `no_person`.
    """
    with store.write() as session:
        owner, rnd = store.lead(session, _DOES), need(session, round_id, Deed.DECIDE)
        row = Meeting(round_id=round_id, held_on=held_on)
        session.add(row)
        session.flush()
        codes = _seat(session, row.id or 0, present)
        log.append(session, who=owner.name, what=OPENED, subject=_subject(rnd, row), after=codes)
    return Changed(CHANGED, (row.id or 0,))


def set_present(store: Store, meeting: int, present: Collection[int]) -> Changed:
    """Say anew who is there. Whose view is noted already was there, and stays.

    Raises as `open_meeting`, and `no_meeting`, `view_noted`.
    """
    with store.write() as session:
        owner, row, rnd = _open(store, session, meeting)
        before = _codes(session, present_at(session, meeting))
        _seal_what_is_shown(session, meeting)  # before somebody who comes late is waited for
        noted = set(session.exec(select(NotedView.person_id).where(NotedView.meeting_id == meeting)))
        if gone := noted - set(present):
            raise UserError(
                "view_noted",
                f"{_codes(session, sorted(gone))} gave a view here, so they were there. Nothing was changed.",
            )
        session.exec(delete(Present).where(col(Present.meeting_id) == meeting))
        after = _seat(session, meeting, present)
        _seal_what_is_shown(session, meeting)
        if after != before:
            log.append(
                session, who=owner.name, what=ATTENDED, subject=_subject(rnd, row), before=before, after=after
            )  # fmt: skip
    return Changed(CHANGED, (meeting,))


def note_view(store: Store, meeting: int, sampled: int, criterion: str, person: int, value: Value) -> Changed:
    """Note what one person at a meeting holds to be the answer, before it is talked about.

    Once everybody's view is noted they are shown, the log tells their counts, and none can be noted or changed any
    more. Raises UserError: `not_lead`, `round_state`, `no_meeting`, `not_present`, `out_for_plan`, `off_scale`,
    `views_shown`.
    """
    with store.write() as session:
        owner, _, rnd = _open(store, session, meeting)
        asked = next((c for c in framework_of(session, rnd.id or 0).judged if c.id == criterion), None)
        if asked is None or value not in asked.scale:
            raise UserError("off_scale", f"{criterion} has no such answer. Nothing was noted.")
        reference = _of_round(session, rnd, sampled)
        seats = seats_of(session, meeting, sampled, criterion)
        seat = next((s for s in seats if s.person == person), None)
        if seat is None:
            raise UserError("not_present", "They are not at this meeting. Nothing was noted.")
        if seat.out:
            raise UserError("out_for_plan", f"{seat.number} is out for this plan. Nothing was noted.")
        _not_shown(session, meeting, sampled, criterion, seats)
        key = criterion_ids(session, rnd.framework_id)[criterion]
        row = session.get(NotedView, (meeting, sampled, key, person))
        if row is None:
            row = NotedView(
                meeting_id=meeting, sampled_id=sampled, criterion_id=key, person_id=person, value=int(value)
            )
        row.value, row.at = int(value), tables.now()
        session.add(row)
        session.flush()
        shown = ""
        if complete(seats_of(session, meeting, sampled, criterion)):
            _seal(session, meeting, sampled, key)
            shown = f"; shown: {_counts(views_of(session, meeting)[sampled, criterion])}"
        log.append(
            session, who=owner.name, what=NOTED, subject=f"{rnd.name} {reference} {criterion}",
            after=f"number {seat.number} of {len(seats)}{shown}",
        )  # fmt: skip
    return Changed(CHANGED, (meeting,))


def clear_views(store: Store, meeting: int, sampled: int, criterion: str) -> Changed:
    """Forget the views noted on one question while they are not shown, to note them again. Raises as `note_view`."""
    with store.write() as session:
        owner, row, rnd = _open(store, session, meeting)
        reference = _of_round(session, rnd, sampled)
        _not_shown(session, meeting, sampled, criterion, seats_of(session, meeting, sampled, criterion))
        key = criterion_ids(session, rnd.framework_id).get(criterion, 0)
        of_it = (
            col(NotedView.meeting_id) == meeting, col(NotedView.sampled_id) == sampled,
            col(NotedView.criterion_id) == key,
        )  # fmt: skip
        noted = session.exec(select(func.count()).select_from(NotedView).where(*of_it)).one()
        if not noted:
            return Changed(frozenset())
        session.exec(delete(NotedView).where(*of_it))
        log.append(
            session, who=owner.name, what=CLEARED, subject=f"{rnd.name} {reference} {criterion}",
            before=f"{noted} noted", after=f"meeting of {row.held_on:%d/%m/%Y}",
        )  # fmt: skip
    return Changed(CHANGED, (meeting,))


def write_words(store: Store, meeting: int, words: str) -> Changed:
    """Keep what the minutes say besides views and decisions; also once the meeting is closed.

    Raises UserError: `not_lead`, `round_state`, `no_meeting`, `long_note`.
    """
    words = clean_note(words).strip()
    if len(words) > NOTE_LIMIT:
        raise UserError("long_note", f"That is longer than {NOTE_LIMIT:,} characters. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, _DOES)
        row = meeting_of(session, meeting)
        rnd = need(session, row.round_id, Deed.DECIDE)
        before, row.words = row.words, words
        row.row_version += 1
        session.add(row)
        if before != words:
            log.append(session, who=owner.name, what=MINUTED, subject=_subject(rnd, row), before=before, after=words)
    return Changed(CHANGED, (meeting,))


def close_meeting(store: Store, meeting: int) -> Changed:
    """Close a meeting: nothing more is noted or decided at it. Raises as `set_present`."""
    with store.write() as session:
        owner, row, rnd = _open(store, session, meeting)
        row.closed_at = tables.now()
        row.row_version += 1
        session.add(row)
        log.append(session, who=owner.name, what=CLOSED, subject=_subject(rnd, row))
    return Changed(CHANGED, (meeting,))


def need_open(session: Session, meeting: int, round_id: int) -> Meeting:
    """The meeting, if something of this round can be settled at it. Raises UserError (`no_meeting`)."""
    row = meeting_of(session, meeting)
    if row.closed_at is not None or row.round_id != round_id:
        raise UserError("no_meeting", "That meeting is closed. Nothing was changed. Open a meeting again.")
    return row


def _open(store: Store, session: Session, meeting: int) -> tuple[Owner, Meeting, Round]:
    owner = store.lead(session, _DOES)
    row = meeting_of(session, meeting)
    rnd = need(session, row.round_id, Deed.DECIDE)
    need_open(session, meeting, row.round_id)
    return owner, row, rnd


def _seat(session: Session, meeting: int, present: Collection[int]) -> str:
    """Keep who is there; gives their codes."""
    if not present:
        raise UserError("nobody_present", "Tick who is there. Nothing was changed.")
    known = set(session.exec(select(Person.id)))
    if not known.issuperset(present):
        raise UserError("no_person", "Somebody you ticked is not in the register any more. Nothing was changed.")
    session.add_all(Present(meeting_id=meeting, person_id=person) for person in sorted(set(present)))
    session.flush()
    return _codes(session, sorted(present))


def _not_shown(session: Session, meeting: int, sampled: int, criterion: str, seats: Sequence[Seat]) -> None:
    """Raises UserError (`views_shown`) once the room has seen the views on a question."""
    if complete(seats) or (sampled, criterion) in shown_at(session, meeting):
        raise UserError(
            "views_shown",
            "The views on this question were shown, so they stand as they were noted. Nothing was changed. Write down "
            "what is not so under Further points.",
        )


def _seal_what_is_shown(session: Session, meeting: int) -> None:
    """Keep, of every question whose views are all noted, that they were shown."""
    open_ones = session.exec(
        select(NotedView.sampled_id, NotedView.criterion_id, Criterion.key)
        .join(Criterion, col(Criterion.id) == NotedView.criterion_id)
        .where(NotedView.meeting_id == meeting, col(NotedView.shown_at).is_(None))
        .distinct()
    ).all()
    for sampled, row, key in open_ones:
        if complete(seats_of(session, meeting, sampled, key)):
            _seal(session, meeting, sampled, row)


def _seal(session: Session, meeting: int, sampled: int, criterion: int) -> None:
    """Keep that the views on a question were shown; `criterion` is its row."""
    moment = tables.now()
    for row in session.exec(
        select(NotedView).where(
            NotedView.meeting_id == meeting, NotedView.sampled_id == sampled, NotedView.criterion_id == criterion
        )
    ):
        row.shown_at = row.shown_at or moment
        session.add(row)
    session.flush()


def _counts(views: Mapping[Value, int]) -> str:
    """Views as counts: 2 met, 1 not met."""
    return ", ".join(f"{n} {value.token.replace('_', ' ')}" for value, n in sorted(views.items(), reverse=True))


def _codes(session: Session, people: Sequence[int]) -> str:
    rows = session.exec(select(Person.code).where(col(Person.id).in_(people)).order_by(Person.code)).all()
    return listed(rows, "person", most=50)


def _of_round(session: Session, rnd: Round, sampled: int) -> str:
    """The plan's reference. Raises UserError (`no_difference`) where it is none of the round's."""
    row = session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .where(Sampled.id == sampled, RoundPlan.round_id == rnd.id)
    ).first()
    if row is None:
        raise UserError("no_difference", "That plan is no longer in the sample. Nothing was changed.")
    return row


def _subject(rnd: Round, row: Meeting) -> str:
    return f"{rnd.name} meeting of {row.held_on:%d/%m/%Y}"
