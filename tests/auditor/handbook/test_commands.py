"""The handbook and sheet commands, as a script calls them."""

import json
from pathlib import Path

import pytest

from auditor.cli import main


def test_both_commands_write_their_files_and_name_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In words for people, as JSON for programs."""
    assert main(["handbook", "health-advice", "--out", str(tmp_path)]) == 0
    assert main(["sheet", "health-advice", "--out", str(tmp_path)]) == 0
    names = ["handbook-health-advice.pdf", "handbook-health-advice.html", "sheet-health-advice.pdf"]
    assert capsys.readouterr().out.splitlines() == [f"wrote {tmp_path / name}" for name in names]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)
    assert main(["handbook", "health-advice", "--out", str(tmp_path), "--format", "html", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"framework": "health-advice", "files": [str(tmp_path / "handbook-health-advice.html")]}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["handbook", "nothing"], "No framework called nothing"),
        (["sheet", "gone.toml"], "there is no such file"),
        (["handbook", "health-advice", "--format", "docx"], "pdf or html, not as docx"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    """Exit code 2, and nothing written."""
    assert main([*arguments, "--out", str(tmp_path)]) == 2
    assert words in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_made_and_goes_again_where_nothing_was_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As --help says; a folder that was there before stays."""
    there = tmp_path / "there"
    there.mkdir()
    assert main(["sheet", "no-such-framework", "--out", str(there / "a" / "b")]) == 2
    assert list(there.iterdir()) == []
    assert main(["sheet", "health-advice", "--out", str(there / "a" / "b")]) == 0
    assert len(list((there / "a" / "b").iterdir())) == 1
    (tmp_path / "file").write_bytes(b"")
    capsys.readouterr()
    for place in ("file", "file/within"):
        assert main(["sheet", "health-advice", "--out", str(tmp_path / place)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
