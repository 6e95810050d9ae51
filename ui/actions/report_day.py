"""Asks when and to whom the actions were reported."""

from datetime import date

from PySide6.QtCore import Qt, Signal

from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.doubt import Doubt
from ui.parts.layout import Card, Row
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.setup.fields import Line, side_by_side


class ReportDayCard(Card):
    """Hidden until it is asked for."""

    noted = Signal(object, str)
    left = Signal()

    def __init__(self) -> None:
        self.name = Line("Reported to", "SEND Partnership Board", "Say to whom.")
        self.day = DayField("On")
        self.doubt = Doubt()
        self.save, self.cancel = PlainButton("Note it", "check"), QuietButton("Cancel")
        super().__init__(
            Text("The next report counts against the state of the actions on this day.", tone="ink2"),
            side_by_side(self.name, self.day), self.doubt, Row(self.save, self.cancel, 1), kind="quiet", gap=3,
        )  # fmt: skip
        self.setAccessibleName("Note a report of the actions")
        self.save.clicked.connect(self._save)
        self.cancel.clicked.connect(self._leave)
        self.hide()

    def ask(self, day: date) -> None:
        """Ask, with this day filled in."""
        self.doubt.stop()
        self.name.edit.setText("")
        self.day.show_day(day)
        self.show()
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop(self) -> None:
        """Ask no more."""
        self.hide()

    def _save(self) -> None:
        name = self.name.check()
        fine, day = self.day.check()
        if fine and day is None:
            self.day.set_problem("Give the day.")
        if name and day is not None:
            self.doubt.before(lambda: self.noted.emit(day, name), self.name.edit, ("reported to", name))

    def _leave(self) -> None:
        self.stop()
        self.left.emit()
