"""How long nobody has used the program: keys, mouse, wheel, scrolling and assistive tools all count as use."""

from collections.abc import Callable
from time import time

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
)

WARN = 60  # seconds before the end
TICK = 2  # seconds between two looks at the clock
DEAF = 1  # seconds after the warning: making room for it moves what is scrolled, and that is nobody's doing
_EVENT = QEvent.Type
SIGNS_OF_LIFE = frozenset({
    _EVENT.KeyPress, _EVENT.ShortcutOverride, _EVENT.InputMethod, _EVENT.MouseButtonPress, _EVENT.MouseButtonDblClick,
    _EVENT.MouseMove, _EVENT.Wheel, _EVENT.TouchBegin, _EVENT.TouchUpdate, _EVENT.TabletMove, _EVENT.TabletPress,
    _EVENT.NativeGesture, _EVENT.DragMove, _EVENT.Drop, _EVENT.FocusIn,
})  # fmt: skip


PARTS = (QAbstractButton, QAbstractSlider, QLineEdit, QTextEdit, QPlainTextEdit, QComboBox, QMenu)


class Idle(QObject):
    """Counts while started, over everything below `parent` and over whatever window opens meanwhile.

    `warned` comes once a minute before the end, `used` when somebody is back, `over` at the end.

    `minutes` gives how long is allowed, `busy` whether a long job is under way: it counts as use. `clock` gives
    seconds; by default those of the calendar, since other clocks stand still while a laptop sleeps.
    """

    warned = Signal()
    used = Signal()
    over = Signal()

    def __init__(
        self, parent: QObject, minutes: Callable[[], int], busy: Callable[[], bool], clock: Callable[[], float] = time
    ) -> None:
        super().__init__(parent)
        self._whole = parent
        self._minutes, self._busy, self.clock = minutes, busy, clock
        self._last, self._warned, self._warned_at = clock(), False, 0.0
        self._ticks = QTimer(self, interval=TICK * 1000)
        self._ticks.timeout.connect(self.look)

    @property
    def counting(self) -> bool:
        """Whether it counts at all."""
        return self._ticks.isActive()

    def start(self) -> None:
        """Begin to count, from now."""
        self._last, self._warned = self.clock(), False
        if not self.counting:
            self._ticks.start()
            QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]
            for kind in PARTS:  # those that are up already; later ones are heard of as they come up
                for part in self._whole.findChildren(kind):
                    self._listen(part)

    def stop(self) -> None:
        """Count no more."""
        if self.counting:
            self._ticks.stop()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]
        self._warned = False

    def use(self) -> None:
        """Somebody is there."""
        self._last = self.clock()
        if self._warned:
            self._warned = False
            self.used.emit()

    def look(self) -> None:
        """Look at the clock: warn, or say that the time is over, as often as it is looked at."""
        now = self.clock()
        if self._busy() or now < self._last:  # a clock that was put back says nothing
            self.use()
            return
        left = self._minutes() * 60 - (now - self._last)
        if left <= 0:
            self.over.emit()
        elif left <= WARN and not self._warned:
            self._warned, self._warned_at = True, now
            self.warned.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See somebody at work. What assistive tools do comes as no event, so parts tell of it themselves."""
        kind = event.type()
        if kind in SIGNS_OF_LIFE:
            self.use()
        elif kind == _EVENT.Polish:
            self._listen(watched)
        return False

    def _hear(self) -> None:
        if not self._warned or self.clock() - self._warned_at >= DEAF:
            self.use()

    def _listen(self, part: QObject) -> None:
        """Hear when a part is pressed, scrolled, written in or chosen from."""
        if part.property("heard") or not isinstance(part, PARTS):
            return
        part.setProperty("heard", True)
        if isinstance(part, QAbstractButton):
            part.clicked.connect(self._hear)
            part.toggled.connect(self._hear)
        elif isinstance(part, QAbstractSlider):
            part.valueChanged.connect(self._hear)
        elif isinstance(part, QLineEdit):
            part.textChanged.connect(self._hear)
            part.cursorPositionChanged.connect(self._hear)
        elif isinstance(part, QTextEdit | QPlainTextEdit):
            part.cursorPositionChanged.connect(self._hear)
        elif isinstance(part, QComboBox):
            part.activated.connect(self._hear)
        else:
            part.triggered.connect(self._hear)
