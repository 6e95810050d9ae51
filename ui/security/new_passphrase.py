"""Choosing a passphrase: typed twice, with a suggestion of words, and what is to be said of its strength."""

from collections.abc import Callable, Iterable

from PySide6.QtCore import Qt, Signal

from auditor.sealing import weakness
from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.layout import Column, Row
from ui.parts.passphrase import PassphraseRow
from ui.parts.words import Text

STRONG = 24  # signs: four or five words
TWICE = "The two are not the same. Type it again."
SUGGESTED = "A passphrase of words stands in the field and is shown. Write it down, then type it once more."


def strength(words: str, least: int, known: Iterable[str] = ()) -> str:
    """What is to be said of a passphrase: why it will not do, or how good it is; nothing for none."""
    if not words:
        return ""
    if why := weakness(words, least, known):
        return why
    return "Strong." if len(words) >= STRONG else "Good enough. One word more makes it strong."


class NewPassphrase(Column):
    """Two fields. `changed` comes with every change; `entered` with Enter in the second.

    `known` gives words that anybody can guess here, such as names that stand in other fields.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self, least: int, label: str = "Passphrase") -> None:
        self._least = least
        self.known: Callable[[], Iterable[str]] = tuple
        self._hint = f"At least {least} characters. Four or five words that do not belong together are best."
        self.first, self.again = PassphraseRow(label, self._hint), PassphraseRow(f"{label} again")
        self.suggest = QuietButton("Suggest one", "shuffle", name="Suggest a passphrase of words")
        self._said = Text(SUGGESTED, "caption", "ink2")
        self._said.setVisible(False)
        super().__init__(self.first, Row(self.suggest, (self._said, 4), 1, gap=2), self.again, gap=3)
        self.suggest.clicked.connect(self._suggest)
        self.first.changed.connect(self._on_changed)
        self.again.changed.connect(self.changed)
        self.first.entered.connect(lambda: self.again.edit.setFocus(Qt.FocusReason.TabFocusReason))
        self.again.entered.connect(self.entered)

    @property
    def text(self) -> str:
        """What stands in the first field."""
        return self.first.text

    def check(self) -> str:
        """The passphrase, or an empty text with the fields saying what is wrong; the keyboard goes there."""
        words = self.first.text
        self.first.set_problem(weakness(words, self._least, self.known()))
        if self.first.problem:
            self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return ""
        if words != self.again.text:
            self.again.set_problem(TWICE if self.again.text else "Type it a second time, so that a slip shows.")
            self.again.edit.setFocus(Qt.FocusReason.OtherFocusReason)
            return ""
        return words

    def forget(self) -> None:
        """Empty both fields."""
        self.first.forget()
        self.again.forget()
        self._said.setVisible(False)

    def _suggest(self) -> None:
        from auditor.packs.words import suggest_passphrase

        self.first.edit.setText(suggest_passphrase())
        self.first.reveal(True)
        self.again.forget()
        self._said.setVisible(True)
        announce(self, SUGGESTED)
        self.first.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_changed(self) -> None:
        self.first.set_help(strength(self.first.text, self._least, self.known()) or self._hint)
        self.changed.emit()
