"""Asks for the key list of last time, where references were made: with it the same plans keep theirs."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit

from auditor.frames import Key, Keys
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.words import Text

MADE = (
    "{count} made, since the list gives none or only such as tell who a child is. A key list, which you save when you "
    "use the plans, leads back from them."
)
KNOWN = "The key list of last time is in use: {old:,} of {count:,} plans keep their references."


class KeyQuestion(Card):
    """`file_asked` asks for a file; `opened` gives it with its passphrase, or None where it is not locked."""

    file_asked = Signal()
    opened = Signal(object, object)

    def __init__(self) -> None:
        self._about = Text("")
        self.choose = PlainButton("Open the key list of last time…", "key-round")
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.row = FormRow("Passphrase of the key list", self.passphrase)
        self.open = PlainButton("Open it", "lock-open")
        self._locked = Column(self.row, Row(self.open, 1), gap=2)
        super().__init__(self._about, Wrap(self.choose), self._locked, title="Made references", gap=3)
        self.choose.clicked.connect(self.file_asked)
        self.passphrase.returnPressed.connect(self._open)
        self.open.clicked.connect(self._open)
        self._path: Path | None = None
        self._locked.setVisible(False)

    def show_keys(self, keys: Keys | None, earlier: tuple[Key, ...]) -> None:
        """Say how many references were made; nothing is shown where none was."""
        count = len(keys.rows) if keys else 0
        self.setVisible(count > 0)
        self._put_away()
        if not keys:
            return
        known = {(key.reference, key.original) for key in earlier}
        old = sum((key.reference, key.original) in known for key in keys.rows)
        words = "1 reference was" if count == 1 else f"{count:,} references were"
        self._about.set_text(MADE.format(count=words) if not earlier else KNOWN.format(old=old, count=count))
        self.choose.setVisible(not earlier)

    def ask_passphrase(self, path: Path) -> None:
        """Ask for the passphrase of this key list."""
        self._path = path
        self.row.label.set_text(f"Passphrase of {path.name}")
        self.row.set_problem("")
        self._locked.setVisible(True)
        self.passphrase.clear()
        self.passphrase.setFocus()

    def refuse(self, sentence: str) -> None:
        """Say why the key list was not opened; the passphrase can be typed again."""
        self.row.set_problem(sentence)
        self.passphrase.selectAll()
        self.passphrase.setFocus()

    def _open(self) -> None:
        if self._path is not None and self.passphrase.text().strip():
            self.opened.emit(self._path, self.passphrase.text())

    def _put_away(self) -> None:
        self._path = None
        self.passphrase.clear()
        self._locked.setVisible(False)
