"""Contacts in the settings: one's own words, everybody's keys, and trusting one no more."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QWidget
from sqlmodel import col, select

from auditor.packs.contacts import contacts
from auditor.packs.keys import make_identity
from db.store import Store
from db.tables import Assignment, ContactKey, Pack, Person, Round, Sent, new_uid
from tests.auditor.packs.sealing import keys
from tests.building import make_round, make_workspace, small_framework
from ui.look import look
from ui.security.contacts import ContactsSection
from ui.session import Session

Show = Callable[[Store], ContactsSection]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A lead's workspace with a round."""
    with make_workspace(tmp_path / "a.ehcpaudit") as made:
        make_round(made, small_framework(tmp_path), ["EX-1", "EX-2"], {"EX-1": ["EA", "HB"], "EX-2": ["EA"]})
        yield made


@pytest.fixture
def show(qtbot) -> Iterator[Show]:
    """Shows the section, as wide as the settings make it."""

    def shown(store: Store) -> ContactsSection:
        section = ContactsSection(Session(store))
        qtbot.addWidget(section)
        section.resize(look().px(860), 1200)
        with qtbot.waitExposed(section):
            section.show()
        section.refresh()
        return section

    yield shown
    look().set(scale=1.0)


def known(store: Store, code: str, times: int = 1) -> None:
    """Somebody's keys, as packs would bring them."""
    with store.write() as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        for _ in range(times):
            own = keys()
            session.add(
                ContactKey(
                    person_id=person.id,
                    name=person.name,
                    device=new_uid(),
                    sign_public=own.sign_public,
                    age_public=own.age_public,
                    learnt_at=datetime(2026, 4, 3, tzinfo=UTC),
                )
            )


def sent(store: Store, code: str) -> None:
    """A work pack that went to somebody with redacted papers."""
    with store.write() as session:
        person = session.exec(select(Person).where(Person.code == code)).one()
        pack = Pack(
            kind="work",
            outgoing=True,
            round_id=session.exec(select(Round.id)).one(),
            person_id=person.id,
            device=new_uid(),
            number=1,
            digest="0" * 64,
            log_head="0" * 64,
            sealed_at=datetime(2026, 4, 1, 12, tzinfo=UTC),
        )
        session.add(pack)
        session.flush()
        for assignment in session.exec(select(Assignment).where(col(Assignment.person_id) == person.id)):
            paper = Sent(pack_id=pack.id, assignment_id=assignment.id, papers="redacted")
            paper.papers_until = date(2026, 6, 1)
            session.add(paper)


def rows(table) -> list[list[str]]:
    model = table.model()
    return [[model.index(r, c).data() for c in range(model.columnCount())] for r in range(model.rowCount())]


def test_ones_own_words_come_with_the_key_and_are_read_out(store: Store, show: Show) -> None:
    section = show(store)
    assert not section.own.words.isVisible() and section.own.make.isVisible()
    section.own.make.click()
    own = make_identity(store)
    assert section.own.words.words == f"{' '.join(own.words[:4])}<br>{' '.join(own.words[4:])}"
    assert section.own.words.accessibleName() == f"Your fingerprint: {', '.join(own.words)}"
    assert not section.own.make.isVisible()
    assert section.own.words.hasFocus()


def test_without_contacts_it_says_where_they_come_from(store: Store, show: Show) -> None:
    section = show(store)
    assert not section.table.isVisible() and not section.detail.isVisible()


def test_each_key_is_listed_and_the_chosen_one_is_shown_in_full(store: Store, show: Show) -> None:
    known(store, "EA", times=2)
    known(store, "HB")
    sent(store, "EA")
    section = show(store)
    assert rows(section.table) == [
        ["Edie Example (EA)", "Not compared", "1 of 2", "3 April 2026"],
        ["Edie Example (EA)", "Not compared", "2 of 2", "3 April 2026"],
        ["Hal Example (HB)", "Not compared", "", "3 April 2026"],
    ]
    assert rows(section.detail.held) == [
        ["EX-1", "Redacted, until 1 June 2026", "Spring, 1", "1 April 2026"],
        ["EX-2", "Redacted, until 1 June 2026", "Spring, 1", "1 April 2026"],
    ]
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_Down)
    QTest.keyClick(section.table, Qt.Key.Key_Down)
    assert section.detail.accessibleName() == "Hal Example (HB)"
    assert not section.detail.held.isVisible()
    words = contacts(store)[2].words
    assert section.detail.words.accessibleName() == f"Fingerprint of Hal Example (HB): {', '.join(words)}"


def test_a_comparison_is_kept_and_taken_back(store: Store, show: Show) -> None:
    known(store, "EA")
    section = show(store)
    section.detail.same.click()
    assert contacts(store)[0].compared_at is not None
    assert rows(section.table)[0][1] == "Compared"
    section.detail.not_same.click()
    assert contacts(store)[0].compared_at is None


def test_a_key_is_revoked_with_a_reason_by_keyboard_alone(store: Store, show: Show) -> None:
    known(store, "EA")
    known(store, "HB")
    section = show(store)
    notes: list[str] = []
    section.note.connect(notes.append)
    section.table.setFocus()
    QTest.keyClick(section.table, Qt.Key.Key_Down)
    section.detail.revoke.setFocus()
    QTest.keyClick(section.detail.revoke, Qt.Key.Key_Space)
    reason = section.detail.form.reason
    assert reason.hasFocus()
    QTest.keyClick(reason, Qt.Key.Key_Return)
    assert contacts(store)[1].revoked_at is None
    QTest.keyClicks(reason, "Laptop left on a train")
    assert section.unsaved == 1
    QTest.keyClick(reason, Qt.Key.Key_Return)
    gone = contacts(store)[1]
    assert (gone.name, gone.revoked_why) == ("Hal Example", "Laptop left on a train")
    assert rows(section.table)[1][1] == "Revoked"
    assert section.unsaved == 0 and not section.detail.form.isVisible() and not section.detail.revoke.isVisible()
    assert len(notes) == 1 and "Hal Example (HB)" in notes[0]


def test_a_reason_that_may_name_a_child_is_asked_about(store: Store, show: Show) -> None:
    known(store, "EA")
    section = show(store)
    section.detail.revoke.click()
    section.detail.form.reason.setText("The list with 943 476 5919 lay beside it")
    section.detail.form.go.click()
    assert contacts(store)[0].revoked_at is None
    section.detail.form.leave.click()
    assert not section.detail.form.isVisible() and section.detail.revoke.hasFocus()


def test_another_key_looked_at_takes_a_half_typed_reason_away(store: Store, show: Show) -> None:
    known(store, "EA")
    known(store, "HB")
    section = show(store)
    section.detail.revoke.click()
    section.detail.form.reason.setText("Lost")
    section.table.selectRow(1)
    assert section.unsaved == 0 and not section.detail.form.isVisible()


def test_an_auditor_sees_the_leads_key_and_what_went_back(tmp_path: Path, show: Show) -> None:
    with make_workspace(tmp_path / "b.ehcpaudit", role="auditor", owner="Edie Example") as store:
        own = keys()
        with store.write() as session:
            session.add(
                ContactKey(name="Lee Example", device=new_uid(), sign_public=own.sign_public, age_public=own.age_public)
            )
        section = show(store)
        assert rows(section.table)[0][0] == "Lee Example (lead)"
        assert section.detail.held_title.heading.words == "What you returned to them"


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_with_sixty_contacts_the_chosen_one_stays_near(store: Store, show: Show, scale: float) -> None:
    look().set(scale=scale)
    known(store, "EA", times=60)
    section = show(store)
    assert section.table.model().rowCount() == 60
    assert section.table.height() < 12 * section.table.rowHeight(0)


def test_whatever_takes_the_keyboard_has_a_name(store: Store, show: Show) -> None:
    known(store, "EA")
    sent(store, "EA")
    make_identity(store)
    section = show(store)
    section.detail.revoke.click()
    for part in section.findChildren(QWidget):
        if part.isVisible() and part.focusPolicy() & Qt.FocusPolicy.TabFocus:
            named = part.accessibleName() or (part.text() if isinstance(part, QAbstractButton | QLineEdit) else "")
            assert named, part
