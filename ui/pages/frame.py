"""List of plans: drop or choose the list a round is drawn from, see what is wrong with it, use what can be used."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.changed import Changed
from auditor.frames import Frame
from auditor.frames.keep import FrameStanding, frame_standing
from auditor.frames.key_list import CLEAR, LOCKED, locked
from db.errors import UserError
from ui.ask import Asks
from ui.frame.drop_card import DropCard, files_in
from ui.frame.found_pane import new_keys, usable_words
from ui.frame.found_tabs import FoundTabs
from ui.frame.kept_pane import KeptPane
from ui.frame.key_step import KeyStep
from ui.frame.key_wish import ask_wish
from ui.frame.list_work import ListWork
from ui.frame.population_view import PopulationView
from ui.frame.save_problems import save_problems
from ui.frame.work import Chosen, KeyWish, Read, TakenIn
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.buttons import PlainButton, PrimaryButton, QuietButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Column, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.session import Session
from ui.tasks import Task, Tasks
from ui.work_strip import WorkStrip

LISTS = "Lists of plans (*.xlsx *.xlsm *.csv *.txt *.tsv);;All files (*)"
KEY_LISTS = f"Key lists (*{LOCKED} *{CLEAR} *.age *.csv)"
NOTHING, EMPTY, FOUND, KEY, KEPT = range(5)


class FramePage(Page):
    """Reads a list on the worker, shows what was found, and takes it into the round."""

    title = "List of plans"

    def __init__(self, session: Session, tasks: Tasks, asks: Asks, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks = session, tasks, asks
        self.work = ListWork(session.store, tasks, self)
        self.read: Read | None = None
        self.standing: FrameStanding | None = None
        self._round: int | None = None
        self._stale = False  # whether other columns were chosen since the list was read
        self._build()
        self.setAcceptDrops(True)
        for news, told in (
            (self.work.began, self._on_began), (self.work.was_read, self._on_read),
            (self.work.taken_in, self._on_taken_in), (self.work.refused, self._on_refused),
            (self.work.keys_refused, self._on_keys_refused), (self.work.cancelled, self._on_cancelled),
        ):  # fmt: skip
            news.connect(told)
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._on_round_switched)

    def _build(self) -> None:
        self.primary = PrimaryButton()
        self.primary.clicked.connect(self._on_primary)
        self.other, self.leave_it = PlainButton("Take in another list…"), QuietButton("Do not use it", "x")
        self.other.clicked.connect(self.choose)
        self.leave_it.clicked.connect(self._on_leave_it)
        self.header = HeaderBar(self.title, "", self.leave_it, self.other, primary=self.primary)
        self.messages = MessageArea(ON_PAGE)
        self._strip = WorkStrip()
        self.drop = DropCard()
        self.drop.asked.connect(self.choose)
        self._none = EmptyState("clipboard-list", "There is no round yet.", "Its list of plans appears here with it.")
        self._nothing = Column(self._none, 1, margins=6)
        self.key_step = KeyStep()
        self.key_step.entered.connect(self._on_primary)
        self._stack = QStackedWidget()
        for part in (
            self._nothing, ScrollColumn(self.drop, margins=(6, 5, 6, 6)), self._build_found(),
            Column(self.key_step, gap=0, margins=(6, 0, 6, 0)), self._build_kept(),
        ):  # fmt: skip
            self._stack.addWidget(part)
        self.lay_out(self.header, self.messages, self._strip, self._stack)
        self._actions = {
            name: self._action(name, do)
            for name, do in (
                ("Choose a list of plans…", self.choose),
                ("Add a table of SEN2…", self._add_table),
                ("Save what is wrong with the list…", self._save_problems),
            )
        }

    def _build_found(self) -> Column:
        self.tabs = FoundTabs()
        self.found, self.columns = self.tabs.found, self.tabs.columns
        self.found.sheet_chosen.connect(self._on_sheet)
        self.found.table_asked.connect(self._add_table)
        self.found.other_asked.connect(self.choose)
        self.found.keys.file_asked.connect(self._choose_keys)
        self.found.keys.opened.connect(self._open_keys)
        self.columns.changed.connect(self._on_columns_changed)
        self.tabs.save_asked.connect(self._save_problems)
        return Column((self.tabs, 1), gap=0, margins=(6, 2, 6, 0))

    def _build_kept(self) -> Column:
        self.kept = KeptPane()
        self.kept_tabs = QTabWidget()
        self.kept_tabs.setDocumentMode(True)
        self.kept_tabs.setAccessibleName("The round's list")
        self.kept_tabs.addTab(self.kept, "The list")
        self.population = PopulationView(self._session, self._tasks, self._asks)
        self.kept_tabs.addTab(self.population, "What it shows")
        return Column((self.kept_tabs, 1), gap=0, margins=(6, 2, 6, 0))

    # What the window asks

    def refresh(self) -> None:
        """Show the list of the round the window is on, or the one being looked at."""
        rnd = self._session.round
        if rnd is None:
            self._show(NOTHING)
            return
        if rnd.id != self._round:
            self._forget()
            self._round = rnd.id
        if self.read is None and not self.work.busy:
            self._show_standing()

    def focus_main(self) -> None:
        """Put the keyboard on the next sensible step, or on what was found."""
        if self._stack.currentIndex() == EMPTY:
            self.drop.button.setFocus()
        elif self._stack.currentIndex() == NOTHING:
            (self._none.button or self._stack).setFocus()
        elif self._stack.currentIndex() == FOUND and not self.primary.isEnabled():
            self.tabs.tabBar().setFocus()
        else:
            self.primary.setFocus()

    def panes(self) -> tuple[QWidget, ...]:
        """What is shown, then the header's buttons."""
        shown = {FOUND: (self.tabs.tabBar(), self.tabs.currentWidget()), KEY: (self.key_step,),
                 KEPT: (self.kept_tabs.tabBar(), self.kept_tabs.currentWidget()), EMPTY: (self.drop,),
                 NOTHING: (self._nothing,)}  # fmt: skip
        head = (self.header,) if any(b.isVisible() for b in (self.primary, self.other, self.leave_it)) else ()
        return (*shown.get(self._stack.currentIndex(), ()), *head)

    def commands(self) -> tuple[QAction, ...]:
        """Choosing a list, adding a table, saving what is wrong."""
        return tuple(self._actions.values())

    def keys(self) -> tuple[tuple[str, str], ...]:
        """What Copy does."""
        return (("Ctrl+C", "in a table: copy rows"),)

    def place(self) -> dict[str, Any]:
        """Which tab is shown."""
        return {"tab": self.tabs.currentIndex(), "kept": self.kept_tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show that tab again."""
        self.tabs.setCurrentIndex(int(place.get("tab", 0)))
        self.kept_tabs.setCurrentIndex(int(place.get("kept", 0)))

    def leave(self) -> None:
        """Forget the list that was looked at: it may name children."""
        self._forget()

    # Choosing and reading

    def choose(self) -> None:
        """Ask which list to read."""
        if self._may_take():
            path = self._asks.open_path(self, "Choose the list of plans", LISTS)
            if path is not None:
                self.read_files(path)

    def read_files(self, *files: Path) -> None:
        """Read a list, or several tables of SEN2 together, and show what was found."""
        rnd = self._session.round
        if rnd is not None and self._may_take():
            self.messages.dismiss()
            self.work.read(Chosen(rnd.id, rnd.as_at, files))

    def _on_cancelled(self) -> None:
        self.messages.say("note", "Cancelled. Nothing was changed.")
        self.refresh()
        self._show_buttons()

    def _on_began(self, task: Task) -> None:
        """Nothing else can be pressed while a job is under way but its Cancel."""
        self._strip.follow(task)
        self._show_buttons()

    def _on_refused(self, sentence: str) -> None:
        self.messages.say("problem", sentence)
        if self.read is not None:
            self.found.show_read(self.read)  # the sheet chosen now is again the one that was read
        self.refresh()
        self._show_buttons()
        self.focus_main()

    def _on_read(self, read: Read) -> None:
        if read.chosen.round_id != self._round:  # the window went on to another round meanwhile
            self.refresh()
            self._show_buttons()
            return
        self.read, self._stale = read, False
        self.tabs.show_read(read)
        self._show(FOUND)
        if read.reading.refused is not None:
            self.messages.say("problem", str(read.reading.refused))
        else:
            self.messages.dismiss()
            announce(self, f"{read.chosen.name}: {usable_words(read.reading)}.")
        self.focus_main()

    def _on_sheet(self, sheet: str | None) -> None:
        if self.read is not None:
            self.work.read(replace(self.read.chosen, sheet=sheet, mapping=None))

    def _add_table(self) -> None:
        if self.read is None or not self.read.reading.look.kind.startswith("sen2"):
            return
        path = self._asks.open_path(self, "Choose another table of SEN2", LISTS)
        if path is not None:
            self.work.read(self.read.chosen.also(path))

    def _on_columns_changed(self) -> None:
        self._stale = self.read is not None and self.columns.mapping != dict(self.read.reading.at)
        self._show_buttons()

    # The key list of last time

    def _choose_keys(self) -> None:
        path = self._asks.open_path(self, "Choose the key list of last time", KEY_LISTS)
        if path is None:
            return
        try:
            if locked(path):
                self.found.keys.ask_passphrase(path)
            else:
                self._open_keys(path, None)
        except UserError as problem:
            self.messages.say("problem", str(problem))

    def _open_keys(self, path: Path, passphrase: str | None) -> None:
        if self.read is not None:
            self.work.open_keys(path, passphrase, self.read.chosen)

    def _on_keys_refused(self, sentence: str) -> None:
        self._show_buttons()
        if self.found.keys.passphrase.isVisible():
            self.found.keys.refuse(sentence)
        else:
            self.messages.say("problem", sentence)

    # Taking in

    def _on_primary(self) -> None:
        match self._stack.currentIndex():
            case index if index == FOUND and self.read is not None:
                if self._stale:
                    self.work.read(replace(self.read.chosen, mapping=self.columns.mapping))
                elif new_keys(self.read):
                    self.key_step.start()
                    self._show(KEY)
                    self.key_step.first.setFocus()
                else:
                    self._take_in(KeyWish(None))
            case index if index == KEY:
                self._save_keys()
            case index if index == KEPT:
                self.go.emit("sample")
            case _:
                self.choose()

    def _save_keys(self) -> None:
        rnd = self._session.round
        try:
            wish = ask_wish(self.key_step, self._asks, self, rnd.name if rnd else "", self._session.store.path)
        except UserError as problem:
            self.messages.say("problem", str(problem))
        else:
            if wish is not None:
                self._take_in(wish)

    def _take_in(self, wish: KeyWish) -> None:
        if self.read is not None:
            self.messages.dismiss()
            self.work.take_in(self.read, wish)

    def _on_taken_in(self, taken: TakenIn) -> None:
        self.read = None
        self.key_step.forget()
        self._session.tell(taken.changed)
        self.refresh()
        where = f"The key list is saved as {taken.key_list}." if taken.key_list else ""
        self.messages.say("done", f"{taken.plans:,} plans are in the round's list.", where)
        self.focus_main()

    # What is wrong, as a file

    def _save_problems(self) -> None:
        frame: Frame | None = self.read.reading.frame if self.read else None
        if self.read is None or frame is None:
            return
        save_problems(self, self._asks, self.messages, self.read.chosen.files[0], frame)

    # What is shown

    def _show_standing(self) -> None:
        rnd = self._session.round
        if rnd is None:
            return
        self.standing = frame_standing(self._session.store, rnd.id)
        self.header.set_title(self.title, rnd.name)
        kept = self.standing.frame
        if kept is not None:
            self.kept.show_standing(self.standing, kept)
            self._show(KEPT)
        elif self.standing.locked:
            words = (f"{rnd.name} has no list of plans.", self.standing.locked, "See the sample")
            self._none = EmptyState("clipboard-list", *words)
            self._none.action.connect(lambda: self.go.emit("sample"))
            self._nothing.clear()
            self._nothing.add(self._none)
            self._nothing.add(1)
            self._show(NOTHING)
        else:
            self._show(EMPTY)

    def _show(self, index: int) -> None:
        if index != KEY:
            self.key_step.forget()
        self._stack.setCurrentIndex(index)
        self._show_buttons()

    def _show_buttons(self) -> None:
        """Say on the one primary button what comes next, and offer what else can be done."""
        index, idle = self._stack.currentIndex(), not self.work.busy
        usable = len(self.read.reading.frame.plans) if self.read and self.read.reading.frame else 0
        words, icon = {
            NOTHING: ("", ""),
            EMPTY: ("", ""),  # the button stands in the card
            KEY: ("Save it and use the plans…", "lock"),
            KEPT: ("Go on to the sample", "arrow-right"),
            FOUND: ("Read again with these columns", "redo-2")
            if self._stale or not usable
            else ("Use this plan" if usable == 1 else f"Use these {usable:,} plans", "check"),
        }[index]
        self.primary.setText(words)
        self.primary.set_icon(icon)
        self.primary.setVisible(bool(words))
        self.primary.setEnabled(idle and (index != FOUND or self._stale or usable > 0))
        may = self.standing is not None and not self.standing.locked
        self.other.setVisible(index == KEPT and may)
        self.leave_it.setText("Back" if index == KEY else "Do not use it")
        self.leave_it.set_icon("arrow-left" if index == KEY else "x")
        self.leave_it.setVisible(index in (FOUND, KEY))
        for part in (self.other, self.leave_it, self.tabs, self.key_step, self.drop):
            part.setEnabled(idle)
        found = index == FOUND and self.read is not None
        self._actions["Choose a list of plans…"].setEnabled(idle and may)
        self._actions["Add a table of SEN2…"].setEnabled(
            idle and found and self.read is not None and self.read.reading.look.kind.startswith("sen2")
        )
        self._actions["Save what is wrong with the list…"].setEnabled(found and usable > 0)

    def _may_take(self) -> bool:
        if not self.work.busy and self.standing is not None and not self.standing.locked:
            return True
        if not self.work.busy and self.standing is not None:
            self.messages.say("note", self.standing.locked, "Make a new round for another list.")
        return False

    def _on_leave_it(self) -> None:
        if self._stack.currentIndex() == KEY:
            self._show(FOUND)
        else:
            self._forget()
            self.refresh()
        self.focus_main()

    def _forget(self) -> None:
        """Let go of the list that was looked at, which may name children, and of passphrases."""
        self.work.cancel()
        self.read, self._stale = None, False
        self.key_step.forget()
        self.messages.dismiss()

    def _on_session_changed(self, changed: Changed) -> None:
        if self.isVisible() and changed.kinds & {"frame", "round", "sample", "everything"}:
            self.refresh()

    def _on_round_switched(self) -> None:
        if self.isVisible():
            self.refresh()

    def _action(self, name: str, do: Callable[[], object]) -> QAction:
        action = QAction(name, self)
        action.triggered.connect(lambda _=False: do())
        return action

    # Files dropped on the page

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take lists dragged over the page; a workspace is for the window."""
        if files_in(event) and not self.work.busy and self._session.round is not None:
            event.acceptProposedAction()
            self.drop.set_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing is held above the page any more."""
        self.drop.set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Read what was dropped."""
        files = files_in(event)
        self.drop.set_over(False)
        if files:
            event.acceptProposedAction()
            self.read_files(*files)
