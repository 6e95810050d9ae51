"""The report as it will print, page by page: its own PDF, made in memory and drawn by the reader for plans."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from ui.document.document_thread import DocumentThread
from ui.document.page_view import PageView
from ui.document.source import Held
from ui.look import look
from ui.parts.buttons import QuietButton
from ui.parts.layout import Card, Row, SectionTitle
from ui.parts.words import Text


class Preview(Card):
    """Nothing of it lies on the disk."""

    refused = Signal(str)

    def __init__(self) -> None:
        self._thread = DocumentThread()
        self.pages = PageView(self._thread)
        self.pages.setAccessibleName("The report as it will print")
        self.head = SectionTitle("Preview")
        self.waiting = Text("", "caption", "ink2")
        self.smaller = QuietButton(icon="zoom-out", name="Smaller pages")
        self.larger = QuietButton(icon="zoom-in", name="Larger pages")
        super().__init__(
            Row((self.head, 1), self.smaller, self.larger, gap=1), self.waiting, (self.pages, 1), gap=1, pad=2
        )
        self.setAccessibleName("Preview")
        self._thread.setParent(self)
        self._thread.opened_pdf.connect(self._take_sizes)
        self._thread.refused.connect(lambda _code, sentence, _asks: self.refused.emit(sentence))
        self.destroyed.connect(self._thread.end)
        self.pages.scrolled.connect(self._say_page)
        self.smaller.clicked.connect(lambda: self.pages.step_zoom(-1))
        self.larger.clicked.connect(lambda: self.pages.step_zoom(1))
        self.pages.setMinimumWidth(look().px(150))
        self.say("")

    def say(self, words: str) -> None:
        """Say what is awaited, or why there is nothing to see."""
        self.waiting.set_text(words)
        self.waiting.setVisible(bool(words))

    def show_pdf(self, content: bytes) -> None:
        """Show a report; the reader stays on the page that was looked at."""
        self.say("")
        self._thread.open(Held("The report", content))

    def show_nothing(self, why: str) -> None:
        """There is no report to look at."""
        self._thread.close_document()
        self.pages.show_document(())
        self.head.set_caption("")
        self.say(why)

    def leave(self) -> None:
        """Let go of the pages and of their thread."""
        self._thread.end()

    def _take_sizes(self, sizes: Sequence[tuple[float, float]]) -> None:
        place = self.pages.place() if self.pages.count else {}
        self.pages.show_document(sizes)
        if place:
            self.pages.return_to(place)
        else:
            self.pages.fit_width()
        self._say_page()

    def _say_page(self) -> None:
        if self.pages.count:
            self.head.set_caption(f"page {self.pages.here()[0] + 1} of {self.pages.count}")
