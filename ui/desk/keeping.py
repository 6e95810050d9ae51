"""Keeping what answers rest on: evidence, marks, links, outcomes. Each is on disk at once and can be taken back."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand

from auditor import evidence
from auditor.changed import Changed
from auditor.contents import Evidence, Link
from auditor.scoring import Saved
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value
from ui.desk.scorer import Scorer

Job = Callable[[], Changed]


class Deed(QUndoCommand):
    """A job, and the job that takes it back. A job that was refused leaves nothing to take back."""

    def __init__(self, words: str, do: Callable[[str], bool], undo: Callable[[str], bool]) -> None:
        super().__init__(words)
        self._do, self._undo, self._said = do, undo, ""

    def redo(self) -> None:
        """Do it, or do it again."""
        if not self._do(self._said):
            self.setObsolete(True)

    def undo(self) -> None:
        """Take it back."""
        self._said = "Redone"
        if not self._undo("Undone"):
            self.setObsolete(True)


class Keeping(QObject):
    """Runs the jobs for the open audit. `kept` says what changed and of which criterion (empty: of the plan).

    `undone` carries the criterion, and a sentence to be read out. What a job refuses goes the scorer's way.
    """

    kept = Signal(str, str)
    undone = Signal(str, str)

    def __init__(self, store: Store, scorer: Scorer) -> None:
        super().__init__(scorer)
        self._store, self._scorer = store, scorer

    def add_evidence(self, key: str, item: Evidence) -> bool:
        """Put evidence last among a criterion's. Returns whether it is on disk."""
        audit = self._scorer.audit
        if audit is None:
            return False
        here, last = audit.assignment, len(audit.evidence(key))
        return self._push(
            f"{key}: evidence", "evidence", key,
            lambda: evidence.add_evidence(self._store, here, key, item),
            lambda: evidence.remove_evidence(self._store, here, key, last),
        )  # fmt: skip

    def remove_evidence(self, key: str, position: int) -> bool:
        """Take a piece of evidence away. Returns whether it is gone from the disk."""
        audit = self._scorer.audit
        if audit is None or not 0 <= position < len(audit.evidence(key)):
            return False
        here, item = audit.assignment, audit.evidence(key)[position]
        return self._push(
            f"{key}: evidence taken away", "evidence", key,
            lambda: evidence.remove_evidence(self._store, here, key, position),
            lambda: evidence.add_evidence(self._store, here, key, item, at=position),
        )  # fmt: skip

    def mark(self, passage: str, mark: str, words: str) -> bool:
        """Keep what the auditor made of a passage, known by its digest; `words` name the change in the Edit menu."""
        audit = self._scorer.audit
        if audit is None:
            return False
        here, before = audit.assignment, audit.sheet.contents.marks.get(passage, "")
        return self._push(
            words, "marks", "",
            lambda: evidence.mark_passage(self._store, here, passage, mark),
            lambda: evidence.mark_passage(self._store, here, passage, before),
        )  # fmt: skip

    def link(self, link: Link, confirmed: bool) -> bool:
        """Confirm a link of the plan's thread, or take it back."""
        audit = self._scorer.audit
        if audit is None:
            return False
        here = audit.assignment
        return self._push(
            "link confirmed" if confirmed else "link taken back", "links", "",
            lambda: evidence.set_link(self._store, here, link, confirmed),
            lambda: evidence.set_link(self._store, here, link, not confirmed),
        )  # fmt: skip

    def list_outcomes(self, outcomes: Sequence[str], was: Sequence[int]) -> bool:
        """List the plan's outcomes. `was` gives the number that each had before, 0 for a new one; answers follow."""
        audit = self._scorer.audit
        if audit is None:
            return False
        here, contents = audit.assignment, audit.sheet.contents
        before = [contents.outcomes[number] for number in sorted(contents.outcomes)]
        numbers = sorted(contents.outcomes)
        back = [was.index(number) + 1 if number in was else 0 for number in numbers]
        gone = {
            (key, part): answer.value
            for (key, part), answer in contents.answers.items()
            if part in numbers and part not in was and answer.value is not None
        }

        def put_back() -> Changed:
            changed = evidence.set_outcomes(self._store, here, before, back)
            for (key, part), value in gone.items():
                evidence.save_part(self._store, here, key, part, value)
            return changed

        return self._push(
            "outcomes", "outcomes", "",
            lambda: evidence.set_outcomes(self._store, here, outcomes, was), put_back,
        )  # fmt: skip

    def answer_part(self, key: str, number: int, value: Value | None) -> bool:
        """Answer a repeated question for one outcome, or clear that answer."""
        audit = self._scorer.audit
        if audit is None:
            return False
        here, before = audit.assignment, audit.part(key, number)
        if before == value:
            return True
        return self._push(
            f"{key}: outcome {number}", "parts", key,
            lambda: evidence.save_part(self._store, here, key, number, value),
            lambda: evidence.save_part(self._store, here, key, number, before),
        )  # fmt: skip

    def _push(self, words: str, what: str, key: str, do: Job, undo: Job) -> bool:
        done: list[bool] = []

        def run(job: Job, said: str) -> bool:
            done.append(self._run(job, what, key))
            if said and done[-1]:
                self.undone.emit(key, f"{said}. {words[:1].upper()}{words[1:]}. Saved.")
            return done[-1]

        self._scorer.end_note()
        self._scorer.undo_stack.push(Deed(words, lambda said: run(do, said), lambda said: run(undo, said)))
        return done[0]

    def _run(self, job: Job, what: str, key: str) -> bool:
        audit = self._scorer.audit
        if audit is None:
            return False
        try:
            changed = job()
        except UserError as problem:
            self._scorer.refused.emit(problem)
            return False
        audit.look_again()
        self._scorer.saved.emit(Saved(changed, datetime.now().astimezone(), audit.answered, len(audit.order)))
        self.kept.emit(what, key)
        return True
