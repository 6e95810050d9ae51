"""Undo and redo: each change of an answer can be taken back by the same job with the previous value."""

from collections.abc import Callable
from dataclasses import fields
from typing import Any

from PySide6.QtGui import QUndoCommand

from auditor.answers import Answer
from db.vocabulary import Value
from ui.desk.words import answer_words

Put = Callable[[str, dict[str, Any], str], None]
"""Puts some parts of an answer: the criterion, its new parts by name, and '' at first, 'Undone' or 'Redone' later."""


class Change(QUndoCommand):
    """One change of one answer. Only the parts that differ are put back, so that a note typed since stays."""

    def __init__(self, put: Put, criterion: str, before: Answer, after: Answer) -> None:
        super().__init__(f"{criterion}: {_words(before, after)}")
        self._put, self._criterion = put, criterion
        names = [field.name for field in fields(Answer) if getattr(before, field.name) != getattr(after, field.name)]
        self._before = {name: getattr(before, name) for name in names}
        self._after = {name: getattr(after, name) for name in names}
        self._said = ""

    def redo(self) -> None:
        """Make the change, or make it again."""
        self._put(self._criterion, self._after, self._said)

    def undo(self) -> None:
        """Take the change back."""
        self._said = "Redone"
        self._put(self._criterion, self._before, "Undone")


def _words(before: Answer, after: Answer) -> str:
    if before.value != after.value:
        return "cleared" if after.value is None else _lower(after.value)
    if before.note != after.note:
        return "note"
    return "cause" if before.agency == after.agency else "agency" if before.cause == after.cause else "cause and agency"


def _lower(value: Value) -> str:
    return answer_words(Answer(value)).lower()
