"""The sidebar's counts of what waits, worked out before a page is looked at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.tasks import Steps, Task

if TYPE_CHECKING:
    from ui.window import MainWindow


class Waiting(QObject):
    """Counts on the worker, once after each change, when the reader goes to another place: nobody waits for it."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._counting: Task | None = None
        self._counted = False

    def forget(self) -> None:
        """Something changed: what was counted may not hold any more."""
        self._counted = False

    def count(self) -> None:
        """Count for the round the window is on, in all places but the one that is up, whose page says its own."""
        session, here = self._window.session, self._window.here
        if session is None or session.round is None or self._counted or self._counting is not None:
            return
        self._counted = True
        store, key, lead = session.store, session.round.id, session.lead

        def work() -> Steps:
            from auditor.waiting import waiting

            yield "Counting"
            return waiting(store, key, lead=lead, but=here)

        self._counting = self._window.tasks.start("Counting what waits", work)
        self._counting.done.connect(self._show)
        self._counting.failed.connect(self._end)
        self._counting.cancelled.connect(self._end)

    def _show(self, counts: dict[str, int]) -> None:
        if self._counted:
            for place, count in counts.items():
                self._window.sidebar.set_count(place, count)
        self._end()

    def _end(self) -> None:
        self._counting = None
        self.count()  # again, where it is another round or workspace by now, or something changed meanwhile
