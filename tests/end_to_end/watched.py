"""Answers a few questions in the real window and writes into a journal when what the window shows is painted.

Run as `python -m tests.end_to_end.watched WORKSPACE JOURNAL`, under strace.
"""

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from ui.app import open_window
from ui.settings import Settings

NOTE = "No amount"
STEPS = ("2", "2", "1", NOTE, "0", "2")
BACK_AND_DOWN = (Qt.Key.Key_Escape, Qt.Key.Key_Down)


class PaintWatch(QObject):
    """Writes down, before anything of it is drawn, that the window paints its first widget after a key, or *saved*."""

    def __init__(self, journal: int) -> None:
        super().__init__()
        self._journal, self._try, self._seen = journal, 0, set[str]()
        self._words = self._before = ""

    def begin(self) -> None:
        """A key is about to be pressed."""
        self._before = self._words
        self._try += 1
        self._seen.clear()
        self._write("tried")

    @property
    def told(self) -> bool:
        """Whether the status line has been painted since with new words."""
        return "told" in self._seen

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._try:
            self._first("painted")
            if isinstance(watched, QLabel) and watched.text().startswith("All answers saved · "):
                self._words = watched.text()
                if self._words != self._before:
                    self._first("told")
        return False

    def _first(self, what: str) -> None:
        if what not in self._seen:
            self._seen.add(what)
            self._write(what)

    def _write(self, what: str) -> None:
        os.write(self._journal, f"{what} {self._try}\n".encode())


def next_second() -> None:
    """Wait until the clock shows another second, so that the status line has something new to paint."""
    time.sleep(1.01 - time.time() % 1)


def main(file: Path, journal: Path) -> None:
    """Answer, and write a note; after each, wait until the status line says that it is saved."""
    app = QApplication(["watched"])
    window = open_window(app, Settings(), file)
    watch = PaintWatch(os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
    window.visit("desk")
    window.activateWindow()
    while QApplication.focusWidget() is None:
        QTest.qWait(10)
    app.installEventFilter(watch)
    for keys in STEPS:
        if keys != NOTE and QApplication.focusWidget().accessibleName() == "Evidence note":
            for key in BACK_AND_DOWN:
                QTest.keyClick(QApplication.focusWidget(), key)  # pyright: ignore[reportCallIssue]
        next_second()
        watch.begin()
        QTest.keyClicks(QApplication.focusWidget(), keys)
        late = time.monotonic() + 10
        while not watch.told:
            assert time.monotonic() < late, f"the window never said that {keys} is saved"
            QTest.qWait(10)
    app.removeEventFilter(watch)
    window.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
