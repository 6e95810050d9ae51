"""The plans that cannot wait, at the top of where a round stands until each is closed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from auditor.urgent.view import WORDS, UrgentPlan, raised_words, today
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Rule, Wrap
from ui.parts.pictures import Mark
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.setup.fields import day

TOLD, DONE = "told", "done"
EMPTY = {TOLD: "Write who was told.", DONE: "Say in a few words what was done."}


class UrgentCard(Card):
    """Hidden while nothing waits. `told` carries the flag, who was told and the day; `done` what was done and the day.

    A plan of another round is shown with its round.
    """

    told = Signal(int, str, object)
    done = Signal(int, str, object)

    def __init__(self) -> None:
        self._rows = Column(gap=3)
        self.ask = AskBox()
        super().__init__(self._rows, self.ask, title="Cannot wait", gap=3)
        self.set_kind("here")
        self.ask.given.connect(self._given)
        self._shown: Sequence[UrgentPlan] = ()
        self.hide()

    def show_plans(self, plans: Sequence[UrgentPlan], here: str) -> None:
        """Show those that are open; what is being written of one of them stays."""
        self._shown = plans
        self.setVisible(bool(plans))
        self._rows.clear()
        for at, one in enumerate(plans):
            if at:
                self._rows.add(Rule())
            self._rows.add(self._row(one, here))
        if self.ask.flag not in [one.id for one in plans]:
            self.ask.hide()

    def buttons(self) -> list[PlainButton]:
        """What can be done, row by row."""
        return self._rows.findChildren(PlainButton)

    def _row(self, one: UrgentPlan, here: str) -> QWidget:
        day_now = today()
        overdue = one.overdue(day_now)
        where = "" if one.round == here else f" · {one.round}"
        words = Column(
            Text(f"{one.reference}{where}. {WORDS[one.kind]}.", bold=True),
            Text(one.told_words(day_now), tone="delayed" if overdue else "ink", bold=overdue),
            gap=0,
        )
        if one.words:
            words.add(Text(one.words))
        to_tell = f" Contact: {one.named}." if one.named and one.told_on is None else ""
        words.add(Text(f"{raised_words(one)}{to_tell}", "caption", "ink2"))
        told = PlainButton("Somebody was told…" if one.told_on is None else "Told otherwise…",
                           name=f"{one.reference}: note who was told")  # fmt: skip
        told.clicked.connect(lambda: self.ask.open(TOLD, one))
        done = PlainButton("Done…", icon="check", name=f"{one.reference}: note what was done, and close it")
        done.setEnabled(one.told_on is not None)
        done.clicked.connect(lambda: self.ask.open(DONE, one))
        body = Wrap(gap=3)
        body.add(words, stretch=1, least=300)
        body.add(Row(told, done, gap=2))
        mark = Mark("delayed" if one.told_on is None else "under_way", 22)
        return Row(Column(mark, 1), (body, 1), gap=3, align=Qt.AlignmentFlag.AlignTop)

    def _given(self, what: str, flag: int, words: str, on: date) -> None:
        (self.told if what == TOLD else self.done).emit(flag, words, on)


class AskBox(Column):
    """Words and a day, asked in place: who was told, or what was done."""

    given = Signal(str, int, str, object)

    def __init__(self) -> None:
        self.words = QLineEdit()
        self._row = FormRow("Who was told", self.words)
        self.day = day(QDate.currentDate())
        self.day.setMaximumDate(QDate.currentDate())
        fields = Wrap(gap=3)
        fields.add(self._row, 2, 320)
        fields.add(FormRow("On", self.day), 1, 180)
        self.doubt = Doubt("Keep these words", "Change the words")
        self.save, self._leave = PlainButton("Keep", icon="check"), QuietButton("Leave it")
        super().__init__(fields, self.doubt, Wrap(self.save, self._leave, gap=2), gap=2)
        self.flag: int | None = None
        self._what = TOLD
        self.save.clicked.connect(self._give)
        self.words.returnPressed.connect(self._give)
        self._leave.clicked.connect(self.hide)
        self.hide()

    def open(self, what: str, one: UrgentPlan) -> None:
        """Ask about one plan."""
        self._what, self.flag = what, one.id
        self._row.label.set_text(
            f"Who was told of {one.reference}" if what == TOLD else f"What was done about {one.reference}"
        )
        self.words.setAccessibleName(self._row.label.words)
        self.words.setText(one.contact or one.named if what == TOLD else "")
        self.day.setMaximumDate(QDate.currentDate())
        self.day.setDate(QDate.currentDate())
        self._row.set_problem("")
        self.doubt.stop()
        self.save.setText("Keep" if what == TOLD else f"Close {one.reference}")
        self.show()
        bring_into_view(self)
        self.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give(self) -> None:
        words = self.words.text().strip()
        if not words:
            self._row.set_problem(EMPTY[self._what])
            self.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        on, flag = self.day.date().toPython(), self.flag
        if self._what == TOLD:  # a colleague, by name on purpose
            self.given.emit(self._what, flag, words, on)
        else:
            self.doubt.before(
                lambda: self.given.emit(self._what, flag, words, on), self.words, ("what was done", words)
            )
