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
from tests.auditor.plan_reader.making import pdf_file, word_file
from tests.auditor.test_thread import PARTS as THREAD
from tests.building import assignment_of, make_round, make_workspace, score
from tests.ui.document.conftest import F_LINE, PARTS
from tests.ui.tree import Role, Tree, act, said
from tests.ui.window.conftest import Answers
from ui.desk.words import AGENCIES, CAUSES
from ui.look import WORDS, Theme, look
from ui.places import places_for
from ui.settings import Settings
from ui.window import MainWindow

# popups of the platform without a screen say what they cannot do
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PLANS = ("N-001", "N-002", "N-003")
HERE = "N-002"
ASKED = tuple(c.id for c in builtin("default-ehcp").judged)
STEPS = ("Back", "Forward", "Next pane", "Previous pane", "Go to or do…")
"""What the Go menu holds besides places."""
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
        self._bot.waitUntil(there)

    def wait_for(self, role: Role, name: str | Callable[[str], bool]) -> None:
        """Wait until a part is there."""
        self.wait(lambda: self.tree.has(role, name))

    def press(self, words: str) -> None:
        """Press the button of this name, once it can be pressed."""
        button = self.tree.find(Role.Button, words)
        assert not button.state().disabled, words
        act(button)

    def settle(self) -> None:
        """Let what is under way come to its end."""
        self._bot.wait(300)

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


def workspace(folder: Path, framework: str, role: str = "auditor", owner: str = "Edie Example") -> Path:
    """A workspace with three plans to score by one of the frameworks that come with the program."""
    file = folder / "mine.ehcpaudit"
    with make_workspace(file, role=role, owner=owner) as store:
        make_round(store, builtin(framework), PLANS, dict.fromkeys(PLANS, ("EA",)))
    return file


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """An auditor's workspace with three plans to score by the framework that comes with the program."""
    return workspace(tmp_path, "default-ehcp")


Lay = Callable[[bytes], None]


@pytest.fixture
def answers() -> Answers:
    """What is answered in place of the system's own dialogs."""
    return Answers()


@pytest.fixture
def lay(tmp_path: Path, answers: Answers) -> Lay:
    """Lays a paper out to be chosen when a file is next asked for."""

    def lay(content: bytes) -> None:
        answers.path = tmp_path / ("paper.docx" if content.startswith(b"PK") else "paper.pdf")
        answers.path.write_bytes(content)

    return lay


Sit = Callable[[Path], Listener]


@pytest.fixture
def sit(qtbot: QtBot, tmp_path: Path, heard: list[str], answers: Answers) -> Iterator[Sit]:
    """Sits somebody down at the real window with a workspace open."""
    look().set(Theme.LIGHT, 1.0)
    settings = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    windows: list[MainWindow] = []

    def sit(file: Path) -> Listener:
        window = MainWindow(settings, answers)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
        window.open_file(file)
        return Listener(window, qtbot, heard)

    yield sit
    for window in windows:
        window.close()
    look().set(Theme.SYSTEM, 1.0)


def question(key: str) -> Callable[[str], bool]:
    """Whether a name is that of a question, open or closed, rather than of its answers."""
    return lambda name: re.match(rf"{key}(, critical)?\. .* \d+ of \d+ in ", name) is not None


def go_to(listener: Listener, key: str) -> None:
    """Open a question by its name, unless it is open."""
    if not listener.tree.has(Role.Grouping, question(key)):
        listener.tree.act(Role.Button, question(key))
        listener.wait_for(Role.Grouping, question(key))


def answer_question(listener: Listener, key: str, answer: Answer) -> None:
    """Go to a question by its name, answer it, and give note, cause and agency where there are any."""
    tree = listener.tree
    go_to(listener, key)
    assert answer.value is not None
    tree.act(Role.RadioButton, f"{WORDS[answer.value.token]}, key {answer.value.key}")
    if answer.note:
        tree.write("Evidence note", answer.note)
    reasons = (("Cause of the shortfall", answer.cause), ("Agency best placed to act", answer.agency))
    for box, reason in reasons:
        if reason:
            tree.choose(box, REASONS[reason])
            listener.wait(lambda box=box, word=REASONS[reason]: said(tree.find(Role.ComboBox, box)).value == word)


def open_paper(listener: Listener) -> None:
    """Open the paper that is laid out, and wait until its sections were read."""
    listener.heard.clear()
    listener.tree.command("Open the paper…")
    listener.wait(lambda: any(words.startswith(("Section ", "page ")) for words in listener.heard))


def test_a_whole_plan_from_the_list_to_its_submission(sit: Sit, file: Path, lay: Lay, heard: list[str]) -> None:
    """Choose it, open its paper, take a line as evidence, answer everything, submit; it is all on disk."""
    lay(word_file(PARTS))
    listener = sit(file)
    tree = listener.tree
    tree.act(Role.ListItem, lambda name: name.startswith(f"{HERE}."))
    listener.wait_for(Role.StaticText, HERE)
    listener.press("Open the paper…")
    listener.wait_for(Role.EditableText, "Plan")
    listener.wait(lambda: any(words.startswith("Section ") for words in heard))
    tree.select("Plan", F_LINE)
    tree.command("Selection becomes evidence")
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


def test_the_desk_is_read_in_the_order_it_stands_in(sit: Sit, file: Path) -> None:
    """Plans, paper, checklist; the open question below its headline and above the next. Nothing says percents."""
    listener = sit(file)
    go_to(listener, "V3")
    order = [said(part).name for part in listener.tree.parts()]
    stops = ["Plans", "Paper", "The voice of the child and their family is recorded"]
    stops += [next(name for name in order if question(key)(name)) for key in ("V1", "V2", "V3", "V4")]
    assert [name for name in dict.fromkeys(order) if name in stops] == stops
    assert listener.tree.names(Role.ProgressBar) == []


def test_lines_of_section_f_are_marked_by_buttons(sit: Sit, file: Path, lay: Lay) -> None:
    """Each button says which line it would mark."""
    listener = sit(file)
    tree = listener.tree
    lay(word_file(THREAD))
    open_paper(listener)
    go_to(listener, "P2")
    listener.wait_for(Role.Button, "Section F line by line…")
    listener.press("Section F line by line…")
    listener.wait_for(Role.List, "Lines of section F")
    tree.act(Role.ListItem, lambda name: name.startswith("Line 2 of 2."))
    button = (Role.Button, "It does not")
    listener.wait(lambda: said(tree.find(*button)).description.startswith("Line 2 of 2. Still to read. Swimming"))
    listener.press("It does not")
    listener.hears("Saved. 0 of 2 lines say it all. 1 still to read.")
    assert said(tree.find(*button)).description.startswith("Line 2 of 2. Does not. Swimming")


def test_a_link_of_the_thread_is_confirmed_and_made_by_buttons(sit: Sit, file: Path, lay: Lay) -> None:
    listener = sit(file)
    tree = listener.tree
    lay(word_file(THREAD))
    open_paper(listener)
    go_to(listener, "P1")
    listener.wait_for(Role.Button, "See the plan's thread…")
    listener.press("See the plan's thread…")
    listener.wait_for(Role.Button, "Confirm the link")
    listener.press("Confirm the link")
    listener.hears("Confirmed. Saved. 3 without a link.")
    listener.wait_for(Role.Button, "Take the link back")
    for box, part in (("Link this part", "Outcome 2"), ("with this part", "Provision 2")):
        tree.choose(box, part)
        listener.wait(lambda box=box, part=part: said(tree.find(Role.ComboBox, box)).value.startswith(part))
    listener.press("Link the two")
    listener.hears("Confirmed. Saved. 1 without a link.")


def test_outcomes_are_listed_and_answered_one_by_one(sit: Sit, tmp_path: Path) -> None:
    listener = sit(workspace(tmp_path, "ehcp-outcomes"))
    tree = listener.tree
    first = next(c for c in builtin("ehcp-outcomes").judged if c.each)
    go_to(listener, first.id)
    listener.wait_for(Role.Button, "List the outcomes…")
    listener.press("List the outcomes…")
    listener.wait_for(Role.EditableText, "Outcome 1 of 1")
    tree.write("Outcome 1 of 1", "Reads a page aloud by July 2027.")
    listener.press("Add an outcome")
    listener.wait_for(Role.EditableText, "Outcome 2 of 2")
    tree.write("Outcome 2 of 2", "Asks for a break in four lessons of five.")
    listener.press("Keep the list")
    of_each = [f"Answer to {first.id} for outcome {number}: " for number in (1, 2)]
    listener.wait(lambda: all(any(part.startswith(name) for part in tree.names(Role.Client)) for name in of_each))
    for name in of_each:
        tree.act_in(name, Role.RadioButton, "Met, key 2")
    listener.hears("Met. Saved. Outcome 2 of 2: Asks for a break in four lessons of five.")
    listener.hears(f"Met. Saved. 1 of {len(builtin('ehcp-outcomes').judged)}.")
    go_to(listener, first.id)
    assert tree.has(Role.StaticText, "For the plan: met, from 2 of 2 outcomes.")


def test_whatever_takes_the_keyboard_has_a_name_in_every_part_of_the_desk(sit: Sit, file: Path, lay: Lay) -> None:
    """Paper as Word, text, pages, picture, locked and refused; find, prompts, lines, thread, submit, reopen, timer."""
    listener = sit(file)
    tree, bad = listener.tree, {}

    def look_round(where: str) -> None:
        bad[where] = tree.unnamed()

    look_round("no paper")
    lay(word_file(THREAD))
    open_paper(listener)
    look_round("Word")
    tree.command("Plan as text")
    look_round("text")
    tree.write("Find in plan", "reading")
    listener.wait_for(Role.Button, "Next place found")
    look_round("find")
    for key, button in (("P2", "Section F line by line…"), ("P1", "See the plan's thread…")):
        go_to(listener, key)
        listener.wait_for(Role.Button, button)
        look_round(button)
        listener.press(button)
        listener.wait_for(Role.Button, "Back to the question")
        look_round(f"{button} open")
        listener.press("Back to the question")
        listener.wait_for(Role.Grouping, question(key))
    lay(pdf_file(PARTS))
    open_paper(listener)
    look_round("pages")
    listener.wait(lambda: any("worth a look in this plan" in words for words in tree.names(Role.StaticText)))
    tree.command("Next passage worth a look")
    listener.wait_for(Role.Button, "Use as evidence for P1")
    look_round("prompt")
    listener.press("Use as evidence for P1")
    listener.wait_for(Role.Button, lambda name: name.startswith("Evidence: “"))
    look_round("evidence")
    for content, there in ((pdf_file(PARTS, password="robin"), "Open with this password"), (b"no plan", "Try again")):
        lay(content)
        tree.command("Open the paper…")
        listener.wait_for(Role.Button, there)
        look_round(there)
    listener.press("Submit audit…")
    listener.wait_for(Role.Button, "Keep working")
    look_round("submit")
    assert {where: parts for where, parts in bad.items() if parts} == {}


def test_whatever_takes_the_keyboard_has_a_name_on_every_page_of_a_lead(sit: Sit, tmp_path: Path) -> None:
    """Every place there is, a submitted audit, the panel to reopen it, and the note for everybody."""
    file = workspace(tmp_path, "default-ehcp", role="lead", owner="Lee Example")
    with Store.open(file) as store:
        score(store, 1, HERE, "EA", [Value.MET] * len(ASKED))
    listener = sit(file)
    tree, bad = listener.tree, {}
    places = [name for name in tree.commands("Go") if name not in STEPS]
    assert len(places) >= 3
    for place in places:
        tree.command(place)
        listener.wait(lambda place=place: tree.has(Role.Window, lambda name: name.startswith(f"{place} · ")))
        listener.settle()
        bad[place] = tree.unnamed()
    tree.command(next(place.title for place in places_for("lead") if place.key == "desk"))
    listener.settle()
    tree.act(Role.ListItem, lambda name: name.startswith(f"{HERE}."))
    listener.wait_for(Role.Button, "Reopen…")
    bad["submitted"] = tree.unnamed()
    listener.press("Reopen…")
    listener.wait_for(Role.EditableText, "Reason for reopening")
    bad["reopen"] = tree.unnamed()
    tree.act(Role.ListItem, lambda name: name.startswith(f"{PLANS[0]}."))
    listener.wait_for(Role.Button, "Note for everybody…")
    listener.press("Note for everybody…")
    listener.wait_for(Role.EditableText, "Your note to everybody who scores")
    bad["a note for everybody"] = tree.unnamed()
    assert {where: parts for where, parts in bad.items() if parts} == {}
