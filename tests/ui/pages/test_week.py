"""The weekly page at the window: a week at a time, lists of advice with what is wrong row by row, and the files."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from auditor import rounds
from auditor.frames.frame import Frame
from auditor.frames.keep import take_in_frame
from auditor.weeks.figures import last_whole_week
from db.store import Store
from db.vocabulary import RoundKind
from tests.building import make_workspace, small_framework
from tests.ui.pages.test_population_view import FramePlan
from tests.ui.window.conftest import Answers
from ui.pages.week import FOUND, NOTHING, SHOWN, WeekPage
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Tasks

TODAY = date.today()  # noqa: DTZ011 - lists are taken in today, whatever day that is
MONDAY = last_whole_week(TODAY)
HEAD = "Child name,area,adviser,asked on,received on\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def page(qtbot: QtBot, store: Store, answers: Answers) -> Iterator[WeekPage]:
    session, tasks = Session(store), Tasks()
    made = WeekPage(session, tasks, answers)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(1200, 900)
    with qtbot.waitExposed(made):
        made.show()
    made.refresh()
    settled(made, qtbot)
    yield made
    tasks.close()


def settled(page: WeekPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._tasks.busy and not page.reader.due)


def take_in_plans(page: WeekPage, qtbot: QtBot, folder: Path) -> None:
    session = page._session
    new = rounds.NewRound("Spring", RoundKind.FULL, TODAY, invented="All invented.")
    round_id = rounds.new_round(session.store, small_framework(folder), new)
    days = [MONDAY + timedelta(days=number % 7) for number in range(12)] + [MONDAY - timedelta(days=1)]
    plans = tuple(
        FramePlan(row, f"P-{row}", ("North", "South")[row % 2], need="ASD", first_final_on=day,
                  requested_on=day - timedelta(weeks=19 + row % 4))
        for row, day in enumerate(days, 2)
    )  # fmt: skip
    frame = Frame("other", "", TODAY, len(plans), plans, (), (), {}, (), (), (), ())
    session.tell(take_in_frame(session.store, round_id, frame, "0" * 64))
    settled(page, qtbot)


def in_short(page: WeekPage) -> str:
    return " ".join(text.words for text in page.figures._short.findChildren(Text))


def saved(folder: Path, *rows: str) -> Path:
    file = folder / "advice.csv"
    file.write_text(HEAD + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return file


def test_an_empty_workspace_says_what_to_do(page: WeekPage) -> None:
    assert page._stack.currentIndex() == NOTHING
    assert not page.make.isEnabled()


def test_the_last_whole_week_comes_up_and_weeks_are_gone_through(page: WeekPage, qtbot: QtBot, tmp_path: Path) -> None:
    take_in_plans(page, qtbot, tmp_path)
    assert page._stack.currentIndex() == SHOWN
    assert page.week is not None
    assert (page.week.monday, page.week.whole.issued.plans) == (MONDAY, 12)
    assert "12 plans first issued" in in_short(page)
    assert "No list of advice was taken in" in in_short(page)
    assert "All invented." in in_short(page)
    assert not page.figures.advice.isVisible()
    page.commands()[0].trigger()
    settled(page, qtbot)
    assert (page.week.monday, page.week.whole.issued.plans) == (MONDAY - timedelta(days=7), 1)
    qtbot.mouseClick(page.after, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.week.monday == MONDAY
    assert {"day": MONDAY.isoformat()} == page.place()


def test_localities_stand_above_their_sum(page: WeekPage, qtbot: QtBot, tmp_path: Path) -> None:
    take_in_plans(page, qtbot, tmp_path)
    model = page.figures.localities.table.model()
    rows = [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]
    assert rows == [["North", "6", "3 of 6"], ["South", "6", "3 of 6"], ["Whole council", "12", "6 of 12"]]


def test_advice_is_shown_row_by_row_before_it_is_taken_in(page: WeekPage, qtbot: QtBot, tmp_path: Path) -> None:
    take_in_plans(page, qtbot, tmp_path)
    asked = MONDAY - timedelta(weeks=7)
    file = saved(tmp_path, f"Zebedee,North,EP,{asked},", f"Zebedee,South,health,{MONDAY},{MONDAY}", "Zebedee,North,,,")
    page.read_advice(file)
    qtbot.waitUntil(lambda: page.read is not None)
    assert page._stack.currentIndex() == FOUND
    assert page.found.usable.words == "2 of 3 rows of advice can be used"
    assert page.found.left_out.table.model().rowCount() == 1
    said = " ".join(text.words for text in page.found.findChildren(Text))
    assert "Child name" in said
    assert "Zebedee" not in said
    assert not page.make.isVisible()
    qtbot.mouseClick(page.found.take, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.messages.bar is not None and page.read is None)
    settled(page, qtbot)
    assert page.messages.bar is not None
    assert "2 of 3 rows of advice were taken in" in page.messages.bar.title
    assert page._stack.currentIndex() == SHOWN
    assert page.figures.advice.isVisible()
    assert "1 overdue" in in_short(page)
    page.figures.place.setCurrentIndex(page.figures.place.findData("South"))
    model = page.figures.advice.table.model()
    assert [model.index(model.rowCount() - 1, column).data() for column in (1, 2, 6)] == ["1", "1", "0"]


def test_a_list_can_be_left_and_what_is_wrong_saved(
    page: WeekPage, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    page.read_advice(saved(tmp_path, "x,North,,,"))
    qtbot.waitUntil(lambda: page.read is not None)
    assert not page.found.take.isEnabled()
    answers.path = tmp_path / "wrong.csv"
    page.found.left_out.save.click()
    assert "does not say whom the advice was asked of" in (tmp_path / "wrong.csv").read_text(encoding="utf-8-sig")
    qtbot.mouseClick(page.found.leave, Qt.MouseButton.LeftButton)
    settled(page, qtbot)
    assert page.read is None
    assert page._stack.currentIndex() == NOTHING


def test_a_file_that_is_no_list_is_refused_in_words(page: WeekPage, qtbot: QtBot, tmp_path: Path) -> None:
    file = tmp_path / "advice.csv"
    file.write_text("area,adviser\nNorth,EP\n", encoding="utf-8")
    page.read_advice(file)
    qtbot.waitUntil(lambda: page.messages.bar is not None)
    assert page.messages.bar is not None
    assert "has no column for the day it was asked for and the day it came in" in page.messages.bar.title


def test_the_page_is_made_as_pdf_and_workbook(page: WeekPage, qtbot: QtBot, answers: Answers, tmp_path: Path) -> None:
    take_in_plans(page, qtbot, tmp_path)
    answers.path = tmp_path
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.messages.bar is not None)
    for kind in ("pdf", "xlsx"):
        assert (tmp_path / f"week-{MONDAY}.{kind}").stat().st_size > 1000


def test_the_page_says_why_it_opens_on_a_week_that_is_over_and_only_then(
    page: WeekPage, qtbot: QtBot, tmp_path: Path
) -> None:
    take_in_plans(page, qtbot, tmp_path)
    assert "opens on the last week that was over" in in_short(page)
    page.step(-1)
    settled(page, qtbot)
    assert "opens on" not in in_short(page)
