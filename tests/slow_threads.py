"""Looks for races: `pytest -p tests.slow_threads -n 6 tests/ui tests/end_to_end`, more processes than there are cores.

Jobs and reading take a nap first, of another length each time, and tests go on the moment what they wait for holds.
What fails then and passes otherwise is a fault: of the program if a person could be as fast, else of the test.
"""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any

from pytestqt.qtbot import QtBot

from ui.document.document_thread import DocumentThread
from ui.tasks import Tasks

POLL = 10  # ms between two looks in QtBot.waitUntil
NAPS = {Tasks: ("_run", (0, 0.02, 0.15, 0.4)), DocumentThread: ("_do", (0, 0, 0.01, 0.05, 0.2))}  # s


def _after_a_nap(work: Callable[..., None], naps: tuple[float, ...]) -> Callable[..., None]:
    @wraps(work)
    def late(*given: Any) -> None:
        time.sleep(random.choice(naps))
        work(*given)

    return late


for owner, (name, naps) in NAPS.items():
    setattr(owner, name, _after_a_nap(getattr(owner, name), naps))

_wait = QtBot.wait
QtBot.wait = lambda bot, ms: _wait(bot, 1 if ms == POLL else ms)
