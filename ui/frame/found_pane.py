"""What a file turned out to be: its kind, how many rows can be used, what was assumed, what was dropped."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from auditor.frames import KIND_WORDS, Frame, Key, Reading
from ui.frame.key_question import KeyQuestion
from ui.frame.work import Read
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text
from ui.setup.fields import choice

LISTED = 12
TOGETHER = "All tables of SEN2, put together"


class FoundPane(ScrollColumn):
    """The first tab of a list that was read. `sheet_chosen` gives a sheet, or None for tables put together."""

    sheet_chosen = Signal(object)
    table_asked = Signal()
    other_asked = Signal()

    def __init__(self) -> None:
        self._kind, self.usable = Text("", tone="ink2"), Heading("", 1)
        self._said = Column(gap=2)
        self._sheets = Column(gap=0)
        self._add_table = PlainButton("Add a table of SEN2…", "plus")
        self.other = PlainButton("Choose another list…", "folder-open")
        self._buttons = Wrap(self.other, self._add_table, gap=2)
        self._what = Card(self._kind, self.usable, self._sheets, self._buttons, gap=3, pad=5)
        self.keys = KeyQuestion()
        self._notes = Card(self._said, title="What was assumed and dropped", gap=3)
        left, right = Column(self._what, 1, gap=4), Column(self.keys, self._notes, 1, gap=4)
        both = Wrap(gap=4)
        both.add(left, stretch=2, least=340)
        both.add(right, stretch=3, least=420)
        super().__init__(both, margins=(0, 4, 0, 6))
        self._add_table.clicked.connect(self.table_asked)
        self.other.clicked.connect(self.other_asked)
        self.sheet: QComboBox | None = None

    def show_read(self, read: Read) -> None:
        """Show what came of reading."""
        reading = read.reading
        sheet = reading.look.sheet
        self._kind.set_text(f"{first_up(KIND_WORDS[reading.look.kind])}{f' · sheet {sheet}' if sheet else ''}")
        self.usable.set_text(usable_words(reading))
        self._show_sheets(reading)
        self._add_table.setVisible(not sheet and reading.look.kind.startswith("sen2"))
        self._show_notes(reading)
        self.keys.show_keys(reading.keys, read.chosen.earlier)

    def _show_sheets(self, reading: Reading) -> None:
        self._sheets.clear()
        self.sheet = None
        look = reading.look
        if len(look.sheets) < 2:
            return
        choices: dict[str | None, str] = {name: name for name in look.sheets}
        if look.kind.startswith("sen2"):
            choices = {None: TOGETHER, **choices}
        self.sheet = choice(choices)
        self.sheet.setCurrentIndex(self.sheet.findText(TOGETHER if look.kind == "sen2" else look.sheet))
        self.sheet.activated.connect(self._on_sheet)
        self._sheets.add(FormRow("Sheet", self.sheet))

    def _on_sheet(self, at: int) -> None:
        if self.sheet is not None:
            self.sheet_chosen.emit(self.sheet.itemData(at))

    def _show_notes(self, reading: Reading) -> None:
        self._said.clear()
        frame = reading.frame
        points: list[tuple[str, str]] = []
        if reading.as_last_time:
            points.append(("history", "The columns were taken as last time, for a list with the same columns."))
        if frame is not None:
            points.append(("eye-off", f"Dropped while it was read: {listed(frame.dropped) or 'nothing'}."))
        points += [("info", note) for note in (frame.notes if frame else reading.look.notes)]
        if frame is not None and frame.ignored:
            points.append(("minus", f"Not used: {listed(frame.ignored)}."))
        for icon, words in points:
            self._said.add(Row(Icon(icon), (Text(words), 1), gap=2, align=Qt.AlignmentFlag.AlignTop))
        self._notes.setVisible(bool(points))


def usable_words(reading: Reading) -> str:
    """How many of the rows can be used: '7,299 usable of 7,300'."""
    frame: Frame | None = reading.frame
    return f"{len(frame.plans):,} usable of {frame.rows:,}" if frame else "Not read yet"


def listed(names: tuple[str, ...]) -> str:
    """Names in a sentence, the first dozen of them."""
    more = f" and {len(names) - LISTED:,} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more


def new_keys(read: Read) -> int:
    """How many references were made that the key list of last time does not hold."""
    keys = read.reading.keys
    known: set[Key | tuple[str, str]] = {(key.reference, key.original) for key in read.chosen.earlier}
    return sum((key.reference, key.original) not in known for key in keys.rows) if keys else 0


def first_up(words: str) -> str:
    """A sentence with its first letter large."""
    return words[:1].upper() + words[1:]
