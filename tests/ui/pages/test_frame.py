"""The list of plans at the window: dropped or chosen, read on the worker, shown with what is wrong, taken in."""

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from sqlmodel import select

from auditor import rounds
from auditor.frames.keep import frame_standing
from auditor.frames.key_list import open_key_list
from db.store import Store
from db.tables import Plan, RoundPlan, Sampled
from db.vocabulary import RoundKind
from tests.auditor.frames.lists import ANNEX_A, AS_AT, GOOD, annex_a, annex_row, workbook
from tests.auditor.frames.test_sen2_and_mapping import OTHER, TABLES
from tests.building import make_round, make_workspace, small_framework
from tests.ui.window.conftest import Answers
from ui.pages.frame import EMPTY, FOUND, KEPT, KEY, NOTHING, FramePage
from ui.parts.words import Text
from ui.session import Session
from ui.tasks import Tasks

PASSPHRASE = "plum ladder window seven"


@pytest.fixture
def store(tmp_path: Path):
    (tmp_path / "work").mkdir()
    with make_workspace(tmp_path / "work" / "a.ehcpaudit") as made:
        new = rounds.NewRound("Autumn", RoundKind.FULL, as_at=AS_AT)
        rounds.new_round(made, small_framework(tmp_path), new)
        yield made


@pytest.fixture
def answers() -> Answers:
    return Answers()


@pytest.fixture
def page(qtbot, store: Store, answers: Answers):
    session, tasks = Session(store), Tasks()
    shown = FramePage(session, tasks, answers)
    session.setParent(shown)
    qtbot.addWidget(shown)
    shown.resize(1100, 800)
    with qtbot.waitExposed(shown):
        shown.show()
    shown.refresh()
    yield shown
    tasks.close()


def shown(page: FramePage) -> int:
    return page._stack.currentIndex()


def read(qtbot, page: FramePage, *files: Path) -> None:
    page.read_files(*files)
    settle(qtbot, page)


def settle(qtbot, page: FramePage) -> None:
    qtbot.waitUntil(lambda: not page.work.busy)


def press(qtbot, page: FramePage) -> None:
    page.primary.click()
    settle(qtbot, page)


def references(store: Store) -> list[str]:
    with store.read() as session:
        joined = select(Plan.reference).join(RoundPlan, RoundPlan.plan_id == Plan.id)
        return sorted(session.exec(joined.where(RoundPlan.frame_row.is_not(None))))


def test_a_list_is_chosen_shown_used_and_then_stands_in_the_round(qtbot, page: FramePage, answers, store, tmp_path):
    assert shown(page) == EMPTY and not page.primary.isVisible()
    answers.path = annex_a(
        tmp_path / "list.xlsx",
        annex_row(upn=None),
        annex_row(id="R-2", upn=None, need=""),
        annex_row(id="R-3", upn=None),
    )
    page.drop.button.click()
    settle(qtbot, page)
    assert shown(page) == FOUND
    assert page.found.usable.words == "2 usable of 3"
    assert page.primary.text() == "Use these 2 plans"
    assert page.tabs.tabText(2) == "Left out (1)"
    model = page.tabs.left_out.table.model()
    assert [model.index(0, c).data() for c in range(3)] == ["3", "SEN primary need", "The primary need is missing."]
    assert references(store) == [], "nothing is kept before somebody says so"
    press(qtbot, page)
    assert shown(page) == KEPT and page.messages.bar.kind == "done"
    assert references(store) == ["R-100", "R-3"]
    assert page.kept.usable.words == "2 usable of 3"
    went = []
    page.go.connect(went.append)
    page.primary.click()
    assert went == ["sample"]


def test_another_list_takes_its_place_until_plans_are_picked(qtbot, page: FramePage, answers, store, tmp_path):
    for name in ("R-1", "R-2"):
        answers.path = annex_a(tmp_path / f"{name}.xlsx", annex_row(id=name))
        (page.drop.button if shown(page) == EMPTY else page.other).click()
        settle(qtbot, page)
        press(qtbot, page)
    assert references(store) == ["R-2"]
    with store.write() as session:
        session.add(Sampled(round_plan_id=session.exec(select(RoundPlan.id)).one(), draw_order=1))
    page.refresh()
    assert shown(page) == KEPT and not page.other.isVisible()
    page.read_files(answers.path)
    assert page.messages.bar.kind == "note" and "picked already" in page.messages.bar.title


def test_identifying_columns_show_no_cell_and_every_column_is_said(qtbot, page: FramePage, tmp_path):
    read(qtbot, page, annex_a(tmp_path / "list.xlsx", annex_row()))
    model = page.columns.table.model()
    rows = {model.index(r, 0).data(): [model.index(r, c).data() for c in (1, 2)] for r in range(model.rowCount())}
    assert rows["UPN"] == ["dropped here", "dropped here"]
    assert rows["Date of birth"][1] == "dropped here" and "then dropped" in rows["Date of birth"][0]
    assert rows["SEN primary need"] == ["primary need", "ASD"]
    assert rows["Ethnicity"][0] == "not used"
    assert rows["Date initial EHC plan issued"][1] == "01/05/2024"
    said = " ".join(str(cells) for cells in rows.values())
    assert str(GOOD["UPN"]) not in said and "2016" not in said and str(GOOD["ULN"]) not in said


def test_columns_are_chosen_by_hand_and_taken_so_the_next_time(qtbot, page: FramePage, store, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text(OTHER)
    read(qtbot, page, path)
    assert page.found.usable.words == "1 usable of 1", "a date of birth and a year were known by name"
    for field, column in (("reference", "Case"), ("need", "Kind of difficulty"), ("area", "Patch")):
        box = page.columns.boxes[field]
        box.setCurrentIndex(box.findText(column))
    assert page.primary.text() == "Read again with these columns"
    press(qtbot, page)
    assert page.primary.text() == "Use this plan" and page.columns.mapping["area"] == 2
    press(qtbot, page)
    assert references(store) == ["R-1"]
    path.write_text(OTHER.replace("R-1", "R-8"))
    read(qtbot, page, path)
    assert page.columns.mapping["need"] == 1
    assert any("as last time" in label.words for label in page.found.findChildren(Text))


def test_a_list_nobody_knows_can_be_told_which_column_is_what(qtbot, page: FramePage, tmp_path):
    path = tmp_path / "other.csv"
    path.write_text("Case,Difficulty\nR-1,Autism\n")
    read(qtbot, page, path)
    assert page.messages.bar.kind == "problem" and "No column of other.csv" in page.messages.bar.title
    assert shown(page) == FOUND and page.tabs.currentIndex() == 1 and not page.primary.isEnabled()
    assert not page.tabs.isTabVisible(2)
    page.columns.boxes["need"].setCurrentIndex(page.columns.boxes["need"].findText("Difficulty"))
    assert page.primary.isEnabled()
    press(qtbot, page)
    assert page.found.usable.words == "1 usable of 1" and page.messages.bar is None


def made(tmp_path: Path, *names: str) -> Path:
    return annex_a(tmp_path / "names.xlsx", *(annex_row(id=name, upn=None) for name in names))


def test_made_references_ask_for_a_key_list_first_which_then_keeps_them(qtbot, page, answers, store, tmp_path):
    read(qtbot, page, made(tmp_path, "Will", "Willis"))
    page.primary.click()
    assert shown(page) == KEY and page.key_step.chosen == "locked"
    page.key_step.first.setText("short")
    page.primary.click()
    assert "12 characters" in page.key_step.row.problem
    page.key_step.first.setText(PASSPHRASE)
    page.key_step.second.setText("plum")
    page.primary.click()
    assert page.key_step.again.problem and references(store) == []
    page.key_step.second.setText(PASSPHRASE)
    answers.path = tmp_path / "work" / "a.keys.age"
    page.primary.click()
    assert page.messages.bar.kind == "problem" and "must not lie" in page.messages.bar.title
    answers.path = tmp_path / "a.keys.age"
    qtbot.keyClick(page.key_step.second, Qt.Key.Key_Return)
    settle(qtbot, page)
    assert shown(page) == KEPT and "a.keys.age" in page.messages.bar.detail
    assert page.key_step.first.text() == "", "no passphrase stays on the page"
    assert references(store) == ["P-0001", "P-0002"]
    assert [key.original for key in open_key_list(answers.path, PASSPHRASE).rows] == ["Will", "Willis"]

    read(qtbot, page, made(tmp_path, "Wilma", "Willis"))
    assert [plan.reference for plan in page.read.reading.frame.plans] == ["P-0003", "P-0004"]
    page.found.keys.choose.click()
    assert page.found.keys.passphrase.isVisible()
    page.found.keys.passphrase.setText("something else here")
    page.found.keys.open.click()
    settle(qtbot, page)
    assert "does not open this file" in page.found.keys.row.problem
    page.found.keys.passphrase.setText(PASSPHRASE)
    page.found.keys.open.click()
    qtbot.waitUntil(lambda: bool(page.read.chosen.earlier))
    settle(qtbot, page)
    assert [plan.reference for plan in page.read.reading.frame.plans] == ["P-0003", "P-0002"]


def test_a_key_list_in_clear_or_none_is_only_made_by_somebody_sure(qtbot, page, answers, store, tmp_path):
    read(qtbot, page, made(tmp_path, "Will"))
    page.primary.click()
    answers.path = tmp_path / "k.keys.csv"
    for choice, words in (("clear", "in clear"), ("none", "Keep no key list")):
        page.key_step.choices[choice].setChecked(True)
        page.primary.click()
        assert words in answers.questions[-1] and references(store) == []
    assert not answers.path.exists()
    answers.is_sure = True
    page.key_step.choices["clear"].setChecked(True)
    press(qtbot, page)
    assert references(store) == ["P-0001"] and open_key_list(answers.path, None).rows[0].original == "Will"


def test_what_is_wrong_can_be_copied_and_saved(qtbot, page, answers, tmp_path):
    rows = [annex_row(id=f"R-{n}", upn=None, need="") for n in range(3)]
    rows += [annex_row(id="R-9", upn=None, reviewed=date(2020, 1, 1))]
    read(qtbot, page, annex_a(tmp_path / "list.xlsx", *rows))
    page.tabs.left_out.copy.click()
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 4 and lines[1].split("\t") == ["2", "SEN primary need", "The primary need is missing."]
    answers.path = tmp_path / "wrong.csv"
    page.tabs.left_out.save.click()
    with answers.path.open(encoding="utf-8-sig", newline="") as file:
        saved = list(csv.reader(file))
    assert saved[0] == ["Row", "Column", "What is wrong", "What became of it"]
    assert [row[3] for row in saved[1:]] == ["left out"] * 3 + ["in, and worth a look"]
    page.tabs.asked.save.click()
    assert "is there already" in page.messages.bar.title


def test_rows_are_sorted_by_number_and_not_by_letters(qtbot, page, tmp_path):
    read(qtbot, page, annex_a(tmp_path / "list.xlsx", *(annex_row(id=f"R-{n}", upn=None, need="") for n in range(12))))
    table = page.tabs.left_out.table
    table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    assert [table.model().index(row, 0).data() for row in range(4)] == ["13", "12", "11", "10"]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert table.model().index(0, 0).data() == "2"


def drop(page: FramePage, *files: Path) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys)
    enter.ignore()
    page.dragEnterEvent(enter)
    if enter.isAccepted():
        page.dropEvent(QDropEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, buttons, keys))
    return enter.isAccepted()


def test_files_are_dropped_on_the_page_and_workspaces_are_left_to_the_window(qtbot, page, tmp_path):
    assert not drop(page, tmp_path / "work" / "a.ehcpaudit")
    files = []
    for name, rows in TABLES.items():
        files.append(tmp_path / f"{name}.csv")
        files[-1].write_text("\n".join(",".join(row) for row in rows))
    assert drop(page, *files)
    settle(qtbot, page)
    assert page.read.reading.look.kind == "sen2" and page.found.usable.words == "2 usable of 4"


def test_tables_of_sen2_are_added_one_by_one(qtbot, page, answers, tmp_path):
    for name in ("m4", "m2"):
        (tmp_path / f"{name}.csv").write_text("\n".join(",".join(row) for row in TABLES[name]))
    read(qtbot, page, tmp_path / "m4.csv")
    assert page.found._add_table.isVisible()
    answers.path = tmp_path / "m2.csv"
    page.found._add_table.click()
    settle(qtbot, page)
    assert page.read.reading.look.kind == "sen2"


def test_another_sheet_is_chosen(qtbot, page, tmp_path):
    cells = [GOOD.get(name) for name in ANNEX_A]
    plans = {
        "About": [["What this is", "for"]],
        "List_1": [ANNEX_A, cells],
        "Old": [ANNEX_A, cells, [*cells[:0], "R-2", *cells[1:]]],
    }
    read(qtbot, page, workbook(tmp_path / "list.xlsx", plans))
    sheet = page.found.sheet
    assert sheet.currentText() == "List_1" and page.found.usable.words == "1 usable of 1"
    sheet.setCurrentIndex(sheet.findText("Old"))
    sheet.activated.emit(sheet.currentIndex())
    settle(qtbot, page)
    assert page.found.sheet.currentText() == "Old" and page.found.usable.words == "2 usable of 2"
    page.found.sheet.activated.emit(page.found.sheet.findText("About"))
    settle(qtbot, page)
    assert page.messages.bar.kind == "problem" and shown(page) == FOUND


AWKWARD = {
    "empty.csv": b"",
    "cp1252.csv": "Ref,Area,Need\nR-1,Ynys Môn,ASD\n".encode("cp1252"),
    "utf16.csv": "Ref,Area,Need\nR-1,Ynys Môn,ASD\n".encode("utf-16"),
    "semicolons.csv": b"\xef\xbb\xbfRef;Area;Need\r\nR-1;Ynys M\xc3\xb4n;ASD\r\n",
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(400),
    "million.csv": b"Ref,Area,Need\n" + b"R-1,Ynys,ASD\n" * 1_000_000,
    "heads.csv": b"Ref,Area,Need\n",
}


@pytest.mark.parametrize("name", AWKWARD)
def test_an_awkward_file_is_read_or_refused_in_a_sentence_and_the_page_goes_on(qtbot, page, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(AWKWARD[name])
    read(qtbot, page, path)
    if name in ("cp1252.csv", "utf16.csv", "semicolons.csv"):
        assert page.read.reading.frame.plans[0].area == "Ynys Môn"
    else:
        assert page.messages.bar.kind == "problem" and "Nothing was taken in" in page.messages.bar.title
        assert not page.primary.isVisible() or not page.primary.isEnabled()
    read(qtbot, page, annex_a(tmp_path / "good.xlsx", annex_row()))
    assert page.found.usable.words == "1 usable of 1" and page.primary.isEnabled()


def awkward_workbook(path: Path, name: str) -> None:
    cells = [GOOD.get(column) for column in ANNEX_A]
    match name:
        case "two rows of heads":
            rows = [["Plans"], ["Unique ID", "Main education establishment", None, "SEN primary need"],
                    [None, "URN", "phase", None], ["R-1", 123456, "Primary", "ASD"]]  # fmt: skip
            workbook(path, {"S": rows}, merged=["A1:D1", "A2:A3", "B2:C2", "D2:D3"])
        case "200 columns":
            workbook(path, {"S": [[*ANNEX_A, *(f"Extra {n}" for n in range(180))], [*cells, *["x"] * 180]]})
        case "1904":
            workbook(path, {"S": [ANNEX_A, cells]}, epoch=CALENDAR_MAC_1904)
        case "formulas":
            workbook(path, {"S": [["Ref", "Need", "Date issued"], ["R-1", "ASD", "=40000+5658"], ["R-2", "ASD", None]]})
        case _:
            raise AssertionError(name)


@pytest.mark.parametrize("name", ["two rows of heads", "200 columns", "1904", "formulas"])
def test_an_awkward_workbook_is_read_and_said(qtbot, page, tmp_path, name):
    awkward_workbook(tmp_path / "list.xlsx", name)
    read(qtbot, page, tmp_path / "list.xlsx")
    frame = page.read.reading.frame
    assert frame is not None and frame.plans
    if name == "two rows of heads":
        assert (frame.plans[0].phase, frame.plans[0].setting_code) == ("primary", "123456")
    if name == "200 columns":
        assert page.columns.table.model().rowCount() == 201 and page.columns.boxes["area"].count() > 180
    if name == "1904":
        assert frame.plans[0].first_final_on == date(2024, 5, 1) and any("1904" in note for note in frame.notes)
    if name == "formulas":
        assert page.tabs.tabText(2) == "Left out (1)"


def test_reading_is_stopped_and_nothing_was_changed(qtbot, page, tmp_path, store):
    path = tmp_path / "list.csv"
    path.write_text("Ref,Need\n" + "".join(f"R-{n},ASD\n" for n in range(60_000)))
    page.read_files(path)
    page.work.cancel()
    assert not page.drop.button.isEnabled()
    settle(qtbot, page)
    assert "Cancelled" in page.messages.bar.title and shown(page) == EMPTY
    assert page.drop.button.isEnabled() and references(store) == []


def test_a_round_that_has_no_list_says_why_none_can_be_taken_in(qtbot, page, store, tmp_path):
    made_there = make_round(store, small_framework(tmp_path), ["N-1"], {"N-1": ["EA"]}, name="Older")
    page._session.look_again()
    page._session.rounds = rounds.rounds(store)
    page._session.switch_round(made_there)
    page.refresh()
    assert shown(page) == NOTHING and "picked" in frame_standing(store, made_there).locked
    assert page.panes()


def test_what_was_found_goes_when_the_round_is_changed_or_the_page_left(qtbot, page, store, tmp_path):
    read(qtbot, page, made(tmp_path, "Will"))
    page.leave()
    assert page.read is None
    page.refresh()
    read(qtbot, page, made(tmp_path, "Will"))
    page.leave_it.click()
    assert page.read is None and shown(page) == EMPTY


def test_a_workbook_changed_after_reading_is_not_what_is_stored(qtbot, page, store, tmp_path):
    """What was shown is what is stored; the digest is that of the file as it was read."""
    path = annex_a(tmp_path / "list.xlsx", annex_row(id="R-1"))
    read(qtbot, page, path)
    digest = page.read.digest
    book = load_workbook(path)
    book.active.append(["R-2"])
    book.save(path)
    press(qtbot, page)
    assert references(store) == ["R-1"]
    assert frame_standing(store, 1).frame.digest == digest


@pytest.mark.parametrize("width", [640, 1100])
def test_nothing_scrolls_sideways_at_twice_the_text_size(qtbot, page: FramePage, tmp_path, width: int):
    from ui.look import look

    book = Workbook()
    book.active.append(["Ref", "Need", "Locality", *(f"A long name of a column, number {n}" for n in range(40))])
    book.active.append(["R-1", "ASD", "North", *["speech, language and communication needs"] * 40])
    book.save(tmp_path / "list.xlsx")
    look().set(scale=2.0)
    try:
        page.resize(width, 700)
        read(qtbot, page, tmp_path / "list.xlsx")
        for tab in (0, 1):
            page.tabs.setCurrentIndex(tab)
            qtbot.wait(50)
            pane = page.tabs.currentWidget()
            assert pane.widget().width() <= pane.viewport().width()
        press(qtbot, page)
        assert page.kept.widget().width() <= page.kept.viewport().width()
    finally:
        look().set(scale=1.0)
