"""Good plans to learn from: listed with who agreed and until when, added, given out, looked at again, withdrawn."""

from datetime import date, datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.changed import Changed
from auditor.learning.booklet import booklet_steps
from auditor.learning.exemplars import (
    ExemplarFacts,
    ExemplarRow,
    GoodPlan,
    add_exemplar,
    exemplars,
    good_plans,
    look_again,
)
from auditor.learning.withdrawal import ELSEWHERE, Withdrawn, withdraw
from auditor.plural import several
from auditor.reports.wording import long_date
from db.store import Store
from db.vocabulary import ExemplarBasis
from ui.learning.add_good_plan import AddGoodPlan
from ui.learning.tab import ListAndDetail
from ui.learning.ticks import TickRows
from ui.learning.work import Work, last_of
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.reveal import bring_into_view
from ui.parts.words import Heading, Text
from ui.people.fields import DayField
from ui.setup.fields import Line
from ui.tasks import Steps

Read = tuple[tuple[ExemplarRow, ...], tuple[GoodPlan, ...]]
HEADS = ("Plan", "Good on", "May be shown", "Given out")
BASES = {ExemplarBasis.CONSENT: "By consent", ExemplarBasis.LEGAL: "On a legal basis"}
RECALL = "Call back what was given out: "


class GoodPlansTab(ListAndDetail):
    """The list holds those of all rounds; the form beside it adds one of this round."""

    def __init__(self, work: Work) -> None:
        self.another, self.card = PlainButton("Add a good plan", "plus"), ExemplarCard()
        self.form, self.give = AddGoodPlan(work), GiveOutCard()
        empty = EmptyState(
            "book-open", "No good plan is kept to learn from yet.",
            "A passage, or a redacted copy, of a plan that was agreed to be good; with who agreed, and until when.",
            "Add a good plan",
        )  # fmt: skip
        super().__init__(work, "Good plans", empty, (Wrap(self.another, gap=3), self.give), (self.form, self.card))
        self._rows: tuple[ExemplarRow, ...] = ()
        self._chosen: set[int] = set()
        self.moved.connect(self._on_row)
        self.another.clicked.connect(self.start_adding)
        self.action.connect(self.start_adding)
        self.form.added.connect(self._add)
        self.form.left.connect(self._stop)
        self.card.looked.connect(self._look_again)
        self.card.withdrawn.connect(self._withdraw)
        self.give.asked.connect(self._give_out)
        self._stop()

    def read(self, store: Store, round_id: int) -> Read:
        """All good plans that are kept, and the best of this round."""
        return exemplars(store), good_plans(store, round_id)

    def show_read(self, found: Read) -> None:
        """Show the list again."""
        self._rows, best = found
        self.form.offer(best)
        today = _today()
        self._chosen &= {r.id for r in self._rows if not r.empty and not r.due(today)}
        rows = [
            (
                r.reference, ", ".join(one.split()[0] for one in r.criteria), _until(r, today),
                several(len(r.exports), "time") if r.exports else "",
            )
            for r in self._rows
        ]  # fmt: skip
        keys = [(r.reference, len(r.criteria), str(r.review_on), len(r.exports)) for r in self._rows]
        marks = {(at, 2): _state(r, today) for at, r in enumerate(self._rows)}
        model = TickRows(
            [r.id for r in self._rows], self._chosen, self._show_buttons, HEADS, rows, frozenset(), keys, marks
        )
        due = sum(r.due(today) for r in self._rows)
        about = f"{several(due, 'good plan')} {'is' if due == 1 else 'are'} due to be looked at again." if due else ""
        self.show_rows(model, about, self.row)
        self._show_buttons()
        self._on_row()

    def start_adding(self) -> None:
        """Show the form for another one."""
        self._stack.setCurrentIndex(1)
        self.form.setVisible(True)
        self.card.setVisible(False)
        bring_into_view(self.form)
        self.form.start()

    def _add(self, reference: str, facts: ExemplarFacts, redacted: bytes | None) -> None:
        job = partial(add_exemplar, self._work.store, self._work.round_id, reference, facts, redacted)
        if self._work.do(job, f"{reference} is kept as a good plan."):
            self.form.clear()
            self._stop()

    def _stop(self) -> None:
        self.form.setVisible(False)
        self.card.setVisible(bool(self._rows))
        self._stack.setCurrentIndex(1 if self._rows else 0)

    def _look_again(self, key: int, day: date) -> None:
        self._work.do(partial(look_again, self._work.store, key, day), f"It may be shown until {long_date(day)}.")

    def _withdraw(self, key: int, why: str) -> None:
        question = "Withdraw this good plan? Its passage and copy are emptied here and in every backup."
        if not self._work.asks.sure(self, question, "Withdraw it", "Keep it"):
            return
        store, place = self._work.store, self._work.backup_folder

        def steps() -> Steps:
            return (yield from withdraw(store, key, why, place))

        self._work.start("Withdrawing a good plan", steps, self._on_withdrawn)

    def _on_withdrawn(self, done: Withdrawn) -> None:
        self._work.session.tell(done.changed)
        given = "; ".join(
            f"{one.files}, given to {one.to or 'somebody whose name was removed'} on {long_date(one.at.date())}"
            for one in done.exports
        )
        said = [f"{RECALL}{given}." if given else "It was given to nobody.", *done.left_over, ELSEWHERE]
        kind = "look" if given or done.left_over else "done"
        self._work.messages.say(
            kind, f"It is withdrawn, here and in {several(done.backups, 'backup')}.", " ".join(said)
        )

    def _give_out(self, to: str) -> None:
        chosen = [r.id for r in self._rows if r.id in self._chosen]
        folder = self._work.folder("Choose a folder for the booklet")
        if folder is None:
            return
        store = self._work.store

        def steps() -> Steps:
            return (yield from last_of(booklet_steps(store, chosen, folder, ("pdf", "docx"), to)))

        self._work.start("Writing the booklet", steps, partial(self._on_given, to, folder))

    def _on_given(self, to: str, folder: Path, files: tuple[Path, ...]) -> None:
        self._chosen.clear()
        self._work.session.tell(Changed(frozenset({"exemplar"})))
        self._work.made(
            f"The booklet is written, as {several(len(files), 'file')}.",
            f"It names no plan by its reference. That it was made for {to} is kept, so that it can be called back.",
            folder,
        )

    def _on_row(self) -> None:
        at = self.row
        if not self.form.isVisibleTo(self):
            self.card.setVisible(0 <= at < len(self._rows))
        if 0 <= at < len(self._rows):
            self.card.show_row(self._rows[at], _today())

    def _show_buttons(self) -> None:
        self.give.setVisible(bool(self._chosen))
        self.give.show_count(len(self._chosen))


class ExemplarCard(Column):
    """One good plan in full, with the ways on: looked at again, withdrawn."""

    looked = Signal(int, object)
    withdrawn = Signal(int, str)

    def __init__(self) -> None:
        self.title, self._facts, self._passage = Heading(""), Text(""), Text("")
        self._given = Text("", "caption", "ink2")
        self._passage_card = Card(self._passage, title="The passage", kind="quiet", gap=2)
        self.day, self.again = DayField("May be shown until"), PlainButton("Record that it was looked at", "check")
        self.why = QLineEdit()
        self.why.setMaxLength(200)
        self.why_row = FormRow("Why is it withdrawn?", self.why, "For example: consent was taken back. It is kept.")
        self.take_back = QuietButton("Withdraw…", "trash-2")
        self.doubt = Doubt()
        self._ways = Card(
            self.day, Row(self.again, 1), self.why_row, self.doubt, Row(self.take_back, 1),
            title="Looked at again, or withdrawn", gap=3,
        )  # fmt: skip
        super().__init__(self.title, self._facts, self._passage_card, self._given, self._ways, gap=3)
        self._row: ExemplarRow | None = None
        self.again.clicked.connect(self._look)
        self.take_back.clicked.connect(self._withdraw)
        self.why.textChanged.connect(lambda: self.why_row.set_problem(""))

    def show_row(self, row: ExemplarRow, today: date) -> None:
        """Show it."""
        if self._row is None or self._row.id != row.id:
            self.why.clear()
            self.doubt.stop()
            self.day.show_day(None)
        self._row = row
        self.title.set_text(f"{row.reference}, {row.round}")
        told = [
            f"Good on: {', '.join(row.criteria)}.",
            f"{BASES[row.basis]}: {row.basis_words}",
            f"Agreed by {row.agreed_by} on {long_date(row.agreed_on)}. {_until(row, today)}.",
        ]
        if row.withdrawn_on:
            told.append(f"Withdrawn on {long_date(row.withdrawn_on)}: {row.withdrawn_why}")
        elif row.empty:
            told.append("Its words were removed when the time to keep them was over.")
        if row.has_copy:
            told.append("A redacted copy of the whole plan is kept with it.")
        self._facts.set_text("\n".join(told))
        self._passage.set_text(row.passage)
        self._passage_card.setVisible(bool(row.passage))
        given = [f"{long_date(one.at.date())}: {one.files}, to {one.to or 'removed'}" for one in row.exports]
        self._given.set_text("Given out\n" + "\n".join(given) if given else "")
        self._given.setVisible(bool(given))
        self._ways.setVisible(row.withdrawn_on is None)

    def _look(self) -> None:
        fine, day = self.day.check()
        if fine and day is None:
            self.day.set_problem("Say until when it may be shown.")
        elif fine and self._row is not None:
            self.looked.emit(self._row.id, day)

    def _withdraw(self) -> None:
        why, row = self.why.text().strip(), self._row
        if not why:
            self.why_row.set_problem("Say in a few words why.")
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        elif row is not None:
            self.doubt.before(lambda: self.withdrawn.emit(row.id, why), self.why, ("Reason", why))


class GiveOutCard(Card):
    """For whom the ticked ones are written as a booklet. `asked` carries it."""

    asked = Signal(str)

    def __init__(self) -> None:
        hint = "A team, a school: whoever has to give it back if it is withdrawn."
        self.to = Line("Whom is the booklet for?", "the north team", "Say whom it is for.", hint)
        self.write = PlainButton("Write a booklet…", "book-open")
        self.doubt = Doubt()
        super().__init__(self.to, self.doubt, Row(self.write, 1), title="Give out", gap=3, pad=3)
        self.write.clicked.connect(self._ask)

    def show_count(self, count: int) -> None:
        """Say how many would be in it."""
        self.write.setText(f"Write a booklet of {count:,}…")

    def _ask(self) -> None:
        to = self.to.check()
        if to:
            self.doubt.before(lambda: self.asked.emit(to), self.to.edit, ("Whom it is for", to))


def _until(row: ExemplarRow, today: date) -> str:
    if row.withdrawn_on:
        return "Withdrawn"
    return f"Due since {long_date(row.review_on)}" if row.due(today) else f"Until {long_date(row.review_on)}"


def _state(row: ExemplarRow, today: date) -> str:
    if row.empty:
        return "not_started"
    return "delayed" if row.due(today) else "completed"


def _today() -> date:
    return datetime.now().astimezone().date()
