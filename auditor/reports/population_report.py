"""The facts of a whole list as a compliance checklist of one or two pages, and as a workbook with every figure."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from auditor.compliance import AGES, LIMITS, LimitFigure, percent_of
from auditor.population import FIELDS, Facts, Population
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Heading,
    Panel,
    Paragraph,
    Point,
    Table,
    Title,
)
from auditor.reports.blocks import Facts as FactsBlock
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.week_words import (
    area_words,
    gap_words,
    limit_words,
    list_words,
    of_words,
    say,
    share_cell,
    share_words,
    value_words,
)
from auditor.reports.wording import counted, long_date

if TYPE_CHECKING:
    from datetime import date

    from auditor.reports.cells import Value

MOST_AREAS = 8
"""More areas than this stand in the workbook alone, so that the checklist stays on two pages."""


def population_blocks(found: Population) -> tuple[Block, ...]:
    """The compliance checklist as blocks."""
    as_at = long_date(found.as_at)
    blocks: list[Block] = [Title(say("population.title")), FactsBlock(facts_pairs(found))]
    if found.invented:
        blocks.append(Banner(sentence(found.invented)))
    blocks.append(Panel(say("population.in_short"), tuple(Paragraph(text) for text in _in_short(found))))
    law = "; ".join(
        say("population.source", limit=say(f"limit_short.{name}"), law=where) for name, where in LIMITS.items()
    )
    blocks += [Heading(1, say("population.limits")), _limits_table(found, as_at)]
    blocks.append(Paragraph(f"{say('population.limits_note')} {say('population.sources', limits=law)}", "note"))
    blocks += [Heading(1, say("population.gaps")), *_gaps(found.whole)]
    blocks += [Heading(1, say("population.sizes")), Bullets(tuple(_size_points(found)))]
    if len(found.areas) > 1:
        blocks += [Heading(1, say("population.areas")), *_areas(found)]
    return tuple(blocks)


def _in_short(found: Population) -> tuple[str, ...]:
    """What the list is, and how the 20 weeks stand in it: what a reader is asked for first."""
    listed = say("population.list", plans=counted(found.whole.plans, "plan"), as_at=long_date(found.as_at))
    first = found.whole.limits[0]
    return f"{listed} {say('population.about')}", f"{say(f'limit.{first.limit}')}: {limit_words(first)}."


def population_imprint(found: Population, day: date | None) -> Imprint:
    """What the files say about themselves: title, council, subject and the foot of every page."""
    foot = say("population.foot", round=found.round, as_at=long_date(found.as_at))
    subject = say("population.subject", round=found.round)
    title = f"{say('population.title')}: {found.round}"
    return Imprint(title, found.council or say("author"), subject, (foot, found.invented), day)


def facts_pairs(found: Population) -> tuple[tuple[str, str], ...]:
    """The labelled facts at the head: council, round, reference date, the list."""
    pairs = {
        "council": found.council,
        "round": found.round,
        "as_at": long_date(found.as_at),
        "taken_on": long_date(found.taken_on),
        "plans": list_words(found),
    }
    return tuple((say(f"population.facts.{name}"), value) for name, value in pairs.items() if value)


def _limits_table(found: Population, as_at: str) -> Table:
    columns = _heads("limit", "in_time", "of", "share", "excepted", "late", "cannot_tell", "not_asked")
    rows = tuple(
        (
            say(f"limit.{f.limit}"), f"{f.met:,}", f"{f.n:,}", share_words(f.met, f.n),
            f"{f.excepted:,}" if f.limit == "first_plan" else say("not_counted"), f"{f.late:,}", f"{f.cannot_tell:,}",
            f"{f.not_asked:,}",
        )
        for f in found.whole.limits
    )  # fmt: skip
    caption = say("population.limits_caption", as_at=as_at)
    widths = (0.27, 0.1, 0.1, 0.1, 0.13, 0.1, 0.1, 0.1)
    return Table(caption, columns, rows, frozenset(range(1, 8)), widths)


def _gaps(whole: Facts) -> list[Block]:
    points = tuple(Point(f"{say(f'limit_short.{f.limit}')}:", gap_words(f)) for f in whole.limits if f.gaps)
    return [Bullets(points)] if points else [Paragraph(say("population.gaps_none"))]


def _size_points(found: Population) -> list[Point]:
    """How many plans of which, a field a point; areas have a table of their own, or the workbook."""
    points = [
        Point(
            f"{say(f'field.{field}')}:",
            f"{'; '.join(f'{value_words(field, v)}: {n:,}' for v, n in found.whole.sizes[field].items())}.",
        )
        for field in FIELDS
        if field != "area" and found.whole.sizes[field]
    ]
    ages = "; ".join(_age_words(f"age.{band}", n, found.whole.plans) for band, n in found.whole.ages.items() if n)
    return [*points, Point(f"{say('age.title')}:", f"{ages}. {say('age.about')}")]


def _age_words(band: str, n: int, plans: int) -> str:
    percent = percent_of(n, plans)
    if percent is None:
        return f"{say(band)}: {n:,}"
    return say("population.age_point", age=say(band), n=n, percent=percent)


def _areas(found: Population) -> list[Block]:
    if len(found.areas) > MOST_AREAS:
        return [Paragraph(say("population.areas_many", n=sum(1 for area in found.areas if area)))]
    columns = (*_heads("area", "plans"), *(say(f"limit_short.{limit}") for limit in LIMITS))
    rows = tuple(
        (area_words(area), f"{of.plans:,}", *(of_words(f.met, f.n) for f in of.limits))
        for area, of in found.areas.items()
    )
    widths = (0.17, 0.07, *([0.152] * len(LIMITS)))
    return [Table(say("population.areas_caption"), columns, rows, frozenset(range(1, len(columns))), widths)]


def _heads(*names: str) -> tuple[str, ...]:
    return tuple(say(f"population.column.{name}") for name in names)


def write_population_workbook(found: Population, imprint: Imprint, file: BinaryIO) -> None:
    """Write every figure of the list into `file`: limits, what is missing, sizes and ages, whole and by area."""
    from auditor.reports.sheets import Sheet, write_sheets

    groups: list[tuple[str, Facts]] = [(area_words(area), of) for area, of in found.areas.items()]
    note = say("population.limits_note")

    def sheet(table: str, name: str, columns: tuple[str, ...], rows: list[list[Value]], note: str = "") -> Sheet:
        title, holds = say(f"population.sheet.{name}"), say(f"population.holds.{name}")
        return Sheet(table, title, holds, columns, rows, note, 100 if name == "notes" else 44)

    counts = _heads("in_time", "of", "share", "excepted", "late", "cannot_tell", "not_asked")
    limits: list[list[Value]] = [[*_limit_cells(f), LIMITS[f.limit]] for f in found.whole.limits]
    by_area: list[list[Value]] = [[area, *_limit_cells(f)] for area, of in groups for f in of.limits]
    crossed: list[list[Value]] = [[area, *row] for area, of in groups for row in _size_rows(of)]
    whole = say("whole")
    ages = [row for area, of in [(whole, found.whole), *groups] for row in _age_rows(area, of)]
    gaps: list[list[Value]] = [
        [area, say(f"limit.{f.limit}"), why, n]
        for area, of in [(whole, found.whole), *groups]
        for f in of.limits
        for why, n in f.gaps
    ]
    sheets = [
        sheet("Limits", "limits", (*_heads("limit"), *counts, *_heads("law")), limits, note),
        sheet("ByArea", "areas", (*_heads("area", "limit"), *counts), by_area, note),
        sheet("CannotTell", "gaps", _heads("area", "limit", "why", "plans"), gaps),
        sheet("Sizes", "sizes", _heads("field", "value", "plans", "share"), _size_rows(found.whole)),
        sheet("Crossed", "crossed", _heads("area", "field", "value", "plans", "share"), crossed),
        sheet("Ages", "ages", _heads("area", "age", "plans", "share"), ages, say("age.about")),
        sheet("Notes", "notes", (say("sheet.about"), say("sheet.note")), _notes()),
    ]
    write_sheets(imprint, facts_pairs(found), sentence(found.invented) if found.invented else "", sheets, file)


def _limit_cells(f: LimitFigure) -> list[Value]:
    excepted = f.excepted if f.limit == "first_plan" else say("not_counted")
    return [say(f"limit.{f.limit}"), f.met, f.n, share_cell(f.met, f.n), excepted, f.late, f.cannot_tell, f.not_asked]


def _size_rows(of: Facts) -> list[list[Value]]:
    return [
        [say(f"field.{field}"), value_words(field, value), n, share_cell(n, of.plans)]
        for field in FIELDS
        for value, n in of.sizes[field].items()
    ]


def _age_rows(area: str, of: Facts) -> list[list[Value]]:
    return [[area, say(f"age.{band}"), of.ages[band], share_cell(of.ages[band], of.plans)] for band in AGES]


def _notes() -> list[list[Value]]:
    notes: list[list[Value]] = [
        [say("population.title"), say("population.about")],
        [say("population.column.share"), say("yes_no_percent")],
        [say("population.limits"), say("population.limits_note")],
        [say("age.title"), say("age.about")],
    ]
    law: list[list[Value]] = [[say(f"limit.{limit}"), where] for limit, where in LIMITS.items()]
    return notes + law
