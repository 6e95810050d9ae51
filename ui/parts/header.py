"""The bar at the head of a page."""

from PySide6.QtWidgets import QWidget

from ui.parts.buttons import PrimaryButton
from ui.parts.layout import Column, Wrap
from ui.parts.words import Heading, Text


class HeaderBar(Column):
    """Title and subtitle at the left, state and controls at the right, the one primary button last."""

    def __init__(
        self, title: str, subtitle: str = "", *trailing: QWidget, primary: PrimaryButton | None = None
    ) -> None:
        self.title = Heading(title, 1)
        self.subtitle = Text(subtitle, tone="ink2")
        if not subtitle:  # (shown before it has a parent, a widget would open as a window)
            self.subtitle.hide()
        self._wrap = Wrap(gap=3)
        self._wrap.add(Column(self.title, self.subtitle, gap=0), stretch=1, least=240)
        for widget in (*trailing, *((primary,) if primary else ())):
            self._wrap.add(widget)
        super().__init__(self._wrap, gap=0, margins=(6, 4, 6, 4))
        self.primary = primary
        self.set_ground("surface", "bottom")

    def set_title(self, title: str, subtitle: str = "") -> None:
        """Show another title and subtitle."""
        self.title.set_text(title)
        self.subtitle.set_text(subtitle)
        self.subtitle.setVisible(bool(subtitle))
