"""Settings: text and colours, keys, the timer, and what the program is made of. Every change acts at once."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QHBoxLayout, QRadioButton, QWidget

import auditor
from ui.look import look
from ui.menus import PAPERS, THEMES
from ui.pages.page import Page
from ui.parts.assist import selecting_picks
from ui.parts.buttons import NavButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.words import Text
from ui.settings import SCALES, Settings

SECTIONS = {
    "look": ("Text and colours", "a-large-small"),
    "keys": ("Keys", "keyboard"),
    "desk": ("While you score", "clock"),
    "about": ("About and licences", "info"),
}
LIST_WIDE, LIST_UNDER, CARD_WIDE = 220, 760, 820  # design px
SYSTEM = "The system's choice can be light, dark, or contrast colours of its own."
PAPER = "For plans as PDF. Word files and plans shown as text follow the colours above."
OTHERWISE = "With the first choice, other answers go to their note. Down always goes to the next question."
MOVES = {"met": "After met or not applicable", "always": "After every answer", "never": "Never"}
MADE_WITH = (
    ("Qt for Python (PySide6)", "LGPL 3"),
    ("SQLModel, SQLAlchemy and Alembic", "MIT"),
    ("Pydantic", "MIT"),
    ("ReportLab", "BSD"),
    ("openpyxl", "MIT"),
    ("platformdirs", "MIT"),
    ("pyrage (age)", "MIT"),
    ("Lucide icons", "ISC and MIT"),
    ("Atkinson Hyperlegible and DejaVu Sans, in reports", "OFL 1.1 and the Bitstream Vera licence"),
)


class SettingsPage(Page):
    """A list of sections at the left, or above where it is narrow, and one scrolling column."""

    title = "Settings"

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._section = "look"
        self.sections = {key: NavButton(words, icon) for key, (words, icon) in SECTIONS.items()}
        self._cards = {
            "look": self._build_look(),
            "keys": self._build_keys(),
            "desk": self._build_desk(),
            "about": _about(),
        }
        self.column = ScrollColumn(*self._cards.values(), gap=4, margins=(5, 4, 6, 5))
        for key, button in self.sections.items():
            button.clicked.connect(lambda _=False, key=key: self._show_section(key))
        body = QWidget()
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._aside = Column(*self.sections.values(), 1, gap=0, margins=(5, 4, 0, 4))
        self._aside.setAccessibleName("Sections of the settings")
        row.addWidget(self._aside)
        row.addWidget(self.column, 1)
        head = HeaderBar("Settings", "Changes act at once and stay with you on this computer.")
        whole = Column(head, (body, 1), gap=0)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        settings.changed.connect(self.refresh)
        look().changed.connect(self._fit)
        self.sections["look"].set_here(True)
        self.refresh()
        self._fit()

    def refresh(self) -> None:
        """Show each setting as it is."""
        settings = self._settings
        self.text_size.setCurrentIndex(self.text_size.findData(settings.text_size))
        self._themes[settings.theme].setChecked(True)
        self._papers[settings.paper].setChecked(True)
        self.single_keys.setChecked(settings.single_keys)
        self._moves[settings.move_on].setChecked(True)
        self.timer.setChecked(settings.timer)
        for name, button in self._back.items():
            button.setEnabled(not settings.is_default(name))

    def focus_main(self) -> None:
        """Put the keyboard on the section looked at."""
        (self.sections[self._section] if self._aside.isVisible() else self.text_size).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The sections' list, then the settings."""
        return (self._aside, self.column) if self._aside.isVisible() else (self.column,)

    def place(self) -> dict[str, Any]:
        """Which section was looked at."""
        return {"section": self._section}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that section."""
        self._show_section(place.get("section", "look"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the list away where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _build_look(self) -> Card:
        self._back: dict[str, QuietButton] = {}
        self.text_size = QComboBox()
        for scale in SCALES:
            self.text_size.addItem(f"{scale}%", scale)
        self.text_size.setAccessibleName("Text size")
        selecting_picks(self.text_size)
        self.text_size.activated.connect(lambda: setattr(self._settings, "text_size", self.text_size.currentData()))
        self._themes = _choices(THEMES, "Colours", self)
        for theme, button in self._themes.items():
            button.toggled.connect(partial(self._pick, "theme", theme))
        self._papers = _choices(PAPERS, "Paper colours", self)
        for paper, button in self._papers.items():
            button.toggled.connect(partial(self._pick, "paper", paper))
        sample = Card(
            Text("Is section F specific: who, what, how often, how long, what expertise?", "question"),
            Text("Nearly all lines answer these, or flexibility is explained by need."),
            Wrap(*(Chip(word, state=state) for state, word in
                   (("met", "Met"), ("partly", "Partly met"), ("not_met", "Not met"), ("cannot_tell", "Cannot tell")))),
            kind="quiet", pad=4,
        )  # fmt: skip
        sample.setAccessibleName("Sample")
        return Card(
            self._head("Text size", "text_size", self.text_size), Row(self.text_size, 1),
            Text("Ctrl with plus, minus and 0 does the same anywhere.", "caption", "ink2"),
            self._head("Colours", "theme"), Column(*self._themes.values(), gap=0), Text(SYSTEM, "caption", "ink2"),
            sample,
            self._head("Paper colours", "paper"), Column(*self._papers.values(), gap=0),
            Text(PAPER, "caption", "ink2"),
            title=SECTIONS["look"][0], gap=2, pad=5,
        )  # fmt: skip

    def _build_keys(self) -> Card:
        self.single_keys = QCheckBox("Answer with one key: 2, 1, 0, N and C")
        self.single_keys.toggled.connect(lambda on: setattr(self._settings, "single_keys", on))
        self._moves = _choices(MOVES, "After an answer, go to the next question", self)
        for key, button in self._moves.items():
            button.toggled.connect(partial(self._pick, "move_on", key))
        why = "Switch it off if you press keys by accident, or speak to the computer. Arrows and Space still answer."
        return Card(
            self._head("Single keys", "single_keys"), self.single_keys, Text(why, "caption", "ink2"),
            self._head("After an answer, go to the next question", "move_on"),
            Column(*self._moves.values(), gap=0), Text(OTHERWISE, "caption", "ink2"),
            title=SECTIONS["keys"][0], gap=2, pad=5,
        )  # fmt: skip

    def _build_desk(self) -> Card:
        self.timer = QCheckBox("Keep how many minutes each plan takes")
        self.timer.toggled.connect(lambda on: setattr(self._settings, "timer", on))
        why = "It stops after 5 minutes without a key or the mouse. The minutes are kept with your audit."
        return Card(
            self._head("Timer", "timer"), self.timer, Text(why, "caption", "ink2"),
            title=SECTIONS["desk"][0], gap=2, pad=5,
        )  # fmt: skip

    def _pick(self, name: str, value: object, on: bool) -> None:
        """Take a setting over. By `toggled`, since assistive tools check without a click."""
        if on:
            setattr(self._settings, name, value)

    def _head(self, words: str, name: str, field: QWidget | None = None) -> Row:
        back = QuietButton("Put back", "undo-2", name=f"Put back: {words}")
        back.clicked.connect(lambda: self._settings.put_back(name))
        self._back[name] = back
        title = Text(words, bold=True)
        if field is not None:
            title.setBuddy(field)  # Linux names a combo box by its label alone
        return Row((title, 1), back)

    def _show_section(self, key: str) -> None:
        self._section, card = key, self._cards[key]
        for other, button in self.sections.items():
            button.set_here(other == key)
        self.column.verticalScrollBar().setValue(max(0, card.y() - look().space(4)))

    def _fit(self) -> None:
        self._aside.setFixedWidth(look().px(LIST_WIDE))
        self._aside.setVisible(self.width() >= look().px(LIST_UNDER))
        for card in self._cards.values():
            card.setMaximumWidth(look().px(CARD_WIDE))


def _choices(choices: Mapping[Any, str], name: str, page: QWidget) -> dict[Any, QRadioButton]:
    """Radio buttons of one group, by what they choose."""
    group = QButtonGroup(page)
    buttons: dict[Any, QRadioButton] = {}
    for key, words in choices.items():
        buttons[key] = QRadioButton(words)
        buttons[key].setAccessibleName(f"{name}: {words}")
        group.addButton(buttons[key])
    return buttons


def _about() -> Card:
    licences = [Row((Text(what), 1), (Text(licence, tone="ink2"), 1), gap=3) for what, licence in MADE_WITH]
    return Card(
        Text(f"EHCP Auditor {auditor.__version__}", bold=True),
        Text("Free to use, change and pass on under the MIT licence. It never connects to a network."),
        Text("Made with", bold=True), *licences, title=SECTIONS["about"][0], gap=2, pad=5,
    )  # fmt: skip
