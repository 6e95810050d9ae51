"""Who agreed to a public edition, who saw it early, and as which files it is made."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from auditor.editions.releases import LONGEST
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.layout import Card, Row, SectionTitle, Wrap
from ui.parts.words import Text
from ui.report.words import FORMATS
from ui.setup.fields import Line, side_by_side

NOTE = (
    "Publishing is entered in the register with your name, who agreed and what was hidden. It cannot be taken back: "
    "what is out is out, and later editions are held to it."
)


class AgreeCard(Card):
    """`agreed` carries who agreed, who saw it early and the kinds of file, once all of that is there."""

    agreed = Signal(str, str, object)

    def __init__(self) -> None:
        self.who = Line(
            "Who agreed to publishing this", "Dana Example, data protection officer", "Write who agreed to it.",
            "Somebody who has seen what is hidden and why.",
        )  # fmt: skip
        self.early = Line("Who saw it early", "the chair of the Board, a day before", "", "Nobody, if left empty.")
        for line in (self.who, self.early):
            line.edit.setMaxLength(LONGEST)
        self.formats = {key: QCheckBox(words) for key, words in FORMATS.items()}
        for key in ("pdf", "html", "csv"):
            self.formats[key].setChecked(True)
        self.problem = Text("", "caption", "delayed", bold=True)
        self.problem.hide()
        self.doubt, self.publish = Doubt("Publish with these words"), PlainButton("Publish…", "send")
        super().__init__(
            SectionTitle("Agree and publish"), side_by_side(self.who, self.early), Wrap(*self.formats.values(), gap=3),
            self.problem, Text(NOTE, "caption", "ink2"), self.doubt, Row(self.publish, 1), gap=3,
        )  # fmt: skip
        self.setAccessibleName("Agree and publish")
        self.publish.clicked.connect(self.ask)

    def ask(self) -> None:
        """Check what was written, and hand it on."""
        who, early = self.who.check(), self.early.text
        kinds = [key for key, box in self.formats.items() if box.isChecked()]
        self.problem.set_text("" if kinds else "Tick at least one kind of file.")
        self.problem.setVisible(not kinds)
        if not who:
            self.who.edit.setFocus()
        elif kinds:
            self.doubt.before(lambda: self.agreed.emit(who, early, kinds), self.early.edit, ("who saw it early", early))

    def clear(self) -> None:
        """Forget what was written."""
        self.who.edit.clear()
        self.early.edit.clear()
        self.who.set_problem("")
