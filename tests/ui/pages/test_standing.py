"""Where it stands, at the page: tiles open their list, needs lead on, the round takes its step."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QListView, QPushButton, QWidget
from sqlmodel import select

from auditor import scoring
from auditor.calibration import calibration
from auditor.people.records import add_training
from auditor.people.register import PersonFacts, TrainingFacts, add_person, change_person, people
from auditor.round_moves import move_on
from db.tables import Audit, Person, Round, Workspace
from db.vocabulary import RoundState, Value
from tests.building import make_round, make_workspace, score, small_framework
from ui.pages.calibration import CalibrationPage
from ui.pages.desk import DeskPage
from ui.pages.standing import StandingPage
from ui.parts.words import Text
from ui.session import Session
from ui.settings import Settings
from ui.standing.progress_table import PARTS_ROLE
from ui.tasks import Tasks

M, P, N = Value.MET, Value.PARTLY, Value.NOT_MET
TRAINED = date(2026, 1, 5)


class Answers:
    """Says no, then yes; keeps what was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def sure(self, _parent: QWidget, question: str, _yes: str, _no: str) -> bool:
        self.asked.append(question)
        return len(self.asked) > 1


@pytest.fixture
def store(tmp_path: Path):
    """Six plans, one scored twice, one that nobody has; three audits are in, one is begun."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        plans = [f"N-{i:03}" for i in range(1, 7)]
        given = {"N-001": ["EA", "HB"], "N-002": ["EA"], "N-003": ["HB"], "N-004": ["SC"], "N-005": ["SC"]}
        rnd = make_round(made, small_framework(tmp_path), plans, given, population=200)
        score(made, rnd, "N-001", "EA", (M, M, M, M))
        score(made, rnd, "N-001", "HB", (M, M, M, P))
        score(made, rnd, "N-002", "EA", (M, M, M, M))
        score(made, rnd, "N-003", "HB", (M,), submit=False)
        yield made


@pytest.fixture
def page(qtbot, store):
    """The page in a window, counted."""
    session, tasks = Session(store), Tasks()
    shown = StandingPage(session, tasks, Answers())  # type: ignore[arg-type]
    qtbot.addWidget(shown)
    shown.resize(1200, 900)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    qtbot.waitUntil(lambda: shown.found is not None)
    yield shown
    tasks.close()


def button(page: StandingPage, name: str) -> QPushButton:
    return next(b for b in page.findChildren(QPushButton) if b.accessibleName().startswith(name) or b.text() == name)


def test_the_tiles_say_the_counts_and_open_their_list(page: StandingPage, qtbot):
    tiles = page.overview.tiles
    assert [t.accessibleName().split(".")[0] for t in tiles.values()] == [
        "6 plans sampled", "3 submitted", "1 under way", "2 not started", "0 late",
    ]  # fmt: skip
    assert "43% of 7 audits" in tiles["submitted"].accessibleName()
    qtbot.mouseClick(tiles["not_started"], Qt.MouseButton.LeftButton)
    assert page.tabs.currentWidget() is page.lines
    model = page.lines.table.model()
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["N-004", "N-005"]
    assert page.lines.count.words == "2 plans, 2 audits"
    place = page.place()
    page.return_to({"tab": 0})
    page.return_to(place)
    assert (page.tabs.currentIndex(), page.lines.shown.currentData()) == (1, "not_started")


def test_each_auditor_has_a_bar_that_is_read_out_in_words(page: StandingPage):
    model = page.overview.auditors.model()
    assert [model.index(row, 0).data() for row in range(3)] == ["Edie Example", "Hal Example", "Sol Example"]
    bar = model.index(1, 2)
    assert [part.count for part in bar.data(PARTS_ROLE)] == [1, 1, 0]
    assert bar.data() == "1 of 2"
    assert bar.data(Qt.ItemDataRole.AccessibleTextRole) == "Submitted: 1 submitted, 1 under way, 0 not started"


def test_every_need_has_one_action_that_leads_on(page: StandingPage):
    asked: list[str] = []
    page.go.connect(asked.append)
    button(page, "Allocate: 1 plan has nobody").click()
    button(page, "Settle them: 1 answer is undecided").click()
    assert asked == ["allocation", "moderation"]
    words = [text.words for text in page.overview.figures_card.findChildren(Text)]
    assert any("3 of 7 audits are in (43%)" in sentence for sentence in words)
    assert not page.overview.see_figures.isVisible()


def test_reminders_are_copied_for_one_auditor_or_all(page: StandingPage):
    page.overview.auditors.selectRow(1)
    assert page.overview.remind_one.isEnabled()
    page.overview.remind_one.click()
    words = QGuiApplication.clipboard().text()
    assert words.startswith("Dear Hal Example,")
    assert "N-003" in words
    assert "Sol Example" not in words
    assert page.messages.bar is not None
    assert "Nothing is sent from here" in page.messages.bar.detail
    page.overview.remind_all.click()
    assert "Dear Sol Example," in QGuiApplication.clipboard().text()
    page.overview.auditors.selectRow(0)
    assert not page.overview.remind_one.isEnabled(), "all of Edie's audits are in"


def test_the_round_takes_its_next_step_and_says_what_stands_in_the_way(page: StandingPage, qtbot, store):
    assert page.next.text() == "Start moderating"
    page.next.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.state == "moderating")
    assert page.stepper.accessibleName() == "The round is moderating: step 3 of 5"
    assert page.next.text() == "Start the facts check"
    page.next.click()
    assert page.messages.bar is not None
    assert page.messages.bar.kind == "problem"
    assert "Nobody has scored N-006" in page.messages.bar.title
    with store.read() as session:
        assert session.get_one(Round, 1).state == "moderating"


def test_signing_off_asks_first_and_says_what_is_still_open(qtbot, tmp_path: Path):
    with make_workspace(tmp_path / "c.ehcpaudit") as store:
        rnd = make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]}, population=9)
        score(store, rnd, "N-001", "EA", (M, M, M, P))
        for state in (RoundState.MODERATING, RoundState.FACTS_CHECK):
            move_on(store, 1, state)
        with store.write() as session:
            audit = session.exec(select(Audit)).one()
            audit.entered_by = "Pat Example"
            session.add(audit)
        tasks, answers = Tasks(), Answers()
        page = StandingPage(Session(store), tasks, answers)  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.show()
        page.refresh()
        qtbot.waitUntil(lambda: page.found is not None and page.next.text() == "Sign off")
        page.next.click()
        assert "1 paper sheet was not checked by a second person: N-001." in answers.asked[0]
        assert "1 sheet of the facts check was not made." in answers.asked[0]
        assert page.found is not None and page.found.state == "facts_check"
        page.next.click()
        qtbot.waitUntil(lambda: page.found is not None and page.found.state == "signed_off")
        tasks.close()


def test_a_step_back_asks_why_in_place(page: StandingPage, qtbot):
    page.next.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.state == "moderating")
    back = page.commands()[-1]
    assert back.text() == "Back to open…"
    back.trigger()
    assert page.step_back.isVisible()
    page.step_back.go.click()
    assert page.found is not None
    assert page.found.state == "moderating", "no reason, no step"
    page.step_back.reason.setText("Two audits came in late.")
    page.step_back.go.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.state == "open")
    assert not page.step_back.isVisible()


def test_days_of_feedback_and_mending_are_recorded_for_the_chosen_plans(page: StandingPage, qtbot):
    page.show_list("every")
    assert not page.lines.fed_back.isEnabled()
    page.lines.table.selectRow(0)
    assert page.lines.references == ("N-001",)
    page.lines.fed_back.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.to_feedback.n == 1)
    page.lines.table.selectRow(0)
    page.lines.take_back.click()
    qtbot.waitUntil(lambda: page.found is not None and page.found.to_feedback.n == 0)


def test_what_comes_in_is_counted_at_once(page: StandingPage, qtbot, store):
    score(store, 1, "N-004", "SC", (M, M, M, M))
    page.session.tell(scoring.Changed(frozenset({"audit"})))
    qtbot.waitUntil(lambda: page.found is not None and page.found.audits.submitted == 4)
    assert page.overview.tiles["submitted"].accessibleName().startswith("4 submitted")


def test_a_workspace_without_a_round_says_what_to_do(qtbot, tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        session, tasks = Session(store), Tasks()
        page = StandingPage(session, tasks, Answers())  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.show()
        page.refresh()
        asked: list[str] = []
        page.go.connect(asked.append)
        page.focus_main()
        assert page.empty.button is not None
        page.empty.button.click()
        assert asked == ["new-round"]
        assert not page.next.isVisible()
        tasks.close()


def test_the_lead_chooses_plans_says_what_is_right_and_records_results(qtbot, store):
    for person in people(store):
        change_person(store, person.id, replace(person.facts, undertaking_on=TRAINED))
        train(store, person.id)
    page = CalibrationPage(Session(store))
    qtbot.addWidget(page)
    page.show()
    page.refresh()
    page.plans.reference.setText("N-001")
    page.plans.add_plan.click()
    assert page.messages.bar is not None
    assert "must stay out of its results" in page.messages.bar.title
    page.plans.reference.setText("C-001")
    page.plans.add_plan.click()
    assert page.messages.bar.detail == "3 audits were given out."
    assert page.plans.plan is not None
    assert (page.plans.plan.reference, page.plans.plan.given) == ("C-001", 3)
    assert not page.plans.give.isEnabled(), "everybody has it"
    add_person(store, PersonFacts("ED", "Eddy Example", "education", undertaking_on=TRAINED))
    train(store, next(row.id for row in people(store) if row.facts.code == "ED"))
    page.refresh()
    assert page.plans.give.isEnabled()
    page.plans.give.click()
    assert page.plans.plan.given == 4 and not page.plans.give.isEnabled()
    page.plans.box.click()
    assert page.found is not None
    assert page.found.required
    page.right.answer.set_value(M)
    page.right.keep.click()
    assert page.right.why_row.problem == "Say why this is right."
    for question in ("Q1", "Q2", "Q3", "Q4"):
        assert page.right.row is not None
        assert page.right.row.criterion.id == question
        page.right.answer.set_value(M)
        page.right.why.setPlainText(f"Page 2 says so for {question}.")
        page.right.keep.click()
    score(store, 1, "C-001", "EA", (M, P, M, M))
    page.refresh()
    page.auditors.selectRow(0)
    words = [text.words for text in page.differences.findChildren(Text)]
    assert "Answered partly met; right is met." in words
    assert "Page 2 says so for Q2." in words
    assert page.questions.table.model().index(0, 0).data() == "Q2"
    page.record.click()
    assert page.messages.bar.title == "Recorded for Edie Example."
    assert page.auditors.model().index(0, 4).data() == "3 of 4 the same, 1 one step apart, 0 further"


def test_an_auditor_sees_nothing_of_what_is_right_before_submitting(qtbot, tmp_path: Path):
    with make_workspace(tmp_path / "c.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        for person in people(store):
            change_person(store, person.id, replace(person.facts, undertaking_on=TRAINED))
            train(store, person.id)
        calibration.choose(store, 1, "C-001")
        for key in ("Q1", "Q2", "Q3", "Q4"):
            calibration.set_right(store, 1, "C-001", key, M, "The secret reason.")
        work = score(store, 1, "C-001", "EA", (M, N, M, M), submit=False)
        as_auditor(store, "EA")
        page = CalibrationPage(Session(store))
        qtbot.addWidget(page)
        page.show()
        page.refresh()
        said = " ".join(text.words for text in page.findChildren(Text))
        assert "secret" not in said
        assert "never before" in said
        scoring.submit(store, work)
        page.refresh()
        said = " ".join(text.words for text in page.findChildren(Text))
        assert "Answered not met; right is met." in said
        assert "The secret reason." in said
        assert not page.record.isVisible()


def train(store, person: int) -> None:
    add_training(store, person, TrainingFacts("Auditor training", TRAINED))


def as_auditor(store, code: str) -> None:
    """Make the workspace that of an auditor, as a pack does."""
    with store.write() as session:
        workspace = session.exec(select(Workspace)).one()
        workspace.role = "auditor"
        workspace.person_id = session.exec(select(Person.id).where(Person.code == code)).one()
        session.add(workspace)


@pytest.mark.parametrize("submitted", [False, True])
def test_the_desk_marks_a_calibration_plan_and_leads_from_it_to_what_is_right(qtbot, tmp_path: Path, submitted: bool):
    with make_workspace(tmp_path / "d.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        for person in people(store):
            change_person(store, person.id, replace(person.facts, undertaking_on=TRAINED))
            train(store, person.id)
        calibration.choose(store, 1, "C-001")
        score(store, 1, "C-001", "EA", (M, N, M, M), submit=submitted)
        as_auditor(store, "EA")
        settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
        page = DeskPage(Session(store), settings)
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.refresh()
        plans = page.findChild(QListView)
        assert plans is not None
        first = plans.model().index(0, 0)
        assert first.data(Qt.ItemDataRole.AccessibleTextRole).startswith("C-001, calibration.")
        plans.setCurrentIndex(first)
        plans.clicked.emit(first)
        go_on = next(b for b in page.findChildren(QPushButton) if b.text() == "See where you differed")
        assert go_on.isVisibleTo(page) is submitted, "nothing is shown before it is submitted"
        asked: list[str] = []
        page.go.connect(asked.append)
        go_on.click()
        assert asked == ["calibration"]
        command = next(c for c in page.commands() if c.text() == "See where you differed")
        assert command.isEnabled() is submitted, "where the pane is too low for buttons the menu leads there"
        command.trigger()
        assert len(asked) == 1 + submitted
        page.leave()


def test_every_state_in_the_list_has_its_mark(page: StandingPage):
    page.show_list("every")
    model = page.lines.table.model()
    marks = {
        model.index(row, 4).data(): model.index(row, 4).data(Qt.ItemDataRole.DecorationRole).pixmap(18).toImage()
        for row in range(model.rowCount())
    }
    assert set(marks) == {"Submitted", "Under way", "Not started", "Nobody has it"}
    shapes = list(marks.values())
    assert all(one != other for at, one in enumerate(shapes) for other in shapes[at + 1 :])


def test_calibration_can_be_reached_from_what_needs_the_lead(page: StandingPage):
    asked: list[str] = []
    page.go.connect(asked.append)
    page.overview.calibration.click()
    assert asked == ["calibration"]


def words_in(part) -> str:
    """All words of a part that are shown."""
    return " ".join(text.words for text in part.findChildren(Text) if text.isVisibleTo(part))


def test_what_stands_in_the_way_leads_to_where_it_can_be_mended(page: StandingPage, store, qtbot):
    page.session.tell(move_on(store, 1, RoundState.MODERATING))
    qtbot.waitUntil(lambda: "Before you can start the facts check" in words_in(page.overview.needs_card))
    places: list[str] = []
    page.overview.place_asked.connect(places.append)
    button(page, "Allocation").click()
    button(page, "See plans and audits").click()
    assert places == ["allocation"]
    assert page.tabs.currentWidget() is page.lines
