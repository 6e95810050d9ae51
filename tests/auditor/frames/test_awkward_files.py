"""Files as they come: handled, or refused with a reason in plain words."""

import random
import zipfile
from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from auditor.frames import read_frame
from auditor.frames.csv_rows import csv_rows
from db.errors import UserError
from tests.auditor.frames.lists import ANNEX_A, AS_AT, GOOD, annex_a, read_text, workbook

CSV = "Ref,Area,Primary need,Date issued\nR-1,Ynys Môn,ASD,01/02/2025\nR-2,North,SEMH,12-Mar-2025\n"
GOOD_CELLS = [GOOD.get(name) for name in ANNEX_A]


def refusal(path: Path, **options: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        read_frame(path, as_at=AS_AT, **options)
    assert "Nothing was" in str(refused.value) or "not read" in str(refused.value)
    return refused.value


def file(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_however_it_was_saved(tmp_path: Path, encoding: str, mark: str, end: str) -> None:
    frame = read_text(tmp_path, CSV.replace(",", mark).replace("\n", end).encode(encoding))
    assert [(p.reference, p.area, p.need, p.first_final_on) for p in frame.plans] == [
        ("R-1", "Ynys Môn", "ASD", date(2025, 2, 1)),
        ("R-2", "North", "SEMH", date(2025, 3, 12)),
    ]
    assert any("Windows" in note for note in frame.notes) == (encoding == "cp1252")


def test_the_mark_between_cells_is_the_steady_one_not_the_frequent_one(tmp_path: Path) -> None:
    text = "Plans, as sent, by post\n\nRef;Area;Primary need\nR-1;North, East, West, South;ASD\nR-2;South;SLD\n"
    assert [plan.area for plan in read_text(tmp_path, text).plans] == ["North, East, West, South", "South"]


def test_excels_own_line_about_the_mark_is_no_row(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "sep=;\r\nRef;Area;Need\r\nR-1;North;\r\n")
    assert [(wrong.row, wrong.column) for wrong in frame.rejected] == [(3, "Need")]


def test_row_numbers_are_those_of_the_file_past_titles_and_blank_rows(tmp_path: Path) -> None:
    path = annex_a(tmp_path / "frame.xlsx", {}, {**GOOD, "SEN primary need": ""}, above=[["Plans, autumn"], []])
    (wrong,) = read_frame(path, as_at=AS_AT)[0].rejected
    assert wrong.row == 5
    frame = read_text(tmp_path, "Ref,Need\n\n\nR-1,\n")
    assert [wrong.row for wrong in frame.rejected] == [4]


def test_merged_headings_in_two_rows_are_read_together(tmp_path: Path) -> None:
    rows = [
        ["Plans in our area", None, None, None, None],
        ["Unique ID", "Date of birth", "Main education establishment", None, "SEN primary need"],
        [None, None, "URN", "phase", None],
        ["R-1", date(2016, 3, 4), 123456, "Primary", "ASD"],
    ]
    path = workbook(tmp_path / "frame.xlsx", {"Sheet1": rows}, merged=["A1:E1", "A2:A3", "B2:B3", "C2:D2", "E2:E3"])
    frame, _ = read_frame(path, as_at=AS_AT)
    (plan,) = frame.plans
    assert (plan.row, plan.setting_code, plan.phase, plan.need) == (4, "123456", "primary", "ASD")
    assert frame.fields["phase"].column == "Main education establishment phase"


def test_one_row_of_headings_is_not_joined_with_the_first_row_of_plans(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "Ref,Area,Need\nR-1,Name,ASD\nR-2,Area,SLD\n")
    assert [plan.area for plan in frame.plans] == ["Name", "Area"]


def test_cells_merged_below_the_headings_are_told(tmp_path: Path) -> None:
    rows = [["Ref", "Area", "Need"], ["R-1", "North", "ASD"], ["R-2", None, "SLD"]]
    path = workbook(tmp_path / "frame.xlsx", {"Sheet1": rows}, merged=["B2:B3"])
    frame, _ = read_frame(path, as_at=AS_AT)
    assert [plan.area for plan in frame.plans] == ["North", ""]
    assert any("merged" in note and "rows 2 to 3" in note for note in frame.notes)


def test_rows_and_sheets_hidden_in_excel_are_read_and_told(tmp_path: Path) -> None:
    book = Workbook()
    plans = book.create_sheet("Plans")
    for row in (ANNEX_A, GOOD_CELLS, [*GOOD_CELLS[:0], "R-2", None, *GOOD_CELLS[2:]]):
        plans.append(row)
    plans.row_dimensions[3].hidden = True
    plans.sheet_state = "hidden"
    book.save(tmp_path / "frame.xlsx")
    frame, _ = read_frame(tmp_path / "frame.xlsx", as_at=AS_AT)
    assert len(frame.plans) == 2
    assert any("Rows hidden in Excel" in note and note.endswith("1.") for note in frame.notes)
    assert any("Plans is hidden" in note for note in frame.notes)


def test_two_hundred_columns(tmp_path: Path) -> None:
    names = [f"Extra {n}" for n in range(197)]
    rows = [[*names[:100], "Ref", "Need", "Locality", *names[100:]], [*["x"] * 100, "R-1", "ASD", "North", *["y"] * 97]]
    frame, _ = read_frame(workbook(tmp_path / "frame.xlsx", {"Sheet1": rows}), as_at=AS_AT)
    assert [(plan.reference, plan.need, plan.area) for plan in frame.plans] == [("R-1", "ASD", "North")]
    assert len(frame.ignored) == 197
    wide = workbook(tmp_path / "wide.xlsx", {"Sheet1": [["Ref", *["Need"] * 1_000], ["R-1"]]})
    assert refusal(wide).code == "too_many_columns"


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    path = workbook(tmp_path / "frame.xlsx", {"List_1": [ANNEX_A, GOOD_CELLS]}, epoch=CALENDAR_MAC_1904)
    frame, _ = read_frame(path, as_at=AS_AT)
    assert frame.plans[0].first_final_on == GOOD["Date initial EHC plan issued"]
    assert any("1904" in note for note in frame.notes)


def test_a_day_number_is_a_day_in_a_workbook_and_nothing_in_csv(tmp_path: Path) -> None:
    rows = [["Ref", "Need", "Date issued"], ["R-1", "ASD", 45658]]
    frame, _ = read_frame(workbook(tmp_path / "frame.xlsx", {"Sheet1": rows}), as_at=AS_AT)
    assert frame.plans[0].first_final_on == date(2025, 1, 1)
    assert "is not a date" in read_text(tmp_path, "Ref,Need,Date issued\nR-1,ASD,45658\n").rejected[0].problem


def with_saved_result(path: Path, formula: str, result: str) -> None:
    """Write beside a formula what Excel would have saved as its result."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    before = f"<f>{formula}</f><v></v>".encode()
    assert before in parts[sheet] or before.replace(b"<v></v>", b"<v />") in parts[sheet], parts[sheet][:900]
    for empty in (b"<v></v>", b"<v />"):
        parts[sheet] = parts[sheet].replace(
            f"<f>{formula}</f>".encode() + empty, f"<f>{formula}</f><v>{result}</v>".encode()
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_formula_gives_its_saved_result_and_one_without_is_told(tmp_path: Path) -> None:
    rows = [
        ["Ref", "Need", "Date issued"],
        ["R-1", "ASD", "=45000+658"],
        ["R-2", "ASD", "=45000+659"],
        ["R-3", "ASD", None],
    ]
    path = workbook(tmp_path / "frame.xlsx", {"Sheet1": rows})
    with_saved_result(path, "45000+658", "45658")
    frame, _ = read_frame(path, as_at=AS_AT)
    assert [(p.reference, p.first_final_on) for p in frame.plans] == [("R-1", date(2025, 1, 1)), ("R-3", None)]
    (wrong,) = frame.rejected
    assert (wrong.row, wrong.column) == (3, "Date issued") and "formula whose result is not saved" in wrong.problem
    assert any("formulas" in note for note in frame.notes)


def test_a_row_with_a_comma_too_many_is_left_out_rather_than_shifted(tmp_path: Path) -> None:
    frame = read_text(tmp_path, "Ref,Area,Need\nR-1,North, East,ASD\nR-2,South,SLD\n")
    assert [plan.reference for plan in frame.plans] == ["R-2"]
    assert "more cells than there are columns" in frame.rejected[0].problem


def test_a_size_that_the_sheet_states_wrongly_hides_no_row(tmp_path: Path) -> None:
    path = workbook(tmp_path / "frame.xlsx", {"Sheet1": [["Ref", "Need"], ["R-1", "ASD"], ["R-2", "SLD"]]})
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b'ref="A1:B3"', b'ref="A1:A1"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    assert len(read_frame(path, as_at=AS_AT)[0].plans) == 2


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)


@pytest.mark.parametrize(
    ("name", "content", "code", "says"),
    [
        ("frame.csv", b"", "empty", "is empty"),
        ("frame.csv", b"\xef\xbb\xbf \r\n", "empty", "is empty"),
        ("frame.csv", b"Ref,Area,Need\n", "no_rows", "no plans"),
        ("frame.csv", b"Colour,Taste\nred,sweet\n", "unknown_columns", "Colour, Taste"),
        ("frame.csv", b"1,2,3\n4,5,6\n", "unknown_columns", "Say which column"),
        ("frame.csv", bytes(range(256)) * 20, "not_a_table", "not a list"),
        ("frame.csv", b'Ref,Need\nR-1,"ASD\n' + b"R-2,SLD\n" * 90, "not_a_table", "Row 2 opens a quotation mark"),
        ("frame.csv", b"Ref,Need\nR-1," + b"x" * 200_000, "not_a_table", "not a list"),
        ("frame.xls", OLE, "old_excel", "old Excel form"),
        ("frame.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "locked", "locked with a password"),
        ("frame.xls", b"<html><table><tr><td>Ref</td></tr></table>", "not_a_table", "web page"),
        ("frame.xlsx", b"PK\x03\x04 and no more", "not_a_workbook", "damaged"),
        ("frame.pdf", b"%PDF-1.7\n%\xe2\xe3\0\0", "not_a_table", "not a list"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_frame_is_refused(tmp_path: Path, name: str, content: bytes, code: str, says: str) -> None:
    refused = refusal(file(tmp_path, name, content))
    assert refused.code == code and says in str(refused)


def test_a_file_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="There is no file"):
        read_frame(tmp_path / "none.csv", as_at=AS_AT)
    with pytest.raises(UserError, match="is not a file"):
        read_frame(tmp_path, as_at=AS_AT)


def zipped(tmp_path: Path, parts: dict[str, bytes | Callable[[Any], None]]) -> Path:
    with zipfile.ZipFile(tmp_path / "frame.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            if isinstance(content, bytes):
                archive.writestr(name, content)
            else:
                with archive.open(name, "w") as part:
                    content(part)
    return tmp_path / "frame.xlsx"


def real_parts() -> dict[str, Any]:
    content = BytesIO()
    book = Workbook()
    book.active.append(["Ref", "Need"])
    book.save(content)
    with zipfile.ZipFile(content) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.mark.parametrize("inside", ["word/document.xml", "xl/workbook.bin", "content.xml"])
def test_another_kind_of_document_in_a_zip_is_refused(tmp_path: Path, inside: str) -> None:
    assert refusal(zipped(tmp_path, {inside: b"<x/>"})).code == "not_a_workbook"


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    def bomb(part: Any) -> None:
        for _ in range(310):
            part.write(bytes(1_000_000))

    refused = refusal(zipped(tmp_path, {**real_parts(), "xl/worksheets/sheet1.xml": bomb}))
    assert refused.code == "too_large" and "100,000 rows are the most" in str(refused)
    for name, content in (("xl/sharedStrings.xml", b"<si/>" * 4_100_000), ("xl/styles.xml", bytes(20_000_001))):
        assert refusal(zipped(tmp_path, {**real_parts(), name: content})).code == "too_large"


def test_one_row_without_end_is_refused(tmp_path: Path) -> None:
    def row(part: Any) -> None:
        part.write(b"<worksheet><sheetData><row>")
        for _ in range(22):
            part.write(b"<c/>" * 250_000)

    assert refusal(zipped(tmp_path, {**real_parts(), "xl/worksheets/sheet1.xml": row})).code == "not_a_workbook"


def test_a_part_that_defines_entities_is_refused(tmp_path: Path) -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst>&b;</sst>'
    assert refusal(zipped(tmp_path, {**real_parts(), "xl/sharedStrings.xml": laughs})).code == "not_a_workbook"


def test_a_million_rows_are_refused_and_the_most_is_said(tmp_path: Path) -> None:
    line = b'<row><c t="inlineStr"><is><t>R-1</t></is></c><c t="inlineStr"><is><t>ASD</t></is></c></row>'
    head = line.replace(b"R-1", b"Ref").replace(b"ASD", b"Need")

    def rows(part: Any) -> None:
        part.write(b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>' + head)
        for _ in range(250):
            part.write(line * 4_000)
        part.write(b"</sheetData></worksheet>")

    refused = refusal(zipped(tmp_path, {**real_parts(), "xl/worksheets/sheet1.xml": rows}))
    assert refused.code == "too_many_rows" and "more than 100,000 rows" in str(refused)
    refused = refusal(file(tmp_path, "frame.csv", b"Ref,Need\n" + b"R-1,ASD\n" * 1_000_000))
    assert refused.code == "too_many_rows" and "more than 100,000 rows" in str(refused)
    assert refusal(file(tmp_path, "large.csv", b"Ref,Need\n" + b"R-1234,ASD\n" * 6_000_000)).code == "too_large"


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "[Content_Types].xml"]
)
def test_a_damaged_workbook_is_refused_or_read_but_never_a_crash(tmp_path: Path, part: str) -> None:
    lot = random.Random(part)
    whole = real_parts()
    for _ in range(30):
        broken = bytearray(whole[part])
        for _ in range(lot.randrange(1, 6)):
            broken[lot.randrange(len(broken))] = lot.randrange(256)
        path = zipped(tmp_path, {**whole, part: bytes(broken)})
        with pytest.raises(UserError):
            read_frame(path, as_at=AS_AT)


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_sentence(content: bytes) -> None:
    try:
        rows = list(csv_rows(content).rows)
    except UserError:
        return
    assert all(any(cells) for _, cells in rows)
    assert [number for number, _ in rows] == sorted({number for number, _ in rows})


def test_what_openpyxl_says_in_passing_is_not_heard(tmp_path: Path, recwarn: pytest.WarningsRecorder) -> None:
    path = annex_a(tmp_path / "frame.xlsx", GOOD)
    book = load_workbook(path)
    book["List_1"]["G2"].number_format = "dd/mm/yyyy"
    book["List_1"]["G2"].value = 99_999_999
    book.save(path)
    frame, _ = read_frame(path, as_at=AS_AT)
    assert frame.rejected[0].column == "Date initial EHC plan issued"
    assert not recwarn.list
