"""Flag a plan urgent, note whom it was told to and when, and close it. It stays in the sample and in every figure."""

from datetime import date, datetime

from sqlmodel import Session, col, select

from auditor.answers import NOTE_LIMIT, clean_note
from auditor.audits import work_of
from auditor.changed import Changed
from auditor.round_states import was_purged
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Plan, Round, RoundPlan, Sampled, UrgentFlag
from db.vocabulary import UrgentKind

FLAGGED, TOLD, CLOSED, OPENED = "flagged a plan urgent", "told of an urgent plan", "closed an urgent plan", (
    "opened an urgent plan again"
)  # fmt: skip
CHANGED = frozenset({"urgent"})
NAME_LIMIT = 500


def flag_urgent(store: Store, assignment: int, kind: UrgentKind, words: str = "") -> Changed:
    """Flag the plan of an assignment as one that cannot wait, with a few words on why.

    The same reason is flagged once while it is open; however far the audit or its round is, a plan can be flagged.
    Raises UserError: `no_assignment`, `long_note`, `urgent_already`, `round_state` for a purged round.
    """
    words = _kept(words)
    with store.write() as session:
        owner, work = store.owner(session), work_of(session, assignment)
        rnd = session.get_one(Round, work.round_id)
        _not_purged(rnd)
        sampled = work.assignment.sampled_id
        same = select(UrgentFlag.id).where(
            UrgentFlag.sampled_id == sampled, UrgentFlag.kind == kind.value, col(UrgentFlag.done_on).is_(None)
        )
        if session.exec(same).first() is not None:
            raise UserError(
                "urgent_already",
                f"{work.reference} is flagged for this already, and that is open. Nothing was changed.",
            )
        row = UrgentFlag(sampled_id=sampled, kind=kind.value, words=words, raised_by=owner.name)
        session.add(row)
        session.flush()
        log.append(
            session, who=owner.name, what=FLAGGED, subject=f"{rnd.name} {work.reference}", after=kind.value, why=words
        )
        return Changed(CHANGED, (row.id or 0,))


def told_contact(store: Store, flag: int, contact: str, on: date) -> Changed:
    """Note whom an urgent plan was told to and on which day; told otherwise, the later word stands.

    Raises UserError: `no_flag`, `no_contact`, `long_note`, `day_to_come`, `urgent_closed`, `round_state`.
    """
    contact = " ".join(clean_note(contact).split())
    if not contact:
        raise UserError("no_contact", "Say who was told. Nothing was changed.")
    if len(contact) > NAME_LIMIT:
        raise UserError("long_note", f"That is longer than {NAME_LIMIT} characters. Nothing was changed.")
    _not_to_come(on)
    with store.write() as session:
        owner = store.owner(session)
        row, rnd, reference = _flag(session, flag)
        if row.done_on is not None:
            raise UserError("urgent_closed", f"{reference} is closed already. Nothing was changed.")
        before = f"{row.contact}, {row.told_on.isoformat()}" if row.told_on else ""
        row.contact, row.told_on = contact, on
        row.row_version += 1
        session.add(row)
        log.append(
            session, who=owner.name, what=TOLD, subject=f"{rnd.name} {reference}", before=before,
            after=f"{contact}, {on.isoformat()}",
        )  # fmt: skip
    return Changed(CHANGED, (flag,))


def close_urgent(store: Store, flag: int, words: str, on: date) -> Changed:
    """Close an urgent plan: what was done about it, and on which day. The lead alone closes.

    Raises UserError: `not_lead`, `no_flag`, `no_reason`, `long_note`, `day_to_come`, `urgent_closed`, `not_told` while
    nobody is noted as told, `round_state`.
    """
    words = _kept(words)
    if not words:
        raise UserError("no_reason", "Say in a few words what was done. Nothing was changed.")
    _not_to_come(on)
    with store.write() as session:
        owner = store.lead(session, "closes urgent plans")
        row, rnd, reference = _flag(session, flag)
        if row.done_on is not None:
            raise UserError("urgent_closed", f"{reference} is closed already. Nothing was changed.")
        if row.told_on is None:
            raise UserError("not_told", f"Note first who was told of {reference}, and when. Nothing was changed.")
        row.done_on, row.done_words = on, words
        row.row_version += 1
        session.add(row)
        log.append(
            session, who=owner.name, what=CLOSED, subject=f"{rnd.name} {reference}", after=on.isoformat(), why=words
        )
    return Changed(CHANGED, (flag,))


def open_again(store: Store, flag: int, why: str) -> Changed:
    """Open an urgent plan again that was closed too soon, with a reason; the log keeps what was noted as done.

    Raises UserError: `not_lead`, `no_flag`, `no_reason`, `urgent_open`, `round_state`.
    """
    why = _kept(why)
    if not why:
        raise UserError("no_reason", "Say in a few words why it is opened again. Nothing was changed.")
    with store.write() as session:
        owner = store.lead(session, "opens urgent plans again")
        row, rnd, reference = _flag(session, flag)
        if row.done_on is None:
            raise UserError("urgent_open", f"{reference} is open. Nothing was changed.")
        before = f"{row.done_on.isoformat()}, {row.done_words}"
        row.done_on, row.done_words = None, ""
        row.row_version += 1
        session.add(row)
        log.append(session, who=owner.name, what=OPENED, subject=f"{rnd.name} {reference}", before=before, why=why)
    return Changed(CHANGED, (flag,))


def _flag(session: Session, flag: int) -> tuple[UrgentFlag, Round, str]:
    found = session.exec(
        select(UrgentFlag, Round, Plan.reference)
        .join(Sampled, col(Sampled.id) == UrgentFlag.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .join(Round, col(Round.id) == RoundPlan.round_id)
        .join(Plan, col(Plan.id) == RoundPlan.plan_id)
        .where(UrgentFlag.id == flag)
    ).first()
    if found is None:
        raise UserError("no_flag", "That plan is no longer flagged. Nothing was changed.")
    _not_purged(found[1])
    return found


def _not_purged(rnd: Round) -> None:
    if why := was_purged(rnd):
        raise UserError("round_state", f"{why} Nothing was changed.")


def _not_to_come(on: date) -> None:
    if on > datetime.now().astimezone().date():
        raise UserError("day_to_come", "That day is still to come. Nothing was changed.")


def _kept(words: str) -> str:
    words = clean_note(words).strip()
    if len(words) > NOTE_LIMIT:
        raise UserError("long_note", f"That is longer than {NOTE_LIMIT:,} characters. Nothing was changed.")
    return words
