"""What the round shows so far: headlines, statutory checks, every criterion, and what is undecided."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QSortFilterProxyModel, Qt, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from auditor.changed import Changed
from auditor.figures import CriterionFigure, Results, SignedOff
from auditor.pooling import choices, pooled
from auditor.reports.blocks import Table
from auditor.reports.charts import HEADLINES, STATUTORY, Chart
from auditor.reports.figure_words import range_words
from auditor.results import results
from auditor.scoring import GivenAnswer, given_answers
from db.store import Store
from ui.ask import Dialogs
from ui.pages.page import Page
from ui.pages.pool_card import PoolCard
from ui.pages.results_words import counted_by, framework_line, how_sure, in_short, who_said_what
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.chart import ChartView
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import MessageArea
from ui.parts.pictures import Icon
from ui.parts.rows import SORT_ROLE, RowsModel
from ui.parts.signed import SignedNote, show_signed
from ui.parts.table import TableView
from ui.parts.words import Heading, Text
from ui.session import Session
from ui.tasks import Steps, Task, Tasks

Whole = tuple[str, str | Callable[[], str]]
"""What stands below a table for its chosen row: a title, and a text that may be read only when it is wanted."""
EMPTY, SHOWN, WORKING, CHOOSING = range(4)
TOGETHER, ALONE = "Several rounds together…", "This round alone"
ELSEWHERE = "Who answered what stands with the round itself."
CRITERIA_HEADS = ("Code", "Question", "Measure", "Met", "Out of", "Share", "Likely range", "Partly met", "Not met",
                  "Not applicable", "Cannot tell", "Undecided")  # fmt: skip


class FolderChooser(Protocol):
    """Asks where to put the report; a test gives its own."""

    def __call__(self, parent: QWidget) -> Path | None: ...


def ask_folder(parent: QWidget) -> Path | None:
    """Ask with the system's own dialog; None when the person thought better of it."""
    return Dialogs().folder(parent, "Choose a folder for the report")


class ResultsPage(Page):
    """Reads a round's figures on the worker and shows them; makes the Board's report."""

    title = "Results"

    def __init__(
        self, session: Session, tasks: Tasks, choose_folder: FolderChooser = ask_folder, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.session, self._tasks, self._choose_folder = session, tasks, choose_folder
        self.results: Results | None = None
        self._with: tuple[str, ...] = ()  # the other rounds that are looked at together with this one
        self._reading: Task | None = None
        self._stale = True
        self._build()
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
        self.messages = MessageArea()
        self.messages.setContentsMargins(32, 12, 32, 0)
        self.signed = SignedNote()
        self._signed_place = Column(self.signed, gap=0, margins=(6, 2, 6, 0))
        self._signed_place.hide()
        self._progress = _Progress()
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Parts of the results")
        self.headlines = _Headlines()
        self.criteria = _TablePane("Every question of the framework", "Choose a row to read the question whole.")
        self.undecided = _TablePane("Questions without one answer", "Choose a row to see what each auditor answered.")
        self.held = EmptyState("clock", "Figures are not shown yet.", "", "Where it stands")
        self.held.action.connect(lambda: self.go.emit("standing"))
        self.tabs.addTab(self.held, "Figures")
        self.tabs.addTab(self.headlines, "Headlines")
        self.tabs.addTab(self.criteria, "Criteria")
        self.tabs.addTab(self.undecided, "Undecided")
        self.empty = EmptyState(
            "chart-column", "No audit is submitted yet.", "Figures are shown once four of five audits are in.",
            "Score plans",
        )  # fmt: skip
        self.empty.action.connect(lambda: self.go.emit("desk"))
        self._stack = QStackedWidget()
        self._stack.addWidget(Column(self.empty, 1, margins=6))
        self._working = Text("Working out the figures…", tone="ink2")
        self._stack.addWidget(Column(self.tabs, gap=0, margins=(6, 2, 6, 0)))
        self._stack.addWidget(Column(self._working, 1, margins=6))
        self._stack.addWidget(ScrollColumn(self.pool_card, margins=(6, 4, 6, 6)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.header, self.messages, self._signed_place, self._progress, self._stack):
            column.addWidget(part)
        column.setStretchFactor(self._stack, 1)
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
        if not self._stale or self._reading is not None:
            return
        self._stale = False
        if self.results is None or self.results.round != rnd.name:
            self.header.set_title(self._heading, rnd.name)
            self._state.setVisible(False)
            self._stack.setCurrentIndex(WORKING)
        store, names = self.session.store, (rnd.name, *self._with)

        def work() -> Steps:
            yield "Working out the figures"
            return pooled(store, names) if len(names) > 1 else results(store, names[0])

        self._reading = self._tasks.start("Working out the figures", work)
        self._reading.done.connect(self._on_figures)
        self._reading.failed.connect(self._on_reading_failed)

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
        """What Enter does on a chart."""
        return (("Enter", "on a chart: show its figures as a table, and back"), ("Ctrl+C", "in a table: copy rows"))

    def place(self) -> dict[str, Any]:
        """Which tab is shown."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that tab again."""
        self.tabs.setCurrentIndex(int(place.get("tab", 0)))

    def _on_session_changed(self, changed: Changed) -> None:
        if changed.kinds & {"audit", "round", "everything"}:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def _on_round_switched(self) -> None:
        self._take_together(())
        self._show_signed(None)
        self._look_anew()

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
        self._look_anew()

    def _take_together(self, names: tuple[str, ...]) -> None:
        self._with = names
        if self._stack.currentIndex() == CHOOSING:
            self._stack.setCurrentIndex(WORKING)
        self.pool.setText(ALONE if names else TOGETHER)
        self._pool_action.setText(self.pool.text())

    def _look_anew(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def _on_reading_failed(self, sentence: str) -> None:
        self._reading = None
        self._stale = True
        self._take_together(())  # a round may have changed since it was chosen
        self.messages.say("problem", sentence)

    def _on_figures(self, figures: Results) -> None:
        self._reading = None
        if self._stale:  # something changed while these were worked out
            self.refresh()
            return
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
        self.undecided.show_rows(*_undecided_rows(figures, self.session.store, None if self._with else rnd.id))
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
        for part in (self.held, self.headlines, self.criteria):
            self.tabs.setTabVisible(self.tabs.indexOf(part), bool(held) is (part is self.held))
        if was is not self.undecided and bool(held) is not (was is self.held):
            self.tabs.setCurrentWidget(self.held if held else self.headlines)
        if held:
            return
        self.headlines.show_results(figures)
        self.criteria.show_rows(*_criteria_rows(figures))

    def _on_make_report(self) -> None:
        figures = self.results
        if figures is None or not figures.scored:
            return
        folder = self._choose_folder(self)
        if folder is None:
            return
        owner = self.session.owner

        def work() -> Steps:
            from auditor.reports import ReportDetails, report_steps

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


class _Progress(Row):
    """What a long job is doing, with Cancel; there only while it runs."""

    def __init__(self) -> None:
        self._words = Text("", tone="ink2", wrap=False)
        self._cancel = PlainButton("Cancel")
        super().__init__(Icon("clock"), self._words, self._cancel, 1, gap=2, margins=(6, 2, 6, 2))
        self.setVisible(False)

    def follow(self, task: Task) -> None:
        """Show this job until it ends."""
        self._words.set_text(task.title)
        self.setVisible(True)
        task.progressed.connect(lambda words: self._words.set_text(f"{words}…"))
        self._cancel.clicked.connect(task.cancel)
        for ended in (task.done, task.failed, task.cancelled):
            ended.connect(lambda *_: self.setVisible(False))


class _ChartCard(Card):
    """A chart with its title, and the same figures as a table one key away."""

    def __init__(self, chart: Chart, title: str) -> None:
        self._chart = chart
        self.view = ChartView(chart)
        self.table = TableView(f"{title} as a table")
        self.table.setVisible(False)
        self.button = QuietButton("As a table", "table")
        self.button.clicked.connect(self.swap)
        self.view.table_asked.connect(self.swap)
        self.head = SectionTitle(title, self.button)
        self.note = Text("", "caption", "ink2")
        super().__init__(self.head, self.note, self.view, self.table, gap=2)
        self.setAccessibleName(title)

    def show_results(self, figures: Results, note: str) -> None:
        """Draw these figures, with a line that says what they count."""
        self.note.set_text(note)
        self.view.show_results(figures)
        rows: Table = self._chart.table(figures)
        self.table.setModel(RowsModel(rows.columns, rows.rows, rows.numeric))
        self.table.resizeColumnsToContents()
        height = (
            self.table.horizontalHeader().height()
            + (len(rows.rows) + 1) * self.table.verticalHeader().defaultSectionSize()
        )
        self.table.setMinimumHeight(height)

    def swap(self) -> None:
        """Chart for table, or table for chart; the keyboard stays with what is shown."""
        as_table = not self.table.isVisibleTo(self)
        had_keyboard = self.view.hasFocus() or self.table.hasFocus()
        self.table.setVisible(as_table)
        self.view.setVisible(not as_table)
        self.button.setText("As a chart" if as_table else "As a table")
        self.button.set_icon("chart-column" if as_table else "table")
        if had_keyboard:
            (self.table if as_table else self.view).setFocus()


class _Headlines(ScrollColumn):
    """The measures and the statutory block at the left; what they say and how sure it is at the right."""

    def __init__(self) -> None:
        self.bars = _ChartCard(HEADLINES, "How good are the plans?")
        self._checks = _ChartCard(STATUTORY, "Statutory checks")
        self.chart = self.bars.view
        self._short = Card(title="In short")
        self._sure = Card(title="How sure are we?")
        self._words: list[QWidget] = []
        left = Column(self.bars, self._checks, 1, gap=4)
        self._invented = Text("", tone="ink2")
        self._example = Card(self._invented, title="What is invented here", kind="quiet")
        right = Column(self._short, self._sure, self._example, 1, gap=4)
        both = Wrap(gap=4)
        both.add(left, stretch=3, least=520)
        both.add(right, stretch=2, least=340)
        super().__init__(both, margins=(0, 4, 0, 6))

    def show_results(self, figures: Results) -> None:
        """Show these figures."""
        self.bars.show_results(figures, counted_by(figures))
        self._checks.setVisible(bool(figures.statutory))
        self._checks.show_results(figures, "One line each; never added up.")
        self._invented.set_text(figures.invented)
        self._example.setVisible(bool(figures.invented))
        for widget in self._words:
            widget.setParent(None)
            widget.deleteLater()
        self._words = [Text(sentence) for sentence in in_short(figures)]
        for widget in self._words:
            self._short.add(widget)
        for icon, sentence in how_sure(figures):
            row = Row(Icon(icon), (Text(sentence), 1), gap=2, align=Qt.AlignmentFlag.AlignTop)
            self._words.append(row)
            self._sure.add(row)


class _TablePane(Column):
    """A sortable table with the chosen row's text in full below it."""

    def __init__(self, name: str, hint: str) -> None:
        self.table = TableView(name)
        self._sorted = QSortFilterProxyModel()
        self._sorted.setSortRole(SORT_ROLE)
        self.table.setModel(self._sorted)
        self.table.setSortingEnabled(True)
        self._hint = hint
        self.title, self._detail = Heading("", 3), Text(hint, tone="ink2")
        self.title.setVisible(False)
        self._whole: Sequence[Whole] = ()
        super().__init__(
            (Card(self.table, pad=1), 1), Card(self.title, self._detail, kind="quiet"), gap=3, margins=(0, 4, 0, 4)
        )
        self.setFocusProxy(self.table)

    def show_rows(self, model: RowsModel, whole: Sequence[Whole]) -> None:
        """Show a table; `whole` holds a title and a text for each of its rows."""
        self._whole = whole
        self._model = model
        # before the rows come, or 90,000 of them would be sorted first, which takes a second or two
        self._sorted.sort(-1)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self._sorted.setSourceModel(model)
        self.table.resizeColumnsToContents()
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.title.setVisible(False)
        self._detail.set_text(self._hint)

    def _on_row_changed(self) -> None:
        row = self._sorted.mapToSource(self.table.currentIndex()).row()
        if 0 <= row < len(self._whole):
            title, text = self._whole[row]
            self.title.set_text(title)
            self.title.setVisible(True)
            self._detail.set_text(text if isinstance(text, str) else text())


def _criteria_rows(figures: Results) -> tuple[RowsModel, list[tuple[str, str]]]:
    names = {m.id: m.short for m in figures.measures}
    every: tuple[CriterionFigure, ...] = (*figures.criteria, *figures.statutory)
    rows: list[tuple[str, ...]] = []
    keys: list[tuple[Any, ...]] = []
    for position, c in enumerate(every):
        measure = names.get(c.measure, "Statutory checks" if c in figures.statutory else "")
        counts = (c.partly, c.not_met, c.not_applicable, c.cannot_tell, c.undecided)
        rows.append(
            (c.id, c.short, measure, str(c.k), str(c.n), c.printed, range_words(c.interval), *(str(n) for n in counts))
        )
        percent = -1.0 if c.percent is None else c.percent
        keys.append((position, c.short, measure, c.k, c.n, percent, c.interval or (-1.0, -1.0), *counts))
    numeric = frozenset({3, 4, 5, 7, 8, 9, 10, 11})
    sortable = [tuple(key[0] if isinstance(key, tuple) else key for key in row) for row in keys]
    whole = [(c.question, f"{c.id} · {c.source}{' · critical' if c.critical else ''}") for c in every]
    return RowsModel(CRITERIA_HEADS, rows, numeric, sortable), whole


def _undecided_rows(figures: Results, store: Store, round_id: int | None) -> tuple[RowsModel, list[Whole]]:
    asked = {c.id: c for c in (*figures.criteria, *figures.statutory)}
    rows: list[tuple[str, ...]] = []
    whole: list[Whole] = []
    for line in figures.plan_lines:
        for criterion, answer in line.answers.items():
            if answer == "undecided":
                rows.append((line.reference, line.area, criterion, asked[criterion].short))
                if round_id is None:
                    whole.append((asked[criterion].question, ELSEWHERE))
                    continue
                said = partial(given_answers, store, round_id, line.reference, criterion)
                whole.append((asked[criterion].question, partial(_said, said)))
    return RowsModel(("Plan", "Area", "Code", "Question"), rows), whole


def _said(read: Callable[[], tuple[GivenAnswer, ...]]) -> str:
    return who_said_what(read())
