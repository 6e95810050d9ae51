"""What of the change log is shown: by words, person, deed, round and days."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.change_log import Known, Wanted
from ui.parts.buttons import QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Column, Wrap
from ui.people.fields import DayField
from ui.setup.fields import choice, offer

WAIT = 300  # ms after the last key
LEAST = 190  # design px of a field
EVERYBODY, EVERYTHING, EVERY_ROUND = "Everybody", "Everything", "Every round"


class Filters(Column):
    """`changed` when something else is wanted, a moment after the last key."""

    changed = Signal()

    def __init__(self) -> None:
        self.words = QLineEdit()
        self.words.setPlaceholderText("A plan's reference, a word, a log mark")
        self.words.setClearButtonEnabled(True)
        self.who, self.what, self.round = choice({}), choice({}), choice({})
        self.since, self.until = DayField("From"), DayField("To")
        self.clear_all = QuietButton("Show everything", "x")  # the page has a place for it beside the count
        self.clear_all.hide()
        first, second = Wrap(gap=3), Wrap(gap=3)
        for wrap, row in (
            (first, FormRow("Words", self.words)), (first, FormRow("Who", self.who)),
            (first, FormRow("What", self.what)), (second, FormRow("Round", self.round)),
            (second, self.since), (second, self.until),
        ):  # fmt: skip
            wrap.add(row, stretch=1, least=LEAST)  # all alike, so that the rows stand on the same columns
        super().__init__(first, second, gap=2)
        self._timer = QTimer(self, singleShot=True, interval=WAIT)
        self._timer.timeout.connect(self.changed)
        for field in (self.words, self.since.edit, self.until.edit):
            field.textChanged.connect(lambda *_: self._timer.start())
            field.returnPressed.connect(self._timer.start)
        for box in (self.who, self.what, self.round):
            box.currentIndexChanged.connect(lambda *_: self._timer.start())
        self.clear_all.clicked.connect(self.show_everything)
        self.show_known(Known((), (), (), 0))

    def show_known(self, found: Known) -> None:
        """Offer what stands in the log; what is chosen stays chosen."""
        for box, words, first in (
            (self.who, found.who, EVERYBODY), (self.what, found.what, EVERYTHING),
            (self.round, found.rounds, EVERY_ROUND),
        ):  # fmt: skip
            offer(box, {"": first, **{key: key for key in words}})

    def wanted(self) -> Wanted | None:
        """What is to be shown; None where a day cannot be read, and its row says so."""
        (since_good, since), (until_good, until) = self.since.check(), self.until.check()
        if not since_good or not until_good:
            return None
        boxes = (str(box.currentData() or "") for box in (self.who, self.what, self.round))
        found = Wanted(*boxes, since=since, until=until, words=self.words.text().strip())
        self.clear_all.setVisible(found != Wanted())
        return found

    def show_everything(self) -> None:
        """Take every filter away."""
        for box in (self.who, self.what, self.round):
            box.setCurrentIndex(0)
        for field in (self.words, self.since.edit, self.until.edit):
            field.clear()
        self.words.setFocus()
