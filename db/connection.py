"""One way into a workspace file: what it is, how it is connected to, what its surroundings may refuse.

A workspace is one SQLite file with our application id. Every connection that saves runs with a write-ahead log,
`synchronous = FULL` and foreign keys on, and reads those settings back before it is used.
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

from db.errors import UserError
from db.files import put_in_place

APPLICATION_ID = 0x45484350  # "EHCP"
FORMAT = 1  # the newest migration's number, kept in user_version
_MAGIC = b"SQLite format 3\x00"
_BUSY_MS = 2000


@dataclass(frozen=True)
class Header:
    """What the first hundred bytes of a file say, read without opening it as a database."""

    application_id: int
    format: int
    size: int


def read_header(path: Path) -> Header:
    """What kind of file this is, from its bytes alone; the file is not touched.

    Raises UserError: `no_file`, `not_ours` (also for an encrypted file, whose header shows nothing), `damaged`.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError(
                "not_ours", f"{path.name or path} is not a file, so it was not opened. Nothing was changed."
            )
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


def fold_log(engine: Engine) -> None:
    """Fold the write-ahead log into the file, so that the file alone is complete."""
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA journal_mode = DELETE")


def fold_in(path: Path) -> None:
    """Fold what lies beside a closed workspace into its file, so that the file alone is complete.

    Raises UserError: `locked` while any other connection has it open, or as `read_header`.
    """
    read_header(path)
    with translated(path):
        alone = sqlite3.connect(path, isolation_level=None)
        try:
            alone.execute("PRAGMA busy_timeout = 200")
            # leaving the write-ahead log needs the file for oneself, and folds the log in
            alone.execute("PRAGMA journal_mode = DELETE")
        finally:
            alone.close()


def look_before_opening(path: Path) -> None:
    """Make sure that a file is whole before a connection that may change it is made. Raises UserError (`damaged`).

    Left out where a write-ahead log lies beside it: SQLite has to fold that in before the file can be judged.
    """
    log = path.with_name(path.name + "-wal")
    if log.exists() and log.stat().st_size:
        return
    with translated(path):
        looking = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            if looking.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise damaged(path)
        finally:
            looking.close()


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
    except UnicodeDecodeError as problem:  # SQLite's own words about a file whose text is scrambled
        raise damaged(path) from problem
    except (ValueError, TypeError) as problem:
        if _while_reading(problem):
            raise damaged(path) from problem
        raise
    except (DBAPIError, sqlite3.Error) as problem:
        original = problem.orig if isinstance(problem, DBAPIError) else problem
        # Python's own complaint about text that is none comes without a code
        scrambled = sqlite3.SQLITE_CORRUPT if str(original).startswith("Could not decode") else 0
        known = _known(path, getattr(original, "sqlite_errorcode", scrambled))
        if known is None:
            raise
        raise known from problem


def _while_reading(problem: BaseException) -> bool:
    """Whether it was the database layer that could make nothing of a stored value, such as a date that is none."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return trace is not None and str(trace.tb_frame.f_globals.get("__name__")).split(".")[0] in (
        "sqlalchemy",
        "sqlmodel",
    )


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
        # an error in a statement means a scrambled schema: the statements are fixed, and tested on whole files
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB | sqlite3.SQLITE_ERROR:
            return damaged(path)
        case sqlite3.SQLITE_IOERR | sqlite3.SQLITE_CANTOPEN:
            return UserError(
                "cannot_read",
                f"{name} could not be read or written. What was saved before is kept. "
                "Check the disk it lies on, then try again.",
            )
        case _:
            return None
