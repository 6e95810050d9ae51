"""What *Settings and security* expects of a section, and the head of a setting with its *Put back*."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QWidget

from ui.parts.buttons import QuietButton
from ui.parts.layout import Card, Column, Row
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.settings import Settings


class SectionView(Column):
    """Cards below each other. The signals are those of a page and reach the window's message bar and status line."""

    problem = Signal(str)
    note = Signal(str)
    said = Signal(str)
    go = Signal(str)

    def __init__(self, *cards: Card) -> None:
        super().__init__(*cards, gap=4)

    def refresh(self) -> None:
        """Read everything shown again; called when the section comes up and when something it shows has changed."""

    def focus_main(self) -> bool:
        """Put the keyboard on the first thing that takes it. Returns whether there is such a thing."""
        for widget in self.findChildren(QWidget):
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return False

    def bring_up(self, part: QWidget) -> None:
        """Scroll so that all of a part is in view, once it has its place."""
        bring_into_view(part)

    @property
    def unsaved(self) -> int:
        """How many things are typed here and not on disk: asked before the workspace is closed or locked."""
        return 0

    def save_now(self) -> bool:
        """Write what is not on disk. Returns whether everything is."""
        return True

    def leave(self) -> None:
        """The workspace is about to be closed: let go of files and threads."""


class SettingsSection(SectionView):
    """A section of plain settings: each acts at once, stays with the person, and can be put back."""

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self._back: dict[str, QuietButton] = {}
        settings.changed.connect(self.refresh)

    def refresh(self) -> None:
        """Let each setting be put back that is not as a new user has it."""
        for name, button in self._back.items():
            button.setEnabled(not self.settings.is_default(name))

    def head(self, words: str, name: str, field: QWidget | None = None) -> Row:
        """The words above a setting, with *Put back* at the right."""
        back = QuietButton("Put back", "undo-2", name=f"Put back: {words}")
        back.clicked.connect(lambda: self.settings.put_back(name))
        self._back[name] = back
        title = Text(words, bold=True)
        if field is not None:
            title.setBuddy(field)  # Linux names a combo box by its label alone
        return Row((title, 1), back)

    def choices(self, words: Mapping[Any, str], title: str, name: str) -> dict[Any, QRadioButton]:
        """Radio buttons of one group for the setting `name`, by what they choose."""
        group = QButtonGroup(self)
        buttons: dict[Any, QRadioButton] = {}
        for key, word in words.items():
            buttons[key] = QRadioButton(word)
            buttons[key].setAccessibleName(f"{title}: {word}")
            # by `toggled`, since assistive tools check without a click
            buttons[key].toggled.connect(partial(self._pick, name, key))
            group.addButton(buttons[key])
        return buttons

    def _pick(self, name: str, value: object, on: bool) -> None:
        if on:
            setattr(self.settings, name, value)
