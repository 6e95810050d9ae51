"""What a round's whole list shows: the time limits of the law, how many plans of which, and both by area."""

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from auditor.changed import Changed
from auditor.compliance import LIMITS, LimitFigure
from auditor.population import Facts, Population, population
from auditor.reports.blocks import Table
from auditor.reports.week_words import (
    area_words,
    gap_words,
    limit_words,
    of_words,
    rest_words,
    say,
    share_words,
    state_of,
    value_words,
)
from auditor.reports.wording import counted, long_date
from db.errors import UserError
from db.store import Store
from ui.ask import Asks, Dialogs
from ui.frame.areas_card import AreasCard
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.empty import EmptyState
from ui.parts.fitted_table import TableCard
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Rule, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import MessageArea
from ui.parts.pictures import Mark
from ui.parts.words import Heading, Text
from ui.reader import Reader
from ui.session import Session
from ui.setup.fields import choice, offer
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

WHOLE = "\0whole"
NOTHING, WORKING, SHOWN = range(3)


class PopulationView(QWidget):
    """Reads the facts of the round's list on the worker and shows them; makes the checklist as PDF and workbook.

    Reads again when it comes into view after something changed.
    """

    def __init__(self, session: Session, tasks: Tasks, asks: Asks | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks or Dialogs()
        self.found: Population | None = None
        self.reader = Reader(tasks, self)
        self._build()
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_found)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._forget)

    def _build(self) -> None:
        self.pdf, self.workbook = PlainButton("Make PDF…", "file-text"), PlainButton("Make workbook…", "table")
        self.pdf.clicked.connect(lambda: self._make("pdf"))
        self.workbook.clicked.connect(lambda: self._make("xlsx"))
        self.messages, self._strip = MessageArea(), WorkStrip()
        self._total = Heading("", 1)
        self._about = Text(say("population.about"), tone="ink2")
        self.area = choice({WHOLE: say("whole")})
        self.area.currentIndexChanged.connect(self._show_area)
        self._area_row = FormRow("Show", self.area, name="Show the whole list or one area")
        self._invented = Text("", tone="ink2")
        head = Wrap(gap=4)
        head.add(Column(self._total, self._about, self._invented, gap=1), stretch=2, least=320)
        head.add(Column(self._area_row, 1, gap=0), stretch=1, least=240)
        self.limits = _LimitsCard()
        # cards of much the same height beside each other
        fields = ("need", "year_group", "phase", "plan_kind")
        self._sizes = {field: TableCard(say(f"field.{field}")) for field in fields}
        self._sizes["age"] = TableCard(say("age.title"), say("age.about"))
        sizes = Wrap(gap=4)
        for card in self._sizes.values():
            sizes.add(card, stretch=1, least=380)
        self.by_area = AreasCard()
        self.shown = ScrollColumn(
            Wrap(self.pdf, self.workbook, gap=2), head, self.limits, self.by_area, sizes, margins=(0, 4, 0, 6)
        )
        self.empty = EmptyState(
            "clipboard-list", "The list's facts appear here.", "Take in the list of plans: no plan has to be audited."
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=(0, 4, 0, 0)))
        self._stack.addWidget(Column(Text("Counting the plans…", tone="ink2"), 1, margins=(0, 4, 0, 0)))
        self._stack.addWidget(self.shown)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.messages, self._strip, self._stack):
            column.addWidget(part)
        column.setStretchFactor(self._stack, 1)
        self.setFocusProxy(self.pdf)

    def refresh(self) -> None:
        """Count again, if anything changed since."""
        rnd = self._session.round
        if rnd is None:
            self._stack.setCurrentIndex(NOTHING)
            return
        if not self.reader.due:
            return
        if self.found is None:
            self._stack.setCurrentIndex(WORKING)
        self.reader.read("Counting the plans", partial(_population, self._session.store, rnd.id))

    def showEvent(self, event: Any) -> None:
        """Look again when the tab comes up."""
        super().showEvent(event)
        self.refresh()

    def _on_session_changed(self, changed: Changed) -> None:
        if changed.kinds & {"frame", "round", "everything"}:
            self.reader.spoil()

    def _forget(self) -> None:
        self.found = None
        self.reader.spoil()

    def _on_found(self, found: Population | None) -> None:
        self.found = found
        if found is None:
            self._stack.setCurrentIndex(NOTHING)
            return
        as_at = long_date(found.as_at)
        self._total.set_text(say("population.list", plans=counted(found.whole.plans, "plan"), as_at=as_at))
        self._invented.set_text(found.invented)
        self._invented.setVisible(bool(found.invented))
        offer(self.area, {WHOLE: say("whole"), **{area: area_words(area) for area in found.areas}})
        self._area_row.setVisible(len(found.areas) > 1)
        self.by_area.setVisible(len(found.areas) > 1)
        self.by_area.show_population(found)
        self._show_area()
        self._stack.setCurrentIndex(SHOWN)
        announce(self, self._total.words)

    def _show_area(self, _: int = 0) -> None:
        if self.found is None:
            return
        area = self.area.currentData()
        facts = self.found.whole if area == WHOLE else self.found.areas[area]
        self.limits.show_limits(facts.limits)
        for field, card in self._sizes.items():
            card.show_table(_ages_table(facts) if field == "age" else _sizes_table(facts, field))

    def _make(self, wanted: str) -> None:
        found = self.found
        folder = self._asks.folder(self, "Choose a folder for the checklist") if found else None
        if found is None or folder is None:
            return

        def work() -> Steps:
            from datetime import datetime

            from auditor.reports.week_files import population_steps

            for step in population_steps(found, folder, (wanted,), datetime.now().astimezone().date()):
                if isinstance(step, str):
                    yield step
                else:
                    return step
            raise AssertionError("the last step is the paths")

        task = self._tasks.start("Making the checklist", work)
        self._strip.follow(task)
        task.done.connect(self._on_made)
        task.failed.connect(lambda sentence: self.messages.say("problem", sentence))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Earlier files are untouched."))

    def _on_made(self, files: Sequence[Path]) -> None:
        file = files[0]
        self.messages.say(
            "done", f"The checklist is made: {file.name}", f"In {file.parent}",
            ("Open it", lambda: _open(file)), ("Open the folder", lambda: _open(file.parent)),
        )  # fmt: skip


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))


class _LimitsCard(Card):
    """The time limits, a line each: mark, words, k of n with its percentage, what could not be told."""

    def __init__(self) -> None:
        self._lines = Column(gap=3)
        super().__init__(
            SectionTitle(say("population.limits")), Text(say("population.limits_note"), "caption", "ink2"),
            self._lines, gap=3,
        )  # fmt: skip
        self.setAccessibleName(say("population.limits"))

    def show_limits(self, figures: Sequence[LimitFigure]) -> None:
        """Show these figures."""
        self._lines.clear()
        for number, figure in enumerate(figures):
            if number:
                self._lines.add(Rule())
            self._lines.add(_limit_line(figure))


def _limit_line(figure: LimitFigure) -> Row:
    state = state_of(figure)
    told = of_words(figure.met, figure.n) if figure.n else say(f"state.{state}")
    head = Wrap(gap=3)
    head.add(Text(say(f"limit.{figure.limit}"), bold=True), stretch=1, least=280)
    head.add(Text(told, bold=True, wrap=False))
    rest = rest_words(figure)
    words = [say(f"state.{state}")] if figure.n or not rest else []  # where nothing is told, it stands at the right
    parts: list[QWidget] = [head, Text(" ".join(f"{said}." for said in (*words, rest) if said))]
    if figure.gaps:
        parts.append(Text(gap_words(figure), "caption", "ink2"))
    parts.append(Text(LIMITS[figure.limit], "caption", "ink2"))
    line = Row(Column(Mark(state), 1), (Column(*parts, gap=0), 1), gap=3, align=Qt.AlignmentFlag.AlignTop)
    line.setAccessibleName(f"{say(f'limit.{figure.limit}')}: {limit_words(figure)}")
    return line


def _sizes_table(facts: Facts, field: str) -> Table:
    rows = tuple(
        (value_words(field, value), f"{n:,}", share_words(n, facts.plans)) for value, n in facts.sizes[field].items()
    )
    return Table("", (say(f"field.{field}"), "Plans", "Share"), rows, frozenset({1, 2}))


def _ages_table(facts: Facts) -> Table:
    rows = tuple((say(f"age.{band}"), f"{n:,}", share_words(n, facts.plans)) for band, n in facts.ages.items())
    return Table("", (say("age.title"), "Plans", "Share"), rows, frozenset({1, 2}))


def _population(store: Store, round_id: int) -> Population | None:
    """The facts of the list; None where none was taken in yet."""
    try:
        return population(store, round_id)
    except UserError as problem:
        if problem.code != "no_frame":
            raise
        return None
