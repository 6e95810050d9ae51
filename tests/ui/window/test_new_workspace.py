"""Making a workspace in the window, from the first field to the first plan on the desk."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from auditor.rounds import people_of
from auditor.scoring import plan_rows
from db.vocabulary import Draw, Role
from tests.building import CRITERION, SMALL
from tests.ui.window.conftest import Answers, settle
from ui.pages.new_workspace import NewWorkspacePage
from ui.window import MainWindow

LIST = "reference;locality;year;need\n" + "".join(f"N-{i};North;{i};ASD\n" for i in range(1, 6))
Fill = Callable[[], NewWorkspacePage]


@pytest.fixture
def page(window: MainWindow) -> NewWorkspacePage:
    window.visit("new")
    assert isinstance(window.page, NewWorkspacePage)
    return window.page


@pytest.fixture
def filled(page: NewWorkspacePage, answers: Answers, tmp_path: Path) -> NewWorkspacePage:
    """Every field of a lead's workspace filled in."""
    page.owner.name.edit.setText("Lee Example")
    page.owner.council.edit.setText("Example Council")
    page.round.name.edit.setText("Spring 2026")
    page.round.as_at.setDate(QDate(2026, 3, 31))
    page.round.draw.setCurrentIndex(page.round.draw.findData(Draw.RANDOM))
    page.round.population.setValue(700)
    answers.path = tmp_path / "plans.csv"
    answers.path.write_text(LIST, encoding="utf-8")
    page.plans.button.click()
    for row, code, name in zip(page.people.rows, ("ED1", "HE1"), ("Edie Example", "Hal Example"), strict=True):
        row.code.setText(code)
        row.name.setText(name)
    answers.path = tmp_path / "spring.ehcpaudit"
    page._choose.click()
    return page


def said(page: NewWorkspacePage) -> str:
    QApplication.processEvents()  # what was just added is shown by then
    return " ".join(label.accessibleName() or label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_leads_workspace_is_made_and_opened(
    window: MainWindow, filled: NewWorkspacePage, qtbot: QtBot, tmp_path: Path
) -> None:
    filled.people.twice.setChecked(True)
    filled.people.how_many.setValue(2)
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=10_000)
    session = window.open_session
    assert session.store.path == tmp_path / "spring.ehcpaudit"
    assert (session.owner.name, session.lead, session.round.name) == ("Lee Example", True, "Spring 2026")
    assert (session.round.plans, session.round.audits, session.round.population) == (5, 7, 700)
    assert session.round.draw == Draw.RANDOM
    assert [code for _, code, _, _ in people_of(session.store, session.round.id)] == ["ED1", "HE1"]
    seconds = [(r.reference, r.auditor_code) for r in plan_rows(session.store, session.round.id) if r.kind == "second"]
    assert sorted(seconds) == [("N-1", "HE1"), ("N-2", "ED1")]
    assert window.here == "desk"


def test_an_auditor_alone_gets_every_plan(window: MainWindow, filled: NewWorkspacePage, qtbot: QtBot) -> None:
    filled.owner.roles[Role.AUDITOR].click()
    filled.people.rows[0].code.setText("LE")
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=10_000)
    rows = plan_rows(window.open_session.store, window.open_session.round.id)
    assert {(r.auditor, r.auditor_code) for r in rows} == {("Lee Example", "LE")}
    assert len(rows) == 5
    assert window.page.title == "My plans"
    assert window.page.place()["plan"] == rows[0].assignment


def test_what_is_missing_is_said_at_each_field(page: NewWorkspacePage) -> None:
    """The keyboard goes to the first of them, and nothing is made."""
    page.make.click()
    words = said(page)
    for sentence in ("Write your name", "Write whose plans these are", "Name the round", "Choose the list of the",
                     "Write in at least one auditor"):  # fmt: skip
        assert sentence in words
    assert QApplication.focusWidget() is page.owner.name.edit
    page.owner.name.edit.setText("Lee")
    assert "Write your name" not in said(page)


@pytest.mark.parametrize(
    ("rows", "problem"),
    [([("ED1", "Edie"), ("ed1", "Hal")], "stands twice"), ([("ED1", "")], "needs both a code and a name")],
)
def test_auditors_need_codes_of_their_own(
    filled: NewWorkspacePage, rows: list[tuple[str, str]], problem: str, window: MainWindow
) -> None:
    for row in filled.people.rows:
        row.code.clear()
        row.name.clear()
    for row, (code, name) in zip(filled.people.rows, rows, strict=False):
        row.code.setText(code)
        row.name.setText(name)
    filled.make.click()
    assert problem in filled.people.problem
    assert window.session is None


def test_one_auditor_cannot_score_twice(filled: NewWorkspacePage) -> None:
    filled.people.rows[1].remove.click()
    filled.people.twice.setChecked(True)
    filled.make.click()
    assert "two auditors or more" in filled.people.problem


def test_a_list_smaller_than_its_plans_is_questioned(filled: NewWorkspacePage, window: MainWindow) -> None:
    filled.round.population.setValue(3)
    filled.make.click()
    assert "picked from at least as many" in said(filled)
    assert window.session is None


def test_wrong_rows_and_dropped_columns_are_named(page: NewWorkspacePage, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("reference,Surname,colour,first_final_on\nN-1,Smith,red,2026-02-30\nN-2,Jones,blue,\n")
    page.plans.read(file)
    words = said(page)
    assert "1 of 2 plans in list.csv can be used." in words
    assert "Row 2: the date 2026-02-30 does not exist." in words
    assert "could tell who a child is: Surname." in words
    assert "no use for them: colour." in words
    assert "Smith" not in words and "Jones" not in words


def test_a_list_that_cannot_be_read_is_said_to_be(page: NewWorkspacePage, tmp_path: Path) -> None:
    page.plans.read(tmp_path / "nowhere.csv")
    assert "nowhere.csv could not be read" in said(page)
    assert page.plans.list is None


def test_a_file_that_is_there_is_never_written_over(
    filled: NewWorkspacePage, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "spring.ehcpaudit").write_bytes(b"something else")
    filled.make.click()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: filled.messages.bar is not None)
    assert "is there already and was left as it was" in filled.messages.bar.accessibleName()
    assert (tmp_path / "spring.ehcpaudit").read_bytes() == b"something else"
    assert filled.make.isEnabled()
    assert sorted(p.name for p in tmp_path.glob(".*")) == []


def test_a_framework_from_a_file_is_checked(
    filled: NewWorkspacePage, answers: Answers, tmp_path: Path, qtbot: QtBot, window: MainWindow
) -> None:
    answers.path = tmp_path / "own.toml"
    answers.path.write_text("colour = 'red'")
    filled.round.from_file.click()
    assert "own.toml" in said(filled)
    block = CRITERION.format(id="Q1", law="law", critical="true")
    answers.path.write_text(SMALL.format(criteria=block, basis="plans"))
    filled.round.from_file.click()
    assert filled.round.framework.currentText() == "A small framework for tests, version 1.0 (own.toml)"
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None, timeout=10_000)
    assert window.open_session.round.framework_title == "A small framework for tests"


def test_cancel_goes_back_and_keeps_nothing(window: MainWindow, filled: NewWorkspacePage, tmp_path: Path) -> None:
    filled.cancel.click()
    assert window.here == "welcome"
    assert not (tmp_path / "spring.ehcpaudit").exists()


def test_nobody_is_led_to_say_how_the_plans_were_picked(filled: NewWorkspacePage) -> None:
    """The ranges hang on it, so there is no first choice, and the wheel changes it only under the keyboard."""
    filled.round.draw.setCurrentIndex(-1)
    filled.make.click()
    assert "Say how the plans were picked" in said(filled)
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    filled.owner.name.edit.setFocus()
    QApplication.sendEvent(filled.round.draw, wheel)
    assert filled.round.draw.currentIndex() == -1


def test_an_empty_list_can_be_saved_and_filled_in(page: NewWorkspacePage, answers: Answers, tmp_path: Path) -> None:
    answers.path = tmp_path / "empty.csv"
    page.plans.empty.click()
    heads = answers.path.read_text(encoding="utf-8-sig").strip()
    assert heads.startswith("reference,area,")
    answers.path.write_text(f"{heads}\nN-001,North{',' * (heads.count(',') - 1)}\n", encoding="utf-8")
    page.plans.button.click()
    assert page.plans.list is not None
    assert [plan.reference for plan in page.plans.list.plans] == ["N-001"]
