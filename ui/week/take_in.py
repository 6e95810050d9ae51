"""A list of advice that was read: how many of its rows can be used, what is wrong row by row, and taking it in."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QTabWidget

from auditor.changed import Changed
from auditor.weeks.advice_list import AdviceSheet
from db.store import Store
from ui.frame.problems_pane import ProblemsPane
from ui.parts.buttons import PrimaryButton, QuietButton
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text
from ui.tasks import Steps

LISTED = 12


@dataclass(frozen=True)
class ReadAdvice:
    """What came of reading a list of advice: the file, what it holds, its digest, and the day it was held against."""

    file: Path
    sheet: AdviceSheet
    digest: str
    as_at: date


def read_list(file: Path, as_at: date) -> Callable[[], Steps]:
    """A job that reads and checks a list of advice; it gives a `ReadAdvice`."""

    def steps() -> Generator[str, None, ReadAdvice]:
        from auditor.frames.keep import digest_of
        from auditor.weeks.advice_list import read_advice_in_steps

        sheet = yield from read_advice_in_steps(file, as_at)
        return ReadAdvice(file, sheet, digest_of(file), as_at)

    return steps


def take_in(store: Store, read: ReadAdvice) -> Callable[[], Steps]:
    """A job that keeps a list of advice; it gives what changed."""

    def steps() -> Generator[str, None, Changed]:
        from auditor.weeks.advice import take_in_advice

        yield f"Storing {len(read.sheet.items):,} rows of advice"
        return take_in_advice(store, read.sheet, read.digest)

    return steps


class AdviceFound(Column):
    """What was found in a list: `accepted` takes it in, `left` drops it, `save_asked` is for what is wrong."""

    accepted = Signal()
    left = Signal()
    save_asked = Signal()

    def __init__(self) -> None:
        self._name, self.usable = Text("", tone="ink2"), Heading("", 1)
        self._said = Column(gap=2)
        self.take, self.leave = PrimaryButton("Take it in"), QuietButton("Do not use it", "x")
        what = Card(self._name, self.usable, self._said, Wrap(self.take, self.leave, gap=2), gap=3, pad=5)
        self.left_out = ProblemsPane(
            "Rows that are left out",
            "These rows are left out. Go on without them, or have them mended and read the list again.",
            "No row is left out.",
        )
        self.asked = ProblemsPane(
            "Rows worth a look",
            "These rows are in. What is said of them is worth a look.",
            "Nothing in the list is worth a second look.",
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("What was found")
        self.tabs.addTab(ScrollColumn(what, margins=(0, 4, 0, 4)), "What it is")
        self.tabs.addTab(self.left_out, "Left out")
        self.tabs.addTab(self.asked, "Worth a look")
        super().__init__((self.tabs, 1), gap=0, margins=(6, 2, 6, 0))
        self.take.clicked.connect(self.accepted)
        self.leave.clicked.connect(self.left)
        for pane in (self.left_out, self.asked):
            pane.save_asked.connect(self.save_asked)

    def show_read(self, read: ReadAdvice) -> None:
        """Show what came of reading."""
        sheet = read.sheet
        rejected = len({row.row for row in sheet.rejected})
        self._name.set_text(f"{read.file.name}{f' · sheet {sheet.sheet}' if sheet.sheet else ''}")
        self.usable.set_text(f"{len(sheet.items):,} of {sheet.rows:,} rows of advice can be used")
        self.take.setEnabled(bool(sheet.items))
        self.take.setText(f"Take in {len(sheet.items):,} rows" if sheet.items else "Take it in")
        said = [("info", note) for note in sheet.notes]
        if sheet.dropped:
            said.append(("eye-off", f"Dropped unread, as they tell who somebody is: {_listed(sheet.dropped)}."))
        if sheet.ignored:
            said.append(("info", f"Not used: {_listed(sheet.ignored)}."))
        said.append(("info", "A list taken in earlier is replaced. Days after today are refused."))
        self._said.clear()
        for icon, sentence in said:
            self._said.add(Row(Icon(icon), (Text(sentence), 1), gap=2, align=Qt.AlignmentFlag.AlignTop))
        self.left_out.show_rows(sheet.rejected)
        self.asked.show_rows(sheet.questions)
        self.tabs.setTabText(1, f"Left out ({rejected:,})")
        self.tabs.setTabText(2, f"Worth a look ({len(sheet.questions):,})")
        self.tabs.setCurrentIndex(0)


def _listed(names: tuple[str, ...]) -> str:
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return ", ".join(names[:LISTED]) + more
