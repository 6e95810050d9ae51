"""The look as a new user has it, put back after each test."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from ui.look import Look, Theme, look


@pytest.fixture(autouse=True)
def lk(qapp: QApplication) -> Iterator[Look]:
    """The look, light and at 100%."""
    look().set(Theme.LIGHT, 1.0)
    yield look()
    look().set(Theme.SYSTEM, 1.0)
