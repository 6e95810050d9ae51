"""After a whole session, with failures on the way, nobody's words, passphrase or key lie in any file in clear."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FORMS = ("utf-8", "utf-16-le", "utf-16-be")


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A session in a home of its own; gives its folder."""
    folder = tmp_path_factory.mktemp("session")
    for name in ("home", "tmp"):
        (folder / name).mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "tests.end_to_end.whole_session", str(folder)],
        cwd=ROOT, env=surroundings(folder), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    (folder / "said").write_text(run.stdout + run.stderr, encoding="utf-8")
    return folder


def surroundings(folder: Path) -> dict[str, str]:
    """An environment whose every place for writing lies in the folder."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "EHCP_"))}
    home = str(folder / "home")
    return own | {
        "HOME": home, "USERPROFILE": home, "APPDATA": home, "LOCALAPPDATA": home, "TMPDIR": str(folder / "tmp"),
        "QT_QPA_PLATFORM": "offscreen",
    }  # fmt: skip


def written(folder: Path) -> list[Path]:
    """Every file the session wrote where its workspace, its settings, its logs and passing things lie."""
    places = (folder / "files", folder / "home", folder / "tmp", folder / "said")
    return [file for place in places for file in (place.rglob("*") if place.is_dir() else (place,)) if file.is_file()]


def holding(folder: Path, secret: str) -> list[str]:
    """The files that hold a secret, as text of any usual form."""
    forms = [secret.encode(form) for form in FORMS] + [secret.upper().encode(), secret.encode().hex().encode()]
    return [str(file) for file in written(folder) if any(form in file.read_bytes() for form in forms)]


def test_the_session_was_watched_where_it_writes(session: Path) -> None:
    names = {file.name for file in written(session)}
    assert "lead.ehcpaudit" in names
    assert len([name for name in names if name.startswith("crash-")]) >= 1, names
    assert any(name.endswith(".pdf") for name in names)


@pytest.mark.parametrize("what", ["note", "reason", "guidance", "passphrase", "raw key", "recovery key"])
def test_no_file_holds_it_in_clear(session: Path, what: str) -> None:
    secret: str = json.loads((session / "secrets").read_text(encoding="utf-8"))[what]
    assert holding(session, secret) == []


def test_this_test_would_see_a_secret(session: Path) -> None:
    planted = session / "tmp" / "planted"
    planted.write_text("a word in clear", encoding="utf-16-le")
    try:
        assert holding(session, "a word in clear") == [str(planted)]
    finally:
        planted.unlink()


def test_crash_notes_say_where_and_no_more(session: Path) -> None:
    notes = [file.read_text(encoding="utf-8") for file in written(session) if file.name.startswith("crash-")]
    assert len([note for note in notes if "\nPlanted\n" in note]) >= 2, notes
    for note in notes:
        assert all(line.startswith(("EHCP Auditor ", "  ")) or line.isidentifier() for line in note.splitlines()), note


def test_the_network_part_of_qt_is_never_loaded(session: Path) -> None:
    modules = (session / "modules").read_text(encoding="utf-8").split()
    assert "PySide6.QtWidgets" in modules
    assert [name for name in modules if name.startswith(("PySide6.QtNetwork", "PySide6.QtWebSockets"))] == []
