"""The tab of causes: what shortfalls were put down to, by the agency best placed to act and by standard."""

from dataclasses import replace

from PySide6.QtGui import QShowEvent

from auditor.breakdowns import CAUSE, break_down
from auditor.cases import Reading
from auditor.figures import Breakdown, Results
from auditor.reports.breakdown_words import basis_words, breakdown_table, title_words
from auditor.reports.content import causes_table
from ui.parts.empty import EmptyState
from ui.parts.fitted_table import TableCard
from ui.parts.layout import ScrollColumn
from ui.results.rows import two_lines
from ui.tasks import Steps, Tasks

COUNTED = (
    "Shortfalls that any auditor put down to a cause, or that a decision did; how many of them each agency is best "
    "placed to mend. One for which two causes were named counts for both."
)


class CausesTab(ScrollColumn):
    """Two tables; the second is worked out on the worker when the tab is first looked at."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks
        self._reading: Reading | None = None
        self._stale = False
        self.by_agency = TableCard("Causes by agency", COUNTED)
        self.by_standard = TableCard("Causes by standard")
        self.none = EmptyState(
            "chart-column", "No cause is named yet.", "Auditors name one for each shortfall they find."
        )
        super().__init__(self.none, self.by_agency, self.by_standard, margins=(0, 4, 0, 6))
        self.setFocusProxy(self.by_agency.table)

    def show_results(self, figures: Results, reading: Reading | None) -> None:
        """Show the causes of these figures."""
        self._reading = reading if figures.causes else None
        self.none.setVisible(not figures.causes)
        self.by_agency.setVisible(bool(figures.causes))
        self.by_standard.hide()
        if figures.causes:
            self.by_agency.show_table(causes_table(figures))
        self._stale = self._reading is not None
        self._look_again()

    def showEvent(self, event: QShowEvent) -> None:
        """What waited to be worked out until somebody looks."""
        super().showEvent(event)
        self._look_again()

    def _look_again(self) -> None:
        reading = self._reading
        if not self._stale or not self.isVisible() or reading is None:
            return
        self._stale = False

        def work() -> Steps:
            yield "Sorting the causes"
            return break_down(reading, (CAUSE,))

        self._tasks.start("Sorting the causes", work).done.connect(lambda found: self._show(reading, found))

    def _show(self, reading: Reading, found: Breakdown) -> None:
        if reading is self._reading and found.groups:
            table = breakdown_table(found)
            columns = tuple(two_lines(head) for head in table.columns)
            self.by_standard.show_table(replace(table, columns=columns), title_words(found.fields), basis_words(found))
            self.by_standard.show()
