"""The pane as a whole: opening, sections, finding, evidence, places, a window of its own."""

import io
import sys
import threading

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from auditor.contents import Evidence
from tests.auditor.plan_reader.making import pdf_file
from tests.ui.document.conftest import F_LINE, PARTS
from ui.document.pane import SCAN, DocumentPane
from ui.document.word_html import word_html
from ui.palette import Palette
from ui.parts.buttons import QuietButton

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def scan() -> bytes:
    """One page that is a picture."""
    made = io.BytesIO()
    canvas = Canvas(made)
    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "grey").save(picture, "PNG")
    canvas.drawImage(ImageReader(picture), 50, 100, 400, 600)
    canvas.save()
    return made.getvalue()


# Opening


def test_a_plan_is_shown_and_read(desk, pdf):
    pane = desk.open(pdf)
    assert pane.plan.kind == "pdf" and pane.pages.count == 2
    assert [section.section for section in pane.plan.sections] == ["A", "E", "F", "G"]
    assert pane.path.name == "plan.pdf"


def test_nothing_open_offers_to_choose_a_file(desk, qtbot):
    with qtbot.waitSignal(desk.pane.open_asked):
        qtbot.mouseClick(desk.pane.main_part(), Qt.MouseButton.LeftButton)


def test_a_password_is_asked_for_in_place(desk):
    locked = pdf_file(PARTS, password="robin")
    pane = desk.pane
    pane.open_file(desk.file(locked))
    desk.qtbot.waitUntil(lambda: pane.main_part().accessibleName() == "Password of this plan")
    assert QApplication.focusWidget() is pane.main_part()
    desk.qtbot.keyClicks(pane.main_part(), "wrong")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: "does not open" in pane.main_part().accessibleDescription())
    assert pane.main_part().text() == ""
    desk.qtbot.keyClicks(pane.main_part(), "robin")
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: pane.plan is not None)
    assert pane.pages.count == 2


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("plan.txt", b"Dear parent", "is not a Word document or a PDF"),
        ("plan.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "old format"),
        ("plan.pdf", b"%PDF-1.7 nonsense", "damaged"),
        ("plan.docx", b"PK\x03\x04nonsense", "damaged"),
    ],
)
def test_what_cannot_be_opened_is_refused_in_place(desk, name, content, says):
    desk.pane.open_file(desk.file(content, name))
    desk.qtbot.waitUntil(lambda: desk.problems != [])
    assert says in desk.problems[0] and desk.problems[0].endswith(".")
    assert desk.pane.plan is None
    assert desk.pane.main_part().text() == "Choose another file…"


def test_after_a_refusal_the_next_plan_opens(desk, pdf):
    desk.pane.open_file(desk.folder / "gone.pdf")
    desk.qtbot.waitUntil(lambda: desk.problems != [])
    assert desk.open(pdf).pages.count == 2


def test_a_plan_opened_over_another_leaves_nothing_of_it(desk, pdf, long_pdf):
    pane = desk.pane
    pane.open_file(desk.file(pdf, "first.pdf"))
    desk.open(long_pdf, "second.pdf")
    assert [len(plan.sections) for plan in desk.plans] == [12]
    assert pane.pages.count == 13


def test_a_plan_opened_while_one_in_word_is_being_read_is_read_itself(desk, pdf, word, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def wait(content: bytes) -> str:
        begun.set()
        assert go_on.wait(30)
        return word_html(content)

    monkeypatch.setattr("ui.document.document_thread.word_html", wait)
    desk.pane.open_file(desk.file(word, "first.docx"))
    assert begun.wait(30)
    desk.pane.open_file(desk.file(pdf, "second.pdf"))
    go_on.set()
    desk.qtbot.waitUntil(lambda: desk.pane.plan is not None)
    assert [plan.kind for plan in desk.plans] == ["pdf"]


def test_closing_lets_go_of_the_plan(desk, pdf, qtbot):
    pane = desk.open(pdf)
    with qtbot.waitSignal(pane.closed):
        pane.close_document()
    assert pane.plan is None and pane.path is None and pane.pages.count == 0 and pane.selection() is None


def test_a_scan_is_shown_and_said_to_be_one(desk, said):
    pane = desk.open(scan())
    assert pane.note == SCAN and SCAN in said
    assert not pane.find_bar.field.isEnabled()
    assert not command(pane, "Plan as text").isEnabled()


def test_nothing_is_written_while_a_plan_is_open(desk, pdf):
    written: list[str] = []

    def watch(event, args):
        if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
            written.append(str(args[0]))

    sys.addaudithook(watch)
    desk.open(pdf)
    desk.pane.show_section("F")
    watched = [path for path in written if "plan" in path and not path.endswith("plan.pdf")]
    assert watched == []


# Sections and places


def test_tabs_go_to_sections_and_strike_the_missing_ones(desk, pdf, said):
    pane = desk.open(pdf)
    tabs = pane.section_tabs.tabs
    assert not tabs["K"].isEnabled() and tabs["K"].accessibleName().endswith("not found in this plan")
    assert tabs["F"].accessibleName() == "Section F, Special educational provision, page 2"
    desk.qtbot.mouseClick(tabs["F"], Qt.MouseButton.LeftButton)
    desk.text_of(1)
    desk.qtbot.waitUntil(lambda: pane.here() == ("F", 2))
    assert tabs["F"].isChecked() and not tabs["A"].isChecked()
    assert QApplication.focusWidget() is pane.pages
    desk.qtbot.waitUntil(lambda: "Section F, page 2 of 2" in said)


def test_the_tabs_are_one_stop_of_the_tab_key_and_arrows_move_in_them(desk, pdf):
    pane = desk.open(pdf)
    stops = [letter for letter, tab in pane.section_tabs.tabs.items() if tab.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert stops == ["A"]
    pane.section_tabs.tabs["A"].setFocus()
    desk.press(Qt.Key.Key_Right)
    assert QApplication.focusWidget() is pane.section_tabs.tabs["E"]
    desk.press(Qt.Key.Key_End)
    desk.press(Qt.Key.Key_Return)
    desk.qtbot.waitUntil(lambda: pane.here()[0] == "G")


def test_where_it_is_narrow_a_combo_box_stands_for_the_tabs(desk, pdf):
    pane = desk.open(pdf)
    assert not pane.section_tabs.narrow
    pane.resize(380, 700)
    desk.qtbot.waitUntil(lambda: pane.section_tabs.narrow)
    combo = pane.section_tabs.combo
    assert combo.accessibleName() == "Section of the plan"
    assert combo.itemText(0).startswith("A  Views") and combo.itemText(11).endswith("not found")
    combo.setFocus()
    combo.activated.emit(5)
    desk.text_of(1)
    desk.qtbot.waitUntil(lambda: pane.here()[0] == "F")


def test_a_section_asked_for_before_the_plan_is_read_comes_up_then(desk, long_pdf):
    desk.pane.open_file(desk.file(long_pdf))
    desk.pane.show_section("I")
    desk.qtbot.waitUntil(lambda: desk.plans != [] and desk.pane.here()[0] == "I")


def test_the_program_does_not_move_a_plan_the_reader_is_scrolling(desk, long_pdf):
    pane = desk.open(long_pdf)
    desk.qtbot.wait(1)
    pane.pages.verticalScrollBar().setValue(40)
    pane.show_section("I", unless_reading=True)
    assert pane.pages.verticalScrollBar().value() == 40
    pane.show_section("I")
    assert pane.pages.here()[0] > 5


def test_jump_lists_sections_and_pages(desk, long_pdf):
    pane = desk.open(long_pdf)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_J, CTRL)
    palette = pane.findChild(Palette)
    assert palette.windowTitle() == "Go to section or page"
    desk.qtbot.keyClicks(palette.field, "page 13")
    assert palette.shown[0] == "Page 13"
    desk.qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert pane.here()[1] == 13


def test_the_place_is_remembered_and_come_back_to(desk, long_pdf):
    pane = desk.open(long_pdf)
    pane.pages.set_zoom(1.5)
    pane.show_section("G")
    desk.qtbot.wait(1)
    place = pane.place()
    assert set(place) == {"text", "page", "share", "zoom"}
    pane.close_document()
    pane.open_file(desk.file(long_pdf))
    pane.return_to(place)
    desk.qtbot.waitUntil(lambda: len(desk.plans) == 2)
    assert pane.place() == place


@pytest.mark.parametrize("junk", [{}, {"page": "x", "zoom": [], "text": 3}, {"page": 99, "share": 4.0}, {"page": -1}])
def test_a_place_that_is_not_there_does_no_harm(desk, pdf, junk):
    pane = desk.open(pdf)
    pane.return_to(junk)
    assert pane.here()[1] in (1, 2)


# Finding


def test_every_place_is_found_and_stepped_through(desk, pdf, said):
    pane = desk.open(pdf)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_F, CTRL)
    assert QApplication.focusWidget() is pane.find_bar.field
    desk.qtbot.keyClicks(pane.find_bar.field, "TRAINED teaching")
    desk.qtbot.waitUntil(lambda: pane.find_bar.count == "1 of 2")
    desk.press(Qt.Key.Key_Return)
    assert pane.find_bar.count == "2 of 2"
    desk.press(Qt.Key.Key_F3)
    assert pane.find_bar.count == "1 of 2"
    assert said[-1].startswith("From the start. 1 of 2.")
    desk.press(Qt.Key.Key_F3, SHIFT)
    assert pane.find_bar.count == "2 of 2"
    desk.press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is pane.pages


def test_finding_knows_curly_quotation_marks(desk, pdf):
    pane = desk.open(pdf)
    pane.find_bar.field.setText("robin's reading")
    desk.qtbot.waitUntil(lambda: pane.find_bar.count == "1 of 1")


def test_what_is_not_there_is_said_so(desk, pdf, said):
    pane = desk.open(pdf)
    pane.find_bar.field.setText("zebra")
    desk.qtbot.waitUntil(lambda: pane.find_bar.count == "Not found")
    assert said[-1] == "Not found"


# Evidence


def test_one_key_makes_the_selection_evidence(desk, pdf):
    pane = desk.open(pdf)
    pane.show_section("F")
    desk.text_of(1)
    desk.drag(1, "Daily reading", "school day.")
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.evidence == [Evidence("F", 2, None, F_LINE)]


def test_without_a_selection_the_key_says_what_to_do(desk, pdf):
    pane = desk.open(pdf)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.evidence == [] and desk.problems[0].startswith("Select words in the plan first")


# The text view


def test_the_text_view_keeps_the_place_and_gives_the_same_evidence(desk, pdf):
    pane = desk.open(pdf)
    pane.show_section("F")
    desk.text_of(1)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_T, CTRL | SHIFT)
    assert pane.view is pane.text and pane.here() == ("F", 2)
    assert QApplication.focusWidget() is pane.text
    assert "Section F: Special educational provision" in pane.text.toPlainText()
    pane.find_bar.field.setText("15 minutes every")
    assert pane.find_bar.count == "1 of 1"
    pane.text.setFocus()
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.evidence == [Evidence("F", 2, None, "15 minutes every")]
    desk.press(Qt.Key.Key_T, CTRL | SHIFT)
    assert pane.view is pane.pages and pane.here()[1] == 2


def test_evidence_and_passages_are_outlined_in_the_text_view_too(desk, pdf):
    pane = desk.open(pdf)
    command(pane, "Plan as text").trigger()
    pane.show_evidence(Evidence("F", 2, None, "quiet space"))
    assert pane.text.outlined == "quiet space"
    passage = next(p for p in pane.plan.passages if p.text == F_LINE)
    pane.show_passage(passage)
    assert pane.text.outlined == F_LINE


def test_evidence_is_tagged_beside_the_text(desk, pdf):
    pane = desk.open(pdf)
    command(pane, "Plan as text").trigger()
    margin = pane.text.viewport().rect()
    margin.setWidth(40)

    def ink():
        image = pane.text.viewport().grab(margin).toImage()
        return sum(image.pixelColor(x, y).lightness() < 120 for x in range(40) for y in range(image.height()))

    assert ink() == 0
    pane.set_tags([("A1", Evidence("A", 1, None, "Robin likes trains"))], [])
    assert ink() > 20


# A window of its own


def test_the_plan_is_torn_out_and_comes_back_when_its_window_closes(desk, pdf):
    pane = desk.open(pdf)
    pane.tear_out()
    window = pane.pages.window()
    assert pane.torn_out and window is not pane and pane.pages.isVisible()
    assert window.styleSheet() == pane.styleSheet() != "", "it looks like the window it came from"
    assert pane.panes() == ()
    window.close()
    assert not pane.torn_out and pane.pages.window() is pane and pane.pages.isVisible()


def test_evidence_is_taken_from_the_torn_out_window(desk, pdf):
    pane = desk.open(pdf)
    pane.tear_out()
    window = pane.pages.window()
    desk.qtbot.waitUntil(lambda: QApplication.activeWindow() is window)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_C, CTRL | SHIFT)
    assert desk.evidence[0].page == 1
    pane.bring_back()


def test_a_pane_that_goes_takes_its_thread_along(qtbot, desk, pdf):
    desk.open(pdf)
    pane = DocumentPane()
    pane.open_file(desk.folder / "plan.pdf")
    before = [thread for thread in threading.enumerate() if thread.name == "document"]
    assert len(before) == 2
    pane.deleteLater()
    qtbot.waitUntil(lambda: len([t for t in threading.enumerate() if t.name == "document"]) == 1)


# For everyone


def test_everything_that_takes_the_keyboard_has_a_name(desk, pdf):
    pane = desk.open(pdf)
    nameless = [
        part
        for part in pane.findChildren(QWidget)
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus
        and part.isVisible()
        and not (part.accessibleName() or getattr(part, "text", str)())
    ]
    assert nameless == []
    assert all(button.toolTip() for button in pane.findChildren(QuietButton) if not button.text())


def command(pane, name: str):
    """A command of the pane, by what it is called."""
    return next(action for action in pane.commands() if action.text() == name)
