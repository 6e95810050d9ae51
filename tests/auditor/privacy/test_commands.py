"""Backups, purges and what is held for one plan, from the command line."""

import json
import shutil
from pathlib import Path

import pytest

from auditor.cli import main
from db.store import Store
from db.vault import new_key
from tests.auditor.privacy.rooms import bytes_with, lead_workspace

PASSPHRASE = "six made up words for tests"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the open workspace; each test works on a copy."""
    folder = tmp_path_factory.mktemp("made")
    lead_workspace(folder / "a.ehcpaudit").close()
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(made, tmp_path / "copy"))


def run(*arguments: object) -> int:
    """One command."""
    return main([str(a) for a in arguments])


def test_a_backup_is_made_listed_and_restored(folder: Path, capsys: pytest.CaptureFixture[str]):
    path = folder / "a.ehcpaudit"
    assert run("workspace", "backup", path) == 0
    made = capsys.readouterr().out.removeprefix("wrote ").strip()
    assert run("workspace", "backups", path, "--json") == 0
    newest, *_ = json.loads(capsys.readouterr().out)
    assert newest["file"] == made
    assert {r["name"] for r in newest["holds"]["rounds"]} == {"Spring", "Spring 2026"}
    assert run("workspace", "restore", path, made) == 0
    assert "is kept as" in capsys.readouterr().out
    assert run("workspace", "backups", path) == 0
    assert "2 rounds, 4 plans" in capsys.readouterr().out


def test_a_complete_copy_is_still_written_under_a_name_one_gives(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("workspace", "backup", folder / "a.ehcpaudit", folder / "copy.ehcpaudit") == 0
    assert run("workspace", "check", folder / "copy.ehcpaudit") == 0


def test_encrypted_backups_are_opened_with_the_passphrase_and_said_to_be_locked_without(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    path = tmp_path / "a.ehcpaudit"
    lead_workspace(path, new_key(PASSPHRASE)).close()
    assert run("workspace", "backups", path, "--json") == 0
    assert {b["holds"] is None for b in json.loads(capsys.readouterr().out)} == {True}
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", PASSPHRASE)
    assert run("workspace", "backups", path, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert all(b["holds"] for b in found)
    assert run("workspace", "restore", path, found[-1]["file"]) == 0
    with pytest.raises(SystemExit):
        run("workspace", "restore", path)


def test_a_purge_tells_first_and_does_it_only_when_told_to(folder: Path, capsys: pytest.CaptureFixture[str]):
    path = folder / "a.ehcpaudit"
    purge = ("workspace", "purge", path, "--round", "Spring", "--what", "words")
    assert run(*purge) == 0
    said = capsys.readouterr().out
    assert "3 notes on answers" in said
    assert "Nothing was changed" in said
    assert bytes_with(folder)
    assert run(*purge, "--yes") == 2
    assert "why the round is purged" in capsys.readouterr().err
    assert run(*purge, "--why", "the time to keep it is over", "--yes", "--json") == 0
    assert json.loads(capsys.readouterr().out)["rewritten"] == 3
    assert bytes_with(folder) == []
    assert run("workspace", "check", path) == 0


def test_a_round_under_way_keeps_its_words(folder: Path, capsys: pytest.CaptureFixture[str]):
    assert run("workspace", "purge", folder / "a.ehcpaudit", "--round", "Spring 2026", "--what", "words") == 2
    assert "not signed off" in capsys.readouterr().err


def test_what_is_held_for_a_reference_is_printed_written_and_put_right(
    folder: Path, capsys: pytest.CaptureFixture[str]
):
    path = folder / "a.ehcpaudit"
    assert run("workspace", "subject", path, "N-003") == 0
    assert json.loads(capsys.readouterr().out)["rounds"][0]["round"] == "Spring 2026"
    assert run("workspace", "subject", path, "N-003", "--out", folder) == 0
    assert (folder / "held-n-003.html").is_file()
    put_right = ("workspace", "subject", path, "N-003", "--correct", "area=South", "--why", "wrong in the list")
    assert run(*put_right, "--round", "Spring 2026") == 0
    assert "Put right in Spring 2026: area." in capsys.readouterr().out
    assert run("workspace", "subject", path, "N-002", *put_right[4:], "--round", "Spring") == 0
    assert "kept as a note" in capsys.readouterr().out
    assert run(*put_right[:4], "--correct", "first_final_on=soon", "--why", "x", "--round", "Spring 2026") == 2
    assert run("workspace", "subject", path, "N-999") == 2
    with Store.open(path) as store:
        assert store.check() == ()


def test_programs_are_told_the_files_and_what_was_put_right(folder: Path, capsys: pytest.CaptureFixture[str]):
    path, copy = folder / "a.ehcpaudit", folder / "copy.ehcpaudit"

    def told(*arguments: object) -> dict[str, object]:
        assert run("workspace", *arguments, "--json") == 0
        return json.loads(capsys.readouterr().out)

    assert told("backup", path, copy) == {"file": str(copy)}
    made = told("backup", path)["file"]
    assert Path(str(made)).is_file()
    put_right = ("subject", path, "N-003", "--correct", "area=South", "--why", "wrong in the list")
    assert told(*put_right) == {"round": "Spring 2026", "changed": True, "noted": False}
    assert told(*put_right)["changed"] is False
    files = told("subject", path, "N-003", "--out", folder)["files"]
    assert isinstance(files, list) and all(Path(file).is_file() for file in files)
    back = told("restore", path, made)
    assert back["backup"] == made and Path(str(back["kept"])).is_file()
