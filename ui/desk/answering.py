"""From key to next question: answers, notes and reasons of the open criterion, saved, said aloud, and moved on from."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.frameworks import Criterion
from db.vocabulary import Value
from ui.desk.audit_pane import AuditPane
from ui.desk.scorer import Scorer
from ui.desk.words import answer_words
from ui.look import WORDS
from ui.parts.announce import announce
from ui.parts.answer import ALWAYS_APPLIES
from ui.settings import Settings

EVERY_ONE = "Every question is answered."
NO_REASON = "A cause is given when the answer is partly met or not met."


class Answering(QObject):
    """What the open criterion's controls and the answering commands do. `refused` says why a key did nothing."""

    refused = Signal(str)

    def __init__(self, page: QWidget, scorer: Scorer, pane: AuditPane, settings: Settings) -> None:
        super().__init__(page)
        self._page, self._scorer, self._pane, self._settings = page, scorer, pane, settings
        self._checklist, self._card = pane.checklist, pane.checklist.card
        self._card.answered.connect(self.answer)
        self._card.refused.connect(self._refuse)
        self._card.note.typed.connect(self._typed)
        self._card.note.left.connect(scorer.end_note)
        self._card.cause_picked.connect(lambda cause: self._reason(cause=cause))
        self._card.agency_picked.connect(lambda agency: self._reason(agency=agency))
        scorer.shown.connect(self._checklist.show_key)
        scorer.putting_back.connect(self._card.note.hand_over)
        scorer.undone.connect(self._undone)

    def take_settings(self) -> None:
        """Follow the settings."""
        self._card.answers.single_keys = self._settings.single_keys
        self._card.outcomes.set_single_keys(self._settings.single_keys)

    def answer(self, value: Value | None) -> None:
        """Give the open criterion an answer, or clear it."""
        key = self._checklist.open_key
        if not key or self._scorer.audit is None:
            return
        on_disk = self._scorer.set_value(key, value)
        if value is not None and on_disk:
            self.go_on(key, value)
        elif on_disk:
            self._say(f"Cleared. Saved. {self._progress()}")

    def step_unanswered(self, step: int) -> None:
        """Open the next or previous question without an answer, round the ends."""
        audit = self._scorer.audit
        if audit is None:
            return
        self._card.note.hand_over()
        if not audit.unanswered:
            self._say(EVERY_ONE)
            return
        self._pane.bring_back()
        keys = audit.keys
        at = keys.index(self._checklist.open_key) if self._checklist.open_key else -1
        turns = [keys[(at + step * n) % len(keys)] for n in range(1, len(keys) + 1)]
        key = next(key for key in turns if key in audit.unanswered)
        self._checklist.go(key)
        self._say(_short(audit.sheet.framework.criterion(key)))

    def same_reason(self) -> None:
        """Take over cause and agency of the nearest question above that has them."""
        audit, key = self._scorer.audit, self._checklist.open_key
        value = audit.answer(key).value if audit and key else None
        if audit is None or value is None or not value.shortfall or audit.sheet.locked:
            self._say(NO_REASON)
            return
        above = [audit.answer(other) for other in reversed(audit.keys[: audit.keys.index(key)])]
        found = next((answer for answer in above if answer.cause or answer.agency), None)
        if found is None:
            self._say("No question above has a cause yet.")
        elif self._scorer.set_reason(key, cause=found.cause, agency=found.agency):
            self._say(f"{self._card.cause.currentText()}, {self._card.agency.currentText()}. Saved.")

    def edit_note(self) -> None:
        """Put the keyboard on the note of the open criterion."""
        if self._checklist.open_key:
            self._pane.bring_back()
            self._checklist.focus_note()

    def go_on(self, key: str, value: Value) -> None:
        """After an answer: to the next question, to this one's note, or nowhere, as the settings say."""
        audit = self._scorer.audit
        if audit is None:
            return
        said = f"{answer_words(audit.answer(key))}. Saved. {self._progress()}"
        move, settled = self._settings.move_on, value in (Value.MET, Value.NOT_APPLICABLE)
        following = audit.keys.index(key) + 1
        if move == "always" or (settled and move == "met"):
            if following < len(audit.order):
                self._checklist.go(audit.keys[following])
                self._say(f"{said} {_short(audit.order[following])}")
            else:
                left = len(audit.unanswered)
                self._say(f"{said} Last question. {f'{left} not answered.' if left else EVERY_ONE}")
        elif move == "met":
            self._checklist.focus_note()
            self._say(f"{said} Evidence note of {key}.")
        else:
            self._say(said)

    def _refuse(self, pressed: str) -> None:
        """Say why the key of an answer did nothing."""
        audit, key = self._scorer.audit, self._checklist.open_key
        if audit is None or not key:
            return
        if audit.sheet.locked:
            why = audit.sheet.locked
        elif pressed == Value.NOT_APPLICABLE.key:
            why = ALWAYS_APPLIES
        else:
            offered = [WORDS[value.token].lower() for value in audit.sheet.framework.criterion(key).scale]
            why = f"Its answers are {', '.join(offered[:-1])} and {offered[-1]}."
        words = f"{pressed} is not an answer to {key}. {why}"
        self._card.tell(words)
        self.refused.emit(words)

    def _typed(self, text: str) -> None:
        if self._checklist.open_key:
            self._scorer.type_note(self._checklist.open_key, text)

    def _reason(self, *, cause: str | None = None, agency: str | None = None) -> None:
        key = self._checklist.open_key
        if key and self._scorer.set_reason(key, cause=cause, agency=agency):
            self._say("Saved.")

    def _undone(self, key: str, said: str) -> None:
        """Show where something was taken back or made again."""
        audit = self._scorer.audit
        if audit is None:
            return
        self._pane.bring_back()
        if key != self._checklist.open_key:
            self._checklist.go(key)
        self._card.note.show_text(audit.answer(key).note)
        saved = "" if self._scorer.unsaved else " Saved."
        self._say(f"{said}. {key}: {answer_words(audit.answer(key)).lower()}.{saved} {self._progress()}")

    def _progress(self) -> str:
        audit = self._scorer.audit
        return f"{audit.answered} of {len(audit.order)}." if audit else ""

    def _say(self, text: str) -> None:
        announce(self._page, text)


def _short(criterion: Criterion) -> str:
    return f"{criterion.id}, {criterion.short}"
