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


def test_a_folder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is not made behind the user's back."""
    assert main(["sheet", "health-advice", "--out", str(tmp_path / "none")]) == 2
    assert "is not there" in capsys.readouterr().err
