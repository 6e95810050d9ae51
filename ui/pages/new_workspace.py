"""Make a workspace: whose it is, its first round, where the file goes, and who can read it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from auditor.locking import key_for_new
from auditor.new_workspace import NewWorkspace, make_workspace
from ui.ask import WORKSPACES, Asks
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row
from ui.setup.encryption_card import EncryptionCard
from ui.setup.form_page import WHERE, FormPage
from ui.setup.owner_card import OwnerCard
from ui.setup.round_card import RoundCard
from ui.tasks import Steps, Tasks

if TYPE_CHECKING:
    from db.vault import Key

INCOMPLETE = "The workspace was not made: something is missing or wrong."


class NewWorkspacePage(FormPage):
    """One page to fill in from top to bottom. `made` carries the new file and its key, None for an open one."""

    made = Signal(object, object)

    title = "New workspace"

    def __init__(self, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        self._tasks, self._asks = tasks, asks
        self.owner, self.round = OwnerCard(), RoundCard(asks, "The first round")
        self.target = QLineEdit()
        self.choose = PlainButton("Choose…", name="Choose where to keep the workspace")
        self._target_row = FormRow("File", self.target, "Keep it on this computer, not in a shared folder.")
        place = Card(Row((self._target_row, 1), self.choose, gap=3), title="Where to keep it", gap=3, pad=5)
        subtitle = "One file for your work. Its list of plans and its auditors come next."
        self.encryption = EncryptionCard()
        self.doubt = Doubt("Make it with this name", "Change the name")
        self.round.add(self.doubt)
        super().__init__(subtitle, "Make workspace", (self.owner, self.round, place, self.encryption), parent)
        self.choose.clicked.connect(self._ask_target)
        self.round.name.edit.textChanged.connect(self._suggest)
        self.round.name.edit.textChanged.connect(self.doubt.stop)
        self.target.textEdited.connect(lambda: self._target_row.set_problem(""))
        self._suggest("")

    def focus_main(self) -> None:
        """Put the keyboard on the first field."""
        self.owner.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_to_make(self) -> None:
        """Make the workspace, or say what is missing."""
        self.messages.dismiss()
        new, target = self._filled_in(), self.target.text().strip()
        self._target_row.set_problem("" if target else "Say where to keep the file.")
        fine, passphrase = self.encryption.check()
        if new is None or not target or not fine:
            self.messages.say("problem", INCOMPLETE, WHERE)
            self.go_to_first_problem()
            return
        name = ("the name", self.round.name.text)
        self.doubt.before(lambda: self._make(new, target, passphrase), self.round.name.edit, name)

    def _make(self, new: NewWorkspace, target: str, passphrase: str | None) -> None:
        self.make.setEnabled(False)

        def steps() -> Steps:
            yield "Making the workspace"
            if not self.target.isModified():  # the place the program proposed itself may not be there yet
                Path(target).parent.mkdir(parents=True, exist_ok=True)
            key = key_for_new(passphrase)
            return make_workspace(Path(target), new, key), key

        task = self._tasks.start("Making the workspace", steps)
        task.done.connect(self._made)
        task.failed.connect(partial(self.refuse, "The workspace was not made."))
        task.cancelled.connect(lambda: self.make.setEnabled(True))

    def _suggest(self, name: str) -> None:
        """Name the file after the round, until somebody names it otherwise."""
        if not self.target.isModified():
            folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
            plain = "".join(letter for letter in name.strip() if letter.isalnum() or letter in " -_") or "Workspace"
            self.target.setText(str(Path(folder) / f"{plain}.ehcpaudit"))

    def _ask_target(self) -> None:
        path = self._asks.save_path(self, "Where to keep the workspace", Path(self.target.text()), WORKSPACES)
        if path is not None:
            self.target.setText(str(path))
            self.target.setModified(True)
            self._target_row.set_problem("")

    def _filled_in(self) -> NewWorkspace | None:
        """What the cards say, or None with each card saying what it lacks."""
        owner, rnd = self.owner.check(), self.round.check()
        return NewWorkspace(*owner, *rnd) if owner and rnd else None

    def _made(self, made: "tuple[Path, Key | None]") -> None:
        self.encryption.passphrase.forget()
        self.made.emit(*made)
