"""The Actions page: the improvement plan is begun, told, counted and taken back, by fields and buttons alone."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from auditor.actions.beside import disputes_of, survey_sentence, surveys_of
from auditor.actions.plan import plan_of
from auditor.actions.targets import targets_of
from tests.building import make_round, make_workspace, small_framework
from ui.actions.records import Form
from ui.look import look
from ui.pages.actions import ActionsPage
from ui.session import Session
from ui.tasks import Tasks


class Answers:
    """Answers in place of dialogs."""

    to: Path | None = None

    def folder(self, *_args, **_more):
        return self.to

    def sure(self, *_args):
        return True


@pytest.fixture
def page(qtbot, tmp_path: Path) -> Iterator[ActionsPage]:
    """The page on a round with one standard, in a window."""
    tasks = Tasks()
    with make_workspace(tmp_path / "a.ehcpaudit") as store:
        make_round(store, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        shown = ActionsPage(Session(store), tasks, Answers())  # type: ignore[arg-type]
        qtbot.addWidget(shown)
        shown.resize(1200, 900)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.refresh()
        yield shown
        tasks.close()


def press(qtbot, form: Form) -> None:
    qtbot.mouseClick(form.save, Qt.MouseButton.LeftButton)


def begin(page: ActionsPage, qtbot, what: str = "Train writers") -> None:
    """An area and an action in it."""
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    assert page.tabs.currentWidget() is page.areas, "an action needs an area"
    page.areas.form.name.edit.setText("Quality of plans")
    press(qtbot, page.areas.form)
    page.tabs.setCurrentWidget(page.actions_tab)
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    page.actions_tab.form.what.show_text(what)
    press(qtbot, page.actions_tab.form)


def test_an_action_without_an_area_says_where_areas_are_made(page: ActionsPage, qtbot):
    page.actions_tab.form.what.show_text("Train writers")
    press(qtbot, page.actions_tab.form)
    assert "Make one first" in page.actions_tab.form.area_row.problem
    with qtbot.waitSignal(page.go) as asked:
        page.actions_tab.list.none.button.click()
    assert asked.args == ["results"]


def test_what_is_being_written_stays_while_an_area_is_made(page: ActionsPage, qtbot):
    qtbot.keyClicks(page.actions_tab.form.what.edit, "Train writers")
    page.tabs.setCurrentWidget(page.areas)
    qtbot.keyClicks(page.areas.form.name.edit, "Quality of plans")
    press(qtbot, page.areas.form)
    page.tabs.setCurrentWidget(page.actions_tab)
    assert page.actions_tab.form.what.text == "Train writers"
    press(qtbot, page.actions_tab.form)
    assert [a.facts.what for a in plan_of(page._session.store).actions] == ["Train writers"]
    assert page.actions_tab.list.record is not None, "what was added is chosen"


def test_an_action_is_added_told_and_counted(page: ActionsPage, qtbot):
    begin(page, qtbot)
    card = page.actions_tab.standing
    card.state.setCurrentIndex(card.state.findData("delayed"))
    qtbot.mouseClick(card.tell, Qt.MouseButton.LeftButton)
    assert "exception text" in page.messages.bar.accessibleName()
    assert page.actions_tab.tiles["delayed"].accessibleName().startswith("0 Delayed")
    card.words.show_text("No agreed wording yet.")
    qtbot.mouseClick(card.tell, Qt.MouseButton.LeftButton)
    assert page.actions_tab.tiles["delayed"].accessibleName().startswith("1 Delayed")
    page.copy_lines()
    assert QGuiApplication.clipboard().text() == "Train writers: No agreed wording yet."


def test_a_tile_shows_the_actions_of_its_state_alone_by_click_and_by_enter(page: ActionsPage, qtbot):
    tab = page.actions_tab
    begin(page, qtbot)
    for what in ("Agree a template", "Publish a guide"):
        qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
        tab.form.what.show_text(what)
        press(qtbot, tab.form)
    tab.standing.state.setCurrentIndex(tab.standing.state.findData("under_way"))
    qtbot.mouseClick(tab.standing.tell, Qt.MouseButton.LeftButton)

    def shown() -> list[str]:
        return [r.cells[0] for r in tab.list.records]

    def pressed() -> set[str]:
        return {key for key, tile in tab.tiles.items() if tile.isChecked()}

    assert len(shown()) == 3
    assert not tab.tiles["delayed"].isEnabled(), "of none there is nothing to show"
    qtbot.mouseClick(tab.tiles["under_way"], Qt.MouseButton.LeftButton)
    assert (shown(), pressed()) == (["Publish a guide"], {"under_way"})
    assert tab.list.table.accessibleName() == "Actions: under way only"
    tab.tiles["not_started"].setFocus()
    qtbot.keyClick(tab.tiles["not_started"], Qt.Key.Key_Return)
    assert (shown(), pressed()) == (["Train writers", "Agree a template"], {"not_started"})

    tab.standing.state.setCurrentIndex(tab.standing.state.findData("on_track"))
    qtbot.mouseClick(tab.standing.tell, Qt.MouseButton.LeftButton)
    assert shown() == ["Agree a template"], "what stands otherwise now is not among them"
    qtbot.mouseClick(page.add, Qt.MouseButton.LeftButton)
    tab.form.what.show_text("Hire a writer")
    press(qtbot, tab.form)
    assert tab.list.record is not None
    assert tab.list.record.cells[0] == "Hire a writer"
    assert shown() == ["Agree a template", "Hire a writer"]
    page._list().choose(plan_of(page._session.store).actions[0].id)
    assert (len(shown()), pressed()) == (4, set()), "one of the others was asked for"

    qtbot.keyClick(tab.tiles["on_track"], Qt.Key.Key_Enter)
    tab.standing.state.setCurrentIndex(tab.standing.state.findData("under_way"))
    qtbot.mouseClick(tab.standing.tell, Qt.MouseButton.LeftButton)
    assert (len(shown()), pressed()) == (4, set()), "none is left in that state"
    qtbot.mouseClick(tab.tiles["under_way"], Qt.MouseButton.LeftButton)
    assert tab.all.isVisible()
    qtbot.mouseClick(tab.all, Qt.MouseButton.LeftButton)
    assert (len(shown()), pressed(), tab.all.isVisible()) == (4, set(), False)


def test_no_button_of_the_head_is_cut_off_in_the_least_window_at_twice_the_text(page: ActionsPage, qtbot):
    before = look().scale
    try:
        look().set(look().theme, 2.0)
        page.resize(1024, 530)
        qtbot.waitUntil(lambda: page.header.height() >= page.header.heightForWidth(page.header.width()))
        for button in (page.lines, page.note_day, page.pages, page.add):
            assert not button.visibleRegion().isEmpty()
            assert button.visibleRegion().boundingRect() == button.rect()
    finally:
        look().set(look().theme, before)


def test_a_name_in_an_exception_text_is_asked_about(page: ActionsPage, qtbot):
    begin(page, qtbot)
    card = page.actions_tab.standing
    card.state.setCurrentIndex(card.state.findData("under_way"))
    card.words.show_text("Waits for Mr Example.")
    qtbot.mouseClick(card.tell, Qt.MouseButton.LeftButton)
    assert card.doubt.isVisible()
    assert [u.state for u in plan_of(page._session.store).actions[0].updates] == ["not_started"]
    qtbot.mouseClick(card.doubt.save, Qt.MouseButton.LeftButton)
    assert [u.state for u in plan_of(page._session.store).actions[0].updates] == ["not_started", "under_way"]


def test_an_action_taken_out_can_be_put_back(page: ActionsPage, qtbot):
    begin(page, qtbot)
    qtbot.mouseClick(page.actions_tab.form.remove, Qt.MouseButton.LeftButton)
    assert plan_of(page._session.store).actions == ()
    page.messages.keyboard_here()
    qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Space)
    assert len(plan_of(page._session.store).actions) == 1


def test_a_report_is_noted_and_counted_against(page: ActionsPage, qtbot):
    begin(page, qtbot)
    page.ask_day()
    qtbot.mouseClick(page.day.save, Qt.MouseButton.LeftButton)
    assert page.day.name.problem == "Say to whom."
    page.day.name.edit.setText("SEND Board")
    qtbot.mouseClick(page.day.save, Qt.MouseButton.LeftButton)
    assert "1 at the last report" in page.actions_tab.tiles["not_started"].accessibleName()


def test_a_target_is_set_and_taken_away(page: ActionsPage, qtbot):
    page.tabs.setCurrentWidget(page.targets)
    form = page.targets.form
    form.percent.setValue(80)
    form.parts.show_text("North thirty of 40")
    press(qtbot, form)
    assert "North 38 of 50" in form.parts.problem
    form.parts.show_text("North 30 of 40\nEast 9 of 9")
    with qtbot.waitSignal(page._tasks.ended):
        press(qtbot, form)
    (target,) = targets_of(page._session.store, "small")
    assert (target.percent, [(p.name, p.k, p.n) for p in target.parts]) == (80, [("North", 30, 40), ("East", 9, 9)])
    qtbot.waitUntil(lambda: "It varies 75% to 100%" in form.said.words)
    qtbot.mouseClick(form.remove, Qt.MouseButton.LeftButton)
    assert targets_of(page._session.store, "small") == ()


def test_surveys_and_disputes_are_kept_beside(page: ActionsPage, qtbot):
    page.tabs.setCurrentWidget(page.evidence)
    form = page.evidence.survey_form
    form.name.edit.setText("Forum survey")
    form.source.edit.setText("Notes of May")
    form.held.edit.setText("13/2026")
    form.question.show_text("Is the plan yours?")
    form.answered.edit.setText("many")
    press(qtbot, form)
    assert form.held.problem == "The date 13/2026 does not exist."
    assert form.answered.problem == "Write a whole number."
    form.held.edit.setText("5/2026")
    form.answered.edit.setText("41")
    form.k.edit.setText("29")
    press(qtbot, form)
    (survey,) = surveys_of(page._session.store)
    assert (survey.facts.answered, survey.facts.asked, survey.facts.k) == (41, None, 29)
    assert (survey.facts.held_on, survey.facts.held_in) == (date(2026, 5, 1), "month")
    assert page.evidence.surveys.records[0].cells[1] == form.held.edit.text() == "May 2026"
    assert survey_sentence(survey.facts).startswith("Forum survey, May 2026: 41 answered")
    page.evidence.tabs.setCurrentIndex(1)
    ended = page.evidence.dispute_form
    ended.words.show_text("Provision to be specified.")
    ended.decided.edit.setText("1/5/2026")
    press(qtbot, ended)
    (dispute,) = disputes_of(page._session.store)
    assert (dispute.facts.decided_on, dispute.facts.told_on) == (date(2026, 5, 1), None)


def test_highlight_reports_are_one_page_an_area(page: ActionsPage, qtbot, tmp_path: Path):
    begin(page, qtbot)
    page._asks.to = tmp_path
    with qtbot.waitSignal(page._tasks.ended):
        page.make_pages()
    written = tmp_path / "highlight-quality-of-plans.pdf"
    assert "1 page is in" in page.messages.bar.accessibleName()
    from pypdfium2 import PdfDocument

    with PdfDocument(written) as read:
        assert len(read) == 1
        text = read[0].get_textpage().get_text_range()
    assert "What inspectors said" in text
    assert "Train writers" in text
