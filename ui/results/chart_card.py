"""A chart on a card, with the same figures as a table one key away."""

from PySide6.QtCore import Qt, Signal

from auditor.figures import Results
from auditor.reports.blocks import Table
from auditor.reports.charts import Chart
from ui.parts.buttons import QuietButton
from ui.parts.chart import ChartView
from ui.parts.layout import Card, SectionTitle
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text


class ChartCard(Card):
    """A chart with its title, and the same figures as a table one key away.

    `opened` gives the number of the row, or of the bar, that Enter or a click is for.
    """

    opened = Signal(int)

    def __init__(self, chart: Chart, title: str) -> None:
        self._chart = chart
        self.view = ChartView(chart)
        self.table = TableView(f"{title} as a table")
        self.table.setVisible(False)
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.button = QuietButton("As a table", "table")
        self.button.clicked.connect(self.swap)
        self.view.table_asked.connect(self.swap)
        self.view.setCursor(Qt.CursorShape.PointingHandCursor)
        self.head = SectionTitle(title, self.button)
        self.note = Text("", "caption", "ink2")
        super().__init__(self.head, self.note, self.view, self.table, gap=2)
        self.setAccessibleName(title)
        self.view.picked.connect(self.opened)
        self.table.activated.connect(lambda index: self.opened.emit(index.row()))

    def show_results(self, figures: Results, note: str) -> None:
        """Draw these figures, with a line that says what they count."""
        self.note.set_text(note)
        self.view.show_results(figures)
        rows: Table = self._chart.table(figures)
        self.table.setModel(RowsModel(rows.columns, rows.rows, rows.numeric))
        self.table.resizeColumnsToContents()
        height = (
            self.table.horizontalHeader().height()
            + (len(rows.rows) + 1) * self.table.verticalHeader().defaultSectionSize()
        )
        self.table.setMinimumHeight(height)

    def swap(self) -> None:
        """Chart for table, or table for chart; the keyboard stays with what is shown."""
        as_table = not self.table.isVisibleTo(self)
        had_keyboard = self.view.hasFocus() or self.table.hasFocus()
        self.table.setVisible(as_table)
        self.view.setVisible(not as_table)
        self.button.setText("As a chart" if as_table else "As a table")
        self.button.set_icon("chart-column" if as_table else "table")
        if had_keyboard:
            (self.table if as_table else self.view).setFocus()
