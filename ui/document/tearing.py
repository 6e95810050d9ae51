"""Tearing the plan out of the pane into a window of its own, and putting it back."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.look import look
from ui.parts.empty import EmptyState


class _TornWindow(QWidget):
    leaving = Signal()

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        look().dress(self)
        self.setWindowTitle("Plan · EHCP Auditor")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(content)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Give the plan back first."""
        self.leaving.emit()
        super().closeEvent(event)


class Tearing(QObject):
    """Moves `content` between `home` and a window; `moved` says that it did."""

    moved = Signal()

    def __init__(self, home: QWidget, content: QWidget) -> None:
        super().__init__(home)
        self._content = content
        self._window: _TornWindow | None = None
        self._stand_in = EmptyState(
            "file-text", "The plan is in a window of its own.", "Close that window to bring it back.", "Bring it back"
        )
        self._stand_in.action.connect(self.put_back)
        self._stand_in.setVisible(False)
        self._box = QVBoxLayout(home)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.addWidget(self._stand_in)
        self._box.addWidget(content, 1)

    @property
    def out(self) -> bool:
        """Whether it is in a window of its own."""
        return self._window is not None

    def tear_out(self) -> None:
        """Into a window, as large as it was."""
        if self._window is not None:
            return
        size = self._content.size()
        self._box.removeWidget(self._content)
        self._window = _TornWindow(self._content)
        self._window.leaving.connect(self.put_back)
        self._window.resize(size)
        self._stand_in.setVisible(True)
        self._content.setVisible(True)
        self._window.show()
        self.moved.emit()

    def put_back(self) -> None:
        """Back into its home."""
        if self._window is None:
            return
        window, self._window = self._window, None
        self._stand_in.setVisible(False)
        self._box.addWidget(self._content, 1)
        self._content.setVisible(True)
        window.hide()
        window.deleteLater()
        self.moved.emit()
