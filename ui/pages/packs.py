"""Packs, for a lead: what is to send, out and came in; packs that were opened, before and after they go in."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.changed import Changed
from auditor.packs.devices import choose_device, contested
from auditor.packs.sheets import check_sheet, sheets_to_check
from auditor.packs.view import packs_in, packs_out
from auditor.packs.words import suggest_passphrase
from auditor.packs.work import MadePack, addressees, make_work_packs
from auditor.people.register import people
from auditor.plural import several
from db.errors import UserError
from ui.ask import PACKS, Asks
from ui.packs.decide_tab import DecideTab
from ui.packs.out_in_tabs import InTab, OutTab
from ui.packs.papers_wish import papers_of, papers_wish
from ui.packs.send_tab import SendTab
from ui.packs.staging_pane import StagingPane
from ui.packs.taking_in import TakingIn
from ui.packs.told_pane import ToldPane, made_words
from ui.pages.page import Page
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.empty import EmptyState
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn
from ui.parts.message import ON_PAGE, MessageArea
from ui.parts.words import Text
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

NOTHING, LISTS, STAGING, TOLD = range(4)
SEND, OUT, IN, DECIDE = range(4)
TABS = ("To send", "Out", "Came in", "To decide")
KINDS = frozenset({"pack", "audit", "assignment", "person", "round", "sample", "contact", "everything"})
NOTHING_BACK = "Nothing has come back yet."
HOW_BACK = "Return packs appear here when you open them or drop them on this window."


class WaitingStrip(Card):
    """Says in one line that packs were left for later, and leads to them."""

    def __init__(self) -> None:
        self._words = Text("", bold=True)
        self.look = PlainButton("Look at them", "package-open")
        super().__init__(Row((self._words, 1), self.look, gap=3), kind="plain", pad=3)

    def show_waiting(self, count: int) -> None:
        """Show how many wait."""
        what = "1 pack waits to go in." if count == 1 else f"{count:,} packs wait to go in."
        self._words.set_text(f"{what} Nothing is written yet.")
        self.setVisible(bool(count))


class PacksPage(Page):
    """Lists as tabs; in their place, while it lasts, what was opened or what was just made."""

    title = "Packs"

    def __init__(
        self, session: Session, tasks: Tasks, asks: Asks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks, self._settings = session, tasks, asks, settings
        self._stale = True
        self._round: int | None = None
        self._build()
        self._connect()
        self._build_commands()
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._on_switched)

    def _build(self) -> None:
        self.open = PlainButton("Open packs…", "package-open")
        self.open_first = PrimaryButton("Open packs…", "package-open")
        self.make = PrimaryButton("Make work packs…", "send")
        self.header = HeaderBar(self.title, "", self.open, self.open_first, primary=self.make)
        self.messages = MessageArea(ON_PAGE)
        self._strip = WorkStrip()
        self.empty = EmptyState(
            "package", "There is no round yet.", "Packs carry a round's plans to its auditors, and their answers back.",
            "New round",
        )  # fmt: skip
        self.send, self.out, self.decide = SendTab(), OutTab(), DecideTab()
        self.came = InTab(NOTHING_BACK, HOW_BACK, "Open packs…")
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("Lists of packs")
        for tab, name in zip((self.send, self.out, self.came, self.decide), TABS, strict=True):
            self.tabs.addTab(tab, name)
        self.waits = WaitingStrip()
        self.staging, self.told = StagingPane(), ToldPane()
        self.stack = QStackedWidget()
        self.stack.addWidget(ScrollColumn(self.empty, margins=6))
        self.stack.addWidget(Column(self.waits, (self.tabs, 1), gap=2, margins=(6, 3, 6, 0)))
        self.stack.addWidget(self.staging)
        self.stack.addWidget(self.told)
        self.taking = TakingIn(self._session, self._tasks, self._settings, self.staging, self.messages, self._strip)
        self.lay_out(self.header, self.messages, self._strip, self.stack)

    def _connect(self) -> None:
        for button in (self.open, self.open_first):
            button.clicked.connect(self.ask_packs)
        self.make.clicked.connect(self.make_packs)
        self.empty.action.connect(lambda: self.go.emit("new-round"))
        self.send.action.connect(lambda: self.go.emit("allocation"))
        self.send.who.clicked.connect(lambda: self.go.emit("papers"))
        self.send.chosen_changed.connect(self._show_buttons)
        self.came.action.connect(self.ask_packs)
        self.came.undo_asked.connect(lambda pack: self.came.ask_undo(self.taking.obstacles(pack)))
        self.came.undone.connect(lambda pack, why: self.taking.undo((pack,), why))
        self.waits.look.clicked.connect(lambda: self._show(STAGING))
        self.taking.opened.connect(lambda: self._show(STAGING))
        self.taking.closed.connect(self._on_closed)
        self.told.ended.connect(self._end_told)
        self.decide.chosen.connect(
            lambda key, device, why: self._do(
                lambda: choose_device(self._session.store, key, device, why), "Your choice is kept."
            )
        )
        self.decide.checked.connect(
            lambda key, by: self._do(lambda: check_sheet(self._session.store, key, by), "The sheet counts as checked.")
        )

    def _build_commands(self) -> None:
        self._commands: list[QAction] = []
        for name, do, keys in (
            ("Make work packs…", self.make_packs, "Ctrl+M"),
            ("Undo the chosen pack…", self._ask_undo, ""),
        ):
            action = QAction(name, self)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.triggered.connect(lambda _=False, do=do: do())
            self._commands.append(action)

    # What the window asks

    def refresh(self) -> None:
        """Read the lists, if they may have changed."""
        rnd = self._session.round
        if rnd is None:
            self.header.set_title(self.title, "This workspace has no round yet.")
            self._show(NOTHING)
            return
        if not self._stale and self._round == rnd.id:
            return
        self._stale, self._round = False, rnd.id
        store = self._session.store
        self.send.show_people(rnd.id, addressees(store, rnd.id))
        self.send.allow_papers(*papers_wish(store, rnd.id))
        self.out.show_out(packs_out(store, rnd.id))
        self.came.show_in(packs_in(store, rnd.id))
        self.decide.show_waiting(
            contested(store, rnd.id), sheets_to_check(store, rnd.id),
            [(p.id, p.facts.name) for p in people(store)],
        )  # fmt: skip
        self._show_counts(rnd.name)
        if self.stack.currentIndex() == NOTHING:
            self._show(LISTS)
        self._show_buttons()

    def focus_main(self) -> None:
        """Put the keyboard on the list that is up, the packs that were opened, or the next passphrase."""
        part = self.stack.currentIndex()
        if part == NOTHING:
            (self.empty.button or self).setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            (self.staging if part == STAGING else self.told if part == TOLD else self._tab()).focus_main()

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        part = self.stack.currentIndex()
        if part == NOTHING:
            return (self.stack,)
        own = self.staging.panes() if part == STAGING else self.told.panes() if part == TOLD else self._list_panes()
        return (*own, self.header)

    def commands(self) -> tuple[QAction, ...]:
        """Making packs, undoing one."""
        return tuple(self._commands)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The lists' keys."""
        return (
            ("Space", "on a pack or an auditor: tick it, or not"),
            ("Ctrl+C", "in a table: copy rows"),
        )

    def place(self) -> dict[str, Any]:
        """Which list is up."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show it again."""
        self.tabs.setCurrentIndex(int(place.get("tab", SEND)))

    def leave(self) -> None:
        """The workspace is about to be closed: nothing secret stays behind."""
        self.told.forget()
        self.taking.forget()

    # What is done here

    def ask_packs(self) -> None:
        """Ask which packs to open, and show what they would do."""
        paths = self._asks.open_paths(self, "Open packs", PACKS)
        if paths:
            self.take_in(paths)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Show what these packs would do."""
        if self._session.round is None:
            self.messages.say("problem", "There is no round to take packs into.", "Make the round first.")
            return
        self.taking.take(paths)

    def make_packs(self) -> None:
        """Make a pack for everybody who is ticked, in a folder that is asked for."""
        rnd, chosen = self._session.round, self.send.chosen
        if rnd is None or self.stack.currentIndex() != LISTS:
            return
        self.tabs.setCurrentIndex(SEND)
        if not chosen:
            self.messages.say("note", "Nobody is ticked.", "Tick those who shall get a pack with Space.")
            return
        store, papers = self._session.store, None
        if self.send.papers.isChecked():
            place = self._asks.folder(self, "Choose the folder in which the papers lie")
            if place is None:
                return
            papers = papers_of(store, (place,))
        folder = self._asks.folder(self, "Choose a folder for the packs")
        if folder is None:
            return
        self.messages.dismiss()
        passphrases = {p.person: suggest_passphrase() for p in chosen if not p.has_key}
        persons = [p.person for p in chosen]

        def steps() -> Steps:
            return (yield from make_work_packs(store, rnd.id, persons, folder, passphrases, papers))

        task = self._tasks.start(f"Making {several(len(chosen), 'work pack')}", steps)
        self._strip.follow(task)
        self.make.setEnabled(False)
        task.done.connect(partial(self._on_made, passphrases=passphrases))
        task.failed.connect(partial(self._on_not_made, "No pack was made."))
        task.cancelled.connect(partial(self._on_not_made, "Cancelled. Nothing was changed."))

    def _on_made(self, made: tuple[MadePack, ...], passphrases: dict[int, str]) -> None:
        self.send.forget_chosen()
        self.told.show_made(made, passphrases)
        self._show(TOLD)
        self.messages.say(
            "done", f"Made: {made_words(made)}{self._papers_words(made)}.", f"In {made[0].file.parent}" if made else ""
        )
        self._session.tell(Changed(frozenset({"pack"})))
        self.told.focus_main()

    def _papers_words(self, made: Sequence[MadePack]) -> str:
        """How many papers went along, where some might have."""
        papers = sum(one.papers for one in made)
        return (
            f" and {several(papers, 'paper')}" if papers else " and no papers" if self.send.papers.isEnabled() else ""
        )

    def _on_not_made(self, what: str, why: str = "") -> None:
        self.messages.say("problem" if why else "note", what, why)
        self._show_buttons()

    def _end_told(self) -> None:
        left = self.told.untold
        if left:
            whom = "1 passphrase is" if left == 1 else f"{left:,} passphrases are"
            question = f"{whom} not ticked off as told. They are kept nowhere. Leave this page all the same?"
            if not self._asks.sure(self, question, "Leave it", "Stay"):
                return
        self.told.forget()
        self.messages.dismiss()
        self._show(LISTS)
        self.tabs.setCurrentIndex(OUT)
        self.focus_main()

    def _ask_undo(self) -> None:
        self.tabs.setCurrentIndex(IN)
        if self.came.undo.isEnabled():
            self.came.undo.click()

    def _do(self, job: Callable[[], Changed], said: str) -> None:
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        self._session.tell(changed)
        self.said.emit(said)

    # What is shown

    def _tab(self) -> SendTab | OutTab | InTab | DecideTab:
        return (self.send, self.out, self.came, self.decide)[self.tabs.currentIndex()]

    def _list_panes(self) -> tuple[QWidget, ...]:
        return (self.tabs.tabBar(), *(self.decide.panes() if self._tab() is self.decide else (self._tab(),)))

    def _show(self, part: int) -> None:
        self.stack.setCurrentIndex(part)
        self.waits.show_waiting(self.taking.waiting)
        self._show_buttons()
        self.waiting.emit(self.taking.waiting + self.decide.waiting)
        if self.isVisible() and part in (STAGING, TOLD):
            self.focus_main()

    def _on_closed(self) -> None:
        """Back to the lists, or to the passphrases while some of them are still to be told."""
        self._show(TOLD if self.told.untold else LISTS)
        if self.came.rows:
            self.tabs.setCurrentIndex(IN)
        self.focus_main()

    def _show_counts(self, name: str) -> None:
        counts = (self.send.waiting, self.out.rows, self.came.rows, self.decide.waiting)
        for at, (word, count) in enumerate(zip(TABS, counts, strict=True)):
            self.tabs.setTabText(at, f"{word} ({count:,})" if count else word)
        self.tabs.setTabVisible(DECIDE, bool(counts[DECIDE]))
        told = f"to send {counts[SEND]:,} · out {counts[OUT]:,} · came in {counts[IN]:,}"
        self.header.set_title(self.title, f"{name} · {told}")
        self.waiting.emit(self.taking.waiting + self.decide.waiting)

    def _show_buttons(self) -> None:
        lists, chosen = self.stack.currentIndex() == LISTS, len(self.send.chosen)
        self.make.setVisible(lists and bool(chosen))
        self.make.setEnabled(True)
        without = " without papers" if self.send.leaves_papers_out else ""
        self.make.setText(f"Make {several(chosen, 'work pack')}{without}…")
        self.open_first.setVisible(lists and not chosen)
        self.open.setVisible(self.stack.currentIndex() in (STAGING, TOLD) or (lists and bool(chosen)))

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def _on_switched(self) -> None:
        self._stale = True
        self.taking.forget()
        self.told.forget()
        self.messages.dismiss()
        if self.stack.currentIndex() != NOTHING:
            self._show(LISTS)
        if self.isVisible():
            self.refresh()
