"""Where a workspace that is to be made will lie."""

from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QLineEdit

from db.files import told
from db.vault import SUFFIX
from ui.ask import WORKSPACES, Asks
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row


class NewFile(NamedTuple):
    """The file to be made; `proposed` by the program, so that its folder may not be there yet."""

    path: Path
    proposed: bool

    def make_room(self) -> Path:
        """The path, with its folder made where the program proposed it. Raises UserError as `db.files.whole`."""
        if self.proposed:
            try:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as failure:
                raise told(self.path, failure) from failure
        return self.path


class FileCard(Card):
    """One field and a button that asks. A file is proposed until somebody names it otherwise."""

    def __init__(self, asks: Asks, title: str) -> None:
        self._asks = asks
        self.target = QLineEdit()
        self.choose = PlainButton("Choose…", name="Choose where to keep the workspace")
        self._row = FormRow("File", self.target, "Keep it on this computer, not in a shared folder.")
        super().__init__(Row((self._row, 1), self.choose, gap=3), title=title, gap=3, pad=5)
        self.choose.clicked.connect(self._ask)
        self.target.textEdited.connect(lambda: self._row.set_problem(""))

    def suggest(self, name: str) -> None:
        """Propose a file of that name, unless somebody has named it otherwise."""
        if not self.target.isModified():
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            plain = "".join(letter for letter in name if letter.isalnum() or letter in " -_").strip()
            self.target.setText(str(Path(folder) / f"{plain or 'Workspace'}{SUFFIX}"))

    def check(self) -> NewFile | None:
        """The file to be made, or None with the field saying what it lacks."""
        target = self.target.text().strip()
        self._row.set_problem("" if target else "Say where to keep the file.")
        return NewFile(Path(target), not self.target.isModified()) if target else None

    def _ask(self) -> None:
        path = self._asks.save_path(self, "Where to keep the workspace", Path(self.target.text()), WORKSPACES)
        if path is not None:
            self.target.setText(str(path))
            self.target.setModified(True)
            self._row.set_problem("")
