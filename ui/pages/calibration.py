"""Calibration: the lead chooses plans and says what is right; each auditor sees where they differed, once submitted."""

from collections.abc import Callable

from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from auditor.agreeing.words import TOLD_BEFORE
from auditor.calibration import calibration as jobs
from auditor.calibration.calibration import HandedOut, Taken
from auditor.calibration.compared import Calibration, calibration, compared, record_results, right_answers
from auditor.changed import Changed
from auditor.standing.expected import listed
from db.errors import UserError
from db.vocabulary import Value
from ui.calibration.outcome import Differences, QuestionsTab, auditor_model, result_words
from ui.calibration.plans_tab import PlansTab
from ui.calibration.right_tab import RightTab
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PrimaryButton
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.table import TableView
from ui.session import Session

NOT_YET = "Where answers differ appears here once a calibration plan is submitted, and never before."


class CalibrationPage(Page):
    """Four tabs for the lead; an auditor sees their own result alone."""

    title = "Calibration"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.found: Calibration | None = None
        self.record = PrimaryButton("Record in the training register", "badge-check")
        self.record.clicked.connect(self._on_record)
        self.header = HeaderBar(self.title, "", primary=self.record)
        self.messages = MessageArea(ON_PAGE)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of calibration")
        self.own = Differences(NOT_YET, TOLD_BEFORE)
        body = self._lead_tabs() if session.lead else self.own
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self.header)
        box.addWidget(self.messages)
        box.addWidget(Column((body, 1), gap=0, margins=(6, 2, 6, 0)), 1)
        self.record.setVisible(session.lead)
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._look_again)

    def _lead_tabs(self) -> QWidget:
        self.plans, self.right, self.questions = PlansTab(), RightTab(), QuestionsTab()
        self.auditors = TableView("Auditors and their results")
        self.differences = Differences(NOT_YET)
        beside = Beside(Card(self.auditors, pad=1), self.differences, (3, 2))
        self.tabs.addTab(self.plans, "Plans")
        self.tabs.addTab(self.right, "What is right")
        self.tabs.addTab(Column((beside, 1), margins=(0, 4, 0, 6)), "Auditors")
        self.tabs.addTab(self.questions, "Questions")
        self.plans.chosen.connect(self._on_choose)
        self.plans.dropped.connect(lambda reference: self._do(lambda r: jobs.drop(self._session.store, r, reference)))
        self.plans.required.connect(lambda on: self._do(lambda r: jobs.require(self._session.store, r, on)))
        self.plans.hand_out.connect(self._on_hand_out)
        self.plans.take.connect(self._on_take)
        self.right.kept.connect(self._on_right)
        self.right.plan_picked.connect(lambda _reference: self._show_right())
        return self.tabs

    def refresh(self) -> None:
        """Show how calibration stands."""
        rnd = self._session.round
        self.setEnabled(rnd is not None)
        if rnd is None:
            self.header.set_title(self.title, "This workspace has no round yet.")
            return
        if not self._session.lead:
            self.header.set_title(self.title, f"{rnd.name} · what is right, and why")
            person = self._session.owner.person_id
            self.own.show_compared(compared(self._session.store, rnd.id, person) if person else ())
            return
        found = self.found = calibration(self._session.store, rnd.id)
        self.header.set_title(self.title, f"{rnd.name} · {result_words(found)}")
        self.record.setEnabled(any(a.submitted == a.given for a in found.auditors))
        store = self._session.store
        self.plans.show_calibration(found, jobs.may_be_chosen(store, rnd.id), jobs.still_to_give(store, rnd.id))
        here = self.right.plan.currentData() or ""
        references = [p.reference for p in found.plans]
        self.right.show_plans(references, here if here in references else next(iter(references), ""))
        self._show_right()
        self._show_auditors(found)
        self.questions.show_questions(found.questions)

    def focus_main(self) -> None:
        """Put the keyboard on what is to be done."""
        (self.plans.reference if self._session.lead else self.own).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The tabs, what they show, and the button; for an auditor what they see."""
        if not self._session.lead:
            return (self.own,)
        return (self.tabs.tabBar(), self.tabs.currentWidget(), self.record)

    def place(self) -> dict[str, int]:
        """Which tab is shown."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, int]) -> None:
        """Show that tab again."""
        self.tabs.setCurrentIndex(place.get("tab", 0))

    def _show_right(self) -> None:
        rnd, reference = self._session.round, self.right.plan.currentData()
        if rnd is None or self.found is None:
            return
        rows = right_answers(self._session.store, rnd.id, reference) if reference else ()
        self.right.show_rows(rows, not self.found.locked)

    def _show_auditors(self, found: Calibration) -> None:
        at = max(0, self.auditors.currentIndex().row())
        self.auditors.setModel(auditor_model(found.auditors))
        self.auditors.resizeColumnsToContents()
        selecting_moves(self.auditors)
        self.auditors.selectionModel().currentRowChanged.connect(lambda now, _was: self._show_auditor(now.row()))
        if found.auditors:
            self.auditors.selectRow(min(at, len(found.auditors) - 1))
        self._show_auditor(self.auditors.currentIndex().row())

    def _show_auditor(self, row: int) -> None:
        rnd = self._session.round
        if rnd is None or self.found is None or not 0 <= row < len(self.found.auditors):
            self.differences.show_compared(())
            return
        person = self.found.auditors[row].person
        self.differences.show_compared(compared(self._session.store, rnd.id, person))

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & {"audit", "round", "person", "calibration", "everything"}:
            self._look_again()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()

    def _do(self, job: Callable[[int], Changed]) -> bool:
        """Do a job on this round and tell of it; a refusal is said, and the page shows what holds."""
        rnd = self._session.round
        if rnd is None:
            return False
        try:
            changed = job(rnd.id)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            self.refresh()
            return False
        self.messages.dismiss()
        self._session.tell(changed)
        return True

    def _on_choose(self, reference: str) -> None:
        out: list[HandedOut] = []

        def choose(round_id: int) -> Changed:
            out.append(jobs.choose(self._session.store, round_id, reference))
            return out[0].changed

        if self._do(choose):
            self.plans.clear_reference()
            self._say_given(f"{reference.strip()} is a calibration plan.", out[0])

    def _on_hand_out(self) -> None:
        out: list[HandedOut] = []

        def give(round_id: int) -> Changed:
            out.append(jobs.hand_out(self._session.store, round_id))
            return out[0].changed

        if self._do(give):
            self._say_given("Everybody who may score has the calibration plans.", out[0])

    def _say_given(self, title: str, out: HandedOut) -> None:
        given = "1 audit was given out." if out.given == 1 else f"{out.given} audits were given out."
        left = " ".join(f"{one.name} {one.why}." for one in out.left_out)
        self.messages.say("look" if left else "done", title, f"{given} {left}".strip())

    def _on_take(self, assignment: int) -> None:
        out: list[Taken] = []

        def take(_round: int) -> Changed:
            out.append(jobs.take_as_right(self._session.store, assignment))
            return out[0].changed

        if self._do(take):
            missing = out[0].without_reason
            title = f"{out[0].taken} of your answers are right now, with your notes as reasons."
            detail = f"Without a note, and so left: {listed(missing, 'question', 12)}." if missing else ""
            self.messages.say("look" if missing else "done", title, detail)

    def _on_right(self, reference: str, criterion: str, value: Value | None, why: str) -> None:
        store = self._session.store
        if self._do(lambda r: jobs.set_right(store, r, reference, criterion, value, why)):
            announce(self, f"{criterion} is saved.")

    def _on_record(self) -> None:
        names: list[tuple[str, ...]] = []

        def record(round_id: int) -> Changed:
            recorded = record_results(self._session.store, round_id)
            names.extend((recorded.names, recorded.waiting))
            return recorded.changed

        if self._do(record):
            waiting = f"Still to come: {listed(names[1], 'auditor')}." if names[1] else ""
            self.messages.say("done", f"Recorded for {listed(names[0], 'auditor')}.", waiting)
