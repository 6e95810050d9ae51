"""Sheets for writers as files, one a plan, and what the writers wrote back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from auditor.answers import NOTE_LIMIT, clean_note
from auditor.changed import Changed
from auditor.learning.files import called, document_steps
from auditor.learning.plan_sheet import plan_sheets
from auditor.learning.sheet_blocks import sheet_blocks, sheet_imprint
from auditor.round_states import Deed, need, round_of
from auditor.standing.follow_up import fed_back, sampled_rows
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Plan, Reply, RoundPlan, Sampled

REPLIED, REWORDED = "kept a reply to feedback", "put a reply right"
CHANGED = frozenset({"reply", "follow_up"})


@dataclass(frozen=True)
class ReplyRow:
    """What a plan's writer wrote back, when it came, and who typed it in."""

    id: int
    reference: str
    words: str
    received_on: date
    entered_by: str


def sheet_steps(
    store: Store,
    round_id: int,
    references: Sequence[str],
    folder: Path,
    formats: Sequence[str],
    *,
    on: date | None = None,
    contact: str = "",
    with_notes: bool = False,
) -> Iterator[str | tuple[Path, ...]]:
    """Write a sheet for each plan into a folder, all or none, and record `on` as the day they were fed back.

    Gives what is being done, in words, and last the paths. Without `on` no day is recorded. Raises UserError:
    `round_state`, `no_plans`, `day_to_come`, as `plan_sheets` and `document_steps`.
    """
    if not references:
        raise UserError("no_plans", "No plan was chosen, so no sheet was written. Choose plans first.")
    if on is not None and on > _today():
        raise UserError("day_to_come", "That day is still to come. Nothing was written.")
    with store.read() as session:
        need(session, round_id, Deed.FOLLOW_UP)
    yield "Reading what was agreed"
    sheets = plan_sheets(store, round_id, references, with_notes=with_notes)
    documents = [(called("feedback", s.reference), sheet_blocks(s, contact), sheet_imprint(s)) for s in sheets]
    for step in document_steps(documents, folder, formats):
        if not isinstance(step, str) and on is not None:
            fed_back(store, round_id, [s.reference for s in sheets], on)
        yield step


def add_reply(store: Store, round_id: int, reference: str, words: str, received_on: date) -> Changed:
    """Keep what a plan's writer wrote back.

    Raises UserError: `not_lead`, `round_state`, `no_plan`, `no_words`, `long_note`, `day_to_come`.
    """
    words = _kept(words)
    if received_on > _today():
        raise UserError("day_to_come", "That day is still to come. Nothing was changed.")
    with store.write() as session:
        owner, rnd = store.lead(session, "keeps replies"), need(session, round_id, Deed.FOLLOW_UP)
        row = sampled_rows(session, rnd, [reference])[reference]
        reply = Reply(sampled_id=row.id or 0, words=words, received_on=received_on, entered_by=owner.name)
        session.add(reply)
        session.flush()
        log.append(
            session, who=owner.name, what=REPLIED, subject=f"{rnd.name} {reference}", after=received_on.isoformat()
        )
        return Changed(CHANGED, (reply.id or 0,))


def change_reply(store: Store, reply: int, words: str) -> Changed:
    """Put right how a reply was typed in. Raises UserError: `not_lead`, `no_reply`, `round_state`, as `add_reply`."""
    words = _kept(words)
    with store.write() as session:
        owner = store.lead(session, "keeps replies")
        found = session.exec(_replies().where(Reply.id == reply)).first()
        if found is None:
            raise UserError("no_reply", "That reply is not here any more. Nothing was changed.")
        row, reference, round_id = found
        rnd = need(session, round_id, Deed.FOLLOW_UP)
        row.words = words
        session.add(row)
        log.append(session, who=owner.name, what=REWORDED, subject=f"{rnd.name} {reference}")
    return Changed(CHANGED, (reply,))


def replies_of(store: Store, round_id: int) -> tuple[ReplyRow, ...]:
    """The replies of a round, the newest first. Raises UserError: `not_lead`, `no_round`."""
    with store.read() as session:
        store.lead(session, "reads replies")
        round_of(session, round_id)
        rows = session.exec(
            _replies()
            .where(RoundPlan.round_id == round_id)
            .order_by(col(Reply.received_on).desc(), col(Reply.id).desc())
        )
        return tuple(
            ReplyRow(row.id or 0, reference, row.words, row.received_on, row.entered_by) for row, reference, _ in rows
        )


def _replies() -> Select[Reply, str, int]:
    return (
        select(Reply, Plan.reference, RoundPlan.round_id)
        .join(Sampled, col(Sampled.id) == Reply.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
    )


def _kept(words: str) -> str:
    words = clean_note(words).strip()
    if not words:
        raise UserError("no_words", "Type what was written back. Nothing was changed.")
    if len(words) > NOTE_LIMIT:
        raise UserError("long_note", f"This is longer than {NOTE_LIMIT:,} characters. Nothing was changed. Shorten it.")
    return words


def _today() -> date:
    return datetime.now().astimezone().date()
