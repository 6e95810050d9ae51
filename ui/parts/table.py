"""A table as the pages show them: row lines only, rows as high as the text asks, one Tab stop, Copy with tabs."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from ui.look import look

ROW = 36  # design px


class TableView(QTableView):
    """Set a model, and give it a name for screen readers. Arrows move by row, Tab leaves, Copy takes whole rows."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        self._restyle()
        look().changed.connect(self._restyle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy puts the selected rows, with their column heads, on the clipboard as tab-separated text."""
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.selected_text())
        else:
            super().keyPressEvent(event)

    def selected_text(self) -> str:
        """The selected rows under their column heads: tabs between columns, a line a row."""
        model = self.model()
        shown = [column for column in range(model.columnCount()) if not self.isColumnHidden(column)]
        heads = [" ".join(str(model.headerData(column, Qt.Orientation.Horizontal)).split()) for column in shown]
        rows = sorted({index.row() for index in self.selectedIndexes()})
        lines = [heads, *([model.index(row, column).data() for column in shown] for row in rows)]
        return "\n".join("\t".join("" if cell is None else str(cell) for cell in line) for line in lines)

    def _restyle(self) -> None:
        was, row = self.verticalHeader().defaultSectionSize(), look().px(ROW)
        self.verticalHeader().setDefaultSectionSize(row)
        self._widen(row, was)
        self.setIconSize(QSize(look().px(18), look().px(18)))

    def _widen(self, now: int, was: int) -> None:
        """Columns grow and shrink with the text, so that what fitted them fits them still."""
        header = self.horizontalHeader()
        for column in range(header.count()):
            own = header.sectionResizeMode(column) == QHeaderView.ResizeMode.Interactive
            if own and not header.isSectionHidden(column):
                header.resizeSection(column, header.sectionSize(column) * now // was)
