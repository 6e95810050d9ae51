"""Which plans of the list may be drawn: since when, from which year, with whom, with which facts."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QSignalBlocker, Signal

from auditor.fields import FIELD_WORDS, FIELDS, year_words
from auditor.sampling.draw import Candidate, Filters, natural
from auditor.sampling.words import AGENCIES
from ui.parts.form import FormRow
from ui.parts.layout import Card
from ui.parts.words import Text
from ui.setup.fields import choice, day, offer, side_by_side

ANY, SINCE, MONTH, BETWEEN = "any", "since", "month", "between"
WHEN = {
    ANY: "at any time", SINCE: "since a day", MONTH: "in one month: all of them", BETWEEN: "between two days",
}  # fmt: skip
CHOSEN = ("area", "need", "phase", "setting_type", "plan_kind")  # years have a field of their own
HELP = "The day the plan's present wording was issued: first, or as amended."


class FiltersCard(Card):
    """Filters as fields; `changed` comes with every change that may let other plans through."""

    changed = Signal()

    def __init__(self) -> None:
        self.when = choice(WHEN)
        self.first, self.last = day(QDate.currentDate()), day(QDate.currentDate())
        self._first_row, self._last_row = FormRow("Day", self.first), FormRow("Up to and with", self.last)
        self.year = choice({None: "every year group"} | {year: f"{year_words(year)} and over" for year in range(15)})
        self.agency = choice({"": "whoever is involved"} | {key: f"with {words}" for key, words in AGENCIES.items()})
        self.only = {name: choice({"": f"every {FIELD_WORDS[name]}"}) for name in CHOSEN}
        self._kept: dict[str, tuple[str, ...]] = {}
        self._year_to: int | None = None
        self.note = Text("", "caption", "ink2")
        self.note.hide()
        rows = [FormRow(FIELD_WORDS[name].capitalize(), self.only[name]) for name in CHOSEN]
        super().__init__(
            side_by_side(FormRow("Finalised", self.when, HELP), self._first_row, self._last_row),
            side_by_side(FormRow("Year group", self.year), FormRow("Agency", self.agency), *rows),
            self.note, title="Which plans may be drawn", gap=4,
        )  # fmt: skip
        self._show_days()
        self.when.currentIndexChanged.connect(self._on_when)
        for box in (self.year, self.agency, *self.only.values()):
            box.currentIndexChanged.connect(lambda _: self.changed.emit())
        for field in (self.first, self.last):
            field.dateChanged.connect(lambda _: self.changed.emit())

    def show_list(self, candidates: Sequence[Candidate]) -> None:
        """Offer the values this list has, with how many plans have each."""
        for name, box in self.only.items():
            found = Counter(FIELDS[name](candidate) for candidate in candidates)
            choices = {"": f"every {FIELD_WORDS[name]}"}
            for value in sorted(found, key=natural):
                shown = value.replace("_", " ") if name == "plan_kind" else value
                choices[value] = f"{shown} ({found[value]:,})"
            offer(box, choices)
            box.setEnabled(len(found) > 1)

    def show_filters(self, filters: Filters) -> None:
        """Show these filters. What the fields cannot show is kept and said beneath them."""
        blocked = [QSignalBlocker(box) for box in (self.when, self.year, self.agency, self.first, self.last)]
        blocked += [QSignalBlocker(box) for box in self.only.values()]
        first, last = filters.finalised_from, filters.finalised_to
        self.when.setCurrentIndex(self.when.findData(ANY if not first and not last else BETWEEN if last else SINCE))
        if first or last:
            self.first.setDate(_qdate(first or date(2014, 9, 1)))
            self.last.setDate(_qdate(last or date.today()))  # noqa: DTZ011 - a day as people know it here
        self.year.setCurrentIndex(max(0, self.year.findData(filters.year_from)))
        self.agency.setCurrentIndex(max(0, self.agency.findData(filters.agency)))
        self._kept, self._year_to = {}, filters.year_to
        for name, values in filters.only.items():
            box = self.only.get(name)
            at = box.findData(values[0]) if box is not None and len(values) == 1 else -1
            if box is not None and at > 0:
                box.setCurrentIndex(at)
            else:
                self._kept[name] = values
        said = [f"{FIELD_WORDS[name]} {', '.join(values)}" for name, values in self._kept.items()]
        said += [f"{year_words(self._year_to)} and under"] if self._year_to is not None else []
        self.note.set_text(f"Also kept from the round before: {'; '.join(said)}." if said else "")
        self.note.setVisible(bool(said))
        for block in blocked:
            block.unblock()
        self._show_days()

    def filters(self) -> Filters:
        """What the fields say."""
        when, first, last = self.when.currentData(), _date(self.first.date()), _date(self.last.date())
        if when == MONTH:
            start = self.first.date().addDays(1 - self.first.date().day())
            first, last = _date(start), _date(start.addMonths(1).addDays(-1))
        only = dict(self._kept)
        only |= {name: (box.currentData(),) for name, box in self.only.items() if box.currentData()}
        return Filters(
            None if when == ANY else first, last if when in (MONTH, BETWEEN) else None, self.year.currentData(),
            self._year_to, self.agency.currentData(), only,
        )  # fmt: skip

    def _on_when(self) -> None:
        self._show_days()
        self.changed.emit()

    def _show_days(self) -> None:
        when = self.when.currentData()
        self._first_row.setVisible(when != ANY)
        self._last_row.setVisible(when == BETWEEN)
        words = {SINCE: "Since", MONTH: "Month", BETWEEN: "From"}.get(when, "Day")
        self._first_row.label.set_text(words)
        self.first.setAccessibleName(f"Finalised: {words.lower()}")
        self.last.setAccessibleName("Finalised: up to and with")
        self.first.setDisplayFormat("MMMM yyyy" if when == MONTH else "d MMMM yyyy")


def _qdate(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
