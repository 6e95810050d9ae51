"""What can stand in the pane: nothing open, a password asked for, a refusal; pages, Word, text."""

from typing import TypeAlias, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.document.document_thread import DocumentThread
from ui.document.page_view import PageView
from ui.document.places_in_pane import PasswordPanel, RefusedPanel, nothing_open
from ui.document.plan_browser import PlanBrowser
from ui.parts.announce import announce
from ui.parts.empty import EmptyState

PlanView: TypeAlias = PageView | PlanBrowser
SLOW = 300  # ms before "Opening…" is shown


class PlanStack(QStackedWidget):
    """One of them at a time; `swapped` says that another came up. The keyboard goes along with what it was on."""

    swapped = Signal()

    def __init__(self, thread: DocumentThread) -> None:
        super().__init__()
        self.pages = PageView(thread)
        self.word, self.text = PlanBrowser("Plan"), PlanBrowser("Plan as text")
        self.empty, self.password, self.refused = nothing_open(), PasswordPanel(), RefusedPanel()
        self._opening = EmptyState("file-text", "Opening the plan…")
        for part in (self.empty, self._opening, self.password, self.refused, *self.views):
            self.addWidget(part)
        self._slow = QTimer(self, singleShot=True, interval=SLOW)
        self._slow.timeout.connect(lambda: self.show_part(self._opening))

    @property
    def views(self) -> tuple[PlanView, ...]:
        """The three that show a plan."""
        return self.pages, self.word, self.text

    @property
    def view(self) -> PlanView | None:
        """The one that shows a plan now."""
        part = self.currentWidget()
        return part if isinstance(part, PageView | PlanBrowser) else None

    @property
    def main_part(self) -> QWidget:
        """What the keyboard goes to."""
        part = cast(QWidget, self.currentWidget())
        if part is self.password:
            return self.password.field
        if part is self.refused:
            return self.refused.main
        if part is self.empty and self.empty.button is not None:
            return self.empty.button
        return part

    def wait(self) -> None:
        """Something is being opened: say so, unless it is there at once."""
        self._slow.start()

    def show_part(self, part: QWidget) -> None:
        """Bring one of them up."""
        self._slow.stop()
        had_focus = self.main_part.hasFocus()
        self.setCurrentWidget(part)
        if had_focus:
            self.main_part.setFocus()
        self.swapped.emit()

    def ask_password(self, name: str, wrong: str) -> None:
        """Ask for the password of a PDF; `wrong` says what was wrong with the last one."""
        sentence = f"{name} is protected by a password."
        self.password.ask(sentence, wrong)
        self.show_part(self.password)
        self.password.field.setFocus()
        announce(self, wrong or sentence, assertive=bool(wrong))

    def refuse(self, sentence: str) -> None:
        """Say why a plan cannot be shown."""
        self.refused.say(sentence)
        self.show_part(self.refused)

    def forget(self) -> None:
        """Nothing of the last plan stays in the views."""
        self._slow.stop()
        self.pages.show_document(())
        self.word.show_html("")
        self.text.show_html("")
