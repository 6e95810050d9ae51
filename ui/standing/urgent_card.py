"""The plans that cannot wait, at the top of where a round stands until each is closed."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from auditor.reports.wording import long_date
from auditor.urgent.view import WORDS, UrgentPlan, raised_words, today
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Rule, SectionTitle, Wrap
from ui.parts.pictures import Mark
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.setup.fields import day

TOLD, DONE, AGAIN = "told", "done", "again"
EMPTY = {
    TOLD: "Write who was told.", DONE: "Say in a few words what was done.",
    AGAIN: "Say in a few words why it is opened again.",
}  # fmt: skip
ASKED = {TOLD: "Who was told of {}", DONE: "What was done about {}", AGAIN: "Why {} is opened again"}
MEANT = {DONE: "what was done", AGAIN: "why it is opened again"}
SAVE = {TOLD: "Keep", DONE: "Close {}", AGAIN: "Open {} again"}


class UrgentCard(Card):
    """Hidden while nothing waits and nothing was closed lately.

    `told` carries the flag, who was told and the day; `done` what was done and the day; `again` why a closed one is
    opened again. A plan of another round is shown with its round.
    """

    told = Signal(int, str, object)
    done = Signal(int, str, object)
    again = Signal(int, str)

    def __init__(self) -> None:
        self._rows, self.closed = Column(gap=3), Column(gap=2)
        self.ask = AskBox()
        self._title = SectionTitle("")
        super().__init__(self._title, self._rows, self.closed, self.ask, gap=3)
        self.ask.given.connect(self._given)
        self.hide()

    def show_plans(self, plans: Sequence[UrgentPlan], closed: Sequence[UrgentPlan], here: str) -> None:
        """Show those that are open, and those closed lately; what is being written of one of them stays."""
        self.setVisible(bool(plans or closed))
        self.set_kind("here" if plans else "plain")
        self._title.heading.set_text("Cannot wait" if plans else "Could not wait, and was done")
        self.setAccessibleName(self._title.heading.words)
        self._rows.setVisible(bool(plans))
        self._rows.clear()
        for at, one in enumerate(plans):
            if at:
                self._rows.add(Rule())
            self._rows.add(self._row(one, here))
        self.closed.clear()
        for one in closed:
            self.closed.add(self._closed_row(one, here))
        self.closed.setVisible(bool(closed))
        if self.ask.flag not in [one.id for one in (*plans, *closed)]:
            self.ask.hide()

    def buttons(self) -> list[PlainButton]:
        """What can be done, row by row."""
        return self._rows.findChildren(PlainButton)

    def _closed_row(self, one: UrgentPlan, here: str) -> QWidget:
        on = f" Closed on {long_date(one.done_on)}: " if one.done_on else " "
        words = Text(f"{_named(one, here)}{on}{one.done_words}", "caption", "ink2")
        again = QuietButton("Open again…", "undo-2", name=f"Open {one.reference} again")
        again.clicked.connect(lambda: self.ask.open(AGAIN, one))
        body = Wrap(gap=3)
        body.add(words, stretch=1, least=300)
        body.add(again)
        return Row(Column(Mark("completed", 16), 1), (body, 1), gap=3, align=Qt.AlignmentFlag.AlignTop)

    def _row(self, one: UrgentPlan, here: str) -> QWidget:
        day_now = today()
        overdue = one.overdue(day_now)
        words = Column(
            Text(_named(one, here), bold=True),
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
        if what == AGAIN:
            self.again.emit(flag, words)
        else:
            (self.told if what == TOLD else self.done).emit(flag, words, on)


def _named(one: UrgentPlan, here: str) -> str:
    where = "" if one.round == here else f" · {one.round}"
    return f"{one.reference}{where}. {WORDS[one.kind]}."


class AskBox(Column):
    """Words and a day, asked in place: who was told, what was done, or why it is opened again."""

    given = Signal(str, int, str, object)

    def __init__(self) -> None:
        self.words = QLineEdit()
        self._row = FormRow("Who was told", self.words)
        self.day = day(QDate.currentDate())
        self.day.setMaximumDate(QDate.currentDate())
        fields = Wrap(gap=3)
        fields.add(self._row, 2, 320)
        self._on = FormRow("On", self.day)
        fields.add(self._on, 1, 180)
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
        self._row.label.set_text(ASKED[what].format(one.reference))
        self._on.setVisible(what != AGAIN)
        self.words.setAccessibleName(self._row.label.words)
        self.words.setText(one.contact or one.named if what == TOLD else "")
        self.day.setMaximumDate(QDate.currentDate())
        self.day.setDate(QDate.currentDate())
        self._row.set_problem("")
        self.doubt.stop()
        self.save.setText(SAVE[what].format(one.reference))
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
                lambda: self.given.emit(self._what, flag, words, on), self.words, (MEANT[self._what], words)
            )
