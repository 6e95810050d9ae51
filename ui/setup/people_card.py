"""Who scores the plans, and how many plans are scored twice."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from auditor.rounds import NewPerson
from auditor.sharing import usual_twice
from db.vocabulary import Agency, Role
from ui.desk.words import AGENCIES
from ui.parts.buttons import PlainButton, QuietButton
from ui.parts.layout import Card, Column, Row
from ui.parts.words import Text
from ui.setup.fields import choice, counter

LEAD_HELP = "Write yourself in too if you score plans. Each plan goes to one auditor in turn."
ALONE_HELP = "Your code stands for you in the workspace's lists. Every plan on the list goes to you."


class PersonRow(Row):
    """One auditor: a short code, a name, an agency."""

    def __init__(self, number: int) -> None:
        self.code, self.name = QLineEdit(), QLineEdit()
        self.code.setPlaceholderText("ED1")
        self.name.setPlaceholderText("Name")
        self.code.setMaxLength(12)
        self.name.setMaxLength(80)
        self.agency = choice(AGENCIES)
        self.remove = QuietButton(icon="x", name=f"Remove auditor {number}")
        for field, what in ((self.code, "code"), (self.name, "name"), (self.agency, "agency")):
            field.setAccessibleName(f"Auditor {number}: {what}")
        super().__init__((self.code, 2), (self.name, 5), (self.agency, 4), self.remove)

    @property
    def person(self) -> NewPerson:
        """What the row says."""
        agency = Agency(self.agency.currentData())
        return NewPerson(self.code.text().strip(), self.name.text().strip(), agency)


class PeopleCard(Card):
    """Rows of auditors for a lead; the owner alone otherwise."""

    def __init__(self) -> None:
        self.rows: list[PersonRow] = []
        self._made = 0
        self._help = Text(LEAD_HELP, "caption", "ink2")
        heads = (("Code", 2), ("Name", 5), ("Agency", 4))
        beside = QWidget()  # as wide as the button that removes a row, so that heads stand over their fields
        beside.setFixedWidth(QuietButton(icon="x", name="Remove").sizeHint().width())
        self._heads = Row(*((Text(words, "caption", "ink2", bold=True), part) for words, part in heads), beside)
        self._list = Column(gap=2)
        self._add = PlainButton("Add an auditor", "plus")
        self._add.clicked.connect(lambda: self.add_row().code.setFocus())
        self.twice = QCheckBox("Score the first")
        self.how_many = counter(1, 1)
        self.how_many.setAccessibleName("How many plans are scored twice")
        self._twice_row = Row(self.twice, self.how_many, (Text("plans twice, each by two auditors"), 1))
        self._why = Text(
            "Scoring plans twice shows how far auditors agree. A fifth of the plans, and at least twelve, is usual.",
            "caption", "ink2",
        )  # fmt: skip
        self._problem = Text("", "caption", "delayed", bold=True)
        self._problem.setVisible(False)
        super().__init__(
            self._help, self._heads, self._list, Row(self._add, 1), self._twice_row, self._why, self._problem,
            title="Who scores", gap=3, pad=5,
        )  # fmt: skip
        self._role = Role.LEAD
        self.add_row()
        self.add_row()

    @property
    def problem(self) -> str:
        """What is wrong, or nothing."""
        return self._problem.words

    def add_row(self) -> PersonRow:
        """Add an empty row."""
        self._made += 1
        row = PersonRow(self._made)
        row.remove.clicked.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._list.add(row)
        return row

    def set_role(self, role: Role, name: str) -> None:
        """Ask for several auditors, or for the code and agency of the owner alone."""
        alone = role is Role.AUDITOR
        self._role = role
        self._help.set_text(ALONE_HELP if alone else LEAD_HELP)
        self.rows[0].name.setReadOnly(alone)
        if alone:
            self.rows[0].name.setText(name)
        for row in self.rows[1:]:
            row.setVisible(not alone)
        for part in (self._add, self._twice_row, self._why):
            part.setVisible(not alone)
        for row in self.rows:
            row.remove.setVisible(not alone)

    def set_plans(self, plans: int) -> None:
        """Suggest how many of so many plans are scored twice."""
        self.how_many.setRange(1, max(1, plans))
        self.how_many.setValue(max(1, usual_twice(plans)))

    def check(self) -> tuple[tuple[NewPerson, ...], int] | None:
        """The auditors and how many plans are scored twice, or None with the card saying what is wrong."""
        rows = self.rows if self._role is Role.LEAD else self.rows[:1]
        people = [row.person for row in rows]
        people = [person for person in people if person.code or person.name]
        twice = self.how_many.value() if self.twice.isChecked() and self._role is Role.LEAD else 0
        problem = _problem(people, twice)
        self._problem.set_text(problem)
        self._problem.setVisible(bool(problem))
        return None if problem else (tuple(people), twice)

    def _remove(self, row: PersonRow) -> None:
        if len(self.rows) > 1:
            at = self.rows.index(row)
            self.rows.remove(row)
            row.setParent(None)
            row.deleteLater()
            self.rows[min(at, len(self.rows) - 1)].code.setFocus()


def _problem(people: Sequence[NewPerson], twice: int) -> str:
    if not people:
        return "Write in at least one auditor: a short code, a name and an agency."
    half = next((person for person in people if not (person.code and person.name)), None)
    if half is not None:
        return f"{half.code or half.name} needs both a code and a name."
    codes = [person.code.casefold() for person in people]
    repeated = next((person.code for person in people if codes.count(person.code.casefold()) > 1), "")
    if repeated:
        return f"The code {repeated} stands twice. Give each auditor a code of their own."
    if twice and len(people) < 2:
        return "Plans can be scored twice only by two auditors or more."
    return ""
