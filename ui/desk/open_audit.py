"""The audit on the desk: what is on disk, what is on screen, and the saving that brings the one to the other."""

from dataclasses import replace

from auditor.answers import Answer, Problem, clean_note, problems
from auditor.contents import Evidence
from auditor.frameworks import Criterion
from auditor.scoring import Saved, Sheet, save_answer, sheet
from db.errors import UserError
from db.store import Store
from db.vocabulary import Value

LONG_NOTE = "long_note"


class OpenAudit:
    """One assignment's answers. What is on screen and not on disk is never let go of, whatever goes wrong."""

    def __init__(self, store: Store, assignment: int) -> None:
        self._store = store
        self.sheet: Sheet = sheet(store, assignment)
        self._kept = dict(self.sheet.answers)
        self._shown = dict(self._kept)
        self.order = _by_measure(self.sheet)
        self.note_problems: dict[str, str] = {}

    @property
    def assignment(self) -> int:
        """The assignment's id."""
        return self.sheet.assignment

    @property
    def keys(self) -> tuple[str, ...]:
        """The ids of what is asked, in the checklist's order."""
        return tuple(criterion.id for criterion in self.order)

    @property
    def answered(self) -> int:
        """How many are answered on screen."""
        return sum(1 for key in self.keys if self.answer(key).value is not None)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """What has no answer yet, in the checklist's order."""
        return tuple(key for key in self.keys if self.answer(key).value is None)

    @property
    def unread(self) -> bool:
        """Whether nothing was given for it yet, so that it can be handed back by somebody who knows the child."""
        nothing = all(answer.blank for answer in self._shown.values())
        return self.sheet.state == "not_started" and not self.sheet.locked and nothing

    @property
    def unsaved(self) -> tuple[str, ...]:
        """What is on screen but not on disk."""
        return tuple(key for key in self.keys if self.answer(key) != self._kept.get(key, Answer()))

    def answer(self, key: str) -> Answer:
        """What the screen shows for a criterion."""
        return self._shown.get(key, Answer())

    def evidence(self, key: str) -> tuple[Evidence, ...]:
        """The places in the plan that a criterion's answer rests on."""
        return self.sheet.contents.evidence.get(key, ())

    @property
    def outcomes(self) -> tuple[str, ...]:
        """The plan's outcomes as the auditor listed them, in order."""
        return tuple(words for _, words in sorted(self.sheet.contents.outcomes.items()))

    def part(self, key: str, number: int) -> Value | None:
        """What a repeated question was answered with for one outcome."""
        kept = self.sheet.contents.answers.get((key, number))
        return kept.value if kept is not None else None

    def put(self, key: str, answer: Answer) -> None:
        """Show an answer; `save` brings it to disk."""
        self._shown[key] = replace(answer, note=clean_note(answer.note))
        self.note_problems.pop(key, None)

    def save(self) -> Saved | None:
        """Write all that is not on disk yet; None when there was nothing to write.

        A note that is too long stays on screen, with the reason in `note_problems`; its answer is saved all the same.
        Raises UserError as `save_answer` does: what was not written stays unsaved.
        """
        saved: Saved | None = None
        for key in self.unsaved:
            saved = self._save_one(key) or saved
        return saved

    def _save_one(self, key: str) -> Saved | None:
        kept, wanted = self._kept.get(key, Answer()), self.answer(key)
        try:
            saved = self._write(key, wanted)
        except UserError as problem:
            if problem.code != LONG_NOTE:
                raise
            self.note_problems[key] = str(problem)
            wanted = replace(wanted, note=kept.note)
            saved = self._write(key, wanted) if wanted != kept else None
        self._kept[key] = wanted
        return saved

    def _write(self, key: str, answer: Answer) -> Saved:
        return save_answer(self._store, self.assignment, key, answer)

    def look_again(self) -> None:
        """Read the sheet again. What is not saved stays on screen, unless the audit can no longer be changed."""
        unsaved = {key: self.answer(key) for key in self.unsaved}
        self.sheet = sheet(self._store, self.assignment)
        self._kept = dict(self.sheet.answers)
        self._shown = dict(self._kept) if self.sheet.locked else self._kept | unsaved

    def problems(self) -> tuple[Problem, ...]:
        """What is unanswered, contradictory or incomplete in what the screen shows."""
        sheet = self.sheet
        return problems(sheet.framework, self.order, self._shown, sheet.facts.year_group, sheet.contents.evidence)

    def place(self, key: str) -> str:
        """Where a criterion stands: '1 of 8 in Provision specified'; in a plain checklist '1 of 8'."""
        measure = self.sheet.framework.criterion(key).measure
        group = [c.id for c in self.order if c.measure == measure]
        name = next((m.short for m in self.sheet.framework.measures if m.id == measure), "")
        return f"{group.index(key) + 1} of {len(group)}" + (f" in {name}" if name else "")


def _by_measure(found: Sheet) -> tuple[Criterion, ...]:
    """What is asked, measure by measure in the framework's order; what belongs to no measure comes last."""
    position = {measure.id: at for at, measure in enumerate(found.framework.measures)}
    return tuple(sorted(found.asked, key=lambda c: position.get(c.measure or "", len(position))))
