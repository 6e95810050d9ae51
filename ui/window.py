"""The one window: its places and the way between them, its commands, and its own events."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget

from db.errors import UserError
from ui.ask import PACK, PACKS, Asks, Dialogs
from ui.history import History
from ui.locking import Left, Locking
from ui.look import Theme, look
from ui.menus import Menus
from ui.pages.page import Page
from ui.panes import enter, next_pane
from ui.parts.announce import announce
from ui.parts.layout import Column, Row
from ui.parts.message import MessageArea
from ui.places import Place, places_for
from ui.recent import Recents
from ui.settings import SCALES, Settings
from ui.sidebar import Sidebar
from ui.status import Status
from ui.tasks import Steps, Task, Tasks
from ui.waiting import Waiting
from ui.work_strip import WorkStrip
from ui.workspaces import Workspaces

if TYPE_CHECKING:
    from db.vault import Key
    from ui.session import Session

NAME = "EHCP Auditor"
NARROW, NARROWEST = 1100, 640  # design px: under these the sidebar folds, and goes
LEAST = (640, 480)  # px
FIRST = (1440, 900)  # px


class MainWindow(QMainWindow):
    """Shows one page at a time. Pages are made when first visited and last as long as the workspace is open."""

    def __init__(self, settings: Settings, asks: Asks | None = None) -> None:
        super().__init__()
        look().dress(self)
        self.settings, self.recents, self.tasks = settings, Recents(settings.file, self), Tasks(self)
        self.session: Session | None = None
        self.asks = asks or Dialogs()
        self._pages: dict[str, Page] = {}
        self._history = History()
        self._here = ""
        self._narrow = False
        self.locking, self.workspaces = Locking(self), Workspaces(self)
        self._build()
        self._menus = Menus(self)
        settings.changed.connect(self._on_setting_changed)
        look().changed.connect(self._fit)
        self.show_workspace()
        self.visit("welcome")

    def _build(self) -> None:
        self.sidebar = Sidebar()
        self.messages = MessageArea()
        self.messages.setContentsMargins(16, 12, 16, 12)
        self._strip = WorkStrip()
        self._stack = QStackedWidget()
        self.locking.warning.setContentsMargins(16, 12, 16, 0)
        body = Column(self.locking.warning, self.messages, self._strip, (self._stack, 1), gap=0)
        self.setCentralWidget(Row(self.sidebar, (body, 1), gap=0))
        self.status = Status()
        self.setStatusBar(self.status)
        self.waiting = Waiting(self)
        self.sidebar.asked.connect(self.visit)
        self.sidebar.round_asked.connect(self._switch_round)
        self.sidebar.lock_asked.connect(self.locking.lock_now)
        self.setAcceptDrops(True)
        self.setMinimumSize(*LEAST)
        self.resize(*FIRST)

    # Places

    @property
    def open_session(self) -> "Session":
        """The open workspace, for pages that only exist while there is one."""
        if self.session is None:
            raise RuntimeError("no workspace is open")
        return self.session

    @property
    def page(self) -> Page:
        """The page that is up."""
        return self._pages[self._here]

    @property
    def here(self) -> str:
        """The key of the page that is up."""
        return self._here

    @property
    def places(self) -> tuple[Place, ...]:
        """The places there are now."""
        return places_for(self.role)

    @property
    def role(self) -> str:
        """The role of whose workspace is open, or nothing where none is."""
        return self.session.owner.role if self.session else ""

    def visit(self, key: str) -> None:
        """Go to a place, so that Back returns from it. A place that this workspace does not have stays shut."""
        if key not in {place.key for place in self.places}:
            return
        if key != self._here:
            if self._here:
                self._history.leave(self.page.place())
            self._history.visit(key)
        self._show(key)

    def step(self, by: int) -> None:
        """Go back (-1) or forward (1), to where the reader was on that page."""
        self._history.leave(self.page.place())
        stop = self._history.step(by)
        if stop is not None:
            self._show(stop.key, stop.place)

    def home(self) -> str:
        """The place a workspace opens on: what is to be done, or the next step of setting a first round up."""
        if self.session is None:
            return "welcome"
        if not self.session.lead:
            return "desk"
        if not self.session.rounds:
            return "new-round"
        return self.setting_up() if len(self.session.rounds) == 1 else "today"

    def setting_up(self) -> str:
        """The place of the next step of setting the round up; once its plans are given out, what waits today."""
        rnd = self.open_session.round
        if rnd is None or rnd.state != "draft" or rnd.audits:
            return "today"
        return "people" if rnd.plans else "frame"

    def _show(self, key: str, place: dict[str, Any] | None = None) -> None:
        known = next(p for p in self.places if p.key == key)
        if key not in self._pages:
            self._add_page(known)
        if key != self._here:
            self.messages.dismiss()  # what went wrong elsewhere has no errand here
            self.status.leave_page()
        self._here = key
        page = self._pages[key]
        self._refresh(page)
        self._stack.setCurrentWidget(page)
        if place:
            page.return_to(place)
        self.sidebar.stand_on(key)
        self.waiting.count()
        self._fit()
        self._show_commands()
        self._entitle()
        page.focus_main()

    def _add_page(self, place: Place) -> None:
        page = place.make(self)
        page.problem.connect(partial(self.messages.say, "problem"))
        page.note.connect(partial(self.messages.say, "note"))
        page.said.connect(self.status.say)
        page.go.connect(self.visit)
        page.waiting.connect(partial(self.sidebar.set_count, place.key))
        page.setAccessibleName(place.title)
        if page.undo_stack is not None:
            self._menus.undo_group.addStack(page.undo_stack)
        self._pages[place.key] = page
        self._stack.addWidget(page)

    def _refresh(self, page: Page) -> None:
        try:
            page.refresh()
        except UserError as problem:
            self.messages.say("problem", str(problem))

    def _show_commands(self) -> None:
        page, session = self.page, self.session
        self._menus.show_places(self.places, self._here)
        self._menus.back.setEnabled(self._history.can_go_back)
        self._menus.forward.setEnabled(self._history.can_go_forward)
        self._menus.close.setEnabled(session is not None)
        self._menus.lock.setEnabled(session is not None)
        for command in (self._menus.handbook, self._menus.sheet):
            command.setEnabled(session is not None and session.round is not None)
        self._menus.saved.setEnabled(session is not None)
        self._menus.log.setEnabled(session is not None)
        self._menus.undo_group.setActiveStack(page.undo_stack)  # type: ignore[arg-type]  # None is allowed
        self._menus.show_file(page.file_commands())
        self._menus.show_view(page.view_commands())
        self._menus.show_go(page.go_groups())
        of_round: list[QAction | QMenu] = []
        leads = session is not None and session.lead
        self._menus.show_new(round_first=leads)
        if leads:
            of_round.append(self._menus.new_round)
        if session is not None and leads and session.round is not None:
            menus = self._menus
            of_round += [menus.copy_round, menus.audit_again, menus.mending, menus.round_settings]
        if session is not None and len(session.rounds) > 1:
            rounds = self.sidebar.round_menu()
            rounds.setTitle("Change round")
            of_round.append(rounds)
        self._menus.show_page("&Round" if session is None or session.lead else "&Plan", page.menu_groups(), of_round)

    def _entitle(self) -> None:
        title = self.page.title or next(p.title for p in self.places if p.key == self._here)
        parts = (title, self.session.store.path.name if self.session else "", NAME)
        self.setWindowTitle(" · ".join(part for part in parts if part))

    # What is open

    def open_file(self, path: Path, key: "Key | None" = None) -> bool:
        """Open a workspace, with its key where it is encrypted, or show what a pack would do.

        Returns whether the workspace is open: an encrypted one without its key is not yet, and a pack is none.
        """
        if path.suffix == PACK:
            self.open_packs((path,))
            return False
        return self.workspaces.open(path, key)

    def open_packs(self, paths: Sequence[Path]) -> None:
        """Show what packs would do in the open workspace; without one, make a workspace from a first work pack."""
        known = {place.key for place in self.places}
        if self.session is None and len(paths) > 1:
            self.messages.say("note", "Open your workspace first.", "Then drop the packs on this window again.")
        elif self.session is None:
            self.visit("begin")
            begin: Any = self.page
            begin.show_pack(paths[0])
        elif "packs" in known:
            self.visit("packs")
            page: Any = self.page
            page.take_in(paths)

    def ask_packs(self) -> None:
        """Ask which packs to open, and open them."""
        paths = self.asks.open_paths(self, "Open packs", PACKS)
        if paths:
            self.open_packs(paths)

    def show_recovery_key(self) -> None:
        """Show the recovery key of the workspace that is open, to be printed."""
        self.visit("recovery")
        page: Any = self.page
        page.show_key()

    def ask_key(self, path: Path, why: str = "", *, backups: bool = False) -> None:
        """Bring up the unlock page for a file; `why` says how it came to be locked. `backups` offers those at once."""
        self.visit("unlock")
        page: Any = self.page
        page.ask_for(path, why, backups=backups)
        self.show_workspace()
        self._entitle()
        page.focus_main()

    def leave_unlocking(self) -> None:
        """Think better of unlocking: back to where the window was, or to the start to choose another file."""
        if self.session is not None and self._history.can_go_back:
            self.step(-1)
        else:
            self.visit("welcome")

    def take(self, session: "Session", left: Left | None) -> None:
        """Show the workspace of this session, at its home or where the window left it."""
        if left is not None and left.round in {row.id for row in session.rounds}:
            session.switch_round(left.round)
        self.session = session
        session.setParent(self)
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._on_round_switched)
        session.saved.connect(self.status.say_saved)
        self.messages.dismiss()
        self.show_workspace()
        if left is not None and left.here in {place.key for place in self.places}:
            self._history = left.history
            self._show(left.here, left.place)
        else:
            self.visit(self.home())

    @property
    def unsaved(self) -> int:
        """How many answers are on screen and not on disk, on all pages."""
        return sum(page.unsaved for page in self._pages.values())

    def save_all(self) -> bool:
        """Try to save what is on screen and not on disk, on all pages. Returns whether everything is."""
        return not [page for page in self._pages.values() if page.unsaved and not page.save_now()]

    def where_it_is(self) -> Left:
        """Where the window is, with what is typed and saved only by a button, to come back to it later."""
        session = self.open_session
        rnd = session.round
        typed = tuple(words for page in self._pages.values() for words in page.typed())
        return Left(session.store.path, rnd.id if rnd else None, self._here, self.page.place(), self._history, typed)

    def drop_pages(self) -> None:
        """Throw all pages away, and what they showed outside the window: nothing of the file stays up."""
        for page in self._pages.values():
            page.leave()
            self._stack.removeWidget(page)
            page.deleteLater()
        for other in QApplication.topLevelWidgets():  # papers torn out, lists of keys
            if other.isVisible() and not isinstance(other, MainWindow):
                other.close()
        self._pages, self._here, self._history = {}, "", History()

    def show_workspace(self) -> None:
        """Show what belongs to the workspace as a whole: its places, its rounds, its standing in the status line."""
        self.sidebar.set_places(self.places, self.session is not None and self.session.store.encrypted)
        self.waiting.forget()  # its counts went with the places
        self._show_rounds()
        self.status.show_workspace(self.session)

    def _show_rounds(self) -> None:
        session = self.session
        rounds = [(row.id, row.name) for row in session.rounds] if session else []
        here = session.round.id if session and session.round else None
        self.sidebar.set_rounds(rounds, here)

    def _switch_round(self, round_id: int) -> None:
        self.open_session.switch_round(round_id)

    def _on_session_changed(self, _changed: object) -> None:
        self.waiting.forget()
        self._show_rounds()
        self._refresh(self.page)

    def _on_round_switched(self) -> None:
        self.waiting.forget()
        self._show_rounds()
        self.status.show_workspace(self.session)
        self._refresh(self.page)
        self.waiting.count()
        self._show_commands()
        rnd = self.open_session.round
        announce(self, f"Round: {rnd.name if rnd else 'none'}.")

    # Commands

    def start_work(self, title: str, steps: Callable[[], Steps]) -> Task:
        """Begin a long job of the window's own, with its progress and a cancel in place."""
        task = self.tasks.start(title, steps)
        self._strip.follow(task)
        task.cancelled.connect(partial(self.messages.say, "note", "Cancelled. Nothing was changed."))
        return task

    def say_saved(self) -> None:
        """Say that there is nothing to save, or try to save what could not be saved before."""
        if not self.save_all():
            return
        self.status.say(f"Everything is already saved, {datetime.now().astimezone():%H:%M:%S}")

    def fold_sidebar(self) -> None:
        """Fold the sidebar to its icons, or unfold it."""
        folded = not self.sidebar.folded
        if self._narrow:
            self._fold(folded)
        elif self._wide:
            self.settings.folded_where_wide = folded
        else:
            self.settings.folded = folded

    def change_text_size(self, by: int) -> None:
        """Make all text larger or smaller by a step in percent; 0 gives the ordinary size."""
        size = self.settings.text_size + by if by else 100
        self.settings.text_size = min(max(size, SCALES[0]), SCALES[-1])
        self.status.say(f"Text size {self.settings.text_size}%")

    def choose_theme(self, theme: Theme) -> None:
        """Take other colours."""
        self.settings.theme = theme

    def choose_paper(self, paper: str) -> None:
        """Take another paper for the pages of plans."""
        self.settings.paper = paper

    def toggle_full_screen(self) -> None:
        """Fill the screen, or be a window again."""
        self.setWindowState(self.windowState() ^ Qt.WindowState.WindowFullScreen)

    def step_pane(self, by: int) -> None:
        """Put the keyboard on the next (1) or previous (-1) pane: the sidebar, then the page's own."""
        bar = (self.sidebar,) if self.sidebar.isVisible() else ()
        message = (self.messages,) if self.messages.isVisible() else ()
        pane = next_pane((*bar, *message, *self.page.panes()), by)
        if pane is self.sidebar:
            self.sidebar.focus_here()
        elif pane is self.page:
            self.page.focus_main()
        else:
            enter(pane)

    def show_palette(self) -> None:
        """Offer everything that can be gone to or done, by typing."""
        from ui.palette import Entry, Palette

        entries = [Entry(p.title, "Place", "", partial(self.visit, p.key)) for p in self.places if p.listed]
        if self.session is not None:
            entries += [
                Entry(row.name, "Round", "", partial(self._switch_round, row.id)) for row in self.session.rounds
            ]
        entries += [
            Entry(row.path.name, "Recent workspace", "", partial(self.open_file, row.path))
            for row in self.recents.all()
            if row.there
        ]
        there = {entry.name for entry in entries}
        entries += [
            Entry.of(action) for action in self._menus.commands() if action.isEnabled() and action.text() not in there
        ]
        Palette(entries, self).open()

    def show_keys(self) -> None:
        """Show every key that works on this page."""
        from ui.keys_sheet import KeysSheet

        actions: tuple[QAction, ...] = self.page.commands()
        others = [action for action in self._menus.commands() if action not in actions]
        KeysSheet(self.page.title, self.page.keys(), actions, others, self).open()

    def show_help(self) -> None:
        """Show the help page, where it speaks of the page that is up."""
        here = self._here
        self.visit("help")
        page: Any = self.page
        if here != "help":
            page.show_place(here)

    def show_about(self) -> None:
        """Show version and licences."""
        self.show_section("about")

    def show_section(self, key: str) -> None:
        """Go to a section of *Settings and security*."""
        self.visit("settings")
        page: Any = self.page
        page.return_to({"section": key})
        page.focus_section()

    # The window's own events

    def _on_setting_changed(self, name: str) -> None:
        if name in ("theme", "text_size"):
            look().set(self.settings.theme, self.settings.text_size / 100)
        if name in ("theme", "paper"):
            self._menus.show_look(self.settings.theme, self.settings.paper)
        elif name in ("folded", "folded_where_wide"):
            self._fit()

    def _fit(self) -> None:
        """Fold the sidebar where the window is narrow for its text or its page, take it away where it is narrower."""
        self._narrow = self.width() < look().px(NARROW)
        self._fold(self._narrow or (self.settings.folded_where_wide if self._wide else self.settings.folded))
        away = self._here == "welcome" or (self.session is None and self._here in ("unlock", "working"))
        self.sidebar.setVisible(self.width() >= look().px(NARROWEST) and not away)

    @property
    def _wide(self) -> bool:
        """Whether the page that is up needs the sidebar's room."""
        return any(place.wide for place in self.places if place.key == self._here)

    def _fold(self, folded: bool) -> None:
        if folded != self.sidebar.folded:
            self.sidebar.set_folded(folded)
        self._menus.fold.setChecked(folded)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the sidebar to the width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """On coming back to the window, see whether another program changed the workspace."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and self.session is not None:
            try:
                self.session.look_again()
            except UserError as problem:
                self.messages.say("problem", str(problem))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file dragged over any page."""
        if _files_in(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped, or all packs that were dropped together."""
        paths = _files_in(event)
        if paths:
            event.acceptProposedAction()
            if paths[0].suffix == PACK:
                self.open_packs(paths)
            else:
                self.open_file(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close the workspace, stop what is under way, and remember where the window was."""
        if self.workspaces.close_for_good():
            self.settings.keep_geometry(self.saveGeometry())
            event.accept()
        else:
            event.ignore()


def _files_in(event: QDropEvent) -> tuple[Path, ...]:
    """The one file that is dragged, or the packs if several are, a folder's among them; nothing if it is neither."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if len(paths) == 1 and not paths[0].is_dir():
        return (paths[0],)
    inside = [one for path in paths for one in (sorted(path.glob(f"*{PACK}")) if path.is_dir() else [path])]
    return tuple(path for path in inside if path.suffix == PACK)
