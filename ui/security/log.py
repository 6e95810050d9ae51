"""The way to the change log."""

from ui.parts.buttons import PlainButton
from ui.parts.layout import Card, Row
from ui.parts.words import Text
from ui.security.section import SectionView

WHAT = (
    "The change log tells who did what and when, what was there before and after, and why. Each entry is bound to the "
    "one before it, so that a change made outside the program is found."
)
HEAD = (
    "Reports, packs and sign-offs print its newest mark. Nothing can stop somebody who owns the file from writing all "
    "of it anew; a mark on paper shows that they did."
)


class LogSection(SectionView):
    """What the log is, and a button to it."""

    def __init__(self) -> None:
        self.open = PlainButton("Open the change log", "history")
        self.open.clicked.connect(lambda: self.go.emit("log"))
        super().__init__(Card(Text(WHAT), Text(HEAD, tone="ink2"), Row(self.open, 1), title="Change log", gap=3, pad=5))
