"""One piece of evidence: the words quoted and where they stand. Pressed, it shows the place in the plan."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from auditor.contents import Evidence
from ui.look import look
from ui.look.tokens import RADIUS
from ui.parts.buttons import QuietButton
from ui.parts.layout import Row

WRAP = Qt.TextFlag.TextWordWrap
SHOWN = 220  # characters of a quotation on a chip; the tool tip holds all of it


class EvidenceChip(Row):
    """`asked` when the place is to be shown, `removed` when it is to be taken away: by Delete, or by its button."""

    asked = Signal()
    removed = Signal()

    def __init__(self, item: Evidence, number: int, of: int, read_only: bool) -> None:
        self.words = _Words(item, number, of, read_only)
        super().__init__((self.words, 1), gap=1)
        self.setProperty("card", "quiet")
        self.words.clicked.connect(self.asked)
        if not read_only:
            self.words.removed.connect(self.removed)
            where = item.place or "this place"
            self.remove = QuietButton(icon="x", name=f"Take away evidence: {where}")
            self.remove.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Delete does the same on the chip
            self.remove.clicked.connect(self.removed)
            self.add(self.remove)


class _Words(QAbstractButton):
    """What is quoted and where; said to be a button. Painted by hand, so that it is there with the next question."""

    removed = Signal()

    def __init__(self, item: Evidence, number: int, of: int, read_only: bool) -> None:
        super().__init__()
        self._quoted = f"“{_cut(item.quotation)}”" if item.quotation else ""
        self._place = " · ".join(part for part in (item.place, "show in plan") if part)
        whole = f"“{item.quotation}”. " if item.quotation else ""
        count = f" {number} of {of}" if of > 1 else ""
        self.setAccessibleName(f"Evidence{count}: {whole}{item.place}")
        self.setAccessibleDescription("Enter shows it in the plan." + ("" if read_only else " Delete takes it away."))
        self.setToolTip(item.quotation if len(item.quotation) > SHOWN else "")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """As its words need in an ordinary card."""
        return QSize(look().px(320), self.heightForWidth(look().px(320)))

    def minimumSizeHint(self) -> QSize:
        """Narrow: the words wrap."""
        return QSize(look().px(140), look().px(36))

    def heightForWidth(self, width: int) -> int:
        """As the words need below each other."""
        return max(look().px(36), self._places(width)[1].bottom() + 1 + look().space(2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space show the place, Delete takes it away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the quotation and its place."""
        lk = look()
        painter = QPainter(self)
        ground = "hover" if self.underMouse() else "sunken"
        if self.underMouse():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(lk.colour(ground))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS["control"], RADIUS["control"])
        quoted, place = self._places(self.width())
        top = (quoted if self._quoted else place).top()
        painter.drawPixmap(lk.space(3), top, lk.icon_pixmap("quote", "accent", 18, self.devicePixelRatioF()))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.setFont(lk.font("body"))
        painter.setPen(lk.colour("ink"))
        painter.drawText(quoted, left | WRAP, self._quoted)
        painter.setFont(lk.font("caption", True))
        painter.setPen(lk.colour("accent"))
        painter.drawText(place, left | WRAP, self._place)

    def _places(self, width: int) -> tuple[QRect, QRect]:
        """Where quotation and place stand at a width."""
        lk = look()
        left = lk.space(3) + lk.px(18) + lk.space(2)
        room = QRect(0, 0, max(1, width - left - lk.space(2)), 10_000)
        body, caption = QFontMetrics(lk.font("body")), QFontMetrics(lk.font("caption", True))
        high = body.boundingRect(room, int(WRAP), self._quoted).height() if self._quoted else 0
        quoted = QRect(left, lk.space(2), room.width(), high)
        below = caption.boundingRect(room, int(WRAP), self._place).height()
        return quoted, QRect(left, lk.space(2) + high, room.width(), below)


def _cut(text: str) -> str:
    return text if len(text) <= SHOWN else text[: SHOWN - 2].rsplit(" ", 1)[0] + " …"
