"""The paper beside the questions: which one is open, where the reader was, and what is marked in it."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QSettings, Signal
from PySide6.QtWidgets import QApplication, QWidget

from auditor.contents import Evidence
from auditor.papers.keep import KeptPaper
from db.errors import UserError
from db.store import Store
from ui.ask import Asks
from ui.desk.document_side import DocumentSide
from ui.desk.open_audit import OpenAudit
from ui.desk.papers import DIALOG, PackPapers, Papers, why_not
from ui.desk.room import PAPER, Room
from ui.desk.scorer import Scorer
from ui.document.pane import Prompt
from ui.document.source import Source
from ui.parts.announce import announce

MOST_MARKED = 60  # passages worth a look that are marked in a paper at once
NOT_OPEN = "The paper is not open. Open it to see the place."


class Reading(QObject):
    """Opens and shuts papers as plans come and go. `problem` carries a sentence to be shown."""

    problem = Signal(str, str)
    changed = Signal()  # another paper, or none

    def __init__(
        self, page: QWidget, settings: QSettings, device: str, scorer: Scorer, side: DocumentSide, room: Room,
        asks: Asks, store: Store,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._file, self._device, self._asks = page, settings, device, asks
        self._scorer, self._side, self._room = scorer, side, room
        self._papers, self._packed = Papers(settings, device), PackPapers(store)
        self._assignment: int | None = None
        self._returning = False
        self._key = ""
        self._prompts: tuple[Prompt, ...] = ()
        side.open_asked.connect(self.ask_paper)
        side.folder_asked.connect(self.ask_folder)
        side.hide_asked.connect(lambda: room.want(PAPER, False))
        side.read.connect(lambda _plan: self.show_tags())

    @property
    def path(self) -> Path | None:
        """Where the open paper lies; None without one, and for one that came in a pack."""
        return self._side.path

    @property
    def source(self) -> Source | None:
        """What the open paper is read from, or None."""
        return self._side.source

    def take_up(self, audit: OpenAudit | None) -> None:
        """A plan came on the desk, or none: open its paper, where there is one, at the place it was left."""
        self._keep_place()
        self._key = ""
        self._assignment = audit.assignment if audit is not None else None
        self._room.offer_paper(audit is not None)
        if audit is None:
            self._side.show_none("")
            self.changed.emit()
            return
        reference = audit.sheet.facts.reference
        paper = None if self._given_back(audit) else self._find(audit)
        if paper is None or not self._room.wanted(PAPER):
            self._side.show_none(reference)
            self.changed.emit()
            return
        self._show(paper)

    def show_for(self, key: str) -> None:
        """A criterion was opened: bring the first of its sections that the plan has into view."""
        self._key = key
        if self._returning:
            self._returning = False
            return
        audit, plan = self._scorer.audit, self._side.plan
        if audit is None or not key or self._side.source is None:
            return
        letters = [s for s in audit.sheet.framework.criterion(key).sections if s not in ("all", "dates", "review")]
        there = [letter for letter in letters if plan is None or plan.section(letter) is not None]
        if there:
            self._side.pane.show_section(there[0], unless_reading=True)

    def show_evidence(self, item: Evidence) -> None:
        """Show the place of a piece of evidence, with the keyboard in the paper."""
        if self._side.source is None:
            announce(self._page, NOT_OPEN, assertive=True)
            self.problem.emit("The paper is not open.", "Open it to see where this evidence stands.")
            return
        self._room.bring_up(PAPER)
        self._side.pane.show_evidence(item)
        self._side.main_part().setFocus()

    def show_tags(self, prompts: Sequence[Prompt] | None = None) -> None:
        """Mark every piece of evidence in the paper, and passages worth a look (by default those marked now)."""
        if prompts is not None:
            if tuple(prompts[:MOST_MARKED]) == self._prompts:
                return
            self._prompts = tuple(prompts[:MOST_MARKED])
        audit = self._scorer.audit
        if audit is not None and self._side.source is not None:
            items = [(key, item) for key in audit.keys for item in audit.evidence(key)]
            self._side.pane.set_tags(items, self._prompts)

    def ask_paper(self) -> None:
        """Ask which file is the paper of the open plan, for this sitting."""
        if self._scorer.audit is not None:
            chosen = self._asks.open_path(self._page, "Open the paper", DIALOG, self._papers.folder)
            if chosen is not None:
                self.open_by_hand(chosen)

    def ask_folder(self) -> None:
        """Ask in which folder papers lie, and open the one of the plan on the desk."""
        chosen = self._asks.folder(self._page, "Folder of papers", self._papers.folder)
        if chosen is not None:
            self.choose_folder(chosen)

    def choose_folder(self, folder: Path) -> None:
        """Look for papers in this folder from now on."""
        self._papers.choose(folder)
        audit = self._scorer.audit
        if audit is None or self._given_back(audit):
            return
        self._room.bring_up(PAPER)
        paper = self._find(audit)
        if paper is not None:
            self._show(paper)
        else:
            reference = audit.sheet.facts.reference
            words = f"The name of {reference}'s paper begins with {reference}, such as {reference}.pdf."
            self.problem.emit(f"No paper of {reference} is in that folder.", words)

    def open_by_hand(self, path: Path) -> None:
        """Show a file as the paper of the open plan."""
        audit = self._scorer.audit
        if audit is None or self._given_back(audit):
            return
        if refused := why_not(path):
            self.problem.emit("This file cannot be shown here.", refused)
            return
        self._papers.take(audit.assignment, path)
        self._room.bring_up(PAPER)
        self._show(path)
        announce(self._page, f"Opening the paper of {audit.sheet.facts.reference}.")

    def close_paper(self) -> None:
        """Close the paper of the open plan, at the place it is left. One in the folder opens when the plan comes up."""
        audit = self._scorer.audit
        if audit is None or self._side.source is None:
            return
        focused = QApplication.focusWidget()
        had_keyboard = focused is not None and self._side.isAncestorOf(focused)
        self._keep_place()
        self._papers.forget(audit.assignment)
        self._side.show_none(audit.sheet.facts.reference)
        self.changed.emit()
        if had_keyboard:
            self._side.main_part().setFocus()
        announce(self._page, "The paper is closed.")

    def show_again(self) -> None:
        """The pane for papers came back into view: open the plan's paper, if it is known."""
        if self._side.source is None:
            self.take_up(self._scorer.audit)

    def close(self) -> None:
        """Shut the paper at once; nothing of it stays on screen."""
        audit = self._scorer.audit
        self._assignment = None
        self._side.show_none(audit.sheet.facts.reference if audit is not None else "")
        self.changed.emit()

    def leave(self) -> None:
        """Remember the place and let go of the paper."""
        self._keep_place()
        self._side.leave()

    def _find(self, audit: OpenAudit) -> Path | KeptPaper | None:
        """The paper of a plan: opened by hand, come in a pack, or found in the folder, in that order."""
        by_hand = self._papers.by_hand(audit.assignment)
        if by_hand is not None:
            return by_hand
        packed = self._packed.of(audit.assignment)
        return packed if packed is not None else self._papers.of(audit.assignment, audit.sheet.facts.reference)

    def _show(self, paper: Path | KeptPaper) -> None:
        place = self._kept_place()
        try:
            source, note = self._packed.open(paper) if isinstance(paper, KeptPaper) else (paper, "")
        except UserError as problem:
            self._side.show_none(paper.reference if isinstance(paper, KeptPaper) else "", str(problem))
            announce(self._page, str(problem), assertive=True)
            self.changed.emit()
            return
        self._side.open_file(source, place, note)
        if not place:
            self.show_for(self._key)
        self._returning = bool(place) and not self._key  # the first question opened leaves the reader where they were
        self.show_tags()
        self.changed.emit()

    def _given_back(self, audit: OpenAudit) -> bool:
        return bool(audit.sheet.locked) and audit.sheet.state == "not_started"

    def _place_key(self) -> str:
        return f"desk/place/{self._device}/{self._assignment}"

    def _keep_place(self) -> None:
        place = self._side.place() if self._assignment is not None else {}
        if place:
            self._file.setValue(self._place_key(), json.dumps(place))

    def _kept_place(self) -> dict[str, Any]:
        try:
            kept = json.loads(str(self._file.value(self._place_key(), "{}")))
        except ValueError:
            return {}
        return kept if isinstance(kept, dict) else {}
