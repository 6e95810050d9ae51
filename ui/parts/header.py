"""The bar at the head of a page."""

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from ui.look import look
from ui.parts.buttons import PrimaryButton
from ui.parts.layout import Column, Wrap
from ui.parts.words import Heading, Text

LOW = 350  # design px of a window's height


class HeaderBar(Column):
    """Title and subtitle at the left, state and controls at the right, the one primary button last."""

    def __init__(
        self, title: str, subtitle: str = "", *trailing: QWidget, primary: PrimaryButton | None = None
    ) -> None:
        self.title = Heading(title, 1)
        self.subtitle = Text(subtitle, tone="ink2")
        if not subtitle:  # (shown before it has a parent, a widget would open as a window)
            self.subtitle.hide()
        whole = Wrap(gap=3)
        whole.add(Column(self.title, self.subtitle, gap=0), stretch=1, least=240)
        controls = (*trailing, *((primary,) if primary else ()))
        if controls:  # together, so that none is left behind where they go below the title
            whole.add(Wrap(*controls, gap=3))
        super().__init__(whole, gap=0, margins=(6, 4, 6, 4))
        self.primary = primary
        self.set_ground("surface", "bottom")
        look().changed.connect(self._show_subtitle)

    def minimumSizeHint(self) -> QSize:
        """Never lower than what stands in it at the width it has: a page that is short of room scrolls instead."""
        least = super().minimumSizeHint()
        return QSize(least.width(), max(least.height(), self.heightForWidth(self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrower is higher; and in a low window there is no second line."""
        super().resizeEvent(event)
        self._show_subtitle()
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Longer words, or another control, may need another row: the page gives it the room."""
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return done

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show another title and subtitle."""
        self.title.set_text(title)
        self.subtitle.set_text(subtitle)
        self._show_subtitle()

    def _show_subtitle(self) -> None:
        """Not where the title and the buttons need the room: above 200% text, and in a window that is low for its text.

        Screen readers hear it with the title.
        """
        room = look().scale <= 2 and self.window().height() >= look().px(LOW)
        self.subtitle.setVisible(bool(self.subtitle.words) and room)
        self.title.setAccessibleDescription(self.subtitle.words)
