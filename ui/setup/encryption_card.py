"""Who can read a workspace that is to be made: whoever knows its passphrase, or whoever has the file."""

from PySide6.QtWidgets import QButtonGroup, QRadioButton

from auditor.policy import policy
from ui.parts.layout import Card, Column
from ui.parts.words import Text
from ui.security.new_passphrase import NewPassphrase

ENCRYPTED = "Only whoever knows its passphrase (encrypted)"
OPEN = "Anybody who has the file (open, not encrypted)"
KEEP = "Nobody can open the file without it. A recovery key to print comes next."
MEANS = (
    "Then everybody who gets hold of this file, on a lost laptop, in a copy or in a backup, reads everything in it. "
    "Choose this only for trying the program out with made-up plans."
)
ASKED = "Your council's policy asks that workspaces are encrypted."


class EncryptionCard(Card):
    """The choice, where there is one, and the passphrase."""

    def __init__(self) -> None:
        rules = policy()
        self.encrypted, self.open = QRadioButton(ENCRYPTED), QRadioButton(OPEN)
        group = QButtonGroup()
        for button in (self.encrypted, self.open):
            group.addButton(button)
        self.encrypted.setChecked(True)
        self.passphrase = NewPassphrase(rules.passphrase_min)
        self._means, self._keep = Text(MEANS, bold=True), Text(KEEP, "caption", "ink2")
        choice = Column(self.encrypted, self.open, gap=0)
        asked, fault = Text(ASKED), Text(rules.fault, "caption", "delayed", bold=True)
        super().__init__(
            choice, asked, fault, self._means, self.passphrase, self._keep, title="Who can read it", gap=3, pad=5
        )
        # only now: shown before it has its place, a part would open as a window
        choice.setVisible(not rules.encryption_required)
        asked.setVisible(rules.encryption_required)
        fault.setVisible(bool(rules.fault))
        group.setParent(self)
        self.open.toggled.connect(self._show)
        self._show(on=False)

    def check(self) -> tuple[bool, str | None]:
        """Whether all is well, and the passphrase, None for an open workspace; or the fields say what is wrong."""
        if self.open.isChecked():
            return True, None
        words = self.passphrase.check()
        return bool(words), words

    def _show(self, on: bool) -> None:
        self._means.setVisible(on)
        self.passphrase.setVisible(not on)
        self._keep.setVisible(not on)
        if on:
            self.passphrase.forget()
            self.open.setFocus()  # the field with the keyboard may have gone
