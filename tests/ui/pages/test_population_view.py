"""What a list shows at the window: limits with their marks, sizes, one area or all, and the files."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from auditor import rounds
from auditor.frames import FramePlan
from auditor.frames.frame import Frame
from auditor.frames.keep import take_in_frame
from db.store import Store
from db.vocabulary import RoundKind
from tests.auditor.reports.week_samples import AS_AT, plan
from tests.building import make_workspace, small_framework
from tests.ui.window.conftest import Answers
from ui.frame.population_view import NOTHING, SHOWN, PopulationView
from ui.parts.pictures import Mark
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Tasks

AREAS = ("North", "South", "")


def listed(row: int) -> FramePlan:
    """A plan of a list, invented."""
    made = plan(AREAS[row % 3], row)
    return FramePlan(
        row, f"P-{row}", made.area, need=made.need, year_group=int(made.year_group), phase="primary",
        requested_on=made.dates.requested, first_final_on=made.dates.first_final, exception=made.dates.exception,
    )  # fmt: skip


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        rounds.new_round(made, small_framework(tmp_path), rounds.NewRound("Spring", RoundKind.FULL, AS_AT))
        yield made


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def view(qtbot: QtBot, store: Store, answers: Answers) -> Iterator[PopulationView]:
    session, tasks = Session(store), Tasks()
    made = PopulationView(session, tasks, answers)
    session.setParent(made)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    with qtbot.waitExposed(made):
        made.show()
    qtbot.waitUntil(lambda: not tasks.busy)
    yield made
    tasks.close()


def take_in(view: PopulationView, qtbot: QtBot, plans: int = 36) -> None:
    store, session = view._session.store, view._session
    frame = Frame("other", "", AS_AT, plans, tuple(listed(row) for row in range(plans)), (), (), {}, (), (), (), ())
    session.tell(take_in_frame(store, session.rounds[0].id, frame, "0" * 64))
    qtbot.waitUntil(lambda: view.found is not None)


def words(view: PopulationView) -> str:
    return " ".join(text.words for text in view.limits.findChildren(Text))


def test_without_a_list_it_says_what_will_be_here(view: PopulationView) -> None:
    assert view._stack.currentIndex() == NOTHING
    assert view.found is None


def test_a_list_is_counted_as_soon_as_it_is_taken_in(view: PopulationView, qtbot: QtBot) -> None:
    take_in(view, qtbot)
    assert view._stack.currentIndex() == SHOWN
    assert view.found is not None
    first = view.found.whole.limits[0]
    assert f"{first.met} of {first.n} ({first.percent}%)" in words(view)
    assert "The date of the request is not recorded: 4." in words(view)
    assert next(mark.state for mark in view.limits.findChildren(Mark)) == "partly"


def test_one_area_shows_its_own_counts_without_a_percentage_of_few(view: PopulationView, qtbot: QtBot) -> None:
    take_in(view, qtbot, 24)
    assert view.found is not None
    view.area.setCurrentIndex(view.area.findData("South"))
    first = view.found.areas["South"].limits[0]
    assert 0 < first.n < 10
    assert f"{first.met} of {first.n}" in words(view)
    assert "%" not in words(view)
    model = view._sizes["need"].table.model()
    assert sum(int(model.index(row, 1).data()) for row in range(model.rowCount())) == 8


@pytest.mark.parametrize("crossing", ["limits", "need", "phase", "plan_kind", "year_group", "age"])
def test_every_crossing_has_a_row_for_each_area_and_the_whole(
    view: PopulationView, qtbot: QtBot, crossing: str
) -> None:
    take_in(view, qtbot)
    card = view.by_area
    card.crossing.setCurrentIndex(card.crossing.findData(crossing))
    model = card.table.model()
    heads = [model.headerData(row, Qt.Orientation.Vertical) for row in range(model.rowCount())]
    assert heads == ["North", "South", "Area not given", "Whole council"]
    plans = [int(model.index(row, 0).data()) for row in range(4)]
    assert plans[3] == sum(plans[:3]) == 36
    if crossing != "limits":
        for row in range(4):
            cells = [int(model.index(row, column).data()) for column in range(1, model.columnCount())]
            assert sum(cells) == plans[row]


def test_rows_are_copied_with_their_areas(view: PopulationView, qtbot: QtBot) -> None:
    take_in(view, qtbot)
    table = view.by_area.table
    table.selectRow(0)
    heads, line = table.selected_text().split("\n")
    assert heads.startswith("Area\tPlans\t")
    assert line.startswith("North\t12\t")


@pytest.mark.parametrize(("button", "kind"), [("pdf", ".pdf"), ("workbook", ".xlsx")])
def test_files_are_made_where_somebody_says(
    view: PopulationView, qtbot: QtBot, answers: Answers, tmp_path: Path, button: str, kind: str
) -> None:
    take_in(view, qtbot)
    answers.path = tmp_path
    qtbot.mouseClick(getattr(view, button), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.messages.bar is not None)
    assert view.messages.bar is not None
    assert view.messages.bar.kind == "done"
    assert (tmp_path / f"checklist-spring{kind}").stat().st_size > 1000
