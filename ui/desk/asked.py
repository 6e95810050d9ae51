"""Questions of the lead about answers of the open audit: showing them, and keeping what is written back."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.moderation.questions import Question, reply
from db.errors import UserError
from db.store import Store
from ui.desk.audit_pane import AuditPane
from ui.desk.questions_panel import QuestionsPanel
from ui.desk.scorer import Scorer
from ui.parts.announce import announce
from ui.parts.reveal import bring_into_view


class Asked(QObject):
    """`happened` carries what was changed when a reply was kept."""

    happened = Signal(object)  # Changed

    def __init__(self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane) -> None:
        super().__init__(page)
        self._page, self._store, self._scorer, self._pane = page, store, scorer, pane
        self.panel = QuestionsPanel()
        pane.add_panel(self.panel)
        pane.questions_asked.connect(self.show)
        self.panel.kept.connect(self._keep)
        self.panel.left.connect(pane.show_checklist)
        self.panel.reopen_asked.connect(pane.reopen_asked)
        self.panel.looked.connect(self._go)

    def show(self) -> None:
        """Show the questions about the open audit, if there are any."""
        audit = self._scorer.audit
        if audit is not None and audit.sheet.questions:
            self._pane.messages.dismiss()
            self.panel.show_audit(audit)
            self._pane.show_panel(self.panel, self.panel.first())
            bring_into_view(self.panel.first())

    def _keep(self, question: Question, words: str) -> None:
        try:
            changed = reply(self._store, question.assignment, question.aside, words)
        except UserError as problem:
            card = next((card for card in self.panel.cards if card.question == question), None)
            if card is not None:
                card.refuse(str(problem))
            return
        self.happened.emit(changed)
        announce(self._page, "The reply is kept.")
        audit = self._scorer.audit
        if audit is not None and audit.sheet.questions:
            self.panel.show_audit(audit)
            self._pane.show_panel(self.panel, self.panel.first())

    def _go(self, key: str) -> None:
        self._pane.bring_back()
        self._pane.checklist.go(key)
