"""The agreement page: the sentence, what divides auditors, every figure on demand, and nothing before enough is in."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from auditor.agreeing.view import agreement_seen
from auditor.agreeing.words import TOLD_BEFORE
from auditor.changed import Changed
from auditor.results import results
from db.store import Store
from db.vocabulary import Value
from tests.building import assignment_of, make_round, make_workspace, score, small_framework
from ui.pages.agreement import HELD, NOTHING, SHOWN, AgreementPage
from ui.pages.calibration import CalibrationPage
from ui.parts.words import Text
from ui.places import PLACES
from ui.session import Session
from ui.tasks import Tasks

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET
PLANS = [f"N-{number:03}" for number in range(1, 13)]


def make(folder: Path, given: dict[str, list[str]]) -> Store:
    store = make_workspace(folder / "a.ehcpaudit")
    make_round(store, small_framework(folder), list(given), given, population=200)
    return store


def score_all(store: Store, given: dict[str, list[str]], but: frozenset[str] = frozenset()) -> None:
    """Everybody says met, but for Sol Example, who says partly met to the first question."""
    for plan, codes in given.items():
        for code in codes if plan not in but else codes[:1]:
            score(store, 1, plan, code, (P if code == "SC" else M, M, M, M))


@pytest.fixture
def given() -> dict[str, list[str]]:
    pairs = (["EA", "HB"], ["EA", "SC"], ["HB", "SC"])
    return {plan: pairs[at % 3] for at, plan in enumerate(PLANS)} | {"N-900": ["EA"]}


@pytest.fixture
def store(tmp_path: Path, given: dict[str, list[str]]) -> Iterator[Store]:
    with make(tmp_path, given) as made:
        yield made


@pytest.fixture
def show(qtbot):
    tasks: list[Tasks] = []

    def shown(store: Store) -> AgreementPage:
        tasks.append(Tasks())
        page = AgreementPage(Session(store), tasks[-1])
        qtbot.addWidget(page)
        page.resize(1200, 900)
        with qtbot.waitExposed(page):
            page.show()
        page.refresh()
        qtbot.waitUntil(lambda: page.seen is not None)
        return page

    yield shown
    for one in tasks:
        one.close()


def test_the_sentence_stands_first_and_can_be_copied(show, store, given):
    score_all(store, given)
    page = show(store)
    assert page._stack.currentIndex() == SHOWN
    wanted = (
        "Two of three auditors scored each of 12 plans. They gave the same answer to 83 in 100 questions and were one "
        "step apart on 17."
    )
    assert page.sentence.sentence.words == wanted
    page.sentence.copy.click()
    assert QGuiApplication.clipboard().text() == wanted


def test_it_says_which_question_divides_auditors_and_by_whom(show, store, given):
    score_all(store, given)
    page = show(store)
    title, words = page.divided.words
    assert title == "Q1 Question Q1: the same answer 4 of 12 times"
    assert "Whether it is the wording or a person cannot be told" in words or "one person: Sol Example" in words


def test_advice_that_is_the_same_for_every_question_is_told_once_and_a_pair_with_its_ranges(show, tmp_path):
    with make(tmp_path, {plan: ["EA", "HB"] for plan in PLANS}) as made:
        for at, plan in enumerate(PLANS):
            score(made, 1, plan, "EA", (M, M, M, M))
            score(made, 1, plan, "HB", (P if at % 3 else M, P if at % 2 else M, M, M))
        page = show(made)
    told = page.divided.words
    assert len(told) == 5 and told[-1].startswith("Two auditors cannot show")
    assert sum("Two auditors cannot show" in words for words in told) == 1
    model = page.pairs.table.model()
    row = [model.index(0, column).data() for column in range(model.columnCount())]
    assert row[0] == "Edie Example and Hal Example" and row[1:4] == ["34 of 48", "12", "71%"]
    assert row[4].endswith("%") and " to " in row[4] and row[5:] == ["100%", "none"]


def test_a_chosen_question_is_told_whole_with_its_ranges(show, store, given):
    score_all(store, given)
    page = show(store)
    table = page.criteria.table
    assert table.model().rowCount() == 4
    table.selectRow(0)
    assert page.criteria.detail_title.words == "Q1  Question Q1"
    assert "exact 33% (likely " in page.criteria.detail.words


def test_the_table_sorts_by_number_and_not_by_letters(show, store, given):
    score_all(store, given)
    page = show(store)
    table = page.criteria.table
    table.sortByColumn(3, Qt.SortOrder.DescendingOrder)
    model = table.model()
    assert [model.index(row, 3).data() for row in range(4)] == ["100%", "100%", "100%", "33%"]


def test_leniency_is_hidden_until_asked_for_and_says_who_may_see_it(show, store, given):
    score_all(store, given)
    page = show(store)
    assert not page.leniency.table.isVisible()
    page.leniency.show_button.click()
    assert page.leniency.table.isVisible()
    model = page.leniency.table.model()
    assert [model.index(row, 0).data() for row in range(3)] == ["Edie Example", "Hal Example", "Sol Example"]
    assert model.index(2, 1).data() == "8 answers to settle first"
    page.leniency.show_button.click()
    assert not page.leniency.table.isVisible()


def test_only_the_lead_has_this_place():
    (place,) = (place for place in PLACES if place.key == "agreement")
    assert place.seen_by == {"lead"}
    keys = [place.key for place in PLACES]
    assert keys.index("agreement") == keys.index("results") + 1


def test_an_auditor_is_told_beforehand_where_calibration_is(qtbot, tmp_path):
    with make_workspace(tmp_path / "a.ehcpaudit", role="auditor", owner="Edie Example") as made:
        make_round(made, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        page = CalibrationPage(Session(made))
        qtbot.addWidget(page)
        page.refresh()
        assert TOLD_BEFORE in [text.words for text in page.own.findChildren(Text)]


def test_where_nobody_scored_twice_it_says_how(show, qtbot, tmp_path):
    with make(tmp_path, {"N-001": ["EA"]}) as made:
        score(made, 1, "N-001", "EA", (M, M, M, M))
        page = show(made)
        assert page._stack.currentIndex() == NOTHING
        with qtbot.waitSignal(page.go) as went:
            page.nothing.button.click()
        assert went.args[0] == "allocation"


def test_figures_are_held_back_until_enough_is_in(show, store, given, qtbot):
    score_all(store, given, frozenset(PLANS[:7]))
    page = show(store)
    assert page._stack.currentIndex() == HELD
    for plan in PLANS[:7]:
        code = given[plan][1]
        score(store, 1, plan, code, (P if code == "SC" else M, M, M, M))
    page._session.tell(Changed(frozenset({"audit"})))
    qtbot.waitUntil(lambda: page._stack.currentIndex() == SHOWN)


def test_a_later_change_of_mind_changes_nothing(store, given):
    """Agreement rests on what was first submitted."""
    from auditor import scoring
    from auditor.answers import Answer

    score_all(store, given)
    before = agreement_seen(store, "Spring")
    work = assignment_of(store, 1, PLANS[1], "SC")
    scoring.reopen(store, work, "Looked again.")
    scoring.save_answer(store, work, "Q1", Answer(M))
    scoring.submit(store, work)
    after = agreement_seen(store, "Spring")
    assert results(store).undecided < before.figures.undecided
    assert (after.agreement, after.pairs) == (before.agreement, before.pairs)
