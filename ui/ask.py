"""Questions that need a person: a file, or a yes to what cannot be undone. A test gives its own answers."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

WORKSPACES = "Workspaces (*.ehcpaudit)"


class Asks(Protocol):
    """What is asked in a dialog of its own."""

    def open_path(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """Which file to read; None when the person thought better of it."""
        ...

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        """Where to write a file; None when the person thought better of it."""
        ...

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """A folder to write to, or None."""
        ...

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        """Whether to do what cannot be undone; `yes` and `no` are the buttons' words."""
        ...


class Dialogs:
    """The system's own file dialogs, and a plain question."""

    def open_path(self, parent: QWidget, title: str, kinds: str) -> Path | None:
        """Ask for a file to read."""
        chosen, _ = QFileDialog.getOpenFileName(parent, title, "", kinds)
        return Path(chosen) if chosen else None

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        """Ask where to write. A file that is there is refused later, in words, and never replaced."""
        options = QFileDialog.Option.DontConfirmOverwrite
        chosen, _ = QFileDialog.getSaveFileName(parent, title, str(suggested), kinds, options=options)
        return Path(chosen) if chosen else None

    def folder(self, parent: QWidget, title: str) -> Path | None:
        """With the system's own dialog."""
        chosen = QFileDialog.getExistingDirectory(parent, title)
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
