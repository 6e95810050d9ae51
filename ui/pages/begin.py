"""Open a first work pack: its passphrase, what is in it, and where the auditor's own workspace is to lie."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor.locking import key_for_new
from auditor.packs.begin import FirstPack, begin_from_pack, first_pack
from auditor.plural import several
from auditor.reports.wording import long_date
from ui.ask import Asks
from ui.packs.words import day_of
from ui.parts.buttons import QuietButton
from ui.parts.layout import Card, Row
from ui.parts.passphrase import PassphraseRow
from ui.parts.words import Text
from ui.setup.encryption_card import EncryptionCard
from ui.setup.file_card import FileCard
from ui.setup.form_page import WHERE, FormPage
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

if TYPE_CHECKING:
    from db.vault import Key

OPEN, MAKE = "Open this pack", "Make my workspace"
HAVE = "Have you a workspace for this round already? Open it first, then drop the pack on it."
TOLD = "The words your lead told you by telephone, with a space between each."


class BeginPage(FormPage):
    """First the pack alone; once it is open, what it holds and the fields of the workspace made from it.

    `made` carries the new file and its key; `workspace_wanted` is for somebody who has a workspace already.
    """

    made = Signal(object, object)
    workspace_wanted = Signal()

    title = "Open a work pack"

    def __init__(self, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        self._tasks = tasks
        self._pack = Path()
        self._first: FirstPack | None = None
        self._opened_with = ""
        self._name = Text("", bold=True)
        self.passphrase = PassphraseRow("Passphrase of the pack", TOLD)
        self.other = QuietButton("Open my workspace instead…", "folder-open")
        self._have = Text(HAVE, tone="ink2")
        self._shut = Card(self._name, self.passphrase, self._have, Row(self.other, 1), title="The pack", gap=3, pad=5)
        self._facts = Text("")
        self._inside = Card(self._facts, title="What is in it", gap=3, pad=5)
        self.file, self.encryption = FileCard(asks, "Where to keep your work"), EncryptionCard()
        cards = (self._shut, self._inside, self.file, self.encryption)
        super().__init__("Your lead sent you a file that ends in .ehcppack.", OPEN, cards, parent)
        self._strip = WorkStrip()
        self.layout().insertWidget(1, self._strip)  # type: ignore[union-attr]  # the form page is one column
        self.passphrase.entered.connect(self.try_to_make)
        self.other.clicked.connect(self.workspace_wanted)
        self._show_opened(None)

    def show_pack(self, pack: Path) -> None:
        """Ask for the passphrase of this pack."""
        self._pack = pack
        self._name.set_text(pack.name)
        self.passphrase.forget()
        self.messages.dismiss()
        self._show_opened(None)
        self.focus_main()

    def focus_main(self) -> None:
        """Put the keyboard on the passphrase, or on the first field of the workspace."""
        field = self.passphrase.edit if self._first is None else self.file.target
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_to_make(self) -> None:
        """Open the pack, or once it is open make the workspace from it."""
        self.messages.dismiss()
        if self._first is None:
            self._open()
        else:
            self._make()

    def leave(self) -> None:
        """Nothing secret stays behind."""
        self._opened_with = ""
        self.passphrase.forget()

    def _open(self) -> None:
        passphrase, pack = self.passphrase.text, self._pack
        if not passphrase:
            self.passphrase.set_problem("Type the passphrase first.")
            self.focus_main()
            return
        self.make.setEnabled(False)

        def steps() -> Steps:
            yield f"Opening {pack.name}"
            return first_pack(pack, passphrase)

        task = self._tasks.start(f"Opening {pack.name}", steps)
        self._strip.follow(task)
        task.done.connect(lambda first: self._on_open(first, passphrase))
        task.failed.connect(self._on_not_open)
        task.cancelled.connect(lambda: self.make.setEnabled(True))

    def _on_open(self, first: FirstPack, passphrase: str) -> None:
        self._opened_with = passphrase
        self.passphrase.forget()
        self._show_opened(first)
        self.file.suggest(f"{first.round} {first.code}")
        self.focus_main()

    def _on_not_open(self, why: str) -> None:
        self.make.setEnabled(True)
        self.messages.say("problem", why)
        self.passphrase.edit.selectAll()
        self.focus_main()

    def _make(self) -> None:
        new = self.file.check()
        fine, passphrase = self.encryption.check()
        if new is None or not fine:
            self.messages.say("problem", "The workspace was not made: something is missing or wrong.", WHERE)
            self.go_to_first_problem()
            return
        self.make.setEnabled(False)
        pack, of_pack = self._pack, self._opened_with

        def steps() -> Steps:
            yield "Making the workspace"
            key = key_for_new(passphrase)
            begun = yield from begin_from_pack(new.make_room(), pack, of_pack, key)
            return begun.path, key

        task = self._tasks.start("Making the workspace", steps)
        self._strip.follow(task)
        task.done.connect(self._on_made)
        task.failed.connect(lambda why: self.refuse("The workspace was not made.", why))
        task.cancelled.connect(lambda: self.make.setEnabled(True))

    def _on_made(self, made: "tuple[Path, Key | None]") -> None:
        self.encryption.passphrase.forget()
        self.leave()
        self.made.emit(*made)

    def _show_opened(self, first: FirstPack | None) -> None:
        self._first = first
        self.make.setEnabled(True)
        self.make.setText(MAKE if first else OPEN)
        for part in (self._inside, self.file, self.encryption):
            part.setVisible(first is not None)
        for part in (self.passphrase, self._have, self.other):
            part.setVisible(first is None)
        if first is not None:
            self._facts.set_text(_facts(first))


def _facts(first: FirstPack) -> str:
    """Who sent what to whom, in a few lines."""
    due = f", due {long_date(first.due)}" if first.due else ""
    papers = f" The papers of {several(first.papers, 'plan')} come with it." if first.papers else ""
    return (
        f"{first.round}, of {first.council}. Sealed by {first.lead} on {day_of(first.sealed_at)}.\n"
        f"For {first.name} ({first.code}): {several(first.plans, 'plan')} to score{due}.{papers}"
    )
