"""A table as high as its rows and as wide as its place: its first column takes the spare width."""

from auditor.reports.blocks import Table
from ui.look import look
from ui.parts.layout import Card, SectionTitle
from ui.parts.rows import RowsModel
from ui.parts.table import FittingTable
from ui.parts.words import Text

LEAST = 180  # design px of the first column, where its names are longer and the rest needs the room
MOST_ROWS = 200


class FittedTable(FittingTable):
    """Shows a table of a report. Where it is wider than its place it scrolls sideways.

    `most_rows` are shown at once; more scroll within the table.
    """

    def __init__(self, name: str, most_rows: int = MOST_ROWS) -> None:
        super().__init__(name)
        self._most_rows = most_rows

    def show_table(self, table: Table) -> None:
        """Show these rows."""
        self.show_model(RowsModel(table.columns, table.rows, table.numeric))

    def show_model(self, model: RowsModel) -> None:
        """Show the rows of a model."""
        self._model = model  # a view does not keep its model
        self.setModel(model)
        self.fit()

    def fit(self) -> None:
        """Take the widths and the height that the words ask for."""
        model = self.model()
        if model is None:
            return
        self.resizeColumnsToContents()
        columns = [self.columnWidth(column) for column in range(1, model.columnCount())]
        room = self.viewport().width()
        spare, least = room - sum(columns), min(self.columnWidth(0), look().px(LEAST), room // 3)
        # names are cut, and told whole by their tips, before anything has to scroll
        self.setColumnWidth(0, max(spare, least))
        wide = self.columnWidth(0) + sum(columns) > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if wide else 0
        rows = min(model.rowCount(), self._most_rows)
        head = self.horizontalHeader().sizeHint().height()
        self.setFixedHeight(head + rows * self.verticalHeader().defaultSectionSize() + bar + 2)


class TableCard(Card):
    """A card with a title, a line of what is counted, and a table."""

    def __init__(self, title: str, note: str = "") -> None:
        self.table = FittedTable(title)
        self.head = SectionTitle(title)
        self.note = Text(note, "caption", "ink2")
        super().__init__(self.head, self.note, self.table, 1, gap=2)
        self.note.setVisible(bool(note))
        self.setAccessibleName(title)

    def show_table(self, table: Table, title: str = "", note: str = "") -> None:
        """Show another table, with another title and note where they are given."""
        if title:
            self.head.heading.set_text(title)
            self.table.setAccessibleName(title)
        if note:
            self.note.set_text(note)
            self.note.setVisible(True)
        self.table.show_table(table)
