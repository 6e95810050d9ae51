"""The help on the card, kept: whether examples are shown, and the notes a lead writes for everybody."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from auditor.guidance import write_guidance
from db.errors import UserError
from ui.desk.audit_pane import AuditPane
from ui.desk.scorer import Scorer
from ui.parts.announce import announce
from ui.session import Session
from ui.settings import Settings

EXAMPLES = "desk/examples"


class Helping(QObject):
    """Fills the card's help for each criterion that is opened. `changed` carries what a job changed."""

    changed = Signal(object)  # Changed

    def __init__(self, page: QWidget, session: Session, settings: Settings, scorer: Scorer, pane: AuditPane) -> None:
        super().__init__(page)
        self._page, self._session, self._settings, self._scorer = page, session, settings, scorer
        self._checklist, self._help = pane.checklist, pane.checklist.card.help
        self._help.set_lead(session.lead)
        self._help.set_open(str(settings.file.value(EXAMPLES, "False")) == "True")
        self._help.folded.connect(self._fold)
        self._help.written.connect(self._write)

    def _fold(self, is_open: bool) -> None:
        self._settings.file.setValue(EXAMPLES, str(is_open))
        self._checklist.see(self._help)

    def _write(self, words: str) -> None:
        audit, key, rnd = self._scorer.audit, self._checklist.open_key, self._session.round
        if audit is None or rnd is None or not key:
            return
        try:
            changed = write_guidance(self._session.store, rnd.id, key, words)
        except UserError as problem:
            self._help.refuse(str(problem))
            return
        audit.look_again()
        self._help.show_criterion(audit.sheet.framework.criterion(key), audit.sheet.guidance.get(key, ""))
        self._help.write.setFocus()
        announce(self._page, "Your note is kept." if words.strip() else "Your note is taken away.")
        self.changed.emit(changed)
