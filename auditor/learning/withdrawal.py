"""Withdraw a good plan wherever this program keeps it: the workspace and its backups; and say who was given it."""

from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, select

from auditor.answers import clean_note
from auditor.changed import Changed
from auditor.learning.exemplars import CHANGED, WITHDREW, Export, exports_of, standing
from db import log
from db.backups import list_backups
from db.errors import UserError
from db.rewrite import rewrite
from db.store import Store
from db.tables import Exemplar, Workspace, now

STILL_READ = "Something else reads this workspace now. What was there goes from its log when the last one closes it."
ELSEWHERE = "Copies of this workspace, or of its backups, that somebody made elsewhere are not reached."


@dataclass(frozen=True)
class Withdrawn:
    """What was done: how many backups were cleared. `exports` are to be called back by whoever withdrew it.

    `left_over` holds a sentence for each backup that could not be cleared.
    """

    changed: Changed
    backups: int
    exports: tuple[Export, ...]
    left_over: tuple[str, ...]


def withdraw(store: Store, exemplar: int, why: str, place: Path | None = None) -> Generator[str, None, Withdrawn]:
    """Empty a good plan's passage and copy, here and in every backup; that it was there, and why it went, stays.

    What was deleted is overwritten with zeros. Gives what it is doing, in words; what is emptied stays so if it is
    stopped, and withdrawing clears backups made of it before. Raises UserError: `not_lead`, `no_exemplar`, `no_reason`.
    """
    why = clean_note(why).strip()
    if not why:
        raise UserError("no_reason", "Say in a few words why it is withdrawn. Nothing was changed.")
    yield "Emptying it here"
    with store.write() as session:
        owner = store.lead(session, "withdraws good plans")
        row, subject = standing(session, exemplar)
        uid, exports = row.uid, exports_of(session, [row.uid]).get(row.uid, ())
        _empty(session, uid, why)
        log.append(session, who=owner.name, what=WITHDREW, subject=subject, before=uid, why=why)
        workspace = session.exec(select(Workspace.uid)).one()
    cleared, left_over = 0, list[str]() if store.fold() else [STILL_READ]
    backups = list_backups(store.path, place, store.key, workspace=workspace)
    for number, backup in enumerate(backups, 1):
        yield f"Clearing backup {number} of {len(backups)}"
        if backup.holds is None or not backup.holds.current:
            left_over.append(f"{backup.path.name} could not be opened and may still hold it. Remove that backup.")
            continue
        try:
            rewrite(backup.path, store.key if backup.locked else None, lambda session: _empty(session, uid, why))
            cleared += 1
        except UserError as problem:
            left_over.append(f"{backup.path.name} may still hold it. {problem}")
    return Withdrawn(Changed(CHANGED, (exemplar,)), cleared, exports, tuple(left_over))


def _empty(session: Session, uid: str, why: str) -> None:
    row = session.exec(select(Exemplar).where(Exemplar.uid == uid)).first()
    if row is None:
        return
    row.passage, row.redacted = "", None
    row.withdrawn_on, row.withdrawn_why = now().date(), why
    row.row_version += 1
    session.add(row)
    session.flush()
