"""The Report page: parts are chosen and moved by key, commentary is saved with figures by name, files are made."""

from collections.abc import Iterator
from pathlib import Path
from shutil import copyfile

import pytest
from PySide6.QtCore import Qt

from auditor.example import make_example
from auditor.report_builder.choice import choice_of
from auditor.report_builder.letterhead import letterhead_of
from db.store import Store
from ui.pages.report import ReportPage
from ui.session import Session
from ui.tasks import Tasks


class Answers:
    """Answers in place of dialogs."""

    to: Path | None = None

    def folder(self, *_args, **_more):
        return self.to

    def open_path(self, *_args, **_more):
        return self.to


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_example(tmp_path_factory.mktemp("report"))


@pytest.fixture
def page(qtbot, tmp_path: Path, example: Path) -> Iterator[ReportPage]:
    """The page on the worked example, in a window, its pages drawn."""
    tasks = Tasks()
    with Store.open(Path(copyfile(example, tmp_path / example.name))) as store:
        shown = ReportPage(Session(store), tasks, Answers())  # type: ignore[arg-type]
        qtbot.addWidget(shown)
        shown.resize(1300, 900)
        with qtbot.waitExposed(shown):
            shown.show()
        shown.refresh()
        qtbot.waitUntil(lambda: shown.preview.pages.count > 0)
        yield shown
        shown.leave()
        tasks.close()


def kept(page: ReportPage, audience: str = "board"):
    assert page._session.round is not None
    return choice_of(page._session.store, page._session.round.id, audience)


def test_parts_are_ticked_and_moved_by_key(page: ReportPage, qtbot):
    listed = page.parts.list
    first, second = kept(page).parts[:2]
    listed.setFocus()
    qtbot.keyClick(listed, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert kept(page).parts[:2] == (second, first)
    qtbot.keyClick(listed, Qt.Key.Key_Space)
    assert first not in kept(page).parts
    pages = page.preview.pages.count
    qtbot.waitUntil(lambda: page._drawing is None and not page._again.isActive())
    assert page.preview.pages.count <= pages


def test_commentary_is_saved_with_figures_by_name(page: ReportPage, qtbot):
    field, card = page.writing.field, page.writing
    qtbot.keyClicks(field, "Of all, ")
    card.figures.setCurrentIndex(card.figures.findData("M1.percent"))
    qtbot.mouseClick(card.put, Qt.MouseButton.LeftButton)
    assert kept(page).words == {"short": "Of all, {M1.percent}"}
    qtbot.keyClicks(field, " and 12% of {M9.of}")
    field.hand_over()
    assert card.warning.words == (
        "No figure is called {M9.of}. 12% is typed and will not change with the figures. Put it in by name."
    )
    qtbot.waitUntil(lambda: "{M9.of}" in page.preview.waiting.words)
    assert page.preview.pages.count, "the last good pages stay in view"
    page.parts.list.setCurrentRow(3)
    assert card.nothing.isVisible(), "the standards are worked out"


def test_a_pause_in_writing_moves_nothing(page: ReportPage, qtbot):
    field = page.writing.field
    qtbot.keyClicks(field, "First part. ")
    field.hand_over()
    page.refresh()
    qtbot.keyClicks(field, "Second part.")
    page.refresh()
    assert field.toPlainText() == "First part. Second part."
    field.hand_over()
    assert kept(page).words["short"] == "First part. Second part."
    page.parts.list.setCurrentRow(1)
    assert field.toPlainText() == ""
    page.parts.list.setCurrentRow(0)
    assert field.toPlainText() == "First part. Second part."


def test_files_of_every_kind_that_is_ticked_are_made(page: ReportPage, qtbot, tmp_path: Path):
    page._asks.to = tmp_path
    page.parts.audience.setCurrentIndex(page.parts.audience.findData("agency:health"))
    assert page.formats["xlsx"].isChecked(), "as for a board, and an agency's report has none"
    assert not page.formats["xlsx"].isEnabled()
    assert page.formats["csv"].isEnabled()
    page.formats["docx"].setChecked(True)
    qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.messages.bar is not None)
    assert "The report is made" in page.messages.bar.accessibleName()
    assert {f.suffix for f in tmp_path.glob("agency-health-*")} == {".pdf", ".docx"}
    for box in page.formats.values():
        box.setChecked(False)
    page.make_report()
    assert "No kind of file is ticked." in page.messages.bar.accessibleName()


def test_the_public_edition_is_not_made_here(page: ReportPage, qtbot):
    page.parts.edition.setCurrentIndex(page.parts.edition.findData("public"))
    qtbot.waitUntil(lambda: page.preview.pages.count == 0)
    with qtbot.waitSignal(page.go) as asked:
        qtbot.mouseClick(page.make, Qt.MouseButton.LeftButton)
    assert asked.args == ["publish"]


def test_a_letterhead_is_kept_and_a_bad_one_said(page: ReportPage, qtbot, tmp_path: Path):
    card = page.letterhead
    card.meeting.edit.setText("SEND Board")
    card.accent.edit.setText("#FFEE00")
    qtbot.mouseClick(card.save, Qt.MouseButton.LeftButton)
    assert "cannot be read well" in page.messages.bar.accessibleName()
    card.accent.edit.setText("#0B5D5E")
    (tmp_path / "logo.png").write_bytes(b"no picture")
    page._asks.to = tmp_path / "logo.png"
    qtbot.mouseClick(card.choose, Qt.MouseButton.LeftButton)
    assert "cannot be read" in card.problem.words
    qtbot.mouseClick(card.save, Qt.MouseButton.LeftButton)
    assert letterhead_of(page._session.store).meeting == "SEND Board"
