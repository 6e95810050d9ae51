"""The small parts: what they say, how they are reached, and that they fit."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QGuiApplication, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from auditor.reports.charts import HEADLINES
from tests.auditor.reports.made_up import random_round
from ui.look import look
from ui.parts.announce import announce
from ui.parts.buttons import NavButton, PlainButton, PrimaryButton, QuietButton, Tile
from ui.parts.chart import ChartView
from ui.parts.chip import Chip
from ui.parts.empty import EmptyState
from ui.parts.form import FormRow
from ui.parts.header import HeaderBar
from ui.parts.layout import Card, Column, Row, ScrollColumn, SectionTitle, Wrap
from ui.parts.message import MessageArea, MessageBar
from ui.parts.pictures import Icon, Mark
from ui.parts.progress import Part, PartsBar, PartsLegend
from ui.parts.table import TableView
from ui.parts.words import Heading, KeyCap, Text

LONG = "Speech, language and communication needs, as the young person and their parents put it in section A. " * 3
PARTS = [Part(5, "submitted", "solid"), Part(2, "under way", "hatched"), Part(1, "not started", "dotted")]


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[QAccessibleAnnouncementEvent]:
    """What was announced."""
    heard: list[QAccessibleAnnouncementEvent] = []
    monkeypatch.setattr("ui.parts.announce.QAccessible.updateAccessibility", heard.append)
    return heard


def test_text_shows_what_it_was_given(qtbot: QtBot) -> None:
    """Angle brackets and ampersands are words, not markup."""
    text = Text("if a < b & c")
    qtbot.addWidget(text)
    assert QAccessible.queryAccessibleInterface(text).text(QAccessible.Text.Name) == "if a < b & c"
    assert text.words == "if a < b & c"


def test_wrapped_text_asks_for_no_more_height_than_it_needs(qtbot: QtBot) -> None:
    """Its least height is one line, whatever a very narrow column would need."""
    text = Text(LONG)
    qtbot.addWidget(text)
    assert text.minimumSizeHint().height() <= text.fontMetrics().height()
    assert text.heightForWidth(300) > text.heightForWidth(600)


def test_lines_stay_short_in_a_wide_page(qtbot: QtBot) -> None:
    """A text does not run on for more than about 75 characters."""
    text = Text(LONG)
    qtbot.addWidget(text)
    assert text.heightForWidth(3000) == text.heightForWidth(text.fontMetrics().averageCharWidth() * 75)


PAGES: dict[str, Callable[[], QWidget]] = {
    "header": lambda: HeaderBar("Where it stands", LONG, Chip("Provisional", "under_way"), primary=PrimaryButton("Go")),
    "message": lambda: MessageBar("look", LONG, LONG, ("Show them", print), ("Leave them", print)),
    "empty": lambda: EmptyState("package", LONG, LONG, "Take in packs…"),
    "form": lambda: FormRow(LONG, QLineEdit(), LONG),
    "tiles": lambda: Wrap(*[(Tile("33", "plans sampled", LONG, "met"), 1) for _ in range(5)], least=150),
    "card": lambda: Card(Text(LONG), title="What would change", caption="116 add, 2 change"),
    "parts": lambda: Column(PartsBar(PARTS), PartsLegend(PARTS)),
    "row": lambda: Row(Mark("met"), Icon("house"), (Text(LONG), 1), KeyCap("F8"), align=Qt.AlignmentFlag.AlignTop),
    "title": lambda: SectionTitle("Speech and language", QuietButton("Copy"), caption="three areas"),
}


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_nothing_scrolls_sideways(qtbot: QtBot, page: str, scale: float) -> None:
    """Each part fits a column 1,000 px wide at any text size, and the page is as high as its content."""
    look().set(scale=scale)
    scroll = ScrollColumn(PAGES[page]())
    qtbot.addWidget(scroll)
    scroll.resize(1000, 600)
    scroll.show()
    qtbot.waitUntil(lambda: scroll.column.width() == scroll.viewport().width())
    content = scroll.column.heightForWidth(scroll.viewport().width())
    qtbot.waitUntil(lambda: scroll.column.height() == max(scroll.viewport().height(), content))


@pytest.mark.parametrize("page", PAGES)
def test_changing_the_text_size_gives_the_same_page_as_starting_with_it(qtbot: QtBot, page: str) -> None:
    """What was built at 100% and enlarged is laid out like what was built large."""
    grown = PAGES[page]()
    qtbot.addWidget(grown)
    grown.show()
    look().set(scale=2.0)
    fresh = PAGES[page]()
    qtbot.addWidget(fresh)
    fresh.show()
    qtbot.waitUntil(lambda: grown.heightForWidth(1200) == fresh.heightForWidth(1200))
    qtbot.waitUntil(lambda: grown.sizeHint() == fresh.sizeHint())


def test_wrap_breaks_and_fills(qtbot: QtBot) -> None:
    """Four of 200 px fit three to a row of 700; those that stretch share the rest."""
    tiles = [QWidget() for _ in range(4)]
    wrap = Wrap(*[(tile, 1) for tile in tiles], gap=0, least=200)
    qtbot.addWidget(wrap)
    for tile in tiles:
        tile.setMinimumHeight(50)
    wrap.resize(look().px(700), 100)
    wrap.show()
    tops = [tile.y() for tile in tiles]
    assert tops[0] == tops[1] == tops[2] < tops[3]
    assert tiles[3].width() == wrap.width()


def test_hidden_parts_take_no_room(qtbot: QtBot) -> None:
    """What is not shown leaves no gap."""
    one, two = QPushButton("One"), QPushButton("Two")
    wrap = Wrap(one, two)
    qtbot.addWidget(wrap)
    both = wrap.sizeHint().width()
    one.hide()
    assert wrap.sizeHint().width() < both / 1.5


def test_a_button_with_no_words_has_a_name_and_a_tip(qtbot: QtBot) -> None:
    """An icon never stands alone without both."""
    button = QuietButton(icon="zoom-in", name="Zoom in", key="Ctrl++")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Zoom in"
    assert button.toolTip() == "Zoom in (Ctrl++)"


def test_a_key_hint_takes_room_and_is_read_out(qtbot: QtBot) -> None:
    """The key is drawn beside the words, and told to a screen reader."""
    with_key, without = PlainButton("Open", key="Ctrl+O"), PlainButton("Open")
    qtbot.addWidget(with_key)
    qtbot.addWidget(without)
    assert with_key.sizeHint().width() > without.sizeHint().width()
    assert with_key.sizeHint().height() == without.sizeHint().height()
    assert "Ctrl+O" in with_key.accessibleDescription()
    assert with_key.text() == "Open"


def test_places_say_what_waits_and_fold(qtbot: QtBot) -> None:
    """A place names its count; folded, the words go into the tip."""
    place = NavButton("Packs", "package", 2)
    qtbot.addWidget(place)
    assert place.accessibleName() == "Packs, 2 waiting"
    place.set_folded(True)
    assert place.text() == "" and place.toolTip() == "Packs, 2 waiting"
    place.set_folded(False)
    place.set_count(0)
    assert place.text() == "Packs"


def test_a_tile_says_itself_and_opens_by_keyboard(qtbot: QtBot) -> None:
    """Figure, word, context and state in one name; Space opens."""
    tile = Tile("21", "submitted", "64%, on pace", "completed")
    qtbot.addWidget(tile)
    assert tile.accessibleName() == "21 submitted. 64%, on pace. Completed"
    with qtbot.waitSignal(tile.clicked):
        qtbot.keyClick(tile, Qt.Key.Key_Space)
    assert not Tile("21", "submitted", opens=False).isEnabled()


def test_a_chip_changes_its_state(qtbot: QtBot) -> None:
    """Shape, word and colour change together."""
    chip = Chip("Provisional", "under_way")
    qtbot.addWidget(chip)
    assert [mark.state for mark in chip.findChildren(Mark)] == ["under_way"]
    chip.set_state("Critical", icon="flag")
    assert chip.accessibleName() == "Critical"
    assert chip.property("chip") == "plain"


def test_announcements_are_polite_unless_asked(qtbot: QtBot, said: list[QAccessibleAnnouncementEvent]) -> None:
    """The words arrive with their urgency."""
    widget = QWidget()
    qtbot.addWidget(widget)
    announce(widget, "Saved. 25 of 40.")
    announce(widget, "The disk is full.", assertive=True)
    politeness = QAccessible.AnnouncementPoliteness
    assert [event.message() for event in said] == ["Saved. 25 of 40.", "The disk is full."]
    assert [event.politeness() for event in said] == [politeness.Polite, politeness.Assertive]


def test_a_message_stays_until_dismissed(qtbot: QtBot, said: list[QAccessibleAnnouncementEvent]) -> None:
    """It is announced, its actions work, and dismissing leaves no room behind."""
    area = MessageArea()
    qtbot.addWidget(area)
    pressed: list[str] = []
    bar = area.say(
        "problem", "The report could not be written.", "Close it.", ("Try again", lambda: pressed.append("x"))
    )
    assert not area.isHidden()
    assert said[-1].message() == "The report could not be written. Close it."
    assert said[-1].politeness() == QAccessible.AnnouncementPoliteness.Assertive
    again, close = bar.findChildren(QPushButton)
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert pressed == ["x"]
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert area.isHidden() and area.bar is None


def test_a_message_has_room_for_two_actions() -> None:
    """A third would crowd the sentence out."""
    with pytest.raises(ValueError, match="two"):
        MessageBar("note", "Look", "", ("a", print), ("b", print), ("c", print))


def test_a_field_is_named_described_and_mended(qtbot: QtBot) -> None:
    """Label, help and problem reach assistive tools; a mended field is plain again."""
    field = QLineEdit()
    row = FormRow("Date of the plan", field, "Such as 4 December 2026")
    qtbot.addWidget(row)
    assert field.accessibleName() == "Date of the plan"
    assert row.label.buddy() is field
    row.set_problem("That date does not exist.")
    assert field.accessibleDescription() == "That date does not exist. Such as 4 December 2026"
    assert field.property("problem") is True
    row.set_problem("")
    assert row.problem == "" and field.property("problem") is False
    assert field.accessibleDescription() == "Such as 4 December 2026"


def test_an_empty_state_offers_one_way_on(qtbot: QtBot) -> None:
    """Its button is its signal."""
    empty = EmptyState("package", "Nothing has come back yet.", "Open a pack.", "Take in packs…")
    qtbot.addWidget(empty)
    assert empty.button is not None
    with qtbot.waitSignal(empty.action):
        empty.button.click()


def test_progress_is_said_in_counts(qtbot: QtBot) -> None:
    """The bar's name is its legend and its figures."""
    bar = PartsBar(PARTS)
    qtbot.addWidget(bar)
    assert bar.accessibleName() == "5 submitted, 2 under way, 1 not started"
    bar.set_parts([])
    bar.resize(100, 12)
    assert not bar.grab().isNull()


def test_a_chart_is_one_picture_with_its_finding(qtbot: QtBot) -> None:
    """It takes the keyboard, keeps its shape, and Enter asks for its table."""
    chart, round_figures = ChartView(HEADLINES), random_round()
    qtbot.addWidget(chart)
    chart.show_results(round_figures)
    face = QAccessible.queryAccessibleInterface(chart)
    assert face.role() == QAccessible.Role.Graphic
    assert face.text(QAccessible.Text.Name) == HEADLINES.alt_text(round_figures)
    assert chart.heightForWidth(160) == round(chart.heightForWidth(320) / 2), "below its narrowest it shrinks"
    with qtbot.waitSignal(chart.table_asked):
        qtbot.keyClick(chart, Qt.Key.Key_Return)


def test_a_mark_is_named_by_its_word(qtbot: QtBot) -> None:
    """Not by its colour or shape."""
    mark = Mark("partly")
    qtbot.addWidget(mark)
    assert mark.accessibleName() == "Partly met"


def test_a_header_shows_another_title(qtbot: QtBot) -> None:
    """Title and subtitle change; an empty subtitle takes no room."""
    header = HeaderBar("Results", "Autumn 2026")
    qtbot.addWidget(header)
    header.set_title("Sample")
    assert header.title.words == "Sample" and header.subtitle.isHidden()


def test_a_low_window_has_no_second_line_in_its_head(qtbot: QtBot) -> None:
    """The title and the buttons keep the room; the words are heard with the title."""
    header = HeaderBar("Sample", "33 of 7,300 plans")
    qtbot.addWidget(header)
    with qtbot.waitExposed(header):
        header.show()
    for height, shown in ((600, True), (200, False), (600, True)):
        header.resize(900 + height, height)
        qtbot.waitUntil(lambda shown=shown: header.subtitle.isVisible() == shown)
        assert header.title.accessibleDescription() == "33 of 7,300 plans"


def test_headings_have_three_sizes(qtbot: QtBot) -> None:
    """Page title, card title, question."""
    heights = []
    for level in (1, 2, 3):
        heading = Heading("Results", level)
        qtbot.addWidget(heading)
        heading.show()
        heights.append(heading.fontMetrics().height())
    assert heights == sorted(heights, reverse=True) and len(set(heights)) == 3


def test_rows_are_copied_with_tabs(qtbot: QtBot) -> None:
    """Whole rows with their heads, hidden columns left out."""
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["Plan", "Secret", "Now"])
    for row in (("N-021", "x", "Met"), ("S-003", "y", "Partly met")):
        model.appendRow([QStandardItem(cell) for cell in row])
    table = TableView("Criteria")
    table.setModel(model)
    table.setColumnHidden(1, True)
    qtbot.addWidget(table)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Plan\tNow\nS-003\tPartly met"


def test_table_rows_grow_with_the_text(qtbot: QtBot) -> None:
    """Row height follows the look."""
    table = TableView("Criteria")
    qtbot.addWidget(table)
    before = table.verticalHeader().defaultSectionSize()
    look().set(scale=2.0)
    assert table.verticalHeader().defaultSectionSize() == 2 * before


def test_a_tables_columns_keep_to_their_words_when_the_text_grows_and_shrinks(qtbot: QtBot):
    """A page that is fitted once stays readable when somebody changes the size of the text."""
    table = TableView("Criteria")
    model = QStandardItemModel(1, 3)
    model.setHorizontalHeaderLabels(["Code", "One step apart", "Question"])
    model.setItem(0, 1, QStandardItem("12"))
    table.setModel(model)
    qtbot.addWidget(table)
    table.resizeColumnsToContents()
    first = table.columnWidth(1)
    look().set(scale=2.0)
    assert table.columnWidth(1) >= table.horizontalHeader().sectionSizeHint(1) - 2
    look().set(scale=1.0)
    assert abs(table.columnWidth(1) - first) <= 1


def test_an_empty_place_can_say_something_else_of_what_to_do_above_its_button(qtbot: QtBot):
    empty = EmptyState("clock", "Figures are not shown yet.", "", "Where it stands")
    qtbot.addWidget(empty)
    empty.resize(600, 300)
    with qtbot.waitExposed(empty):
        empty.show()
    empty.explain("20 of 71 audits are in.")
    words = next(text for text in empty.findChildren(Text) if text.words == "20 of 71 audits are in.")
    qtbot.waitUntil(lambda: words.height() > 0)
    button = empty.button
    assert button is not None
    assert words.mapTo(empty, words.rect().bottomLeft()).y() <= button.mapTo(empty, button.rect().topLeft()).y()
    empty.setFocus()
    assert empty.focusProxy() is button
