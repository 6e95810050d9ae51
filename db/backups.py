"""Backups of a workspace: made by themselves before and after what matters, listed with what each holds, restored.

They lie in one folder, beside the workspace or in a place the person chose, locked as the workspace is.
"""

import contextlib
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlmodel import Session, select

from db import log
from db.backup_files import (
    NAME,
    Holds,
    Why,
    folder_for,
    holds_by,
    keep_present,
    log_of,
    moment_of,
    named_in,
    new_name,
    read_holds,
    state_of,
)
from db.connection import (
    FORMAT,
    engine_for,
    fold_in,
    fold_log,
    look_before_opening,
    read_header,
    replace_workspace,
    translated,
)
from db.errors import UserError
from db.files import beside, clear_leftovers, overwrite_and_remove, real, remove_with_logs, told
from db.store import Store
from db.tables import Workspace, now
from db.vault import SUFFIX, Key, is_locked, need_our_ending

__all__ = ["Backup", "Holds", "Why", "folder_for", "keep_present"]

NEWEST = 10  # so many are kept whatever their age, and of the older ones the last of each month
A_WHILE = timedelta(days=1)
AHEAD = timedelta(hours=1)  # more is no slip of a clock, nor names that moved on while many were made in one second
_LOCKED_AWAY = "It is locked with a passphrase of its own, so what it holds is seen only once that is given."


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


def back_up(store: Store, why: Why, place: Path | None = None) -> Backup:
    """Make a backup of an open workspace, whole or not at all, and let older ones go that are no longer kept.

    Raises UserError as `db.files.write_whole` does; the workspace is as it was in each case.
    """
    workspace = _uid(store)
    target = new_name(store.path, place, why, workspace)
    store.backup(target)
    with contextlib.suppress(OSError):
        target.chmod(store.path.stat().st_mode & 0o777)
    _thin_out(target.parent, workspace)
    return _described(target, store.key)


def back_up_if_changed(store: Store, why: Why, place: Path | None = None) -> Backup | None:
    """A backup, unless there is one of the workspace as it stands; None then."""
    state = state_of(store.path)
    states = {named["state"] for _, named in named_in(folder_for(store.path, place), _uid(store))}
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


def list_backups(
    path: Path, place: Path | None = None, key: Key | None = None, *, workspace: str = ""
) -> tuple[Backup, ...]:
    """The backups of the workspace at `path`, the newest first, from the place chosen and from beside it.

    `key` opens those locked with it. `workspace`, the uid, leaves out what came from another one of the same name.
    """
    found: dict[Path, re.Match[str]] = {}
    for folder in {folder_for(path, place), folder_for(path)}:
        found |= dict(named_in(folder, workspace))
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
        if (log := log_of(backup)).exists():  # a damaged file was kept with what could not be folded in
            shutil.copyfile(log, log_of(new))
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
    for file in (backup.path, log_of(backup.path)):
        overwrite_and_remove(file)


def clear_begun(path: Path, place: Path | None = None) -> None:
    """Take away what a run that was killed left half made among the backups: hidden, and useless to anybody."""
    for folder in {folder_for(path, place), folder_for(path)}:
        for file in folder.glob(".*") if folder.is_dir() else ():
            whole, _, _ = file.name[1:].partition(SUFFIX)
            clear_leftovers(folder / f"{whole}{SUFFIX}")


def _keep_before_restoring(path: Path, workspace: str, key: Key | None, place: Path | None) -> Path:
    try:
        present = read_holds(path, key)
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


def _uid(store: Store) -> str:
    with store.read() as session:
        return session.exec(select(Workspace.uid)).one()


def _sound(path: Path, key: Key | None) -> Holds:
    """What a file holds, if all of it is whole. Raises UserError as `look_at`."""
    read_header(path, key)
    look_before_opening(path, key)
    return read_holds(path, key)


def held_now(store: Store) -> Holds:
    """What an open workspace holds at this moment, told as of a backup."""
    with store.read() as session:
        return holds_by(session.connection().exec_driver_sql, FORMAT)


def _described(path: Path, key: Key | None) -> Backup:
    named = NAME.fullmatch(path.stem)
    locked = is_locked(path)
    try:
        status = path.stat()
        when = moment_of(named["at"]) if named else datetime.fromtimestamp(int(status.st_mtime), UTC)
        size = status.st_size
    except OSError:
        when, size = now(), 0
    why = Why(named["why"]) if named else Why.BY_HAND
    holds: Holds | None = None
    cannot = ""
    try:
        holds = read_holds(path, key)
    except UserError as problem:
        cannot = _LOCKED_AWAY if problem.code in ("locked_file", "wrong_key") else str(problem)
    return Backup(path, when, why, size, locked, holds, cannot)


def _thin_out(folder: Path, workspace: str) -> None:
    """Let backups go that are neither among the newest nor the last of a month.

    Those kept in restoring are counted by themselves, and for a day after one nothing goes: whoever looks for the right
    backup restores one after another. So are those of a clock that was ahead, or the present would go first.
    """
    newest_first = sorted(named_in(folder, workspace), key=lambda one: one[0].name, reverse=True)
    at = now()
    groups: dict[tuple[bool, bool], list[tuple[Path, datetime]]] = {}
    for file, named in newest_first:
        when, restored = moment_of(named["at"]), named["why"] == Why.RESTORE
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
