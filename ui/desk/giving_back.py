"""Giving a plan back unread because the auditor knows the child, and taking it back in the same sitting.

Nothing is asked, and nothing is noted of why.
"""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, SignalInstance
from PySide6.QtWidgets import QWidget

from auditor.changed import Changed
from auditor.scoring import know_this_child
from auditor.taking_back import take_back
from db.errors import UserError
from db.store import Store
from ui.desk.audit_pane import AuditPane
from ui.desk.keeping import Deed
from ui.desk.scorer import Scorer

WHAT_NEXT = "Your lead will give it to somebody else. Undo takes it back."


class GivingBack(QObject):
    """`closing` before anything is kept, so that the paper is shut at once.

    `happened` carries what the job changed when a plan was given back, `undone` when it was taken back.
    """

    closing = Signal()
    happened = Signal(object)  # Changed
    undone = Signal(object)  # Changed
    next_plan_asked = Signal()

    def __init__(self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane) -> None:
        super().__init__(page)
        self._store, self._scorer, self._pane = store, scorer, pane
        self._here: set[int] = set()  # given back in this sitting
        pane.child_known.connect(self.give_back)
        pane.take_back_asked.connect(self.take_back)

    @property
    def may_take_back(self) -> bool:
        """Whether the open plan was given back in this sitting, so that a slip can be undone."""
        audit = self._scorer.audit
        return audit is not None and bool(audit.sheet.locked) and audit.assignment in self._here

    def give_back(self) -> None:
        """Give the open plan back, if nothing was answered for it yet. *Undo* takes it back."""
        audit = self._scorer.audit
        if audit is None or not audit.unread:
            return
        self._scorer.undo_stack.clear()
        self._scorer.undo_stack.push(Deed("I know this child", lambda _: self._give(), lambda _: self._take()))

    def take_back(self) -> None:
        """Take the open plan back, if it was given back in this sitting and nobody else has it yet."""
        if not self.may_take_back:
            return
        if self._scorer.undo_stack.canUndo():
            self._scorer.undo_stack.undo()
        else:  # another plan was on the desk since
            self._take()

    def say_given_back(self, reference: str, more: bool) -> None:
        """Say that a plan is given back, with the keyboard on the way to the next one if there is one."""
        following = (("Next plan", self.next_plan_asked.emit),) if more else ()
        if not more:  # the keyboard must not come to stand on what takes the plan back
            self._pane.keyboard_here()
        self._pane.say_done(f"{reference} is given back, unread.", WHAT_NEXT, *following)

    def _give(self) -> bool:
        self.closing.emit()
        return self._run(know_this_child, "The plan was not given back.", self.happened)

    def _take(self) -> bool:
        return self._run(take_back, "The plan was not taken back.", self.undone)

    def _run(self, job: Callable[[Store, int], Changed], refused: str, told: SignalInstance) -> bool:
        audit = self._scorer.audit
        if audit is None:
            return False
        try:
            changed = job(self._store, audit.assignment)
        except UserError as problem:
            self._pane.say_problem(refused, str(problem))
            return False
        self._here.add(audit.assignment)
        told.emit(changed)
        return True
