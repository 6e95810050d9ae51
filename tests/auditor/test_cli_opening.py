"""Commands on encrypted workspaces: the passphrase from a file, the environment or the keyboard, and never on show."""

import json
import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from auditor.cli import main
from auditor.example import FILE_NAME, set_aside
from db.backups import folder_for, list_backups
from db.errors import UserError
from db.store import Store
from db.vault import is_locked, key_for, new_key
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework

WORDS = "correct horse battery"
NEW = ("--name", "Autumn", "--as-at", "2026-03-31", "--owner", "Lee Example", "--council", "Example Council")
PROMPT = re.compile(rb"(?:Passphrase [a-z]+ \S+|again): ")
Refusal = Callable[..., str]


@pytest.fixture
def locked(tmp_path: Path) -> Path:
    """An encrypted workspace with a scored round, and beside it a file with its passphrase."""
    path = tmp_path / "a.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        score(store, rnd, "N-001", "EA", [Value.MET] * 4)
        store.rekey(new_key(WORDS))
    (tmp_path / "words.txt").write_text(f"\ufeff{WORDS} \r\nsecond line")
    return path


@pytest.fixture
def refusal(capfd: pytest.CaptureFixture[str]) -> Refusal:
    """Run a command that is refused; what it says in its one line."""

    def refusal(*arguments: object) -> str:
        assert main([str(a) for a in arguments]) == 2
        out, err = capfd.readouterr()
        assert out == ""
        assert err.count("\n") == 1, err
        return err

    return refusal


def commands(path: Path) -> list[list[str]]:
    """Every command that takes a workspace, but for those that change it."""
    folder = str(path.parent)
    return [
        ["results", str(path)],
        ["report", str(path), "--out", folder],
        ["workspace", "check", str(path)],
        ["workspace", "backup", str(path), str(path.with_name("copy.ehcpaudit"))],
        ["round", "status", str(path)],
        ["round", "population", str(path)],
        ["round", "week", str(path)],
        ["round", "draw", str(path), "--size", "1"],
        ["round", "allocate", str(path)],
        ["round", "new", str(path), "--name", "Next", "--as-at", "2026-06-30"],
    ]


def test_without_a_passphrase_and_a_terminal_every_command_is_refused_and_says_how(
    locked: Path, refusal: Refusal
) -> None:
    before = locked.read_bytes()
    for words in commands(locked):
        said = refusal(*words)
        assert "is encrypted. Give --passphrase-file, or set EHCP_AUDITOR_PASSPHRASE" in said, words
    assert locked.read_bytes() == before


def test_every_command_takes_a_passphrase_file(locked: Path, capfd: pytest.CaptureFixture[str]) -> None:
    ended = [main([*words, "--passphrase-file", str(locked.parent / "words.txt")]) for words in commands(locked)]
    shown = capfd.readouterr()
    assert "passphrase" not in shown.err, "those that are refused are refused for what this round lacks"
    assert ended.count(0) >= 6
    assert WORDS not in shown.out + shown.err
    assert is_locked(locked.with_name("copy.ehcpaudit"))


def test_the_environment_can_hold_the_passphrase(
    locked: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", WORDS)
    assert main(["workspace", "check", str(locked), "--json"]) == 0
    out, err = capfd.readouterr()
    assert json.loads(out)["sound"]
    assert err == ""


def test_a_wrong_passphrase_is_told_as_what_it_may_be_and_changes_nothing(
    locked: Path, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", "something else")
    before = locked.read_bytes()
    said = refusal("results", locked)
    assert "not the passphrase" in said
    assert "damaged" in said
    assert "something else" not in said
    assert locked.read_bytes() == before
    assert sorted(file.name for file in locked.parent.iterdir()) == ["a.ehcpaudit", "small.toml", "words.txt"]


def test_a_passphrase_file_that_is_not_there_is_named(locked: Path, refusal: Refusal) -> None:
    assert "gone.txt" in refusal("results", locked, "--passphrase-file", locked.parent / "gone.txt")


def test_an_open_workspace_asks_for_nothing(locked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Store.open(locked, key=key_for(locked, WORDS)) as store:
        store.rekey(None)
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", "for another file")
    assert main(["workspace", "check", str(locked)]) == 0


def test_a_new_workspace_is_encrypted_unless_it_is_to_be_open(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Refusal
) -> None:
    path = tmp_path / "new.ehcpaudit"
    assert "A new workspace is encrypted" in refusal("round", "new", path, *NEW)
    assert not path.exists()
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", "short")
    assert "at least 12 characters" in refusal("round", "new", path, *NEW)
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", WORDS)
    assert main(["round", "new", str(path), *NEW]) == 0
    assert is_locked(path)
    assert main(["round", "new", str(tmp_path / "plain.ehcpaudit"), *NEW, "--open"]) == 0
    assert (tmp_path / "plain.ehcpaudit").read_bytes().startswith(b"SQLite format 3")


def test_the_policy_can_forbid_an_open_one_and_a_faulty_policy_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refusal: Refusal, capfd: pytest.CaptureFixture[str]
) -> None:
    asked = tmp_path / "policy.toml"
    asked.write_text("encryption_required = true")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(asked))
    path = tmp_path / "new.ehcpaudit"
    assert "your council's policy" in refusal("round", "new", path, *NEW, "--open")
    assert not path.exists()
    asked.write_text("encryption_required = perhaps")
    assert main(["round", "new", str(path), *NEW, "--open"]) == 2
    assert "cannot be followed" in capfd.readouterr().err
    assert not path.exists()


def test_the_worked_example_is_open_whatever_the_environment_holds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", WORDS)
    assert main(["demo", "--headless", "--out", str(tmp_path / "demo")]) == 0
    assert (tmp_path / "demo" / "worked-example.ehcpaudit").read_bytes().startswith(b"SQLite format 3")


def test_an_example_that_was_encrypted_since_is_set_aside_whole_and_not_while_it_is_open(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    key = new_key(WORDS)
    with Store.create(path, owner="Lee", role="lead", council="Example", key=key):
        with pytest.raises(UserError) as refused:
            set_aside(path)
        assert refused.value.code == "locked"
    aside = set_aside(path)
    assert aside is not None
    Store.open(aside, key=key).close()


def at_a_terminal(answers: list[str], *words: object) -> tuple[int, str]:
    """Run a command at a terminal where somebody answers what it asks; its exit code and what the terminal showed."""
    try:
        near, far = pty.openpty()
    except OSError:
        pytest.skip("this machine has no terminals to open")
    program = [sys.executable, "-c", "import sys; from auditor.cli import main; sys.exit(main(sys.argv[1:]))"]
    with subprocess.Popen(
        [*program, *map(str, words)], stdin=far, stdout=far, stderr=far, start_new_session=True,
    ) as run:  # fmt: skip
        os.close(far)
        shown, answered = b"", 0
        while select.select([near], [], [], 30)[0]:
            try:
                shown += os.read(near, 1000)
            except OSError:  # nobody is left at the other end
                break
            if len(PROMPT.findall(shown)) > answered < len(answers):
                os.write(near, answers[answered].encode() + b"\n")
                answered += 1
        else:
            run.kill()
        code = run.wait()
    os.close(near)
    return code, shown.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")
def test_at_a_terminal_the_passphrase_is_asked_for_and_not_shown(locked: Path) -> None:
    code, shown = at_a_terminal(["not this one", WORDS], "workspace", "check", locked)
    assert code == 0, shown
    assert "Passphrase of a.ehcpaudit" in shown
    assert "That is not it" in shown
    assert WORDS not in shown
    code, shown = at_a_terminal(["no", "nor", "never"], "workspace", "check", locked)
    assert code == 2
    assert "damaged" in shown


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such terminal on Windows")
def test_at_a_terminal_a_new_passphrase_is_asked_for_twice(tmp_path: Path) -> None:
    path = tmp_path / "new.ehcpaudit"
    code, shown = at_a_terminal([WORDS, "another one entirely"], "round", "new", path, *NEW)
    assert (code, path.exists()) == (2, False), shown
    assert "two different passphrases" in shown
    code, shown = at_a_terminal([WORDS, WORDS], "round", "new", path, *NEW)
    assert (code, is_locked(path)) == (0, True), shown
    assert WORDS not in shown


def test_the_first_line_of_the_file_is_the_passphrase_whatever_signs_it_holds(
    locked: Path, capfd: pytest.CaptureFixture[str]
):
    odd = "larch pony\u2028copper violin\x0b"
    with Store.open(locked, key=key_for(locked, WORDS)) as store:
        store.rekey(new_key(odd))
    (locked.parent / "odd.txt").write_bytes(f"{odd}\r\nmore".encode())
    assert main(["workspace", "check", str(locked), "--passphrase-file", str(locked.parent / "odd.txt")]) == 0


def test_a_passphrase_that_is_no_utf_8_is_told_as_that(locked: Path, refusal: Refusal, monkeypatch: pytest.MonkeyPatch):
    file = locked.parent / "latin.txt"
    file.write_bytes("caf\u00e9 larch pony".encode("latin-1"))
    assert "not kept as UTF-8" in refusal("results", locked, "--passphrase-file", file)
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", "caf\udce9 larch pony")
    assert "EHCP_AUDITOR_PASSPHRASE holds is not UTF-8" in refusal("results", locked)


def test_a_command_that_changes_a_workspace_backs_it_up_first_and_once(
    locked: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
):
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", WORDS)
    place, key = tmp_path / "place", key_for(locked, WORDS)
    place.mkdir()
    new = ["round", "new", str(locked), "--name", "Autumn", "--as-at", "2026-03-31", "--place", str(place)]
    assert main(["results", str(locked)]) == 0
    assert list_backups(locked, place, key) == (), "looking changes nothing"
    assert main(new) == 0, capfd.readouterr().err
    (backup,) = list_backups(locked, place, key)
    assert backup.path.parent == folder_for(locked, place)
    assert backup.holds is not None
    assert "Autumn" not in [name for name, _ in backup.holds.rounds]
