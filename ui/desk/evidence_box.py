"""The evidence of the open criterion: its chips, and a question before words that may identify somebody are kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from auditor.contents import Evidence
from ui.desk.evidence_chip import EvidenceChip
from ui.desk.group import Group
from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text

KEEP, PLACE_ONLY, LEAVE_OUT = "keep", "place", "leave"


class IdentityQuestion(Card):
    """Asks in place what to do with words that may identify somebody. `answered` carries one of the three choices."""

    answered = Signal(str)

    def __init__(self) -> None:
        self._title, self._quoted = Text("", bold=True), Text("", tone="ink2")
        self.place = PlainButton("Keep only the place")
        self.keep, self.leave = PlainButton("Keep it"), PlainButton("Leave it out")
        words = Column(self._title, self._quoted, Wrap(self.place, self.keep, self.leave, gap=2), gap=2)
        top = Qt.AlignmentFlag.AlignTop
        super().__init__(Row(Icon("triangle-alert", "partly"), (words, 1), gap=2, align=top), kind="quiet", pad=3)
        for button, choice in ((self.place, PLACE_ONLY), (self.keep, KEEP), (self.leave, LEAVE_OUT)):
            button.clicked.connect(lambda _=False, choice=choice: self.answered.emit(choice))
        self.hide()

    def ask(self, looks_like: str, item: Evidence) -> str:
        """Ask about a piece of evidence, with the keyboard on the safe answer; returns the question in words."""
        question = f"This may identify somebody: it looks like {looks_like}."
        self._title.set_text(question)
        self._quoted.set_text(f"“{item.quotation}”")
        self.setAccessibleName(question)
        self.place.setAccessibleDescription(question)
        self.show()
        self.place.setFocus(Qt.FocusReason.OtherFocusReason)
        return question

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it out."""
        if event.key() == Qt.Key.Key_Escape:
            self.answered.emit(LEAVE_OUT)
        else:
            super().keyPressEvent(event)


class EvidenceBox(Group):
    """Empty and without height while there is no evidence and nothing to ask."""

    asked = Signal(object)  # Evidence: show its place
    removed = Signal(int)  # its place in the list

    def __init__(self) -> None:
        self._label = Text("Evidence", "caption", "ink2", bold=True)
        self._chips = Column(gap=1)
        self.question = IdentityQuestion()
        self._items: tuple[Evidence, ...] = ()
        self._read_only = False
        super().__init__(Column(self._label, self._chips, self.question, gap=1))
        self.setAccessibleName("Evidence")
        self._show_any()

    def show_items(self, items: Sequence[Evidence], read_only: bool) -> bool:
        """Show these pieces of evidence. Returns whether anything differs from what stood there."""
        if (tuple(items), read_only) == (self._items, self._read_only):
            return False
        at = next((n for n, chip in enumerate(self.chips()) if chip.words.hasFocus()), None)
        self._items, self._read_only = tuple(items), read_only
        self._chips.clear()
        for number, item in enumerate(items):
            chip = EvidenceChip(item, number + 1, len(items), read_only)
            chip.asked.connect(lambda item=item: self.asked.emit(item))
            chip.removed.connect(lambda number=number: self.removed.emit(number))
            self._chips.add(chip)
            chip.show()
        if at is not None and items:
            self.chips()[min(at, len(items) - 1)].words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_any()
        return True

    def chips(self) -> list[EvidenceChip]:
        """The chips, in order."""
        return [chip for chip in self._chips.findChildren(EvidenceChip) if chip.parent() is self._chips]

    def ask(self, looks_like: str, item: Evidence) -> str:
        """Ask whether to keep words that may identify somebody; returns the question in words."""
        self.show()
        return self.question.ask(looks_like, item)

    def stop_asking(self) -> None:
        """Take the question away."""
        self.question.hide()
        self._show_any()

    def _show_any(self) -> None:
        self._label.setVisible(bool(self._items))
        self._chips.setVisible(bool(self._items))
        self.setVisible(bool(self._items) or not self.question.isHidden())
