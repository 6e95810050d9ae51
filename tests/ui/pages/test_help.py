"""Help has something to say of every place in the window."""

import tomllib

import pytest
from pytestqt.qtbot import QtBot

from resources import read_text
from ui.pages.help import HelpPage
from ui.parts.words import Text
from ui.places import PLACES

SECTIONS = tomllib.loads(read_text("wording", "help.toml"))["sections"]


@pytest.mark.parametrize("key", sorted({place.key for place in PLACES}))
def test_every_place_has_a_section(key: str):
    assert any(key in section.get("places", ()) for section in SECTIONS)


def test_no_section_is_for_a_place_that_is_not_there():
    known = {place.key for place in PLACES}
    assert all(set(section.get("places", ())) <= known for section in SECTIONS)


@pytest.mark.parametrize(
    "word",
    [
        "work pack",
        "return pack",
        "by telephone",
        "Redacted",
        "purge",
        "fingerprint",
        "Two computers",
        "forgot",
        "undone",
    ],
)
def test_what_people_look_for_is_there_to_be_read(qtbot: QtBot, word: str):
    page = HelpPage()
    qtbot.addWidget(page)
    read = " ".join(text.words for text in page.findChildren(Text))
    titles = " ".join(card.accessibleName() for card in page.text.column.children() if hasattr(card, "accessibleName"))
    assert word.lower() in f"{read} {titles}".lower()


def test_the_list_brings_its_section_up_and_a_place_finds_its_own(qtbot: QtBot):
    page = HelpPage()
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.show()
    titles = [section["title"] for section in SECTIONS]
    page.contents.setCurrentRow(titles.index("Settle differences"))
    first = page.text.verticalScrollBar().value()
    page.show_place("week")
    assert 0 < first < page.text.verticalScrollBar().value()
    assert titles[page.contents.currentRow()] == "This week"

    page.resize(600, 700)
    qtbot.waitUntil(lambda: not page.contents.isVisible())
    assert page.panes() == (page.text,)
