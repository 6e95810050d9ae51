"""The change log: who did what, when and why; whether its chain is whole; and saving it as a file."""

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QStackedWidget, QWidget

from auditor.change_log import Chain, Known, chain, find, known
from auditor.change_log_files import doubts_in_steps, write_log
from auditor.changed import Changed
from auditor.free_text import Found
from auditor.plural import several
from db.log import short
from ui.ask import Asks
from ui.log.detail import EntryPane
from ui.log.export_card import KEEP, LEAVE_OUT, ExportCard
from ui.log.filters import Filters
from ui.log.model import LogModel
from ui.look import look
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.assist import selecting_moves
from ui.parts.beside import Beside
from ui.parts.buttons import PlainButton
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.table import TableView
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Steps, Task, Tasks

TABLE, NOTHING = range(2)
KINDS = {".csv": "Table (*.csv)", ".txt": "Text (*.txt)"}
LEAST_ROWS = 4  # that stay in view


class LogPage(Page):
    """Finds entries on the worker and reads them as they come into view."""

    title = "Change log"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._asks = session, tasks, asks
        self._stale, self._reading = True, False
        self._again = False
        self._saving: Path | None = None
        self.chain: Chain | None = None
        self._build()
        session.changed.connect(self._on_session_changed)

    def _build(self) -> None:
        self.as_table = QAction("Save the log as a table…", self)
        self.as_table.triggered.connect(lambda: self.save(".csv"))
        self.as_text = QAction("Save the log as a text…", self)
        self.as_text.triggered.connect(lambda: self.save(".txt"))
        self._ways = QMenu("Save", self)
        self._ways.addActions([self.as_table, self.as_text])
        self.save_button = PlainButton("Save…", "download", name="Save the change log as a file")
        self.save_button.clicked.connect(self._offer_ways)
        self.state = Chip("Checking the chain", state="under_way")
        self.header = HeaderBar(self.title, "", self.state, self.save_button)
        self.messages = MessageArea(ON_PAGE)
        self.ask = ExportCard()
        self.ask.answered.connect(self._on_answer)
        self.filters = Filters()
        self.filters.changed.connect(self._look_anew)
        self.count = Text("", "caption", "ink2", wrap=False)
        self.table = TableView("Entries of the change log, the newest first")
        self.table.setSelectionMode(TableView.SelectionMode.SingleSelection)
        self.model = LogModel(self.session.store)
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._on_row)
        selecting_moves(self.table)
        self.entry = EntryPane()
        left = Column(Row(self.count, self.filters.clear_all, 1, gap=3), (Card(self.table, pad=1), 1), gap=1)
        self._none = EmptyState(
            "search", "No entry fits.", "Take a filter away, or write another word.", "Show everything"
        )
        self._none.action.connect(self.filters.show_everything)
        self._stack = QStackedWidget()
        self._stack.addWidget(Beside(left, self.entry, (2, 1), 660))
        self._stack.addWidget(Column(self._none, 1))
        body = ScrollColumn(self.ask, self.filters, (self._stack, 100), gap=3, margins=(6, 3, 6, 4))
        self.lay_out(self.header, self.messages, body)
        look().changed.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        """Some rows stay in view where the text is large; the page scrolls then."""
        row = self.table.verticalHeader().defaultSectionSize()
        self.table.setMinimumHeight(row * (LEAST_ROWS + 2))
        self.entry.setMinimumHeight(row * LEAST_ROWS)

    # What the window asks

    def refresh(self) -> None:
        """Find the entries again, if anything was logged since, and check the chain."""
        if not self._stale:
            return
        self._stale = False
        self._find()
        self._check()

    def focus_main(self) -> None:
        """Put the keyboard on the entries."""
        (self.table if self._stack.currentIndex() == TABLE else self.filters.words).setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The filters, the entries, the chosen one."""
        return (self.filters, self.table, self.entry)

    def commands(self) -> tuple[QAction, ...]:
        """Saving what is shown."""
        return (self.as_table, self.as_text)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What keys do in the table."""
        return (("Ctrl+C", "on an entry: copy its row"),)

    def place(self) -> dict[str, Any]:
        """Which entry is chosen."""
        return {"row": self.table.currentIndex().row()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Choose it again."""
        self.table.selectRow(int(place.get("row", 0)))

    def _on_session_changed(self, _changed: Changed) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _look_anew(self) -> None:
        if self._reading:
            self._again = True
        else:
            self._find()

    # Finding and showing

    def _find(self) -> None:
        wanted, store = self.filters.wanted(), self.session.store
        if wanted is None:
            return
        self._reading, self._again = True, False

        def work() -> Steps:
            yield "Reading the change log"
            return known(store), find(store, wanted)

        task = self._tasks.start("Reading the change log", work)
        task.done.connect(self._on_found)
        task.failed.connect(self._on_failed)

    def _on_failed(self, sentence: str) -> None:
        self._reading, self._stale = False, True
        self.messages.say("problem", sentence)

    def _on_found(self, found: tuple[Known, tuple[int, ...]]) -> None:
        self._reading = False
        if self._again:
            self._find()
            return
        there, numbers = found
        first = self.model.rowCount() == 0
        self.filters.show_known(there)
        self._show(numbers)
        if first:
            self.table.resizeColumnsToContents()
        shown = several(len(numbers), "entry", "entries")
        of = "" if len(numbers) == there.entries else f" of {there.entries:,}"
        self.count.set_text(f"{shown}{of}, the newest first")
        if not first:
            announce(self, f"{shown}{of}.")
        for thing in (self.as_table, self.as_text, self.save_button):
            thing.setEnabled(bool(numbers))

    def _show(self, numbers: tuple[int, ...]) -> None:
        chosen = self.model.entry(self.table.currentIndex().row())
        self.model.show_numbers(numbers)
        self._stack.setCurrentIndex(TABLE if numbers else NOTHING)
        at = numbers.index(chosen.seq) if chosen is not None and chosen.seq in numbers else 0
        if numbers:
            self.table.selectRow(at)
        else:
            self.entry.show_entry(None)

    def _on_row(self) -> None:
        self.entry.show_entry(self.model.entry(self.table.currentIndex().row()))

    def _check(self) -> None:
        store = self.session.store
        self.state.set_state("Checking the chain", "under_way")

        def work() -> Steps:
            yield "Checking the change log"
            return chain(store)

        task = self._tasks.start("Checking the change log", work)
        task.done.connect(self._on_checked)
        task.failed.connect(self._on_not_checked)

    def _on_not_checked(self, sentence: str) -> None:
        self.state.set_state("The chain was not checked", "not_started")
        self.messages.say("problem", sentence)

    def _on_checked(self, found: Chain) -> None:
        self.chain = found
        self.header.set_title(self.title, f"{self.session.store.path.name} · newest entry {short(found.head)}")
        if not found.faults:
            self.state.set_state("The chain is whole", "completed")
            return
        self.state.set_state("The chain is broken", "delayed")
        more = len(found.faults) - 3
        rest = f" And {more:,} more places." if more > 0 else ""
        self.messages.say(
            "problem", "Somebody has changed this log outside the program.", f"{' '.join(found.faults[:3])}{rest}"
        )

    # Saving

    def _offer_ways(self) -> None:
        self._ways.popup(self.save_button.mapToGlobal(QPoint(0, self.save_button.height())))

    def save(self, ending: str) -> None:
        """Save the entries shown as a file, once it is said what to do with names in them."""
        suggested = Path(f"{self.session.store.path.stem} change log{ending}")
        target = self._asks.save_path(self, "Save the change log", suggested, KINDS[ending])
        if target is None or not self.model.numbers:
            return
        self._saving = target if target.suffix.lower() == ending else target.with_name(f"{target.name}{ending}")
        store, numbers = self.session.store, self.model.numbers

        def work() -> Steps:
            yield from _last(doubts_in_steps(store, numbers), found := [])
            return found[0]

        self._follow(self._tasks.start("Looking for names", work), self._on_doubts)

    def _on_doubts(self, found: tuple[Found, ...]) -> None:
        if found:
            self.ask.ask(found)
            announce(self, self.ask.accessibleName(), assertive=True)
        else:
            self._write(leave_out=False)

    def _on_answer(self, answer: str) -> None:
        if answer in (KEEP, LEAVE_OUT):
            self._write(leave_out=answer == LEAVE_OUT)
        else:
            self.messages.say("note", "The change log was not saved.")
            self.focus_main()

    def _write(self, *, leave_out: bool) -> None:
        target, store, numbers = self._saving, self.session.store, self.model.numbers
        if target is None:
            return

        def work() -> Steps:
            yield from _last(write_log(store, numbers, target, leave_out=leave_out), found := [])
            return found[0]

        self._follow(self._tasks.start("Saving the change log", work), self._on_saved)

    def _follow(self, task: Task, then: Any) -> None:
        task.done.connect(then)
        task.failed.connect(partial(self.messages.say, "problem"))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was saved."))

    def _on_saved(self, path: Path) -> None:
        self.messages.say("done", f"The change log is saved: {path.name}", f"In {path.parent}")
        self.focus_main()


def _last(steps: Any, into: list[Any]) -> Any:
    """Pass the words of a job on, and keep what it gives last."""
    for step in steps:
        if isinstance(step, str):
            yield step
        else:
            into.append(step)
