"""Keep a round's list of plans: facts and dates by reference in one transaction, nothing of whose plans they are."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as core_select
from sqlmodel import Session, col, func, select

from auditor.changed import Changed
from auditor.frames.columns import FIELDS, known
from auditor.frames.frame import Frame, FramePlan
from auditor.round_states import Deed, need
from db import log, tables
from db.errors import UserError
from db.files import read_whole
from db.store import Store
from db.tables import ColumnMapping, Conflict, Plan, Round, RoundPlan, Sampled, new_uid, now

_AT_ONCE = 5_000  # rows of one statement
_BLANK = MappingProxyType({"writer_code": "", "advice_codes": "", "row_version": 1})
_NOT_COUNTED = frozenset(("date_of_birth", "ceased_on", "plan_kind"))  # not kept, or every plan has it


@dataclass(frozen=True)
class KeptFrame:
    """What a round holds of its list: its kind, rows and usable rows, what was assumed, how many plans have a field.

    `digest` is the SHA-256 of the file; `taken_at` is in UTC.
    """

    kind: str
    rows: int
    usable: int
    digest: str
    notes: tuple[str, ...]
    taken_at: datetime
    filled: Mapping[str, int]


@dataclass(frozen=True)
class FrameStanding:
    """Where a round stands with its list. `locked` says why none can be taken in any more, or is empty."""

    round: str
    frame: KeptFrame | None
    locked: str


def digest_of(*files: Path) -> str:
    """The SHA-256 of a list's files in their order, in hex. Raises UserError (`no_file`, `cannot_read`)."""
    found = hashlib.sha256()
    for file in files:
        content = read_whole(file)
        found.update(hashlib.sha256(content).digest() if len(files) > 1 else content)
    return found.hexdigest()


def take_in_frame(
    store: Store,
    round_id: int,
    frame: Frame,
    digest: str,
    remember: Mapping[str, Mapping[str, int]] | None = None,
) -> Changed:
    """Keep the usable plans of a frame as the list a round is drawn from, in place of one taken in before.

    A reference that is known here is the same plan. `digest` is the file's SHA-256. `remember` is which columns were
    taken for which fields, by the digest of the columns' names, for the next list with the same columns.

    Raises UserError, and nothing is changed then: `not_lead`, `no_plans`, `picked` once plans of the round are picked,
    and as `round_states.need`.
    """
    if not frame.plans:
        raise UserError("no_plans", "No plan of this list can be used, so nothing was taken in. Mend the list first.")
    with store.write() as session:
        rnd = need(session, round_id, Deed.TAKE_FRAME)
        owner = store.lead(session, "takes in the list of a round")
        if _picked(session, round_id):
            raise UserError("picked", f"{_why_picked(rnd)} Nothing was changed. Make a new round for another list.")
        before = _take_out(session, round_id)
        _insert(session, round_id, frame.plans)
        _drop_orphans(session)
        session.add(
            tables.Frame(
                round_id=round_id, kind=frame.kind, rows=frame.rows, usable=len(frame.plans), digest=digest,
                notes=json.dumps(_nameless(frame), ensure_ascii=False),
            )
        )  # fmt: skip
        for columns, at in (remember or {}).items():
            session.merge(ColumnMapping(columns=columns, mapping=json.dumps(dict(at)), used_at=now()))
        rnd.population = len(frame.plans)
        rnd.row_version += 1
        session.add(rnd)
        log.append(
            session, who=owner.name, what="took in list of plans", subject=rnd.name, before=before,
            after=f"{len(frame.plans)} of {frame.rows} rows, {frame.kind}, SHA-256 {digest}",
        )  # fmt: skip
    return Changed(frozenset({"frame", "round"}), (round_id,))


def frame_standing(store: Store, round_id: int) -> FrameStanding:
    """What list a round has, and whether another may be taken in."""
    with store.read() as session:
        rnd = session.get_one(Round, round_id)
        locked, kept = "", _kept(session, round_id)
        if _picked(session, round_id):
            locked = _why_picked(rnd) if kept else f"Plans of {rnd.name} are picked already, without a list."
        else:
            try:
                need(session, round_id, Deed.TAKE_FRAME)
            except UserError as problem:
                locked = str(problem).removesuffix(" Nothing was changed.")
        return FrameStanding(rnd.name, kept, locked)


def known_references(store: Store) -> frozenset[str]:
    """Every reference that stands for a plan in this workspace."""
    with store.read() as session:
        return frozenset(session.exec(select(Plan.reference)))


def remembered_mappings(store: Store) -> dict[str, dict[str, int]]:
    """Which columns were taken for which fields, by the digest of the columns' names."""
    with store.read() as session:
        return {row.columns: json.loads(row.mapping) for row in session.exec(select(ColumnMapping))}


def _kept(session: Session, round_id: int) -> KeptFrame | None:
    row = session.exec(select(tables.Frame).where(tables.Frame.round_id == round_id)).first()
    if row is None:
        return None
    names = [name for name in FIELDS if name not in _NOT_COUNTED and name != "reference"]
    ours = (col(RoundPlan.round_id) == round_id, col(RoundPlan.frame_row).is_not(None))
    counts = session.connection().execute(core_select(*(_held(name) for name in names)).where(*ours)).one()
    filled = {name: int(count or 0) for name, count in zip(names, counts, strict=True)}
    return KeptFrame(
        row.kind, row.rows, row.usable, row.digest, tuple(json.loads(row.notes)), row.taken_at,
        {"reference": row.usable} | {name: count for name, count in filled.items() if count},
    )  # fmt: skip


def _held(name: str) -> Any:
    """Counts the plans that say something else than nothing for a field."""
    column: Any = getattr(RoundPlan, name)
    blank = {"phase_move": "none", "decided_not_to_amend": False}.get(name, "")
    dated = name.endswith("_on") or name in ("year_group", "exception_applies")
    return func.count().filter(column.is_not(None) if dated else column != blank)


def _picked(session: Session, round_id: int) -> bool:
    picked = (
        select(Sampled.id)
        .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
        .where(RoundPlan.round_id == round_id)
        .limit(1)
    )
    return session.exec(picked).first() is not None


def _why_picked(rnd: Round) -> str:
    return f"Plans of {rnd.name} are picked already, so its list stays as it is."


def _take_out(session: Session, round_id: int) -> str:
    """Take the list that is there out of the round; what it was, for the log."""
    row = session.exec(select(tables.Frame).where(tables.Frame.round_id == round_id)).first()
    connection = session.connection()
    connection.execute(
        delete(RoundPlan).where(col(RoundPlan.round_id) == round_id, col(RoundPlan.frame_row).is_not(None))
    )
    if row is None:
        return ""
    session.delete(row)
    session.flush()
    return f"{row.usable} of {row.rows} rows, {row.kind}, SHA-256 {row.digest}"


def _insert(session: Session, round_id: int, plans: Sequence[FramePlan]) -> None:
    """Store plans that are new here, and each plan's facts for this round, by Core."""
    connection = session.connection()
    there = {reference.casefold() for reference in session.exec(select(Plan.reference))}
    new = [{"uid": new_uid(), "reference": p.reference} for p in plans if p.reference.casefold() not in there]
    for first in range(0, len(new), _AT_ONCE):
        connection.execute(insert(Plan), new[first : first + _AT_ONCE])
    ids = {reference.casefold(): plan for plan, reference in session.exec(select(Plan.id, Plan.reference))}
    for first in range(0, len(plans), _AT_ONCE):
        rows = [
            {**_BLANK, **_facts(p), "round_id": round_id, "plan_id": ids[p.reference.casefold()]}
            for p in plans[first : first + _AT_ONCE]
        ]
        connection.execute(insert(RoundPlan), rows)


def _facts(plan: FramePlan) -> dict[str, Any]:
    facts = dict(vars(plan))
    del facts["reference"]
    facts["frame_row"] = facts.pop("row")
    return facts


def _drop_orphans(session: Session) -> None:
    """Forget plans that no round holds and no conflict names: those of a list that was replaced."""
    held = select(RoundPlan.plan_id)
    named = select(Conflict.plan_id).where(col(Conflict.plan_id).is_not(None))
    session.connection().execute(delete(Plan).where(col(Plan.id).not_in(held), col(Plan.id).not_in(named)))


def _nameless(frame: Frame) -> list[str]:
    """The notes that repeat no words of the file: a sheet may bear a child's name, and so may a row taken for heads."""
    columns = {source.column for source in frame.fields.values()} | {*frame.dropped, *frame.ignored}
    words = [name for name in (frame.sheet, *columns) if name and not known(name)]
    return [note for note in frame.notes if not any(word in note for word in words)]
