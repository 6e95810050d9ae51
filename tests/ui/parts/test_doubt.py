"""The writer is asked once about words that may identify somebody, and always has the last word."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from ui.parts.doubt import Doubt
from ui.parts.layout import Column, ScrollColumn
from ui.parts.words import Text


class Form:
    """A field with its doubt, and what was saved."""

    def __init__(self, qtbot: QtBot) -> None:
        self.field, self.doubt, self.saved = QLineEdit(), Doubt(), list[str]()
        self.column = Column(self.field, self.doubt)
        qtbot.addWidget(self.column)
        self.column.show()
        self.column.activateWindow()
        qtbot.waitUntil(self.column.isActiveWindow)

    def save(self, words: str) -> bool:
        self.field.setText(words)
        return self.doubt.before(lambda: self.saved.append(words), self.field, ("the reason", words))

    @property
    def asked(self) -> str:
        return " ".join(label.words for label in self.doubt.findChildren(Text)) if self.doubt.isVisible() else ""


@pytest.fixture
def form(qtbot: QtBot) -> Form:
    return Form(qtbot)


def test_words_without_a_sign_are_saved_at_once(form: Form):
    assert form.save("Section F was read again.")
    assert (form.saved, form.asked) == (["Section F was read again."], "")


def test_a_name_is_shown_and_nothing_is_saved_before_the_answer(form: Form):
    assert not form.save("Ask Mr Poole on 07700 900123.")
    assert form.saved == []
    assert "“Mr Poole” looks like a name, “07700 900123” like a phone number." in form.asked
    assert "A first name alone cannot be found" in form.asked
    assert form.doubt.mend.hasFocus(), "the safe answer has the keyboard"


@pytest.mark.parametrize("way", ["button", "escape"])
def test_going_back_saves_nothing_and_leads_to_the_field(form: Form, way: str):
    form.save("Ask Mr Poole.")
    form.doubt.mend.click() if way == "button" else QTest.keyClick(form.doubt.mend, Qt.Key.Key_Escape)
    assert (form.saved, form.asked) == ([], "")
    assert form.field.hasFocus()


def test_it_is_saved_as_it_is_and_not_asked_about_again(form: Form):
    form.save("Ask Mr Poole.")
    form.doubt.save.click()
    assert form.saved == ["Ask Mr Poole."]
    assert form.save("Ask Mr Poole once more.")
    assert not form.save("Ask Mr Poole and Mrs Example.")
    assert "Poole" not in form.asked


def test_mended_words_take_the_question_away(form: Form):
    form.save("Ask Mr Poole.")
    assert form.save("Ask the writer.")
    assert (form.saved, form.asked) == (["Ask the writer."], "")


def test_a_first_name_is_found_where_it_is_known(form: Form):
    assert not form.doubt.before(lambda: None, form.field, ("the note", "Robin likes trains."), names=("Robin",))
    assert "“Robin” looks like a first name" in form.asked


def test_beside_a_saved_note_it_asks_without_taking_the_keyboard(form: Form):
    form.field.setFocus()
    form.doubt.beside(form.field, ("the note", "Ask Mr Poole."))
    assert form.asked
    assert form.field.hasFocus()
    form.doubt.save.click()
    form.doubt.beside(form.field, ("the note", "Ask Mr Poole."))
    assert not form.asked
    assert form.field.hasFocus()


def test_two_doubts_can_share_what_was_let_through(form: Form, qtbot: QtBot):
    other = Form(qtbot)
    other.doubt.share(form.doubt.passed)
    form.save("Ask Mr Poole.")
    form.doubt.save.click()
    assert other.save("Ask Mr Poole.")


def test_the_question_is_brought_into_view_with_both_its_buttons(qtbot: QtBot):
    field, doubt = QLineEdit(), Doubt()
    page = ScrollColumn(Text("\n".join(["Words above."] * 30)), field, doubt, Text("\n".join(["Words below."] * 30)))
    qtbot.addWidget(page)
    page.resize(600, 400)
    page.show()
    doubt.beside(field, ("the note", "Ask Mr Poole."))
    qtbot.waitUntil(lambda: page.verticalScrollBar().value() > 0)
    seen = page.viewport().rect()
    for button in (doubt.mend, doubt.save):
        assert seen.contains(QRect(button.mapTo(page.viewport(), QPoint(0, 0)), button.size()))
    assert seen.contains(doubt.mapTo(page.viewport(), QPoint(0, 0)))
