"""What was found in a list, as tabs: what it is, its columns, what is left out, what is worth a look."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from ui.frame.columns_pane import ColumnsPane
from ui.frame.found_pane import FoundPane
from ui.frame.problems_pane import ProblemsPane
from ui.frame.work import Read

COLUMNS, LEFT_OUT, ASKED = 1, 2, 3


class FoundTabs(QTabWidget):
    """`save_asked` asks for all that is wrong as a file."""

    save_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setDocumentMode(True)
        self.setAccessibleName("What was found")
        self.found, self.columns = FoundPane(), ColumnsPane()
        self.left_out = ProblemsPane(
            "Rows that are left out",
            "These rows are left out. Go on without them, or have them mended and read the list again.",
            "No row is left out.",
        )
        self.asked = ProblemsPane(
            "Rows worth a look",
            "The plans of these rows are in. What is said of them is worth a look.",
            "Nothing in the list is worth a second look.",
        )
        for pane, name in (
            (self.found, "What it is"), (self.columns, "Columns"), (self.left_out, ""), (self.asked, "")
        ):  # fmt: skip
            self.addTab(pane, name)
        for pane in (self.left_out, self.asked):
            pane.save_asked.connect(self.save_asked)

    def show_read(self, read: Read) -> None:
        """Show what came of reading: the first tab, or where it was refused the one that can mend it."""
        reading, frame = read.reading, read.reading.frame
        self.found.show_read(read)
        self.columns.show_reading(reading)
        self.left_out.show_rows(frame.rejected if frame else ())
        self.asked.show_rows(frame.questions if frame else ())
        for tab, name, count in (
            (LEFT_OUT, "Left out", len({row.row for row in frame.rejected}) if frame else 0),
            (ASKED, "Worth a look", len(frame.questions) if frame else 0),
        ):
            self.setTabText(tab, f"{name} ({count:,})")
            self.setTabVisible(tab, frame is not None)
        self.setCurrentIndex(0 if reading.refused is None else COLUMNS)
