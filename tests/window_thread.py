"""For tests with windows: circular garbage is collected in the window's thread alone, as in the program."""

import gc
from collections.abc import Iterator

import pytest

from ui.collector import collect


@pytest.fixture(autouse=True)
def collected_here() -> Iterator[None]:
    """Keep Python's collector away from the worker's thread while a test runs."""
    gc.disable()
    yield
    collect()
    gc.enable()
