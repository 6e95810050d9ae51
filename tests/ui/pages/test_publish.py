"""The Publish page: what is hidden comes first, nothing is made without a name, and what is out is listed."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from auditor.editions.releases import draft, releases
from auditor.round_moves import move_on
from auditor.round_states import ORDER
from db.store import Store
from tests.auditor.editions.signed import signed_off_round
from ui.pages.publish import PublishPage
from ui.session import Session
from ui.tasks import Tasks

WHO = "Dana Example, data protection officer"


class Answers:
    """Answers in place of dialogs."""

    to: Path | None = None

    def folder(self, *_args, **_more):
        return self.to


@pytest.fixture(scope="module")
def signed_off(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return signed_off_round(tmp_path_factory.mktemp("signed"))


@pytest.fixture
def page(qtbot: QtBot, signed_off: Path, tmp_path: Path) -> Iterator[PublishPage]:
    """The page on a round that is signed off, in a window, with all it shows worked out."""
    tasks, answers = Tasks(), Answers()
    answers.to = tmp_path / "out"
    answers.to.mkdir()
    with Store.open(Path(shutil.copy(signed_off, tmp_path / "own.ehcpaudit"))) as store:
        shown = PublishPage(Session(store), tasks, answers)  # type: ignore[arg-type]
        qtbot.addWidget(shown)
        shown.resize(1200, 900)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.refresh()
        wait(shown, qtbot)
        yield shown
        tasks.close()


def wait(page: PublishPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page._tasks.busy)


def listed(page: PublishPage) -> list[str]:
    model = page.hidden.table.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_what_is_hidden_is_listed_and_all_lines_can_be_shown(page: PublishPage, qtbot: QtBot) -> None:
    """The list is that of the draft; ticking the box makes it shorter."""
    found = draft(page._session.store, "Spring").figures
    assert found is not None
    assert listed(page) == [hidden.where for hidden in found.hidden]
    assert "Seed" not in page.hidden.shown.words
    before = len(listed(page))
    page.hidden.whole.setChecked(True)
    wait(page, qtbot)
    assert len(listed(page)) < before


def test_nothing_is_made_without_the_name_of_who_agreed(page: PublishPage, qtbot: QtBot, tmp_path: Path) -> None:
    """The field says so and takes the keyboard."""
    qtbot.mouseClick(page.agree.publish, Qt.MouseButton.LeftButton)
    assert page.agree.who.problem == "Write who agreed to it."
    assert page.agree.who.edit.hasFocus()
    assert not list((tmp_path / "out").iterdir())


def test_an_edition_is_made_entered_and_listed(page: PublishPage, qtbot: QtBot, tmp_path: Path) -> None:
    """With the kinds of file that are ticked; the fields are empty again afterwards."""
    page.agree.who.edit.setText(WHO)
    for key, box in page.agree.formats.items():
        box.setChecked(key in ("html", "csv"))
    qtbot.mouseClick(page.agree.publish, Qt.MouseButton.LeftButton)
    wait(page, qtbot)
    (out,) = releases(page._session.store, "Spring")
    assert out.agreed_by == WHO
    assert {file.suffix for file in (tmp_path / "out").iterdir()} == {".html", ".csv", ".json"}
    wait(page, qtbot)
    assert page.out.table.model().rowCount() == 1
    assert page.out.table.model().index(0, 1).data() == out.mark
    assert not page.agree.who.text


def test_a_round_that_was_reopened_says_why_it_cannot_be_published(page: PublishPage, qtbot: QtBot) -> None:
    """And offers nothing to agree to."""
    move_on(page._session.store, 1, ORDER[3], "one answer was wrong")
    page.refresh()
    wait(page, qtbot)
    assert "signed off" in page.hidden.shown.words
    assert not page.agree.isVisible()
    assert not page.hidden.table.isVisible()
