"""Make a workspace: whose it is, its first round, where the file goes, and who can read it."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor.locking import key_for_new
from auditor.new_workspace import NewWorkspace, make_workspace
from ui.ask import Asks
from ui.parts.doubt import Doubt
from ui.setup.encryption_card import EncryptionCard
from ui.setup.file_card import FileCard, NewFile
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
        self._tasks = tasks
        self.owner, self.round = OwnerCard(), RoundCard(asks, "The first round")
        subtitle = "One file for your work. Its list of plans and its auditors come next."
        self.file, self.encryption = FileCard(asks, "Where to keep it"), EncryptionCard()
        self.encryption.passphrase.known = self._names
        self.doubt = Doubt("Make it with this name", "Change the name")
        self.round.add(self.doubt)
        super().__init__(subtitle, "Make workspace", (self.owner, self.round, self.file, self.encryption), parent)
        self.round.name.edit.textChanged.connect(self.file.suggest)
        self.round.name.edit.textChanged.connect(self.doubt.stop)
        self.file.suggest("")

    def focus_main(self) -> None:
        """Put the keyboard on the first field."""
        self.owner.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_to_make(self) -> None:
        """Make the workspace, or say what is missing."""
        self.messages.dismiss()
        new, file = self._filled_in(), self.file.check()
        fine, passphrase = self.encryption.check()
        if new is None or file is None or not fine:
            self.messages.say("problem", INCOMPLETE, WHERE)
            self.go_to_first_problem()
            return
        name = ("the name", self.round.name.text)
        self.doubt.before(lambda: self._make(new, file, passphrase), self.round.name.edit, name)

    def _make(self, new: NewWorkspace, file: NewFile, passphrase: str | None) -> None:
        self.make.setEnabled(False)

        def steps() -> Steps:
            yield "Making the workspace"
            key = key_for_new(passphrase)
            return make_workspace(file.make_room(), new, key), key

        task = self._tasks.start("Making the workspace", steps)
        task.done.connect(self._made)
        task.failed.connect(partial(self.refuse, "The workspace was not made."))
        task.cancelled.connect(lambda: self.make.setEnabled(True))

    def _names(self) -> tuple[str, ...]:
        """What stands in the other fields and is guessed first."""
        return self.owner.name.text, self.owner.council.text, self.round.name.text, Path(self.file.target.text()).stem

    def _filled_in(self) -> NewWorkspace | None:
        """What the cards say, or None with each card saying what it lacks."""
        owner, rnd = self.owner.check(), self.round.check()
        return NewWorkspace(*owner, *rnd) if owner and rnd else None

    def _made(self, made: "tuple[Path, Key | None]") -> None:
        self.encryption.passphrase.forget()
        self.made.emit(*made)
