"""Facts check: sheets for those whose work is judged, the points they raise, and what becomes of each."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.changed import Changed
from auditor.contents import Evidence
from auditor.facts_check.points import accept_with_decision, open_point, raise_point, settle_point, sheet_back
from auditor.facts_check.sheets import MadeSheets, Wanted, make_sheets
from auditor.facts_check.view import FactsCheck, PointLine, facts_check, question_of
from auditor.moderation.view import seen
from auditor.plural import several
from db.errors import UserError
from db.store import Store
from db.vocabulary import FactOutcome
from ui.ask import Asks
from ui.desk.actions import Command, PageAction
from ui.facts.points_tab import PointsTab
from ui.facts.sheets_tab import SheetsTab
from ui.moderation.decision_card import Given
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.words import Text
from ui.reader import Reader
from ui.session import Session
from ui.tasks import Tasks

SHEETS, POINTS = range(2)
EMPTY, SHOWN, READING = range(3)
NOTHING = "Every answer that is agreed is met, so there is nothing to check."
NO_ROUND = "Sheets for writers and agencies are made here once a round is moderated."


class FactsPage(Page):
    """Reads on the worker, and acts at once."""

    title = "Facts check"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._asks = session, tasks, asks
        self.found: FactsCheck | None = None
        self.reader = Reader(tasks, self)
        self._round: int | None = None
        self._seen_digest = ""
        self._build()
        self._connect()
        self._point_action = PageAction(self, Command("Note a point…", "pencil", (), self._ask_point))
        self._make_action = PageAction(self, Command("Choose all sheets not made yet", "check", (), self._choose_all))

    def _build(self) -> None:
        self.header = HeaderBar(self.title)
        self.messages = MessageArea(ON_PAGE)
        self.sheets, self.points = SheetsTab(), PointsTab()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the facts check")
        self.tabs.addTab(self.sheets, "Sheets")
        self.tabs.addTab(self.points, "Points")
        self.empty = EmptyState("file-check", "There is nothing to check.", NO_ROUND, "Where it stands")
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        self._stack.addWidget(Column((self.tabs, 1), margins=(6, 2, 6, 0)))
        self._stack.addWidget(Column(Text("Reading…", tone="ink2"), 1, margins=6))
        self.lay_out(self.header, self.messages, self._stack)

    def _connect(self) -> None:
        self.empty.action.connect(self._to_standing)
        self.sheets.made.connect(self._make)
        self.sheets.back.connect(
            lambda sheet: self._do(lambda store: sheet_back(store, sheet, _today()), "Noted: back, nothing to correct.")
        )
        self.sheets.raised.connect(self._raise)
        self.points.chosen.connect(self._show_point)
        detail = self.points.detail
        detail.settled.connect(self._settle)
        detail.decided.connect(self._decide)
        detail.opened.connect(
            lambda point, why: self._do(lambda store: open_point(store, point, why), "The point is open again.")
        )
        detail.place.connect(self._say_place)
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_read)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        self.session.changed.connect(self._on_changed)
        self.session.round_switched.connect(self._on_switched)

    def refresh(self) -> None:
        """Read the facts check again, if anything changed since."""
        rnd = self.session.round
        if rnd is None:
            self.found = None
            self._show_empty(NO_ROUND, "This workspace has no round yet.")
            return
        if not self.reader.due:
            return
        if self._round != rnd.id:
            self._round, self.found = rnd.id, None
            self.header.set_title(self.title, rnd.name)
            self._stack.setCurrentIndex(READING)
        self.reader.read("Reading the facts check", partial(facts_check, self.session.store, rnd.id))

    def focus_main(self) -> None:
        """Put the keyboard on the table in view, or on the empty page's button."""
        if self._stack.currentIndex() == EMPTY and self.empty.button is not None:
            self.empty.button.setFocus()
        else:
            current = self.points.table if self.tabs.currentIndex() == POINTS else self.sheets.table
            current.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The tabs, the table, the point."""
        if self._stack.currentIndex() != SHOWN:
            return (self.empty,)
        parts = (self.points.table, self.points.detail) if self.tabs.currentIndex() == POINTS else (self.sheets.table,)
        return (self.tabs.tabBar(), *parts)

    def commands(self) -> tuple[QAction, ...]:
        """Choosing sheets, noting a point."""
        return (self._make_action, self._point_action)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What keys do in its tables."""
        return (("Ctrl+A", "in the sheets: choose all"), ("Ctrl+C", "in a table: copy rows"))

    def place(self) -> dict[str, Any]:
        """Which tab, and which point."""
        here = self.points.here
        return {"tab": self.tabs.currentIndex(), "point": here.id if here else None}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that again."""
        self.tabs.setCurrentIndex(int(place.get("tab", SHEETS)))
        if self.found is not None and place.get("point") is not None:
            self.points.show_points(self.found.points, int(place["point"]))

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & {"facts", "decision", "round", "audit", "plan", "everything"}:
            self.reader.spoil()

    def _on_switched(self) -> None:
        self.messages.dismiss()
        self.reader.spoil()

    def _on_read(self, found: FactsCheck) -> None:
        self.found = found
        self.header.set_title(self.title, _subtitle(found))
        self.waiting.emit(found.open_points)
        if not found.sheets and not found.points:
            self._show_empty(NOTHING if not found.locked else found.locked, found.round)
            return
        self._stack.setCurrentIndex(SHOWN)
        here = self.points.here
        self.sheets.show_found(found)
        self.points.show_points(found.points, here.id if here else None)
        self.tabs.setTabText(POINTS, f"Points ({found.open_points} to settle)" if found.open_points else "Points")
        if found.locked and not self.messages.isVisible():
            self.messages.say("note", "Nothing can be noted now.", found.locked, ("Where it stands", self._to_standing))
        elif not found.locked and self.messages.bar is not None and self.messages.bar.kind == "note":
            self.messages.dismiss()

    def _show_empty(self, words: str, subtitle: str) -> None:
        self._stack.setCurrentIndex(EMPTY)
        self.empty.explain(words)
        self.header.set_title(self.title, subtitle)

    def _show_point(self, point: PointLine | None) -> None:
        looked = None
        if point is not None and point.judged and self._round is not None and point.outcome is None:
            question = question_of(self.session.store, self._round, point.sampled, point.criterion)
            looked = seen(self.session.store, self._round, question) if question is not None else None
        self._seen_digest = looked.difference.rests_on if looked is not None else ""
        self.points.detail.show_point(point, looked, self.found.locked if self.found is not None else "")

    def _make(self, wanted: tuple[Wanted, ...], due: date, forms: tuple[str, ...]) -> None:
        folder = self._asks.folder(self, "Where to put the sheets")
        if folder is None or self._round is None:
            return
        store, key = self.session.store, self._round
        task = self._tasks.start("Making sheets", lambda: make_sheets(store, key, wanted, folder, due, forms))
        task.done.connect(partial(self._on_made, folder))
        task.failed.connect(partial(self.messages.say, "problem"))

    def _on_made(self, folder: Path, made: MadeSheets) -> None:
        count = several(len(made.ids), "sheet is", "sheets are")
        sent = "Send them to their readers: nothing is sent from here. They are noted as sent today."
        self.messages.say("done", f"{count} in {folder.name}.", sent)
        self.session.tell(Changed(frozenset({"facts"}), made.ids))

    def _raise(self, sheet: int, sampled: int, criterion: str, words: str, on: date) -> None:
        if self._do(lambda store: raise_point(store, sheet, sampled, criterion, words, on), "The point is kept."):
            self.sheets.point.hide()
            self.sheets.table.setFocus()

    def _settle(self, point: int, outcome: FactOutcome, why: str) -> None:
        self._do(lambda store: settle_point(store, point, outcome, why), "The point is settled.")

    def _decide(self, point: int, given: Given) -> None:
        digest = self._seen_digest
        self._do(
            lambda store: accept_with_decision(
                store, point, given.value, given.reason, given.cause, given.agency, seen=digest
            ),
            "The point is accepted, and the question decided.",
        )

    def _say_place(self, item: Evidence) -> None:
        self.messages.say("note", f"{item.place}.", "The paper lies where you keep it; look there at the page.")

    def _do(self, job: Callable[[Store], Changed], said: str) -> bool:
        try:
            changed = job(self.session.store)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return False
        self.messages.dismiss()
        announce(self, said)
        self.session.tell(changed)
        return True

    def _ask_point(self) -> None:
        self.tabs.setCurrentIndex(SHEETS)
        self.sheets.ask_point()

    def _choose_all(self) -> None:
        self.tabs.setCurrentIndex(SHEETS)
        self.sheets.choose_unmade()
        self.sheets.table.setFocus()

    def _to_standing(self) -> None:
        self.go.emit("standing")


def _today() -> date:
    return datetime.now().astimezone().date()


def _subtitle(found: FactsCheck) -> str:
    waits = f" · {several(found.open_points, 'point')} to settle" if found.open_points else ""
    return f"{found.round}{waits}"
