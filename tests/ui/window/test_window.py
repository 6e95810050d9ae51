"""The window: places, keys, back and forward, opening and closing, and what it says when it cannot."""

import gc
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from auditor.framework_workbook import read_workbook
from auditor.rounds import round_framework, rounds
from auditor.scoring import plan_rows
from db.store import Store
from db.vocabulary import Value
from tests.building import make_round, score, small_framework
from tests.ui.window.conftest import ALT, CTRL, PLANS, SHIFT, Answers, message, settle
from ui.keys_sheet import KeysSheet
from ui.look import Theme, look
from ui.pages.help import HelpPage
from ui.palette import Palette
from ui.parts.layout import ScrollColumn
from ui.recent import Recents
from ui.settings import Settings
from ui.window import MainWindow

Key = Qt.Key
Press = Callable[..., None]


def drop(window: MainWindow, path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    at, left = QPoint(300, 300), Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, left, none)
    window.dragEnterEvent(enter)
    assert enter.isAccepted()
    window.dropEvent(QDropEvent(at.toPointF(), Qt.DropAction.CopyAction, mime, left, none))


def commands(window: MainWindow) -> list[QAction]:
    found: list[QAction] = []
    for top in window.menuBar().actions():
        menus = [top.menu()]
        while menus:
            for action in menus.pop().actions():
                menus.append(action.menu()) if action.menu() else found.append(action)
    return [action for action in dict.fromkeys(found) if not action.isSeparator()]


LEADS = [
    "Today", "Where it stands", "List of plans", "Sample", "Auditors", "Allocation", "Packs", "Papers", "Score plans",
    "Moderation", "Facts check", "Results", "Agreement", "Actions", "Learning", "Report", "This week",
    "Framework", "Settings and security",
]  # fmt: skip
"""What a lead's sidebar holds, in working order; Ctrl and the number leads to the first nine."""


def shown_buttons(window: MainWindow) -> list[str]:
    buttons = window.sidebar.findChildren(QAbstractButton)
    said = [b.accessibleName() for b in buttons if b.isVisible() and not b.accessibleName().startswith("Round")]
    assert len([name for name in said if name.endswith(", you are here")]) == (1 if said else 0)
    return [re.sub(", [0-9]+ waiting", "", name.removesuffix(", you are here")) for name in said]


def waits(window: MainWindow, place: str) -> bool:
    """Whether the sidebar says what it says of a place, such as 'Moderation, 2 waiting'."""
    return any(b.accessibleName().startswith(place) for b in window.sidebar.findChildren(QAbstractButton))


def test_it_starts_on_the_welcome_page_with_the_keyboard_on_the_next_step(window: MainWindow, press: Press) -> None:
    """Without recent workspaces the next step is to open the pack one was sent, and no sidebar distracts from it."""
    assert window.here == "welcome"
    assert not window.sidebar.isVisible()
    assert QApplication.focusWidget().text() == "Open a work pack…"
    assert window.windowTitle() == "Start · EHCP Auditor"


def test_a_lead_sees_the_leads_places_and_what_waits_today_first(
    window: MainWindow, workspace: Path, qtbot: QtBot
) -> None:
    assert window.open_file(workspace)
    settle(qtbot, window)
    assert shown_buttons(window) == LEADS
    assert window.here == "today"
    assert window.windowTitle() == "Today · spring.ehcpaudit · EHCP Auditor"
    assert window.status.words[1] == "Lead workspace · Lee Example · Example Council · open"


def add_summer(store: Store, folder: Path) -> int:
    """A second round, in which two auditors differ on two questions; its id."""
    summer = make_round(store, small_framework(folder), PLANS[:1], {PLANS[0]: ("EA", "HB")}, name="Summer")
    score(store, summer, PLANS[0], "EA", [Value.MET] * 4)
    score(store, summer, PLANS[0], "HB", [Value.MET, Value.PARTLY, Value.MET, Value.NOT_MET])
    return summer


def test_what_waits_is_counted_beside_its_place_before_it_is_looked_at(
    window: MainWindow, workspace: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with Store.open(workspace) as store:
        add_summer(store, tmp_path)
    window.open_file(workspace)
    settle(qtbot, window)
    settle(qtbot, window)
    assert waits(window, "Moderation, 2 waiting")
    window.visit("moderation")
    settle(qtbot, window)
    assert waits(window, "Moderation, 2 waiting")


def test_counts_are_those_of_the_round_one_is_on_however_fast_one_gets_there(
    window: MainWindow, workspace: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    with Store.open(workspace) as store:
        summer = add_summer(store, tmp_path)
        other = next(row.id for row in rounds(store) if row.id != summer)
    window.open_file(workspace)
    for key in (other, summer):  # while the first count is under way
        window.open_session.switch_round(key)
    qtbot.waitUntil(lambda: waits(window, "Moderation, 2 waiting"))
    window.open_session.switch_round(other)
    qtbot.waitUntil(lambda: not waits(window, "Moderation, 2 waiting"))


def test_an_auditor_sees_only_what_an_auditor_can_use(window: MainWindow, auditors_workspace: Path) -> None:
    window.open_file(auditors_workspace)
    theirs = ["My plans", "Handbook", "Send and take in", "Your feedback", "Settings and security"]
    assert shown_buttons(window) == theirs
    assert window.here == "desk"
    window.visit("results")
    assert window.here == "desk"


def test_places_are_reached_and_left_by_keyboard(
    window: MainWindow, workspace: Path, press: Press, qtbot: QtBot
) -> None:
    """Ctrl and a number goes to a place; Alt with the arrows goes back to the selection left behind, and on again."""
    window.open_file(workspace)
    settle(qtbot, window)
    press(Key.Key_9, CTRL)
    assert window.here == "desk"
    before = window.page.place()
    press(Key.Key_PageDown, CTRL)
    left_at = window.page.place()
    assert left_at != before
    press(Key.Key_Comma, CTRL)
    assert window.here == "settings"
    press(Key.Key_Left, ALT)
    assert window.here == "desk"
    assert window.page.place() == left_at
    press(Key.Key_Right, ALT)
    assert window.here == "settings"
    press(Key.Key_F1)
    assert window.here == "help"
    helped = window.findChild(HelpPage)
    assert helped is not None and helped.contents.currentItem().text() == "Passphrase, recovery key and locking"
    press(Key.Key_1, CTRL)
    assert window.here == "today"


def test_f6_goes_round_the_panes_and_back(window: MainWindow, workspace: Path, press: Press, qtbot: QtBot) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    window.visit("desk")
    passed: list[QWidget] = []
    for _ in range(len(window.page.panes()) + 1):
        passed.append(QApplication.focusWidget())
        press(Key.Key_F6)
    assert QApplication.focusWidget() is passed[0]
    assert sum(window.sidebar.isAncestorOf(widget) for widget in passed) == 1
    press(Key.Key_F6, SHIFT)
    assert QApplication.focusWidget() is passed[-1]


def test_the_palette_finds_places_and_commands_by_some_letters(
    window: MainWindow, workspace: Path, press: Press, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    press(Key.Key_K, CTRL)
    palette = window.findChild(Palette)
    assert palette is not None
    assert {"Results", "Autumn", "spring.ehcpaudit", "Larger text", "Next unanswered"} - set(palette.shown) == {
        "Next unanswered"  # a command of another page
    }
    qtbot.keyClicks(palette.field, "scopl")
    assert palette.shown[0] == "Score plans"
    qtbot.keyClick(palette.field, Key.Key_Return)
    assert window.here == "desk"
    press(Key.Key_K, CTRL)
    palette = window.findChildren(Palette)[-1]
    qtbot.keyClicks(palette.field, "next una")
    assert palette.shown[0] == "Next unanswered"
    qtbot.keyClicks(palette.field, "zzz")
    assert palette.shown == ()
    qtbot.keyClick(palette.field, Key.Key_Return)
    qtbot.keyClick(palette.field, Key.Key_Escape)
    assert window.here == "desk"


def test_every_shown_key_is_on_the_sheet_of_keys(window: MainWindow, auditors_workspace: Path, press: Press) -> None:
    window.open_file(auditors_workspace)
    press(Key.Key_Question)
    sheet = window.findChild(KeysSheet)
    assert sheet is not None
    listed = {what for _, what in sheet.rows}
    assert {"Met", "Next unanswered", "Back", "Go to or do…", "Larger text"} <= listed
    sheet.close()


def test_every_command_of_the_window_is_in_a_menu_and_no_keys_are_given_twice(
    window: MainWindow, workspace: Path, qtbot: QtBot
) -> None:
    """The paper has keys of its own that act only under its keyboard, such as its zoom; all others are the window's."""
    window.open_file(workspace)
    settle(qtbot, window)
    for place in ("desk", "results", "settings"):
        window.visit(place)
        own = window.page.paper.pane.commands() if place == "desk" else ()
        keys = [key.toString() for action in commands(window) if action not in own for key in action.shortcuts()]
        assert len(keys) == len(set(keys))
        assert not {"Ctrl+Ins", "Ins"} & set(keys)
        assert set(window.page.commands()) <= set(commands(window))


def test_the_desks_menu_is_short_and_in_groups(window: MainWindow, workspace: Path, qtbot: QtBot) -> None:
    """What goes somewhere is in Go, what shows and hides is in View, and neither stays for another page."""
    window.open_file(workspace)
    settle(qtbot, window)
    window.visit("desk")

    def lists(title: str) -> list[str]:
        menu = next(action.menu() for action in window.menuBar().actions() if action.text().replace("&", "") == title)
        return ["" if action.isSeparator() else action.text() for action in menu.actions()]

    longest = max(len(group.split("|")) for group in "|".join(lists("Round")).split("||"))
    assert longest <= 6
    assert {"Next unanswered", "Next plan", "Next passage worth a look"} <= set(lists("Go"))
    assert {"Plans to score", "Paper", "Checklist"} <= set(lists("View"))
    assert not set(lists("Go")) & set(lists("Round")) - {""}
    window.visit("settings")
    assert "Next plan" not in lists("Go")
    assert "Checklist" not in lists("View")
    window.visit("desk")
    assert "Next plan" in lists("Go")


def test_text_size_follows_the_keys_and_stays_within_bounds(window: MainWindow, press: Press) -> None:
    for _ in range(10):
        press(Key.Key_Plus, CTRL)
    assert look().scale == 3.0
    assert window.settings.text_size == 300
    press(Key.Key_Minus, CTRL)
    assert look().scale == 2.75
    press(Key.Key_0, CTRL)
    assert look().scale == 1.0


def test_ctrl_s_says_that_everything_is_saved(window: MainWindow, workspace: Path, press: Press, qtbot: QtBot) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    press(Key.Key_S, CTRL)
    assert window.status.words[0].startswith("Everything is already saved, ")


def test_the_status_line_says_when_an_answer_was_saved(
    window: MainWindow, auditors_workspace: Path, press: Press
) -> None:
    window.open_file(auditors_workspace)
    press(Key.Key_2)
    assert window.status.words[0].startswith("All answers saved · ")
    with Store.open(auditors_workspace) as other:
        assert plan_rows(other, 1)[0].answered == 1


def test_undo_in_the_menu_takes_an_answer_back(window: MainWindow, auditors_workspace: Path, press: Press) -> None:
    window.open_file(auditors_workspace)
    press(Key.Key_2)
    press(Key.Key_Z, CTRL)
    with Store.open(auditors_workspace) as other:
        assert plan_rows(other, 1)[0].answered == 0


def test_another_round_is_one_choice_away(window: MainWindow, workspace: Path, qtbot: QtBot) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    heard: list[bool] = []
    window.open_session.round_switched.connect(lambda: heard.append(True))
    menu = window.sidebar.round_menu()
    assert [(a.text(), a.isChecked()) for a in menu.actions()] == [("Spring", True), ("Autumn", False)]
    menu.actions()[1].trigger()
    assert heard == [True]
    assert window.open_session.round.name == "Autumn"
    settle(qtbot, window)


@pytest.mark.parametrize("content", [b"", b"not a workspace at all", b"SQLite format 3\0" + b"\0" * 200])
def test_a_file_that_is_not_a_workspace_gets_a_sentence_and_is_left_alone(
    window: MainWindow, tmp_path: Path, content: bytes
) -> None:
    stranger = tmp_path / "list.ehcpaudit"
    stranger.write_bytes(content)
    assert not window.open_file(stranger)
    assert "list.ehcpaudit" in message(window)
    assert stranger.read_bytes() == content
    assert window.here == "welcome"


def test_a_workspace_cut_short_keeps_the_one_that_is_open(
    window: MainWindow, workspace: Path, auditors_workspace: Path, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    auditors_workspace.write_bytes(auditors_workspace.read_bytes()[:9000])
    assert not window.open_file(auditors_workspace)
    assert "damaged" in message(window)
    assert window.open_session.store.path == workspace


def test_a_dropped_workspace_is_opened(window: MainWindow, workspace: Path, qtbot: QtBot) -> None:
    drop(window, workspace)
    settle(qtbot, window)
    assert window.here == "today"


def test_a_dropped_stranger_gets_a_sentence(window: MainWindow, tmp_path: Path) -> None:
    picture = tmp_path / "picture.png"
    picture.write_bytes(b"\x89PNG")
    drop(window, picture)
    assert "picture.png" in message(window)


def test_asking_for_a_workspace_opens_the_chosen_one_or_nothing(
    window: MainWindow, workspace: Path, answers: Answers, press: Press, qtbot: QtBot
) -> None:
    press(Key.Key_O, CTRL)
    assert window.here == "welcome"
    answers.path = workspace
    press(Key.Key_O, CTRL)
    settle(qtbot, window)
    assert window.here == "today"


def test_closing_a_workspace_goes_back_to_the_start_and_offers_it_again(
    window: MainWindow, workspace: Path, press: Press, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    press(Key.Key_W, CTRL)
    assert window.here == "welcome"
    assert window.session is None
    assert QApplication.focusWidget().accessibleName() == "Continue with spring.ehcpaudit"
    assert window.recents.all()[0].about == "Lead workspace · Spring · 1 of 3 audits submitted"
    press(Key.Key_Space)
    settle(qtbot, window)
    assert window.open_session.store.path == workspace


def test_a_workspace_can_be_closed_while_its_figures_are_worked_out(
    window: MainWindow, workspace: Path, qtbot: QtBot
) -> None:
    """Nothing of the file is left open, so another program may change it at once."""
    window.open_file(workspace)
    assert window.tasks.busy
    window.workspaces.close()
    settle(qtbot, window)
    assert sorted(path.name for path in workspace.parent.glob("spring.ehcpaudit*")) == ["spring.ehcpaudit"]
    assert message(window) == ""


def test_what_is_not_saved_is_asked_about_before_closing(
    window: MainWindow, auditors_workspace: Path, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.open_file(auditors_workspace)
    page = type(window.page)
    monkeypatch.setattr(page, "unsaved", property(lambda _: 2))
    monkeypatch.setattr(page, "save_now", lambda _: False)
    assert not window.workspaces.close()
    assert answers.questions == [
        "2 answers are on screen and not saved. Close all the same and lose what is not saved?"
    ]
    assert window.session is not None
    answers.is_sure = True
    assert window.workspaces.close()


def test_another_programs_change_is_seen_on_coming_back(
    window: MainWindow, auditors_workspace: Path, qtbot: QtBot
) -> None:
    window.open_file(auditors_workspace)
    elsewhere = QWidget()
    qtbot.addWidget(elsewhere)
    elsewhere.show()
    elsewhere.activateWindow()
    qtbot.waitUntil(lambda: not window.isActiveWindow())
    from auditor.answers import Answer
    from auditor.scoring import save_answer
    from db.vocabulary import Value

    with Store.open(auditors_workspace) as other:
        save_answer(other, plan_rows(other, 1)[0].assignment, "Q1", Answer(Value.MET))
    heard: list[object] = []
    window.open_session.changed.connect(heard.append)
    window.activateWindow()
    qtbot.waitUntil(lambda: bool(heard))
    elsewhere.hide()


@pytest.mark.parametrize(
    ("width", "percent", "visible", "folded"),
    [(1440, 100, True, False), (900, 100, True, True), (1440, 200, True, True), (1100, 200, False, True)],
)
def test_the_sidebar_folds_and_goes_as_room_gets_short(
    window: MainWindow, workspace: Path, qtbot: QtBot, width: int, percent: int, visible: bool, folded: bool
) -> None:
    """Nothing is lost by it: the Go menu holds every place."""
    window.open_file(workspace)
    settle(qtbot, window)
    window.resize(width, 700)
    window.settings.text_size = percent
    assert (window.sidebar.isVisible(), window.sidebar.folded) == (visible, folded)
    assert {"Score plans", "Results", "Settings and security"} <= {action.text() for action in commands(window)}
    if visible:
        assert shown_buttons(window) == LEADS


def test_a_sidebar_folded_by_hand_stays_folded(window: MainWindow, workspace: Path, press: Press, qtbot: QtBot) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    press(Key.Key_Backslash, CTRL)
    assert window.sidebar.folded
    window.resize(900, 700)
    window.resize(1440, 900)
    assert window.sidebar.folded
    press(Key.Key_Backslash, CTRL)
    assert not window.sidebar.folded


def test_the_desk_has_the_sidebars_room_unless_it_is_asked_for(
    window: MainWindow, workspace: Path, press: Press, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    assert not window.sidebar.folded
    window.visit("desk")
    assert window.sidebar.folded
    press(Key.Key_Backslash, CTRL)
    assert not window.sidebar.folded
    window.visit("sample")
    window.visit("desk")
    assert not window.sidebar.folded
    press(Key.Key_Backslash, CTRL)
    window.visit("sample")
    assert not window.sidebar.folded  # where there is room for both, it stays as it was


@pytest.mark.parametrize(
    ("theme", "percent", "width"),
    [(Theme.LIGHT, 100, 1440), (Theme.DARK, 200, 1024), (Theme.CONTRAST, 300, 1440), (Theme.LIGHT, 100, 640)],
)
def test_every_control_of_every_page_has_a_name_and_is_in_view(
    window: MainWindow, theme: Theme, percent: int, width: int
) -> None:
    """No page of the window's own is wider than the window: nothing scrolls sideways, nothing is cut."""
    window.settings.theme, window.settings.text_size = theme, percent
    window.resize(width, 800)
    for key in ("welcome", "settings", "help", "new"):
        window.visit(key)
        for kind in (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox):
            for control in window.page.findChildren(kind):
                if control.isVisible() and control.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    inner = isinstance(control.parent(), QAbstractSpinBox)
                    named = control.accessibleName() or (isinstance(control, QAbstractButton) and control.text())
                    assert named or inner, (key, control)
        QApplication.processEvents()
        for scrolled in window.page.findChildren(ScrollColumn):
            if scrolled.isVisible():
                assert scrolled.column.width() <= scrolled.viewport().width(), (key, percent)
        assert window.centralWidget().width() == window.width() == width


class Windows(QObject):
    """Notes every window that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[QObject] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and watched.isWidgetType() and watched.isWindow():
            self.shown.append(watched)
        return False


def test_no_page_flashes_a_window_while_it_is_built(
    window: MainWindow, workspace: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    """A part shown before it has its place would open as a window of its own and take the keyboard with it."""
    windows = Windows()
    qapp.installEventFilter(windows)
    for key in ("settings", "help", "new", "welcome"):
        window.visit(key)
    window.open_file(workspace)
    settle(qtbot, window)
    window.visit("desk")
    qapp.removeEventFilter(windows)
    assert windows.shown == []


def test_the_example_is_made_once_and_opened_again(
    window: MainWindow, own_home: Path, press: Press, qtbot: QtBot
) -> None:
    """A second start opens the copy that is there; starting afresh keeps that copy under another name."""
    press(Key.Key_E, CTRL)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.session is not None)
    settle(qtbot, window)
    assert window.here == "results"
    path = window.open_session.store.path
    assert own_home in path.parents
    assert "made up" in window.status.words[1]
    window.workspaces.close()
    made_at = path.stat().st_ino
    press(Key.Key_E, CTRL)
    settle(qtbot, window)
    assert window.open_session.store.path == path and path.stat().st_ino == made_at
    window.workspaces.start_example_afresh()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: window.session is not None)
    settle(qtbot, window)
    assert path.stat().st_ino != made_at
    assert len(list(path.parent.glob("*.ehcpaudit"))) == 2
    assert "earlier copy is kept as" in message(window)


def test_recent_workspaces_that_are_gone_are_said_to_be(window: MainWindow, tmp_path: Path, settings: Settings) -> None:
    gone = tmp_path / "moved.ehcpaudit"
    Recents(settings.file).add(gone, "Lead workspace")
    window.page.refresh()
    names = [b.accessibleName() for b in window.page.findChildren(QAbstractButton) if b.isVisible()]
    assert "Take moved.ehcpaudit off the list" in names
    assert not any(name.startswith("Continue") for name in names)
    next(b for b in window.page.findChildren(QAbstractButton) if b.accessibleName().startswith("Take")).click()
    assert window.recents.all() == ()


def test_f6_on_every_page_leaves_the_menus_whole(
    window: MainWindow, workspace: Path, press: Press, qtbot: QtBot
) -> None:
    """Going through panes must not make Python own, and then destroy, what belongs to Qt."""
    window.open_file(workspace)
    settle(qtbot, window)
    for place in ("results", "desk", "settings", "help", "results"):
        window.visit(place)
        settle(qtbot, window)
        for _ in range(6):
            press(Qt.Key.Key_F6)
        gc.collect()
        QApplication.processEvents()
    assert {"Score plans", "Results", "Settings and security"} <= {action.text() for action in commands(window)}
    assert message(window) == ""


def test_what_went_wrong_on_one_page_is_gone_on_the_next(window: MainWindow, tmp_path: Path, workspace: Path) -> None:
    window.open_file(workspace)
    (tmp_path / "wrong.ehcpaudit").write_text("not ours")
    window.open_file(tmp_path / "wrong.ehcpaudit")
    assert "was not opened" in message(window)
    window.visit("settings")
    assert message(window) == ""


@pytest.mark.parametrize(
    ("command", "endings"), [("Make the handbook…", {".pdf", ".html"}), ("Make a scoring sheet for paper…", {".pdf"})]
)
def test_the_handbook_and_the_sheet_are_printed_from_the_menu(
    window: MainWindow, workspace: Path, answers: Answers, tmp_path: Path, qtbot: QtBot, command: str, endings: set[str]
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    answers.path = tmp_path / "out"
    answers.path.mkdir()
    next(action for action in commands(window) if action.text() == command).trigger()
    qtbot.waitUntil(lambda: message(window).startswith("Made: "))
    assert {file.suffix for file in answers.path.iterdir()} == endings


def test_the_framework_is_saved_for_excel_from_its_page(
    window: MainWindow, workspace: Path, answers: Answers, tmp_path: Path, qtbot: QtBot
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    window.visit("framework")
    answers.path = tmp_path / "questions.xlsx"
    window.page.excel.click()
    settle(qtbot, window)
    session = window.open_session
    assert read_workbook(answers.path) == round_framework(session.store, session.round.id)
    assert "questions.xlsx" in message(window)
