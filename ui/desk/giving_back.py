"""Giving a plan back unread because the auditor knows the child. Nothing is asked, and nothing is noted of why."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.scoring import know_this_child
from db.errors import UserError
from db.store import Store
from ui.desk.audit_pane import AuditPane
from ui.desk.scorer import Scorer


class GivingBack(QObject):
    """`closing` before anything is kept, so that the paper is shut at once; `happened` carries what the job changed."""

    closing = Signal()
    happened = Signal(object)  # Changed
    next_plan_asked = Signal()

    def __init__(self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane) -> None:
        super().__init__(page)
        self._store, self._scorer, self._pane = store, scorer, pane
        pane.child_known.connect(self.give_back)

    def give_back(self) -> None:
        """Give the open plan back, if nothing was answered for it yet."""
        audit = self._scorer.audit
        if audit is None or not audit.unread:
            return
        self.closing.emit()
        try:
            changed = know_this_child(self._store, audit.assignment)
        except UserError as problem:
            self._pane.say_problem("The plan was not given back.", str(problem))
            return
        self._scorer.undo_stack.clear()
        self.happened.emit(changed)

    def say_given_back(self, reference: str, more: bool) -> None:
        """Say that a plan is given back, with the keyboard on the way to the next one if there is one."""
        said = "Your lead will give it to somebody else."
        if more:
            self._pane.say_done(f"{reference} is given back, unread.", said, ("Next plan", self.next_plan_asked.emit))
        else:
            self._pane.say_done(f"{reference} is given back, unread.", said)
