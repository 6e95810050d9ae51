"""The Auditors page: the register as a table, one auditor in full, whole lists pasted or read."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from auditor.people.register import people
from tests.building import make_round, make_workspace, small_framework
from ui.pages.people import PeoplePage
from ui.session import Session


class Answers:
    """Answers in place of dialogs."""

    path: Path | None = None
    is_sure = True

    def open_path(self, *_args, **_more):
        return self.path

    def sure(self, *_args):
        return self.is_sure


@pytest.fixture
def asks() -> Answers:
    return Answers()


@pytest.fixture
def page(qtbot, tmp_path: Path, asks: Answers) -> Iterator[PeoplePage]:
    """The page on a register of three, in a window."""
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001", "N-002"], {"N-001": ["EA"]})
        shown = PeoplePage(Session(store), asks)
        qtbot.addWidget(shown)
        shown.resize(1200, 800)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.refresh()
        yield shown


def row_of(page: PeoplePage, code: str):
    return next(p for p in people(page._session.store) if p.facts.code == code)


def texts(page: PeoplePage, row: int) -> list[str]:
    model = page.table.model()
    return [model.index(row, column).data() for column in range(3)]


def test_the_table_says_who_may_score_and_why_not(page: PeoplePage):
    assert page.header.subtitle.words == "3 in the register, 0 may score."
    assert texts(page, 0) == [
        "EA", "Edie Example",
        "No: has no training recorded; has not signed the confidentiality undertaking",
    ]  # fmt: skip
    assert page.detail.title.words == "Edie Example (EA)"


def test_training_and_the_undertaking_lift_what_stands_in_the_way(page: PeoplePage, qtbot):
    form = page.detail.form
    form.undertaking.edit.setText("2 March 2026")
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)
    card = page.detail.trainings
    qtbot.mouseClick(card.open, Qt.MouseButton.LeftButton)
    card.taken.edit.setText("2/3/2026")
    card.due.edit.setText("31/2/2030")
    card._add()
    assert "does not exist" in card.due.problem
    assert row_of(page, "EA").trainings == ()
    card.due.edit.setText("2/3/2099")
    card._add()
    assert texts(page, 0)[2] == "Yes"
    assert row_of(page, "EA").trainings[0].facts.refresher_due == date(2099, 3, 2)
    assert not card._form.isVisible()


def test_an_exclusion_is_added_refused_in_place_and_taken_away(page: PeoplePage, qtbot):
    card = page.detail.exclusions
    card.unfold()
    card.value.edit.setText("N-999")
    card._add()
    assert page.messages.bar.title == "No plan here has the reference N-999. Nothing was changed."
    assert card._form.isVisible(), "what was written stands, to be mended"
    card.value.edit.setText("N-002")
    card.reason.setText("own case")
    card._add()
    assert page.messages.bar is None
    assert [e.exclusion.reason for e in row_of(page, "EA").exclusions] == ["own case"]
    page.detail.exclusion_removed.emit(row_of(page, "EA").exclusions[0].id)
    assert row_of(page, "EA").exclusions == ()


def test_somebody_new_is_added_from_the_keyboard(page: PeoplePage, qtbot):
    page.start_adding()
    page.detail.form.name.edit.setText("Bryn Example")
    page.detail.form.save.click()
    assert page.detail.form.code.problem == "Give a short code."
    page.detail.form.code.edit.setText("hb")
    page.detail.form.save.click()
    assert "Somebody has the code hb already" in page.messages.bar.title
    page.detail.form.code.edit.setText("SH1")
    page.detail.form.save.click()
    assert page.detail.title.words == "Bryn Example (SH1)"
    assert row_of(page, "SH1").facts.name == "Bryn Example"


def test_somebody_without_plans_can_be_removed_after_a_question(page: PeoplePage, asks: Answers):
    assert not page.detail.form.remove.isVisible(), "EA has a plan"
    page._choose(row_of(page, "SC").id)
    assert page.detail.form.remove.isVisible()
    asks.is_sure = False
    page.detail.form.remove.click()
    assert len(people(page._session.store)) == 3
    asks.is_sure = True
    page.detail.form.remove.click()
    assert [p.facts.code for p in people(page._session.store)] == ["EA", "HB"]


def test_a_pasted_list_is_looked_through_before_it_is_taken_in(page: PeoplePage):
    page.start_list()
    assert not page.add.isVisible(), "one primary button a page"
    page.list.box.setPlainText("ED2\tEmi Example\tEducation\t2/3/2026\t2/3/2026\nXX\tNo Agency\tpolice\n")
    page.list.look_through()
    assert page.list.take.text() == "Take in 1, leave out 1"
    assert "Row 2" in page.list._wrong.words
    assert len(people(page._session.store)) == 3
    page.list.take.click()
    assert page.messages.bar.title == "The list is taken in: 1 added."
    assert row_of(page, "ED2").trainings[0].facts.taken_on == date(2026, 3, 2)
    assert page.header.subtitle.words == "4 in the register, 1 may score."


def test_a_file_is_looked_through_the_same_way_and_one_that_cannot_be_read_says_why(
    page: PeoplePage, asks: Answers, tmp_path: Path
):
    asks.path = tmp_path / "nowhere.csv"
    page.import_list()
    assert page.messages.bar.kind == "problem"
    assert page.messages.bar.title.startswith("There is no file")
    asks.path = tmp_path
    page.import_list()
    assert page.messages.bar.title == f"{tmp_path.name} could not be read. Check that you may open it."
    asks.path = tmp_path / "people.csv"
    asks.path.write_text("code,name,agency\nED2,Emi Example,education\n", encoding="utf-8")
    page.import_list()
    assert page.list.table.model().rowCount() == 1
    page.list.left.emit()
    assert page.table.isVisible()
    assert len(people(page._session.store)) == 3


def test_an_empty_register_says_what_will_be_here(qtbot, tmp_path: Path, asks: Answers):
    from db.store import Store

    with Store.create(tmp_path / "b.ehcpaudit", owner="Lee", role="lead", council="Example Council") as store:
        shown = PeoplePage(Session(store), asks)
        qtbot.addWidget(shown)
        shown.show()
        shown.refresh()
        assert shown.empty.isVisible()
        shown.empty.button.click()
        assert shown.list.isVisible()
        shown.list.left.emit()
        assert shown.empty.isVisible()


def test_the_button_counts_the_rows_left_out_and_not_what_is_wrong_with_them(page: PeoplePage):
    page.start_list()
    page.list.box.setPlainText("P1\tPat\tEducation\t\t\nP2\tSol\tnobody\t31/2/2026\t\n")
    page.list.look_through()
    assert page.list.take.text() == "Take in 1, leave out 1"
