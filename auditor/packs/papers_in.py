"""The papers of a work pack, handed over to where they are kept sealed."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlmodel import Session, col, select

from auditor.packs.gather import portions
from auditor.packs.rows import PaperRow
from auditor.papers.keep import Arrived, folder_of, take_in
from db.errors import UserError
from db.store import Store
from db.tables import Assignment


def take_papers(
    store: Store, session: Session, pack: int, rows: Sequence[PaperRow], entries: Mapping[str, bytes]
) -> None:
    """Keep the papers that a pack holds, within the job that takes it in. Raises as `papers.keep.take_in`."""
    ids: dict[str, int] = {}
    for some in portions([row.assignment for row in rows]):
        found = session.exec(select(Assignment.uid, Assignment.id).where(col(Assignment.uid).in_(some)))
        ids |= {uid: key or 0 for uid, key in found}
    if any(row.assignment not in ids or row.entry not in entries for row in rows):
        raise UserError(
            "pack_form",
            "This pack names papers that it does not hold. Nothing was changed. Ask its sender to make it again.",
        )
    arrived = [Arrived(ids[r.assignment], r.kind, r.form, entries[r.entry], r.until) for r in rows]
    take_in(store, session, pack, arrived)


def follow(beside: Path, path: Path) -> None:
    """Put the papers of a workspace that was made beside its place where they belong."""
    source, target = folder_of(beside), folder_of(path)
    if source.is_dir():
        target.mkdir(exist_ok=True)
        for file in source.iterdir():
            file.replace(target / file.name)
        shutil.rmtree(source, ignore_errors=True)
