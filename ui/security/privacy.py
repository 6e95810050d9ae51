"""Privacy: how long each round is kept, purging it, and everything held for one reference."""

from datetime import date, datetime

from PySide6.QtCore import QItemSelectionModel
from PySide6.QtWidgets import QAbstractItemView

from auditor.changed import Changed
from auditor.policy import policy
from auditor.privacy.purge import Preview, Purge, preview, purge
from auditor.privacy.retention import Retention, keep_until, retentions
from auditor.reports.wording import long_date
from auditor.round_states import WORDS
from db.errors import UserError
from db.vocabulary import Purged
from ui.ask import Asks
from ui.parts.empty import EmptyState
from ui.parts.fitted_table import FittedTable
from ui.parts.layout import Card
from ui.parts.rows import RowsModel
from ui.parts.words import Text
from ui.security.backups import ChangeFile
from ui.security.held_card import HeldCard
from ui.security.keep_card import KeepCard
from ui.security.purge_card import PurgeCard
from ui.security.section import SectionView
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks

HEADS = ("Round", "State", "As at", "Kept until", "Standing")
MOST_ROWS = 8
HOW = (
    "Keep a round only as long as its words are needed: to answer questions about it, a complaint or an appeal. When "
    "its time is over, purge its words, and later the whole round. Its published figures and the change log stay."
)
ASK = {
    Purged.WORDS: "Purge the words of {name}? Notes, quotations, reasons and outcomes go from this workspace, its "
    "backups and what lies beside it. Answers and figures stay. Nobody can bring the words back.",
    Purged.ROUND: "Purge all of {name}? Answers, audits, plans and words go from this workspace, its backups and what "
    "lies beside it. Nobody can bring them back.",
}


class PrivacySection(SectionView):
    """The round chosen in the table is the one that the cards below it are about."""

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, settings: Settings, change_file: ChangeFile) -> None:
        self._session, self._tasks, self._asks, self._settings = session, tasks, asks, settings
        self._change_file = change_file
        self._all: tuple[Retention, ...] = ()
        self._chosen: int | None = None
        self.table = FittedTable("Rounds and how long they are kept", MOST_ROWS)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._none = EmptyState("calendar", "There is no round yet.", "How long it is kept is set here once there is.")
        self.keep, self.purge, self.held = KeepCard(), PurgeCard(), HeldCard(session, asks)
        super().__init__(
            Card(Text(HOW), self._none, self.table, title="How long rounds are kept", gap=3, pad=5),
            self.keep,
            self.purge,
            self.held,
        )
        self.keep.asked.connect(self._keep)
        self.purge.looked.connect(self._look)
        self.purge.asked.connect(self._purge)
        for signal in (self.held.problem, self.purge.problem):
            signal.connect(self.problem)
        self.held.said.connect(self.said)
        self.held.note.connect(self.note)

    @property
    def unsaved(self) -> int:
        """A reason or a correction that is typed and not given yet."""
        return self.purge.unsaved + self.held.unsaved

    def refresh(self) -> None:
        """Read the rounds again; the one chosen stays chosen."""
        today = datetime.now().astimezone().date()
        self._all = retentions(self._session.store, policy(), today)
        self._none.setVisible(not self._all)
        self.table.setVisible(bool(self._all))
        rows = [(r.name, WORDS[r.state], long_date(r.as_at), _until(r), _standing(r)) for r in self._all]
        self.table.show_model(RowsModel(HEADS, rows))
        self.table.selectionModel().selectionChanged.connect(self._choose)
        here = self._chosen or (self._session.round.id if self._session.round else None)
        at = next((i for i, r in enumerate(self._all) if r.round_id == here), 0)
        if self._all:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.table.model().index(at, 0), flags)
        else:
            self.keep.show_round(None)
            self.purge.show_round(None)
        self.held.show_rounds(self._all)

    def _choose(self) -> None:
        rows = self.table.selectionModel().selectedRows()
        if rows:
            chosen = self._all[rows[0].row()]
            self._chosen = chosen.round_id
            self.keep.show_round(chosen if self._session.lead else None)
            self.purge.show_round(chosen)

    @property
    def _round(self) -> Retention | None:
        return next((r for r in self._all if r.round_id == self._chosen), None)

    def _keep(self, until: date | None) -> None:
        if self._chosen is None:
            return
        try:
            changed = keep_until(self._session.store, self._chosen, until)
        except UserError as problem:
            self.problem.emit(str(problem))
            return
        self._tell(changed, f"Kept until {long_date(until)}" if until else "No day is set")

    def _look(self, what: Purged) -> None:
        """Count off the window's thread: a large round takes a second, backups on a stick longer."""
        chosen, store, place = self._chosen, self._session.store, self._settings.backup_folder
        if chosen is None:
            return

        def steps() -> Steps:
            yield "Counting what would go"
            return preview(store, chosen, what, place)

        def show(seen: Preview) -> None:
            if (chosen, what) == (self._chosen, self.purge.what):
                self.purge.show_preview(seen)

        task = self._tasks.start("Counting what would go", steps)
        task.done.connect(show)
        task.failed.connect(self.problem)

    def _purge(self, what: Purged, why: str) -> None:
        chosen = self._round
        if chosen is None:
            return
        question = ASK[what].format(name=chosen.name)
        if not self._asks.sure(self, question, "Purge it", "Keep it"):
            return
        self.purge.forget()
        store, place = self._session.store, self._settings.backup_folder
        path, key, round_id = store.path, store.key, chosen.round_id
        outcome: list[Purge] = []

        def steps() -> Steps:
            outcome.append((yield from purge(path, key, round_id, what, why, place)))
            if outcome[0].left_over:
                raise UserError("left_over", f"The rest is purged. {' '.join(outcome[0].left_over)} Purge again later.")
            return key

        said = "Its words are gone." if what == Purged.WORDS else "The round is gone; its figures and the log stay."
        self._change_file(f"Purging {chosen.name}", steps, f"{chosen.name} is purged. {said}")

    def _tell(self, changed: Changed, saved: str) -> None:
        self._session.tell(changed, saved)
        self.refresh()


def _until(row: Retention) -> str:
    if row.retain_until is not None:
        return long_date(row.retain_until)
    return f"{long_date(row.suggested)} by policy" if row.suggested else "No day set"


def _standing(row: Retention) -> str:
    if row.purged is not None and row.purged_on is not None:
        what = "Words purged" if row.purged == Purged.WORDS else "Purged"
        said = f"{what} on {long_date(row.purged_on)}"
        return f"{said}; the rest is due" if row.due else said
    return "Due: its time is over" if row.due else "Kept"
