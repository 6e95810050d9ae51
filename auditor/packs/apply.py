"""Take packs in: one backup for all of them, one transaction for each, so that each is in whole or not at all."""

import json
from collections import Counter
from collections.abc import Collection, Generator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, func, select

from auditor.changed import Changed
from auditor.packs.answers_in import ReturnPlan, plan_return
from auditor.packs.bulk import Before
from auditor.packs.door import Admitted, Arrival, admitted
from auditor.packs.feedback_in import FEEDBACK
from auditor.packs.keys import learn
from auditor.packs.once import keep_what_never_changes, no_collecting
from auditor.packs.papers_in import take_papers
from auditor.packs.staged import Staged, StagedPack
from auditor.packs.write_return import write_return
from auditor.packs.write_work import write_work
from db import log
from db.backups import Why, try_back_up
from db.errors import UserError
from db.store import Store
from db.tables import Decision, Log, Pack, Round, now
from db.vocabulary import AuditState

APPLIED = "took in a pack"
CHANGED = frozenset(
    {"pack", "audit", "answer", "assignment", "person", "round", "plan", "key", "guidance", "urgent", "decision"}
)


@dataclass(frozen=True)
class Applied:
    """What went in: the packs' rows, how many plans they changed and how many they could not.

    `backup` says in a sentence why there is no backup from before, and `left_out` which packs stayed out after all.
    """

    changed: Changed
    packs: tuple[int, ...]
    added: int
    refused: int
    backup: str
    left_out: tuple[str, ...] = ()


def apply(
    store: Store, staged: Staged, only: Collection[str] | None = None, place: Path | None = None
) -> Generator[str, None, Applied]:
    """Take in the packs that may go in, or of them those with the uids in `only`. Gives what it is doing, in words.

    `place` is where backups lie, if not beside the workspace. What changed here since they were looked at is looked at
    again; a pack that may not come in any more stays out and is named. Stopped on the way, the packs that are in stay
    in. Raises as `Store.write`.
    """
    going = staged.going_in(only)
    if not going:
        return Applied(Changed(frozenset()), (), 0, 0, "")
    yield "Making a backup"
    backup = try_back_up(store, Why.PACKS, place)
    packs: list[int] = []
    left_out: list[str] = []
    counts: Counter[str] = Counter()
    batch: dict[object, Any] = {}
    for number, pack in enumerate(going, 1):
        yield f"Taking in pack {number} of {len(going)}: {pack.file}"
        try:
            with no_collecting():
                key, summary = _take_in(store, pack, batch)
        except UserError as problem:
            left_out.append(f"{pack.file}: {problem}")
            continue
        if key is None:
            left_out.append(f"{pack.file}: It brings nothing new any more. What came in meanwhile holds all of it.")
        else:
            packs.append(key)
            counts += Counter({name: summary.get(name, 0) for name in ("added", "changed", "refused")})
    return Applied(
        Changed(CHANGED, tuple(packs)), tuple(packs), counts["added"] + counts["changed"], counts["refused"], backup,
        tuple(left_out),
    )  # fmt: skip


def _take_in(store: Store, staged: StagedPack, batch: dict[object, Any]) -> tuple[int | None, dict[str, Any]]:
    """One pack in one transaction; None where it changes nothing."""
    arrival: Arrival = staged.arrival
    with store.write() as session:
        keep_what_never_changes(session, batch)
        found = admitted(session, store, arrival)
        if found.in_already or (found.newer and arrival.back is None):
            return None, {}
        return take_in(session, store, arrival, found)


def take_in(session: Session, store: Store, arrival: Arrival, found: Admitted) -> tuple[int | None, dict[str, Any]]:
    """Take an admitted pack in, within a job: its row's number, or None where it changes nothing; and what it did."""
    try:
        if arrival.work is not None:
            return _work(session, store, arrival, found)
        if arrival.feedback is not None:
            return _feedback(session, arrival, found)
        plan = plan_return(session, found, arrival)
        if not plan.empty:
            return _return(session, plan, arrival, found)
        refused = [f"{p.here.reference if p.here else 'A plan'}: {p.refused}" for p in plan.assignments if p.refused]
        if why := next(iter((*refused, *(r.refused for r in plan.replies_refused))), ""):
            raise UserError("refused", f"Nothing of it can come in any more. {why}")
        return None, {}
    except IntegrityError as problem:
        # its rows are sound by themselves and contradict those that are here: no program of ours makes such
        raise UserError(
            "contradicts",
            "This pack names something otherwise than it is named here. Nothing of it was taken in. Ask its sender "
            "which workspace it was made from.",
        ) from problem


def _return(session: Session, plan: ReturnPlan, arrival: Arrival, found: Admitted) -> tuple[int | None, dict[str, Any]]:
    rnd, person = found.round, found.person
    if rnd is None or person is None:
        raise TypeError("a return that was admitted is of a round and a person")
    pack = _row(session, arrival, found, rnd.id)
    before = write_return(session, plan, pack, person.id or 0, rnd.framework_id)
    moved = [p for p in plan.assignments if p.here and (p.coming or p.given_back)]
    old = [p for p in moved if p.here and p.here.devices]
    rows = arrival.back.assignments if arrival.back else ()
    summary: dict[str, Any] = {
        "added": len(moved) - len(old), "changed": len(old),
        "same": sum(1 for p in plan.assignments if not p.refused) - len(moved),
        "refused": sum(1 for p in plan.assignments if p.refused),
        "given_back": {r.uid: r.known_child_at.isoformat() for r in rows if r.known_child_at},
        "conflicts": [c.uid for c in (arrival.back.conflicts if arrival.back else ())],
    }  # fmt: skip
    digests = [c.row.digest for p in moved for c in p.coming if c.row.state == AuditState.SUBMITTED]
    told = f"{summary['added']} plans new, {summary['changed']} changed, {summary['refused']} refused"
    return _finish(session, pack, found, before, summary, arrival, f"{told} {' '.join(digests)}".strip())


def _work(session: Session, store: Store, arrival: Arrival, found: Admitted) -> tuple[int | None, dict[str, Any]]:
    rows, manifest = arrival.work, arrival.opened.manifest
    if rows is None:
        raise TypeError("only a work pack is written so")
    noted: Before = []
    round_id = write_work(session, rows, noted)
    pack = _row(session, arrival, found, round_id)
    if rows.papers:
        take_papers(store, session, pack.id or 0, rows.papers, arrival.opened.entries)
    assigned = [n for n in noted if n[0] == "assignment"]
    new = {n[1] for n in assigned if n[2] is None}
    summary: dict[str, Any] = {
        "plans": len(rows.assignments), "papers": len(rows.papers), "added": len(new),
        "changed": len({n[1] for n in assigned} - new),
        "same": len(rows.assignments) - len({n[1] for n in assigned}), "refused": 0,
        "conflicts": [c.uid for c in rows.conflicts], "lead": manifest.sender.uid, "lead_name": manifest.sender.name,
        "framework": manifest.framework,
    }  # fmt: skip
    found = replace(found, round=session.get_one(Round, round_id))
    told = f"{summary['added']} plans new, {summary['changed']} changed"
    return _finish(session, pack, found, {"rows": noted}, summary, arrival, told)


def _feedback(session: Session, arrival: Arrival, found: Admitted) -> tuple[int | None, dict[str, Any]]:
    """Feedback changes nothing that was here: it is kept with its pack, to be read."""
    if arrival.feedback is None or found.round is None:
        raise TypeError("feedback that was admitted is of a round")
    pack = _row(session, arrival, found, found.round.id)
    differed = len(arrival.feedback.differed)
    summary: dict[str, Any] = {
        "added": 0, "changed": 0, "same": 0, "refused": 0, FEEDBACK: arrival.feedback.model_dump(mode="json")
    }  # fmt: skip
    return _finish(session, pack, found, {}, summary, arrival, f"feedback: {differed} answers settled otherwise")


def _row(session: Session, arrival: Arrival, found: Admitted, round_id: int | None) -> Pack:
    """The pack's row; the one it left when it was undone, if it was here before."""
    manifest = arrival.opened.manifest
    pack = found.known or Pack(
        uid=manifest.uid, kind=manifest.kind.value, outgoing=False, round_id=round_id,
        person_id=found.person.id if found.person else None, device=manifest.sender.device, number=manifest.number,
        answers_to=manifest.answers_to, token=manifest.token, digest=arrival.opened.digest,
        log_head=manifest.log_head, sealed_at=manifest.sealed_at,
    )  # fmt: skip
    pack.applied_at, pack.undone_at, pack.undone_why = now(), None, ""
    session.add(pack)
    session.flush()
    return pack


def _finish(
    session: Session, pack: Pack, found: Admitted, before: dict[str, Any], summary: dict[str, Any], arrival: Arrival,
    told: str,
) -> tuple[int, dict[str, Any]]:  # fmt: skip
    contact = learn(session, arrival.opened, found.signer, pack.id)
    # the log counts what was done, in order: a pack that is applied again comes after those before it
    before |= {
        "order": session.exec(select(func.max(Log.seq))).one() or 0,
        "decided": session.exec(select(func.max(Decision.id))).one() or 0,
        "key": contact if found.signer.first else None,
    }
    pack.before, pack.summary = json.dumps(before), json.dumps(summary)
    session.add(pack)
    rnd = found.round.name if found.round else ""
    whose = found.person.code if found.person else "from the lead"
    log.append(session, who=found.owner.name, what=APPLIED, subject=f"{rnd} {whose} no. {pack.number}", after=told)
    session.flush()
    return pack.id or 0, summary
