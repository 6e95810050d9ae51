"""Needs, phases, days and year groups as people write them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.frames.cells import age_on, year_group_of
from auditor.frames.needs import NEEDS, need_of, phase_of
from auditor.frames.values import Wrong, day


@pytest.mark.parametrize("code", NEEDS)
def test_every_code_of_sen2_stands_for_itself_and_its_words(code: str) -> None:
    words = NEEDS[code]
    for written in (
        code,
        code.lower(),
        words,
        words.upper(),
        f"{code} - {words}",
        f"{words} ({code})",
        f"{code}: {words}",
    ):
        assert need_of(written) == code, written


@pytest.mark.parametrize(
    ("written", "code"),
    [("Autism", "ASD"), ("Social, Emotional & Mental Health", "SEMH"), ("Visual impairment", "VI"),
     ("Speech, Language and Communication", "SLCN"), ("Down's syndrome", "DS"), ("Dyslexia", "SPLD")],
)  # fmt: skip
def test_other_words_for_a_need(written: str, code: str) -> None:
    assert need_of(written) == code


@pytest.mark.parametrize("written", ["", "K1", "ASD or SEMH", "VI - Hearing impairment", "ASD Autism and ADHD", "BESD"])
def test_words_that_name_no_one_need_are_not_made_into_one(written: str) -> None:
    assert need_of(written) == ""


@pytest.mark.parametrize(
    ("written", "phase"),
    [("Primary", "primary"), ("Middle deemed secondary", "secondary"), ("16 Plus", "post-16"), ("Post-16", "post-16"),
     ("All-through", "all-through"), ("Nursery", "early years"), ("2", ""), ("Elsewhere", "")],
)  # fmt: skip
def test_phases(written: str, phase: str) -> None:
    assert phase_of(written) == phase


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_a_day_is_the_same_however_it_is_written(found: date) -> None:
    month = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")[found.month - 1]
    for written in (
        found.isoformat(), f"{found.isoformat()} 00:00:00", f"{found.isoformat()}T09:30",
        f"{found.day}/{found.month}/{found.year}",
        f"{found.day:02}.{found.month:02}.{found.year}", f"{found.day:02}-{found.month:02}-{found.year} 00:00",
        f"{found.day}-{month}-{found.year}", f"{found.day} {month}ch {found.year}",
        f"{found.day}th {month.upper()} {found.year}",
    ):  # fmt: skip
        assert day(written) == found, written


@pytest.mark.parametrize("written", ["31/11/2025", "29/02/2025", "2025-13-01", "03/25/2025", "0/1/2025", "32 Jan 2025"])
def test_a_day_that_does_not_exist_is_quoted(written: str) -> None:
    with pytest.raises(Wrong, match=f"the date {written} does not exist"):
        day(written)


@pytest.mark.parametrize("written", ["1/2/25", "01-02-25", "1-Feb-25", "1.2.25 00:00"])
def test_a_year_of_two_figures_is_refused(written: str) -> None:
    with pytest.raises(Wrong, match="a year of two figures"):
        day(written)


@pytest.mark.parametrize(
    ("born", "as_at", "year"),
    [
        (date(2021, 9, 1), date(2026, 8, 31), -1),
        (date(2021, 9, 1), date(2026, 9, 1), 0),
        (date(2021, 8, 31), date(2026, 8, 31), 0),
        (date(2021, 8, 31), date(2026, 9, 1), 1),
        (date(2010, 8, 31), date(2026, 9, 1), 12),
        (date(2012, 2, 29), date(2026, 1, 15), 9),
        (date(2025, 9, 2), date(2026, 1, 15), -4),
        (date(2000, 9, 2), date(2026, 9, 1), 20),
    ],
)
def test_year_groups_turn_on_the_first_of_september(born: date, as_at: date, year: int) -> None:
    assert year_group_of(born, as_at) == year


@given(st.dates(date(2002, 1, 1), date(2021, 1, 1)), st.integers(0, 12))
def test_a_class_is_those_born_between_two_firsts_of_september(born: date, month: int) -> None:
    as_at = date(2025, 9, 1) + timedelta(days=30 * month)
    first = date(born.year if born.month >= 9 else born.year - 1, 9, 1)
    assert year_group_of(born, as_at) == year_group_of(first, as_at)
    assert year_group_of(first - timedelta(days=1), as_at) in (year_group_of(born, as_at) + 1, 20)


def test_somebody_born_on_29_february_is_older_on_1_march() -> None:
    assert [age_on(date(2012, 2, 29), date(2026, *day_)) for day_ in ((2, 28), (3, 1))] == [13, 14]
