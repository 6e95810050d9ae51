"""A real window on real workspace files, with the dialogs answered by the test."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from db.store import Store
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework
from ui.look import Theme, look
from ui.settings import Settings
from ui.window import MainWindow

PLANS = ("N-001", "N-002", "S-003")
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
TODAY = date(2026, 3, 31)


class Answers:
    """Answers in place of dialogs: the next file to choose, and whether a person is sure."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.is_sure = False
        self.questions: list[str] = []

    def open_path(self, parent: QWidget, title: str, kinds: str, start: Path | None = None) -> Path | None:
        return self.path

    def open_paths(self, parent: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
        return (self.path,) if self.path is not None else ()

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        return self.path

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        return self.path

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        self.questions.append(question)
        return self.is_sure


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def settings(qapp: QApplication, tmp_path: Path) -> Settings:
    return Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))


@pytest.fixture
def window(qtbot: QtBot, settings: Settings, answers: Answers) -> Iterator[MainWindow]:
    """The window as a new user finds it, light and at 100%, with room for everything."""
    look().set(Theme.LIGHT, 1.0)
    made = MainWindow(settings, answers)
    qtbot.addWidget(made)
    made.resize(1440, 900)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made)
    made.page.focus_main()
    yield made
    made.close()
    look().set(Theme.SYSTEM, 1.0)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A lead's workspace of two rounds; in the newer one a plan is scored and submitted."""
    path = tmp_path / "spring.ehcpaudit"
    with make_workspace(path) as store:
        framework = small_framework(tmp_path)
        make_round(store, framework, PLANS, dict.fromkeys(PLANS, ("EA",)), name="Autumn")
        newer = make_round(store, framework, PLANS, dict.fromkeys(PLANS, ("EA",)), name="Spring")
        score(store, newer, "N-001", "EA", [Value.MET] * 4)
    return path


@pytest.fixture
def auditors_workspace(tmp_path: Path) -> Path:
    """An auditor's own workspace of one round."""
    path = tmp_path / "mine.ehcpaudit"
    with Store.create(path, owner="Edie Example", role="auditor", council="Example Council") as store:
        from auditor.ready_made import NewPerson, add_people

        add_people(store, [NewPerson("EA", "Edie Example", "education")])
        make_round(store, small_framework(tmp_path), PLANS, dict.fromkeys(PLANS, ("EA",)))
    return path


@pytest.fixture
def press(qtbot: QtBot) -> Callable[..., None]:
    """Press a key where the keyboard is."""

    def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focused = QApplication.focusWidget() or QApplication.activeWindow()
        assert focused is not None
        QTest.keyClick(focused, key, modifier)

    return press


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until no job is under way."""
    qtbot.waitUntil(lambda: not window.tasks.busy)


def message(window: MainWindow) -> str:
    """What the window's message bar says, or nothing."""
    return window.messages.bar.accessibleName() if window.messages.bar else ""
