"""A combo box that says when it cannot show its words whole."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter

from ui.look import look


class Combo(QComboBox):
    """Shows what is chosen; where it is too long, with an ellipsis, and whole as the tool tip."""

    _told = ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the choice."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        part = QStyle.SubControl.SC_ComboBoxEditField
        room = self.style().subControlRect(QStyle.ComplexControl.CC_ComboBox, option, part, self)
        words = self.currentText()
        fitting = QFontMetrics(self.font()).elidedText(words, Qt.TextElideMode.ElideRight, room.width() - look().px(4))
        told = words if fitting != words else ""
        if told != self._told and self.toolTip() in ("", self._told):  # a tip that says something else stays
            self.setToolTip(told)
            self._told = told
        option.currentText = fitting  # type: ignore[attr-defined]  # a field the binding's stubs leave out
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
