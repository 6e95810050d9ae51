"""The Board report, as blocks: two front pages, then the appendices. Each writer lays out the same blocks."""

from collections.abc import Callable, Sequence

from auditor.agreeing.words import board_sentence
from auditor.figures import Results
from auditor.reports.agreement import agreement_appendix
from auditor.reports.appendices import appendices, glossary, lettered
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
from auditor.reports.described import Beside, bars_of, checks_of
from auditor.reports.details import ReportDetails
from auditor.reports.figure_words import any_interval, missing_ranges, sentence, why_no_range
from auditor.reports.report import Commentary
from auditor.reports.sentences import (
    findings,
    is_weighted,
    measure_line,
    signed_by,
    undecided_sentence,
    warnings_of,
)
from auditor.reports.wording import capital, counted, joined, long_date, say
from db.vocabulary import Agency, Cause

SECTIONS = (
    "short", "recommendations", "background", "headlines", "statutory", "findings", "change", "sure", "causes",
    "actions", "evidence", "next_steps",
)  # fmt: skip
"""The parts of the front report, in the order of a council paper."""


def board_front(
    results: Results,
    details: ReportDetails,
    commentary: Commentary,
    sections: Sequence[str] = SECTIONS,
    beside: Beside | None = None,
) -> tuple[Block, ...]:
    """Give the front report: two pages where nobody wrote much. `sections` names its parts in their order.

    `beside` is what the headlines' chart shows next to them.

    A part that is written by people is left out where nothing is written; title and warnings always stand first.
    """
    parts: dict[str, Callable[[], list[Block]]] = {
        "short": lambda: _short(results, commentary),
        "headlines": lambda: _headlines(results, beside),
        "statutory": lambda: _statutory(results),
        "sure": lambda: [Heading(1, say("section.sure")), Bullets(how_sure(results))],
        "causes": lambda: _causes(results),
    }

    def written(name: str) -> list[Block]:
        blocks: tuple[Block, ...] = getattr(commentary, name)
        return [Heading(1, say(f"section.{name}")), *blocks] if blocks else []

    return (
        *_title(results, details),
        *(block for name in sections for block in (parts[name]() if name in parts else written(name))),
    )


def board_appendices(
    results: Results, details: ReportDetails, commentary: Commentary | None = None
) -> tuple[Block, ...]:
    """Give the contents of the whole report and its appendices, lettered from A."""
    more = commentary.appendices if commentary else ()
    parts = (*appendices(results, details.edition), *more, *agreement_appendix(results), *glossary(results))
    return (PageBreak(), Contents(say("contents.heading")), PageBreak(), *lettered(parts))


def _title(results: Results, details: ReportDetails) -> list[Block]:
    on = long_date(details.date) if details.date else ""
    pairs = {
        "council": details.council,
        "meeting": details.meeting,
        "contact": details.contact,
        "date": on,
        "round": results.round,
        "edition": say(f"edition.{details.edition}"),
        "classification": details.classification,
        "signed_off": signed_by(results.signed_off),
    }
    blocks: list[Block] = [
        Title(details.heading),
        Facts(tuple((say(f"facts.{name}"), value) for name, value in pairs.items() if value)),
    ]
    if warnings := warnings_of(results):
        blocks.append(Banner(" ".join(warnings)))
    return blocks


def _short(results: Results, commentary: Commentary) -> list[Block]:
    points = tuple(Point(f"{m.short}:", measure_line(results, m)) for m in results.measures)
    notes = [say("short.covers")] if any_interval(results) else []
    notes += [undecided_sentence(results)] if results.undecided else []
    lead = [part for part in commentary.summary if isinstance(part, Paragraph | Bullets)]
    lead += [Paragraph(findings(results)), Bullets(points)]
    return [Panel(say("short.heading"), (*lead, *([Paragraph(" ".join(notes))] if notes else [])))]


def _headlines(results: Results, beside: Beside | None) -> list[Block]:
    if not results.measures:
        return []
    notes = [say(f"section.headlines_{results.basis}")]
    if any_interval(results):
        notes.append(say("section.headlines_range"))
    if is_weighted(results):
        notes.append(say("section.headlines_weighted"))
    notes.append(say("section.headlines_order"))
    return [
        Heading(1, say("section.headlines")),
        Figure(bars_of(results, beside)),
        Paragraph(" ".join(notes), "note"),
    ]


def _statutory(results: Results) -> list[Block]:
    if not results.statutory:
        return []
    notes = [say("section.statutory_note")]
    if results.scored < results.plans and any(c.mode == "dates" for c in results.statutory):
        notes.append(say("section.statutory_dates", plans=results.plans))
    if is_weighted(results):
        notes.append(say("section.headlines_weighted"))
    return [
        Heading(1, say("section.statutory")),
        Paragraph(" ".join(notes), "note"),
        Figure(checks_of(results)),
    ]


def causes_table(results: Results) -> Table:
    """Give how often each cause was named, by the agency best placed to act."""
    named = {(c.agency, c.cause): c.count for c in results.causes}
    agencies = [a for a in Agency if any(agency == a for agency, _ in named)]
    rows = tuple(
        (say(f"cause.{cause}"), *(f"{named.get((agency, cause), 0):,}" for agency in agencies))
        for cause in Cause
        if any(c == cause for _, c in named)
    )
    columns = (say("section.causes_column"), *(say(f"agency.{a}") for a in agencies))
    widths = (0.25, *([0.75 / len(agencies)] * len(agencies)))
    return Table(say("section.causes_caption"), columns, rows, frozenset(range(1, len(columns))), widths)


def _causes(results: Results) -> list[Block]:
    heading = Heading(1, say("section.causes"))
    if not results.causes:
        return [heading, Paragraph(say("section.causes_none"))]
    return [heading, causes_table(results), Paragraph(say("section.causes_note"), "note")]


def how_sure(results: Results) -> tuple[Point, ...]:
    """Give what the figures rest on, point by point."""
    if any_interval(results):
        points = [Point(say("sure.strong.range"), " ".join([say("sure.range"), *missing_ranges(results)]))]
    else:
        points = [Point(say("sure.strong.no_range"), why_no_range(results))]
    if is_weighted(results):
        points.append(Point(say("sure.strong.weighted"), say("sure.weighted")))
    for key in ("parts", "unasked", "papers"):
        if reason := results.reasons.get(key):
            points.append(Point(say(f"sure.strong.{key}"), sentence(reason)))
    audits = [say("sure.submitted", submitted=results.audits_submitted, expected=results.audits_expected)]
    if results.auditors_by_agency:
        parts = [f"{say(f'agency.{a}').lower()} {n:,}" for a, n in results.auditors_by_agency.items()]
        audits.append(say("sure.auditors", agencies=joined(parts)))
    points.append(Point(say("sure.strong.submitted"), " ".join(audits)))
    points.append(Point(say("sure.strong.agreement"), _agreement(results)))
    if results.undecided:
        points.append(Point(say("sure.strong.undecided"), capital(undecided_sentence(results))))
    return tuple(points)


def _agreement(results: Results) -> str:
    """How far auditors agree; of figures kept from before this was told, the bare counts."""
    if results.agreement is not None and results.agreement.n_units:
        return board_sentence(results.agreement)
    if not results.scored_twice:
        return say("sure.once")
    counts = {"compared": results.compared, "same": results.same, "one_step": results.one_step}
    return say("sure.twice", plans=counted(results.scored_twice, "plan"), **counts)
