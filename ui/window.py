"""The one window: its places, menus and status line; what opens and closes a workspace."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, QUrl
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QMainWindow, QMenu, QStackedWidget, QWidget

from db.errors import UserError
from ui.ask import PACK, PACKS, WORKSPACES, Asks, Dialogs
from ui.example import MadeExample, example_file, example_steps
from ui.history import History
from ui.locking import Left, Locking
from ui.look import Theme, look
from ui.menus import Menus
from ui.pages.page import Page
from ui.parts.announce import announce
from ui.parts.layout import Column, Row
from ui.parts.message import MessageArea
from ui.places import Place, places_for
from ui.recent import Recents
from ui.settings import SCALES, Settings
from ui.sidebar import Sidebar
from ui.status import Status
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip

if TYPE_CHECKING:
    from auditor.frameworks import Framework
    from db.store import Store
    from db.vault import Key
    from ui.session import Session

NAME = "EHCP Auditor"
NARROW, NARROWEST = 1000, 640  # design px: under these the sidebar folds, and goes
LEAST = (640, 480)  # px
FIRST = (1440, 900)  # px


class MainWindow(QMainWindow):
    """Shows one page at a time. Pages are made when first visited and last as long as the workspace is open."""

    def __init__(self, settings: Settings, asks: Asks | None = None) -> None:
        super().__init__()
        self.settings, self.recents, self.tasks = settings, Recents(settings.file, self), Tasks(self)
        self.session: Session | None = None
        self.asks = asks or Dialogs()
        self._pages: dict[str, Page] = {}
        self._history = History()
        self._here = ""
        self._narrow = False
        self.locking = Locking(self)
        self._build()
        self._menus = Menus(self)
        settings.changed.connect(self._on_setting_changed)
        look().changed.connect(self._fit)
        self._show_workspace()
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
        """The place a workspace opens on: what is to be done, or for a lead the figures once they may be shown."""
        if self.session is None:
            return "welcome"
        from auditor.standing.provisional import enough_in

        rnd = self.session.round
        if not self.session.lead:
            return "desk"
        if rnd is None:
            return "new-round"
        if rnd.state == "draft" and not rnd.plans:
            return "frame"
        if rnd.state == "draft" and not rnd.audits:
            return "people"
        return "results" if rnd.submitted and enough_in(rnd.submitted, rnd.audits) else "standing"

    def _show(self, key: str, place: dict[str, Any] | None = None) -> None:
        known = next(p for p in self.places if p.key == key)
        if key not in self._pages:
            self._add_page(known)
        if key != self._here:
            self.messages.dismiss()  # what went wrong elsewhere has no errand here
        self._here = key
        page = self._pages[key]
        self._refresh(page)
        self._stack.setCurrentWidget(page)
        if place:
            page.return_to(place)
        self.sidebar.stand_on(key)
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
            of_round += [self._menus.copy_round, self._menus.round_settings]
        if session is not None and len(session.rounds) > 1:
            rounds = self.sidebar.round_menu()
            rounds.setTitle("Change round")
            of_round.append(rounds)
        self._menus.show_page("&Round" if session is None or session.lead else "&Plan", page.menu_groups(), of_round)

    def _entitle(self) -> None:
        title = self.page.title or next(p.title for p in self.places if p.key == self._here)
        parts = (title, self.session.store.path.name if self.session else "", NAME)
        self.setWindowTitle(" · ".join(part for part in parts if part))

    # Workspaces

    def open_file(self, path: Path, key: "Key | None" = None) -> bool:
        """Open a workspace in place of the one that is open. Says in a sentence why not, where it cannot.

        For an encrypted one without its key the unlock page comes up, and the answer is False: it is not open yet.
        """
        from db.store import Store
        from db.vault import is_locked

        if path.suffix == PACK:
            self.open_packs((path,))
            return False
        if self.session is not None and self.session.store.path.absolute() == path.absolute():
            self.visit(self.home())
            return True
        if key is None and is_locked(path):
            self.ask_key(path)
            return False
        try:
            store = Store.open(path, key=key)
        except UserError as problem:
            self._not_opened(path, problem)
            return False
        return self.enter(store)

    def _not_opened(self, path: Path, problem: UserError) -> None:
        """Say why a file was not opened; where it is not whole and there are backups, offer those."""
        from db.backups import list_backups

        offer: list[tuple[str, Callable[[], object]]] = []
        place = self.settings.backup_place
        gone = problem.code in ("damaged", "not_ours", "no_file")
        if gone and list_backups(path, Path(place) if place else None):
            offer = [("Restore a backup…", lambda: self.ask_key(path, str(problem), backups=True))]
        self.messages.say("problem", f"{path.name} was not opened.", str(problem), *offer)

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

    def enter(self, store: "Store", left: Left | None = None) -> bool:
        """Take an open file in place of the workspace that is open, at its home or where the window left it."""
        from ui.session import Session

        try:
            session = Session(store)
        except UserError as problem:
            store.close()
            self._not_opened(store.path, problem)
            return False
        if not self._let_go():
            session.close()
            return False
        self._take(session, left or self.locking.left_at(store.path))
        return True

    def open_made(self, path: Path, key: "Key | None") -> None:
        """Open a workspace that was just made, and show the recovery key of an encrypted one to be printed."""
        if self.open_file(path, key) and key is not None:
            self.show_recovery_key()

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
        self._show_workspace()
        self._entitle()
        page.focus_main()

    def leave_unlocking(self) -> None:
        """Think better of unlocking: back to where the window was, or to the start to choose another file."""
        if self.session is not None and self._history.can_go_back:
            self.step(-1)
        else:
            self.visit("welcome")

    def _take(self, session: "Session", left: Left | None = None) -> None:
        if left is not None and left.round in {row.id for row in session.rounds}:
            session.switch_round(left.round)
        self.session = session
        session.setParent(self)
        session.changed.connect(self._on_session_changed)
        session.round_switched.connect(self._on_round_switched)
        session.saved.connect(self.status.say_saved)
        self.messages.dismiss()
        self._remember()
        self._show_workspace()
        if left is not None and left.here in {place.key for place in self.places}:
            self._history = left.history
            self._show(left.here, left.place)
        else:
            self.visit(self.home())
        self.locking.begin(session.store.encrypted)
        self._expire_papers(session)
        self._back_up(session)
        typed = left.words(session.store.key) if left is not None else ()
        if typed:
            words = "\n".join(f"{field}: {words}" for field, words in typed)
            self.messages.say("look", "What you had typed and not yet saved:", words)
        else:
            self._warn(session.store.path)

    def _expire_papers(self, session: "Session") -> None:
        """Put away the papers from packs whose time is over, before anybody looks at them."""
        from auditor.papers.keep import expire
        from auditor.people.register import today

        try:
            went = expire(session.store, today())
        except UserError as problem:  # the file may not be changed: what has expired is not shown all the same
            self.messages.say("look", "Papers that have expired could not be put away.", str(problem))
            return
        if went:
            session.look_again()
            plans = "1 plan" if went == 1 else f"{went} plans"
            self.status.say(f"The papers of {plans} have expired and can be read no more.")

    def put_away(self) -> Left | None:
        """Save what is typed, let pages and file go, and tell where the window was; None where not all is saved."""
        session = self.open_session
        if [page for page in self._pages.values() if page.unsaved and not page.save_now()]:
            return None
        rnd = session.round
        typed = tuple(words for page in self._pages.values() for words in page.typed())
        left = Left(session.store.path, rnd.id if rnd else None, self._here, self.page.place(), self._history, typed)
        self._history = History()
        self._drop()
        return left

    def change_file(
        self, title: str, steps: Callable[[], Steps], said: str = "", detail: str = "", *, show_key: bool = False
    ) -> None:
        """Have a job change the whole file while it is closed, and open it again where the window was.

        What is typed is saved first; where it cannot be, nothing is begun. `steps` returns the key to open the file
        with afterwards, None for an open file. What it refuses is told, and the file opens again as it was. `said` and
        `detail` are told when it is done; `show_key` then brings up the recovery key, for it is a new one.
        """
        key = self.open_session.store.key
        left = self.put_away()
        if left is None:
            self.messages.say(
                "problem", f"{title}: not begun.", "Something you typed could not be saved. Save it first."
            )
            return
        self._show_workspace()
        self.visit("working")
        task = self.tasks.start(title, steps)
        page: Any = self.page
        page.follow(task)

        def again(with_key: "Key | None", kind: str, words: str, more: str = "", *, show: bool = False) -> None:
            self.locking.left = left
            if self.open_file(left.path, with_key):
                if show:
                    self.show_recovery_key()
                self.messages.say(kind, words, more)
            elif self._here == "working":  # not even the file as it was can be opened: the message says why
                self._drop()
                self.visit("welcome")

        task.done.connect(lambda new: again(new, "done", said or "Done.", detail, show=show_key))
        task.failed.connect(lambda why: again(key, "problem", f"{title}: not done.", why))
        task.cancelled.connect(lambda: again(key, "note", "Cancelled. Nothing was changed."))

    def _back_up(self, session: "Session") -> None:
        """Make a backup off the window's thread if anything changed since the newest; say so where there is none."""
        if session.owner.invented:
            return  # the worked example can be made anew
        store, place = session.store, self.settings.backup_place

        def steps() -> Steps:
            from db.backups import Why, try_back_up

            yield "Making a backup"
            return try_back_up(store, Why.OPENED, Path(place) if place else None)

        task = self.tasks.start("Making a backup", steps)
        task.done.connect(lambda why: self.messages.say("look", "No new backup.", why) if why else None)

    def _warn(self, path: Path) -> None:
        """Say that the council's policy cannot be followed, as long as it cannot, or once that a file lies badly.

        Badly is where something else copies it, or where it is reached over a network.
        """
        from auditor.policy import policy
        from auditor.where_it_lies import risk_of

        if fault := policy().fault:
            self.messages.say("look", "The strictest rules hold on this computer.", fault)
            return
        risk = risk_of(path)
        if risk is not None and self.settings.first_time(f"place:{path.absolute()}"):
            self.messages.say("look", risk.what, risk.to_do)

    def close_workspace(self) -> bool:
        """Close the workspace and go back to the start. Returns False if the person keeps it open."""
        if not self._let_go():
            return False
        self.locking.left = None
        self._show_workspace()
        self.visit("welcome")
        return True

    def _let_go(self) -> bool:
        """Close the workspace, once nothing on screen would be lost by it."""
        may = self._may_let_go()
        if may:
            self._drop()
        return may

    def _may_let_go(self) -> bool:
        """Whether everything is on disk, or the person would rather lose what is not."""
        unsaved = sum(page.unsaved for page in self._pages.values() if page.unsaved and not page.save_now())
        if unsaved:
            answers = "1 answer is" if unsaved == 1 else f"{unsaved} answers are"
            question = f"{answers} on screen and not saved. Close all the same and lose what is not saved?"
            return self.asks.sure(self, question, "Close and lose it", "Keep working")
        return True

    def _drop(self) -> None:
        """Throw the workspace's pages away and close its file."""
        if self.session is not None:
            self._remember()
            self.tasks.stop()
        self.locking.end()
        for page in self._pages.values():
            page.leave()
            self._stack.removeWidget(page)
            page.deleteLater()
        for other in QApplication.topLevelWidgets():  # papers torn out, lists of keys: nothing of the file stays up
            if other.isVisible() and not isinstance(other, MainWindow):
                other.close()
        self._pages, self._here = {}, ""
        self._history.clear()
        if self.session is not None:
            self.session.close()
            self.session.deleteLater()
            self.session = None

    def _remember(self) -> None:
        session = self.open_session
        kind = "Lead workspace" if session.lead else "Auditor's workspace"
        rnd = session.round
        done = f" · {rnd.name} · {rnd.submitted} of {rnd.audits} audits submitted" if rnd else ""
        if session.store.encrypted:  # the list of recent files is not
            done = " · encrypted"
        self.recents.add(session.store.path, f"{kind}{done}")

    def _show_workspace(self) -> None:
        """Show what belongs to the workspace as a whole: its places, its rounds, its standing in the status line."""
        self.sidebar.set_places(self.places, self.session is not None and self.session.store.encrypted)
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
        self._show_rounds()
        self._refresh(self.page)

    def _on_round_switched(self) -> None:
        self._show_rounds()
        self.status.show_workspace(self.session)
        self._refresh(self.page)
        self._show_commands()
        rnd = self.open_session.round
        announce(self, f"Round: {rnd.name if rnd else 'none'}.")

    # Commands

    def ask_open(self) -> None:
        """Ask which workspace to open, and open it."""
        path = self.asks.open_path(self, "Open a workspace", WORKSPACES)
        if path is not None:
            self.open_file(path)

    def open_example(self) -> None:
        """Open the worked example: the copy that is there, or a new one."""
        if example_file().is_file():
            self.open_file(example_file())
        else:
            self._make_example()

    def make_handbook(self) -> None:
        """Print the framework of this round as a handbook, PDF and web page, for training."""
        from auditor.handbook import make_handbook

        self._print("Making the handbook", "Choose a folder for the handbook", make_handbook)

    def make_sheet(self) -> None:
        """Print the framework of this round as a sheet to score on paper, or one an agency if each answers its own."""
        from auditor.allocation.who_may import parts_given
        from auditor.handbook import make_sheets

        session = self.session

        def make(framework: "Framework", folder: Path) -> tuple[Path, ...]:
            rnd = session.round if session else None
            return make_sheets(framework, folder, parts_given(session.store, rnd.id) if session and rnd else {})

        self._print("Making the scoring sheet", "Choose a folder for the scoring sheet", make)

    def _print(self, title: str, question: str, make: Callable[["Framework", Path], Path | tuple[Path, ...]]) -> None:
        rnd = self.session.round if self.session else None
        folder = self.asks.folder(self, question) if rnd else None
        if rnd is None or folder is None:
            return
        store = self.open_session.store

        def steps() -> Steps:
            from auditor.rounds import round_framework

            yield title
            made = make(round_framework(store, rnd.id), folder)
            return made if isinstance(made, tuple) else (made,)

        task = self.tasks.start(title, steps)
        self._strip.follow(task)
        task.done.connect(self._on_printed)
        task.failed.connect(partial(self.messages.say, "problem"))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was changed."))

    def _on_printed(self, made: tuple[Path, ...]) -> None:
        names = " and ".join(file.name for file in made)
        folder = QUrl.fromLocalFile(str(made[0].parent))
        self.messages.say(
            "done",
            f"Made: {names}",
            f"In {made[0].parent}",
            ("Open the folder", lambda: QDesktopServices.openUrl(folder)),
        )

    def start_example_afresh(self) -> None:
        """Make the worked example anew; the copy that was there is kept under another name."""
        if self.session is not None and self.session.store.path == example_file() and not self.close_workspace():
            return
        self._make_example()

    def _make_example(self) -> None:
        task = self.tasks.start("Making the worked example", example_steps)
        self._strip.follow(task)
        task.done.connect(self._on_example_made)
        task.failed.connect(lambda why: self.messages.say("problem", "The example was not made.", why))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was changed."))

    def _on_example_made(self, made: MadeExample) -> None:
        opened = self.open_file(made.path)
        if opened and made.kept is not None:
            self.messages.say("note", "This is a fresh example.", f"Your earlier copy is kept as {made.kept.name}.")

    def say_saved(self) -> None:
        """Say that there is nothing to save, or try to save what could not be saved before."""
        if any(page.unsaved and not page.save_now() for page in self._pages.values()):
            return
        self.status.say(f"Everything is already saved, {datetime.now().astimezone():%H:%M:%S}")

    def fold_sidebar(self) -> None:
        """Fold the sidebar to its icons, or unfold it."""
        folded = not self.sidebar.folded
        if not self._narrow:
            self.settings.folded = folded
        self._fold(folded)

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
        panes: tuple[QWidget, ...] = (*bar, *message, *self.page.panes())
        focused = QApplication.focusWidget()
        at = next((i for i, pane in enumerate(panes) if _holds(pane, focused)), -1 if by > 0 else 0)
        self._enter_pane(panes[(at + by) % len(panes)])

    def _enter_pane(self, pane: QWidget) -> None:
        if pane is self.sidebar:
            self.sidebar.focus_here()
        elif pane is self.page:
            self.page.focus_main()
        elif pane.focusPolicy() != Qt.FocusPolicy.NoFocus:
            pane.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            # Only what is inside the pane is touched: walking the whole focus chain hands Python menus it must not own.
            for widget in pane.findChildren(QWidget):
                if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisible() and widget.isEnabled():
                    widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
                    return

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
        """Show the help page."""
        self.visit("help")

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
        elif name == "folded" and not self._narrow:
            self._fold(self.settings.folded)

    def _fit(self) -> None:
        """Fold the sidebar where the window is narrow for its text, take it away where it is narrower still."""
        narrow = self.width() < look().px(NARROW)
        if narrow != self._narrow or self.sidebar.folded != (narrow or self.settings.folded):
            self._narrow = narrow
            self._fold(narrow or self.settings.folded)
        away = self._here == "welcome" or (self.session is None and self._here in ("unlock", "working"))
        self.sidebar.setVisible(self.width() >= look().px(NARROWEST) and not away)

    def _fold(self, folded: bool) -> None:
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
        if self._may_let_go():
            self._drop()
            self.tasks.close()
            self.settings.keep_geometry(self.saveGeometry())
            event.accept()
        else:
            event.ignore()


def _holds(pane: QWidget, focused: QWidget | None) -> bool:
    return focused is not None and (pane is focused or pane.isAncestorOf(focused))


def _files_in(event: QDropEvent) -> tuple[Path, ...]:
    """The one file that is dragged, or the packs if several are, a folder's among them; nothing if it is neither."""
    urls = event.mimeData().urls()
    paths = [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]
    if len(paths) == 1 and not paths[0].is_dir():
        return (paths[0],)
    inside = [one for path in paths for one in (sorted(path.glob(f"*{PACK}")) if path.is_dir() else [path])]
    return tuple(path for path in inside if path.suffix == PACK)
