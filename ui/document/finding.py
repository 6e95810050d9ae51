"""Going through what was found, in whichever view is up."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.document.pdf_file import Hit
from ui.document.plan_browser import PlanBrowser
from ui.parts.announce import announce

if TYPE_CHECKING:
    from ui.document.pane import DocumentPane


class Finding(QObject):
    """Which place of how many; going on from the last starts at the first again, and says so."""

    def __init__(self, pane: "DocumentPane") -> None:
        super().__init__(pane)
        self._pane = pane
        self._hits: Sequence[Hit | tuple[int, int]] = ()
        self._at = -1

    def ask(self, words: str) -> None:
        """Look for words; with none the marks go."""
        pane, words = self._pane, words.strip()
        self.forget()
        view = pane.view
        if isinstance(view, PlanBrowser):
            self._hits = view.find_all(words)
            if words:
                self._first_from(
                    next((n for n, hit in enumerate(self._hits) if hit[0] >= view.textCursor().position()), 0)
                )
        elif words:
            pane.look_for(words)

    def forget(self) -> None:
        """Nothing is looked for."""
        self._hits, self._at = (), -1
        self._pane.look_for("")
        self._pane.pages.set_hits((), -1)
        for view in (self._pane.word, self._pane.text):
            view.find_all("")
        self._pane.find_bar.show_count("")

    def take(self, words: str, hits: Sequence[Hit], complete: bool) -> None:
        """What the document's thread has found so far."""
        pane = self._pane
        if words != pane.find_bar.words or pane.view is not pane.pages:
            return
        self._hits = hits
        pane.pages.set_hits(hits, self._at)
        if complete:
            page = pane.pages.here()[0]
            self._first_from(next((number for number, hit in enumerate(hits) if hit[0] >= page), 0))
        else:
            pane.find_bar.show_count(f"{len(hits)} so far")

    def step(self, by: int) -> None:
        """The next place, or the one before."""
        if not self._hits:
            if self._pane.find_bar.words:
                announce(self._pane, "Not found")
            return
        at = self._at + by
        around = not 0 <= at < len(self._hits)
        self._at = at % len(self._hits)
        self._show("From the start. " if around and by > 0 else "From the end. " if around else "")

    def select(self) -> None:
        """Select the place one is at on its page, so that the keyboard goes on from there; text views did so."""
        pages = self._pane.pages
        if self._at >= 0 and self._pane.view is pages:
            hit = self._hits[self._at]
            if hit[0] in pages.texts:
                pages.select(hit[0], hit[1], hit[2])  # type: ignore[misc]  # hits on pages have four parts

    def _first_from(self, number: int) -> None:
        if self._hits:
            self._at = number
            self._show("")
        else:
            self._pane.find_bar.show_count("Not found")
            announce(self._pane, "Not found")

    def _show(self, before: str) -> None:
        view = self._pane.view
        if view is self._pane.pages:
            self._pane.pages.show_hit(self._at)
        elif isinstance(view, PlanBrowser):
            view.show_hit(self._at)
        words = f"{self._at + 1} of {len(self._hits)}"
        self._pane.find_bar.show_count(words)
        letter, page = self._pane.here()
        place = ", ".join(
            part for part in (f"Section {letter}" if letter else "", f"page {page}" if page else "") if part
        )
        announce(self._pane, f"{before}{words}. {place}".rstrip(". "))
