"""Change over time as sheets of the workbook: the same figures as `change --json`."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.change import words
from auditor.change.figures import Difference, OverTime, Series, Side
from auditor.reports.cells import WIDEST, Amount, Chance, Value, as_share, ends_of
from auditor.reports.sheets import Sheet
from auditor.reports.trend_words import trend_say
from auditor.reports.wording import say

CHANGE = (
    "kind", "id", "short", "basis", "then", "then_met", "then_of", "then_share", "now", "now_met", "now_of",
    "now_share", "points", "low", "high", "p", "adjusted", "needed", "needed_together", "verdict", "sentence",
)  # fmt: skip
POINTS = ("kind", "id", "short", "basis", "when", "day", "met", "of", "share", "low", "high", "source", "note")


def change_sheets(found: OverTime) -> tuple[Sheet, ...]:
    """Give the sheets *Change* and *Over time*; no *Change* where there is nothing before it, none without a line."""
    series = (*found.headlines, *found.criteria)
    made: list[Sheet] = []
    changes = [_change_row(one, one.change) for one in series if one.change]
    if changes:
        made.append(_sheet("change", CHANGE, changes))
    points = [row for one in series for row in _point_rows(one)]
    if points:
        made.append(_sheet("over_time", POINTS, points))
    return tuple(made)


def change_notes(found: OverTime) -> tuple[str, ...]:
    """Give what is to be known of these figures, in sentences; where the round stands on no line, why."""
    if found.why:
        return (found.why,)
    rounds = tuple(trend_say("report.left_out", name=name, why=why) for name, why in found.left_out)
    return (*(found.cautions if found.then else ()), *rounds)


def _sheet(name: str, columns: tuple[str, ...], rows: list[list[Value]]) -> Sheet:
    heads, means = ([trend_say(f"sheet.{part}.{name}") for name in columns] for part in ("column", "means"))
    table = "Change" if name == "change" else "OverTime"
    title, holds, note = (trend_say(f"sheet.{part}.{name}") for part in ("title", "holds", "note"))
    return Sheet(table, title, holds, heads, rows, note, 2 * WIDEST, means)


def _change_row(series: Series, change: Difference) -> list[Value]:
    then, now, none = change.then, change.now, say("range.none")
    low, high = (Amount(100 * end) for end in change.interval) if change.interval else (none, none)
    numbers: list[Value] = [none if p is None else Chance(p) for p in (change.p, change.adjusted)]
    numbers += [none if points is None else points for points in (change.needed, change.needed_together)]
    return [
        trend_say(f"sheet.kind.{series.kind}"), series.id, series.short, series.basis,
        then.label, then.k, then.n, _share(then), now.label, now.k, now.n, _share(now),
        none if change.points is None else change.points, low, high, *numbers,
        words.chip(change), change.sentence,
    ]  # fmt: skip


def _share(side: Side) -> Value:
    return trend_say("report.nothing") if side.share is None else side.share


def _point_rows(series: Series) -> Iterator[list[Value]]:
    breaks = {b.before: b.why for b in series.breaks}
    none = say("range.none")
    for place, point in enumerate(series.points):
        source = trend_say(f"sheet.source.{'paper' if point.hollow else 'round'}")
        counts: list[Value] = [trend_say("not_given") if n is None else n for n in (point.k, point.n)]
        note = " ".join(part for part in (breaks.get(place, ""), point.note) if part)
        yield [
            trend_say(f"sheet.kind.{series.kind}"), series.id, series.short, series.basis,
            point.label, point.on.isoformat(), *counts, as_share(point.percent, point.printed or none),
            *ends_of(point.interval), source, note,
        ]  # fmt: skip
