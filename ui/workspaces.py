"""What opens, changes and closes the workspace of a window, and what is seen to as it opens."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from auditor.plural import several
from db.errors import UserError
from db.files import real
from ui.ask import WORKSPACES
from ui.example import MadeExample, example_file, example_steps
from ui.tasks import Steps

if TYPE_CHECKING:
    from db.store import Store
    from db.vault import Key
    from ui.locking import Left
    from ui.session import Session
    from ui.window import MainWindow


class Workspaces(QObject):
    """One workspace at a time: the window shows it as long as it is open."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window

    # Opening

    def ask(self) -> None:
        """Ask which workspace to open, and open it."""
        path = self._window.asks.open_path(self._window, "Open a workspace", WORKSPACES)
        if path is not None:
            self._window.open_file(path)

    def open(self, path: Path, key: "Key | None" = None) -> bool:
        """Open a workspace in place of the one that is open. Says in a sentence why not, where it cannot.

        For an encrypted one without its key the unlock page comes up, and the answer is False: it is not open yet.
        """
        from db.store import Store
        from db.vault import is_locked

        window = self._window
        if window.session is not None and window.session.store.path.absolute() == real(path).absolute():
            window.visit(window.home())
            return True
        if key is None and is_locked(path):
            window.ask_key(path)
            return False
        try:
            store = Store.open(path, key=key)
        except UserError as problem:
            self._not_opened(path, problem)
            return False
        return self.enter(store)

    def open_made(self, path: Path, key: "Key | None") -> None:
        """Open a workspace that was just made, and show the recovery key of an encrypted one to be printed."""
        if self.open(path, key) and key is not None:
            self._window.show_recovery_key()

    def enter(self, store: "Store") -> bool:
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
        left = self._window.locking.left_at(store.path)
        self._window.take(session, left)
        self._remember(session)
        self._window.locking.begin(store.encrypted)
        self._see_to(session, left)
        return True

    def ask_for_passphrase(self) -> None:
        """Lead whoever came in by the recovery key to a new passphrase, or it would be asked for in vain again."""
        window = self._window
        if window.session is None:
            return
        if window.messages.bar is not None:  # what was typed and not saved comes first
            window.status.say("Opened with the recovery key. A new passphrase is chosen in the settings.")
            return
        window.messages.say(
            "look", "Opened with the recovery key.",
            "If the passphrase is lost, choose a new one now: next time it is asked for again. Keep the sheet at hand.",
            ("Choose a new passphrase…", partial(window.show_section, "passphrase")),
        )  # fmt: skip

    def _not_opened(self, path: Path, problem: UserError) -> None:
        """Say why a file was not opened; where it is not whole and there are backups, offer those."""
        from db.backups import list_backups

        window = self._window
        offer: list[tuple[str, Callable[[], object]]] = []
        gone = problem.code in ("damaged", "not_ours", "no_file")
        if gone and list_backups(path, window.settings.backup_folder):
            offer = [("Restore a backup…", lambda: window.ask_key(path, str(problem), backups=True))]
        window.messages.say("problem", f"{path.name} was not opened.", str(problem), *offer)

    def _see_to(self, session: "Session", left: "Left | None") -> None:
        """What is done whenever a workspace opens: put away, back up, give back what was typed, or warn."""
        self._expire_papers(session)
        self._back_up(session)
        typed = left.words(session.store.key) if left is not None else ()
        if typed:
            words = "\n".join(f"{field}: {words}" for field, words in typed)
            self._window.messages.say("look", "What you had typed and not yet saved:", words)
        else:
            self._warn(session.store.path)

    def _expire_papers(self, session: "Session") -> None:
        """Put away the papers from packs whose time is over, before anybody looks at them."""
        from auditor.papers.keep import expire
        from auditor.people.register import today

        try:
            went = expire(session.store, today())
        except UserError as problem:  # the file may not be changed: what has expired is not shown all the same
            self._window.messages.say("look", "Papers that have expired could not be put away.", str(problem))
            return
        if went:
            session.look_again()
            self._window.status.say(f"The papers of {several(went, 'plan')} have expired and can be read no more.")

    def _back_up(self, session: "Session") -> None:
        """Make a backup off the window's thread if anything changed since the newest; say so where there is none."""
        if session.owner.invented:
            return  # the worked example can be made anew
        window = self._window
        store, place = session.store, window.settings.backup_folder

        def steps() -> Steps:
            from db.backups import Why, try_back_up

            yield "Making a backup"
            return try_back_up(store, Why.OPENED, place)

        task = window.tasks.start("Making a backup", steps)
        task.done.connect(lambda why: window.messages.say("look", "No new backup.", why) if why else None)

    def _warn(self, path: Path) -> None:
        """Say that the council's policy cannot be followed, as long as it cannot, or once that a file lies badly.

        Badly is where something else copies it, or where it is reached over a network.
        """
        from auditor.policy import policy
        from auditor.where_it_lies import risk_of

        window = self._window
        if fault := policy().fault:
            window.messages.say("look", "The strictest rules hold on this computer.", fault)
            return
        risk = risk_of(path)
        if risk is not None and window.settings.first_time(f"place:{path.absolute()}"):
            window.messages.say("look", risk.what, risk.to_do)

    # The worked example

    def open_example(self) -> None:
        """Open the worked example: the copy that is there, or a new one."""
        if example_file().is_file():
            self._look_round(example_file())
        else:
            self._make_example()

    def start_example_afresh(self) -> None:
        """Make the worked example anew; the copy that was there is kept under another name."""
        session = self._window.session
        if session is not None and session.store.path == example_file() and not self.close():
            return
        self._make_example()

    def _look_round(self, path: Path) -> bool:
        """Open the example at what it is there to show: the figures."""
        opened = self.open(path)
        if opened:
            self._window.visit("results")
        return opened

    def _make_example(self) -> None:
        task = self._window.start_work("Making the worked example", example_steps)
        task.done.connect(self._on_example_made)
        task.failed.connect(partial(self._window.messages.say, "problem", "The example was not made."))

    def _on_example_made(self, made: MadeExample) -> None:
        opened = self._look_round(made.path)
        if opened and made.kept is not None:
            kept = f"Your earlier copy is kept as {made.kept.name}."
            self._window.messages.say("note", "This is a fresh example.", kept)

    # Changing the whole file

    def change_file(
        self, title: str, steps: Callable[[], Steps], said: str = "", detail: str = "", *, show_key: bool = False
    ) -> None:
        """Have a job change the whole file while it is closed, and open it again where the window was.

        What is typed is saved first; where it cannot be, nothing is begun. `steps` returns the key to open the file
        with afterwards, None for an open file. What it refuses is told, and the file opens again as it was. `said` and
        `detail` are told when it is done; `show_key` then brings up the recovery key, for it is a new one.
        """
        window = self._window
        key = window.open_session.store.key
        left = self.put_away()
        if left is None:
            unsaved = "Something you typed could not be saved. Save it first."
            window.messages.say("problem", f"{title}: not begun.", unsaved)
            return
        window.show_workspace()
        window.visit("working")
        task = window.tasks.start(title, steps)
        page: Any = window.page
        page.follow(task)

        def again(with_key: "Key | None", kind: str, words: str, more: str = "", *, show: bool = False) -> None:
            window.locking.left = left
            if self.open(left.path, with_key):
                if show:
                    window.show_recovery_key()
                window.messages.say(kind, words, more)
            elif window.here == "working":  # not even the file as it was can be opened: the message says why
                self._drop()
                window.visit("welcome")

        task.done.connect(lambda new: again(new, "done", said or "Done.", detail, show=show_key))
        task.failed.connect(lambda why: again(key, "problem", f"{title}: not done.", why))
        task.cancelled.connect(lambda: again(key, "note", "Cancelled. Nothing was changed."))

    # Closing

    def put_away(self) -> "Left | None":
        """Save what is typed, let pages and file go, and tell where the window was; None where not all is saved."""
        if not self._window.save_all():
            return None
        left = self._window.where_it_is()
        self._drop()
        return left

    def close(self) -> bool:
        """Close the workspace and go back to the start. Returns False if the person keeps it open."""
        if not self._let_go():
            return False
        self._window.locking.left = None
        self._window.show_workspace()
        self._window.visit("welcome")
        return True

    def close_for_good(self) -> bool:
        """Close the workspace, and what is under way, because the window goes. False if the person keeps it open."""
        if not self._let_go():
            return False
        self._window.tasks.close()
        return True

    def _let_go(self) -> bool:
        """Close the workspace once everything is on disk, or the person would rather lose what is not."""
        window = self._window
        unsaved = 0 if window.save_all() else window.unsaved
        if unsaved:
            answers = "1 answer is" if unsaved == 1 else f"{unsaved} answers are"
            question = f"{answers} on screen and not saved. Close all the same and lose what is not saved?"
            if not window.asks.sure(window, question, "Close and lose it", "Keep working"):
                return False
        self._drop()
        return True

    def _drop(self) -> None:
        """Throw the workspace's pages away and close its file."""
        window, session = self._window, self._window.session
        if session is not None:
            self._remember(session)
            window.tasks.stop()
        window.locking.end()
        window.drop_pages()
        if session is not None:
            session.close()
            session.deleteLater()
            window.session = None

    def _remember(self, session: "Session") -> None:
        kind = "Lead workspace" if session.lead else "Auditor's workspace"
        rnd = session.round
        done = f" · {rnd.name} · {rnd.submitted} of {rnd.audits} audits submitted" if rnd else ""
        if session.store.encrypted:  # the list of recent files is not
            done = " · encrypted"
        self._window.recents.add(session.store.path, f"{kind}{done}")
