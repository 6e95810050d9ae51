"""A part of the page that assistive tools announce as a named group."""

from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGroupBox, QVBoxLayout, QWidget


class Group(QGroupBox):
    """Holds widgets below each other and looks like nothing. Only a group box has the role of a group in Qt."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            box.addWidget(widget)
        self.setContentsMargins(0, 0, 0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Take back the room that a group box keeps for its title."""
        super().resizeEvent(event)
        self.setContentsMargins(0, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw nothing."""
