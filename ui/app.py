"""Starts the window: the look as it was left, the window where it was, and a sentence for whatever goes wrong."""

import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent, QFont
from PySide6.QtWidgets import QApplication

import auditor
from ui.collector import Collector
from ui.look import Look
from ui.settings import Settings
from ui.window import NAME, MainWindow


class Application(QApplication):
    """The application; on macOS the system asks it to open files."""

    file_asked = Signal(Path)

    def event(self, event: QEvent) -> bool:
        """Pass on a file that was opened from the system's file browser."""
        if isinstance(event, QFileOpenEvent):
            self.file_asked.emit(Path(event.file()))
            return True
        return super().event(event)


def run(workspace: Path | None) -> int:
    """Open the window, with a workspace if one is given, and stay until it is closed. Returns the exit code."""
    app = Application(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setApplicationVersion(auditor.__version__)
    app.setDesktopFileName("ehcp-auditor")
    Collector(app)
    window = open_window(app, Settings())
    app.file_asked.connect(window.open_file)
    sys.excepthook = Watch(window)
    if workspace is not None:
        # from the event loop, so that a bug on the way is told like any other
        QTimer.singleShot(0, lambda: open_first(window, workspace))
    return app.exec()


def open_first(window: MainWindow, workspace: Path) -> None:
    """Open the workspace the program was started with, and put the keyboard on its main thing."""
    window.open_file(workspace)
    window.page.focus_main()


def open_window(
    app: QApplication, settings: Settings, workspace: Path | None = None, font: QFont | None = None
) -> MainWindow:
    """Make the window with the look and the place it had when it was last closed, and show it.

    Without `font` it is written in the system's.
    """
    look = Look(app, settings.theme, settings.text_size / 100, font)
    app.setWindowIcon(look.icon("clipboard-check", "accent", 64))
    window = MainWindow(settings)
    window.restoreGeometry(settings.geometry)
    window.show()
    if workspace is not None:
        window.open_file(workspace)
    window.page.focus_main()
    return window


class Watch:
    """What Python calls for a bug that nobody caught: written down, and told in a sentence."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def __call__(self, kind: type[BaseException], bug: BaseException, _trace: TracebackType | None) -> None:
        from auditor.crash import record_crash

        if issubclass(kind, KeyboardInterrupt):
            self._window.close()
            return
        place = record_crash(bug)
        self._window.messages.say(
            "problem", "Something went wrong that should not have.",
            f"What was saved is kept. The details, without anybody's words, are in {place}.",
        )  # fmt: skip
