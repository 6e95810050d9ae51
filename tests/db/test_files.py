"""Files made whole: many at once, however long their names, and nobody else's to read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from db.backups import Why, back_up, restore
from db.errors import UserError
from db.files import beside, clear_leftovers, whole, write_whole
from db.store import Store
from tests.db.test_store import make

LONG = "Autumn 2026 thematic audit of section F, preparing for adulthood"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights another way")


def test_files_with_long_names_that_begin_alike_are_each_written_for_themselves(tmp_path: Path):
    targets = [tmp_path / f"{LONG} {code} work 1.ehcppack" for code in ("EA", "HB", "SC")]
    with whole(*targets) as new:
        for target, file in zip(targets, new, strict=True):
            file.write_text(target.name)
    assert [target.read_text() for target in targets] == [target.name for target in targets]
    assert len(list(tmp_path.iterdir())) == 3


def test_two_files_of_one_name_are_refused_before_anything_is_written(tmp_path: Path):
    same = (tmp_path / "a.pdf", tmp_path / "b.pdf", tmp_path / "a.pdf")
    said = r"would both be called a\.pdf\. Nothing was written"
    with pytest.raises(UserError, match=said), whole(*same) as new:
        new[0].write_text("never")
    assert list(tmp_path.iterdir()) == []


def test_what_a_run_that_was_killed_left_half_made_goes_whatever_the_length_of_its_name(tmp_path: Path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    workspace, other = tmp_path / f"{LONG} a.ehcpaudit", tmp_path / f"{LONG} b.ehcpaudit"
    left: dict[Path, list[Path]] = {}
    for path in (workspace, other):
        name = beside(path).name.replace(f".{os.getpid()}.", f".{ended.pid}.")
        inner = beside(tmp_path / name).name.replace(f".{os.getpid()}.", f".{ended.pid}.")
        left[path] = [tmp_path / name, tmp_path / inner]
        for file in left[path]:
            file.touch()
    clear_leftovers(workspace)
    assert sorted(tmp_path.iterdir()) == sorted(left[other])


@posix
@pytest.mark.parametrize("ending", [".ehcppack", ".ehcpaudit", ".age", ".pdf"])
def test_only_its_owner_may_read_what_is_not_for_others(tmp_path: Path, ending: str):
    target = tmp_path / f"a{ending}"
    earlier = os.umask(0o022)
    try:
        write_whole(target, lambda new: new.write_text("x"))
    finally:
        os.umask(earlier)
    assert target.stat().st_mode & 0o777 == (0o644 if ending == ".pdf" else 0o600)


@posix
def test_a_workspace_its_backup_and_what_is_restored_are_their_owners_alone(tmp_path: Path):
    earlier = os.umask(0o022)
    try:
        path = tmp_path / "a.ehcpaudit"
        with make(path) as store:
            beside_it = [file.stat().st_mode & 0o777 for file in tmp_path.iterdir()]
            kept = back_up(store, Why.BY_HAND).path
            store.backup(tmp_path / "copy.ehcpaudit")
        restore(tmp_path / "again.ehcpaudit", kept, None)
    finally:
        os.umask(earlier)
    made = [path, kept, tmp_path / "copy.ehcpaudit", tmp_path / "again.ehcpaudit"]
    assert [file.stat().st_mode & 0o777 for file in made] == [0o600] * 4
    assert set(beside_it) == {0o600}


@posix
def test_a_workspace_that_was_let_for_others_to_read_stays_so(tmp_path: Path):
    path = tmp_path / "a.ehcpaudit"
    with make(path) as store:
        kept = back_up(store, Why.BY_HAND).path
    path.chmod(0o640)
    restore(path, kept, None)
    assert path.stat().st_mode & 0o777 == 0o640
    with Store.open(path):
        pass
