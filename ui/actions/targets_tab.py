"""What is aimed at for each standard of the round, and what can be said of it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from auditor.actions.targets import Against, Aims, Part, TargetFacts
from ui.actions.fields import Lines
from ui.actions.records import Form, Record, Records
from ui.parts.form import FormRow
from ui.parts.layout import FillColumn
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.setup.fields import Line, counter, side_by_side

HEADS = ("Standard", "Target", "Judged", "What was found")
NONE = "This framework has no standards to aim at."
NO_FIGURE = "There is no figure to hold against it yet."
MARKS = {"below": "delayed", "reached": "on_track", "cannot tell yet": "under_way"}


class TargetForm(Form):
    """The percentage, who set it, by when; parts where the actual is a range over them, a line each."""

    def __init__(self) -> None:
        self.percent = counter(0, 100)
        self.percent.setSuffix("%")
        self.source, self.due = Line("Who set it, where", "SEND Board, March 2026", ""), DayField("By when")
        self.parts = Lines(
            "Told by parts", "Only where the actual is told as a range over named parts. A line each: North 38 of 50"
        )
        self.said = Text("", tone="ink2")
        super().__init__(
            "Target", self.said, side_by_side(FormRow("Target", self.percent), self.due), self.source, self.parts
        )
        self.remove.setText("No target…")
        self._framework = self._measure = ""

    def show_facts(self, facts: tuple[str, str, TargetFacts | None, str] | None) -> None:
        """Show a standard's target: framework, standard, target if there is one, and what can be said of it."""
        if facts is None:
            self.setEnabled(False)
            return
        self.setEnabled(True)
        self._framework, self._measure, target, said = facts
        self.said.set_text(said)
        self.percent.setValue(target.percent if target else 75)
        self.source.edit.setText(target.source if target else "")
        self.due.show_day(target.due_on if target else None)
        self.parts.show_text("\n".join(f"{p.name} {p.k} of {p.n}" for p in target.parts) if target else "")
        self.save.setText("Save" if target else "Set this target")
        self.remove.setVisible(target is not None)

    def show_record(self, record: Record | None) -> None:
        """Show a standard."""
        super().show_record(record)
        self.cancel.hide()
        self.remove.setVisible(record is not None and record.facts[2] is not None)

    def check(self) -> TargetFacts | None:
        """What the fields say."""
        fine, due = self.due.check()
        parts = read_parts(self.parts.text)
        if parts is None:
            self.parts.set_problem("Write each part on a line of its own, such as: North 38 of 50")
        if not fine or parts is None:
            return None
        return TargetFacts(self._framework, self._measure, self.percent.value(), self.source.text, due, parts)

    def texts(self) -> tuple[tuple[str, str], ...]:
        """Who set it, and the parts."""
        return (("who set it", self.source.text), ("parts", self.parts.text))

    def first(self) -> Line:
        """Who set it."""
        return self.source


def read_parts(text: str) -> tuple[Part, ...] | None:
    """The parts that lines such as `North 38 of 50` name; None where a line is not one."""
    found: list[Part] = []
    for line in text.splitlines():
        if not line.strip():
            continue
        before, of, n = line.rpartition(" of ")
        name, _, k = before.strip().rpartition(" ")
        if not (of and name.strip() and k.isascii() and k.isdigit() and n.strip().isascii() and n.strip().isdigit()):
            return None
        found.append(Part(name.strip(), int(k), int(n)))
    return tuple(found)


class TargetsTab(FillColumn):
    """The standards of the round with their targets, and the form."""

    saved = Signal(object, object)
    removal_asked = Signal(object)

    def __init__(self) -> None:
        self.form = TargetForm()
        self.list = Records("Targets", HEADS, NONE, self.form, numeric=frozenset({1}))
        super().__init__((self.list, 1))
        self.list.saved.connect(self.saved)
        self.list.removal_asked.connect(self.removal_asked)

    def show_targets(self, aims: Aims, held: Sequence[Against] | None = None) -> None:
        """Show each standard with its target and what can be said of it; without `held` that is still worked out."""
        wanted, said = {t.measure: t for t in aims.targets}, {a.target.measure: a for a in held or ()}
        records: list[Record] = []
        for key, name in aims.measures.items():
            target, found = wanted.get(key), said.get(key)
            nothing = "No target is set." if target is None else "" if held is None else NO_FIGURE
            words = found.said if found else nothing
            judged = (found.judged.value or "not rated") if found else ""
            mark = MARKS.get(found.judged.value, "not_started") if found else ""
            cells = (name, f"{target.percent}%" if target else "none", judged, words)
            records.append(Record(key, (aims.framework, key, target, words), cells, mark))
        self.list.show_records(records)
