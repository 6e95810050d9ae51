"""A window of its own for the plan, on a second screen; closing it brings the plan back."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget


class TornWindow(QWidget):
    """Holds the plan while it is torn out. `leaving` comes before it closes."""

    leaving = Signal()

    def __init__(self, content: QWidget, title: str) -> None:
        super().__init__()
        self.setWindowTitle(title)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(content)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the plan back first."""
        self.leaving.emit()
        super().closeEvent(event)
