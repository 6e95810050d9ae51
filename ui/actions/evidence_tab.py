"""Evidence beside the audit: surveys, and how tribunals and mediations ended."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QTabWidget

from auditor.actions.beside import WHY_DIFFERENT, DisputeFacts, DisputeRow, SurveyFacts, SurveyRow, survey_sentence
from auditor.reports.wording import date_within, long_date
from db.vocabulary import Dispute, Span
from ui.actions.fields import Count, Lines
from ui.actions.records import Form, Record, Records
from ui.actions.words import measures_named
from ui.desk.words import AGENCIES
from ui.parts.form import FormRow
from ui.parts.layout import Column, FillColumn
from ui.parts.words import Text
from ui.people.fields import DayField, HeldField
from ui.setup.fields import Line, choice, offer, side_by_side

SURVEY_HEADS = ("Survey", "Held", "Standard", "What it says")
NO_SURVEYS = "No surveys yet. What families and young people said, such as POET, can stand beside a standard."
DISPUTE_HEADS = ("How it ended", "Agency", "Kind", "Decided", "Agency told")
NO_DISPUTES = (
    "None yet. How a tribunal or mediation ended that concerned one agency's part of plans. It names no child."
)
KINDS: Mapping[str, str] = {Dispute.TRIBUNAL.value: "Tribunal", Dispute.MEDIATION.value: "Mediation"}


class SurveyForm(Form):
    """A survey, with how many answered of how many asked."""

    def __init__(self) -> None:
        self.name = Line("Name", "POET, parents and carers", "Give its name.")
        self.held = HeldField("Held in")
        self.source = Line("Source", "Report of May 2026, table 2", "Say where it can be read.")
        self.source.edit.setMaxLength(200)
        self.question = Lines("Question, as it was asked", "", "Give the question.", lines=2)
        self.answered, self.asked = Count("Answered", needed=True), Count("Asked", "Leave empty if it is not known.")
        self.k = Count("Gave this answer", "How many of those who answered.")
        self.finding = Line("In words", "said that the plan reads as theirs", "")
        self.finding.edit.setMaxLength(300)
        self.measure = choice(measures_named({}))
        super().__init__(
            "New survey", side_by_side(self.name, self.held), self.source, self.question,
            side_by_side(self.answered, self.asked),
            side_by_side(self.k, FormRow("Beside which standard", self.measure)), self.finding,
        )  # fmt: skip

    def show_choices(self, measures: Mapping[str, str]) -> None:
        """Offer these standards."""
        offer(self.measure, measures_named(measures))

    def show_facts(self, facts: SurveyFacts | None) -> None:
        """Show a survey, or an empty form."""
        for row, text in ((self.name, "name"), (self.source, "source"), (self.finding, "finding")):
            row.edit.setText(getattr(facts, text) if facts else "")
        self.question.show_text(facts.question if facts else "")
        self.held.show_when(facts.held_on if facts else None, facts.held_in if facts else Span.DAY)
        for count, number in ((self.answered, "answered"), (self.asked, "asked"), (self.k, "k")):
            count.show_count(getattr(facts, number) if facts else None)
        self.measure.setCurrentIndex(max(0, self.measure.findData(facts.measure if facts else "")))

    def check(self) -> SurveyFacts | None:
        """What the fields say."""
        name, source, question = self.name.check(), self.source.check(), self.question.check()
        held = self.held.check()
        counts = [row.check() for row in (self.answered, self.asked, self.k)]
        if not (name and source and question and held and all(fine for fine, _ in counts)):
            return None
        (_, answered), (_, asked), (_, k) = counts
        measure = str(self.measure.currentData())
        held_on, span = held
        return SurveyFacts(name, source, held_on, question, answered or 0, asked, k, self.finding.text, measure, span)

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Everything that is typed."""
        return (
            ("name", self.name.text), ("source", self.source.text), ("question", self.question.text),
            ("in words", self.finding.text),
        )  # fmt: skip

    def first(self) -> Line:
        """The name."""
        return self.name


class DisputeForm(Form):
    """How a tribunal or mediation ended, and when the agency heard of it."""

    def __init__(self) -> None:
        self.agency, self.kind = choice(AGENCIES), choice(KINDS)
        self.words = Lines("How it ended", "Nobody's name, and no reference.", "Say how it ended.")
        self.decided, self.told = DayField("Decided on"), DayField("Agency told on", "Leave empty until it is.")
        super().__init__(
            "New entry", side_by_side(FormRow("Kind", self.kind), FormRow("Agency it concerned", self.agency)),
            self.words, side_by_side(self.decided, self.told),
        )  # fmt: skip

    def show_facts(self, facts: DisputeFacts | None) -> None:
        """Show an entry, or an empty form."""
        self.agency.setCurrentIndex(max(0, self.agency.findData(facts.agency if facts else "")))
        self.kind.setCurrentIndex(max(0, self.kind.findData(facts.kind if facts else "")))
        self.words.show_text(facts.words if facts else "")
        self.decided.show_day(facts.decided_on if facts else None)
        self.told.show_day(facts.told_on if facts else None)

    def check(self) -> DisputeFacts | None:
        """What the fields say."""
        words = self.words.check()
        fine, decided = self.decided.check()
        told_fine, told = self.told.check()
        if fine and decided is None:
            self.decided.set_problem("Give the day.")
        if not (words and decided and told_fine):
            return None
        return DisputeFacts(str(self.agency.currentData()), str(self.kind.currentData()), words, decided, told)

    def texts(self) -> tuple[tuple[str, str], ...]:
        """How it ended."""
        return (("how it ended", self.words.text),)

    def first(self) -> Lines:
        """How it ended."""
        return self.words


class EvidenceTab(Column):
    """Two lists, each with its form."""

    survey_saved = Signal(object, object)
    survey_removal_asked = Signal(object)
    dispute_saved = Signal(object, object)
    dispute_removal_asked = Signal(object)

    def __init__(self) -> None:
        self.survey_form, self.dispute_form = SurveyForm(), DisputeForm()
        self.surveys = Records("Surveys", SURVEY_HEADS, NO_SURVEYS, self.survey_form)
        self.disputes = Records("Tribunals and mediations", DISPUTE_HEADS, NO_DISPUTES, self.dispute_form)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Kinds of evidence")
        why = Text(WHY_DIFFERENT, "caption", "ink2")
        self.tabs.addTab(FillColumn(why, (self.surveys, 1)), "Surveys")
        self.tabs.addTab(FillColumn((self.disputes, 1)), "Tribunals and mediations")
        super().__init__((self.tabs, 1), gap=0, margins=(0, 1, 0, 0))
        self.surveys.saved.connect(self.survey_saved)
        self.surveys.removal_asked.connect(self.survey_removal_asked)
        self.disputes.saved.connect(self.dispute_saved)
        self.disputes.removal_asked.connect(self.dispute_removal_asked)

    @property
    def list(self) -> Records:
        """The list that is up."""
        return self.surveys if self.tabs.currentIndex() == 0 else self.disputes

    def show_evidence(
        self, surveys: Sequence[SurveyRow], disputes: Sequence[DisputeRow], measures: Mapping[str, str]
    ) -> None:
        """Show what is kept."""
        self.survey_form.show_choices(measures)
        self.surveys.show_records(
            [
                Record(
                    s.id,
                    s.facts,
                    (
                        s.facts.name, date_within(s.facts.held_on, s.facts.held_in),
                        measures.get(s.facts.measure, s.facts.measure), survey_sentence(s.facts),
                    ),
                )
                for s in surveys
            ]
        )  # fmt: skip
        self.disputes.show_records(
            [
                Record(
                    d.id,
                    d.facts,
                    (
                        d.facts.words, AGENCIES[d.facts.agency], KINDS[d.facts.kind], long_date(d.facts.decided_on),
                        long_date(d.facts.told_on) if d.facts.told_on else "not yet",
                    ),
                )
                for d in disputes
            ]
        )  # fmt: skip
