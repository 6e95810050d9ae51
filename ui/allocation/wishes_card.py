"""How the round is to be shared out: how many twice, by when, whose questions, how many from outside."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox

from auditor.allocation.allocate import usual_twice
from auditor.allocation.sharing_out import Wishes
from auditor.allocation.view import AllocationTable
from auditor.allocation.who_may import parts_of
from ui.allocation.words import LEADS
from ui.parts.form import FormRow
from ui.parts.layout import Card, Column, Wrap
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.setup.fields import choice, counter


class WishesCard(Card):
    """Fields with what is usual; once a round is shared out, with what it has. `changed` says that one was touched."""

    changed = Signal()

    def __init__(self) -> None:
        self.twice, self.outside = counter(0, 0), counter(0, 0)
        self.due = DayField("Due on", "Left empty: no day.")
        self.own = QCheckBox("Each agency answers its own questions only")
        self.unled = choice(LEADS)
        self._unled_row = FormRow("Questions that any agency may answer go to", self.unled)
        self._parts = Text("", "caption", "ink2")
        self._twice_row = FormRow("Scored twice", self.twice, "A fifth, and at least twelve, is usual.")
        self._outside_row = FormRow("From outside as well", self.outside)
        fields = Wrap(gap=4)
        for row in (self._twice_row, self._outside_row, self.due):
            fields.add(Column(row, 1, gap=0), stretch=1, least=180)
        super().__init__(fields, Column(self.own, self._unled_row, self._parts, gap=1), gap=2)
        self.setAccessibleName("How to share out")
        self._framework = None
        self.own.toggled.connect(self._show_parts)
        self.unled.currentIndexChanged.connect(self._show_parts)
        for signal in (self.twice.valueChanged, self.outside.valueChanged, self.own.toggled):
            signal.connect(lambda _value: self.changed.emit())
        self._show_parts()

    def show_table(self, table: AllocationTable, afresh: bool) -> None:
        """Fit the fields to a round; `afresh` puts in what it has, or what is usual."""
        self._framework = table.framework
        plans = len(table.to_score)
        self.twice.setRange(0, plans)
        self.outside.setRange(0, plans)
        outsiders = [line for line in table.auditors if line.person.facts.outside and line.standing.may]
        self._outside_row.setEnabled(bool(outsiders))
        self._outside_row.set_help(
            "Scored blind, enters no figure." if outsiders else "Nobody from outside may score yet."
        )
        if afresh:
            self.twice.setValue(table.twice if table.given else usual_twice(plans))
            self.outside.setValue(table.outside if outsiders else 0)
            self.due.show_day(table.due_on)
            self.own.setChecked(table.own_criteria)
        self._show_parts()

    def check(self) -> Wishes | None:
        """What is wished for, or None with the field saying what is wrong."""
        fine, due = self.due.check()
        if not fine:
            return None
        outside = self.outside.value() if self._outside_row.isEnabled() else 0
        return Wishes(self.twice.value(), outside, self.own.isChecked(), str(self.unled.currentData()), due)

    def _show_parts(self) -> None:
        """Say how many questions each agency would answer."""
        self._unled_row.setVisible(self.own.isChecked())
        self._parts.setVisible(self.own.isChecked())
        if self._framework is not None and self.own.isChecked():
            parts = parts_of(self._framework, str(self.unled.currentData()))
            said = ", ".join(f"{LEADS[part.name]} {len(part.criteria)}" for part in parts)
            self._parts.set_text(f"Questions: {said}.")
