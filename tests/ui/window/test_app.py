"""Starting: the look and place of last time, no database before it is needed, a sentence for a bug."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor.crash import log_folder
from tests.ui.window.conftest import message, settle
from ui.app import Watch, open_window
from ui.look import Theme, look
from ui.settings import Settings
from ui.window import MainWindow


def test_the_first_page_needs_no_database() -> None:
    """Loading the tables takes longer than showing the window."""
    script = (
        "import sys\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from ui.app import open_window\n"
        "from ui.settings import Settings\n"
        "window = open_window(app, Settings())\n"
        "assert window.here == 'welcome'\n"
        "heavy = ('sqlalchemy', 'sqlmodel', 'pydantic', 'sqlcipher3')\n"
        "print([name for name in sys.modules if name.split('.')[0] in heavy])\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_start_looks_as_the_last_one_did(
    qapp: QApplication, qtbot: QtBot, settings: Settings, workspace: Path
) -> None:
    first = open_window(qapp, settings, workspace)
    qtbot.addWidget(first)
    settle(qtbot, first)
    assert first.here == "today"
    settings.theme, settings.text_size = Theme.DARK, 150
    first.resize(760, 560)  # the screen of the test is small
    first.close()
    second = open_window(qapp, settings)
    qtbot.addWidget(second)
    assert look().in_force is Theme.DARK and look().scale == 1.5
    assert second.size() == first.size()
    assert second.recents.all()[0].path == workspace
    second.close()
    look().set(Theme.SYSTEM, 1.0)


def test_a_bug_is_told_in_a_sentence_without_anybodys_words(window: MainWindow, own_home: Path) -> None:
    try:
        raise KeyError("a child's name")
    except KeyError as bug:
        Watch(window)(KeyError, bug, bug.__traceback__)
    assert "What was saved is kept." in message(window)
    (note,) = own_home.rglob("crash-*.txt")
    text = note.read_text()
    assert "KeyError" in text and "child" not in text


def test_ctrl_c_in_a_terminal_closes_the_window(window: MainWindow) -> None:
    Watch(window)(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not window.isVisible()


@pytest.fixture(autouse=True)
def crashes_at_home(own_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.crash.log_folder", lambda: own_home / "log")


BROKEN_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import ui.app

def fail(window, path):
    raise KeyError("somebody's words")

ui.app.MainWindow.open_file = fail

class Quits(ui.app.Application):
    def exec(self):
        QTimer.singleShot(1500, self.quit)
        return super().exec()

ui.app.Application = Quits
sys.exit(ui.app.run(Path(sys.argv[1])))
"""


def test_a_bug_on_opening_the_first_workspace_is_told_and_no_traceback_is_shown(tmp_path: Path) -> None:
    """The window opens all the same, with a sentence; the details go to a log, without anybody's words."""
    file = tmp_path / "a.ehcpaudit"
    done = subprocess.run(
        [sys.executable, "-c", BROKEN_START, str(file)], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    (log,) = log_folder().glob("crash-*.txt")
    assert "KeyError" in log.read_text(encoding="utf-8")
    assert "somebody" not in log.read_text(encoding="utf-8") + done.stderr
