"""Find in the plan: a field, how many were found, the one before and the one after."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from ui.parts.buttons import QuietButton
from ui.parts.layout import Row
from ui.parts.words import Text


class _Field(QLineEdit):
    stepped = Signal(int)
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next place, Shift+Enter back, Esc to the plan."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class FindBar(Row):
    """`asked` carries the words to look for; `stepped` 1 or -1; `left` says that the keyboard goes to the plan."""

    asked = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self) -> None:
        self.field = _Field()
        self.field.setPlaceholderText("Find in plan")
        self.field.setAccessibleName("Find in plan")
        self.field.setClearButtonEnabled(False)
        self._count = Text("", "caption", "ink2", wrap=False)
        self.back = QuietButton(icon="chevron-up", name="Previous place found", key="Shift+F3")
        self.next = QuietButton(icon="chevron-down", name="Next place found", key="F3")
        super().__init__((self.field, 1), self._count, self.back, self.next, gap=1)
        self.field.textChanged.connect(self.asked)
        self.field.stepped.connect(self.stepped)
        self.field.left.connect(self.left)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.show_count("")

    @property
    def words(self) -> str:
        """What is looked for."""
        return self.field.text().strip()

    @property
    def count(self) -> str:
        """What is said about it: '3 of 13', 'Not found', or nothing."""
        return self._count.words

    def show_count(self, words: str) -> None:
        """Say how many were found."""
        self._count.set_text(words)
        self._count.setVisible(bool(words))
        some = bool(words) and words[0].isdigit()
        self.back.setVisible(some)
        self.next.setVisible(some)
        self.field.setAccessibleDescription(words)

    def set_searchable(self, searchable: bool) -> None:
        """A scan has nothing to find."""
        self.field.setEnabled(searchable)
        self.field.setPlaceholderText("Find in plan" if searchable else "A picture: nothing to find")
