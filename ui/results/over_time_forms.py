"""The forms of the tab Over time: a marker on the line, and a figure of an old paper with its check."""

from collections.abc import Mapping
from datetime import date

from auditor.change.figures import MarkerRow
from auditor.change.history import HistoryFacts, HistoryRow, check
from auditor.change.markers import MarkerFacts
from auditor.reports.wording import long_date
from db.errors import UserError
from ui.actions.fields import Count
from ui.actions.records import Form, Record
from ui.parts.form import FormRow
from ui.parts.words import Text
from ui.people.fields import DayField
from ui.setup.fields import Line, choice, offer, side_by_side

MARKER_HEADS = ("What happened", "Day", "Took part")
NO_MARKERS = "No markers yet. Add what may have changed how plans are written, such as training or a new template."
PAPER_HEADS = ("Standard", "When", "Share met", "Of", "Can it be?")
NO_PAPERS = "No figures from old papers yet. They stand hollow on the line, apart from those worked out here."
FITS = {True: "yes", False: "no", None: "cannot tell"}
BASES = {"plans": "plans", "answers": "answers", "": "the paper does not say"}


class MarkerForm(Form):
    """What happened, when, and how many took part."""

    def __init__(self) -> None:
        self.words = Line("What happened", "Training delivered", "Say in a few words what happened.")
        self.day, self.attended = DayField("Day"), Count("How many took part", "Leave it empty if nobody counted.")
        super().__init__("A new marker", self.words, side_by_side(self.day, self.attended))
        self.remove.setText("Remove")

    def show_facts(self, facts: MarkerRow | None) -> None:
        """Show a marker."""
        self.words.edit.setText(facts.words if facts else "")
        self.day.show_day(facts.on if facts else None)
        self.attended.show_count(facts.attended if facts else None)

    def check(self) -> MarkerFacts | None:
        """What the fields say."""
        words, (fine, on), (counted, attended) = self.words.check(), self.day.check(), self.attended.check()
        if fine and on is None:
            self.day.set_problem("Say on which day.")
        return MarkerFacts(on, words, attended) if words and fine and on is not None and counted else None

    def texts(self) -> tuple[tuple[str, str], ...]:
        """What happened."""
        return (("what happened", self.words.text),)

    def first(self) -> Line:
        """What happened."""
        return self.words


class PaperForm(Form):
    """A figure as an old paper prints it; says at once whether it can be what it says it is."""

    def __init__(self) -> None:
        self.measure = choice({})
        self.label = Line("What it is called", "2019 audit", "Give it a name, such as 2019 audit.")
        self.day = DayField("Day it stands for")
        self.percent = Line(
            "Share that met it",
            "49%",
            "Type the percentage as the paper prints it.",
            "Always the share that meets the standard: where a paper prints 45% not met, type 55%.",
        )
        self.met, self.of = Count("How many met it"), Count("Out of how many")
        self.basis = choice(BASES)
        self.source = Line("Source", "Board paper, June 2019, page 4", "Say which paper, and which page.")
        self.source.edit.setMaxLength(200)
        self.found = Text("", tone="ink2")
        super().__init__(
            "A figure from an old paper",
            FormRow("Standard", self.measure),
            side_by_side(self.label, self.day),
            self.percent,
            side_by_side(self.met, self.of, FormRow("Which are", self.basis)),
            self.found,
            self.source,
        )
        self.remove.setText("Remove")
        for row in (self.percent, self.met, self.of):
            row.edit.textChanged.connect(self._look)
        self.basis.currentIndexChanged.connect(self._look)

    def offer(self, measures: Mapping[str, str]) -> None:
        """Offer these standards."""
        offer(self.measure, measures)

    def show_facts(self, facts: HistoryRow | None) -> None:
        """Show a figure."""
        old = facts.facts if facts else HistoryFacts("", "", date.min, "")
        if facts:
            self.measure.setCurrentIndex(max(0, self.measure.findData(old.measure)))
        self.label.edit.setText(old.label)
        self.day.show_day(old.as_at if facts else None)
        self.percent.edit.setText(old.percent)
        self.met.show_count(old.k)
        self.of.show_count(old.n)
        self.basis.setCurrentIndex(self.basis.findData(old.basis))
        self.source.edit.setText(old.source)
        self._look()

    def check(self) -> HistoryFacts | None:
        """What the fields say."""
        texts = [row.check() for row in (self.label, self.percent, self.source)]
        (dated, on), (met, k), (counted, n) = self.day.check(), self.met.check(), self.of.check()
        if dated and on is None:
            self.day.set_problem("Say which day it stands for, as near as you know.")
        if met and counted and k is not None and (n is None or k > n):
            self.met.set_problem("This is more than it is out of." if n is not None else "Say out of how many, too.")
            return None
        if not (all(texts) and dated and on is not None and met and counted):
            return None
        return HistoryFacts(
            self.measure.currentData(), self.label.text, on, self.percent.text, k, n, self.basis.currentData(),
            self.source.text,
        )  # fmt: skip

    def texts(self) -> tuple[tuple[str, str], ...]:
        """What it is called, and its source."""
        return (("what it is called", self.label.text), ("the source", self.source.text))

    def first(self) -> Line:
        """What it is called."""
        return self.label

    def _look(self) -> None:
        """Say whether what stands there can be k of n, and if not, what it could be."""
        (met, k), (counted, n) = self.met.check(), self.of.check()
        facts = HistoryFacts("", "", date.min, self.percent.text, k if n is not None else None, n,
                             self.basis.currentData() or "")  # fmt: skip
        said: tuple[str, ...] = ()
        if self.percent.text and met and counted and n != 0 and (k is None or n is None or k <= n):
            try:
                said = check(facts).sentences
            except UserError:
                said = ()
        self.found.set_text(" ".join(said))
        self.found.setVisible(bool(said))


def marker_records(rows: tuple[MarkerRow, ...]) -> list[Record]:
    """Markers as a list shows them."""
    return [
        Record(row.id, row, (row.words, long_date(row.on), "" if row.attended is None else f"{row.attended:,}"))
        for row in rows
    ]


def paper_records(rows: tuple[HistoryRow, ...], measures: Mapping[str, str]) -> list[Record]:
    """Figures of old papers as a list shows them, each with whether it can be what it says."""
    records: list[Record] = []
    for row in rows:
        facts = row.facts
        of = "" if facts.n is None else f"{facts.n:,}" if facts.k is None else f"{facts.k:,} of {facts.n:,}"
        cells = (measures.get(facts.measure, facts.measure), facts.label, facts.percent, of)
        records.append(Record(row.id, row, (*cells, FITS[check(facts).fits])))
    return records
