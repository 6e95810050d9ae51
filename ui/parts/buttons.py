"""Buttons: one primary a page, plain ones, quiet ones, places of the sidebar, and tiles that open their list."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from ui.look import WORDS, look, restyle
from ui.parts.pictures import Mark
from ui.parts.words import Text

ICON = 20
ICON_ROOM = 4  # between icon and word: a styled button leaves none of its own


class _Pressed(QPushButton):
    """A button that Enter presses as Space does: this is no dialog where Enter would belong to another button."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press, once however long Enter is held."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)


class Button(_Pressed):
    """A push button with an icon and, drawn at its right, the key that does the same.

    A button without words needs `name`: it is read out and shown as a tool tip.
    """

    kind = "plain"
    token = "ink2"

    def __init__(
        self, text: str = "", icon: str = "", key: str = "", name: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self._icon, self._key = icon, key
        self.setProperty("kind", self.kind)
        self.setAutoDefault(False)
        if name:
            self.setAccessibleName(name)
        if not text:
            self.setToolTip(f"{name} ({key})" if key else name)
        if key:
            self.setAccessibleDescription(f"Key: {key}")
        self._restyle()
        look().changed.connect(self._restyle)

    def setText(self, text: str) -> None:
        """Show other words; where there were none, the icon moves off to make room for them."""
        super().setText(text)
        self._restyle()

    def set_icon(self, icon: str) -> None:
        """Show another icon, or none."""
        self._icon = icon
        self._restyle()

    def sizeHint(self) -> QSize:
        """Room for the word, the icon and the key."""
        return super().sizeHint() + QSize(self._key_room(), 0)

    def minimumSizeHint(self) -> QSize:
        """A button never cuts its words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, and the key in its own small frame."""
        if not self._key or not self.text():
            super().paintEvent(event)
            return
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        inside = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        option.rect = inside.adjusted(0, 0, -self._key_room(), 0)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        self._draw_key(painter, inside)

    def _draw_key(self, painter: QPainter, inside: QRect) -> None:
        font = look().font("caption")
        high = QFontMetrics(font).height() + look().px(2)
        wide = self._key_room() - look().px(10)
        frame = QRect(inside.right() - wide + 1, inside.center().y() - high // 2 + 1, wide, high)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(QPen(look().colour(self.token if self.isEnabled() else "ink3"), 1))
        painter.drawRoundedRect(frame, 4, 4)
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, self._key)

    def _key_room(self) -> int:
        if not self._key or not self.text():
            return 0
        return QFontMetrics(look().font("caption")).horizontalAdvance(self._key) + look().px(20)

    def _restyle(self) -> None:
        room = ICON_ROOM if self.text() else 0
        if self._icon:
            self.setIcon(look().icon(self._icon, self.token, ICON, room))
            self.setIconSize(QSize(look().px(ICON) + look().px(room), look().px(ICON)))
        self.updateGeometry()


class PrimaryButton(Button):
    """The next sensible step. One a page, and never something that destroys."""

    kind = "primary"
    token = "on_accent"


class PlainButton(Button):
    """An ordinary button."""


class QuietButton(Button):
    """A button that looks like a link until touched."""

    kind = "quiet"
    token = "accent"


class NavButton(Button):
    """A place in the sidebar, with a count of what waits; folded it is its icon alone.

    A plain button to screen readers: its name says where one is, for nothing is switched on or off here.
    """

    kind = "nav"

    def __init__(self, text: str, icon: str, count: int = 0, parent: QWidget | None = None) -> None:
        self._place, self._folded, self.is_here = text, False, False
        super().__init__(text, icon, parent=parent)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Say how many things wait in this place."""
        self._count = count
        self.setText("" if self._folded else f"{self._place}  ({count})" if count else self._place)
        waiting = f", {count} waiting" if count else ""
        self.setAccessibleName(f"{self._place}{waiting}{', you are here' if self.is_here else ''}")
        self.setToolTip(f"{self._place}{waiting}" if self._folded else "")
        self._restyle()

    def set_folded(self, folded: bool) -> None:
        """Show the icon alone, with the words as its tool tip."""
        self._folded = folded
        self.set_count(self._count)

    def set_here(self, here: bool) -> None:
        """Mark it as the place one is at, or not."""
        self.is_here = here
        self.token = "accent" if here else "ink2"
        self.setProperty("here", here)
        restyle(self)
        self.set_count(self._count)


class Tile(_Pressed):
    """A figure, a word and one line of context, with a state mark; pressed, it opens its list (`clicked`).

    With `opens` off it only shows, and takes no focus. One made checkable stays pressed while its list is all that is
    shown.
    """

    def __init__(self, figure: str, word: str, context: str = "", state: str = "", opens: bool = True) -> None:
        super().__init__()
        self._figure = Text(figure, "figure", wrap=False)
        self._word = Text(word, bold=True)
        self._context = Text(context, "caption", "ink2")
        self._state = state
        self.setProperty("kind", "tile")
        self.setEnabled(opens)
        self.setAutoDefault(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        top = QHBoxLayout()
        top.addWidget(self._figure, 1)
        if state:
            top.addWidget(Mark(state), 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.addLayout(top)
        self._column.addWidget(self._word)
        self._column.addWidget(self._context)
        self._column.addStretch(1)
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.set_figure(figure, word, context)
        self._restyle()
        look().changed.connect(self._restyle)

    def set_figure(self, figure: str, word: str, context: str = "") -> None:
        """Show another figure, word and context."""
        self._figure.set_text(figure)
        self._word.set_text(word)
        self._context.set_text(context)
        self._context.setVisible(bool(context))
        said = [f"{figure} {word}", context, WORDS.get(self._state, "")]
        self.setAccessibleName(". ".join(part for part in said if part))
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As its words need."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """As its longest word needs."""
        return self._column.minimumSize()

    def heightForWidth(self, width: int) -> int:
        """As its words need at a width."""
        return self._column.totalHeightForWidth(width)

    def _restyle(self) -> None:
        pad = look().space(4)
        self._column.setContentsMargins(pad, look().space(3), pad, look().space(3))
        self._column.setSpacing(0)
        self.updateGeometry()
