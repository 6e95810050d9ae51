"""What a round holds of its list: how many plans, which facts they have, what was assumed, when it was taken in."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView

from auditor.frames import FIELDS, KIND_WORDS
from auditor.frames.keep import FrameStanding, KeptFrame
from ui.frame.found_pane import first_up
from ui.look import look
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Heading, Text

HEADS = ("What the plans have", "Plans", "Share")


class KeptPane(ScrollColumn):
    """The list of a round as it is kept."""

    def __init__(self) -> None:
        self._kind, self.usable = Text("", tone="ink2"), Heading("", 1)
        self._taken, self._digest = Text("", tone="ink2"), Text("", "caption", "ink2")
        self._locked = Text("", bold=True)
        self._said = Column(gap=2)
        self.table = TableView("What the plans of the list have")
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.setWordWrap(False)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # both ends of a date's name tell it apart
        self._notes = Card(self._said, title="What was assumed", gap=3)
        left = Column(
            Card(self._kind, self.usable, self._taken, self._locked, self._digest, gap=2, pad=5), self._notes, 1, gap=4
        )
        both = Wrap(gap=4)
        both.add(left, stretch=1, least=380)
        both.add(Column(Card(self.table, pad=1), 1), stretch=1, least=380)
        super().__init__(both, margins=(0, 4, 0, 6))
        look().changed.connect(self._fit)

    def show_standing(self, standing: FrameStanding, kept: KeptFrame) -> None:
        """Show what is kept."""
        self._kind.set_text(first_up(KIND_WORDS.get(kept.kind, kept.kind)))
        self.usable.set_text(f"{kept.usable:,} usable of {kept.rows:,}")
        at = kept.taken_at.astimezone()
        self._taken.set_text(f"Taken in on {at.day} {at:%B %Y} at {at:%H:%M}. Nothing in it says who a child is.")
        self._locked.set_text(standing.locked)
        self._locked.setVisible(bool(standing.locked))
        self._digest.set_text(f"The file it came from is known by its SHA-256: {kept.digest[:16]}…")
        self._digest.setToolTip(kept.digest)
        self._said.clear()
        for note in kept.notes:
            self._said.add(Row(Icon("info"), (Text(note), 1), gap=2, align=Qt.AlignmentFlag.AlignTop))
        self._notes.setVisible(bool(kept.notes))
        rows = [
            (first_up(FIELDS[name]), f"{count:,}", f"{int(100 * count / kept.usable + 0.5)}%")
            for name, count in kept.filled.items()
        ]
        self._model = RowsModel(HEADS, rows, frozenset({1, 2}))
        self.table.setModel(self._model)
        self._fit()

    def _fit(self) -> None:
        model = self.table.model()
        rows = model.rowCount() if model is not None else 0
        header = self.table.horizontalHeader()
        for column in range(header.count()):  # counts whole, at the right; a long name gives way
            mode = QHeaderView.ResizeMode.ResizeToContents if column else QHeaderView.ResizeMode.Stretch
            header.setSectionResizeMode(column, mode)
        self.table.setMinimumHeight((rows + 2) * self.table.verticalHeader().defaultSectionSize())
