"""Until when one round is kept."""

from PySide6.QtCore import QDate, Signal

from auditor.privacy.retention import Retention
from auditor.reports.wording import long_date
from db.vocabulary import Purged
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, SectionTitle, Wrap
from ui.parts.words import Text
from ui.setup.fields import day


class KeepCard(Card):
    """`asked` carries a day, or None for no day."""

    asked = Signal(object)

    def __init__(self) -> None:
        self.title, self._policy = SectionTitle(""), Text("", tone="ink2")
        self.day = day(QDate.currentDate())
        self._row = FormRow("Keep it until", self.day, "It is due to be purged on the day after.")
        self.set, self.none = PlainButton("Set this day", "calendar"), QuietButton("Set no day", "undo-2")
        super().__init__(self.title, self._policy, self._row, Wrap(self.set, self.none, gap=2), gap=3, pad=5)
        self.set.clicked.connect(lambda: self.asked.emit(self.day.date().toPython()))
        self.none.clicked.connect(lambda: self.asked.emit(None))

    def show_round(self, row: Retention | None) -> None:
        """Show what is set for a round; nothing for one that is gone, or where there is none."""
        self.setVisible(row is not None and row.purged != Purged.ROUND)
        if row is None:
            return
        self.title.heading.set_text(f"How long {row.name} is kept")
        self.setAccessibleName(f"How long {row.name} is kept")
        self._policy.set_text(
            f"Your council's policy keeps it until {long_date(row.suggested)}."
            if row.suggested
            else "No policy of your council is on this computer, so the day is yours to choose."
        )
        shown, year = (
            row.retain_until or row.suggested,
            QDate(row.as_at.year, row.as_at.month, row.as_at.day).addYears(1),
        )
        self.day.setDate(QDate(shown.year, shown.month, shown.day) if shown else year)
        self.none.setVisible(row.retain_until is not None)
