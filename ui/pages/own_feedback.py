"""Your feedback, for an auditor: where their answers were settled otherwise, as their lead sent it to them alone."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.changed import Changed
from auditor.learning.feedback_packs import own_feedback
from auditor.reports.wording import long_date
from ui.learning.feedback_view import FeedbackView
from ui.pages.page import Page
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.parts.message import MessageArea
from ui.session import Session

HOW = (
    "Your lead may send feedback as a file once differences are settled. Open it under Send and take in. It changes "
    "none of your answers, and nobody else is sent it."
)


class OwnFeedbackPage(Page):
    """Shows the newest feedback that is in for the round the window is on."""

    title = "Your feedback"

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.header = HeaderBar(self.title)
        self.messages = MessageArea()
        self.empty = EmptyState("graduation-cap", "You have no feedback on this round yet.", HOW, "Send and take in")
        self.view = FeedbackView()
        self.stack = QStackedWidget()
        self.stack.addWidget(Column(self.empty, 1, margins=6))
        self.stack.addWidget(ScrollColumn(self.view, margins=(6, 4, 6, 6)))
        self.lay_out(self.header, self.messages, self.stack)
        self.empty.action.connect(lambda: self.go.emit("packs"))
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._look_again)

    def refresh(self) -> None:
        """Read it again."""
        rnd = self._session.round
        held = own_feedback(self._session.store, rnd.id) if rnd else None
        sealed = f", sent by {held.sender} on {long_date(held.sealed_at.date())}" if held else ""
        self.header.set_title(self.title, f"{rnd.name}{sealed}" if rnd else "")
        self.stack.setCurrentIndex(1 if held else 0)
        self.view.show_feedback(held.feedback if held else None)

    def focus_main(self) -> None:
        """Put the keyboard on the answers, or on what fills the page."""
        shown = self.stack.currentIndex() == 1
        (self.view.answers if shown else self.empty.button or self).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The answers and the questions."""
        return (self.view.answers, self.view.questions) if self.stack.currentIndex() == 1 else (self.empty,)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What the tables offer."""
        return (("Ctrl+C", "in a table: copy rows"),)

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & {"pack", "everything"}:
            self._look_again()

    def _look_again(self) -> None:
        if self.isVisible():
            self.refresh()
