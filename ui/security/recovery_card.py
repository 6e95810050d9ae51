"""The recovery key on the screen, and a sheet of it to print."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from auditor.recovery_sheet import lines_of, write_recovery_sheet
from db.errors import UserError
from ui.ask import Asks
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.layout import Card, Row
from ui.parts.message import MessageArea
from ui.parts.words import Text

WHAT = (
    "It opens the workspace when the passphrase is forgotten. Nothing else does. Print it and keep it apart from this "
    "computer: whoever has the sheet and the file can read all of it."
)
CHANGES = "It changes whenever the passphrase changes: print the new one then, and destroy the old sheet."
SHEETS = "PDF (*.pdf)"


class RecoveryCard(Card):
    """Shows a recovery key once it is given. `saved` carries the sheet that was made.

    `first` is where making the sheet is the one thing to do.
    """

    saved = Signal(Path)

    def __init__(self, asks: Asks, title: str = "Recovery key", *, first: bool = False) -> None:
        self._asks = asks
        self._text = self._workspace = self._owner = ""
        self._folder = Path()
        self.lines = Text("", "question", markup=True)
        flags = Qt.TextInteractionFlag
        self.lines.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
        self.save = (PrimaryButton if first else PlainButton)("Save a sheet to print…", "printer")
        self.messages = MessageArea()
        ground = Card(self.lines, kind="quiet", pad=4)
        super().__init__(Text(WHAT), Text(CHANGES), ground, Row(self.save, 1), self.messages, title=title, gap=3, pad=5)
        self.save.clicked.connect(self._save)

    def show_key(self, text: str, workspace: Path, owner: str) -> None:
        """Show this key, of this workspace."""
        self._text, self._workspace, self._owner = text, workspace.name, owner
        self._folder = workspace.parent
        # a line breaks between groups where it is narrow, and its numbers stay together
        lines = (line.split(":") for line in lines_of(text))
        shown = (" &nbsp; ".join([f"{numbers.replace(' ', '&nbsp;')}:", *groups.split()]) for numbers, groups in lines)
        self.lines.set_text("<br>".join(shown))
        self.lines.setAccessibleName(f"Recovery key, 13 groups of five signs: {text}")

    def forget(self) -> None:
        """Show no key any more."""
        self._text = ""
        self.lines.set_text("")
        self.lines.setAccessibleName("")
        self.messages.dismiss()

    def _save(self) -> None:
        stem = Path(self._workspace).stem
        path = self._asks.save_path(self, "Where to save the sheet", self._folder / f"Recovery key {stem}.pdf", SHEETS)
        if path is None:
            return
        if path.exists():
            self.messages.say(
                "problem", f"{path.name} is there already and was left as it was.", "Choose another name."
            )
            return
        try:
            made = write_recovery_sheet(
                path, self._workspace, self._owner, self._text, datetime.now().astimezone().date()
            )
        except UserError as problem:
            self.messages.say("problem", "The sheet was not made.", str(problem))
            return
        self.messages.say(
            "done", f"Made: {made.name}", "Print it, then delete the file: it is the key itself.",
            ("Open it to print", lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(made)))),
        )  # fmt: skip
        self.saved.emit(made)
