"""The framework to read: questions are found by their words, and everything about one is said."""

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from auditor.frameworks import builtin
from auditor.guidance import guidance_of
from db.store import Store
from tests.building import make_round, make_workspace
from ui.pages.framework import FrameworkPage
from ui.parts.words import Text
from ui.session import Session

FRAMEWORK = builtin("default-ehcp")


@pytest.fixture
def store(tmp_path: Path):
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, FRAMEWORK, ["N-1"], {"N-1": ["EA"]})
        yield made


@pytest.fixture
def page(qtbot: QtBot, store: Store):
    shown = FrameworkPage(Session(store), "Framework")
    qtbot.addWidget(shown)
    shown.resize(1200, 900)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    return shown


def listed(page: FrameworkPage) -> list[str]:
    """The questions of the list, by their keys."""
    model = page.table.model()
    return [model.index(row, 0).data().split()[0] for row in range(model.rowCount())]


def words_in(part) -> str:
    """All words of a part that are shown."""
    return " ".join(text.words for text in part.findChildren(Text) if text.isVisibleTo(part))


def test_every_question_is_listed_in_its_order_and_the_first_is_up(page: FrameworkPage):
    assert listed(page) == [criterion.id for criterion in FRAMEWORK.criteria]
    assert page.question.key == FRAMEWORK.criteria[0].id
    assert f"version {FRAMEWORK.version} · {len(FRAMEWORK.criteria)} questions" in page.header.subtitle.words


@pytest.mark.parametrize("key", [FRAMEWORK.criteria[0].id, FRAMEWORK.judged[-1].id, "S4a"])
def test_a_question_is_shown_with_all_that_helps_to_answer_it(page: FrameworkPage, key: str):
    page.return_to({"question": key})
    asked = FRAMEWORK.criterion(key)
    said = words_in(page.question).replace("&amp;", "&")
    for part in (asked.question, asked.met, asked.not_met, asked.guidance, asked.good, asked.weak, asked.source):
        assert (part or "") in said
    assert ("Critical" in said) is asked.critical


def test_typing_finds_questions_and_stays_on_the_one_that_is_up(page: FrameworkPage):
    page.return_to({"question": "V2"})
    page.search.setText("VIEWS gathered")
    assert "V2" in listed(page)
    assert len(listed(page)) < len(FRAMEWORK.criteria)
    assert page.question.key == "V2"
    assert page.none.isHidden()
    page.search.setText("no such words anywhere")
    assert listed(page) == []
    assert page.none.isVisible()
    page.search.clear()
    assert page.question.key == "V2"


def test_a_lead_writes_a_note_for_everybody(page: FrameworkPage, store: Store):
    page.return_to({"question": "V2"})
    page.question.help.write.click()
    page.question.help.field.setPlainText("A drawing counts.")
    page.question.help.keep.click()
    assert guidance_of(store, 1) == {"V2": "A drawing counts."}
    assert page.question.key == "V2"
    assert "A drawing counts." in words_in(page.question)


def test_an_auditor_reads_and_writes_no_note(qtbot: QtBot, tmp_path: Path):
    with make_workspace(tmp_path / "b.ehcpaudit", role="auditor") as store:
        make_round(store, FRAMEWORK, ["N-1"], {"N-1": ["EA"]})
        shown = FrameworkPage(Session(store), "Handbook")
        qtbot.addWidget(shown)
        shown.refresh()
        assert shown.question.help.write.isHidden()
        assert shown.question.key == "V1"


def test_handbook_and_sheet_are_asked_for(page: FrameworkPage):
    asked: list[str] = []
    page.printed.connect(asked.append)
    for name in ("Make the handbook…", "Make a scoring sheet…"):
        next(button for button in page.findChildren(QPushButton) if button.text() == name).click()
    assert asked == ["handbook", "sheet"]
