"""How long a plan takes: off unless switched on, stopped while nobody is there, kept in whole minutes."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from auditor.scoring import add_minutes
from db.errors import UserError
from db.store import Store
from ui.desk.audit_pane import AuditPane
from ui.desk.scorer import Scorer
from ui.settings import Settings

IDLE = 300  # seconds without a key or the mouse after which it stops
TICK = 10  # seconds between two looks at the clock
SIGNS_OF_LIFE = frozenset({
    QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.MouseMove, QEvent.Type.Wheel,
})  # fmt: skip


class Timing(QObject):
    """Counts while the desk is in view and used. `clock` gives seconds, from any start."""

    def __init__(
        self, page: QWidget, store: Store, scorer: Scorer, pane: AuditPane, settings: Settings,
        clock: Callable[[], float] = monotonic,
    ) -> None:  # fmt: skip
        super().__init__(page)
        self._page, self._store, self._scorer = page, store, scorer
        self._pane, self._settings, self.clock = pane, settings, clock
        self._seconds, self._minutes = 0.0, 0
        self._last = self._alive = clock()
        self._ticks = QTimer(self, interval=TICK * 1000)
        self._ticks.timeout.connect(self.tick)
        settings.changed.connect(self._switch)
        self._switch("timer")

    def take_up(self) -> None:
        """Another plan is on the desk, or none: its own minutes go on."""
        self.tick()
        audit = self._scorer.audit
        self._seconds, self._minutes = 0.0, audit.sheet.minutes if audit is not None else 0
        self._show()

    def tick(self) -> None:
        """Look at the clock: time since the last look counts while somebody is there."""
        now = self.clock()
        passed, self._last = now - self._last, now
        audit = self._scorer.audit
        if not self._settings.timer or audit is None or audit.sheet.locked or not self._page.isVisible():
            return
        if now - self._alive >= IDLE:
            self._show()
            return
        self._seconds += passed
        whole = int(self._seconds // 60)
        if whole:
            try:
                kept = add_minutes(self._store, audit.assignment, whole)
            except UserError:
                return  # counted on, and tried again at the next tick
            if kept:
                self._seconds -= 60 * whole
                self._minutes = kept
            self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Somebody is there."""
        if event.type() in SIGNS_OF_LIFE:
            now = self.clock()
            if now - self._alive >= IDLE:
                self._last = now  # the pause does not count
            self._alive = now
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Keep what is counted, and stop."""
        self.tick()
        self._ticks.stop()
        QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]

    def _switch(self, name: str) -> None:
        if name != "timer":
            return
        app = QApplication.instance()
        self._last = self._alive = self.clock()
        if self._settings.timer and app is not None:
            app.installEventFilter(self)
            self._ticks.start()
        elif app is not None:
            app.removeEventFilter(self)
            self._ticks.stop()
        self._show()

    def _show(self) -> None:
        audit = self._scorer.audit
        if not self._settings.timer or audit is None:
            self._pane.show_minutes("")
            return
        paused = " · paused" if self.clock() - self._alive >= IDLE else ""
        self._pane.show_minutes(f"{self._minutes} min{paused}")
