"""A whole plan by way of the accessibility tree alone: by role and name, as an assistive tool works, no key pressed."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from auditor import scoring
from auditor.answers import Answer
from auditor.frameworks import builtin
from db.store import Store
from db.vocabulary import Agency, Cause, Value
from tests.auditor.plan_reader.making import word_file
from tests.building import assignment_of, make_round, make_workspace
from tests.ui.document.conftest import F_LINE, PARTS
from tests.ui.tree import Role, Tree, act, said
from ui.desk.words import AGENCIES, CAUSES
from ui.look import WORDS, Theme, look
from ui.settings import Settings
from ui.window import MainWindow

# popups of the platform without a screen say what they cannot do
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PLANS = ("N-001", "N-002", "N-003")
HERE = "N-002"
ASKED = tuple(c.id for c in builtin("default-ehcp").judged)
GIVEN: Mapping[str, Answer] = {
    "V2": Answer(Value.PARTLY, Cause.ADVICE_WEAK, Agency.HEALTH, "Two lines, and no word of how they were gathered."),
    "C4": Answer(Value.NOT_MET, Cause.PLAN_WRITING, Agency.EDUCATION, "Outcomes read as provision."),
    "P8": Answer(Value.NOT_APPLICABLE),
    "A1": Answer(Value.CANNOT_TELL, note="Section K lists advice that is not attached."),
}
"""What is not simply met, by criterion."""
REASONS: Mapping[str, str] = {**CAUSES, **AGENCIES}


class Listener:
    """Reads the window by its tree, does what the tree offers, and hears what is announced."""

    def __init__(self, window: MainWindow, bot: QtBot, heard: list[str]) -> None:
        self.tree, self.heard, self._bot = Tree(window), heard, bot

    def wait(self, there: Callable[[], bool]) -> None:
        """Wait until something is so: a press takes a moment, as it does by mouse."""
        self._bot.waitUntil(there, timeout=10_000)

    def wait_for(self, role: Role, name: str | Callable[[str], bool]) -> None:
        """Wait until a part is there."""
        self.wait(lambda: self.tree.has(role, name))

    def press(self, words: str) -> None:
        """Press the button of this name, once it can be pressed."""
        button = self.tree.find(Role.Button, words)
        assert not button.state().disabled, words
        act(button)

    def hears(self, words: str) -> None:
        """Wait until this is announced."""
        self.wait(lambda: any(words in text for text in self.heard))


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is announced, in order."""
    texts: list[str] = []
    tell = QAccessible.updateAccessibility

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            texts.append(event.message())
        tell(event)

    monkeypatch.setattr("ui.parts.announce.QAccessible.updateAccessibility", hear)
    return texts


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An auditor's workspace with three plans to score by the framework that comes with the program."""
    file = tmp_path / "mine.ehcpaudit"
    with make_workspace(file, role="auditor", owner="Edie Example") as store:
        make_round(store, builtin("default-ehcp"), PLANS, dict.fromkeys(PLANS, ("EA",)))
    return file


@pytest.fixture
def listener(
    qtbot: QtBot, tmp_path: Path, file: Path, heard: list[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Listener]:
    """Somebody at the desk of that workspace, in the real window."""
    paper = tmp_path / "paper.docx"
    paper.write_bytes(word_file(PARTS))
    # the dialog that asks for a file is the system's own
    monkeypatch.setattr("ui.desk.reading.QFileDialog.getOpenFileName", lambda *_: (str(paper), ""))
    look().set(Theme.LIGHT, 1.0)
    window = MainWindow(Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)))
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    window.open_file(file)
    yield Listener(window, qtbot, heard)
    window.close()
    look().set(Theme.SYSTEM, 1.0)


def question(key: str) -> Callable[[str], bool]:
    """Whether a name is that of a question, open or closed, rather than of its answers."""
    return lambda name: re.match(rf"{key}(, critical)?\. .* \d+ of \d+ in ", name) is not None


def answer_question(listener: Listener, key: str, answer: Answer) -> None:
    """Go to a question by its name, answer it, and give note, cause and agency where there are any."""
    tree = listener.tree
    if not tree.has(Role.Grouping, question(key)):
        tree.act(Role.Button, question(key))
        listener.wait_for(Role.Grouping, question(key))
    assert answer.value is not None
    tree.act(Role.RadioButton, f"{WORDS[answer.value.token]}, key {answer.value.key}")
    if answer.note:
        tree.write("Evidence note", answer.note)
    reasons = (("Cause of the shortfall", answer.cause), ("Agency best placed to act", answer.agency))
    for box, reason in reasons:
        if reason:
            tree.choose(box, REASONS[reason])
            listener.wait(lambda box=box, word=REASONS[reason]: said(tree.find(Role.ComboBox, box)).value == word)


def test_a_whole_plan_from_the_list_to_its_submission(listener: Listener, file: Path) -> None:
    """Choose it, open its paper, take a line as evidence, answer everything, submit; it is all on disk."""
    tree = listener.tree
    tree.act(Role.ListItem, lambda name: name.startswith(f"{HERE}."))
    listener.wait_for(Role.StaticText, HERE)
    listener.press("Open the paper…")
    listener.wait_for(Role.EditableText, "Plan")
    listener.wait(lambda: F_LINE in tree.text("Plan"))
    tree.select("Plan", F_LINE)
    tree.command("Plan", "Selection becomes evidence")
    listener.wait_for(Role.Button, lambda name: name.startswith(f"Evidence: “{F_LINE}”"))

    for done, key in enumerate(ASKED, 1):
        answer = GIVEN.get(key, Answer(Value.MET))
        answer_question(listener, key, answer)
        assert answer.value is not None
        listener.hears(f"{WORDS[answer.value.token]}. Saved. {done} of {len(ASKED)}.")
    assert any("Every question is answered." in text for text in listener.heard)

    listener.press("Submit audit…")
    listener.wait_for(Role.Button, "Submit audit")
    assert tree.focused().name == "Submit audit"
    listener.press("Submit audit")
    listener.hears(f"{HERE} is submitted. 1 of 3 submitted.")
    assert tree.has(Role.ListItem, lambda name: name.startswith(f"{HERE}.") and name.endswith("Submitted"))
    assert tree.focused().name == "Next plan"

    with Store.open(file) as store:
        sheet = scoring.sheet(store, assignment_of(store, 1, HERE, "EA"))
    assert sheet.state == "submitted"
    assert dict(sheet.answers) == {key: GIVEN.get(key, Answer(Value.MET)) for key in ASKED}
    assert [item.quotation for item in sheet.contents.evidence[ASKED[0]]] == [F_LINE]
