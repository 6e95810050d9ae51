"""The workspace file: create, open, check, migrate, back up, and the two ways to use it, read and write.

A workspace is one SQLite file with our application id. Every connection that saves runs with a write-ahead
log, `synchronous = FULL` and foreign keys on, and reads those settings back before it is used.
"""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, select

from db import log
from db.errors import UserError
from db.files import put_in_place, write_whole
from db.tables import METADATA, Workspace

APPLICATION_ID = 0x45484350  # "EHCP"
FORMAT = 1  # the newest migration's number, kept in user_version
SUFFIX = ".ehcpaudit"
_MAGIC = b"SQLite format 3\x00"
_BUSY_MS = 2000


@dataclass(frozen=True)
class Header:
    """What the first hundred bytes of a file say, read without opening it as a database."""

    application_id: int
    format: int
    size: int


@dataclass(frozen=True)
class Owner:
    """Whose workspace it is: name, role (`lead` or `auditor`), council, device, and what in it is invented."""

    name: str
    role: str
    council: str
    device: str
    invented: str
    person_id: int | None


def read_header(path: Path) -> Header:
    """What kind of file this is, from its bytes alone; the file is not touched.

    Raises UserError: `no_file`, `not_ours` (also for an encrypted file, whose header shows nothing), `damaged`.
    """
    try:
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except FileNotFoundError as problem:
        raise UserError("no_file", f"There is no file {path}. Check the name, or look in its folder.") from problem
    except OSError as problem:
        raise UserError("cannot_read", f"{path.name} could not be read. Check that you may open it.") from problem
    if len(head) < 100 or not head.startswith(_MAGIC):
        raise UserError("not_ours", f"{path.name} is not an EHCP Auditor workspace. It was left as it was.")
    number = int.from_bytes
    header = Header(number(head[68:72], "big"), number(head[60:64], "big"), size)
    if header.application_id != APPLICATION_ID:
        raise UserError("not_ours", f"{path.name} belongs to another program, not EHCP Auditor. It was left as it was.")
    page = number(head[16:18], "big") or 65536
    page = 65536 if page == 1 else page
    if size < page * number(head[28:32], "big"):
        raise damaged(path)
    if header.format > FORMAT:
        raise UserError(
            "too_new",
            f"{path.name} was made by a newer version of EHCP Auditor. It was left as it was. Update this program.",
        )
    return header


def damaged(path: Path) -> UserError:
    """The sentence for a workspace whose bytes are not whole."""
    return UserError(
        "damaged",
        f"{path.name} is damaged: part of it is missing or changed. It was left as it was. "
        "Restore the newest backup, and keep this file in case more can be saved from it.",
    )


def _connect(path: Path, key: bytes | None) -> sqlite3.Connection:
    """One connection with its settings, read back; the one place where an encrypted file's key is used.

    `key` is the raw key. This build keeps workspaces unencrypted, so a key is refused rather than ignored.
    """
    if key is not None:
        raise UserError("no_encryption", "This version cannot open encrypted workspaces. Nothing was changed.")
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA trusted_schema = OFF")
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}
        for name, value in wanted.items():
            connection.execute(f"PRAGMA {name} = {value}")
            (kept,) = connection.execute(f"PRAGMA {name}").fetchone()
            if kept != value:
                raise UserError(
                    "unsafe_place",
                    f"{path.name} lies where saving cannot be made safe (the setting {name} was refused). "
                    "Nothing was changed. Copy the file to a disk of this computer and open it there.",
                )
    except BaseException:
        connection.close()
        raise
    return connection


def engine_for(path: Path, key: bytes | None) -> Engine:
    """Connections to the file at `path`, each made by `_connect`, with BEGIN in our hands."""
    engine = create_engine(
        "sqlite://",
        creator=lambda: _connect(path, key),
        poolclass=QueuePool,
        pool_size=2,
        hide_parameters=True,  # an unexpected failure is written to a log, which must not hold anybody's words
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:  # pyright: ignore[reportUnusedFunction]
        connection.exec_driver_sql(connection.get_execution_options().get("begin", "BEGIN"))

    return engine


class Store:
    """An open workspace. Use `create` or `open`; use it as a context manager or call `close`."""

    def __init__(self, path: Path, engine: Engine) -> None:
        self.path = path
        self._engine = engine

    @classmethod
    def create(
        cls, path: Path, *, owner: str, role: str, council: str, invented: str = "", key: bytes | None = None
    ) -> "Store":
        """Make a new workspace at `path`, whole or not at all, and open it.

        Raises UserError: `exists` when there is a file already, or as `db.files.write_whole` does.
        """
        if path.exists():
            raise UserError("exists", f"{path.name} is there already and was left as it was. Choose another name.")

        def build(beside: Path) -> None:
            engine = engine_for(beside, key)
            try:
                with translated(path), Session(engine) as session, session.begin():
                    METADATA.create_all(session.connection())
                    session.connection().exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                    session.connection().exec_driver_sql(f"PRAGMA user_version = {FORMAT}")
                    session.add(Workspace(owner=owner, role=role, council=council, invented=invented))
                    log.append(session, who=owner, what="made workspace", subject=role)
                _checkpoint(engine)
            finally:
                engine.dispose()

        write_whole(path, build)
        return cls.open(path, key=key)

    @classmethod
    def open(cls, path: Path, *, key: bytes | None = None) -> "Store":
        """Open a workspace, bringing an older format up to date first.

        Raises UserError: `no_file`, `not_ours`, `too_new`, `damaged`, `locked`, `read_only`, `unsafe_place`.
        The file is left as it was in each case.
        """
        if read_header(path).format < FORMAT:
            from db.migrate import migrate  # Alembic takes a tenth of a second to load, so only when needed

            migrate(path, key)
        store = cls(path, engine_for(path, key))
        try:
            with store.read() as session:
                first = session.connection().exec_driver_sql("PRAGMA quick_check(1)").scalar_one()
                if first != "ok":
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
        row = session.exec(select(Workspace)).one()
        return Owner(row.owner, row.role, row.council, row.device, row.invented, row.person_id)

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
            links = session.connection().exec_driver_sql("PRAGMA foreign_key_check").all()
            faults += [f"A row of {row[0]} points to a {row[2]} that does not exist." for row in links]
            faults += log.faults(session)
        return tuple(faults)

    def backup(self, target: Path) -> None:
        """Write a complete copy of the workspace to `target`, whole or not at all."""

        def copy(beside: Path) -> None:
            with translated(self.path), self._engine.connect() as connection:
                connection.connection.driver_connection.execute("VACUUM INTO ?", (str(beside),))  # type: ignore[union-attr]

        write_whole(target, copy)


def _checkpoint(engine: Engine) -> None:
    """Fold the write-ahead log into the file, so that the file alone is complete."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA journal_mode = DELETE")


def replace_workspace(new: Path, path: Path) -> None:
    """Put a complete, closed workspace file in another's place, with nothing left of the old one's log."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    put_in_place(new, path)


@contextmanager
def translated(path: Path) -> Generator[None]:
    """Turn what the database says of its surroundings into sentences; anything else is a bug and passes.

    Raises UserError: `locked`, `disk_full`, `read_only`, `damaged`, `cannot_read`.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as problem:
        original = problem.orig if isinstance(problem, DBAPIError) else problem
        known = _known(path, getattr(original, "sqlite_errorcode", 0))
        if known is None:
            raise
        raise known from problem


def _known(path: Path, code: int) -> UserError | None:
    name = path.name
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return UserError(
                "locked",
                f"{name} is being changed by another program. Nothing was changed. Close it there, then try again.",
            )
        case sqlite3.SQLITE_FULL:
            return UserError(
                "disk_full",
                "The disk is full, so this change was not saved; everything before it is. Free some space, "
                "then try again.",
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_PERM:
            return UserError(
                "read_only",
                f"{name} may not be changed: the file or its folder is read-only. Copy it to a folder of your own.",
            )
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return UserError(
                "cannot_read",
                f"{name} could not be read or written. What was saved before is kept. "
                "Check the disk it lies on, then try again.",
            )
        case _:
            return None
