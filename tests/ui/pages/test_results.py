"""The results page: real figures from a real file, one key from chart to table, and on to the report."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from auditor import scoring
from auditor.actions.targets import TargetFacts, remove_target, set_target
from auditor.answers import Answer
from auditor.changed import Changed
from db.vocabulary import Draw, Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework
from ui.look import look
from ui.pages.results import ResultsPage
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Tasks

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET


@pytest.fixture
def store(tmp_path: Path):
    """A round of four plans, one scored twice with a difference, and enough in to show figures."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        plans = ["N-001", "N-002", "N-003", "N-004"]
        given = {"N-001": ["EA", "HB"], "N-002": ["EA"], "N-003": ["EA"], "N-004": ["EA"]}
        rnd = make_round(made, small_framework(tmp_path), plans, given, population=200)
        score(made, rnd, "N-001", "EA", (M, M, M, M))
        score(made, rnd, "N-001", "HB", (M, M, M, P))
        score(made, rnd, "N-002", "EA", (M, M, M, M))
        score(made, rnd, "N-004", "EA", (M, M, M, M))
        yield made


@pytest.fixture
def page(qtbot, store, tmp_path: Path):
    """The page in a window, its figures shown."""
    session, tasks = Session(store), Tasks()
    out = tmp_path / "out"
    out.mkdir()
    shown = ResultsPage(session, tasks, choose_folder=lambda _: out)
    qtbot.addWidget(shown)
    shown.resize(1100, 800)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    qtbot.waitUntil(lambda: shown.results is not None)
    yield shown
    tasks.close()


def test_the_figures_stand_with_their_k_of_n_and_what_is_undecided(page: ResultsPage):
    assert page.results is not None
    assert (page.results.measures[0].k, page.results.measures[0].n) == (2, 2)
    assert "2 of 2" in page.headlines.chart.accessibleName()
    assert page.tabs.tabText(page.tabs.indexOf(page.undecided)) == "Undecided (1)"
    model = page.undecided.table.model()
    assert [model.index(0, c).data() for c in range(4)] == ["N-001", "North", "Q4", "Question Q4"]


def test_enter_turns_a_chart_into_its_table_and_back_with_the_keyboard_on_it(page: ResultsPage, qtbot):
    page.activateWindow()
    page.focus_main()
    chart = page.headlines.chart
    qtbot.waitUntil(chart.hasFocus)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    table = page.headlines.bars.table
    assert (chart.isVisible(), table.isVisible()) == (False, True)
    assert [table.model().index(0, c).data() for c in (1, 2, 3)] == ["100%", "2", "2"]
    qtbot.waitUntil(table.hasFocus)
    page.headlines.bars.button.click()
    assert (chart.isVisible(), table.isVisible()) == (True, False)


def test_every_criterion_is_listed_and_its_question_can_be_read_whole(page: ResultsPage, qtbot):
    page.tabs.setCurrentWidget(page.criteria)
    table = page.criteria.table
    assert table.model().rowCount() == 5
    table.selectRow(2)
    assert page.criteria.title.words == "What of Q3?"


def test_the_table_sorts_by_number_and_not_by_letters(page: ResultsPage):
    page.tabs.setCurrentWidget(page.criteria)
    table = page.criteria.table
    table.sortByColumn(4, Qt.SortOrder.DescendingOrder)
    sizes = [int(table.model().index(row, 4).data()) for row in range(table.model().rowCount())]
    assert sizes == sorted(sizes, reverse=True)


def test_a_newly_submitted_audit_changes_the_figures(page: ResultsPage, store, qtbot):
    before = page.results
    work = assignment_of(store, 1, "N-003", "EA")
    for criterion in ("Q1", "Q2", "Q3", "Q4"):
        scoring.save_answer(store, work, criterion, Answer(N))
    scoring.submit(store, work)
    page.session.tell(Changed(frozenset({"audit"})))
    qtbot.waitUntil(lambda: page.results is not None and page.results is not before)
    assert page.results is not None
    assert (page.results.measures[0].k, page.results.measures[0].n) == (2, 3)


def test_a_target_is_a_flag_on_its_bar_and_in_its_words(page: ResultsPage, store, qtbot):
    assert "target" not in page.headlines.chart.accessibleName()
    page.session.tell(set_target(store, TargetFacts("small", "M", 60)))
    qtbot.waitUntil(lambda: "; target 60%." in page.headlines.chart.accessibleName())
    page.session.tell(remove_target(store, "small", "M"))
    qtbot.waitUntil(lambda: "target" not in page.headlines.chart.accessibleName())


def test_no_button_of_the_head_is_cut_off_in_the_least_window_at_twice_the_text(page: ResultsPage, qtbot):
    before = look().scale
    try:
        look().set(look().theme, 2.0)
        page.resize(1024, 530)
        qtbot.waitUntil(lambda: page.header.height() >= page.header.heightForWidth(page.header.width()))
        assert page.make_report.visibleRegion().boundingRect() == page.make_report.rect()
    finally:
        look().set(look().theme, before)


def test_the_report_is_made_where_it_is_chosen_for_whom_and_as_what(page: ResultsPage, tmp_path: Path, qtbot):
    with qtbot.waitSignal(page.go) as asked:
        page.make_report.click()
    assert asked.args == ["report"]
    assert list((tmp_path / "out").iterdir()) == []


def test_a_round_without_submitted_audits_says_what_to_do(qtbot, tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]}, draw=Draw.CHOSEN)
        session, tasks = Session(store), Tasks()
        page = ResultsPage(session, tasks)
        qtbot.addWidget(page)
        page.show()
        page.refresh()
        qtbot.waitUntil(lambda: page.results is not None)
        assert not page.make_report.isEnabled()
        asked = []
        page.go.connect(asked.append)
        page.focus_main()
        page.empty.button.click()
        assert asked == ["desk"]
        tasks.close()


@pytest.mark.parametrize("width", [640, 1100])
def test_nothing_scrolls_sideways_at_twice_the_text_size(page: ResultsPage, qtbot, width: int):
    from ui.look import look

    look().set(scale=2.0)
    try:
        page.resize(width, 700)
        qtbot.wait(50)
        assert page.headlines.widget().width() <= page.headlines.viewport().width()
    finally:
        look().set(scale=1.0)


def test_figures_are_held_back_until_four_of_five_audits_are_in_and_the_page_says_why(qtbot, tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        plans = [f"N-{i:03}" for i in range(1, 5)]
        rnd = make_round(
            store, small_framework(tmp_path), plans, {p: ["EA", "HB"] if p == "N-001" else ["EA"] for p in plans}
        )
        score(store, rnd, "N-001", "EA", (M, M, M, M))
        score(store, rnd, "N-001", "HB", (M, M, M, P))
        score(store, rnd, "N-002", "EA", (M, M, M, M))
        session, tasks = Session(store), Tasks()
        page = ResultsPage(session, tasks, choose_folder=lambda _: tmp_path)
        qtbot.addWidget(page)
        page.show()
        page.refresh()
        qtbot.waitUntil(lambda: page.results is not None)
        shown = [page.tabs.tabText(at) for at in range(page.tabs.count()) if page.tabs.isTabVisible(at)]
        assert shown == ["Figures", "Undecided (1)"]
        assert page.tabs.currentWidget() is page.held
        assert any("3 of 5 audits are in (60%)" in part.words for part in page.held.findChildren(Text))
        assert not page.make_report.isEnabled()
        score(store, rnd, "N-003", "EA", (M, M, M, M))
        session.tell(Changed(frozenset({"audit"})))
        qtbot.waitUntil(page.make_report.isEnabled)
        shown = [page.tabs.tabText(at) for at in range(page.tabs.count()) if page.tabs.isTabVisible(at)]
        assert shown == ["Headlines", "Criteria", "By area and need", "Causes", "Over time", "Undecided (1)"]
        assert page.tabs.currentWidget() is page.headlines
        tasks.close()
