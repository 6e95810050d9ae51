"""What one auditor is told: how much was settled otherwise, on which questions, and why, answer by answer."""

from auditor.learning.feedback import AuditorFeedback
from auditor.learning.words import ANSWERS, leniency_words, question_words, summary
from auditor.reports.blocks import Table
from auditor.reports.wording import long_date
from ui.parts.fitted_table import FittedTable
from ui.parts.layout import Card, Column
from ui.parts.rows import RowsModel
from ui.parts.words import Heading, Text

HEADS = ("Question", "Plan", "Given", "Settled")
HINT = "Choose an answer to read why it was settled so."
ROWS_SHOWN = 6
LENIENCY = "Higher or lower than what was settled"
ABOUT_LENIENCY = "Worked out for the auditor and the lead alone. It stands in no report."


class FeedbackView(Column):
    """The same for the lead and for the auditor whose answers they are."""

    def __init__(self) -> None:
        self._summary = Text("")
        self.questions = FittedTable("By question", ROWS_SHOWN)
        self._questions = Card(self.questions, title="By question", gap=2)
        self.answers = FittedTable("Settled otherwise", ROWS_SHOWN)
        self._why_title, self._why = Heading("", 3), Text(HINT, tone="ink2")
        self._answers = Card(
            self.answers, Card(self._why_title, self._why, kind="quiet"), title="Settled otherwise", gap=3
        )
        self._lenient = Text("")
        self._leniency = Card(self._lenient, Text(ABOUT_LENIENCY, "caption", "ink2"), title=LENIENCY, gap=2)
        super().__init__(self._summary, self._answers, self._questions, self._leniency, gap=3)
        self._found: AuditorFeedback | None = None
        self.show_feedback(None)

    def show_feedback(self, found: AuditorFeedback | None) -> None:
        """Show somebody's feedback, or nothing."""
        self._found = found
        self._summary.set_text(summary(found) if found else "")
        differed = found.differed if found else ()
        rows = tuple((f"{d.criterion}  {d.short}", d.reference, ANSWERS[d.theirs], ANSWERS[d.agreed]) for d in differed)
        self.answers.show_model(RowsModel(HEADS, rows))
        self.answers.selectionModel().currentRowChanged.connect(lambda _now, _before: self._on_row())
        asked = tuple((f"{q.criterion}  {q.short}", question_words(q)) for q in (found.questions if found else ()))
        self.questions.show_table(Table("", ("Question", "Settled otherwise"), asked))
        for part in (self._answers, self._questions):
            part.setVisible(bool(rows))
        self._lenient.set_text(leniency_words(found.leniency) if found else "")
        self._leniency.setVisible(bool(self._lenient.words))
        self._show_why("", HINT)
        if rows:
            self.answers.selectRow(0)

    @property
    def why(self) -> str:
        """What is told of the answer one is on."""
        return f"{self._why_title.words} {self._why.words}".strip()

    def _on_row(self) -> None:
        at = self.answers.currentIndex().row()
        if self._found is None or not 0 <= at < len(self._found.differed):
            return
        one = self._found.differed[at]
        day = f" Settled on {long_date(one.settled_on)}." if one.settled_on else ""
        self._show_why(f"{one.criterion} of {one.reference}", f"{one.reason or 'No reason is kept.'}{day}")

    def _show_why(self, title: str, words: str) -> None:
        self._why_title.set_text(title)
        self._why_title.setVisible(bool(title))
        self._why.set_text(words)
