"""Bring an older workspace up to date: in a copy beside it, checked, then swapped in; the old one is kept.

Two traps decide the order here. With foreign keys on, rebuilding a parent table deletes its children by
cascade, silently, and the setting can only be changed outside a transaction: so it goes off first and the
links are checked afterwards. And Python's sqlite3 opens no transaction for DDL by itself, so BEGIN is ours.
"""

import os
import sqlite3
from pathlib import Path

from db.connection import FORMAT, engine_for, fold_log, read_header, replace_workspace, translated
from db.errors import UserError
from db.files import copy_whole, remove_with_logs

SCRIPTS = Path(__file__).parent / "migrations"


def revision(number: int) -> str:
    """The name of the migration that leads to a format number: 1 is "0001"."""
    return f"{number:04d}"


def migrate(path: Path, key: bytes | None = None, *, scripts: Path = SCRIPTS, to: int = FORMAT) -> Path:
    """Migrate the workspace at `path` to format `to` and return where the old file was kept.

    Raises UserError (`migration_failed`, or as `Store.open`); the workspace is then as it was before.
    """
    old = read_header(path).format
    beside = path.with_name(f".{path.name}.{os.getpid()}.migrating")
    remove_with_logs(beside)
    try:
        with translated(path):
            _copy(path, beside, key)
            _upgrade(beside, path.name, key, scripts, (old, to))
        kept = path.with_name(f"{path.stem}.format-{old}{path.suffix}")
        copy_whole(path, kept)
        replace_workspace(beside, path)
    finally:
        remove_with_logs(beside)
    return kept


def _copy(path: Path, beside: Path, key: bytes | None) -> None:
    """Copy through SQLite, so that what still stands in the write-ahead log comes along, then fold the log in."""
    engine = engine_for(path, key)
    try:
        with engine.connect() as connection:
            raw: sqlite3.Connection = connection.connection.driver_connection  # pyright: ignore[reportAssignmentType]
            raw.execute("VACUUM INTO ?", (str(beside),))
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        engine.dispose()


def _upgrade(beside: Path, name: str, key: bytes | None, scripts: Path, steps: tuple[int, int]) -> None:
    old, to = steps
    from alembic import command  # takes a tenth of a second to load, and is seldom needed
    from alembic.config import Config

    engine = engine_for(beside, key)
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            raw: sqlite3.Connection = connection.connection.driver_connection  # pyright: ignore[reportAssignmentType]
            raw.execute("PRAGMA foreign_keys = OFF")
            with connection.begin():
                config.attributes["connection"] = connection
                if old:
                    command.stamp(config, revision(old))
                command.upgrade(config, revision(to))
                broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
                sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar_one()
                if broken or sound != "ok":
                    raise UserError(
                        "migration_failed",
                        f"{name} could not be brought up to date, because rows "
                        "in it do not fit together. It was left as it was. Run `ehcp-auditor workspace check` on it.",
                    )
                connection.exec_driver_sql(f"PRAGMA user_version = {to}")
        fold_log(engine)
    finally:
        engine.dispose()
