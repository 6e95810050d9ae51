"""An auditor's own workspace, made from the first work pack that somebody tells them the passphrase of."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlmodel import select

from auditor.locking import refuse_open
from auditor.packs.apply import take_in
from auditor.packs.container import open_pack
from auditor.packs.door import Arrival, admitted
from auditor.packs.keys import own_identity
from auditor.packs.papers_in import follow
from db.connection import fold_in
from db.errors import UserError
from db.files import whole
from db.store import Store
from db.tables import Round
from db.vault import Key, named_as_ours
from db.vocabulary import PackKind, Role


@dataclass(frozen=True)
class FirstPack:
    """What a first work pack says, before anything is made of it."""

    council: str
    round: str
    lead: str
    name: str
    code: str
    plans: int
    papers: int
    sealed_at: datetime
    due: date | None
    invented: str


@dataclass(frozen=True)
class Begun:
    """A workspace that was made: where, whose, which round, how many plans."""

    path: Path
    round_id: int
    plans: int
    name: str


def first_pack(pack: Path | bytes, passphrase: str) -> FirstPack:
    """What a first work pack says. Raises UserError as `container.open_pack`, and `wrong_way` for a return."""
    arrival = _opened(pack, passphrase)
    manifest, rows = arrival.opened.manifest, arrival.work
    if rows is None:
        raise TypeError("a work pack was opened")
    return FirstPack(
        manifest.council, manifest.round.name, manifest.sender.name, manifest.reader.name, manifest.reader.code,
        sum(1 for a in rows.assignments if a.withdrawn_at is None), len(rows.papers), manifest.sealed_at,
        rows.round.due_on, rows.round.invented,
    )  # fmt: skip


def begin_from_pack(path: Path, pack: Path | bytes, passphrase: str, key: Key | None) -> Generator[str, None, Begun]:
    """Make the workspace of the auditor a work pack is for, with all that is in it; whole or not at all.

    Its ending is added to `path` if it is missing.

    Raises UserError: `exists`, `policy`, as `first_pack`, `rows.read_work` and `Store.create`.
    """
    path = named_as_ours(path)
    if path.exists():
        raise UserError("exists", f"{path.name} is there already and was left as it was. Choose another name.")
    refuse_open(key)
    yield "Opening the pack"
    arrival = _opened(pack, passphrase)
    manifest, rows = arrival.opened.manifest, arrival.work
    if rows is None:
        raise TypeError("a work pack was opened")
    yield "Making your workspace"
    with whole(path) as (beside,):
        with Store.create(
            beside, owner=manifest.reader.name, role=Role.AUDITOR.value, council=manifest.council,
            invented=rows.round.invented, key=key,
        ) as store, store.write() as session:  # fmt: skip
            own_identity(session)
            found = admitted(session, store, arrival, first=True)
            take_in(session, store, arrival, found)
        fold_in(beside, key)
        follow(beside, path)
    with Store.open(path, key=key) as store, store.read() as session:
        round_id = session.exec(select(Round.id).where(Round.uid == manifest.round.uid)).one() or 0
    plans = sum(1 for a in rows.assignments if a.withdrawn_at is None)
    return Begun(path, round_id, plans, manifest.reader.name)


def _opened(pack: Path | bytes, passphrase: str) -> Arrival:
    arrival = Arrival(open_pack(pack, passphrase=passphrase))
    if arrival.opened.manifest.kind != PackKind.WORK:
        raise UserError(
            "wrong_way", "This is a return pack, which only the lead takes in. Nothing was made. Send it to them."
        )
    arrival.read()
    return arrival
