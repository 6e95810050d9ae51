"""A closed criterion: mark, id, short question, answer in words. Painted by hand, so that a hundred cost nothing."""

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from auditor.answers import Answer
from auditor.frameworks import Criterion
from ui.desk.words import NOT_SAVED, answer_token, answer_words, card_name
from ui.look import look
from ui.look.tokens import RADIUS

HIGH = 48  # design px
WRAP = Qt.TextFlag.TextWordWrap


class ClosedRow(QAbstractButton):
    """Pressed, it opens. Where its words do not fit on one line, the answer goes below the question."""

    def __init__(self, criterion: Criterion) -> None:
        super().__init__()
        self.criterion = criterion
        self._answer, self._unsaved = Answer(), False
        # Up and Down go from question to question; Tab passes through the open one only
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        look().changed.connect(self.update)

    def show_answer(self, answer: Answer, place: str, unsaved: bool) -> bool:
        """Show an answer, and whether it is still to be saved. Returns whether other words stand there now."""
        before = self._words
        self._answer, self._unsaved = answer, unsaved
        self.setAccessibleName(card_name(self.criterion, answer, place, unsaved))
        if before != self._words:
            self.update()
        return before != self._words

    @property
    def _words(self) -> str:
        return answer_words(self._answer) + (f" · {NOT_SAVED.lower()}" if self._unsaved else "")

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(look().px(320), look().px(HIGH))

    def minimumSizeHint(self) -> QSize:
        """Narrow: the words wrap."""
        return QSize(look().px(120), look().px(HIGH))

    def heightForWidth(self, width: int) -> int:
        """48 design px, or what the words need below each other."""
        _, answer, one_line = self._places(width)
        return look().px(HIGH) if one_line else max(look().px(HIGH), answer.bottom() + 1 + self._pad())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        lk = look()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "hover" if self.underMouse() else "surface"
        painter.setBrush(lk.colour(ground))
        painter.setPen(QPen(lk.colour("line"), lk.line))
        radius = RADIUS["card"]
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
        question, answer, one_line = self._places(self.width())
        side = lk.px(20)
        mark_top = (self.height() - side) // 2 if one_line else question.top()
        mark = lk.mark_pixmap(answer_token(self._answer), 20, ground, self.devicePixelRatioF())
        painter.drawPixmap(lk.space(4), mark_top, mark)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(lk.font("body", True))
        painter.setPen(lk.colour("ink"))
        key = QRect(self._key_left(), question.top(), question.left() - self._key_left(), question.height())
        painter.drawText(key, Qt.AlignmentFlag.AlignLeft | (middle if one_line else Qt.AlignmentFlag.AlignTop),
                         self.criterion.id)  # fmt: skip
        painter.setFont(lk.font("body"))
        painter.drawText(question, middle | WRAP, self.criterion.short)
        painter.setFont(lk.font("caption", self._unsaved))
        painter.setPen(lk.colour("delayed" if self._unsaved else "ink2"))
        painter.drawText(answer, middle | (Qt.AlignmentFlag.AlignRight if one_line else WRAP), self._words)

    def _pad(self) -> int:
        return look().space(2)

    def _key_left(self) -> int:
        return look().space(4) + look().px(20) + look().space(3)

    def _places(self, width: int) -> tuple[QRect, QRect, bool]:
        """Where question and answer stand at a width, and whether they share one line."""
        lk = look()
        body, bold = QFontMetrics(lk.font("body")), QFontMetrics(lk.font("body", True))
        caption = QFontMetrics(lk.font("caption", True))
        left = self._key_left() + max(bold.horizontalAdvance("M00"), bold.horizontalAdvance(self.criterion.id))
        left += lk.space(3)
        room = max(1, width - left - lk.space(4))
        words = caption.horizontalAdvance(self._words) + 2
        if body.horizontalAdvance(self.criterion.short) + lk.space(3) + words <= room:
            high = lk.px(HIGH)
            return QRect(left, 0, room - words - lk.space(3), high), QRect(left + room - words, 0, words, high), True
        asked = body.boundingRect(QRect(0, 0, room, 10_000), int(WRAP), self.criterion.short)
        said = caption.boundingRect(QRect(0, 0, room, 10_000), int(WRAP), self._words)
        question = QRect(left, self._pad(), room, asked.height())
        return question, QRect(left, question.bottom() + 1, room, said.height()), False
