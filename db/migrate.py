"""Bring an older workspace up to date: in a copy beside it, checked, then swapped in; the old one stays a backup.

Two traps decide the order here. With foreign keys on, rebuilding a parent table deletes its children by
cascade, silently, and the setting can only be changed outside a transaction: so it goes off first and the
links are checked afterwards. And Python's interface opens no transaction for DDL by itself, so BEGIN is ours.
"""

from pathlib import Path
from typing import Any

from db.backup_files import Why, keep_present
from db.connection import FORMAT, alone_with, engine_for, fold_log, read_header, replace_workspace, translated
from db.errors import UserError
from db.files import beside, remove_with_logs
from db.vault import Key

SCRIPTS = Path(__file__).parent / "migrations"


def revision(number: int) -> str:
    """The name of the migration that leads to a format number: 1 is "0001"."""
    return f"{number:04d}"


def migrate(path: Path, key: Key | None = None, *, scripts: Path = SCRIPTS, to: int = FORMAT) -> Path:
    """Migrate the workspace at `path` to format `to` and return where the old file was kept.

    Raises UserError (`migration_failed`, or as `Store.open`); the workspace is then as it was before.
    """
    header = read_header(path, key)
    old, key = header.format, key if header.locked else None
    new = beside(path)
    remove_with_logs(new)
    try:
        with translated(path):
            # through SQLite, so that what still stands in the write-ahead log comes along
            with alone_with(path, key) as alone:
                alone.execute("VACUUM INTO ?", (str(new),))
            _upgrade(new, path.name, key, scripts, (old, to))
        kept = keep_present(path, Why.MIGRATION, key=key)
        replace_workspace(new, path)
    finally:
        remove_with_logs(new)
    return kept


def _upgrade(new: Path, name: str, key: Key | None, scripts: Path, steps: tuple[int, int]) -> None:
    old, to = steps
    from alembic import command  # takes a tenth of a second to load, and is seldom needed
    from alembic.config import Config

    engine = engine_for(new, key)
    config = Config()
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    try:
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
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
