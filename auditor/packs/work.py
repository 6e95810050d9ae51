"""Work packs: what one auditor has to score in a round, sealed for them alone."""

import hashlib
import json
import re
from collections.abc import Generator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from auditor.file_names import cut
from auditor.packs.container import SUFFIX, Recipient, Sealed, new_token, seal
from auditor.packs.gather import work_rows
from auditor.packs.keys import Own, own_identity, recipients
from auditor.packs.manifest import ROWS, Manifest, Reader, RoundNamed, Sender
from auditor.packs.rows import PackedPaper, PaperRow, PapersFor, WorkRows
from auditor.round_states import Deed, need
from db import log, tables
from db.errors import UserError
from db.files import whole
from db.store import Store
from db.tables import Assignment, Pack, Person, Round, RoundPlan, Sampled, Sent, new_uid, now
from db.vocabulary import PackKind

MADE = "made work packs"


@dataclass(frozen=True)
class MadePack:
    """A work pack that was written: for whom, where, how many plans and papers are in it, how it is sealed."""

    person: int
    code: str
    name: str
    file: Path
    pack: int
    uid: str
    number: int
    plans: int
    taken_back: int
    papers: int
    by_passphrase: bool


@dataclass(frozen=True)
class Addressee:
    """Somebody with plans in a round: how many, whether their key is known, when they were last sent a pack.

    `changed` says that something of theirs is not as that pack had it.
    """

    person: int
    code: str
    name: str
    agency: str
    assignments: int
    taken_back: int
    has_key: bool
    sent_at: datetime | None
    changed: bool


@dataclass(frozen=True)
class _Wanted:
    """A pack that is to be sealed."""

    person: int
    rows: WorkRows
    manifest: Manifest
    ids: Mapping[str, int]
    to: Recipient


def addressees(store: Store, round_id: int) -> tuple[Addressee, ...]:
    """Everybody who has plans of a round, or had and was sent them, by code."""
    with store.read() as session:
        rnd = session.get_one(Round, round_id)
        rows = session.exec(
            select(Person, func.count(), func.count(col(Assignment.withdrawn_at)))
            .join(Assignment, col(Assignment.person_id) == Person.id)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .where(RoundPlan.round_id == round_id)
            .group_by(col(Person.id))
            .order_by(Person.code)
        ).all()
        last = {p.person_id: p for p in session.exec(_sent_packs(round_id).order_by(col(Pack.id)))}
        found: list[Addressee] = []
        for person, given, taken_back in rows:
            pack = last.get(person.id)
            summary: dict[str, Any] = json.loads(pack.summary) if pack else {}
            changed = pack is not None and summary.get("digest") != _digest(work_rows(session, rnd, person))
            found.append(
                Addressee(
                    person.id or 0, person.code, person.name, person.agency, given - taken_back, taken_back,
                    bool(recipients(session, person.id)), pack.sealed_at if pack else None, changed,
                )
            )  # fmt: skip
        return tuple(found)


def make_work_packs(
    store: Store,
    round_id: int,
    persons: Sequence[int],
    folder: Path,
    passphrases: Mapping[int, str] | None = None,
    papers: PapersFor | None = None,
) -> Generator[str, None, tuple[MadePack, ...]]:
    """Write a work pack for each person into `folder`: all of them or none. Gives what it is doing, in words.

    A pack is sealed with the passphrase named for its reader, otherwise to their keys. `papers` says which papers go
    along. Raises UserError: `not_lead`, `no_round`, `round_state`, `nobody`, `needs_passphrase`, as `container.seal`
    and `db.files.whole`.
    """
    by_hand = passphrases or {}
    with store.write() as session:
        store.lead(session, "makes work packs")
        rnd = need(session, round_id, Deed.EXCHANGE)
        own = own_identity(session)
    if not persons:
        raise UserError("nobody", "Nobody was chosen, so no pack was made. Choose who is to have one.")
    with store.read() as session:
        rnd = need(session, round_id, Deed.EXCHANGE)
        wanted = [
            _wanted(session, store, rnd, own, person, by_hand.get(person, ""), further=at)
            for at, person in enumerate(persons)
        ]
    targets = [folder / file_name(w.manifest, "work") for w in wanted]
    made: list[MadePack] = []
    with ExitStack() as stack:
        beside = stack.enter_context(whole(*targets))
        sealed: list[tuple[_Wanted, Sealed, Mapping[int, PackedPaper]]] = []
        for number, (one, path) in enumerate(zip(wanted, beside, strict=True), 1):
            yield f"Sealing pack {number} of {len(wanted)}, for {one.manifest.reader.name}"
            given: Mapping[int, PackedPaper] = papers(round_id, one.person, sorted(_current(one))) if papers else {}
            sealed.append((one, _seal(one, given, own), given))
            path.write_bytes(sealed[-1][1].content)
        yield "Noting what was sent"
        # before the files stand in their place: a pack that is out must be known here, or its return is refused
        with store.write() as session:
            need(session, round_id, Deed.EXCHANGE)
            made = [_note(session, rnd, *one, target) for one, target in zip(sealed, targets, strict=True)]
            log.append(
                session, who=store.owner(session).name, what=MADE, subject=rnd.name,
                after="; ".join(f"{m.code} no. {m.number}, {m.plans} plans, {m.papers} with papers" for m in made),
            )  # fmt: skip
    return tuple(made)


def _wanted(
    session: Session, store: Store, rnd: Round, own: Own, person: int, passphrase: str, *, further: int
) -> _Wanted:
    row = session.get(Person, person)
    if row is None:
        raise UserError("nobody", "That auditor is no longer in the register. No pack was made.")
    rows = work_rows(session, rnd, row)
    if not rows.assignments:
        raise UserError("no_plans", f"{row.name} has no plans in {rnd.name}. No pack was made. Give them plans first.")
    keys = recipients(session, person)
    if not keys and not passphrase:
        raise UserError(
            "needs_passphrase",
            f"{row.name} has sent nothing yet, so their key is not known. No pack was made. Seal this one with a "
            "passphrase that you tell them by telephone.",
        )
    manifest = manifest_to(session, store, rnd, own, row, PackKind.WORK, rows.framework.hash, further)
    ids = {
        uid: key or 0
        for key, uid in session.exec(select(Assignment.id, Assignment.uid).where(Assignment.person_id == person))
    }
    to = Recipient(passphrase=passphrase) if passphrase else Recipient(age_public=keys)
    return _Wanted(person, rows, manifest, ids, to)


def manifest_to(
    session: Session, store: Store, rnd: Round, own: Own, reader: Person, kind: PackKind, framework: str, further: int
) -> Manifest:
    """What a lead's next pack to an auditor says of itself; `further` counts those of the same batch before it."""
    owner = store.owner(session)
    workspace = session.exec(select(tables.Workspace)).one()
    return Manifest(
        kind=kind, uid=new_uid(), number=next_number(session, rnd.id or 0, kind) + further,
        round=RoundNamed(uid=rnd.uid, name=rnd.name), framework=framework, council=owner.council,
        sender=Sender(
            uid=workspace.uid, name=owner.name, code="", device=owner.device, sign_public=own.sign_public,
            age_public=own.age_public,
        ),
        reader=Reader(uid=reader.uid, name=reader.name, code=reader.code), token=new_token(), sealed_at=now(),
        log_head=log.head(session),
    )  # fmt: skip


def _current(one: _Wanted) -> list[int]:
    return [one.ids[a.uid] for a in one.rows.assignments if a.withdrawn_at is None and a.known_child_at is None]


def _seal(one: _Wanted, given: Mapping[int, PackedPaper], own: Own) -> Sealed:
    uids = {key: uid for uid, key in one.ids.items()}
    entries: dict[str, bytes] = {}
    named: list[PaperRow] = []
    for number, (assignment, paper) in enumerate(sorted(given.items()), 1):
        entry = f"papers/{number}.{paper.kind}"
        entries[entry] = paper.content
        row = PaperRow(assignment=uids[assignment], form=paper.form, kind=paper.kind, until=paper.until, entry=entry)
        named.append(row)
    rows = one.rows.model_copy(update={"papers": tuple(named)})
    return seal(
        one.manifest, {ROWS: rows.model_dump_json().encode(), **entries}, to=one.to, sign_secret=own.sign_secret
    )


def _note(
    session: Session, rnd: Round, one: _Wanted, sealed: Sealed, given: Mapping[int, PackedPaper], target: Path
) -> MadePack:
    manifest, plans = sealed.manifest, len(_current(one))
    summary: dict[str, Any] = {"plans": plans, "papers": len(given), "digest": _digest(one.rows)}
    summary["conflicts"] = [c.uid for c in one.rows.conflicts]
    row = Pack(
        uid=manifest.uid, kind=PackKind.WORK.value, outgoing=True, round_id=rnd.id, person_id=one.person,
        device=manifest.sender.device, number=manifest.number, token=manifest.token, digest=sealed.digest,
        log_head=manifest.log_head, sealed_at=manifest.sealed_at, summary=json.dumps(summary),
    )  # fmt: skip
    session.add(row)
    session.flush()
    here = set(session.exec(select(Assignment.id).where(Assignment.person_id == one.person)))
    for a in one.rows.assignments:
        if one.ids[a.uid] in here:
            paper = given.get(one.ids[a.uid])
            session.add(
                Sent(
                    pack_id=row.id or 0, assignment_id=one.ids[a.uid], papers=paper.form.value if paper else "",
                    papers_until=paper.until if paper else None,
                )
            )  # fmt: skip
    session.flush()
    return MadePack(
        one.person, manifest.reader.code, manifest.reader.name, target, row.id or 0, manifest.uid, manifest.number,
        plans, sum(1 for a in one.rows.assignments if a.withdrawn_at is not None), len(given), bool(one.to.passphrase),
    )  # fmt: skip


def next_number(session: Session, round_id: int, kind: PackKind) -> int:
    """The number of the next pack of that kind that is made here for a round."""
    made = select(func.max(Pack.number)).where(Pack.outgoing, Pack.kind == kind.value, Pack.round_id == round_id)
    return (session.exec(made).one() or 0) + 1


def file_name(manifest: Manifest, word: str) -> str:
    """What a pack's file is called: round, whose, which way, which number; never too long, never a folder."""
    whose = manifest.reader.code or manifest.sender.code
    named = f"{cut(manifest.round.name, 60)} {whose[:30]} {word} {manifest.number}"
    return re.sub(r"[^\w .-]+", "-", named).strip(" .") + SUFFIX


def _digest(rows: WorkRows) -> str:
    """By which a later pack with nothing new is known; moments of the gathering itself are left out."""
    told = rows.model_dump(mode="json")
    for row in told["assignments"]:
        row["withdrawn_at"] = bool(row["withdrawn_at"])
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _sent_packs(round_id: int) -> SelectOfScalar[Pack]:
    return select(Pack).where(Pack.outgoing, Pack.kind == PackKind.WORK.value, Pack.round_id == round_id)
