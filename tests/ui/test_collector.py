"""Pages left behind are destroyed in the window's thread, whatever a long job makes meanwhile."""

import gc
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject

from ui.collector import Collector
from ui.tasks import Steps, Tasks


@pytest.fixture
def where() -> Iterator[list[str]]:
    """The threads in which anything was collected."""
    threads: list[str] = []

    def note(phase: str, _info: object) -> None:
        if phase == "stop":
            threads.append(threading.current_thread().name)

    gc.callbacks.append(note)
    yield threads
    gc.callbacks.remove(note)


def test_a_long_job_collects_nothing_on_its_own_thread(qtbot, where):
    gc.enable()
    parent = QObject()
    Collector(parent)
    tasks = Tasks(parent)

    def steps() -> Steps:
        yield "Making circles"
        for _ in range(100_000):
            circle: list[object] = []
            circle.append(circle)

    task = tasks.start("Circles", steps)
    with qtbot.waitSignal(task.done, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: bool(where))
    tasks.close()
    assert set(where) == {threading.main_thread().name}
