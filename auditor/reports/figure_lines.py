"""The figures of a round, and of its change over time, as rows of a data file."""

from collections.abc import Iterator

from auditor.change.figures import Difference, OverTime, Point, Series, Side
from auditor.figures import CriterionFigure, MeasureFigure, Results
from auditor.reports.report import FigureLine
from auditor.reports.wording import say


def figure_lines(results: Results) -> tuple[FigureLine, ...]:
    """Give every figure of the results once: headlines, criteria, checks, causes, then the groups asked for."""
    return tuple(_lines(results))


def _lines(results: Results) -> Iterator[FigureLine]:
    for m in results.measures:
        yield _measure(m)
    for c in results.criteria:
        yield _criterion("criterion", c)
    for c in results.statutory:
        yield _criterion("statutory", c)
    for cause in results.causes:
        name = say(f"cause.{cause.cause}")
        yield FigureLine(
            "cause",
            cause.cause,
            name,
            group_field="agency",
            group_value=cause.agency,
            basis="shortfalls",
            k=cause.count,
            printed=f"{cause.count:,}",
        )
    for found in results.breakdowns:
        for group in found.groups:
            for m in group.measures:
                yield _measure(m, found.name, group.name)


def _measure(m: MeasureFigure, field: str = "", value: str = "") -> FigureLine:
    low, high = m.interval or (None, None)
    return FigureLine(
        "measure",
        m.id,
        m.name,
        m.id,
        field,
        value,
        m.basis,
        m.k,
        m.n,
        m.percent,
        low,
        high,
        m.printed,
        weighted=m.weighted,
        partly=m.partly,
        not_met=m.not_met,
        cannot_tell=m.cannot_tell,
        undecided=m.undecided,
        insufficient=m.insufficient,
    )


def _criterion(kind: str, c: CriterionFigure) -> FigureLine:
    low, high = c.interval or (None, None)
    return FigureLine(
        kind,
        c.id,
        c.short,
        c.measure,
        basis="plans",
        k=c.k,
        n=c.n,
        percent=c.percent,
        low=low,
        high=high,
        printed=c.printed,
        weighted=c.weighted,
        partly=c.partly,
        not_met=c.not_met,
        not_applicable=c.not_applicable,
        cannot_tell=c.cannot_tell,
        undecided=c.undecided,
    )


def change_lines(found: OverTime) -> tuple[FigureLine, ...]:
    """Give every point of every line, then what each was compared to, as rows of the data file."""
    series = (*found.headlines, *found.criteria)
    points = (_point_line(one, point) for one in series for point in one.points)
    changes = (_change_line(one, one.change) for one in series if one.change)
    return (*points, *changes)


def _point_line(series: Series, point: Point) -> FigureLine:
    low, high = point.interval or (None, None)
    return FigureLine(
        "over_time", series.id, series.short, series.measure or series.id,
        group_field="old_paper" if point.hollow else "round", group_value=point.label, basis=series.basis,
        k=point.k, n=point.n, percent=point.percent, low=low, high=high, printed=point.printed,
        day=point.on.isoformat(), words=point.note,
    )  # fmt: skip


def _change_line(series: Series, change: Difference) -> FigureLine:
    then, now = change.then, change.now
    low, high = change.interval or (None, None)
    return FigureLine(
        "change", series.id, series.short, series.measure or series.id,
        group_field="compared_with", group_value=then.label, basis=series.basis,
        k=now.k, n=now.n, percent=_percent(now), printed=now.printed,
        then_k=then.k, then_n=then.n, then_percent=_percent(then),
        points=change.points, change_low=low, change_high=high, p=change.p, p_adjusted=change.adjusted,
        needed=change.needed, needed_together=change.needed_together,
        verdict=change.verdict.value, words=change.sentence,
    )  # fmt: skip


def _percent(side: Side) -> float | None:
    return None if side.share is None else 100 * side.share
