"""The figures as an Excel workbook: one marked-up table a sheet, numbers as numbers, text that stays text.

Follows the Government Analysis Function's guidance on accessible spreadsheets: a cover, notes, one table a sheet,
no merged cells, no meaning by colour alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any, BinaryIO

from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.worksheet.worksheet import Worksheet

from auditor.figures import CriterionFigure, Results
from auditor.reports.agreement_sheet import agreement_sheet
from auditor.reports.appendices import method, picked, stands_for
from auditor.reports.cells import (
    WIDEST,
    WIDEST_NOTE,
    Value,
    as_share,
    clean,
    ends_of,
    footer_safe,
    put_line,
    put_links,
    put_table,
    put_title,
    set_page,
)
from auditor.reports.content import how_sure
from auditor.reports.details import ReportDetails, footer_line
from auditor.reports.figure_words import sentence
from auditor.reports.sentences import is_weighted, sample_sentence, signed_line, warnings_of
from auditor.reports.wording import capital, knows, long_date, say
from auditor.rounding import FEWEST_FOR_PERCENT

Rows = list[list[Value]]


def write_workbook(results: Results, details: ReportDetails, file: BinaryIO) -> None:
    """Write the workbook into `file`. The partnership edition has no sheet with a row for one plan."""
    book = Workbook()
    book.remove(book.worksheets[0])
    made: dict[str, tuple[Sequence[str], Rows]] = {
        "notes": (_heads("about", "note"), _notes(results)),
        "headlines": _headlines(results),
        "criteria": _criteria(results),
        "statutory": _statutory(results),
        "causes": (_heads("agency", "cause", "count"), _causes(results)),
    }
    if results.sample.parts:
        made["parts"] = _parts(results, counts=details.edition == "working")
    if results.agreement is not None and results.agreement.n_units:
        made["agreement"] = agreement_sheet(results.agreement)
    if details.edition == "working":
        made["plans"] = _plans(results)
    cover = book.create_sheet(say("workbook.cover"))
    sheets = {"cover": cover} | {name: book.create_sheet(say(f"workbook.{name}")) for name in made}
    _cover(cover, results, details, list(sheets))
    for name, (columns, rows) in made.items():
        _fill(sheets[name], name, results, columns, rows)
    if results.measures:
        _chart(sheets["headlines"], results)
    foot = footer_safe(footer_line(results, details), results.invented)
    for sheet in sheets.values():
        set_page(sheet, foot, say("report.page", page="&P", pages="&N"))
    _properties(book, results, details)
    book.save(file)


def _heads(*names: str) -> list[str]:
    return [say(f"workbook.column.{name}") for name in names]


def _fill(sheet: Worksheet, name: str, results: Results, columns: Sequence[str], rows: Rows) -> None:
    """A title, a line that says where the table begins, and the table."""
    put_title(sheet, say(f"workbook.{name}"))
    note = say(f"workbook.note.{name}", basis=say(f"basis.{results.basis}.caption"))
    if is_weighted(results) and name in ("headlines", "criteria", "statutory"):
        note = f"{note} {say('section.headlines_weighted')}"
    put_line(sheet, 2, say("workbook.one_table", row=4, note=note).strip())
    if told := [*([sentence(results.invented)] if results.invented else []), *_not_as_signed(results)]:
        put_line(sheet, 3, " ".join(told), bold=True)
    put_table(sheet, name.capitalize(), 4, columns, rows, WIDEST_NOTE if name == "notes" else WIDEST)


def _not_as_signed(results: Results) -> list[str]:
    """What every sheet says where the figures are no longer those that were signed off."""
    return [results.reasons["sign_off"]] if "sign_off" in results.reasons else []


def _cover(sheet: Worksheet, results: Results, details: ReportDetails, names: list[str]) -> None:
    """What this is, who it is for, and a list of the sheets with links."""
    put_title(sheet, details.heading)
    lines: list[tuple[str, str]] = [
        ("council", details.council), ("meeting", details.meeting), ("contact", details.contact),
        ("date", long_date(details.date) if details.date else ""), ("round", results.round),
        ("as_at", long_date(dt.date.fromisoformat(results.as_at))), ("edition", say(f"edition.{details.edition}")),
        ("framework", f"{results.framework_title} ({results.framework_id}), version {results.framework_version}"),
        ("hash", results.framework_hash), ("fingerprint", results.fingerprint),
        ("signed_off", signed_line(results.signed_off)), ("log", results.log_head),
    ]  # fmt: skip
    row = 2
    for text in warnings_of(results):
        put_line(sheet, row, text, bold=True)
        row += 1
    for name, text in lines:
        if text:
            put_line(sheet, row, f"{say(f'facts.{name}')}: {text}")
            row += 1
    put_line(sheet, row, say("workbook.contents", n=len(names)))
    rows: Rows = [[say(f"workbook.{name}"), say(f"workbook.holds.{name}")] for name in names]
    put_table(sheet, "Contents", row + 1, _heads("sheet", "holds"), rows)
    put_links(sheet, row + 2, [say(f"workbook.{name}") for name in names])


def _notes(results: Results) -> Rows:
    about: Rows = [[say("facts.plans"), sample_sentence(results)]]
    sure: Rows = [[point.strong.rstrip("."), point.text] for point in how_sure(results)]
    how: Rows = [[say("workbook.picked", n=i), step] for i, step in enumerate(picked(results), 1)]
    steps: Rows = [[say("workbook.method", n=i), step] for i, step in enumerate(method(results), 1)]
    return about + sure + how + steps


def _headlines(results: Results) -> tuple[list[str], Rows]:
    tried = sorted({t for m in results.measures for t in m.at_thresholds})
    columns = _heads(
        "standard", "met", "partly", "not_met", "of", "share", "low", "high", "basis", "insufficient", "undecided",
        "cannot_tell", "bound_low", "bound_high", "id", "short",
    )  # fmt: skip
    rows: Rows = []
    for m in results.measures:
        share = as_share(m.percent, m.printed)
        bounds = m.bounds or (say("left_out.none"), say("left_out.none"))
        rest = [
            say(f"basis.{m.basis}.column").lower(),
            m.insufficient,
            m.undecided,
            m.cannot_tell,
            *bounds,
            m.id,
            m.short,
        ]
        at: list[Value] = [m.at_thresholds[t][0] if t in m.at_thresholds else say("range.none") for t in tried]
        rows.append([m.name, m.k, m.partly, m.not_met, m.n, share, *ends_of(m.interval), *rest, *at])
    return columns + [say("workbook.column.at", percent=t) for t in tried], rows


def _parts(results: Results, *, counts: bool) -> tuple[list[str], Rows]:
    """The parts of the list; in a weighted round also met and counted for each standard."""
    measures = [m for m in results.measures if m.by_part] if counts else []
    columns = _heads("part", "size", "drawn", "stands_for")
    columns += [f"{m.short}: {say(f'workbook.column.{name}').lower()}" for m in measures for name in ("met", "of")]
    rows: Rows = []
    for part in results.sample.parts:
        counted = (v for m in measures for p in m.by_part if p.key == part.key for v in (p.k, p.n))
        rows.append([part.key, part.size, part.drawn, stands_for(part), *counted])
    return columns, rows


def _criteria(results: Results) -> tuple[list[str], Rows]:
    columns = _heads(
        "id", "short", "standard", "critical", "share", "low", "high", "met", "partly", "not_met", "of",
        "not_applicable", "cannot_tell", "undecided", "criterion", "source", "law",
    )  # fmt: skip
    names = {m.id: m.short for m in results.measures}
    rows: Rows = [
        [
            c.id, c.short, names.get(c.measure, say("workbook.none")), say(f"workbook.{'yes' if c.critical else 'no'}"),
            as_share(c.percent, c.printed), *ends_of(c.interval), c.met, c.partly, c.not_met, c.n,
            *_rest(c), c.question, c.source, _law(c),
        ]
        for c in results.criteria
    ]  # fmt: skip
    return columns, rows


def _statutory(results: Results) -> tuple[list[str], Rows]:
    columns = _heads(
        "id", "short", "share", "low", "high", "met", "not_met", "of", "not_applicable", "cannot_tell", "undecided",
        "criterion", "source", "law",
    )  # fmt: skip
    rows: Rows = []
    for c in results.statutory:
        enough = c.percent is not None and c.n >= FEWEST_FOR_PERCENT
        words = say("statutory.table.few" if c.n else "statutory.table.nothing")
        share, ends = as_share(c.percent if enough else None, words), ends_of(c.interval if enough else None)
        # a check is met or not; where a framework gives it a middle step, that is not met either
        rows.append([c.id, c.short, share, *ends, c.k, c.n - c.k, c.n, *_rest(c), c.question, c.source, _law(c)])
    return columns, rows


def _rest(c: CriterionFigure) -> tuple[int, int, int]:
    return c.not_applicable, c.cannot_tell, c.undecided


def _law(c: CriterionFigure) -> str:
    return say(f"law.{c.law}") if knows(f"law.{c.law}") else capital(c.law)


def _causes(results: Results) -> Rows:
    return [[say(f"agency.{c.agency}"), say(f"cause.{c.cause}"), c.count] for c in results.causes]


def _plans(results: Results) -> tuple[list[str], Rows]:
    keys = [c.id for c in (*results.criteria, *results.statutory)]
    none = say("workbook.not_asked")
    rows: Rows = [
        [p.reference, p.area, *(say(f"answer.{p.answers[k]}") if k in p.answers else none for k in keys)]
        for p in results.plan_lines
    ]
    return _heads("plan", "area") + keys, rows


def _chart(sheet: Worksheet, results: Results) -> None:
    """Met, partly met and not met as one bar a standard, out of 100%, under the table. Patterns carry it in grey."""
    first, last = 4, 4 + len(results.measures)
    chart: Any = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "percentStacked", 100, 60
    chart.title = say(f"workbook.chart_{results.basis}")
    chart.add_data(Reference(sheet, min_col=2, max_col=4, min_row=first, max_row=last), titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=last))
    for series, pattern in zip(chart.series, (None, "wdUpDiag", "pct10"), strict=True):
        fill = PatternFillProperties(prst=pattern) if pattern else None
        look: Any = GraphicalProperties(pattFill=fill) if fill else GraphicalProperties(solidFill="2C6E74")
        if fill:
            fill.foreground, fill.background = _colour("2C6E74"), _colour("FFFFFF")
        look.line.solidFill = "7F7C70"
        series.graphicalProperties = look
    # without these Excel and LibreOffice leave the axes out, and draw the first standard at the bottom
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation = "maxMin"
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0%", None
    chart.y_axis.crosses = "max"  # with the order reversed, this is the bottom
    chart.legend.position = "b"
    chart.width, chart.height = 26, 4 + 1.5 * len(results.measures)
    sheet.add_chart(chart, f"A{last + 3}")


def _colour(value: str) -> Any:
    from openpyxl.drawing.colors import ColorChoice

    made: Any = ColorChoice
    return made(srgbClr=value)


def _properties(book: Workbook, results: Results, details: ReportDetails) -> None:
    about = book.properties
    about.title = clean(f"{details.heading} {results.round}")
    about.creator = about.lastModifiedBy = clean(details.council or say("report.author"))
    about.subject = clean(say("report.subject", round=results.round))
    about.description = clean(" ".join([footer_line(results, details), results.invented]).strip())
    about.language = "en-GB"
    if details.date:
        about.created = dt.datetime.combine(details.date, dt.time())
