"""The middle of the desk: the open plan's paper, or how to open it."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.plan_reader import Plan
from auditor.plan_reader.names import other_names
from ui.document.pane import DocumentPane
from ui.document.source import Source
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Column, Row, ScrollColumn, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text

WHAT_TO_DO = "Open it from where it lies, as PDF or Word, or drop it here. It is read there and never copied."


class DocumentSide(Column):
    """Holds the document pane, and what stands in its place while no paper is open."""

    evidence_asked = Signal(object)  # Evidence
    read = Signal(object)  # Plan
    moved = Signal()
    went = Signal()
    unread = Signal()
    problem = Signal(str)
    open_asked = Signal()
    folder_asked = Signal()
    hide_asked = Signal()

    def __init__(self, strip: QWidget) -> None:
        self.pane = DocumentPane()
        self._name, self._others = "", frozenset[str]()
        self._none, self._why = Text("", bold=True), Text("")
        self._why.hide()
        self.open_button = PlainButton("Open the paper…", icon="file-text")
        self._folder = QuietButton("Folder of papers…", icon="folder-open")
        close = QuietButton("Do without", icon="x", name="Do without the paper: close this pane")
        close.setToolTip("Closes this pane. Ctrl+Shift+D brings it back.")
        self._empty = ScrollColumn(
            Row(Icon("file-text", "ink2", 30), 1), self._none, self._why,
            Text(WHAT_TO_DO, tone="ink2"), Row(self.open_button, 1),
            Text("Or choose a folder once: a file whose name begins with the plan's reference opens by itself.",
                 "caption", "ink2"),
            Wrap(self._folder, close, gap=2), gap=3, margins=5,
        )  # fmt: skip
        self._empty.setAccessibleName("No paper is open")
        self._stack = QStackedWidget()
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.pane)
        super().__init__((self._stack, 1), strip, gap=0)
        self.setAccessibleName("Paper")
        self.pane.evidence_asked.connect(self.evidence_asked)
        self.pane.read.connect(self._take)
        self.pane.moved.connect(self.moved)
        self.pane.went.connect(self.went)
        self.pane.unread.connect(self.unread)
        self.pane.problem.connect(self.problem)
        self.pane.open_asked.connect(self.open_asked)
        self.open_button.clicked.connect(self.open_asked)
        self._folder.clicked.connect(self.folder_asked)
        close.clicked.connect(self.hide_asked)

    @property
    def plan(self) -> Plan | None:
        """The paper as read, or None."""
        return self.pane.plan

    @property
    def reading(self) -> bool:
        """Whether a paper is open and its sections will be known in a moment."""
        return self.pane.reading

    @property
    def name(self) -> str:
        """The first name the open paper uses for its child or young person; empty where it is not known."""
        return self._name if self.plan is not None else ""

    @property
    def other_names(self) -> frozenset[str]:
        """First names in the open paper that are not its own, as far as they look like one."""
        return self._others if self.plan is not None else frozenset()

    @property
    def path(self) -> Path | None:
        """Where the open paper lies; None without one, and for one that came in a pack."""
        return self.pane.path

    @property
    def source(self) -> Source | None:
        """What the open paper is read from, or None."""
        return self.pane.source

    def open_file(self, source: Source, place: dict[str, Any], note: str = "") -> None:
        """Show a paper in place of the one that is open, at the place it was left; `note` is said above it."""
        self.pane.open_file(source, note=note)
        if place:
            self.pane.return_to(place)
        self._stack.setCurrentWidget(self.pane)

    def show_none(self, reference: str, why: str = "") -> None:
        """Show how to open a plan's paper, and why it is not open; nothing of another one stays."""
        self.pane.close_document()
        self._why.set_text(why)
        self._why.setVisible(bool(why))
        self._none.set_text(f"No paper is open for {reference}." if reference else "No plan is open.")
        self.open_button.setEnabled(bool(reference))
        self._stack.setCurrentWidget(self._empty)

    def here(self) -> str:
        """The letter of the section being read, or nothing."""
        return self.pane.here()[0] if self.pane.plan is not None else ""

    def place(self) -> dict[str, Any]:
        """Where the reader is in the paper; empty without one."""
        return self.pane.place() if self.pane.source is not None else {}

    def main_part(self) -> QWidget:
        """What the keyboard goes to."""
        return self.pane.main_part() if self._stack.currentWidget() is self.pane else self.open_button

    def leave(self) -> None:
        """Let go of the paper and of the thread that reads it."""
        self.pane.shut_down()

    def _take(self, plan: Plan) -> None:
        self._name, others = other_names([passage.text for passage in plan.passages])
        self._others = frozenset(name for _, name in others)
        self.read.emit(plan)
