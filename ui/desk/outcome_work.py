"""Questions asked of every outcome: answering them one by one, and listing the outcomes."""

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from auditor.identities import without_name, words_for
from auditor.thread import lines_of
from db.vocabulary import Value
from ui.desk.answering import Answering
from ui.desk.audit_pane import AuditPane
from ui.desk.document_side import DocumentSide
from ui.desk.gathering import Gathering
from ui.desk.keeping import Keeping
from ui.desk.scorer import Scorer
from ui.look import WORDS
from ui.parts.announce import announce


class OutcomeWork(QObject):
    """What the outcome rows of the card and the panel that lists outcomes do."""

    def __init__(
        self, page: QWidget, scorer: Scorer, keeping: Keeping, pane: AuditPane, side: DocumentSide,
        answering: Answering, gathering: Gathering,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._scorer, self._keeping, self._pane = page, scorer, keeping, pane
        self._side, self._answering, self._gathering = side, answering, gathering
        self._checklist, self._grid = pane.checklist, pane.checklist.card.outcomes
        self.panel = pane.outcomes_panel
        self._grid.answered.connect(self.answer)
        self._grid.list_asked.connect(self.ask_list)
        self.panel.kept.connect(self._keep)
        keeping.kept.connect(self._show_kept)

    @property
    def asked(self) -> bool:
        """Whether the open audit asks anything of every outcome."""
        audit = self._scorer.audit
        return audit is not None and any(criterion.each for criterion in audit.order)

    def answer(self, number: int, value: Value | None) -> None:
        """Answer the open question for one outcome, and go on to the next without an answer."""
        audit, key = self._scorer.audit, self._checklist.open_key
        if audit is None or not key or not self._keeping.answer_part(key, number, value):
            return
        count = len(audit.outcomes)
        if value is None:
            announce(self._page, f"Cleared. Saved. Outcome {number} of {count}.")
            return
        following = self._grid.next_open(number)
        whole = audit.answer(key).value
        if following is not None:
            following.focus(following.accessibleName())
            self._checklist.see(following)
            at = next(row.number for row in self._grid.rows if row.answers is following)
            announce(self._page, f"{WORDS[value.token]}. Saved. Outcome {at} of {count}: {audit.outcomes[at - 1]}")
        elif whole is not None:
            self._answering.go_on(key, whole)

    def ask_list(self) -> None:
        """Show the list of outcomes, begun from section E where nothing is listed yet."""
        audit = self._scorer.audit
        if audit is None or audit.sheet.locked:
            return
        plan = self._side.plan
        in_plan = [without_name(line.text, self._side.name) for line in lines_of(plan, "E")] if plan is not None else []
        self._pane.show_outcomes(audit.sheet.facts.reference, audit.outcomes, in_plan)

    def _keep(self, outcomes: list[str], was: list[int], sure: bool) -> None:
        audit = self._scorer.audit
        if audit is None:
            return
        doubts = {} if sure else self._doubts(outcomes, audit.outcomes)
        if doubts:
            self.panel.ask(doubts)
            return
        same = tuple(outcomes) == audit.outcomes and was == list(range(1, len(was) + 1))
        if same or self._keeping.list_outcomes(outcomes, was):
            self._pane.show_checklist()
            announce(self._page, f"{len(outcomes)} outcomes listed. Saved.")

    def _doubts(self, outcomes: Sequence[str], listed: Sequence[str]) -> dict[int, str]:
        """What may identify somebody in outcomes that are new or changed, by their place."""
        found = {at: self._gathering.signs_in(words) for at, words in enumerate(outcomes) if words not in listed}
        return {at: words_for(some) for at, some in found.items() if some}

    def _show_kept(self, what: str, key: str) -> None:
        """Bring the card and the closed rows up to date."""
        audit = self._scorer.audit
        if audit is None or what not in ("outcomes", "parts"):
            return
        for other in [key] if key else [criterion.id for criterion in audit.order if criterion.each]:
            self._scorer.shown.emit(other)
