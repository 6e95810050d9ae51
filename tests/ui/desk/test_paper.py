"""The paper beside the questions: found by its name, opened from where it lies, marked, left and come back to."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from auditor.contents import Evidence
from tests.auditor.plan_reader.making import pdf_file, word_file
from tests.ui.desk.conftest import Desk, MakeDesk
from tests.ui.document.conftest import F_LINE, PARTS
from ui.desk.papers import find_paper

Key = Qt.Key
HERE = Evidence("F", 2, None, "Access to a quiet space as required.")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """A folder with the papers of N-001 and N-002; N-003 has none."""
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "N-001 plan.pdf").write_bytes(pdf_file(PARTS))
    (folder / "n-002.docx").write_bytes(word_file(PARTS))
    (folder / "N-0031.pdf").write_bytes(b"another plan's")
    return folder


def wait_read(desk: Desk) -> None:
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)


def drop(desk: Desk, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    desk.page.dropEvent(QDropEvent(QPoint(5, 5), action, data, button, Qt.KeyboardModifier.NoModifier))


@pytest.mark.parametrize(
    ("name", "found"),
    [("N-014.pdf", True), ("n-014 plan of a child.DOCX", True), ("N-014_v2.pdf", True), ("N-0145.pdf", False),
     ("N-014.txt", False), ("plan N-014.pdf", False), ("N-014b.pdf", False)],
)  # fmt: skip
def test_a_paper_is_known_by_the_reference_its_name_begins_with(tmp_path: Path, name: str, found: bool) -> None:
    (tmp_path / name).write_bytes(b"")
    assert (find_paper(tmp_path, "N-014") is not None) is found


def test_of_several_papers_the_shortest_name_is_taken_and_a_lost_folder_holds_none(tmp_path: Path) -> None:
    for name in ("N-014 older version.pdf", "N-014 b.pdf", "N-014 a.pdf"):
        (tmp_path / name).write_bytes(b"")
    assert find_paper(tmp_path, "N-014") == tmp_path / "N-014 a.pdf"
    assert find_paper(tmp_path / "gone", "N-014") is None


def test_once_a_folder_is_chosen_papers_come_and_go_with_their_plans(desk: Desk, papers: Path) -> None:
    """Also in the next run; the workspace file never learns of it."""
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    assert desk.page.reading.path == papers / "N-001 plan.pdf"
    desk.press(Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.reading.path == papers / "n-002.docx"
    desk.press(Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.reading.path is None
    assert desk.shows("No paper is open for N-003.")
    for file in desk.file.parent.glob("desk.ehcpaudit*"):
        assert str(papers).encode() not in file.read_bytes()
        assert b"N-001 plan" not in file.read_bytes()


def test_a_paper_opened_by_hand_stands_for_this_sitting(desk: Desk, papers: Path, make_again: MakeDesk) -> None:
    drop(desk, papers / "N-001 plan.pdf")
    wait_read(desk)
    desk.press(Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.reading.path is None
    desk.press(Key.Key_PageUp, modifier=Qt.KeyboardModifier.ControlModifier)
    assert desk.page.reading.path == papers / "N-001 plan.pdf"
    assert make_again(desk).page.reading.path is None


def test_a_file_of_another_kind_is_refused_in_a_sentence(desk: Desk, tmp_path: Path) -> None:
    desk.page.reading.open_by_hand(tmp_path / "old.doc")
    assert desk.shows("This file cannot be shown here.")


def test_opening_a_question_brings_its_section_into_view(desk: Desk, papers: Path) -> None:
    desk.page.resize(1200, 500)
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    desk.qtbot.waitUntil(lambda: desk.page.paper.pane.pages.here()[0] == 1)


def test_what_is_selected_in_the_paper_becomes_evidence_and_its_chip_goes_back(desk: Desk, papers: Path) -> None:
    """One stroke in the paper; Enter on the chip returns to the place."""
    desk.page.resize(1200, 500)
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    pages = desk.page.paper.pane.pages
    desk.qtbot.waitUntil(lambda: 1 in pages.texts)
    start, end = next(pages.texts[1].folded.find(HERE.quotation))
    pages.select(1, start, end)
    desk.page.paper.main_part().setFocus()
    desk.press(Key.Key_C, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert [chip.words.accessibleName() for chip in desk.page.card.evidence.chips()] == [
        "Evidence: “Access to a quiet space as required.”. Section F, page 2"
    ]
    desk.page.checklist.focus_answers()
    desk.press(Key.Key_Tab, Key.Key_Return)
    assert QApplication.focusWidget() is desk.page.paper.main_part()


def test_without_a_paper_the_chip_says_so(desk: Desk) -> None:
    desk.page.gathering.take(HERE)
    desk.page.card.evidence.chips()[0].words.click()
    assert desk.shows("The paper is not open.")


def test_the_pane_can_be_done_without_and_comes_back(desk: Desk) -> None:
    desk.button("Do without").click()
    assert not desk.page.paper.isVisible()
    desk.press(Key.Key_D, modifier=Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert desk.page.paper.isVisible()


def test_either_of_paper_and_checklist_can_be_hidden_and_one_always_stays(desk: Desk) -> None:
    room = desk.page.room
    room.want("checklist", False)
    assert (desk.page.paper.isVisible(), desk.page.checklist.isVisible()) == (True, False)
    room.want("paper", False)
    assert (desk.page.paper.isVisible(), desk.page.checklist.isVisible()) == (False, True)
    room.want("plans", False)
    assert not desk.page.plans.isVisible()


def test_where_it_is_narrow_the_list_folds_and_then_paper_and_checklist_share_one_place(desk: Desk) -> None:
    """F6 swaps them, with the keyboard on what came up."""
    desk.page.resize(900, 700)
    assert (desk.page.plans.isVisible(), desk.page.paper.isVisible(), desk.page.checklist.isVisible()) == (
        False, True, True,
    )  # fmt: skip
    desk.page.resize(600, 700)
    assert (desk.page.paper.isVisible(), desk.page.checklist.isVisible()) == (False, True)
    desk.page.checklist.focus_answers()
    desk.press(Key.Key_F6)
    assert (desk.page.paper.isVisible(), desk.page.checklist.isVisible()) == (True, False)
    assert QApplication.focusWidget() is desk.page.paper.main_part()
    desk.press(Key.Key_F6)
    assert desk.keyboard_on().startswith("Met")


def test_what_holds_the_keyboard_stays_in_view_as_room_gets_short(desk: Desk, papers: Path) -> None:
    """Opening a paper brings it up; larger text or a smaller window must not take the question from under a person."""
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    desk.page.checklist.focus_answers()
    desk.page.resize(600, 700)
    assert desk.page.checklist.isVisible()
    assert desk.keyboard_on().startswith("Met")


def test_giving_a_plan_back_shuts_its_paper(desk: Desk, papers: Path) -> None:
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    desk.button("I know this child").click()
    assert desk.page.reading.path is None
    drop(desk, papers / "N-001 plan.pdf")
    assert desk.page.reading.path is None


def test_coming_back_to_a_plan_returns_to_the_place_in_its_paper(desk: Desk, papers: Path) -> None:
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    desk.page.paper.pane.show_section("A")
    assert desk.page.paper.here() != "F"
    desk.press(Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    desk.press(Key.Key_PageUp, modifier=Qt.KeyboardModifier.ControlModifier)
    wait_read(desk)
    assert desk.page.paper.here() != "F"


def test_nothing_of_the_paper_is_kept_in_settings_or_workspace(desk: Desk, papers: Path) -> None:
    """The place is a page and a height; no word of the plan."""
    desk.page.reading.choose_folder(papers)
    wait_read(desk)
    desk.page.leave()
    desk.settings.file.sync()
    kept = Path(desk.settings.file.fileName()).read_text()
    assert "desk" in kept
    assert F_LINE[:20] not in kept
    assert F_LINE[:20].encode() not in desk.file.read_bytes()
