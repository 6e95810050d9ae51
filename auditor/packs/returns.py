"""Return packs: an auditor's answers, whole or in part, sealed for the lead; as often as wanted."""

import json
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from auditor.audits import contents_of
from auditor.counting import not_taken_back
from auditor.packs.container import Recipient, Sealed, seal
from auditor.packs.door import summary_of
from auditor.packs.gather import return_rows
from auditor.packs.keys import Own, own_identity, recipients
from auditor.packs.manifest import ROWS, Manifest, Reader, RoundNamed, Sender
from auditor.packs.rows import ReturnRows
from auditor.packs.work import next_number
from auditor.round_states import round_of
from db import log
from db.errors import UserError
from db.files import whole
from db.store import Owner, Store
from db.tables import Assignment, Audit, Pack, Person, Round, RoundPlan, Sampled, new_uid, now
from db.vocabulary import AuditState, PackKind, Role

MADE = "made a return pack"


@dataclass(frozen=True)
class MadeReturn:
    """A return that was written, and what is in it: plans submitted, plans still being worked on, plans given back."""

    file: Path
    pack: int
    uid: str
    number: int
    submitted: int
    unfinished: int
    given_back: int


def make_return(
    store: Store, round_id: int, target: Path, *, unfinished: bool = True
) -> Generator[str, None, MadeReturn]:
    """Write all that the workspace's owner has done in a round into a pack for the lead, or nothing.

    With `unfinished`, what is still being worked on goes along as it is now; work goes on in a new revision. Raises
    UserError: `not_auditor`, `no_round`, `no_work_pack`, `nothing_to_send`, as `container.seal` and `db.files.whole`.
    """
    with store.read() as session:
        rnd = round_of(session, round_id)
        owner, person, work = from_work_pack(session, store, rnd)
    yield f"Gathering what you did in {rnd.name}"
    with whole(target) as (beside,), store.write() as session:
        own = own_identity(session)
        ended = _seal_drafts(session, round_id, owner) if unfinished else ()
        rows = return_rows(session, rnd, person)
        if not _says_something(rows):
            raise UserError(
                "nothing_to_send",
                "There is nothing to send yet: no answer is submitted or begun, and no plan was given back.",
            )
        manifest = manifest_of(session, rnd, owner, person, own, work)
        yield "Sealing the pack"
        entries = {ROWS: rows.model_dump_json().encode()}
        sealed = seal(manifest, entries, to=Recipient(age_public=_lead_keys(session)), sign_secret=own.sign_secret)
        beside.write_bytes(sealed.content)
        made = _note(session, rnd, rows, sealed, target)
        log.append(
            session, who=owner.name, what=MADE, subject=f"{rnd.name} {person.code} no. {manifest.number}",
            after=f"{made.submitted} submitted, {made.unfinished} unfinished, {made.given_back} given back "
            + " ".join(ended),
        )  # fmt: skip
    return made


def from_work_pack(session: Session, store: Store, rnd: Round) -> tuple[Owner, Person, Pack]:
    """Whose workspace it is, and the newest work pack of a round. Raises UserError `not_auditor`, `no_work_pack`."""
    owner = store.owner(session)
    person = session.get(Person, owner.person_id) if owner.person_id is not None else None
    if owner.role != Role.AUDITOR or person is None:
        raise UserError("not_auditor", "Only an auditor's own workspace makes returns. Nothing was written.")
    query = select(Pack).where(
        col(Pack.outgoing).is_(False), Pack.round_id == rnd.id, Pack.kind == PackKind.WORK.value,
        col(Pack.applied_at).is_not(None), col(Pack.undone_at).is_(None),
    )  # fmt: skip
    work = session.exec(query.order_by(col(Pack.number).desc(), col(Pack.id).desc())).first()
    if work is None:
        raise UserError(
            "no_work_pack",
            f"{rnd.name} did not come here in a work pack, so there is nobody to return it to. Nothing was written.",
        )
    return owner, person, work


def _lead_keys(session: Session) -> tuple[str, ...]:
    keys = recipients(session, None)
    if not keys:
        raise UserError(
            "no_key",
            "The lead's key was revoked here, so nothing can be sealed for them. Nothing was written. Ask them for a "
            "new work pack.",
        )
    return keys


def _seal_drafts(session: Session, round_id: int, owner: Owner) -> tuple[str, ...]:
    """End what is being worked on where it stands; the digests of what was ended."""
    drafts = session.exec(
        select(Audit)
        .join(Assignment, col(Assignment.id) == Audit.assignment_id)
        .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id, Assignment.person_id == owner.person_id, not_taken_back())
        .where(Audit.state == AuditState.DRAFT, col(Audit.withdrawn_at).is_(None))
    ).all()
    for draft in drafts:
        digest = contents_of(session, draft.id or 0).digest()
        draft.state, draft.digest, draft.ended_at = AuditState.SEALED.value, digest, now()
        draft.uid = new_uid()  # as in scoring.submit
        draft.row_version += 1
        session.add(draft)
    session.flush()
    return tuple(draft.digest for draft in drafts)


def _says_something(rows: ReturnRows) -> bool:
    return bool(rows.conflicts or rows.gone or rows.urgent or rows.replies) or any(
        a.revisions or a.known_child_at for a in rows.assignments
    )


def manifest_of(session: Session, rnd: Round, owner: Owner, person: Person, own: Own, work: Pack) -> Manifest:
    """What the next return says of itself, in answer to a work pack."""
    said = summary_of(work)
    return Manifest(
        kind=PackKind.RETURN, uid=new_uid(), number=next_number(session, rnd.id or 0, PackKind.RETURN),
        round=RoundNamed(uid=rnd.uid, name=rnd.name), framework=said["framework"], council=owner.council,
        sender=Sender(
            uid=person.uid, name=person.name, code=person.code, device=owner.device, sign_public=own.sign_public,
            age_public=own.age_public,
        ),
        reader=Reader(uid=said["lead"], name=said["lead_name"], code=""), answers_to=work.uid, token=work.token,
        sealed_at=now(), log_head=log.head(session),
    )  # fmt: skip


def _note(session: Session, rnd: Round, rows: ReturnRows, sealed: Sealed, target: Path) -> MadeReturn:
    manifest, newest = sealed.manifest, [a.revisions[-1] for a in rows.assignments if a.revisions]
    given_back = [a.uid for a in rows.assignments if a.known_child_at]
    # one that is open again is both: its answers count, and it is being worked on
    submitted = sum(1 for a in rows.assignments if any(r.submitted for r in a.revisions))
    unfinished = sum(1 for r in newest if not r.submitted)
    summary: dict[str, Any] = {
        "plans": len(rows.assignments), "submitted": submitted, "sealed": unfinished, "given_back": given_back,
        "audits": [r.uid for a in rows.assignments for r in a.revisions],
        "replies": [f"{r.uid} {r.at.isoformat()}" for r in rows.replies],
    }  # fmt: skip
    row = Pack(
        uid=manifest.uid, kind=PackKind.RETURN.value, outgoing=True, round_id=rnd.id, device=manifest.sender.device,
        number=manifest.number, answers_to=manifest.answers_to, token=manifest.token, digest=sealed.digest,
        log_head=manifest.log_head, sealed_at=manifest.sealed_at, summary=json.dumps(summary),
    )  # fmt: skip
    session.add(row)
    session.flush()
    return MadeReturn(target, row.id or 0, manifest.uid, manifest.number, submitted, unfinished, len(given_back))
