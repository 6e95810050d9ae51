"""One key in full: its words, since when it is known, what its holder had, and how to trust it no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit

from auditor.packs.contacts import Contact, HeldPack, HeldPlan
from auditor.plural import several
from auditor.reports.wording import long_date
from db.vocabulary import PapersForm
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.doubt import Doubt
from ui.parts.fitted_table import FittedTable
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, SectionTitle, Wrap
from ui.parts.reveal import bring_into_view
from ui.parts.rows import RowsModel
from ui.parts.words import Text

PAPERS = {
    PapersForm.WHOLE.value: "Whole",
    PapersForm.REDACTED.value: "Redacted",
    PapersForm.SECTIONS.value: "Own sections",
}
PLAN_HEADS, PACK_HEADS = ("Plan", "Papers", "Pack", "Sealed"), ("Pack", "Sealed")
MOST_ROWS = 12
TYPICAL = "Her laptop was left on a train"


@dataclass(frozen=True)
class State:
    """How far a key is trusted, in a word and with a mark."""

    word: str
    mark: str


def state_of(contact: Contact) -> State:
    """Revoked, compared or not compared."""
    if contact.revoked_at is not None:
        return State("Revoked", "delayed")
    if contact.compared_at is not None:
        return State("Compared", "on_track")
    return State("Not compared", "not_started")


def who(contact: Contact) -> str:
    """A name with its code, or that it is the lead's."""
    return f"{contact.name} ({contact.code or 'lead'})"


def day(at: datetime) -> str:
    """The day it was here: 3 April 2026."""
    return long_date(at.astimezone().date())


class FingerprintWords(Text):
    """Eight words in two lines, large, that the keyboard reaches so that they are read out."""

    def __init__(self) -> None:
        super().__init__(role="h1", markup=True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_words(self, title: str, words: Sequence[str]) -> None:
        """Show them, or nothing where there are none."""
        half = len(words) // 2
        self.set_text("<br>".join(" ".join(line) for line in (words[:half], words[half:])))
        self.setAccessibleName(f"{title}: {', '.join(words)}")
        self.setVisible(bool(words))


class ContactDetail(Card):
    """`compared` carries whether the words are the same, `revoked` the reason."""

    compared = Signal(bool)
    revoked = Signal(str)

    def __init__(self) -> None:
        self.title, self._chip = SectionTitle(""), Chip("")
        self.words = FingerprintWords()
        self._since, self._ended = Text("", "caption", "ink2"), Text()
        self.same = PlainButton("We read it to each other", "check")
        self.not_same = QuietButton("Take back that it was compared", "undo-2")
        self.revoke = QuietButton("Revoke this key…", "x")
        self._buttons = Wrap(self.same, self.not_same, self.revoke, gap=2)
        self.form = RevokeForm()
        self.held_title = SectionTitle("What its holder had")
        self._nothing = Text("Nothing was sent to them from here.", tone="ink2")
        self.held = FittedTable("What its holder had", MOST_ROWS)
        super().__init__(
            Wrap((self.title, 1), self._chip, gap=3), self.words, self._since, self._ended, self._buttons, self.form,
            Column(self.held_title, self._nothing, self.held, gap=2), gap=3, pad=5,
        )  # fmt: skip
        self._id: int | None = None
        self.same.clicked.connect(lambda: self.compared.emit(True))
        self.not_same.clicked.connect(lambda: self.compared.emit(False))
        self.revoke.clicked.connect(self._ask)
        self.form.given.connect(self.revoked)
        self.form.left.connect(self._leave)

    def show_contact(self, contact: Contact | None, packs: tuple[HeldPack, ...]) -> None:
        """Show a key and what its holder was sent, or nothing."""
        self.setVisible(contact is not None)
        if contact is None:
            return
        if contact.id != self._id or contact.revoked_at is not None:
            self.form.close_up()
        self._id = contact.id
        name, state = who(contact), state_of(contact)
        self.title.heading.set_text(name)
        self.setAccessibleName(name)
        self._chip.set_state(state.word, state.mark)
        self.words.show_words(f"Fingerprint of {name}", contact.words)
        self._since.set_text(_since(contact))
        self._ended.set_text(f"Revoked: {contact.revoked_why}")
        self._ended.setVisible(contact.revoked_at is not None)
        self.same.setVisible(contact.compared_at is None)
        self.not_same.setVisible(contact.compared_at is not None)
        self.same.setAccessibleName(f"{self.same.text()}: {name}")
        self.revoke.setAccessibleName(f"Revoke the key of {name}")
        self._buttons.setVisible(contact.revoked_at is None)
        self.revoke.setVisible(not self.form.isVisibleTo(self))
        self._show_held(contact, packs)

    @property
    def unsaved(self) -> int:
        """A reason that is typed and not given yet."""
        return int(self.form.isVisibleTo(self) and bool(self.form.reason.text().strip()))

    def _show_held(self, contact: Contact, packs: tuple[HeldPack, ...]) -> None:
        to_lead = contact.person_id is None
        self.held_title.heading.set_text("What you returned to them" if to_lead else "What its holder had")
        rows = [
            (plan.reference if plan else "", _papers(plan), f"{pack.round}, {pack.number}", day(pack.sealed_at))
            for pack in packs
            for plan in (pack.plans or (None,))
        ]
        plans = {plan.reference for pack in packs for plan in pack.plans}
        said = several(len(packs), "pack")
        self.held_title.set_caption(said if to_lead else f"{said}, {several(len(plans), 'plan')}")
        self._nothing.setVisible(not rows)
        self.held.setVisible(bool(rows))
        self.held.setAccessibleName(f"{self.held_title.heading.words}: {who(contact)}")
        if to_lead:
            self.held.show_model(RowsModel(PACK_HEADS, [row[2:] for row in rows]))
        else:
            self.held.show_model(RowsModel(PLAN_HEADS, rows))

    def _ask(self) -> None:
        self.revoke.hide()
        self.form.open()

    def _leave(self) -> None:
        self.form.close_up()
        self.revoke.show()
        self.revoke.setFocus(Qt.FocusReason.OtherFocusReason)


class RevokeForm(Card):
    """Asks why, after saying what it does. `given` carries the reason."""

    given = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        self.reason = QLineEdit()
        self.reason.setPlaceholderText(f"For example: {TYPICAL}")
        self.reason.setMaxLength(200)
        self._row = FormRow("Why is it trusted no more?", self.reason, "The reason is kept in the change log.")
        self.go, self.leave = PlainButton("Revoke this key", "x"), QuietButton("Leave it as it is")
        self._doubt = Doubt("Revoke with this reason")
        super().__init__(
            Text(
                "Packs signed with it are refused from now on, and nothing is sealed to it. Answers that were taken in "
                "stay. What its holder has already can still be read there. This cannot be taken back: the same "
                "person comes back with a new key, by a new work pack with a new passphrase."
            ),
            self._row, self._doubt, Wrap(self.go, self.leave, gap=2), kind="quiet", gap=3,
        )  # fmt: skip
        self.setAccessibleName("Revoking a key")
        self.go.clicked.connect(self._give)
        self.reason.returnPressed.connect(self._give)
        self.leave.clicked.connect(self.left)
        self.hide()

    def open(self) -> None:
        """Ask."""
        self.reason.clear()
        self._row.set_problem("")
        self.show()
        bring_into_view(self)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_up(self) -> None:
        """Ask no more, and forget what was typed."""
        self._doubt.stop()
        self.reason.clear()
        self.hide()

    def _give(self) -> None:
        why = self.reason.text().strip()
        if not why:
            self._row.set_problem("Say in a few words why.")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._doubt.before(lambda: self.given.emit(why), self.reason, ("The reason", why))


def _since(contact: Contact) -> str:
    said = [f"Known since {day(contact.learnt_at)}"]
    if contact.of > 1:
        said.append(f"computer {contact.nth} of {contact.of}")
    if contact.compared_at is not None:
        said.append(f"compared on {day(contact.compared_at)}")
    if contact.revoked_at is not None:
        said.append(f"revoked on {day(contact.revoked_at)}")
    return f"{', '.join(said)}. Short form: {contact.short}"


def _papers(plan: HeldPlan | None) -> str:
    if plan is None or not plan.papers:
        return "None"
    form = PAPERS[plan.papers]
    if plan.papers_gone_at is not None:
        return f"{form}, gone on {day(plan.papers_gone_at)}"
    return f"{form}, until {long_date(plan.papers_until)}" if plan.papers_until else form
