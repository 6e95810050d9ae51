"""Send and take in, for an auditor: what the lead does not have yet, what was sent, work packs and papers that came."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QAction, QDesktopServices, QKeySequence
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from auditor.changed import Changed
from auditor.packs.going_out import typed_words
from auditor.packs.returns import MadeReturn, make_return
from auditor.packs.view import OwnView, own_view
from auditor.papers.keep import put_away
from auditor.people.register import today
from auditor.plural import several
from db.errors import UserError
from ui.ask import PACKS, Asks
from ui.packs.out_in_tabs import InTab
from ui.packs.own_tabs import OwnPlansTab, PapersTab, SentTab
from ui.packs.staging_pane import StagingPane
from ui.packs.taking_in import TakingIn
from ui.pages.page import Page
from ui.parts.buttons import PlainButton, PrimaryButton
from ui.parts.doubt import Doubt
from ui.parts.header import HeaderBar
from ui.parts.layout import Column
from ui.parts.message import ON_PAGE, MessageArea
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

LISTS, STAGING = range(2)
PLANS, SENT, CAME, PAPERS = range(4)
TABS = ("Your plans", "Sent", "Came in", "Papers")
KINDS = frozenset({"pack", "audit", "answer", "assignment", "round", "papers", "everything"})


class SendPage(Page):
    """Lists as tabs; in their place, while it lasts, the work pack that was opened."""

    title = "Send and take in"

    def __init__(
        self, session: Session, tasks: Tasks, asks: Asks, settings: Settings, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._tasks, self._asks, self._settings = session, tasks, asks, settings
        self._stale = True
        self._round: int | None = None
        self.view = OwnView("", (), (), (), ())
        self._build()
        session.changed.connect(self._on_changed)
        session.round_switched.connect(self._on_switched)

    def _build(self) -> None:
        self.open = PlainButton("Open packs…", "package-open")
        self.make = PrimaryButton("Make a return pack…", "send")
        self.again = PlainButton("Make a return pack…", "send")
        self.header = HeaderBar(self.title, "", self.open, self.again, primary=self.make)
        self.messages = MessageArea(ON_PAGE)
        self._strip = WorkStrip()
        self.plans, self.sent, self.papers = OwnPlansTab(), SentTab(), PapersTab()
        self.came = InTab(
            "No work pack was taken in here.", "Drop the one your lead sent you on this window.", "Open packs…"
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.setAccessibleName("What to send and what came in")
        for tab, name in zip((self.plans, self.sent, self.came, self.papers), TABS, strict=True):
            self.tabs.addTab(tab, name)
        self.doubt = Doubt("Make it as it is", "Mend it first", with_places=True)
        self.doubt.mend.clicked.connect(self._mend)
        self.staging = StagingPane()
        self.stack = QStackedWidget()
        self.stack.addWidget(Column((self.tabs, 1), gap=0, margins=(6, 1, 6, 0)))
        self.stack.addWidget(self.staging)
        self.taking = TakingIn(self._session, self._tasks, self._settings, self.staging, self.messages, self._strip)
        asking = Column(self.doubt, gap=0, margins=(6, 1, 6, 0))
        self.lay_out(self.header, self.messages, self._strip, asking, self.stack)
        for asked in (self.open.clicked, self.plans.action, self.came.action):
            asked.connect(self.ask_packs)
        for button in (self.make, self.again):
            button.clicked.connect(self.make_return)
        self.came.undo_asked.connect(lambda pack: self.came.ask_undo(self.taking.obstacles(pack)))
        self.papers.put_away.connect(self._put_away)
        self.came.undone.connect(lambda pack, why: self.taking.undo((pack,), why))
        self.taking.opened.connect(lambda: self._show(STAGING))
        self.taking.closed.connect(lambda: self._show(LISTS))
        self._make_action = QAction("Make a return pack…", self)
        self._make_action.setShortcut(QKeySequence("Ctrl+M"))
        self._make_action.triggered.connect(self.make_return)

    # What the window asks

    def refresh(self) -> None:
        """Read the lists, if they may have changed."""
        rnd = self._session.round
        if rnd is None:
            self.header.set_title(self.title, "This workspace has no round yet.")
            self._show_buttons()
            return
        if not self._stale and self._round == rnd.id:
            return
        self._stale, self._round = False, rnd.id
        self.view = view = own_view(self._session.store, rnd.id)
        self.plans.show_plans(view.plans)
        self.sent.show_sent(view.sent)
        self.came.show_in(view.came, "Your lead")
        self.papers.show_papers(view.papers, today())
        for at, count in enumerate((len(view.waiting), len(view.sent), len(view.came), len(view.papers))):
            self.tabs.setTabText(at, f"{TABS[at]} ({count:,})" if count else TABS[at])
        self.header.set_title(self.title, f"{rnd.name} · {_since(view)}")
        self.waiting.emit(len(view.waiting))
        self._show_buttons()

    def focus_main(self) -> None:
        """Put the keyboard on the list that is up, or on the pack that was opened."""
        (self.staging if self.stack.currentIndex() == STAGING else self._tab()).focus_main()

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        if self.stack.currentIndex() == STAGING:
            return (*self.staging.panes(), self.header)
        return (self.tabs.tabBar(), self._tab(), self.header)

    def commands(self) -> tuple[QAction, ...]:
        """Making a return pack."""
        return (self._make_action,)

    def keys(self) -> tuple[tuple[str, str], ...]:
        """The lists' keys."""
        return (("Space", "on a pack: tick it, or not"), ("Ctrl+C", "in a table: copy rows"))

    def place(self) -> dict[str, Any]:
        """Which list is up."""
        return {"tab": self.tabs.currentIndex()}

    def return_to(self, place: dict[str, Any]) -> None:
        """Show it again."""
        self.tabs.setCurrentIndex(int(place.get("tab", PLANS)))

    def leave(self) -> None:
        """The workspace is about to be closed: nothing secret stays behind."""
        self.doubt.stop()
        self.taking.forget()

    # What is done here

    def ask_packs(self) -> None:
        """Ask which packs to open, and show what they would do."""
        paths = self._asks.open_paths(self, "Open packs", PACKS)
        if paths:
            self.take_in(paths)

    def take_in(self, paths: Sequence[Path]) -> None:
        """Show what these packs would do."""
        self.taking.take(paths)

    def make_return(self) -> None:
        """Ask about names in what goes out, then where to write a return pack, and make it."""
        rnd = self._session.round
        if rnd is None or self.stack.currentIndex() != LISTS or not self._has_work():
            return
        self.messages.dismiss()
        typed = typed_words(self._session.store, rnd.id, unfinished=self.plans.unfinished.isChecked())
        self.doubt.before(self._ask_where, None, *typed)

    def _mend(self) -> None:
        """Go to the plans, with a word of which texts are meant."""
        places = self.doubt.places
        self.go.emit("desk")
        self.note.emit(f"To look at before you send: {places}. No return pack was made.")

    def _ask_where(self) -> None:
        rnd = self._session.round
        if rnd is None:
            return
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        number = self.view.sent[0].number + 1 if self.view.sent else 1
        named = f"{rnd.name} {self.view.code}"
        plain = " ".join("".join(letter for letter in named if letter.isalnum() or letter in " -_").split())
        suggested = folder / f"{plain} return {number}.ehcppack"
        target = self._asks.save_path(self, "Make a return pack", suggested, PACKS)
        if target is None:
            return
        store, unfinished = self._session.store, self.plans.unfinished.isChecked()

        def steps() -> Steps:
            return (yield from make_return(store, rnd.id, target, unfinished=unfinished))

        task = self._tasks.start("Making the return pack", steps)
        self._strip.follow(task)
        task.done.connect(self._on_made)
        task.failed.connect(lambda why: self.messages.say("problem", "No return pack was made.", why))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was changed."))

    def _on_made(self, made: MadeReturn) -> None:
        self._session.tell(Changed(frozenset({"pack", "audit"})))
        parts = [
            f"{n:,} {word}"
            for n, word in (
                (made.submitted, "finished"), (made.unfinished, "unfinished"), (made.given_back, "given back")
            )
            if n
        ]  # fmt: skip
        folder = QUrl.fromLocalFile(str(made.file.parent))
        self.messages.say(
            "done",
            f"The return pack is made. Send it now: {made.file.name}",
            f"{', '.join(parts)}. Nothing has left this computer yet. Send this file to your lead; only they can open "
            f"it. It is in {made.file.parent}.",
            ("Open the folder", lambda: QDesktopServices.openUrl(folder)),
        )
        self.focus_main()

    def _put_away(self, paper: int) -> None:
        question = "Put these papers away? They can be read no more; your answers stay. Your lead can send them again."
        if not self._asks.sure(self, question, "Put them away", "Keep them"):
            return
        try:
            changed = put_away(self._session.store, paper)
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return
        self._session.tell(changed)
        self.said.emit("The papers are put away.")

    def _has_work(self) -> bool:
        return any(plan.state != "not_started" for plan in self.view.plans)

    # What is shown

    def _tab(self) -> OwnPlansTab | SentTab | InTab | PapersTab:
        return (self.plans, self.sent, self.came, self.papers)[self.tabs.currentIndex()]

    def _show(self, part: int) -> None:
        self.stack.setCurrentIndex(part)
        self._show_buttons()
        if self.isVisible():
            self.focus_main()

    def _show_buttons(self) -> None:
        lists, work = self.stack.currentIndex() == LISTS, self._has_work()
        self.make.setVisible(lists and bool(self.view.waiting))
        self.again.setVisible(lists and work and not self.view.waiting)
        self._make_action.setEnabled(lists and work)

    def _on_changed(self, changed: Changed) -> None:
        if changed.kinds & KINDS:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def _on_switched(self) -> None:
        self._stale = True
        self.taking.forget()
        self.doubt.stop()
        self.messages.dismiss()
        self._show(LISTS)
        if self.isVisible():
            self.refresh()


def _since(view: OwnView) -> str:
    """How many plans have something new: 3 plans changed since your last return pack."""
    if not view.waiting:
        return "nothing new since your last return pack" if view.sent else "nothing to send yet"
    new = "changed since your last return pack" if view.sent else "not in a return pack yet"
    return f"{several(len(view.waiting), 'plan')} {new}"
