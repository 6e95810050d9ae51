"""The tutorial does in the window what it says, in fewer than ten steps, by the names that are printed in it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor.standing.standing import Progress, standing
from db.vocabulary import Draw, RoundState
from tests.end_to_end.tutorial import DOCS, Answered, Reader, Step, score_some, steps_of
from ui.look import Theme, look
from ui.settings import Settings
from ui.window import MainWindow

PAGE, SECOND = DOCS / "tutorial.md", DOCS / "two-computers.md"


@pytest.fixture
def steps() -> tuple[Step, ...]:
    return steps_of(PAGE)


@pytest.fixture
def files() -> Answered:
    return Answered()


@pytest.fixture
def window(qtbot: QtBot, tmp_path: Path, files: Answered, monkeypatch: pytest.MonkeyPatch) -> Iterator[MainWindow]:
    """The window as a newcomer finds it; their documents are a new folder."""
    for part in ("setup.file_card", "pages.send"):
        monkeypatch.setattr(f"ui.{part}.QStandardPaths.writableLocation", lambda *_: str(tmp_path))
    look().set(Theme.LIGHT, 1.0)
    files.home = tmp_path
    made = a_window(qtbot, tmp_path / "settings.ini", files)
    yield made
    put_away(made)
    look().set(Theme.SYSTEM, 1.0)


def a_window(qtbot: QtBot, settings: Path, files: Answered) -> MainWindow:
    """A window of its own settings, in front."""
    made = MainWindow(Settings(QSettings(str(settings), QSettings.Format.IniFormat)), files)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    return made


def put_away(window: MainWindow) -> None:
    """Close a window and let it go at once: one that went later would go in the middle of another test."""
    window.close()
    shiboken6.delete(window)


def test_a_newcomer_gets_from_a_list_to_an_open_round(
    window: MainWindow, files: Answered, steps: tuple[Step, ...], tmp_path: Path
) -> None:
    reader = Reader(window, files)
    for step in steps:
        reader.follow(step)
    session = window.open_session
    assert session.store.path == tmp_path / "Autumn 2026.ehcpaudit"
    rnd = session.round
    assert rnd is not None
    assert (rnd.name, rnd.state, rnd.draw, rnd.population) == ("Autumn 2026", RoundState.OPEN, Draw.RANDOM, 240)
    found = standing(session.store, rnd.id)
    assert (found.plans, found.allocated, found.unallocated) == (33, 33, ())
    assert found.twice.plans == 12
    assert found.audits.total == 45
    loads = [auditor.progress.total for auditor in found.auditors]
    assert (len(loads), sum(loads)) == (6, 45)
    assert max(loads) - min(loads) <= 1


def test_the_second_chapter_takes_work_to_another_computer_and_back(
    window: MainWindow, files: Answered, steps: tuple[Step, ...], tmp_path: Path, qtbot: QtBot
) -> None:
    lead = Reader(window, files, tmp_path)
    for step in steps:
        lead.follow(step)
    theirs = a_window(qtbot, tmp_path / "theirs.ini", files)
    auditor = Reader(theirs, files, tmp_path, window)
    for step in steps_of(SECOND):
        if step.number == 3:
            score_some(theirs)
        (auditor if step.title.startswith("The auditor") else lead).follow(step)
        if step.number == 5:
            assert told_of(window).submitted == 1
    assert theirs.open_session.store.encrypted
    assert told_of(window).submitted == 0, "undone: what came in counts nowhere"
    put_away(theirs)


def told_of(window: MainWindow) -> Progress:
    """How far the round of a window has come."""
    session = window.open_session
    rnd = session.round
    assert rnd is not None
    return standing(session.store, rnd.id).audits


@pytest.mark.parametrize("page", [PAGE, SECOND], ids=lambda page: page.stem)
def test_it_takes_fewer_than_ten_steps_numbered_in_order(page: Path) -> None:
    steps = steps_of(page)
    assert [step.number for step in steps] == list(range(1, len(steps) + 1))
    assert 0 < len(steps) < 10


@pytest.mark.parametrize("page", [PAGE, SECOND], ids=lambda page: page.stem)
def test_every_control_that_a_step_names_is_used(page: Path) -> None:
    """So that no name in bold, nothing to type and no file can go stale unseen."""
    for step in steps_of(page):
        named = re.findall(r"\*\*([^*]+)\*\*", step.text)
        assert named == [deed.on for deed in step.deeds if deed.what != "see"], step.title
        typed = re.findall(r"`([^`]+)`", step.text) + re.findall(r"(?<!!)\[[^\]]*\]\(([^)]+)\)", step.text)
        assert set(typed) == {deed.words for deed in step.deeds if deed.words}, step.title


@pytest.mark.parametrize("page", [PAGE, SECOND], ids=lambda page: page.stem)
def test_its_files_and_pictures_are_there(page: Path) -> None:
    for link in re.findall(r"\]\(([^)]+)\)", page.read_text(encoding="utf-8")):
        assert (DOCS / link).is_file(), link
