"""Encrypt, change the key, take encryption off: whole or not at all, and nothing legible is left lying about."""

import errno
import os
import shutil
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path

# once here, and not in each of the processes that are killed
import alembic.command
import alembic.config  # noqa: F401
import pytest
from sqlmodel import select

from db import files
from db.connection import FORMAT, raw_connection
from db.errors import UserError
from db.migrate import SCRIPTS, migrate
from db.store import Store
from db.tables import Log, Plan, Workspace
from db.vault import Key
from tests.every_step import every_step_killed

MARK = b"N-LEGIBLE"  # stands in every reference: found in a file, that file can be read by anybody
PLANS = 300
ONE, OTHER = Key(b"1" * 32, b"a" * 16), Key(b"2" * 32, b"b" * 16)
CHANGED = [(None, ONE), (ONE, OTHER), (ONE, None)]
LATER = '''"""A later format."""
from alembic import op

revision = "{number:04d}"
down_revision = "{before:04d}"


def upgrade() -> None:
    """Note that it was done."""
    op.execute("UPDATE workspace SET invented = 'later'")
'''


def make(path: Path, key: Key | None) -> None:
    """A workspace with plans in it."""
    with (
        Store.create(path, owner="Lee Example", role="lead", council="Example", key=key) as store,
        store.write() as session,
    ):
        session.add_all(Plan(reference=f"{MARK.decode()}-{number:05}") for number in range(PLANS))


def legible(folder: Path) -> list[str]:
    """The files of a folder in which the mark can be read."""
    return [file.name for file in folder.rglob("*") if file.is_file() and MARK in file.read_bytes()]


def log_of(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.exec(select(Log.what).order_by(Log.seq)))  # type: ignore[arg-type]


@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_everything_is_there_under_the_new_key_and_the_old_one_no_longer_fits(
    tmp_path: Path, old: Key | None, new: Key | None
) -> None:
    path = tmp_path / "a.ehcpaudit"
    make(path, old)
    path.chmod(0o640)
    with Store.open(path, key=old) as store:
        with store.read() as session:
            before = session.exec(select(Workspace)).one().model_dump()
            plans = [plan.model_dump() for plan in session.exec(select(Plan))]
        store.rekey(new)
        assert (store.key, store.encrypted) == (new, new is not None)
        with store.write() as session:
            assert session.exec(select(Workspace)).one().model_dump() == before
            assert [plan.model_dump() for plan in session.exec(select(Plan))] == plans
            session.add(Plan(reference="N-AFTERWARDS"))
        assert store.check() == ()
        assert len(log_of(store)) == 2
    assert [file.name for file in tmp_path.iterdir()] == ["a.ehcpaudit"]
    assert path.stat().st_mode & 0o777 == 0o640
    with Store.open(path, key=new) as store, store.read() as session:
        assert len(session.exec(select(Plan)).all()) == PLANS + 1
        assert session.connection().exec_driver_sql("PRAGMA journal_mode").scalar_one() == "wal"
    if old and new:
        with pytest.raises(UserError) as refused:
            Store.open(path, key=old)
        assert refused.value.code == "wrong_key"


@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_while_somebody_else_has_it_open_nothing_is_changed(tmp_path: Path, old: Key | None, new: Key | None) -> None:
    path = tmp_path / "a.ehcpaudit"
    make(path, old)
    with Store.open(path, key=old) as store, Store.open(path, key=old) as other, other.read() as session:
        assert len(session.exec(select(Plan)).all()) == PLANS
        with pytest.raises(UserError) as refused:
            store.rekey(new)
        assert refused.value.code == "locked"
        assert store.key == old
        with store.write() as own:
            own.add(Plan(reference="N-STILL"))
    with Store.open(path, key=old) as store:
        assert store.check() == ()
        assert log_of(store) == ["made workspace"]


@pytest.mark.parametrize(("old", "new"), CHANGED)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_disk_that_fails_in_the_middle_leaves_a_store_that_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: Key | None, new: Key | None, when: str
) -> None:
    path = tmp_path / "a.ehcpaudit"
    make(path, old)
    swap = files.put_in_place

    def fails(complete: Path, target: Path) -> None:
        if when == "after":
            swap(complete, target)
        raise OSError(errno.ENOSPC, "No space left on device")

    with Store.open(path, key=old) as store:
        with monkeypatch.context() as patch:
            patch.setattr(files, "put_in_place", fails)
            with pytest.raises(UserError) as refused:
                store.rekey(new)
        assert refused.value.code == "disk_full"
        assert store.key == (new if when == "after" else old)
        with store.write() as session:
            session.add(Plan(reference="N-STILL"))
        assert store.check() == ()
    assert [file.name for file in tmp_path.iterdir()] == ["a.ehcpaudit"]


def test_nothing_of_an_encrypted_workspace_is_ever_legible_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After each thing that is done to it, and while it is open; not in the system's own folder for passing things."""
    passing = tmp_path / "tmp"
    passing.mkdir()
    for name in ("TMPDIR", "SQLITE_TMPDIR", "TEMP", "TMP"):
        monkeypatch.setenv(name, str(passing))
    path = tmp_path / "a.ehcpaudit"
    make(path, ONE)
    assert legible(tmp_path) == []
    with Store.open(path, key=ONE) as store:
        with store.write() as session:
            session.add_all(Plan(reference=f"{MARK.decode()}-more-{number:06}") for number in range(20_000))
            assert legible(tmp_path) == [], "in the middle of a transaction"
        assert (tmp_path / "a.ehcpaudit-wal").stat().st_size > 100_000
        with store.read() as session:
            assert session.connection().exec_driver_sql("PRAGMA temp_store").scalar_one() == 2
            rows = session.connection().exec_driver_sql("SELECT reference FROM plan ORDER BY reference || uid DESC")
            rows.fetchone()
            assert legible(tmp_path) == [], "in the middle of a large sort"
        store.backup(tmp_path / "copy.ehcpaudit")
        assert legible(tmp_path) == []
        store.rekey(OTHER)
        assert legible(tmp_path) == []
        with store.write() as session:
            session.connection().exec_driver_sql("DELETE FROM plan WHERE reference LIKE '%more%'")
        assert legible(tmp_path) == []
    assert legible(tmp_path) == []
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a.ehcpaudit", "copy.ehcpaudit", "tmp"]
    assert list(passing.iterdir()) == []
    with Store.open(path, key=OTHER) as store:
        store.rekey(None)
    assert legible(tmp_path) == ["a.ehcpaudit"], "this test would see it"


def test_what_a_killed_run_left_half_made_is_cleared_and_what_another_is_making_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.ehcpaudit"
    make(path, ONE)
    with subprocess.Popen([sys.executable, "-c", ""]) as gone:
        gone.wait()

    def begun(of: str, process: int) -> str:
        return files.beside(tmp_path / of).name.replace(f".{os.getpid()}.part", f".{process}.part")

    one = begun("a.ehcpaudit", gone.pid)
    left = [one, f"{one}-wal", begun(one, gone.pid)]
    stays = [begun("a.ehcpaudit", os.getppid()), begun("b.ehcpaudit", gone.pid), ".a.ehcpaudit.part", "a.txt"]
    for name in (*left, *stays):
        (tmp_path / name).write_bytes(MARK)
    Store.open(path, key=ONE).close()
    assert sorted(file.name for file in tmp_path.iterdir()) == sorted(["a.ehcpaudit", *stays])


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started here as only Unix can")
@pytest.mark.parametrize(("old", "new"), CHANGED)
def test_killed_at_any_step_it_is_the_old_file_or_the_new_one(tmp_path: Path, old: Key | None, new: Key | None) -> None:
    start = tmp_path / "start"
    start.mkdir()
    make(start / "a.ehcpaudit", old)

    def job(folder: Path) -> None:
        with Store.open(folder / "a.ehcpaudit", key=old) as store:
            store.rekey(new)

    states: list[bool] = []
    for folder in every_step_killed(start, tmp_path, job):
        if old and new:
            assert legible(folder) == []
        changed = is_changed(folder / "a.ehcpaudit", old, new)
        states.append(changed)
        assert [file.name for file in folder.iterdir()] == ["a.ehcpaudit"], "the next opening clears what is half made"
        if new if changed else old:
            assert legible(folder) == []
    assert states == sorted(states), "once it is the new file it stays so"
    assert states.count(False) > 10
    assert states.count(True) > 1


def is_changed(path: Path, old: Key | None, new: Key | None) -> bool:
    """Whether the file is whole under the new key; otherwise it is whole under the old one, or this fails."""
    try:
        store = Store.open(path, key=old)
    except UserError as refused:
        if refused.code not in ("wrong_key", "locked_file"):
            raise
        store = Store.open(path, key=new)
    with store, store.read() as session:
        assert store.check() == ()
        assert len(session.exec(select(Plan.id)).all()) == PLANS
        changed = store.key == new
        assert len(log_of(store)) == (2 if changed else 1)
        return changed


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are started here as only Unix can")
@pytest.mark.parametrize("key", [None, ONE])
def test_a_migration_killed_at_any_step_leaves_the_old_format_or_the_new_one(tmp_path: Path, key: Key | None) -> None:
    scripts, start = tmp_path / "migrations", tmp_path / "start"
    shutil.copytree(SCRIPTS, scripts)
    (scripts / "versions" / "later.py").write_text(LATER.format(number=FORMAT + 1, before=FORMAT))
    start.mkdir()
    make(start / "a.ehcpaudit", key)
    states: list[bool] = []
    for folder in every_step_killed(
        start, tmp_path, lambda folder: migrate(folder / "a.ehcpaudit", key, scripts=scripts, to=FORMAT + 1)
    ):
        states.append(is_migrated(folder / "a.ehcpaudit", key))
        names = {file.name for file in folder.iterdir()}
        assert names <= {"a.ehcpaudit", "a.backups"}, "the next opening clears what is half made"
        if key:
            assert legible(folder) == []
    assert states == sorted(states)
    assert states.count(False) > 10
    assert states.count(True) > 1


def is_migrated(path: Path, key: Key | None) -> bool:
    """Whether the file has the later format, which this program leaves alone; either way it is whole."""
    with suppress(UserError), Store.open(path, key=key) as store:
        assert store.check() == ()
    with closing(raw_connection(path, key)) as file:
        assert file.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert file.execute("SELECT count(*) FROM plan").fetchone() == (PLANS,)
        done = file.execute("SELECT invented FROM workspace").fetchone() == ("later",)
        assert file.execute("PRAGMA user_version").fetchone() == (FORMAT + done,)
        return done


def test_a_failure_halfway_leaves_nothing_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.ehcpaudit"
    make(path, ONE)
    before = path.read_bytes()
    monkeypatch.setattr("db.store.fold_log", lambda _: 1 / 0)
    with Store.open(path, key=ONE) as store, suppress(ZeroDivisionError):
        store.rekey(None)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["a.ehcpaudit"]
