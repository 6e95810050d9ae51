"""The areas of the plan, and what each one's highlight report says."""

from collections.abc import Mapping

from PySide6.QtCore import Signal

from auditor.actions.blocks import PARTS
from auditor.actions.plan import AreaFacts, Plan
from ui.actions.fields import Lines
from ui.actions.records import Form, Record, Records
from ui.actions.words import measures_named
from ui.parts.form import FormRow
from ui.parts.layout import FillColumn
from ui.setup.fields import Line, choice, offer, side_by_side

HEADS = ("Area", "Standard", "Actions")
NONE = "No areas yet. An improvement plan has a few, such as Quality of plans or Joint commissioning."


class AreaForm(Form):
    """An area's name, the standard that is its indicator, and the five parts of its highlight report."""

    def __init__(self) -> None:
        self.name = Line("Name", "Quality of plans", "Give the area a name.")
        self.measure = choice(measures_named({}))
        self.parts = {field: Lines(title) for title, field in PARTS}
        super().__init__(
            "New area", side_by_side(self.name, FormRow("Its indicator", self.measure)), *self.parts.values()
        )

    def show_choices(self, measures: Mapping[str, str]) -> None:
        """Offer these standards."""
        offer(self.measure, measures_named(measures))

    def show_facts(self, facts: AreaFacts | None) -> None:
        """Show an area, or an empty form."""
        shown = facts or AreaFacts("")
        self.name.edit.setText(shown.name)
        if shown.measure and self.measure.findData(shown.measure) < 0:
            self.measure.addItem(shown.measure, shown.measure)  # of another framework
        self.measure.setCurrentIndex(max(0, self.measure.findData(shown.measure)))
        for field, lines in self.parts.items():
            lines.show_text(getattr(shown, field))

    def check(self) -> AreaFacts | None:
        """What the fields say."""
        name = self.name.check()
        written = {field: lines.text for field, lines in self.parts.items()}
        return AreaFacts(name, str(self.measure.currentData()), **written) if name else None

    def texts(self) -> tuple[tuple[str, str], ...]:
        """The five parts."""
        return tuple((title, self.parts[field].text) for title, field in PARTS)

    def first(self) -> Line:
        """The name."""
        return self.name


class AreasTab(FillColumn):
    """The list of areas and the form."""

    saved = Signal(object, object)
    removal_asked = Signal(object)

    def __init__(self) -> None:
        self.form = AreaForm()
        self.list = Records("Areas", HEADS, NONE, self.form, numeric=frozenset({2}))
        super().__init__((self.list, 1))
        self.list.saved.connect(self.saved)
        self.list.removal_asked.connect(self.removal_asked)

    def show_plan(self, plan: Plan, measures: Mapping[str, str], choose: int | None = None) -> None:
        """Show the plan's areas."""
        self.form.show_choices(measures)
        self.list.show_records(
            [
                Record(
                    a.id,
                    a.facts,
                    (
                        a.facts.name,
                        measures.get(a.facts.measure, a.facts.measure),
                        f"{sum(1 for action in plan.actions if action.facts.area == a.id):,}",
                    ),
                )
                for a in plan.areas
            ],
            choose,
        )
