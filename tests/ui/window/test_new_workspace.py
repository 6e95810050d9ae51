"""Making a workspace in the window, from the first field to the draft of its first round."""

from pathlib import Path

import pypdfium2
import pytest
from PySide6.QtCore import QDate, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from db.tables import Round
from db.vault import is_locked, key_for, recovery_text
from db.vocabulary import RoundKind, RoundState
from tests.building import CRITERION, SMALL
from tests.ui.window.conftest import Answers, settle
from ui.pages.new_workspace import NewWorkspacePage
from ui.pages.recovery import RecoveryPage
from ui.window import MainWindow

PASSPHRASE = "larch pony copper violin"


@pytest.fixture
def page(window: MainWindow) -> NewWorkspacePage:
    window.visit("new")
    assert isinstance(window.page, NewWorkspacePage)
    return window.page


@pytest.fixture
def filled(page: NewWorkspacePage, answers: Answers, tmp_path: Path) -> NewWorkspacePage:
    """Every field filled in."""
    page.owner.name.edit.setText("Lee Example")
    page.owner.council.edit.setText("Example Council")
    page.round.name.edit.setText("Spring 2026")
    page.round.as_at.setDate(QDate(2026, 3, 31))
    page.round.due.setDate(QDate(2026, 4, 30))
    page.round.kind.setCurrentIndex(page.round.kind.findData(RoundKind.ROLLING))
    page.encryption.passphrase.first.edit.setText(PASSPHRASE)
    page.encryption.passphrase.again.edit.setText(PASSPHRASE)
    answers.path = tmp_path / "spring.ehcpaudit"
    page.file.choose.click()
    return page


def text_of(path: Path) -> str:
    with pypdfium2.PdfDocument(path) as document:
        return str(document[0].get_textpage().get_text_range())


def said(page: QWidget) -> str:
    QApplication.processEvents()  # what was just added is shown by then
    return " ".join(label.accessibleName() or label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_a_workspace_is_made_and_opened_at_the_list_of_plans(
    window: MainWindow, filled: NewWorkspacePage, qtbot: QtBot, tmp_path: Path
) -> None:
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None)
    session = window.open_session
    assert session.store.path == tmp_path / "spring.ehcpaudit"
    assert (session.owner.name, session.lead, session.round.name) == ("Lee Example", True, "Spring 2026")
    assert (session.round.state, session.round.plans) == (RoundState.DRAFT, 0)
    with session.store.read() as reading:
        row = reading.get_one(Round, session.round.id)
        assert (row.as_at.isoformat(), row.due_on.isoformat(), row.kind) == ("2026-03-31", "2026-04-30", "rolling")
    assert session.store.encrypted and is_locked(tmp_path / "spring.ehcpaudit")
    assert window.here == "recovery"
    assert isinstance(window.page, RecoveryPage)
    window.page.go_on.click()
    assert window.here == "frame"


def test_the_recovery_key_is_shown_once_to_be_printed_and_opens_the_file(
    window: MainWindow, filled: NewWorkspacePage, answers: Answers, qtbot: QtBot, tmp_path: Path
) -> None:
    """The sheet's text layer gives the key as well; coming back to the page shows it no more."""
    filled.make.click()
    qtbot.waitUntil(lambda: window.here == "recovery")
    page = window.page
    assert isinstance(page, RecoveryPage)
    key = window.open_session.store.key
    assert key is not None
    assert page.card.lines.accessibleName().endswith(recovery_text(key))
    answers.path = tmp_path / "key.pdf"
    page.card.save.click()
    assert "Print it, then delete the file" in said(page)
    printed = text_of(tmp_path / "key.pdf")
    for group in recovery_text(key).split():
        assert group in printed
    window.visit("frame")
    window.step(-1)
    assert window.here == "recovery"
    assert recovery_text(key).split()[0] not in said(page)
    assert not page.card.isVisible()


def test_a_passphrase_is_typed_twice_and_is_not_too_short(filled: NewWorkspacePage, tmp_path: Path) -> None:
    fields = filled.encryption.passphrase
    fields.again.edit.setText("larch pony copper viola")
    filled.make.click()
    assert fields.again.problem == "The two are not the same. Type it again."
    assert QApplication.focusWidget() is fields.again.edit
    fields.first.edit.setText("larch")
    filled.make.click()
    assert "Use at least 12 characters" in fields.first.problem
    assert not list(tmp_path.glob("*.ehcpaudit"))


def test_what_is_said_of_a_passphrase_as_it_is_typed(page: NewWorkspacePage) -> None:
    fields = page.encryption.passphrase
    for words, opinion in (
        ("", "At least 12 characters"), ("short", "Use at least 12 characters"),
        ("aaaaaaaaaaaaaaa", "different letters"),
        ("larch pony cop", "Good enough"), (PASSPHRASE, "Strong."),
    ):  # fmt: skip
        fields.first.edit.setText(words)
        assert opinion in said(page)


def test_a_suggested_passphrase_is_shown_and_typed_once_more(
    window: MainWindow, filled: NewWorkspacePage, qtbot: QtBot, tmp_path: Path
) -> None:
    fields = filled.encryption.passphrase
    fields.suggest.click()
    words = fields.first.edit.displayText()
    assert len(words.split()) >= 4
    assert fields.again.text == ""
    fields.suggest.click()
    assert fields.first.text != words
    QTest.keyClicks(fields.again.edit, fields.first.text)
    suggested = fields.first.text
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.open_session.store.key == key_for(tmp_path / "spring.ehcpaudit", suggested)


def test_an_open_workspace_is_made_only_by_choosing_it(
    window: MainWindow, filled: NewWorkspacePage, qtbot: QtBot
) -> None:
    """The choice says what it means, and no recovery key follows."""
    filled.encryption.open.click()
    assert "reads everything in it" in said(filled)
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert not window.open_session.store.encrypted
    assert window.here == "frame"
    assert window.status.words[1].endswith("· open")


def test_where_the_council_asks_for_encryption_there_is_no_choice(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rules = tmp_path / "policy.toml"
    rules.write_text("encryption_required = true\npassphrase_min = 20\n")
    monkeypatch.setenv("EHCP_AUDITOR_POLICY", str(rules))
    window.visit("new")
    page = window.page
    assert isinstance(page, NewWorkspacePage)
    assert not page.encryption.open.isVisible()
    assert "Your council's policy asks that workspaces are encrypted." in said(page)
    page.encryption.passphrase.first.edit.setText("larch pony cop")
    assert "Use at least 20 characters" in said(page)


def test_what_is_missing_is_said_at_each_field(page: NewWorkspacePage) -> None:
    """The keyboard goes to the first of them, and nothing is made."""
    page.make.click()
    words = said(page)
    for sentence in ("Write your name", "Write whose plans these are", "Name the round"):
        assert sentence in words
    assert QApplication.focusWidget() is page.owner.name.edit
    page.owner.name.edit.setText("Lee")
    assert "Write your name" not in said(page)


def test_a_file_that_is_there_is_never_written_over(
    filled: NewWorkspacePage, qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    (tmp_path / "spring.ehcpaudit").write_bytes(b"something else")
    filled.make.click()
    settle(qtbot, window)
    qtbot.waitUntil(lambda: filled.messages.bar is not None)
    assert "is there already and was left as it was" in filled.messages.bar.accessibleName()
    assert (tmp_path / "spring.ehcpaudit").read_bytes() == b"something else"
    assert filled.make.isEnabled()
    assert sorted(p.name for p in tmp_path.glob(".*")) == []


def test_a_framework_from_a_file_is_checked(
    filled: NewWorkspacePage, answers: Answers, tmp_path: Path, qtbot: QtBot, window: MainWindow
) -> None:
    answers.path = tmp_path / "own.toml"
    answers.path.write_text("colour = 'red'")
    filled.round.from_file.click()
    assert "own.toml" in said(filled)
    block = CRITERION.format(id="Q1", law="law", critical="true")
    answers.path.write_text(SMALL.format(criteria=block, basis="plans"))
    filled.round.from_file.click()
    assert filled.round.framework.currentText() == "A small framework for tests, version 1.0 (own.toml)"
    filled.make.click()
    qtbot.waitUntil(lambda: window.session is not None)
    assert window.open_session.round.framework_title == "A small framework for tests"


def test_cancel_goes_back_and_keeps_nothing(window: MainWindow, filled: NewWorkspacePage, tmp_path: Path) -> None:
    filled.cancel.click()
    assert window.here == "welcome"
    assert not (tmp_path / "spring.ehcpaudit").exists()


def test_the_wheel_changes_no_field_that_is_only_scrolled_past(filled: NewWorkspacePage) -> None:
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    filled.owner.name.edit.setFocus()
    before = filled.round.kind.currentIndex()
    QApplication.sendEvent(filled.round.kind, wheel)
    assert filled.round.kind.currentIndex() == before
