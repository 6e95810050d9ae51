"""A table as the pages show them: row lines only, rows as high as the text asks, one Tab stop, Copy with tabs."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
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
        self._least_rows = 0
        self._restyle()
        look().changed.connect(self._restyle)

    def keep_in_view(self, rows: int) -> None:
        """Stay as high as the head and so many rows: a page that is lower scrolls."""
        self._least_rows = rows
        head, row = self.horizontalHeader().sizeHint().height(), self.verticalHeader().defaultSectionSize()
        self.setMinimumHeight(head + rows * row)

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
        if self._least_rows:
            self.keep_in_view(self._least_rows)

    def _widen(self, now: int, was: int) -> None:
        """Columns grow and shrink with the text, so that what fitted them fits them still."""
        header = self.horizontalHeader()
        for column in range(header.count()):
            own = header.sectionResizeMode(column) == QHeaderView.ResizeMode.Interactive
            if own and not header.isSectionHidden(column):
                header.resizeSection(column, header.sectionSize(column) * now // was)


class FittingTable(TableView):
    """A table of one-line rows that shares its width out anew whenever that, or the look, is another."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setWordWrap(False)
        self.horizontalHeader().setStretchLastSection(False)
        look().changed.connect(self.fit)

    def fit(self) -> None:
        """Take the widths that the words ask for."""
        raise NotImplementedError

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width out; a scroll bar that comes or goes changes it as well."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def changeEvent(self, event: QEvent) -> None:
        """Fonts come with the style sheet, after the rows."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self.fit()
