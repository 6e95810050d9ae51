"""The sidebar's counts of what waits, worked out before a page is looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.sidebar import Sidebar
from ui.tasks import Steps, Task, Tasks

if TYPE_CHECKING:
    from ui.session import Session


class Waiting(QObject):
    """Counts on the worker, once after each change, when the reader goes to another place: nobody waits for it."""

    def __init__(self, tasks: Tasks, sidebar: Sidebar, parent: QObject) -> None:
        super().__init__(parent)
        self._tasks, self._sidebar = tasks, sidebar
        self._counting: Task | None = None
        self._counted = False

    def forget(self) -> None:
        """Something changed: what was counted may not hold any more."""
        self._counted = False

    def count(self, session: "Session | None", here: str) -> None:
        """Count for the round a session is on. The page that is up says its own, so `here` is left alone."""
        if session is None or session.round is None or self._counted or self._counting is not None:
            return
        self._counted = True
        store, key, lead = session.store, session.round.id, session.lead

        def work() -> Steps:
            from auditor.waiting import waiting

            yield "Counting"
            return waiting(store, key, lead=lead)

        def show(counts: dict[str, int]) -> None:
            self._end()
            if self._counted:
                for place in counts.keys() - {here}:
                    self._sidebar.set_count(place, counts[place])

        self._counting = self._tasks.start("Counting what waits", work)
        self._counting.done.connect(show)
        self._counting.failed.connect(self._end)
        self._counting.cancelled.connect(self._end)

    def _end(self) -> None:
        self._counting = None
