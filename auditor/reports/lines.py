"""Lines over time, described: one small chart a standard or question, words and numbers as they are printed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from auditor.change import words
from auditor.change.figures import Cohorts, MarkerRow, OverTime, Point, Series, Verdict
from auditor.reports.trend_words import trend_say
from auditor.reports.wording import say

_SIGNS = {Verdict.BETTER: "better", Verdict.WORSE: "worse", Verdict.NOT_RELIABLE: "none"}


@dataclass(frozen=True)
class Dot:
    """One point: what stands below it (`label`, `under`), its share in percent, None where only counts are told.

    `joined`: a line leads to it. `hollow`: typed in from an old paper. `of` is k of n in words, `note` for the table.
    """

    label: str
    under: str
    percent: float | None
    printed: str
    of: tuple[str, str]
    interval: tuple[float, float] | None = None
    joined: bool = False
    hollow: bool = False
    note: str = ""


@dataclass(frozen=True)
class Mark:
    """Something at a place between points, the first of which is at 0; `broken` where the line breaks."""

    at: float
    words: str
    broken: bool = False


@dataclass(frozen=True)
class Line:
    """One small chart: points, marks, and under it a verdict in a few words with the difference and its range.

    `sign` is the direction of the verdict: better, worse or none, empty where it has none to give; `finding` says all
    of it in sentences.
    """

    short: str
    dots: tuple[Dot, ...]
    marks: tuple[Mark, ...] = ()
    verdict: str = ""
    sign: str = ""
    beside: str = ""
    finding: str = ""


@dataclass(frozen=True)
class Lines:
    """Small charts on one scale from 0 to 100%; `what` names what a point is: round or quarter."""

    caption: str
    what: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()


def lines_of(found: OverTime, measure: str = "") -> Lines:
    """Describe a round beside those before it: its headlines, or the questions of one measure."""
    series = [s for s in found.criteria if s.measure == measure] if measure else found.headlines
    caption = trend_say("questions") if measure else say(f"basis.{found.basis}.caption")
    lines = tuple(_line(s, found.markers, found.as_at) for s in series)
    return Lines(caption, trend_say("round"), lines, _broken(series))


def cohort_lines(found: Cohorts) -> Lines:
    """Describe a round's plans by the quarter they were written in."""
    last = max((p.on for s in found.headlines for p in s.points), default=date.min)
    lines = tuple(_line(s, found.markers, last + timedelta(days=45)) for s in found.headlines)
    caption = trend_say("by_quarter", what=say(f"basis.{found.basis}.caption"))
    return Lines(caption, trend_say("quarter"), lines, found.notes)


def _broken(series: Sequence[Series]) -> tuple[str, ...]:
    """Why lines break, each reason once."""
    return tuple(dict.fromkeys(b.why for s in series for b in s.breaks))


def _line(series: Series, markers: Sequence[MarkerRow], until: date) -> Line:
    marks = [Mark(b.before - 0.5, trend_say("broken"), broken=True) for b in series.breaks]
    marks += [
        Mark(place, marker_words(marker))
        for marker in markers
        if marker.on <= until and (place := _place(series.points, marker.on)) is not None
    ]
    change = series.change
    if change is None or change.verdict == Verdict.NO_COMPARISON:
        verdict, beside, sign = "", "", ""
    else:
        verdict, beside = words.chip(change), words.beside_chip(change)
        sign = _SIGNS.get(change.verdict, "")
    finding = "" if change is None else change.sentence
    name = f"{series.id} {series.short}" if series.kind != "headline" else series.short
    ordered = tuple(sorted(marks, key=lambda mark: mark.at))
    return Line(name, tuple(_dot(p) for p in series.points), ordered, verdict, sign, beside, finding)


def marker_words(marker: MarkerRow) -> str:
    """A marker in words, with how many took part."""
    return marker.words if marker.attended is None else trend_say("attended", words=marker.words, n=marker.attended)


def _place(points: Sequence[Point], on: date) -> float | None:
    """Where a day stands between points; None before the first one."""
    if not points or on < points[0].on:
        return None
    for place, (one, other) in enumerate(pairwise(points)):
        if on <= other.on:
            return place + (on - one.on).days / max(1, (other.on - one.on).days)
    return len(points) - 1 + 0.4


def _dot(point: Point) -> Dot:
    counts = ("", "") if point.k is None or point.n is None else (f"{point.k:,}", f"{point.n:,}")
    if point.n is None:
        under = trend_say("no_count")
    elif point.n == 0:
        under = trend_say("none")
    elif point.percent is None and point.k is not None:
        under = trend_say("of", k=point.k, n=point.n)
    else:
        under = trend_say("count", n=point.n)
    return Dot(
        point.label,
        under,
        point.percent,
        point.printed,
        counts,
        point.interval,
        point.joined,
        point.hollow,
        point.note,
    )
