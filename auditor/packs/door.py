"""Who a pack is from and whether this workspace may take it in at all, before any of its rows is looked at."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from auditor.packs.container import Opened
from auditor.packs.feedback_rows import FeedbackRows, read_feedback
from auditor.packs.keys import Signer, signer
from auditor.packs.manifest import Manifest
from auditor.packs.once import once
from auditor.packs.rows import ReturnRows, WorkRows, read_return, read_work
from auditor.round_states import Deed, refusal, was_purged
from db import tables
from db.errors import UserError
from db.store import Owner, Store
from db.tables import Pack, Person, Round
from db.vocabulary import PackKind, Role


@dataclass
class Arrival:
    """A pack that was opened, with its rows once they were read; `found` keeps what was found wrong with revisions."""

    opened: Opened
    work: WorkRows | None = None
    back: ReturnRows | None = None
    feedback: FeedbackRows | None = None
    found: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])

    def read(self) -> None:
        """Read its rows, once. Raises UserError `pack_form`."""
        match self.opened.manifest.kind:
            case PackKind.WORK:
                self.work = self.work or read_work(self.opened.rows())
            case PackKind.RETURN:
                self.back = self.back or read_return(self.opened.rows())
            case PackKind.FEEDBACK:
                self.feedback = self.feedback or read_feedback(self.opened.rows())


@dataclass(frozen=True)
class Admitted:
    """A pack that may come in: by whom, of which round (None: new here), and the row it left when it came in before.

    `newer` tells that a later one of the same computer is in, `set_back` that by their numbers the packs of that
    computer come in another order than by when they were sealed.
    """

    owner: Owner
    signer: Signer
    person: Person | None
    round: Round | None
    known: Pack | None
    newer: bool
    set_back: bool

    @property
    def in_already(self) -> bool:
        """Whether it is in, and was not undone."""
        return self.known is not None and self.known.applied_at is not None and self.known.undone_at is None


def admitted(session: Session, store: Store, arrival: Arrival, *, first: bool = False) -> Admitted:
    """Let a pack in, or refuse it. `first` is for the work pack a workspace is made from.

    Raises UserError: `wrong_way`, `other_council`, `other_person`, `other_round`, `other_framework`, `round_state`, as
    `keys.signer` and `rows.read_work`.
    """
    manifest, owner = arrival.opened.manifest, once(session, "owner", lambda: store.owner(session))
    lead = owner.role == Role.LEAD
    _right_way(manifest.kind, lead)
    signed = signer(session, arrival.opened)
    if manifest.council != owner.council and not first:
        raise UserError(
            "other_council",
            f"This pack is of {manifest.council}, and this workspace of {owner.council}. Nothing was changed.",
        )
    reader = once(session, "own uid", lambda: _own_uid(session, owner))
    if manifest.reader.uid != reader and not first:
        raise UserError(
            "other_person",
            f"This pack is for {manifest.reader.name}, not for you. Nothing was changed. Give it to them.",
        )
    rnd = once(
        session, ("round", manifest.round.uid),
        lambda: session.exec(select(Round).where(Round.uid == manifest.round.uid)).first(),
    )  # fmt: skip
    if rnd is None and (lead or manifest.kind == PackKind.FEEDBACK):
        raise UserError(
            "other_round",
            f"This pack is of the round {manifest.round.name}, which is not in this workspace. Nothing was changed. "
            "Take it in where that round is kept.",
        )
    if rnd is not None:
        _right_round(session, rnd, manifest.framework, lead=lead)
    arrival.read()
    _rows_match(arrival)
    person = session.get(Person, signed.person_id) if signed.person_id is not None else None
    known = session.exec(select(Pack).where(Pack.uid == manifest.uid, col(Pack.outgoing).is_(False))).first()
    return Admitted(owner, signed, person, rnd, known, *_order(session, manifest, rnd))


def _right_way(kind: PackKind, lead: bool) -> None:
    if kind != PackKind.RETURN and lead:
        which = "a work pack" if kind == PackKind.WORK else "feedback"
        raise UserError(
            "wrong_way",
            f"This is {which}, which an auditor opens. Nothing was changed. Send it to the person it is for.",
        )
    if kind == PackKind.RETURN and not lead:
        raise UserError(
            "wrong_way", "This is a return pack, which only the lead takes in. Nothing was changed. Send it to them."
        )


def _right_round(session: Session, rnd: Round, framework: str, *, lead: bool) -> None:
    frozen = once(
        session, ("framework", rnd.framework_id),
        lambda: session.exec(select(tables.Framework.hash).where(tables.Framework.id == rnd.framework_id)).one(),
        fixed=True,
    )  # fmt: skip
    if frozen != framework:
        raise UserError(
            "other_framework",
            f"This pack was made with other questions than {rnd.name} asks here. Nothing was changed. Ask its sender "
            "which framework they have.",
        )
    # an auditor's copy follows its lead's round through its states; what was purged stays purged on both sides
    if why := refusal(rnd, Deed.EXCHANGE) if lead else was_purged(rnd):
        raise UserError("round_state", f"{why} Nothing was changed.")


def _rows_match(arrival: Arrival) -> None:
    """The rows must be of the round, the person and the framework that the manifest names."""
    manifest = arrival.opened.manifest
    if arrival.work is not None:
        rows = arrival.work
        same = (
            rows.round.uid == manifest.round.uid
            and rows.person.uid == manifest.reader.uid
            and rows.framework.hash == manifest.framework
        )
    elif arrival.feedback is not None:
        same = arrival.feedback.round == manifest.round.uid and arrival.feedback.person == manifest.reader.uid
    else:
        assert arrival.back is not None  # noqa: S101 - one of the three was read
        same = arrival.back.round == manifest.round.uid and arrival.back.person == manifest.sender.uid
    if not same:
        raise UserError(
            "other_person",
            "What is in this pack is not what its manifest says. Nothing was changed. Ask its sender to make it again.",
        )


def _own_uid(session: Session, owner: Owner) -> str:
    """By what packs name this workspace's owner."""
    if owner.role == Role.LEAD:
        return session.exec(select(tables.Workspace)).one().uid
    person = session.get(Person, owner.person_id) if owner.person_id is not None else None
    return person.uid if person else ""


def _order(session: Session, manifest: Manifest, rnd: Round | None) -> tuple[bool, bool]:
    """Whether a later pack of that kind and computer is in, and whether numbers and moments tell different orders."""
    if rnd is None:
        return False, False
    others = session.exec(
        select(Pack).where(
            col(Pack.outgoing).is_(False), Pack.round_id == rnd.id, Pack.device == manifest.sender.device,
            Pack.uid != manifest.uid, Pack.kind == manifest.kind.value, col(Pack.applied_at).is_not(None),
            col(Pack.undone_at).is_(None),
        )
    ).all()  # fmt: skip
    newer = any(later(p, manifest) for p in others)
    return newer, any(not later(p, manifest) and not later(manifest, p) for p in others)


def later(one: Pack | Manifest, other: Pack | Manifest) -> bool:
    """Whether of two packs of one computer the one is surely the later: by its number and by when it was sealed.

    A workspace that was set back to a backup counts from an earlier number again: then neither is later.
    """
    return one.number > other.number and one.sealed_at >= other.sealed_at


def in_force(session: Session, round_id: int, person: int | None) -> list[Pack]:
    """The packs that came in for a round, from somebody, and were not undone; in the order they were applied."""
    rows = select(Pack).where(
        col(Pack.outgoing).is_(False), Pack.round_id == round_id, col(Pack.applied_at).is_not(None),
        col(Pack.undone_at).is_(None),
    )  # fmt: skip
    rows = rows.where(col(Pack.person_id).is_(None) if person is None else Pack.person_id == person)
    return sorted(session.exec(rows), key=order_of)


def order_of(pack: Pack) -> int:
    """When it was applied, as a number: one pack may be applied, undone and applied again."""
    return int(before_of(pack).get("order", 0))


def before_of(pack: Pack) -> dict[str, Any]:
    """What a pack changed as it came in."""
    return json.loads(pack.before)


def summary_of(pack: Pack) -> dict[str, Any]:
    """What a pack said, in short."""
    return json.loads(pack.summary)
