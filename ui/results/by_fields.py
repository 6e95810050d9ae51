"""The tab of breakdowns: the headlines by one field, or by two crossed."""

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QShowEvent, QStandardItemModel

from auditor.breakdowns import CAUSE, FIELD_WORDS, break_down
from auditor.cases import Reading
from auditor.fields import FIELDS, NOT_GIVEN, year_words
from auditor.figures import Breakdown, Results
from auditor.reports.breakdown_words import basis_words, title_words
from auditor.results import NOT_BROKEN_DOWN
from ui.parts.announce import announce
from ui.parts.form import FormRow
from ui.parts.layout import Column, ScrollColumn
from ui.parts.words import Heading, Text
from ui.results.rows import breakdown_rows
from ui.results.table_pane import MOST, TablePane
from ui.setup.fields import choice, side_by_side
from ui.tasks import Steps, Tasks

EMPTY_VALUES = frozenset({NOT_GIVEN, year_words(None)})


class ByFieldsTab(ScrollColumn):
    """Broken down on the worker, when the tab is first looked at and with every other choice."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._reading: Reading | None = None
        self._stale = False
        self._busy = False
        self.breakdown: Breakdown | None = None
        self.first = choice(dict(FIELD_WORDS))
        self.second = choice({"": "nothing more"} | dict(FIELD_WORDS))
        self.title = Heading("", 2)
        self.basis = Text("", tone="ink2")
        self.pane = TablePane("Standards by group", "Choose a row to read its figures with their likely ranges.")
        self.choosers = side_by_side(FormRow("Break down by", self.first), FormRow("And by", self.second))
        super().__init__(
            self.choosers, Column(self.title, self.basis, gap=1), (self.pane, MOST), gap=4, margins=(0, 4, 2, 0)
        )
        self.first.currentIndexChanged.connect(self._on_choice)
        self.second.currentIndexChanged.connect(self._on_choice)
        self.setFocusProxy(self.first)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields chosen; the second counts where it is another."""
        first, second = self.first.currentData(), self.second.currentData()
        return (first, second) if second and second != first else (first,)

    def show_results(self, figures: Results, reading: Reading | None) -> None:
        """Break these figures down; without what they were made of they cannot be."""
        self._reading = reading
        for part in (self.choosers, self.pane, self.title):
            part.setVisible(reading is not None)
        if reading is None:
            self.basis.set_text(NOT_BROKEN_DOWN)
            return
        self._offer(figures, reading)
        self._look_again()

    def showEvent(self, event: QShowEvent) -> None:
        """What waited to be worked out until somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._look_again()

    def _offer(self, figures: Results, reading: Reading) -> None:
        """Offer the fields that plans have; by what none has there is nothing to break down."""
        for name, words in FIELD_WORDS.items():
            there = bool(figures.causes) if name == CAUSE else True
            if name in FIELDS:
                there = any(FIELDS[name](case.facts) not in EMPTY_VALUES for case in reading.cases)
            for box in (self.first, self.second):
                at = box.findData(name)
                box.setItemText(at, words if there else f"{words} (nothing is known of it)")
                model = box.model()
                if isinstance(model, QStandardItemModel):
                    model.item(at).setEnabled(there)

    def _on_choice(self) -> None:
        if self.second.currentData() == self.first.currentData():
            with QSignalBlocker(self.second):
                self.second.setCurrentIndex(0)
        self._look_again()

    def _look_again(self) -> None:
        self._stale = True
        if not self.isVisible() or self._busy or self._reading is None:
            return
        self._stale, self._busy = False, True
        reading, fields = self._reading, self.fields

        def work() -> Steps:
            yield "Breaking the figures down"
            return break_down(reading, fields)

        task = self._tasks.start("Breaking the figures down", work)
        task.done.connect(self._on_done)
        task.failed.connect(self._on_ended)
        task.cancelled.connect(self._on_ended)

    def _on_ended(self, sentence: str = "") -> None:
        self._busy = False
        if sentence:
            self.basis.set_text(sentence)

    def _on_done(self, found: Breakdown) -> None:
        self._busy = False
        if self._stale:  # something else was chosen meanwhile
            self._look_again()
            return
        self.breakdown = found
        self.title.set_text(title_words(found.fields))
        self.basis.set_text(basis_words(found))
        self.pane.show_rows(*breakdown_rows(found))
        announce(self, f"{self.title.words}: {len(found.groups):,} groups.")
