"""A whole plan with the mouse unplugged: real window, the framework that comes with the program, the paper open."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from auditor import scoring
from auditor.answers import Answer
from auditor.frameworks import builtin
from db.store import Store
from db.vocabulary import Agency, Cause, Value
from tests.auditor.plan_reader.making import pdf_file
from tests.building import assignment_of, make_round, make_workspace
from tests.ui.document.conftest import F_LINE, PARTS
from tests.ui.window.conftest import Answers
from ui.look import Theme, look
from ui.settings import Settings
from ui.window import MainWindow

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAN = "N-001"
ASKED = tuple(c.id for c in builtin("default-ehcp").judged)
GIVEN = {
    "V2": Answer(Value.PARTLY, Cause.ADVICE_MISSING, Agency.HEALTH, "Two lines, and no word of how."),
    "A1": Answer(Value.CANNOT_TELL, note="Advice listed in K is not attached."),
    "P2": Answer(Value.NOT_MET, Cause.ADVICE_WEAK, Agency.EDUCATION, "One line of eleven says it all."),
    "P8": Answer(Value.NOT_APPLICABLE),
}
"""What is not simply met, by criterion."""


class Sitting:
    """Somebody at the window with a keyboard; whatever the mouse does is a failure."""

    def __init__(self, window: MainWindow, bot: QtBot) -> None:
        self.window, self.bot = window, bot

    def press(self, *keys: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys wherever the keyboard is."""
        for key in keys:
            QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)

    def type(self, text: str) -> None:
        """Type wherever the keyboard is."""
        QTest.keyClicks(QApplication.focusWidget(), text)

    @property
    def on(self) -> str:
        """What has the keyboard is read out as."""
        focused = QApplication.focusWidget()
        words = focused.text() if isinstance(focused, QAbstractButton) else ""
        return (focused.accessibleName() or words) if focused is not None else ""

    def go(self, name: str, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key until the keyboard is on what is read out like this."""
        for _ in range(60):
            if self.on.startswith(name):
                return
            self.press(key, modifier=modifier)
        raise AssertionError(f"{key.name} does not lead to {name}")

    @property
    def question(self) -> str:
        """The question that is open."""
        return str(self.window.page.place()["criterion"])

    def wait(self, there: Callable[[], bool]) -> None:
        """Wait until something is so."""
        self.bot.waitUntil(there)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An auditor's workspace of one plan."""
    file = tmp_path / "mine.ehcpaudit"
    with make_workspace(file, role="auditor", owner="Edie Example") as store:
        make_round(store, builtin("default-ehcp"), (PLAN,), {PLAN: ("EA",)})
    return file


@pytest.fixture
def sitting(qtbot: QtBot, tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sitting]:
    """Before a new window; the file dialogs of the system give the workspace first, then the paper."""
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(pdf_file(PARTS))
    answers = Answers()
    given = iter((file, paper))
    monkeypatch.setattr(answers, "open_path", lambda *_: next(given))
    look().set(Theme.LIGHT, 1.0)
    window = MainWindow(Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)), answers)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.page.focus_main()
    yield Sitting(window, qtbot)
    window.close()
    look().set(Theme.SYSTEM, 1.0)


def open_all(sitting: Sitting) -> None:
    """Open the workspace, then the paper, and wait until it was read."""
    sitting.press(Key.Key_O, modifier=CTRL)
    assert sitting.question == ASKED[0]
    sitting.press(Key.Key_O, modifier=CTRL | SHIFT)
    sitting.wait(lambda: sitting.window.page.paper.plan is not None)  # type: ignore[attr-defined]


def find_count() -> str:
    """What the find bar says."""
    return QApplication.focusWidget().accessibleDescription()  # type: ignore[union-attr]


def explain(sitting: Sitting, answer: Answer) -> None:
    """Write the note, and choose cause and agency where there is a shortfall."""
    sitting.wait(lambda: sitting.on == "Evidence note")
    sitting.type(answer.note)
    for name, reason, words in (("Cause", answer.cause, tuple(Cause)), ("Agency", answer.agency, tuple(Agency))):
        if reason:
            sitting.go(name, Key.Key_Tab)
            sitting.press(*[Key.Key_Down] * (words.index(reason) + 1))
    sitting.press(Key.Key_F2)
    sitting.press(Key.Key_Escape, Key.Key_Down)


def test_a_whole_plan_from_opening_to_submission(sitting: Sitting, file: Path) -> None:
    """The words found in the paper become evidence; every question is answered; the audit is submitted."""
    open_all(sitting)
    sitting.press(Key.Key_F6)
    sitting.go("Plan, pages", Key.Key_F6)
    sitting.press(Key.Key_F, modifier=CTRL)
    sitting.type("Daily reading")
    sitting.wait(lambda: find_count() == "1 of 1")
    sitting.press(Key.Key_Escape)  # the words found are selected
    sitting.press(Key.Key_End, modifier=SHIFT)
    sitting.press(Key.Key_C, modifier=CTRL | SHIFT)
    sitting.go("Met", Key.Key_F6)

    answered: list[str] = []
    while len(answered) < len(ASKED):
        key, answer = sitting.question, GIVEN.get(sitting.question, Answer(Value.MET))
        assert answer.value is not None
        sitting.type(answer.value.key)
        answered.append(key)
        if answer.note:
            explain(sitting, answer)
    assert tuple(answered) == ASKED

    sitting.go("Submit audit…", Key.Key_Tab)
    sitting.press(Key.Key_Space)
    assert sitting.on == "Submit audit"
    sitting.press(Key.Key_Space)
    sitting.press(Key.Key_W, modifier=CTRL)
    assert sitting.window.here == "welcome"
    with Store.open(file) as store:
        sheet = scoring.sheet(store, assignment_of(store, 1, PLAN, "EA"))
    assert sheet.state == "submitted"
    assert dict(sheet.answers) == {key: GIVEN.get(key, Answer(Value.MET)) for key in ASKED}
    assert [item.quotation for item in sheet.contents.evidence[ASKED[0]]] == [F_LINE]


def test_f8_lands_on_the_answers_from_the_sidebar_and_from_the_paper(sitting: Sitting) -> None:
    open_all(sitting)
    for pane in ("My plans, you are here", "Plan, pages", "Plans"):
        sitting.go(pane, Key.Key_F6)
        sitting.press(Key.Key_F8)
        assert sitting.on.startswith("Met")


def test_a_key_that_is_no_answer_says_why_in_the_status_line(sitting: Sitting) -> None:
    """And every answer that counts goes on saying that all is saved."""
    open_all(sitting)
    scales = {c.id: c.scale for c in builtin("default-ehcp").judged}
    two_point = next(key for key in ASKED if Value.PARTLY not in scales[key])
    sitting.type("N")
    assert sitting.window.status.words[0] == f"N is not an answer to {ASKED[0]}. This question applies to every plan."
    while sitting.question != two_point:
        sitting.press(Key.Key_Down)
    sitting.type("1")
    assert sitting.window.status.words[0].startswith(f"1 is not an answer to {two_point}. Its answers are met, not met")
    sitting.type("2")
    assert sitting.window.status.words[0].startswith("All answers saved")
