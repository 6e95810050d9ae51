"""Privacy in the settings: how long rounds are kept, a purge that tells first, everything held for one plan."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from auditor.checking import check_workspace
from db.vocabulary import Purged
from tests.auditor.privacy.rooms import bytes_with, lead_workspace
from tests.ui.security.test_backups_section import idle
from tests.ui.window.conftest import Answers
from ui.security.privacy import PrivacySection
from ui.window import MainWindow


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a workspace of two rounds, one signed off and full of words."""
    made = tmp_path / "room"
    made.mkdir()
    lead_workspace(made / "a.ehcpaudit").close()
    return made


@pytest.fixture
def view(qtbot: QtBot, window: MainWindow, folder: Path) -> PrivacySection:
    """The section, with the signed-off round chosen."""
    assert window.open_file(folder / "a.ehcpaudit")
    idle(qtbot, window)
    return section(window)


def section(window: MainWindow) -> PrivacySection:
    window.visit("settings")
    window.page.return_to({"section": "privacy"})
    found = window.page.section  # type: ignore[attr-defined]
    assert isinstance(found, PrivacySection)
    names = [found.table.model().index(r, 0).data() for r in range(found.table.model().rowCount())]
    found.table.selectRow(names.index("Spring"))
    return found


def cell(view: PrivacySection, column: int) -> str:
    return view.table.model().index(view.table.selectionModel().selectedRows()[0].row(), column).data()


def test_a_day_is_set_and_taken_back(view: PrivacySection, window: MainWindow):
    view.keep.set.click()
    assert cell(view, 3) == "31 March 2027"
    view.keep.none.click()
    assert cell(view, 3) == "No day set"


def test_a_round_whose_time_is_over_is_due(view: PrivacySection):
    view.keep.day.setDate(view.keep.day.date().fromString("2026-04-01", "yyyy-MM-dd"))
    view.keep.set.click()
    assert cell(view, 4).startswith("Due")


def test_a_purge_shows_numbers_asks_why_and_asks_again_before_it_does_it(
    qtbot: QtBot, view: PrivacySection, window: MainWindow, answers: Answers, folder: Path
):
    view.purge.look.click()
    idle(qtbot, window)
    preview = view.purge.preview
    rows = {preview.goes.model().index(r, 0).data() for r in range(preview.goes.model().rowCount())}
    assert {"Notes on answers", "Quotations from plans"} <= rows
    assert preview.stays.model().rowCount() > 3
    preview.go.click()
    assert preview._row.problem == "Say in a few words why."
    preview.reason.setText("The time to keep it is over")
    preview.go.click()
    assert "Nobody can bring the words back" in answers.questions[-1]
    assert bytes_with(folder), "nothing is done while the answer is no"
    answers.is_sure = True
    preview.go.click()
    qtbot.waitUntil(lambda: window.session is not None and not window.tasks.busy)
    assert window.messages.bar is not None
    assert "Its words are gone" in window.messages.bar.accessibleName()
    assert check_workspace(window.open_session.store) == ()
    assert cell(section(window), 4).startswith("Words purged")
    assert window.workspaces.close()
    assert bytes_with(folder) == []


def test_a_round_under_way_says_why_its_words_stay(qtbot: QtBot, view: PrivacySection, window: MainWindow):
    view.table.selectRow(0)
    assert "Spring 2026" in view.purge.title.heading.words
    view.purge.look.click()
    idle(qtbot, window)
    assert "not signed off" in view.purge._stops.words
    assert not view.purge.preview.isVisibleTo(view)
    view.purge.choices[Purged.ROUND].setChecked(True)
    view.purge.look.click()
    idle(qtbot, window)
    assert view.purge.preview.isVisibleTo(view)
    assert view.purge.preview._figures.isVisibleTo(view)


def test_words_that_may_identify_somebody_are_asked_about_before_they_become_the_reason(
    qtbot: QtBot, view: PrivacySection, window: MainWindow, answers: Answers
):
    view.purge.look.click()
    idle(qtbot, window)
    view.purge.preview.reason.setText("Mrs Poole rang 07700 900123")
    view.purge.preview.go.click()
    assert answers.questions == []
    assert view.purge.preview._doubt.isVisibleTo(view)


def test_everything_held_for_a_reference_is_looked_up_and_saved(view: PrivacySection, answers: Answers, tmp_path: Path):
    held = view.held
    held.look.click()
    assert held.reference.problem
    held.reference.edit.setText("N-999")
    held.look.click()
    assert "N-999" in held.reference.problem
    held.reference.edit.setText("N-001")
    held.look.click()
    assert held.table.model().rowCount() > 4
    answers.path = tmp_path
    held.save.click()
    assert (tmp_path / "held-n-001.html").is_file()


def test_a_fact_is_put_right_with_a_reason(view: PrivacySection, window: MainWindow):
    held = view.held
    held.reference.edit.setText("N-003")
    held.look.click()
    held.correct.click()
    form = held.form
    form.fact.setCurrentIndex(form.fact.findData("year_group"))
    form.value.setText("four")
    form.go.click()
    assert form._why_row.problem
    form.reason.setText("The list had it wrong")
    assert view.unsaved == 1
    form.go.click()
    assert "whole number" in form._value_row.problem
    form.value.setText("4")
    form.go.click()
    assert not form.isVisibleTo(view)
    assert held._tree is not None
    assert held._tree["rounds"][0]["facts"]["year_group"] == 4


def test_every_field_and_button_has_a_name_and_is_reached_by_tab(
    qtbot: QtBot, view: PrivacySection, window: MainWindow
):
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QTableView

    view.purge.look.click()
    idle(qtbot, window)
    view.held.reference.edit.setText("N-001")
    view.held.look.click()
    view.held.correct.click()
    for kind in (QAbstractButton, QLineEdit, QComboBox, QTableView):
        for widget in view.findChildren(kind):
            if not widget.isVisibleTo(view) or widget.objectName().startswith("qt_"):
                continue
            named = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            assert named or isinstance(widget.parent(), QTableView), widget
            if named:
                assert widget.focusPolicy() & Qt.FocusPolicy.TabFocus, named
