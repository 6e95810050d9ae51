"""The answer control: one button an answer, by mouse, by arrows, or by the answer's own key."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from db.vocabulary import Value
from ui.look import WORDS, look
from ui.look.tokens import RADIUS

ORDER = (Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL)
KEYS = {value.key: value for value in ORDER}
HIGH = 70  # design px
ONE_ROW_UP_TO = 1.5  # text size
ALWAYS_APPLIES = "This question applies to every plan."


class AnswerButton(QAbstractButton):
    """One answer: mark, word and key. Chosen: soft ground, 2 px edge, bold word. Said to be a radio button."""

    def __init__(self, value: Value, control: "AnswerControl") -> None:
        super().__init__(control)
        self.value, self._control = value, control
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setText(WORDS[value.token])
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.measure()

    def measure(self) -> None:
        """Find the width anew, in bold, so that choosing an answer never moves the others. Asked for at every key."""
        bold = QFontMetrics(look().font("body", True)).horizontalAdvance(self.text())
        self._wish = QSize(max(bold + look().px(10), look().px(68)), look().px(HIGH))

    def sizeHint(self) -> QSize:
        """As wide as its word."""
        return self._wish

    def nextCheckState(self) -> None:
        """A click changes nothing by itself: the control shows what was chosen."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move without answering; Space and Enter answer; everything else is for the control or the page."""
        key = event.key()
        if key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._control.move_focus(self, -1 if key == Qt.Key.Key_Left else 1)
        elif key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if not event.isAutoRepeat():
                self.click()
        else:
            event.ignore()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the button."""
        lk, on = look(), self.isChecked()
        token = self.value.token
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = f"{token}_soft" if on else "hover" if self.underMouse() and self.isEnabled() else "surface"
        pen = QPen(lk.colour(token if on else "edge"), max(2, lk.line) if on else lk.line)
        if not self.isEnabled():
            pen.setStyle(Qt.PenStyle.DashLine)
        painter.setBrush(lk.colour(ground))
        painter.setPen(pen)
        frame = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(frame, RADIUS["control"], RADIUS["control"])
        side = lk.px(22)
        at = QPointF(frame.center().x() - side / 2, frame.top() + lk.px(11))
        painter.setOpacity(1 if self.isEnabled() else 0.45)
        painter.drawPixmap(at, lk.mark_pixmap(token, 22, ground, self.devicePixelRatioF()))
        painter.setOpacity(1)
        painter.setPen(lk.colour("ink" if self.isEnabled() else "ink3"))
        painter.setFont(lk.font("body", on))
        words = frame.adjusted(0, lk.px(34), 0, -lk.px(5))
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        if self._control.single_keys and self.isEnabled():
            painter.setPen(lk.colour("ink3"))
            painter.setFont(lk.font("caption"))
            corner = frame.adjusted(0, lk.px(4), -lk.px(8), 0)
            painter.drawText(corner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, self.value.key)


class AnswerControl(QWidget):
    """One button for each answer offered, in the order met, partly, not met, not applicable, cannot tell.

    `options` are the answers that count for the question. *Not applicable* is always shown, and disabled with a
    reason where it is not among them. The control shows a chosen answer at once; a page that could not save it puts
    the old one back with `set_value`.
    """

    answer_chosen = Signal(object)  # Value
    answer_cleared = Signal()
    refused = Signal(str)  # the key of an answer that cannot be given here

    def __init__(self, options: Sequence[Value], name: str = "Answer", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[AnswerButton] = []
        self._single_keys, self._read_only = True, False
        self._shown: Value | None = None
        self.setAccessibleName(name)
        # not Fixed, which would keep the control at one row's height where it needs two
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.set_options(options)
        look().changed.connect(self._restyle)

    @property
    def value(self) -> Value | None:
        """The chosen answer, or None."""
        return next((button.value for button in self._buttons if button.isChecked()), None)

    def set_value(self, value: Value | None) -> None:
        """Show an answer, or none, without any signal."""
        for button in self._buttons:
            button.blockSignals(True)
            button.setAutoExclusive(False)
            button.setChecked(button.value == value)
        for button in self._buttons:
            button.setAutoExclusive(True)
            button.blockSignals(False)
        self._shown = value
        self._let_tab_in()

    def set_options(self, options: Sequence[Value]) -> None:
        """Offer other answers; a chosen answer that is still offered stays chosen."""
        chosen = self.value
        for button in self._buttons:
            button.setParent(None)
            button.deleteLater()
        shown = [value for value in ORDER if value in options or value is Value.NOT_APPLICABLE]
        self._buttons = [AnswerButton(value, self) for value in shown]
        for button in self._buttons:
            button.setEnabled(button.value in options)
            button.setToolTip("" if button.isEnabled() else ALWAYS_APPLIES)
            button.setAccessibleDescription(button.toolTip())
            button.clicked.connect(self._clicked)
            button.toggled.connect(self._toggled)
            button.show()
        self.set_value(chosen)
        self._restyle()

    @property
    def single_keys(self) -> bool:
        """Whether the answer's own key answers while the control has the focus."""
        return self._single_keys

    @single_keys.setter
    def single_keys(self, on: bool) -> None:
        self._single_keys = on
        self._restyle()

    @property
    def read_only(self) -> bool:
        """Whether answers are shown and read out, and cannot be changed."""
        return self._read_only

    @read_only.setter
    def read_only(self, on: bool) -> None:
        self._read_only = on
        self.setAccessibleDescription("Cannot be changed." if on else "")

    def focus(self, said: str = "") -> None:
        """Put the keyboard on the chosen answer, or on the first.

        `said` is read out with it, as its description: the question, for readers that do not speak announcements.
        """
        entry = self._entry()
        for button in self._buttons:
            button.setAccessibleDescription(said if button is entry else button.toolTip())
        had_it = entry.hasFocus()
        entry.setFocus(Qt.FocusReason.OtherFocusReason)
        if had_it and said:  # the question changed under the keyboard: have the answer read again with it
            QAccessible.updateAccessibility(QAccessibleEvent(entry, QAccessible.Event.Focus))

    def tell(self, words: str) -> None:
        """Have words read out with the answer the keyboard is on, for readers that do not speak announcements."""
        button = next((button for button in self._buttons if button.hasFocus()), None)
        if button is not None:
            button.setAccessibleDescription(words)
            QAccessible.updateAccessibility(QAccessibleEvent(button, QAccessible.Event.Focus))

    def move_focus(self, from_button: AnswerButton, step: int) -> None:
        """Move the keyboard one answer along, round the ends, past what is disabled."""
        usable = [button for button in self._buttons if button.isEnabled()]
        to = usable[(usable.index(from_button) + step) % len(usable)]
        from_button.setAccessibleDescription(from_button.toolTip())  # the question is said once, on arriving
        to.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """An answer's key answers, Delete clears; the numeric keypad is left to screen readers."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if not plain or event.isAutoRepeat():
            event.ignore()
        elif event.key() == Qt.Key.Key_Delete and self.value is not None and not self._read_only:
            self.set_value(None)
            self.answer_cleared.emit()
        elif self._single_keys and (value := KEYS.get(event.text().upper())) is not None:
            self._take_key(value)
        else:
            event.ignore()

    def _take_key(self, value: Value) -> None:
        """Give the answer of a key, or say that it cannot be given."""
        button = next((b for b in self._buttons if b.value is value and b.isEnabled()), None)
        if button is None or self._read_only:
            self.refused.emit(value.key)
        else:
            button.setFocus(Qt.FocusReason.OtherFocusReason)
            button.click()

    def heightForWidth(self, width: int) -> int:
        """One row of buttons, or as many as the width and the text size ask for."""
        rows = len(self._rows(width))
        return rows * look().px(HIGH) + (rows - 1) * self._gap()

    def sizeHint(self) -> QSize:
        """The buttons in their rows."""
        rows = self._rows(1_000_000)
        width = max(sum(b.sizeHint().width() for b in row) + self._gap() * (len(row) - 1) for row in rows)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """The widest button."""
        return QSize(max(b.sizeHint().width() for b in self._buttons), look().px(HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the buttons."""
        super().resizeEvent(event)
        self._place()

    def changeEvent(self, event: QEvent) -> None:
        """Follow enabling and disabling."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self._let_tab_in()

    def _clicked(self) -> None:
        button = self.sender()
        if isinstance(button, AnswerButton) and not self._read_only:
            self._choose(button.value)

    def _toggled(self, on: bool) -> None:
        """An assistive tool checked an answer: Qt lets it do so without a click."""
        button = self.sender()
        if isinstance(button, AnswerButton) and on:
            if self._read_only:
                self.set_value(self._shown)
            else:
                self._choose(button.value)

    def _choose(self, value: Value) -> None:
        self.set_value(value)
        self.answer_chosen.emit(value)

    def _entry(self) -> AnswerButton:
        usable = [b for b in self._buttons if b.isEnabled()] or self._buttons
        return next((b for b in usable if b.isChecked()), usable[0])

    def _let_tab_in(self) -> None:
        """Tab goes into the group once: to the chosen answer, or the first."""
        entry = self._entry()
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus if button is entry else Qt.FocusPolicy.ClickFocus)
        self.setFocusProxy(entry)

    def _gap(self) -> int:
        return (look().space(1) + look().space(2)) // 2  # every button has an edge to be seen

    def _rows(self, width: int) -> list[list[AnswerButton]]:
        """The widest arrangement that fits: one row, three over two, two by two, one below the other."""
        count = len(self._buttons)
        splits = [[count], [-(-count // 2), count // 2], [2, 2, count - 4] if count > 4 else [], [1] * count]
        if look().scale > ONE_ROW_UP_TO:
            splits = splits[1:]
        rows: list[list[AnswerButton]] = []
        for split in filter(None, splits):
            rows, start = [], 0
            for length in split:
                rows.append(self._buttons[start : start + length])
                start += length
            if all(sum(b.sizeHint().width() + self._gap() for b in row) - self._gap() <= width for row in rows):
                break
        return rows

    def _place(self) -> None:
        y = 0
        for row in self._rows(self.width()):
            wishes = [button.sizeHint().width() for button in row]
            spare = self.width() - self._gap() * (len(row) - 1) - sum(wishes)
            x = 0
            for index, (button, wish) in enumerate(zip(row, wishes, strict=True)):
                share = spare * (index + 1) // len(row) - spare * index // len(row)
                button.setGeometry(QRect(x, y, wish + share, look().px(HIGH)))
                x += wish + share + self._gap()
            y += look().px(HIGH) + self._gap()

    def _restyle(self) -> None:
        for button in self._buttons:
            key = f", key {button.value.key}" if self._single_keys else ""
            button.setAccessibleName(button.text() + key)
            button.measure()
        self.updateGeometry()
        self._place()
        self.update()
