"""Section F line by line, and the plan's thread: they count and show; the auditor answers."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from auditor.contents import Link
from tests.auditor.plan_reader.making import word_file
from tests.auditor.test_thread import PARTS
from tests.ui.desk.conftest import ALONE, Desk, MakeDesk
from tests.ui.desk.test_evidence import kept, sheet_of
from ui.parts.words import Text

Key = Qt.Key


@pytest.fixture
def desk(make_desk: MakeDesk, tmp_path: Path) -> Desk:
    """At the question about section F alone, with a paper that has two lines there."""
    desk = make_desk(alone=ALONE)
    file = tmp_path / "paper.docx"
    file.write_bytes(word_file(PARTS))
    desk.page.reading.open_by_hand(file)
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)
    return desk


def marks(desk: Desk) -> list[str]:
    return sorted(sheet_of(desk).contents.marks.values())


def links(desk: Desk) -> frozenset[Link]:
    return sheet_of(desk).contents.links


def test_lines_are_ticked_through_by_key_and_counted(desk: Desk, said: list[str]) -> None:
    """The answer stays the auditor's: nothing is answered by it."""
    desk.button("Section F line by line…").click()
    desk.press("1")
    assert said[-1] == "Saved. 1 of 2 lines say it all. 1 still to read."
    desk.press("0")
    assert marks(desk) == ["counts", "counts_not"]
    assert desk.values() == {}
    desk.press(Key.Key_Escape)
    assert desk.shows("1 of 2 lines say it all.")
    assert desk.keyboard_on().startswith("Met")


def test_a_line_can_be_cleared_and_a_mark_undone(desk: Desk) -> None:
    desk.button("Section F line by line…").click()
    desk.press(" ", Key.Key_Up, Key.Key_Delete)
    assert marks(desk) == []
    desk.page.undo_stack.undo()
    assert marks(desk) == ["counts"]


def test_esc_goes_back_from_the_buttons_as_well(desk: Desk) -> None:
    desk.button("Section F line by line…").click()
    desk.press(Key.Key_Tab)
    assert QApplication.focusWidget() is desk.button("It says it all")
    desk.press(Key.Key_Escape)
    assert desk.keyboard_on().startswith("Met")


def test_no_word_of_a_line_is_kept(desk: Desk) -> None:
    desk.button("Section F line by line…").click()
    desk.press("1", "1")
    assert b"hydrotherapy" not in b"".join(f.read_bytes() for f in desk.file.parent.glob("desk.ehcpaudit*"))


def test_without_a_paper_it_says_what_to_do(make_desk: MakeDesk) -> None:
    desk = make_desk(alone=ALONE)
    desk.button("Section F line by line…").click()
    assert desk.shows("Open the paper first; its section F is read line by line.")
    desk.page.checklist.go("P1")
    desk.button("See the plan's thread…").click()
    assert desk.shows("Open the paper first; the thread is read from its sections A, B, E and F.")


def test_each_is_offered_on_the_cards_it_helps_with(desk: Desk) -> None:
    assert not desk.shows("See the plan's thread…")
    desk.page.checklist.go("P1")
    assert not desk.shows("Section F line by line…")
    assert desk.shows("See the plan's thread…")


def test_links_are_confirmed_and_taken_back_by_space(desk: Desk, said: list[str]) -> None:
    desk.page.checklist.go("P1")
    desk.button("See the plan's thread…").click()
    assert links(desk) == frozenset()
    desk.press(Key.Key_Space)
    assert links(desk) == {Link("aspiration", 1, "outcome", 2)}
    assert said[-1].startswith("Confirmed. Saved.")
    desk.press(Key.Key_Space)
    assert links(desk) == frozenset()
    desk.page.undo_stack.undo()
    assert links(desk) == {Link("aspiration", 1, "outcome", 2)}


def test_where_the_thread_is_broken_is_named_and_a_link_by_hand_mends_it(desk: Desk) -> None:
    desk.page.checklist.go("P1")
    desk.button("See the plan's thread…").click()
    assert desk.shows("Provision 2 serves no outcome.")
    panel = desk.page.thread_work.panel
    assert desk.shows(next(item.words for item in panel.shown.items if item.name == "Provision 2"))
    names = [item.name for item in panel.shown.items]
    panel.choose(names.index("Outcome 2"), names.index("Provision 2"))
    desk.button("Link the two").click()
    assert links(desk) == {Link("outcome", 2, "provision", 2)}
    assert not desk.shows("Provision 2 serves no outcome.")


def test_a_part_of_the_thread_becomes_evidence_and_esc_goes_back(desk: Desk) -> None:
    desk.page.checklist.go("P1")
    desk.button("See the plan's thread…").click()
    desk.page.thread_work.panel.items.setCurrentCell(6, 0)
    desk.button("Use this part as evidence").click()
    assert [(item.section, item.quotation[:8]) for item in kept(desk, "P1")] == [("F", "Swimming")]
    desk.page.thread_work.panel.links.setFocus()
    desk.press(Key.Key_Escape)
    assert desk.keyboard_on().startswith("Met")


def test_asked_for_while_the_paper_is_read_it_comes_up_by_itself(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk(alone=ALONE)
    file = tmp_path / "paper.docx"
    file.write_bytes(word_file(PARTS))
    desk.page.reading.open_by_hand(file)
    desk.button("Section F line by line…").click()
    assert desk.shows("Reading the plan…")
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)
    assert not desk.shows("Reading the plan…")
    assert desk.keyboard_on() == "Lines of section F"


def test_what_comes_up_late_takes_no_key_from_a_note(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk(alone=ALONE)
    desk.page.checklist.go("P1")
    file = tmp_path / "paper.docx"
    file.write_bytes(word_file(PARTS))
    desk.page.reading.open_by_hand(file)
    desk.button("See the plan's thread…").click()
    desk.page.focus_main()
    desk.press(Key.Key_F2, "Half a se")
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)
    desk.press("ntence")
    assert desk.shows("The plan is read.")
    desk.button("Show it").click()
    assert desk.page.thread_work.panel.isVisible()
    assert desk.on_disk()["P1"][3] == "Half a sentence"


def test_what_waits_for_one_paper_does_not_come_up_with_another(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk(alone=ALONE)
    for name in ("one.docx", "other.docx"):
        (tmp_path / name).write_bytes(word_file(PARTS))
    desk.page.reading.open_by_hand(tmp_path / "one.docx")
    desk.button("Section F line by line…").click()
    desk.page.reading.open_by_hand(tmp_path / "other.docx")
    desk.qtbot.waitUntil(lambda: desk.page.paper.plan is not None)
    assert not desk.page.line_work.panel.isVisible()
    assert not desk.shows("Reading the plan…")


def test_a_paper_that_cannot_be_read_does_not_keep_anybody_waiting(make_desk: MakeDesk, tmp_path: Path) -> None:
    desk = make_desk(alone=ALONE)
    file = tmp_path / "paper.docx"
    file.write_bytes(b"no Word file")
    desk.page.reading.open_by_hand(file)
    desk.button("Section F line by line…").click()
    desk.qtbot.waitUntil(lambda: not desk.shows("Reading the plan…"))
    assert any("could not be read" in text.words for text in desk.page.findChildren(Text) if text.isVisible())


def test_the_paper_follows_the_line_one_is_on(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(desk.page.paper.pane, "show_passage", lambda passage: shown.append(passage.text))
    desk.button("Section F line by line…").click()
    desk.press(Key.Key_Down)
    assert len(shown) == len(set(shown)) == 2
    desk.press(Key.Key_Escape)
    desk.page.line_work.panel.list.setCurrentRow(0)
    assert len(shown) == 2, "the paper stays where it is while the list is not in view"
