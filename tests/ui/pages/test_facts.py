"""The page Facts check: sheets made into a folder, points noted and settled, figures moved by decisions alone."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from auditor import scoring
from auditor.answers import Answer
from auditor.facts_check.points import raise_point
from auditor.facts_check.sheets import Wanted, make_sheets
from auditor.facts_check.view import facts_check
from auditor.results import results
from auditor.round_moves import move_on
from auditor.steps import finished
from db.store import Store
from db.vocabulary import FactOutcome, RoundState, Value
from tests.building import assignment_of, make_round, make_workspace, small_framework
from ui.moderation.decision_card import Given
from ui.pages.facts import POINTS, FactsPage
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Tasks

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET


class Answers:
    """Gives the same folder, whatever is asked."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def folder(self, _parent: QWidget, _title: str, _start: Path | None = None) -> Path | None:
        """Where to write."""
        return self._folder


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two plans at the facts check, each with one shortfall of health's; a point on the first."""
    folder = tmp_path_factory.mktemp("made")
    path = folder / "facts.ehcpaudit"
    with make_workspace(path) as store:
        rnd = make_round(store, small_framework(folder), ["N-001", "N-002"], {"N-001": ["EA"], "N-002": ["EA"]})
        for name, values in {"N-001": (P, M, M, M), "N-002": (M, N, M, M)}.items():
            at = assignment_of(store, rnd, name, "EA")
            for key, value in zip(("Q1", "Q2", "Q3", "Q4"), values, strict=True):
                named = ("advice_weak", "health") if value.shortfall else ("", "")
                scoring.save_answer(store, at, key, Answer(value, *named))
            scoring.submit(store, at)
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
            move_on(store, rnd, state)
        first = facts_check(store, rnd).sheets[0].sampled or 0
        (sheet,) = finished(make_sheets(store, rnd, [Wanted(first)], folder, None)).ids
        raise_point(store, sheet, first, "Q1", "Page 11 has it.", datetime.now().astimezone().date())
    return path


@pytest.fixture
def page(qtbot, made: Path, tmp_path: Path):
    """The page on a copy of it, read."""
    with Store.open(Path(shutil.copy(made, tmp_path / "facts.ehcpaudit"))) as store:
        tasks = Tasks()
        shown = FactsPage(Session(store), tasks, Answers(tmp_path))  # type: ignore[arg-type]
        qtbot.addWidget(shown)
        shown.resize(1200, 900)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.refresh()
        qtbot.waitUntil(lambda: shown.found is not None)
        yield shown
        tasks.close()


def words_in(part: QWidget) -> str:
    return " ".join(text.words for text in part.findChildren(Text) if text.isVisibleTo(part))


def read_again(page: FactsPage, qtbot) -> None:
    qtbot.waitUntil(lambda: not page._tasks.busy and not page.reader.due)


def test_it_says_what_waits_and_makes_the_sheets_that_are_chosen(page: FactsPage, qtbot, tmp_path: Path):
    waiting: list[int] = []
    page.waiting.connect(waiting.append)
    assert "1 point to settle" in page.header.subtitle.words
    assert page.sheets.count.words == "2 plans and 1 agency have something to check; 0 sheets are out."
    page.sheets.choose_unmade()
    assert [line.name for line in page.sheets.chosen] == ["N-002"]
    page.sheets.make.click()
    qtbot.waitUntil(lambda: page.messages.bar is not None and page.messages.bar.kind == "done")
    read_again(page, qtbot)
    assert (tmp_path / "facts-spring-n-002.pdf").exists()
    assert page.sheets.count.words.endswith("1 sheet is out.")


def test_a_point_is_noted_after_a_question_about_names(page: FactsPage, qtbot):
    page.sheets._choose([0])
    page.sheets.ask_point()
    form = page.sheets.point
    form.about.setCurrentIndex(form.about.count() - 1)
    form.words.setPlainText("Jordan Smith, born 12/03/2015, is not the child.")
    form.save.click()
    assert form.doubt.isVisible()
    form.words.setPlainText("The draft was audited.")
    form.save.click()
    read_again(page, qtbot)
    assert page.found is not None
    assert [(p.criterion, p.words) for p in page.found.points][-1] == ("", "The draft was audited.")


def test_accepting_by_a_decision_moves_the_figure_and_shows_what_was_decided(page: FactsPage, qtbot):
    page.tabs.setCurrentIndex(POINTS)
    before = results(page.session.store).criteria[0].met
    detail = page.points.detail
    assert "It stands as partly met." in words_in(detail)
    detail.accept.click()
    assert detail.card.isVisible()
    assert not detail.card.park_button.isVisible() and not detail.card.ask_button.isVisible()
    detail.card.decided.emit(Given(M, "page 11 has the amount", "", ""))
    read_again(page, qtbot)
    assert results(page.session.store).criteria[0].met == before + 1
    qtbot.waitUntil(lambda: "Accepted, decided: met." in words_in(detail))
    assert page.found is not None and page.found.open_points == 0


def test_a_point_is_not_accepted_only_with_a_reason_and_can_be_opened_again(page: FactsPage, qtbot):
    page.tabs.setCurrentIndex(POINTS)
    detail = page.points.detail
    detail.refuse.click()
    detail.give.click()
    assert "Say in a few words why." in words_in(detail)
    detail.reason.setText("page 11 is of last year")
    detail.give.click()
    read_again(page, qtbot)
    assert page.found is not None
    assert [(p.outcome, p.why) for p in page.found.points] == [(FactOutcome.NOT_ACCEPTED, "page 11 is of last year")]
    detail.again.click()
    detail.reason.setText("looked at the wrong page")
    detail.give.click()
    read_again(page, qtbot)
    assert page.found.open_points == 1


def test_out_of_its_state_nothing_can_be_noted_and_it_says_why(page: FactsPage, qtbot):
    page.session.tell(move_on(page.session.store, 1, RoundState.MODERATING, "one more look"))
    read_again(page, qtbot)
    assert page.messages.bar is not None and "Nothing can be noted now." in page.messages.bar.title
    page.sheets._choose([0])
    assert not page.sheets.make.isEnabled() and not page.sheets.add_point.isEnabled()
    page.tabs.setCurrentIndex(POINTS)
    assert not page.points.detail.refuse.isEnabled()
