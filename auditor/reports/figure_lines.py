"""The figures of a round as rows of a data file."""

from collections.abc import Iterator

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
