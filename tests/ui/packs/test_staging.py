"""Packs that were opened together: the list, what the chosen one would change, and what may be done about them."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from auditor.packs.staged import Staged, Standing, Verdict
from tests.ui.packs.rows import ENDED, many, pack, rows, three
from ui.packs.diff_table import BECOMES, NOW, PLAN, VERDICT, DiffModel
from ui.packs.staging_pane import StagingPane
from ui.parts.message import MessageBar


@pytest.fixture
def pane(qtbot) -> StagingPane:
    made = StagingPane()
    qtbot.addWidget(made)
    made.resize(1200, 800)
    with qtbot.waitExposed(made):
        made.show()
    return made


def verdicts(pane: StagingPane) -> list[Verdict]:
    return [line.row.verdict for line in pane.pane.table.model().lines if not line.reason]


def test_refusals_stand_first_and_what_stays_the_same_is_folded(pane: StagingPane):
    pane.show_staged(three())
    assert verdicts(pane) == [Verdict.REFUSE] * 2 + [Verdict.CHANGE] * 2 + [Verdict.ADD] * 116
    assert pane.pane.same.text() == "Show the 80 that stay the same"
    pane.pane.same.click()
    assert verdicts(pane).count(Verdict.SAME) == 80
    assert pane.pane.same.text() == "Hide the 80 that stay the same"


def test_a_reason_stands_once_below_the_rows_it_is_for_and_is_read_out_with_each(pane: StagingPane):
    pane.show_staged(three())
    model = pane.pane.table.model()
    assert [line.reason for line in model.lines[:4]] == [False, False, True, False]
    assert model.index(2, PLAN).data() == ENDED
    assert model.flags(model.index(2, 0)) == Qt.ItemFlag.NoItemFlags
    read_out = model.index(0, VERDICT).data(Qt.ItemDataRole.AccessibleTextRole)
    assert read_out == f"Verdict: Refuse. {ENDED}"


def test_a_row_says_in_words_what_is_and_what_would_be(pane: StagingPane):
    model = DiffModel(rows(1, 1))
    changed, added = 0, 1
    assert model.index(changed, NOW).data() == "Partly met, with cause: process"
    assert model.index(changed, BECOMES).data() == "Met, with cause: template"
    assert model.index(added, NOW).data() == "Nothing yet"
    assert model.index(added, VERDICT).data() == "+  Add"


def test_the_button_counts_what_all_ticked_packs_would_write(pane: StagingPane, qtbot):
    pane.show_staged(three())
    assert pane.apply.text() == "Apply 156 additions and 2 changes"
    pane.list.setFocus()
    QTest.keyClick(pane.list, Qt.Key.Key_Space)
    assert [p.uid for p in pane.chosen] == ["uid-2"]
    assert pane.apply.text() == "Apply 40 additions"
    QTest.keyClick(pane.list, Qt.Key.Key_Down)
    QTest.keyClick(pane.list, Qt.Key.Key_Space)
    assert not pane.apply.isEnabled()
    assert pane.all.text() == "Take in all 2"
    pane.all.click()
    assert pane.apply.isEnabled()


def test_what_is_in_already_is_counted_apart_and_the_first_that_waits_is_shown(pane: StagingPane):
    old = [pack(at, Standing.NOTHING, why="This very pack was taken in.") for at in range(1, 4)]
    pane.show_staged(Staged(1, (*old, pack(4, Standing.CAN, rows(40)), pack(5, Standing.REFUSED, (), "No."))))
    assert pane.heading.caption.text() == "1 · 3 with nothing new · 1 refused"
    assert pane.list.here is not None and pane.list.here.uid == "uid-4"


def test_a_refused_pack_has_no_box_and_its_whole_reason(pane: StagingPane, qtbot):
    pane.show_staged(three())
    pane.list.setCurrentIndex(pane.list.packs.index(2))
    QTest.keyClick(pane.list, Qt.Key.Key_Space)
    assert len(pane.chosen) == 2
    bars = [bar for bar in pane.pane.findChildren(MessageBar) if bar.isVisible()]
    assert [(bar.kind, bar.title, bar.detail) for bar in bars] == [
        ("problem", "Refused: another round", "This pack is for Summer 2026. Nothing was taken in.")
    ]
    assert not pane.pane.card.isVisible()


def test_the_list_says_each_pack_as_a_sentence(pane: StagingPane):
    pane.show_staged(three())
    said = [pane.list.packs.index(at).data(Qt.ItemDataRole.AccessibleTextRole) for at in range(3)]
    assert said[0].startswith("Auditor 1. Pack 1, sealed 20 Nov")
    assert said[0].endswith("Can go in. Goes in")
    assert said[2].endswith("Refused: another round")


def test_a_shut_pack_asks_for_its_passphrase_and_forgets_it(pane: StagingPane, qtbot):
    shut = Staged(None, (pack(1, Standing.PASSPHRASE, (), "It opens with the passphrase."),))
    pane.show_staged(shut)
    card = pane.pane.passphrase
    assert card.isVisible()
    assert not pane.apply.isVisible()
    card.open.click()
    assert card.row.problem == "Type the passphrase first."
    card.row.edit.setText("tidal walnut carpet")
    with qtbot.waitSignal(pane.passphrase_given) as given:
        card.open.click()
    assert given.args == ["pack 1.ehcppack", "tidal walnut carpet"]
    assert card.row.edit.text() == ""


def test_three_hundred_packs_are_rows_of_a_model_and_no_widgets_each(pane: StagingPane, qtbot):
    pane.show_staged(three())
    few = len(pane.findChildren(QWidget))
    pane.show_staged(many())
    assert len(pane.findChildren(QWidget)) <= few
    assert pane.list.packs.rowCount(QModelIndex()) == 300
    assert pane.apply.text() == "Apply 90,000 additions and 6,000 changes"
    QTest.keyClick(pane.list, Qt.Key.Key_End)
    assert pane.pane.title.words == "Auditor 300, Health"


def test_what_was_left_out_by_hand_stays_out_when_more_packs_come(pane: StagingPane):
    first = three()
    pane.show_staged(first)
    pane.list.tick_here()
    pane.show_staged(Staged(1, (*first.packs, pack(4, Standing.CAN, rows(5)))))
    assert [p.uid for p in pane.chosen] == ["uid-2", "uid-4"]
