"""The page Learning and an auditor's own feedback: what is shown, written, kept, asked about and withdrawn."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from auditor.frameworks import load
from auditor.learning.exemplars import add_exemplar, exemplars
from auditor.learning.plan_sheet import plan_lines
from auditor.learning.sheets import replies_of
from auditor.packs.feedback_in import FEEDBACK
from db.store import Store
from db.tables import Pack, Workspace
from tests.auditor.learning.learnt import NOTE, REASON, copied, make_learnt
from tests.auditor.learning.test_exemplars import FACTS
from ui.pages.learning import LearningPage
from ui.pages.own_feedback import OwnFeedbackPage
from ui.parts.buttons import Button
from ui.session import Session
from ui.settings import Settings
from ui.tasks import Tasks

AUDITORS, WRITERS, FIGURES, GOOD_PLANS, GUIDANCE = range(5)


class Answers:
    """Answers given beforehand."""

    def __init__(self, place: Path) -> None:
        self.place, self.say_yes = place, True
        self.asked: list[str] = []

    def folder(self, parent: QWidget, title: str, start: Path | None = None) -> Path | None:
        self.asked.append(title)
        return self.place

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        return self.place / "next.toml"

    def open_path(self, parent: QWidget, title: str, kinds: str, start: Path | None = None) -> Path | None:
        return None

    def open_paths(self, parent: QWidget, title: str, kinds: str) -> tuple[Path, ...]:
        return ()

    def sure(self, parent: QWidget, question: str, yes: str, no: str) -> bool:
        self.asked.append(question)
        return self.say_yes


@pytest.fixture(scope="module")
def learnt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_learnt(tmp_path_factory.mktemp("learnt"))


@pytest.fixture
def store(learnt: Path, tmp_path: Path) -> Iterator[Store]:
    with Store.open(copied(learnt, tmp_path / "work")) as found:
        yield found


@pytest.fixture
def answers(tmp_path: Path) -> Answers:
    (tmp_path / "out").mkdir()
    return Answers(tmp_path / "out")


@pytest.fixture
def page(qtbot: QtBot, store: Store, answers: Answers, tmp_path: Path) -> Iterator[LearningPage]:
    tasks = Tasks()
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made = LearningPage(Session(store), tasks, answers, settings)
    qtbot.addWidget(made)
    made.resize(1300, 900)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    tasks.close()


def up(qtbot: QtBot, page: LearningPage, tab: int) -> None:
    """Bring a tab up and wait until it is read."""
    page.tabs.setCurrentIndex(tab)
    page.refresh()
    settled(qtbot, page)
    page.focus_main()


def settled(qtbot: QtBot, page: LearningPage) -> None:
    qtbot.waitUntil(lambda: not page.work._tasks.busy and not page._reading)


def press(widget: QWidget, *keys: Qt.Key) -> None:
    for key in keys:
        QTest.keyClick(widget, key)


def push(button: Button) -> None:
    """By the keyboard, as somebody does who came to it with Tab."""
    assert button.isEnabled()
    assert button.isVisible()
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)


def test_each_auditor_is_listed_and_the_reason_is_read_below_the_answer(qtbot: QtBot, page: LearningPage):
    up(qtbot, page, AUDITORS)
    tab = page.auditors
    assert tab.rows == 2
    assert REASON in tab.view.why
    assert "Q3 of N-001" in tab.view.why
    press(tab.table, Qt.Key.Key_Down)
    assert tab.title.words == "Hal Example (HB)"
    assert tab.no_key.isVisible()
    settled(qtbot, page)
    assert "1 is higher than what was settled and 0 lower" in tab.view._lenient.words
    assert not tab.make.isEnabled()


def test_sheets_for_the_plans_ticked_are_written_and_the_day_shows(
    qtbot: QtBot, page: LearningPage, store: Store, answers: Answers
):
    up(qtbot, page, WRITERS)
    tab = page.writers
    press(tab.table, Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert tab.options.write.text() == "Write 2 sheets…"
    push(tab.options.write)
    settled(qtbot, page)
    assert sorted(file.name for file in answers.place.iterdir()) == ["feedback-n-001.pdf", "feedback-n-002.pdf"]
    assert page.messages.bar is not None
    assert page.messages.bar.title == "2 sheets written, as 2 files."
    qtbot.waitUntil(lambda: tab._lines[0].fed_back_on is not None)
    assert sum(line.fed_back_on is not None for line in plan_lines(store, 1)) == 2


def test_notes_that_may_name_somebody_are_asked_about_before_a_sheet_is_written(
    qtbot: QtBot, page: LearningPage, answers: Answers, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ui.learning.writers_tab.plan_sheets", lambda *_, **__: (_Named(),))
    up(qtbot, page, WRITERS)
    press(page.writers.table, Qt.Key.Key_Space)
    page.writers.options.notes.setChecked(True)
    push(page.writers.options.write)
    settled(qtbot, page)
    doubt = page.writers.options.doubt
    assert doubt.isVisible()
    assert answers.asked == []
    push(doubt.mend)
    assert not list(answers.place.iterdir())


class _Named:
    def texts(self) -> tuple[tuple[str, str], ...]:
        return (("the note on Q2 of N-001", f"Mr Poole says so. {NOTE}"),)


def test_a_reply_is_kept_with_its_plan_and_put_right(qtbot: QtBot, page: LearningPage, store: Store):
    up(qtbot, page, WRITERS)
    card = page.writers.replies
    QTest.keyClicks(card.words, "It was amended in May.")
    push(card.keep)
    settled(qtbot, page)
    assert [r.words for r in replies_of(store, 1)] == ["It was amended in May."]
    (mend,) = [b for b in card.findChildren(Button) if b.text() == "Put it right" and b.isVisible()]
    push(mend)
    card.words.setPlainText("It was amended in June.")
    push(card.keep)
    settled(qtbot, page)
    assert [r.words for r in replies_of(store, 1)] == ["It was amended in June."]


def test_a_reply_that_may_name_somebody_is_asked_about(qtbot: QtBot, page: LearningPage, store: Store):
    up(qtbot, page, WRITERS)
    card = page.writers.replies
    QTest.keyClicks(card.words, "Mr Poole amended it.")
    push(card.keep)
    assert card.doubt.isVisible()
    assert replies_of(store, 1) == ()
    push(card.doubt.save)
    settled(qtbot, page)
    assert len(replies_of(store, 1)) == 1


def test_a_small_team_shows_the_rule_and_no_writer(qtbot: QtBot, page: LearningPage):
    up(qtbot, page, FIGURES)
    (card,) = page.figures.cards
    assert "shown from 3 writers and 10 plans" in card.team.hidden
    assert not card.write.isVisible()
    assert card.body.table.model() is None


def test_a_good_plan_is_added_with_its_basis(qtbot: QtBot, page: LearningPage, store: Store):
    up(qtbot, page, GOOD_PLANS)
    tab = page.good_plans
    push(tab.empty.button)
    form = tab.form
    push(form.keep)
    assert form.good_on.problem == "Say which questions it is good on."
    QTest.keyClicks(form.good_on.edit, "Q1 Q2")
    QTest.keyClicks(form.passage, "Her own words come first.")
    QTest.keyClicks(form.agreed_by.edit, "the young person")
    QTest.keyClicks(form.words.edit, "signed consent")
    push(form.keep)
    settled(qtbot, page)
    (row,) = exemplars(store)
    assert (row.reference, row.passage, row.basis_words) == ("N-002", "Her own words come first.", "signed consent")
    assert tab.rows == 1
    assert tab.card.title.words == "N-002, Spring"


def test_withdrawing_asks_first_and_says_from_whom_to_call_it_back(
    qtbot: QtBot, page: LearningPage, store: Store, answers: Answers
):
    add_exemplar(store, 1, "N-002", FACTS)
    up(qtbot, page, GOOD_PLANS)
    tab = page.good_plans
    press(tab.table, Qt.Key.Key_Space)
    QTest.keyClicks(tab.give.to.edit, "the north team")
    push(tab.give.write)
    settled(qtbot, page)
    assert (answers.place / "good-plans.pdf").is_file()
    push(tab.card.take_back)
    assert tab.card.why_row.problem == "Say in a few words why."
    QTest.keyClicks(tab.card.why, "consent was taken back")
    answers.say_yes = False
    push(tab.card.take_back)
    assert exemplars(store)[0].passage
    answers.say_yes = True
    push(tab.card.take_back)
    settled(qtbot, page)
    assert exemplars(store)[0].empty
    assert page.messages.bar is not None
    assert "Call back what was given out: good-plans.pdf" in page.messages.bar.detail
    assert "the north team" in page.messages.bar.detail


def test_a_decision_becomes_a_note_and_the_note_goes_into_the_next_framework(
    qtbot: QtBot, page: LearningPage, answers: Answers
):
    up(qtbot, page, GUIDANCE)
    tab = page.guidance
    press(tab.table, Qt.Key.Key_Down, Qt.Key.Key_Down)
    assert tab.title.words == "Q3  Question Q3"
    (note,) = [b for b in tab.made.findChildren(Button) if b.text() == "Make a note of it"]
    qtbot.waitUntil(note.isVisible)
    push(note)
    assert tab.card.box.text == REASON
    push(tab.card.keep)
    settled(qtbot, page)
    QTest.keyClicks(tab.version.number.edit, "1.1")
    push(tab.version.take)
    settled(qtbot, page)
    found = load(answers.place / "next.toml")
    assert (found.version, found.criterion("Q3").guidance) == ("1.1", REASON)


def test_a_tab_is_read_again_once_something_changed(qtbot: QtBot, page: LearningPage, store: Store):
    up(qtbot, page, GOOD_PLANS)
    assert page.good_plans.rows == 0
    page._session.tell(add_exemplar(store, 1, "N-002", FACTS))
    settled(qtbot, page)
    assert page.good_plans.rows == 1


@pytest.fixture
def own(qtbot: QtBot, store: Store) -> OwnFeedbackPage:
    """An auditor's page, in a file that is made theirs."""
    with store.write() as session:
        workspace = session.get_one(Workspace, 1)
        workspace.role, workspace.owner, workspace.person_id = "auditor", "Edie Example", 1
        session.add(workspace)
    made = OwnFeedbackPage(Session(store))
    qtbot.addWidget(made)
    made.refresh()
    return made


def test_feedback_is_saved_to_hand_over_for_somebody_without_a_key(qtbot: QtBot, page: LearningPage, answers: Answers):
    up(qtbot, page, AUDITORS)
    push(page.auditors.paper)
    settled(qtbot, page)
    (file,) = answers.place.iterdir()
    assert file.name.startswith("for-auditor-spring-ea") and file.suffix == ".pdf"
    assert page.messages.bar is not None and "is not sealed" in page.messages.bar.detail


def test_an_auditor_without_feedback_is_told_how_it_comes(own: OwnFeedbackPage):
    assert own.stack.currentIndex() == 0
    assert "You have no feedback on this round yet." in own.empty.findChild(type(own.header.subtitle)).words


def test_feedback_that_came_in_a_pack_is_read_answer_by_answer(own: OwnFeedbackPage, store: Store):
    differed = {"reference": "N-001", "criterion": "Q3", "theirs": 1, "agreed": 0, "reason": REASON, "settled_on": None}
    said = {
        "round": own._session.store.owner().device, "person": own._session.store.owner().device, "name": "Lee Example",
        "plans": 12, "waiting": 0, "compared": [{"criterion": "Q3", "compared": 12}], "differed": [differed],
        "leniency": None,
    }  # fmt: skip
    at = datetime(2026, 4, 2, 9, 0, tzinfo=UTC)
    with store.write() as session:
        session.add(
            Pack(
                kind="feedback", outgoing=False, round_id=1, device="d", number=1, digest="0" * 64, log_head="0" * 64,
                sealed_at=at, applied_at=at, summary=json.dumps({FEEDBACK: said}),
            )
        )  # fmt: skip
    own.refresh()
    assert own.header.subtitle.words == "Spring, sent by Lee Example on 2 April 2026"
    assert REASON in own.view.why
    assert own.view.answers.model().rowCount() == 1
