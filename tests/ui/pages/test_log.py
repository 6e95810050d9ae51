"""The page of the change log: entries found and read in full, a broken chain said, files asked about first."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from sqlcipher3 import dbapi2 as sqlite3

from auditor import scoring
from auditor.change_log import Entry
from db.store import Store
from db.vocabulary import Value
from tests.building import make_round, make_workspace, score, small_framework
from ui.log import model as log_model
from ui.pages.log import LogPage
from ui.session import Session
from ui.tasks import Tasks

WHY = "Ask Mr Poole, 07700 900123."


class Asks:
    """Answers where to save."""

    path: Path | None = None

    def save_path(self, *_: object) -> Path | None:
        return self.path


@pytest.fixture
def store(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["N-001"], {"N-001": ["EA"]})
        work = score(made, 1, "N-001", "EA", [Value.MET] * 4)
        scoring.reopen(made, work, WHY)
        yield made


@pytest.fixture
def asks(tmp_path: Path) -> Asks:
    found = Asks()
    found.path = tmp_path / "log.csv"
    return found


@pytest.fixture
def page(qtbot: QtBot, store: Store, asks: Asks) -> LogPage:
    shown = LogPage(Session(store), Tasks(), asks)  # type: ignore[arg-type]  # the one question it asks
    qtbot.addWidget(shown)
    shown.resize(1200, 800)
    shown.refresh()
    shown.show()
    settle(qtbot, shown)
    return shown


def settle(qtbot: QtBot, page: LogPage) -> None:
    qtbot.waitUntil(lambda: not page._tasks.busy)
    qtbot.waitUntil(lambda: page.chain is not None and not page._reading)


def rows(page: LogPage) -> list[str]:
    return [page.model.index(row, 1).data() for row in range(page.model.rowCount())]


def filtered(qtbot: QtBot, page: LogPage, words: str) -> list[str]:
    with qtbot.waitSignal(page.filters.changed):
        page.filters.words.setText(words)
    settle(qtbot, page)
    return rows(page)


def test_the_newest_entry_is_first_and_read_in_full(page: LogPage):
    assert rows(page)[0] == "reopened audit"
    assert rows(page)[-1] == "made workspace"
    assert WHY in page.entry.words
    assert "Before revision 1, submitted" in page.entry.words
    assert page.state.text == "The chain is whole"


def test_words_narrow_it_and_everything_comes_back(qtbot: QtBot, page: LogPage):
    everything = rows(page)
    assert not page.filters.clear_all.isVisible()
    assert filtered(qtbot, page, "poole") == ["reopened audit"]
    assert page.count.words == f"1 entry of {len(everything)}, the newest first"
    assert filtered(qtbot, page, "no such thing") == []
    assert page._none.isVisible()
    assert not page.as_table.isEnabled()
    with qtbot.waitSignal(page.filters.changed):
        page._none.action.emit()
    settle(qtbot, page)
    assert rows(page) == everything


def test_a_person_and_a_deed_can_be_chosen_and_stay_chosen(qtbot: QtBot, page: LogPage):
    boxes = page.filters.who, page.filters.what, page.filters.round
    assert [box.itemText(0) for box in boxes] == ["Everybody", "Everything", "Every round"]
    with qtbot.waitSignal(page.filters.changed):
        page.filters.what.setCurrentIndex(page.filters.what.findData("made round"))
    settle(qtbot, page)
    assert rows(page) == ["made round"]
    assert page.filters.what.currentData() == "made round"


def test_a_day_that_is_none_is_said_and_changes_nothing(qtbot: QtBot, page: LogPage):
    before = rows(page)
    with qtbot.waitSignal(page.filters.changed):
        page.filters.since.edit.setText("soon")
    assert page.filters.since.problem
    assert rows(page) == before


def test_what_is_logged_meanwhile_appears(qtbot: QtBot, page: LogPage, store: Store):
    scoring.submit(store, 1)
    from auditor.changed import Changed

    page.session.tell(Changed(frozenset({"audit"})))
    settle(qtbot, page)
    assert rows(page)[0] == "submitted audit"


def test_a_broken_chain_is_said(qtbot: QtBot, page: LogPage, store: Store):
    with sqlite3.connect(store.path) as other:
        other.execute("UPDATE log SET who = 'Somebody Else' WHERE seq = 2")
    other.close()
    page.session.look_again()
    settle(qtbot, page)
    assert page.state.text == "The chain is broken"
    assert page.messages.bar is not None
    assert "Log entry 2 does not follow" in page.messages.bar.detail


@pytest.mark.parametrize(("answer", "there"), [("leave", "Ask [left out], [left out]."), ("keep", WHY), ("no", "")])
def test_names_are_asked_about_before_it_is_saved(qtbot: QtBot, page: LogPage, asks: Asks, answer: str, there: str):
    page.as_table.trigger()
    qtbot.waitUntil(page.ask.isVisible)
    assert asks.path is not None
    assert not asks.path.exists()
    assert "“Mr Poole” looks like a name" in page.ask.accessibleName()
    assert page.ask.leave.hasFocus() or not page.isActiveWindow()
    button: QAbstractButton = {"leave": page.ask.leave, "keep": page.ask.keep, "no": page.ask.no}[answer]
    button.click()
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.messages.bar is not None)
    assert asks.path.exists() is bool(there)
    if there:
        assert there in asks.path.read_text(encoding="utf-8-sig")


def test_what_names_nobody_is_saved_at_once_with_its_ending(qtbot: QtBot, page: LogPage, asks: Asks, tmp_path: Path):
    filtered(qtbot, page, "made")
    asks.path = tmp_path / "my log"
    page.as_text.trigger()
    qtbot.waitUntil(lambda: (tmp_path / "my log.txt").exists())
    settle(qtbot, page)
    qtbot.waitUntil(lambda: page.messages.bar is not None)
    assert "my log.txt" in page.messages.bar.title  # type: ignore[union-attr]


def test_of_a_hundred_thousand_entries_only_those_in_view_are_read(
    qtbot: QtBot, page: LogPage, monkeypatch: pytest.MonkeyPatch
):
    asked: list[int] = []

    def read(_store: Store, numbers: tuple[int, ...]) -> tuple[Entry, ...]:
        from datetime import UTC, datetime

        asked.extend(numbers)
        at = datetime(2026, 3, 31, tzinfo=UTC)
        return tuple(Entry(n, at, "Lee Example", "wrote", f"entry {n}", "", "", "", True, "a" * 64) for n in numbers)

    monkeypatch.setattr(log_model, "read", read)
    page._show(tuple(range(100_000, 0, -1)))
    page.table.scrollToBottom()
    page.grab()
    assert page.model.index(99_999, 2).data() == "entry 1"
    assert len(asked) <= 5 * log_model.BLOCK
