"""From a headline to who answered what, and figures by group and by cause, by keyboard; nothing is written."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication

from auditor import ready_made, scoring
from auditor.answers import Answer
from db.store import Store
from db.vocabulary import Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework
from ui.pages.results import ResultsPage
from ui.session import Session
from ui.tasks import Tasks

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve plans of the North and three of the South, one scored twice with a difference, one with a cause."""
    folder = tmp_path_factory.mktemp("tabs")
    path = folder / "a.ehcpaudit"
    plans = [ready_made.NewPlan(f"N-{i:02}", area="North" if i < 12 else "South", need="SLCN") for i in range(15)]
    given = {p.reference: ["EA", "HB"] if i == 0 else ["EA"] for i, p in enumerate(plans)}
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), plans, given, population=7300)
        for i, plan in enumerate(plans):
            if i == 1:
                work = assignment_of(store, rnd, plan.reference, "EA")
                one = {"Q1": Answer(M), "Q2": Answer(N, "template", "health"), "Q3": Answer(M), "Q4": Answer(M)}
                scoring.enter_sheet(store, work, one)
                scoring.submit(store, work)
            else:
                score(store, rnd, plan.reference, "EA", (M, M, M, M) if i < 8 else (N, N, N, N))
        score(store, rnd, "N-00", "HB", (M, P, M, M))
    return path


@pytest.fixture
def page(qtbot, workspace: Path) -> Iterator[ResultsPage]:
    """The page in a window of its own, its figures shown."""
    with Store.open(workspace) as store:
        session, tasks = Session(store), Tasks()
        shown = ResultsPage(session, tasks)
        qtbot.addWidget(shown)
        shown.resize(1200, 800)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.activateWindow()
        shown.refresh()
        qtbot.waitUntil(lambda: shown.results is not None)
        yield shown
        tasks.close()


def cells(page_table, row: int) -> list[str]:
    """The words of one row of a table."""
    model = page_table.model()
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_enter_leads_from_a_headline_to_its_questions_their_plans_and_the_answers_and_esc_back(page, qtbot) -> None:
    page.focus_main()
    qtbot.waitUntil(page.headlines.chart.hasFocus)
    qtbot.keyClick(page.headlines.chart, Qt.Key.Key_Return)
    bars = page.headlines.bars.table
    qtbot.waitUntil(bars.hasFocus)
    bars.setCurrentIndex(bars.model().index(0, 0))
    qtbot.keyClick(bars, Qt.Key.Key_Return)
    assert page.tabs.currentWidget() is page.criteria
    questions = page.criteria.table
    qtbot.waitUntil(questions.hasFocus)
    assert [cells(questions, row)[0] for row in range(questions.model().rowCount())] == ["Q1", "Q2", "Q3", "Q4"]
    qtbot.keyClick(questions, Qt.Key.Key_Down)
    assert page.criteria.title.words == "What of Q2?"
    assert "6 of 14 judged, 43%; of all 15 between 40% and 47%." in page.criteria.pane.detail.words
    qtbot.keyClick(questions, Qt.Key.Key_Return)
    plans = page.criteria.plans
    qtbot.waitUntil(plans.pane.table.hasFocus)
    assert (plans.title.words, plans.pane.table.model().rowCount()) == ("Q2  Question Q2", 15)
    assert cells(plans.pane.table, 0)[0] == "N-00"
    assert plans.pane.detail.words.startswith("EA (education): Met. HB (health): Partly met. It counts once they agree")
    qtbot.keyClick(plans.pane.table, Qt.Key.Key_Escape)
    qtbot.waitUntil(questions.hasFocus)
    assert questions.currentIndex().row() == 1


def test_a_click_on_a_bar_or_a_check_opens_its_questions_and_one_below_them_nothing(page, qtbot) -> None:
    chart, checks = page.headlines.chart, page.headlines.checks.view
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() // 2, chart.height() - 2))
    assert page.tabs.currentWidget() is page.headlines
    qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(chart.width() // 2, 20))
    assert page.tabs.currentWidget() is page.criteria
    assert page.criteria.measure.currentText() == "Measure"
    page.tabs.setCurrentWidget(page.headlines)
    qtbot.mouseClick(checks, Qt.MouseButton.LeftButton, pos=QPoint(checks.width() // 2, 8))
    assert page.criteria.title.words == "Was the first plan issued in time?"


def test_the_plans_of_a_question_can_be_cut_down_to_one_answer(page) -> None:
    page.tabs.setCurrentWidget(page.criteria)
    page.criteria.show_criterion("Q2")
    page.criteria.pane.button.click()
    plans = page.criteria.plans
    plans.answer.setCurrentIndex(plans.answer.findData("not_met"))
    assert plans.answer.currentText() == "Not met: 8 plans"
    assert plans.pane.table.model().rowCount() == 8
    assert plans.pane.title.words == "N-01"


def test_a_check_worked_out_from_dates_says_why_it_is_as_it_is(page) -> None:
    page.headlines.criterion_asked.emit("S4a")
    assert page.criteria.title.words == "Was the first plan issued in time?"
    page.criteria.pane.button.click()
    assert page.criteria.plans.pane.table.model().rowCount() == 15
    assert page.criteria.plans.pane.detail.words.startswith("Worked out from the plan's dates. ")
    assert len(page.criteria.plans.pane.detail.words) > len("Worked out from the plan's dates. ")


def test_figures_are_broken_down_by_one_field_or_two_with_counts_alone_for_few(page, qtbot) -> None:
    tab = page.by_fields
    page.tabs.setCurrentWidget(tab)
    qtbot.waitUntil(lambda: tab.breakdown is not None)
    table = tab.pane.table
    assert [cells(table, row) for row in (0, 1)] == [["North", "12", "7 of 11 · 64%"], ["South", "3", "0 of 3"]]
    assert "Plans that meet each standard" in tab.basis.words
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    table.setCurrentIndex(table.model().index(0, 0))
    assert tab.pane.title.words == "North"
    assert tab.pane.detail.words.startswith("Measure: 7 of 11 plans, 64%, likely range ")
    tab.second.setFocus()
    qtbot.keyClicks(tab.second, "cause")
    qtbot.waitUntil(lambda: tab.breakdown is not None and tab.breakdown.fields == ("area", "cause"))
    assert tab.title.words == "By area and cause of the shortfall"
    assert cells(table, 0) == ["North", "Template", "12", "1 of 1"]
    table.setFocus()
    table.selectRow(0)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    head = QGuiApplication.clipboard().text().splitlines()[0]
    assert head == "Area\tCause of the shortfall\tPlans\tMeasure"


def test_a_field_that_no_plan_has_cannot_be_chosen_and_no_field_twice(page, qtbot) -> None:
    tab = page.by_fields
    at = tab.first.findData("setting_type")
    assert tab.first.itemText(at) == "setting type (nothing is known of it)"
    assert not tab.first.model().item(at).isEnabled()
    tab.second.setCurrentIndex(tab.second.findData("area"))
    assert tab.fields == ("area",)


def test_causes_stand_by_agency_and_by_standard(page, qtbot) -> None:
    page.tabs.setCurrentWidget(page.causes)
    assert cells(page.causes.by_agency.table, 0) == ["Template", "1"]
    qtbot.waitUntil(page.causes.by_standard.isVisible)
    assert cells(page.causes.by_standard.table, 0) == ["Template", "1 of 1"]
