"""An auditor sees what the lead asks about their answers, and writes back or opens the audit again."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlmodel import select

from auditor.moderation.decide import send_back
from db.store import Store
from db.tables import Aside, AsideReply, Workspace, now
from tests.moderating import MET, PARTLY, person_of, two_scored
from ui.pages.desk import DeskPage
from ui.session import Session
from ui.settings import Settings

ASKED = "Which line of section F did you mean?"


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot):
    """Hal's own desk: the lead asks about Q2 of N-001."""
    plans = [((MET, MET, MET, MET), (MET, PARTLY, MET, MET)), ((MET, MET, MET, MET), (MET, MET, MET, MET))]
    with two_scored(tmp_path, plans) as store:
        send_back(store, 1, "Q2", ASKED)
        with store.write() as session:
            workspace = session.exec(select(Workspace)).one()
            workspace.role, workspace.person_id = "auditor", person_of(store, "HB")
            session.add(workspace)
        page = DeskPage(Session(store), Settings())
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
        yield page
        page.leave()


def replies(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.exec(select(AsideReply.words)))


def test_the_list_and_the_plan_say_so_and_a_reply_is_kept(desk: DeskPage, qtbot: QtBot):
    assert desk.plans.count_words == "2 of 2 submitted · 1 question for you"
    assert "1 question for you" in desk.plans.words_of(desk.plans.model.rows[0].assignment)
    assert desk._pane._asked_words.words == "1 question for you, about Q2"
    qtbot.mouseClick(desk._pane.questions_button, Qt.MouseButton.LeftButton)
    (card,) = desk.asked.panel.cards
    assert ASKED in card.accessibleName() and card.field.hasFocus()
    card.field.setPlainText("The second: Mr Poole is named, no amount.")
    qtbot.mouseClick(card._keep, Qt.MouseButton.LeftButton)
    assert replies(desk._session.store) == [] and card.doubt.isVisible(), "words that may name somebody are asked about"
    card.field.setPlainText("The second: no amount is given.")
    qtbot.mouseClick(card._keep, Qt.MouseButton.LeftButton)
    assert replies(desk._session.store) == ["The second: no amount is given."]
    assert desk.plans.count_words == "2 of 2 submitted"
    (card,) = desk.asked.panel.cards
    assert card.field.toPlainText() == "The second: no amount is given."


def test_from_the_question_one_goes_to_it_or_reopens_the_audit(desk: DeskPage, qtbot: QtBot):
    desk._commands["questions"].trigger()
    panel = desk.asked.panel
    panel.cards[0].field.setPlainText("half written")
    panel.looked.emit("Q2")
    assert desk._pane.on_checklist and desk.checklist.open_key == "Q2"
    desk._commands["questions"].trigger()
    assert panel.cards[0].field.toPlainText() == "half written", "what is typed stays"
    qtbot.mouseClick(panel.reopen_button, Qt.MouseButton.LeftButton)
    assert desk._pane.shows(desk._pane.reopen_panel)


def test_a_question_that_is_settled_meanwhile_says_so_in_its_place(desk: DeskPage, qtbot: QtBot):
    desk._commands["questions"].trigger()
    card = desk.asked.panel.cards[0]
    with desk._session.store.write() as session:
        row = session.exec(select(Aside)).one()
        row.closed_at = now()
        session.add(row)
    card.field.setPlainText("Too late")
    qtbot.mouseClick(card._keep, Qt.MouseButton.LeftButton)
    assert "not asked any more" in card.row.problem
