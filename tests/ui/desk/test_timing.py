"""How long a plan takes: off at first, stopped while nobody is there, kept with the audit."""

from PySide6.QtCore import Qt

from tests.ui.desk.conftest import Desk
from tests.ui.desk.test_evidence import sheet_of


class Clock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def start(desk: Desk) -> Clock:
    clock = Clock()
    desk.page.timing.clock = clock
    desk.settings.timer = True
    return clock


def work(desk: Desk, clock: Clock, seconds: float) -> None:
    """Press a key every half minute, with the clock looked at each time."""
    for _ in range(int(seconds // 30)):
        clock.now += 30
        desk.press(Qt.Key.Key_Right)
        desk.page.timing.tick()


def test_nothing_is_timed_unless_it_is_switched_on(desk: Desk) -> None:
    assert not desk.settings.timer
    desk.press("2")
    desk.page.timing.tick()
    assert sheet_of(desk).minutes == 0
    assert not desk.shows("0 min")


def test_whole_minutes_are_kept_with_the_audit(desk: Desk) -> None:
    desk.press("2")
    clock = start(desk)
    work(desk, clock, 150)
    assert sheet_of(desk).minutes == 2
    assert desk.shows("2 min")
    desk.settings.timer = False
    assert not desk.shows("2 min")


def test_it_stops_after_five_minutes_without_a_key_and_goes_on_with_the_next(desk: Desk) -> None:
    desk.press("2")
    clock = start(desk)
    work(desk, clock, 60)
    clock.now += 3600
    desk.page.timing.tick()
    assert desk.shows("1 min · paused")
    work(desk, clock, 90)
    assert sheet_of(desk).minutes == 2


def test_each_plan_has_its_own_minutes_and_they_go_on_later(desk: Desk) -> None:
    desk.press("2")
    clock = start(desk)
    work(desk, clock, 120)
    desk.press(Qt.Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.shows("0 min")
    desk.press(Qt.Key.Key_PageUp, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.shows("2 min")
    work(desk, clock, 60)
    assert sheet_of(desk).minutes == 3


def test_looking_at_a_plan_without_an_answer_begins_no_audit(desk: Desk) -> None:
    clock = start(desk)
    work(desk, clock, 120)
    assert sheet_of(desk).state == "not_started"
    desk.press("2")
    work(desk, clock, 30)
    assert sheet_of(desk).minutes == 2, "what was read before the first answer counts"
