"""Bringing an older workspace up to date: in a copy, with nothing lost, whole or not at all."""

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlcipher3 import dbapi2 as sqlite3

from db.backups import list_backups
from db.connection import FORMAT, read_header
from db.errors import UserError
from db.migrate import SCRIPTS, migrate
from db.tables import METADATA
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

NEXT = '''"""A later format: rebuild a parent table, as a changed column asks for."""
import sqlalchemy as sa
from alembic import op

revision = "{number:04d}"
down_revision = "{before:04d}"


def upgrade() -> None:
    """Rebuild the audits, whose answers go with them by cascade."""
    with op.batch_alter_table("audit", recreate="always") as batch:
        batch.add_column(sa.Column("extra", sa.String(), nullable=False, server_default="new"))
    {broken}
'''


def scripts_with_next(folder: Path, broken: str = "") -> Path:
    """The shipped migrations and one more, which rebuilds a table that others point to."""
    copy = folder / "migrations"
    shutil.copytree(SCRIPTS, copy)
    (copy / "versions" / "later.py").write_text(NEXT.format(number=FORMAT + 1, before=FORMAT, broken=broken))
    return copy


def make(path: Path) -> None:
    """A workspace with one submitted audit of four answers."""
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(path.parent), ["N-001"], {"N-001": ["EA"]})
        score(store, rnd, "N-001", "EA", [Value.MET] * 4)
    (path.parent / "small.toml").unlink()


def test_the_migrations_build_the_same_tables_as_a_new_workspace(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    empty = sqlite3.connect(path)
    empty.execute("PRAGMA application_id = 1162363728")
    empty.execute("VACUUM")
    empty.close()
    migrate(path)
    assert read_header(path).format == FORMAT
    with create_engine(f"sqlite:///{path}").connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = [d for d in compare_metadata(context, METADATA) if "alembic_version" not in str(d)]
        assert differences == []
    with create_engine("sqlite://").connect() as connection:
        METADATA.create_all(connection)
        fresh = {
            r[0] for r in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        }
    built = sqlite3.connect(path)
    names = {r[0] for r in built.execute("SELECT name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")}
    built.close()
    assert names - {"alembic_version"} == fresh


def test_rebuilding_a_parent_table_keeps_every_child_row(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    make(path)
    before = path.read_bytes()
    kept = migrate(path, scripts=scripts_with_next(tmp_path), to=FORMAT + 1)
    assert kept.read_bytes() == before
    migrated = sqlite3.connect(path)
    assert migrated.execute("SELECT state, extra FROM audit").fetchall() == [("submitted", "new")]
    assert migrated.execute("SELECT count(*) FROM answer").fetchone() == (4,)
    assert migrated.execute("PRAGMA foreign_key_check").fetchall() == []
    assert migrated.execute("PRAGMA user_version").fetchone() == (FORMAT + 1,)
    migrated.close()
    assert sorted(f.name for f in tmp_path.iterdir() if f.is_file()) == ["a.ehcpaudit"]
    assert [b.path for b in list_backups(path)] == [kept]


@pytest.mark.parametrize("broken", ["op.execute('DELETE FROM plan')", "raise RuntimeError('stopped half way')"])
def test_a_migration_that_fails_leaves_the_workspace_as_it_was(tmp_path: Path, broken: str):
    path = tmp_path / "a.ehcpaudit"
    make(path)
    before = path.read_bytes()
    with pytest.raises((UserError, RuntimeError)):
        migrate(path, scripts=scripts_with_next(tmp_path, broken), to=FORMAT + 1)
    assert path.read_bytes() == before
    assert [f.name for f in tmp_path.iterdir() if f.is_file()] == ["a.ehcpaudit"]
