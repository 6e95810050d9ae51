"""The first page: go on with what was open, start something, or look round first. Needs no workspace."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from ui.look import look
from ui.pages.page import Page
from ui.parts.buttons import Button, PlainButton, PrimaryButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Rule, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Heading, KeyCap, Text
from ui.recent import Recent, Recents, when_words
from ui.settings import SCALES, THEMES, Settings

PROMISES = (
    ("map-pin", "Nothing leaves by itself",
     "The program never connects to a network. Files travel when you send them."),
    ("lock", "Encrypted", "Nobody reads a workspace without its passphrase, unless you make it open."),
    ("check", "Every answer is kept", "Each answer is on the disk before you can press the next key."),
    ("eye-off", "No names of children", "Plans are known by reference. Names are dropped at the door."),
)  # fmt: skip
LEAD = "Read a plan, answer the checklist beside it, and see how good the plans are. Nothing here needs the internet."
SIDE, SIDE_UNDER = 372, 1000  # design px


class WelcomePage(Page):
    """Three cards, the recent workspaces, and at the side what the program promises."""

    open_asked = Signal()
    pack_asked = Signal()
    new_asked = Signal()
    example_asked = Signal()
    help_asked = Signal()
    file_asked = Signal(Path)

    title = "Start"

    def __init__(self, recents: Recents, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._recents, self._settings = recents, settings
        self.greeting = Text("", "figure")
        self._list = Card(gap=0, pad=(3, 2, 3, 2))
        self.open = PlainButton("Open a workspace…", key=_native("Ctrl+O"))
        self.open.clicked.connect(self.open_asked)
        self._none = Text("None was opened on this computer yet.", tone="ink2")
        self._recent = Column(Row((Heading("Your workspaces"), 1), self.open, gap=3), self._none, self._list, gap=3)
        head = Column(self.greeting, Text(LEAD, "question", "ink2", bold=False), gap=1)
        self.main = ScrollColumn(head, self._build_cards(), self._recent, gap=5, margins=(7, 6, 6, 5))
        self.side = self._build_side()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.main, 1)
        row.addWidget(self.side)
        self._first: Button = self.pack_first
        recents.changed.connect(self.refresh)
        settings.changed.connect(self._show_settings)
        look().changed.connect(self._fit)
        self._show_settings()
        self._fit()

    def refresh(self) -> None:
        """Read the list of recent workspaces again: any file may have been moved."""
        now = datetime.now().astimezone()
        self.greeting.set_text(_greeting(now.hour))
        rows = self._recents.all()
        self._list.clear()
        self._first = self.pack_first
        for at, recent in enumerate(rows):
            if at:
                self._list.add(Rule())
            go_on = self._first is self.pack_first and recent.there
            self._list.add(self._row(recent, now, go_on))
        self._list.setVisible(bool(rows))
        self._none.setVisible(not rows)
        going_on = self._first is not self.pack_first
        self.pack_first.setVisible(not going_on)
        self.pack_other.setVisible(going_on)

    def focus_main(self) -> None:
        """Put the keyboard on the next sensible step: Continue, or opening a work pack."""
        self._first.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The page itself, and the side where it is shown."""
        return (self.main, self.side) if self.side.isVisible() else (self.main,)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the side away where there is no room for it."""
        super().resizeEvent(event)
        self._fit()

    def _build_cards(self) -> Wrap:
        self.pack_first = PrimaryButton("Open a work pack…")
        self.pack_other = PlainButton("Open a work pack…")
        self.new = PlainButton("New workspace…")
        self.example = PlainButton("Open the example")
        for button, asked in (
            (self.pack_first, self.pack_asked), (self.pack_other, self.pack_asked),
            (self.new, self.new_asked), (self.example, self.example_asked),
        ):  # fmt: skip
            button.clicked.connect(asked)
        cards = Wrap(gap=4)
        for icon, title, words, buttons, keys in (
            ("package-open", "Score plans", "Open the work pack that your lead sent you. It ends in .ehcppack.",
             (self.pack_first, self.pack_other), "Ctrl+I"),
            ("users", "Start a round", "Make a workspace, bring in the list of plans, and share them among auditors.",
             (self.new,), "Ctrl+N"),
            ("book-open", "Look round first", "Open the worked example: invented plans, scored and ready to explore.",
             (self.example,), "Ctrl+E"),
        ):  # fmt: skip
            foot = Row(*buttons, 1, KeyCap(_native(keys)))
            top = Row(Icon(icon, "accent", 30), 1)
            card = Card(top, Heading(title), Text(words, tone="ink2"), 1, foot, gap=3, pad=5)
            card.setAccessibleName(title)
            cards.add(card, stretch=1, least=285)  # no card asks for more, so that all are alike
        return cards

    def _build_side(self) -> Column:
        promises = ScrollColumn(
            Row(Icon("clipboard-check", "accent", 30), (Heading("EHCP Auditor"), 1), gap=3),
            *(_point(icon, title, words) for icon, title, words in PROMISES),
            gap=5, margins=0,
        )  # fmt: skip
        self.theme, self.text_size = QComboBox(), QComboBox()
        for theme, name in THEMES.items():
            self.theme.addItem(name, theme)
        for scale in SCALES:
            self.text_size.addItem(f"{scale}%", scale)
        self.theme.activated.connect(lambda: setattr(self._settings, "theme", self.theme.currentData()))
        self.text_size.activated.connect(lambda: setattr(self._settings, "text_size", self.text_size.currentData()))
        for box in (self.theme, self.text_size):
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        help_button = QuietButton("Help", "circle-question-mark", key="F1")
        help_button.clicked.connect(self.help_asked)
        side = Column(
            (promises, 1), Rule(),
            _point("download", "", "Drop a pack or a workspace anywhere on this window to open it."),
            Row((FormRow("Text size", self.text_size), 1), (FormRow("Colours", self.theme), 1), gap=3),
            Row(help_button, 1), gap=4, margins=(6, 7, 6, 3),
        )  # fmt: skip
        side.set_ground("sunken", "left")
        side.setAccessibleName("What the program promises, text size and colours")
        return side

    def _row(self, recent: Recent, now: datetime, go_on: bool) -> Row:
        """One recent workspace; the first that is still there gets the page's primary button."""
        gone = f"It is no longer in {recent.path.parent}. If it was moved, open it where it is now."
        about = recent.about if recent.there else gone
        tone = "ink" if recent.there else "ink3"
        words = Column(Text(recent.path.name, tone=tone, bold=True), Text(about, "caption", "ink2"), gap=0)
        when = Text(when_words(recent.at, now), "caption", "ink2", wrap=False)
        button: Button
        if not recent.there:
            button = QuietButton("Take off the list", name=f"Take {recent.path.name} off the list")
            button.clicked.connect(lambda: self._recents.forget(recent.path))
        elif go_on:
            button = self._first = PrimaryButton("Continue", name=f"Continue with {recent.path.name}")
        else:
            button = QuietButton("Open", name=f"Open {recent.path.name}")
        if recent.there:
            button.clicked.connect(lambda: self.file_asked.emit(recent.path))
        icon = Icon("file-text" if recent.there else "circle-alert")
        row = Row(icon, (words, 1), when, button, gap=3, margins=(2, 2, 1, 2))
        row.setToolTip(str(recent.path))
        return row

    def _show_settings(self) -> None:
        self.theme.setCurrentIndex(self.theme.findData(self._settings.theme))
        self.text_size.setCurrentIndex(self.text_size.findData(self._settings.text_size))

    def _fit(self) -> None:
        self.side.setFixedWidth(look().px(SIDE))
        self.side.setVisible(self.width() >= look().px(SIDE_UNDER))


def _native(keys: str) -> str:
    """Keys as this system writes them."""
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)


def _point(icon: str, title: str, words: str) -> Row:
    top = Qt.AlignmentFlag.AlignTop
    said = Column(*((Text(title, bold=True),) if title else ()), Text(words, tone="ink2"), gap=0)
    return Row(Icon(icon, "accent"), (said, 1), gap=3, align=top)


def _greeting(hour: int) -> str:
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"
