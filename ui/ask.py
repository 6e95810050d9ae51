"""Questions that need a person: a file, or a yes to what cannot be undone. A test gives its own answers."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


class Asks(Protocol):
    """What the window asks in a dialog."""

    def workspace(self, parent: QWidget) -> Path | None:
        """Which workspace to open; None when the person thought better of it."""
        ...

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        """Whether to do what cannot be undone; `yes` and `no` are the buttons' words."""
        ...


class Dialogs:
    """The system's own file dialog, and a plain question."""

    def workspace(self, parent: QWidget) -> Path | None:
        """Ask for a workspace file."""
        chosen, _ = QFileDialog.getOpenFileName(parent, "Open a workspace", "", "Workspaces (*.ehcpaudit)")
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
