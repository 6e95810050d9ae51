"""What came of calibration: where each auditor differed and why, and the questions that divided people."""

from collections.abc import Sequence

from auditor.calibration.compared import AuditorResult, Calibration, Compared, Question
from ui.desk.words import agency_words
from ui.look import WORDS
from ui.parts.layout import Card, Column, Rule, ScrollColumn
from ui.parts.rows import RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text

AUDITOR_HEADS = ("Auditor", "Submitted", "Compared with what is right", "Agency", "In the training register")
QUESTION_HEADS = ("Code", "Question", "Answers", "The same", "One step apart", "Further", "Agree among themselves")


def auditor_model(results: Sequence[AuditorResult]) -> RowsModel:
    """One row an auditor."""
    rows = [
        (r.name, f"{r.submitted} of {r.given}", r.tally.words.capitalize() if r.submitted else "Not submitted yet",
         agency_words(r.agency), r.recorded or "Not recorded")
        for r in results
    ]  # fmt: skip
    return RowsModel(AUDITOR_HEADS, rows)


class QuestionsTab(Column):
    """The questions, those that divided people most first."""

    def __init__(self) -> None:
        self.table = TableView("Questions, those that divided people most first")
        note = Text("First come those that fewest answered rightly. It names questions, never people.", tone="ink2")
        super().__init__(note, (Card(self.table, pad=1), 1), gap=3, margins=(0, 4, 0, 6))
        self.setFocusProxy(self.table)

    def show_questions(self, questions: Sequence[Question]) -> None:
        """Show them in the order given."""
        rows = [
            (q.criterion, q.short, str(q.answers), str(q.tally.same), str(q.tally.one_step), str(q.tally.further),
             f"{q.commonest} of {q.answers}" if q.answers else "No answer yet")
            for q in questions
        ]  # fmt: skip
        self.table.setModel(RowsModel(QUESTION_HEADS, rows, frozenset({2, 3, 4, 5})))
        self.table.resizeColumnsToContents()


class Differences(ScrollColumn):
    """Where one auditor differed, plan by plan, with the reason; nothing before they have submitted.

    `told` is what auditors are told of how their scoring is compared later on.
    """

    def __init__(self, nothing: str, told: str = "") -> None:
        super().__init__(margins=0, focusable=True)
        self._nothing, self._told = nothing, told
        self.show_compared(())

    def show_compared(self, compared: Sequence[Compared]) -> None:
        """Show these plans."""
        self.clear()
        if not compared:
            self.column.add(Card(Text(self._nothing, tone="ink2")), before_last=True)
        for one in compared:
            self.column.add(_card(one), before_last=True)
        if self._told:
            told = Card(Text(self._told, tone="ink2"), title="Your scoring is compared", kind="quiet")
            self.column.add(told, before_last=True)


def _card(one: Compared) -> Card:
    card = Card(Text(f"{one.tally.words.capitalize()}.", bold=True), title=one.reference, gap=3)
    if one.unsaid:
        questions = "1 question" if one.unsaid == 1 else f"{one.unsaid} questions"
        card.add(Text(f"What is right is not said for {questions} yet.", "caption", "ink2"))
    for d in one.differences:
        card.add(Rule())
        answers = f"Answered {WORDS[d.given.token].lower()}; right is {WORDS[d.right.value.token].lower()}."
        card.add(
            Column(
                Text(f"{d.criterion}  {d.short}", bold=True), Text(answers), Text(d.right.reason, tone="ink2"), gap=1
            )
        )
    if one.tally.compared and not one.differences:
        card.add(Text("Every answer is the same.", tone="ink2"))
    return card


def result_words(found: Calibration) -> str:
    """How many are through."""
    if not found.auditors:
        return "nobody has a plan to practise on yet"
    through = sum(1 for a in found.auditors if a.submitted == a.given)
    return f"{through} of {len(found.auditors)} auditors have done calibration"
