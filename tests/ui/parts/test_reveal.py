"""What opens low on a page can be seen whole without scrolling."""

from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from ui.parts.layout import Card, ScrollColumn
from ui.parts.reveal import bring_into_view
from ui.parts.words import Text
from ui.security.contact_detail import RevokeForm
from ui.standing.step_back import StepBack

ABOVE = "\n".join(["Words above."] * 30)


def page_with(qtbot: QtBot, part: QWidget) -> ScrollColumn:
    page = ScrollColumn(Text(ABOVE), part, Text(ABOVE))
    qtbot.addWidget(page)
    page.resize(700, 420)
    page.show()
    return page


def place_of(part: QWidget, page: ScrollColumn) -> QRect:
    return QRect(part.mapTo(page.viewport(), QPoint(0, 0)), part.size())


def test_forms_that_open_show_their_buttons(qtbot: QtBot):
    for form, ask in ((RevokeForm(), RevokeForm.open), (StepBack(), lambda form: form.open("Step back"))):
        page = page_with(qtbot, form)
        ask(form)
        qtbot.waitUntil(lambda page=page: page.verticalScrollBar().value() > 0)
        assert page.viewport().rect().contains(place_of(form, page))


def test_of_what_is_taller_than_the_room_the_top_is_shown(qtbot: QtBot):
    card = Card(Text(ABOVE), Text(ABOVE))
    page = page_with(qtbot, card)
    bring_into_view(card)
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    assert 0 <= place_of(card, page).top() < 60


def test_what_is_in_view_stays_where_it_is(qtbot: QtBot):
    card = Card(Text("Short."))
    page = ScrollColumn(card, Text(ABOVE))
    qtbot.addWidget(page)
    page.resize(700, 300)
    page.show()
    page.verticalScrollBar().setValue(0)
    bring_into_view(card)
    qtbot.wait(20)
    assert page.verticalScrollBar().value() == 0
