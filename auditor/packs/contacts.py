"""Everybody's keys, for people to look at: compared or not, revoked or not, and what their holders were sent."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from auditor.changed import Changed
from auditor.packs import words
from auditor.packs.keys import forget_tokens, of_person
from db import log
from db.errors import UserError
from db.store import Store
from db.tables import Assignment, ContactKey, Pack, Person, Plan, Round, RoundPlan, Sampled, Sent, now
from db.vocabulary import PackKind

KEYS = Changed(frozenset({"key"}))


@dataclass(frozen=True)
class Contact:
    """Somebody's key on one device, the `nth` of theirs. `person_id` is None and `code` empty for the lead."""

    id: int
    person_id: int | None
    code: str
    name: str
    agency: str
    nth: int
    of: int
    words: tuple[str, ...]
    short: str
    learnt_at: datetime
    compared_at: datetime | None
    revoked_at: datetime | None
    revoked_why: str


@dataclass(frozen=True)
class HeldPlan:
    """A plan that went to somebody; `papers` is the form in which its papers went along, empty where they did not."""

    reference: str
    papers: str
    papers_until: date | None
    papers_gone_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True)
class HeldPack:
    """A pack that somebody was sent, and the plans in it."""

    round: str
    number: int
    sealed_at: datetime
    plans: tuple[HeldPlan, ...]


def contacts(store: Store) -> tuple[Contact, ...]:
    """Everybody's keys, by name and then as they were learnt."""
    with store.read() as session:
        found = session.exec(
            select(ContactKey, Person)
            .join(Person, col(Person.id) == ContactKey.person_id, isouter=True)
            .order_by(col(ContactKey.name), col(ContactKey.learnt_at), col(ContactKey.id))
        ).all()
        devices: dict[int | None, list[int]] = {}
        for key, _ in found:
            devices.setdefault(key.person_id, []).append(key.id or 0)
        return tuple(
            Contact(
                id=key.id or 0,
                person_id=key.person_id,
                code=person.code if person else "",
                name=person.name if person else key.name,
                agency=person.agency if person else "",
                nth=devices[key.person_id].index(key.id or 0) + 1,
                of=len(devices[key.person_id]),
                words=words.fingerprint(key.sign_public, key.age_public),
                short=words.short_fingerprint(key.sign_public, key.age_public),
                learnt_at=key.learnt_at,
                compared_at=key.compared_at,
                revoked_at=key.revoked_at,
                revoked_why=key.revoked_why,
            )
            for key, person in found
        )


def mark_compared(store: Store, contact_id: int, compared: bool) -> Changed:
    """Say that two people have read the fingerprint to each other, or take that back. Raises UserError."""
    with store.write() as session:
        key = _key(session, contact_id)
        key.compared_at = now() if compared else None
        what = "compared a key" if compared else "took back that a key was compared"
        log.append(session, who=store.owner(session).name, what=what, subject=_subject(session, key), after=_short(key))
    return KEYS


def revoke(store: Store, contact_id: int, why: str) -> Changed:
    """Trust a key no more, for good: refuse its packs, whenever they were sealed, and seal nothing to it.

    No work pack its holder was sent so far vouches for another key any more. Raises UserError `no_reason`.
    """
    if not why.strip():
        raise UserError("no_reason", "Say why this key is trusted no more. Nothing was changed.")
    with store.write() as session:
        key = _key(session, contact_id)
        key.revoked_at, key.revoked_why = now(), why.strip()
        if key.person_id is not None:
            forget_tokens(session, key.person_id)
        who, subject = store.owner(session).name, _subject(session, key)
        log.append(session, who=who, what="revoked a key", subject=subject, after=_short(key), why=why.strip())
    return KEYS


def held(store: Store, contact_id: int) -> tuple[HeldPack, ...]:
    """What the holder of a key was sent until it was revoked, the newest first. Raises UserError `no_key`."""
    with store.read() as session:
        key = session.get(ContactKey, contact_id)
        if key is None:
            raise _no_key()
        query = (
            select(Pack, Round.name)
            .join(Round, col(Round.id) == Pack.round_id)
            .where(Pack.outgoing, of_person(Pack.person_id, key.person_id))
            .where(Pack.kind == (PackKind.RETURN if key.person_id is None else PackKind.WORK).value)
            .order_by(col(Pack.sealed_at).desc(), col(Pack.id).desc())
        )
        packs = [(p, name) for p, name in session.exec(query) if not key.revoked_at or p.sealed_at <= key.revoked_at]
        plans: dict[int, list[HeldPlan]] = {}
        rows = session.exec(
            select(Sent, Plan.reference, Assignment.withdrawn_at)
            .join(Assignment, col(Assignment.id) == Sent.assignment_id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(col(Sent.pack_id).in_([p.id for p, _ in packs]))
            .order_by(Plan.reference)
        )
        for sent, reference, withdrawn_at in rows:
            plan = HeldPlan(reference, sent.papers, sent.papers_until, sent.papers_gone_at, withdrawn_at)
            plans.setdefault(sent.pack_id, []).append(plan)
        return tuple(HeldPack(name, p.number, p.sealed_at, tuple(plans.get(p.id or 0, ()))) for p, name in packs)


def _key(session: Session, contact_id: int) -> ContactKey:
    """A key that is still trusted. Raises UserError `no_key`, `revoked_already`."""
    key = session.get(ContactKey, contact_id)
    if key is None:
        raise _no_key()
    if key.revoked_at is not None:
        raise UserError("revoked_already", f"This key of {key.name} is revoked already. Nothing was changed.")
    return key


def _no_key() -> UserError:
    return UserError("no_key", "That key is not kept here. Nothing was changed.")


def _subject(session: Session, key: ContactKey) -> str:
    person = session.get(Person, key.person_id) if key.person_id is not None else None
    return person.code if person else "lead"


def _short(key: ContactKey) -> str:
    return words.short_fingerprint(key.sign_public, key.age_public)
