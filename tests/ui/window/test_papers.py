"""Papers in the window: opened, read, marked, closed, shown in colours of one's own. Every plan is made up."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from auditor import scoring
from auditor.contents import passage_key
from auditor.frameworks import load
from auditor.ready_made import add_people
from db.store import Store
from tests.auditor.plan_reader.making import Line, Part, pdf_file, word_file
from tests.building import CRITERION, PEOPLE, SMALL, make_round
from tests.ui.document.conftest import PARTS
from tests.ui.window.conftest import CTRL, SHIFT, Answers
from ui.look import Theme, look
from ui.pages.desk import DeskPage
from ui.pages.settings import SettingsPage
from ui.settings import Settings
from ui.window import MainWindow

Key = Qt.Key
Press = Callable[..., None]
PLANS = ("N-001", "N-002")
LONG: list[Part] = [
    line
    for letter, title in (("A", "Views"), ("E", "Outcomes"), ("F", "Special educational provision"), ("G", "Health"))
    for line in (
        Line(f"Section {letter}: {title}", level=2),
        *(Line(f"Access to support {word} in section {letter} as required.") for word in "abcdefghijklmnopqrstuvwxyz"),
        *(Line(f"Robin will be helped {word} when needed in {letter}.") for word in "abcdefghijklmnopqrstuvwxyz"),
    )
]
MAKE = {"Word": ("paper.docx", word_file), "PDF": ("paper.pdf", pdf_file)}


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """An auditor's workspace whose questions are about sections A, E, F and G in turn."""
    blocks = "".join(
        CRITERION.format(id=f"Q{at}", law="should", critical="false").replace('["F"]', f'["{section}"]')
        for at, section in enumerate("FAGE", 1)
    )
    (tmp_path / "small.toml").write_text(SMALL.format(criteria=blocks, basis="plans"), encoding="utf-8")
    path = tmp_path / "mine.ehcpaudit"
    with Store.create(path, owner="Edie Example", role="auditor", council="Example Council") as store:
        add_people(store, PEOPLE[:1])
        make_round(store, load(tmp_path / "small.toml"), PLANS, dict.fromkeys(PLANS, ("EA",)))
    return path


@pytest.fixture
def desk(window: MainWindow, mine: Path) -> DeskPage:
    """The auditor's desk in a window with little height, so that a section comes up by scrolling."""
    window.resize(1440, 560)
    window.open_file(mine)
    assert isinstance(window.page, DeskPage)
    return window.page


def lay(answers: Answers, folder: Path, kind: str, parts: Sequence[Part] = PARTS) -> Path:
    """Put a paper where it is chosen when a file is next asked for."""
    name, make = MAKE[kind]
    path = answers.path = folder / name
    path.write_bytes(make(parts))
    return path


def read(desk: DeskPage, qtbot: QtBot) -> None:
    """Wait until the paper is read and looked through."""
    qtbot.waitUntil(lambda: desk.paper.plan is not None and bool(desk.prompting.prompts))


def in_menu(window: MainWindow, title: str, *names: str) -> QAction:
    """A command by the titles on the way to it."""
    actions = window.menuBar().actions()
    for name in (title, *names[:-1]):
        menu = next(action for action in actions if action.text().replace("&", "") == name).menu()
        assert isinstance(menu, QMenu)
        actions = menu.actions()
    return next(action for action in actions if action.text() == names[-1])


def file_menu(window: MainWindow) -> list[str]:
    menu = window.menuBar().actions()[0].menu()
    assert isinstance(menu, QMenu)
    return [action.text() for action in menu.actions() if not action.isSeparator()]


@pytest.mark.parametrize("kind", sorted(MAKE))
def test_choosing_a_question_brings_its_section_up(
    window: MainWindow, desk: DeskPage, answers: Answers, tmp_path: Path, qtbot: QtBot, kind: str
) -> None:
    lay(answers, tmp_path, kind, LONG)
    in_menu(window, "File", "Open the paper…").trigger()
    read(desk, qtbot)
    for key, section in (("Q3", "G"), ("Q2", "A"), ("Q4", "E"), ("Q1", "F")):
        desk.checklist.go(key)
        qtbot.waitUntil(lambda section=section: desk.paper.here() == section)


@pytest.mark.parametrize("kind", sorted(MAKE))
def test_a_passage_marked_fine_stays_so_when_all_is_opened_again(
    window: MainWindow, desk: DeskPage, answers: Answers, tmp_path: Path, mine: Path, qtbot: QtBot, kind: str
) -> None:
    """Nothing of it is an answer, and no word of the plan is on disk."""
    lay(answers, tmp_path, kind)
    desk.reading.ask_paper()
    read(desk, qtbot)
    total = len(desk.prompting.prompts)
    qtbot.keyClick(desk, Key.Key_F7)
    first = desk.prompting.current
    assert first is not None
    assert first.why in desk.strip.words
    qtbot.keyClick(desk, Key.Key_F, CTRL | SHIFT)
    window.workspaces.close()
    window.open_file(mine)
    again = window.page
    assert isinstance(again, DeskPage)
    again.reading.ask_paper()
    read(again, qtbot)
    session = window.open_session
    sheet = scoring.sheet(session.store, again.plans.model.rows[0].assignment)
    assert sheet.contents.marks == {passage_key(first.section, first.text): "fine"}
    assert not any(answer.value is not None for answer in sheet.answers.values())
    seen = set()
    for _ in range(total):
        qtbot.keyClick(again, Key.Key_F7)
        assert again.prompting.current is not None
        seen.add((again.prompting.current.section, again.prompting.current.text, again.prompting.current.kind))
    assert len(again.prompting.prompts) == total
    assert (first.section, first.text) not in {(section, text) for section, text, _ in seen}
    assert not any(first.text.encode() in file.read_bytes() for file in tmp_path.glob("mine.ehcpaudit*"))


def test_papers_are_opened_and_closed_from_the_file_menu_on_the_desk_alone(
    window: MainWindow, desk: DeskPage, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    wanted = ["Open the paper…", "Folder of papers…", "Close the paper"]
    assert [name for name in file_menu(window) if name in wanted] == wanted
    assert not in_menu(window, "File", "Close the paper").isEnabled()
    window.visit("settings")
    assert not set(wanted) & set(file_menu(window))
    window.visit("desk")
    answers.path = lay(answers, tmp_path, "PDF").rename(tmp_path / "N-001.pdf").parent
    in_menu(window, "File", "Folder of papers…").trigger()
    read(desk, qtbot)
    in_menu(window, "File", "Close the paper").trigger()
    assert desk.reading.path is None
    window.workspaces.close()
    assert not set(wanted) & set(file_menu(window))


def test_keys_open_and_close_a_paper_and_the_keyboard_stays_beside_it(
    window: MainWindow, desk: DeskPage, answers: Answers, tmp_path: Path, qtbot: QtBot, press: Press
) -> None:
    """A paper opened by hand and closed stays closed, also after another plan was looked at."""
    lay(answers, tmp_path, "PDF")
    press(Key.Key_O, CTRL | SHIFT)
    read(desk, qtbot)
    desk.paper.main_part().setFocus()
    press(Key.Key_W, CTRL | SHIFT)
    assert QApplication.focusWidget() is desk.paper.open_button
    assert not desk.strip.isVisible()
    press(Key.Key_PageDown, CTRL)
    press(Key.Key_PageUp, CTRL)
    assert desk.reading.path is None
    assert window.session is not None, "Ctrl+Shift+W closes no more than the paper"


def test_paper_colours_are_chosen_in_the_menu_or_the_settings_and_remembered(
    window: MainWindow, desk: DeskPage, settings: Settings
) -> None:
    pages = desk.paper.pane.pages
    settings.theme = Theme.DARK
    assert pages.paper == "#E4E1D8"
    in_menu(window, "View", "Paper colours", "Always white").trigger()
    assert pages.paper == "#FFFFFF"
    window.visit("settings")
    page = window.page
    assert isinstance(page, SettingsPage)
    words = "Paper colours: Inverted: light words on black"
    next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == words).click()
    assert pages.paper == "inverted"
    assert in_menu(window, "View", "Paper colours", "Inverted: light words on black").isChecked()
    settings.file.sync()
    assert Settings(settings.file).paper == "inverted"
    settings.theme = Theme.LIGHT
    in_menu(window, "View", "Paper colours", "Always dimmed").trigger()
    assert pages.paper == "#E4E1D8"
    next(b for b in page.findChildren(QAbstractButton) if b.accessibleName() == "Put back: Paper colours").click()
    assert pages.paper == "#FFFFFF"


def test_under_a_black_contrast_theme_of_the_system_no_black_ink_stands_on_black(
    desk: DeskPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(look(), "_colours", {**look().colours, "paper": "#000000"})
    assert desk.paper.pane.pages.paper == "inverted"
