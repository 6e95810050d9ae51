"""The step that saves the key list: locked with a passphrase, unless somebody knowingly chooses otherwise."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QRadioButton

from auditor.sealing import SHORTEST, weakness
from ui.look import look
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, ScrollColumn
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.setup.fields import side_by_side

ABOUT = (
    "Whoever has the key list can tell whose plans these are; without it nobody can, not even you. Keep it where only "
    "you can open it, and not in the workspace's folder. You need it to find a plan's papers, and to give the same "
    "plans the same references next time."
)
CHOICES = (
    (
        "locked",
        "Locked with a passphrase (usual)",
        "Encrypted, in the format called age. This program opens it; no search looks into it.",
    ),
    ("clear", "In clear, as a CSV file", "Anybody who gets at the file reads every name or number in it."),
    ("none", "Keep no key list", "Nobody can find a plan's papers by its reference, and the next list starts anew."),
)
ADVICE = f"At least {SHORTEST} characters: four words that do not belong together. It cannot be put back if forgotten."
CARD_WIDE = 820  # design px


class KeyStep(ScrollColumn):
    """What becomes of the key list. `entered` comes with Enter in a field."""

    entered = Signal()

    def __init__(self) -> None:
        self._about = Text(ABOUT)
        self.choices = {key: QRadioButton(words) for key, words, _ in CHOICES}
        group = QButtonGroup()
        rows: list[Column] = []
        for key, _, means in CHOICES:
            group.addButton(self.choices[key])
            self.choices[key].setAccessibleDescription(means)
            rows.append(Column(self.choices[key], Text(means, "caption", "ink2"), gap=0))
        self.first, self.second = QLineEdit(), QLineEdit()
        self.row = FormRow("Passphrase", self.first, ADVICE)
        self.again = FormRow("The same once more", self.second)
        self._show = QCheckBox("Show the passphrase")
        self._fields = Column(side_by_side(self.row, self.again), self._show, gap=2)
        self._card = Card(self._about, *rows, self._fields, title="Save the key list first", gap=4, pad=5)
        super().__init__(self._card, margins=(0, 4, 0, 6))
        self.first.textChanged.connect(lambda: self.row.set_problem(""))
        self.second.textChanged.connect(lambda: self.again.set_problem(""))
        self.first.returnPressed.connect(self.second.setFocus)
        self.second.returnPressed.connect(self.entered)
        self._show.toggled.connect(self._mask)
        group.setParent(self)
        group.buttonToggled.connect(lambda *_: self._fit())
        look().changed.connect(self._fit)
        self.start()

    def start(self) -> None:
        """Start anew: locked, no passphrase."""
        self.choices["locked"].setChecked(True)
        self.forget()
        self._show.setChecked(False)
        self._mask(False)
        self._fit()

    def forget(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.second.clear()

    @property
    def chosen(self) -> str:
        """Which of CHOICES: locked, clear, none."""
        return next(key for key, button in self.choices.items() if button.isChecked())

    def passphrase(self) -> str:
        """The passphrase if both fields hold it and it is long enough; otherwise the fields say what is wrong."""
        self.row.set_problem(weakness(self.first.text()))
        differs = self.first.text() != self.second.text()
        self.again.set_problem("This is not the same passphrase." if differs and not self.row.problem else "")
        if self.row.problem or differs:
            (self.first if self.row.problem else self.second).setFocus()
            # once the sentence has its place
            bring_into_view(self._fields)
            return ""
        return self.first.text()

    def _mask(self, shown: bool) -> None:
        for field in (self.first, self.second):
            field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)

    def _fit(self) -> None:
        self._fields.setVisible(self.chosen == "locked")
        self._card.setMaximumWidth(look().px(CARD_WIDE))
