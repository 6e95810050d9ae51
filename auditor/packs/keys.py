"""Whose keys are whose: one's own, those learnt from packs, and which of them are trusted no more.

A key is trusted from the first pack it signs, if that pack shows what only the right person can know: the passphrase
told by telephone, or the token of a work pack. Two people who read their fingerprints to each other know more.

An auditor's workspace belongs to one lead: the one whose first pack it was made from. A passphrase lets no second one
in, since anybody can seal a pack with a passphrase and ring up.
"""

import hmac
import json
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session, col, select

from auditor.packs import words
from auditor.packs.container import Opened
from auditor.packs.manifest import Sender
from auditor.packs.once import once
from auditor.reports.wording import long_date
from db.errors import UserError
from db.store import Store
from db.tables import ContactKey, Identity, Pack, Person, Workspace
from db.vocabulary import PackKind, Role


@dataclass(frozen=True)
class Own:
    """This workspace's own keys, in hex and as age writes them. The secrets stay out of what is printed."""

    sign_public: str
    age_public: str
    sign_secret: str = field(repr=False)
    age_secret: str = field(repr=False)

    @property
    def words(self) -> tuple[str, ...]:
        """The fingerprint in words."""
        return words.fingerprint(self.sign_public, self.age_public)


@dataclass(frozen=True)
class Signer:
    """Who signed a pack, once that is trusted. `contact_id` is None for a key that is seen for the first time.

    `person_id` is None for the lead. `another_device` tells that the person has other keys that are trusted.
    `new_words` is the fingerprint of a lead's new key that comes after one which was revoked here.
    """

    contact_id: int | None
    person_id: int | None
    name: str
    device: str
    compared: bool
    another_device: bool
    new_words: str = ""

    @property
    def first(self) -> bool:
        """Whether this is the first pack from this device."""
        return self.contact_id is None


def own_identity(session: Session) -> Own:
    """This workspace's keys, made on first use; needs a writing session for that."""
    own = identity(session)
    if own is not None:
        return own
    age: Any = import_module("pyrage")  # it comes without types
    session.add(
        Identity(
            sign_secret=Ed25519PrivateKey.generate().private_bytes_raw().hex(),
            age_secret=str(age.x25519.Identity.generate()),
        )
    )
    session.flush()
    made = identity(session)
    assert made is not None  # noqa: S101 - it was added just now
    return made


def identity(session: Session) -> Own | None:
    """This workspace's keys, or None where it has not needed any yet."""
    row = session.exec(select(Identity)).first()
    if row is None:
        return None
    age: Any = import_module("pyrage")
    sign = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(row.sign_secret))
    age_public = str(age.x25519.Identity.from_str(row.age_secret).to_public())
    return Own(sign.public_key().public_bytes_raw().hex(), age_public, row.sign_secret, row.age_secret)


def make_identity(store: Store) -> Own:
    """This workspace's keys, made where it has none, for somebody who wants to read out their fingerprint."""
    with store.write() as session:
        return own_identity(session)


def signer(session: Session, opened: Opened) -> Signer:
    """Who signed a pack, if that can be trusted. Nothing is written.

    Raises UserError: `own_pack`, `revoked_key`, `key_of_another`, `keys_changed`, `unknown_sender`, `wrong_token`,
    `old_token`, `other_lead`.
    """
    own = once(session, "own keys", lambda: identity(session))
    if own is not None and own.sign_public == opened.signed_by:
        raise UserError(
            "own_pack",
            f"This pack was made in this workspace, for {opened.manifest.reader.name}. Nothing was changed. Send it to "
            "them.",
        )
    known = session.exec(select(ContactKey).where(ContactKey.sign_public == opened.signed_by)).first()
    lead = once(session, "role", lambda: session.exec(select(Workspace.role)).one(), fixed=True) == Role.LEAD
    if known is not None:
        _check_known(session, opened, known)
    if not lead:
        _check_lead(session, opened)
    if known is not None:
        person_id = known.person_id
    else:
        person_id = _by_token(session, opened) if lead else _by_passphrase(session, opened)
    earlier = [k for k in _keys_of(session, person_id) if k.sign_public != opened.signed_by]
    person = session.get(Person, person_id) if person_id is not None else None
    return Signer(
        contact_id=known.id if known else None,
        person_id=person_id,
        name=person.name if person else opened.manifest.sender.name,
        device=opened.manifest.sender.device,
        compared=known is not None and known.compared_at is not None,
        another_device=any(k.revoked_at is None for k in earlier),
        new_words="" if lead or known or not earlier else _words_of(opened.manifest.sender),
    )


def learn(session: Session, opened: Opened, signed: Signer, pack_id: int | None) -> int:
    """Keep the signer's keys, where they are new; returns the id of their contact key."""
    if signed.contact_id is not None:
        return signed.contact_id
    sender = opened.manifest.sender
    row = ContactKey(
        person_id=signed.person_id,
        name=signed.name,
        device=sender.device,
        sign_public=sender.sign_public,
        age_public=sender.age_public,
        pack_id=pack_id,
    )
    session.add(row)
    session.flush()
    return row.id or 0


def recipients(session: Session, person_id: int | None) -> tuple[str, ...]:
    """The age keys of all devices of somebody (None: the lead) that packs may be sealed to; none means a passphrase."""
    return tuple(key.age_public for key in _keys_of(session, person_id) if key.revoked_at is None)


def forget_tokens(session: Session, person_id: int) -> None:
    """Let no work pack that somebody was sent so far vouch for a new key: who holds a revoked one has its token too.

    The tokens go themselves, whatever the clocks said when the packs were made.
    """
    theirs = select(Pack).where(Pack.outgoing, Pack.kind == PackKind.WORK.value, Pack.person_id == person_id)
    for pack in session.exec(theirs):
        pack.token = ""
        session.add(pack)


def _keys_of(session: Session, person_id: int | None) -> list[ContactKey]:
    query = select(ContactKey).where(of_person(ContactKey.person_id, person_id))
    return list(session.exec(query.order_by(col(ContactKey.learnt_at), col(ContactKey.id))))


def of_person(column: Any, value: int | None) -> Any:
    """A condition that a column names this person, or nobody, which is the lead."""
    return col(column).is_(None) if value is None else col(column) == value


def _check_known(session: Session, opened: Opened, key: ContactKey) -> None:
    if key.revoked_at is not None:
        raise UserError(
            "revoked_key",
            f"This pack is signed with a key of {key.name} that was revoked on {long_date(key.revoked_at.date())}: "
            f"{key.revoked_why.rstrip('.')}. Nothing was changed. Speak to them before you take in anything of theirs.",
        )
    person = session.get(Person, key.person_id) if key.person_id is not None else None
    if person is not None and person.uid != opened.manifest.sender.uid:
        raise _of_another(person.name)
    if key.age_public != opened.manifest.sender.age_public or key.device != opened.manifest.sender.device:
        raise UserError(
            "keys_changed",
            f"This pack is signed with the key of {key.name}, but names another computer or another key to answer to. "
            "Nothing was changed. Speak to them before you take it in.",
        )


def _check_lead(session: Session, opened: Opened) -> None:
    """An auditor's workspace takes work from the lead's workspace that its first pack came from, and from no other."""
    summaries = session.exec(
        select(Pack.summary)
        .where(col(Pack.outgoing).is_(False), Pack.kind == PackKind.WORK.value, col(Pack.applied_at).is_not(None))
        .order_by(col(Pack.id))
    )
    uid = next((lead for summary in summaries if (lead := json.loads(summary).get("lead"))), None)
    if uid is not None and uid != opened.manifest.sender.uid:
        raise UserError(
            "other_lead",
            f"This pack is from {opened.manifest.sender.name}, from another workspace than your work here comes from. "
            "Nothing was changed. If you score for them as well, open it as a workspace of its own.",
        )


def _by_passphrase(session: Session, opened: Opened) -> None:
    """A lead is trusted by the passphrase they told, while no key of theirs is known that still holds.

    Returns that it is no person of the register.
    """
    if not opened.by_passphrase:
        raise _unknown(opened.manifest.sender.name)
    holds = [key for key in _keys_of(session, None) if key.revoked_at is None]
    if holds:
        raise UserError(
            "other_lead",
            f"This pack opens, but is not signed with the key of {holds[-1].name} that is known here: it may be from "
            "somebody else. Nothing was changed. Ring your lead and compare fingerprints. The one known here is "
            f"“{_words_of(holds[-1])}”, the one of this pack “{_words_of(opened.manifest.sender)}”. Only if they say "
            "that theirs is new, revoke the old one under Settings, Contacts, and open this pack again.",
        )


def _words_of(keys: Sender | ContactKey) -> str:
    return " ".join(words.fingerprint(keys.sign_public, keys.age_public))


def _by_token(session: Session, opened: Opened) -> int:
    """The person whose work pack a first return answers, by the token that only its reader knows."""
    manifest = opened.manifest
    sent = session.exec(
        select(Pack).where(Pack.outgoing, Pack.kind == PackKind.WORK.value, Pack.uid == manifest.answers_to)
    ).first()
    if sent is None or sent.person_id is None:
        raise _unknown(manifest.sender.name)
    person = session.get_one(Person, sent.person_id)
    if not sent.token and any(key.revoked_at is not None for key in _keys_of(session, person.id)):
        raise UserError(
            "old_token",
            f"This pack has a new key of {person.name} and answers a work pack from before an earlier one was "
            "revoked. Nothing was changed. Make a new work pack for them, with a new passphrase.",
        )
    if not sent.token or not hmac.compare_digest(sent.token.encode(), manifest.token.encode()):
        raise UserError(
            "wrong_token",
            "This pack says that it answers a work pack, but does not know what that pack told its reader. Nothing was "
            "changed. Ask its sender to make it from the workspace the work pack was opened in.",
        )
    if person.uid != manifest.sender.uid:
        raise _of_another(person.name)
    return sent.person_id


def _unknown(name: str) -> UserError:
    return UserError(
        "unknown_sender",
        f"This pack says that it is from {name}, but is signed with a key that is not known here and answers nothing "
        "that was sent from here. Nothing was changed. Ask who sent it.",
    )


def _of_another(name: str) -> UserError:
    return UserError(
        "key_of_another",
        f"This pack is made with what was given to {name} alone, but says that it is from somebody else. Nothing was "
        f"changed. Ask {name}.",
    )
