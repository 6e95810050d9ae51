"""The list of plans: words, marks, what is read out, and ten thousand rows."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from auditor.scoring import PlanRow
from ui.desk.plan_list import PlanList
from ui.desk.plan_model import FoundPlans, PlanModel
from ui.desk.words import plan_mark, plan_state


def row(at: int, state: str = "not_started", answered: int = 0) -> PlanRow:
    return PlanRow(
        at, f"N-{at:05}", ("North", "South")[at % 2], "SEMH", at % 14, "EA", "Edie Example", "education", "first",
        state, answered, 40, "",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "answered", "words", "mark"),
    [
        ("not_started", 0, "Not started", "not_started"),
        ("draft", 0, "Not started", "not_started"),
        ("draft", 24, "24 of 40 answered", "under_way"),
        ("submitted", 40, "Submitted", "completed"),
    ],
)
def test_a_row_says_and_marks_how_far_it_is(state: str, answered: int, words: str, mark: str) -> None:
    assert (plan_state(row(1, state, answered)), plan_mark(row(1, state, answered))) == (words, mark)


def test_the_models_keep_qts_rules(qtmodeltester: ModelTester) -> None:
    """While rows come, change and are searched."""
    model = PlanModel()
    found = FoundPlans(model)
    qtmodeltester.check(model)
    model.set_rows([row(at) for at in range(20)])
    model.set_row(row(3, "draft", 5))
    found.find("north semh")
    qtmodeltester.check(found)
    assert found.rowCount() == 10
    model.set_rows([])
    assert found.rowCount() == 0


def test_a_row_is_read_out_whole() -> None:
    model = PlanModel()
    model.set_rows([row(9, "draft", 24)])
    said = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "N-00009. Year 9, SEMH, South. 24 of 40 answered"


def test_ten_thousand_plans_keep_the_place(qtbot: QtBot) -> None:
    """Progress of one does not move the list; searching and clearing comes back to the open plan."""
    plans = PlanList()
    qtbot.addWidget(plans)
    plans.resize(260, 700)
    plans.show_people((), None)
    plans.show_rows([row(at) for at in range(10_000)])
    plans.show()
    plans.stand_on(7000)
    with qtbot.assertNotEmitted(plans.chosen):
        scroll = plans.list.verticalScrollBar().value()
        assert scroll > 0
        plans.show_row(row(7000, "submitted", 40))
        assert plans.list.verticalScrollBar().value() == scroll
        qtbot.keyClicks(plans.find_box, "00012")
        assert [found.assignment for found in plans.order()] == [12]
        plans.find_box.clear()
        assert plans.list.currentIndex().row() == 7000
    assert plans.count_words == "1 of 10,000 submitted"
