"""The Allocation page: share out, see who has what, move by menu, refused in place."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from auditor import scoring
from auditor.allocation.allocate import Exclusion
from auditor.allocation.sharing_out import take_away
from auditor.allocation.view import allocation
from auditor.people.records import add_exclusion, add_training
from auditor.people.register import PersonFacts, TrainingFacts, add_person, people, today
from auditor.ready_made import NewPlan
from db.store import Store
from db.vocabulary import Value
from tests.building import make_round, score, small_framework
from ui.pages.allocation import AllocationPage
from ui.session import Session
from ui.tasks import Tasks

PEOPLE = (("ED1", "education"), ("ED2", "education"), ("HE1", "health"), ("SC1", "social_care"), ("XO1", "school"))


class Answers:
    """Answers in place of dialogs."""

    path: Path | None = None
    is_sure = True
    asked = ""

    def save_path(self, *_args):
        return self.path

    def sure(self, _parent, question: str, *_more):
        self.asked = question
        return self.is_sure


@pytest.fixture
def asks() -> Answers:
    return Answers()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A round of fourteen plans, nobody's yet; three of four may score, one is from outside, one is untrained."""
    with Store.create(tmp_path / "a.ehcpaudit", owner="Lee", role="lead", council="Example Council") as made:
        for code, agency in PEOPLE:
            add_person(
                made, PersonFacts(code, f"{code} Example", agency, outside=code == "XO1", undertaking_on=today())
            )
        for row in people(made):
            if row.facts.code != "ED2":
                add_training(made, row.id, TrainingFacts("Auditor training", date(2026, 1, 5)))
        plans = [NewPlan(f"N-{i:03}", area="North" if i < 4 else "South", need="SEMH") for i in range(14)]
        make_round(made, small_framework(tmp_path), plans, {})
        yield made


@pytest.fixture
def page(qtbot, store: Store, asks: Answers) -> Iterator[AllocationPage]:
    tasks = Tasks()
    shown = AllocationPage(Session(store), tasks, asks)
    qtbot.addWidget(shown)
    shown.resize(1300, 850)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    yield shown
    tasks.close()


def person(store: Store, code: str) -> int:
    return next(row.id for row in people(store) if row.facts.code == code)


def column(view, head: str) -> list[str]:
    model = view.model()
    heads = [model.headerData(i, Qt.Orientation.Horizontal) for i in range(model.columnCount())]
    return [model.index(row, heads.index(head)).data() for row in range(model.rowCount())]


def menu_of(page: AllocationPage, button_text: str) -> list[tuple[str, bool]]:
    """What the menu of a button of the chosen plan holds: words, and whether it can be chosen."""
    actions = menu_actions(page, button_text)
    return [(a.text(), a.isEnabled()) for a in actions if not a.isSeparator()]


def menu_actions(page: AllocationPage, button_text: str):
    menu = page.detail.menu(page)
    sub = next(a.menu() for a in menu.actions() if a.text() == button_text)
    assert isinstance(sub, QMenu)
    return sub.actions()


def test_sharing_out_fills_both_tables_and_says_so(page: AllocationPage):
    assert page.header.subtitle.words == "14 plans, nobody's yet."
    assert page.wishes.twice.value() == 12
    assert not page.print.isEnabled()
    page.wishes.due.edit.setText("18/12/2026")
    page.share.click()
    assert page.header.subtitle.words == "14 plans, 12 scored twice: 26 audits, 8 to 9 each."
    assert page.messages.bar.kind == "done"
    assert [int(n) for n in column(page.auditors, "All")].count(0) == 2
    assert all(column(page.plans, "First"))
    assert [bool(code) for code in column(page.plans, "Second")].count(True) == 12
    assert set(column(page.plans, "Due")) == {"18 December 2026"}
    assert page.tabs.tabText(1) == "Plans (14)"


def test_a_day_that_is_none_shares_nothing_out(page: AllocationPage, store: Store):
    page.wishes.due.edit.setText("31/2/2026")
    page.share.click()
    assert page.messages.bar.kind == "problem"
    assert "does not exist" in page.wishes.due.problem
    assert allocation(store, 1).given == 0


def test_who_stays_out_by_the_space_bar_gets_nothing(page: AllocationPage, store: Store, qtbot):
    page.activateWindow()
    page.focus_main()
    row = column(page.auditors, "Code").index("HE1")
    page.auditors.setCurrentIndex(page.auditors.model().index(row, 0))
    qtbot.keyClick(page.auditors, Qt.Key.Key_Space)
    page.wishes.twice.setValue(2)
    page.share.click()
    loads = {a.person.facts.code: a.load for a in allocation(store, 1).auditors}
    assert (loads["HE1"], loads["ED1"] + loads["SC1"]) == (0, 16)


def test_the_chosen_auditors_line_says_why_and_what_in_full(page: AllocationPage, store: Store):
    add_exclusion(store, person(store, "ED2"), Exclusion("area", "North", "lives there"))
    page._stale = True
    page.refresh()
    row = column(page.auditors, "Code").index("ED2")
    page.auditors.setCurrentIndex(page.auditors.model().index(row, 0))
    assert page._said.words == (
        "ED2 Example has no training recorded. "
        "ED2 Example must not score 4 plans of the 14 here: Area North · lives there."
    )


def test_the_menu_offers_who_may_and_says_why_others_may_not(page: AllocationPage, store: Store):
    add_exclusion(store, person(store, "SC1"), Exclusion("plan", "N-005", "own case"))
    page.wishes.twice.setValue(0)
    page.share.click()
    line = next(line for line in page.table.plans if line.plan.reference == "N-005")
    page._choose(line.sampled)
    code = line.given[0].code
    other = {"ED1": "HE1", "HE1": "ED1"}[code]
    offered = menu_of(page, f"Move from {code} to")
    assert [words.split(" · ")[0] for words, can in offered if can] == [f"{other} Example ({other})"]
    assert ("ED2 has no training recorded", False) in offered
    assert ("SC1 must not score this plan: own case", False) in offered
    assert "SC1 Example (SC1) must not score this plan: own case." in page.detail._not.words
    menu_actions(page, f"Move from {code} to")[0].trigger()
    assert allocation(store, 1).line(line.sampled).given[0].code == other
    assert page.detail.line.given[0].code == other, "the page shows what came of it"


def test_a_refusal_is_said_in_place(page: AllocationPage, store: Store):
    page.wishes.twice.setValue(0)
    page.share.click()
    line = page.table.plans[0]
    score(store, 1, line.plan.reference, line.given[0].code, [Value.MET], submit=False)
    page.detail.moved.emit(line.given[0].assignment, person(store, "SC1" if line.given[0].code != "SC1" else "ED1"))
    assert "has begun N-000, so it stays with them" in page.messages.bar.title


def test_a_plan_is_given_to_a_second_to_somebody_from_outside_and_taken_away(page: AllocationPage, store: Store):
    page.wishes.twice.setValue(0)
    page.share.click()
    sampled = page.table.plans[0].sampled
    page._choose(sampled)
    next(a for a in menu_actions(page, "Give to a second…") if a.isEnabled()).trigger()
    menu_actions(page, "Give to somebody from outside…")[0].trigger()
    assert [g.kind for g in page.detail.line.given] == ["first", "second", "outside"]
    assert page._apart.words == "Somebody from outside scores 1 plan blind. Nothing can be compared yet."
    page.detail.taken.emit(page.detail.line.given[1].assignment)
    assert [g.kind for g in page.detail.line.given] == ["first", "outside"]


def test_a_plan_given_back_is_shown_as_needing_another_auditor(page: AllocationPage, store: Store):
    page.wishes.twice.setValue(0)
    page.share.click()
    given = page.table.plans[3].given[0]
    page._session.tell(scoring.know_this_child(store, given.assignment))
    assert page._lacking.isVisible()
    assert page._lacking.text == "1 plan needs an auditor or another one"
    page.tabs.setCurrentIndex(1)
    page.only.setChecked(True)
    assert column(page.plans, "Plan") == ["N-003"]
    assert column(page.plans, "Needs") == [f"Needs another auditor: {given.code} knows the child."]


def test_sharing_out_again_asks_first_and_keeps_what_was_begun(page: AllocationPage, store: Store, asks: Answers):
    page.wishes.twice.setValue(0)
    page.share.click()
    line = page.table.plans[0]
    score(store, 1, line.plan.reference, line.given[0].code, [Value.MET], submit=False)
    page._stale = True
    page.refresh()
    asks.is_sure = False
    page.wishes.twice.setValue(12)
    page.share.click()
    assert "13 audits that were given out and not begun" in asks.asked
    assert allocation(store, 1).twice == 0
    asks.is_sure = True
    page.share.click()
    found = allocation(store, 1)
    assert found.twice == 12
    assert found.line(line.sampled).of_kind("first")[0].code == line.given[0].code


def test_plans_are_found_by_any_words_and_copied_as_text(page: AllocationPage):
    page.wishes.twice.setValue(0)
    page.share.click()
    page.find_box.setText("north")
    assert column(page.plans, "Plan") == ["N-000", "N-001", "N-002", "N-003"]
    page.copy_it()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[:4] == ["Plan", "Area", "First", "Second"]
    assert len(lines) == 15


def test_the_allocation_is_printed_as_one_paper(page: AllocationPage, asks: Answers, tmp_path: Path, qtbot):
    page.share.click()
    asks.path = tmp_path / "allocation.pdf"
    page.print_it()
    qtbot.waitUntil(lambda: page.messages.bar is not None and page.messages.bar.title.startswith("Printed"))
    import pypdfium2

    document = pypdfium2.PdfDocument(asks.path)
    text = "".join(document[i].get_textpage().get_text_range() for i in range(len(document)))
    document.close()
    assert "Who scores what: Spring" in text
    assert "N-013" in text
    assert "ED2" not in text, "who may not score and has nothing is not on the paper"


def test_with_own_questions_the_card_says_how_many_each_agency_answers(page: AllocationPage, store: Store):
    page.wishes.own.setChecked(True)
    assert page.wishes._parts.words == "Questions: Education 4."
    page.wishes.unled.setCurrentIndex(page.wishes.unled.findData("health"))
    assert page.wishes._parts.words == "Questions: Health 4."
    page.wishes.twice.setValue(0)
    page.share.click()
    assert {g.code for line in allocation(store, 1).plans for g in line.given} == {"HE1"}


@pytest.mark.parametrize(("plans", "place"), [(0, "sample"), (3, "people")])
def test_an_empty_page_leads_to_what_comes_first(qtbot, tmp_path: Path, asks: Answers, plans: int, place: str):
    with Store.create(tmp_path / "b.ehcpaudit", owner="Lee", role="lead", council="Example Council") as store:
        make_round(store, small_framework(tmp_path), [f"N-{i}" for i in range(plans)], {})
        tasks = Tasks()
        shown = AllocationPage(Session(store), tasks, asks)
        qtbot.addWidget(shown)
        shown.show()
        shown.refresh()
        assert not shown.share.isEnabled()
        with qtbot.waitSignal(shown.go) as went:
            shown.empty.button.click()
        assert went.args == [place]
        tasks.close()


def test_a_page_seen_before_anybody_was_registered_proposes_what_is_usual_later(qtbot, tmp_path: Path):
    with Store.create(tmp_path / "b.ehcpaudit", owner="Lee", role="lead", council="Example Council") as made:
        plans = [NewPlan(f"N-{i:03}", area="North") for i in range(14)]
        make_round(made, small_framework(tmp_path), plans, {})
        tasks = Tasks()
        shown = AllocationPage(Session(made), tasks, Answers())
        qtbot.addWidget(shown)
        shown.refresh()
        assert not shown.share.isEnabled(), "nobody is in the register"
        for code, agency in PEOPLE[:3]:
            add_person(made, PersonFacts(code, f"{code} Example", agency, undertaking_on=today()))
        shown._stale = True
        shown.refresh()
        assert shown.wishes.twice.value() == 12
        tasks.close()


def test_once_all_is_shared_out_where_it_stands_is_the_next_step(page: AllocationPage, store: Store):
    went: list[str] = []
    page.go.connect(went.append)
    assert page.share.isVisible() and not page.next.isVisible() and not page.again.isVisible()
    page.share.setFocus()
    page.share.click()
    assert not page.share.isVisible() and page.next.isVisible() and page.again.isVisible()
    page.next.click()
    assert went == ["standing"]
    take_away(store, page.table.plans[0].given[0].assignment)
    page._stale = True
    page.refresh()
    assert page.share.isVisible() and not page.next.isVisible(), "a plan needs somebody again"
