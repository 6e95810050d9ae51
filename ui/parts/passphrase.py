"""A field for a passphrase: dots that can be shown, and a word when Caps Lock seems to be on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Column, Row
from ui.parts.pictures import Icon
from ui.parts.words import Text

CAPS = "Caps Lock seems to be on."
LONGEST = 200  # signs


class PassphraseEdit(QLineEdit):
    """The line itself. `caps` says whether the last letter typed looks as if Caps Lock were on."""

    caps = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setMaxLength(LONGEST)
        hints = Qt.InputMethodHint
        self.setInputMethodHints(hints.ImhSensitiveData | hints.ImhNoPredictiveText | hints.ImhNoAutoUppercase)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """No system tells alike whether Caps Lock is on; a capital without Shift does, or a small letter with it."""
        letter = event.text()
        if len(letter) == 1 and letter.lower() != letter.upper():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps.emit(letter.isupper() != shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps.emit(False)
        super().keyPressEvent(event)


class PassphraseRow(Column):
    """The field with its label and *Show*. `changed` comes with every change, `entered` with Enter."""

    changed = Signal()
    entered = Signal()

    def __init__(self, label: str, hint: str = "") -> None:
        self.edit = PassphraseEdit()
        self._row = FormRow(label, self.edit, hint)
        self.show_it = QuietButton("Show", "eye", name=f"Show: {label}")
        self._label = label
        self._caps = Row(Icon("triangle-alert", "under_way", 16), (Text(CAPS, "caption", bold=True), 1), gap=1)
        self._caps.setVisible(False)
        # beside the field and not inside it, so that Tab reaches it
        top = Qt.AlignmentFlag.AlignTop
        aside = Column(Text(" ", "caption"), self.show_it, gap=1)
        super().__init__(Row((self._row, 1), aside, gap=2, align=top), self._caps, gap=1)
        self.show_it.clicked.connect(lambda: self.reveal(self.edit.echoMode() == QLineEdit.EchoMode.Password))
        self.edit.textChanged.connect(self._on_changed)
        self.edit.returnPressed.connect(self.entered)
        self.edit.caps.connect(self._on_caps)

    @property
    def text(self) -> str:
        """What stands in the field, without spaces around it."""
        return self.edit.text().strip()

    @property
    def problem(self) -> str:
        """What is wrong with the field, or an empty text."""
        return self._row.problem

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong and what to do, or with an empty text that all is well."""
        self._row.set_problem(sentence)

    def set_help(self, words: str) -> None:
        """Show other words below the field."""
        self._row.set_help(words)

    def reveal(self, shown: bool) -> None:
        """Show what is typed, or dots."""
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        word = "Hide" if shown else "Show"
        self.show_it.setText(word)
        self.show_it.setAccessibleName(f"{word}: {self._label}")
        self.show_it.set_icon("eye-off" if shown else "eye")

    def forget(self) -> None:
        """Empty the field, with nothing left to undo."""
        self.edit.clear()
        self.edit.setModified(False)
        self.reveal(False)
        self._caps.setVisible(False)

    def _on_changed(self) -> None:
        self.set_problem("")
        if not self.edit.text():
            self._caps.setVisible(False)
        self.changed.emit()

    def _on_caps(self, on: bool) -> None:
        if on and not self._caps.isVisible():
            announce(self, CAPS)
        self._caps.setVisible(on)
