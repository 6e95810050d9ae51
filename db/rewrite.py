"""Change a closed workspace file so that nothing of what was deleted is left: in a copy beside it, then swapped in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlmodel import Session

from db.connection import alone_with, engine_for, fold_log, locked_by_another, read_header, translated
from db.errors import UserError
from db.files import beside, real, remove_with_logs, replace_and_overwrite, told
from db.vault import Key

QUICK = ("journal_mode = MEMORY", "synchronous = OFF", "foreign_keys = OFF")
"""For a copy that nobody sees before it is whole, checked and on the disk: its links are looked at once, at the end."""


def rewrite(path: Path, key: Key | None, change: Callable[[Session], object]) -> None:
    """Let `change` work on a copy of the workspace through a session, then put the copy in its place; all or nothing.

    The copy is written anew after the change, and the old file is overwritten with zeros once it is replaced. It stays
    encrypted with its key. Raises UserError: `locked` while somebody has it open, `change_failed` where what is left
    does not fit together, or as `read_header` and `db.files.write_whole`; the file is then as it was.
    """
    path = real(path)
    own = key if read_header(path, key).locked else None
    new = beside(path)
    remove_with_logs(new)
    try:
        with alone_with(path, own) as alone:
            alone.execute("VACUUM INTO ?", (str(new),))
        with translated(path):
            _change(new, own, change)
        log = path.with_name(path.name + "-wal")
        if log.exists() and log.stat().st_size:  # somebody has opened it in this moment
            raise locked_by_another(path)
        remove_logs(path)
        replace_and_overwrite(new, path)
    except OSError as failure:
        raise told(path, failure) from failure
    finally:
        remove_with_logs(new)


def remove_logs(path: Path) -> None:
    """Take away what SQLite left beside a closed file whose log is folded in."""
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _change(new: Path, key: Key | None, change: Callable[[Session], object]) -> None:
    engine = engine_for(new, key)
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            for setting in QUICK:
                raw.execute(f"PRAGMA {setting}")
            with Session(connection) as session, session.begin():
                change(session)
                if session.connection().exec_driver_sql("PRAGMA foreign_key_check").all():
                    raise UserError(
                        "change_failed",
                        "What would be left does not fit together. Nothing was changed. Check the workspace.",
                    )
            raw.execute("VACUUM")
        fold_log(engine)
    finally:
        engine.dispose()
