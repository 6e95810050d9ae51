"""The desk's fields: an evidence note that saves itself, and a choice from a closed list."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QPlainTextEdit, QSizePolicy

from ui.look import look
from ui.parts.assist import selecting_picks
from ui.parts.combo import Combo

SAVE_AFTER = 800  # ms after the first key that is not saved: a note is never more than a second from the disk
LINES = 3


class NoteField(QPlainTextEdit):
    """Plain text in three lines. `typed` comes at most a second after a change; `left` when the keyboard goes."""

    typed = Signal(str)
    left = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)
        self._timer = QTimer(self, singleShot=True, interval=SAVE_AFTER)
        self._timer.timeout.connect(self.hand_over)
        self._handed = ""
        self.textChanged.connect(self._changed)
        self._restyle()
        look().changed.connect(self._restyle)

    def show_text(self, text: str) -> None:
        """Show a note without any signal."""
        self._timer.stop()
        self._handed = text
        if text != self.toPlainText():
            self.setPlainText(text)
            self._timer.stop()

    @property
    def waiting(self) -> bool:
        """Whether something was written that was not given out yet: assistive tools write without the keyboard."""
        return self.toPlainText() != self._handed

    def hand_over(self) -> None:
        """Give out what was typed, if it was not given out yet."""
        self._timer.stop()
        if self.waiting:
            self._handed = self.toPlainText()
            self.typed.emit(self._handed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc and Ctrl+Enter go back to the answers; everything else writes."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.key() == Qt.Key.Key_Escape or (enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.back.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hand over what was typed."""
        super().focusOutEvent(event)
        self.hand_over()
        self.left.emit()

    def _changed(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _restyle(self) -> None:
        line = QFontMetrics(look().font("body")).lineSpacing()
        self.setFixedHeight(line * LINES + 2 * look().px(12))


class Choice(Combo):
    """A closed list of words, blank first. `picked` comes only when a person chose."""

    picked = Signal(str)

    def __init__(self, words: Mapping[str, str], blank: str = "Not given") -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.addItem(blank, "")
        for key, word in words.items():
            self.addItem(word, key)
        self.activated.connect(lambda at: self.picked.emit(self.itemData(at)))
        selecting_picks(self)

    def show_key(self, key: str) -> None:
        """Show a choice without any signal; a word that is not in the list is shown as it is."""
        if key and self.findData(key) < 0:
            self.addItem(key, key)
        self.setCurrentIndex(max(0, self.findData(key)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The wheel scrolls the page and never changes a choice."""
        event.ignore()
