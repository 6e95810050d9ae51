"""Undo a pack that was taken in: its revisions are withdrawn, and what else it changed is put back."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from auditor.answers import clean_note
from auditor.changed import Changed
from auditor.moderation.kept import is_current
from auditor.packs.apply import CHANGED
from auditor.packs.bulk import put_back
from auditor.packs.devices import CHOSEN
from auditor.packs.door import before_of, in_force, order_of
from auditor.packs.write_return import unwrite_return
from auditor.papers.keep import forget
from auditor.reports.wording import long_date
from auditor.round_states import Deed, refusal
from auditor.urgent.flagged import flagged
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import (
    Answer,
    AsideReply,
    Assignment,
    Audit,
    Criterion,
    Decision,
    Pack,
    Person,
    Plan,
    Round,
    RoundPlan,
    Sampled,
    now,
)
from db.vocabulary import AuditState, PackKind

UNDID = "undid a pack"
NAMED = 5


KEY_STAYS = "Their key stays known. If it is not theirs, revoke it under Settings, Contacts."
"""What is said where a pack was undone that brought a key: only a key that is known can be revoked."""


@dataclass(frozen=True)
class Undone(Changed):
    """What undoing changed; `brought_key` tells that a key came in with the pack, which stays."""

    brought_key: bool = False


def undo(store: Store, pack_id: int, why: str) -> Undone:
    """Take a pack out again; its revisions are kept as withdrawn, and the pack may be applied again.

    A key that came with it stays known, so that it can be revoked.

    Raises UserError: `no_pack`, `no_reason`, `depended_on` with all that stands in the way.
    """
    why = clean_note(why).strip()
    if not why:
        raise UserError("no_reason", "Say in a few words why the pack is undone. Nothing was changed.")
    with store.write() as session:
        pack = _applied(session, pack_id)
        if stops := depends_on(session, pack_id):
            raise UserError("depended_on", f"{' '.join(stops)} Nothing was changed.")
        owner, before = store.owner(session), before_of(pack)
        withdrawn: tuple[str, ...] = ()
        if pack.kind == PackKind.RETURN:
            withdrawn = unwrite_return(session, pack, before)
        else:
            forget(store, session, pack_id)
            put_back(session, before.get("rows", []))
        pack = session.get_one(Pack, pack_id)
        pack.undone_at, pack.undone_why = now(), why
        session.add(pack)
        revisions = "revision" if len(withdrawn) == 1 else "revisions"
        log.append(
            session, who=owner.name, what=UNDID, subject=_subject(session, pack), why=why,
            after=f"{len(withdrawn)} submitted {revisions} withdrawn {' '.join(withdrawn)}".strip(),
        )  # fmt: skip
    return Undone(CHANGED, (pack_id,), before.get("key") is not None)


def what_stands_in_the_way(store: Store, pack_id: int) -> tuple[str, ...]:
    """Why a pack cannot be undone now, in sentences; empty where it can. Raises UserError `no_pack`."""
    with store.read() as session:
        _applied(session, pack_id)
        return depends_on(session, pack_id)


def depends_on(session: Session, pack_id: int) -> tuple[str, ...]:
    """What came later and stands on a pack, in sentences, each with what to do: the one place for such reasons."""
    pack = session.get_one(Pack, pack_id)
    found: list[str] = []
    before = before_of(pack)
    if "order" not in before:
        found.append("What this pack changed was purged, so it cannot be put back.")
    rnd = session.get(Round, pack.round_id) if pack.round_id is not None else None
    if rnd is not None and pack.kind == PackKind.RETURN and (why := refusal(rnd, Deed.EXCHANGE)):
        found.append(why)
    if rnd is not None and pack.kind != PackKind.FEEDBACK:  # (feedback stands by itself)
        found += _later(session, pack)
    if pack.kind == PackKind.RETURN:
        found += _chosen(session, pack)
        found += _decided(session, pack)
    else:
        found += _begun(session, pack)
    return tuple(found)


def _applied(session: Session, pack_id: int) -> Pack:
    pack = session.get(Pack, pack_id)
    if pack is None or pack.outgoing or pack.applied_at is None or pack.undone_at is not None:
        raise UserError("no_pack", "This pack is not in, so there is nothing to undo. Nothing was changed.")
    return pack


def _later(session: Session, pack: Pack) -> list[str]:
    """Packs of the same sender that came in after it: each says again what the one before said, and goes on from it."""
    theirs = in_force(session, pack.round_id or 0, pack.person_id)
    later = [p for p in theirs if p.kind == pack.kind and order_of(p) > order_of(pack)]
    person = session.get(Person, pack.person_id) if pack.person_id is not None else None
    whose = f"of {person.name} " if person else ""
    found: list[str] = []
    for p in reversed(later):
        day = long_date(p.applied_at.astimezone().date()) if p.applied_at else "later"
        found.append(f"Pack {p.number} {whose}came in after it, on {day}, and goes on from it. Undo that one first.")
    return found[:1]


def _chosen(session: Session, pack: Pack) -> list[str]:
    """Plans whose two computers were chosen between since."""
    theirs = select(Audit.assignment_id).where(Audit.pack_id == pack.id)
    rows = (
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
        .join(Audit, col(Audit.assignment_id) == Assignment.id)
        .where(col(Audit.withdrawn_why).startswith(CHOSEN), col(Assignment.id).in_(theirs))
        .distinct()
    )
    names = sorted(session.exec(rows))
    if not names:
        return []
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return [f"You chose between two computers for {', '.join(names[:NAMED])}{more}, which rests on it."]


def _decided(session: Session, pack: Pack) -> list[str]:
    """Decisions made since it came in, upon answers that it brought."""
    # times are kept to the second: what was settled within that one is told apart by the order it was written in
    since = (col(Decision.at) > pack.applied_at) | (
        (col(Decision.at) == pack.applied_at) & (col(Decision.id) > before_of(pack).get("decided", 0))
    )
    rows = session.exec(
        select(Plan.reference, Criterion.key)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(Decision, col(Decision.sampled_id) == Sampled.id)
        .join(Criterion, col(Criterion.id) == Decision.criterion_id)
        .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
        .join(Audit, col(Audit.assignment_id) == Assignment.id)
        .join(Answer, (col(Answer.audit_id) == Audit.id) & (col(Answer.criterion_id) == Decision.criterion_id))
        .where(Audit.pack_id == pack.id, Audit.state == AuditState.SUBMITTED, col(Audit.withdrawn_at).is_(None))
        .where(is_current(), col(Decision.value).is_not(None), since)
        .distinct()
        .order_by(Plan.reference, Criterion.key)
    ).all()
    if not rows:
        return []
    names = ", ".join(f"{reference} {key}" for reference, key in rows[:NAMED])
    more = f" and {len(rows) - NAMED:,} more" if len(rows) > NAMED else ""
    return [f"You settled {names}{more} since, upon answers that it brought. Take those decisions back first."]


def _begun(session: Session, pack: Pack) -> list[str]:
    """What an auditor has done with a work pack: plans begun that it brought, returns that answer it."""
    rows = before_of(pack).get("rows", [])
    new = [row[1] for row in rows if row[0] == "assignment" and row[2] is None]
    begun = session.exec(
        select(Plan.reference)
        .join(RoundPlan, col(RoundPlan.plan_id) == Plan.id)
        .join(Sampled, col(Sampled.round_plan_id) == RoundPlan.id)
        .join(Assignment, col(Assignment.sampled_id) == Sampled.id)
        .where(col(Assignment.id).in_(new))
        .where(col(Assignment.id).in_(select(Audit.assignment_id)) | col(Assignment.known_child_at).is_not(None))
    ).all()
    asked = [row[1] for row in rows if row[0] == "aside" and row[2] is None]
    found: list[str] = []
    if asked and session.exec(select(AsideReply.id).where(col(AsideReply.aside_id).in_(asked))).first() is not None:
        found.append("You have written back to a question that it brought.")
    if begun:
        found.append(f"You have begun {', '.join(begun[:NAMED])}, which it brought.")
    places = [row[1] for row in rows if row[0] == "sampled" and row[2] is None]
    if urgent := flagged(session, places):
        found.append(f"You have flagged {', '.join(urgent[:NAMED])} urgent, which it brought.")
    if session.exec(select(Pack.id).where(Pack.outgoing, Pack.answers_to == pack.uid)).first() is not None:
        found.append("You have made a return that answers it.")
    if any(row[0] == "round" and row[2] is None for row in rows):
        found.append("The round came with it.")
    return found


def _subject(session: Session, pack: Pack) -> str:
    rnd = session.get(Round, pack.round_id) if pack.round_id is not None else None
    person = session.get(Person, pack.person_id) if pack.person_id is not None else None
    return f"{rnd.name if rnd else ''} {person.code if person else 'from the lead'} no. {pack.number}".strip()
