"""The paper of the plan whose difference is looked at, at the place an auditor named."""

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QWidget

from auditor.contents import Evidence
from auditor.moderation.view import Seen
from ui.ask import Asks
from ui.desk.document_side import DocumentSide
from ui.desk.papers import DIALOG, Papers, find_paper, why_not


class PaperBeside(QObject):
    """Opens papers from the folder that the desk looks in as well; `problem` carries what happened and what to do."""

    problem = Signal(str, str)

    def __init__(self, page: QWidget, side: DocumentSide, settings: QSettings, device: str, asks: Asks) -> None:
        super().__init__(page)
        self._page, self._side, self._asks = page, side, asks
        self._papers = Papers(settings, device)
        self._seen: Seen | None = None
        self._sampled: int | None = None
        side.open_asked.connect(self._ask_paper)
        side.folder_asked.connect(self._ask_folder)
        side.problem.connect(lambda sentence: self.problem.emit(sentence, ""))

    def take_up(self, seen: Seen | None) -> None:
        """Another difference is looked at: show its plan's paper at the first place that is named, or its section."""
        self._seen = seen
        if seen is None:
            self._sampled = None
            self._side.show_none("")
            return
        row = seen.difference
        if row.sampled != self._sampled:
            self._sampled = row.sampled
            self._open()
        if self._side.source is not None:
            self._side.pane.set_tags([(row.criterion, item) for one in seen.theirs for item in one.evidence], ())
            self._go_to_place(seen)

    def show(self, item: Evidence) -> bool:
        """Go to a place an auditor named; whether a paper is open."""
        if self._side.source is None:
            self.problem.emit("The paper is not open.", "Open it to see where this evidence stands.")
            return False
        self._side.pane.show_evidence(item)
        return True

    def leave(self) -> None:
        """Let go of the paper."""
        self._side.leave()

    def _open(self) -> None:
        if self._seen is None or self._sampled is None:
            return
        reference = self._seen.difference.reference
        path = self._papers.of(self._sampled, reference)
        if path is None:
            self._side.show_none(reference)
        else:
            self._side.open_file(path, {})

    def _go_to_place(self, seen: Seen) -> None:
        item = next((item for one in seen.theirs for item in one.evidence), None)
        letters = [s for s in seen.question.sections if s not in ("all", "dates", "review")]
        if item is not None:
            self._side.pane.show_evidence(item)
        elif letters:
            self._side.pane.show_section(letters[0])

    def _ask_paper(self) -> None:
        if self._sampled is None or self._seen is None:
            return
        chosen = self._asks.open_path(self._page, "Open the paper", DIALOG, self._papers.folder)
        if chosen is None:
            return
        if refused := why_not(chosen):
            self.problem.emit("This file cannot be shown here.", refused)
            return
        self._papers.take(self._sampled, chosen)
        self._open()
        self.take_up(self._seen)

    def _ask_folder(self) -> None:
        folder = self._asks.folder(self._page, "Folder of papers", self._papers.folder)
        if folder is None or self._seen is None:
            return
        self._papers.choose(folder)
        reference = self._seen.difference.reference
        if find_paper(folder, reference) is None:
            words = f"The name of {reference}'s paper begins with {reference}, such as {reference}.pdf."
            self.problem.emit(f"No paper of {reference} is in that folder.", words)
            return
        self._open()
        self.take_up(self._seen)
