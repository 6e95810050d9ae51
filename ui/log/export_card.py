"""Before the change log is saved as a file: what to do with words in it that may identify somebody."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from auditor.free_text import NO_SHAPE, Found, told
from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text

KEEP, LEAVE_OUT, NOT_AT_ALL = "keep", "leave", "no"


class ExportCard(Card):
    """`answered` carries one of three answers."""

    answered = Signal(str)

    def __init__(self) -> None:
        self._title, self._words = Text("", bold=True), Text("")
        self.leave = PlainButton("Leave these words out")
        self.keep, self.no = PlainButton("Save it as it is"), PlainButton("Do not save")
        words = Column(
            self._title, self._words, Text(NO_SHAPE, "caption", "ink2"), Wrap(self.leave, self.keep, self.no, gap=2),
            gap=2,
        )  # fmt: skip
        top = Qt.AlignmentFlag.AlignTop
        super().__init__(Row(Icon("triangle-alert", "partly"), (words, 1), gap=2, align=top), kind="quiet", pad=3)
        for button, answer in ((self.leave, LEAVE_OUT), (self.keep, KEEP), (self.no, NOT_AT_ALL)):
            button.clicked.connect(lambda _=False, answer=answer: self._answer(answer))
        self.hide()

    def ask(self, found: tuple[Found, ...]) -> None:
        """Ask about these words, with the keyboard on the safe answer."""
        some = "1 place" if len(found) == 1 else f"{len(found):,} places"
        self._title.set_text(f"In {some} the log may identify somebody. Who will read the file?")
        self._words.set_text(told(found))
        self.setAccessibleName(f"{self._title.words} {self._words.words}")
        self.show()
        self.leave.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc saves nothing."""
        if event.key() == Qt.Key.Key_Escape:
            self._answer(NOT_AT_ALL)
        else:
            super().keyPressEvent(event)

    def _answer(self, answer: str) -> None:
        self.hide()
        self.answered.emit(answer)
