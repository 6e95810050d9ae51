"""The key list: locked, never near the workspace, opened again for the same references, and read from a terminal."""

import json
import stat
import sys
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from auditor import sealing
from auditor.cli import main
from auditor.frames import Key, Keys
from auditor.frames.key_list import merged, open_key_list, refuse_near, save_key_list
from db.errors import UserError
from db.files import write_whole

# Invented names.
KEYS = Keys("Surname", (Key("P-0001", 2, "Quillfeather"), Key("P-0002", 3, '=Nonesuch, "Ann"')))
PASSPHRASE = "plum ladder window seven"


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One locked list for all, since each locking takes seconds."""
    folder = tmp_path_factory.mktemp("keys")
    (folder / "round").mkdir()
    return save_key_list(KEYS, folder / "list.keys.age", folder / "round" / "a.ehcpaudit", PASSPHRASE)


def test_a_locked_list_shows_nothing_and_opens_with_its_passphrase(saved: Path) -> None:
    content = saved.read_bytes()
    assert content.startswith(b"age-encryption.org/v1\n-> scrypt ")
    assert b"Quill" not in content and b"P-0001" not in content
    assert open_key_list(saved, f" {PASSPHRASE} ") == KEYS
    if sys.platform != "win32":
        assert stat.S_IMODE(saved.stat().st_mode) == 0o600
    assert [path.name for path in saved.parent.iterdir() if path.is_file()] == ["list.keys.age"]


def test_another_passphrase_or_a_changed_file_is_told_in_a_sentence(saved: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not open this file") as refused:
        open_key_list(saved, "plum ladder window eight")
    assert refused.value.code == "wrong_passphrase"
    cut = tmp_path / "cut.keys.age"
    cut.write_bytes(saved.read_bytes()[:-5])
    with pytest.raises(UserError, match="does not open this file"):
        open_key_list(cut, PASSPHRASE)
    with pytest.raises(UserError) as refused:
        open_key_list(saved, None)
    assert refused.value.code == "needs_passphrase"


def test_a_file_that_asks_for_the_whole_memory_is_refused_before_it_gets_it(saved: Path, tmp_path: Path) -> None:
    greedy = tmp_path / "greedy.age"
    head, body = saved.read_bytes().split(b"\n-> scrypt ", 1)
    salt, rest = body.split(b" ", 1)
    greedy.write_bytes(head + b"\n-> scrypt " + salt + b" 29\n" + rest.split(b"\n", 1)[1])
    with pytest.raises(UserError) as refused:
        open_key_list(greedy, PASSPHRASE)
    assert refused.value.code == "no_memory"


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaa", "           plum      "])
def test_a_short_or_single_letter_passphrase_is_refused_and_nothing_saved(tmp_path: Path, weak: str) -> None:
    with pytest.raises(UserError, match="Nothing was saved") as refused:
        save_key_list(KEYS, tmp_path / "x.age", tmp_path / "elsewhere" / "a.ehcpaudit", weak)
    assert refused.value.code == "weak"
    assert not (tmp_path / "x.age").exists()


def test_a_key_list_never_lies_in_or_below_the_workspaces_folder(tmp_path: Path) -> None:
    work = tmp_path / "work"
    (work / "below").mkdir(parents=True)
    other = tmp_path / "other"
    other.mkdir()
    link = tmp_path / "link"
    link.symlink_to(work)
    for target in (work / "k.age", work / "below" / "k.age", link / "k.age", other / ".." / "work" / "k.age"):
        with pytest.raises(UserError, match="must not lie in") as refused:
            save_key_list(KEYS, target, work / "a.ehcpaudit", None)
        assert refused.value.code == "beside_workspace" and not target.exists()
    refuse_near(other / "k.age", work / "a.ehcpaudit")
    refuse_near(tmp_path / "k.age", work / "a.ehcpaudit")


def test_in_clear_only_when_asked_and_it_opens_again_even_from_excel(tmp_path: Path) -> None:
    path = save_key_list(KEYS, tmp_path / "k.keys.csv", tmp_path / "w" / "a.ehcpaudit", None)
    assert open_key_list(path, None).rows == KEYS.rows
    with pytest.raises(UserError, match="is there already"):
        save_key_list(KEYS, path, tmp_path / "w" / "a.ehcpaudit", None)
    path.write_bytes("reference;row;original\r\nP-0001;2;Zoë\r\n".encode("cp1252"))
    assert open_key_list(path, None).rows == (Key("P-0001", 2, "Zoë"),)


@pytest.mark.parametrize(
    "content", [b"", b"a,b,c\n1,2,3\n", b"\0\1\2", b"reference,row,original\nP-1,2,Ann\nP-1,3,Bo\n"]
)
def test_what_is_no_key_list_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "k.csv"
    path.write_bytes(content)
    with pytest.raises(UserError) as refused:
        open_key_list(path, None)
    assert refused.value.code == "not_key_list"
    with pytest.raises(UserError, match="There is no file"):
        open_key_list(tmp_path / "none.age", None)


def test_a_plan_that_is_away_for_one_list_keeps_its_reference() -> None:
    now = Keys("Surname", (Key("P-0002", 2, "Nonesuch"), Key("P-0003", 3, "New")))
    assert merged(KEYS.rows, now).rows == (*now.rows, Key("P-0001", 0, "Quillfeather"))


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main(["frame", "keys", *arguments])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_the_command_takes_the_passphrase_from_a_file_or_the_environment(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pass.txt").write_text(f"{PASSPHRASE}\nnot this line\n")
    code, out, err = run(capsys, str(saved), "--passphrase-file", str(tmp_path / "pass.txt"), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out)["keys"][0] == {"reference": "P-0001", "row": 2, "original": "Quillfeather"}
    monkeypatch.setenv("EHCP_AUDITOR_PASSPHRASE", PASSPHRASE)
    code, out, _ = run(capsys, str(saved))
    assert code == 0 and "Quillfeather" in out and out.splitlines()[0].split() == ["Reference", "Row", "Surname"]


def test_the_command_leaves_with_two_where_nobody_can_be_asked(
    saved: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("EHCP_AUDITOR_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: False, raising=False)
    code, out, err = run(capsys, str(saved))
    assert (code, out, err.count("\n")) == (2, "", 1) and "--passphrase-file" in err
    assert run(capsys, str(tmp_path / "none.age"))[0] == 2
    assert run(capsys, str(saved), "--passphrase-file", str(tmp_path / "none.txt"))[0] == 2


def test_the_command_asks_at_a_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_whole(tmp_path / "k.age", lambda beside: beside.write_bytes(sealing.HEAD + b"\nnonsense"))
    monkeypatch.delenv("EHCP_AUDITOR_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("getpass.getpass", lambda _prompt: "some words or other")
    code, _, err = run(capsys, str(path))
    assert code == 2 and "does not open this file" in err


@given(st.lists(st.text(max_size=9) | st.sampled_from(sorted(sealing.GUESSED))).map("".join))
@example("000PASSPHRASE")
def test_what_is_called_weak_stays_weak_when_shortened(passphrase: str) -> None:
    if sealing.weakness(passphrase):
        assert sealing.weakness(passphrase[:-1])
    else:
        assert len(passphrase.strip()) >= sealing.SHORTEST
