"""The tab Over time tells the verdict, keeps markers and old papers from the keyboard, and says why a line breaks."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from auditor.change.history import history
from auditor.change.markers import markers
from auditor.ready_made import NewPlan
from db.store import Store
from tests.auditor.change.rounds_over_time import add_round, revised
from tests.building import make_workspace, small_framework
from ui.pages.results import ResultsPage
from ui.parts.buttons import PlainButton
from ui.parts.words import Text
from ui.results.over_time import QUARTERS, QUESTIONS, STANDARDS
from ui.session import Session
from ui.tasks import Tasks


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three rounds, the last by a framework that changed a question."""
    folder = tmp_path_factory.mktemp("over_time_tab")
    dated = [NewPlan(f"T-{i}", area="North", first_final_on=date(2025, 1, 5)) for i in range(12)]
    with make_workspace(folder / "a.ehcpaudit") as store:
        framework = small_framework(folder)
        add_round(store, framework, "One", date(2024, 3, 31), 4)
        add_round(store, framework, "Two", date(2025, 3, 31), 11, listed=dated)
        add_round(store, revised(framework), "Three", date(2026, 3, 31), 10)
        return store.path


@pytest.fixture
def page(qtbot, first: Path, tmp_path: Path) -> Iterator[ResultsPage]:
    """The page on round Two, the tab shown."""
    copy = tmp_path / "a.ehcpaudit"
    copy.write_bytes(first.read_bytes())
    with Store.open(copy) as store:
        session, tasks = Session(store), Tasks()
        session.switch_round(next(row.id for row in session.rounds if row.name == "Two"))
        shown = ResultsPage(session, tasks)
        qtbot.addWidget(shown)
        shown.resize(1200, 800)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.refresh()
        qtbot.waitUntil(lambda: shown.results is not None)
        shown.tabs.setCurrentWidget(shown.over_time)
        qtbot.waitUntil(lambda: shown.over_time.found.over_time is not None)
        yield shown
        tasks.close()


def words(page: ResultsPage) -> str:
    return " ".join(part.words for part in page.over_time.findChildren(Text) if part.isVisible())


def choose(page: ResultsPage, what: str) -> None:
    box = page.over_time.what
    assert box.findData(what) >= 0
    box.setCurrentIndex(box.findData(what))


def test_the_verdict_is_told_in_chart_and_words(page: ResultsPage) -> None:
    said = words(page)
    assert "Better. +58 points, range +20 to +79" in said
    assert "33% then, 92% now. A difference of 58 points is more than chance makes" in said
    assert "so plans are better on this." in page.over_time.card.view.accessibleName()


def test_the_headlines_stand_beside_the_round_before_unless_the_line_breaks(page: ResultsPage, qtbot) -> None:
    bars = page.headlines.bars
    qtbot.waitUntil(lambda: "; One 33%." in bars.view.accessibleName())
    heads = [bars.table.model().headerData(n, Qt.Orientation.Horizontal) for n in range(6)]
    assert heads[-1] == "One"
    page.session.switch_round(next(row.id for row in page.session.rounds if row.name == "Three"))
    qtbot.waitUntil(lambda: page.results is not None and page.results.round == "Three" and not page.beside.busy)
    assert bars.table.model().columnCount() == 5, "a question of it asks something else since"


def test_questions_and_quarters_are_shown_without_a_verdict(page: ResultsPage, qtbot) -> None:
    choose(page, QUESTIONS)
    table = page.over_time.table.table
    assert table.isVisible()
    row = [table.model().index(0, column).data() for column in range(table.model().columnCount())]
    assert row == ["Q1 Question Q1", "33% (4 of 12)", "92% (11 of 12)", "+58", "+20 to +79"]
    assert "a hint where to look, and no finding" in words(page)
    choose(page, QUARTERS)
    qtbot.waitUntil(lambda: "Older quarters hold only plans that were never updated since." in words(page))
    assert "Jan–Mar 2025 92%, 11 of 12" in page.over_time.card.view.accessibleName()
    assert "better on this" not in words(page)


def test_where_the_questions_changed_the_page_says_so(page: ResultsPage, qtbot) -> None:
    page.session.switch_round(next(row.id for row in page.session.rounds if row.name == "Three"))
    tab = page.over_time
    qtbot.waitUntil(lambda: tab.found.over_time is not None and tab.found.over_time.round == "Three")
    choose(page, STANDARDS)
    assert "They are not compared. What this standard asks changed" in words(page)
    assert "What this standard asks changed" in tab.card.view.accessibleName()


def test_a_marker_is_added_by_keyboard_taken_away_and_put_back(page: ResultsPage, qtbot) -> None:
    tab = page.over_time
    tab.to_markers.setFocus()
    qtbot.keyClick(tab.to_markers, Qt.Key.Key_Space)
    form = tab.markers.form
    qtbot.keyClicks(form.words.edit, "Training delivered")
    qtbot.keyClicks(form.day.edit, "1/9/2024")
    qtbot.keyClicks(form.attended.edit, "46")
    qtbot.keyClick(form.save, Qt.Key.Key_Space)
    assert [(m.words, m.on, m.attended) for m in markers(page.session.store)] == [
        ("Training delivered", date(2024, 9, 1), 46)
    ]
    tab.show_chart()
    qtbot.waitUntil(lambda: "Marked: Training delivered (46 took part)." in tab.card.view.accessibleName())
    qtbot.keyClick(tab.to_markers, Qt.Key.Key_Space)
    form.remove.click()
    assert markers(page.session.store) == ()
    assert tab.messages.bar is not None
    next(b for b in tab.messages.bar.findChildren(PlainButton) if b.text() == "Put it back").click()
    assert len(markers(page.session.store)) == 1


def test_words_of_a_marker_that_may_name_somebody_are_asked_about_first(page: ResultsPage, qtbot) -> None:
    page.over_time.to_markers.click()
    form = page.over_time.markers.form
    form.words.edit.setText("Training by Mr Poole")
    form.day.edit.setText("1/9/2024")
    form.save.click()
    assert form.doubt.isVisible()
    assert markers(page.session.store) == ()
    form.doubt.save.click()
    assert len(markers(page.session.store)) == 1


def test_a_figure_of_an_old_paper_is_checked_as_it_is_typed(page: ResultsPage, qtbot) -> None:
    tab = page.over_time
    tab.to_papers.click()
    form = tab.papers.form
    form.label.edit.setText("2019 audit")
    form.day.edit.setText("30/6/2019")
    form.percent.edit.setText("49")
    form.of.edit.setText("33")
    assert "49% cannot be a share of 33: the nearest that can are 48% or 52%." in form.found.words
    form.save.click()
    assert "Say which paper" in form.source.problem
    form.source.edit.setText("Board paper, June 2019, page 4")
    form.save.click()
    (row,) = history(page.session.store)
    assert (row.facts.percent, row.facts.n, row.facts.label) == ("49%", 33, "2019 audit")
    tab.show_chart()
    qtbot.waitUntil(lambda: "2019 audit 49%, n = 33, from an old paper" in tab.card.view.accessibleName())
