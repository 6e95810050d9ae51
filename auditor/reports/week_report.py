"""The weekly page by locality: as a PDF to hand round, and as a workbook with every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from auditor.reports.blocks import Banner, Block, Bullets, Facts, Heading, Panel, Paragraph, Point, Table, Title
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.week_words import (
    area_words,
    caveats,
    in_short,
    origins,
    rules,
    say,
    share_cell,
    share_words,
    week_words,
)
from auditor.reports.wording import long_date

if TYPE_CHECKING:
    from datetime import date

    from auditor.reports.cells import Value
    from auditor.weeks.figures import Checklist, Locality, WeekAdvice
    from auditor.weeks.weekly import Week

SERIES = ("issued", "advice", "checked")


def week_blocks(week: Week) -> tuple[Block, ...]:
    """The weekly page as blocks."""
    blocks: list[Block] = [
        Title(say("week.title", week=week_words(week.monday))),
        Facts(facts_pairs(week)),
    ]
    if week.invented:
        blocks.append(Banner(sentence(week.invented)))
    points = tuple(Point(strong, text) for strong, text in in_short(week))
    notes = " ".join(caveats(week))
    blocks.append(Panel(say("week.in_short"), (Bullets(points), *([Paragraph(notes)] if notes else []))))
    if week.localities:
        blocks += [Heading(1, say("week.localities")), localities_table(week)]
    if week.advice_from is not None:
        blocks += [Heading(1, say("week.advisers")), advisers_table(week.whole)]
    blocks.append(Heading(1, say("week.checks")))
    if week.lists:
        blocks += [checks_table(one, week.whole) for one in week.lists]
        blocks.append(Paragraph(say("week.checks_about"), "note"))
    else:
        blocks.append(Paragraph(say("week.checks_none")))
    blocks.append(Heading(1, say("week.series")))
    tables = [series_table(week, name) for name in SERIES if week.series[name]]
    blocks += [*tables, Paragraph(say("week.series_about" if tables else "week.series_none"), "note")]
    reading = tuple(Point("", text) for text in (*origins(week), *rules(week)))
    return (*blocks, Heading(1, say("week.reading")), Bullets(reading))


def week_imprint(week: Week, day: date | None) -> Imprint:
    """What the files say about themselves."""
    days = week_words(week.monday)
    title, subject = say("week.title", week=days), say("week.subject", week=days)
    return Imprint(title, week.council or say("author"), subject, (say("week.foot", week=days), week.invented), day)


def facts_pairs(week: Week) -> tuple[tuple[str, str], ...]:
    """The labelled facts at the head: council, week, and when each list was taken in."""
    plans, advice = week.plans_from, week.advice_from
    taken = [
        say("week.facts.taken", day=long_date(one.taken_on)) if one else say("week.facts.no_list")
        for one in (plans, advice)
    ]
    pairs = {
        "council": week.council, "week": week_words(week.monday), "plans_list": taken[0], "advice_list": taken[1]
    }  # fmt: skip
    return tuple((say(f"week.facts.{name}"), value) for name, value in pairs.items() if value)


def localities_table(week: Week) -> Table:
    """Every locality in a row, and the whole council in the last."""
    columns = _heads("area", "issued", "in_time", "asked", "came_in_time", "late", "out", "overdue", "checked")
    places = [*((area_words(p.area), p) for p in week.localities), (say("whole"), week.whole)]
    rows = tuple((name, *_locality_cells(place)) for name, place in places)
    widths = (0.2, 0.1, 0.12, *([0.58 / 6] * 6))
    return Table(say("week.localities_caption"), columns, rows, frozenset(range(1, len(columns))), widths)


def _locality_cells(place: Locality) -> tuple[str, ...]:
    counts = (place.advice.asked, place.advice.in_time, place.advice.late, place.advice.out, place.advice.overdue)
    issued = place.issued
    told = say("of", k=issued.met, n=issued.n) if issued.n else say("none")
    return (f"{issued.plans:,}", told, *(f"{n:,}" for n in counts), f"{place.checked:,}")


def advisers_table(whole: Locality) -> Table:
    """Advice by whom it was asked of, with all of it in the last row."""
    columns = _heads("adviser", "asked", "came_in_time", "late", "share", "out", "overdue")
    figures = [*((say(f"adviser.{a}"), f) for a, f in whole.advisers.items()), (say("whole"), whole.advice)]
    rows = tuple((name, *adviser_cells(figure)) for name, figure in figures)
    widths = (0.28, *([0.12] * 6))
    return Table(say("week.advisers_caption"), columns, rows, frozenset(range(1, len(columns))), widths)


def adviser_cells(f: WeekAdvice) -> tuple[str, ...]:
    """One adviser's week as words: asked, in time, late, share of what came in, out, overdue."""
    counts = (f"{n:,}" for n in (f.asked, f.in_time, f.late))
    return (*counts, share_words(f.in_time, f.received), f"{f.out:,}", f"{f.overdue:,}")


def checks_table(one: Checklist, whole: Locality) -> Table:
    """Every check of one checklist over the drafts checked."""
    columns = _heads("check", "met", "of", "met_share", "not_applicable", "cannot_tell", "undecided")
    rows: list[tuple[str, ...]] = []
    for key, short in one.checks.items():
        f = whole.checks[one.framework, key]
        counts = (f.not_applicable, f.cannot_tell, f.undecided)
        rows.append((f"{key} {short}", f"{f.met:,}", f"{f.n:,}", share_words(f.met, f.n), *(f"{n:,}" for n in counts)))
    caption = say("week.checks_caption", title=one.title)
    widths = (0.34, 0.09, 0.09, 0.12, 0.13, 0.11, 0.12)
    return Table(caption, columns, tuple(rows), frozenset(range(1, len(columns))), widths)


def series_table(week: Week, name: str) -> Table:
    """The weeks of one series, oldest first."""
    points = week.series[name]
    told = any(point.in_time is not None for point in points)
    columns = _heads("week", "count", *(["of_which"] if told else []))
    rows = tuple((long_date(p.monday), f"{p.n:,}", *([f"{p.in_time or 0:,}"] if told else [])) for p in points)
    widths = (0.3, 0.2, *([0.2] if told else []))
    return Table(say(f"week.series_{name}"), columns, rows, frozenset(range(1, len(columns))), widths)


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(say(f"week.column.{name}") for name in names)


def write_week_workbook(week: Week, imprint: Imprint, file: BinaryIO) -> None:
    """Write every figure of the week into `file`: localities, advice, checks, earlier weeks, notes."""
    from auditor.reports.sheets import Sheet, write_sheets

    places = [(area_words(p.area), p) for p in week.localities] + [(say("whole"), week.whole)]

    def sheet(table: str, name: str, columns: tuple[str, ...], rows: list[list[Value]], note: str = "") -> Sheet:
        title, holds = say(f"week.sheet.{name}"), say(f"week.holds.{name}")
        return Sheet(table, title, holds, columns, rows, note, 100 if name == "notes" else 44)

    issued = _heads("issued", "told_in_time", "told_of", "excepted", "plans_late", "cannot_tell", "not_asked")
    advice = _heads("asked", "came_in_time", "late", "share", "out", "overdue")
    series: list[list[Value]] = [
        [say(f"week.series_{name}"), long_date(p.monday), p.n, say("none") if p.in_time is None else p.in_time]
        for name in SERIES
        for p in week.series[name]
    ]
    notes: list[list[Value]] = [[say("sheet.note"), text] for text in (*origins(week), *caveats(week), *rules(week))]
    sheets = [
        sheet(
            "Localities", "localities", (*_heads("area"), *issued, *advice, *_heads("checked")),
            [[name, *_issued(p), *_advice(p.advice), p.checked] for name, p in places],
        ),
        sheet(
            "Advice", "advisers", (*_heads("area", "adviser"), *advice),
            [[name, say(f"adviser.{a}"), *_advice(f)] for name, p in places for a, f in p.advisers.items()],
        ),
        sheet(
            "Checks", "checks",
            _heads("checklist", "key", "check", "area", "met", "of", "met_share", "not_applicable", "cannot_tell",
                   "undecided"),
            [row for one in week.lists for name, p in places for row in _check_rows(one, name, p)],
            say("week.checks_about"),
        ),
        sheet("Series", "series", _heads("series", "week", "count", "of_which"), series, say("week.series_about")),
        sheet("Notes", "notes", (say("sheet.about"), say("sheet.note")), notes),
    ]  # fmt: skip
    write_sheets(imprint, facts_pairs(week), sentence(week.invented) if week.invented else "", sheets, file)


def _issued(place: Locality) -> list[Value]:
    f = place.issued
    return [f.plans, f.met, f.n, f.excepted, f.late, f.cannot_tell, f.not_asked]


def _advice(f: WeekAdvice) -> list[Value]:
    return [f.asked, f.in_time, f.late, share_cell(f.in_time, f.received), f.out, f.overdue]


def _check_rows(one: Checklist, area: str, place: Locality) -> list[list[Value]]:
    rows: list[list[Value]] = []
    for key, short in one.checks.items():
        f = place.checks[one.framework, key]
        counts = (f.not_applicable, f.cannot_tell, f.undecided)
        rows.append([one.title, key, short, area, f.met, f.n, share_cell(f.met, f.n), *counts])
    return rows
