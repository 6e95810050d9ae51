"""What stands at the head of the council's reports."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel

from auditor.report_builder.letterhead import LOGO_MOST, Letterhead, keep_letterhead, letterhead_of
from db.store import Store
from ui.ask import Asks
from ui.look import look
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.layout import Card, Row, SectionTitle, Wrap
from ui.parts.words import Text
from ui.setup.fields import Line

PICTURES = "Pictures (*.png *.jpg *.jpeg)"
LOGO_HIGH = 48  # design px


class LetterheadCard(Card):
    """`saved` carries the job that keeps it."""

    saved = Signal(object)

    def __init__(self, asks: Asks) -> None:
        self._asks, self._logo = asks, None
        self.meeting = Line("Meeting", "SEND Partnership Board, 4 December 2026", "")
        self.contact = Line("Whom to ask", "send@example.gov.uk", "")
        self.classification = Line("Classification", "Open", "")
        self.accent = Line("Colour", "#0B5D5E", "", "Dark enough to be read on white.")
        self.picture = QLabel()
        self.picture.setAccessibleName("The council's logo")
        self.choose, self.none = PlainButton("Choose a logo…"), QuietButton("No logo")
        self.problem = Text("", "caption", "delayed", bold=True)
        self.doubt, self.save = Doubt(), PlainButton("Save", "check")
        super().__init__(
            SectionTitle("Head of the report"), self.meeting, self.contact, self.classification, self.accent,
            self.picture, Wrap(self.choose, self.none, gap=2), self.problem, self.doubt, Row(self.save, 1), gap=2,
        )  # fmt: skip
        self.setAccessibleName("Head of the report")
        self.choose.clicked.connect(self._choose)
        self.none.clicked.connect(lambda: self._show_logo(None))
        self.save.clicked.connect(self._save)
        self._store: Store | None = None
        self._kept: Letterhead | None = None

    def show_head(self, store: Store) -> None:
        """Show what is kept, unless it is shown already and being changed."""
        self._store, head = store, letterhead_of(store)
        if head == self._kept:
            return
        self._kept = head
        self.meeting.edit.setText(head.meeting)
        self.contact.edit.setText(head.contact)
        self.classification.edit.setText(head.classification)
        self.accent.edit.setText(head.accent)
        self._show_logo(head.logo)

    def _choose(self) -> None:
        path = self._asks.open_path(self, "Choose a logo", PICTURES)
        if path is not None:
            self._show_logo(_read(path))

    def _show_logo(self, logo: bytes | None) -> None:
        self._logo = logo
        pixmap = QPixmap()
        fine = logo is None or pixmap.loadFromData(logo)
        self.problem.set_text("" if fine else "That picture cannot be read. Choose a PNG or JPEG of up to 1 MB.")
        self.problem.setVisible(not fine)
        if not fine:
            self._logo = None
        high = look().px(LOGO_HIGH)
        self.picture.setPixmap(pixmap.scaledToHeight(high) if not pixmap.isNull() else QPixmap())
        self.picture.setVisible(not pixmap.isNull())
        self.none.setVisible(self._logo is not None)

    def _save(self) -> None:
        head = Letterhead(self._logo, self.accent.text, self.meeting.text, self.contact.text, self.classification.text)
        store = self._store
        if store is not None:
            self.doubt.before(
                lambda: self.saved.emit(lambda: keep_letterhead(store, head)), self.meeting.edit,
                ("meeting", head.meeting), ("classification", head.classification),
            )  # fmt: skip


def _read(path: Path) -> bytes:
    """The picture's bytes; of a file that is too large or cannot be read, nothing that could be a picture."""
    try:
        return path.read_bytes() if path.stat().st_size <= LOGO_MOST else b"too large"
    except OSError:
        return b"cannot be read"
