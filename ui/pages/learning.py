"""Learning, for a lead: feedback for auditors and writers, figures by writer, good plans, notes for the framework."""

from collections.abc import Callable
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.changed import Changed
from ui.ask import Asks
from ui.learning.auditors_tab import AuditorsTab
from ui.learning.figures_tab import FiguresTab
from ui.learning.good_plans_tab import GoodPlansTab
from ui.learning.guidance_tab import GuidanceTab
from ui.learning.work import Work
from ui.learning.writers_tab import WritersTab
from ui.pages.page import Page
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

NOTHING, TABS_UP = range(2)
AUDITORS, WRITERS, FIGURES, GOOD_PLANS, GUIDANCE = range(5)
NAMES = ("Auditors", "Writers", "Figures by writer", "Good plans", "Guidance")
KINDS = frozenset(
    {
        "audit",
        "decision",
        "round",
        "person",
        "pack",
        "reply",
        "follow_up",
        "exemplar",
        "guidance",
        "sample",
        "everything",
    }
)


class LearningPage(Page):
    """Each tab is read on the worker when it is first looked at, and again once something of it changed."""

    title = "Learning"

    def __init__(
        self, session: Session, tasks: Tasks, asks: Asks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.header = HeaderBar(self.title)
        self.messages = MessageArea(ON_PAGE)
        self._strip = WorkStrip()
        self.work = Work(self, session, tasks, asks, settings, self.messages, self._strip)
        self.auditors, self.writers = AuditorsTab(self.work), WritersTab(self.work)
        self.figures, self.good_plans = FiguresTab(self.work), GoodPlansTab(self.work)
        self.guidance = GuidanceTab(self.work)
        self._tabs = (self.auditors, self.writers, self.figures, self.good_plans, self.guidance)
        self._stale = set(range(len(NAMES)))
        self._reading: set[int] = set()
        self._arriving = -1
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the page")
        for tab, name in zip(self._tabs, NAMES, strict=True):
            self.tabs.addTab(tab, name)
        self.empty = EmptyState(
            "graduation-cap", "There is no round yet.", "What a round teaches its auditors and writers is shown here."
        )
        self.stack = QStackedWidget()
        self.stack.addWidget(ScrollColumn(self.empty, margins=6))
        self.stack.addWidget(Column((self.tabs, 1), gap=0, margins=(6, 3, 0, 0)))
        self.lay_out(self.header, self.messages, self._strip, self.stack)
        self.tabs.currentChanged.connect(self._on_tab)
        self.auditors.action.connect(lambda: self.go.emit("moderation"))
        self.writers.action.connect(lambda: self.go.emit("standing"))
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._on_switched)
        self._commands: list[QAction] = []
        for name, tab, do in (
            ("Feedback for auditors", AUDITORS, lambda: self.auditors.focus_main()),
            ("Sheets for writers", WRITERS, lambda: self.writers.focus_main()),
            ("Figures by writer", FIGURES, lambda: self.figures.focus_main()),
            ("Add a good plan", GOOD_PLANS, self.good_plans.start_adding),
            ("Take notes into a new version of the framework", GUIDANCE, self.guidance.start_version),
        ):
            action = QAction(name, self)
            action.triggered.connect(lambda _=False, tab=tab, do=do: self._go_to(tab, do))
            self._commands.append(action)

    def refresh(self) -> None:
        """Read the tab that is up, if anything in it may have changed."""
        rnd = self._session.round
        self.header.set_title(self.title, rnd.name if rnd else "This workspace has no round yet.")
        self.stack.setCurrentIndex(TABS_UP if rnd else NOTHING)
        at = self.tabs.currentIndex()
        if rnd is None or at not in self._stale or at in self._reading:
            return
        self._stale.discard(at)
        self._reading.add(at)
        tab, store = self._tabs[at], self._session.store

        def steps() -> Steps:
            yield "Reading what was agreed"
            return tab.read(store, rnd.id)

        self.work.start(
            "Reading what was agreed", steps, lambda found: self._on_read(at, rnd.id, found), quiet=True,
            failed=lambda: self._on_unread(at),
        )  # fmt: skip

    def focus_main(self) -> None:
        """Put the keyboard on the tab's list."""
        if self.stack.currentIndex() == TABS_UP:
            self._arriving = self.tabs.currentIndex() if self._reading else -1
            self._tabs[self.tabs.currentIndex()].focus_main()

    def panes(self) -> tuple[QWidget, ...]:
        """The tabs, and the parts of the one that is up."""
        if self.stack.currentIndex() == NOTHING:
            return (self.empty,)
        return (self.tabs.tabBar(), *self._tabs[self.tabs.currentIndex()].panes())

    def commands(self) -> tuple[QAction, ...]:
        """A way to each tab, and what is done there first."""
        return tuple(self._commands)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The lists' keys."""
        return (("Space", "in a list with boxes: tick, or not"), ("Ctrl+C", "in a table: copy rows"))

    def place(self) -> dict[str, Any]:
        """Which tab is up."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Bring it up again."""
        self.tabs.setCurrentIndex(int(place.get("tab", 0)))

    def _go_to(self, tab: int, do: Callable[[], object]) -> None:
        self.tabs.setCurrentIndex(tab)
        do()

    def _on_tab(self) -> None:
        self.messages.dismiss()
        self.refresh()
        if self.isVisible() and not self.tabs.tabBar().hasFocus():
            self.focus_main()

    def _on_read(self, at: int, round_id: int, found: Any) -> None:
        self._reading.discard(at)
        if self._session.round is None or self._session.round.id != round_id or at in self._stale:
            self._stale.add(at)
            self.refresh()
            return
        self._tabs[at].show_read(found)
        if self._arriving == at == self.tabs.currentIndex():  # there was nothing yet to put the keyboard on
            self.focus_main()

    def _on_unread(self, at: int) -> None:
        self._reading.discard(at)
        self._stale.add(at)

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS:
            self._stale = set(range(len(NAMES)))
            if self.isVisible():
                self.refresh()

    def _on_switched(self) -> None:
        self._stale = set(range(len(NAMES)))
        self.messages.dismiss()
        if self.isVisible():
            self.refresh()
