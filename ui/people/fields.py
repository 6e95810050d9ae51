"""Fields for a day: one that may be left empty, and one for which a month or a year will do."""

from datetime import date

from PySide6.QtWidgets import QLineEdit

from auditor.frames.values import Wrong, day, day_or_span
from auditor.reports.wording import capital, date_within, long_date
from db.vocabulary import Span
from ui.parts.form import FormRow

HOW = "31/3/2026"


class DayField(FormRow):
    """One line for a day, written as people write it; nothing is a day not known."""

    def __init__(self, label: str, help_text: str = "") -> None:
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(HOW)
        self.edit.setMaxLength(30)
        super().__init__(label, self.edit, help_text)
        self.edit.textChanged.connect(lambda: self.set_problem(""))

    def show_day(self, found: date | None) -> None:
        """Show a day."""
        self.edit.setText(long_date(found) if found else "")

    def check(self) -> tuple[bool, date | None]:
        """Whether what stands there is a day or nothing, and the day; where it is neither, the row says so."""
        try:
            return True, day(self.edit.text().strip())
        except Wrong as problem:
            self.set_problem(capital(str(problem)))
            return False, None


class HeldField(FormRow):
    """One line for when something was: a day, or no more than its month or year where that is all that is known."""

    def __init__(self, label: str) -> None:
        self.edit = QLineEdit()
        self.edit.setPlaceholderText("May 2026")
        self.edit.setMaxLength(30)
        super().__init__(label, self.edit, "A day, or its month or year alone.")
        self.edit.textChanged.connect(lambda: self.set_problem(""))

    def show_when(self, found: date | None, span: str = Span.DAY) -> None:
        """Show when it was."""
        self.edit.setText(date_within(found, span) if found else "")

    def check(self) -> tuple[date, str] | None:
        """The first day it may have been and how exactly that is known; None where the row says what is missing."""
        try:
            found = day_or_span(self.edit.text().strip())
        except Wrong as problem:
            self.set_problem(capital(str(problem)))
            return None
        if found is None:
            self.set_problem("Give the day, the month or the year.")
        return found
