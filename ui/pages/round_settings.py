"""Round settings: what the lead chooses for everybody who scores in a round. Every change acts at once."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from auditor.allocation.sharing_out import set_due
from auditor.changed import Changed
from auditor.reports.wording import long_date
from auditor.round_settings import (
    CONTACT_LIMIT,
    DEFAULTS,
    RoundSettings,
    change_round_settings,
    name_urgent_contact,
    round_settings,
)
from db.errors import UserError
from db.store import Store
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.session import Session

DUE_HELP = (
    "Every audit that is not submitted gets this day, and auditors hear of it with their next work pack. "
    "Left empty: no day."
)
CARD_WIDE = 820  # design px
CONTACT_HELP = (
    "A colleague and how they are reached at once. Auditors see it with their work packs when they flag a plan urgent: "
    "another child's details, a child who may not be safe, no provision in place."
)


class Choice(NamedTuple):
    """One choice of a round: its column, its title, what the box says, what it does, and how things stand."""

    name: str
    title: str
    box: str
    help: str
    standing: Callable[[RoundSettings], str]


def _quotations(found: RoundSettings) -> str:
    there = found.quotations_there
    if found.quotations:
        return {0: "No quotation is kept yet.", 1: "1 quotation is kept."}.get(there, f"{there:,} quotations are kept.")
    before = {0: "", 1: " 1 kept before stays with its answer."}.get(
        there, f" {there:,} kept before stay with their answers."
    )
    return f"No new quotation is kept.{before}"


CHOICES = (
    Choice(
        "quotations",
        "Quotations",
        "Quotations from plans may be kept with answers",
        "Without them, evidence keeps the place alone: section, and page or paragraph. Switching them off takes none "
        "away that is there. "
        "Outcomes that an auditor lists are kept either way.",
        _quotations,
    ),
    Choice(
        "wrong_child",
        "Names in plans",
        "Point at a first name that is not the plan's own",
        "It may stand for another child. The plan's own name is found in the paper each time it is opened and kept "
        "nowhere. Friends and staff are pointed at too, unless the plan says who they are.",
        lambda _found: "",
    ),
    Choice(
        "replace_under_appeal",
        "Plans under appeal",
        "Plans under appeal may be replaced",
        "The next plan drawn then takes its place. Leave it off unless the council has it as a rule: without plans "
        "under appeal, figures may look better than the plans are.",
        lambda _found: "",
    ),
    Choice(
        "names_hidden",
        "Names in moderation",
        "Names are hidden until it is settled",
        "Whoever settles a difference sees Auditor A and Auditor B, in an order that does not tell who is who.",
        lambda _found: "",
    ),
    Choice(
        "after_moderation",
        "Answers from an earlier audit",
        "Answers are those after moderation",
        "For an audit of which only the answers as they stood after moderation were kept, such as an old one on paper. "
        "Pages and reports then say that how far auditors agreed before moderation is not known.",
        lambda _found: "",
    ),
)


class RoundSettingsPage(Page):
    """A row a choice: what it is, a box, what it does, and a way back."""

    title = "Round settings"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._head = HeaderBar(self.title)
        self._locked = Text("", bold=True)
        self.rows = {choice.name: ChoiceRow(choice, self._choose) for choice in CHOICES}
        self.due = DueRow(self._set_due)
        self.contact = ContactRow(self._name_contact)
        self._card = Card(self._locked, self.due, self.contact, *self.rows.values(), gap=5, pad=5)
        self._card.setAccessibleName(self.title)
        self._none = EmptyState("clipboard-list", "There is no round yet.", "Its settings appear here with a round.")
        self._column = ScrollColumn(self._card, self._none, 1, gap=4, margins=(6, 4, 6, 5))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(Column(self._head, (self._column, 1), gap=0))
        look().changed.connect(self._fit)
        self._fit()
        self.refresh()

    def refresh(self) -> None:
        """Show what is chosen for the round the window is on."""
        rnd = self._session.round
        self._card.setVisible(rnd is not None)
        self._none.setVisible(rnd is None)
        if rnd is None:
            return
        found = round_settings(self._session.store, rnd.id)
        self._head.set_title(self.title, f"{found.round} · Changes act at once, for everybody who scores in it.")
        self._locked.set_text(found.locked)
        self._locked.setVisible(bool(found.locked))
        self.due.show_settings(found)
        self.contact.show_settings(found)
        for row in self.rows.values():
            row.show_settings(found)

    def focus_main(self) -> None:
        """Put the keyboard on the first choice."""
        first = next(iter(self.rows.values()))
        (first.box if first.box.isEnabled() else self._column).setFocus()

    def _choose(self, name: str, on: bool) -> None:
        said = f"{self.rows[name].words}: {'on' if on else 'off'}."
        self._change(lambda store, key: change_round_settings(store, key, **{name: on}), said)

    def _set_due(self, due: date | None) -> None:
        said = f"Audits are due on {long_date(due)}." if due else "Audits have no due day."
        self._change(lambda store, key: set_due(store, key, due), said)

    def _name_contact(self, contact: str) -> None:
        said = f"{contact} is told of plans that cannot wait." if contact else "Nobody is named."
        self._change(lambda store, key: name_urgent_contact(store, key, contact), said)

    def _change(self, job: Callable[[Store, int], Changed], said: str) -> None:
        """Do it, and show how things stand then; what is being typed stays."""
        rnd = self._session.round
        if rnd is None:
            return
        try:
            changed = job(self._session.store, rnd.id)
        except UserError as problem:
            self.problem.emit(str(problem))
            self.refresh()
            return
        self._session.tell(changed)
        self.refresh()
        announce(self, f"{said} Saved.")

    def _fit(self) -> None:
        self._card.setMaximumWidth(look().px(CARD_WIDE))


class DueRow(Column):
    """The day audits are wanted by; kept by Enter or the button. `keep` is called with it, or None for no day."""

    def __init__(self, keep: Callable[[date | None], None]) -> None:
        self.day = DayField("Audits are due on", DUE_HELP)
        self.save = PlainButton("Move the day", icon="check")
        self._keep, self._kept = keep, ""
        self._fixed = Text("", "caption", "ink2", bold=True)
        super().__init__(self.day, self._fixed, Wrap(self.save), gap=2)
        self.day.edit.textChanged.connect(self._typed)
        self.day.edit.returnPressed.connect(self._give)
        self.save.clicked.connect(self._give)

    def show_settings(self, found: RoundSettings) -> None:
        """Show the day; what is being typed stays."""
        if self.day.edit.text().strip() == self._kept:
            self.day.show_day(found.due)
        self._kept = long_date(found.due) if found.due else ""
        self.day.edit.setEnabled(not found.due_fixed)
        self._fixed.set_text(found.due_fixed)
        self._fixed.setVisible(bool(found.due_fixed) and not found.locked)
        self._typed()

    def _typed(self) -> None:
        self.save.setEnabled(self.day.edit.isEnabled() and self.day.edit.text().strip() != self._kept)

    def _give(self) -> None:
        fine, due = self.day.check()
        if fine and self.save.isEnabled():
            self.day.show_day(due)  # written as it will be kept
            self._keep(due)


class ContactRow(Column):
    """Who is told of urgent plans; kept by Enter or the button. `keep` is called with the line."""

    def __init__(self, keep: Callable[[str], None]) -> None:
        self.line = QLineEdit()
        self.line.setMaxLength(CONTACT_LIMIT)
        self.line.setPlaceholderText("For example: Kim Example, duty manager, 01632 960001")
        self.row = FormRow("Who is told of plans that cannot wait", self.line, CONTACT_HELP)
        self.save = PlainButton("Keep the contact", icon="check")
        self._keep, self._kept = keep, ""
        super().__init__(self.row, Wrap(self.save), gap=2)
        self.line.textChanged.connect(self._typed)
        self.line.returnPressed.connect(self._give)
        self.save.clicked.connect(self._give)

    def show_settings(self, found: RoundSettings) -> None:
        """Show who is named; what is being typed stays."""
        if self.line.text().strip() == self._kept:
            self.line.setText(found.urgent_contact)
        self._kept = found.urgent_contact
        self.line.setEnabled(not found.locked)
        self._typed()

    def _typed(self) -> None:
        self.save.setEnabled(self.line.isEnabled() and self.line.text().strip() != self._kept)

    def _give(self) -> None:
        if self.save.isEnabled():
            self._keep(" ".join(self.line.text().split()))


class ChoiceRow(Column):
    """One choice. `choose` is called with its name and the new state."""

    def __init__(self, choice: Choice, choose: Callable[[str, bool], None]) -> None:
        self._choice = choice
        self.box = QCheckBox(choice.box)
        self.back = QuietButton("Put back", "undo-2", name=f"Put back: {choice.title}")
        self._standing = Text("", "caption", "ink2", bold=True)
        super().__init__(
            Row((Text(choice.title, bold=True), 1), self.back), self.box,
            Text(choice.help, "caption", "ink2"), self._standing, gap=2,
        )  # fmt: skip
        self.box.toggled.connect(lambda on: choose(choice.name, on))  # not clicked: assistive tools toggle
        self.back.clicked.connect(lambda: choose(choice.name, DEFAULTS[choice.name]))

    @property
    def words(self) -> str:
        """What the box says."""
        return self._choice.box

    @property
    def standing(self) -> str:
        """What it says of how things stand; empty where there is nothing to say."""
        return self._standing.words

    def show_settings(self, found: RoundSettings) -> None:
        """Show what is chosen."""
        on: bool = getattr(found, self._choice.name)
        with QSignalBlocker(self.box):
            self.box.setChecked(on)
        self.box.setEnabled(not found.locked)
        self.back.setEnabled(not found.locked and on is not DEFAULTS[self._choice.name])
        self._standing.set_text(self._choice.standing(found))
        self._standing.setVisible(bool(self.standing))
        self.box.setAccessibleDescription(" ".join(part for part in (self._choice.help, self.standing) if part))
