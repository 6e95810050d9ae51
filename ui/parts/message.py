"""The message bar: what happened, what was kept, what to do. It stays until dismissed or mended."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from ui.look.sheet import MESSAGES
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Column, Margins, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text

ICONS = {"note": "info", "done": "circle-check", "look": "triangle-alert", "problem": "circle-alert"}
Action = tuple[str, Callable[[], object]]
ON_PAGE: Margins = (6, 3, 6, 0)  # below a page's head, as wide as what the page shows


class MessageBar(Row):
    """A sentence in bold, its detail, and at most two actions. Kinds: note, done, look, problem."""

    dismissed = Signal()

    def __init__(self, kind: str, title: str, detail: str = "", *actions: Action, dismissable: bool = True) -> None:
        if len(actions) > 2:
            raise ValueError("a message bar has room for two actions")
        words: list[QWidget] = [Text(title, bold=True)]
        if detail:
            words.append(Text(detail))
        body = Wrap(gap=3)
        body.add(Column(*words, gap=0), stretch=1, least=260)
        for text, slot in actions:
            button = PlainButton(text)
            button.clicked.connect(slot)
            body.add(button)
        top = Qt.AlignmentFlag.AlignTop
        super().__init__(
            Column(Icon(ICONS[kind], MESSAGES[kind], 22), 1), (body, 1), gap=3, margins=(4, 3, 3, 3), align=top
        )
        self.kind, self.title, self.detail = kind, title, detail
        self.setProperty("message", kind)
        self.setAccessibleName(f"{title} {detail}".strip())
        if dismissable:
            close = QuietButton(icon="x", name="Dismiss this message")
            close.clicked.connect(self.dismissed)
            self.add(close)


class MessageArea(Column):
    """The place of a page's message: empty and without height until something is said."""

    def __init__(self, margins: Margins = 0) -> None:
        super().__init__(gap=0, margins=margins)
        self.bar: MessageBar | None = None
        self.setVisible(False)

    def say(self, kind: str, title: str, detail: str = "", *actions: Action) -> MessageBar:
        """Show a message in place of the last one, and have it read out: problems at once, the rest politely.

        What was said already, and differs only in how much it is about, is not read out again.
        """
        known = self.bar is not None and bool(detail) and (self.bar.kind, self.bar.detail) == (kind, detail)
        self.dismiss()
        self.bar = MessageBar(kind, title, detail, *actions)
        self.bar.dismissed.connect(self.dismiss)
        self.add(self.bar)
        self.setVisible(True)
        if not known:
            announce(self, self.bar.accessibleName(), assertive=kind == "problem")
        return self.bar

    def keyboard_here(self) -> None:
        """Put the keyboard on the first thing that can be done about it."""
        for button in self.bar.findChildren(PlainButton)[:1] if self.bar is not None else ():
            button.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Take the message away."""
        self.bar = None
        self.clear()
        self.setVisible(False)
