"""Where a list of plans is dropped or chosen, and what is said of it beforehand."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QPainter, QPaintEvent, QPen

from db.store import SUFFIX
from ui.ask import PACK
from ui.look import look
from ui.parts.buttons import PrimaryButton
from ui.parts.layout import Card, Column, Row
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text

READS = (
    "Annex A list 1, tables of SEN2 (several files at once if you like), or any list of plans: "
    "Excel (.xlsx) or CSV, up to 100,000 rows."
)
DROPPED = (
    "Names, UPN, ULN, NHS numbers, dates of birth, postcodes and addresses are dropped while the list is read. "
    "They never reach this workspace. A date of birth gives the year group first."
)
NEXT = "You see what was found, row by row, before anything is kept."


class DropCard(Card):
    """A frame to drop a file on; `asked` is its button."""

    asked = Signal()

    def __init__(self) -> None:
        self.button = PrimaryButton("Choose the list…", "folder-open")
        self.title = Heading("Drop the list of plans here")
        words = Column(self.title, Text(READS), gap=1)
        super().__init__(
            Row(Icon("file-spreadsheet", "accent", 30), 1), words, Row(self.button, 1),
            _point("eye-off", DROPPED), _point("list-checks", NEXT), gap=4, pad=6,
        )  # fmt: skip
        self.button.clicked.connect(self.asked)
        self._over = False
        self.setAccessibleName("Drop the list of plans here, or choose it")
        self.setFocusProxy(self.button)

    def set_over(self, over: bool) -> None:
        """Show that a file is held above it."""
        self._over = over
        self.update()

    def minimumSizeHint(self) -> QSize:
        """As high as its words need at the width it has."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self.heightForWidth(self.width())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dashed edge of a place to drop something on."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = look().colour("accent" if self._over else "edge")
        painter.setPen(QPen(colour, 2 * look().line, Qt.PenStyle.SolidLine if self._over else Qt.PenStyle.DashLine))
        inset = look().space(2)
        painter.drawRoundedRect(self.rect().adjusted(inset, inset, -inset, -inset), inset, inset)


def _point(icon: str, sentence: str) -> Row:
    return Row(Icon(icon), (Text(sentence, tone="ink2"), 1), gap=2, align=Qt.AlignmentFlag.AlignTop)


def files_in(event: QDropEvent) -> tuple[Path, ...]:
    """The files that are dragged, if all are on this computer and none is a workspace or a pack; otherwise none."""
    urls = event.mimeData().urls()
    files = tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
    return files if len(files) == len(urls) and not any(file.suffix in (SUFFIX, PACK) for file in files) else ()
