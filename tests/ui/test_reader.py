"""A page's reading on the worker: once after each change, again for what came meanwhile, and after a failure."""

from collections.abc import Callable, Iterator
from threading import Event

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from db.errors import UserError
from ui.reader import Reader
from ui.tasks import Steps, Task, Tasks


@pytest.fixture
def tasks() -> Iterator[Tasks]:
    """A worker."""
    made = Tasks()
    yield made
    made.close()


class Counter(QWidget):
    """A page that shows what a job gives."""

    def __init__(self, tasks: Tasks, job: Callable[[], int]) -> None:
        super().__init__()
        self.shown: list[int] = []
        self.problems: list[str] = []
        self.job = job
        self.reader = Reader(tasks, self)
        self.reader.wanted.connect(self.refresh)
        self.reader.found.connect(self.shown.append)
        self.reader.failed.connect(self.problems.append)

    def refresh(self) -> None:
        """As a page's."""
        if self.reader.due:
            self.reader.read("Counting", self.job)


def test_what_was_read_is_read_again_only_after_a_change(qtbot: QtBot, tasks: Tasks) -> None:
    numbers = iter(range(9))
    page = Counter(tasks, lambda: next(numbers))
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.refresh()
    qtbot.waitUntil(lambda: page.shown == [0])
    page.refresh()
    assert not tasks.busy
    page.reader.spoil()
    qtbot.waitUntil(lambda: page.shown == [0, 1])


def test_a_page_that_nobody_looks_at_waits_until_it_comes_up(qtbot: QtBot, tasks: Tasks) -> None:
    page = Counter(tasks, lambda: 1)
    qtbot.addWidget(page)
    page.reader.spoil()
    assert not tasks.busy
    assert page.reader.due


def test_what_changed_while_it_was_read_is_not_shown_as_it_was(qtbot: QtBot, tasks: Tasks) -> None:
    numbers, go_on = iter(range(9)), Event()

    def count() -> int:
        assert go_on.wait(5)
        return next(numbers)

    page = Counter(tasks, count)
    qtbot.addWidget(page)
    page.refresh()
    page.reader.spoil()
    go_on.set()
    qtbot.waitUntil(lambda: page.shown == [1])


def test_after_a_failure_it_is_read_when_the_page_next_comes_up(qtbot: QtBot, tasks: Tasks) -> None:
    def fail() -> int:
        raise UserError("no_frame", "There is no list yet.")

    page = Counter(tasks, fail)
    qtbot.addWidget(page)
    page.refresh()
    qtbot.waitUntil(lambda: page.problems == ["There is no list yet."])
    assert not tasks.busy
    page.job = lambda: 3
    page.refresh()
    qtbot.waitUntil(lambda: page.shown == [3])


def test_a_reading_that_was_stopped_is_begun_again(qtbot: QtBot, tasks: Tasks) -> None:
    page, begun, go_on = Counter(tasks, lambda: 4), list[Task](), Event()
    qtbot.addWidget(page)
    tasks.started.connect(begun.append)

    def before() -> Steps:
        yield "Waiting"
        assert go_on.wait(5)

    tasks.start("Waiting", before)
    page.refresh()
    begun[-1].cancel()
    go_on.set()
    qtbot.waitUntil(lambda: not tasks.busy)
    assert page.shown == []
    page.refresh()
    qtbot.waitUntil(lambda: page.shown == [4])


def test_a_workspace_is_closed_only_after_what_was_read_of_it_has_been_heard(qtbot: QtBot, tasks: Tasks) -> None:
    read = Event()

    def job() -> Steps:
        yield "Reading"
        read.set()
        return 5

    page = Counter(tasks, lambda: 0)
    qtbot.addWidget(page)
    tasks.start("Reading", job).done.connect(page.shown.append)
    assert read.wait(5)
    other = tasks.start("Waiting", job)  # as far as the worker has come with it
    other.done.connect(page.shown.append)
    other.cancelled.connect(lambda: page.problems.append("stopped"))
    tasks.stop()
    assert (len(page.shown) + len(page.problems), tasks.busy) == (2, False)
    assert page.shown[0] == 5, "it was done before anybody asked to stop"


def test_nothing_is_heard_once_the_window_goes(qtbot: QtBot) -> None:
    closed, heard, read = Tasks(), list[object](), Event()

    def job() -> Steps:
        yield "Reading"
        read.set()

    task = closed.start("Reading", job)
    for news in (task.progressed, task.done, task.failed, task.cancelled):
        news.connect(heard.append)
    assert read.wait(5)
    closed.close()
    qtbot.wait(1)
    assert heard == []
