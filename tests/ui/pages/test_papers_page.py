"""The page on papers: a basis is recorded and withdrawn; a plan is redacted by mouse and by keyboard, and saved."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from sqlmodel import select

from auditor.papers.basis import may_have
from auditor.papers.redact import is_copy
from db.tables import Person
from db.vocabulary import PapersForm
from tests.auditor.papers.raw_pdf import one_page
from tests.auditor.papers.reading import holds
from tests.auditor.plan_reader.making import Line, headed, pdf_file, word_file
from tests.building import make_round, make_workspace, small_framework
from ui.pages.papers import PapersPage
from ui.papers.wish_model import CAPITAL, WORD
from ui.session import Session
from ui.tasks import Tasks

FORM = "Section {letter}: {title}"
Key, Mod = Qt.Key, Qt.KeyboardModifier
TICK = Qt.ItemDataRole.CheckStateRole


class Answers:
    """Gives the files a test wants."""

    def __init__(self, folder: Path) -> None:
        self.opened, self.saved, self.suggested = folder / "N-014.pdf", folder / "N-014 redacted.pdf", None

    def open_path(self, parent: QWidget, title: str, kinds: str, start: Path | None = None) -> Path | None:
        return self.opened

    def save_path(self, parent: QWidget, title: str, suggested: Path, kinds: str) -> Path | None:
        self.suggested = suggested
        return self.saved


@pytest.fixture
def page(qtbot, tmp_path: Path) -> Iterator[PapersPage]:
    store = make_workspace(tmp_path / "w.ehcpaudit")
    make_round(store, small_framework(tmp_path), ["N-014"], {"N-014": ["EA"]})
    (tmp_path / "N-014.pdf").write_bytes(pdf_file(headed(FORM)))
    tasks = Tasks()
    with store:
        page = PapersPage(Session(store), tasks, Answers(tmp_path))
        qtbot.addWidget(page)
        page.resize(1200, 800)
        page.show()
        page.bot = qtbot
        yield page
        page.leave()
        tasks.close()


def said(page: PapersPage, kind: str) -> str:
    """What the page's message bar says, if it is of this kind."""
    bar = page.messages.bar
    return f"{bar.title} {bar.detail}".strip() if bar is not None and bar.kind == kind else ""


def press(page: PapersPage, words: str) -> None:
    """Press a button of the message bar."""
    next(b for b in page.messages.bar.findChildren(QAbstractButton) if b.text() == words).click()


def opened(page: PapersPage, first: str = "", last: str = "") -> None:
    page.tabs.setCurrentWidget(page.redact)
    page.redact.empty.button.click()
    asking = page.redact.asking
    asking.first.setText(first)
    asking.last.setText(last)
    (asking.go_on if first or last else asking.unknown).click()
    page.bot.waitUntil(lambda: page.redact.plan is not None)
    page.bot.waitUntil(lambda: page.redact.pages.count > 0)


def may(page: PapersPage, agency: str = "education"):
    with page._session.store.read() as session:
        person = session.exec(select(Person).where(Person.agency == agency)).one()
        return may_have(session, page._session.round.id, person).form


def saved(page: PapersPage, name: str = "N-014 redacted.pdf") -> bytes:
    page.redact.save.click()
    page.bot.waitUntil(lambda: page.messages.bar is not None)
    assert said(page, "done") != "", page.messages.bar.title
    return (page._session.store.path.parent / name).read_bytes()


def test_a_basis_is_recorded_changed_and_withdrawn(page: PapersPage) -> None:
    tab = page.basis
    tab.rows["education"].record.click()
    tab.form.save.click()
    assert may(page) is None
    tab.form.form.setCurrentIndex(1)
    tab.form.basis.setText("Agreement 12")
    tab.form.by.setText("Dana Hill")
    tab.form.day.edit.setText("1/9/2026")
    tab.form.save.click()
    assert may(page) == PapersForm.REDACTED
    assert not tab.form.isVisible()
    assert tab.rows["education"].basis.words == "Agreement 12. Approved by Dana Hill, 1 September 2026."
    tab.rows["education"].away.click()
    tab.withdraw.why.setText("It ended")
    tab.withdraw.save.click()
    assert may(page) is None


def test_parents_are_offered_redacted_copies_alone(page: PapersPage) -> None:
    page.basis.rows["parent_forum"].record.click()
    form = page.basis.form.form
    assert [form.itemText(i) for i in range(form.count())] == ["Redacted copies"]
    assert not form.isEnabled()


def test_every_word_found_goes_until_it_is_unticked(page: PapersPage) -> None:
    opened(page)
    model = page.redact.model
    assert [row.text for row in model.rows] == ["Robin"]
    content = saved(page)
    assert not holds(content, "Robin")
    assert is_copy(content, "redacted")
    assert said(page, "done").startswith("N-014 redacted.pdf is saved. 10 words are gone from it.")
    assert page.redact._asks.suggested.name == "N-014 redacted.pdf"


def test_an_unticked_word_stays(page: PapersPage) -> None:
    opened(page)
    page.redact.model.setData(page.redact.model.index(0, WORD), Qt.CheckState.Unchecked.value, TICK)
    assert page.redact.sum.words == "0 of 1 entries go, at 0 places"
    with pdfium.PdfDocument(saved(page)) as copy:
        assert "Robin" in copy[0].get_textpage().get_text_range()


def test_words_are_added_by_typing(page: PapersPage) -> None:
    opened(page)
    page.bot.keyClicks(page.redact.field, "harbour view")
    page.bot.keyClick(page.redact.field, Key.Key_Return)
    assert [row.text for row in page.redact.model.rows] == ["harbour view", "Robin"]
    assert page.redact.field.text() == ""
    page.redact.model.setData(page.redact.model.index(0, CAPITAL), Qt.CheckState.Checked.value, TICK)
    assert len(page.redact.model.rows[0].found) == 1
    page.bot.keyClicks(page.redact.field, "Zebedee")
    page.redact.add.click()
    assert page.redact.row.problem.startswith("“Zebedee” was not found")
    page.redact.field.setText("...")
    page.redact.add.click()
    assert page.redact.row.problem == "Type at least one letter or digit."
    page.redact.save.click()
    page.bot.waitUntil(lambda: page.messages.bar is not None)
    press(page, "Save it as it is…")  # “Views” in a heading is told as well
    assert not holds((page._session.store.path.parent / "N-014 redacted.pdf").read_bytes(), "Harbour")


def test_a_box_is_drawn_by_mouse_and_chosen_and_taken_away(page: PapersPage) -> None:
    opened(page)
    view = page.redact.pages
    rect = view.page_rect(0).toRect()
    start, end = rect.topLeft() + QPoint(100, 60), rect.topLeft() + QPoint(300, 120)
    page.bot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    page.bot.mouseMove(view.viewport(), end)
    page.bot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert [number for number, _ in view.boxes] == [1]
    zoom = view.page_rect(0).width() / 595.28
    assert view.boxes[0][1] == pytest.approx((100 / zoom, 60 / zoom, 300 / zoom, 120 / zoom), abs=1.5)
    assert view.chosen == 0
    page.redact.remove_box.click()
    assert view.boxes == []


def test_a_box_is_made_moved_resized_and_taken_away_by_keys(page: PapersPage) -> None:
    opened(page)
    view = page.redact.pages
    view.setFocus()
    page.bot.keyClick(view, Key.Key_B)
    before = view.boxes[0][1]
    page.bot.keyClick(view, Key.Key_Right)
    page.bot.keyClick(view, Key.Key_Up, Mod.ControlModifier)
    moved = view.boxes[0][1]
    assert moved == pytest.approx((before[0] + 6, before[1] - 1, before[2] + 6, before[3] - 1))
    page.bot.keyClick(view, Key.Key_Down, Mod.ShiftModifier)
    assert view.boxes[0][1] == pytest.approx((*moved[:3], moved[3] + 6))
    assert view.describe().startswith("Box 1 of 1, page 1, ")
    page.bot.keyClick(view, Key.Key_B)
    assert view.chosen == 1
    page.bot.keyClick(view, Key.Key_Return)
    assert view.chosen == 0
    page.bot.keyClick(view, Key.Key_Delete)
    assert len(view.boxes) == 1


def test_a_box_never_leaves_its_page(page: PapersPage) -> None:
    opened(page)
    view = page.redact.pages
    view.add_box()
    for key in (Key.Key_Left, Key.Key_Up):
        for _ in range(200):
            page.bot.keyClick(view, key)
    assert view.boxes[0][1][:2] == (0, 0)
    for key in (Key.Key_Right, Key.Key_Down):
        for _ in range(200):
            page.bot.keyClick(view, key, Mod.ShiftModifier)
    assert view.boxes[0][1][2:] == pytest.approx((595.28, 841.89), abs=0.1)


def test_what_a_box_covers_is_gone_from_the_copy(page: PapersPage) -> None:
    opened(page)
    view, first = page.redact.pages, page.redact.plan.look.pages[0]
    token = next(t for t in first.tokens if t.text == "trains")
    view.boxes.append((1, token.box))
    view.changed.emit()
    with pdfium.PdfDocument(saved(page)) as copy:
        assert "trains" not in copy[0].get_textpage().get_text_range()
    assert "with 1 box" in said(page, "done")


def test_the_copy_is_looked_at_before_it_is_saved(page: PapersPage) -> None:
    opened(page)
    page.redact.preview.click()
    page.bot.waitUntil(lambda: page.redact.preview.text() == "Back to the plan")
    assert not page.redact.table.isEnabled()
    made = page.redact.copy
    page.redact.preview.click()
    assert page.redact.table.isEnabled()
    assert page.redact.copy is made
    assert saved(page) == made.pdf


def test_a_word_plan_offers_no_boxes_and_is_set_anew(page: PapersPage, tmp_path: Path) -> None:
    page.redact._asks.opened = tmp_path / "N-014.docx"
    page.redact._asks.opened.write_bytes(word_file(headed(FORM)))
    opened(page)
    assert not page.redact.add_box.isEnabled()
    page.redact.pages.add_box()
    assert page.redact.pages.boxes == []
    assert not holds(saved(page), "Robin")


def test_a_file_that_is_there_is_left_as_it_was(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "N-014 redacted.pdf").write_bytes(b"mine")
    opened(page)
    page.redact.save.click()
    page.bot.waitUntil(lambda: said(page, "problem") != "")
    assert said(page, "problem") == ("N-014 redacted.pdf is there already and was left as it was. Choose another name.")
    assert (tmp_path / "N-014 redacted.pdf").read_bytes() == b"mine"


def test_what_is_no_plan_is_refused(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "N-014.pdf").write_bytes(b"hello")
    page.redact.ask_plan()
    page.redact.asking.unknown.click()
    page.bot.waitUntil(lambda: said(page, "problem") != "")
    assert said(page, "problem").startswith("N-014.pdf is not a Word document or a PDF.")
    assert page.redact.currentWidget() is page.redact.empty
    (tmp_path / "N-014.pdf").write_bytes(pdf_file(headed(FORM)))
    opened(page)
    assert page.messages.bar is None, "what a failed try said goes when the next one works"


def test_reading_can_be_stopped(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "N-014.pdf").write_bytes(pdf_file(headed(FORM) * 30))
    page.redact.ask_plan()
    page.redact.asking.unknown.click()
    page.redact.stop.click()
    page.bot.waitUntil(lambda: page.redact.currentWidget() is page.redact.empty)
    assert page.redact.plan is None


def test_the_workspace_learns_nothing_of_the_words(page: PapersPage) -> None:
    opened(page)
    page.bot.keyClicks(page.redact.field, "Quillfeather")
    page.redact.add.click()
    saved(page)
    for path in page._session.store.path.parent.glob("w.ehcpaudit*"):
        assert b"Quillfeather" not in path.read_bytes()
        assert b"N-014 redacted" not in path.read_bytes()


def test_nothing_of_the_plan_stays_when_the_page_goes(page: PapersPage) -> None:
    opened(page)
    page.redact.pages.add_box()
    page.leave()
    assert (page.redact.plan, page.redact.copy, page.redact.model.rows, page.redact.pages.boxes) == (None, None, [], [])


def test_pictures_and_limits_are_told(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "N-014.pdf").write_bytes(pdf_file([Line("Robin is here.")]))
    opened(page)
    assert "draw a box over what must go" in page.redact.limits.words


def test_the_childs_name_is_asked_first_and_kept_nowhere(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "N-014.pdf").write_bytes(
        pdf_file([Line("Section A: Views", level=2), Line("Z. Kowalczyk Brown likes trains. Zofia reads.")])
    )
    page.tabs.setCurrentWidget(page.redact)
    page.redact.empty.button.click()
    asking = page.redact.asking
    assert page.redact.currentWidget() is asking
    assert page.redact.plan is None
    asking.go_on.click()
    assert page.redact.currentWidget() is asking, "neither a name nor the choice of going on without one"
    asking.leave.click()
    opened(page, "Zofia", "Kowalczyk-Brown")
    assert (asking.first.text(), asking.last.text(), asking.file.words) == ("", "", "")
    content = saved(page)
    for part in ("zofia", "kowalczyk", "brown"):
        assert not holds(content, part)
    for path in tmp_path.glob("w.ehcpaudit*"):
        assert b"Kowalczyk" not in path.read_bytes()


def test_a_name_that_is_not_in_the_plan_is_said(page: PapersPage) -> None:
    opened(page, "Robin", "Quillfeather")
    assert said(page, "look").startswith("“Quillfeather” stands nowhere in the words of this plan.")


def test_what_still_stands_is_said_before_a_copy_is_saved(page: PapersPage, tmp_path: Path) -> None:
    lines = ("Notes on the Kowalczyk-Brown family.", "The Brown family, Z. Kowalczyk-Brown.")
    (tmp_path / "N-014.pdf").write_bytes(pdf_file([Line("Section A: Views", level=2), *map(Line, lines)]))
    opened(page)
    page.redact.model.tick_all(False)
    page.bot.keyClicks(page.redact.field, "Kowalczyk-Brown")
    page.redact.add.click()
    page.redact.save.click()
    page.bot.waitUntil(lambda: page.messages.bar is not None)
    assert said(page, "look") == (
        "Parts of the removed words still stand in the copy. “Brown” (once, page 1) and “Z.” (once, page 1)."
    )
    assert not (tmp_path / "N-014 redacted.pdf").exists()
    press(page, "Remove these as well")
    assert "An initial stands beside a bar on page 1." in said(page, "look")
    page.bot.keyClicks(page.redact.field, "Z. Kowalczyk")
    page.redact.add.click()
    assert not holds(saved(page), "brown")


def test_a_copy_is_saved_as_it_is_where_somebody_says_so(page: PapersPage, tmp_path: Path) -> None:
    (tmp_path / "N-014.pdf").write_bytes(pdf_file([Line("Harbour View is by the harbour.")]))
    opened(page)
    page.bot.keyClicks(page.redact.field, "Harbour View")
    page.redact.add.click()
    page.redact.save.click()
    page.bot.waitUntil(lambda: page.messages.bar is not None)
    press(page, "Save it as it is…")
    assert "It still holds “harbour” (once, page 1)." in said(page, "done")
    press(page, "Look at the copy")
    page.bot.waitUntil(lambda: page.redact.head.caption.words == "The copy, page 1 of 1")


def test_the_name_that_is_suggested_for_the_copy_holds_none_of_the_removed_words(
    page: PapersPage, tmp_path: Path
) -> None:
    page.redact._asks.opened = tmp_path / "N-014 Robin_Quillfeather's plan.pdf"
    page.redact._asks.opened.write_bytes(pdf_file(headed(FORM)))
    opened(page, "Robin", "Quillfeather")
    page.redact.messages.dismiss()
    saved(page)
    assert page.redact._asks.suggested == tmp_path / "N-014 plan redacted.pdf"


def test_a_page_that_cannot_be_searched_and_has_no_box_is_pointed_at_before_a_copy_is_saved(
    page: PapersPage, tmp_path: Path
) -> None:
    (tmp_path / "N-014.pdf").write_bytes(one_page("0.5 g 60 600 200 100 re f"))  # as a scan: seen, and without words
    opened(page)
    page.redact.save.click()
    page.bot.waitUntil(lambda: page.messages.bar is not None)
    assert said(page, "look").startswith("Words on page 1 cannot be looked for, and no box is drawn there.")
    assert not (tmp_path / "N-014 redacted.pdf").exists()
    press(page, "Show page 1")
    assert page.redact.pages.here()[0] == 0
    page.redact.pages.add_box()
    saved(page)


def test_a_word_goes_only_with_a_capital_by_the_box_below_the_list(page: PapersPage) -> None:
    opened(page)
    page.bot.keyClicks(page.redact.field, "trains")
    page.redact.add.click()
    before = page.redact.model.rows[0].found
    assert not page.redact.capital.isChecked()
    page.redact.capital.click()
    assert page.redact.model.rows[0].as_written
    assert before and not page.redact.model.rows[0].found


def test_no_file_name_stays_in_the_status_line(page: PapersPage) -> None:
    heard: list[str] = []
    page.said.connect(heard.append)
    opened(page)
    assert heard == ["The plan is read. 1 word or number may identify somebody."]


def test_everything_has_room_in_a_small_window(page: PapersPage) -> None:
    page.resize(764, 560)
    opened(page)
    page.bot.wait(50)
    right = page.mapToGlobal(page.rect().bottomRight()).x()
    for part in (page.redact.table, page.redact.preview, page.redact.field, page.redact.none):
        assert part.mapToGlobal(part.rect().bottomRight()).x() <= right, part.accessibleName()
    assert page.redact.pages.width() >= page.redact._right.width() * 0.9
