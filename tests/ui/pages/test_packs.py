"""The pages for packs on real packs: what the lists say, what stands in the way, what is asked and never forgotten."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from auditor.answers import Answer
from auditor.packs.view import own_view, packs_in
from auditor.papers.basis import record_basis
from auditor.scoring import plan_rows, save_answer
from db.store import Store
from db.vocabulary import PapersForm, Value
from tests.auditor.packs.travelling import Party, answer, make_party, returned, taken_in
from tests.end_to_end.two_windows import Computer
from ui.look import Theme, look
from ui.packs.out_in_tabs import UndoCard
from ui.pages.packs import DECIDE, IN, LISTS, OUT, SEND, STAGING, TOLD, PacksPage
from ui.pages.send import SendPage

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Party:
    """A lead, and three auditors who have begun; sealing by passphrase takes a second, so once for all tests."""
    return make_party(tmp_path_factory.mktemp("party") / "files")


@pytest.fixture
def party(made: Party, tmp_path: Path) -> Party:
    return made.copy(tmp_path / "files")


@pytest.fixture
def at(qtbot: QtBot, party: Party) -> Iterator[Callable[[str], Computer]]:
    """Somebody's window on their workspace."""
    look().set(Theme.LIGHT, 1.0)
    there: list[Computer] = []

    def window(name: str) -> Computer:
        computer = Computer(qtbot, party.folder)
        computer.open(party.folder / f"{name}.ehcpaudit")
        computer.go("packs")
        computer.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is computer.window)
        there.append(computer)
        return computer

    yield window
    for computer in there:
        computer.leave()
    look().set(Theme.SYSTEM, 1.0)


def page_of(computer: Computer) -> PacksPage:
    assert isinstance(computer.window.page, PacksPage)
    return computer.window.page


def send_page_of(computer: Computer) -> SendPage:
    assert isinstance(computer.window.page, SendPage)
    return computer.window.page


def column(tab, number: int) -> list[str]:
    model = tab.table.model()
    return [model.index(row, number).data() for row in range(model.rowCount())]


def edies_return(party: Party, value: Value = Value.MET, number: int = 1, name: str = "edie") -> Path:
    with party.open(name) as store:
        answer(store, "N-1", "EA", value)
    return returned(party, name, number)


def test_those_with_something_to_send_stand_first_and_are_ticked(at: Callable[[str], Computer]) -> None:
    page = page_of(at("lead"))
    assert page.tabs.currentIndex() == SEND
    assert [(p.code, p.has_key) for p in page.send.chosen] == [("SC", False)]
    assert column(page.send, 0)[0] == "Sol Example (SC)"
    assert column(page.send, 3) == ["1 plan", "Nothing since", "Nothing since"]
    assert page.make.text() == "Make 1 work pack…"
    assert page.make.isVisible()
    page.send.table.setFocus()
    QTest.keyClick(page.send.table, Qt.Key.Key_Space)
    assert page.send.chosen == ()
    assert page.open_first.isVisible(), "one primary button: with nobody ticked it is opening packs"
    assert not page.make.isVisible()


def test_passphrases_show_one_at_a_time_and_are_gone_with_the_page(at: Callable[[str], Computer]) -> None:
    lead = at("lead")
    page = page_of(lead)
    lead.press("Make 1 work pack")
    assert page.stack.currentIndex() == TOLD
    words = lead.read("Passphrase to tell")
    assert len(words.split()) == 5
    assert QApplication.focusWidget() is page.told.told
    lead.press("Done")
    assert "1 passphrase is not ticked off" in lead.chosen.questions[0]
    assert page.stack.currentIndex() == LISTS
    assert words not in " ".join(label.text() for label in lead.window.findChildren(QLabel))
    for file in lead.folder.rglob("*"):
        if file.is_file() and file.suffix != ".ehcppack":
            assert words.encode() not in file.read_bytes(), file


def test_a_passphrase_stands_above_the_list_where_a_window_is_small(at: Callable[[str], Computer]) -> None:
    """All of the words are in view at the least size of a window."""
    lead = at("lead")
    page = page_of(lead)
    lead.window.resize(1024, 640)
    lead.press("Make 1 work pack")
    QTest.qWait(50)
    words = page.told.words
    assert words.visibleRegion().boundingRect() == words.rect()
    assert page.told.told.visibleRegion().boundingRect().height() == page.told.told.height()


def test_packs_without_papers_are_called_so_where_papers_might_go_along(
    party: Party, at: Callable[[str], Computer]
) -> None:
    with party.open("lead") as store:
        record_basis(
            store, 1, "social_care", form=PapersForm.WHOLE, basis="Agreement 12", approved_by="Dana Hill",
            approved_on=date(2026, 9, 1),
        )  # fmt: skip
    lead = at("lead")
    page = page_of(lead)
    assert page.make.text() == "Make 1 work pack without papers…"
    box = page.send.papers
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 2, box.height() // 2))
    assert page.make.text() == "Make 1 work pack…", "a click anywhere within its focus ring ticks it"
    QTest.mouseClick(box, Qt.MouseButton.LeftButton, pos=QPoint(box.width() - 2, box.height() // 2))
    lead.press("Make 1 work pack without papers")
    assert page.messages.bar is not None
    assert page.messages.bar.title == "Made: 1 work pack, with 1 plan and no papers."


def test_what_is_out_and_what_of_it_is_back(party: Party, at: Callable[[str], Computer]) -> None:
    with party.open("lead") as store:
        taken_in(store, edies_return(party))
    page = page_of(at("lead"))
    assert page.tabs.tabText(OUT) == "Out (2)"
    assert dict(zip(column(page.out, 0), column(page.out, 2), strict=True)) == {
        "Edie Example (EA)": "1 of 3", "Hal Example (HB)": "0 of 2"
    }  # fmt: skip
    assert column(page.came, 3) == ["1 new"]


def test_a_pack_is_undone_from_the_list_with_its_reason(party: Party, at: Callable[[str], Computer]) -> None:
    with party.open("lead") as store:
        taken_in(store, edies_return(party))
    lead = at("lead")
    page = page_of(lead)
    page.tabs.setCurrentIndex(IN)
    lead.press("Undo…")
    card = page.came.findChild(UndoCard)
    assert QApplication.focusWidget() is card.reason
    lead.press("Undo this pack")
    assert packs_in(lead.window.open_session.store, 1)[0].undone_at is None, "not without a reason"
    QTest.keyClicks(card.reason, "The wrong copy was sent")
    QTest.keyClick(card.reason, Qt.Key.Key_Return)
    lead.settle()
    (pack,) = packs_in(lead.window.open_session.store, 1)
    assert pack.undone_why == "The wrong copy was sent"
    assert column(page.came, 4)[0].startswith("Undone")
    assert not page.came.undo.isEnabled()


def test_what_stands_in_the_way_of_undoing_is_said_in_the_place_of_the_question(
    party: Party, at: Callable[[str], Computer]
) -> None:
    with party.open("lead") as store:
        taken_in(store, edies_return(party))
        taken_in(store, edies_later_return(party))
    lead = at("lead")
    page = page_of(lead)
    page.tabs.setCurrentIndex(IN)
    page.came.table.selectRow(1)
    lead.press("Undo…")
    assert "came in after it" in lead.labels()
    assert not page.came.card.go.isVisible()
    lead.press("Close")
    assert page.came.undo.isVisible()


def edies_later_return(party: Party) -> Path:
    with party.open("edie") as store:
        answer(store, "N-2", "EA", Value.MET)
    return returned(party, "edie", 2)


def test_packs_left_for_later_wait_in_a_line_and_are_counted_in_the_sidebar(
    party: Party, at: Callable[[str], Computer]
) -> None:
    pack = edies_return(party)
    lead = at("lead")
    page = page_of(lead)
    lead.drop([pack])
    assert page.stack.currentIndex() == STAGING
    lead.press("Leave for later")
    assert page.stack.currentIndex() == LISTS
    assert "1 pack waits to go in. Nothing is written yet." in lead.labels()
    lead.go("standing")
    assert any("Packs, 1 waiting" in b.accessibleName() for b in lead.window.sidebar._buttons.values())
    lead.go("packs")
    lead.press("Look at them")
    lead.press("Apply 4 additions")
    assert not page.waits.isVisible()


def test_two_packs_of_one_name_from_two_folders_are_two_packs(party: Party, at: Callable[[str], Computer]) -> None:
    files = [edies_return(party)]
    with party.open("hal") as store:
        answer(store, "N-1", "HB", Value.PARTLY)
    files.append(returned(party, "hal"))
    same: list[Path] = []
    for file, folder in zip(files, ("one", "two"), strict=True):
        (party.folder / folder).mkdir()
        same.append(Path(shutil.copy(file, party.folder / folder / "return.ehcppack")))
    lead = at("lead")
    lead.drop(same)
    assert sorted(p.sender for p in page_of(lead).taking.staged.packs) == ["Edie Example", "Hal Example"]
    lead.press("Apply 8 additions")
    assert len(packs_in(lead.window.open_session.store, 1)) == 2


def test_a_folder_of_packs_can_be_dropped(party: Party, at: Callable[[str], Computer]) -> None:
    folder = party.folder / "mail"
    folder.mkdir()
    shutil.copy(edies_return(party), folder)
    lead = at("lead")
    lead.drop([folder])
    assert len(page_of(lead).taking.staged.packs) == 1


def test_what_is_no_pack_is_refused_with_its_reason_and_nothing_is_written(
    party: Party, at: Callable[[str], Computer]
) -> None:
    broken = party.folder / "broken.ehcppack"
    broken.write_bytes(b"no pack at all")
    lead = at("lead")
    before = (party.folder / "lead.ehcpaudit").read_bytes()
    lead.drop([broken])
    (pack,) = page_of(lead).taking.staged.packs
    assert not pack.goes_in
    assert pack.file == "broken.ehcppack"
    assert "Nothing was changed" in lead.labels()
    assert not page_of(lead).staging.apply.isVisible()
    lead.press("Leave for later")
    assert page_of(lead).taking.waiting == 0
    assert (party.folder / "lead.ehcpaudit").read_bytes() == before


def test_a_sheet_typed_in_for_an_auditor_waits_for_a_second_person(party: Party, at: Callable[[str], Computer]) -> None:
    with party.open("lead") as store:
        answer(store, "N-4", "SC", Value.MET)
    lead = at("lead")
    page = page_of(lead)
    page.tabs.setCurrentIndex(DECIDE)
    assert page.tabs.tabText(DECIDE) == "To decide (1)"
    card = page.decide.sheet
    lead.press("It is as on the paper")
    assert "Choose who compared it." in lead.labels()
    card.by.setCurrentIndex(card.by.findText("Hal Example"))
    lead.press("It is as on the paper")
    assert page.decide.waiting == 0
    assert not page.tabs.isTabVisible(DECIDE)


def test_an_auditor_sees_what_the_lead_does_not_have_yet(party: Party, at: Callable[[str], Computer]) -> None:
    edies_return(party)
    with party.open("edie") as store:
        answer(store, "N-2", "EA", Value.MET, submit=False)
    edie = at("edie")
    page = send_page_of(edie)
    assert page.header.subtitle.words.endswith("1 plan changed since your last return pack")
    assert column(page.plans, 0)[0] == "N-2"
    assert column(page.plans, 3) == ["Not the newest", "All of it", "Nothing to send"]
    assert column(page.sent, 0) == ["Pack 1"]
    QTest.keyClick(page.plans.table, Qt.Key.Key_M, CTRL)
    edie.settle()
    assert page.header.subtitle.words.endswith("nothing new since your last return pack")
    assert "The return pack is made. Send it now" in edie.said()
    assert "Nothing has left this computer yet" in edie.said()
    assert "Your lead has" not in edie.labels() + page.plans.about.words, "that is known when they take it in"
    assert own_view(edie.window.open_session.store, 1).waiting == ()


def test_an_auditor_may_send_finished_plans_alone(party: Party, at: Callable[[str], Computer]) -> None:
    with party.open("edie") as store:
        answer(store, "N-1", "EA", Value.MET)
        answer(store, "N-2", "EA", Value.MET, submit=False)
    edie = at("edie")
    page = send_page_of(edie)
    page.plans.unfinished.setChecked(False)
    edie.press("Make a return pack")
    assert "1 finished. Nothing has left" in edie.said()
    assert page.header.subtitle.words.endswith("1 plan changed since your last return pack"), "the unfinished one"


def test_a_return_pack_with_a_name_in_a_note_is_made_only_once_its_writer_says_so(
    party: Party, at: Callable[[str], Computer]
) -> None:
    with party.open("edie") as store:
        assignment = answer(store, "N-2", "EA", Value.MET, submit=False)
        save_answer(store, assignment, "Q2", Answer(Value.MET, note="Mr Poole said so, ring 07700 900123"))
    edie = at("edie")
    page = send_page_of(edie)
    edie.press("Make a return pack")
    assert own_view(edie.window.open_session.store, 1).sent == (), "not before the answer"
    assert "“Mr Poole” looks like a name" in page.doubt.accessibleName()
    assert "To be found in the note on Q2 of N-2." in page.doubt.accessibleName()
    assert page.doubt.mend.hasFocus()
    edie.press("Mend it first")
    assert edie.window.page is not page
    assert "the note on Q2 of N-2" in edie.said()
    edie.go("packs")
    assert not page.doubt.isVisible()
    edie.press("Make a return pack")
    edie.press("Make it as it is")
    assert len(own_view(edie.window.open_session.store, 1).sent) == 1
    edie.press("Make a return pack")
    assert len(own_view(edie.window.open_session.store, 1).sent) == 2, "asked once about the same words"


def test_a_note_that_stays_here_is_not_asked_about(party: Party, at: Callable[[str], Computer]) -> None:
    with party.open("edie") as store:
        answer(store, "N-1", "EA", Value.MET)
        assignment = answer(store, "N-2", "EA", Value.MET, submit=False)
        save_answer(store, assignment, "Q2", Answer(Value.MET, note="Mr Poole said so"))
    edie = at("edie")
    send_page_of(edie).plans.unfinished.setChecked(False)
    edie.press("Make a return pack")
    assert len(own_view(edie.window.open_session.store, 1).sent) == 1


def test_the_program_opens_a_pack_it_is_started_with_or_handed(
    party: Party, at: Callable[[str], Computer], qtbot: QtBot
) -> None:
    pack = edies_return(party)
    lead = at("lead")
    lead.go("standing")
    assert lead.window.open_file(pack) is False
    lead.settle()
    assert lead.window.here == "packs"
    assert len(page_of(lead).taking.staged.packs) == 1


def test_without_a_workspace_several_packs_ask_for_it_first(qtbot: QtBot, party: Party) -> None:
    new = Computer(qtbot, party.folder)
    new.drop([edies_return(party), party.folder / "lead.ehcppack"])
    assert "Open your workspace first." in new.said()
    assert new.window.here == "welcome"
    new.leave()


def test_a_wrong_passphrase_is_said_and_can_be_mended(qtbot: QtBot, party: Party, tmp_path: Path) -> None:
    (pack,) = party.folder.glob("*EA work*.ehcppack")
    new = Computer(qtbot, tmp_path / "new")
    new.drop([pack])
    new.write("Passphrase of the pack", "not the words")
    new.press("Open this pack")
    assert new.said()
    assert new.window.here == "begin"
    assert not new.window.page.file.target.isVisible()
    new.leave()


def test_everything_on_the_lists_is_reached_by_f6_and_tab(at: Callable[[str], Computer]) -> None:
    lead = at("lead")
    page = page_of(lead)
    for part, tab in ((LISTS, SEND), (LISTS, OUT), (LISTS, IN)):
        page.tabs.setCurrentIndex(tab)
        assert page.stack.currentIndex() == part
        page.focus_main()
        assert page.isAncestorOf(QApplication.focusWidget())
        assert len(page.panes()) >= 3
    assert all(widget.isVisible() for widget in page.panes())


def test_a_second_store_sees_what_the_window_took_in(party: Party, at: Callable[[str], Computer]) -> None:
    """What Apply wrote is on disk, and not only on the page."""
    lead = at("lead")
    lead.drop([edies_return(party)])
    lead.press("Apply")
    with Store.open(party.folder / "lead.ehcpaudit") as other:
        states = {row.reference: row.state for row in plan_rows(other, 1) if row.auditor_code == "EA"}
    assert states["N-1"] == "submitted"


def test_a_drag_of_packs_is_welcome_and_of_a_picture_is_not_taken_for_one(
    party: Party, at: Callable[[str], Computer]
) -> None:
    lead = at("lead")
    for names, welcome in ((("a.ehcppack", "b.ehcppack"), True), (("a.png", "b.png"), False)):
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(party.folder / name)) for name in names])
        action, button, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        event = QDragEnterEvent(QPoint(5, 5), action, data, button, keys)
        event.ignore()
        lead.window.dragEnterEvent(event)
        assert event.isAccepted() == welcome
