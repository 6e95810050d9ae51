"""The appendices of a public edition: every line, how it came about, what was asked, what is hidden, and its limits."""

from datetime import date

from auditor.breakdowns import FIELD_WORDS
from auditor.editions.figures import CELLS, PublicFigures, PublicLine, Publishing
from auditor.editions.words import count_words, say, share_words
from auditor.frameworks import Framework
from auditor.reports.blocks import Block, Bullets, Facts, Figure, Heading, Paragraph, Point, Table
from auditor.reports.content import lettered
from auditor.reports.described import Flow, FlowStep
from auditor.reports.details import ReportDetails
from auditor.reports.figure_words import range_words
from auditor.reports.wording import joined, long_date, number
from auditor.reports.wording import say as say_in_report
from auditor.sampling.words import REPLACED
from db.vocabulary import Draw


def appendices(
    figures: PublicFigures, framework: Framework, details: ReportDetails, publishing: Publishing
) -> tuple[Block, ...]:
    """Every table and text behind the front, lettered from A."""
    blocks: list[Block] = [*_lines(figures), *_picked(figures), *_method(figures)]
    return lettered((*blocks, *_asked(figures, framework), *_hidden(figures), *_limits(figures, details, publishing)))


def _lines(figures: PublicFigures) -> list[Block]:
    heads = {"measure": ("figures", "line"), "criterion": ("criteria", "question"), "statutory": ("statutory", "check")}
    blocks: list[Block] = [Heading(1, say("section.lines"))]
    for kind, (title, head) in heads.items():
        lines = figures.of(kind)
        if lines:
            blocks += [Heading(2, say(f"section.{title}")), _line_table(title, head, lines)]
    parted = [line for line in figures.of("measure") if line.by_part]
    return [*blocks, *([Heading(2, say("section.parts")), _parts_table(parted)] if parted else [])]


def _parts_table(lines: list[PublicLine]) -> Table:
    """k of n of each part of an unevenly drawn list, from which the weighted percentages follow."""
    rows = tuple(
        (
            parts[0].key,
            number(parts[0].size),
            number(parts[0].drawn),
            *(say("of", k=part.k, n=part.n) for part in parts),
        )
        for parts in zip(*(line.by_part for line in lines), strict=True)
    )
    columns = (*(say_in_report(f"parts.{name}") for name in ("part", "size", "drawn")), *(line.short for line in lines))
    return Table(say_in_report("parts.caption_counts"), columns, rows, frozenset(range(1, len(columns))))


def _line_table(title: str, head: str, lines: tuple[PublicLine, ...]) -> Table:
    cells = [name for name in CELLS if any(name in line.cells for line in lines)]
    ranges = any(line.interval for line in lines)
    rows = tuple(
        (
            f"{line.id} {line.short}",
            *(_cell(line, name) for name in cells),
            share_words(line),
            *([range_words(line.interval)] if ranges else []),
        )
        for line in lines
    )
    columns = (
        say(f"table.{head}"),
        *(say(f"table.{name}") for name in cells),
        say("table.share"),
        *([say("table.range")] if ranges else []),
    )
    name, ends = 0.24, 0.13 if ranges else 0.0
    each = (1 - name - ends) / (len(cells) + 1)
    widths = (name, *([each] * (len(cells) + 1)), *([ends] if ranges else []))
    caption = say("table.lines", what=say(f"section.{title}"))
    return Table(caption, columns, rows, frozenset(range(1, len(columns))), widths)


def _cell(line: PublicLine, name: str) -> str:
    return count_words(line.cells[name]) if name in line.cells else say("table.none")


def _picked(figures: PublicFigures) -> list[Block]:
    return [
        Heading(1, say("section.picked")),
        Figure(flow(figures)),
        *(Paragraph(step) for step in picked_words(figures)),
    ]


def picked_words(figures: PublicFigures) -> tuple[str, ...]:
    """How the plans were picked, a sentence or two a step."""
    sample = figures.sample
    steps = [say("picked.date", as_at=long_date(date.fromisoformat(figures.as_at))), *sample.filters]
    if sample.divided_by:
        steps.append(say("picked.divided", by=joined([FIELD_WORDS.get(name, name) for name in sample.divided_by])))
    if sample.seed_kept:
        steps.append(say("picked.kept"))
    elif sample.seed:
        steps.append(say("picked.seed" if sample.drawn_here else "picked.elsewhere", seed=sample.seed))
    return tuple(steps)


def flow(figures: PublicFigures) -> Flow:
    """The way from the list to the figures, in boxes."""
    sample, steps = figures.sample, list[FlowStep]()
    if sample.frame is not None and sample.frame != sample.population:
        steps.append(FlowStep(number(sample.frame), say("flow.frame")))
    if sample.population is not None:
        steps.append(FlowStep(number(sample.population), say("flow.population")))
    aside = _replaced(sample.replaced)
    if sample.drawn is None:
        aside.append(say("flow.away_hidden"))
    else:
        away = {"papers": sample.papers_missing, "waiting": sample.waiting}
        if sample.drawn > sample.scored:
            told = [say(f"flow.{name}", n=n) for name, n in away.items() if n]
            aside += told or [say("flow.waiting", n=sample.drawn - sample.scored)]
    steps.append(FlowStep(count_words(sample.drawn), say(f"flow.drawn_{figures.draw}"), tuple(aside)))
    twice = (say("flow.twice", n=sample.twice),) if sample.twice else ()
    return Flow((*steps, FlowStep(number(sample.scored), say("flow.scored"), twice)))


def _replaced(counts: dict[str, int] | None) -> list[str]:
    if counts is None:
        return [say("flow.replaced_hidden")]
    if "all" in counts:
        return [say("flow.replaced_all", n=counts["all"])] if counts["all"] else []
    return [say("flow.replaced", n=n, why=REPLACED[why]) for why, n in counts.items()]


def _method(figures: PublicFigures) -> list[Block]:
    rollup, *rest = method_words(figures)
    blocks: list[Block] = [Heading(1, say("section.method")), Paragraph(rollup)]
    lines = [line for line in figures.of("measure") if line.at_thresholds]
    if lines:
        tried = sorted({t for line in lines for t in line.at_thresholds})
        rows = tuple((line.short, *(say("of", k=k, n=n) for k, n in _tried(line, tried))) for line in lines)
        columns = (say("table.line"), *(say_in_report("method.thresholds_column", percent=t) for t in tried))
        blocks.append(Table(say("table.thresholds"), columns, rows, frozenset(range(1, len(columns)))))
    return [*blocks, *(Paragraph(words) for words in rest)]


def method_words(figures: PublicFigures) -> tuple[str, ...]:
    """How the figures were made: the roll-up in one paragraph, ranges, rounding, breaks and the mark."""
    ranges = [say("method.range")] if Draw(figures.draw).by_lot else []
    return (
        say(f"method.rollup_{figures.basis}", **figures.thresholds),
        *ranges,
        say_in_report("sure.rounding"),
        say("method.breaks", hash=figures.framework_hash[:12]),
        say("method.mark", mark=figures.mark),
    )


def _tried(line: PublicLine, tried: list[int]) -> list[tuple[int, int]]:
    return [line.at_thresholds.get(t, (0, 0)) for t in tried]


def _asked(figures: PublicFigures, framework: Framework) -> list[Block]:
    name = f"{figures.framework_title} ({figures.framework_id}), version {figures.framework_version}"
    rows = tuple((c.id, c.question, c.met) for c in framework.criteria)
    columns = (say("table.asked_code"), say("table.asked_question"), say("table.asked_met"))
    pairs = ((say_in_report("facts.framework"), name), (say_in_report("facts.hash"), figures.framework_hash))
    return [
        Heading(1, say("section.framework")),
        Facts(pairs),
        Table(say("table.asked"), columns, rows, widths=(0.08, 0.46, 0.46)),
    ]


def hidden_words(figures: PublicFigures) -> tuple[str, ...]:
    """By which rule numbers are hidden."""
    least = figures.least
    rule = say("hidden.rule", most=least.count - 1, percent=least.percent, count=least.count)
    return (rule, say("hidden.whole")) if figures.whole_lines else (rule,)


def _hidden(figures: PublicFigures) -> list[Block]:
    blocks: list[Block] = [
        Heading(1, say("section.hidden")),
        *(Paragraph(words) for words in hidden_words(figures)),
    ]
    if not figures.hidden:
        return [*blocks, Paragraph(say("hidden.none"))]
    rows = tuple((hidden.where, hidden.why) for hidden in figures.hidden)
    columns = (say("table.hidden_where"), say("table.hidden_why"))
    return [*blocks, Table(say("table.hidden"), columns, rows, widths=(0.42, 0.58))]


def limits_words(figures: PublicFigures) -> tuple[str, ...]:
    """What the figures cannot show."""
    names = ["sample", "luck"] if Draw(figures.draw).by_lot else ["every"] if figures.draw == Draw.ALL else ["chosen"]
    return tuple(say(f"limits.{name}") for name in (*names, "papers", "few", "zero", "rounds"))


def corrections_words(figures: PublicFigures, details: ReportDetails, publishing: Publishing) -> tuple[str, ...]:
    """What happens when a figure is wrong, which editions are out, who agreed and who saw this early."""
    out = [say("corrections.one", mark=mark, day=long_date(day)) for mark, day in publishing.earlier]
    contact = [say("corrections.contact", contact=details.contact)] if details.contact else []
    return (
        say("corrections.policy", count=figures.least.count),
        say("corrections.earlier", list=joined(out)) if out else say("corrections.first"),
        say("corrections.agreed", who=publishing.agreed_by),
        say("corrections.early", who=publishing.seen_early or say("facts.nobody")),
        *contact,
    )


def _limits(figures: PublicFigures, details: ReportDetails, publishing: Publishing) -> list[Block]:
    return [
        Heading(1, say("section.limits")),
        Bullets(tuple(Point("", words) for words in limits_words(figures))),
        Heading(1, say("section.corrections")),
        *(Paragraph(words) for words in corrections_words(figures, details, publishing)),
    ]
