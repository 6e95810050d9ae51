"""Backups of a workspace: made by themselves before and after what matters, listed with what each holds, restored.

They lie in one folder, beside the workspace or in a place the person chose, locked as the workspace is. A name tells
the moment, why it was made, which workspace and which state of it (`20260412-140631-opened-1a2b3c4d-5e6f7a8b`), and
nothing in anybody's words.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlmodel import Session, select

from db import log
from db.connection import (
    FORMAT,
    engine_for,
    fold_in,
    fold_log,
    look_before_opening,
    raw_connection,
    read_header,
    replace_workspace,
    translated,
)
from db.errors import UserError
from db.files import beside, clear_leftovers, copy_whole, overwrite_and_remove, real, remove_with_logs, told
from db.log import FIRST
from db.tables import Workspace, now
from db.vault import SUFFIX, Key, is_locked, need_our_ending

if TYPE_CHECKING:
    from db.store import Store

NEWEST = 10  # so many are kept whatever their age, and of the older ones the last of each month
A_WHILE = timedelta(days=1)
AHEAD = timedelta(hours=1)  # more is no slip of a clock, nor names that moved on while many were made in one second
_NAME = re.compile(r"(?P<at>\d{8}-\d{6})-(?P<why>[a-z]+)-(?P<of>[0-9a-f]{8})-(?P<state>[0-9a-f]{8})", re.ASCII)
_NOBODY = "0" * 8
_LOCKED_AWAY = "It is locked with a passphrase of its own, so what it holds is seen only once that is given."


class Why(StrEnum):
    """What a backup was made for."""

    OPENED = "opened"
    MIGRATION = "migration"
    PACKS = "packs"
    RESTORE = "restore"
    PURGE = "purge"
    REKEY = "rekey"
    BY_HAND = "wanted"


@dataclass(frozen=True)
class Holds:
    """What a workspace file holds: its rounds with their states, plans in samples, audits submitted, the log's head.

    `uids` has each round's uid with what was purged of it.
    """

    workspace: str
    council: str
    owner: str
    rounds: tuple[tuple[str, str], ...]
    plans: int
    submitted: int
    log_head: str
    format: int
    uids: Mapping[str, str]

    @property
    def words(self) -> str:
        """What it holds, in a line: 2 rounds, 66 plans, 61 audits submitted."""
        parts = ((len(self.rounds), "round"), (self.plans, "plan"), (self.submitted, "audit"))
        return ", ".join(f"{n:,} {what}{'' if n == 1 else 's'}" for n, what in parts) + " submitted"

    @property
    def current(self) -> bool:
        """Whether it has the tables of today."""
        return self.format == FORMAT


@dataclass(frozen=True)
class Backup:
    """One backup. `holds` is None where it cannot be read, and `cannot` then says why in a sentence."""

    path: Path
    when: datetime
    why: Why
    size: int
    locked: bool
    holds: Holds | None
    cannot: str = ""


def folder_for(path: Path, place: Path | None = None) -> Path:
    """Where the backups of a workspace lie: beside it, or within the place that was chosen on this computer."""
    path = real(path)
    return (place or path.absolute().parent) / f"{path.stem}.backups"


def back_up(store: Store, why: Why, place: Path | None = None) -> Backup:
    """Make a backup of an open workspace, whole or not at all, and let older ones go that are no longer kept.

    Raises UserError as `db.files.write_whole` does; the workspace is as it was in each case.
    """
    folder, state = _folder(store.path, place), _state(store.path)
    with store.read() as session:
        of = _short(session.exec(select(Workspace.uid)).one())
    target = _free(folder, why, of, state)
    store.backup(target)
    with contextlib.suppress(OSError):
        target.chmod(store.path.stat().st_mode & 0o777)
    _thin_out(folder, of)
    return _described(target, store.key)


def back_up_if_changed(store: Store, why: Why, place: Path | None = None) -> Backup | None:
    """A backup, unless there is one of the workspace as it stands; None then."""
    state = _state(store.path)
    with store.read() as session:
        of = _short(session.exec(select(Workspace.uid)).one())
    states = {named["state"] for _, named in _named(folder_for(store.path, place), of)}
    return None if state in states else back_up(store, why, place)


def try_back_up(store: Store, why: Why, place: Path | None = None) -> str:
    """A backup that never stands in the way of work: empty when there is one, otherwise a sentence why there is not."""
    try:
        back_up_if_changed(store, why, place)
    except UserError as problem:
        where = place or store.path.parent
        reason = {
            "disk_full": "the disk is full. Free some space.",
            "no_folder": f"the folder {where} is not there. Connect its disk, or choose another place in Settings.",
        }.get(problem.code)
        return f"Your work is saved, but there is no new backup of it: {reason or str(problem)}"
    return ""


def keep_present(path: Path, why: Why, place: Path | None = None, key: Key | None = None) -> Path:
    """Copy a closed workspace as it is, whole or damaged, to its backups, or beside it where these are out of reach.

    `key` is only for its name. Raises UserError as `db.files.write_whole` does when it can be kept nowhere.
    """
    path = real(path)
    folders = [place, None] if place else [None]
    for number, there in enumerate(folders, 1):
        try:
            target = _free(_folder(path, there), why, _own(path, key), _state(path))
            copy_whole(path, target)
            log = _log_of(path)
            if log.exists() and log.stat().st_size:  # it could not be folded in, so it is part of what is kept
                copy_whole(log, _log_of(target))
        except UserError:
            if number == len(folders):
                raise
        else:
            return target
    raise AssertionError("there is always a folder to try")


def list_backups(
    path: Path, place: Path | None = None, key: Key | None = None, *, workspace: str = ""
) -> tuple[Backup, ...]:
    """The backups of the workspace at `path`, the newest first, from the place chosen and from beside it.

    `key` opens those locked with it. `workspace`, the uid, leaves out what came from another one of the same name.
    """
    found: dict[Path, re.Match[str]] = {}
    for folder in {folder_for(path, place), folder_for(path)}:
        found |= dict(_named(folder, _short(workspace) if workspace else ""))
    newest_first = sorted(found, key=lambda file: (file.name, str(file)), reverse=True)
    return tuple(_described(file, key) for file in newest_first)


def look_at(path: Path, key: Key | None) -> Backup:
    """What any file holds that a workspace might be restored from: a backup, or a copy somebody made and named.

    Raises UserError (`no_file`, `not_ours`, `too_new`, `damaged`, `wrong_key`, `locked_file`) where it cannot be.
    """
    _sound(path, key)
    return _described(path, key)


def restore(path: Path, backup: Path, key: Key | None, place: Path | None = None) -> Backup | None:
    """Put the workspace back as a backup holds it; what is there now is kept as a backup first, and given back.

    `key` is the backup's. Every connection to the workspace must be closed: the caller opens it again afterwards.
    Returns None where there was no file to keep. Raises UserError: as `look_at`, `ending`,
    `other_workspace`, `locked`, or as `keep_present`; the workspace is then as it was.
    """
    path = real(path)
    need_our_ending(path)
    wanted = _sound(backup, key)
    kept: Path | None = None
    if path.exists():
        kept = _keep_before_restoring(path, wanted.workspace, key, place)
    new = beside(path)
    remove_with_logs(new)
    try:
        new.touch(0o600)
        shutil.copyfile(backup, new)
        if (log := _log_of(backup)).exists():  # a damaged file was kept with what could not be folded in
            shutil.copyfile(log, _log_of(new))
            fold_in(new, key)
        _sound(new, key)
        if wanted.current:
            _log_return(new, key, wanted, backup)
        replace_workspace(new, path)
    except OSError as failure:
        raise told(path, failure) from failure
    finally:
        remove_with_logs(new)
    return None if kept is None else _described(kept, key)


def _log_return(new: Path, key: Key | None, holds: Holds, backup: Path) -> None:
    """Have the change log tell that the workspace went back, and to which backup: it is the first entry after it."""
    engine = engine_for(new, key if read_header(new, key).locked else None)
    try:
        with translated(new), Session(engine) as session, session.begin():
            log.append(session, who=holds.owner, what="went back to a backup", subject=backup.stem)
        fold_log(engine)
    finally:
        engine.dispose()


def remove(backup: Backup) -> None:
    """Take a backup away, overwritten first. Raises UserError (`file_locked`) where it may not be changed."""
    for file in (backup.path, _log_of(backup.path)):
        overwrite_and_remove(file)


def clear_begun(path: Path, place: Path | None = None) -> None:
    """Take away what a run that was killed left half made among the backups: hidden, and useless to anybody."""
    for folder in {folder_for(path, place), folder_for(path)}:
        for file in folder.glob(".*") if folder.is_dir() else ():
            whole, _, _ = file.name[1:].partition(SUFFIX)
            clear_leftovers(folder / f"{whole}{SUFFIX}")


def _keep_before_restoring(path: Path, workspace: str, key: Key | None, place: Path | None) -> Path:
    try:
        present = _read(path, key)
        fold_in(path, key)
    except UserError as problem:
        if problem.code == "locked":
            raise
        # damaged, or locked with another key: that is what backups are for, and it is kept byte by byte
    else:
        if present.workspace != workspace:
            raise UserError(
                "other_workspace",
                f"That backup is of another workspace than {path.name}, which was left as it was. "
                "To see what it holds, copy it under a name of its own and open that.",
            )
    return keep_present(path, Why.RESTORE, place, key)


def _sound(path: Path, key: Key | None) -> Holds:
    """What a file holds, if all of it is whole. Raises UserError as `look_at`."""
    read_header(path, key)
    look_before_opening(path, key)
    return _read(path, key)


def _read(path: Path, key: Key | None) -> Holds:
    """What a workspace file holds, read without changing a byte of it or beside it. Raises UserError as `look_at`."""
    header = read_header(path, key)
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with translated(path), closing(raw_connection(uri, key if header.locked else None, uri=True)) as looking:
        return _holds(looking.execute, header.format)


def held_now(store: Store) -> Holds:
    """What an open workspace holds at this moment, told as of a backup."""
    with store.read() as session:
        return _holds(session.connection().exec_driver_sql, FORMAT)


def _holds(execute: Callable[[str], Any], number: int) -> Holds:
    uid, council, owner = execute("SELECT uid, council, owner FROM workspace").fetchone()
    rounds = execute("SELECT name, state, uid, purged FROM round ORDER BY id DESC").fetchall()
    (plans,) = execute("SELECT count(*) FROM sampled").fetchone()
    (submitted,) = execute("SELECT count(*) FROM audit WHERE state = 'submitted'").fetchone()
    head = execute("SELECT hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    return Holds(
        uid, council, owner, tuple((name, state) for name, state, _, _ in rounds), plans, submitted,
        head[0] if head else FIRST, number, {uid: purged for _, _, uid, purged in rounds},
    )  # fmt: skip


def _described(path: Path, key: Key | None) -> Backup:
    named = _NAME.fullmatch(path.stem)
    locked = is_locked(path)
    try:
        status = path.stat()
        when = _moment(named["at"]) if named else datetime.fromtimestamp(int(status.st_mtime), UTC)
        size = status.st_size
    except OSError:
        when, size = now(), 0
    why = Why(named["why"]) if named else Why.BY_HAND
    holds: Holds | None = None
    cannot = ""
    try:
        holds = _read(path, key)
    except UserError as problem:
        cannot = _LOCKED_AWAY if problem.code in ("locked_file", "wrong_key") else str(problem)
    return Backup(path, when, why, size, locked, holds, cannot)


def _named(folder: Path, of: str = "") -> Iterator[tuple[Path, re.Match[str]]]:
    """The backups in a folder by their names: all, or those of one workspace and those that nobody could read."""
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return
    for file in files:
        named = _NAME.fullmatch(file.stem)
        if file.suffix == SUFFIX and named and named["why"] in set(Why) and (named["of"] in (of, _NOBODY) or not of):
            yield file, named


def _log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)


def _short(uid: str) -> str:
    return uid[-8:]


def _own(path: Path, key: Key | None) -> str:
    """The workspace a closed file is, in short; nobody's where it cannot be read with this key or at all."""
    try:
        return _short(_read(path, key).workspace)
    except UserError:
        return _NOBODY


def _state(path: Path) -> str:
    """A short name for the state of a file: it changes whenever anything is written. The file itself is not touched.

    (Opening it beside SQLite would drop the locks that SQLite holds: https://sqlite.org/howtocorrupt.html, 2.2.)
    """
    sizes: list[tuple[int, int]] = []
    for file in (path, _log_of(path)):
        with contextlib.suppress(OSError):
            status = file.stat()
            if status.st_size:
                sizes.append((status.st_size, status.st_mtime_ns))
    return hashlib.sha256(repr(sizes).encode()).hexdigest()[:8]


def _folder(path: Path, place: Path | None) -> Path:
    """The folder for backups, made where it is not there yet. Raises UserError (`no_folder`, `file_locked`, …)."""
    folder = folder_for(path, place)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as failure:
        raise told(folder, failure) from failure
    return folder


def _free(folder: Path, why: Why, of: str, state: str) -> Path:
    at = now()
    while True:
        target = folder / f"{at:%Y%m%d-%H%M%S}-{why.value}-{of}-{state}{SUFFIX}"
        if not any(folder.glob(f"{at:%Y%m%d-%H%M%S}-*")):
            return target
        at += timedelta(seconds=1)


def _thin_out(folder: Path, of: str) -> None:
    """Let backups go that are neither among the newest nor the last of a month.

    Those kept in restoring are counted by themselves, and for a day after one nothing goes: whoever looks for the right
    backup restores one after another. So are those of a clock that was ahead, or the present would go first.
    """
    newest_first = sorted(_named(folder, of), key=lambda one: one[0].name, reverse=True)
    at = now()
    groups: dict[tuple[bool, bool], list[tuple[Path, datetime]]] = {}
    for file, named in newest_first:
        when, restored = _moment(named["at"]), named["why"] == Why.RESTORE
        if restored and -AHEAD <= at - when < A_WHILE:
            return
        groups.setdefault((when > at + AHEAD, restored), []).append((file, when))
    for group in groups.values():
        for file in not_kept(group):
            remove_with_logs(file)


def not_kept(newest_first: Sequence[tuple[Path, datetime]]) -> tuple[Path, ...]:
    """Which backups go: all but the newest ten and, of the older ones, the last of each month."""
    months: set[tuple[int, int]] = set()
    gone: list[Path] = []
    for number, (file, when) in enumerate(newest_first):
        month = (when.year, when.month)
        if number >= NEWEST and month in months:
            gone.append(file)
        months.add(month)
    return tuple(gone)
