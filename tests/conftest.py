"""Silence is required: whatever a test leaves behind, in the log, on the screen or on the network, fails it."""

import gc
import logging
import os
import shutil
import sys
import tempfile
from collections.abc import Generator, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from auditor import sealing
from db import vault
from tests import light_seals
from tests.once_for_all import share_what_is_worked_out

MEMORY = Path("/dev/shm")
if os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > 4 * 2**30:
    # Thousands of small workspaces, each of whose transactions would wait for the disk
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

# Before Qt makes its application. Set QT_QPA_PLATFORM=xcb to watch the windows.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

settings.register_profile("developer", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True, database=None, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") else "developer")


def _refuse_network(event: str, args: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.getaddrinfo"):
        raise AssertionError(f"the program reached for the network: {event} {args[:2]}")


# The program works offline, and so do the libraries under it.
sys.addaudithook(_refuse_network)

share_what_is_worked_out()
sealing._child = light_seals.lightly
# A passphrase with its salt gives the same key each time, so it is worked out once
_raw = cache(lambda words, salt, derived=vault._derived: derived(words, salt).raw)
vault._derived = lambda passphrase, salt: vault.Key(_raw(passphrase, salt), salt)


@pytest.fixture
def stretched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passphrases are stretched as in the program, which takes seconds for each file."""
    monkeypatch.setattr(sealing, "_child", light_seals.as_shipped)


def pytest_collection_finish() -> None:
    """Everything loaded so far stays until the end: the collector need not look through it again and again."""
    gc.freeze()


class _Warnings(logging.Handler):
    """Keeps every record from warning upwards."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Fail a test that logged a warning, unless it is marked `expect_log`."""
    handler = _Warnings()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        result = yield
    finally:
        root.removeHandler(handler)
    if handler.lines and item.get_closest_marker("expect_log") is None:
        pytest.fail("unexpected in the log:\n" + "\n".join(handler.lines), pytrace=False)
    return result


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give each test an empty home, so that it neither reads nor writes a person's own settings."""
    with tempfile.TemporaryDirectory(prefix="ehcp-home-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        for variable in ("HOME", "USERPROFILE"):
            monkeypatch.setenv(variable, name)
        for variable, folder in (
            ("XDG_CONFIG_HOME", ".config"),
            ("XDG_DATA_HOME", ".local/share"),
            ("XDG_STATE_HOME", ".local/state"),
            ("XDG_CACHE_HOME", ".cache"),
            ("APPDATA", "AppData/Roaming"),
            ("LOCALAPPDATA", "AppData/Local"),
        ):
            monkeypatch.setenv(variable, str(home / folder))
        if "PySide6.QtCore" in sys.modules:
            from PySide6.QtCore import QSettings

            # Qt reads the variables once, so it is told again for each test
            for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
                QSettings.setPath(form, QSettings.Scope.UserScope, str(home / ".config"))
        yield home


@pytest.fixture(autouse=True)
def no_window_left_open() -> Iterator[None]:
    """Fail a test that leaves a window open. Windows given to `qtbot.addWidget` are closed before this looks."""
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    from PySide6.QtWidgets import QApplication

    left = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    for window in left:
        window.hide()
        window.deleteLater()
    if left:
        names = ", ".join(f"{type(window).__name__} {window.windowTitle()!r}" for window in left)
        pytest.fail(f"left open: {names}", pytrace=False)
