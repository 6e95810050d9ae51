"""A field with its label above, help below, and its problem, if any, in words below that."""

from PySide6.QtWidgets import QWidget

from ui.look import restyle
from ui.parts.layout import Column, Row
from ui.parts.pictures import Icon
from ui.parts.words import Text


class FormRow(Column):
    """Names the field for assistive tools as well as for the eye."""

    def __init__(self, label: str, field: QWidget, help_text: str = "", name: str = "") -> None:
        self.label = Text(label, "caption", "ink2", bold=True)
        self.label.setBuddy(field)
        self._help = Text(help_text, "caption", "ink2")
        if not help_text:  # (shown before it has a parent, a widget would open as a window)
            self._help.hide()
        self._words = Text("", "caption", "delayed", bold=True)
        self._line = Row((Icon("circle-alert", "delayed", 16)), (self._words, 1), gap=1)
        self._line.setVisible(False)
        super().__init__(self.label, field, self._help, self._line, gap=1)
        self.field = field
        field.setAccessibleName(name or label)
        field.setAccessibleDescription(help_text)

    @property
    def problem(self) -> str:
        """What is wrong with the field, or an empty text."""
        return self._words.words

    def set_problem(self, sentence: str) -> None:
        """Say what is wrong and what to do, or with an empty text that all is well."""
        self._words.set_text(sentence)
        self._line.setVisible(bool(sentence))
        self.field.setProperty("problem", bool(sentence))
        self.field.setAccessibleDescription(" ".join(part for part in (sentence, self._help.words) if part))
        restyle(self.field)

    def set_help(self, text: str) -> None:
        """Show another help text."""
        self._help.set_text(text)
        self._help.setVisible(bool(text))
        self.set_problem(self.problem)
