"""The report for one agency: how fast its advice comes, its questions, their causes, its actions, disputes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from auditor.actions.beside import DisputeFacts
from auditor.actions.blocks import actions_section
from auditor.actions.plan import Plan
from auditor.figures import CriterionFigure, Results
from auditor.frameworks import Framework
from auditor.reports.blocks import Banner, Block, Bullets, Facts, Heading, Paragraph, Point, Table, Title
from auditor.reports.details import ReportDetails
from auditor.reports.figure_words import range_words
from auditor.reports.report import FigureLine
from auditor.reports.sentences import sample_sentence, warnings_of
from auditor.reports.wording import long_date, say
from auditor.weeks.advice import AdviceFigure
from db.vocabulary import Adviser, Agency

ADVISERS = {
    Agency.EDUCATION.value: (Adviser.EDUCATION, Adviser.PSYCHOLOGY),
    Agency.HEALTH.value: (Adviser.HEALTH,),
    Agency.SOCIAL_CARE.value: (Adviser.SOCIAL_CARE,),
}
"""Whose advice is an agency's own (SEND Regulations 2014, regulation 6(1))."""
NO_DAY = "not yet"


@dataclass(frozen=True)
class AgencyFacts:
    """What an agency's report is made of besides the round's figures. `advice` is None where no list was taken in."""

    agency: str
    advice: AdviceFigure | None
    advice_as_at: date | None
    plan: Plan
    disputes: Sequence[DisputeFacts]


def agency_report(
    results: Results, framework: Framework, details: ReportDetails, facts: AgencyFacts, written: Sequence[Block] = ()
) -> tuple[Block, ...]:
    """Give the report for one agency; `written` stands after its head."""
    name = say(f"agency.{facts.agency}")
    pairs = {
        "council": details.council,
        "meeting": details.meeting,
        "contact": details.contact,
        "date": long_date(details.date) if details.date else "",
        "round": results.round,
        "classification": details.classification,
    }
    warnings = warnings_of(results)
    return (
        Title(f"{name}: report on {results.round}"),
        Facts(tuple((say(f"facts.{key}"), value) for key, value in pairs.items() if value)),
        *((Banner(" ".join(warnings)),) if warnings else ()),
        Paragraph(sample_sentence(results)),
        *written,
        Heading(1, "How fast advice comes in"),
        *_advice(facts),
        Heading(1, "Questions this agency leads on"),
        *_questions(results, framework, facts.agency),
        Heading(1, "Causes laid at its door"),
        *_causes(results, facts.agency),
        Heading(1, "Actions it owns"),
        *(actions_section(facts.plan, results.round, facts.agency) or (Paragraph("It owns no action yet."),)),
        Heading(1, "Tribunals and mediations"),
        *_disputes(facts.disputes),
    )


def own_figures(figures: Sequence[FigureLine], framework: Framework, agency: str) -> tuple[FigureLine, ...]:
    """The figures that are the agency's own: of the questions it leads on, and of causes laid at its door."""
    led = {c.id for c in framework.criteria if c.lead == agency}
    return tuple(
        line
        for line in figures
        if (line.kind in ("criterion", "statutory") and line.id in led and not line.group_field)
        or (line.kind == "cause" and line.group_value == agency)
    )


def _advice(facts: AgencyFacts) -> tuple[Block, ...]:
    if facts.agency not in ADVISERS:
        return (Paragraph("No advice for assessments is asked of it by law."),)
    found = facts.advice
    if found is None or facts.advice_as_at is None or not found.asked:
        return (Paragraph("No list of advice was taken in, so nothing can be said of this."),)
    share = f" ({found.percent}%)" if found.percent is not None else ""
    said = (
        f"Of {found.received:,} pieces of advice that came in by {long_date(facts.advice_as_at)}, "
        f"{found.in_time:,}{share} came within six weeks. {found.out:,} are out and within six weeks; "
        f"{found.overdue:,} are overdue."
    )
    return (Paragraph(said), Paragraph("SEND Regulations 2014, regulation 8(1): six weeks from the request.", "note"))


def _questions(results: Results, framework: Framework, agency: str) -> tuple[Block, ...]:
    led = {c.id for c in framework.criteria if c.lead == agency}
    found = [c for c in (*results.criteria, *results.statutory) if c.id in led]
    if not found:
        return (Paragraph("The framework gives this agency no question of its own."),)
    rows = tuple((f"{c.id} {c.short}", f"{c.k:,} of {c.n:,}", c.printed if c.n else "", _range(c)) for c in found)
    columns = ("Question", "Met", "Share", "Likely range")
    table = Table(
        "How the questions it leads on were answered", columns, rows, frozenset({1, 2, 3}), (0.5, 0.16, 0.16, 0.18)
    )
    return (table, Paragraph(say("sure.range"), "note"))


def _range(figure: CriterionFigure) -> str:
    return range_words(figure.interval) if figure.interval else "none"


def _causes(results: Results, agency: str) -> tuple[Block, ...]:
    named = sorted((c for c in results.causes if c.agency == agency), key=lambda c: (-c.count, c.cause))
    if not named:
        return (Paragraph("No shortfall was put down to it."),)
    points = tuple(Point(f"{say(f'cause.{c.cause}')}:", f"{c.count:,}.") for c in named)
    return (Bullets(points), Paragraph(say("section.causes_note"), "note"))


def _disputes(disputes: Sequence[DisputeFacts]) -> tuple[Block, ...]:
    if not disputes:
        return (Paragraph("None is noted."),)
    rows = tuple(
        (d.words, d.kind.capitalize(), long_date(d.decided_on), long_date(d.told_on) if d.told_on else NO_DAY)
        for d in disputes
    )
    columns = ("How it ended", "Kind", "Decided", "Agency told")
    return (Table("How tribunals and mediations ended", columns, rows, frozenset(), (0.46, 0.16, 0.19, 0.19)),)
