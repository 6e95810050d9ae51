"""Says of the figures on a page whether they were signed off, by whom, and whether they are still the same."""

from auditor.figures import SignedOff
from auditor.reports.sentences import signed_line
from ui.look import look
from ui.parts.chip import Chip
from ui.parts.layout import Column, Row
from ui.parts.message import MessageBar
from ui.parts.pictures import Icon
from ui.parts.words import Text

DIFFERS = "The figures have changed since they were signed off."
LARGE = 1.5  # text size from which the page has no room for what differs; it stands with how sure the figures are


def show_signed(chip: Chip, signed: SignedOff | None) -> None:
    """Have a chip say that figures are signed off, or no longer as they were then."""
    if signed is not None and signed.differs:
        chip.set_state("Not as signed off", "delayed")
    else:
        chip.set_state("Signed off", "completed")


class SignedNote(Column):
    """Without height while nobody signed off; then by whom, and what differs."""

    def __init__(self) -> None:
        super().__init__(gap=2)
        self.words = ""
        self._signed: SignedOff | None = None
        self.hide()
        look().changed.connect(self._show_again)

    def _show_again(self) -> None:
        self.show_signed(self._signed)

    def show_signed(self, signed: SignedOff | None) -> None:
        """Show who signed off, or that these are not the figures that were."""
        self.clear()
        self._signed = signed
        line, differs = signed_line(signed), signed.differs if signed is not None else ""
        self.words = differs or line
        if differs:
            detail = self.words if look().scale < LARGE else ""
            bar = MessageBar("look", DIFFERS, detail, dismissable=False)
            bar.setAccessibleName(f"{DIFFERS} {self.words}")
            self.add(bar)
        elif line:
            self.add(Row(Icon("badge-check", "ink2"), (Text(line, "caption", "ink2"), 1), gap=2))
        self.setAccessibleName(self.words)
        self.setVisible(bool(self.words))
