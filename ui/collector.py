"""Python's collector of circular garbage, kept to the window's thread.

By itself it runs in whichever thread happens to make the next object, so a long job's worker came to destroy pages that
were left behind, beside the window's own thread: Qt forbids that, and the program could crash. So it is switched off,
and a timer of the window looks instead whether there is enough to collect.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 1000  # ms


class Collector(QObject):
    """Collects in the thread it was made in, as long as it lives."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(collect)
        self._timer.start(EVERY)


def collect() -> None:
    """Collect the oldest generation that is due by Python's own thresholds, and those younger than it."""
    counts = zip(gc.get_count(), gc.get_threshold(), strict=True)
    due = [age for age, (count, most) in enumerate(counts) if count > most]
    if due:
        gc.collect(due[-1])
