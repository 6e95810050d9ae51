"""The handbook of a framework, as blocks: how to score, then every question with all that helps to answer it."""

from auditor.agreeing.words import TOLD_BEFORE
from auditor.frameworks import Criterion, Framework, Measure
from auditor.handbook.wording import points, say
from auditor.reports.blocks import (
    Banner,
    Block,
    Bullets,
    Facts,
    Heading,
    Kept,
    PageBreak,
    Paragraph,
    Point,
    Table,
    Title,
)
from auditor.reports.wording import capital, joined
from auditor.reports.wording import say as say_report
from db.vocabulary import Agency, Cause, Value

SCALE = (Value.MET, Value.PARTLY, Value.NOT_MET, Value.NOT_APPLICABLE, Value.CANNOT_TELL)


def handbook(framework: Framework) -> tuple[Block, ...]:
    """Give the whole handbook, in the order it is taught: the answers, the evidence, the figures, the questions."""
    return (
        *_front(framework),
        *_how_to_score(framework),
        *_glance(framework),
        *(block for measure in _parts(framework) for block in _part(framework, measure)),
    )


def places(criterion: Criterion) -> str:
    """Where to look for the answer: sections B and F, the dates, the whole document."""
    named = [place for place in criterion.sections if place in ("all", "dates", "review")]
    letters = [place for place in criterion.sections if place not in named]
    found = [say(f"place.section{'s' if len(letters) > 1 else ''}", letters=joined(letters))] if letters else []
    return joined([*found, *(say(f"place.{name}") for name in named)])


def _front(framework: Framework) -> list[Block]:
    judged = len(framework.judged)
    dates = len(framework.criteria) - judged
    counted = say("questions.with_dates" if dates else "questions.judged", judged=judged, dates=dates)
    pairs = (
        (say("facts.framework"), framework.id),
        (say("facts.version"), framework.version),
        (say("facts.about"), say(f"subject_name.{framework.subject}")),
        (say("facts.questions"), counted),
    )
    return [Title(say("title", title=framework.title)), Facts(pairs), Paragraph(framework.about)]


def _how_to_score(framework: Framework) -> list[Block]:
    scored = {value for criterion in framework.judged for value in criterion.scale}
    names = ("key", "answer", "meaning")
    scale = Table(
        say("scale.caption"),
        tuple(say(f"scale.{name}") for name in names),
        tuple((v.key, say_report(f"answer.{v.token}"), say(f"scale.{v.token}")) for v in SCALE if v in scored),
        widths=(0.08, 0.2, 0.72),
    )
    return [
        Heading(1, say("before.heading")),
        Bullets((*points("before.points"), Point(say("before.twice"), TOLD_BEFORE))),
        Heading(1, say("scale.heading")),
        scale,
        Paragraph(say("scale.two"), "note"),
        Heading(1, say("tell.heading")),
        Paragraph(say("tell.text")),
        Bullets(points("tell.points")),
        Heading(1, say("evidence.heading")),
        Paragraph(say("evidence.text")),
        Bullets(points("evidence.points")),
        Heading(1, say("causes.heading")),
        Paragraph(say("causes.text")),
        _codes("causes", "cause", tuple(Cause)),
        _codes("agencies", "agency", tuple(Agency)),
        Heading(1, say("figures.heading")),
        *(Paragraph(line) for line in _figures(framework)),
    ]


def _codes(table: str, kind: str, codes: tuple[Cause, ...] | tuple[Agency, ...]) -> Table:
    named = {"causes": ("name", "meaning"), "agencies": ("agency", "agency_meaning")}[table]
    columns = (say("causes.code"), *(say(f"causes.{name}") for name in named))
    rows = tuple(
        (str(number), say_report(f"{kind}.{code}"), say(f"{kind}.{code}")) for number, code in enumerate(codes, 1)
    )
    return Table(say(f"causes.{'caption' if table == 'causes' else table}"), columns, rows, widths=(0.1, 0.25, 0.65))


def _figures(framework: Framework) -> list[str]:
    """How the answers become figures, as this framework sets it."""
    if not framework.measures:
        return [say("figures.checklist")]
    limits, lines = framework.thresholds, [say("figures.scale")]
    if framework.headlines and framework.basis == "plans":
        most = limits.critical_partly
        critical = say("figures.critical", n=most) if any(c.critical for c in framework.criteria) else ""
        marks = {"met": limits.met, "partly": limits.partly, "enough": limits.enough}
        lines.append(say("figures.plans", critical=critical, **marks))
    elif framework.headlines:
        lines.append(say("figures.answers"))
    if framework.statutory_criteria:
        lines.append(say("figures.statutory"))
    if any(criterion.each for criterion in framework.criteria):
        lines.append(say("figures.each", met=framework.parts_rule.met, partly=framework.parts_rule.partly))
    return lines


def _glance(framework: Framework) -> list[Block]:
    columns = ("", say("glance.question"), say("glance.look"), say("glance.rests"))
    rows = tuple((c.id, c.question, capital(places(c)), say(f"basis_short.{c.basis}")) for c in framework.criteria)
    return [
        PageBreak(),
        Heading(1, say("glance.heading")),
        Table(say("glance.caption"), columns, rows, widths=(0.07, 0.57, 0.2, 0.16)),
    ]


def _parts(framework: Framework) -> tuple[Measure | None, ...]:
    return framework.measures or (None,)


def _part(framework: Framework, measure: Measure | None) -> list[Block]:
    """One measure with its questions; of a plain checklist, all of them."""
    heading = say(f"part.{measure.kind}", id=measure.id, name=measure.name) if measure else say("part.plain")
    blocks: list[Block] = [PageBreak(), Heading(1, heading)]
    if measure and measure.kind == "statutory":
        blocks.append(Paragraph(say("part.note_statutory"), "note"))
    criteria = framework.criteria_of(measure.id) if measure else framework.criteria
    if any(criterion.good or criterion.weak for criterion in criteria):
        blocks.append(Paragraph(say("examples"), "note"))
    return [*blocks, *(Kept(_question(criterion, measure)) for criterion in criteria)]


def _question(
    criterion: Criterion, measure: Measure | None
) -> tuple[Heading | Paragraph | Bullets | Banner | Table, ...]:
    """Everything that helps to answer one question, short enough for one page."""
    blocks: list[Heading | Paragraph | Bullets | Banner | Table] = [
        Heading(2, f"{criterion.id}  {criterion.short}"),
        Paragraph(criterion.question, "question"),
    ]
    if criterion.mode == "dates":
        blocks.append(Paragraph(say("dates")))
    elif criterion.each:
        blocks.append(Paragraph(say("each")))
    blocks.append(_answers(criterion))
    pairs = {"good": criterion.good, "weak": criterion.weak, "guidance": criterion.guidance}
    helps = tuple(Point(f"{say(name)}:", text) for name, text in pairs.items() if text)
    if helps:
        blocks.append(Bullets(helps))
    if criterion.escalate:
        blocks.append(Banner(criterion.escalate))
    notes = [say("look", places=places(criterion))]
    if criterion.critical and measure:
        notes.append(say("critical", measure=measure.short))
    if criterion.lead != "any":
        notes.append(say("lead", lead=say(f"lead_name.{criterion.lead}")))
    notes.append(say("source", source=criterion.source, basis=say(f"basis.{criterion.basis}")))
    return (*blocks, Paragraph(" ".join(notes), "note"))


def _answers(criterion: Criterion) -> Table:
    """What counts as each answer the question offers. Cannot tell always means the same, so it has no row."""
    texts = {
        Value.MET: criterion.met,
        Value.PARTLY: criterion.partly,
        Value.NOT_MET: criterion.not_met,
        Value.NOT_APPLICABLE: criterion.not_applicable,
    }
    rows = tuple((f"{value.key}  {say_report(f'answer.{value.token}')}", text) for value, text in texts.items() if text)
    columns = (say("answer"), say("counts"))
    return Table(f"{criterion.id}: {say('answers').lower()}", columns, rows, widths=(0.24, 0.76))
