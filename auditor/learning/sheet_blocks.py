"""The sheet for a plan's writers as blocks, which every kind of file is made of."""

from auditor.learning.plan_sheet import PlanSheet, Shortfall
from auditor.learning.say import one_or_many, say
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Facts,
    Heading,
    Kept,
    Panel,
    Paragraph,
    Point,
    Table,
    Title,
)
from auditor.reports.details import Imprint
from auditor.reports.figure_words import sentence
from auditor.reports.wording import joined, long_date
from auditor.reports.wording import say as say_report

LINES_ELSE = 3


def sheet_blocks(sheet: PlanSheet, contact: str = "") -> tuple[Block, ...]:
    """The whole sheet; `contact` is who replies go to."""
    blocks: list[Block] = [Title(say("sheet.title", reference=sheet.reference)), Facts(_facts(sheet))]
    if sheet.invented:
        blocks.append(Banner(sentence(sheet.invented)))
    blocks.append(Panel(say("sheet.in_short"), tuple(Paragraph(text) for text in in_short(sheet))))
    blocks.append(Heading(1, say("sheet.strengths")))
    if sheet.strengths:
        points = tuple(Point(f"{measure}:", f"{joined(list(named))}.") for measure, named in sheet.strengths)
        blocks.append(Bullets(points))
    else:
        blocks.append(Paragraph(say("sheet.no_strengths")))
    blocks.append(Heading(1, say("sheet.shortfalls")))
    blocks += [_shortfall(one) for one in sheet.shortfalls] or [Paragraph(say("sheet.no_shortfalls"))]
    return (*blocks, *_reply(sheet, contact))


def sheet_imprint(sheet: PlanSheet) -> Imprint:
    """What the file says about itself."""
    foot = (say("sheet.foot", round=sheet.round, reference=sheet.reference), sheet.invented)
    author = sheet.council or say_report("report.author")
    return Imprint(say("sheet.title", reference=sheet.reference), author, say("sheet.subject"), foot)


def in_short(sheet: PlanSheet) -> tuple[str, ...]:
    """How the plan came out, in sentences."""
    said = [say("sheet.counts", asked=sheet.asked, met=sheet.met, partly=sheet.partly, not_met=sheet.not_met)]
    if sheet.not_applicable:
        said.append(one_or_many("sheet.na", sheet.not_applicable))
    if sheet.cannot_tell:
        said.append(one_or_many("sheet.unknown", sheet.cannot_tell))
    if sheet.undecided:
        said.append(one_or_many("sheet.undecided", len(sheet.undecided), names=joined(list(sheet.undecided))))
    return (" ".join(said), say("sheet.about"))


def _facts(sheet: PlanSheet) -> tuple[tuple[str, str], ...]:
    told = {
        "plan": sheet.reference, "round": sheet.round, "as_at": long_date(sheet.as_at), "framework": sheet.framework
    }  # fmt: skip
    return tuple((say(f"sheet.fact.{name}"), value) for name, value in told.items())


def _shortfall(one: Shortfall) -> Block:
    answer = say(f"answer.{one.value.token}")
    found = say("sheet.critical", answer=answer) if one.critical else answer
    points = [Point(f"{say('sheet.answer')}:", f"{found[:1].upper()}{found[1:]}.")]
    points.append(Point(f"{say('sheet.wanted')}:", one.wanted))
    points += [Point(f"{say('sheet.cause')}:", f"{cause_words(*cause)}.") for cause in one.causes]
    if one.places:
        points.append(Point(f"{say('sheet.place')}:", f"{'; '.join(one.places)}."))
    points += [Point(f"{say('sheet.note')}:", note) for note in one.notes]
    points.append(Point(f"{say('sheet.source')}:", one.source))
    return Kept((Heading(2, f"{one.criterion}  {one.short}"), Paragraph(one.question), Bullets(tuple(points))))


def cause_words(cause: str, agency: str) -> str:
    """A cause, with the agency that can best mend it where one was named."""
    named = say_report(f"cause.{cause}")
    if not agency:
        return say("sheet.cause_alone", cause=named)
    return say("sheet.cause_of", cause=named, agency=say_report(f"agency.{agency}").lower())


def _reply(sheet: PlanSheet, contact: str) -> tuple[Block, ...]:
    about = [f"{one.criterion} {one.short}" for one in sheet.shortfalls]
    rows = [*about, say("sheet.reply_mended"), *([say("sheet.reply_else")] * LINES_ELSE)]
    table = Table(
        say("sheet.reply_caption"), (say("sheet.reply_point"), say("sheet.reply_words")),
        tuple((name, "\u00a0") for name in rows), widths=(0.34, 0.66),
    )  # fmt: skip
    return (
        Heading(1, say("sheet.reply")),
        Paragraph(say("sheet.reply_about", contact=contact or say("sheet.reply_to"))),
        table,
    )
