"""The tab of the headlines: the bars, the statutory block, what they say and how sure it is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from auditor.extremes import extremes
from auditor.figures import Results
from auditor.reports.breakdown_words import criterion_line, ends_sentence, judged_sentence, parts_table, say
from auditor.reports.charts import STATUTORY, Chart
from auditor.reports.described import Beside, bars_of
from ui.pages.results_words import counted_by, how_sure, in_short
from ui.parts.fitted_table import TableCard
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text
from ui.results.chart_card import ChartCard

ENDS = 3  # questions named at either end


class HeadlinesTab(ScrollColumn):
    """The measures and the statutory block at the left; what they say and how sure it is at the right.

    `measure_asked` and `criterion_asked` say which headline or check somebody wants to see more of.
    """

    measure_asked = Signal(str)
    criterion_asked = Signal(str)

    def __init__(self) -> None:
        self._figures: Results | None = None
        self._beside = Beside()
        self.bars = ChartCard(Chart(lambda figures: bars_of(figures, self._beside)), "How good are the plans?")
        self.checks = ChartCard(STATUTORY, "Statutory checks")
        self.chart = self.bars.view
        self._parts = TableCard("The parts of the list")
        self._short, self._all = Card(title="In short"), Card(title="Of all the plans")
        self._ends = Card(title="Met most and least often")
        self._sure = Card(title="How sure are we?")
        self._words: list[QWidget] = []
        left = Column(self.bars, self.checks, self._parts, 1, gap=4)
        self._invented = Text("", tone="ink2")
        self._example = Card(self._invented, title="What is invented here", kind="quiet")
        right = Column(self._short, self._sure, self._all, self._ends, self._example, 1, gap=4)
        both = Wrap(gap=4)
        both.add(left, stretch=3, least=520)
        both.add(right, stretch=2, least=340)
        super().__init__(both, margins=(0, 4, 0, 6))
        self.bars.opened.connect(self._on_bar)
        self.checks.opened.connect(self._on_check)

    def show_results(self, figures: Results) -> None:
        """Show these figures; what they stand beside comes later, and stays while they are of the same round."""
        if self._figures is None or self._figures.round != figures.round:
            self._beside = Beside()
        self._figures = figures
        self.bars.show_results(figures, counted_by(figures))
        self.checks.setVisible(bool(figures.statutory))
        self.checks.show_results(figures, "One line each; never added up.")
        parts = parts_table(figures)
        self._parts.setVisible(parts is not None)
        if parts is not None:
            self._parts.show_table(parts, note=f"{parts.caption}.")
        self._invented.set_text(figures.invented)
        self._example.setVisible(bool(figures.invented))
        for widget in self._words:
            widget.setParent(None)
            widget.deleteLater()
        self._words = []
        for sentence in in_short(figures):
            self._say(self._short, Text(sentence))
        judged = [f"{m.short}: {said}" for m in figures.measures if (said := judged_sentence(m))]
        self._all.setVisible(bool(judged))
        for sentence in judged:
            self._say(self._all, Text(sentence))
        self._show_ends(figures)
        for icon, sentence in how_sure(figures):
            self._say(self._sure, Row(Icon(icon), (Text(sentence), 1), gap=2, align=Qt.AlignmentFlag.AlignTop))

    def show_beside(self, beside: Beside) -> None:
        """Show the round before and the targets on the bars."""
        if self._figures is not None and beside != self._beside:
            self._beside = beside
            self.bars.show_results(self._figures, counted_by(self._figures))

    def _show_ends(self, figures: Results) -> None:
        """The questions met most and least often; the headlines are never ranked."""
        found = extremes(figures, ENDS)
        self._ends.setVisible(bool(found.strongest or found.weakest))
        for title, criteria in (("strongest", found.strongest), ("weakest", found.weakest)):
            if criteria:
                self._say(self._ends, Text(say(f"ends.{title}"), bold=True))
            for criterion in criteria:
                self._say(self._ends, Text(criterion_line(criterion)))
        self._say(self._ends, Text(ends_sentence(figures), "caption", "ink2"))

    def _say(self, card: Card, widget: QWidget) -> None:
        self._words.append(widget)
        card.add(widget)

    def _on_bar(self, row: int) -> None:
        if self._figures is not None and 0 <= row < len(self._figures.measures):
            self.measure_asked.emit(self._figures.measures[row].id)

    def _on_check(self, row: int) -> None:
        if self._figures is not None and 0 <= row < len(self._figures.statutory):
            self.criterion_asked.emit(self._figures.statutory[row].id)
