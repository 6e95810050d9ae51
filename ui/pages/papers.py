"""Papers: who may see them in this round, and copies with words removed."""

from typing import Any

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from ui.ask import Asks
from ui.pages.page import Page
from ui.papers.basis_tab import BasisTab
from ui.papers.redact_tab import RedactTab
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column
from ui.parts.message import ON_PAGE, MessageArea
from ui.session import Session
from ui.tasks import Tasks


class PapersPage(Page):
    """Two tabs. What is open in the second is forgotten when the workspace is closed or locked."""

    title = "Papers"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._head = HeaderBar(self.title)
        self.messages = MessageArea(ON_PAGE)
        self.basis, self.redact = BasisTab(session), RedactTab(tasks, asks, self.messages)
        self.none = EmptyState("clipboard-list", "There is no round yet.", "Who may see its papers is recorded here.")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the page")
        self.tabs.addTab(self.basis, "Who may see them")
        self.tabs.addTab(self.redact, "Redacted copies")
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(self._head)
        box.addWidget(self.messages)
        box.addWidget(self.none)
        box.addWidget(Column((self.tabs, 1), gap=0, margins=(6, 3, 0, 0)), 1)
        self.basis.problem.connect(lambda sentence: self.messages.say("problem", sentence))
        self.basis.done.connect(self.messages.dismiss)
        self.tabs.currentChanged.connect(lambda _tab: self.messages.dismiss())
        for tab in (self.basis, self.redact):
            tab.said.connect(self.said)
        self._open = QAction("Open a plan to redact…", self)
        self._open.setShortcut(QKeySequence("Ctrl+Shift+R"))
        self._open.triggered.connect(self._ask_plan)
        self.refresh()

    def refresh(self) -> None:
        """Show what is recorded for the round the window is on."""
        rnd = self._session.round
        self.none.setVisible(rnd is None)
        self.tabs.setTabVisible(0, rnd is not None)
        self._head.set_title(self.title, rnd.name if rnd is not None else "")
        self.basis.refresh()

    def focus_main(self) -> None:
        """Put the keyboard on the tab's main thing."""
        if self.tabs.currentWidget() is self.basis:
            self.basis.focus_main()
        elif self.redact.currentWidget() is self.redact.asking:
            self.redact.asking.first.setFocus()
        elif self.redact.plan is None:
            self.redact.empty.setFocus()
        else:
            self.redact.table.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The plan and the list, where a plan is open."""
        if self.tabs.currentWidget() is self.redact and self.redact.plan is not None:
            return self.redact.pages, self.redact.table
        return (self.tabs,)

    def commands(self) -> tuple[QAction, ...]:
        """What the page's menu offers."""
        return (self._open,)

    def place(self) -> dict[str, Any]:
        """Which tab is up."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Bring the tab up again."""
        tab = place.get("tab")
        if isinstance(tab, int):
            self.tabs.setCurrentIndex(tab)

    def leave(self) -> None:
        """Nothing of a plan stays in memory."""
        self.redact.leave()

    def _ask_plan(self) -> None:
        self.tabs.setCurrentWidget(self.redact)
        self.redact.ask_plan()
