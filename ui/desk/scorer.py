"""Scoring: every change of an answer is on disk before the next key is read, and can be taken back."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from auditor.answers import Answer
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value
from ui.desk.changes import Change
from ui.desk.open_audit import OpenAudit

# What another try cannot mend: the audit was submitted, or the question is not asked
REFUSALS = frozenset({"round_state", "locked_audit", "off_scale", "no_assignment"})


class Scorer(QObject):
    """The audit being scored, its undo stack, and audits put down while something of them was not saved."""

    shown = Signal(str)  # a criterion whose answer on the screen changed
    saved = Signal(object)  # auditor.scoring.Saved
    failed = Signal(object)  # UserError: nothing is lost, but something is on screen only
    refused = Signal(object)  # UserError: the change was not taken, and the screen shows what is kept
    putting_back = Signal()  # undo or redo is about to change an answer
    undone = Signal(str, str)  # a criterion, and 'Undone' or 'Redone'

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.audit: OpenAudit | None = None
        self.undo_stack = QUndoStack(self)
        # a stack must not be emptied while one of its commands is at work
        self._clear_later = QTimer(self, singleShot=True, interval=0)
        self._clear_later.timeout.connect(self.undo_stack.clear)
        self._put_down: dict[int, OpenAudit] = {}
        self._note_before: tuple[str, str] | None = None

    @property
    def unsaved(self) -> int:
        """How many answers are on screen or were put down, and are not on disk."""
        here = [self.audit] if self.audit else []
        return sum(len(audit.unsaved) for audit in (*here, *self._put_down.values()))

    def take_up(self, assignment: int | None) -> OpenAudit | None:
        """Put another audit on the desk, or none. What was not saved of the last one is kept and tried again."""
        self.end_note()
        last, self.audit = self.audit, None
        if last is not None and last.unsaved:
            self._put_down[last.assignment] = last
        self.undo_stack.clear()
        if assignment is not None:
            self.audit = self._put_down.pop(assignment, None) or OpenAudit(self._store, assignment)
        return self.audit

    def set_value(self, key: str, value: Value | None) -> bool:
        """Answer a criterion, or clear its answer. Returns whether everything is on disk now."""
        return self._change(key, self._answer(key).with_value(value))

    def set_reason(self, key: str, *, cause: str | None = None, agency: str | None = None) -> bool:
        """Give the cause of a shortfall, the agency best placed to act, or both. Returns as `set_value`."""
        answer = self._answer(key)
        cause, agency = answer.cause if cause is None else cause, answer.agency if agency is None else agency
        return self._change(key, replace(answer, cause=cause, agency=agency))

    def type_note(self, key: str, text: str) -> None:
        """Save a note as far as it is typed; `end_note` makes one change of all of it."""
        if self._note_before is None or self._note_before[0] != key:
            self.end_note()
            self._note_before = (key, self._answer(key).note)
        self._put(key, {"note": text}, "")

    def end_note(self) -> None:
        """The keyboard left the note: what was typed in it is one change, to be taken back as one."""
        if self._note_before is None or self.audit is None:
            return
        (key, before), self._note_before = self._note_before, None
        after = self._answer(key)
        if after.note != before:
            self.undo_stack.push(Change(self._put, key, replace(after, note=before), after))

    def save(self) -> bool:
        """Write all that is not on disk yet. Returns whether everything is."""
        try:
            here = self.audit.save() if self.audit is not None else None
            earlier = [audit.save() for audit in self._put_down.values()]
        except UserError as problem:
            if problem.code in REFUSALS and self.audit is not None:
                self.audit.look_again()
                self._clear_later.start()
                self.refused.emit(problem)
            else:
                self.failed.emit(problem)
            return False
        self._put_down = {key: audit for key, audit in self._put_down.items() if audit.unsaved}
        for saved in (here, *earlier):
            if saved is not None:
                self.saved.emit(saved)
        return True

    def _answer(self, key: str) -> Answer:
        return self.audit.answer(key) if self.audit is not None else Answer()

    def _change(self, key: str, after: Answer) -> bool:
        before = self._answer(key)
        if before == after:
            return self.save()
        self.undo_stack.push(Change(self._put, key, before, after))
        return not self.unsaved

    def _put(self, key: str, parts: dict[str, Any], said: str) -> None:
        if self.audit is None:
            return
        if said:
            self.putting_back.emit()
            self._note_before = None  # nothing may be pushed while the stack is at work
        self.audit.put(key, replace(self._answer(key), **parts))
        self.save()
        self.shown.emit(key)
        if said:
            self.undone.emit(key, said)
