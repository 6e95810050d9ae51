"""File dialogs leave no folder behind in a file that other programs read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

import ui.ask
from ui.ask import Dialogs
from ui.window import MainWindow

NAMED = "Papers of Ada Example"  # made up, as everything here
Ask = Callable[[Dialogs, MainWindow, Path], object]
WAYS: dict[str, Ask] = {
    "a folder": lambda dialogs, window, folder: dialogs.folder(window, "Folder", folder),
    "a file to read": lambda dialogs, window, folder: dialogs.open_path(window, "Open", "Plans (*.pdf)", folder),
    "a file to write": lambda dialogs, window, folder: dialogs.save_path(window, "Save", folder / "a.pdf", "(*.pdf)"),
}


def close_it(accept: bool) -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    dialog.done(QDialog.DialogCode.Accepted if accept else QDialog.DialogCode.Rejected)


def kept(home: Path) -> str:
    """All of what any program keeps in the home, as text."""
    return "\n".join(file.read_text(errors="replace") for file in sorted(home.rglob("*")) if file.is_file())


@pytest.mark.parametrize("way", sorted(WAYS))
@pytest.mark.parametrize("accept", [True, False])
def test_no_folder_is_remembered_outside_the_programs_own_settings(
    window: MainWindow, own_home: Path, tmp_path: Path, qtbot: QtBot, way: str, accept: bool
) -> None:
    """And what another Qt program keeps in that file stays."""
    others = QSettings(QSettings.Scope.UserScope, "QtProject")
    others.setValue("FileDialog/lastVisited", "file:///elsewhere")
    others.sync()
    before = kept(own_home)
    assert "elsewhere" in before
    (tmp_path / NAMED).mkdir()
    QTimer.singleShot(200, lambda: close_it(accept))
    WAYS[way](Dialogs(), window, tmp_path / NAMED)
    assert NAMED.split()[-1] not in kept(own_home)
    assert sorted(kept(own_home).split()) == sorted(before.split())


def test_every_dialog_for_files_is_opened_there() -> None:
    """Nowhere else, or it would leave its folder behind."""
    source = Path(ui.ask.__file__).parent
    found = [file.name for file in source.rglob("*.py") if "QFileDialog" in file.read_text(encoding="utf-8")]
    assert found == ["ask.py"]
