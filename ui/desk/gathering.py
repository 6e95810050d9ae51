"""From the plan to the answer: what is selected becomes evidence of the open criterion in one stroke."""

from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QWidget

from auditor.contents import Evidence
from auditor.identities import Sign, signs, words_for
from ui.desk.audit_pane import AuditPane
from ui.desk.document_side import DocumentSide
from ui.desk.evidence_box import KEEP, PLACE_ONLY
from ui.desk.keeping import Keeping
from ui.desk.scorer import Scorer
from ui.parts.announce import announce

NO_QUESTION = "Open a question first; what you select becomes its evidence."


class Gathering(QObject):
    """Takes evidence in, asks about names and numbers in it before anything is saved, and shows places in the plan.

    `question_up` when the person is asked something beside the checklist; `place_asked(Evidence)` when its place is
    to be shown; `added(Evidence)` when it is on disk.
    """

    question_up = Signal()
    place_asked = Signal(object)
    added = Signal(object)

    def __init__(self, page: QWidget, scorer: Scorer, keeping: Keeping, pane: AuditPane, side: DocumentSide) -> None:
        super().__init__(page)
        self._page, self._scorer, self._keeping, self._pane = page, scorer, keeping, pane
        self._checklist, self._card, self._side = pane.checklist, pane.checklist.card, side
        self._asking: tuple[str, Evidence, QWidget | None] | None = None
        self._card.evidence.asked.connect(self.place_asked)
        self._card.evidence.removed.connect(self._remove)
        self._card.evidence.question.answered.connect(self._answered)
        self._card.note.left.connect(lambda: self._look_at_note(seen=True))
        self._checklist.opened.connect(self._opened)
        keeping.kept.connect(self._show_kept)
        keeping.undone.connect(self._show_undone)

    def take(self, item: Evidence) -> None:
        """Make this the open criterion's evidence, once nothing in it needs a question."""
        audit, key = self._scorer.audit, self._checklist.open_key
        if audit is None or not key:
            announce(self._page, NO_QUESTION, assertive=True)
            return
        if audit.sheet.locked:
            self._pane.say_problem("Nothing was added.", audit.sheet.locked)
            return
        found = self.signs_in(item.quotation) if audit.sheet.quotations else ()
        if not found:
            self._add(key, item)
            return
        self._pane.bring_back()
        self._asking = (key, item, QApplication.focusWidget())
        self.question_up.emit()
        question = self._card.evidence.ask(words_for(found), item)
        self._checklist.see(self._card.evidence)
        announce(self._page, f"{question} Keep it, leave it out, or keep only the place?", assertive=True)

    def _answered(self, choice: str) -> None:
        if self._asking is None:
            return
        key, item, before = self._asking
        self._asking = None
        self._card.evidence.stop_asking()
        if choice == KEEP:
            self._add(key, item)
        elif choice == PLACE_ONLY:
            self._add(key, replace(item, quotation=""))
        else:
            announce(self._page, "Left out. Nothing was saved.")
        if before is not None and before.isVisible():
            before.setFocus()
        else:
            self._checklist.focus_answers()

    def _add(self, key: str, item: Evidence) -> None:
        if self._keeping.add_evidence(key, item):
            audit = self._scorer.audit
            count = len(audit.evidence(key)) if audit is not None else 0
            pieces = "1 piece" if count == 1 else f"{count} pieces"
            where = item.place or "the plan"
            announce(self._page, f"Evidence for {key} from {where}. Saved. {pieces}.")
            self.added.emit(item)

    def _remove(self, position: int) -> None:
        key = self._checklist.open_key
        if key and self._keeping.remove_evidence(key, position):
            announce(self._page, "Evidence taken away. Saved. Undo brings it back.")
            if not self._card.evidence.chips():
                self._checklist.focus_answers()

    def _opened(self, key: str) -> None:
        """Another criterion: a question still open about the last one's evidence is answered by leaving it out."""
        if self._asking is not None and self._asking[0] != key:
            self._asking = None
            self._card.evidence.stop_asking()
            announce(self._page, "The evidence was left out. Nothing of it was saved.")
        self._look_at_note(seen=False)  # the answers are what is wanted first

    def _look_at_note(self, seen: bool) -> None:
        """Under a note that may identify somebody stands a question about it, and the keyboard stays where it is."""
        audit = self._scorer.audit
        if audit is None or audit.sheet.locked:
            self._card.doubt.stop()
        else:
            text = ("the note", self._card.note.toPlainText())
            self._card.doubt.beside(self._card.note, text, names=self.names(), seen=seen)

    def _show_kept(self, what: str, key: str) -> None:
        if what == "evidence":
            self._checklist.show_key(key)

    def _show_undone(self, key: str, said: str) -> None:
        """Show where evidence came back or went again."""
        if key:
            self._pane.bring_back()
            if key != self._checklist.open_key:
                self._checklist.go(key)
        announce(self._page, said)

    def signs_in(self, text: str) -> tuple[Sign, ...]:
        """What in a text may identify somebody, the open paper's own first name included."""
        return signs(text, datetime.now().astimezone().date(), *self.names())

    def names(self) -> tuple[str, ...]:
        """First names to look for in what is typed: that of the open paper, and others in it where the round asks."""
        audit = self._scorer.audit
        others = sorted(self._side.other_names) if audit is not None and audit.sheet.wrong_child else ()
        return tuple(name for name in (self._side.name, *others) if name)
