"""Fields of the improvement plan's forms: a few lines of text, and counts that may be left empty."""

from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from ui.look import look
from ui.parts.form import FormRow


class Lines(FormRow):
    """Several lines of text; `missing` is what to say when nothing is there and something must be."""

    def __init__(self, label: str, hint: str = "", missing: str = "", lines: int = 3) -> None:
        self.edit, self._lines, self._missing = QPlainTextEdit(), lines, missing
        self.edit.setTabChangesFocus(True)
        super().__init__(label, self.edit, hint)
        self.edit.textChanged.connect(lambda: self.set_problem(""))
        self._restyle()
        look().changed.connect(self._restyle)

    @property
    def text(self) -> str:
        """What was written, without spaces around it."""
        return self.edit.toPlainText().strip()

    def show_text(self, text: str) -> None:
        """Show a text, as one that is saved."""
        self.edit.setPlainText(text)

    def check(self) -> str:
        """The text; where it is missing, the row says so."""
        self.set_problem("" if self.text else self._missing)
        return self.text

    def _restyle(self) -> None:
        line = QFontMetrics(look().font("body")).lineSpacing()
        self.edit.setFixedHeight(line * self._lines + 2 * look().px(12))


class Count(FormRow):
    """A whole number, or nothing where it may be unknown."""

    def __init__(self, label: str, hint: str = "", *, needed: bool = False) -> None:
        self.edit, self._needed = QLineEdit(), needed
        self.edit.setMaxLength(9)
        super().__init__(label, self.edit, hint)
        self.edit.textChanged.connect(lambda: self.set_problem(""))

    def show_count(self, count: int | None) -> None:
        """Show a number, or nothing."""
        self.edit.setText("" if count is None else str(count))

    def check(self) -> tuple[bool, int | None]:
        """Whether what stands there can be used, and the number; where it cannot, the row says so."""
        written = self.edit.text().replace(",", "").strip()
        if not written and not self._needed:
            return True, None
        if written.isascii() and written.isdigit():
            return True, int(written)
        self.set_problem("Write a whole number.")
        return False, None
