"""The sample page: what rules come to while they are typed, the draw, and what becomes of the drawn plans."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from auditor.frames.frame import Frame, FramePlan
from auditor.frames.keep import take_in_frame
from auditor.people.register import PersonFacts, add_person
from auditor.rounds import NewRound, copy_round, new_round
from auditor.sampling.draw import Filters, Rules
from auditor.sampling.sample import draw
from auditor.sampling.view import sample
from db.store import Store
from db.tables import Round
from db.vocabulary import Draw, PlanKind, Replacement, RoundKind
from tests.building import make_workspace, small_framework
from ui.pages.sample import DRAWN, NO_LIST, NOTHING, RULES, SamplePage
from ui.session import Session

# popups of the platform without a screen say what they cannot do
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Answers:
    """Says yes to what is asked, and where to save."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.asked, self.yes = folder, list[str](), True

    def open_path(self, *_: object) -> Path | None:
        return None

    def folder_asked(self, *_: object) -> Path | None:
        return None

    def save_path(self, _parent: object, _title: str, suggested: Path, _kinds: str) -> Path:
        return self.folder / suggested

    def sure(self, _parent: object, question: str, _yes: str, _no: str) -> bool:
        self.asked.append(question)
        return self.yes


def listed(count: int) -> Frame:
    """An invented list over three areas, a sixth of it new plans."""
    plans = tuple(
        FramePlan(
            i, f"N-{i:03}", area=("North", "East", "Central")[i % 3], need=("ASD", "SEMH")[i % 2], year_group=i % 15,
            plan_kind=PlanKind.NEW if i % 6 == 0 else PlanKind.AMENDED, first_final_on=date(2026, 1 + i % 6, 15),
            agencies="education;health" if i % 4 == 0 else "education",
        )
        for i in range(1, count + 1)
    )  # fmt: skip
    return Frame("test", "", date(2026, 3, 31), count, plans, (), (), {}, (), (), (), ())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        yield made


@pytest.fixture
def rnd(store: Store, tmp_path: Path) -> int:
    return new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))


def page_of(qtbot, store: Store, tmp_path: Path) -> tuple[SamplePage, Answers]:
    asks = Answers(tmp_path)
    page = SamplePage(Session(store), asks)  # pyright: ignore[reportArgumentType]
    qtbot.addWidget(page)
    page.resize(1200, 800)
    with qtbot.waitExposed(page):
        page.show()
    page.refresh()
    return page, asks


@pytest.fixture
def shown(qtbot, store: Store, rnd: int, tmp_path: Path) -> tuple[SamplePage, Answers]:
    """The page of a round with a list of 600 plans."""
    take_in_frame(store, rnd, listed(600), "d" * 64)
    return page_of(qtbot, store, tmp_path)


def choose(box, value: object) -> None:
    box.setCurrentIndex(box.findData(value))


def cells(table, column: int) -> list[str]:
    model = table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_without_a_round_or_a_list_the_page_says_what_comes_first(qtbot, store: Store, tmp_path: Path):
    page, _ = page_of(qtbot, store, tmp_path)
    assert page.stack.currentIndex() == NOTHING
    new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))
    page, _ = page_of(qtbot, store, tmp_path)
    assert page.stack.currentIndex() == NO_LIST
    with qtbot.waitSignal(page.go) as went:
        page.no_list.button.click()
    assert went.args == ["frame"]
    assert not page.primary.isVisible()


def test_size_and_margin_are_one_sentence_that_changes_as_you_type(shown):
    page, _ = shown
    assert page.stack.currentIndex() == RULES
    assert page.how_many.said.words == "33 of 600: give or take 17 points."
    page.how_many.plans.setFocus()
    page.how_many.plans.selectAll()
    QTest.keyClicks(page.how_many.plans, "96")
    assert page.how_many.said.words == "96 of 600: give or take 9 points."
    assert page.how_many.points.value() == 9
    page.how_many.points.setValue(5)
    assert page.how_many.plans.value() == 235
    assert page.how_many.said.words == "235 of 600: give or take 5 points."
    page.how_many.all.click()
    assert page.how_many.said.words == "All 600 plans: nothing is left to luck."


def test_filters_say_how_many_match_before_anything_is_drawn(shown):
    page, _ = shown
    assert page.header.subtitle.words == "The list holds 600 plans."
    choose(page.filters.year, 9)
    assert page.header.subtitle.words == "240 of 600 plans match the filters."
    assert any("nothing about the other 360" in s for s in page.limits.sentences)
    choose(page.filters.agency, "health")
    choose(page.filters.only["area"], "North")
    assert page.rules().filters == Filters(year_from=9, agency="health", only={"area": ("North",)})
    choose(page.filters.when, "month")
    page.filters.first.setDate(QDate(2026, 3, 20))
    assert page.rules().filters.finalised_from == date(2026, 3, 1)
    assert page.rules().filters.finalised_to == date(2026, 3, 31)
    page.filters.first.setDate(QDate(2031, 3, 20))
    assert not page.primary.isEnabled()
    assert "No plan of the list matches" in page.how_many.said.words


def test_parts_of_the_list_show_what_each_gives_and_one_can_count_more(shown):
    page, _ = shown
    assert not page.parts.table.isVisible()
    choose(page.parts.first, "plan_kind")
    assert cells(page.parts.table, 0) == ["amended", "new"]
    assert cells(page.parts.table, 3) == ["28", "5"]
    page.parts.table.setCurrentIndex(page.parts.table.model().index(1, 0))
    page.parts.times.setValue(5)
    assert cells(page.parts.table, 0) == ["amended", "new (×5)"]
    assert cells(page.parts.table, 3) == ["17", "16"]
    assert page.parts.table.currentIndex().row() == 1
    assert any("every overall figure is weighted" in s for s in page.limits.sentences)
    page.parts.least.setValue(17)
    assert "Draw more plans" in page.how_many.said.words
    assert not page.primary.isEnabled()
    page.parts.least.setValue(0)
    choose(page.parts.first, "area")
    assert page.rules() == Rules(33, ("area",), seed=page.seed.seed)


def test_the_draw_is_what_the_page_said_with_the_seed_on_it(qtbot, shown, store: Store, rnd: int):
    page, _ = shown
    choose(page.parts.first, "area")
    page.seed.edit.setText("4827-1936")
    wanted = cells(page.parts.table, 3)
    page.primary.click()
    assert page.stack.currentIndex() == DRAWN
    found = sample(store, rnd)
    assert [str(part.drawn) for part in found.facts.parts] == wanted
    assert found.facts.seed == "4827-1936"
    assert page.header.subtitle.words.startswith("33 of 600 plans, drawn by lot, part by part · on ")
    assert cells(page.drawn.table, 0) == [plan.reference for plan in found.plans]
    assert page.drawn.table.hasFocus()
    with qtbot.waitSignal(page.go) as went:
        page.primary.click()
    assert went.args == ["allocation"]


def test_a_list_picked_already_is_taken_as_it_is(shown, store: Store, rnd: int):
    page, _ = shown
    assert not page.picked.use.isVisible()
    page.picked.open.click()
    choose(page.picked.how, Draw.CHOSEN)
    page.picked.of.setValue(599)
    page.picked.use.click()
    assert page.messages.bar is not None
    assert "cannot have been picked from 599" in page.messages.bar.accessibleName()
    page.picked.of.setValue(7300)
    page.picked.use.click()
    assert page.stack.currentIndex() == DRAWN
    assert (sample(store, rnd).draw, sample(store, rnd).population) == (Draw.CHOSEN, 7300)
    assert any("speak for no others" in s for s in page.drawn.limits.sentences)


@pytest.fixture
def drawn(shown, store: Store, rnd: int) -> tuple[SamplePage, Answers]:
    """The page with 33 plans drawn."""
    page, asks = shown
    draw(store, rnd, Rules(33, ("area",), seed="4827-1936"))
    page.refresh()
    return page, asks


def test_a_plan_is_replaced_for_a_reason_once_somebody_is_sure(drawn, store: Store, rnd: int):
    page, asks = drawn
    first = page.drawn.plan
    assert first is not None
    page.drawn.replace.click()
    assert [a.isEnabled() for a in page.reasons.actions()] == [True, True, True, False]
    page.reasons.hide()
    asks.yes = False
    page.reasons.actions()[1].trigger()
    assert all(not plan.replaces for plan in sample(store, rnd).plans)
    asks.yes = True
    page.reasons.actions()[1].trigger()
    assert first.reference in asks.asked[-1]
    found = {plan.reference: plan for plan in sample(store, rnd).plans}
    assert found[first.reference].reason == Replacement.MOVED_AWAY
    assert page.drawn.plan is not None
    assert page.drawn.plan.reference == first.reference
    assert not page.drawn.replace.isEnabled()
    assert cells(page.drawn.table, 1)[0].startswith("Out (moved away), ")


def test_a_round_that_replaces_plans_under_appeal_offers_it(drawn, store: Store, rnd: int):
    page, _ = drawn
    with store.write() as session:
        row = session.get_one(Round, rnd)
        row.replace_under_appeal = True
        session.add(row)
    page.refresh()
    page.drawn.replace.click()
    assert page.reasons.actions()[-1].isEnabled()
    page.reasons.hide()


def test_papers_not_found_by_key_and_taken_back_by_the_same(drawn, qtbot):
    page, _ = drawn
    page.drawn.table.setFocus()
    qtbot.keyClick(page.drawn.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page.drawn.plan.papers_missing is not None
    assert cells(page.drawn.table, 1)[0].startswith("Papers not found, ")
    assert any("papers of 1 plan were not found" in s for s in page.drawn.limits.sentences)
    qtbot.keyClick(page.drawn.table, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert page.drawn.plan.papers_missing is None


def test_the_context_menu_offers_what_can_be_done_with_the_plan(drawn, qtbot):
    page, _ = drawn
    page.drawn.table.customContextMenuRequested.emit(QPoint(5, 5))
    menu = next(m for m in page.findChildren(QMenu) if m.isVisible())
    assert [a.text() for a in menu.actions()] == ["Replace", "Papers not found"]
    menu.close()


def test_references_are_saved_for_whoever_finds_the_papers(drawn, tmp_path: Path):
    page, _ = drawn
    page.drawn.save.click()
    saved = (tmp_path / "Spring references.csv").read_text(encoding="utf-8-sig").splitlines()
    assert saved == ["reference", *cells(page.drawn.table, 0)]
    page.drawn.save.click()
    assert page.messages.bar is not None
    assert "left as it was" in page.messages.bar.title


def test_taking_the_sample_back_keeps_the_rules_and_is_counted(drawn, store: Store, rnd: int):
    page, _ = drawn
    page.drawn.back.click()
    page.why_back.go.click()
    assert page.stack.currentIndex() == DRAWN, "it asks why first"
    page.why_back.reason.setText("The list held plans of another year")
    page.why_back.go.click()
    assert page.stack.currentIndex() == RULES
    assert page.parts.by == ("area",)
    assert page.seed.seed != "4827-1936"
    page.primary.click()
    assert any("drawn 2 times" in s for s in page.drawn.limits.sentences)


def test_a_copied_round_starts_with_the_rules_of_the_last_even_those_no_field_shows(
    qtbot, store: Store, rnd: int, tmp_path: Path
):
    take_in_frame(store, rnd, listed(600), "d" * 64)
    rules = Rules(12, ("need",), 3, {"ASD": 2}, Filters(year_from=5, year_to=9, only={"area": ("East", "North")}))
    draw(store, rnd, rules)
    again = copy_round(store, rnd, "Summer", date(2026, 6, 30))
    take_in_frame(store, again, listed(300), "e" * 64)
    page, _ = page_of(qtbot, store, tmp_path)
    assert page.rules() == Rules(
        12, ("need",), 3, {"ASD": 2}, Filters(year_from=5, year_to=9, only={"area": ("East", "North")}), page.seed.seed
    )
    assert "Year 9 and under" in page.filters.note.words


def test_a_fact_that_no_plan_has_cannot_divide_the_list(qtbot, store: Store, rnd: int, tmp_path: Path):
    take_in_frame(store, rnd, listed(60), "a" * 64)
    page, _ = page_of(qtbot, store, tmp_path)
    for box in (page.parts.first, page.parts.second):
        model = box.model()
        there = {box.itemData(i): bool(model.flags(model.index(i, 0)) & Qt.ItemFlag.ItemIsEnabled) for i in range(7)}
        assert there.pop("phase") is False
        assert there.pop("setting_type") is False
        assert all(there.values())


def test_a_drawn_sample_leads_to_the_auditors_while_there_are_none(qtbot, tmp_path: Path):
    with Store.create(tmp_path / "b.ehcpaudit", owner="Lee", role="lead", council="Example Council") as store:
        rnd = new_round(store, small_framework(tmp_path), NewRound("Spring", RoundKind.FULL, date(2026, 3, 31)))
        take_in_frame(store, rnd, listed(60), "a" * 64)
        draw(store, rnd, Rules(12))
        page, _ = page_of(qtbot, store, tmp_path)
        asked: list[str] = []
        page.go.connect(asked.append)
        assert page.primary.text() == "Go on to the auditors"
        page.primary.click()
        add_person(store, PersonFacts("ED1", "Edie Example", "education"))
        page.refresh()
        page.primary.click()
        assert asked == ["people", "allocation"]


def test_what_was_said_is_gone_when_one_comes_back(qtbot, store: Store, rnd: int, tmp_path: Path):
    page, _ = page_of(qtbot, store, tmp_path)
    page.messages.say("done", "N-004 stands in for N-001.")
    page.hide()
    page.show()
    assert page.messages.bar is None


def test_a_list_taken_in_while_the_page_is_open_is_the_one_it_goes_by(qtbot, store: Store, tmp_path: Path, rnd: int):
    page, _ = page_of(qtbot, store, tmp_path)
    assert page.stack.currentIndex() == NO_LIST
    for count in (40, 90):
        page._session.tell(take_in_frame(store, rnd, listed(count), "ab" * 32))
        assert page.stack.currentIndex() == RULES
        assert page.how_many.said.words.startswith(f"33 of {count}: ")
    page.primary.click()
    assert (len(sample(store, rnd).plans), sample(store, rnd).population) == (33, 90)
