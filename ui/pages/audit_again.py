"""Audit plans again: a name, a date, and which of the plans that fell short."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QDate, QSortFilterProxyModel, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QWidget

from auditor.changed import Changed
from auditor.plural import several
from auditor.re_audit.again import Again, AuditedBefore, audit_again, audited_before
from auditor.reports.wording import long_date
from db.errors import UserError
from ui.parts.assist import selecting_moves
from ui.parts.buttons import PlainButton
from ui.parts.doubt import Doubt
from ui.parts.form import FormRow
from ui.parts.layout import Card, Row
from ui.parts.rows import SORT_ROLE, RowsModel
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.session import Session
from ui.setup.fields import Line, day, side_by_side
from ui.setup.form_page import WHERE, FormPage
from ui.tasks import Steps, Tasks

NOT_MADE = "The round was not made."
USUAL_DAYS = 28
ROWS = 8
HEADS = ("Plan", "Area", "Below met", "Said to be mended")
TAKEN_ALONG = (
    "They are the same plans, with the same framework and settings. What was asked of each is known, and is told "
    "afterwards as mended, partly or not. Such a round says nothing of change over all: plans picked for what they "
    "lacked rise by chance alone."
)
CHOOSE = "Choose the plans to audit again."


class AuditAgainPage(FormPage):
    """Makes a re-audit of plans of the round the window is on. `made` comes when it is made."""

    title = "Audit plans again"

    made = Signal()

    def __init__(self, session: Session, tasks: Tasks, parent: QWidget | None = None) -> None:
        self.name = Line("Name of the round", "Spring 2026, again", "Name the round, as the report will.")
        today = QDate.currentDate()
        self.as_at, self.due = day(today), day(today.addDays(USUAL_DAYS))
        as_at = FormRow("Reference date", self.as_at, "Time limits are worked out as they stood on this day.")
        self.doubt = Doubt("Make it with this name", "Change the name")
        about = Card(
            side_by_side(self.name, as_at, FormRow("Audits are due", self.due)), Text(TAKEN_ALONG, "caption", "ink2"),
            self.doubt, title="The round", gap=4, pad=5,
        )  # fmt: skip
        self.table = TableView("Plans that fell short")
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        selecting_moves(self.table)
        self.count, self.every = Text(CHOOSE, "caption", "ink2"), PlainButton("Choose all", "check")
        self.lacking = Text(CHOOSE, tone="delayed", bold=True)
        self.lacking.hide()
        how = Text("Plans that fell short. Hold Ctrl, or Shift, to choose several.", "caption", "ink2")
        self._which = Card(
            how, self.table, self.lacking, self.count, Row(self.every, 1), title="Which plans", gap=3, pad=5
        )
        self._which.hide()  # until it is known that there are any
        self._plans: Sequence[Again] = ()
        self._found: AuditedBefore | None = None
        super().__init__("", "Make round", (about, self._which), parent)
        self._session, self._tasks = session, tasks
        self.name.edit.textChanged.connect(self.doubt.stop)
        self.every.clicked.connect(self.table.selectAll)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.keep_in_view(ROWS)

    def refresh(self) -> None:
        """Say which round's plans they are, and read which of them fell short."""
        rnd = self._session.round
        self.make.setEnabled(False)
        if rnd is None:
            self.head.set_title(self.title, "There is no round yet.")
            return
        self.head.set_title(self.title, f"Plans of {rnd.name} that fell short")
        store, key = self._session.store, rnd.id

        def work() -> Steps:
            yield "Reading what fell short"
            return audited_before(store, key)

        task = self._tasks.start("Reading what fell short", work)
        task.done.connect(self._show)
        task.failed.connect(lambda why: self.refuse(NOT_MADE, why))

    def _show(self, found: AuditedBefore) -> None:
        rnd = self._session.round
        if rnd is None or rnd.name != found.round:
            return
        if found != self._found:
            self._found, self._plans = found, found.plans
            rows, keys = [_row(p) for p in self._plans], [_keys(p) for p in self._plans]
            self._model = RowsModel(HEADS, rows, frozenset({2}), keys)
            self._sorted.setSourceModel(self._model)
            self._sorted.sort(-1)
            self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self.table.resizeColumnsToContents()
        self.make.setEnabled(not found.locked)
        self._which.setVisible(bool(self._plans))
        if found.locked:
            onward = ("Where it stands", lambda: self.go.emit("standing"))
            self.messages.say("look", "Its plans cannot be audited again yet.", found.locked, onward)
        elif not self._plans:
            self.messages.say("note", f"No plan of {found.round} fell short.", "There is nothing to audit again.")
        else:
            self.messages.dismiss()
        self._on_chosen()

    def focus_main(self) -> None:
        """Put the keyboard on the name."""
        self.name.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def chosen(self) -> list[Again]:
        """The plans that are chosen."""
        rows = sorted({self._sorted.mapToSource(index).row() for index in self.table.selectionModel().selectedRows()})
        return [self._plans[row] for row in rows]

    def try_to_make(self) -> None:
        """Make the round, or say what is missing."""
        name, chosen, rnd = self.name.check(), self.chosen, self._session.round
        self.lacking.setVisible(not chosen)
        if rnd is None or not name or not chosen:
            self.messages.say("problem", NOT_MADE, WHERE)
            self.go_to_first_problem() if not name else self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.doubt.before(lambda: self._make(rnd.id, name, chosen), self.name.edit, ("the name", name))

    def _make(self, round_id: int, name: str, chosen: Sequence[Again]) -> None:
        as_at, due = self.as_at.date().toPython(), self.due.date().toPython()
        try:
            made = audit_again(
                self._session.store, round_id, [plan.sampled for plan in chosen], name,
                as_at, due,  # type: ignore[arg-type]  # dates
            )  # fmt: skip
        except UserError as problem:
            self.refuse(NOT_MADE, str(problem))
            return
        self.messages.dismiss()
        self.name.edit.clear()
        self._session.tell(Changed(frozenset({"round"}), (made,)))
        self._session.switch_round(made)
        self.made.emit()

    def _on_chosen(self) -> None:
        chosen = self.chosen
        asked = sum(plan.asked for plan in chosen)
        if chosen:
            self.lacking.hide()
            self.count.set_text(
                f"{several(len(chosen), 'plan')} chosen, with {several(asked, 'shortfall')} to be mended."
            )
        else:
            self.count.set_text(CHOOSE)


def _row(plan: Again) -> tuple[str, ...]:
    return (plan.reference, plan.area or "Not given", str(plan.asked), _day(plan.mended_on))


def _keys(plan: Again) -> tuple[object, ...]:
    return (plan.reference, plan.area, plan.asked, plan.mended_on.isoformat() if plan.mended_on else "9999")


def _day(on: date | None) -> str:
    return long_date(on) if on else "Not yet"
