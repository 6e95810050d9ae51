"""The workspace: create, open, check and back up its file, and the two ways to use it, read and write."""

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine
from sqlmodel import Session, select

from db import log
from db.connection import (
    APPLICATION_ID,
    FORMAT,
    damaged,
    engine_for,
    fold_log,
    locked_by_another,
    look_before_opening,
    read_header,
    translated,
    write_under,
)
from db.errors import UserError
from db.files import clear_leftovers, may_write, real, replace_and_overwrite, whole, write_whole
from db.migrate import migrate
from db.tables import METADATA, Workspace
from db.vault import SUFFIX, Key, need_our_ending
from db.vocabulary import Role

__all__ = ["SUFFIX", "Owner", "Store"]


@dataclass(frozen=True)
class Owner:
    """Whose workspace it is: name, role (`lead` or `auditor`), council, device, and what in it is invented."""

    name: str
    role: str
    council: str
    device: str
    invented: str
    person_id: int | None


class Store:
    """An open workspace. Use `create` or `open`; use it as a context manager or call `close`."""

    def __init__(self, path: Path, key: Key | None, *, reading: bool = False) -> None:
        self.path = real(path)
        self._key = key
        self._engine: Engine = engine_for(self.path, key, reading=reading)

    @property
    def key(self) -> Key | None:
        """The key that this file is encrypted with; None for an open file."""
        return self._key

    @property
    def encrypted(self) -> bool:
        """Whether nobody can read the file without its key."""
        return self._key is not None

    @classmethod
    def create(
        cls, path: Path, *, owner: str, role: str, council: str, invented: str = "", key: Key | None = None
    ) -> "Store":
        """Make a new workspace at `path`, whole or not at all, and open it; encrypted where a key is given.

        Raises UserError: `exists` when there is a file already, or as `db.files.write_whole` does.
        """
        if path.exists():
            raise UserError("exists", f"{path.name} is there already and was left as it was. Choose another name.")

        def build(beside: Path) -> None:
            beside.touch(0o600)  # for its owner alone, from its first byte
            engine = engine_for(beside, key)
            try:
                with translated(path), Session(engine) as session, session.begin():
                    METADATA.create_all(session.connection())
                    session.connection().exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                    session.connection().exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
                    session.add(Workspace(owner=owner, role=role, council=council, invented=invented))
                    log.append(session, who=owner, what="made workspace", subject=role)
                fold_log(engine)
            finally:
                engine.dispose()

        write_whole(path, build)
        return cls.open(path, key=key)

    @classmethod
    def open(cls, path: Path, *, key: Key | None = None, reading: bool = False) -> "Store":
        """Open a workspace, bringing an older format up to date first. A key for an open file is not used.

        `reading` is for those who only look: a file that may not be changed, or lies where nothing may be written, then
        opens all the same, and `write` is refused with `read_only`.

        Raises UserError: `no_file`, `not_ours`, `too_new`, `damaged`, `locked`, `read_only`, `unsafe_place`,
        `locked_file` for an encrypted one without a key, `wrong_key`. The file is left as it was in each case.
        """
        path = real(path)
        header = read_header(path, key)
        if not header.locked:
            key = None
        if header.format < 1:
            raise damaged(path)
        reading = reading and header.format == FORMAT and not may_write(path)
        if not reading:
            clear_leftovers(path)
        looked = look_before_opening(path, key)
        if header.format < FORMAT:
            migrate(path, key)
        store = cls(path, key, reading=reading)
        try:
            with store.read() as session:
                check = session.connection().exec_driver_sql
                if not looked and check("PRAGMA quick_check(1)").scalar_one() != "ok":
                    raise damaged(path)
                store.owner(session)
        except BaseException:
            store.close()
            raise
        return store

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close every connection; SQLite then folds the write-ahead log into the file."""
        self._engine.dispose()

    def rekey(self, new: Key | None) -> None:
        """Encrypt the workspace with another key, or with none: whole or not at all, and logged. It stays open.

        Earlier backups stay as they are: under the old key, or open. Raises UserError: `locked` while another program
        or another job has it open, `disk_full` and what else `db.files.write_whole` raises; nothing is changed then.
        """
        owner, old = self.owner(), self._key
        what = "took encryption off" if new is None else "changed passphrase" if old else "encrypted workspace"

        def build(beside: Path) -> None:
            beside.touch(0o600)
            write_under(self.path, old, beside, new)
            engine = engine_for(beside, new)
            try:
                with translated(self.path), Session(engine) as session, session.begin():
                    log.append(session, who=owner.name, what=what, subject=owner.role)
                fold_log(engine)
            finally:
                engine.dispose()
            if self.path.with_name(self.path.name + "-wal").exists():  # somebody has opened it in this moment
                raise locked_by_another(self.path)

        self._engine.dispose()
        # what anybody could read is not left on the disk, as far as a disk of today does what it is told
        swap = replace_and_overwrite if old is None else None
        try:
            with whole(self.path, swap=swap) as (beside,):
                build(beside)
        finally:
            # by what the file is now: it may have been swapped before something failed
            if _opens_with(self.path, new):
                self._key, self._engine = new, engine_for(self.path, new)

    @contextmanager
    def write(self) -> Generator[Session]:
        """A transaction that may write: BEGIN IMMEDIATE, committed and on disk at the end, or rolled back.

        (A deferred read-then-write fails at once when another connection writes, whatever the timeout.)
        """
        with translated(self.path), Session(self._engine, expire_on_commit=False) as session:
            session.connection(execution_options={"begin": "BEGIN IMMEDIATE"})
            yield session
            session.commit()

    @contextmanager
    def read(self) -> Generator[Session]:
        """A transaction that sees one unchanging state of the file."""
        with translated(self.path), Session(self._engine) as session:
            yield session

    def owner(self, session: Session | None = None) -> Owner:
        """Whose workspace this is."""
        if session is None:
            with self.read() as own:
                return self.owner(own)
        row = session.exec(select(Workspace)).first()
        if row is None:
            raise damaged(self.path)
        return Owner(row.owner, row.role, row.council, row.device, row.invented, row.person_id)

    def lead(self, session: Session, does: str) -> Owner:
        """Whose workspace this is, for what only a lead `does` ("moves a round on"). Raises UserError `not_lead`."""
        owner = self.owner(session)
        if owner.role != Role.LEAD:
            raise UserError("not_lead", f"Only the lead {does}. Nothing was changed.")
        return owner

    def data_version(self) -> int:
        """A number that changes when another program, or another window, has changed the file."""
        with self.read() as session:
            return int(session.connection().exec_driver_sql("PRAGMA data_version").scalar_one())

    def log_head(self) -> str:
        """The hash at the head of the change log."""
        with self.read() as session:
            return log.head(session)

    def check(self) -> tuple[str, ...]:
        """A sentence for every fault found in the file, its links and its change log; empty when all is well."""
        faults: list[str] = []
        with self.read() as session:
            rows = session.connection().exec_driver_sql("PRAGMA integrity_check").scalars().all()
            faults += [f"The file is damaged: {row}." for row in rows if row != "ok"]
            if self.encrypted:
                pages = session.connection().exec_driver_sql("PRAGMA cipher_integrity_check").scalars().all()
                faults += [f"The file is damaged: {row}." for row in pages]
            links = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
            faults += [f"A row of {row[0]} points to a {row[2]} that does not exist." for row in links]
            faults += log.faults(session)
        return tuple(faults)

    def fold(self) -> bool:
        """Fold the write-ahead log into the file and empty it, so that nothing that was deleted waits in it.

        False where another connection is reading at the moment: it is then emptied when the last one closes.
        """
        with translated(self.path), self._engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            (busy, _, _) = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            return not busy

    def backup(self, target: Path) -> None:
        """Write a complete copy of the workspace to `target`, whole or not at all.

        Raises UserError: `ending` without that of workspaces, `exists` when there is a file already, or as
        `db.files.write_whole` does.
        """
        need_our_ending(target)
        if target.exists():
            raise UserError("exists", f"{target.name} is there already and was left as it was. Choose another name.")

        def copy(beside: Path) -> None:
            beside.touch(0o600)
            with translated(self.path), self._engine.connect() as connection:
                connection.connection.driver_connection.execute("VACUUM INTO ?", (str(beside),))  # type: ignore[union-attr]

        write_whole(target, copy)


def _opens_with(path: Path, key: Key | None) -> bool:
    """Whether a file is encrypted with just this key, or open where there is none."""
    try:
        return read_header(path, key).locked == (key is not None)
    except UserError:
        return False
