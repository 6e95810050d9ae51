"""The quiet strip under the paper: how many passages are worth a look, and what to do with the one looked at."""

from PySide6.QtCore import Signal

from ui.parts.buttons import QuietButton
from ui.parts.layout import Column, Row, Wrap
from ui.parts.pictures import Icon
from ui.parts.words import Text

NEVER = "A prompt to read, never a score."


class PromptStrip(Column):
    """`next_asked`, `fine` and `used` are its three buttons; the last two while a passage is looked at."""

    next_asked = Signal()
    fine = Signal()
    used = Signal()

    def __init__(self) -> None:
        self._title, self._why = Text("", "caption", "ink", bold=True), Text(NEVER, "caption", "ink2")
        self.next_button = QuietButton("Next", icon="chevron-down", key="F7")
        self.fine_button = QuietButton("Fine as it is", icon="check")
        self.use_button = QuietButton("Use as evidence", icon="quote")
        self._open = ""
        words = Column(self._title, self._why, gap=0)
        body = Wrap(gap=2)
        body.add(words, stretch=1, least=260)
        for button in (self.next_button, self.fine_button, self.use_button):
            body.add(button)
        super().__init__(Row(Icon("eye", "ink2"), (body, 1), gap=3, margins=(4, 2, 4, 2)))
        self.next_button.clicked.connect(self.next_asked)
        self.fine_button.clicked.connect(self.fine)
        self.use_button.clicked.connect(self.used)
        self.setAccessibleName("Passages worth a look")
        self.set_ground("sunken", "top")
        self.hide()

    def show_count(self, here: int, left: int, found: int) -> None:
        """Say how many unmarked passages are in the section being read, and in the plan."""
        self.setVisible(found > 0)
        if here:
            words = f"{_passages(here)} worth a look here."
        elif left:
            words = f"{_passages(left)} worth a look in this plan."
        else:
            words = "You have been through every passage worth a look."
        self._show(words, NEVER if left else "", looking=False, left=left)

    def show_prompt(self, place: str, why: str, marked: str, left: int) -> None:
        """Say why a passage is worth a look; `marked` says in words what was made of it, if anything was."""
        title = f"Worth a look: {place}." if place else "Worth a look."
        self._show(f"{title} {marked}".strip(), why, looking=True, left=left)

    def show_open(self, key: str) -> None:
        """Say which question a passage would be evidence for: the one that is open, empty for none."""
        if key != self._open:
            self._open = key
            self.use_button.setText(f"Use as evidence for {key}" if key else "Use as evidence")

    @property
    def words(self) -> str:
        """What the strip says."""
        return " ".join(part for part in (self._title.words, self._why.words) if part)

    def _show(self, title: str, why: str, looking: bool, left: int) -> None:
        self._title.set_text(title)
        self._why.set_text(why)
        self._why.setVisible(bool(why))
        for button in (self.fine_button, self.use_button):
            button.setAccessibleDescription(self.words)
        self.next_button.setEnabled(left > 0)
        self.fine_button.setVisible(looking)
        self.use_button.setVisible(looking)


def _passages(n: int) -> str:
    return "1 passage" if n == 1 else f"{n:,} passages"
