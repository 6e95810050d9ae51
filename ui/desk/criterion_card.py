"""The open criterion: what is asked, what each answer means, the answer, its evidence, and why it falls short."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from auditor.answers import Answer
from auditor.contents import Evidence
from auditor.frameworks import Criterion
from db.vocabulary import Value
from ui.desk.card_help import CardHelp
from ui.desk.card_tools import CardTools
from ui.desk.evidence_box import EvidenceBox
from ui.desk.fields import Choice, NoteField
from ui.desk.group import Group
from ui.desk.outcome_grid import OutcomeGrid
from ui.desk.words import AGENCIES, BASES, CAUSES, NOT_SAVED, answer_words, card_name
from ui.look import look
from ui.parts.answer import AnswerButton, AnswerControl
from ui.parts.chip import Chip
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, Wrap
from ui.parts.meanings import Meanings
from ui.parts.pictures import Icon
from ui.parts.words import Heading, Text

LARGE = 1.5  # text size
ONE_LINE = 46  # characters of a source that has room beside the key; a longer one stands at the foot of the card
SHORTFALL_ONLY = "Asked for when the answer is partly met or not met"


class CriterionCard(Group):
    """The one open card, used again for each criterion in turn. It saves nothing: it says what was chosen."""

    answered = Signal(object)  # Value, or None when it was cleared
    cause_picked = Signal(str)
    agency_picked = Signal(str)
    refused = Signal(str)  # the key of an answer that cannot be given here
    stepped = Signal(int)  # -1 to the criterion above, 1 to the one below

    def __init__(self) -> None:
        self._criterion: Criterion | None = None
        self._read_only = False
        self._build_head()
        self.answers = AnswerControl((Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL))
        self._answer_group = Group(self.answers)
        self.outcomes = OutcomeGrid()
        self._asking = Column(self.outcomes, self._answer_group, gap=2)
        self._above, self._below = Column(gap=0), Column(self._asking, gap=0)
        self.help, self.tools, self.evidence = CardHelp(), CardTools(), EvidenceBox()
        self.note = NoteField()
        self.note_row = FormRow("Evidence note", self.note)
        self.doubt = Doubt("It may stay", "Mend the note")
        self.cause, self.agency = Choice(CAUSES), Choice(AGENCIES)
        reasons = Wrap(gap=3)
        reasons.add(FormRow("Cause of the shortfall", self.cause, name="Cause of the shortfall"), stretch=1, least=200)
        reasons.add(FormRow("Agency best placed to act", self.agency), stretch=1, least=200)
        self._escalate = Text("")
        self._at_once = Card(
            Row(Icon("triangle-alert", "delayed"), (Column(Text("What to do at once", bold=True), self._escalate,
                                                           gap=0), 1), gap=2, align=Qt.AlignmentFlag.AlignTop),
            kind="quiet", pad=3,
        )  # fmt: skip
        self._card = Card(
            self._head, self._question, self._above, self._meanings, self._guidance, self.help, self.tools, self._below,
            self.evidence, self.note_row, self.doubt, reasons, self._at_once, self._long_source, kind="here", gap=3,
        )  # fmt: skip
        super().__init__(self._card)
        self.answers.answer_chosen.connect(self.answered)
        self.answers.answer_cleared.connect(lambda: self.answered.emit(None))
        self.answers.refused.connect(self.refused)
        self.outcomes.refused.connect(self.refused)
        self.cause.picked.connect(self.cause_picked)
        self.agency.picked.connect(self.agency_picked)
        self.note.back.connect(self.focus_answers)
        look().changed.connect(self._place_answers)
        self._place_answers()

    def _place_answers(self) -> None:
        """Large text has the answers right under the question, so that both are in view; the anchors follow."""
        large = look().scale > LARGE
        (self._above if large else self._below).add(self._asking)
        self._above.setVisible(large)
        self._below.setVisible(not large)

    def _build_head(self) -> None:
        self._id = Text("", "question", bold=True, wrap=False)
        self._critical = Chip("Critical", icon="flag")
        self._unsaved = Chip(NOT_SAVED, state="delayed")
        self._source, self._long_source = Text("", "caption", "ink2"), Text("", "caption", "ink2")
        self._head = Wrap(self._id, self._critical, self._unsaved, gap=2)
        self._head.add(self._source, stretch=1, least=260)
        self._question = Heading("", 3)
        self._meanings = Meanings()
        self._guidance = Text("", tone="ink2")

    def show_criterion(self, criterion: Criterion, guidance: str = "") -> None:
        """Open another criterion, with the lead's note on it; `show_answer` and `show_evidence` follow."""
        self._criterion = criterion
        self._id.set_text(criterion.id)
        self._critical.setVisible(criterion.critical)
        source = f"{BASES[criterion.basis]}: {criterion.source}"
        for part, fits in ((self._source, len(source) <= ONE_LINE), (self._long_source, len(source) > ONE_LINE)):
            part.set_text(source if fits else "")
            part.setVisible(fits)
        self._question.set_text(criterion.question)
        self._meanings.show_criterion(criterion)
        self._guidance.set_text(criterion.guidance or "")
        self._guidance.setVisible(bool(criterion.guidance))
        self.help.show_criterion(criterion, guidance)
        self._escalate.set_text(criterion.escalate or "")
        self.answers.set_value(None)
        self.answers.set_options(criterion.scale)
        self.show_evidence(())
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Answers, evidence, note: new buttons come last in a window's Tab order, behind the note."""
        stops: list[QWidget] = [self.note, *self.answers.findChildren(AnswerButton)]
        for row in self.outcomes.rows:
            stops += row.answers.findChildren(AnswerButton)
        stops += [self.outcomes.list_button, *(chip.words for chip in self.evidence.chips()), self.note]
        for before, after in pairwise((*stops, self.doubt.mend, self.doubt.save)):
            QWidget.setTabOrder(before, after)

    def show_answer(self, answer: Answer, place: str, unsaved: bool, note_problem: str = "") -> None:
        """Show an answer, where the criterion stands, and what of it is not saved."""
        criterion = self._criterion
        if criterion is None:
            return
        self.answers.set_value(answer.value)
        self._meanings.set_chosen(answer.value)
        self._unsaved.setVisible(unsaved)
        if answer.note != self.note.toPlainText() and not self.note.hasFocus() and not self.note.waiting:
            self.note.show_text(answer.note)
        self.note_row.set_problem(note_problem)
        shortfall = answer.value is not None and answer.value.shortfall
        for field, key in ((self.cause, answer.cause), (self.agency, answer.agency)):
            field.show_key(key)
            field.setEnabled(shortfall and not self._read_only)
            field.setAccessibleDescription("" if shortfall else SHORTFALL_ONLY)
            field.setToolTip("" if shortfall else SHORTFALL_ONLY)
        self._at_once.setVisible(bool(criterion.escalate) and answer.value is Value.NOT_MET)
        self.setAccessibleName(card_name(criterion, answer, place, unsaved))
        group = f"{criterion.id}{', critical' if criterion.critical else ''}. {criterion.question}"
        self._answer_group.setAccessibleName(f"{group} {answer_words(answer)}.")
        self.answers.setAccessibleName(f"Answer to {criterion.id}")

    def show_parts(self, outcomes: Sequence[str], values: Sequence[Value | None], whole: Value | None) -> None:
        """Where the question is asked of every outcome: show a row for each, in place of the one answer."""
        criterion = self._criterion
        repeated = criterion is not None and criterion.each is not None
        self.outcomes.setVisible(repeated)
        self._answer_group.setVisible(not (repeated and outcomes))
        if repeated and criterion is not None:
            self.outcomes.show_parts(criterion.id, criterion.scale, outcomes, values, whole)
            self._order_tabs()

    def answering_part(self) -> AnswerControl:
        """What takes the keyboard first: the answers, or those of the first outcome without one."""
        rows = self.outcomes.first() if not self.outcomes.isHidden() else None
        return rows if rows is not None else self.answers

    def focus_answers(self) -> None:
        """Put the keyboard on the answers; the question is read out with them."""
        part = self.answering_part()
        if part is self.answers:
            part.focus(self.accessibleName())
        else:
            part.focus(f"{self.accessibleName()} {part.accessibleName()}")

    def tell(self, words: str) -> None:
        """Have words read out with the answer the keyboard is on."""
        for part in (self.answers, *(row.answers for row in self.outcomes.rows)):
            part.tell(words)

    def show_evidence(self, items: Sequence[Evidence]) -> None:
        """Show what the answer rests on; `show_criterion` shows none."""
        if self.evidence.show_items(items, self._read_only):
            self._order_tabs()

    def set_read_only(self, on: bool) -> None:
        """Show answers without letting them be changed."""
        self._read_only = on
        self.answers.read_only = on
        self.outcomes.set_read_only(on)
        self.note.setReadOnly(on)
        self.note.setPlaceholderText("" if on else "What you saw and where, such as: E3 has no amount or named role")

    def fields(self) -> tuple[QWidget, ...]:
        """What holds the keyboard inside the card, in reading order."""
        return (self.answers, self.note, self.cause, self.agency)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down from the answers go to the next criterion above or below."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.stepped.emit(step)
        else:
            event.ignore()
