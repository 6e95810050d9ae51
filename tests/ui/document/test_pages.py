"""PDF pages: painted, moved through, zoomed, selected from by mouse and keyboard."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from auditor.contents import Evidence
from auditor.plan_reader import Passage
from tests.auditor.plan_reader.making import Line, pdf_file
from tests.ui.document.conftest import F_LINE
from ui.document.band_cache import BandCache
from ui.document.document_thread import Band
from ui.document.tags import on_pages
from ui.look import Theme, look

SHIFT, CTRL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier


def ink(desk, page: int, words: str) -> int:
    """How many dark pixels are painted where words of a page stand."""
    pages = desk.pane.pages
    boxes = pages.texts[page].boxes(*next(pages.texts[page].folded.find(words)))
    rect = pages.to_view(page, boxes[0]).toRect()
    image = pages.viewport().grab(rect).toImage()
    return sum(image.pixelColor(x, y).lightness() < 120 for x in range(image.width()) for y in range(image.height()))


def ground(desk, page: int, words: str) -> tuple[int, int, int]:
    """The most frequent colour where words of a page stand."""
    pages = desk.pane.pages
    boxes = pages.texts[page].boxes(*next(pages.texts[page].folded.find(words)))
    image = pages.viewport().grab(pages.to_view(page, boxes[0]).toRect()).toImage()
    colours = [image.pixel(x, y) & 0xFFFFFF for x in range(image.width()) for y in range(image.height())]
    most = max(set(colours), key=colours.count)
    return most >> 16, most >> 8 & 255, most & 255


def test_the_page_is_painted_where_its_words_stand(desk, pdf):
    desk.open(pdf)
    desk.qtbot.waitUntil(lambda: ink(desk, 0, "Robin likes trains") > 100)


def test_the_dark_theme_dims_the_paper_unless_it_is_to_be_white(desk, pdf):
    desk.open(pdf)
    look().set(Theme.DARK)
    desk.qtbot.waitUntil(lambda: ground(desk, 0, "Robin likes trains") == (0xE4, 0xE1, 0xD8))
    desk.pane.set_paper("white")
    desk.qtbot.waitUntil(lambda: ground(desk, 0, "Robin likes trains") == (255, 255, 255))
    desk.pane.set_paper("inverted")
    desk.qtbot.waitUntil(lambda: ground(desk, 0, "Robin likes trains") == (0, 0, 0))


def test_dragging_makes_a_selection_with_section_and_page(desk, pdf):
    pane = desk.open(pdf)
    pane.show_section("F")
    desk.text_of(1)
    desk.drag(1, "trained teaching", "15 minutes")
    assert pane.selection() == Evidence("F", 2, None, "trained teaching assistant, 15 minutes")


def test_a_selection_in_a_table_keeps_to_its_cell(desk, pdf):
    pane = desk.open(pdf)
    pane.show_section("F")
    desk.text_of(1)
    desk.drag(1, "quiet space", "required")
    assert pane.selection().quotation == "quiet space as required"


def test_the_keyboard_selects_by_letters_words_and_lines(desk, pdf):
    pane = desk.open(pdf)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_Down)  # the caret appears at the first line in view
    desk.press(Qt.Key.Key_Right, CTRL | SHIFT)
    assert pane.selection().quotation == "Education"
    desk.press(Qt.Key.Key_Right, SHIFT)
    assert pane.selection().quotation == "Education,"
    desk.press(Qt.Key.Key_Left, CTRL | SHIFT)
    desk.press(Qt.Key.Key_End, SHIFT)
    assert pane.selection().quotation == "Education, Health and Care Plan"
    desk.press(Qt.Key.Key_Home)
    desk.press(Qt.Key.Key_Down)
    desk.press(Qt.Key.Key_Down, SHIFT)
    assert pane.selection().quotation.startswith("Section A: Views")
    desk.press(Qt.Key.Key_Escape)
    assert pane.selection() is None


def test_the_caret_goes_on_to_the_next_page(desk, pdf):
    pane = desk.open(pdf)
    desk.text_of(1)
    pane.pages.select(0, 0, len(pane.pages.texts[0].text))
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_Right, CTRL | SHIFT)
    desk.press(Qt.Key.Key_Right, CTRL | SHIFT)
    assert pane.selection().quotation.endswith("will be secure. Section")
    assert pane.selection().page == 1


def test_ctrl_a_takes_the_page_and_ctrl_c_copies_it(desk, pdf, said):
    pane = desk.open(pdf)
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_A, CTRL)
    desk.press(Qt.Key.Key_C, CTRL)
    copied = QApplication.clipboard().text()
    assert copied.startswith("Education, Health and Care Plan Section A") and copied.endswith("will be secure.")
    assert "Page 1 selected" in said


def test_a_double_click_takes_the_word(desk, pdf):
    pane = desk.open(pdf)
    desk.qtbot.mouseDClick(pane.pages.viewport(), Qt.MouseButton.LeftButton, pos=desk.point(0, "gnaller"))
    assert pane.selection().quotation == "signaller"


def test_zoom_by_key_keeps_the_top_and_fit_comes_back(desk, long_pdf):
    pane = desk.open(long_pdf)
    pane.show_section("F")
    page = pane.pages.here()[0]
    fitted = pane.pages.zoom
    pane.pages.setFocus()
    desk.press(Qt.Key.Key_Plus, CTRL)
    desk.press(Qt.Key.Key_Equal, CTRL)
    assert pane.pages.zoom == pytest.approx(fitted * 1.21, rel=0.01)
    assert pane.pages.here()[0] == page
    desk.press(Qt.Key.Key_Minus, CTRL)
    assert pane.pages.zoom == pytest.approx(fitted * 1.1, rel=0.01)
    desk.press(Qt.Key.Key_0, CTRL)
    assert pane.pages.zoom == pytest.approx(fitted)


def test_fit_follows_the_width_of_the_pane(desk, pdf):
    pane = desk.open(pdf)
    before = pane.pages.zoom
    pane.resize(1000, 800)
    desk.qtbot.waitUntil(lambda: pane.pages.zoom > before * 1.3)
    assert pane.pages.horizontalScrollBar().maximum() == 0


def test_the_place_is_found_again_after_sizes_that_cannot_hold_it(desk, long_pdf):
    """A pane as narrow as can be shows many pages at once, one as high as the plan shows them all."""
    pages = desk.open(long_pdf).pages
    pages.go_to(pages.count - 1, 0.1, room=0)
    page, share = pages.here()
    width, height = desk.pane.width(), desk.pane.height()
    for narrow, high in ((60, 3000), (width, 40_000), (width, height)):
        desk.pane.resize(narrow, high)
        QApplication.processEvents()
    assert pages.here() == (page, pytest.approx(share, abs=0.02))


def test_evidence_is_outlined_where_its_words_stand_and_the_outline_goes(desk, pdf):
    pane = desk.open(pdf)
    pane.show_evidence(Evidence("F", 2, None, F_LINE))
    desk.qtbot.waitUntil(lambda: pane.pages.outlined is not None)
    page, boxes = pane.pages.outlined
    text = pane.pages.texts[1]
    assert page == 1 and list(boxes) == text.boxes(*next(text.folded.find(F_LINE)))
    assert pane.pages.to_view(1, boxes[0]).intersects(pane.pages.viewport().rect())
    desk.qtbot.waitUntil(lambda: pane.pages.outlined is None)


def test_evidence_without_its_words_outlines_the_page(desk, pdf):
    pane = desk.open(pdf)
    pane.show_evidence(Evidence("F", 2))
    desk.qtbot.waitUntil(lambda: pane.pages.outlined is not None)
    assert pane.pages.outlined[0] == 1 and pane.pages.here()[0] == 1


def test_evidence_is_tinted_and_prompts_are_tinted_and_underlined(desk, pdf):
    pane = desk.open(pdf)
    plain = ink(desk, 0, "Robin likes trains"), ink(desk, 0, "By July 2027")
    desk.qtbot.waitUntil(lambda: ink(desk, 0, "Robin likes trains") > 100)
    assert ground(desk, 0, "Robin likes trains") == (255, 255, 255)
    dated = WorthALook("By July 2027", pane.plan.section("E").passages[0])
    pane.set_tags([("V1", Evidence("A", 1, None, "Robin likes trains"))], [dated])
    tinted, prompted = ground(desk, 0, "Robin likes trains"), ground(desk, 0, "By July 2027")
    assert tinted != (255, 255, 255) and prompted != (255, 255, 255) and tinted != prompted
    assert plain is not None


def test_a_prompt_is_marked_where_its_passage_stands_and_not_where_the_same_letters_stand_before(desk):
    again = "Small steps will be set by school."
    desk.open(pdf_file([Line("Section E: Outcomes", level=2), *(Line(again) for _ in range(3))]))
    passages = desk.pane.plan.section("E").passages
    marks = on_pages([], [WorthALook(again, passage) for passage in (*passages, passages[0])])
    desk.text_of(0)
    tops = [desk.pane.pages.boxes_of(mark)[0][1] for mark in marks]
    assert len(tops) == 3 and tops == sorted(set(tops))


@dataclass(frozen=True)
class WorthALook:
    text: str
    passage: Passage
    section: str = "E"
    page: int | None = 1


def test_pictures_kept_stay_within_their_bytes():
    from PySide6.QtGui import QImage

    cache = BandCache(largest=5 * 400 * 400)
    for page in range(20):
        cache.put(Band(page, 1.0, 0, "#FFFFFF"), QImage(100, 400, QImage.Format.Format_RGB32), ())
    assert cache.size <= 5 * 400 * 400
    assert Band(19, 1.0, 0, "#FFFFFF") in cache and Band(0, 1.0, 0, "#FFFFFF") not in cache
