"""Allocation: share the round's plans out, see who has what, and change it by the same rules."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QSortFilterProxyModel, QStandardPaths, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QCheckBox, QLineEdit, QStackedWidget, QTabWidget, QWidget

from auditor.allocation.outside import agreement_with_outside
from auditor.allocation.paper import allocation_text, print_allocation
from auditor.allocation.sharing_out import give, move, share_out, take_away
from auditor.allocation.view import AllocationTable, allocation
from auditor.changed import Changed
from auditor.people.register import today
from db.errors import UserError
from db.vocabulary import AssignmentKind
from ui.allocation.models import AUDITOR, NEEDS, PLAN, AuditorsModel, FoundPlans, PlansModel
from ui.allocation.plan_detail import PlanDetail
from ui.allocation.wishes_card import WishesCard
from ui.allocation.words import auditor_words, in_short, lacking_words, outside_words
from ui.ask import Asks
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.rows import SORT_ROLE, Index
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

PDFS = "PDF (*.pdf)"
NOTHING, THERE = range(2)
AUDITORS_HIGH, PLANS_HIGH = 250, 120  # design px
ROWS_MEASURED = 60  # enough to know how wide a column's words are
KINDS = frozenset({"audit", "assignment", "person", "round", "sample", "frame", "everything"})


class AllocationPage(Page):
    """Two tabs: the auditors with how to share out, and the plans with who scores them."""

    title = "Allocation"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks
        self.table: AllocationTable | None = None
        self._staying_out: set[int] = set()
        self._stale = True
        self._build()
        self._build_commands()
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._on_switched)
        look().changed.connect(self._fit)

    def _build(self) -> None:
        self.share = PrimaryButton("Share out", "shuffle")
        self.share.clicked.connect(self.share_out)
        self.again = PlainButton("Share out again…", "shuffle")
        self.again.clicked.connect(self.share_out)
        self.next = PrimaryButton("Where it stands", "gauge")
        self.next.clicked.connect(lambda: self.go.emit("standing"))
        self.print = PlainButton("Print…", "printer")
        self.print.clicked.connect(self.print_it)
        self._lacking = Chip("", state="delayed")
        self.header = HeaderBar(self.title, "", self._lacking, self.print, self.again, self.next, primary=self.share)
        self.messages = MessageArea(ON_PAGE)
        self._strip = WorkStrip()
        self.empty = EmptyState("users", "")
        self._empty_place = Column(self.empty, 1, margins=6)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the allocation")
        self.tabs.addTab(self._build_auditors(), "Auditors")
        self.tabs.addTab(self._build_plans(), "Plans")
        self.stack = QStackedWidget()
        self.stack.addWidget(self._empty_place)
        self.stack.addWidget(Column((self.tabs, 1), gap=0, margins=(6, 2, 6, 0)))
        self.lay_out(self.header, self.messages, self._strip, self.stack)

    def _build_auditors(self) -> QWidget:
        self.wishes = WishesCard()
        self.auditors = TableView("Auditors by load")
        self._by_load = _sorted_view(self.auditors, QSortFilterProxyModel())
        self._apart = Text("", tone="ink2")
        self._locked = Text("", bold=True)
        self._said = Text("", tone="ink2")
        self.auditors.selectionModel().currentRowChanged.connect(self._on_auditor)
        return ScrollColumn(
            self._locked, self.wishes, (Card(self.auditors, pad=1), 1000), self._said, self._apart, gap=3,
            margins=(0, 4, 0, 4),
        )  # fmt: skip

    def _build_plans(self) -> QWidget:
        self.find_box, self.only = QLineEdit(), QCheckBox("Only those that need somebody")
        self.find_box.setPlaceholderText("Find a plan, an area, an auditor's code")
        self.find_box.setAccessibleName("Find a plan")
        self.find_box.setClearButtonEnabled(True)
        self.plans = TableView("Plans and who scores them")
        self._found = FoundPlans()
        _sorted_view(self.plans, self._found)
        self.detail = PlanDetail()
        for signal in (self.find_box.textChanged, self.only.toggled):
            signal.connect(lambda _: self._found.find(self.find_box.text(), self.only.isChecked()))
        self.plans.selectionModel().currentRowChanged.connect(self._on_plan)
        self.plans.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.plans.customContextMenuRequested.connect(self._show_menu)
        self.detail.moved.connect(
            lambda key, person: self._do(lambda: move(self._session.store, key, person), "The plan is moved.")
        )
        self.detail.given.connect(self._give)
        self.detail.taken.connect(
            lambda key: self._do(lambda: take_away(self._session.store, key), "The plan is taken away.")
        )
        left = Column(Row((self.find_box, 1), self.only, gap=3), (Card(self.plans, pad=1), 1), gap=3)
        return Column((Beside(left, self.detail), 1), gap=0, margins=(0, 4, 0, 4))

    def _build_commands(self) -> None:
        self._commands: list[QAction] = []
        for name, do, keys in (
            ("Share out", self.share_out, ""),
            ("Move the chosen plan…", self.start_move, "Ctrl+M"),
            ("Print the allocation…", self.print_it, "Ctrl+P"),
            ("Copy the allocation as text", self.copy_it, "Ctrl+Shift+C"),
        ):
            action = QAction(name, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, do=do: do())
            self._commands.append(action)

    # What the window asks

    def refresh(self) -> None:
        """Read who has what, if it may have changed."""
        rnd = self._session.round
        before = self.table
        other = before is None or rnd is None or before.round_id != rnd.id
        if not other and not self._stale:
            return
        if rnd is None:
            self.table = None
            self._show_nothing("There is no round yet.", "Its plans are shared out here once it has a sample.", "", "")
            return
        self._stale = False
        self.table = table = allocation(self._session.store, rnd.id)
        if other:
            self._staying_out.clear()
            self.messages.dismiss()
        if not table.plans:
            self._show_nothing(
                "The round has no plans yet.", "Draw its sample first; then share the plans out here.", "Sample",
                "sample",
            )  # fmt: skip
        elif not table.auditors:
            self._show_nothing(
                "Nobody is in the register yet.", "Add the auditors first; then share the plans out here.", "Auditors",
                "people",
            )  # fmt: skip
        else:
            # (nothing was filled in while there was nothing to share out, or nobody to share it to)
            self._show_table(table, other or before is None or not (before.plans and before.auditors))

    def focus_main(self) -> None:
        """Put the keyboard on the table that is up, or on the empty page's button."""
        if self.stack.currentIndex() == THERE:
            (self.plans if self.tabs.currentIndex() else self.auditors).setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.empty.button is not None:
            self.empty.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> tuple[QWidget, ...]:
        """The tabs, the tables, the plan, the button."""
        if self.stack.currentIndex() == NOTHING:
            return (self.stack,)
        if self.tabs.currentIndex():
            return (self.tabs.tabBar(), self.plans, self.detail, self.header)
        return (self.tabs.tabBar(), self.wishes, self.auditors, self.header)

    def commands(self) -> tuple[QAction, ...]:
        """Sharing out, moving, printing, copying."""
        return tuple(self._commands)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The tables' keys."""
        return (("Space", "on an auditor: takes part or stays out"), ("Ctrl+C", "in a table: copy rows"))

    def place(self) -> dict[str, Any]:
        """Which tab, which plan."""
        line = self.detail.line
        return {"tab": self.tabs.currentIndex(), "plan": line.sampled if line else None}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show them again."""
        self.tabs.setCurrentIndex(int(place.get("tab", 0)))
        if place.get("plan") is not None:
            self._choose(int(place["plan"]))

    # What is done here

    def share_out(self) -> None:
        """Share out as the fields say; what was given out before and not begun is given out anew."""
        table = self.table
        if table is None or not self.share.isEnabled():
            return
        wishes = self.wishes.check()
        if wishes is None:
            self.tabs.setCurrentIndex(0)
            self.messages.say("problem", "Nothing was shared out: the day is not one.", "Mend it below.")
            return
        if self._staying_out:
            able = {a.person.id for a in table.auditors if a.standing.may}
            wishes = replace(wishes, people=able - self._staying_out)
        if table.given and not self._sure(table):
            return
        self._do(lambda: share_out(self._session.store, table.round_id, wishes), "")
        if self.messages.bar is None and self.table is not None:
            rest = f"{lacking_words(len(self.table.lacking))}: see Plans." if self.table.lacking else ""
            see = ("See the plans", lambda: self._see(bool(rest)))
            self.messages.say("look" if rest else "done", f"Shared out. {in_short(self.table)}", rest, see)

    def _sure(self, table: AllocationTable) -> bool:
        waiting = sum(1 for line in table.plans for g in line.given if not g.fixed)
        if not waiting:
            return True
        what = "1 audit that was" if waiting == 1 else f"{waiting:,} audits that were"
        question = f"Share out again? {what} given out and not begun will be given out anew. What was begun stays."
        return self._asks.sure(self, question, "Share out again", "Keep as it is")

    def _see(self, lacking: bool) -> None:
        self.only.setChecked(lacking)
        self.tabs.setCurrentIndex(1)
        self.plans.setFocus(Qt.FocusReason.OtherFocusReason)

    def start_move(self) -> None:
        """Open the menu of those to whom the chosen plan may go."""
        self.tabs.setCurrentIndex(1)
        self.detail.start_move()

    def _give(self, kind: str, person: int) -> None:
        line = self.detail.line
        if line is not None:
            self._do(
                lambda: give(self._session.store, line.sampled, person, AssignmentKind(kind)), "The plan is given out."
            )

    def _do(self, job: Callable[[], Changed], said: str) -> None:
        """Do one thing and show the outcome; a refusal is said on the page."""
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        if (focused := self.focusWidget()) is not None and self.detail.isAncestorOf(focused):
            self.plans.setFocus(Qt.FocusReason.OtherFocusReason)  # the plan's buttons are made anew
        self._session.tell(changed)
        if said:
            announce(self, said)

    def print_it(self) -> None:
        """Ask for a file and write the allocation as a PDF."""
        table, rnd = self.table, self._session.round
        if table is None or rnd is None or not table.given:
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        plain = "".join(letter for letter in rnd.name if letter.isalnum() or letter in " -_").strip()
        target = self._asks.save_path(self, "Print the allocation", folder / f"allocation {plain}.pdf", PDFS)
        if target is None:
            return
        council, day = self._session.owner.council, today()

        def work() -> Steps:
            yield "Printing the allocation"
            return print_allocation(table, council, target, day)

        task = self._tasks.start("Printing the allocation", work)
        self._strip.follow(task)
        task.done.connect(lambda path: self.messages.say("done", f"Printed: {path.name}", f"In {path.parent}"))
        task.failed.connect(lambda why: self.messages.say("problem", "Nothing was printed.", why))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was printed."))

    def copy_it(self) -> None:
        """Put all plans with who scores them on the clipboard, with tabs between the columns."""
        if self.table is not None and self.table.plans:
            QGuiApplication.clipboard().setText(allocation_text(self.table))
            announce(self, f"{len(self.table.plans)} plans are copied.")

    # What is shown

    def _show_nothing(self, sentence: str, what_to_do: str, button: str, place: str) -> None:
        self._empty_place.clear()
        self.empty = EmptyState("users", sentence, what_to_do, button)
        self.empty.action.connect(lambda: self.go.emit(place))
        self._empty_place.add(self.empty)
        self._empty_place.add(1)
        self.header.set_title(self.title, self._session.round.name if self._session.round else "")
        self._allow(False, False)
        self._offer(done=False, again=False)
        self._lacking.setVisible(False)
        self.stack.setCurrentIndex(NOTHING)

    def _show_table(self, table: AllocationTable, afresh: bool) -> None:
        self.header.set_title(self.title, in_short(table))
        self._allow(not table.locked, table.given > 0)
        self._offer(done=bool(table.given and not table.lacking) or bool(table.locked), again=not table.locked)
        self._lacking.set_state(lacking_words(len(table.lacking)), "delayed")
        self._lacking.setVisible(bool(table.lacking and table.given))
        self._locked.set_text(table.locked)
        self._locked.setVisible(bool(table.locked))
        self.wishes.setVisible(not table.locked)
        self.wishes.show_table(table, afresh)
        self._auditors_model = AuditorsModel(table.auditors, self._staying_out, self._on_ticked)
        self._by_load.setSourceModel(self._auditors_model)
        self.auditors.setColumnHidden(AUDITOR.index("outside"), not table.outside)
        self.auditors.setColumnHidden(AUDITOR.index("submitted"), not any(a.submitted for a in table.auditors))
        self._said.set_text("")
        apart = outside_words(agreement_with_outside(self._session.store, table.round_id)) if table.outside else ""
        self._apart.set_text(apart)
        self._apart.setVisible(bool(apart))
        chosen = self.detail.line.sampled if self.detail.line and not afresh else None
        self._plans_model = PlansModel(table.plans)
        self._found.setSourceModel(self._plans_model)
        self.plans.setColumnHidden(PLAN.index("outside"), not table.outside)
        usual = all(g.due_on in (None, table.due_on) for line in table.plans for g in line.given)
        self.plans.setColumnHidden(PLAN.index("due"), usual)  # each plan says its own beside the table
        self.plans.setColumnHidden(NEEDS, not table.lacking and not any(line.papers_missing for line in table.plans))
        self.tabs.setTabText(1, f"Plans ({len(table.plans):,})")
        self._fit()
        self.stack.setCurrentIndex(THERE)
        self._choose(chosen if chosen is not None else table.plans[0].sampled)

    def _fit(self) -> None:
        """Columns as wide as their words, up to a point; room for the table however large the text is."""
        self.auditors.setMinimumHeight(look().px(AUDITORS_HIGH))
        self.plans.setMinimumHeight(look().px(PLANS_HIGH))
        _fit(self.auditors, {AUDITOR.index("name"): 200, AUDITOR.index("shared"): 260})
        _fit(self.plans, {PLAN.index("first"): 180, PLAN.index("second"): 180, NEEDS: 360})

    def _allow(self, sharing: bool, printing: bool) -> None:
        self.share.setEnabled(sharing)
        self.print.setEnabled(printing)
        for action, on in zip(self._commands, (sharing, sharing, printing, printing), strict=True):
            action.setEnabled(on)

    def _offer(self, done: bool, again: bool) -> None:
        """The next sensible step is the primary button: sharing out, and where the round stands once that is done."""
        here = self.share.hasFocus() or self.again.hasFocus()
        self.next.setVisible(done)
        self.again.setVisible(done and again)
        if here:
            (self.next if done else self.share).setFocus(Qt.FocusReason.OtherFocusReason)
        self.share.setVisible(not done)

    def _choose(self, sampled: int) -> None:
        """Stand on a plan; where the find box hides it, on none."""
        table = self.table
        at = next((i for i, line in enumerate(self._plans_model.lines) if line.sampled == sampled), None)
        if table is None or at is None:
            return
        index = self._found.mapFromSource(self._plans_model.index(at, 0))
        self.detail.show_line(table, self._plans_model.lines[at])
        if index.isValid():
            self.plans.setCurrentIndex(index)
            self.plans.scrollTo(index)

    def _on_plan(self, index: Index) -> None:
        if index.isValid() and self.table is not None:
            self.detail.show_line(self.table, self._plans_model.lines[self._found.mapToSource(index).row()])

    def _on_auditor(self, index: Index) -> None:
        if index.isValid() and self.table is not None:
            line = self._auditors_model.lines[self._by_load.mapToSource(index).row()]
            self._said.set_text(auditor_words(self.table, line))

    def _show_menu(self, at: QPoint) -> None:
        menu = self.detail.menu(self.plans)
        menu.aboutToHide.connect(menu.deleteLater)
        if menu.actions():
            menu.popup(self.plans.viewport().mapToGlobal(at))

    def _on_ticked(self) -> None:
        table = self.table
        if table is not None:
            able = sum(1 for a in table.auditors if a.standing.may and a.person.id not in self._staying_out)
            announce(self, f"{able} take part.")

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def _on_switched(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()


def _sorted_view(view: TableView, proxy: QSortFilterProxyModel) -> QSortFilterProxyModel:
    """Show a table through a proxy that sorts it; until a head is pressed, in the model's order."""
    proxy.setSortRole(SORT_ROLE)
    view.setModel(proxy)
    view.setSortingEnabled(True)
    view.sortByColumn(-1, Qt.SortOrder.AscendingOrder)
    view.setSelectionMode(TableView.SelectionMode.SingleSelection)
    selecting_moves(view)
    return proxy


def _fit(view: TableView, most: dict[int, int]) -> None:
    """Columns as wide as their words, up to so many design px."""
    view.horizontalHeader().setResizeContentsPrecision(ROWS_MEASURED)
    view.resizeColumnsToContents()
    for column, wide in most.items():
        view.setColumnWidth(column, min(view.columnWidth(column), look().px(wide)))
