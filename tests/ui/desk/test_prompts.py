"""Passages worth a look: counted, gone through, used or left as they are; never an answer by themselves."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.auditor.plan_reader.making import pdf_file
from tests.ui.desk.conftest import Desk
from tests.ui.desk.test_evidence import kept, sheet_of
from tests.ui.document.conftest import PARTS

Key = Qt.Key
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def read(desk: Desk, tmp_path: Path) -> Desk:
    """A desk with a paper on it that was looked through."""
    file = tmp_path / "paper.pdf"
    file.write_bytes(pdf_file(PARTS))
    desk.page.reading.open_by_hand(file)
    desk.qtbot.waitUntil(lambda: bool(desk.page.prompting.prompts))
    return desk


def marks(desk: Desk) -> list[str]:
    return sorted(sheet_of(desk).contents.marks.values())


def test_the_strip_counts_and_says_that_it_does_not_score(read: Desk) -> None:
    assert read.page.strip.isVisible()
    assert "worth a look" in read.page.strip.words
    assert read.page.strip.words.endswith("A prompt to read, never a score.")
    assert read.on_disk() == {}


def test_next_shows_the_passage_says_why_and_goes_round(read: Desk, said: list[str]) -> None:
    total = len(read.page.prompting.prompts)
    seen = set()
    for _ in range(total + 1):
        read.press(Key.Key_F7)
        seen.add(read.page.prompting.current)
    assert seen == set(read.page.prompting.prompts)
    assert read.page.prompting.current is not None
    assert read.page.prompting.current.why in said[-1]


def test_next_goes_on_from_the_section_being_read(read: Desk) -> None:
    """Not from the last passage, once the reader went elsewhere; and back again."""
    pane = read.page.paper.pane
    sections = [section.section for section in pane.plan.sections] if pane.plan is not None else []
    order = [sections.index(prompt.section) for prompt in read.page.prompting.prompts]
    for letter in ("F", "A", "F"):
        pane.show_section(letter)
        here = sections.index(read.page.paper.here())
        read.press(Key.Key_F7)
        shown = read.page.prompting.current
        assert shown is not None
        assert sections.index(shown.section) == min(place for place in order if place >= here)


def test_fine_as_it_is_is_kept_by_digest_and_can_be_undone(read: Desk) -> None:
    """No word of the plan is in the file, and the next round of Next leaves it out."""
    read.press(Key.Key_F7)
    first = read.page.prompting.current
    assert first is not None
    read.press(Key.Key_F, modifier=CTRL_SHIFT)
    assert marks(read) == ["fine"]
    assert first.text.encode() not in b"".join(f.read_bytes() for f in read.file.parent.glob("desk.ehcpaudit*"))
    for _ in read.page.prompting.prompts:
        read.press(Key.Key_F7)
        assert read.page.prompting.current is not first
    read.page.undo_stack.undo()
    assert marks(read) == []


def test_used_as_evidence_it_is_a_chip_and_no_answer(read: Desk) -> None:
    read.press(Key.Key_F7)
    prompt = read.page.prompting.current
    assert prompt is not None
    read.press(Key.Key_U, modifier=CTRL_SHIFT)
    assert [item.quotation for item in kept(read)] == [prompt.text]
    assert (marks(read), read.values()) == (["used"], {})


def test_the_button_says_for_which_question_a_passage_becomes_evidence(read: Desk) -> None:
    read.press(Key.Key_F7)
    for key in ("Q2", "Q3"):
        read.page.checklist.go(key)
        assert read.page.strip.use_button.text() == f"Use as evidence for {key}"


def test_when_all_were_looked_at_it_says_so(read: Desk, said: list[str]) -> None:
    for _ in read.page.prompting.prompts:
        read.press(Key.Key_F7)
        read.press(Key.Key_F, modifier=CTRL_SHIFT)
    read.press(Key.Key_F7)
    assert said[-1] == "Nothing more is worth a look in this plan."


def test_without_a_paper_there_is_no_strip(read: Desk) -> None:
    read.press(Key.Key_PageDown, modifier=Qt.KeyboardModifier.ControlModifier)
    assert not read.page.strip.isVisible()
    read.press(Key.Key_F7)
    assert read.page.prompting.current is None
