"""The tab of the questions: all or those of one headline; of one question its plans; of one plan who answered what."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from auditor.cases import Case, Reading
from auditor.figures import CriterionFigure, Results
from auditor.reports.wording import counted, say
from ui.parts.announce import announce
from ui.parts.buttons import QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Column, Row, ScrollColumn, Wrap
from ui.parts.words import Heading
from ui.results.rows import STATUTORY, asked_cases, criteria_of, criteria_rows, plan_rows, token_of
from ui.results.table_pane import MOST, TablePane
from ui.setup.fields import choice

ORDER = ("met", "partly", "not_met", "not_applicable", "cannot_tell", "undecided")


class CriteriaTab(QWidget):
    """Questions, and one step further in the plans of one of them. Esc goes back."""

    def __init__(self) -> None:
        super().__init__()
        self._figures: Results | None = None
        self._reading: Reading | None = None
        self._shown: list[CriterionFigure] = []
        self.measure = choice({"": "All questions"})
        self.measure.currentIndexChanged.connect(self._show_questions)
        self.pane = TablePane(
            "Every question of the framework", "Choose a row to read the question whole.", "Show its plans"
        )
        self.pane.opened.connect(self._open)
        self.table, self.title = self.pane.table, self.pane.title
        self.plans = _PlansPane()
        self.plans.left.connect(self._go_back)
        self._stack = QStackedWidget()
        chooser = Wrap(gap=4)
        chooser.add(FormRow("Questions of", self.measure), stretch=1, least=280)
        chooser.add(Column(1, gap=0), stretch=1, least=280)
        self._stack.addWidget(ScrollColumn(chooser, (self.pane, MOST), gap=0, margins=(0, 4, 2, 0)))
        self._stack.addWidget(self.plans)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self._stack)
        self.setFocusProxy(self.table)

    def show_results(self, figures: Results, reading: Reading | None) -> None:
        """Show these figures; without what they were made of, no question can be opened."""
        self._figures, self._reading = figures, reading
        was = self.measure.currentData()
        with QSignalBlocker(self.measure):
            self.measure.clear()
            self.measure.addItem("All questions", "")
            for m in figures.measures:
                self.measure.addItem(m.short, m.id)
            if figures.statutory:
                self.measure.addItem(STATUTORY, STATUTORY)
            self.measure.setCurrentIndex(max(0, self.measure.findData(was)))
        self.pane.set_opens(reading is not None)
        self._go_back()
        self._show_questions()

    def show_measure(self, measure: str) -> None:
        """Show the questions of one headline, or the statutory checks."""
        self._go_back()
        self.measure.setCurrentIndex(max(0, self.measure.findData(measure)))
        self.table.setFocus()

    def show_criterion(self, key: str) -> None:
        """Show one question among all, chosen."""
        self.show_measure("")
        rows = [c.id for c in self._shown]
        if key in rows:
            self.pane.choose(rows.index(key))

    def _show_questions(self) -> None:
        if self._figures is not None:
            self._shown = criteria_of(self._figures, self.measure.currentData() or "")
            self.pane.show_rows(*criteria_rows(self._figures, self._shown))

    def _open(self, row: int) -> None:
        if self._reading is None or not 0 <= row < len(self._shown):
            return
        self.plans.show_criterion(self._reading, self._shown[row])
        self._stack.setCurrentWidget(self.plans)
        self.setFocusProxy(self.plans.pane.table)
        self.plans.pane.table.setFocus()
        announce(self, self.plans.title.words)

    def _go_back(self) -> None:
        had_keyboard = self.plans.isAncestorOf(self.focusWidget() or self)
        self._stack.setCurrentIndex(0)
        self.setFocusProxy(self.table)
        if had_keyboard:
            self.table.setFocus()


class _PlansPane(ScrollColumn):
    """The plans that count for a question, all or those with one answer, and who answered what on the chosen one."""

    left = Signal()

    def __init__(self) -> None:
        self.back = QuietButton("Back to the questions", "arrow-left")
        self.title = Heading("", 2)
        self.answer = choice({"": "All answers"})
        self.answer.currentIndexChanged.connect(self._show_plans)
        self.pane = TablePane("Plans with their answer", "Choose a row to see what each auditor answered.")
        self._reading: Reading | None = None
        self._figure: CriterionFigure | None = None
        self._cases: list[Case] = []
        chooser = Wrap(gap=4)
        chooser.add(FormRow("Plans with the answer", self.answer), stretch=1, least=280)
        chooser.add(Column(1, gap=0), stretch=1, least=280)
        super().__init__(
            Row(self.back, 1), self.title, chooser, (self.pane, MOST), gap=3, margins=(0, 4, 2, 0),
        )  # fmt: skip
        self.back.clicked.connect(self.left)

    def show_criterion(self, reading: Reading, figure: CriterionFigure) -> None:
        """Show the plans of a question."""
        self._reading, self._figure = reading, figure
        self._cases = asked_cases(reading, figure)
        self.title.set_text(f"{figure.id}  {figure.short}")
        tokens = [token_of(case.answers[figure.id]) for case in self._cases]
        with QSignalBlocker(self.answer):
            self.answer.clear()
            self.answer.addItem(f"All answers: {counted(len(tokens), 'plan')}", "")
            for token in ORDER:
                if n := tokens.count(token):
                    self.answer.addItem(f"{say(f'answer.{token}')}: {counted(n, 'plan')}", token)
        self._show_plans()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the questions."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _show_plans(self) -> None:
        if self._reading is None or self._figure is None:
            return
        wanted, key = self.answer.currentData() or "", self._figure.id
        shown = [case for case in self._cases if not wanted or token_of(case.answers[key]) == wanted]
        self.pane.show_rows(*plan_rows(self._reading, self._figure, shown))
        if shown:
            self.pane.choose(0)
