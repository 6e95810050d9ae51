"""Today, at the page: what cannot wait stands first, each round has its card, and every button leads on."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from auditor import scoring
from auditor.allocation.sharing_out import set_due
from auditor.changed import Changed
from auditor.standing.today import CLOSED_DAYS, read_today
from auditor.urgent.flags import close_urgent, flag_urgent, told_contact
from auditor.urgent.view import today, urgent_plans
from db.store import Store
from db.tables import Round
from db.vocabulary import RoundState, UrgentKind, Value
from tests.building import make_round, make_workspace, score, small_framework
from ui.pages.today import TodayPage
from ui.parts.words import Text
from ui.session import Session
from ui.standing.round_card import RoundCard
from ui.tasks import Tasks

M, P = Value.MET, Value.PARTLY
LONG_AGO = date(2026, 1, 5)


@pytest.fixture
def store(tmp_path: Path):
    """Two rounds under way: in Spring two auditors differ on N-001 and N-002 is late; Autumn has nothing in."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        framework = small_framework(tmp_path)
        spring = make_round(made, framework, ["N-001", "N-002"], {"N-001": ["EA", "HB"], "N-002": ["SC"]})
        score(made, spring, "N-001", "EA", (M, M, M, M))
        score(made, spring, "N-001", "HB", (M, P, M, M))
        make_round(made, framework, ["S-003"], {"S-003": ["EA"]}, name="Autumn")
        set_due(made, spring, LONG_AGO)
        yield made


@pytest.fixture
def page(qtbot: QtBot, store: Store):
    session, tasks = Session(store), Tasks()
    shown = TodayPage(session, tasks)
    qtbot.addWidget(shown)
    shown.resize(1200, 900)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    qtbot.waitUntil(lambda: shown.found is not None)
    yield shown
    tasks.close()


def words_in(part) -> str:
    """All words of a part that are shown."""
    return " ".join(text.words for text in part.findChildren(Text) if text.isVisibleTo(part))


def card(page: TodayPage, name: str) -> RoundCard:
    return next(one for one in page.rounds.findChildren(RoundCard) if one.row.name == name)


def press(part, name: str) -> None:
    next(b for b in part.findChildren(QPushButton) if b.accessibleName().startswith(name) or b.text() == name).click()


def test_each_round_under_way_says_how_far_it_is_and_what_waits(page: TodayPage):
    assert "2 of 3 audits submitted" in words_in(card(page, "Spring"))
    assert "1 audit is late" in words_in(card(page, "Spring"))
    assert "1 answer is undecided" in words_in(card(page, "Spring"))
    assert "0 of 1 audits submitted" in words_in(card(page, "Autumn"))
    assert "undecided" not in words_in(card(page, "Autumn"))
    assert "2 rounds under way" in page.header.subtitle.words


def test_what_waits_in_another_round_leads_there(page: TodayPage):
    """The newest round, Autumn, is up: its place would show nothing of Spring."""
    assert page.session.round is not None
    assert page.session.round.name == "Autumn"
    went: list[tuple[str, str]] = []
    page.go.connect(lambda place: went.append((page.session.round.name, place)))
    press(card(page, "Spring"), "Settle them")
    press(card(page, "Autumn"), "Where Autumn stands")
    assert went == [("Spring", "moderation"), ("Autumn", "standing")]


def test_reminders_of_the_late_are_copied_from_here(page: TodayPage):
    press(card(page, "Spring"), "Copy reminders")
    words = QGuiApplication.clipboard().text()
    assert "N-002" in words
    assert "S-003" not in words
    assert page.messages.isVisible()


def test_a_plan_that_cannot_wait_stands_at_the_top_until_it_is_done(page: TodayPage, store: Store, qtbot: QtBot):
    urgent = page.urgent
    assert urgent.isHidden()
    at = scoring.plan_rows(store, 1)[0].assignment
    page.session.tell(flag_urgent(store, at, UrgentKind.NO_PROVISION, "Out of school."))
    qtbot.waitUntil(lambda: urgent.isVisible())
    qtbot.waitUntil(lambda: 0 < urgent.mapTo(page, QPoint()).y() < page.rounds.mapTo(page, QPoint()).y())
    qtbot.waitUntil(lambda: "N-001 · Spring" in words_in(urgent))
    told, done = urgent.buttons()
    assert not done.isEnabled()
    told.click()
    urgent.ask.words.setText("Kim Example")
    urgent.ask.save.click()
    qtbot.waitUntil(lambda: urgent.buttons()[1].isEnabled())
    urgent.buttons()[1].click()
    urgent.ask.save.click()
    assert "Say in a few words what was done." in words_in(urgent)
    urgent.ask.words.setText("A place was found.")
    urgent.ask.save.click()
    qtbot.waitUntil(lambda: "Could not wait, and was done" in words_in(urgent))
    assert urgent.buttons() == []
    assert urgent_plans(store)[0].done_words == "A place was found."


def test_a_plan_closed_too_soon_is_opened_again_with_a_reason(page: TodayPage, store: Store, qtbot: QtBot):
    at = scoring.plan_rows(store, 1)[0].assignment
    flag_urgent(store, at, UrgentKind.NO_PROVISION)
    told_contact(store, 1, "Kim Example", today())
    page.session.tell(close_urgent(store, 1, "A place was found.", today()))
    qtbot.waitUntil(lambda: "A place was found." in words_in(page.urgent))
    press(page.urgent, "Open N-001 again")
    assert not page.urgent.ask.day.isVisible()
    page.urgent.ask.save.click()
    assert "Say in a few words why it is opened again." in words_in(page.urgent)
    page.urgent.ask.words.setText("The place fell through.")
    page.urgent.ask.save.click()
    qtbot.waitUntil(lambda: len(page.urgent.buttons()) == 2)
    assert urgent_plans(store)[0].open


def test_what_was_closed_long_ago_is_shown_no_more(store: Store):
    at = scoring.plan_rows(store, 1)[0].assignment
    flag_urgent(store, at, UrgentKind.NO_PROVISION)
    told_contact(store, 1, "Kim Example", today())
    close_urgent(store, 1, "A place was found.", today())
    assert read_today(store).closed
    assert not read_today(store, today() + timedelta(days=CLOSED_DAYS + 1)).closed


def test_a_signed_off_round_is_no_longer_under_way_and_its_results_are_one_press_away(
    page: TodayPage, store: Store, qtbot: QtBot
):
    with store.write() as session:
        session.get_one(Round, 1).state = RoundState.SIGNED_OFF
    page.session.tell(Changed(frozenset({"round"})))
    qtbot.waitUntil(lambda: len(page.rounds.findChildren(RoundCard)) == 1)
    went: list[tuple[str, str]] = []
    page.go.connect(lambda place: went.append((page.session.round.name, place)))
    press(page.signed_card, "Results of Spring")
    assert went == [("Spring", "results")]


def test_without_a_round_it_says_how_to_begin(qtbot: QtBot, tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit") as store:
        tasks = Tasks()
        shown = TodayPage(Session(store), tasks)
        qtbot.addWidget(shown)
        shown.refresh()
        with qtbot.waitSignal(shown.go) as asked:
            shown.empty.button.click()
        assert asked.args == ["new-round"]
        tasks.close()
