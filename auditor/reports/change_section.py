"""Change over time as parts of a report: headlines beside those before, quarters, and the questions as an appendix."""

from dataclasses import replace

from auditor.change import words
from auditor.change.figures import Cohorts, OverTime, Side, Verdict
from auditor.reports.blocks import Block, Bullets, Figure, Heading, Paragraph, Point, Table
from auditor.reports.lines import cohort_lines, lines_of
from auditor.reports.trend_words import trend_say

TOGETHER = 2
"""Wide lines drawn as one figure, so that pages fill."""


def change_section(found: OverTime) -> tuple[Block, ...]:
    """Give what changed since the round or paper compared with, standard by standard.

    Nothing where there is nothing before it. Where the round stands on no line, the sentence that says why.
    """
    if found.why:
        return (Paragraph(found.why),)
    blocks: list[Block] = []
    if found.then:
        blocks.append(Paragraph(trend_say("report.beside", now=found.round, then=found.then)))
    if any(len(series.points) > 1 for series in found.headlines):
        blocks.append(Figure(lines_of(found)))
    changes = tuple(Point(f"{s.short}.", s.change.sentence) for s in found.headlines if s.change)
    if changes:
        blocks.append(Bullets(changes))
    if blocks:
        blocks += [Paragraph(words_, "note") for words_ in found.cautions]
    return (*blocks, *(Paragraph(line, "note") for line in left_out(found)))


def left_out(found: OverTime) -> tuple[str, ...]:
    """What stands on no line, and why, in sentences; what several lines leave out alike is said once."""
    rounds = tuple(trend_say("report.left_out", name=name, why=why) for name, why in found.left_out)
    own: dict[str, list[str]] = {}
    for series in found.headlines:
        for line in series.left_out:
            own.setdefault(line, []).append(series.short)
    return (*rounds, *(trend_say("report.of", name=", ".join(names), why=line) for line, names in own.items()))


def change_appendix(found: OverTime) -> tuple[Block, ...]:
    """Give the questions then and now as a table under its heading; nothing where none can be compared."""
    rows = question_rows(found)
    if not rows:
        return ()
    caption = trend_say("report.questions_caption", then=found.then, now=found.round)
    widths = (0.4, 0.17, 0.17, 0.1, 0.16)
    return (
        Heading(1, trend_say("report.questions")),
        Paragraph(trend_say("report.exploratory")),
        Table(caption, question_columns(), rows, frozenset({1, 2, 3, 4}), widths),
    )


def question_columns() -> tuple[str, ...]:
    """The heads of the table of questions."""
    names = ("question", "then", "now", "points", "range")
    return tuple(trend_say(f"report.column.{name}") for name in names)


def question_rows(found: OverTime) -> tuple[tuple[str, ...], ...]:
    """Each question with something to count: then, now, the difference and its range, or that it is not compared."""
    rows: list[tuple[str, ...]] = []
    for series in found.criteria:
        change = series.change
        if change is None or not change.then.n + change.now.n:
            continue
        sides = (_side(change.then), _side(change.now))
        if change.verdict == Verdict.NO_COMPARISON or change.points is None or change.interval is None:
            rest = ("", trend_say("report.not_compared"))
        else:
            rest = (words.signed(change.points), words.range_of(change.interval))
        rows.append((f"{series.id} {series.short}", *sides, *rest))
    return tuple(rows)


def _side(side: Side) -> str:
    if not side.n:
        return trend_say("report.nothing")
    return side.printed if side.share is None else trend_say("report.cell", percent=side.printed, k=side.k, n=side.n)


def cohort_appendix(found: Cohorts) -> tuple[Block, ...]:
    """Give the headlines by quarter under a heading: a chart, or where no quarter has ten plans, the counts."""
    if not found.headlines or not found.headlines[0].points:
        return ()
    shown = cohort_lines(found)
    charted = any(dot.percent is not None for line in shown.lines for dot in line.dots)
    pairs = (shown.lines[at : at + TOGETHER] for at in range(0, len(shown.lines), TOGETHER))
    pictures: list[Block] = (
        [Figure(replace(shown, lines=pair)) for pair in pairs] if charted else [quarter_table(found)]
    )
    blocks: list[Block] = [
        Heading(1, trend_say("report.quarters_heading")),
        Paragraph(trend_say("report.quarters")),
        *pictures,
        Paragraph(found.caution, "note"),
    ]
    if found.undated:
        blocks.append(Paragraph(trend_say("report.undated", n=found.undated, of=found.scored), "note"))
    return tuple(blocks)


def quarter_table(found: Cohorts) -> Table:
    """Give k of n of each headline, a row a quarter."""
    columns = (trend_say("quarter"), *(series.short for series in found.headlines))
    rows = tuple(
        (at[0].label, *(trend_say("of", k=p.k, n=p.n) if p.k is not None and p.n else trend_say("none") for p in at))
        for at in zip(*(series.points for series in found.headlines), strict=True)
    )
    return Table(trend_say("report.quarters_caption"), columns, rows, frozenset(range(1, len(columns))))
