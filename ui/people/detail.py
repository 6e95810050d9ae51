"""One auditor in full: who they are, what they were trained in, what they must not score."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from auditor.allocation.allocate import Exclusion
from auditor.people.records import FIRST_COURSE
from auditor.people.register import PersonFacts, PersonRow, Standing, TrainingFacts
from ui.desk.words import AGENCIES
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.chip import Chip
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Row, ScrollColumn, Wrap
from ui.parts.words import Heading, Text
from ui.people.fields import DayField
from ui.people.words import EXAMPLES, WHAT, exclusion_words, standing_words, training_words
from ui.setup.fields import Line, choice, counter

NEW = "New auditor"


class PersonDetail(ScrollColumn):
    """The facts in a form that is saved as one; courses and exclusions, each added and taken away by itself.

    Signals carry what was asked for; the page does it and shows the outcome.
    """

    saved = Signal(object)  # PersonFacts
    removal_asked = Signal()
    left = Signal()
    training_added = Signal(object)  # TrainingFacts
    training_removed = Signal(int)
    exclusion_added = Signal(object)  # Exclusion
    exclusion_removed = Signal(int)

    def __init__(self) -> None:
        self.title, self._chip = Heading(NEW), Chip(NEW)
        self._why = Text("", "caption", "ink2")
        self.form = FactsForm()
        self.trainings, self.exclusions = TrainingCard(), ExclusionCard()
        super().__init__(
            Column(Wrap((self.title, 1), self._chip, gap=3), self._why, gap=1), self.form, self.trainings,
            self.exclusions, gap=4, margins=(0, 0, 2, 5),
        )  # fmt: skip
        self.person: PersonRow | None = None
        self.form.save.clicked.connect(self._save)
        self.form.cancel.clicked.connect(self.left)
        self.form.remove.clicked.connect(self.removal_asked)
        self.trainings.added.connect(self.training_added)
        self.trainings.removed.connect(self.training_removed)
        self.exclusions.added.connect(self.exclusion_added)
        self.exclusions.removed.connect(self.exclusion_removed)

    def show_person(self, person: PersonRow | None, standing: Standing) -> None:
        """Show somebody, or an empty form for somebody new."""
        other = person is None or self.person is None or person.id != self.person.id
        changed = person is None or self.person is None or person.facts != self.person.facts
        self.person = person
        self.title.set_text(f"{person.facts.name} ({person.facts.code})" if person else NEW)
        self._chip.setVisible(person is not None)
        self._chip.set_state(
            "May score" if standing.may else "May not score", "on_track" if standing.may else "delayed"
        )
        self._why.set_text("" if standing.may else f"{standing_words(standing)}.")
        self._why.setVisible(person is not None and not standing.may)
        if other or changed:
            self.form.show_facts(person)
        for card in (self.trainings, self.exclusions):
            card.setVisible(person is not None)
            if person is not None:
                card.show_person(person)
            if other:
                card.fold()
        if other:
            self.verticalScrollBar().setValue(0)

    def start(self) -> None:
        """Put the keyboard on the first field."""
        self.form.code.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _save(self) -> None:
        facts = self.form.check()
        if facts is not None:
            self.saved.emit(facts)


class FactsForm(Card):
    """Who somebody is, as fields."""

    def __init__(self) -> None:
        self.code = Line("Code", "ED1", "Give a short code.", "Stands for them in lists.")
        self.name = Line("Name", "", "Give a name.")
        self.agency = choice(AGENCIES)
        self.share = counter(0, 100)
        self.share.setSuffix("%")
        self.outside = QCheckBox("From outside: scores blind, enters no figure")
        self.undertaking = DayField("Undertaking signed", "The promise to keep what they read to themselves.")
        self.left_on = DayField("Left", "From this day they may not score.")
        self.save, self.cancel = PlainButton("Save changes", "check"), QuietButton("Cancel")
        self.remove = QuietButton("Remove…", "trash-2", name="Remove this auditor")
        super().__init__(
            _pair(self.code, self.name),
            _pair(
                FormRow("Agency", self.agency),
                FormRow("Load", self.share, "0% takes no plans."),
            ),
            self.outside,
            _pair(self.undertaking, self.left_on),
            Row(self.save, self.cancel, 1, self.remove),
            gap=3,
        )
        self.setAccessibleName("Who they are")

    def show_facts(self, person: PersonRow | None) -> None:
        """Show somebody's facts, or an empty form."""
        facts = person.facts if person else PersonFacts("", "", "education")
        self.code.edit.setText(facts.code)
        self.name.edit.setText(facts.name)
        self.agency.setCurrentIndex(self.agency.findData(facts.agency))
        self.share.setValue(facts.load_share)
        self.outside.setChecked(facts.outside)
        self.undertaking.show_day(facts.undertaking_on)
        self.left_on.show_day(facts.left_on)
        self.save.setText("Save changes" if person else "Add to the register")
        self.cancel.setVisible(person is None)
        self.remove.setVisible(person is not None and not person.plans)

    def check(self) -> PersonFacts | None:
        """What the fields say, or None with each field saying what is wrong."""
        code, name = self.code.check(), self.name.check()
        fine, signed = self.undertaking.check()
        fine_too, left = self.left_on.check()
        if not (code and name and fine and fine_too):
            return None
        agency, share = str(self.agency.currentData()), self.share.value()
        return PersonFacts(code, name, agency, share, self.outside.isChecked(), signed, left)


class _ListCard(Card):
    """Lines that can be taken away one by one, and a form that opens to add one."""

    removed = Signal(int)

    def __init__(self, title: str, none: str, add: str, form: QWidget) -> None:
        self._none = Text(none, tone="ink2")
        self._lines = Column(gap=0)
        self.open = PlainButton(add, "plus")
        self._form = form
        super().__init__(self._none, self._lines, Row(self.open, 1), form, title=title, gap=2)
        form.setVisible(False)
        self.open.clicked.connect(self.unfold)

    def unfold(self) -> None:
        """Show the form, with the keyboard in it."""
        self.open.setVisible(False)
        self._form.setVisible(True)
        self.first_field().setFocus(Qt.FocusReason.OtherFocusReason)

    def fold(self) -> None:
        """Put the form away."""
        had_keyboard = self._form.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._form.setVisible(False)
        self.open.setVisible(True)
        if had_keyboard:
            self.open.setFocus(Qt.FocusReason.OtherFocusReason)

    def first_field(self) -> QWidget:
        """Where one begins to write."""
        raise NotImplementedError

    def show_lines(self, lines: list[tuple[int, str]], take_away: Callable[[str], str]) -> None:
        """Show lines, each with a button that `take_away` names."""
        self._lines.clear()
        for key, words in lines:
            button = QuietButton(icon="x", name=take_away(words))
            button.clicked.connect(lambda _=False, key=key: self.removed.emit(key))
            self._lines.add(Row((Text(words), 1), button, gap=2))
        self._none.setVisible(not lines)


class TrainingCard(_ListCard):
    """The courses somebody took, the newest first."""

    added = Signal(object)

    def __init__(self) -> None:
        self.course = Line("Course", FIRST_COURSE, "Name the course.")
        self.course.edit.setText(FIRST_COURSE)
        self.taken, self.due = DayField("Taken on"), DayField("Refresher due", "Nothing: no refresher is asked for.")
        self.handbook, self.result = QLineEdit(), QLineEdit()
        for field in (self.handbook, self.result):
            field.setMaxLength(60)
        self.doubt = Doubt()
        save, cancel = PlainButton("Record this course", "check"), QuietButton("Cancel")
        form = Column(
            _pair(self.course, self.taken),
            _pair(FormRow("Handbook version", self.handbook), FormRow("Result", self.result)),
            self.due, self.doubt, Row(save, cancel, 1), gap=3,
        )  # fmt: skip
        super().__init__("Training", "No course is recorded yet.", "Record a course", form)
        save.clicked.connect(self._add)
        cancel.clicked.connect(self.fold)

    def first_field(self) -> QWidget:
        """The day; the course has a usual name."""
        return self.taken.edit

    def show_person(self, person: PersonRow) -> None:
        """Show somebody's courses."""
        lines = [(row.id, training_words(row.facts)) for row in person.trainings]
        self.show_lines(lines, lambda words: f"Take away the record: {words}")

    def _add(self) -> None:
        course, (fine, taken), (fine_too, due) = self.course.check(), self.taken.check(), self.due.check()
        if fine and taken is None:
            self.taken.set_problem("Say when it was taken.")
        if course and fine and fine_too and isinstance(taken, date):
            facts = TrainingFacts(course, taken, self.handbook.text().strip(), self.result.text().strip(), due)
            texts = (("the handbook", facts.handbook), ("the result", facts.result), ("the course", course))
            self.doubt.before(lambda: self.added.emit(facts), self.result, *texts)


class ExclusionCard(_ListCard):
    """What somebody must not score."""

    added = Signal(object)

    def __init__(self) -> None:
        self.what = choice(WHAT)
        self.value = Line("Which", "", "Say which one.")
        self.reason = QLineEdit()
        self.reason.setMaxLength(120)
        self.reason.setPlaceholderText("For example: was head there until 2024")
        self.doubt = Doubt()
        save, cancel = PlainButton("Exclude this", "check"), QuietButton("Cancel")
        form = Column(
            _pair(FormRow("What", self.what), self.value),
            FormRow("Why", self.reason, "Never a child's name."), self.doubt, Row(save, cancel, 1), gap=3,
        )  # fmt: skip
        none = "Nothing is excluded. Their own cases and settings belong here."
        super().__init__("Must not score", none, "Add an exclusion", form)
        self.what.currentIndexChanged.connect(self._hint)
        save.clicked.connect(self._add)
        cancel.clicked.connect(self.fold)
        self._hint()

    def first_field(self) -> QWidget:
        """What it is."""
        return self.what

    def show_person(self, person: PersonRow) -> None:
        """Show somebody's exclusions."""
        lines = [(row.id, exclusion_words(row.exclusion)) for row in person.exclusions]
        self.show_lines(lines, lambda words: f"Take away the exclusion: {words}")

    def _hint(self) -> None:
        self.value.edit.setPlaceholderText(EXAMPLES[str(self.what.currentData())])

    def _add(self) -> None:
        value = self.value.check()
        if value:
            exclusion = Exclusion(str(self.what.currentData()), value, self.reason.text().strip())
            texts = (("what is excluded", value), ("the reason", exclusion.reason))
            self.doubt.before(lambda: self.added.emit(exclusion), self.reason, *texts)

    def fold(self) -> None:
        """Put the form away, empty for the next."""
        super().fold()
        self.doubt.stop()
        self.value.edit.clear()
        self.reason.clear()
        self.value.set_problem("")


def _pair(one: FormRow, other: FormRow) -> Wrap:
    """Two fields beside each other where there is room."""
    wrap = Wrap(gap=3)
    for row in (one, other):
        wrap.add(Column(row, 1, gap=0), stretch=1, least=170)
    return wrap
