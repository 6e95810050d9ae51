"""A list of advice is read row by row, keeps nobody's identity, and is counted against six weeks."""

from datetime import date, timedelta
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from auditor.weeks.advice import AdviceFigure, due_on, standing, take_in_advice
from auditor.weeks.advice_list import AdviceItem, adviser_of, read_advice
from db.errors import UserError
from db.store import Store
from db.tables import Advice, AdviceList
from db.vocabulary import Adviser
from tests.building import make_workspace

AS_AT = date(2026, 3, 31)
WEEK = timedelta(weeks=1)


def saved(folder: Path, text: str, name: str = "advice.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_rows_are_read_with_their_days_and_common_words_for_advisers(tmp_path: Path) -> None:
    sheet = read_advice(
        saved(
            tmp_path,
            "Locality,Advice from,Date requested,Date received\n"
            "North,EP,2026-01-05,2026-02-16\n"
            "South,SALT team,5/1/2026,\n"
            ",Children's Social Care,31 Jan 2026,2026-03-01\n"
            "North,Head teacher,2026-03-31,n/a\n",
        ),
        AS_AT,
    )
    assert sheet.items == (
        AdviceItem("North", Adviser.PSYCHOLOGY, date(2026, 1, 5), date(2026, 2, 16)),
        AdviceItem("South", Adviser.HEALTH, date(2026, 1, 5), None),
        AdviceItem("", Adviser.SOCIAL_CARE, date(2026, 1, 31), date(2026, 3, 1)),
        AdviceItem("North", Adviser.EDUCATION, date(2026, 3, 31), None),
    )
    assert (sheet.rows, sheet.rejected, sheet.questions) == (4, (), ())


@pytest.mark.parametrize("head", ["Asked on", "Date requested", "Advice asked for on", "Date advice asked for"])
def test_the_day_of_asking_is_known_by_what_people_call_it(tmp_path: Path, head: str) -> None:
    found = read_advice(saved(tmp_path, f"Adviser,{head},Received\nEP,2026-01-05,\n"), AS_AT)
    assert found.items == (AdviceItem("", Adviser.PSYCHOLOGY, date(2026, 1, 5)),)


def test_a_workbook_is_read_as_well_and_the_sheet_that_holds_advice_is_taken(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["About this file"])
    sheet = book.create_sheet("Advice")
    sheet.append(["Area", "Adviser", "Asked on", "Received on"])
    sheet.append(["North", "Health", date(2026, 1, 5), None])
    book.save(tmp_path / "advice.xlsx")
    found = read_advice(tmp_path / "advice.xlsx", AS_AT)
    assert found.items == (AdviceItem("North", Adviser.HEALTH, date(2026, 1, 5)),)
    assert found.sheet == "Advice"


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("North,,2026-01-05,", "Row 2: it does not say whom the advice was asked of."),
        ("North,health,,2026-01-05", "Row 2: it does not say when the advice was asked for."),
        (
            "North,health,2026-01-05,2026-01-04",
            "Row 2: the advice came in before it was asked for: check both.",
        ),
        ("North,health,2026-04-01,", "Row 2: the date 01/04/2026 lies in the future, after 31/03/2026."),
        ("North,health,2026-02-30,", "Row 2: the date 2026-02-30 does not exist."),
        ("North,health,2026-01-05,2026-04-01", "Row 2: the date 01/04/2026 lies in the future, after 31/03/2026."),
        (
            "North,health,2026-01-05,2026-01-06,x",
            "Row 2: the row has more cells than there are columns. A comma inside a cell, perhaps: mend it.",
        ),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_said(tmp_path: Path, row: str, problem: str) -> None:
    text = f"area,adviser,asked on,received on\n{row}\nSouth,health,2026-01-05,\n"
    found = read_advice(saved(tmp_path, text), AS_AT)
    assert [str(wrong) for wrong in found.rejected] == [problem]
    assert [item.area for item in found.items] == ["South"]


def test_an_adviser_nobody_knows_counts_as_other_and_is_asked_about(tmp_path: Path) -> None:
    found = read_advice(saved(tmp_path, "adviser,asked on,received on\nMagic,2026-01-05,\n"), AS_AT)
    assert found.items[0].adviser == Adviser.OTHER
    assert [str(q) for q in found.questions] == ["Row 2: “Magic” is no adviser known here; it is counted as other."]
    assert any("No column gives the area" in note for note in found.notes)


@pytest.mark.parametrize(
    ("words", "adviser"),
    [
        ("Educational Psychologist", Adviser.PSYCHOLOGY),
        ("EP report", Adviser.PSYCHOLOGY),
        ("Speech & language therapy advice", Adviser.HEALTH),
        ("Community Paediatrician's", None),
        ("social-care", Adviser.SOCIAL_CARE),
        ("School", Adviser.EDUCATION),
        ("Parents", Adviser.OTHER),
        ("", None),
    ],
)
def test_words_for_advisers(words: str, adviser: Adviser | None) -> None:
    assert adviser_of(words) == adviser


def test_a_list_without_the_columns_it_needs_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no column for the day it came in"):
        read_advice(saved(tmp_path, "area,adviser,asked on\nNorth,health,2026-01-05\n"), AS_AT)
    with pytest.raises(UserError, match="no advice"):
        read_advice(saved(tmp_path, "area,adviser,asked on,received on\n"), AS_AT)
    with pytest.raises(UserError, match="is empty"):
        read_advice(saved(tmp_path, ""), AS_AT)


def kept(store: Store) -> list[tuple[str, str, date, date | None]]:
    with store.read() as session:
        return [(row.area, row.adviser, row.asked_on, row.received_on) for row in session.exec(select(Advice))]


def test_names_and_numbers_of_children_never_reach_the_workspace(tmp_path: Path) -> None:
    text = (
        "Child name,UPN,Date of birth,area,adviser,asked on,received on\n"
        "Zebedee Quillfeather,H801200001001,2014-05-17,North,health,2026-01-05,\n"
    )
    sheet = read_advice(saved(tmp_path, text), AS_AT)
    assert sheet.dropped == ("Child name", "UPN", "Date of birth")
    path = tmp_path / "w.ehcpaudit"
    with make_workspace(path) as store:
        take_in_advice(store, sheet, "0" * 64)
        assert kept(store) == [("North", "health", date(2026, 1, 5), None)]
    content = path.read_bytes()
    for secret in (b"Quillfeather", b"H801200001001", b"2014-05-17"):
        assert secret not in content


def test_a_new_list_replaces_the_earlier_one_and_an_empty_one_does_not(tmp_path: Path) -> None:
    head = "area,adviser,asked on,received on\n"
    first = read_advice(saved(tmp_path, f"{head}North,health,2026-01-05,\nNorth,ep,2026-01-05,\n"), AS_AT)
    second = read_advice(saved(tmp_path, f"{head}South,ep,2026-01-06,2026-01-07\nx,y\n"), AS_AT)
    none = read_advice(saved(tmp_path, f"{head}North,health,,\n"), AS_AT)
    with make_workspace(tmp_path / "w.ehcpaudit") as store:
        take_in_advice(store, first, "1" * 64)
        take_in_advice(store, second, "2" * 64)
        with pytest.raises(UserError, match="taken in before is kept"):
            take_in_advice(store, none, "3" * 64)
        assert kept(store) == [("South", "psychology", date(2026, 1, 6), date(2026, 1, 7))]
        with store.read() as session:
            of = session.exec(select(AdviceList)).one()
            assert (of.rows, of.usable, of.digest) == (2, 1, "2" * 64)
        assert store.check() == ()


def test_only_the_lead_takes_advice_in(tmp_path: Path) -> None:
    sheet = read_advice(saved(tmp_path, "adviser,asked on,received on\nep,2026-01-05,\n"), AS_AT)
    with make_workspace(tmp_path / "w.ehcpaudit", role="auditor") as store, pytest.raises(UserError, match="lead"):
        take_in_advice(store, sheet, "0" * 64)


@pytest.mark.parametrize(
    ("asked", "last"),
    [
        (date(2024, 1, 18), date(2024, 2, 29)),
        (date(2024, 2, 29), date(2024, 4, 11)),
        (date(2026, 1, 5), date(2026, 2, 16)),
        (date.max - WEEK, date.max),
    ],
)
def test_advice_is_due_on_the_day_six_weeks_later(asked: date, last: date) -> None:
    assert due_on(asked) == last


def test_the_last_day_is_in_time_and_the_next_is_late_or_overdue() -> None:
    asked = date(2026, 1, 5)
    last = due_on(asked)
    day = timedelta(days=1)
    items = [
        AdviceItem("", Adviser.HEALTH, asked, last),
        AdviceItem("", Adviser.HEALTH, asked, last + day),
        AdviceItem("", Adviser.HEALTH, asked),
    ]
    assert standing(items, last) == AdviceFigure(in_time=1, out=2)
    assert standing(items, last + day) == AdviceFigure(in_time=1, late=1, overdue=1)
    assert standing(items, asked - day) == AdviceFigure()


ITEMS = st.builds(
    lambda area, adviser, asked, after: AdviceItem(
        area, adviser, asked, None if after is None else asked + timedelta(days=after)
    ),
    st.sampled_from(["", "North", "South"]),
    st.sampled_from(Adviser),
    st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    st.none() | st.integers(0, 90),
)


@given(st.lists(ITEMS, max_size=40), st.dates(date(2024, 1, 1), date(2025, 3, 31)))
def test_advisers_add_up_to_the_whole(items: list[AdviceItem], as_at: date) -> None:
    whole = standing(items, as_at)
    parts = [standing([i for i in items if i.adviser == adviser], as_at) for adviser in Adviser]
    for name in ("in_time", "late", "out", "overdue", "asked"):
        assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
    assert whole.asked == sum(1 for item in items if item.asked_on <= as_at)


def test_a_percentage_of_advice_needs_ten() -> None:
    assert AdviceFigure(in_time=9).percent is None
    assert AdviceFigure(in_time=9, late=1).percent == 90
