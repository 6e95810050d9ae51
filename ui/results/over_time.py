"""The tab Over time: a round beside those before it, its plans by quarter, markers, and figures of old papers."""

from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QStackedWidget, QWidget

from auditor.cases import Reading
from auditor.change.cohorts import cohorts
from auditor.change.figures import Cohorts, OverTime
from auditor.change.markers import markers
from auditor.change.over_time import EXPLORATORY, over_time
from auditor.change.words import beside_chip, chip
from auditor.changed import Changed
from auditor.figures import Results
from auditor.reports.blocks import Table
from auditor.reports.change_section import left_out, quarter_table, question_columns, question_rows
from auditor.reports.charts import Chart
from auditor.reports.lines import Lines, cohort_lines, lines_of
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.fitted_table import TableCard
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.message import MessageArea
from ui.parts.words import Text
from ui.results.chart_card import ChartCard
from ui.results.kept_over_time import KeptList, Markers, OldPapers
from ui.session import Session
from ui.setup.fields import choice, side_by_side
from ui.tasks import Steps, Tasks

STANDARDS, QUARTERS, QUESTIONS = "standards", "quarters", "questions"
KINDS = frozenset({"marker", "history"})
ONLY_ONE = "There is nothing before this round that it can be compared with. After the next one its change stands here."
FEW_QUARTERS = "No quarter has ten plans or more, so there are counts and no percentages."
POOLED = "Several rounds together are compared with nothing. Their plans are shown by quarter."


class _Found(NamedTuple):
    """What was worked out for a round; over time it is None for several rounds together."""

    over_time: OverTime | None
    cohorts: Cohorts | None


class OverTimeTab(Column):
    """Worked out on the worker, when the tab is first looked at and after each change."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        self._session, self._tasks = session, tasks
        self._reading: Reading | None = None
        self._figures: Results | None = None
        self._stale = self._busy = False
        self._together = False
        self._shown = Lines("", "", ())
        self.found = _Found(None, None)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.messages = MessageArea()
        self.what = choice({STANDARDS: "Standards, round by round"})
        self.against = choice({"": "nothing"})
        self.to_markers, self.to_papers = PlainButton("Markers…", "flag"), PlainButton("Old papers…", "history")
        self._against_row = FormRow("Compared with", self.against)
        choosers = side_by_side(FormRow("Show", self.what), self._against_row)
        self.card = ChartCard(Chart(lambda _figures: self._shown), "Over time")
        self.table = TableCard("All questions, then and now")
        self.why = Text("", tone="ink2")
        self.said, self.read = Card(title="What changed"), Card(title="How to read this", kind="quiet")
        self._left = Column(self.card, 1, gap=4)
        right = Column(self.said, self.read, 1, gap=4)
        both = Wrap(gap=4)
        both.add(self._left, stretch=3, least=520)
        both.add(right, stretch=2, least=340)
        buttons = Row(self.to_markers, self.to_papers, 1)
        self.view = ScrollColumn(choosers, buttons, self.why, self.table, both, gap=3, margins=(0, 4, 0, 6))
        self.markers, self.papers = Markers(self._session, self.messages), OldPapers(self._session, self.messages)
        self.stack = QStackedWidget()
        for part in (self.view, self.markers, self.papers):
            self.stack.addWidget(part)
        super().__init__(self.messages, (self.stack, 1), gap=0)
        self.setFocusProxy(self.what)

    def _connect(self) -> None:
        self.what.currentIndexChanged.connect(self._show)
        self.against.currentIndexChanged.connect(self._look_again)
        self.to_markers.clicked.connect(lambda: self._open(self.markers))
        self.to_papers.clicked.connect(lambda: self._open(self.papers))
        for kept in (self.markers, self.papers):
            kept.left.connect(self.show_chart)
        self._session.changed.connect(self._on_changed)

    # What the page asks

    def show_results(self, figures: Results, reading: Reading | None, *, together: bool = False) -> None:
        """Stand for these figures; of several rounds `together` there are only quarters."""
        if self._figures is None or self._figures.round != figures.round:
            with QSignalBlocker(self.against):
                self.against.clear()
        self._figures, self._reading, self._together = figures, reading, together
        self._look_again()

    def showEvent(self, event: QShowEvent) -> None:
        """What waited to be worked out until somebody looks."""
        super().showEvent(event)
        if self._stale:
            self._look_again()

    def show_chart(self) -> None:
        """Go back from a list to the lines."""
        was = self.stack.currentWidget()
        self.stack.setCurrentWidget(self.view)
        (self.to_papers if was is self.papers else self.to_markers).setFocus(Qt.FocusReason.OtherFocusReason)

    # What is worked out

    def _look_again(self) -> None:
        self._stale = True
        figures, reading, together = self._figures, self._reading, self._together
        if not self.isVisible() or self._busy or figures is None:
            return
        self._stale, self._busy = False, True
        store, against = self._session.store, self.against.currentData() or None

        def work() -> Steps:
            yield "Reading the rounds before"
            found = None if together else over_time(store, figures.round, against)
            yield "Sorting plans by quarter"
            return _Found(found, cohorts(reading, markers(store)) if reading is not None else None)

        task = self._tasks.start("Change over time", work)
        task.done.connect(self._on_found)
        task.failed.connect(self._on_ended)
        task.cancelled.connect(self._on_ended)

    def _on_ended(self, sentence: str = "") -> None:
        self._busy = False
        if sentence and self.against.currentData():  # what it was compared with may be gone
            with QSignalBlocker(self.against):
                self.against.clear()
            self._look_again()
        elif sentence:
            self.messages.say("problem", sentence)

    def _on_found(self, found: _Found) -> None:
        self._busy = False
        if self._stale:  # something changed meanwhile
            self._look_again()
            return
        self.found = found
        self._offer()
        self._fill_lists()
        self._show()

    def _offer(self) -> None:
        """Offer what there is to show, and what to compare with."""
        found, quarters = self.found
        what: dict[str, str] = {}
        if found is not None and found.headlines:
            what[STANDARDS] = "Standards, round by round"
            what |= {s.id: f"Questions: {s.short}" for s in found.headlines if lines_of(found, s.id).lines}
            if question_rows(found):
                what[QUESTIONS] = "All questions, then and now"
        if quarters is not None and quarters.headlines and quarters.headlines[0].points:
            what[QUARTERS] = "Standards, by the quarter plans were written in"
        with QSignalBlocker(self.what), QSignalBlocker(self.against):
            _refill(self.what, what or {STANDARDS: "nothing yet"}, self.what.currentData())
            choices = found.choices if found is not None else ()
            names = {name: name for name in choices} or {"": "nothing"}
            _refill(self.against, names, found.then if found is not None else "")

    def _show(self) -> None:
        """Show what is chosen of what was worked out."""
        found, quarters = self.found
        chosen = self.what.currentData()
        lines, why, said, read = Lines("", "", ()), "", [], []
        if chosen == QUARTERS and quarters is not None:
            lines, read = cohort_lines(quarters), _quarter_words(quarters)
            why = POOLED if self._together else ""
        elif found is not None:
            why = found.why or ("" if found.then else ONLY_ONE)
            read = [*found.cautions, *left_out(found)]
            if chosen == STANDARDS:
                lines, said = lines_of(found), _changes(found)
            elif chosen != QUESTIONS:
                lines, read = lines_of(found, chosen), [EXPLORATORY, *read]
        self._show_lines(lines, chosen)
        self._against_row.setVisible(chosen != QUARTERS and self.against.count() > 1)
        self.why.set_text(why)
        self.why.setVisible(bool(why))
        _fill(self.said, said)
        _fill(self.read, [(Text(line, "caption", "ink2"),) for line in read])
        announce(self, f"{self.what.currentText()}. {why}".strip())

    def _show_lines(self, lines: Lines, chosen: str) -> None:
        """Show a chart; or a table across the page of all questions, or of quarters too small for a percentage."""
        found, quarters = self.found
        table: Table | None = None
        if chosen == QUESTIONS and found is not None:
            table = Table("", question_columns(), question_rows(found), frozenset({1, 2, 3, 4}))
            self.table.show_table(table, self.what.currentText(), EXPLORATORY)
        elif chosen == QUARTERS and quarters is not None and not _charted(lines):
            table = quarter_table(quarters)
            self.table.show_table(table, self.what.currentText(), FEW_QUARTERS)
        self._shown = lines
        self.table.setVisible(table is not None)
        self._left.setVisible(table is None and bool(lines.lines))
        if table is None and lines.lines and self._figures is not None:
            self.card.head.heading.set_text(self.what.currentText())
            self.card.show_results(self._figures, f"{lines.caption}.")

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS and self._figures is not None:
            self._fill_lists()
            self._look_again()

    def _fill_lists(self) -> None:
        if self._figures is not None:
            self.markers.fill()
            self.papers.fill(self._figures)

    def _open(self, kept: KeptList) -> None:
        self.stack.setCurrentWidget(kept)
        kept.come_up()


def _charted(lines: Lines) -> bool:
    return any(dot.percent is not None for line in lines.lines for dot in line.dots)


def _refill(box: QComboBox, words: dict[str, str], chosen: str | None) -> None:
    """Offer these, with the one chosen that was, or the first."""
    box.clear()
    for key, text in words.items():
        box.addItem(text, key)
    box.setCurrentIndex(max(0, box.findData(chosen)))


def _changes(found: OverTime) -> list[tuple[QWidget, ...]]:
    """What changed, standard by standard: its verdict in a few words, then the sentence."""
    said: list[tuple[QWidget, ...]] = []
    for series in found.headlines:
        if series.change is not None:
            few = ". ".join(words for words in (chip(series.change), beside_chip(series.change)) if words)
            said.append((Text(series.short, bold=True), Text(few, "caption", "ink2"), Text(series.change.sentence)))
    return said


def _quarter_words(found: Cohorts) -> list[str]:
    undated = f"{found.undated:,} of {found.scored:,} plans stand in no quarter, for neither date is known."
    return [found.caution, *([undated] if found.undated else [])]


def _fill(card: Card, groups: list[tuple[QWidget, ...]]) -> None:
    """Put these below the title of a card; without any it is hidden."""
    for old in card.findChildren(Column, "entry", Qt.FindChildOption.FindDirectChildrenOnly):
        old.hide()
        old.setParent(None)
        old.deleteLater()
    for group in groups:
        entry = Column(*group, gap=0)
        entry.setObjectName("entry")
        card.add(entry)
    card.setVisible(bool(groups))
