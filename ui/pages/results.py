"""What the round shows so far: headlines, statutory checks, every criterion, and what is undecided."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.cases import Reading
from auditor.changed import Changed
from auditor.figures import Results, SignedOff
from auditor.pooling import choices, read_pooled
from auditor.reports.described import Beside
from auditor.results import read_results
from ui.ask import Dialogs
from ui.pages.page import Page
from ui.pages.pool_card import PoolCard
from ui.pages.results_words import framework_line
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.signed import SignedNote, show_signed
from ui.parts.words import Text
from ui.reader import Reader
from ui.results.beside import read_beside
from ui.results.by_fields import ByFieldsTab
from ui.results.causes import CausesTab
from ui.results.criteria import CriteriaTab
from ui.results.headlines import HeadlinesTab
from ui.results.job_line import JobLine
from ui.results.over_time import OverTimeTab
from ui.results.rows import undecided_rows
from ui.results.table_pane import TablePane
from ui.session import Session
from ui.tasks import Steps, Tasks

EMPTY, SHOWN, WORKING, CHOOSING = range(4)
TOGETHER, ALONE = "Several rounds together…", "This round alone"


class FolderChooser(Protocol):
    """Asks where to put the report; a test gives its own."""

    def __call__(self, parent: QWidget) -> Path | None: ...


def ask_folder(parent: QWidget) -> Path | None:
    """Ask with the system's own dialog; None when the person thought better of it."""
    return Dialogs().folder(parent, "Choose a folder for the report")


class ResultsPage(Page):
    """Reads a round's figures on the worker and shows them; leads to the report, or makes it of several rounds."""

    title = "Results"

    def __init__(
        self, session: Session, tasks: Tasks, choose_folder: FolderChooser = ask_folder, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._choose_folder = session, tasks, choose_folder
        self.results: Results | None = None
        self.reading: Reading | None = None
        self._with: tuple[str, ...] = ()  # the other rounds that are looked at together with this one
        self.reader, self.beside = Reader(tasks, self), Reader(tasks, self)
        self._build()
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_figures)
        self.reader.failed.connect(self._on_reading_failed)
        self.beside.wanted.connect(self._look_beside)
        self.beside.found.connect(self._on_beside)
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._on_round_switched)

    def _build(self) -> None:
        self.make_report = PrimaryButton("Make report…", "file-text")
        self.make_report.clicked.connect(self._on_make_report)
        self.make_report.setEnabled(False)
        self._state = Chip("Provisional", state="under_way")
        self.pool = PlainButton(TOGETHER)
        self.pool.clicked.connect(self._on_pool)
        self.pool_card = PoolCard()
        self.pool_card.chosen.connect(self._pool_with)
        self.pool_card.left.connect(self._leave_pool_card)
        self.header = HeaderBar("Results", "", self._state, self.pool, primary=self.make_report)
        self.messages = MessageArea(ON_PAGE)
        self.signed = SignedNote()
        self._signed_place = Column(self.signed, gap=0, margins=(6, 2, 6, 0))
        self._signed_place.hide()
        self._progress = JobLine()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the results")
        self.headlines = HeadlinesTab()
        self.headlines.measure_asked.connect(self._on_measure)
        self.headlines.criterion_asked.connect(self._on_criterion)
        self.criteria = CriteriaTab()
        self.by_fields = ByFieldsTab(self._tasks)
        self.causes = CausesTab(self._tasks)
        self.over_time = OverTimeTab(self.session, self._tasks)
        self.undecided = TablePane("Questions without one answer", "Choose a row to see what each auditor answered.")
        self.held = EmptyState("clock", "Figures are not shown yet.", "", "Where it stands")
        self.held.action.connect(lambda: self.go.emit("standing"))
        self.tabs.addTab(self.held, "Figures")
        self.tabs.addTab(self.headlines, "Headlines")
        self.tabs.addTab(self.criteria, "Criteria")
        self.tabs.addTab(self.by_fields, "By area and need")
        self.tabs.addTab(self.causes, "Causes")
        self.tabs.addTab(self.over_time, "Over time")
        self.tabs.addTab(self.undecided, "Undecided")
        self.empty = EmptyState(
            "chart-column", "No audit is submitted yet.", "Figures are shown once four of five audits are in.",
            "Score plans",
        )  # fmt: skip
        self.empty.action.connect(lambda: self.go.emit("desk"))
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(1)  # where height is short the header keeps its buttons, and what is below scrolls
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        self._working = Text("Working out the figures…", tone="ink2")
        self._stack.addWidget(Column(self.tabs, gap=0, margins=(6, 2, 6, 0)))
        self._stack.addWidget(Column(self._working, 1, margins=6))
        self._stack.addWidget(ScrollColumn(self.pool_card, margins=(6, 4, 6, 6)))
        self.lay_out(self.header, self.messages, self._signed_place, self._progress, self._stack)
        self._pool_action = QAction(TOGETHER, self)
        self._pool_action.triggered.connect(self._on_pool)
        self._make_action = QAction("Make report…", self)
        self._make_action.setShortcut(QKeySequence.StandardKey.Print)
        self._make_action.triggered.connect(self._on_make_report)
        self._make_action.setEnabled(False)

    def refresh(self) -> None:
        """Work the figures out again, if anything changed since they were."""
        rnd = self.session.round
        self.pool.setVisible(len(self.session.rounds) > 1)
        self._pool_action.setEnabled(len(self.session.rounds) > 1)
        if rnd is None:
            self._stack.setCurrentIndex(EMPTY)
            self.header.set_title("Results", "This workspace has no round yet.")
            self.make_report.setEnabled(False)
            return
        if not self.reader.due:
            self._look_beside()
            return
        if self.results is None or self.results.round != rnd.name:
            self.header.set_title(self._heading, rnd.name)
            self._state.setVisible(False)
            self._stack.setCurrentIndex(WORKING)
        store, names = self.session.store, (rnd.name, *self._with)
        job = partial(read_pooled, store, names) if self._with else partial(read_results, store, rnd.name)
        self.reader.read("Working out the figures", job)

    def focus_main(self) -> None:
        """Put the keyboard on the first chart, or on the empty page's button."""
        if self._stack.currentIndex() == SHOWN:
            self.tabs.currentWidget().setFocus()
            self.headlines.chart.setFocus() if self.tabs.currentWidget() is self.headlines else None
        elif self.empty.button is not None:
            self.empty.button.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """The tabs, what they show, and the button for the report."""
        return (self.tabs.tabBar(), self.tabs.currentWidget(), self.make_report)

    def commands(self) -> tuple[QAction, ...]:
        """Making the report, and looking at several rounds together."""
        return (self._make_action, self._pool_action)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What Enter and Esc do, from a chart to the answers behind it."""
        return (
            ("Enter", "on a chart: show its figures as a table, and back"),
            ("Enter", "on a row of such a table: its questions; on a question: its plans"),
            ("Esc", "from the plans back to the questions"),
            ("Ctrl+C", "in a table: copy rows"),
        )

    def place(self) -> dict[str, Any]:
        """Which tab is shown."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that tab again."""
        self.tabs.setCurrentIndex(int(place.get("tab", 0)))

    def _on_session_changed(self, changed: Changed) -> None:
        if changed.kinds & {"audit", "round", "everything"}:
            self.reader.spoil()
        elif changed.kinds & {"target", "history"}:
            self.beside.spoil()

    def _on_round_switched(self) -> None:
        self._take_together(())
        self._show_signed(None)
        self.reader.spoil()

    @property
    def _heading(self) -> str:
        return f"Results of {len(self._with) + 1} rounds" if self._with else "Results"

    def _on_pool(self) -> None:
        """Offer the other rounds; with several together already, go back to the one."""
        rnd = self.session.round
        if self._with:
            self._pool_with(())
        elif rnd is not None:
            self.pool_card.show_choices(choices(self.session.store, rnd.id), self._with)
            self._stack.setCurrentIndex(CHOOSING)
            self.pool_card.focus_first()

    def _leave_pool_card(self) -> None:
        self._stack.setCurrentIndex(SHOWN if self.results is not None and self.results.scored else EMPTY)
        self.pool.setFocus()

    def _pool_with(self, names: tuple[str, ...]) -> None:
        self._take_together(names)
        self.pool.setFocus()
        self.reader.spoil()

    def _take_together(self, names: tuple[str, ...]) -> None:
        self._with = names
        if self._stack.currentIndex() == CHOOSING:
            self._stack.setCurrentIndex(WORKING)
        self.pool.setText(ALONE if names else TOGETHER)
        self._pool_action.setText(self.pool.text())

    def _on_reading_failed(self, sentence: str) -> None:
        self._take_together(())  # a round may have changed since it was chosen
        self.messages.say("problem", sentence)

    def _on_figures(self, read: tuple[Results, Reading | None]) -> None:
        figures, self.reading = read
        self.results = figures
        self.header.set_title(self._heading, framework_line(figures))
        provisional = figures.state != "signed_off"
        self._state.setVisible(True)
        if provisional:
            waiting = f": {figures.undecided} undecided" if figures.undecided else ""
            self._state.set_state(f"Provisional{waiting}", "under_way")
        else:
            show_signed(self._state, figures.signed_off)
        self._show_signed(figures.signed_off)
        held = figures.reasons.get("held_back", "")
        self.make_report.setEnabled(figures.scored > 0 and not held)
        self._make_action.setEnabled(figures.scored > 0 and not held)
        self._stack.setCurrentIndex(SHOWN if figures.scored else EMPTY)
        rnd = self.session.round
        if not figures.scored or rnd is None:
            return
        self._show_or_hold(figures, held)
        self.undecided.show_rows(*undecided_rows(figures, self.session.store, None if self._with else rnd.id))
        at = self.tabs.indexOf(self.undecided)
        self.tabs.setTabText(at, f"Undecided ({figures.undecided})")
        self.tabs.setTabVisible(at, figures.undecided > 0)
        announce(self, held or f"Figures of {figures.round} are shown.")
        if self.isVisible() and (focused := self.focusWidget()) is not None and not focused.isVisible():
            self.focus_main()  # the keyboard stood on what was shown while they were worked out

    def _show_signed(self, signed: SignedOff | None) -> None:
        self.signed.show_signed(signed)
        self._signed_place.setVisible(bool(self.signed.words))

    def _show_or_hold(self, figures: Results, held: str) -> None:
        """Show the figures, or while too few audits are in, why they are held back."""
        self.held.explain(held)
        was = self.tabs.currentWidget()
        for part in (self.held, self.headlines, self.criteria, self.by_fields, self.causes, self.over_time):
            self.tabs.setTabVisible(self.tabs.indexOf(part), bool(held) is (part is self.held))
        if was is not self.undecided and bool(held) is not (was is self.held):
            self.tabs.setCurrentWidget(self.held if held else self.headlines)
        if held:
            return
        self.headlines.show_results(figures)
        self.criteria.show_results(figures, self.reading)
        self.by_fields.show_results(figures, self.reading)
        self.causes.show_results(figures, self.reading)
        self.over_time.show_results(figures, self.reading, together=bool(self._with))
        self.beside.spoil()

    def _look_beside(self) -> None:
        """Read what the headlines stand beside, if that holds no more; rounds taken together stand beside nothing."""
        figures = self.results
        if figures is None or not self.beside.due or self._with or "held_back" in figures.reasons:
            return
        job = partial(read_beside, self.session.store, figures, alone=len(self.session.rounds) < 2)
        self.beside.read("Reading the round before", job)

    def _on_beside(self, read: tuple[Results, Beside]) -> None:
        figures, beside = read
        if figures is self.results:
            self.headlines.show_beside(beside)

    def _on_measure(self, measure: str) -> None:
        """A headline was opened: show its questions."""
        self.tabs.setCurrentWidget(self.criteria)
        self.criteria.show_measure(measure)

    def _on_criterion(self, key: str) -> None:
        """A check was opened: show it among the questions."""
        self.tabs.setCurrentWidget(self.criteria)
        self.criteria.show_criterion(key)

    def _on_make_report(self) -> None:
        """Go to where a round's report is chosen and made; of rounds taken together it is made here, as it is."""
        figures = self.results
        if figures is None or not figures.scored:
            return
        if not self._with:
            self.go.emit("report")
            return
        folder = self._choose_folder(self)
        if folder is None:
            return
        owner = self.session.owner

        def work() -> Steps:
            from auditor.reports.details import ReportDetails
            from auditor.reports.make import report_steps

            today = datetime.now().astimezone().date()
            details = ReportDetails(council=owner.council, contact=owner.name, date=today)
            for step in report_steps(figures, details, folder):
                if isinstance(step, str):
                    yield step
                else:
                    return step
            raise AssertionError("the last step is the paths")

        task = self._tasks.start("Making the report", work)
        self._progress.follow(task)
        task.done.connect(self._on_report_made)
        task.failed.connect(
            lambda sentence: self.messages.say("problem", sentence, "", ("Try again", self._on_make_report))
        )
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Earlier files are untouched."))

    def _on_report_made(self, files: tuple[Path, ...]) -> None:
        names = " and ".join(file.name for file in files)
        self.messages.say(
            "done", f"The report is made: {names}", f"In {files[0].parent}",
            ("Open the PDF", lambda: _open(files[0])), ("Open the folder", lambda: _open(files[0].parent)),
        )  # fmt: skip


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
