"""Questions that need a person: a file, or a yes to what cannot be undone. A test gives its own answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

WORKSPACES = "Workspaces (*.ehcpaudit)"
PACK = ".ehcppack"
PACKS = f"Packs (*{PACK})"


class Asks(Protocol):
    """What is asked in a dialog of its own."""

    def open_path(self, parent: QWidget, title: str, kinds: str, start: Path | None = None) -> Path | None:
        """Which file to read, beginning in the folder `start`; None when the person thought better of it."""
        ...

    def open_paths(self, parent: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
        """Which files to read, together; none when the person thought better of it."""
        ...

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        """Where to write a file; None when the person thought better of it."""
        ...

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        """A folder, beginning in `start`; or None."""
        ...

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        """Whether to do what cannot be undone; `yes` and `no` are the buttons' words."""
        ...


class Dialogs:
    """The system's own file dialogs, and a plain question."""

    def open_path(self, parent: QWidget, title: str, kinds: str, start: Path | None = None) -> Path | None:
        """Ask for a file to read."""
        with _nothing_remembered():
            chosen, _ = QFileDialog.getOpenFileName(parent, title, str(start or ""), kinds)
        return Path(chosen) if chosen else None

    def open_paths(self, parent: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
        """Ask for files to read."""
        with _nothing_remembered():
            chosen, _ = QFileDialog.getOpenFileNames(parent, title, "", kinds)
        return tuple(Path(one) for one in chosen)

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        """Ask where to write. A file that is there is refused later, in words, and never replaced."""
        options = QFileDialog.Option.DontConfirmOverwrite
        with _nothing_remembered():
            chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds, options=options)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        """With the system's own dialog."""
        with _nothing_remembered():
            chosen = QFileDialog.getExistingDirectory(parent, title, str(start or ""))
        return Path(chosen) if chosen else None

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        """Ask; what is safe is the answer to Enter and Esc."""
        box = QMessageBox(parent)
        box.setWindowTitle("EHCP Auditor")
        box.setText(question)
        go_on = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        keep = box.addButton(no, QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.exec()
        return box.clickedButton() is go_on


@contextmanager
def _nothing_remembered() -> Iterator[None]:
    """Leave Qt's own settings file as it was before a dialog.

    On closing, every file dialog of Qt writes the folder it was in there, for all Qt programs to read. The name of a
    folder can hold a child's name.
    """
    kept = QSettings(QSettings.Scope.UserScope, "QtProject")
    kept.beginGroup("FileDialog")
    before = {key: kept.value(key) for key in kept.allKeys()}
    try:
        yield
    finally:
        kept.sync()
        for key in set(kept.allKeys()) - set(before):
            kept.remove(key)
        for key, value in before.items():
            kept.setValue(key, value)
        kept.sync()
