"""What is kept beside the lines over time: markers and figures of old papers, each a list with its form."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal

from auditor.change.history import HistoryFacts, HistoryRow, add_history, change_history, history, remove_history
from auditor.change.markers import MarkerFacts, add_marker, change_marker, markers, remove_marker
from auditor.changed import Changed
from auditor.figures import Results
from db.errors import UserError
from ui.actions.records import Records
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton
from ui.parts.layout import Column, Row
from ui.parts.message import MessageArea
from ui.results.over_time_forms import (
    MARKER_HEADS,
    NO_MARKERS,
    NO_PAPERS,
    PAPER_HEADS,
    MarkerForm,
    PaperForm,
    marker_records,
    paper_records,
)
from ui.session import Session


class KeptList(Column):
    """A list with its form, a way back, and one to add; `messages` is where the tab says what came of it."""

    left = Signal()

    def __init__(self, session: Session, messages: MessageArea, records: Records) -> None:
        self.session, self.messages, self.list = session, messages, records
        self.back, self.add_one = PlainButton("Back to the lines", "arrow-left"), PlainButton("Add", "plus")
        super().__init__(Row(self.back, self.add_one, 1), (records, 1), gap=3, margins=(0, 4, 0, 4))
        self.back.clicked.connect(self.left)
        self.add_one.clicked.connect(records.start)

    def come_up(self) -> None:
        """Put the keyboard on the list, or on an empty form."""
        self.messages.dismiss()
        if self.list.records:
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.list.start()

    def do(self, job: Callable[[], Changed], said: str) -> bool:
        """Do one thing; False where it was refused, with the reason on the tab."""
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return False
        self.session.tell(changed)
        if changed.ids:
            self.list.choose(changed.ids[0])
        announce(self, said)
        return True

    def take_away(self, job: Callable[[], Changed], said: str, put_back: Callable[[], object]) -> None:
        """Take one away, and offer to put it back."""
        if self.do(job, said):
            self.messages.say("done", said, "", ("Put it back", put_back))


class Markers(KeptList):
    """What happened: training delivered, a template changed."""

    def __init__(self, session: Session, messages: MessageArea) -> None:
        self.form = MarkerForm()
        records = Records("Markers", MARKER_HEADS, NO_MARKERS, self.form, numeric=frozenset({2}))
        super().__init__(session, messages, records)
        records.saved.connect(self._save)
        records.removal_asked.connect(self._remove)

    def fill(self) -> None:
        """Read the markers again."""
        self.list.show_records(marker_records(markers(self.session.store)))

    def _save(self, number: int | None, facts: MarkerFacts) -> None:
        store = self.session.store
        if number is None:
            self.do(lambda: add_marker(store, facts), "The marker is saved.")
        else:
            self.do(lambda: change_marker(store, number, facts), "The marker is saved.")

    def _remove(self, number: int) -> None:
        store = self.session.store
        gone = next((row for row in markers(store) if row.id == number), None)
        if gone is not None:
            again = MarkerFacts(gone.on, gone.words, gone.attended)
            self.take_away(lambda: remove_marker(store, number), "The marker is gone.", lambda: self._save(None, again))


class OldPapers(KeptList):
    """Figures from old papers for the standards of one framework."""

    def __init__(self, session: Session, messages: MessageArea) -> None:
        self.form = PaperForm()
        name = "Figures from old papers"
        records = Records(name, PAPER_HEADS, NO_PAPERS, self.form, numeric=frozenset({2, 3}))
        super().__init__(session, messages, records)
        self._framework = ""
        records.saved.connect(self._save)
        records.removal_asked.connect(self._remove)

    def fill(self, figures: Results) -> None:
        """Read the figures for the standards of a round again."""
        self._framework = figures.framework_id
        measures = {m.id: m.short for m in figures.measures}
        self.form.offer(measures)
        self.list.show_records(paper_records(self._own(), measures))

    def _own(self) -> tuple[HistoryRow, ...]:
        return tuple(row for row in history(self.session.store) if row.framework == self._framework)

    def _save(self, number: int | None, facts: HistoryFacts) -> None:
        store, rnd = self.session.store, self.session.round
        if rnd is None:
            return
        if number is None:
            self.do(lambda: add_history(store, rnd.id, facts), "The figure is saved.")
        else:
            self.do(lambda: change_history(store, rnd.id, number, facts), "The figure is saved.")

    def _remove(self, number: int) -> None:
        store = self.session.store
        gone = next((row for row in self._own() if row.id == number), None)
        if gone is not None:
            facts = gone.facts
            self.take_away(
                lambda: remove_history(store, number), "The figure is gone.", lambda: self._save(None, facts)
            )
