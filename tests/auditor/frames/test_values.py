"""Days as people write them, and months or years where no more is known."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.frames.values import Wrong, day_or_span
from auditor.reports.wording import date_within
from db.vocabulary import Span


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("1/5/2026", (date(2026, 5, 1), Span.DAY)),
        ("12 May 2026", (date(2026, 5, 12), Span.DAY)),
        ("May 2026", (date(2026, 5, 1), Span.MONTH)),
        ("sept. 2026", (date(2026, 9, 1), Span.MONTH)),
        ("5/2026", (date(2026, 5, 1), Span.MONTH)),
        ("2026-05", (date(2026, 5, 1), Span.MONTH)),
        ("2026", (date(2026, 1, 1), Span.YEAR)),
        ("", None),
    ],
)
def test_a_month_or_a_year_will_do_where_no_day_is_known(written: str, found: tuple[date, Span] | None) -> None:
    assert day_or_span(written) == found


@pytest.mark.parametrize("written", ["13/2026", "2026-00", "1999", "May 1999", "Mai 2026", "spring", "26", "31/2/2026"])
def test_what_is_none_of_them_is_said(written: str) -> None:
    with pytest.raises(Wrong):
        day_or_span(written)


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(Span))
def test_what_is_shown_is_read_as_it_was(day: date, span: Span) -> None:
    first = {Span.DAY: day, Span.MONTH: day.replace(day=1), Span.YEAR: day.replace(month=1, day=1)}[span]
    assert day_or_span(date_within(first, span)) == (first, span)
