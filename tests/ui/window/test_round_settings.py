"""The lead's choices for a round, in the window, and the desk that obeys them. Every name and plan is made up."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import col, select

from auditor import evidence, scoring
from auditor.contents import Evidence
from auditor.round_settings import DEFAULTS, round_settings
from db.store import Store
from db.tables import Assignment, Plan, Round, RoundPlan, Sampled
from db.vocabulary import RoundState
from tests.auditor.plan_reader.making import Line, pdf_file
from tests.building import assignment_of
from tests.ui.window.conftest import CTRL, SHIFT, message, settle
from ui.pages.desk import DeskPage
from ui.pages.round_settings import RoundSettingsPage
from ui.palette import Palette
from ui.parts.layout import ScrollColumn
from ui.window import MainWindow

Key = Qt.Key
Press = Callable[..., None]
OTHER = "Jordan needs a visual timetable at the start of each lesson."
PLAN = [
    Line("Education, Health and Care Plan", level=1),
    Line("Section A: Views, interests and aspirations", level=2),
    Line("Robin likes trains. Robin wants to become a signaller. Robin lives by the harbour."),
    Line("Section B: Special educational needs", level=2),
    Line("Robin finds it hard to follow spoken instructions of more than three words."),
    Line(OTHER),
    Line("Section E: Outcomes", level=2),
    Line("Robin will feel happier about reading."),
    Line("Section F: Special educational provision", level=2),
    Line("A trained teaching assistant works with Robin for 20 minutes every school day."),
]
HERE = Evidence("F", 1, None, "20 minutes every school day")


@pytest.fixture
def page(window: MainWindow, workspace: Path, qtbot: QtBot) -> RoundSettingsPage:
    """The lead at the settings of the newest round."""
    window.open_file(workspace)
    settle(qtbot, window)
    window.visit("round-settings")
    assert isinstance(window.page, RoundSettingsPage)
    return window.page


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """A plan of Robin's with one line about somebody else."""
    file = tmp_path / "N-001.pdf"
    file.write_bytes(pdf_file(PLAN))
    return file


def on_disk(window: MainWindow) -> tuple[bool, bool]:
    session = window.open_session
    assert session.round is not None
    found = round_settings(session.store, session.round.id)
    return found.quotations, found.wrong_child


def round_menu(window: MainWindow) -> list[QAction]:
    menu = next(action.menu() for action in window.menuBar().actions() if action.text() in ("&Round", "&Plan"))
    return menu.actions() if menu is not None else []  # type: ignore[union-attr]


def kept(window: MainWindow) -> tuple[Evidence, ...]:
    session = window.open_session
    assert session.round is not None
    work = assignment_of(session.store, session.round.id, "N-002", "EA")
    return scoring.sheet(session.store, work).contents.evidence.get("Q1", ())


def desk_with(window: MainWindow, qtbot: QtBot, paper: Path) -> DeskPage:
    """The desk with N-002 on it and its paper read and looked through."""
    window.visit("desk")
    desk = window.page
    assert isinstance(desk, DeskPage)
    desk.return_to(desk.place() | {"plan": desk.plans.model.rows[1].assignment, "criterion": "Q1"})
    if desk.reading.path is None:
        desk.reading.open_by_hand(paper)
    qtbot.waitUntil(lambda: desk.paper.plan is not None and bool(desk.prompting.prompts))
    return desk


def names(desk: DeskPage) -> list[str]:
    return [prompt.text for prompt in desk.prompting.prompts if prompt.kind == "other_name"]


@pytest.mark.parametrize("way", ["menu", "palette"])
def test_the_lead_gets_there_by_menu_and_by_typing(
    window: MainWindow, workspace: Path, qtbot: QtBot, press: Press, way: str
) -> None:
    window.open_file(workspace)
    settle(qtbot, window)
    if way == "menu":
        next(action for action in round_menu(window) if action.text() == "Round settings").trigger()
    else:
        press(Key.Key_K, CTRL)
        palette = window.findChild(Palette)
        assert palette is not None
        qtbot.keyClicks(palette.field, "round set")
        qtbot.keyClick(palette.field, Key.Key_Return)
    assert isinstance(window.page, RoundSettingsPage)
    assert window.windowTitle().startswith("Round settings · ")
    assert QApplication.focusWidget() is window.page.rows["quotations"].box


def test_an_auditor_never_sees_it(window: MainWindow, auditors_workspace: Path) -> None:
    window.open_file(auditors_workspace)
    assert "Round settings" not in [action.text() for action in round_menu(window)]
    window.visit("round-settings")
    assert window.here == "desk"


def test_each_change_is_on_disk_at_once_and_can_be_put_back(
    window: MainWindow, page: RoundSettingsPage, press: Press
) -> None:
    rows = page.rows
    assert not any(row.back.isEnabled() for row in rows.values())
    press(Key.Key_Space)
    assert on_disk(window) == (False, False)
    assert rows["quotations"].standing == "No new quotation is kept."
    rows["wrong_child"].box.click()
    assert on_disk(window) == (False, True)
    for row in rows.values():
        row.back.click()
    assert on_disk(window) == (True, False)
    assert [row.box.isChecked() for row in rows.values()] == list(DEFAULTS.values())


def test_who_is_told_of_urgent_plans_is_kept_by_enter(
    window: MainWindow, page: RoundSettingsPage, qtbot: QtBot
) -> None:
    session = window.open_session
    assert session.round is not None
    assert not page.contact.save.isEnabled()
    qtbot.keyClicks(page.contact.line, "Kim Example, 01632 960001")
    qtbot.keyClick(page.contact.line, Key.Key_Return)
    assert round_settings(session.store, session.round.id).urgent_contact == "Kim Example, 01632 960001"
    assert not page.contact.save.isEnabled()


def test_it_counts_the_quotations_that_stay(window: MainWindow, page: RoundSettingsPage) -> None:
    session = window.open_session
    assert session.round is not None
    evidence.add_evidence(session.store, assignment_of(session.store, session.round.id, "N-002", "EA"), "Q1", HERE)
    page.refresh()
    assert page.rows["quotations"].standing == "1 quotation is kept."
    page.rows["quotations"].box.click()
    assert page.rows["quotations"].standing == "No new quotation is kept. 1 kept before stays with its answer."


def test_another_round_has_settings_of_its_own(window: MainWindow, page: RoundSettingsPage) -> None:
    page.rows["wrong_child"].box.click()
    session = window.open_session
    session.switch_round(next(row.id for row in session.rounds if row.name == "Autumn"))
    assert not page.rows["wrong_child"].box.isChecked()
    assert on_disk(window) == (True, False)


def test_a_round_signed_off_says_why_nothing_can_be_changed(
    window: MainWindow, page: RoundSettingsPage, workspace: Path
) -> None:
    """Also where another program signed it off while the page was open: the box shows what is kept."""
    rnd = window.open_session.round
    assert rnd is not None
    with Store.open(workspace) as other, other.write() as session:
        session.get_one(Round, rnd.id).state = RoundState.SIGNED_OFF.value
    page.rows["wrong_child"].box.click()
    assert message(window).startswith("Spring is signed off, and to change the round's settings a round must be")
    assert message(window).endswith("Nothing was changed.")
    assert not page.rows["wrong_child"].box.isChecked()
    assert not page.rows["wrong_child"].box.isEnabled()


def test_the_desk_keeps_places_alone_once_quotations_are_off(
    window: MainWindow, page: RoundSettingsPage, qtbot: QtBot, paper: Path
) -> None:
    """One stroke in the paper before, and one after: the first stays, of the second only section and page are kept."""
    for on in (True, False):
        if not on:
            window.visit("round-settings")
            page.rows["quotations"].box.click()
        desk = desk_with(window, qtbot, paper)
        pages = desk.paper.pane.pages
        qtbot.waitUntil(partial(pages.texts.__contains__, 0))
        pages.select(0, *next(pages.texts[0].folded.find(HERE.quotation)))
        desk.paper.main_part().setFocus()
        qtbot.keyClick(desk.paper.main_part(), Key.Key_C, CTRL | SHIFT)
    assert kept(window) == (HERE, Evidence("F", 1, None, ""))


def test_another_first_name_is_pointed_at_once_the_lead_wants_it(
    window: MainWindow, page: RoundSettingsPage, qtbot: QtBot, paper: Path
) -> None:
    """It shows in the paper that is open already, goes again with the choice, and neither name is ever in the file."""
    desk = desk_with(window, qtbot, paper)
    assert names(desk) == []
    window.visit("round-settings")
    page.rows["wrong_child"].box.click()
    window.visit("desk")
    qtbot.waitUntil(lambda: names(desk) == [OTHER])
    window.visit("round-settings")
    page.rows["wrong_child"].box.click()
    window.visit("desk")
    qtbot.waitUntil(lambda: bool(desk.prompting.prompts) and names(desk) == [])
    for file in window.open_session.store.path.parent.glob("spring.ehcpaudit*"):
        content = file.read_bytes()
        assert b"Robin" not in content
        assert b"Jordan" not in content


def test_the_other_name_is_asked_about_before_it_is_kept(
    window: MainWindow, page: RoundSettingsPage, qtbot: QtBot, paper: Path
) -> None:
    page.rows["wrong_child"].box.click()
    desk = desk_with(window, qtbot, paper)
    while desk.prompting.current is None or desk.prompting.current.kind != "other_name":
        desk.prompting.step()
    assert "Jordan" in desk.strip.words
    desk.prompting.use()
    assert kept(window) == ()
    assert desk.card.evidence.question.isVisible()
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_Space)
    assert kept(window) == (Evidence("B", 1, None, ""),)


@pytest.mark.parametrize(("percent", "width"), [(300, 1440), (200, 1024), (100, 640)])
def test_nothing_scrolls_sideways_and_everything_has_a_name(
    window: MainWindow, page: RoundSettingsPage, percent: int, width: int
) -> None:
    window.settings.text_size = percent
    window.resize(width, 800)
    QApplication.processEvents()
    column = page.findChild(ScrollColumn)
    assert column is not None
    assert column.column.width() <= column.viewport().width()
    for row in page.rows.values():
        assert row.box.text()
        assert row.back.accessibleName().startswith("Put back: ")


def test_the_day_audits_are_due_can_be_moved_and_taken_away(
    page: RoundSettingsPage, window: MainWindow, press: Press
) -> None:
    """Every audit that is not in gets the new day; a day that does not exist is said beside the field."""
    field, save = page.due.day.edit, page.due.save
    assert not save.isEnabled()
    field.setFocus()
    field.setText("31 November 2026")
    save.click()
    assert page.due.day.problem
    assert due_days(window) == {None}
    field.setText("4 December 2026")
    press(Key.Key_Return)
    assert due_days(window) == {date(2026, 12, 4)}
    assert field.text() == "4 December 2026"
    assert not save.isEnabled()
    field.setText("")
    save.click()
    assert due_days(window) == {None}


def due_days(window: MainWindow) -> set[date | None]:
    """The days of the audits of the newest round that are not in, and of the round."""
    store = window.open_session.store
    with store.read() as session:
        round_id = max(session.exec(select(Round.id)))
        rows = session.exec(
            select(Assignment)
            .join(Sampled, col(Sampled.id) == Assignment.sampled_id)
            .join(RoundPlan, col(RoundPlan.id) == Sampled.round_plan_id)
            .join(Plan, col(Plan.id) == RoundPlan.plan_id)
            .where(RoundPlan.round_id == round_id, Plan.reference != "N-001")
        )
        return {*(row.due_on for row in rows), session.get_one(Round, round_id).due_on}
