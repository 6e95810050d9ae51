"""The other way to a sample: the list holds the plans that somebody picked already."""

from PySide6.QtCore import Signal

from db.vocabulary import Draw
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Wrap
from ui.parts.words import Text
from ui.setup.fields import choice, counter

ABOUT = "If the list holds just the plans to be audited, nothing is drawn. Figures then say how they were picked."
HOW = {
    Draw.CHOSEN: "Somebody chose them",
    Draw.ALL: "They are all there are",
    Draw.UNKNOWN: "Nobody knows how they were picked",
}


class PickedCard(Card):
    """Folded to one button until it is wanted; `asked` says how they were picked and from how many (0: not known)."""

    asked = Signal(object, int)

    def __init__(self) -> None:
        self.open = PlainButton("These plans are the sample already…", "list-checks")
        self.how = choice(HOW)
        self.of = counter(0, 999_999)
        self.of.setSpecialValueText("not known")
        self._of_row = FormRow("Picked from how many plans", self.of)
        self.use, self.leave = PlainButton("Use the list as the sample"), QuietButton("Draw instead", "x")
        self._form = Column(
            FormRow("How they were picked", self.how), self._of_row, Wrap(self.use, self.leave, gap=3), gap=3
        )
        super().__init__(
            Text(ABOUT, "caption", "ink2"), self.open, self._form, title="Picked already?", kind="quiet", gap=3
        )
        self.fold(True)
        self.open.clicked.connect(lambda: self.fold(False))
        self.leave.clicked.connect(lambda: self.fold(True))
        self.use.clicked.connect(lambda: self.asked.emit(Draw(self.how.currentData()), self.population))
        self.how.currentIndexChanged.connect(self._on_how)

    @property
    def population(self) -> int:
        """From how many plans they were picked; 0 where that is not known."""
        return 0 if self.how.currentData() == Draw.ALL else self.of.value()

    def fold(self, folded: bool) -> None:
        """Show the button alone, or the form with the keyboard on its first field."""
        had_keyboard = any(field.hasFocus() for field in (self.how, self.of, self.use, self.leave))
        self._form.setVisible(not folded)
        self.open.setVisible(folded)
        if not folded:
            self.how.setFocus()
        elif had_keyboard:
            self.open.setFocus()

    def _on_how(self) -> None:
        self._of_row.setVisible(self.how.currentData() != Draw.ALL)
