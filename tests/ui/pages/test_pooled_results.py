"""Several rounds looked at together on the results page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from db.vocabulary import Draw, RoundKind, Value
from tests.building import make_round, make_workspace, score, small_framework
from ui.pages.results import ResultsPage
from ui.pages.results_words import in_short
from ui.session import Session
from ui.tasks import Tasks


@pytest.fixture
def page(qtbot: QtBot, tmp_path: Path) -> Iterator[ResultsPage]:
    """Three rounds of two plans, the newest shown; the first was not drawn by lot."""
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        for name, draw in (("May", Draw.CHOSEN), ("June", Draw.RANDOM), ("July", Draw.RANDOM)):
            plans = [f"{name}-1", f"{name}-2"]
            made = make_round(
                store, small_framework(tmp_path), plans, {p: ["EA"] for p in plans}, name=name, population=40,
                draw=draw, kind=RoundKind.ROLLING,
            )  # fmt: skip
            for plan in plans:
                score(store, made, plan, "EA", [Value.MET] * 4)
        session, tasks = Session(store), Tasks()
        shown = ResultsPage(session, tasks, choose_folder=lambda _: tmp_path / "out")
        qtbot.addWidget(shown)
        shown.resize(1100, 800)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.activateWindow()
        shown.refresh()
        qtbot.waitUntil(lambda: shown.results is not None)
        yield shown
        tasks.close()


def plans_shown(page: ResultsPage) -> tuple[str, int]:
    assert page.results is not None
    return page.results.round, page.results.plans


def test_rounds_that_are_alike_are_shown_together_and_said_in_the_title(page: ResultsPage, qtbot: QtBot) -> None:
    page.pool.click()
    assert [box.text() for box in page.pool_card.boxes] == ["June, 2 plans"]
    assert "The plans of July were drawn by lot, those of May chosen by somebody." in page.pool_card.reasons
    assert QApplication.focusWidget() is page.pool_card.boxes[0]
    assert not page.pool_card.show_together.isEnabled()
    QTest.keyClick(page.pool_card.boxes[0], Qt.Key.Key_Space)
    page.pool_card.show_together.click()
    qtbot.waitUntil(lambda: plans_shown(page) == ("June and July together", 4))
    assert page.header.title.words == "Results of 2 rounds"
    assert page.header.subtitle.words.startswith("June and July together · 4 plans")
    assert page.results is not None
    assert "pool the plans of 2 rounds: June (2 of 40) and July (2 of 40)" in in_short(page.results)[0]
    assert not page.pool_card.isVisible()
    the_report_is_made_here(page, qtbot)

    page.pool.click()
    qtbot.waitUntil(lambda: plans_shown(page) == ("July", 2))
    assert (page.header.title.words, page.pool.text()) == ("Results", "Several rounds together…")


def the_report_is_made_here(page: ResultsPage, qtbot: QtBot) -> None:
    """As PDF and workbook; a folder that is gone is said, and nothing is half written."""
    folder = Path(page.session.store.path).parent / "out"

    def told() -> str:
        page.messages.dismiss()
        page.make_report.click()
        qtbot.waitUntil(lambda: page.messages.bar is not None)
        assert page.messages.bar is not None
        return page.messages.bar.kind

    assert told() == "problem"
    folder.mkdir()
    assert told() == "done"
    made = sorted(file.name for file in folder.iterdir())
    assert made == ["board-june-and-july-together.pdf", "board-june-and-july-together.xlsx"]
    rows = load_workbook(folder / made[1])["Headlines"].iter_rows(min_row=4, values_only=True)
    line = dict(zip(next(rows), next(rows), strict=True))
    assert (line["Met"], line["Out of"]) == (4, 4)


def test_another_round_is_looked_at_alone(page: ResultsPage, qtbot: QtBot) -> None:
    page.pool.click()
    page.pool_card.boxes[0].click()
    page.pool_card.show_together.click()
    qtbot.waitUntil(lambda: plans_shown(page)[1] == 4)
    may = page.session.rounds[-1]
    page.session.switch_round(may.id)
    qtbot.waitUntil(lambda: plans_shown(page) == ("May", 2))
    assert page.pool.text() == "Several rounds together…"


def test_esc_leaves_the_choice(page: ResultsPage) -> None:
    page.pool.click()
    QTest.keyClick(page.pool_card.boxes[0], Qt.Key.Key_Escape)
    assert not page.pool_card.isVisible()
    assert QApplication.focusWidget() is page.pool
    assert plans_shown(page) == ("July", 2)
