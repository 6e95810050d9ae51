"""A plan that cannot wait: why, in place of the checklist, and whom to tell now; the flag goes with the return."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QLineEdit, QPlainTextEdit, QRadioButton, QWidget

from auditor.changed import Changed
from auditor.urgent.flags import flag_urgent, told_contact
from auditor.urgent.view import WORDS, UrgentPlan, contact_for, raised_words, today, urgent_of
from db.errors import UserError
from db.store import Store
from db.vocabulary import UrgentKind
from ui.desk.audit_pane import AuditPane
from ui.desk.panels import Panel
from ui.desk.scorer import Scorer
from ui.look import look
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text

NOW = "Do not wait for the pack: it may be opened days later."
NOBODY = "No contact is named for this round; its lead names one in Round settings. Ring your lead or a manager now."
STAYS = "The plan stays in the sample, and its audit goes on as it is."
CHOOSE = "Choose why it cannot wait."
WHO = "Write who was told."


class UrgentPanel(Panel):
    """Why the plan cannot wait, whom to tell, and whether they were told. `flagged` when everything is filled in."""

    flagged = Signal(str, str, str)  # kind, words, who was told today or nobody
    told = Signal(int, str)  # the flag, who was told today
    keep = Signal()

    def __init__(self) -> None:
        super().__init__("Urgent plan")
        self._title, self._contact, self._how = Heading("", 2), Text("", bold=True), Text(NOW)
        tell = Card(
            Row(Icon("triangle-alert", "delayed", 22), (Column(self._contact, self._how, gap=0), 1), gap=3), pad=4
        )
        self._there = Column(gap=2)
        self.kinds = {kind: QRadioButton(words) for kind, words in WORDS.items()}
        self._group = QButtonGroup(self)
        for button in self.kinds.values():
            self._group.addButton(button)
        self._kind_row = FormRow("Why it cannot wait", Column(*self.kinds.values(), gap=0))
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(look().px(90))
        words = FormRow("What you saw", self.words, "In a few words. Name no child: the reference is enough.")
        self.was_told = QCheckBox("I have told somebody today")
        self.who = QLineEdit()
        self._who_row = FormRow("Who was told", self.who)
        self.doubt = Doubt("Flag it with these words")
        self.flag, keep = PrimaryButton("Flag this plan urgent", icon="flag"), PlainButton("Keep working")
        self._new = Column(
            self._kind_row, words, self.was_told, self._who_row, self.doubt, Text(STAYS, "caption", "ink2"),
            Wrap(self.flag, keep, gap=3), gap=4,
        )  # fmt: skip
        for part in (self._title, tell, self._there, self._new, 1):
            self.add(part)
        self.was_told.toggled.connect(self._who_row.setVisible)
        self.flag.clicked.connect(self._ask)
        keep.clicked.connect(self.keep)

    def show_plan(self, reference: str, contact: str, there: tuple[UrgentPlan, ...]) -> None:
        """Begin afresh for a plan; `there` is what is flagged of it already."""
        self._title.set_text(f"{reference} cannot wait")
        self._contact.set_text(f"Tell {contact} now." if contact else NOBODY)
        self._how.setVisible(bool(contact))
        self._group.setExclusive(False)
        for button in self.kinds.values():
            button.setChecked(False)
        self._group.setExclusive(True)
        self._kind_row.set_problem("")
        self.words.setPlainText("")
        self.was_told.setChecked(False)
        self.who.setText(contact)
        self._who_row.set_problem("")
        self._who_row.hide()
        self.doubt.stop()
        self._there.clear()
        for one in there:
            self._there.add(self._card(one, contact))
        self.verticalScrollBar().setValue(0)

    def refuse(self, sentence: str) -> None:
        """Say why it was not flagged."""
        self._kind_row.set_problem(sentence)

    def _card(self, one: UrgentPlan, contact: str) -> Card:
        state = one.told_words(today()) if one.open else f"Closed: {one.done_words}"
        card = Card(Text(f"{WORDS[one.kind]}.", bold=True), Text(f"{raised_words(one)} {state}"), kind="quiet", pad=3)
        if one.open and one.told_on is None:
            who = contact or "your lead"
            button = PlainButton(f"I have told {who} today", icon="check")
            button.clicked.connect(lambda: self.told.emit(one.id, who))
            card.add(Row(button, 1))
        return card

    def _ask(self) -> None:
        chosen = next((kind for kind, button in self.kinds.items() if button.isChecked()), None)
        who = self.who.text().strip() if self.was_told.isChecked() else ""
        if chosen is None:
            self._kind_row.set_problem(CHOOSE)
            self.kinds[UrgentKind.OTHER_CHILD].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.was_told.isChecked() and not who:
            self._who_row.set_problem(WHO)
            self.who.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        words = self.words.toPlainText()
        self.doubt.before(lambda: self.flagged.emit(chosen.value, words, who), self.words, ("what you saw", words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc keeps working."""
        if event.key() == Qt.Key.Key_Escape:
            self.keep.emit()
        else:
            super().keyPressEvent(event)


class UrgentWork(QObject):
    """Flags the plan that is open. `happened` carries what a job changed."""

    happened = Signal(object)  # Changed

    def __init__(self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane) -> None:
        super().__init__(page)
        self._store, self._scorer, self._pane = store, scorer, pane
        self.panel = UrgentPanel()
        pane.add_panel(self.panel)
        self.panel.keep.connect(pane.show_checklist)
        self.panel.flagged.connect(self._flag)
        self.panel.told.connect(self._told)

    def take_up(self) -> None:
        """Another plan is open: say whether it is flagged."""
        waiting = [one for one in self._flags() if one.open]
        self._pane.show_urgent(" ".join(dict.fromkeys(one.told_words(today()) for one in waiting)))

    def ask(self) -> None:
        """Ask why the open plan cannot wait, and say whom to tell."""
        audit = self._scorer.audit
        if audit is None:
            return
        self._pane.messages.dismiss()
        self._show(audit.sheet.facts.reference)
        self._pane.show_panel(self.panel, self.panel.kinds[UrgentKind.OTHER_CHILD])

    def _show(self, reference: str) -> None:
        self.panel.show_plan(reference, self._contact(), self._flags())

    def _flag(self, kind: str, words: str, who: str) -> None:
        audit = self._scorer.audit
        if audit is None:
            return
        try:
            changed = flag_urgent(self._store, audit.assignment, UrgentKind(kind), words)
            if who:
                told_contact(self._store, changed.ids[0], who, today())
        except UserError as problem:
            self.panel.refuse(str(problem))
            return
        self._pane.show_checklist()
        self._say(audit.sheet.facts.reference, changed, told=bool(who))

    def _told(self, flag: int, who: str) -> None:
        audit = self._scorer.audit
        if audit is None or not self._try(lambda: told_contact(self._store, flag, who, today())):
            return
        self._show(audit.sheet.facts.reference)
        self.panel.kinds[UrgentKind.OTHER_CHILD].setFocus(Qt.FocusReason.OtherFocusReason)

    def _try(self, job: Callable[[], Changed]) -> bool:
        try:
            changed = job()
        except UserError as problem:
            self._pane.say_problem("It was not noted.", str(problem))
            return False
        self.happened.emit(changed)
        return True

    def _say(self, reference: str, changed: Changed, *, told: bool) -> None:
        self.happened.emit(changed)
        if told:
            self._pane.messages.say("done", f"{reference} is flagged urgent.", "It goes with your next return.")
            return
        contact = self._contact()
        detail = f"Tell {contact} now. {NOW}" if contact else NOBODY
        action = (("I have told them", lambda: self._told_now(changed.ids[0], contact)),) if contact else ()
        self._pane.messages.say("look", f"{reference} is flagged urgent, and nobody is told yet.", detail, *action)

    def _told_now(self, flag: int, contact: str) -> None:
        if self._try(lambda: told_contact(self._store, flag, contact, today())):
            self._pane.keyboard_here()
            self._pane.messages.say("done", f"Noted: {contact} was told today.", "It goes with your next return.")

    def _contact(self) -> str:
        audit = self._scorer.audit
        return contact_for(self._store, audit.assignment) if audit is not None else ""

    def _flags(self) -> tuple[UrgentPlan, ...]:
        audit = self._scorer.audit
        return urgent_of(self._store, audit.assignment) if audit is not None else ()
