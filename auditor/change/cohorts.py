"""A round's plans by when they were written: the quarter each was first finalised in, or last amended."""

from collections.abc import Sequence
from datetime import date

from auditor.cases import Case, Reading, scored_answers
from auditor.change.figures import Cohorts, MarkerRow, Point, Series
from auditor.change.taken import FEW, TOO_FEW_FOR_PERCENT, Found, headline_over, open_lot
from auditor.clocks import PlanDates
from auditor.rounding import FEWEST_FOR_PERCENT

MOST = 12
"""Quarters told one by one; what lies before them is taken together."""
CAUTION = (
    "Older quarters hold only plans that were never updated since. Plans that were amended stand in the quarter of "
    "their last amendment, so a rise from left to right can come from what was left behind as well as from better "
    "writing. Quarters are parts of one round: they are compared with nothing, and show where to look."
)
_MONTHS = ("Jan\u2013Mar", "Apr\u2013Jun", "Jul\u2013Sep", "Oct\u2013Dec")
Quarter = tuple[int, int]
"""A year and its quarter, 0 to 3, counted from January."""


def written_on(dates: PlanDates) -> date | None:
    """When a plan got its present wording: last amended, or first finalised; None where neither is known."""
    known = [day for day in (dates.first_final, dates.amended_final) if day is not None]
    return max(known, default=None)


def quarter_name(quarter: Quarter) -> str:
    """A quarter by its months, since councils count quarters from April and others from January: Jul–Sep 2026."""
    return f"{_MONTHS[quarter[1]]} {quarter[0]}"


def cohorts(reading: Reading, markers: Sequence[MarkerRow] = ()) -> Cohorts:
    """The headlines of a round by quarter, the earliest first; counts alone where fewer than ten plans stand behind.

    Plans dated after the round's own day are counted among those without a date.
    """
    scored = [case for case in reading.cases if case.scored]
    groups = _groups(scored, reading.about.as_at)
    dated = sum(len(cases) for _, cases in groups)
    series = tuple(
        Series(m.id, m.short, "headline", "", reading.framework.basis, _points(reading, m.id, groups))
        for m in reading.framework.headlines
    )
    notes = () if reading.lot.by_lot else ("These plans were not drawn by lot, so no range is drawn.",)
    return Cohorts(
        reading.about.name,
        reading.framework.basis,
        series,
        tuple(markers),
        len(scored),
        len(scored) - dated,
        CAUTION,
        notes,
    )


def _groups(cases: Sequence[Case], as_at: date) -> list[tuple[Quarter | None, list[Case]]]:
    """The plans of each quarter from the first to the last, empty ones between included; None for all before them."""
    by: dict[Quarter, list[Case]] = {}
    for case in cases:
        day = written_on(case.facts.dates)
        if day is not None and day <= as_at:
            by.setdefault((day.year, (day.month - 1) // 3), []).append(case)
    if not by:
        return []
    every = _run(min(by), max(by))
    told = every[-MOST:]
    if len(every) > MOST:
        told = told[next(place for place, quarter in enumerate(told) if quarter in by) :]
    before = [case for quarter in every[: len(every) - len(told)] for case in by.get(quarter, [])]
    return [*([(None, before)] if before else []), *((quarter, by.get(quarter, [])) for quarter in told)]


def _run(first: Quarter, last: Quarter) -> list[Quarter]:
    found = [first]
    while found[-1] < last:
        year, number = found[-1]
        found.append((year, number + 1) if number < 3 else (year + 1, 0))
    return found


def _points(reading: Reading, measure: str, groups: Sequence[tuple[Quarter | None, list[Case]]]) -> tuple[Point, ...]:
    points: list[Point] = []
    quarters = [quarter for quarter, _ in groups if quarter is not None]
    for quarter, cases in groups:
        found = headline_over(reading, measure, scored_answers(cases), open_lot(reading))
        named = quarter_name(quarter) if quarter else f"Before {quarter_name(quarters[0])}"
        year, number = quarter or quarters[0]
        on = date(year, 3 * number + 2, 15) if quarter else date(year, 3 * number + 1, 1)
        after_figure = bool(points) and points[-1].percent is not None and quarter != quarters[0]
        points.append(_point(named, on, found, joined=after_figure, by_lot=reading.lot.by_lot))
    return tuple(points)


def _point(label: str, on: date, found: Found, *, joined: bool, by_lot: bool) -> Point:
    if found.share is None or found.behind < FEWEST_FOR_PERCENT:
        return Point(label, on, found.k, found.n, None, TOO_FEW_FOR_PERCENT, note=FEW if found.n else "")
    interval = found.interval if by_lot else None
    return Point(label, on, found.k, found.n, 100 * found.share, found.printed, interval, joined)
