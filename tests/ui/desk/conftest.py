"""A desk on a real workspace file: made-up plans, one auditor, a framework of five questions and one date line."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessibleAnnouncementEvent, QAccessibleEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as sqlite3

from auditor import ready_made
from auditor.frameworks import load
from db.store import Store
from tests.building import CRITERION, PEOPLE, SMALL, make_round
from ui.look import Look, Theme, look
from ui.pages.desk import DeskPage
from ui.parts.words import Text
from ui.session import Session
from ui.settings import Settings

TWO_POINT = """
[[criteria]]
id = "L1"
measure = "M"
short = "Question L1"
question = "Is the law kept?"
met = "It is."
not_met = "It is not."
sections = ["F"]
source = "Children and Families Act 2014 s.37"
basis = "law"
guidance = "How to read L1."
escalate = "Tell the lead today."
"""
EACH = """
[[criteria]]
id = "O1"
measure = "M"
short = "Question O1"
question = "Does the outcome say by when?"
met = "It does."
partly = "Roughly."
not_met = "It does not."
sections = ["E"]
source = "Code 9.66"
basis = "should"
each = "outcome"
"""
ALONE = """
[[criteria]]
id = "P2"
measure = "M"
short = "Question P2"
question = "How many lines say it all?"
met = "Nine in ten."
partly = "Half."
not_met = "Fewer."
sections = ["F"]
source = "Code 9.69"
basis = "should"

[[criteria]]
id = "P1"
measure = "M"
short = "Question P1"
question = "Does every need have provision?"
met = "It does."
partly = "Most."
not_met = "Few."
sections = ["B", "F"]
source = "Code 9.69"
basis = "should"
"""
ASKED = ("Q1", "Q2", "Q3", "Q4", "L1")


@pytest.fixture(autouse=True)
def lk(qapp: QApplication) -> Iterator[Look]:
    """The look, light and at 100%."""
    look().set(Theme.LIGHT, 1.0)
    yield look()
    look().set(Theme.SYSTEM, 1.0)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a screen reader was given to say."""
    heard: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            heard.append(event.message())

    monkeypatch.setattr("ui.parts.announce.QAccessible.updateAccessibility", hear)
    return heard


@dataclass
class Desk:
    """A desk that is shown, the bot that presses its keys, and the file under it."""

    qtbot: QtBot
    page: DeskPage
    session: Session
    settings: Settings
    file: Path

    def press(self, *keys: Qt.Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press keys wherever the keyboard is."""
        for key in keys:
            focused = QApplication.focusWidget()
            assert focused is not None
            if isinstance(key, str):
                self.qtbot.keyClicks(focused, key)
            else:
                self.qtbot.keyClick(focused, key, modifier)

    def on_disk(self) -> dict[str, tuple[int | None, str, str, str]]:
        """Every answer as another program finds it in the file now: value, cause, agency, note by criterion."""
        with sqlite3.connect(self.file) as other:
            rows = other.execute(
                "SELECT criterion.key, value, cause, agency, note FROM answer "
                "JOIN criterion ON criterion.id = answer.criterion_id "
                "WHERE audit_id = (SELECT max(audit_id) FROM answer)"
            ).fetchall()
        other.close()
        return {key: (value, cause, agency, note) for key, value, cause, agency, note in rows}

    def values(self) -> dict[str, int | None]:
        """The values on disk, by criterion."""
        return {key: row[0] for key, row in self.on_disk().items()}

    def button(self, words: str) -> QAbstractButton:
        """The button in view with these words."""
        found = [b for b in self.page.findChildren(QPushButton) if b.text() == words and b.isVisible()]
        assert len(found) == 1, f"{len(found)} buttons say {words}"
        return found[0]

    def shows(self, words: str) -> bool:
        """Whether a text or button with these words is in view."""
        texts = [text.words for text in self.page.findChildren(Text) if text.isVisible()]
        return words in texts or words in [b.text() for b in self.page.findChildren(QPushButton) if b.isVisible()]

    @property
    def open_key(self) -> str:
        """The criterion that is open."""
        return str(self.page.place()["criterion"])

    def keyboard_on(self) -> str:
        """The name of what has the keyboard."""
        focused = QApplication.focusWidget()
        return focused.accessibleName() if focused is not None else ""


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeDesk]:
    """Makes a desk; plans are scored by EA, the owner unless named otherwise."""
    stores: list[Store] = []
    pages_made: list[DeskPage] = []

    def make(
        plans: int = 3,
        *,
        owner: str = "Edie Example",
        role: str = "auditor",
        width: int = 1200,
        more: str = "",
        alone: str = "",
    ) -> Desk:
        file = tmp_path / "desk.ehcpaudit"
        store = Store.create(file, owner=owner, role=role, council="Example Council")
        stores.append(store)
        ready_made.add_people(store, PEOPLE)
        questions = "".join(
            CRITERION.format(id=f"Q{i}", law="should", critical=str(i == 1).lower()) for i in range(1, 5)
        )
        (tmp_path / "small.toml").write_text(
            SMALL.format(criteria=alone or questions + TWO_POINT + more, basis="plans")
        )
        framework = load(tmp_path / "small.toml")
        names = [f"N-{i:03}" for i in range(1, plans + 1)]
        make_round(store, framework, names, {name: ["EA", "HB"] if name == "N-001" else ["EA"] for name in names})
        return show(Session(store), file, width)

    def show(session: Session, file: Path, width: int) -> Desk:
        settings = Settings()
        page = DeskPage(session, settings)
        qtbot.addWidget(page)
        pages_made.append(page)
        page.resize(width, 800)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
        page.focus_main()
        return Desk(qtbot, page, session, settings, file)

    make.again = lambda desk: show(desk.session, desk.file, desk.page.width())  # type: ignore[attr-defined]
    yield make
    for page in pages_made:
        page.leave()
    for store in stores:
        store.close()


@pytest.fixture
def make_again(make_desk: MakeDesk) -> MakeDesk:
    """Opens another window's desk on the same file, as after a run that ended."""
    return make_desk.again  # type: ignore[attr-defined]


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """The desk of Edie Example, who has three plans to score."""
    return make_desk()
