"""Submitting an audit, and opening it again with a reason: asked in the page, not in a box in its way."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.changed import Changed
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
        self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane, save_now: Callable[[], bool]
    ) -> None:
        super().__init__(page)
        self._page, self._store, self._scorer, self._pane, self._save_now = page, store, scorer, pane, save_now
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
        audit = self._scorer.audit
        if audit is None or not self._save_now():
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
