"""Submitting an audit, and opening it again with a reason: asked in the page, not in a box in its way."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.changed import Changed
from auditor.free_text import look_through
from auditor.scoring import reopen, submit
from db.errors import UserError
from db.store import Store
from ui.desk.audit_pane import AuditPane
from ui.desk.scorer import Scorer
from ui.parts.announce import announce

LAST = "That was the last of them. Reopen a plan, with a reason, to change an answer."


class Submission(QObject):
    """What the submit and reopen panels do. `happened` carries what a job changed, before anything is said."""

    happened = Signal(object)  # Changed
    next_plan_asked = Signal()

    def __init__(
        self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane, save_now: Callable[[], bool],
        names: Callable[[], tuple[str, ...]],
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._store, self._scorer, self._pane, self._save_now = page, store, scorer, pane, save_now
        self._names = names
        self._passed: set[str] = pane.checklist.card.doubt.passed
        pane.submit_panel.doubt.share(self._passed)
        pane.submit_panel.doubt.mend.clicked.connect(self._mend)
        pane.submit_asked.connect(self.ask_submit)
        pane.reopen_asked.connect(self.ask_reopen)
        pane.submit_panel.submit.connect(self._submit)
        pane.reopen_panel.reopen.connect(self._reopen)

    def ask_submit(self) -> None:
        """Show what stands in the way of submitting, or what is worth a look before."""
        if self._scorer.audit is not None and self._save_now():
            self._pane.messages.dismiss()
            self._pane.show_submit(self._scorer.audit)

    def ask_reopen(self) -> None:
        """Ask why the audit is to be opened again."""
        if self._scorer.audit is not None and self._scorer.audit.sheet.may_reopen:
            self._pane.messages.dismiss()
            self._pane.show_reopen(self._scorer.audit)

    def say_submitted(self, reference: str, count: str, more: bool) -> None:
        """Say what was submitted, with the keyboard on the way to the next plan if there is one."""
        done = f"{reference} is submitted. {count}."
        if more:
            self._pane.say_done(done, "", ("Next plan", self.next_plan_asked.emit))
        else:
            self._pane.say_done(done, LAST)

    def _submit(self) -> None:
        """Submit, once no note holds words that may identify somebody and that nobody was asked about."""
        audit = self._scorer.audit
        if audit is None or not self._save_now():
            return
        notes = [(f"the note on {key}", audit.answer(key).note) for key in audit.keys]
        self._pane.submit_panel.doubt.before(self._submit_now, None, *notes, names=self._names())

    def _mend(self) -> None:
        """Go to the first question whose note is in doubt."""
        audit = self._scorer.audit
        if audit is None:
            return
        for key in audit.keys:
            text = (("", audit.answer(key).note),)
            if look_through(text, *self._names(), passed=frozenset(self._passed)):
                self._pane.submit_panel.jump.emit(key)
                return

    def _submit_now(self) -> None:
        audit = self._scorer.audit
        if audit is None:
            return
        try:
            changed = submit(self._store, audit.assignment)
        except UserError as problem:
            self._pane.say_problem("The audit was not submitted.", str(problem))
            return
        self._done(changed)

    def _reopen(self, reason: str) -> None:
        audit = self._scorer.audit
        if audit is None:
            return
        try:
            changed = reopen(self._store, audit.assignment, reason)
        except UserError as problem:
            self._pane.reopen_panel.refuse(str(problem))
            return
        self._done(changed)
        announce(self._page, f"{audit.sheet.facts.reference} is open again.")

    def _done(self, changed: Changed) -> None:
        self._scorer.undo_stack.clear()
        self._pane.messages.dismiss()
        self._pane.show_checklist()
        self.happened.emit(changed)
