"""What every tab of the page needs: to do a job, to start a long one, and to say what came of it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from auditor.changed import Changed
from auditor.people.register import people
from db.errors import UserError
from db.store import Store
from ui.ask import Asks
from ui.parts.announce import announce
from ui.parts.message import MessageArea
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Steps, Tasks
from ui.work_strip import WorkStrip


def last_of(steps: Iterator[str | Any]) -> Steps:
    """A job that gives last what came of it, as one that returns it."""
    outcome: Any = ()
    for step in steps:
        if isinstance(step, str):
            yield step
        else:
            outcome = step
    return outcome


def first_names(store: Store) -> tuple[str, ...]:
    """The first names of auditors, which nothing that goes out may hold: what has no shape is not found otherwise."""
    return tuple(name for person in people(store) if (name := person.facts.name.split(" ")[0]))


class Work(QObject):
    """Handed to each tab by the page."""

    def __init__(
        self, page: QWidget, session: Session, tasks: Tasks, asks: Asks, settings: Settings,
        messages: MessageArea, strip: WorkStrip,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self.page, self.session, self.asks, self.messages = page, session, asks, messages
        self._tasks, self._settings, self._strip = tasks, settings, strip

    @property
    def store(self) -> Store:
        """The open workspace."""
        return self.session.store

    @property
    def round_id(self) -> int:
        """The round the window is on."""
        return self.session.round.id if self.session.round else 0

    @property
    def backup_folder(self) -> Path | None:
        """Where backups lie, if not beside the workspace."""
        return self._settings.backup_folder

    def do(self, job: Callable[[], Changed], said: str) -> Changed | None:
        """Do one thing and say so; None where it was refused, with the reason on the page."""
        self.messages.dismiss()
        try:
            changed = job()
        except UserError as problem:
            self.messages.say("problem", str(problem))
            return None
        self.session.tell(changed)
        announce(self.page, said)
        return changed

    def start(
        self,
        title: str,
        steps: Callable[[], Steps],
        done: Callable[..., object],
        *,
        quiet: bool = False,
        failed: Callable[[], object] = lambda: None,
    ) -> None:
        """Do something long; `quiet` shows no strip with Cancel, for what only reads. `failed` hears that it failed."""
        task = self._tasks.start(title, steps)
        if not quiet:
            self.messages.dismiss()
            self._strip.follow(task)
        task.done.connect(done)
        task.failed.connect(lambda why: self._on_failed(why, failed))
        task.cancelled.connect(lambda: self.messages.say("note", "Cancelled. Nothing was changed."))

    def _on_failed(self, why: str, failed: Callable[[], object]) -> None:
        failed()
        self.messages.say("problem", why)

    def folder(self, title: str) -> Path | None:
        """Ask for a folder to write into."""
        return self.asks.folder(self.page, title)

    def made(self, sentence: str, detail: str, folder: Path) -> None:
        """Say that files were written, and lead to them."""
        url = QUrl.fromLocalFile(str(folder))
        self.messages.say("done", sentence, detail, ("Open the folder", lambda: QDesktopServices.openUrl(url)))
