"""The window of the window's own tests, and an encrypted workspace in it."""

from pathlib import Path

import pytest

from db.store import Store
from db.vault import new_key
from tests.building import make_round, small_framework
from tests.ui.window.conftest import PLANS, answers, press, settings, window, workspace
from ui.window import MainWindow

__all__ = ["answers", "press", "settings", "window", "workspace"]

PASSPHRASE = "larch pony copper violin"
KEY = new_key(PASSPHRASE)


@pytest.fixture
def encrypted(tmp_path: Path) -> Path:
    """A lead's encrypted workspace with a round."""
    path = tmp_path / "kept.ehcpaudit"
    with Store.create(path, owner="Lee Example", role="lead", council="Example Council", key=KEY) as store:
        make_round(store, small_framework(tmp_path), PLANS, {}, name="Spring")
    return path


@pytest.fixture
def opened(window: MainWindow, encrypted: Path) -> MainWindow:
    """The window with that workspace open."""
    assert window.open_file(encrypted, KEY)
    return window
