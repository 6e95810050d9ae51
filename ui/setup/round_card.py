"""What a round is from its first day: its name, framework, reference date, kind, and when audits are due."""

from pathlib import Path

from PySide6.QtCore import QDate

from auditor.framework_files import load_file
from auditor.frameworks import Framework, builtin, builtin_names
from auditor.rounds import NewRound
from db.errors import UserError
from db.vocabulary import RoundKind
from ui.ask import Asks
from ui.parts.buttons import PlainButton
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row
from ui.setup.fields import Line, choice, day, side_by_side

KINDS = {
    RoundKind.FULL: "Full audit",
    RoundKind.ROLLING: "Rolling audit: a few plans each month",
    RoundKind.THEMATIC: "Thematic: plans picked for a theme",
    RoundKind.SINGLE_AGENCY: "One agency's part of the plans",
    RoundKind.CHECKLIST: "Checklist",
    RoundKind.RE_AUDIT: "Re-audit: were plans mended as asked?",
}
USUAL_DAYS = 28  # from today to when audits are due, until somebody says otherwise


class RoundCard(Card):
    """The fields of a round."""

    def __init__(self, asks: Asks, title: str = "The round") -> None:
        self._asks = asks
        self.name = Line("Name of the round", "Autumn 2026", "Name the round, as the report will.")
        self._frameworks = [builtin(name) for name in builtin_names()]
        self.framework = choice({f.id: f"{f.title}, version {f.version}" for f in self._frameworks})
        self.from_file = PlainButton("From a file…", name="Take the framework from a file")
        self.from_file.clicked.connect(self._ask_framework)
        self._framework_row = FormRow(
            "Framework", self.framework, "The round keeps its own copy, which never changes afterwards."
        )
        today = QDate.currentDate()
        self.as_at, self.due, self.kind = day(today), day(today.addDays(USUAL_DAYS)), choice(KINDS)
        as_at = FormRow("Reference date", self.as_at, "Time limits are worked out as they stood on this day.")
        due = FormRow("Audits are due", self.due, "Until when plans are to be scored. It can be changed later.")
        super().__init__(
            side_by_side(self.name, FormRow("Kind of round", self.kind)),
            Row((self._framework_row, 1), self.from_file, gap=3), side_by_side(as_at, due),
            title=title, gap=4, pad=5,
        )  # fmt: skip

    def load_framework(self, path: Path) -> None:
        """Read a framework from a file and choose it; the field says what is wrong with one that cannot be used."""
        try:
            framework = load_file(path)
        except UserError as problem:
            self._framework_row.set_problem(str(problem))
            return
        self._framework_row.set_problem("")
        self._frameworks.append(framework)
        self.framework.addItem(f"{framework.title}, version {framework.version} ({path.name})")
        self.framework.setCurrentIndex(self.framework.count() - 1)

    def check(self) -> tuple[Framework, NewRound] | None:
        """The framework and the round, or None with the fields saying what is wrong."""
        name = self.name.check()
        if not name:
            return None
        as_at, due = self.as_at.date().toPython(), self.due.date().toPython()
        new = NewRound(name, RoundKind(self.kind.currentData()), as_at, due)  # type: ignore[arg-type]  # dates
        return self._frameworks[self.framework.currentIndex()], new

    def _ask_framework(self) -> None:
        path = self._asks.open_path(self, "Choose a framework", "Frameworks (*.toml *.xlsx)")
        if path is not None:
            self.load_framework(path)
