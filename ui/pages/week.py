"""This week: plans issued, advice and quick checks by locality, week by week; and where a list of advice comes in."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, QSignalBlocker, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QWidget

from auditor.changed import Changed
from auditor.reports.week_words import say, taken_words, week_words
from auditor.weeks.advice import standing
from auditor.weeks.weekly import Week, weekly
from ui.ask import Asks
from ui.frame.save_problems import save_problems
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, Row
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.words import Text
from ui.reader import Reader
from ui.session import Session
from ui.setup.fields import day as day_field
from ui.tasks import Steps, Tasks
from ui.week.figures import WeekFigures
from ui.week.take_in import AdviceFound, ReadAdvice, read_list, take_in
from ui.work_strip import WorkStrip

LISTS = "Lists of advice (*.xlsx *.xlsm *.csv *.txt *.tsv);;All files (*)"
NOTHING, WORKING, SHOWN, FOUND = range(4)
WEEK = timedelta(days=7)


def _today() -> date:
    return datetime.now().astimezone().date()


class WeekPage(Page):
    """Reads a week on the worker and shows it; takes in a list of advice; makes the page as PDF and workbook."""

    title = "This week"

    def __init__(
        self, session: Session, tasks: Tasks, asks: Asks, today: Callable[[], date] = _today,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._session, self._tasks, self._asks, self._today = session, tasks, asks, today
        self.week: Week | None = None
        self.read: ReadAdvice | None = None
        self._day: date | None = None
        self.reader = Reader(tasks, self)
        self._build()
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self._on_week)
        self.reader.failed.connect(partial(self.messages.say, "problem"))
        session.changed.connect(self._on_session_changed)

    def _build(self) -> None:
        self.make = PrimaryButton("Make the page…", "file-text")
        self.make.clicked.connect(self._on_make)
        self.take = PlainButton("Take in a list of advice…", "download")
        self.take.clicked.connect(self.choose_advice)
        self.before = PlainButton(icon="chevron-left", name="The week before")
        self.after = PlainButton(icon="chevron-right", name="The week after")
        self.before.clicked.connect(lambda: self.step(-1))
        self.after.clicked.connect(lambda: self.step(1))
        self.day = day_field(_shown(self._today()))
        self.day.setKeyboardTracking(False)  # a date half typed is no day to show
        self.day.setAccessibleName("A day of the week to show")
        self.day.dateChanged.connect(self._on_day)
        chooser = Row(self.before, self.day, self.after, gap=1)
        self.header = HeaderBar(self.title, "", chooser, self.take, primary=self.make)
        self.messages, self._strip = MessageArea(ON_PAGE), WorkStrip()
        self.figures, self.found = WeekFigures(), AdviceFound()
        self.found.accepted.connect(self._on_accepted)
        self.found.left.connect(self._on_left)
        self.found.save_asked.connect(self._save_problems)
        self.empty = EmptyState(
            "calendar", "What each week came to appears here.",
            "Take in a round's list of plans, or a list of advice: columns area, adviser, asked on, received on.",
            "Take in a list of advice…",
        )  # fmt: skip
        self.empty.action.connect(self.choose_advice)
        self._stack = QStackedWidget()
        self._stack.setMinimumHeight(1)  # the list's pane, not shown yet, would squeeze the header of a small window
        for part in (
            Column(self.empty, 1, margins=6), Column(Text("Counting the week…", tone="ink2"), 1, margins=6),
            self.figures, self.found,
        ):  # fmt: skip
            self._stack.addWidget(part)
        self.lay_out(self.header, self.messages, self._strip, self._stack)
        self._actions = (
            self._action("The week before", lambda: self.step(-1), "Ctrl+PgUp"),
            self._action("The week after", lambda: self.step(1), "Ctrl+PgDown"),
            self._action("Take in a list of advice…", self.choose_advice, ""),
            self._action("Make the page of the week…", self._on_make, "Ctrl+P"),
        )

    def _action(self, name: str, do: Callable[[], object], keys: str) -> QAction:
        action = QAction(name, self)
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: do())
        return action

    def commands(self) -> tuple[QAction, ...]:
        """Going through the weeks, taking advice in, making the page."""
        return self._actions

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What Copy does."""
        return (("Ctrl+C", "in a table: copy rows"),)

    def panes(self) -> tuple[QWidget, ...]:
        """The week or the list that was read, then the header."""
        return (self._stack.currentWidget() or self._stack, self.header)

    def place(self) -> dict[str, Any]:
        """Which week is shown."""
        return {"day": self._day.isoformat() if self._day else ""}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that week again."""
        if day := place.get("day"):
            self.show_day(date.fromisoformat(day))

    def focus_main(self) -> None:
        """Put the keyboard on the table, or on the next sensible step."""
        match self._stack.currentIndex():
            case index if index == FOUND:
                self.found.take.setFocus() if self.found.take.isEnabled() else self.found.leave.setFocus()
            case index if index == NOTHING and self.empty.button is not None:
                self.empty.button.setFocus()
            case _:
                shown = self.figures.localities.isVisible()
                (self.figures.localities.table if shown else self.before).setFocus()

    def leave(self) -> None:
        """Forget the list that was looked at."""
        self.read = None

    # The week

    def refresh(self) -> None:
        """Count the week again, if anything changed since."""
        if not self.reader.due:
            return
        if self.week is None and self.read is None:
            self._stack.setCurrentIndex(WORKING)
        self.reader.read("Counting the week", partial(weekly, self._session.store, self._day, self._today()))

    def step(self, weeks: int) -> None:
        """Go to an earlier or a later week."""
        monday = self.week.monday if self._day is None and self.week is not None else self._day
        if monday is not None and self.read is None:
            self.show_day(monday + weeks * WEEK)

    def show_day(self, day: date) -> None:
        """Show the week of a day."""
        self._day = day
        self.reader.spoil()

    def _on_day(self, day: QDate) -> None:
        self.show_day(date(day.year(), day.month(), day.day()))

    def _on_session_changed(self, changed: Changed) -> None:
        if changed.kinds & {"frame", "advice", "audit", "round", "everything"}:
            self.reader.spoil()

    def _on_week(self, week: Week) -> None:
        self.week = week
        days = week_words(week.monday)
        self.header.set_title(self.title, say("week.title", week=days))
        with QSignalBlocker(self.day):
            shown = self._day or week.monday
            self.day.setDate(_shown(shown))
        empty = week.plans_from is None and week.advice_from is None and not week.lists and not week.localities
        self.make.setEnabled(not empty)
        self._actions[3].setEnabled(not empty)
        self.take.setVisible(not empty and self.read is None)  # the empty page has the same button
        self.figures.show_week(week, say("week.opened") if self._day is None and week.sunday < self._today() else "")
        if self.read is None:
            self._stack.setCurrentIndex(NOTHING if empty else SHOWN)
        announce(self, say("week.title", week=days))

    # Advice

    def choose_advice(self) -> None:
        """Ask which list of advice to read."""
        path = self._asks.open_path(self, "Choose the list of advice", LISTS)
        if path is not None:
            self.read_advice(path)

    def read_advice(self, path: Path) -> None:
        """Read a list of advice and show what was found."""
        self.messages.dismiss()
        task = self._tasks.start(f"Reading {path.name}", read_list(path, self._today()))
        self._strip.follow(task)
        task.done.connect(self._on_read)
        task.failed.connect(lambda sentence: self.messages.say("problem", sentence))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was changed."))

    def _on_read(self, read: ReadAdvice) -> None:
        self.read = read
        self.found.show_read(read)
        self._show_buttons()
        self._stack.setCurrentIndex(FOUND)
        announce(self, self.found.usable.words)
        self.focus_main()

    def _show_buttons(self) -> None:
        for part in (self.make, self.take, self.before, self.after, self.day):
            part.setVisible(self.read is None)
        self.header.set_title(
            "Advice" if self.read else self.title,
            "What was found in the list" if self.read else say("week.title", week=week_words(self.week.monday))
            if self.week else "",
        )  # fmt: skip

    def _on_accepted(self) -> None:
        read = self.read
        if read is None or not read.sheet.items:
            return
        task = self._tasks.start("Taking the list in", take_in(self._session.store, read))
        self._strip.follow(task)
        task.done.connect(self._on_taken_in)
        task.failed.connect(lambda sentence: self.messages.say("problem", sentence))

    def _on_taken_in(self, changed: Changed) -> None:
        read = self.read
        self._on_left()
        self._session.tell(changed)
        if read is not None:
            stands = standing(read.sheet.items, read.as_at)
            self.messages.say("done", taken_words(read.sheet, stands))

    def _on_left(self) -> None:
        self.read = None
        self._show_buttons()
        self._stack.setCurrentIndex(WORKING)
        self.reader.spoil()

    def _save_problems(self) -> None:
        if self.read is None:
            return
        save_problems(self, self._asks, self.messages, self.read.file, self.read.sheet)

    # Files

    def _on_make(self) -> None:
        week = self.week
        folder = self._asks.folder(self, "Choose a folder for the page") if week and self.make.isEnabled() else None
        if week is None or folder is None:
            return
        today = self._today()

        def work() -> Steps:
            from auditor.reports.week_files import week_steps

            for step in week_steps(week, folder, day=today):
                if isinstance(step, str):
                    yield step
                else:
                    return step
            raise AssertionError("the last step is the paths")

        task = self._tasks.start("Making the page", work)
        self._strip.follow(task)
        task.done.connect(self._on_made)
        task.failed.connect(lambda sentence: self.messages.say("problem", sentence))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Earlier files are untouched."))

    def _on_made(self, files: Sequence[Path]) -> None:
        names = " and ".join(file.name for file in files)
        self.messages.say(
            "done", f"The page is made: {names}", f"In {files[0].parent}",
            ("Open the PDF", lambda: _open(files[0])), ("Open the folder", lambda: _open(files[0].parent)),
        )  # fmt: skip


def _shown(day: date) -> QDate:
    return QDate(day.year, day.month, day.day)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
