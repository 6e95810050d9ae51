"""A field for a day that may be left empty."""

from datetime import date

from PySide6.QtWidgets import QLineEdit

from auditor.frames.values import Wrong, day
from auditor.reports.wording import capital, long_date
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
