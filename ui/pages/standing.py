"""Where it stands: what is in, under way and late, what needs the lead, and the round's next step."""

from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.changed import Changed
from auditor.reports.wording import counted, long_date
from auditor.round_moves import Move, move_on
from auditor.round_states import WORDS
from auditor.standing.follow_up import fed_back, mended
from auditor.standing.left_open import left_open
from auditor.standing.needs import Need
from auditor.standing.standing import Standing, standing
from auditor.standing.waits import left_words
from db.errors import UserError
from db.vocabulary import RoundState
from ui.ask import Asks
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PrimaryButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.words import Text
from ui.reader import Reader
from ui.session import Session
from ui.standing.lines_pane import EVERY, LinesPane
from ui.standing.overview import Overview
from ui.standing.reminding import copy_reminders
from ui.standing.step_back import StepBack
from ui.standing.stepper import Stepper
from ui.tasks import Tasks

ICONS = {RoundState.OPEN: "lock-open", RoundState.MODERATING: "scale", RoundState.FACTS_CHECK: "file-check",
         RoundState.SIGNED_OFF: "badge-check"}  # fmt: skip
SIGNING = (
    "Its figures are kept as they stand now, and its answers can no longer be changed. Going back to the facts check "
    "takes a reason, which the log keeps."
)
OVERVIEW, LIST = range(2)
EMPTY, SHOWN, READING = range(3)


class StandingPage(Page):
    """Reads where the round stands on the worker and shows it; moves the round on.

    `section_asked` names a section of the settings that something leads to.
    """

    title = "Where it stands"

    section_asked = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._asks = session, tasks, asks
        self.found: Standing | None = None
        self.reader = Reader(tasks, self)
        self._build()
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_read)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._on_round_switched)

    def _build(self) -> None:
        self.next = PrimaryButton("", "check")
        self.next.clicked.connect(self._on_next)
        self.stepper = Stepper()
        self.header = HeaderBar(self.title, "", self.stepper, primary=self.next)
        self.messages = MessageArea(ON_PAGE)
        self.step_back = StepBack()
        self.step_back.asked.connect(self._on_step_back)
        self.overview, self.lines = Overview(), LinesPane()
        self.overview.list_asked.connect(self.show_list)
        self.overview.need_asked.connect(self._on_need)
        self.overview.remind.connect(self._copy_reminders)
        self.overview.place_asked.connect(self.go)
        self.lines.recorded.connect(self._on_recorded)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of where it stands")
        self.tabs.addTab(self.overview, "Overview")
        self.tabs.addTab(self.lines, "Plans and audits")
        self.empty = EmptyState(
            "gauge", "There is no round yet.", "Where it stands appears here with a round.", "New round"
        )
        self.empty.action.connect(lambda: self.go.emit("new-round"))
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        body = Column(self.step_back, (self.tabs, 1), gap=2, margins=(6, 2, 6, 0))
        self._stack.addWidget(body)
        self._stack.addWidget(Column(Text("Counting…", tone="ink2"), 1, margins=6))
        self.lay_out(self.header, self.messages, self._stack)
        self._back_action = QAction("Take the round back a step…", self)
        self._back_action.triggered.connect(self._ask_step_back)
        self._remind_action = QAction("Copy all reminders", self)
        self._remind_action.triggered.connect(lambda: self._copy_reminders(None))
        self._calibration_action = QAction("Calibration", self)
        self._calibration_action.triggered.connect(lambda: self.go.emit("calibration"))

    def refresh(self) -> None:
        """Count again, if anything changed since; on another day as well, since audits are late by then."""
        rnd = self.session.round
        self.next.setVisible(rnd is not None)
        self.stepper.setVisible(rnd is not None)
        if rnd is None:
            self._stack.setCurrentIndex(EMPTY)
            self.header.set_title(self.title, "This workspace has no round yet.")
            return
        if not self.reader.due:
            return
        if self.found is None or self.found.round != rnd.name:
            self.header.set_title(self.title, rnd.name)
            self.next.setVisible(False)
            self._stack.setCurrentIndex(READING)
        self.reader.read("Counting", partial(standing, self.session.store, rnd.id))

    def show_list(self, kind: str) -> None:
        """Open the list of plans and audits, of one kind: a key of the list's filter."""
        self.lines.show_only(kind)
        self.tabs.setCurrentIndex(LIST)
        self.lines.table.setFocus()

    def focus_main(self) -> None:
        """Put the keyboard on the first tile, or on the list."""
        if self._stack.currentIndex() == EMPTY and self.empty.button is not None:
            self.empty.button.setFocus()
        elif self.tabs.currentIndex() == LIST:
            self.lines.table.setFocus()
        else:
            self.overview.tiles[EVERY].setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The tabs, what they show, the next step."""
        return (self.tabs.tabBar(), self.tabs.currentWidget(), self.next)

    def commands(self) -> tuple[QAction, ...]:
        """Reminders, calibration, and the step back."""
        return (self._remind_action, self._calibration_action, self._back_action)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What keys do in its tables."""
        return (("Enter", "on a figure: open its list"), ("Ctrl+C", "in a table: copy rows"))

    def place(self) -> dict[str, Any]:
        """Which tab is shown, and which kind of the list."""
        return {"tab": self.tabs.currentIndex(), "kind": self.lines.shown.currentData() or EVERY}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that again."""
        self.lines.show_only(str(place.get("kind", EVERY)))
        self.tabs.setCurrentIndex(int(place.get("tab", OVERVIEW)))

    def _on_session_changed(self, _changed: Changed) -> None:
        self.reader.spoil()  # nearly everything that can change is counted here

    def _on_round_switched(self) -> None:
        self.step_back.hide()
        self.messages.dismiss()
        self.reader.spoil()

    def _on_read(self, found: Standing) -> None:
        self.found = found
        self.header.set_title(self.title, _subtitle(found))
        self.stepper.show_state(found.state)
        self._show_next(found.next)
        self._back_action.setEnabled(found.back is not None)
        self._back_action.setText(f"{found.back.name}…" if found.back else "Take the round back a step…")
        self.overview.show_standing(found)
        self.lines.show_lines(found.lines, found.state != RoundState.DRAFT)
        self._stack.setCurrentIndex(SHOWN)

    def _show_next(self, step: Move | None) -> None:
        self.next.setVisible(step is not None)
        if step is not None:
            self.next.setText(step.name)
            self.next.set_icon(ICONS[step.to])

    def _on_next(self) -> None:
        step = self.found.next if self.found is not None else None
        if step is None:
            return
        if step.to == RoundState.SIGNED_OFF and not step.stops and not self._sure_to_sign_off():
            return
        self._move(step.to, "")

    def _sure_to_sign_off(self) -> bool:
        """Ask, with all that is still open and would be left so."""
        rnd = self.session.round
        if rnd is None:
            return False
        left = left_open(self.session.store, rnd.id)
        still = "\n".join(f"•  {sentence}" for sentence in left) if left else "•  Nothing."
        return self._asks.sure(self, f"Sign off {rnd.name}? {SIGNING}\n\nStill open:\n{still}", "Sign off", "Not yet")

    def _ask_step_back(self) -> None:
        if self.found is not None and self.found.back is not None:
            self.step_back.open(self.found.back.name)

    def _on_step_back(self, why: str) -> None:
        if self.found is not None and self.found.back is not None:
            self._move(self.found.back.to, why)

    def _move(self, to: RoundState, why: str) -> None:
        rnd = self.session.round
        if rnd is None:
            return
        try:
            changed = move_on(self.session.store, rnd.id, to, why)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        self.step_back.hide()
        self.messages.say("done", f"{rnd.name} is {_now(to)}.", _ALLOWS[to])
        self.session.tell(changed)
        self.focus_main()  # the next step has taken this one's button: pressed twice, it would follow at once

    def _on_need(self, need: Need) -> None:
        if need.kind == "late":
            self._copy_reminders(None, late_only=True)
        elif need.section:
            self.section_asked.emit(need.section)
        else:
            self.go.emit(need.place)

    def _copy_reminders(self, person: int | None, late_only: bool = False) -> None:
        rnd = self.session.round
        if rnd is not None:
            copy_reminders(self.session.store, rnd.id, self.messages, person, late_only=late_only)

    def _on_recorded(self, what: str, references: tuple[str, ...], day: date | None) -> None:
        rnd = self.session.round
        if rnd is None or not references:
            return
        job = fed_back if what == "fed_back" else mended
        try:
            changed = job(self.session.store, rnd.id, references, day)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        announce(self, f"Recorded for {counted(len(references), 'plan')}.")
        self.session.tell(changed)


_ALLOWS = {
    RoundState.DRAFT: "Its list, sample and allocation can be changed again.",
    RoundState.OPEN: "Auditors can score their plans.",
    RoundState.MODERATING: "Differences are settled now; late audits still come in.",
    RoundState.FACTS_CHECK: "Corrections of fact come in now; an audit can be reopened with a reason.",
    RoundState.SIGNED_OFF: "Its answers can no longer be changed.",
}


def _now(state: RoundState) -> str:
    return "at the facts check" if state == RoundState.FACTS_CHECK else f"{WORDS[state]} now"


def _subtitle(found: Standing) -> str:
    """The round, when audits are wanted, and how long that is; days gone by are not told once all is in."""
    if found.due is None:
        return found.round
    due = f"{found.round} · audits due {long_date(found.due)}"
    open_now = found.audits.submitted < found.audits.total and found.days_left is not None
    if not open_now or found.days_left is None:
        return due
    return f"{due} · {left_words(found.days_left)}"
