"""What each answer to a question means: mark, word and anchor, in the order of the answers."""

from html import escape

from PySide6.QtCore import Qt

from auditor.frameworks import Criterion
from db.vocabulary import Value
from ui.look import WORDS
from ui.parts.layout import Column, Row
from ui.parts.pictures import Mark
from ui.parts.words import Text

VALUES = (Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE)


class _Meaning(Row):
    """One answer."""

    def __init__(self, value: Value, ground: str) -> None:
        self._word = WORDS[value.token]
        self._words = Text("", tone="ink2", markup=True)
        mark = Mark(value.token, 16, ground)
        super().__init__(Column(mark, 1), (self._words, 1), gap=2, align=Qt.AlignmentFlag.AlignTop)

    def show_anchor(self, anchor: str | None) -> None:
        """Show an anchor, or nothing where the answer is not offered."""
        self.setVisible(bool(anchor))
        if anchor:
            self._words.set_text(f"<b>{self._word}.</b> {escape(anchor, quote=False)}")

    def set_chosen(self, chosen: bool) -> None:
        """Write the anchor of the chosen answer in full ink."""
        tone = "ink" if chosen else "ink2"
        if self._words.property("tone") != tone:
            self._words.set_tone(tone)


class Meanings(Column):
    """Shows one question's anchors after another's; `ground` is the paper the marks stand on."""

    def __init__(self, ground: str = "surface") -> None:
        self._of = {value: _Meaning(value, ground) for value in VALUES}
        super().__init__(*self._of.values(), gap=1)

    def show_criterion(self, criterion: Criterion) -> None:
        """Show what the answers to this question mean."""
        for value, meaning in self._of.items():
            meaning.show_anchor(getattr(criterion, value.token))

    def set_chosen(self, chosen: Value | None) -> None:
        """Bring out the anchor of one answer, or of none."""
        for value, meaning in self._of.items():
            meaning.set_chosen(value is chosen)
