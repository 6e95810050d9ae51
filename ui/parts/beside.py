"""A list and what belongs to its chosen row: side by side, or one above the other where it is narrow."""

from PySide6.QtCore import QMargins
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from ui.look import look


class Beside(QWidget):
    """The list and its detail share the width as `parts` say; below `least` design px they stand above each other.

    With `detail_first` it is the detail that then stands above.
    """

    def __init__(
        self,
        main: QWidget,
        detail: QWidget,
        parts: tuple[int, int] = (3, 2),
        least: int = 860,
        detail_first: bool = False,
    ) -> None:
        super().__init__()
        self._least, self._parts = least, parts
        self._stacked = QBoxLayout.Direction.BottomToTop if detail_first else QBoxLayout.Direction.TopToBottom
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.addWidget(main, parts[0])
        self._box.addWidget(detail, parts[1])
        look().changed.connect(self._arrange)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other where there is room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        across = self.width() >= look().px(self._least)
        way = QBoxLayout.Direction.LeftToRight if across else self._stacked
        for at, part in enumerate(self._parts if across else (1, 1)):
            self._box.setStretch(at, part)
        self._box.setSpacing(look().space(4))
        self._box.setContentsMargins(QMargins())
        if self._box.direction() != way:
            self._box.setDirection(way)
