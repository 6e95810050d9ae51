"""Who may see the papers of a round: a row for each class of auditors, and a form to record why."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from auditor.changed import Changed
from auditor.papers.basis import (
    MOST,
    Basis,
    ClassOfAuditors,
    WhoMaySee,
    record_basis,
    who_may_see,
    withdraw_basis,
)
from auditor.reports.wording import long_date
from db.errors import UserError
from db.vocabulary import PapersForm
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Rule, ScrollColumn, Wrap
from ui.parts.reveal import bring_into_view
from ui.parts.words import Heading, Text
from ui.people.fields import DayField
from ui.session import Session

CARD_WIDE = 860  # design px
ABOUT = (
    "Regulation 17 of the SEND Regulations 2014 restricts the disclosure of plans. What allows it in your council is "
    "for the council to say: record it here for each class of auditors. Without it no papers go into their packs. "
    "What was sent before stays noted with its packs."
)
NAMES = {
    PapersForm.WHOLE: "Whole papers",
    PapersForm.REDACTED: "Redacted copies",
    PapersForm.SECTIONS: "Sections their questions are about, alone",
}
PARENTS = "Parents are given redacted copies and nothing else."


class BasisTab(ScrollColumn):
    """`problem`, `said` as a page's; `done` when a try worked, so that no earlier problem stands any more."""

    problem = Signal(str)
    done = Signal()
    said = Signal(str)

    def __init__(self, session: Session) -> None:
        self._session = session
        self._locked = Text("", bold=True)
        self._rows = Column(gap=3)
        self.form = BasisForm()
        self.withdraw = WithdrawForm()
        self._card = Card(Text(ABOUT, tone="ink2"), self._locked, self.form, self.withdraw, self._rows, gap=4, pad=5)
        self._card.setAccessibleName("Who may see the papers")
        super().__init__(self._card, gap=4, margins=(0, 4, 6, 5))
        self.rows: dict[str, ClassRow] = {}
        self.form.saved.connect(self._save)
        self.form.left.connect(self._leave)
        self.withdraw.saved.connect(self._withdraw)
        self.withdraw.left.connect(self._leave)
        look().changed.connect(self._fit)
        self._fit()

    def refresh(self) -> None:
        """Show what is recorded for the round the window is on."""
        rnd = self._session.round
        if rnd is None:
            return
        self._show(who_may_see(self._session.store, rnd.id))

    def _show(self, found: WhoMaySee) -> None:
        self._locked.set_text(found.locked)
        self._locked.setVisible(bool(found.locked))
        if set(self.rows) != {one.key for one in found.classes}:
            self._rows.clear()
            self.rows = {one.key: ClassRow(self._edit, self._ask_withdraw) for one in found.classes}
            for row in self.rows.values():
                self._rows.add(Rule())
                self._rows.add(row)
        for one in found.classes:
            self.rows[one.key].show_class(one, bool(found.locked))
        if found.locked:
            self._leave()

    def focus_main(self) -> None:
        """The first thing to do."""
        first = next((row.record for row in self.rows.values() if row.record.isVisible()), None)
        (first or self).setFocus()

    def _edit(self, one: ClassOfAuditors) -> None:
        self.withdraw.hide()
        self.form.show_class(one)
        bring_into_view(self.form)

    def _ask_withdraw(self, one: ClassOfAuditors) -> None:
        self.form.hide()
        self.withdraw.show_class(one)
        bring_into_view(self.withdraw)

    def _leave(self) -> None:
        for form in (self.form, self.withdraw):
            if form.isVisible() and form.one is not None:
                self.rows[form.one.key].record.setFocus()
            form.hide()
            for field in form.findChildren(QLineEdit):
                field.clear()  # what was saved, or left, is no longer something typed and not saved

    def _save(self) -> None:
        rnd, one = self._session.round, self.form.one
        if rnd is None or one is None:
            return
        words = self.form.words()
        if words is None:
            return
        form, basis, by, day = words
        self._do(
            lambda: record_basis(
                self._session.store, rnd.id, one.key, form=form, basis=basis, approved_by=by, approved_on=day
            ),
            f"Recorded for {one.name}.",
        )

    def _withdraw(self) -> None:
        rnd, one = self._session.round, self.withdraw.one
        if rnd is not None and one is not None:
            why = self.withdraw.why.text()
            self._do(
                lambda: withdraw_basis(self._session.store, rnd.id, one.key, why),
                f"Withdrawn. No papers go to {one.name} from now on.",
            )

    def _do(self, job: Callable[[], Changed], said: str) -> None:
        try:
            changed = job()
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self.done.emit()
        self._leave()
        self._session.tell(changed)
        self.refresh()
        self.said.emit(said)
        announce(self, said)

    def _fit(self) -> None:
        self._card.setMaximumWidth(look().px(CARD_WIDE))


class ClassRow(Column):
    """One class: who, whether a basis is recorded, in which words, and what can be done."""

    def __init__(self, edit: Callable[[ClassOfAuditors], None], withdraw: Callable[[ClassOfAuditors], None]) -> None:
        self._one: ClassOfAuditors | None = None
        self.name, self.people = Text("", bold=True), Text("", "caption", "ink2")
        self.state = Row()
        self.basis = Text("")
        self.record, self.away = PlainButton("Record…"), QuietButton("Withdraw…")
        super().__init__(
            Wrap((Column(self.name, self.people, gap=0), 1), self.state, self.record, self.away, gap=3, least=200),
            self.basis, gap=1,
        )  # fmt: skip
        self.record.clicked.connect(lambda: edit(self._one) if self._one else None)
        self.away.clicked.connect(lambda: withdraw(self._one) if self._one else None)

    def show_class(self, one: ClassOfAuditors, locked: bool) -> None:
        """Show what is recorded for a class."""
        self._one = one
        self.name.set_text(one.name)
        count = {0: "No auditor in the register", 1: "1 auditor"}.get(one.people, f"{one.people} auditors")
        self.people.set_text(count)
        self.state.clear()
        chip = Chip(NAMES[one.basis.form], state="completed") if one.basis else Chip("No papers", state="not_started")
        self.state.add(chip)
        self.basis.set_text(_words(one.basis) if one.basis else "")
        self.basis.setVisible(one.basis is not None)
        verb = "Change…" if one.basis else "Record…"
        self.record.setText(verb)
        self.record.setAccessibleName(f"{verb} {one.name}")
        self.away.setAccessibleName(f"Withdraw: {one.name}")
        self.record.setVisible(not locked)
        self.away.setVisible(one.basis is not None and not locked)


class BasisForm(Card):
    """What is recorded for a class: form, legal basis, who approved it and when."""

    saved = Signal()
    left = Signal()

    def __init__(self) -> None:
        self.one: ClassOfAuditors | None = None
        self._title = Heading("")
        self.form, self.basis, self.by = QComboBox(), QLineEdit(), QLineEdit()
        self.basis.setMaxLength(MOST)
        self.by.setMaxLength(MOST)
        self._form_row = FormRow("What they are given", self.form)
        self._basis_row = FormRow(
            "Legal basis",
            self.basis,
            "In the council's own words, such as the agreement and its number. No child's name.",
        )
        self._by_row = FormRow("Approved by", self.by, "Name and office.")
        self.day = DayField("Approved on")
        self.save, self.leave = PrimaryButton("Record"), PlainButton("Leave it as it is")
        self.doubt = Doubt()
        super().__init__(
            self._title, self._form_row, self._basis_row, self._by_row, self.day, self.doubt,
            Wrap(self.save, self.leave, gap=2), kind="here", gap=3, pad=4,
        )  # fmt: skip
        self.hide()
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.left)
        self.basis.textChanged.connect(lambda: self._basis_row.set_problem(""))
        self.by.textChanged.connect(lambda: self._by_row.set_problem(""))

    def show_class(self, one: ClassOfAuditors) -> None:
        """Open the form for a class, with what is recorded."""
        self.one = one
        self._title.set_text(f"{one.name}: why they may see papers")
        self.form.clear()
        for form in one.forms:
            self.form.addItem(NAMES[form], form.value)
        self._form_row.set_help(PARENTS if len(one.forms) == 1 else "")
        self.form.setEnabled(len(one.forms) > 1)
        if one.basis:
            self.form.setCurrentIndex(one.forms.index(one.basis.form))
        self.basis.setText(one.basis.basis if one.basis else "")
        self.by.setText(one.basis.approved_by if one.basis else "")
        self.day.show_day(one.basis.approved_on if one.basis else None)
        self.doubt.stop()
        self.show()
        (self.form if self.form.isEnabled() else self.basis).setFocus()

    def words(self) -> tuple[PapersForm, str, str, date] | None:
        """Form, basis, approver and day; None where one is missing, which its row then says."""
        known, day = self.day.check()
        missing: list[tuple[FormRow, QWidget]] = []
        if not self.basis.text().strip():
            self._basis_row.set_problem("Say what allows it.")
            missing.append((self._basis_row, self.basis))
        if not self.by.text().strip():
            self._by_row.set_problem("Say who approved it.")
            missing.append((self._by_row, self.by))
        if not known or day is None:
            if known:
                self.day.set_problem("Say on which day.")
            missing.append((self.day, self.day.edit))
        if missing or day is None:
            missing[0][1].setFocus()
            return None
        return PapersForm(self.form.currentData()), self.basis.text(), self.by.text(), day

    def _on_save(self) -> None:
        if self.words() is not None:
            self.doubt.before(self.saved.emit, self.basis, ("Legal basis", self.basis.text()))


class WithdrawForm(Card):
    """Asks why a class is to be given no more papers."""

    saved = Signal()
    left = Signal()

    def __init__(self) -> None:
        self.one: ClassOfAuditors | None = None
        self._title, self.why = Heading(""), QLineEdit()
        self.why.setMaxLength(MOST)
        self._row = FormRow("Why", self.why)
        self.save, self.leave = PlainButton("Withdraw"), PlainButton("Leave it as it is")
        self.doubt = Doubt()
        super().__init__(
            self._title, Text("No papers go into their packs from then on. What they have already is not called back."),
            self._row, self.doubt, Wrap(self.save, self.leave, gap=2), kind="here", gap=3, pad=4,
        )  # fmt: skip
        self.hide()
        self.save.clicked.connect(self._on_save)
        self.leave.clicked.connect(self.left)
        self.why.textChanged.connect(lambda: self._row.set_problem(""))

    def show_class(self, one: ClassOfAuditors) -> None:
        """Ask about a class."""
        self.one = one
        self._title.set_text(f"{one.name}: no papers any more")
        self.why.clear()
        self.doubt.stop()
        self.show()
        self.why.setFocus()

    def _on_save(self) -> None:
        if not self.why.text().strip():
            self._row.set_problem("Say why, in a few words.")
            self.why.setFocus()
            return
        self.doubt.before(self.saved.emit, self.why, ("Why", self.why.text()))


def _words(basis: Basis) -> str:
    return f"{basis.basis}. Approved by {basis.approved_by}, {long_date(basis.approved_on)}."
