"""The public edition as a report: its blocks, sheets and rows, made from published figures and from nothing else."""

from __future__ import annotations

from datetime import date

from auditor.breakdowns import FIELD_WORDS
from auditor.editions.appendix import appendices
from auditor.editions.data import figure_lines, sheets
from auditor.editions.figures import PublicCauses, PublicFigures, PublicLine, PublicTable, Publishing
from auditor.editions.words import count_words, say, share_words
from auditor.frameworks import Framework
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Contents,
    Facts,
    Figure,
    Heading,
    PageBreak,
    Panel,
    Paragraph,
    Point,
    Table,
    Title,
)
from auditor.reports.breakdown_words import title_words, value_words
from auditor.reports.described import Bar, Bars, Check, Checks
from auditor.reports.details import Imprint, ReportDetails
from auditor.reports.figure_words import ends, sentence
from auditor.reports.report import Report
from auditor.reports.wording import capital, joined, long_date
from auditor.reports.wording import say as say_in_report
from auditor.rounding import printed
from db.vocabulary import Draw


def public_report(
    figures: PublicFigures, framework: Framework, details: ReportDetails, publishing: Publishing
) -> Report:
    """The report that anybody may see, for the writers of every kind of file."""
    foot = say_in_report(
        "report.footer", edition=say_in_report("edition.short_public"), round=figures.round, fingerprint=figures.mark
    )
    author = details.council or say_in_report("report.author")
    imprint = Imprint(
        f"{details.heading} {figures.round}",
        author,
        say_in_report("report.subject", round=figures.round),
        (foot, figures.invented),
        details.date,
    )
    facts = _facts(figures, details, publishing)
    return Report(
        figures.round,
        "public",
        figures.mark,
        imprint,
        (Title(details.heading), Facts(facts), *_front(figures)),
        (
            Contents(say_in_report("contents.heading")),
            PageBreak(),
            *appendices(figures, framework, details, publishing),
        ),
        facts,
        (sentence(figures.invented),) if figures.invented else (),
        sheets(figures, details, publishing),
        figure_lines(figures),
    )


def _facts(figures: PublicFigures, details: ReportDetails, publishing: Publishing) -> tuple[tuple[str, str], ...]:
    pairs = (
        (say_in_report("facts.council"), details.council),
        (say_in_report("facts.contact"), details.contact),
        (say_in_report("facts.date"), long_date(details.date) if details.date else ""),
        (say_in_report("facts.round"), figures.round),
        (say("facts.as_at"), long_date(date.fromisoformat(figures.as_at))),
        (say_in_report("facts.edition"), say_in_report("edition.public")),
        (say_in_report("facts.fingerprint"), figures.mark),
        (say("facts.agreed"), publishing.agreed_by),
        (say("facts.seen_early"), publishing.seen_early or say("facts.nobody")),
    )
    return tuple((label, value) for label, value in pairs if value)


def _front(figures: PublicFigures) -> list[Block]:
    blocks: list[Block] = [Banner(sentence(figures.invented))] if figures.invented else []
    blocks.append(_short(figures))
    if headlines := figures.of("measure"):
        blocks += [Heading(1, say_in_report("section.headlines")), Figure(_bars(figures, headlines))]
        notes = [say_in_report(f"section.headlines_{figures.basis}")]
        notes += [say_in_report("section.headlines_range")] if any(line.interval for line in headlines) else []
        blocks.append(Paragraph(" ".join((*notes, say_in_report("section.headlines_order"))), "note"))
    if checks := figures.of("statutory"):
        blocks += [Heading(1, say_in_report("section.statutory"))]
        blocks += [Paragraph(say_in_report("section.statutory_note"), "note"), Figure(_checks(checks))]
    blocks += _breakdowns(figures)
    blocks += _causes(figures.causes)
    return [*blocks, Heading(1, say_in_report("section.sure")), Bullets(_sure(figures))]


def _short(figures: PublicFigures) -> Panel:
    sample = figures.sample
    how = say_in_report(f"draw.{figures.draw}")
    key = "lead.unknown" if sample.population is None else "lead.known"
    lead = [say(key, scored=sample.scored, population=sample.population or 0, how=how), *sample.filters]
    lead.append(say("lead.hidden", letter="E") if figures.hidden else say("lead.nothing"))
    headlines = figures.of("measure")
    points = Bullets(tuple(Point(f"{line.short}:", _in_words(line)) for line in headlines))
    covers = [Paragraph(say("covers"))] if any(line.interval for line in headlines) else []
    return Panel(say_in_report("short.heading"), (Paragraph(" ".join(lead)), *([points] if headlines else []), *covers))


def _in_words(line: PublicLine) -> str:
    if line.k is None or line.n is None:
        return say("lead.point_hidden")
    if line.percent is None:
        return say("lead.weighted_hidden", k=line.k, n=line.n) if line.weighted else say("of", k=line.k, n=line.n)
    key = f"short.line_{'weighted_' if line.weighted else ''}{line.basis}"
    of = say_in_report(key, k=line.k, n=line.n, percent=line.printed)
    return say_in_report("short.line_range", of=of, **ends(line.interval)) if line.interval else f"{of}."


def _bars(figures: PublicFigures, lines: tuple[PublicLine, ...]) -> Bars:
    bars = tuple(
        Bar(
            line.name,
            line.short,
            line.percent,
            line.printed,
            _of(line),
            count_words(line.k),
            count_words(line.n),
            line.interval,
            "" if line.percent is not None else f"{capital(share_words(line))}.",
        )
        for line in lines
    )
    return Bars(say_in_report(f"basis.{figures.basis}.caption"), bars)


def _of(line: PublicLine) -> str:
    if line.k is None or line.n is None:
        return say("few")
    return say_in_report(f"basis.{line.basis}.{'of_weighted' if line.weighted else 'of'}", k=line.k, n=line.n)


def _checks(lines: tuple[PublicLine, ...]) -> Checks:
    return Checks(
        tuple(
            Check(
                line.id,
                line.short,
                line.k,
                line.n,
                line.percent,
                line.printed,
                share_words(line),
                (_left_out(line, "not_applicable"), _left_out(line, "cannot_tell"), count_words(0)),
                line.interval,
                line.weighted,
                say("Few") if line.k is None else "" if line.n else f"{capital(share_words(line))}.",
            )
            for line in lines
        )
    )


def _left_out(line: PublicLine, cell: str) -> str:
    return count_words(line.cells.get(cell, 0))


def _breakdowns(figures: PublicFigures) -> list[Block]:
    if not figures.tables:
        return []
    note = say("tables.note" if figures.basis == "plans" else "tables.note_answers")
    shorts = {line.id: line.short for line in figures.of("measure")}
    tables = [_table(table, shorts) for table in figures.tables]
    return [Heading(1, say("tables.heading")), Paragraph(note, "note"), *tables]


def _table(table: PublicTable, shorts: dict[str, str]) -> Table:
    rows: list[tuple[str, ...]] = []
    for group in table.groups:
        counts = [group.counts.get(m) for m in table.measures]
        cells = [
            say("few") if kn is None else say("tables.cell", k=kn[0], n=kn[1], percent=printed(*kn)) for kn in counts
        ]
        rows.append((value_words(table.field, group.value), *cells))
    columns = (capital(FIELD_WORDS[table.field]), *(shorts[m] for m in table.measures))
    return Table(title_words((table.field,)), columns, tuple(rows), frozenset(range(1, len(columns))))


def _causes(causes: PublicCauses | None) -> list[Block]:
    if causes is None or not causes.by_agency:
        return []
    heading = Heading(1, say_in_report("section.causes"))
    note = Paragraph(say_in_report("section.causes_note"), "note")
    agencies = list(causes.by_agency)
    if causes.cells is None:
        rows = tuple((say_in_report(f"agency.{a}"), count_words(causes.by_agency[a])) for a in agencies)
        columns = (say("causes.agency"), say("causes.count"))
        return [heading, Table(say("causes.by_agency"), columns, rows, frozenset({1})), note]
    named = dict.fromkeys(cause for counts in causes.cells.values() for cause in counts)
    rows = tuple(
        (say_in_report(f"cause.{cause}"), *(count_words(causes.cells[a].get(cause, 0)) for a in agencies))
        for cause in named
    )
    columns = (say_in_report("section.causes_column"), *(say_in_report(f"agency.{a}") for a in agencies))
    caption = say_in_report("section.causes_caption")
    return [heading, Table(caption, columns, rows, frozenset(range(1, len(columns)))), note]


def _sure(figures: PublicFigures) -> tuple[Point, ...]:
    sample, points = figures.sample, list[Point]()
    if any(line.interval for line in figures.lines):
        points.append(Point(say_in_report("sure.strong.range"), say_in_report("sure.range")))
    elif not Draw(figures.draw).by_lot:
        points.append(Point(say_in_report("sure.strong.no_range"), say_in_report(f"no_range.{figures.draw}")))
    parts = [f"{say_in_report(f'agency.{a}').lower()} {n:,}" for a, n in figures.auditors.items()]
    if parts:
        points.append(Point(say("sure.who"), say("sure.who_text", agencies=capital(joined(parts)))))
    if sample.twice is None:
        told = say("sure.twice_hidden")
    elif not sample.twice:
        told = say("sure.agreement_none")
    else:
        told = say("sure.twice", twice=sample.twice, scored=sample.scored)
        told += f" {figures.agreement.sentence if figures.agreement else say('sure.agreement_hidden')}"
    return (*points, Point(say_in_report("sure.strong.agreement"), told))
