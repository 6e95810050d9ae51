"""One way into a workspace file: what it is, how it is connected to, what its surroundings may refuse.

A workspace is one SQLite file with our application id, encrypted or open. Every connection that saves runs with a
write-ahead log, `synchronous = FULL` and foreign keys on, and reads those settings back before it is used.

Open and encrypted files go through the same library. Two copies of SQLite in one process would not see each other's
locks on a file (https://sqlite.org/howtocorrupt.html, 2.2.1).
"""

from collections.abc import Generator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from db.errors import UserError
from db.files import not_read, put_in_place
from db.vault import MAGIC, Key, is_locked

driver: Any = import_module("sqlcipher3.dbapi2")  # it comes without types; SQLite's own interface for Python

APPLICATION_ID = 0x45484350  # "EHCP"
FORMAT = 1  # the newest migration's number, kept in user_version
_BUSY_MS = 2000


@dataclass(frozen=True)
class Header:
    """What a workspace file says of itself."""

    application_id: int
    format: int
    size: int
    locked: bool


def read_header(path: Path, key: Key | None = None) -> Header:
    """What kind of file this is; the file is not touched.

    An open file says so in its first hundred bytes; an encrypted one only to whoever has its key. A key for an open
    file is not used.
    Raises UserError: `no_file`, `cannot_read`, `not_ours`, `too_new`, `damaged`, `locked_file`, `wrong_key`.
    """
    try:
        if path.exists() and not path.is_file():
            raise UserError(
                "not_ours", f"{path.name or path} is not a file, so it was not opened. Nothing was changed."
            )
        with path.open("rb") as file:
            head = file.read(100)
        size = path.stat().st_size
    except OSError as failure:
        raise not_read(path, failure) from failure
    header = _header_outside(path, head, size) if head.startswith(MAGIC) else _header_inside(path, key, head, size)
    if header.application_id != APPLICATION_ID:
        raise UserError("not_ours", f"{path.name} belongs to another program, not EHCP Auditor. It was left as it was.")
    if header.format > FORMAT:
        raise UserError(
            "too_new",
            f"{path.name} was made by a newer version of EHCP Auditor. It was left as it was. Update this program.",
        )
    return header


def _header_outside(path: Path, head: bytes, size: int) -> Header:
    """What the first hundred bytes of an open file say."""
    if len(head) < 100:
        raise _not_ours(path)
    number = int.from_bytes
    header = Header(number(head[68:72], "big"), number(head[60:64], "big"), size, locked=False)
    page = number(head[16:18], "big") or 65536
    page = 65536 if page == 1 else page
    if header.application_id == APPLICATION_ID and size < page * number(head[28:32], "big"):
        raise damaged(path)
    return header


def _header_inside(path: Path, key: Key | None, head: bytes, size: int) -> Header:
    """The same from within an encrypted file."""
    if key is None:
        raise _locked_file(path) if is_locked(path) else _not_ours(path)
    if head[: len(key.salt)] != key.salt:  # the pages might be whole, but no passphrase would open them again
        raise wrong_key(path)
    with translated(path), closing(_looking(path, key)) as looking:
        try:
            looking.execute("SELECT count(*) FROM sqlite_master")
        except driver.DatabaseError as problem:
            if problem.sqlite_errorcode & 0xFF == driver.SQLITE_NOTADB:
                raise wrong_key(path) from problem
            raise
        (application,) = looking.execute("PRAGMA application_id").fetchone()
        (number,) = looking.execute("PRAGMA user_version").fetchone()
    return Header(application, number, size, locked=True)


def _not_ours(path: Path) -> UserError:
    return UserError("not_ours", f"{path.name} is not an EHCP Auditor workspace. It was left as it was.")


def _locked_file(path: Path) -> UserError:
    return UserError(
        "locked_file", f"{path.name} is encrypted. It was not opened. Give its passphrase or its recovery key."
    )


def wrong_key(path: Path) -> UserError:
    """The sentence for an encrypted file that the key at hand does not open: slip and damage look the same."""
    return UserError(
        "wrong_key",
        f"That does not open {path.name}: it is not the passphrase or recovery key, or the start of the file is "
        "damaged. The two cannot be told apart. Nothing was changed. Check Caps Lock and try again, or restore a "
        "backup.",
    )


def locked_by_another(path: Path) -> UserError:
    """The sentence for a workspace that somebody else has open just now."""
    return UserError(
        "locked",
        f"{path.name} is being changed by another program. Nothing was changed. Close it there, then try again.",
    )


def damaged(path: Path) -> UserError:
    """The sentence for a workspace whose bytes are not whole."""
    return UserError(
        "damaged",
        f"{path.name} is damaged: part of it is missing or changed. It was left as it was. "
        "Restore the newest backup, and keep this file in case more can be saved from it.",
    )


def raw_connection(where: Path | str, key: Key | None, *, uri: bool = False) -> Any:
    """One connection without a setting but the key: the one place where a key is handed over.

    Each transaction is begun by hand. Nothing is checked: a wrong key shows with the first statement.
    """
    connection = driver.connect(str(where), isolation_level=None, check_same_thread=False, uri=uri)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")  # or a wrong key would be told on stderr
        if key is not None:
            connection.execute(f'PRAGMA key = "{key.literal()}"')
        connection.execute("PRAGMA temp_store = MEMORY")  # what is sorted or copied never lies in a temporary file
    except BaseException:
        connection.close()
        raise
    return connection


def _looking(path: Path, key: Key | None) -> Any:
    """A connection that cannot change the file; nor does closing it fold anything in."""
    # where a write-ahead log lies beside, what it holds belongs to the file; otherwise nothing is made beside it
    how = "mode=ro" if _log_beside(path) else "mode=ro&immutable=1"
    return raw_connection(f"{path.absolute().as_uri()}?{how}", key, uri=True)


def _log_beside(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def _connect(path: Path, key: Key | None) -> Any:
    """One connection with its settings, read back."""
    connection = raw_connection(path, key)
    try:
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        connection.execute("PRAGMA trusted_schema = OFF")
        # what is deleted or written over is overwritten with zeros at once: it may be somebody's words
        wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
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


def engine_for(path: Path, key: Key | None, *, reading: bool = False) -> Engine:
    """Connections to the file at `path` with BEGIN in our hands, each ready to save; or, for `reading`, unable to."""
    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=lambda: _looking(path, key) if reading else _connect(path, key),
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


@contextmanager
def alone_with(path: Path, key: Key | None) -> Generator[Any]:
    """The file to oneself: a connection without a transaction, the write-ahead log folded in, everybody else kept out.

    Raises UserError: `locked` while any other connection has it open, and as `translated`.
    """
    with translated(path), closing(raw_connection(path, key)) as alone:
        alone.execute("PRAGMA busy_timeout = 200")
        alone.execute("PRAGMA locking_mode = EXCLUSIVE")  # whatever lock is taken from here on is kept
        alone.execute("BEGIN EXCLUSIVE")
        alone.execute("COMMIT")
        alone.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield alone


def fold_in(path: Path, key: Key | None = None) -> None:
    """Fold what lies beside a closed workspace into its file, so that the file alone is complete.

    Raises UserError: `locked` while any other connection has it open, or as `read_header`.
    """
    header = read_header(path, key)
    with alone_with(path, key if header.locked else None):
        pass


def look_before_opening(path: Path, key: Key | None) -> bool:
    """Make sure that a file is whole before a connection that may change it is made. Raises UserError (`damaged`).

    False, and nothing is known, where a write-ahead log lies beside it: SQLite has to fold that in before the file can
    be judged.
    """
    if _log_beside(path):
        return False
    with translated(path), closing(_looking(path, key)) as looking:
        if looking.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
            raise damaged(path)
    return True


def write_under(path: Path, key: Key | None, new: Path, new_key: Key | None) -> None:
    """Write a complete copy of the workspace to the file `new` under another key, or under none.

    Both are compared afterwards. Raises UserError: `locked` while anybody has the workspace open, as `translated`.
    """
    with alone_with(path, key) as alone:
        alone.execute("ATTACH DATABASE ? AS other KEY ?", (str(new), new_key.literal() if new_key else ""))
        alone.execute("SELECT sqlcipher_export('other')")
        for name in ("application_id", "user_version"):  # the export leaves them out
            (number,) = alone.execute(f"PRAGMA main.{name}").fetchone()
            alone.execute(f"PRAGMA other.{name} = {number}")
        alone.execute("DETACH DATABASE other")
        with closing(raw_connection(new, new_key)) as copy:
            sound = copy.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            if not sound or _rows(copy) != _rows(alone):
                raise damaged(path)


def _rows(connection: Any) -> tuple[list[Any], list[int]]:
    """What tables there are, as they were made, and how many rows each has."""
    made = connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    names = [name for kind, name, _ in made if kind == "table"]
    return made, [connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names]  # noqa: S608


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
    except (DBAPIError, driver.Error) as problem:
        original = problem.orig if isinstance(problem, DBAPIError) else problem
        # Python's own complaint about text that is none comes without a code
        scrambled = driver.SQLITE_CORRUPT if str(original).startswith("Could not decode") else 0
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
        case driver.SQLITE_BUSY | driver.SQLITE_LOCKED:
            return locked_by_another(path)
        case driver.SQLITE_FULL:
            return UserError(
                "disk_full",
                "The disk is full, so this change was not saved; everything before it is. Free some space, "
                "then try again.",
            )
        case driver.SQLITE_READONLY | driver.SQLITE_PERM:
            return UserError(
                "read_only",
                f"{name} may not be changed: the file or its folder is read-only. Copy it to a folder of your own.",
            )
        # an error in a statement means a scrambled schema: the statements are fixed, and tested on whole files
        case driver.SQLITE_CORRUPT | driver.SQLITE_NOTADB | driver.SQLITE_ERROR:
            return damaged(path)
        case driver.SQLITE_IOERR | driver.SQLITE_CANTOPEN:
            return UserError(
                "cannot_read",
                f"{name} could not be read or written. What was saved before is kept. "
                "Check the disk it lies on, then try again.",
            )
        case _:
            return None
