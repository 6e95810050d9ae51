"""The folder of backups: how one is named, what a file holds, and the copy that is kept before a file is changed whole.

A name tells the moment, why it was made, which workspace and which state of it
(`20260412-140631-opened-1a2b3c4d-5e6f7a8b`), and nothing in anybody's words.
"""

import contextlib
import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from db.connection import FORMAT, raw_connection, read_header, translated
from db.errors import UserError
from db.files import copy_whole, real, told
from db.log import FIRST
from db.tables import now
from db.vault import SUFFIX, Key

NAME = re.compile(r"(?P<at>\d{8}-\d{6})-(?P<why>[a-z]+)-(?P<of>[0-9a-f]{8})-(?P<state>[0-9a-f]{8})", re.ASCII)
_NOBODY = "0" * 8


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


def folder_for(path: Path, place: Path | None = None) -> Path:
    """Where the backups of a workspace lie: beside it, or within the place that was chosen on this computer."""
    path = real(path)
    return (place or path.absolute().parent) / f"{path.stem}.backups"


def named_in(folder: Path, workspace: str = "") -> Iterator[tuple[Path, re.Match[str]]]:
    """The backups in a folder by their names: all, or those of the workspace with this uid and of nobody known."""
    try:
        files = sorted(folder.iterdir())
    except OSError:
        return
    ours = {_short(workspace), _NOBODY}
    for file in files:
        named = NAME.fullmatch(file.stem)
        if file.suffix == SUFFIX and named and named["why"] in set(Why) and (not workspace or named["of"] in ours):
            yield file, named


def new_name(path: Path, place: Path | None, why: Why, workspace: str) -> Path:
    """The name of a backup that is made now of the workspace at `path` with this uid; its folder is made as well.

    Raises UserError (`no_folder`, `file_locked`, …) as `db.files.told` has it.
    """
    folder, state, at = folder_for(path, place), state_of(path), now()
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
    except OSError as failure:
        raise told(folder, failure) from failure
    while any(folder.glob(f"{at:%Y%m%d-%H%M%S}-*")):
        at += timedelta(seconds=1)
    return folder / f"{at:%Y%m%d-%H%M%S}-{why.value}-{_short(workspace)}-{state}{SUFFIX}"


def state_of(path: Path) -> str:
    """A short name for the state of a file: it changes whenever anything is written. The file itself is not touched.

    (Opening it beside SQLite would drop the locks that SQLite holds: https://sqlite.org/howtocorrupt.html, 2.2.)
    """
    sizes: list[tuple[int, int]] = []
    for file in (path, log_of(path)):
        with contextlib.suppress(OSError):
            status = file.stat()
            if status.st_size:
                sizes.append((status.st_size, status.st_mtime_ns))
    return hashlib.sha256(repr(sizes).encode()).hexdigest()[:8]


def keep_present(path: Path, why: Why, place: Path | None = None, key: Key | None = None) -> Path:
    """Copy a closed workspace as it is, whole or damaged, to its backups, or beside it where these are out of reach.

    `key` is only for its name. Raises UserError as `db.files.write_whole` does when it can be kept nowhere.
    """
    path = real(path)
    folders = [place, None] if place else [None]
    for number, there in enumerate(folders, 1):
        try:
            target = new_name(path, there, why, _own(path, key))
            copy_whole(path, target)
            log = log_of(path)
            if log.exists() and log.stat().st_size:  # it could not be folded in, so it is part of what is kept
                copy_whole(log, log_of(target))
        except UserError:
            if number == len(folders):
                raise
        else:
            return target
    raise AssertionError("there is always a folder to try")


def read_holds(path: Path, key: Key | None) -> Holds:
    """What a workspace file holds, read without changing a byte of it or beside it. As `db.backups.look_at` raises."""
    header = read_header(path, key)
    uri = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with translated(path), closing(raw_connection(uri, key if header.locked else None, uri=True)) as looking:
        return holds_by(looking.execute, header.format)


def holds_by(execute: Callable[[str], Any], number: int) -> Holds:
    """What a workspace of format `number` holds, by queries through `execute`, an open connection's own."""
    uid, council, owner = execute("SELECT uid, council, owner FROM workspace").fetchone()
    rounds = execute("SELECT name, state, uid, purged FROM round ORDER BY id DESC").fetchall()
    (plans,) = execute("SELECT count(*) FROM sampled").fetchone()
    (submitted,) = execute("SELECT count(*) FROM audit WHERE state = 'submitted'").fetchone()
    head = execute("SELECT hash FROM log ORDER BY seq DESC LIMIT 1").fetchone()
    return Holds(
        uid, council, owner, tuple((name, state) for name, state, _, _ in rounds), plans, submitted,
        head[0] if head else FIRST, number, {uid: purged for _, _, uid, purged in rounds},
    )  # fmt: skip


def _own(path: Path, key: Key | None) -> str:
    """The uid of the workspace a closed file is; empty where it cannot be read with this key or at all."""
    try:
        return read_holds(path, key).workspace
    except UserError:
        return ""


def _short(uid: str) -> str:
    return uid[-8:] or _NOBODY


def log_of(path: Path) -> Path:
    """Where SQLite keeps the write-ahead log of a file."""
    return path.with_name(path.name + "-wal")


def moment_of(stamp: str) -> datetime:
    """The moment a name tells, in UTC."""
    return datetime.strptime(stamp, "%Y%m%d-%H%M%S").replace(tzinfo=UTC)
