"""Purge a round whose time is over: its words, or all of it but the published figures, wherever this program keeps it.

From the workspace, its backups, packs saved beside it and papers that came in packs. What it cannot reach it names.
"""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session, func, select

from auditor.answers import clean_note
from auditor.privacy.belongings import Belongings
from auditor.privacy.beside import packs_beside, papers_beside
from auditor.privacy.removal import counted, counted_rows, remove
from auditor.round_states import round_of
from db.backups import Backup, Why, back_up, clear_begun, list_backups
from db.backups import remove as remove_backup
from db.errors import UserError
from db.files import overwrite_and_remove
from db.rewrite import rewrite
from db.store import Store
from db.tables import Person, Round, SignOff, Workspace
from db.vault import Key
from db.vocabulary import Purged, Role, RoundState

BEYOND = (
    "Workspaces of auditors on their own computers: each purges their own.",
    (
        "Backups in a place that was chosen earlier: those beside the workspace and in the place chosen now are "
        "reached. Choose the earlier place again under Backups, and purge once more."
    ),
    "Copies of this workspace or its backups that somebody made elsewhere, and backups of the whole computer.",
    "Packs that were sent or saved in other folders, and reports, lists and print-outs made earlier.",
    "Traces that disks of today (SSD) keep for a time of what was overwritten; encrypting the whole disk guards them.",
)
"""What no purge reaches, in sentences."""


@dataclass(frozen=True)
class Fate:
    """What becomes of one backup: `rewritten` without what goes, `removed` with the reason, `left` as it holds none."""

    backup: Backup
    becomes: str
    why: str = ""


@dataclass(frozen=True)
class Preview:
    """What a purge would do, in numbers: what goes and what stays; backups, packs, papers; what is out of reach.

    `stops` says why it cannot be done, or is empty. `figures` tells whether signed-off figures stay; `done` whether the
    round itself is purged already, and only what lies beside it is looked through again.
    """

    round: str
    what: Purged
    goes: dict[str, int]
    stays: dict[str, int]
    backups: tuple[Fate, ...]
    packs: tuple[Path, ...]
    papers: tuple[Path, ...]
    beyond: tuple[str, ...]
    figures: bool
    done: bool
    stops: str = ""


@dataclass(frozen=True)
class Purge:
    """What was done: how many backups were rewritten and removed, packs and papers taken away.

    `left_over` holds a sentence for everything that could not be reached this time; purging again tries it again.
    """

    rewritten: int
    removed: int
    packs: int
    papers: int
    left_over: tuple[str, ...]


def preview(store: Store, round_id: int, what: Purged, place: Path | None = None) -> Preview:
    """What a purge of the round would do; nothing is changed. Raises UserError (`no_round`)."""
    with store.read() as session:
        rnd, own = round_of(session, round_id), Belongings(round_id)
        done = rnd.purged in (what, Purged.ROUND)
        goes = {} if done else counted(session, own)
        if what == Purged.ROUND and not done:
            goes = counted_rows(session, own) | {k: n for k, n in goes.items() if k.startswith("papers")}
        figures = session.exec(select(func.count()).select_from(SignOff).where(SignOff.round_id == round_id)).one()
        stays, stops = _stays(session, round_id, what, figures), _stops(store, session, rnd, what)
        name = rnd.name
    todo = _todo(store, round_id, what, place)
    return Preview(
        name, what, goes, stays, todo.backups, todo.packs, todo.papers, BEYOND, figures > 0, done, stops
    )  # fmt: skip


def purge(
    path: Path, key: Key | None, round_id: int, what: Purged, why: str, place: Path | None = None
) -> Generator[str, None, Purge]:
    """Purge a round of a closed workspace, saying what is being done; it can be stopped before the workspace's turn.

    A new backup comes first, and is purged with the others; then backups and packs, then the workspace, whole or not at
    all, then papers. A round that is purged already is not changed again, and what lies beside it is looked through
    once more. Raises UserError: `no_round`, `no_reason`, `not_signed_off`, `locked` while somebody has it open, and as
    `Store.open` and `back_up`; then the workspace is as it was.
    """
    with Store.open(path, key=key) as store:
        uid, done, why = _asked(store, round_id, what, why)
        if not done:
            yield "Making a backup"
            back_up(store, Why.PURGE, place)
        who, todo = store.owner().name, _todo(store, round_id, what, place)
    left_over: list[str] = []
    clear_begun(path, place)

    def change(session: Session) -> None:
        remove(session, uid, what, who, why)

    became: list[str] = []
    for number, fate in enumerate(todo.backups, 1):
        yield f"Purging backup {number} of {len(todo.backups)}"
        became.append(_trying(left_over, lambda fate=fate: _purge_backup(fate, key, change)))
    yield "Taking packs away"
    packs = [_trying(left_over, lambda file=file: _gone(file)) for file in todo.packs]
    yield "Purging the workspace"
    if not done:
        rewrite(path, key, change)
    papers = [_trying(left_over, lambda file=file: _gone(file)) for file in todo.papers]
    return Purge(
        became.count("rewritten"), became.count("removed"), packs.count("removed"), papers.count("removed"),
        tuple(left_over),
    )  # fmt: skip


@dataclass(frozen=True)
class _Todo:
    backups: tuple[Fate, ...]
    packs: tuple[Path, ...]
    papers: tuple[Path, ...]


def _asked(store: Store, round_id: int, what: Purged, why: str) -> tuple[str, bool, str]:
    """The round's uid, whether it is purged already, and the reason; refused where it cannot be purged like this."""
    why = clean_note(why).strip()
    with store.read() as session:
        rnd = round_of(session, round_id)
        done = rnd.purged in (what, Purged.ROUND)
        if stops := _stops(store, session, rnd, what):
            raise UserError("not_signed_off", f"{stops} Nothing was changed.")
        if not why and not done:
            raise UserError("no_reason", "Say in a few words why the round is purged. Nothing was changed.")
        return rnd.uid, done, why


def _todo(store: Store, round_id: int, what: Purged, place: Path | None) -> _Todo:
    with store.read() as session:
        rnd = round_of(session, round_id)
        return _Todo(
            tuple(_fate(backup, rnd.uid, what) for backup in _backups(store, session, place)),
            packs_beside(session, store.path, rnd), papers_beside(session, store.path, round_id),
        )  # fmt: skip


def _stops(store: Store, session: Session, rnd: Round, what: Purged) -> str:
    """Why a round cannot be purged like this, in a sentence; empty where it can."""
    lead = store.owner(session).role == Role.LEAD
    if what == Purged.WORDS and lead and rnd.state != RoundState.SIGNED_OFF:
        return (
            f"{rnd.name} is not signed off, so its words are still needed. Sign it off first, or purge the whole round."
        )
    return ""


def _stays(session: Session, round_id: int, what: Purged, figures: int) -> dict[str, int]:
    entries = len(Belongings(round_id).log_entries(session))
    people = session.exec(select(func.count()).select_from(Person)).one()
    stays = {
        "sign-offs, each with its figures": figures,
        "entries of the change log, with who, when, and the references they name": entries,
        "auditors in the register": people,
    }
    if what == Purged.WORDS:
        rows = counted_rows(session, Belongings(round_id))
        stays = {k: n for k, n in rows.items() if not k.startswith("payloads")} | stays
    return {words: number for words, number in stays.items() if number}


def _backups(store: Store, session: Session, place: Path | None) -> tuple[Backup, ...]:
    workspace = session.exec(select(Workspace.uid)).one()
    return list_backups(store.path, place, store.key, workspace=workspace)


def _fate(backup: Backup, uid: str, what: Purged) -> Fate:
    if backup.holds is None:
        why = "another passphrase opens it" if backup.locked else "it is damaged"
        return Fate(backup, "removed", why)
    purged = backup.holds.uids.get(uid)
    if purged is None or purged in (what.value, Purged.ROUND.value):
        return Fate(backup, "left")
    if not backup.holds.current:
        return Fate(backup, "removed", "an earlier version made it")
    return Fate(backup, "rewritten")


def _purge_backup(fate: Fate, key: Key | None, change: Callable[[Session], None]) -> str:
    match fate.becomes:
        case "rewritten":
            rewrite(fate.backup.path, key, change)
        case "removed":
            remove_backup(fate.backup)
        case _:
            pass
    return fate.becomes


def _gone(file: Path) -> str:
    overwrite_and_remove(file)
    return "removed"


def _trying(left_over: list[str], do: Callable[[], str]) -> str:
    """Do one thing; where it cannot be done, remember the sentence and go on with the rest."""
    try:
        return do()
    except UserError as problem:
        left_over.append(str(problem))
        return ""
